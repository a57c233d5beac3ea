//! The one layout of a file of the language.
//!
//! [`format()`] changes blanks and ends of lines and nothing else. Comments stay with the words that
//! they stand beside or above, empty lines stay where they divide, one at a time. What is written is
//! read again and compared with what was there before anybody gets it.

mod columns;
mod comments;
mod expression;
mod item;
mod layout;
mod page;
mod same;
mod words;

#[cfg(test)]
mod tests;

use kofn_diagnostics::{Diagnostic, FileId};
use same::{Read, says_the_same};
use std::fmt;

/// Why a text is not formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not follow the grammar; what is wrong with it, in spans of the `file` given.
    Broken(Vec<Diagnostic>),
    /// Formatted, it would say something else: a mistake of the formatter, whose result is thrown
    /// away.
    Changed,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Broken(_) => f.write_str("the file does not follow the grammar"),
            Refusal::Changed => f.write_str(
                "formatted, the file would say something else; this is a mistake in kofn, not in \
                 your model; please report it",
            ),
        }
    }
}

impl std::error::Error for Refusal {}

/// The text of a file in the one layout: lines end in `\n`, the last one too, and there is no byte
/// order mark. A text in this layout is given back as it is; one without words or comments is
/// empty.
///
/// # Errors
///
/// [`Refusal::Broken`] where the text has errors of syntax; what it means does not matter.
pub fn format(file: FileId, text: &str) -> Result<String, Refusal> {
    let before = read(file, text)?;
    let mut lines = page::lines(text, &before.tree, &before.nodes, layout::WIDTH);
    columns::align(&mut lines);
    let mut formatted = String::with_capacity(text.len());
    for line in &lines {
        if line.empty_above {
            formatted.push('\n');
        }
        formatted.extend(std::iter::repeat_n(' ', line.indent));
        formatted.push_str(&line.text);
        formatted.push('\n');
    }
    // What has not changed needs no second look.
    if formatted == text || says_the_same(file, &before, &formatted) {
        Ok(formatted)
    } else {
        Err(Refusal::Changed)
    }
}

/// An item in the one layout, were there no end to a line; `None` where the text is none by the
/// grammar.
pub fn on_one_line(item: &str) -> Option<String> {
    let read = read(FileId(0), item).ok()?;
    let lines = page::lines(item, &read.tree, &read.nodes, layout::ENDLESS);
    let words = lines.iter().flat_map(|line| line.text.split_whitespace());
    Some(words.collect::<Vec<_>>().join(" "))
}

fn read(file: FileId, text: &str) -> Result<Read<'_>, Refusal> {
    let mut nodes = Vec::new();
    let (tree, findings) =
        kofn_syntax::parse_with(file, text, &mut |start, node| nodes.push((start, node)));
    if findings.is_empty() {
        Ok(Read { text, tree, nodes })
    } else {
        Err(Refusal::Broken(findings))
    }
}
