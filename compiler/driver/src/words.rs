//! The words of queries and systems.

/// A query or an expression as the one layout has it, were there no end to a line, and without
/// comments: however it is laid out, it is the same words.
pub(crate) fn laid_out(words: &str) -> String {
    const FRAME: &str = "let a = ";
    let plain = without_comments(words);
    kofn_format::on_one_line(&plain)
        .or_else(|| {
            let framed = kofn_format::on_one_line(&format!("{FRAME}{plain}"))?;
            framed.strip_prefix(FRAME).map(str::to_owned)
        })
        .unwrap_or_else(|| on_one_line(&plain))
}

/// Without line breaks and runs of blanks.
pub(crate) fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without comments, of which those between `/*` and `*/` nest.
pub(crate) fn without_comments(words: &str) -> String {
    let mut kept = String::with_capacity(words.len());
    let mut rest = words;
    let mut depth = 0usize;
    while let Some(letter) = rest.chars().next() {
        if rest.starts_with("/*") || (depth > 0 && rest.starts_with("*/")) {
            depth = if rest.starts_with("/*") { depth + 1 } else { depth - 1 };
            kept.push(' ');
            rest = &rest[2..];
        } else if depth == 0 && rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else {
            if depth == 0 {
                kept.push(letter);
            }
            rest = &rest[letter.len_utf8()..];
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out_wherever_they_stand() {
        let words = "a // é */ x\n/* b /* c */ d */ e /// f\n/ g /* h";
        assert_eq!(on_one_line(&without_comments(words)), "a e / g");
    }
}
