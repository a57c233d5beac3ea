//! What tests found, for programs.

use super::{AssertTest, Fate, FileTest, SnapshotTest, Summary, TestReport, Unreferenced};
use crate::findings::{Finding, Place};
use crate::obstacle::Obstacle;
use crate::variants;
use kofn_diagnostics::Position;
use serde_json::{Value as Json, json};

/// The whole report as one object.
pub fn json(report: &TestReport) -> Json {
    json!({
        "files": report.files.iter().map(file).collect::<Vec<_>>(),
        "unreferenced": report.unreferenced.iter().map(unreferenced).collect::<Vec<_>>(),
        "summary": Summary::of(report).json(),
    })
}

fn file(file: &FileTest) -> Json {
    json!({
        "file": file.file,
        "diagnostics": file.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        "asserts": file.asserts.iter().map(assertion).collect::<Vec<_>>(),
        "not_computed": file.obstacles.iter().map(|one| json!({
            "what": one.what,
            "kind": match one.why {
                Obstacle::Limit(_) => "limit",
                Obstacle::Undefined(_) => "undefined",
            },
            "reason": one.why.why(),
            "place": place(&one.place),
        })).collect::<Vec<_>>(),
        "variants": file.variants.iter().map(variants::json).collect::<Vec<_>>(),
        "snapshot": file.snapshot.as_ref().map(snapshot),
    })
}

/// As the diagnostics of `kofn check`.
pub(crate) fn diagnostic(finding: &Finding) -> Json {
    let whole = finding.place.region.is_none() && finding.witnesses.is_empty();
    let places = std::iter::once(&finding.place).chain(&finding.witnesses);
    let labels: Vec<Json> = places.filter(|_| !whole).map(place).collect();
    json!({
        "code": finding.code,
        "severity": finding.severity.to_string(),
        "message": finding.message,
        "labels": labels,
        "help": finding.help,
    })
}

fn place(place: &Place) -> Json {
    let position = |at: &Position| json!({"line": at.line, "column": at.column, "byte": at.byte});
    json!({
        "file": place.file,
        "start": place.region.as_ref().map(|(start, _)| position(start)),
        "end": place.region.as_ref().map(|(_, end)| position(end)),
        "text": place.text,
    })
}

fn assertion(one: &AssertTest) -> Json {
    let mut object = crate::json::answer(&one.answer);
    if let Some(fields) = object.as_object_mut() {
        fields.insert("place".to_owned(), place(&one.place));
    }
    object
}

fn snapshot(snapshot: &SnapshotTest) -> Json {
    json!({
        "file": snapshot.path,
        "state": snapshot.word(),
        "reason": match &snapshot.state {
            super::SnapshotState::Unusable(why) => Some(why),
            _ => None,
        },
        "difference": snapshot.difference(),
    })
}

fn unreferenced(one: &Unreferenced) -> Json {
    let (fate, reason) = match &one.fate {
        Fate::Named => ("named", None),
        Fate::Refused => ("refused", None),
        Fate::Removed => ("removed", None),
        Fate::Stuck(why) => ("stuck", Some(why)),
    };
    json!({"file": one.path, "state": fate, "reason": reason})
}
