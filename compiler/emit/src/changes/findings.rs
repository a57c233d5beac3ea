//! What a change means, as findings: what services show beside the lines of the new model.

use super::words;
use super::{AnswerChange, Changes, Effect, Fate, Kept, Meaning, Structure, SystemChange};
use crate::findings::{
    ANSWER_CHANGED, Finding, NOT_COMPARED, Place, SINGLE_POINT_GAINED, SYSTEM_CHANGED,
};
use crate::report::AnswerKind;
use kofn_diagnostics::Severity;

/// A finding for each system and answer that is other than before.
pub fn findings(changes: &Changes) -> Vec<Finding> {
    if changes.same_text {
        return Vec::new();
    }
    let mut all: Vec<Finding> = changes.systems.iter().flat_map(system).collect();
    all.extend(changes.answers.iter().map(answer));
    for one in &mut all {
        // What is gone has no place in the new model.
        if one.place.file == changes.old && changes.old != changes.new {
            one.place = Place::whole(&changes.new);
        }
    }
    all
}

fn system(change: &SystemChange) -> Vec<Finding> {
    let finding = |code, message| Finding {
        code,
        severity: Severity::Warning,
        message,
        help: None,
        place: change.place.clone(),
        witnesses: Vec::new(),
    };
    let name = &change.name;
    let kept = match &change.fate {
        Fate::Added(_) => return vec![finding(SYSTEM_CHANGED, format!("system {name} is new"))],
        Fate::Removed(_) => return vec![finding(SYSTEM_CHANGED, format!("system {name} is gone"))],
        Fate::Kept(kept) => kept,
    };
    let mut all = Vec::new();
    match kept.meaning() {
        Meaning::Same => {}
        Meaning::Unknown => {
            let why = match (&kept.structure, &kept.effect) {
                (Structure::Unknown(why), _) | (_, Effect::Unknown(why)) => why.as_str(),
                _ => "",
            };
            let message = format!("system {name} could not be compared as a whole: {why}");
            all.push(finding(NOT_COMPARED, message));
        }
        Meaning::Other => all.push(finding(SYSTEM_CHANGED, message(name, kept))),
    }
    if let Ok(cuts) = &kept.cuts
        && !cuts.singles_gained.is_empty()
    {
        let names = cuts.singles_gained.join(", ");
        let message =
            format!("system {name} fails when one of these fails alone, which is new: {names}");
        all.push(finding(SINGLE_POINT_GAINED, message));
    }
    all
}

fn message(name: &str, kept: &Kept) -> String {
    let mut said = vec![format!("structure: {}", words::structure(&kept.structure))];
    if let Some(old) = &kept.renamed {
        said.push(format!("it was {old}"));
    }
    let values = words::became(&words::value(&kept.old), &words::value(&kept.new));
    said.push(format!("reliability: {values}, {}", words::effect(kept)));
    if let Ok(cuts) = &kept.cuts {
        said.push(format!("cut sets: {} gained, {} lost", cuts.gained.count, cuts.lost.count));
    }
    format!("system {name} is other than before; {}", said.join("; "))
}

fn answer(change: &AnswerChange) -> Finding {
    let called = change.new.as_ref().or(change.old.as_ref()).map(words::called).unwrap_or_default();
    let broken = change.new.as_ref().is_some_and(|new| {
        matches!(new.kind, AnswerKind::Assert(_)) && words::short(new) != "proven"
    });
    let message = match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            format!("{called}: {}", words::became(&words::short(old), &words::short(new)))
        }
        (None, Some(new)) => format!("{called} is new: {}", words::short(new)),
        (Some(old), _) => format!("{called} is gone; it was {}", words::short(old)),
        (None, None) => called,
    };
    Finding {
        code: ANSWER_CHANGED,
        severity: if broken { Severity::Error } else { Severity::Warning },
        message,
        help: None,
        place: change.place.clone(),
        witnesses: Vec::new(),
    }
}
