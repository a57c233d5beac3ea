//! What tests found, as test cases for services that know JUnit.

use super::findings::message;
use super::{AssertTest, Fate, FileTest, SnapshotState, SnapshotTest, TestReport};
use crate::findings::{Finding, LIMIT_REACHED, NO_VALUE, SNAPSHOT_UNREFERENCED};
use crate::junit::{Account, Case, Result, Suite};
use crate::obstacle::Obstacle;
use kofn_diagnostics::Severity;
use std::collections::BTreeMap;

/// A suite for each model, with a case for the model itself, for each assertion, for what was not
/// computed and for the snapshot; and a suite of snapshots without model, where there are any.
pub fn suites(report: &TestReport) -> Vec<Suite> {
    let mut all: Vec<Suite> = report.files.iter().map(suite).collect();
    let unreferenced: Vec<Case> = report
        .unreferenced
        .iter()
        .filter_map(|one| {
            let why = match &one.fate {
                // Only named, or gone: no test of anything.
                Fate::Named | Fate::Removed => return None,
                Fate::Refused => "belongs to no model",
                Fate::Stuck(why) => why,
            };
            let message = format!("{}: {why}", one.path);
            Some(failed(one.path.clone(), SNAPSHOT_UNREFERENCED, message.clone(), message))
        })
        .collect();
    if !unreferenced.is_empty() {
        all.push(Suite { name: "snapshots without model".to_owned(), cases: unreferenced });
    }
    all
}

fn suite(file: &FileTest) -> Suite {
    let mut cases = vec![model(&file.diagnostics)];
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for one in &file.asserts {
        // Cases are known by their names; the same words twice are two cases.
        let title = one.title();
        let times = seen.entry(title.clone()).or_default();
        *times += 1;
        let name = if *times == 1 { title } else { format!("{title} ({times})") };
        cases.push(assertion(name, one));
    }
    for one in &file.obstacles {
        let code = match one.why {
            Obstacle::Limit(_) => LIMIT_REACHED,
            Obstacle::Undefined(_) => NO_VALUE,
        };
        let message = one.why.why().to_owned();
        let account = Account { code, message: message.clone(), text: message };
        cases.push(Case { name: one.what.clone(), result: Result::Broken(account) });
    }
    cases.extend(file.snapshot.as_ref().map(snapshot));
    Suite { name: file.file.clone(), cases }
}

/// The suite of a model that is only looked at for mistakes.
pub fn checked(file: &str, diagnostics: &[Finding]) -> Suite {
    Suite { name: file.to_owned(), cases: vec![model(diagnostics)] }
}

/// The case that a model has no errors.
fn model(diagnostics: &[Finding]) -> Case {
    let mut errors = diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
    let result = match errors.next() {
        None => Result::Passed,
        Some(first) => {
            let lines = std::iter::once(first).chain(errors).map(line);
            Result::Broken(Account {
                code: first.code,
                message: first.message.clone(),
                text: lines.collect::<Vec<_>>().join("\n"),
            })
        }
    };
    Case { name: "model".to_owned(), result }
}

fn line(finding: &Finding) -> String {
    let place = &finding.place;
    let at =
        place.region.map(|(start, _)| format!("{}:{}:{}: ", place.file, start.line, start.column));
    let help = finding.help.as_ref().map(|help| format!("\n    help: {help}"));
    format!(
        "{}[{}] {}{}",
        at.unwrap_or_default(),
        finding.code,
        finding.message,
        help.unwrap_or_default()
    )
}

fn assertion(name: String, one: &AssertTest) -> Case {
    match one.failure() {
        None => Case { name, result: Result::Passed },
        Some(code) => {
            let verdict = one.verdict();
            // The verdict and, where there is one, the comparison that fails.
            let first = verdict.lines().take(2).map(str::trim).collect::<Vec<_>>().join(": ");
            failed(name, code, first, crate::text::answer(&one.answer).trim_end().to_owned())
        }
    }
}

fn snapshot(snapshot: &SnapshotTest) -> Case {
    let name = "snapshot".to_owned();
    let Some(code) = snapshot.failure() else { return Case { name, result: Result::Passed } };
    let text = message(snapshot);
    let first = text.lines().next().unwrap_or_default().to_owned();
    match snapshot.state {
        SnapshotState::Unusable(_) => {
            Case { name, result: Result::Broken(Account { code, message: first, text }) }
        }
        _ => failed(name, code, first, text),
    }
}

fn failed(name: String, code: &'static str, message: String, text: String) -> Case {
    Case { name, result: Result::Failed(Account { code, message, text }) }
}
