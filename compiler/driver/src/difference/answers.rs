//! Queries whose answers are other than before.

use crate::compilation::Compilation;
use crate::testing::place;
use kofn_emit::changes::AnswerChange;
use kofn_emit::json;
use kofn_emit::report::{Answer, AnswerKind, Report, Verdict};
use kofn_model::Model;
use std::collections::BTreeMap;

/// A model with what was answered.
type Answered<'a> = (&'a Compilation, &'a Model, &'a Report);

/// What is other, in the order of the new model with queries that are gone behind; and how many
/// queries have the same answers.
/// What nobody could tell before or can tell now is the same only where `all_same` systems are.
pub(crate) fn changed(
    old: Answered<'_>,
    new: Answered<'_>,
    all_same: bool,
) -> (Vec<AnswerChange>, usize) {
    let mut before: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, answer) in old.2.answers.iter().enumerate().rev() {
        before.entry(key(answer)).or_default().push(at);
    }
    let place = |(compilation, model, _): Answered<'_>, at: usize| {
        place(model.queries[at].span, compilation.sources())
    };
    let mut changes = Vec::new();
    let mut same = 0;
    for (at, now) in new.2.answers.iter().enumerate() {
        let was = before.get_mut(&key(now)).and_then(Vec::pop).map(|at| &old.2.answers[at]);
        if was.is_some_and(|was| are_alike(was, now) && (all_same || is_known(now))) {
            same += 1;
            continue;
        }
        let (old, new_answer) = (was.cloned(), Some(now.clone()));
        changes.push(AnswerChange { old, new: new_answer, place: place(new, at) });
    }
    let mut gone: Vec<usize> = before.into_values().flatten().collect();
    gone.sort_unstable();
    for at in gone {
        let was = Some(old.2.answers[at].clone());
        changes.push(AnswerChange { old: was, new: None, place: place(old, at) });
    }
    (changes, same)
}

/// A query is the same one if it has the same name, or the same words where it has none.
fn key(answer: &Answer) -> String {
    answer.name.clone().unwrap_or_else(|| format!("`{}", answer.words))
}

/// Whether nothing was in the way of an answer.
fn is_known(answer: &Answer) -> bool {
    let undecided = match &answer.kind {
        AnswerKind::Assert(assertion) => matches!(assertion.verdict, Verdict::Undecided { .. }),
        _ => false,
    };
    !undecided && answer.kind.obstacle().is_none()
}

/// Whether the same is asked, and the same is answered.
fn are_alike(old: &Answer, new: &Answer) -> bool {
    if old.words != new.words {
        return false;
    }
    if let (AnswerKind::Assert(old), AnswerKind::Assert(new)) = (&old.kind, &new.kind) {
        return matches!(
            (&old.verdict, &new.verdict),
            (Verdict::Proven { .. }, Verdict::Proven { .. })
                | (Verdict::Refuted { .. }, Verdict::Refuted { .. })
                | (Verdict::Undecided { .. }, Verdict::Undecided { .. })
        );
    }
    // The author may have laid out the same words in another way.
    let known = |answer: &Answer| {
        let mut json = json::answer(answer);
        json["query"] = answer.words.clone().into();
        json
    };
    known(old) == known(new)
}
