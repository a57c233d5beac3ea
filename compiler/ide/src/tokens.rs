//! What every word of a file is: the colours of an editor that knows the names.

use crate::places::is_library;
use crate::words::{Kind, tokens};
use kofn::Reading;
use kofn_diagnostics::{FileId, Span};
use kofn_model::{FUNCTIONS, Mention, Named, PARAM_TYPES, ParamKind, Role};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A comment; a doc comment says so.
    Comment {
        /// Whether it belongs to an item.
        doc: bool,
    },
    /// A path in quotes.
    String,
    /// A number with its unit.
    Number,
    /// A word of the language.
    Keyword,
    /// A type of parameters.
    Type,
    /// A function of the language.
    Function,
    /// A system.
    System,
    /// A module, or a thing from outside.
    Module,
    /// A part of a structure.
    Block,
    /// A parameter.
    Param,
    /// A `let`.
    Let,
    /// An index variable.
    Index,
    /// A node of the links that is not declared.
    Junction,
    /// The prefix of a used file, or a library.
    Prefix,
}

/// A word with what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SemanticToken {
    /// The word; comments may have several lines.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is declared here.
    pub declares: bool,
    /// Whether it belongs to the standard library.
    pub library: bool,
}

/// The tokens of a file, in the order of the text; marks and words without a meaning are left out.
pub fn semantic_tokens(reading: &Reading, file: FileId) -> Vec<SemanticToken> {
    let text = reading.sources.get(file).text();
    let mentions = reading.resolution.mentions();
    let first = mentions.partition_point(|mention| mention.span.file < file);
    let mut mentions = mentions[first..]
        .iter()
        .take_while(|mention| mention.span.file == file)
        .filter(|mention| mention.role != Role::Implies)
        .peekable();
    let mut found = Vec::new();
    let mut after_colon = false;
    let mut library_until = 0;
    for token in tokens(text) {
        let span = Span::new(file, token.range.start, token.range.end);
        let plain = |kind| SemanticToken { span, kind, declares: false, library: false };
        let word = token.of(text);
        let one = match token.kind {
            Kind::Comment => Some(plain(TokenKind::Comment { doc: false })),
            Kind::Doc => Some(plain(TokenKind::Comment { doc: true })),
            Kind::String => Some(plain(TokenKind::String)),
            Kind::Number => Some(plain(TokenKind::Number)),
            Kind::Mark => None,
            Kind::Word => {
                while mentions.next_if(|mention| mention.span.end <= span.start).is_some() {}
                let here = mentions.peek().filter(|mention| mention.span.start <= span.start);
                if let Some(Mention { named: Named::File(_), span: target, .. }) = here {
                    library_until = target.end;
                }
                let reserved = kofn_grammar::RESERVED.contains(&word);
                match here {
                    // A word of the language that was taken for a name is no name for that.
                    Some(mention) if mention.span == span && !reserved => {
                        Some(named(reading, mention))
                    }
                    // `std/voting`
                    _ if span.end <= library_until => {
                        Some(SemanticToken { library: true, ..plain(TokenKind::Prefix) })
                    }
                    _ if after_colon && PARAM_TYPES.contains(&word) => Some(plain(TokenKind::Type)),
                    _ if reserved => Some(plain(TokenKind::Keyword)),
                    _ if calls(text, token.range.end)
                        && FUNCTIONS.iter().any(|known| known.name == word) =>
                    {
                        Some(SemanticToken { library: true, ..plain(TokenKind::Function) })
                    }
                    _ => None,
                }
            }
        };
        if token.speaks() {
            after_colon = token.is_mark(text, ":");
        }
        found.extend(one);
    }
    found
}

fn calls(text: &str, end: usize) -> bool {
    text[end..].trim_start().starts_with('(')
}

fn named(reading: &Reading, mention: &Mention) -> SemanticToken {
    let model = &reading.resolution.model;
    let kind = match &mention.named {
        Named::Param(id) if model.param(*id).named_number => TokenKind::Let,
        Named::Param(id) if model.param(*id).kind == ParamKind::Module => TokenKind::Module,
        Named::Param(_) => TokenKind::Param,
        Named::Module(_) => TokenKind::Module,
        Named::Block(_) => TokenKind::Block,
        Named::System(_) => TokenKind::System,
        Named::Index(_) => TokenKind::Index,
        Named::Junction(..) => TokenKind::Junction,
        Named::Prefix { .. } | Named::File(_) => TokenKind::Prefix,
    };
    SemanticToken {
        span: mention.span,
        kind,
        declares: mention.role == Role::Declares,
        library: is_library(reading, &mention.named),
    }
}
