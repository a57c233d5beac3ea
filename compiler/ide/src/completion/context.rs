//! Where a place is: in which item, and what the grammar says can follow there.

use crate::words::{Kind, Token};
use kofn_grammar::Rule;

/// A character that stands nowhere in the language.
const NOWHERE: char = '\u{1}';

/// Whether a word can begin an operand in an item: structures stand where things are named,
/// `solve` where something is asked.
pub(super) fn begins(word: &str, item: &str, things: bool) -> bool {
    match word {
        "solve" => is_query(item),
        _ => things,
    }
}

pub(super) fn is_query(item: &str) -> bool {
    matches!(item, "assert" | "solve" | "compare" | "table" | "plot")
}

/// The rules that could go on where a text ends.
pub(super) fn expected(text: &str) -> Vec<Rule> {
    let text = format!("{text}{NOWHERE}");
    match kofn_grammar::parse(Rule::whole_item, &text) {
        Err(fault) if fault.at + NOWHERE.len_utf8() >= text.len() => fault.expected,
        _ => Vec::new(),
    }
}

/// Whether the place stands on a line below the last token.
pub(super) fn new_line(text: &str, last: Option<&Token>, start: usize) -> bool {
    last.is_none_or(|last| text[last.range.end.min(start)..start].contains('\n'))
}

/// Where the item at the end of some tokens begins; nothing at the beginning of a file, after a
/// brace, and where an item would have to begin.
pub(super) fn item_start(text: &str, before: &[Token]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in before.iter().enumerate().rev() {
        match (token.kind, token.of(text)) {
            (Kind::Mark, ")" | "]") => depth += 1,
            (Kind::Mark, "(" | "[") => depth = depth.saturating_sub(1),
            (Kind::Mark, "{" | "}") => return None,
            (Kind::Word, "module") if type_of_parameter(text, &before[..at]) => {}
            (Kind::Word, "solve") if solves_inside(text, before, at) => {}
            (Kind::Word, _) if depth == 0 && begins_item(token, text) => {
                return Some(token.range.start);
            }
            _ => {}
        }
    }
    None
}

pub(super) fn begins_item(token: &Token, text: &str) -> bool {
    let mut words = kofn_syntax::ITEM_WORDS.iter().chain(kofn_syntax::FILE_WORDS);
    token.kind == Kind::Word && words.any(|word| *word == token.of(text))
}

/// `param feed: module`
fn type_of_parameter(text: &str, before: &[Token]) -> bool {
    before.iter().rfind(|token| token.speaks()).is_some_and(|token| token.is_mark(text, ":"))
}

/// `solve(` inside another item.
fn solves_inside(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| next.is_mark(text, "("))
}
