//! Points where an assertion fails.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{Expr, Rational, RealRoot, Symbol};

use super::{Certificate, Claim, NotCertified, Question, Step};
use crate::answer::Point;
use crate::question::{Comparison, Condition, Range};

/// Values of all open parameters.
type Values = BTreeMap<Symbol, Rational>;

/// Certificates that the condition fails at a point where all that is given holds: one for each of
/// the comparisons that together make it fail.
pub(super) fn certify(
    condition: &Condition,
    given: &[Condition],
    point: &Point,
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let point = complete(point, condition, given, question)?;
    let mut held = Vec::new();
    for one in given {
        holding(one, &point, question, &mut held)?;
    }
    let mut failing = Vec::new();
    if !fails(condition, &point, question, &mut failing) {
        return Err(NotCertified::Irrational("values at a point".to_owned()));
    }
    // Counts are numbers of parts, which are known in a structure.
    let counts: Values = point
        .iter()
        .filter(|(symbol, _)| matches!(question.parameters.get(*symbol), Some(Range::Count { .. })))
        .map(|(symbol, value)| (symbol.clone(), value.clone()))
        .collect();
    let question = question.with_values(&counts);
    let point = point.into_iter().filter(|(symbol, _)| !counts.contains_key(symbol)).collect();
    Ok(failing.into_iter().map(|one| at_point(one, &held, &point, &question)).collect())
}

/// The point with a value for every open symbol.
fn complete(
    point: &Point,
    condition: &Condition,
    given: &[Condition],
    question: &Question,
) -> Result<Values, NotCertified> {
    let mut values = Values::new();
    for (symbol, root) in point {
        let RealRoot::Rational(value) = root else { return Err(NotCertified::IrrationalPoint) };
        values.insert(symbol.clone(), value.clone());
    }
    for symbol in given.iter().chain([condition]).flat_map(Condition::symbols) {
        let value = match question.parameters.get(&symbol) {
            Some(Range::Real { lo: Some(end), .. } | Range::Real { hi: Some(end), .. }) => {
                end.clone()
            }
            Some(Range::Real { .. }) => Rational::zero(),
            Some(Range::Count { lo, .. }) => lo.clone().into(),
            Some(Range::Values(values)) => values.first().cloned().unwrap_or_default(),
            None => continue,
        };
        values.entry(symbol).or_insert(value);
    }
    Ok(values)
}

/// Comparisons of what is given that hold at the point and are enough for it to hold.
fn holding(
    condition: &Condition,
    point: &Values,
    question: &Question,
    found: &mut Vec<Comparison>,
) -> Result<(), NotCertified> {
    match condition {
        Condition::Compare(one) => match order_at(one, point, question) {
            Some(order) if one.relation.holds(order) => {
                let numeric = question.numeric_sides(one);
                // What has no open parameter is true by itself.
                if numeric.left.as_number().is_none() || numeric.right.as_number().is_none() {
                    found.push(numeric);
                }
                Ok(())
            }
            _ => Err(NotCertified::Given),
        },
        Condition::All(all) => all.iter().try_for_each(|one| holding(one, point, question, found)),
        Condition::Any(any) => {
            for one in any {
                let before = found.len();
                if holding(one, point, question, found).is_ok() {
                    return Ok(());
                }
                found.truncate(before);
            }
            Err(NotCertified::Given)
        }
    }
}

/// Whether the condition is seen to fail at the point, and the comparisons by which it does.
fn fails<'c>(
    condition: &'c Condition,
    point: &Values,
    question: &Question,
    found: &mut Vec<&'c Comparison>,
) -> bool {
    match condition {
        Condition::Compare(one) => {
            let fails =
                order_at(one, point, question).is_some_and(|order| !one.relation.holds(order));
            if fails {
                found.push(one);
            }
            fails
        }
        Condition::All(all) => all.iter().any(|one| {
            let before = found.len();
            let fails = fails(one, point, question, found);
            if !fails {
                found.truncate(before);
            }
            fails
        }),
        Condition::Any(any) => any.iter().all(|one| fails(one, point, question, found)),
    }
}

/// How the sides compare at a point; nothing where one of them has no rational value.
fn order_at(comparison: &Comparison, point: &Values, question: &Question) -> Option<Ordering> {
    let values: BTreeMap<Symbol, Expr> =
        point.iter().map(|(name, value)| (name.clone(), Expr::number(value.clone()))).collect();
    let at = question.numeric_sides(comparison).substitute(&values);
    let value = |side: &Expr| side.evaluate(&|_| None).ok();
    Some(value(&at.left)?.cmp(&value(&at.right)?))
}

fn at_point(
    comparison: &Comparison,
    given: &[Comparison],
    point: &Values,
    question: &Question,
) -> Certificate {
    let mut sides = vec![&comparison.left, &comparison.right];
    sides.extend(given.iter().flat_map(|one| [&one.left, &one.right]));
    let symbols: BTreeSet<Symbol> = sides.iter().flat_map(|side| side.symbols()).collect();
    let inside = point.iter().filter(|(symbol, _)| symbols.contains(*symbol));
    let claim = Claim::Refutation {
        comparison: comparison.clone(),
        given: given.to_vec(),
        point: inside.map(|(symbol, value)| (symbol.clone(), value.clone())).collect(),
    };
    question.certificate(claim, Step::Point, &sides)
}
