//! Comments as they stand in a text: the formatter writes every one of them again.

use std::borrow::Cow;

/// A comment at its place.
#[derive(Clone, Debug)]
pub(crate) struct Comment<'a> {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// As it is written again: without blanks at the ends of lines, which end in `\n`.
    pub text: Cow<'a, str>,
    /// `//` and not `/* */`: the line ends behind it.
    pub ends_line: bool,
}

/// All comments of a text without syntax errors, in order.
pub(crate) fn comments(text: &str) -> Vec<Comment<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text.as_bytes()[at..];
        if bytes[at] == b'"' {
            let closing = rest[1..].iter().position(|byte| *byte == b'"');
            at += closing.map_or(rest.len(), |length| length + 2);
        } else if rest.starts_with(b"//") {
            let end = at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            let words = Cow::Borrowed(text[at..end].trim_end());
            found.push(Comment { start: at, end, text: words, ends_line: true });
            at = end;
        } else if rest.starts_with(b"/*") {
            let end = at + block_length(rest);
            let words = block_text(&text[at..end]);
            found.push(Comment { start: at, end, text: words, ends_line: false });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The length of the block comment at the beginning; such comments nest.
fn block_length(bytes: &[u8]) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        match &bytes[at..bytes.len().min(at + 2)] {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

fn block_text(comment: &str) -> Cow<'_, str> {
    if !comment.contains('\n') {
        return Cow::Borrowed(comment);
    }
    let lines: Vec<&str> = comment.split('\n').map(str::trim_end).collect();
    Cow::Owned(lines.join("\n"))
}

/// What the grammar takes for blanks.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{FEFF}' | '\u{A0}')
}

/// How many lines end in a gap between tokens and comments.
pub(crate) fn line_ends(gap: &str) -> usize {
    gap.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn comments_are_found_whatever_they_hold() {
        let text = "use \"a//b\" // \"x  \r\n/* a /* b */ \"\t\n c */ param p /// d";
        let found: Vec<String> = comments(text).into_iter().map(|one| one.text.into()).collect();
        assert_eq!(found, ["// \"x", "/* a /* b */ \"\n c */", "/// d"]);
    }
}
