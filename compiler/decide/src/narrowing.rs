//! Conditions that are nothing but ends of ranges.

use kofn_algebra::{Expr, Integer, Rational, Symbol, View};

use crate::question::{Comparison, Condition, Parameters, Range, Relation};

/// Puts what `given` says of single parameters into their ranges. What is left cannot be said by a
/// range; `None` where nothing satisfies it.
pub(crate) fn narrowed(
    parameters: &Parameters,
    given: &[Condition],
) -> Option<(Parameters, Vec<Condition>)> {
    let mut parameters = parameters.clone();
    let mut left = Vec::new();
    let mut pending: Vec<&Condition> = given.iter().rev().collect();
    while let Some(condition) = pending.pop() {
        let comparison = match condition {
            Condition::All(all) => {
                pending.extend(all.iter().rev());
                continue;
            }
            Condition::Compare(comparison) => comparison,
            Condition::Any(_) => {
                left.push(condition.clone());
                continue;
            }
        };
        let Some((symbol, relation, end)) = end_of_range(comparison) else {
            left.push(condition.clone());
            continue;
        };
        let Some(range) = parameters.get(&symbol) else {
            left.push(condition.clone());
            continue;
        };
        let is_count = matches!(range, Range::Count { .. });
        let limit = match (relation, is_count) {
            (Relation::AtLeast | Relation::More, false) => Range::Real { lo: Some(end), hi: None },
            (Relation::AtMost | Relation::Less, false) => Range::Real { lo: None, hi: Some(end) },
            (Relation::AtLeast, true) => at_least(end.ceil()),
            (Relation::More, true) => at_least(end.floor() + Integer::one()),
            (Relation::AtMost, true) => Range::Real { lo: None, hi: Some(end) },
            (Relation::Less, true) => {
                Range::Real { lo: None, hi: Some((end.ceil() - Integer::one()).into()) }
            }
            (Relation::Equal, _) => Range::Real { lo: Some(end.clone()), hi: Some(end) },
            (Relation::Unequal, _) => {
                left.push(condition.clone());
                continue;
            }
        };
        let range = range.meet(&limit)?;
        // A range of real numbers includes its ends.
        if relation.is_strict() && !is_count {
            left.push(condition.clone());
        }
        parameters.insert(symbol, range);
    }
    Some((parameters, left))
}

fn at_least(lo: Integer) -> Range {
    Range::Count { lo, hi: None }
}

/// `p >= 1/2`, whichever way round it is written.
fn end_of_range(comparison: &Comparison) -> Option<(Symbol, Relation, Rational)> {
    let symbol = |side: &Expr| match side.view() {
        View::Symbol(symbol) => Some(symbol.clone()),
        _ => None,
    };
    let Comparison { left, relation, right } = comparison;
    match (symbol(left), right.as_number(), left.as_number(), symbol(right)) {
        (Some(symbol), Some(end), ..) => Some((symbol, *relation, end.clone())),
        (.., Some(end), Some(symbol)) => Some((symbol, relation.swapped(), end.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn given(relation: Relation, end: i64) -> Condition {
        Condition::Compare(Comparison {
            left: Expr::symbol("n"),
            relation,
            right: Expr::number(end),
        })
    }

    fn counts(lo: i64, hi: Option<i64>) -> Parameters {
        let range = Range::Count { lo: lo.into(), hi: hi.map(Integer::from) };
        Parameters::from([(Symbol::new("n"), range)])
    }

    #[test]
    fn counts_are_narrowed_by_strict_and_weak_conditions() {
        let all = [given(Relation::More, 2), given(Relation::Less, 9)];
        let (parameters, left) = narrowed(&counts(1, None), &all).unwrap();
        assert_eq!(parameters, counts(3, Some(8)));
        assert!(left.is_empty());
        assert!(narrowed(&counts(1, Some(4)), &[given(Relation::AtLeast, 5)]).is_none());
    }

    #[test]
    fn a_strict_end_of_a_real_range_stays_a_condition() {
        let range = Range::Real { lo: Some(0.into()), hi: Some(9.into()) };
        let parameters = Parameters::from([(Symbol::new("n"), range)]);
        let all = [given(Relation::More, 2), given(Relation::Unequal, 4)];
        let (narrowed, left) = narrowed(&parameters, &all).unwrap();
        assert_eq!(left, all);
        let expected = Range::Real { lo: Some(2.into()), hi: Some(9.into()) };
        assert_eq!(narrowed[&Symbol::new("n")], expected);
    }
}
