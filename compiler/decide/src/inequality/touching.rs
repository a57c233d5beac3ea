//! Whether a polynomial that is nowhere below 0 is 0 somewhere.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, End, Rational};

use super::Why;
use super::limits::Search;
use super::line;
use super::point::{Coordinate, half, point_at};
use super::proof::Proof;
use super::prove::{Demand, Effort, Finding, Found, by_subdivision, prove};
use super::simplest::simplest_between;

/// How often each side of a box is halved in search of a zero.
const DEPTH: usize = 14;

/// Decides a strict claim about a square-free polynomial that subdivision has left open.
pub(super) fn prove_without_zero(
    form: &BernsteinForm,
    effort: Effort,
    search: &mut Search<'_>,
) -> Found {
    if let Some(values) = zero_by_descent(form, search) {
        return Ok(Finding::Fails(point_at(form.variables(), &values)));
    }
    if form.variables().len() == 2 {
        let found = in_the_plane(form, effort.of_a_factor(), search);
        if !matches!(found, Err(Why::Touching)) {
            return found;
        }
    }
    by_subdivision(form, Demand::Positive, search.limits.last_boxes, search)
        .map_err(|_| Why::Touching)
}

/// A box that may hold a zero.
struct Open {
    form: BernsteinForm,
    sides: Vec<(Rational, Rational)>,
    depth: usize,
}

/// Halves boxes that stay open, depth first, and tries the simplest point of each.
fn zero_by_descent(form: &BernsteinForm, search: &mut Search<'_>) -> Option<Vec<Rational>> {
    let whole = vec![(Rational::zero(), Rational::one()); form.variables().len()];
    let mut waiting = vec![Open { form: form.clone(), sides: whole, depth: 0 }];
    for _ in 0..search.limits.last_boxes {
        let Open { form: inner, sides, depth } = waiting.pop()?;
        let simple: Vec<Rational> = sides.iter().map(|(lo, hi)| simplest_between(lo, hi)).collect();
        if form.sign_at(&simple).is_le() {
            return Some(simple);
        }
        if depth == DEPTH * sides.len() {
            continue;
        }
        let axis = depth % sides.len();
        let (lo, hi) = sides[axis].clone();
        let middle = (&lo + &hi) * half();
        let (low, high) = inner.halves(axis);
        for (inner, side) in [(high, (middle.clone(), hi)), (low, (lo, middle))] {
            let quickly = prove(&inner, Demand::Positive, Effort::Quick, search);
            if !matches!(quickly, Ok(Finding::Proven(_))) {
                let mut sides = sides.clone();
                sides[axis] = side;
                waiting.push(Open { form: inner, sides, depth: depth + 1 });
            }
        }
    }
    None
}

/// In two variables: the zeros inside lie over the roots of a resultant.
fn in_the_plane(form: &BernsteinForm, effort: Effort, search: &mut Search<'_>) -> Found {
    let weak = match prove(form, Demand::NotNegative, effort, search)? {
        Finding::Proven(proof) => Box::new(proof),
        fails => return Ok(fails),
    };
    let mut edges: BTreeMap<(usize, End), Proof> = BTreeMap::new();
    for axis in 0..2 {
        for end in [End::Low, End::High] {
            match prove(&form.face(axis, end), Demand::Positive, effort, search)? {
                Finding::Proven(proof) => edges.insert((axis, end), proof),
                Finding::Fails(mut point) => {
                    let number = Rational::from(i64::from(end == End::High));
                    point.insert(form.variables()[axis], Coordinate::Rational(number));
                    return Ok(Finding::Fails(point));
                }
            };
        }
    }
    let polynomial = form.to_polynomial();
    for axis in 0..2 {
        let (variable, other) = (form.variables()[axis], form.variables()[1 - axis]);
        let slope = polynomial.derivative(other);
        let resultant = polynomial.resultant(&slope, other, &mut search.work)?;
        if resultant.is_zero() {
            continue;
        }
        let roots = line::roots_of(&resultant, variable, &mut search.work)?.intervals;
        let mut lines = Vec::new();
        for (lo, hi) in &roots {
            // On the line through an irrational root nothing is said.
            if lo != hi || lo.is_zero() || lo.is_one() {
                continue;
            }
            match prove(&form.at(axis, lo), Demand::Positive, effort, search)? {
                Finding::Proven(proof) => lines.push((lo.clone(), proof)),
                Finding::Fails(mut point) => {
                    point.insert(variable, Coordinate::Rational(lo.clone()));
                    return Ok(Finding::Fails(point));
                }
            }
        }
        if roots.iter().all(|(lo, hi)| lo == hi) {
            let keys =
                [(axis, End::Low), (axis, End::High), (1 - axis, End::Low), (1 - axis, End::High)];
            let edges = keys.iter().filter_map(|key| edges.remove(key)).collect();
            return Ok(Finding::Proven(Proof::Touching { weak, variable, other, edges, lines }));
        }
    }
    Err(Why::Touching)
}
