//! Claims in one variable, by real roots: complete.

use kofn_algebra::{
    BernsteinForm, Integer, LimitReached, Polynomial, Rational, RealRoot, UnivariatePolynomial,
    Variable, Work, real_roots_within,
};

use super::limits::Search;
use super::point::{Coordinate, powers_of};
use super::proof::Proof;
use super::prove::{Demand, Finding, Found};
use super::simplest::simplest_between;

/// The roots from 0 to 1 of a polynomial in one variable, ascending.
pub(super) struct Roots {
    /// The polynomial without multiple factors: primitive, the lowest power first.
    pub(super) square_free: Vec<Integer>,
    /// A rational root is both ends of its interval; any other is the only root in the open
    /// interval, whose ends are no roots.
    pub(super) intervals: Vec<(Rational, Rational)>,
}

/// The roots from 0 to 1 of a polynomial in one variable at most, which is not 0.
pub(super) fn roots_of(
    polynomial: &Polynomial,
    variable: Variable,
    work: &mut Work,
) -> Result<Roots, LimitReached> {
    let (_, factors) = polynomial.square_free_factors(work)?;
    let product = factors.iter().fold(Polynomial::one(), |product, (factor, _)| &product * factor);
    let square_free = powers_of(&product.primitive(), variable);
    let intervals = isolate(&square_free, work)?;
    Ok(Roots { square_free, intervals })
}

/// The intervals of the roots from 0 to 1 of a square-free polynomial.
fn isolate(
    square_free: &[Integer],
    work: &mut Work,
) -> Result<Vec<(Rational, Rational)>, LimitReached> {
    let polynomial = UnivariatePolynomial::from_coefficients(square_free.iter().cloned());
    let found = real_roots_within(&polynomial, &Rational::zero(), &Rational::one(), work)?;
    let rational: Vec<&Rational> =
        found.iter().filter_map(|found| found.root.as_rational()).collect();
    let interval = |root: &RealRoot| match root {
        RealRoot::Rational(number) => (number.clone(), number.clone()),
        RealRoot::Algebraic(root) => {
            // It is alone among the irrational roots, and so are all smaller intervals.
            let mut ends = root.interval();
            let mut bits = 8;
            while rational.iter().any(|other| ends.0 <= **other && **other <= ends.1) {
                ends = root.refined(bits).enclosure();
                bits *= 2;
            }
            ends
        }
    };
    Ok(found.iter().map(|found| interval(&found.root)).collect())
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
    let Roots { square_free, intervals: roots } =
        roots_of(&form.to_polynomial(), variable, &mut search.work)?;
    let at = |coordinate| Finding::Fails([(variable, coordinate)].into());
    let samples = samples(&roots);
    for sample in &samples {
        if form.sign_at(std::slice::from_ref(sample)).is_lt() {
            return Ok(at(Coordinate::Rational(sample.clone())));
        }
    }
    match (demand, roots.first()) {
        (Demand::Positive, Some((lo, hi))) if lo == hi => Ok(at(Coordinate::Rational(lo.clone()))),
        (Demand::Positive, Some((lo, hi))) => Ok(at(Coordinate::Algebraic {
            polynomial: square_free,
            lo: lo.clone(),
            hi: hi.clone(),
        })),
        _ => Ok(Finding::Proven(Proof::Roots { variable, square_free, roots, samples })),
    }
}
