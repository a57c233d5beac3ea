//! What is wrong, where, and what to type.

use crate::Span;
use std::fmt;

/// The name of a kind of finding, in words: `k-exceeds-n`.
///
/// Invariant, tested: every code that a phase uses has a page in `codes/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Whether a finding stops the model from being computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The model has no meaning as it stands.
    Error,
    /// The model has a meaning, probably not the intended one.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// A place and what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The words concerned.
    pub span: Span,
    /// Their part in the finding.
    pub text: String,
}

/// Words to write in place of those at a place; where the place is empty, to write there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What is written.
    pub text: String,
}

/// One finding. The first label is the culprit, the others its witnesses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Whether it stops the model.
    pub severity: Severity,
    /// Its kind.
    pub code: Code,
    /// What is wrong, in the author's words, one line.
    pub message: String,
    /// Where; may be empty for a file that could not be read.
    pub labels: Vec<Label>,
    /// Something to type or to know.
    pub help: Option<String>,
    /// The help as a program can carry it out, where it is certain what to type; else empty.
    /// Edits do not overlap.
    pub fix: Vec<Edit>,
}

impl Diagnostic {
    /// A finding that stops the model.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A finding that the author should look at.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Diagnostic { severity, code, message, labels: Vec::new(), help: None, fix: Vec::new() }
    }

    /// Adds a place; the first one added is the culprit.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Points at a place, where there is one.
    #[must_use]
    pub fn maybe_at(self, span: Option<Span>, text: impl Into<String>) -> Self {
        match span {
            Some(span) => self.at(span, text),
            None => self,
        }
    }

    /// Says what to type or to know.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to type where there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        if help.is_some() {
            self.help = help;
        }
        self
    }

    /// Says what was probably meant by the words at a place.
    #[must_use]
    pub fn did_you_mean(self, span: Span, meant: Option<&str>) -> Self {
        match meant {
            Some(meant) => {
                self.help(format!("did you mean `{meant}`?")).edit(span, meant.to_owned())
            }
            None => self,
        }
    }

    /// Adds to the fix: what to write at a place.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(Edit { span, text: text.into() });
        self
    }

    /// Whether it stops the model.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
