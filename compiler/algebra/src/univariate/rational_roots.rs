//! Which of the roots that were separated are rational.
//!
//! A rational root a/b of `Σ cᵢ xⁱ` has a that divides `c₀`, b that divides the leading
//! coefficient, and b − a that divides the value at 1. So one of `cₙ x`, `c₀ / x` and
//! `f(1) / (1 − x)` is a whole number, whichever is sooner isolated, and one exact test decides.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::cell::Cell;
use super::isolate::Isolated;
use super::polynomial::UnivariatePolynomial;
use super::refine::{Narrowed, narrowed};
use super::residue::Field;
use crate::integer::Integer;
use crate::primes::primes_up_to;
use crate::rational::Rational;

/// Coefficients with more binary digits than this are worth a try modulo small primes.
const LONG: u64 = 512;

/// Modulo how many primes it is tried to show that there is no rational root.
const PRIMES_TRIED: usize = 6;

/// Whether a polynomial is seen to have no rational root, since it has none modulo a small prime
/// that does not divide the leading coefficient. Nothing is seen where there is one.
fn is_without_rational_roots(polynomial: &UnivariatePolynomial) -> bool {
    let Some(leading) = polynomial.powers().last() else { return false };
    // Binomial coefficients are divisible by small primes, not by those above the degree.
    let degree = u32::try_from(polynomial.degree().unwrap_or(0)).unwrap_or(u32::MAX);
    let primes = primes_up_to(degree.saturating_mul(2).saturating_add(100));
    let near = primes.iter().filter(|prime| **prime > 2 && (**prime < 100 || **prime > degree));
    let fields = near.map(|prime| Field::new(u64::from(*prime)));
    let usable = fields.filter(|field| field.residue(leading) != 0);
    usable.take(PRIMES_TRIED).any(|field| !field.has_root(&field.row(polynomial.powers())))
}

/// What an isolated root is.
pub(super) enum Told {
    /// This number.
    Rational(Rational),
    /// No rational number: the isolating cell, and a part of it. Their ends are no roots of the
    /// polynomial without its rational roots.
    Irrational(Cell, Cell),
}

/// Tells whether an isolated root of a primitive square-free polynomial is rational.
///
/// Where that would need many digits, the caller may know already that none is rational.
pub(super) fn told(
    polynomial: &UnivariatePolynomial,
    root: Isolated,
    none_is_rational: &mut Option<bool>,
) -> Told {
    let (isolating, left) = match root {
        Isolated::At(number) => return Told::Rational(number),
        Isolated::Within(cell, left) => (cell, left),
    };
    let powers = polynomial.powers();
    let (Some(first), Some(leading)) = (powers.first(), powers.last()) else {
        unreachable!("a polynomial with a root has coefficients");
    };
    let at_one: BigInt = powers.iter().sum();
    // Without roots at 0 and 1 all three are there; the shortest needs the fewest digits.
    let scales = [(leading, Scale::Root), (first, Scale::Inverse), (&at_one, Scale::Complement)];
    let shortest = scales.into_iter().filter(|(number, _)| !number.is_zero());
    let Some((number, scale)) = shortest.min_by_key(|(number, _)| number.bits()) else {
        unreachable!("the leading coefficient is not 0");
    };
    if number.bits() > LONG
        && *none_is_rational.get_or_insert_with(|| is_without_rational_roots(polynomial))
    {
        return Told::Irrational(isolating.clone(), isolating);
    }
    let number = Rational::from(Integer::from_big(number.abs()));
    let mut cell = isolating.clone();
    loop {
        // The whole number and the root change together, one way or the other.
        let image = |x: &Rational| match scale {
            Scale::Root => Some(x * &number),
            Scale::Inverse => number.checked_div(x),
            Scale::Complement => number.checked_div(&x.complement()),
        };
        if let (Some(a), Some(b)) = (image(&cell.lo()), image(&cell.hi())) {
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            // Whole numbers strictly between, if it is one at most.
            let next = low.floor() + Integer::one();
            if Rational::from(&next + &Integer::one()) >= high {
                let inside = Rational::from(&next) < high;
                let candidate = inside.then(|| scale.root_of(&Rational::from(next), &number));
                return match candidate.flatten() {
                    Some(root) if is_root(polynomial, &root) => Told::Rational(root),
                    _ => Told::Irrational(isolating, cell),
                };
            }
        }
        let gain = match scale {
            Scale::Root => number.numerator().bits() + 1,
            Scale::Inverse | Scale::Complement => cell.depth + number.numerator().bits() + 2,
        };
        match narrowed(polynomial, left, &cell, gain.max(cell.depth + 1)) {
            Narrowed::At(index, depth) => {
                return Told::Rational(super::cell::dyadic(&index, depth));
            }
            Narrowed::Within(narrower) => cell = narrower,
        }
    }
}

/// Whether a rational number is a root. Division tells sooner than the value, since a remainder
/// shows early, and the numbers stay short.
fn is_root(polynomial: &UnivariatePolynomial, number: &Rational) -> bool {
    polynomial.exact_quotient(&factor(number)).is_some()
}

/// `b x − a` for the number a/b.
fn factor(root: &Rational) -> UnivariatePolynomial {
    UnivariatePolynomial::from_coefficients([-root.numerator(), root.denominator()])
}

/// Which whole number a rational root makes with a coefficient c.
#[derive(Clone, Copy)]
enum Scale {
    /// `c x`
    Root,
    /// `c / x`
    Inverse,
    /// `c / (1 − x)`
    Complement,
}

impl Scale {
    /// The root that makes this whole number.
    fn root_of(self, whole: &Rational, number: &Rational) -> Option<Rational> {
        match self {
            Scale::Root => whole.checked_div(number),
            Scale::Inverse => number.checked_div(whole),
            Scale::Complement => number.checked_div(whole).map(|rest| rest.complement()),
        }
    }
}

/// The polynomial without these roots, primitive.
pub(super) fn without_roots(
    polynomial: &UnivariatePolynomial,
    roots: &[Rational],
) -> UnivariatePolynomial {
    roots.iter().fold(polynomial.clone(), |left, root| {
        left.exact_quotient(&factor(root)).unwrap_or_else(|| unreachable!("a root divides"))
    })
}

/// The sign at the lower end of a cell.
pub(super) fn sign_at_lower_end(polynomial: &UnivariatePolynomial, cell: &Cell) -> Ordering {
    super::fixed_point::FixedPoint::new(polynomial, cell, 64).sign(&cell.index, cell.depth)
}
