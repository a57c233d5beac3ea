//! What a change means, as findings: what services show beside the lines of the new model.

use super::words;
use super::{AnswerChange, Changes, Effect, Fate, Kept, Meaning, Side, Structure, SystemChange};
use crate::findings::{
    ANSWER_CHANGED, ASSERT_REFUTED, ASSERT_UNDECIDED, Finding, LESS_RELIABLE, NOT_COMPARED, Place,
    SINGLE_POINT_GAINED, SYSTEM_CHANGED,
};
use crate::report::{Answer, AnswerKind, Dominance, Formula, Verdict};
use kofn_diagnostics::Severity;
use std::cmp::Ordering;

/// A finding, and the kinds of findings of which it says that nobody knows whether there is one.
pub(super) struct Told {
    pub finding: Finding,
    pub hides: Vec<&'static str>,
}

/// Findings for each system and answer that is other than before, and for what is not known.
pub fn findings(changes: &Changes) -> Vec<Finding> {
    told(changes).into_iter().map(|one| one.finding).collect()
}

pub(super) fn told(changes: &Changes) -> Vec<Told> {
    if changes.same_text {
        return Vec::new();
    }
    let mut all: Vec<Told> = changes.systems.iter().flat_map(system).collect();
    all.extend(changes.answers.iter().map(answer));
    for Told { finding, .. } in &mut all {
        // What is gone has no place in the new model.
        if finding.place.file == changes.old && changes.old != changes.new {
            finding.place = Place::whole(&changes.new);
        }
    }
    all
}

/// Findings about one system.
struct About<'c> {
    place: &'c Place,
    all: Vec<Told>,
}

impl About<'_> {
    fn add(&mut self, code: &'static str, message: String) {
        self.add_hiding(code, Vec::new(), message);
    }

    fn add_hiding(&mut self, code: &'static str, hides: Vec<&'static str>, message: String) {
        let finding = Finding {
            code,
            severity: Severity::Warning,
            message,
            help: None,
            place: self.place.clone(),
            witnesses: Vec::new(),
        };
        self.all.push(Told { finding, hides });
    }
}

fn system(change: &SystemChange) -> Vec<Told> {
    let mut about = About { place: &change.place, all: Vec::new() };
    let name = &change.name;
    match &change.fate {
        Fate::Added(side) => {
            about.add(SYSTEM_CHANGED, format!("system {name} is new"));
            added(name, side, &mut about);
        }
        Fate::Removed(_) => about.add(SYSTEM_CHANGED, format!("system {name} is gone")),
        Fate::Kept(both) => kept(name, both, &mut about),
    }
    about.all
}

fn is_template(side: &Side) -> bool {
    matches!(side.report.formula, Formula::Template(_))
}

fn added(name: &str, side: &Side, about: &mut About<'_>) {
    match &side.singles {
        Some(singles) if singles.names.is_empty() && singles.every_size => {}
        Some(singles) if !singles.names.is_empty() => about.add(
            SINGLE_POINT_GAINED,
            format!(
                "system {name} is new, and fails when one of these fails alone: {}",
                singles.names.join(", ")
            ),
        ),
        // A template is nothing by itself; its instances are told.
        None if is_template(side) => {}
        Some(_) | None => about.add_hiding(
            NOT_COMPARED,
            vec![SINGLE_POINT_GAINED],
            format!("system {name} is new, and its single points of failure are not known"),
        ),
    }
}

fn kept(name: &str, kept: &Kept, about: &mut About<'_>) {
    match kept.meaning() {
        Meaning::Same => {}
        Meaning::Unknown => {
            let why = match (&kept.structure, &kept.effect) {
                (Structure::Unknown(why), _) | (_, Effect::Unknown(why)) => why.as_str(),
                _ => "",
            };
            let mut hides = vec![SYSTEM_CHANGED];
            hides.extend(matches!(kept.effect, Effect::Unknown(_)).then_some(LESS_RELIABLE));
            let message = format!("system {name} could not be compared as a whole: {why}");
            about.add_hiding(NOT_COMPARED, hides, message);
        }
        Meaning::Other => about.add(SYSTEM_CHANGED, message(name, kept)),
    }
    reliability(name, kept, about);
    match singles_gained(kept) {
        Ok(gained) if gained.is_empty() => {}
        Ok(gained) => about.add(
            SINGLE_POINT_GAINED,
            format!(
                "system {name} fails when one of these fails alone, which is new: {}",
                gained.join(", ")
            ),
        ),
        Err(why) => about.add_hiding(
            NOT_COMPARED,
            vec![SINGLE_POINT_GAINED],
            format!("single points of failure of system {name} could not be compared: {why}"),
        ),
    }
}

/// The single points of failure that only the new system has, or why that is not known.
fn singles_gained(kept: &Kept) -> Result<Vec<&str>, &str> {
    // The same states have the same sets, and a template has none.
    let every_size = kept.new.singles.as_ref().is_none_or(|singles| singles.every_size);
    let same = kept.structure == Structure::Same && (every_size || kept.ranges.is_empty());
    if same || is_template(&kept.new) {
        return Ok(Vec::new());
    }
    match (kept.singles_gained(), &kept.cuts) {
        (Some(gained), _) if gained.is_empty() && !every_size => {
            Err("where an open size is small there may be others")
        }
        (Some(gained), _) => Ok(gained),
        (None, Ok(_)) => Err("it is not coherent, or was not"),
        (None, Err(why)) => Err(why),
    }
}

fn reliability(name: &str, kept: &Kept, about: &mut About<'_>) {
    let values = || words::became(&words::value(&kept.old), &words::value(&kept.new));
    match &kept.effect {
        Effect::Number(change) if change.order == Ordering::Less => {
            about.add(LESS_RELIABLE, format!("system {name} is less reliable: {}", values()));
        }
        Effect::Open(compared) => match (compared.dominates, &compared.undecided) {
            (Some(Dominance::A | Dominance::Equal), _) => {}
            (Some(Dominance::B), _) => about.add(
                LESS_RELIABLE,
                format!("system {name} is nowhere more reliable, and somewhere less"),
            ),
            (None, None) => about.add(
                LESS_RELIABLE,
                format!("system {name} is less reliable for some values of what is open"),
            ),
            (None, Some(why)) => about.add_hiding(
                NOT_COMPARED,
                vec![LESS_RELIABLE],
                format!("reliabilities of system {name} could not be compared: {why}"),
            ),
        },
        // Said of the system as a whole where nothing else is other.
        Effect::Unknown(why) if kept.meaning() == Meaning::Other => about.add_hiding(
            NOT_COMPARED,
            vec![LESS_RELIABLE],
            format!("reliabilities of system {name} could not be compared: {why}"),
        ),
        Effect::Number(_) | Effect::Unknown(_) | Effect::Same | Effect::Nothing => {}
    }
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

fn answer(change: &AnswerChange) -> Told {
    let called = change.new.as_ref().or(change.old.as_ref()).map(words::called).unwrap_or_default();
    let verdict = change.new.as_ref().and_then(|new| match &new.kind {
        AnswerKind::Assert(assertion) => Some(&assertion.verdict),
        _ => None,
    });
    let undecided = |answer: &Option<Answer>| {
        answer.as_ref().is_some_and(|answer| match &answer.kind {
            AnswerKind::Assert(assertion) => {
                matches!(assertion.verdict, Verdict::Undecided { .. })
            }
            kind => kind.obstacle().is_some(),
        })
    };
    let unknown = undecided(&change.old) && undecided(&change.new);
    let code = match verdict {
        _ if unknown => NOT_COMPARED,
        Some(Verdict::Refuted { .. }) => ASSERT_REFUTED,
        Some(Verdict::Undecided { .. }) => ASSERT_UNDECIDED,
        Some(Verdict::Proven { .. }) | None => ANSWER_CHANGED,
    };
    let message = match (&change.old, &change.new) {
        _ if unknown => {
            format!("{called} could not be compared: it is not known, nor was it before")
        }
        (Some(old), Some(new)) => {
            let (old, new) = words::both_short(old, new);
            format!("{called}: {}", words::became(&old, &new))
        }
        (None, Some(new)) => format!("{called} is new: {}", words::short(new)),
        (Some(old), _) => format!("{called} is gone; it was {}", words::short(old)),
        (None, None) => called,
    };
    let finding = Finding {
        code,
        severity: match code {
            ASSERT_REFUTED | ASSERT_UNDECIDED => Severity::Error,
            _ => Severity::Warning,
        },
        message,
        help: None,
        place: change.place.clone(),
        witnesses: Vec::new(),
    };
    let asked = change.new.as_ref().map(|new| &new.kind);
    let hides = match asked {
        _ if unknown => vec![ASSERT_REFUTED, ASSERT_UNDECIDED, ANSWER_CHANGED],
        Some(AnswerKind::Assert(_)) if code == ASSERT_UNDECIDED => vec![ASSERT_REFUTED],
        Some(AnswerKind::NotAnswered(_)) => vec![ASSERT_REFUTED, ASSERT_UNDECIDED],
        _ => Vec::new(),
    };
    Told { finding, hides }
}
