//! What tests found about models: asserts and snapshots, as data.

mod cases;
mod findings;
mod json;
mod summary;
mod text;

pub use cases::{checked, suites};
pub use findings::findings;
pub(crate) use json::diagnostic;
pub use json::json;
pub use summary::Summary;
pub use text::{Mark, change, section, unreferenced};

use crate::findings::{Finding, INTERNAL_ERROR, OURS, Place};
use crate::obstacle::Obstacle;
use crate::report::{Answer, AnswerKind, Verdict};
use crate::variants::Variants;
use kofn_diagnostics::Severity;

/// What tests found.
#[derive(Clone, Debug, Default)]
pub struct TestReport {
    /// The models, in order.
    pub files: Vec<FileTest>,
    /// Snapshots that belong to no model, in order.
    pub unreferenced: Vec<Unreferenced>,
}

/// What a test found about one model.
#[derive(Clone, Debug)]
pub struct FileTest {
    /// The file as it was named.
    pub file: String,
    /// What is wrong with the model itself; with an error there is nothing else.
    pub diagnostics: Vec<Finding>,
    /// Its assertions, in order.
    pub asserts: Vec<AssertTest>,
    /// What was not computed.
    pub obstacles: Vec<NotComputed>,
    /// The systems that have variants.
    pub variants: Vec<Variants>,
    /// `None` for a model that is wrong or has nothing to report, such as a library.
    pub snapshot: Option<SnapshotTest>,
}

impl FileTest {
    /// A test that came to nothing by a mistake of ours.
    pub fn failed(file: &str) -> FileTest {
        let ours = Finding {
            code: INTERNAL_ERROR,
            severity: Severity::Error,
            message: OURS.to_owned(),
            help: None,
            place: Place::whole(file),
            witnesses: Vec::new(),
        };
        FileTest {
            file: file.to_owned(),
            diagnostics: vec![ours],
            asserts: Vec::new(),
            obstacles: Vec::new(),
            variants: Vec::new(),
            snapshot: None,
        }
    }

    /// Whether the model has no meaning.
    pub fn is_wrong(&self) -> bool {
        self.diagnostics.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// An assertion with its verdict.
#[derive(Clone, Debug)]
pub struct AssertTest {
    /// The answer, which is a verdict.
    pub answer: Answer,
    /// Where the assertion stands.
    pub place: Place,
}

impl AssertTest {
    /// Its name, or its own words.
    pub fn title(&self) -> String {
        self.answer.name.clone().unwrap_or_else(|| self.answer.words.clone())
    }

    /// `None` where it holds, else the code of the finding.
    pub fn failure(&self) -> Option<&'static str> {
        match &self.answer.kind {
            AnswerKind::Assert(assertion) => match assertion.verdict {
                Verdict::Proven { .. } => None,
                Verdict::Refuted { .. } => Some(crate::findings::ASSERT_REFUTED),
                Verdict::Undecided { .. } => Some(crate::findings::ASSERT_UNDECIDED),
            },
            _ => None,
        }
    }

    /// The verdict in lines, without the assertion's words.
    pub fn verdict(&self) -> String {
        let told = crate::text::answer(&self.answer);
        let lines: Vec<&str> =
            told.lines().skip(1).map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
        lines.join("\n")
    }
}

/// A system or query that a limit, or something else, kept from being computed.
#[derive(Clone, Debug)]
pub struct NotComputed {
    /// `system NAME`, or the query's words.
    pub what: String,
    /// Why.
    pub why: Obstacle,
    /// Where it stands.
    pub place: Place,
}

/// A model's report and its snapshot.
#[derive(Clone, Debug)]
pub struct SnapshotTest {
    /// The file of the snapshot.
    pub path: String,
    /// The report.
    pub now: String,
    /// How they compare.
    pub state: SnapshotState,
}

/// How a report compares with its snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotState {
    /// They are equal.
    Matches,
    /// There is no snapshot.
    Missing,
    /// The snapshot says this.
    Differs(String),
    /// It was missing, or was other, and has been written.
    Written {
        /// What it said before.
        before: Option<String>,
    },
    /// It cannot be read or written, for this reason.
    Unusable(String),
}

/// What is kept of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// No snapshot.
    Nothing,
    /// A file with this text.
    File(String),
    /// Something that cannot be read, for this reason.
    Unreadable(String),
}

impl SnapshotTest {
    /// Compares a report with what is kept in the file `path`.
    pub fn of(path: &str, now: String, kept: &Kept) -> SnapshotTest {
        let state = match kept {
            Kept::Nothing => SnapshotState::Missing,
            Kept::Unreadable(why) => SnapshotState::Unusable(why.clone()),
            Kept::File(file) => {
                let before = crate::snapshot::kept(file);
                if before == now { SnapshotState::Matches } else { SnapshotState::Differs(before) }
            }
        };
        SnapshotTest { path: path.to_owned(), now, state }
    }

    /// The difference between snapshot and report, where there is one.
    pub fn difference(&self) -> Option<String> {
        let before = match &self.state {
            SnapshotState::Matches | SnapshotState::Unusable(_) => return None,
            SnapshotState::Missing => "",
            SnapshotState::Differs(before) => before,
            SnapshotState::Written { before } => before.as_deref().unwrap_or(""),
        };
        Some(crate::difference::unified((&self.path, before), ("as it is now", &self.now)))
    }

    /// `None` where all is well, else the code of the finding.
    pub fn failure(&self) -> Option<&'static str> {
        match self.state {
            SnapshotState::Matches | SnapshotState::Written { .. } => None,
            SnapshotState::Missing => Some(crate::findings::SNAPSHOT_MISSING),
            SnapshotState::Differs(_) => Some(crate::findings::SNAPSHOT_DIFFERS),
            SnapshotState::Unusable(_) => Some(crate::findings::SNAPSHOT_UNREADABLE),
        }
    }

    /// How they compare, in a word for programs.
    fn word(&self) -> &'static str {
        match self.state {
            SnapshotState::Matches => "matches",
            SnapshotState::Missing => "missing",
            SnapshotState::Differs(_) => "differs",
            SnapshotState::Written { .. } => "written",
            SnapshotState::Unusable(_) => "unusable",
        }
    }
}

/// A snapshot without model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreferenced {
    /// Its file.
    pub path: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a snapshot without model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is only named.
    Named,
    /// It must not be there.
    Refused,
    /// It was removed.
    Removed,
    /// It could not be removed, for this reason.
    Stuck(String),
}
