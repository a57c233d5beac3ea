//! A polynomial along segments between points of the cube.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, Polynomial, Rational, Variable};

use super::Why;
use super::limits::Search;
use super::line;
use super::point::{Coordinate, Point, point_at, rational_point};
use super::prove::{Demand, Finding};

/// A point of the segment where the polynomial is below 0.
pub(super) fn negative_between(
    form: &BernsteinForm,
    polynomial: &Polynomial,
    from: &[Rational],
    to: &[Rational],
    search: &mut Search<'_>,
) -> Result<Option<Point>, Why> {
    const S: Variable = Variable(0);
    let step = |(a, b): (&Rational, &Rational)| {
        &Polynomial::constant(a) + &Polynomial::variable(S).scale(&(b - a))
    };
    let lines = from.iter().zip(to).map(step);
    let replacements: BTreeMap<_, _> = form.variables().iter().copied().zip(lines).collect();
    let on_segment = polynomial.compose(&replacements, search.limits.terms)?;
    let on_segment = BernsteinForm::new(&on_segment, &BTreeMap::new(), search.limits.form)?;
    let at = if on_segment.variables().is_empty() {
        on_segment.sign_at(&[]).is_lt().then(Rational::zero)
    } else {
        match line::prove_on_line(&on_segment, Demand::NotNegative, search)? {
            Finding::Fails(point) => {
                rational_point(&point, &[S]).and_then(|values| values.into_iter().next())
            }
            Finding::Proven(_) => None,
        }
    };
    Ok(at.map(|s| {
        let values: Vec<Rational> = from.iter().zip(to).map(|(a, b)| a + (b - a) * &s).collect();
        point_at(form.variables(), &values)
    }))
}

/// A zero on a path of steps along one axis each, between points where the polynomial has opposite
/// signs: one coordinate of it at most is not rational.
pub(super) fn zero_between(
    form: &BernsteinForm,
    from: &[Rational],
    to: &[Rational],
    search: &mut Search<'_>,
) -> Result<Option<Point>, Why> {
    let mut at = from.to_vec();
    let mut sign = form.sign_at(&at);
    for (axis, variable) in form.variables().iter().enumerate() {
        let mut next = at.clone();
        next[axis] = to[axis].clone();
        let next_sign = form.sign_at(&next);
        if next_sign.is_eq() {
            return Ok(Some(point_at(form.variables(), &next)));
        }
        if next_sign != sign {
            let mut on_leg = form.to_polynomial();
            for (other, value) in form.variables().iter().zip(&at) {
                if other != variable {
                    on_leg = on_leg.at(*other, value)?;
                }
            }
            let roots = line::roots_of(&on_leg, *variable, &mut search.work)?;
            return Ok(roots.intervals.into_iter().next().map(|(lo, hi)| {
                let mut point = point_at(form.variables(), &at);
                point.insert(*variable, coordinate(roots.square_free, lo, hi));
                point
            }));
        }
        (at, sign) = (next, next_sign);
    }
    Ok(None)
}

/// The root in an isolating interval.
pub(super) fn coordinate(
    polynomial: Vec<kofn_algebra::Integer>,
    lo: Rational,
    hi: Rational,
) -> Coordinate {
    if lo == hi { Coordinate::Rational(lo) } else { Coordinate::Algebraic { polynomial, lo, hi } }
}
