//! Where conditions on one real parameter hold: exact sets.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{
    Bound, Expr, NotRationalFunction, Rational, RationalFunction, RealRoot, RealSet, Relation,
    SignCondition, Symbol, rational_function_of, real_roots_between, solutions,
};

use crate::answer::Point;
use crate::question::{Comparison, Condition, Range};

/// The values that a range says; nothing where it is one of counts, which are not real.
pub(crate) fn set_of_range(range: &Range) -> Option<RealSet> {
    let bound = |end: &Option<Rational>| match end {
        Some(end) => Bound::Closed(RealRoot::Rational(end.clone())),
        None => Bound::Unbounded,
    };
    match range {
        Range::Real { lo, hi } => Some(RealSet::interval(bound(lo), bound(hi))),
        Range::Values(values) => {
            let points = values.iter().map(|value| RealSet::point(value.clone()));
            Some(points.fold(RealSet::empty(), |all, one| all.union(&one)))
        }
        Range::Count { .. } => None,
    }
}

/// Where in the domain a condition holds. Where a side is not defined it does not.
pub(crate) fn where_condition_holds(
    condition: &Condition,
    symbol: &Symbol,
    domain: &RealSet,
) -> Result<RealSet, NotRationalFunction> {
    match condition {
        Condition::Compare(comparison) => where_comparison_holds(comparison, symbol, domain),
        Condition::All(all) => {
            let mut set = domain.clone();
            for one in all {
                set = where_condition_holds(one, symbol, &set)?;
            }
            Ok(set)
        }
        Condition::Any(any) => {
            let mut set = RealSet::empty();
            for one in any {
                set = set.union(&where_condition_holds(one, symbol, domain)?);
            }
            Ok(set)
        }
    }
}

/// Where in the domain a comparison holds.
pub(crate) fn where_comparison_holds(
    comparison: &Comparison,
    symbol: &Symbol,
    domain: &RealSet,
) -> Result<RealSet, NotRationalFunction> {
    let left = rational_function_of(&comparison.left, symbol)?;
    let right = rational_function_of(&comparison.right, symbol)?;
    // The difference keeps the zeros of both divisors.
    let difference = left.difference(&right);
    Ok(solutions(&difference, signs(comparison.relation), domain)?)
}

fn signs(relation: Relation) -> SignCondition {
    match relation {
        Relation::Less => SignCondition::LESS,
        Relation::AtMost => SignCondition::AT_MOST,
        Relation::Equal => SignCondition::EQUAL,
        Relation::Unequal => SignCondition::UNEQUAL,
        Relation::AtLeast => SignCondition::AT_LEAST,
        Relation::More => SignCondition::MORE,
    }
}

/// Whether both sides of a comparison are equal at a point with one algebraic coordinate; nothing
/// where that is not seen.
pub fn is_equal_at(comparison: &Comparison, point: &Point) -> Option<bool> {
    let mut values = BTreeMap::new();
    let mut algebraic = None;
    for (symbol, root) in point {
        match root {
            RealRoot::Rational(value) => {
                values.insert(symbol.clone(), Expr::number(value.clone()));
            }
            RealRoot::Algebraic(_) => algebraic = Some((symbol, root)),
        }
    }
    let (symbol, root) = algebraic?;
    let at = comparison.substitute(&values);
    let left = rational_function_of(&at.left, symbol).ok()?;
    let difference = left.difference(&rational_function_of(&at.right, symbol).ok()?);
    let is_zero = |polynomial| root.sign_of(polynomial) == Ordering::Equal;
    Some(is_zero(difference.numerator()) && !is_zero(difference.divisor()))
}

/// The largest or least value over a closed range, where it is at one of its ends: where the
/// derivative has no zero inside.
pub(crate) fn extreme_at_end(
    expr: &Expr,
    symbol: &Symbol,
    lo: &Rational,
    hi: &Rational,
    largest: bool,
) -> Option<(Rational, Rational)> {
    let function = rational_function_of(expr, symbol).ok()?;
    let (above, below) = (function.numerator(), function.divisor());
    // (u/v)′ has the sign of u′v − uv′, and no pole where v has no zero.
    let slope = &(&above.derivative() * below) - &(above * &below.derivative());
    let is_end =
        |root: &RealRoot| root.as_rational().is_some_and(|number| number == lo || number == hi);
    let poles = real_roots_between(below, lo, hi).ok()?;
    let turns = real_roots_between(&slope, lo, hi).ok()?;
    if !poles.is_empty() || (!slope.is_zero() && !turns.iter().all(|one| is_end(&one.root))) {
        return None;
    }
    let (at_lo, at_hi) = (value(&function, lo)?, value(&function, hi)?);
    Some(if (at_lo < at_hi) == largest { (at_hi, hi.clone()) } else { (at_lo, lo.clone()) })
}

fn value(function: &RationalFunction, at: &Rational) -> Option<Rational> {
    function.value_at(at)
}
