//! From text to a syntax tree that keeps spans and doc comments.
//!
//! A file is cut into items by a small scanner that knows brackets, strings and comments; each
//! item is then parsed by itself. A mistake therefore stays inside its item, memory stays
//! proportional to the tree, and an editor can parse again only what changed.

mod docs;
mod expression;
mod fault;
mod hints;
mod items;
mod kept;
mod scanner;
mod shift;
pub mod tree;

#[cfg(test)]
mod tests;

pub use fault::block_comment;
pub use items::{parse, parse_again, parse_query, parse_with};
pub use kept::Parsed;
pub use scanner::{FILE_WORDS, ITEM_WORDS, SYSTEM_WORDS};
pub use tree::SyntaxTree;

use kofn_diagnostics::Code;

/// The deepest nesting of brackets, and of operators that bind to the right, in one item.
///
/// Every walk over a tree is recursive, and this bounds it on every platform; models written by
/// people stay below ten.
pub const DEEPEST_NESTING: usize = 100;

/// Whether a text is one name of the language.
pub fn is_name(text: &str) -> bool {
    kofn_grammar::parse(kofn_grammar::Rule::name, text)
        .is_ok_and(|node| node.range.end == text.len())
}

/// The codes of this phase's findings.
pub mod code {
    use super::Code;

    /// Text that does not follow the grammar.
    pub const SYNTAX: Code = Code("syntax");
    /// A word of the language where a name must stand.
    pub const RESERVED_WORD: Code = Code("reserved-word");
    /// Words where an item should begin.
    pub const UNEXPECTED_TEXT: Code = Code("unexpected-text");
    /// A system without its closing brace.
    pub const UNCLOSED_SYSTEM: Code = Code("unclosed-system");
    /// A closing brace without a system.
    pub const STRAY_BRACE: Code = Code("stray-brace");
    /// `/*` without `*/`.
    pub const UNCLOSED_COMMENT: Code = Code("unclosed-comment");
    /// A string that does not end on its line.
    pub const UNCLOSED_STRING: Code = Code("unclosed-string");
    /// Brackets deeper than any walk may go.
    pub const NESTED_TOO_DEEPLY: Code = Code("nested-too-deeply");
    /// A form known from other tools.
    pub const OTHER_SPELLING: Code = Code("other-spelling");
    /// `0.9 < S < 1`.
    pub const CHAINED_COMPARISON: Code = Code("chained-comparison");
    /// A file with more items than any model has.
    pub const FILE_TOO_LARGE: Code = Code("file-too-large");
    /// `.5` or `5.`.
    pub const NUMBER_FORM: Code = Code("number-form");
}
