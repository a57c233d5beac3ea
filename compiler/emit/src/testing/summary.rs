//! What tests found, in numbers.

use super::{Fate, SnapshotState, TestReport};
use crate::findings::{ASSERT_REFUTED, ASSERT_UNDECIDED};
use crate::obstacle::Obstacle;
use serde_json::{Value as Json, json};

/// How many of what there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Models.
    pub files: usize,
    /// Models with errors.
    pub wrong: usize,
    /// Assertions that hold.
    pub passed: usize,
    /// Assertions that do not.
    pub refuted: usize,
    /// Assertions of which neither is known.
    pub undecided: usize,
    /// Things that a limit kept from being computed.
    pub limits: usize,
    /// Other things without a value.
    pub undefined: usize,
    /// Snapshots that match.
    pub matching: usize,
    /// Snapshots that differ.
    pub differing: usize,
    /// Models without snapshot.
    pub missing: usize,
    /// Snapshots that were written.
    pub written: usize,
    /// Snapshots that cannot be read or written.
    pub unusable: usize,
    /// Snapshots without model that are still there.
    pub unreferenced: usize,
    /// Those of them that must not be.
    pub refused: usize,
    /// Those that could not be removed.
    pub stuck: usize,
    /// Those that were removed.
    pub removed: usize,
}

impl Summary {
    /// Counts.
    pub fn of(report: &TestReport) -> Summary {
        let mut sum = Summary { files: report.files.len(), ..Summary::default() };
        for file in &report.files {
            sum.wrong += usize::from(file.is_wrong());
            for one in &file.asserts {
                match one.failure() {
                    None => sum.passed += 1,
                    Some(ASSERT_REFUTED) => sum.refuted += 1,
                    Some(ASSERT_UNDECIDED) => sum.undecided += 1,
                    Some(code) => unreachable!("an assertion does not fail with {code}"),
                }
            }
            for one in &file.obstacles {
                match one.why {
                    Obstacle::Limit(_) => sum.limits += 1,
                    Obstacle::Undefined(_) => sum.undefined += 1,
                }
            }
            match file.snapshot.as_ref().map(|snapshot| &snapshot.state) {
                None => {}
                Some(SnapshotState::Matches) => sum.matching += 1,
                Some(SnapshotState::Missing) => sum.missing += 1,
                Some(SnapshotState::Differs(_)) => sum.differing += 1,
                Some(SnapshotState::Written { .. }) => sum.written += 1,
                Some(SnapshotState::Unusable(_)) => sum.unusable += 1,
            }
        }
        for one in &report.unreferenced {
            match one.fate {
                Fate::Named => sum.unreferenced += 1,
                Fate::Refused => {
                    sum.unreferenced += 1;
                    sum.refused += 1;
                }
                Fate::Removed => sum.removed += 1,
                Fate::Stuck(_) => {
                    sum.unreferenced += 1;
                    sum.stuck += 1;
                }
            }
        }
        sum
    }

    /// In one line: `12 files · 30 asserts passed, 1 refuted · 11 snapshots match, 1 differs`.
    pub fn line(&self) -> String {
        let mut parts = vec![counted(self.files, "file")];
        if self.wrong > 0 {
            parts[0].push_str(&format!(", {} with errors", self.wrong));
        }
        let asserts =
            [(self.passed, "passed"), (self.refuted, "refuted"), (self.undecided, "undecided")];
        parts.extend(listed("assert", &asserts.map(|(count, word)| (count, word, word))));
        let snapshots = [
            (self.matching, "matches", "match"),
            (self.differing, "differs", "differ"),
            (self.missing, "missing", "missing"),
            (self.written, "written", "written"),
            (self.unusable, "unusable", "unusable"),
            (self.unreferenced, "without model", "without model"),
            (self.removed, "removed", "removed"),
        ];
        parts.extend(listed("snapshot", &snapshots));
        if self.limits > 0 {
            parts.push(format!("{} reached", counted(self.limits, "limit")));
        }
        if self.undefined > 0 {
            parts.push(format!("{} without value", self.undefined));
        }
        parts.join(" · ")
    }

    /// For programs.
    pub fn json(&self) -> Json {
        json!({
            "files": self.files,
            "with_errors": self.wrong,
            "asserts": {
                "passed": self.passed,
                "refuted": self.refuted,
                "undecided": self.undecided,
            },
            "snapshots": {
                "match": self.matching,
                "differ": self.differing,
                "missing": self.missing,
                "written": self.written,
                "unusable": self.unusable,
                "unreferenced": self.unreferenced,
                "removed": self.removed,
            },
            "limits_reached": self.limits,
            "without_value": self.undefined,
        })
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// `30 asserts passed, 1 refuted`; only what there is, with the words for one and for several.
fn listed(what: &str, counts: &[(usize, &str, &str)]) -> Option<String> {
    let mut all = counts.iter().filter(|(count, _, _)| *count > 0);
    let word = |(count, one, several): &(usize, &str, &str)| {
        (if *count == 1 { *one } else { *several }).to_owned()
    };
    let first = all.next()?;
    let mut text = format!("{} {}", counted(first.0, what), word(first));
    for one in all {
        text.push_str(&format!(", {} {}", one.0, word(one)));
    }
    Some(text)
}
