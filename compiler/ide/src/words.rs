//! A text as a row of words and marks, whatever its form; blanks are left out.

use kofn_grammar::Rule;
use kofn_syntax::block_comment;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `//` or `/* */`.
    Comment,
    /// `///`
    Doc,
    /// A path in quotes.
    String,
    /// A number with its unit.
    Number,
    /// A name or a word of the language, primes included.
    Word,
    /// One character of anything else; `..` is one mark.
    Mark,
}

/// A token with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub kind: Kind,
    pub range: Range<usize>,
}

impl Token {
    /// What is written.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, text: &str, mark: &str) -> bool {
        self.kind == Kind::Mark && self.of(text) == mark
    }

    /// Whether it says something to the compiler.
    pub fn speaks(&self) -> bool {
        !matches!(self.kind, Kind::Comment | Kind::Doc)
    }
}

/// The tokens of a text, in order, without gaps other than blanks.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match c {
            _ if c.is_whitespace() || c == '\u{FEFF}' => {
                at += c.len_utf8();
                continue;
            }
            '/' if rest.starts_with("//") => line_comment(rest),
            '/' if rest.starts_with("/*") => (Kind::Comment, block_comment(rest)),
            '"' => (Kind::String, string(rest)),
            _ if c.is_ascii_digit() => (Kind::Number, number(rest)),
            _ if is_word(c) => (Kind::Word, word(rest)),
            '.' if rest.starts_with("..") => (Kind::Mark, 2),
            _ => (Kind::Mark, c.len_utf8()),
        };
        all.push(Token { kind, range: at..at + length });
        at += length;
    }
    all
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && !c.is_whitespace() && c != '\u{FEFF}')
}

fn word(rest: &str) -> usize {
    let letters = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    letters + rest[letters..].bytes().take_while(|byte| *byte == b'\'').count()
}

fn line_comment(rest: &str) -> (Kind, usize) {
    let doc = rest.starts_with("///") && !rest.starts_with("////");
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    (if doc { Kind::Doc } else { Kind::Comment }, length)
}

/// A string ends with its line.
fn string(rest: &str) -> usize {
    match rest[1..].find(['"', '\n', '\r']) {
        Some(at) if rest[1 + at..].starts_with('"') => at + 2,
        Some(at) => at + 1,
        None => rest.len(),
    }
}

/// The grammar says how far a number goes. It looks at little more than the number: it numbers the
/// lines of all it is given, and a long line may be full of numbers.
fn number(rest: &str) -> usize {
    /// More than any number goes on behind a digit: a unit.
    const BEHIND: usize = 32;
    let mut seen = 2 * BEHIND;
    loop {
        let part = &rest[..rest.floor_char_boundary(seen)];
        let part = &part[..part.find(['\n', '\r']).unwrap_or(part.len())];
        let end = match kofn_grammar::parse(Rule::number, part) {
            Ok(node) if node.range.end > 0 => node.range.end,
            _ => part.bytes().take_while(u8::is_ascii_digit).count(),
        };
        if end + BEHIND < part.len()
            || part.len() < rest.floor_char_boundary(seen)
            || seen >= rest.len()
        {
            return end;
        }
        seen *= 2;
    }
}

/// The word at a byte, or right before it.
pub(crate) fn word_at(tokens: &[Token], byte: usize) -> Option<&Token> {
    let after = tokens.partition_point(|token| token.range.start <= byte);
    let token = tokens[..after].last()?;
    (token.kind == Kind::Word && byte <= token.range.end).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_tile_a_text() {
        let text =
            "/// été\nparam R_M' = 0.99 /h // x\nlink a--b /* a /* b */ */ \"über\" [1..3] λ";
        let found: Vec<(Kind, &str)> =
            tokens(text).iter().map(|token| (token.kind, token.of(text))).collect();
        use Kind::*;
        assert_eq!(
            found,
            [
                (Doc, "/// été"),
                (Word, "param"),
                (Word, "R_M'"),
                (Mark, "="),
                (Number, "0.99 /h"),
                (Comment, "// x"),
                (Word, "link"),
                (Word, "a"),
                (Mark, "-"),
                (Mark, "-"),
                (Word, "b"),
                (Comment, "/* a /* b */ */"),
                (String, "\"über\""),
                (Mark, "["),
                (Number, "1"),
                (Mark, ".."),
                (Number, "3"),
                (Mark, "]"),
                (Word, "λ"),
            ]
        );
    }
}
