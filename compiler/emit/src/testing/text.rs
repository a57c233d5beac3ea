//! What tests found, for people on a terminal.

use super::{Fate, FileTest, SnapshotState, SnapshotTest, Unreferenced};
use crate::findings::{ASSERT_REFUTED, INTERNAL_ERROR, OURS};
use crate::variants;

/// What a piece of text is, for whoever has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The name of a file.
    Title,
    /// Something that does not hold.
    Bad,
    /// A line that is new.
    Added,
    /// A line that is gone.
    Removed,
    /// Where a difference stands.
    Hunk,
}

/// Dresses a piece of text.
type Paint<'p> = &'p dyn Fn(Mark, &str) -> String;

/// What there is to say about a model, under its name; nothing where all is well. Variants side by
/// side are shown where `with_variants` says so.
pub fn section(file: &FileTest, with_variants: bool, paint: Paint<'_>) -> String {
    let mut text = String::new();
    if file.is_wrong() {
        let ours = file.diagnostics.iter().any(|finding| finding.code == INTERNAL_ERROR);
        let why = if ours { OURS } else { "the model has errors" };
        text.push_str(&format!("    {}: {why}\n", paint(Mark::Bad, "not tested")));
    }
    for one in &file.asserts {
        let Some(code) = one.failure() else { continue };
        let word = if code == ASSERT_REFUTED { "refuted" } else { "undecided" };
        let place = one.place.region.map(|(start, _)| format!("{}: ", start.line));
        text.push_str(&format!(
            "    {}    {}{}\n",
            paint(Mark::Bad, word),
            place.unwrap_or_default(),
            one.answer.words.clone()
        ));
        for line in one.verdict().lines().filter(|line| line.trim() != word) {
            text.push_str(&format!("        {line}\n"));
        }
    }
    for one in &file.obstacles {
        text.push_str(&format!(
            "    {}    {}: {}\n",
            paint(Mark::Bad, "not computed"),
            one.what,
            one.why.why()
        ));
    }
    if let Some(snapshot) = &file.snapshot {
        text.push_str(&of_snapshot(snapshot, paint));
    }
    if with_variants {
        for one in &file.variants {
            for line in variants::text(one).lines() {
                text.push_str(&format!("    {line}\n"));
            }
        }
    }
    if text.is_empty() { text } else { format!("{}\n{text}", paint(Mark::Title, &file.file)) }
}

fn of_snapshot(snapshot: &SnapshotTest, paint: Paint<'_>) -> String {
    let path = &snapshot.path;
    match &snapshot.state {
        SnapshotState::Matches => String::new(),
        SnapshotState::Written { before: None } => format!("    written    {path}\n"),
        SnapshotState::Written { before: Some(_) } => format!("    written anew    {path}\n"),
        SnapshotState::Unusable(why) => {
            format!("    {}    {path}: {why}\n", paint(Mark::Bad, "snapshot unusable"))
        }
        SnapshotState::Missing => {
            format!("    {}    {path} is missing\n", paint(Mark::Bad, "no snapshot"))
        }
        SnapshotState::Differs(_) => {
            let head = paint(Mark::Bad, "snapshot differs");
            format!("    {head}\n{}", change(snapshot, paint))
        }
    }
}

/// What is other than the snapshot, in indented lines.
pub fn change(snapshot: &SnapshotTest, paint: Paint<'_>) -> String {
    let mut text = String::new();
    for line in snapshot.difference().unwrap_or_default().lines() {
        let mark = match line.as_bytes().first() {
            Some(b'+') => Some(Mark::Added),
            Some(b'-') => Some(Mark::Removed),
            Some(b'@') => Some(Mark::Hunk),
            _ => None,
        };
        let painted = mark.map_or_else(|| line.to_owned(), |mark| paint(mark, line));
        text.push_str(format!("        {painted}").trim_end());
        text.push('\n');
    }
    text
}

/// A line about a snapshot without model.
pub fn unreferenced(one: &Unreferenced, paint: Paint<'_>) -> String {
    let path = &one.path;
    match &one.fate {
        Fate::Named => format!("{path} belongs to no model; `kofn test --accept` removes it\n"),
        Fate::Refused => format!("{}    {path} belongs to no model\n", paint(Mark::Bad, "refused")),
        Fate::Removed => format!("removed    {path}, which belonged to no model\n"),
        Fate::Stuck(why) => format!("{}    {path}: {why}\n", paint(Mark::Bad, "not removed")),
    }
}
