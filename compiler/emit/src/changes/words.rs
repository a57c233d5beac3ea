//! Words that all forms of a change have in common.

use super::{Changes, Effect, Kept, Meaning, NumberChange, SetList, Side, Structure, ThingChange};
use crate::formula::{self, Style};
use crate::report::{Answer, AnswerKind, Dominance, Formula, Outcome, Verdict};
use crate::text::downtime_minutes;
use kofn_algebra::{Rational, decimal};
use kofn_measures::Bounds;
use std::cmp::Ordering;

/// To so many digits factors and downtimes are told.
const SHORT_DIGITS: usize = 6;

/// An exact difference longer than this many digits is not shown; its decimal is.
const LONGEST_FRACTION: usize = 40;

/// So many things of one kind are named.
const MOST_NAMED: usize = 8;

/// The last word.
pub(super) fn meaning(changes: &Changes) -> String {
    match changes.meaning() {
        Meaning::Same if changes.same_text => "the texts are the same".to_owned(),
        Meaning::Same => "the models mean the same; only the text differs".to_owned(),
        Meaning::Other => "the models differ".to_owned(),
        Meaning::Unknown => {
            "no difference was found, and not everything could be compared".to_owned()
        }
    }
}

/// Whether it works in the same states.
pub(super) fn structure(structure: &Structure) -> String {
    match structure {
        Structure::Same => "the same".to_owned(),
        Structure::Other(at) if at.is_empty() => "differs".to_owned(),
        Structure::Other(at) => {
            let at: Vec<String> =
                at.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            format!("differs, as for {}", at.join(", "))
        }
        Structure::Unknown(why) => format!("cannot tell: {why}"),
    }
}

/// A formula on one line.
pub(super) fn formula_text(side: &Side) -> String {
    match &side.report.formula {
        Formula::Closed(expr) => formula::text(expr, &Style::default()).to_string(),
        Formula::TooLong(why) => format!("no formula: {why}"),
        Formula::Template(why) => why.clone(),
    }
}

/// Ends between which a value lies.
fn range(bounds: &Bounds) -> String {
    let (lo, hi) = &bounds.works;
    format!("{lo} to {hi}")
}

/// A value, or what is in its place.
pub(super) fn value(side: &Side) -> String {
    match &side.report.value {
        Outcome::Value(value) => value.decimal.clone(),
        Outcome::Between(bounds) => range(bounds),
        Outcome::Open => format!("{} open", side.report.open.join(", ")),
        Outcome::Limit(_) | Outcome::Undefined(_) => "–".to_owned(),
    }
}

pub(super) fn nines(side: &Side) -> String {
    let nines = side.report.value.value().and_then(|value| value.nines.clone());
    nines.unwrap_or_else(|| "–".to_owned())
}

pub(super) fn downtime(side: &Side) -> String {
    let minutes = side.report.value.value().and_then(downtime_minutes);
    minutes.map_or_else(|| "–".to_owned(), |minutes| decimal(&minutes, SHORT_DIGITS))
}

pub(super) fn cuts(side: &Side) -> String {
    side.cuts.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string)
}

pub(super) fn singles(side: &Side) -> String {
    let Some(singles) = &side.singles else { return "–".to_owned() };
    let known = singles.names.len();
    if singles.every_size { known.to_string() } else { format!("{known} or more") }
}

/// `old → new`, or the one where they are equal.
pub(super) fn became(old: &str, new: &str) -> String {
    if old == new { new.to_owned() } else { format!("{old} → {new}") }
}

/// A number with its sign.
pub(super) fn signed(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None => format!("+{number}"),
    }
}

/// The difference of two reliabilities, exact where it is short.
pub(super) fn difference(change: &NumberChange) -> Option<String> {
    let short = change.exact.as_ref().map(Rational::to_string);
    let short = short.filter(|text| text.len() <= LONGEST_FRACTION && text.contains('/'));
    let decimal = change.decimal.as_deref().map(signed);
    match (decimal, short) {
        (Some(decimal), Some(fraction)) => Some(format!("{decimal} = {}", signed(&fraction))),
        (decimal, short) => decimal.or(short),
    }
}

/// How much more or less often it fails.
pub(super) fn factor(change: &NumberChange) -> Option<String> {
    let factor = change.factor.as_ref()?;
    if factor.is_zero() {
        return Some("it could not fail before".to_owned());
    }
    let one = Rational::one();
    Some(if *factor >= one {
        format!("{} times less likely to fail", decimal(factor, SHORT_DIGITS))
    } else {
        let more = factor.reciprocal()?;
        format!("{} times more likely to fail", decimal(&more, SHORT_DIGITS))
    })
}

/// What became of the reliability, in a word.
pub(super) fn effect(kept: &Kept) -> String {
    match &kept.effect {
        Effect::Same => "the same".to_owned(),
        Effect::Nothing => "–".to_owned(),
        Effect::Number(change) => match change.order {
            Ordering::Greater => "better",
            Ordering::Less => "worse",
            Ordering::Equal => "the same",
        }
        .to_owned(),
        Effect::Open(compared) => match compared.dominates {
            Some(Dominance::A) => "nowhere worse",
            Some(Dominance::B) => "nowhere better",
            Some(Dominance::Equal) => "the same",
            None if compared.undecided.is_some() => "differs",
            None => "better or worse",
        }
        .to_owned(),
        Effect::Unknown(why) => format!("cannot tell: {why}"),
    }
}

/// Things of one kind: `vm[1], vm[2]`.
pub(super) fn named(change: &ThingChange) -> String {
    let mut names: Vec<String> = change.names.iter().take(MOST_NAMED).cloned().collect();
    if change.names.len() > MOST_NAMED {
        names.push(format!("and {} more", change.names.len() - MOST_NAMED));
    }
    names.join(", ")
}

/// How likely they work: `0.9`, or `0.9 → 0.99`.
pub(super) fn chances(change: &ThingChange) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    }
}

/// So many members of one set are named.
const MOST_MEMBERS: usize = 12;

/// A set: `{a, b}`.
pub(super) fn set(members: &[String]) -> String {
    let mut named: Vec<&str> = members.iter().take(MOST_MEMBERS).map(String::as_str).collect();
    let more = members.len().saturating_sub(MOST_MEMBERS);
    let more = format!("and {more} more");
    if members.len() > MOST_MEMBERS {
        named.push(&more);
    }
    format!("{{{}}}", named.join(", "))
}

/// How many sets are not listed.
pub(super) fn unlisted(list: &SetList) -> Option<String> {
    let more = &list.count - &kofn_algebra::Integer::from(list.first.len());
    (!more.is_zero()).then(|| format!("and {more} more"))
}

/// What a query is called: its name, or its own words.
pub(super) fn called(answer: &Answer) -> String {
    match &answer.name {
        Some(name) => name.clone(),
        None => answer.words.clone(),
    }
}

/// An answer in few words.
pub(super) fn short(answer: &Answer) -> String {
    match &answer.kind {
        AnswerKind::Assert(assertion) => match &assertion.verdict {
            Verdict::Proven { .. } => "proven".to_owned(),
            Verdict::Refuted { .. } => "refuted".to_owned(),
            Verdict::Undecided { .. } => "undecided".to_owned(),
        },
        AnswerKind::Value { value: Outcome::Value(value), .. } => value.decimal.clone(),
        AnswerKind::Value { value: Outcome::Between(bounds), .. } => range(bounds),
        AnswerKind::Value { value: Outcome::Open, .. } => "open".to_owned(),
        AnswerKind::Value { value: Outcome::Limit(why) | Outcome::Undefined(why), .. } => {
            why.clone()
        }
        AnswerKind::Solve(_) => known(answer).lines().next().unwrap_or_default().to_owned(),
        AnswerKind::Compare(compared) => match compared.dominates {
            Some(Dominance::A) => format!("{} dominates", compared.a),
            Some(Dominance::B) => format!("{} dominates", compared.b),
            Some(Dominance::Equal) => "equal".to_owned(),
            None if compared.undecided.is_some() => "undecided".to_owned(),
            None => "neither dominates".to_owned(),
        },
        AnswerKind::Table(table) if table.rows.len() == 1 => "a table of 1 row".to_owned(),
        AnswerKind::Table(table) => format!("a table of {} rows", table.rows.len()),
        AnswerKind::NotAnswered(_) => "not answered".to_owned(),
    }
}

/// Two answers in few words, which say that they differ where the words do not.
pub(super) fn both_short(old: &Answer, new: &Answer) -> (String, String) {
    let (old, new) = (short(old), short(new));
    match old == new {
        true => (old, format!("{new}, other than before")),
        false => (old, new),
    }
}

/// The lines of an answer without its query, from their own margin on.
pub(super) fn known(answer: &Answer) -> String {
    let whole = crate::text::answer(answer);
    let known = whole.split_once('\n').map_or("", |(_, known)| known);
    known.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect()
}
