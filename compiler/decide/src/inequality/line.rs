//! Claims in one variable, by real roots: complete.

use std::collections::BTreeMap;

use kofn_algebra::{
    BernsteinForm, End, Integer, LimitReached, Polynomial, Rational, Variable, Work,
};

use super::limits::Search;
use super::point::{Coordinate, half, in_powers, powers_of};
use super::proof::Proof;
use super::prove::{Demand, Finding, Found};
use super::simplest::simplest_between;

/// Isolating intervals of the real roots of a square-free polynomial in a closed range, ascending:
/// a rational root is both ends of its interval, any other is the only root in the open interval,
/// whose ends are no roots. Coefficients have the lowest power first.
///
/// Descartes' rule in the Bernstein basis with bisection (Lane & Riesenfeld 1981).
pub(super) fn isolate(
    coefficients: &[Integer],
    lo: &Rational,
    hi: &Rational,
    work: &mut Work,
) -> Result<Vec<(Rational, Rational)>, LimitReached> {
    const X: Variable = Variable(0);
    let bounds = BTreeMap::from([(X, (lo.clone(), hi.clone()))]);
    let polynomial = in_powers(coefficients, X);
    let words = coefficients.iter().map(Integer::bits).max().unwrap_or(0) / 64 + 1;
    // Two halves, each by a matrix that is computed anew.
    let steps = (coefficients.len() as u64).saturating_pow(2).saturating_mul(8 * words);
    let lead = coefficients.last().map(Integer::abs).unwrap_or_default();
    work.charge(steps)?;
    if polynomial.is_constant() {
        return Ok(Vec::new());
    }
    let form = BernsteinForm::new(&polynomial, &bounds, u64::MAX)?;
    let mut roots = Vec::new();
    if form.face(0, End::Low).is_zero() {
        roots.push((lo.clone(), lo.clone()));
    }
    // From left to right: the upper half waits below the lower one.
    let mut waiting = vec![Waiting::Interval(form, lo.clone(), hi.clone())];
    while let Some(next) = waiting.pop() {
        let (form, a, b) = match next {
            Waiting::Root(root) => {
                roots.push((root.clone(), root));
                continue;
            }
            Waiting::Interval(form, a, b) => (form, a, b),
        };
        let variations = form.sign_variations();
        if variations == 0 {
            continue;
        }
        let ends = [End::Low, End::High].map(|end| form.face(0, end).is_zero());
        if variations == 1 && ends == [false, false] {
            roots.push(narrowed(form, a, b, &lead, work, steps)?);
            continue;
        }
        work.charge(steps)?;
        let (lower, upper) = form.halves(0);
        let middle = (&a + &b) * half();
        let is_root = upper.face(0, End::Low).is_zero();
        waiting.push(Waiting::Interval(upper, middle.clone(), b));
        if is_root {
            waiting.push(Waiting::Root(middle.clone()));
        }
        waiting.push(Waiting::Interval(lower, a, middle));
    }
    if BernsteinForm::new(&polynomial, &bounds, u64::MAX)?.face(0, End::High).is_zero() {
        roots.push((hi.clone(), hi.clone()));
    }
    Ok(roots)
}

enum Waiting {
    Interval(BernsteinForm, Rational, Rational),
    Root(Rational),
}

/// The root alone when it is rational, else an interval around it that is a little smaller.
///
/// The leading coefficient times a rational root is whole: once the interval is so narrow that it
/// holds one such number at most, that one decides.
fn narrowed(
    mut form: BernsteinForm,
    mut a: Rational,
    mut b: Rational,
    lead: &Integer,
    work: &mut Work,
    steps: u64,
) -> Result<(Rational, Rational), LimitReached> {
    // Short ends around the root are easier to read than the narrowest ones.
    let mut readable = None;
    let scale = Rational::from(lead);
    loop {
        let candidate = simplest_between(&a, &b);
        let width = &b - &a;
        if readable.is_none() && width < super::point::fraction(1, 16) {
            readable = Some((a.clone(), b.clone()));
        }
        let at = (&candidate - &a).checked_div(&width).unwrap_or_default();
        work.charge(steps)?;
        if form.sign_at(&[at]).is_eq() {
            return Ok((candidate.clone(), candidate));
        }
        // Two whole numbers over the lead are farther apart than this.
        if &width * &scale < Rational::one() {
            let whole = Rational::from((&b * &scale).floor());
            let candidate = whole.checked_div(&scale).unwrap_or_default();
            if candidate > a && candidate < b {
                let at = (&candidate - &a).checked_div(&width).unwrap_or_default();
                if form.sign_at(&[at]).is_eq() {
                    return Ok((candidate.clone(), candidate));
                }
            }
            return Ok(readable.unwrap_or((a, b)));
        }
        let (lower, upper) = form.halves(0);
        let middle = (&a + &b) * half();
        if lower.face(0, End::High).is_zero() {
            return Ok((middle.clone(), middle));
        }
        if lower.sign_variations() == 1 {
            (form, b) = (lower, middle);
        } else {
            (form, a) = (upper, middle);
        }
    }
}

/// The product of the square-free factors.
pub(super) fn square_free(
    polynomial: &Polynomial,
    work: &mut Work,
) -> Result<Polynomial, LimitReached> {
    let (_, factors) = polynomial.square_free_factors(work)?;
    Ok(factors.iter().fold(Polynomial::one(), |product, (factor, _)| &product * factor))
}

/// One number in each gap that the roots leave in the unit interval: none of them is a root.
pub(super) fn samples(roots: &[(Rational, Rational)]) -> Vec<Rational> {
    let starts = std::iter::once(Rational::zero()).chain(roots.iter().map(|(_, hi)| hi.clone()));
    let ends = roots.iter().map(|(lo, _)| lo.clone()).chain([Rational::one()]);
    // Where intervals meet in a point, that point is no root; before a root at 0 and after one at
    // 1 there is nothing.
    let is_root = |number: &Rational| roots.iter().any(|(lo, hi)| lo == hi && lo == number);
    starts
        .zip(ends)
        .filter_map(|(start, end)| match start < end {
            true => Some(simplest_between(&start, &end)),
            false => (!is_root(&start)).then_some(start),
        })
        .collect()
}

/// Decides a form in one variable.
pub(super) fn prove_on_line(
    form: &BernsteinForm,
    demand: Demand,
    search: &mut Search<'_>,
) -> Found {
    let variable = form.variables()[0];
    let row =
        powers_of(&square_free(&form.to_polynomial(), &mut search.work)?.primitive(), variable);
    let roots = isolate(&row, &Rational::zero(), &Rational::one(), &mut search.work)?;
    let at = |coordinate| Finding::Fails([(variable, coordinate)].into());
    let samples = samples(&roots);
    for sample in &samples {
        if form.sign_at(std::slice::from_ref(sample)).is_lt() {
            return Ok(at(Coordinate::Rational(sample.clone())));
        }
    }
    match (demand, roots.first()) {
        (Demand::Positive, Some((lo, hi))) if lo == hi => Ok(at(Coordinate::Rational(lo.clone()))),
        (Demand::Positive, Some((lo, hi))) => {
            Ok(at(Coordinate::Algebraic { polynomial: row, lo: lo.clone(), hi: hi.clone() }))
        }
        _ => Ok(Finding::Proven(Proof::Roots { variable, square_free: row, roots, samples })),
    }
}
