//! Variants of one system side by side.

use crate::words::laid_out;
use kofn_algebra::{Integer, Rational, nines};
use kofn_diagnostics::Sources;
use kofn_emit::report::{Formula, Report, SystemReport};
use kofn_emit::sets::SetsReport;
use kofn_emit::text::downtime_minutes;
use kofn_emit::variants::{Change, Variant, Variants};
use kofn_model::{Model, SystemId};

/// The systems of a report that have variants in it, in the order of the file.
pub(crate) fn variants(
    model: &Model,
    sources: &Sources,
    report: &Report,
    cuts: &[SetsReport],
) -> Vec<Variants> {
    let mut groups: Vec<(SystemId, Vec<usize>)> = Vec::new();
    for (index, (id, system)) in model.reported.iter().zip(&report.systems).enumerate() {
        // There is nothing to put side by side of what is no thing by itself.
        if matches!(system.formula, Formula::Template(_)) {
            continue;
        }
        let (base, _) = model.design(*id);
        match groups.iter_mut().find(|(of, _)| *of == base) {
            Some((_, members)) => members.push(index),
            None => groups.push((base, vec![index])),
        }
    }
    groups.retain(|(_, members)| members.len() > 1);
    let group = |(base, members): &(SystemId, Vec<usize>)| {
        let mut all = Vec::with_capacity(members.len());
        let mut first: Option<Variant> = None;
        for index in members {
            let Some(system) = report.systems.get(*index) else { continue };
            let found = cuts.get(*index);
            let design = model.system(model.reported[*index]).variant.as_ref();
            let design = design.map(|call| laid_out(sources.slice(call.span)));
            let mut one = variant(system, found, design);
            match &first {
                Some(first) => one.change = Some(change(first, &one)),
                None if one.value.is_some() => first = Some(one.clone()),
                None => {}
            }
            all.push(one);
        }
        Variants { of: model.system(*base).name.clone(), all }
    };
    groups.iter().map(group).collect()
}

fn variant(system: &SystemReport, cuts: Option<&SetsReport>, design: Option<String>) -> Variant {
    let value = system.value.value();
    Variant {
        name: system.name.clone(),
        design,
        value: value.cloned(),
        open: system.open.clone(),
        downtime: value.and_then(downtime_minutes),
        cuts: cuts.and_then(|cuts| Some(cuts.found.as_ref().ok()?.count.clone())),
        singles: cuts.and_then(|cuts| {
            Some(cuts.singles.as_ref().filter(|all| all.every_size)?.points.len())
        }),
        change: None,
    }
}

fn change(first: &Variant, other: &Variant) -> Change {
    let exact = |one: &Variant| one.value.as_ref().and_then(|value| value.exact.clone());
    let minus = |a: Option<Rational>, b: Option<Rational>| Some(a? - b?);
    let singles = |one: &Variant| one.singles.and_then(|singles| i64::try_from(singles).ok());
    let cuts: Option<Integer> =
        other.cuts.as_ref().zip(first.cuts.as_ref()).map(|(other, first)| other - first);
    Change {
        from: first.name.clone(),
        reliability: minus(exact(other), exact(first)),
        nines: exact(first).zip(exact(other)).and_then(|(first, other)| more_nines(&first, &other)),
        downtime: minus(other.downtime.clone(), first.downtime.clone()),
        cuts,
        singles: singles(other).zip(singles(first)).map(|(other, first)| other - first),
    }
}

/// How many nines `other` has more, towards zero: −log₁₀ of the ratio of the unreliabilities.
pub(crate) fn more_nines(first: &Rational, other: &Rational) -> Option<String> {
    let [first, other] = [first, other].map(Rational::complement);
    if first == other {
        return Some("0".to_owned());
    }
    let (sign, less, more) = if other < first { ("", other, first) } else { ("-", first, other) };
    // The smaller unreliability has the more nines, without end where it is 0.
    let ratio = less.checked_div(&more)?;
    Some(format!("{sign}{}", nines(&ratio)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nines_are_compared_by_the_ratio_of_what_fails() {
        let more = |first: &str, other: &str| {
            let [first, other] = [first, other].map(|text| Rational::parse_decimal(text).ok());
            more_nines(&first?, &other?)
        };
        assert_eq!(more("0.9", "0.999").as_deref(), Some("2.0"));
        assert_eq!(more("0.999", "0.9").as_deref(), Some("-2.0"));
        assert_eq!(more("0.9", "0.91").as_deref(), Some("0.0"));
        assert_eq!(more("0.9", "1").as_deref(), Some("infinity"));
        assert_eq!(more("1", "0.9").as_deref(), Some("-infinity"));
        assert_eq!(more("0.91", "0.9").as_deref(), Some("-0.0"));
        assert_eq!(more("1", "1").as_deref(), Some("0"));
    }
}
