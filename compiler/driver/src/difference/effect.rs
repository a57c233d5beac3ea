//! What became of a reliability.

use super::seen::{Seen, are_equal, said};
use crate::naming::{Names, symbols_of};
use crate::obstacle::Obstacle;
use crate::setting::Setting;
use crate::settings::Settings;
use crate::testing::more_nines;
use kofn_algebra::{Expr, Rational, decimal};
use kofn_decide::{Parameters, compare_numbers};
use kofn_emit::changes::{Effect, NumberChange};
use kofn_emit::report::{Dominance, Outcome, Regions};
use kofn_emit::text::downtime_minutes;
use kofn_measures::{Value, certified};
use kofn_model::Measure;
use kofn_structure::{Slots, View};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What is known before any number is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// The structure is the same, and every thing works with the same probability.
    pub is_same: bool,
}

/// What became of the reliability of `old` in `new`.
pub(crate) fn effect(
    (old, new): (&Seen<'_>, &Seen<'_>),
    renamed: &Names,
    known: Known,
    settings: &Settings,
) -> Effect {
    if known.is_same {
        return Effect::Same;
    }
    if let (Outcome::Value(before), Outcome::Value(now)) = (&old.report.value, &new.report.value)
        && let (Some(exact_before), Some(exact_now)) = (&before.exact, &now.exact)
    {
        return of_exact((exact_before, before), (exact_now, now), settings);
    }
    if let (Outcome::Value(before), Outcome::Value(now)) = (&old.report.value, &new.report.value)
        && let (Some(before), Some(now)) = (ends(before), ends(now))
    {
        return of_enclosed(&before, &now, settings);
    }
    for seen in [old, new] {
        if let Outcome::Limit(why) | Outcome::Undefined(why) = &seen.report.value {
            return Effect::Unknown(why.clone());
        }
    }
    let formula = |seen: &Seen<'_>| {
        let none = &Slots::new();
        let measure = Measure::Reliability;
        let found = seen.reducing.measured(
            measure,
            &seen.call(),
            View::Value,
            none,
            &Default::default(),
            settings,
        );
        found.map_err(|obstacle| match obstacle {
            Obstacle::Wrong(findings) => said(&findings),
            Obstacle::TooLarge { why, .. } => why,
        })
    };
    let (before, now) = match (formula(old), formula(new)) {
        (Ok(before), Ok(now)) => (renamed.apply(&before), now),
        (Err(why), _) | (_, Err(why)) => return Effect::Unknown(why),
    };
    if are_equal(&before, &now) == Some(true) {
        return Effect::Same;
    }
    let symbols: BTreeSet<_> = symbols_of(&before).into_iter().chain(symbols_of(&now)).collect();
    if symbols.is_empty() {
        return of_numbers(&before, &now, settings);
    }
    open((old, new), (&before, &now), settings)
}

fn of_exact(
    (old, old_value): (&Rational, &Value),
    (new, new_value): (&Rational, &Value),
    settings: &Settings,
) -> Effect {
    if old == new {
        return Effect::Same;
    }
    let exact = new - old;
    let minutes = |value| downtime_minutes(value);
    Effect::Number(NumberChange {
        order: new.cmp(old),
        decimal: Some(decimal(&exact, settings.digits)),
        exact: Some(exact),
        nines: more_nines(old, new),
        factor: old.complement().checked_div(&new.complement()),
        downtime: minutes(new_value).zip(minutes(old_value)).map(|(new, old)| new - old),
    })
}

/// The ends between which a rational number lies that is too long to be computed, or itself.
fn ends(value: &Value) -> Option<(Rational, Rational)> {
    if let Some(exact) = &value.exact {
        return Some((exact.clone(), exact.clone()));
    }
    value.omitted_digits?;
    // The tail is the closer look where a number is next to 1.
    if let Some(complement) = &value.complement {
        let (least, most) = around(complement)?;
        return Some((most.complement(), least.complement()));
    }
    let (lo, hi) = value.enclosure.as_ref()?;
    Some((Rational::parse_decimal(lo).ok()?, Rational::parse_decimal(hi).ok()?))
}

/// What may have been rounded to a decimal.
fn around(rounded: &str) -> Option<(Rational, Rational)> {
    let (digits, exponent) = rounded.split_once('e').unwrap_or((rounded, "0"));
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    let last: i64 = exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(places).ok()?)?;
    let half = Rational::parse_decimal(&format!("5e{}", last.checked_sub(1)?)).ok()?;
    let middle = Rational::parse_decimal(rounded).ok()?;
    Some((&middle - &half, middle + half))
}

/// Numbers known between two ends each.
fn of_enclosed(
    old: &(Rational, Rational),
    new: &(Rational, Rational),
    settings: &Settings,
) -> Effect {
    let order = match () {
        () if new.0 > old.1 => Ordering::Greater,
        () if new.1 < old.0 => Ordering::Less,
        () => {
            return Effect::Unknown(
                "the two values agree in all digits that were computed".to_owned(),
            );
        }
    };
    let (least, most) = (&new.0 - &old.1, &new.1 - &old.0);
    let certain = (1..=settings.digits)
        .rev()
        .map(|digits| (decimal(&least, digits), decimal(&most, digits)))
        .find(|(least, most)| least == most);
    let nines = more_nines(&old.0, &new.1);
    Effect::Number(NumberChange {
        order,
        exact: None,
        decimal: certain.map(|(digits, _)| digits),
        nines: nines.filter(|nines| more_nines(&old.1, &new.0).as_ref() == Some(nines)),
        factor: None,
        downtime: None,
    })
}

/// Numbers that are not rational, or too long.
fn of_numbers(old: &Expr, new: &Expr, settings: &Settings) -> Effect {
    let order = match compare_numbers(new, old) {
        Ok(Ordering::Equal) => return Effect::Same,
        Ok(order) => order,
        Err(_) => {
            return Effect::Unknown(
                "the two values agree in all digits that were computed".to_owned(),
            );
        }
    };
    let difference = Expr::difference(new.clone(), old.clone());
    let value = certified(&difference, settings.exactness, settings.digits).ok();
    let (exact, decimal) = match value {
        Some(value) => (value.exact, Some(value.decimal)),
        None => (None, None),
    };
    let (nines, factor, downtime) = (None, None, None);
    Effect::Number(NumberChange { order, exact, decimal, nines, factor, downtime })
}

/// Formulas in open parameters, each over what it ranges over in both models.
fn open(
    (old, new): (&Seen<'_>, &Seen<'_>),
    (before, now): (&Expr, &Expr),
    settings: &Settings,
) -> Effect {
    let mut symbols = symbols_of(before);
    symbols.extend(symbols_of(now));
    let mut known = old.reducing.model.symbols.clone();
    known.extend(new.reducing.model.symbols.clone());
    let names = Names::new(&symbols, &known);
    let mut parameters = Parameters::new();
    let own = symbols_of(now);
    let back = new.renaming(old);
    for symbol in &symbols {
        let of = |seen: &Seen<'_>, symbol| {
            let id = seen.reducing.parameter_of(symbol)?;
            seen.reducing.range(id, &Setting::default(), settings).ok()
        };
        let in_new = if own.contains(symbol) { of(new, symbol) } else { None };
        let in_old = of(old, &back.of(symbol)).filter(|_| symbols_of(before).contains(symbol));
        let range = match (in_old, in_new) {
            (Some(old), Some(new)) => match old.meet(&new) {
                Some(both) => both,
                None => {
                    let name = names.of(symbol).name().to_owned();
                    let why = format!("`{name}` ranges over other values in each model");
                    return Effect::Unknown(why);
                }
            },
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => continue,
        };
        parameters.insert(names.of(symbol), range);
    }
    let pair = (names.apply(now), names.apply(before));
    let words = ("the new one".to_owned(), "the old one".to_owned());
    let compared = crate::asking::told(words, &pair, &[], &parameters, &[], settings);
    match (&compared.dominates, &compared.regions, &compared.undecided) {
        (Some(Dominance::Equal), ..) => Effect::Same,
        (None, Regions::Unknown, Some(why)) => Effect::Unknown(why.clone()),
        _ => Effect::Open(Box::new(compared)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_number_lies_within_half_of_its_last_place() {
        let ends = |text| around(text).map(|(lo, hi)| (lo.to_string(), hi.to_string()));
        let pair = |lo: &str, hi: &str| Some((lo.to_owned(), hi.to_owned()));
        assert_eq!(ends("0.25"), pair("49/200", "51/200"));
        assert_eq!(ends("3"), pair("5/2", "7/2"));
        assert_eq!(ends("2.5e-3"), pair("49/20000", "51/20000"));
    }
}
