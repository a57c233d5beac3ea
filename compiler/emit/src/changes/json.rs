//! What a change means, for programs. Numbers are strings, so that nothing is lost.

use super::{
    AnswerChange, Changes, CutChange, Effect, Fate, Kept, Meaning, NumberChange, SetList, Side,
    Structure, SystemChange, ThingChange,
};
use crate::decision_json;
use crate::report::{Formula, Quantity};
use kofn_algebra::{Rational, decimal};
use serde_json::{Value as Json, json};
use std::cmp::Ordering;

/// The whole comparison.
pub fn json(changes: &Changes) -> Json {
    let answers: Vec<Json> = changes.answers.iter().map(answer).collect();
    let systems: Vec<Json> =
        changes.systems.iter().map(|one| system(one, changes.digits)).collect();
    json!({
        "old": changes.old,
        "new": changes.new,
        "meaning": meaning(changes.meaning()),
        "same_text": changes.same_text,
        "systems": systems,
        "queries": answers,
        "unchanged_queries": changes.same_answers,
    })
}

fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Same => "same",
        Meaning::Other => "different",
        Meaning::Unknown => "unknown",
    }
}

fn system(change: &SystemChange, digits: usize) -> Json {
    let head = |fate: &str| json!({"name": change.name, "change": fate, "meaning": meaning(change.meaning())});
    let mut object = match &change.fate {
        Fate::Added(_) => head("added"),
        Fate::Removed(_) => head("removed"),
        Fate::Kept(kept) if kept.renamed.is_some() => head("renamed"),
        Fate::Kept(_) => head("kept"),
    };
    let facts = match &change.fate {
        Fate::Added(now) => json!({"old": null, "new": side(now)}),
        Fate::Removed(was) => json!({"old": side(was), "new": null}),
        Fate::Kept(both) => kept(both, digits),
    };
    if let (Some(object), Json::Object(facts)) = (object.as_object_mut(), facts) {
        object.extend(facts);
    }
    object
}

fn side(side: &Side) -> Json {
    let formula = match &side.report.formula {
        Formula::Closed(expr) => crate::json::expression(expr, None),
        Formula::TooLong(_) | Formula::Template(_) => Json::Null,
    };
    json!({
        "expression": formula,
        "value": side.report.value.value().map(|value| crate::json::value(value, Quantity::Reliability)),
        "open": side.report.open,
        "cuts": side.cuts.as_ref().map(ToString::to_string),
        "single_points_of_failure": side
            .singles
            .as_ref()
            .filter(|singles| singles.every_size)
            .map(|singles| singles.names.len().to_string()),
    })
}

fn kept(kept: &Kept, digits: usize) -> Json {
    let (structure, at, why) = match &kept.structure {
        Structure::Same => ("same", None, None),
        Structure::Other(at) => {
            let at = at.iter().map(|(name, value)| (name.clone(), Json::from(value.to_string())));
            ("different", Some(Json::Object(at.collect())), None)
        }
        Structure::Unknown(why) => ("unknown", None, Some(why)),
    };
    let things = |all: &[ThingChange]| -> Vec<Json> {
        let one = |one: &ThingChange| json!({"names": one.names, "old": one.old, "new": one.new});
        all.iter().map(one).collect()
    };
    let ranges: Vec<Json> = kept
        .ranges
        .iter()
        .map(|range| json!({"name": range.name, "old": range.old, "new": range.new}))
        .collect();
    json!({
        "renamed_from": kept.renamed,
        "old": side(&kept.old),
        "new": side(&kept.new),
        "structure": {"logic": structure, "different_at": at, "reason": why},
        "formula_changed": kept.formula,
        "reliability": effect(&kept.effect, digits),
        "modules": {
            "added": things(&kept.things.added),
            "removed": things(&kept.things.removed),
            "changed": things(&kept.things.changed),
        },
        "ranges": ranges,
        "single_points": kept
            .singles_gained()
            .zip(kept.singles_lost())
            .map(|(gained, lost)| json!({"gained": gained, "lost": lost})),
        "cuts": match &kept.cuts {
            Ok(change) => cuts(change),
            Err(why) => json!({"reason": why}),
        },
    })
}

fn effect(effect: &Effect, digits: usize) -> Json {
    match effect {
        Effect::Same => json!({"change": "same"}),
        Effect::Nothing => Json::Null,
        Effect::Unknown(why) => json!({"change": "unknown", "reason": why}),
        Effect::Number(change) => number(change, digits),
        Effect::Open(compared) => {
            json!({"change": "depends", "compared": decision_json::compared(compared)})
        }
    }
}

fn number(change: &NumberChange, digits: usize) -> Json {
    let exact = |number: &Option<Rational>| {
        number
            .as_ref()
            .map(|number| json!({"exact": number.to_string(), "decimal": decimal(number, digits)}))
    };
    json!({
        "change": match change.order {
            Ordering::Greater => "better",
            Ordering::Less => "worse",
            Ordering::Equal => "same",
        },
        "difference": {
            "exact": change.exact.as_ref().map(Rational::to_string),
            "decimal": change.decimal,
        },
        "nines": change.nines,
        "less_likely_to_fail": exact(&change.factor),
        "downtime": exact(&change.downtime),
    })
}

fn cuts(change: &CutChange) -> Json {
    let list = |list: &SetList| json!({"count": list.count.to_string(), "sets": list.first});
    json!({
        "coherent": change.coherent,
        "gained": list(&change.gained),
        "lost": list(&change.lost),
    })
}

fn answer(change: &AnswerChange) -> Json {
    let fate = match (&change.old, &change.new) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    json!({
        "change": fate,
        "old": change.old.as_ref().map(crate::json::answer),
        "new": change.new.as_ref().map(crate::json::answer),
    })
}
