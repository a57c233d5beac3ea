//! All values of a real parameter for which a comparison holds: a threshold.

use std::cmp::Ordering;

use kofn_algebra::{
    NotRationalFunction, Rational, Symbol, UnivariatePolynomial, rational_function_of,
};

use super::line::{Line, line};
use super::{Certificate, Claim, NotCertified, Question, Step};
use crate::question::{Comparison, Relation};

/// The certificate where in a range a comparison holds.
pub(super) fn certify(
    comparison: &Comparison,
    symbol: &Symbol,
    (lo, hi): (&Rational, &Rational),
    question: &Question,
) -> Result<Certificate, NotCertified> {
    let numeric = question.numeric_sides(comparison);
    let function = |side| rational_function_of(side, symbol).map_err(not_rational);
    let difference = function(&numeric.left)?.difference(&function(&numeric.right)?);
    if !difference.divisor().is_constant() {
        return Err(NotCertified::Division);
    }
    let polynomial = difference.numerator();
    if polynomial.is_zero() {
        return Err(NotCertified::Kind("an identity as a threshold"));
    }
    let Line { cuts, roots } = line(polynomial, lo, hi)?;
    let holds = stretches(&roots, polynomial, comparison.relation, lo, hi);
    let (comparison, parameter) = (comparison.clone(), symbol.clone());
    let sides = [comparison.left.clone(), comparison.right.clone()];
    let claim = Claim::Threshold { comparison, parameter, roots, holds };
    let step = Step::Roots { cuts };
    Ok(question.certificate(claim, step, &[&sides[0], &sides[1]]))
}

fn not_rational(why: NotRationalFunction) -> NotCertified {
    match why {
        NotRationalFunction::LimitReached(limit) => limit.into(),
        NotRationalFunction::DivisionByZero => NotCertified::Division,
        NotRationalFunction::Open(_)
        | NotRationalFunction::SymbolicCount
        | NotRationalFunction::Function => NotCertified::Irrational("a function".to_owned()),
    }
}

/// Whether the polynomial has the sign that the relation asks for: before the first root, at it,
/// behind it, and so on.
fn stretches(
    roots: &[(Rational, Rational)],
    polynomial: &UnivariatePolynomial,
    relation: Relation,
    lo: &Rational,
    hi: &Rational,
) -> Vec<bool> {
    let two = Rational::from(2);
    let at_root = relation.holds(Ordering::Equal);
    let mut holds = Vec::with_capacity(2 * roots.len() + 1);
    for place in 0..=roots.len() {
        let before = place.checked_sub(1).map(|place| &roots[place]);
        let from = before.map_or(lo, |(_, end)| end);
        let to = roots.get(place).map_or(hi, |(start, _)| start);
        let middle = (from + to).checked_div(&two).unwrap_or_default();
        // Nothing is before a root at the lower end, or behind one at the upper end. Where the
        // intervals of two roots meet in a number, that is no root.
        let is_point = |root: Option<&(Rational, Rational)>| root.is_some_and(|(a, b)| a == b);
        if from != to || !is_point(before) && !is_point(roots.get(place)) {
            holds.push(relation.holds(polynomial.sign_at(&middle)));
        }
        if place < roots.len() {
            holds.push(at_root);
        }
    }
    holds
}
