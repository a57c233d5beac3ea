//! Cutting a file into items.
//!
//! An item begins with a reserved word and ends where the next one begins, or at the brace that
//! closes its system. The scanner knows comments, strings and brackets and nothing else; it runs
//! once over the text with a constant amount of state.

use crate::{DEEPEST_NESTING, code, docs::DocComment};
use kofn_diagnostics::{Diagnostic, FileId, Span};

/// What the scanner found, in the order of the text.
#[derive(Debug)]
pub(crate) enum Chunk {
    /// Text that begins with `word`, an item word.
    Item { word: &'static str, start: usize, end: usize },
    /// `system NAME {`
    SystemOpen { start: usize, end: usize },
    /// `}`; empty where a word of the file level closes a forgotten brace.
    SystemClose { end: usize },
    /// Text before any item word.
    Stray { start: usize, end: usize },
}

/// The chunks of a text with its doc comments and what is wrong with its brackets.
pub(crate) struct Scan {
    pub chunks: Vec<Chunk>,
    pub docs: Vec<DocComment>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Words that begin an item, in a system too.
pub const ITEM_WORDS: &[&str] = &["param", "let", "module", "block", "link", "common", "works"];

/// Those of them that stand in systems only.
pub const SYSTEM_WORDS: &[&str] = &["link", "works"];

/// Words that begin an item of the file level, and close a system that was left open.
pub const FILE_WORDS: &[&str] = &["use", "system", "assert", "solve", "compare", "table", "plot"];

pub(crate) fn scan(file: FileId, text: &str) -> Scan {
    let mut scanner = Scanner {
        file,
        text,
        at: 0,
        item: None,
        brackets: Vec::new(),
        system: None,
        header: false,
        last_token: 0,
        last_kind: Token::None,
        too_deep: false,
        open_string: false,
        scan: Scan { chunks: Vec::new(), docs: Vec::new(), diagnostics: Vec::new() },
    };
    scanner.run();
    scanner.scan
}

#[derive(Clone, Copy, PartialEq)]
enum Token {
    None,
    Colon,
    Dot,
    Other,
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    /// The item being read: its word (empty for stray text) and its first byte.
    item: Option<(&'static str, usize)>,
    /// Brackets open inside the item.
    brackets: Vec<u8>,
    /// The opening brace of the system we are in.
    system: Option<Span>,
    /// The item being read is a system whose brace has not come yet.
    header: bool,
    /// One past the last byte that is neither space nor comment.
    last_token: usize,
    last_kind: Token,
    /// The item nests deeper than any walk may go; said once.
    too_deep: bool,
    /// The item has a string without an end; nothing behind that can be trusted.
    open_string: bool,
    scan: Scan,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                _ if wide_blank(&bytes[self.at..]) > 0 => self.at += wide_blank(&bytes[self.at..]),
                b'/' if bytes.get(self.at + 1) == Some(&b'/') => self.line_comment(),
                b'/' if bytes.get(self.at + 1) == Some(&b'*') => self.block_comment(),
                b'"' => self.string(),
                b'{' | b'}' => self.brace(byte),
                b'(' | b'[' => self.open(byte),
                b')' | b']' => self.close(),
                _ if is_word_byte(byte) => self.word(),
                _ => {
                    let kind = match byte {
                        b':' => Token::Colon,
                        b'.' => Token::Dot,
                        _ => Token::Other,
                    };
                    self.token(self.at, self.at + 1, kind);
                }
            }
        }
        self.finish_item();
        if let Some(brace) = self.system.take() {
            self.unclosed_system(brace, Span::new(self.file, self.at, self.at));
            self.scan.chunks.push(Chunk::SystemClose { end: self.at });
        }
    }

    /// Text that belongs to the current item, or stray text where there is none.
    fn token(&mut self, start: usize, end: usize, kind: Token) {
        if self.item.is_none() {
            self.item = Some(("", start));
        }
        self.last_token = end;
        self.last_kind = kind;
        self.at = end;
    }

    fn word(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start;
        while end < bytes.len() && is_word_byte(bytes[end]) && wide_blank(&bytes[end..]) == 0 {
            end += 1;
        }
        let word = &self.text[start..end];
        let after_prime = bytes.get(end) == Some(&b'\'');
        if !after_prime
            && let Some(item_word) = item_word(word)
            && self.begins_item(item_word, start, end)
        {
            self.finish_item();
            if FILE_WORDS.contains(&item_word)
                && let Some(brace) = self.system.take()
            {
                self.unclosed_system(brace, Span::new(self.file, start, end));
                self.scan.chunks.push(Chunk::SystemClose { end: start });
            }
            self.item = Some((item_word, start));
            self.header = item_word == "system";
        }
        self.token(start, end, Token::Other);
    }

    /// `solve(` is an expression, `: module` a type, a member is never an item, and a word of the
    /// language where a name must stand is better told as such.
    fn begins_item(&self, word: &str, start: usize, end: usize) -> bool {
        if let Some((item, from)) = self.item
            && !item.is_empty()
            && from + item.len() == self.last_token
            && !self.text[self.last_token..start].contains('\n')
        {
            return false;
        }
        match self.last_kind {
            Token::Colon if word == "module" && self.item.is_some() => return false,
            Token::Dot if self.item.is_some() => return false,
            _ => {}
        }
        if word != "solve" || self.item.is_none() {
            return true;
        }
        let next = self.text[end..].trim_start().bytes().next();
        next != Some(b'(')
    }

    fn open(&mut self, byte: u8) {
        self.brackets.push(byte);
        if self.brackets.len() > DEEPEST_NESTING && !self.too_deep {
            self.too_deep = true;
            let here = Span::new(self.file, self.at, self.at + 1);
            self.scan.diagnostics.push(nested_too_deeply(here));
        }
        self.token(self.at, self.at + 1, Token::Other);
    }

    fn close(&mut self) {
        self.brackets.pop();
        self.token(self.at, self.at + 1, Token::Other);
    }

    fn brace(&mut self, byte: u8) {
        let here = Span::new(self.file, self.at, self.at + 1);
        let end = self.at + 1;
        let common = matches!(self.item, Some(("common", _)));
        if byte == b'{' && self.header {
            let start = self.item.map_or(self.at, |(_, start)| start);
            self.scan.chunks.push(Chunk::SystemOpen { start, end });
            self.item = None;
            self.header = false;
            self.brackets.clear();
            self.system = Some(here);
            self.last_token = end;
            self.last_kind = Token::Other;
            self.at = end;
        } else if byte == b'{' {
            self.brackets.push(byte);
            self.token(self.at, end, Token::Other);
        } else if self.brackets.contains(&b'{') {
            while self.brackets.pop().is_some_and(|open| open != b'{') {}
            self.token(self.at, end, Token::Other);
            if common {
                self.finish_item();
            }
        } else {
            self.finish_item();
            if self.system.take().is_some() {
                self.scan.chunks.push(Chunk::SystemClose { end });
            } else {
                self.scan.diagnostics.push(
                    Diagnostic::error(code::STRAY_BRACE, "this `}` closes nothing")
                        .at(here, "no system is open here")
                        .edit(here, ""),
                );
            }
            self.last_token = end;
            self.last_kind = Token::Other;
            self.at = end;
        }
    }

    fn finish_item(&mut self) {
        if let Some((word, start)) = self.item.take() {
            let end = self.last_token.max(start);
            let chunk = match word {
                _ if self.too_deep || self.open_string => None,
                "" => Some(Chunk::Stray { start, end }),
                word => Some(Chunk::Item { word, start, end }),
            };
            self.scan.chunks.extend(chunk);
        }
        self.header = false;
        self.too_deep = false;
        self.open_string = false;
        self.brackets.clear();
    }

    fn line_comment(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let end = start + rest.find('\n').unwrap_or(rest.len());
        let comment = &self.text[start..end];
        if comment.starts_with("///") && !comment.starts_with("////") {
            self.scan.docs.push(DocComment {
                start,
                text: comment[3..].trim().to_owned(),
                previous_token: self.last_token,
            });
        }
        self.at = end;
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut depth = 0usize;
        while self.at < bytes.len() {
            match &bytes[self.at..bytes.len().min(self.at + 2)] {
                b"/*" => {
                    depth += 1;
                    self.at += 2;
                    if depth > DEEPEST_NESTING && self.item.is_some() && !self.too_deep {
                        self.too_deep = true;
                        let here = Span::new(self.file, start, start + 2);
                        self.scan.diagnostics.push(nested_too_deeply(here));
                    }
                }
                b"*/" => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
        self.scan.diagnostics.push(
            Diagnostic::error(code::UNCLOSED_COMMENT, "this comment is never closed")
                .at(Span::new(self.file, start, start + 2), "opened here")
                .help("write `*/` where it ends; comments nest, so every `/*` needs its own"),
        );
    }

    fn string(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 1..];
        let line = rest.find(['\n', '\r', '"']).unwrap_or(rest.len());
        match rest[line..].starts_with('"').then_some(line) {
            Some(length) => self.token(start, start + length + 2, Token::Other),
            None => {
                self.scan.diagnostics.push(
                    Diagnostic::error(
                        code::UNCLOSED_STRING,
                        "this string does not end on its line",
                    )
                    .at(Span::new(self.file, start, start + 1 + line), "opened here")
                    .help("close it with `\"`")
                    .edit(Span::new(self.file, start, start + 1 + line).at_end(), "\""),
                );
                self.token(start, start + 1 + line, Token::Other);
                self.open_string = true;
            }
        }
    }

    fn unclosed_system(&mut self, brace: Span, end: Span) {
        // Behind the last item and a comment beside it, on a line of its own.
        let rest = &self.text[self.last_token..];
        let line = rest.find('\n').unwrap_or(rest.len());
        let beside = rest[..line].trim_start().starts_with("//");
        let last = self.last_token + if beside { line } else { 0 };
        let last = Span::new(self.file, last, last);
        // The brace may stand in a comment that was never closed.
        if self.scan.diagnostics.iter().any(|finding| finding.code == code::UNCLOSED_COMMENT) {
            return;
        }
        self.scan.diagnostics.push(
            Diagnostic::error(code::UNCLOSED_SYSTEM, "this system is never closed")
                .at(brace, "opened here")
                .at(end, "a `}` is missing before this place")
                .help("write `}` where the system ends")
                .edit(last, "\n}"),
        );
    }
}

fn nested_too_deeply(here: Span) -> Diagnostic {
    Diagnostic::error(
        code::NESTED_TOO_DEEPLY,
        format!("nested deeper than {DEEPEST_NESTING} levels"),
    )
    .at(here, "one level too many")
    .help("name the inner parts with `block`")
}

fn item_word(word: &str) -> Option<&'static str> {
    ITEM_WORDS.iter().chain(FILE_WORDS).copied().find(|item| *item == word)
}

/// The length of a byte order mark or a no-break space, which the grammar takes for blanks.
fn wide_blank(bytes: &[u8]) -> usize {
    match bytes {
        [0xC2, 0xA0, ..] => 2,
        [0xEF, 0xBB, 0xBF, ..] => 3,
        _ => 0,
    }
}

/// Letters of any script are words here; the grammar decides which of them are names.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
