//! What is other in a text, as a unified difference: for people, and for programs that patch.

use crate::testing::Mark;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Lines that are left as they were, around what is other.
const CONTEXT: usize = 3;

/// Of more lines than this nobody would read what is other, and it takes long to find.
const MOST_LINES: usize = 10_000;

/// Longer lines are cut off where people read: nobody would read them.
const LONGEST_LINE: usize = 1_000;

/// What marks the end of a text whose last line does not end.
const NO_END: &str = "\n\\ No newline at end of file\n";

/// Which text a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Both,
    Old,
    New,
}

/// A line with its end, if it has one.
type Line<'a> = (Side, &'a str);

/// The unified difference for people, in lines; `before` and `now` are titles of the texts. Long
/// lines are cut off, and of long texts only the lengths are told.
pub fn unified((before, old): (&str, &str), (now, new): (&str, &str)) -> String {
    let mut text = format!("--- {before}\n+++ {now}\n");
    let lines = [old.lines().count(), new.lines().count()];
    if lines.iter().any(|count| *count > MOST_LINES) {
        let [old, new] = lines;
        text.push_str(&format!("{old} lines became {new}, too many to be compared here\n"));
        return text;
    }
    let mut whole = String::new();
    write_hunks(old, new, &|_, line| line.to_owned(), &mut whole);
    for line in whole.lines() {
        match line.char_indices().nth(LONGEST_LINE) {
            Some((at, _)) => text.push_str(&format!("{}…", &line[..at])),
            None => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

/// The unified difference of a file as `patch` and `git apply` take it: every line whole and every
/// byte as it is. What is too long to be compared line by line is one hunk.
pub fn patch(path: &str, old: &str, new: &str, paint: &dyn Fn(Mark, &str) -> String) -> String {
    let path = title(path);
    let mut text = String::new();
    for sign in ["---", "+++"] {
        text.push_str(&paint(Mark::Title, &format!("{sign} {path}")));
        text.push('\n');
    }
    write_hunks(old, new, paint, &mut text);
    text
}

/// A path as the title of a difference: one with a blank ends with a tab, and one that would not be
/// read back is quoted as in C.
fn title(path: &str) -> String {
    if path.starts_with('"') || path.contains(|character: char| character.is_ascii_control()) {
        let mut quoted = String::from("\"");
        for character in path.chars() {
            match character {
                '"' | '\\' => quoted.extend(['\\', character]),
                _ if character.is_ascii_control() => {
                    quoted.push_str(&format!("\\{:03o}", u32::from(character)));
                }
                _ => quoted.push(character),
            }
        }
        return quoted + "\"";
    }
    let end = if path.contains(char::is_whitespace) { "\t" } else { "" };
    format!("{path}{end}")
}

fn write_hunks(old: &str, new: &str, paint: &dyn Fn(Mark, &str) -> String, text: &mut String) {
    let split = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    let lines = compared(&split(old), &split(new));
    let [mut old_at, mut new_at, mut at] = [0; 3];
    for range in ranges(&lines) {
        // What stands before a hunk stands in both texts.
        old_at += range.start - at;
        new_at += range.start - at;
        at = range.end;
        let hunk = &lines[range];
        let count = |other| hunk.iter().filter(|(side, _)| *side != other).count();
        let [old_count, new_count] = [count(Side::New), count(Side::Old)];
        let spans = [span(old_at, old_count), span(new_at, new_count)];
        text.push_str(&paint(Mark::Hunk, &format!("@@ -{} +{} @@", spans[0], spans[1])));
        text.push('\n');
        old_at += old_count;
        new_at += new_count;
        for (side, line) in hunk {
            let (inside, end) = match line.strip_suffix('\n') {
                Some(inside) => (inside, "\n"),
                None => (*line, NO_END),
            };
            text.push_str(&match side {
                Side::Both => format!(" {inside}"),
                Side::Old => paint(Mark::Removed, &format!("-{inside}")),
                Side::New => paint(Mark::Added, &format!("+{inside}")),
            });
            text.push_str(end);
        }
    }
}

/// So many lines behind the first `before`, as a hunk's title has them: lines count from 1, and no
/// lines stand behind the one before them.
fn span(before: usize, count: usize) -> String {
    match count {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        _ => format!("{},{count}", before + 1),
    }
}

/// The hunks: what is other, with context; those that touch are one.
fn ranges(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, (side, _)) in lines.iter().enumerate() {
        if *side == Side::Both {
            continue;
        }
        let [start, end] = [at.saturating_sub(CONTEXT), (at + 1 + CONTEXT).min(lines.len())];
        match ranges.last_mut() {
            Some(last) if last.end >= start => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

/// The lines of both texts in one row, in which each stands in its order.
fn compared<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let ahead = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let [old_rest, new_rest] = [&old[ahead..], &new[ahead..]];
    let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
    let behind = pairs.take_while(|(a, b)| a == b).count();
    let [old_rest, new_rest] = [old_rest, new_rest].map(|rest| &rest[..rest.len() - behind]);
    let few = old_rest.len().max(new_rest.len()) <= MOST_LINES;
    let middle = few.then(|| by_steps(old_rest, new_rest)).flatten().unwrap_or_else(|| {
        let removed = old_rest.iter().map(|line| (Side::Old, *line));
        removed.chain(new_rest.iter().map(|line| (Side::New, *line))).collect()
    });
    let both = |line: &&'a str| (Side::Both, *line);
    let head = old[..ahead].iter().map(both);
    head.chain(middle).chain(old[old.len() - behind..].iter().map(both)).collect()
}

/// The same by the shortest way from one text to the other; none where the steps do not lead there.
///
/// Where steps are put together their places may be wrong, so only their lengths are believed, and
/// those are checked.
fn by_steps<'a>(old: &[&'a str], new: &[&'a str]) -> Option<Vec<Line<'a>>> {
    let mut lines = Vec::with_capacity(old.len() + new.len());
    let [mut old_rest, mut new_rest] = [old, new];
    for step in capture_diff_slices(Algorithm::Myers, old, new) {
        let (same, removed, added) = match step {
            DiffOp::Equal { len, .. } => (len, 0, 0),
            DiffOp::Delete { old_len, .. } => (0, old_len, 0),
            DiffOp::Insert { new_len, .. } => (0, 0, new_len),
            DiffOp::Replace { old_len, new_len, .. } => (0, old_len, new_len),
        };
        let (gone, old_after) = old_rest.split_at_checked(same + removed)?;
        let (come, new_after) = new_rest.split_at_checked(same + added)?;
        if gone[..same] != come[..same] {
            return None;
        }
        lines.extend(gone[..same].iter().map(|line| (Side::Both, *line)));
        lines.extend(gone[same..].iter().map(|line| (Side::Old, *line)));
        lines.extend(come[same..].iter().map(|line| (Side::New, *line)));
        [old_rest, new_rest] = [old_after, new_after];
    }
    (old_rest.is_empty() && new_rest.is_empty()).then_some(lines)
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

    fn plain(path: &str, old: &str, new: &str) -> String {
        patch(path, old, new, &|_, line| line.to_owned())
    }

    /// What comes of `old` by a patch. The titles of its hunks are believed, and must be true.
    fn patched(old: &str, patch: &str) -> String {
        let old: Vec<&str> = old.split_inclusive('\n').collect();
        let mut rows = patch.split_inclusive('\n').skip(2).peekable();
        let mut lines: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(row) = rows.next() {
            let words: Vec<&str> = row.split_whitespace().collect();
            assert_eq!((words[0], words[3]), ("@@", "@@"), "{row}");
            let span = |word: &str| {
                let (start, count) = word[1..].split_once(',').unwrap_or((&word[1..], "1"));
                (start.parse::<usize>().unwrap(), count.parse::<usize>().unwrap())
            };
            let [(old_start, mut old_left), (new_start, mut new_left)] =
                [span(words[1]), span(words[2])];
            let start = if old_left == 0 { old_start } else { old_start - 1 };
            lines.extend(old[at..start].iter().map(|line| line.to_string()));
            at = start;
            let before = if new_left == 0 { new_start } else { new_start - 1 };
            assert_eq!(lines.len(), before, "{row}");
            while old_left + new_left > 0 {
                let row = rows.next().unwrap();
                let open = rows.next_if(|next| next.starts_with('\\')).is_some();
                let line = if open { row[1..].strip_suffix('\n').unwrap() } else { &row[1..] };
                if !row.starts_with('+') {
                    assert_eq!(old[at], line);
                    at += 1;
                    old_left -= 1;
                }
                if !row.starts_with('-') {
                    lines.push(line.to_owned());
                    new_left -= 1;
                }
            }
        }
        lines.extend(old[at..].iter().map(|line| line.to_string()));
        lines.concat()
    }

    #[test]
    fn a_patch_holds_the_bytes_as_they_are() {
        let long = "é".repeat(3_000);
        let book = "x\n".repeat(10_001);
        for (old, new) in [
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\rb\n", "a\nb\n"),
            ("a", "a\n"),
            ("a\n", "a"),
            ("", "a\n"),
            ("a\n", ""),
            (&long, "b\n"),
            (&book, "y\n"),
            (&format!("1\n{book}2\n"), &format!("1\n{}2\n", book.replace('x', "y"))),
        ] {
            assert_eq!(patched(old, &plain("p", old, new)), new);
        }
        assert_eq!(plain("p", "a\r\n", "a\n"), "--- p\n+++ p\n@@ -1 +1 @@\n-a\r\n+a\n");
    }

    /// Lines that are alike in many ways, where steps are put together.
    #[test]
    fn hunks_are_counted_rightly() {
        let mut state = 1_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..3_000 {
            let mut text = || {
                let count = random(60);
                (0..count).map(|_| ["\n", "a\n", "b\n", "\r\n"][random(4) as usize]).collect()
            };
            let (old, new): (String, String) = (text(), text());
            assert_eq!(patched(&old, &plain("p", &old, &new)), new, "{old:?}");
        }
    }

    #[test]
    fn titles_can_be_read_back() {
        assert_eq!(title("a b.rbd"), "a b.rbd\t");
        assert_eq!(title("\"a\".rbd"), "\"\\\"a\\\".rbd\"");
        assert_eq!(title("a\nb.rbd"), "\"a\\012b.rbd\"");
    }

    #[test]
    fn what_is_painted_is_told_by_its_place() {
        let painted = patch("p", "-- b\n", "++ b\n", &|mark, line| format!("{mark:?} {line}"));
        let lines: Vec<&str> = painted.lines().collect();
        let expected =
            ["Title --- p", "Title +++ p", "Hunk @@ -1 +1 @@", "Removed --- b", "Added +++ b"];
        assert_eq!(lines, expected);
    }
}
