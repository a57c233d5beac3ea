//! All real roots of a polynomial, or those in an interval.

use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::Signed;

use super::isolate::{Isolated, isolated};
use super::polynomial::UnivariatePolynomial;
use super::rational_roots::{Told, sign_at_lower_end, told, without_roots};
use super::real_root::{AlgebraicRoot, RealRoot};
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::multivariate::Work;
use crate::rational::Rational;

/// Up to this degree all rational roots are split off, wherever they are.
const SMALL_DEGREE: usize = 30;

/// How many operations on 64-bit words a search may take where its caller has no limit.
const WORK_LIMIT: u64 = 20_000_000_000;

/// A root with its multiplicity: the polynomial changes its sign there exactly when that is odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedRoot {
    /// The root.
    pub root: RealRoot,
    /// How often it is one.
    pub multiplicity: usize,
}

/// The real roots of a polynomial in ascending order, each once; none of the polynomial 0.
pub fn real_roots(polynomial: &UnivariatePolynomial) -> Result<Vec<CountedRoot>, LimitReached> {
    roots_within(polynomial, None, None)
}

/// The real roots from `lo` to `hi`, both included, in ascending order, each once; none of the
/// polynomial 0.
///
/// Rational roots within the ends are told from irrational ones. The polynomial of an irrational
/// root has no rational roots between the ends, and up to the degree 30 none at all, so that up
/// to the degree 3 it is the minimal one.
pub fn real_roots_between(
    polynomial: &UnivariatePolynomial,
    lo: &Rational,
    hi: &Rational,
) -> Result<Vec<CountedRoot>, LimitReached> {
    roots_within(polynomial, Some(lo), Some(hi))
}

/// The same within the work that the caller allows.
pub fn real_roots_within(
    polynomial: &UnivariatePolynomial,
    lo: &Rational,
    hi: &Rational,
    work: &mut Work,
) -> Result<Vec<CountedRoot>, LimitReached> {
    search(polynomial, Some(lo), Some(hi), work)
}

/// With ends that may be missing.
pub(super) fn roots_within(
    polynomial: &UnivariatePolynomial,
    lo: Option<&Rational>,
    hi: Option<&Rational>,
) -> Result<Vec<CountedRoot>, LimitReached> {
    search(polynomial, lo, hi, &mut Work::new(WORK_LIMIT))
}

fn search(
    polynomial: &UnivariatePolynomial,
    lo: Option<&Rational>,
    hi: Option<&Rational>,
    work: &mut Work,
) -> Result<Vec<CountedRoot>, LimitReached> {
    let mut roots = Vec::new();
    for (factor, multiplicity) in polynomial.separated(work)? {
        let found = roots_of_factor(&factor, lo, hi, work)?;
        roots.extend(found.into_iter().map(|root| CountedRoot { root, multiplicity }));
    }
    roots.retain(|found| {
        lo.is_none_or(|lo| found.root.compare(lo).is_ge())
            && hi.is_none_or(|hi| found.root.compare(hi).is_le())
    });
    roots.sort_by(|a, b| a.root.cmp(&b.root));
    Ok(roots)
}

/// The roots of a primitive square-free polynomial between the ends, and perhaps others.
fn roots_of_factor(
    factor: &UnivariatePolynomial,
    lo: Option<&Rational>,
    hi: Option<&Rational>,
    work: &mut Work,
) -> Result<Vec<RealRoot>, LimitReached> {
    if let [constant, leading] = factor.powers() {
        let root = Rational::new(Integer::from_big(-constant), Integer::from_big(leading.clone()));
        return Ok(root.into_iter().map(RealRoot::Rational).collect());
    }
    let mut separate = Vec::new();
    let zero = Rational::zero();
    if factor.sign_at(&zero).is_eq() {
        separate.push(Isolated::At(zero.clone()));
    }
    if lo.is_none_or(Rational::is_negative) {
        separate.extend(isolated(factor, true, reach(factor, lo), work)?);
    }
    if hi.is_none_or(|hi| *hi > zero) {
        let exponent = reach(factor, hi);
        separate.extend(isolated(factor, false, exponent, work)?);
        let end = Rational::from(Integer::from_big(BigInt::from(1) << exponent));
        if factor.sign_at(&end).is_eq() {
            separate.push(Isolated::At(end));
        }
    }
    if lo.is_none_or(Rational::is_negative) {
        let end = -Rational::from(Integer::from_big(BigInt::from(1) << reach(factor, lo)));
        if factor.sign_at(&end).is_eq() {
            separate.push(Isolated::At(end));
        }
    }
    let mut none_is_rational = None;
    let mut rational = Vec::new();
    let mut irrational = Vec::new();
    for root in separate {
        match told(factor, root, &mut none_is_rational) {
            Told::Rational(number) => rational.push(number),
            Told::Irrational(isolating, cell) => irrational.push((isolating, cell)),
        }
    }
    let mut roots = Vec::new();
    if !irrational.is_empty() {
        let polynomial = without_roots(factor, &rational);
        let bounded = lo.is_some() || hi.is_some();
        if bounded && polynomial.degree().is_some_and(|degree| degree <= SMALL_DEGREE) {
            // Now the rational roots outside the ends go as well.
            roots = roots_of_factor(&polynomial, None, None, work)?;
            irrational.clear();
        }
        let polynomial = Arc::new(polynomial);
        for (isolating, cell) in irrational {
            let left = sign_at_lower_end(&polynomial, &cell);
            let root = AlgebraicRoot::new(Arc::clone(&polynomial), isolating, cell, left);
            roots.push(RealRoot::Algebraic(root));
        }
    }
    roots.extend(rational.into_iter().map(RealRoot::Rational));
    Ok(roots)
}

/// An e for which `2^e` is not below the end's absolute value, or, where that is less or there is
/// none, not below any root's.
fn reach(polynomial: &UnivariatePolynomial, end: Option<&Rational>) -> u64 {
    let bound = root_bound(polynomial);
    let end = end.map(|end| {
        let whole = end.abs().ceil();
        (whole - Integer::one()).big().abs().bits()
    });
    end.map_or(bound, |end| end.min(bound))
}

/// An e for which all roots are at most `2^e` from 0: `2 max |cₙ₋ᵢ / cₙ|^(1/i)` bounds them
/// (Knuth, *Seminumerical Algorithms*, 4.6.2, exercise 20).
fn root_bound(polynomial: &UnivariatePolynomial) -> u64 {
    let Some((leading, lower)) = polynomial.powers().split_last() else { return 0 };
    let exponents = lower.iter().rev().zip(1i64..).map(|(number, i)| {
        // |c / cₙ| < 2^difference
        let difference = number.bits() as i64 - leading.bits() as i64 + 1;
        difference.div_euclid(i) + i64::from(difference.rem_euclid(i) > 0)
    });
    u64::try_from(exponents.max().unwrap_or(0) + 1).unwrap_or(0)
}
