//! What is other in a text, as a unified difference.

use similar::TextDiff;

/// Lines that are left as they were, around what is other.
const CONTEXT: usize = 3;

/// Of more lines than this nobody would read what is other, and it takes long to find.
const MOST_LINES: usize = 10_000;

/// Longer lines are cut off: nobody would read them.
const LONGEST_LINE: usize = 1_000;

/// The unified difference, in lines; `before` and `now` are titles of the texts.
pub fn unified((before, old): (&str, &str), (now, new): (&str, &str)) -> String {
    let title = format!("--- {before}\n+++ {now}\n");
    let lines = [old.lines().count(), new.lines().count()];
    if lines.iter().any(|count| *count > MOST_LINES) {
        let [old, new] = lines;
        return format!("{title}{old} lines became {new}, too many to be compared here\n");
    }
    let diff = TextDiff::from_lines(old, new);
    let hunks = diff.unified_diff().context_radius(CONTEXT).to_string();
    let mut text = title;
    for line in hunks.lines() {
        match line.char_indices().nth(LONGEST_LINE) {
            Some((at, _)) => text.push_str(&format!("{}…", &line[..at])),
            None => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_other_stands_between_what_is_not() {
        let text = unified(("a", "1\n2\n3\n4\n5\n6\n"), ("b", "1\n2\n3\n4\nfive\n6\n"));
        assert_eq!(text, "--- a\n+++ b\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n");
    }

    #[test]
    fn a_book_is_not_compared() {
        let text = unified(("a", &"x\n".repeat(10_001)), ("b", ""));
        assert!(text.ends_with("10001 lines became 0, too many to be compared here\n"), "{text}");
        let long = unified(("a", ""), ("b", &"é".repeat(3_000)));
        assert!(long.lines().all(|line| line.chars().count() <= LONGEST_LINE + 1));
    }
}
