//! What a change means, as cases of a test: one for each system and each answer that is other.

use super::{Changes, words};
use crate::findings::{Finding, NOT_COMPARED};
use crate::junit::{Account, Case, Result, Suite};
use std::collections::BTreeMap;

/// The suite of a change. A case fails where one of its findings is `failing`, by its place in the
/// list; the findings are those of these changes.
pub fn suite(changes: &Changes, findings: &[Finding], failing: &dyn Fn(usize) -> bool) -> Suite {
    let systems = changes.systems.iter().map(|one| (format!("system {}", one.name), &one.place));
    let answers = changes.answers.iter().map(|one| {
        let answer = one.new.as_ref().or(one.old.as_ref());
        (answer.map(words::called).unwrap_or_default(), &one.place)
    });
    let mut left: Vec<usize> = (0..findings.len()).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for (name, place) in systems.chain(answers) {
        let own = |at: &usize| findings[*at].place == *place;
        let (own, others): (Vec<usize>, Vec<usize>) = left.iter().partition(|at| own(at));
        left = others;
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        let name = if *times == 1 { name } else { format!("{name} ({times})") };
        cases.push(Case { name, result: result(findings, &own, failing) });
    }
    // What is gone has no place any more.
    if !left.is_empty() {
        let name = "what is gone".to_owned();
        cases.push(Case { name, result: result(findings, &left, failing) });
    }
    Suite { name: changes.new.clone(), cases }
}

fn result(findings: &[Finding], own: &[usize], failing: &dyn Fn(usize) -> bool) -> Result {
    let failing: Vec<&Finding> =
        own.iter().filter(|at| failing(**at)).map(|at| &findings[*at]).collect();
    let Some(first) = failing.first() else { return Result::Passed };
    let lines: Vec<String> =
        failing.iter().map(|one| format!("[{}] {}", one.code, one.message)).collect();
    let account =
        Account { code: first.code, message: first.message.clone(), text: lines.join("\n") };
    match failing.iter().all(|one| one.code == NOT_COMPARED) {
        true => Result::Broken(account),
        false => Result::Failed(account),
    }
}
