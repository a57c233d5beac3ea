//! Square-free factors: even powers have a sign for free, and the others are simpler than their
//! product.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, End, Polynomial, Rational};

use super::limits::Search;
use super::point::{Point, point_at, rational_point};
use super::proof::{Part, Proof};
use super::prove::{Demand, Effort, Finding, prove};
use super::segment::{negative_between, zero_between};
use super::{Why, grid};

/// How many pairs of points are tried for one on whose segment the product is below 0.
const SEGMENTS: usize = 24;

/// Decides a polynomial by its square-free factors; nothing if it is one itself, or if they do
/// not help.
pub(super) fn prove_by_factors(
    form: &BernsteinForm,
    demand: Demand,
    effort: Effort,
    search: &mut Search<'_>,
) -> Result<Option<Finding>, Why> {
    let polynomial = form.to_polynomial();
    let (number, factors) = polynomial.square_free_factors(&mut search.work)?;
    if let [(_, 1)] = factors.as_slice() {
        return Ok(None);
    }
    let mut negative = number.is_negative();
    let mut parts = Vec::new();
    for (factor, power) in factors {
        let odd = power % 2 == 1;
        if !odd && demand == Demand::NotNegative {
            parts.push(Part { polynomial: factor, power, turned: false, sign: None });
            continue;
        }
        let own = BernsteinForm::new(&factor, &BTreeMap::new(), search.limits.form)?;
        let reference = reference(&own, search.limits.points);
        let turned = reference.as_ref().is_some_and(|(_, sign)| sign.is_lt());
        let upright = if turned { own.negated() } else { own };
        match prove(&upright, demand, effort.of_a_factor(), search)? {
            Finding::Proven(sign) => {
                negative ^= turned && odd;
                parts.push(Part { polynomial: factor, power, turned, sign: Some(sign) });
            }
            Finding::Fails(point) => {
                let Some((reference, _)) = reference else { return Ok(None) };
                return part_changes(
                    form,
                    &polynomial,
                    &upright,
                    &reference,
                    point,
                    demand,
                    search,
                );
            }
        }
    }
    if negative {
        // The product is nowhere positive, and 0 only on a set without interior.
        let points = grid::inner_points(form.variables().len(), search.limits.points);
        let below = points.into_iter().find(|point| form.sign_at(point).is_lt());
        return Ok(below.map(|point| Finding::Fails(point_at(form.variables(), &point))));
    }
    Ok(Some(Finding::Proven(Proof::Factors { parts })))
}

/// A point where the polynomial is not 0, with its sign there.
fn reference(form: &BernsteinForm, points: u64) -> Option<(Vec<Rational>, Ordering)> {
    let corner = form.corners().find(|(_, sign)| sign.is_ne()).map(|(corner, sign)| {
        let ends = corner.iter().map(|end| Rational::from(i64::from(*end == End::High)));
        (ends.collect(), sign)
    });
    corner.or_else(|| {
        let inner = grid::inner_points(form.variables().len(), points);
        inner.into_iter().find_map(|point| {
            let sign = form.sign_at(&point);
            sign.is_ne().then_some((point, sign))
        })
    })
}

/// A part is positive at one point and fails at another: then so does the product somewhere.
fn part_changes(
    form: &BernsteinForm,
    polynomial: &Polynomial,
    part: &BernsteinForm,
    reference: &[Rational],
    fails: Point,
    demand: Demand,
    search: &mut Search<'_>,
) -> Result<Option<Finding>, Why> {
    let opposite =
        rational_point(&fails, part.variables()).filter(|point| part.sign_at(point).is_lt());
    let Some(opposite) = opposite else {
        // A zero of the part is one of the product; other variables may have any value.
        return Ok((demand == Demand::Positive).then_some(Finding::Fails(fails)));
    };
    if demand == Demand::Positive {
        let zero = zero_between(part, reference, &opposite, search)?;
        return Ok(zero.map(Finding::Fails));
    }
    // Between the two the part changes its sign; the product does too unless another part does at
    // the very same place, which other points avoid.
    let whole = |values: &[Rational], rest: &Rational| -> Vec<Rational> {
        let own = part.variables().iter().zip(values).collect::<BTreeMap<_, _>>();
        let value = |variable| own.get(variable).map_or(rest, |value| *value).clone();
        form.variables().iter().map(value).collect()
    };
    let inner = grid::inner_points(form.variables().len(), search.limits.points);
    let mut starts: Vec<Vec<Rational>> = Vec::new();
    for rest in inner.iter().filter_map(|point| point.first()).take(3) {
        starts.push(whole(reference, rest));
    }
    starts.extend(inner);
    let end = whole(&opposite, &super::point::half());
    for start in starts.iter().take(SEGMENTS) {
        if let Some(point) = negative_between(form, polynomial, start, &end, search)? {
            return Ok(Some(Finding::Fails(point)));
        }
    }
    Ok(None)
}
