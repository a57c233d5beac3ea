//! Snapshots: what is to be said about a model, as a text to be kept beside it.
//!
//! The text is made for differences: no line depends on another system, and digits, limits and order
//! are always the same. Files have the layout of insta's `.snap` files: a header in YAML between two
//! lines `---`, and then the text.

use crate::report::{Answer, AnswerKind, Assertion, Formula, Report, Verdict};
use crate::sets::{self, SetsReport};
use crate::text;
use crate::variants::{self, Variants};

/// What a test looks at in a model.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Systems and answers.
    pub report: Report,
    /// The cut sets of each system, in the same order.
    pub cuts: Vec<SetsReport>,
    /// The systems that have variants.
    pub variants: Vec<Variants>,
}

/// What makes a file one of these snapshots, and not somebody else's.
const EXPRESSION: &str = "kofn test";

/// The text that is compared.
pub fn content(facts: &Facts) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for (index, system) in facts.report.systems.iter().enumerate() {
        const INDENT: &str = "    ";
        let mut paragraph =
            format!("system {}\n{INDENT}{}", system.name, text::known(system, INDENT));
        let template = matches!(system.formula, Formula::Template(_));
        if let Some(cuts) = facts.cuts.get(index).filter(|_| !template) {
            paragraph.push_str(INDENT);
            paragraph.push_str(&sets::told(cuts));
        }
        paragraphs.push(paragraph);
    }
    paragraphs.extend(facts.variants.iter().map(variants::text));
    paragraphs.extend(facts.report.answers.iter().map(answer));
    let whole = paragraphs.join("\n");
    let lines: Vec<&str> = whole.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// An answer. By which method something was proven is no property of the model.
fn answer(answer: &Answer) -> String {
    match &answer.kind {
        AnswerKind::Assert(Assertion { verdict: Verdict::Proven { .. } }) => {
            format!("{}\n    proven\n", answer.words)
        }
        _ => text::answer(answer),
    }
}

/// The file that keeps the text of a model; `model` is the name of its file without folders.
pub fn file(model: &str, content: &str) -> String {
    format!(
        "---\nsource: {}\nexpression: {}\n---\n{content}",
        scalar(model),
        scalar(&format!("{EXPRESSION} {model}"))
    )
}

/// A text as YAML has it. JSON's strings are YAML's too (YAML 1.2.2, §1.3).
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ' ');
    if text.starts_with(char::is_alphabetic) && text.chars().all(plain) && !text.ends_with(' ') {
        text.to_owned()
    } else {
        serde_json::Value::String(text.to_owned()).to_string()
    }
}

/// The text that a file keeps. Line ends are a matter of the disk.
pub fn kept(file: &str) -> String {
    let file = file.replace("\r\n", "\n");
    let content = parts(&file).map_or(file.as_str(), |(_, content)| content);
    content.trim_end_matches('\n').to_owned() + "\n"
}

/// Whether a file is a snapshot of a model, so that it may be removed when that is gone.
pub fn is_ours(file: &str) -> bool {
    let file = file.replace("\r\n", "\n");
    let Some((header, _)) = parts(&file) else { return false };
    header
        .lines()
        .filter_map(|line| line.strip_prefix("expression: "))
        .any(|expression| expression.trim_start_matches('"').starts_with(EXPRESSION))
}

/// Header and text.
fn parts(file: &str) -> Option<(&str, &str)> {
    file.strip_prefix("---\n")?.split_once("\n---\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_kept() {
        for model in ["node.rbd", "a: b #1\".rbd", "仮.rbd", "- x.rbd", "é ", "3.rbd"] {
            let text = "system s\n    R\n---\nno header\n";
            let written = file(model, text);
            assert_eq!(kept(&written), text, "{model}");
            assert_eq!(kept(&written.replace('\n', "\r\n")), text, "{model}");
            assert!(is_ours(&written), "{written}");
        }
    }

    #[test]
    fn snapshots_of_others_are_not_ours() {
        let theirs = "---\nsource: tests/a.rs\nexpression: report\n---\nkofn test node.rbd\n";
        assert!(!is_ours(theirs));
        assert!(!is_ours("expression: kofn test a.rbd\n"));
        assert!(!is_ours(""));
        assert_eq!(kept("by hand"), "by hand\n");
    }
}
