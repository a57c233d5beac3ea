//! What tests found, as findings.

use super::{Fate, SnapshotTest, TestReport, Unreferenced};
use crate::findings::{
    Finding, LIMIT_REACHED, NO_VALUE, Place, SNAPSHOT_MISSING, SNAPSHOT_UNREFERENCED, distinct,
};
use crate::obstacle::Obstacle;
use kofn_diagnostics::Severity;

/// Services cut off longer messages, or refuse them.
const MOST_LINES: usize = 200;

/// All findings: of each model what is wrong with it, its assertions, what was not computed, its
/// snapshot; then snapshots without model.
pub fn findings(report: &TestReport) -> Vec<Finding> {
    let mut all = Vec::new();
    for file in &report.files {
        all.extend(file.diagnostics.iter().cloned());
        for one in &file.asserts {
            let Some(code) = one.failure() else { continue };
            let message = format!("{}: {}", one.title(), one.verdict());
            all.push(error(code, message, one.place.clone(), None));
        }
        for one in &file.obstacles {
            let code = match one.why {
                Obstacle::Limit(_) => LIMIT_REACHED,
                Obstacle::Undefined(_) => NO_VALUE,
            };
            let message = format!("{}: {}", one.what, one.why.why());
            all.push(error(code, message, one.place.clone(), None));
        }
        all.extend(file.snapshot.as_ref().and_then(|snapshot| of_snapshot(&file.file, snapshot)));
    }
    all.extend(report.unreferenced.iter().filter_map(unreferenced));
    distinct(all)
}

fn error(code: &'static str, message: String, place: Place, help: Option<&str>) -> Finding {
    Finding {
        code,
        severity: Severity::Error,
        message,
        help: help.map(str::to_owned),
        place,
        witnesses: Vec::new(),
    }
}

fn of_snapshot(file: &str, snapshot: &SnapshotTest) -> Option<Finding> {
    let code = snapshot.failure()?;
    let message = message(snapshot);
    let help = "`kofn test --review` shows what is other, and `kofn test --accept` takes it";
    let help = (code != crate::findings::SNAPSHOT_UNREADABLE).then_some(help);
    Some(error(code, message, Place::whole(file), help))
}

/// What is wrong with a snapshot, in full.
pub(super) fn message(snapshot: &SnapshotTest) -> String {
    let path = &snapshot.path;
    match &snapshot.state {
        super::SnapshotState::Unusable(why) => format!("{path} cannot be used: {why}"),
        _ if snapshot.failure() == Some(SNAPSHOT_MISSING) => {
            format!("there is no snapshot {path}")
        }
        _ => {
            let difference = snapshot.difference().unwrap_or_default();
            let mut lines: Vec<&str> = difference.lines().collect();
            let more = lines.len().saturating_sub(MOST_LINES);
            lines.truncate(MOST_LINES);
            let mut text = format!("the report is not what {path} says\n{}", lines.join("\n"));
            if more > 0 {
                text.push_str(&format!("\n… and {more} more lines"));
            }
            text
        }
    }
}

fn unreferenced(one: &Unreferenced) -> Option<Finding> {
    let place = Place::whole(&one.path);
    let message = || format!("the snapshot {} belongs to no model", one.path);
    let help = Some("`kofn test --accept` removes it");
    match &one.fate {
        Fate::Removed => None,
        Fate::Named => Some(Finding {
            severity: Severity::Warning,
            ..error(SNAPSHOT_UNREFERENCED, message(), place, help)
        }),
        Fate::Refused => Some(error(SNAPSHOT_UNREFERENCED, message(), place, help)),
        Fate::Stuck(why) => {
            let message = format!("{}, and cannot be removed: {why}", message());
            Some(error(SNAPSHOT_UNREFERENCED, message, place, None))
        }
    }
}
