//! All values of a real parameter for which a comparison holds: a threshold.

use std::cmp::Ordering;

use kofn_algebra::{
    NotRationalFunction, Polynomial, Rational, Symbol, UnivariatePolynomial, Variable,
    rational_function_of,
};

use super::assertion::{divisor_step, has_inner_division};
use super::line::{Line, line};
use super::{Certificate, Claim, LineEnd, LineFactor, NotCertified, Question, Step};
use crate::fraction::Variables;
use crate::question::{Comparison, Relation};

/// An end of a piece, and whether it is open.
type End = (LineEnd, bool);

/// The certificate that a comparison holds exactly in some pieces of a range.
pub(super) fn certify(
    comparison: &Comparison,
    symbol: &Symbol,
    (lo, hi): (&Rational, &Rational),
    question: &Question,
) -> Result<Certificate, NotCertified> {
    let numeric = question.numeric_sides(comparison);
    if has_inner_division(&numeric.left) || has_inner_division(&numeric.right) {
        return Err(NotCertified::Division);
    }
    let (difference, divisor) = compared(&numeric, symbol)?;
    let mut more = Vec::new();
    let mut polynomial = difference;
    if !divisor.is_constant() {
        let mut variables = Variables::default();
        let variable = variables.of(symbol);
        let on_unit = divisor.to_polynomial(variable).affine(variable, lo, &(hi - lo))?;
        let (step, positive) = divisor_step(&on_unit, &[], &variables)?;
        more.push(step);
        if !positive {
            polynomial = -&polynomial;
        }
    }
    let found = if polynomial.is_zero() {
        Line { factors: Vec::new(), roots: Vec::new() }
    } else {
        line(&polynomial, lo, hi)?
    };
    let holds = pieces(&found.roots, &polynomial, comparison.relation, lo, hi);
    let mut steps = vec![Step::Roots { variable: None, factors: found.factors }];
    steps.extend(more);
    let claim =
        Claim::Threshold { comparison: comparison.clone(), parameter: symbol.clone(), holds };
    Ok(question.certificate(claim, steps, &[&comparison.left, &comparison.right]))
}

/// The polynomial `left − right` times the product of the divisors, and that product.
fn compared(
    numeric: &Comparison,
    symbol: &Symbol,
) -> Result<(UnivariatePolynomial, UnivariatePolynomial), NotCertified> {
    let function = |side| rational_function_of(side, symbol).map_err(not_rational);
    let (left, right) = (function(&numeric.left)?, function(&numeric.right)?);
    let (below_left, below_right) = (left.denominator(), right.denominator());
    let difference =
        &(left.numerator() * &below_right) - &(right.numerator() * &below_left);
    Ok((difference, &below_left * &below_right))
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

/// The pieces of the range in which a polynomial has the sign that the relation asks for.
fn pieces(
    roots: &[LineEnd],
    polynomial: &UnivariatePolynomial,
    relation: Relation,
    lo: &Rational,
    hi: &Rational,
) -> Vec<[End; 2]> {
    let interval = |root: &LineEnd| match root {
        LineEnd::Rational(number) => (number.clone(), number.clone()),
        LineEnd::Algebraic { interval, .. } => interval.clone(),
    };
    let two = Rational::from(2);
    let sign_between = |a: &Rational, b: &Rational| {
        let middle = (a + b).checked_div(&two).unwrap_or_default();
        polynomial.sign_at(&middle)
    };
    let border = |root: Option<&LineEnd>, end: &Rational| match root {
        Some(root) => (root.clone(), true),
        None => (LineEnd::Rational(end.clone()), false),
    };
    let mut pieces: Vec<[End; 2]> = Vec::new();
    let mut before = false;
    let mut add = |holds: bool, from: End, to: End| {
        match pieces.last_mut() {
            Some(piece) if holds && before => piece[1] = to,
            _ if holds => pieces.push([from, to]),
            _ => {}
        }
        before = holds;
    };
    for place in 0..=roots.len() {
        let last = place.checked_sub(1).map(|place| &roots[place]);
        let next = roots.get(place);
        let from = last.map_or_else(|| lo.clone(), |root| interval(root).1);
        let to = next.map_or_else(|| hi.clone(), |root| interval(root).0);
        // Nothing is before a root at the lower end, and after one at the upper end.
        let empty = from == to
            && (last.is_none() && matches!(next, Some(LineEnd::Rational(_)))
                || next.is_none() && matches!(last, Some(LineEnd::Rational(_))));
        if !empty {
            let holds = relation.holds(sign_between(&from, &to));
            add(holds, border(last, lo), border(next, hi));
        }
        if let Some(root) = next {
            let point = (root.clone(), false);
            add(relation.holds(Ordering::Equal), point.clone(), point);
        }
    }
    pieces
}

/// The factors of a polynomial in one variable, with cuts from 0 to 1.
pub(crate) fn roots_on_unit_interval(
    polynomial: &UnivariatePolynomial,
) -> Result<Vec<LineFactor>, NotCertified> {
    if polynomial.is_zero() {
        return Ok(Vec::new());
    }
    Ok(line(polynomial, &Rational::zero(), &Rational::one())?.factors)
}

/// A polynomial in one variable at most.
pub(super) fn univariate(polynomial: &Polynomial) -> Result<UnivariatePolynomial, NotCertified> {
    UnivariatePolynomial::from_polynomial(polynomial)
        .map(|(polynomial, _)| polynomial)
        .ok_or_else(|| NotCertified::TooLarge("the degree".to_owned()))
}

/// The variable of a polynomial, where it has one.
pub(super) fn variable_of(polynomial: &Polynomial) -> Option<Variable> {
    polynomial.variables().into_iter().next()
}
