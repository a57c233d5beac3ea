//! One real root of a polynomial, exactly.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::cell::Cell;
use super::fixed_point::FixedPoint;
use super::polynomial::{UnivariatePolynomial, sign};
use super::radical::Radical;
use super::refine::{Narrowed, narrowed};
use crate::decimal::{DIGITS_LIMIT, decimal};
use crate::integer::Integer;
use crate::rational::Rational;

/// A rational number, or an irrational root of a polynomial with whole coefficients.
///
/// Compared by value: roots of different polynomials are equal where they are the same number.
#[derive(Clone)]
pub enum RealRoot {
    /// A rational number.
    Rational(Rational),
    /// An irrational number.
    Algebraic(AlgebraicRoot),
}

/// An irrational root of a polynomial.
///
/// Invariant: the polynomial is primitive and square-free with a positive leading coefficient,
/// exactly one root lies in the isolating cell, it is irrational, and neither end is a root. The
/// cell is a part of the isolating one.
#[derive(Clone)]
pub struct AlgebraicRoot {
    polynomial: Arc<UnivariatePolynomial>,
    isolating: Cell,
    cell: Cell,
    /// The sign at the cell's lower end.
    left: Ordering,
}

impl RealRoot {
    /// How this compares with a rational number.
    pub fn compare(&self, number: &Rational) -> Ordering {
        match self {
            RealRoot::Rational(own) => own.cmp(number),
            RealRoot::Algebraic(root) => root.compare(number),
        }
    }

    /// The number, where it is rational.
    pub fn as_rational(&self) -> Option<&Rational> {
        match self {
            RealRoot::Rational(number) => Some(number),
            RealRoot::Algebraic(_) => None,
        }
    }

    /// The largest whole number that is not above this one.
    pub fn floor(&self) -> Integer {
        match self {
            RealRoot::Rational(number) => number.floor(),
            RealRoot::Algebraic(root) => root.floor_of_multiple(&Integer::one()),
        }
    }

    /// The least whole number that is not below this one.
    pub fn ceil(&self) -> Integer {
        match self {
            RealRoot::Rational(number) => number.ceil(),
            RealRoot::Algebraic(root) => root.floor_of_multiple(&Integer::one()) + Integer::one(),
        }
    }

    /// How a polynomial's value here compares with 0, exactly.
    pub fn sign_of(&self, polynomial: &UnivariatePolynomial) -> Ordering {
        match self {
            RealRoot::Rational(number) => polynomial.sign_at(number),
            RealRoot::Algebraic(root) => root.sign_of(polynomial),
        }
    }

    /// The decimal with so many significant digits, correctly rounded, in the format of
    /// [`decimal`](crate::decimal).
    pub fn decimal(&self, digits: usize) -> String {
        match self {
            RealRoot::Rational(number) => decimal(number, digits),
            RealRoot::Algebraic(root) => root.decimal(digits),
        }
    }

    /// The same number with an enclosure not wider than `2^−bits`.
    pub fn refined(&self, bits: u64) -> RealRoot {
        match self {
            RealRoot::Rational(_) => self.clone(),
            RealRoot::Algebraic(root) => RealRoot::Algebraic(root.refined(bits)),
        }
    }

    /// Two dyadic numbers with this one between them; twice itself, where it is rational.
    pub fn enclosure(&self) -> (Rational, Rational) {
        match self {
            RealRoot::Rational(number) => (number.clone(), number.clone()),
            RealRoot::Algebraic(root) => root.enclosure(),
        }
    }

    /// `r + s √d`, where the number is rational or the root of a polynomial of degree 2.
    pub fn radical(&self) -> Option<Radical> {
        match self {
            RealRoot::Rational(number) => Some(Radical::rational(number.clone())),
            RealRoot::Algebraic(root) => root.radical(),
        }
    }

    /// A short rational number strictly between this one and a larger one; nothing where the
    /// other is not larger.
    pub fn rational_before(&self, larger: &RealRoot) -> Option<Rational> {
        if *self >= *larger {
            return None;
        }
        let mut bits = 4;
        loop {
            let below = self.refined(bits).enclosure().1;
            let above = larger.refined(bits).enclosure().0;
            if below < above {
                return Some(short_decimal_between(&below, &above));
            }
            bits *= 2;
        }
    }
}

impl AlgebraicRoot {
    /// The caller vouches for the invariant; `left` is the sign at the cell's lower end.
    pub(super) fn new(
        polynomial: Arc<UnivariatePolynomial>,
        isolating: Cell,
        cell: Cell,
        left: Ordering,
    ) -> Self {
        AlgebraicRoot { polynomial, isolating, cell, left }
    }

    /// The polynomial: primitive, square-free, with a positive leading coefficient. Up to the
    /// degree 3 it is irreducible.
    pub fn polynomial(&self) -> &UnivariatePolynomial {
        &self.polynomial
    }

    /// Whether the polynomial is known to be irreducible, and thus the minimal one.
    pub fn is_known_irreducible(&self) -> bool {
        self.polynomial.degree().is_some_and(|degree| degree <= 3)
    }

    /// Neighbouring decimal numbers, with three digits behind the point or more, between which
    /// the polynomial has this root and no other. They are no roots.
    pub fn interval(&self) -> (Rational, Rational) {
        let (lo, hi) = (self.isolating.lo(), self.isolating.hi());
        let mut digits = 3u32;
        loop {
            let scale = Integer::from(10).pow(digits);
            let scaled = Rational::from(&scale);
            let index = self.floor_of_multiple(&scale);
            let end = |index: Integer| Rational::from(index).checked_div(&scaled);
            if let (Some(below), Some(above)) = (end(index.clone()), end(index + Integer::one()))
                && lo <= below
                && above <= hi
            {
                return (below, above);
            }
            digits += 1;
        }
    }

    /// The largest whole number below a positive multiple.
    fn floor_of_multiple(&self, factor: &Integer) -> Integer {
        let mut root = self.clone();
        let factor = Rational::from(factor);
        loop {
            let (lo, hi) = root.enclosure();
            let (below, above) = ((&lo * &factor).floor(), (&hi * &factor).ceil());
            if &above - &below == Integer::one() {
                return below;
            }
            // One whole number between: the root is not equal to it, so one comparison tells.
            if &above - &below == Integer::from(2) {
                let middle = &below + Integer::one();
                let number = Rational::from(&middle).checked_div(&factor);
                return match number.map(|number| root.compare(&number)) {
                    Some(Ordering::Less) => below,
                    _ => middle,
                };
            }
            root = root.refined(root.cell.depth + factor.numerator().bits() + 1);
        }
    }

    /// Two dyadic numbers with this one between them, and no other root of the polynomial.
    pub fn enclosure(&self) -> (Rational, Rational) {
        (self.cell.lo(), self.cell.hi())
    }

    /// The same number with an enclosure not wider than `2^−bits`.
    pub fn refined(&self, bits: u64) -> AlgebraicRoot {
        match narrowed(&self.polynomial, self.left, &self.cell, bits) {
            Narrowed::Within(cell) => AlgebraicRoot { cell, ..self.clone() },
            Narrowed::At(..) => unreachable!("the root is irrational"),
        }
    }

    /// The correctly rounded decimal: an irrational number is no tie, so both ends of a narrow
    /// enclosure are rounded to it.
    fn decimal(&self, digits: usize) -> String {
        let digits = digits.clamp(1, DIGITS_LIMIT);
        let mut bits = digits as u64 * 10 / 3 + 8;
        let mut root = self.clone();
        loop {
            root = root.refined(bits);
            let (lo, hi) = root.enclosure();
            let text = decimal(&lo, digits);
            if text == decimal(&hi, digits) {
                return text;
            }
            // A number near 0 has its first digit far behind the point.
            let zeros = root.cell.depth.saturating_sub(root.cell.index.bits());
            bits = (digits as u64 * 10 / 3 + 8 + zeros).max(bits + 32);
        }
    }

    pub(super) fn compare(&self, number: &Rational) -> Ordering {
        let (lo, hi) = self.enclosure();
        if *number <= lo {
            return Ordering::Greater;
        }
        if *number >= hi {
            return Ordering::Less;
        }
        // A value at a long number is long to compute, and few numbers are so near.
        let precision = self.cell.depth + 64;
        if number.denominator().bits() > 64 && self.cell.depth < 256 {
            return self.refined(precision).compare(number);
        }
        // The sign changes at the root and nowhere else.
        if self.polynomial.sign_at(number) == self.left {
            Ordering::Greater
        } else {
            Ordering::Less
        }
    }

    /// Whether a polynomial that divides this root's has the same root.
    fn is_root_of_divisor(&self, divisor: &UnivariatePolynomial) -> bool {
        if divisor.is_constant() {
            return false;
        }
        let values = FixedPoint::new(divisor, &self.cell, 64);
        let above = &self.cell.index + 1;
        values.sign(&self.cell.index, self.cell.depth) != values.sign(&above, self.cell.depth)
    }

    fn sign_of(&self, polynomial: &UnivariatePolynomial) -> Ordering {
        let Some(degree) = polynomial.degree() else { return Ordering::Equal };
        let mut root = self.clone();
        let mut bits = 64;
        let mut looked_for_root = degree == 0;
        loop {
            root = root.refined(bits);
            if let Some(sign) = sign_near(polynomial, &root.cell) {
                return sign;
            }
            if bits >= 256 && !looked_for_root {
                if root.is_root_of_divisor(&self.polynomial.gcd(polynomial)) {
                    return Ordering::Equal;
                }
                looked_for_root = true;
            }
            bits *= 2;
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let same = Arc::ptr_eq(&self.polynomial, &other.polynomial);
        let (mut a, mut b) = (self.clone(), other.clone());
        let mut bits = a.cell.depth.max(b.cell.depth);
        let mut different = false;
        loop {
            let depth = a.cell.depth.min(b.cell.depth);
            let order = a.cell.at_depth(depth).index.cmp(&b.cell.at_depth(depth).index);
            if order.is_ne() {
                return order;
            }
            a = a.refined(bits);
            b = b.refined(bits);
            if a.cell == b.cell {
                // One cell has one root of each, so it is the same if both have it.
                if same {
                    return Ordering::Equal;
                }
                if bits >= 64 && !different {
                    if a.polynomial == b.polynomial
                        || a.is_root_of_divisor(&a.polynomial.gcd(&b.polynomial))
                    {
                        return Ordering::Equal;
                    }
                    different = true;
                }
            }
            bits = (bits * 2).max(64);
        }
    }
}

/// The sign of a polynomial on a whole cell, where it is certain from the value at its lower end
/// and a bound of the slope.
fn sign_near(polynomial: &UnivariatePolynomial, cell: &Cell) -> Option<Ordering> {
    let (numerator, scale) = polynomial.scaled_value_at(&cell.lo());
    let farthest = cell.lo().abs().max(cell.hi().abs()).ceil();
    let slope = polynomial
        .derivative()
        .powers()
        .iter()
        .rev()
        .fold(BigInt::zero(), |sum, number| sum * farthest.big() + number.abs());
    // |value| · 2^depth against slope, both times the scale.
    let certain = (numerator.abs() << cell.depth) > slope * scale;
    certain.then(|| sign(&numerator))
}

/// A whole number, or else the decimal with the fewest digits, strictly between two numbers.
fn short_decimal_between(lo: &Rational, hi: &Rational) -> Rational {
    let next = lo.floor() + Integer::one();
    if Rational::from(&next) < *hi {
        // The whole number nearest to 0.
        let last = hi.ceil() - Integer::one();
        let nearest = if next.is_negative() {
            if last.is_negative() { last } else { Integer::zero() }
        } else {
            next
        };
        return Rational::from(nearest);
    }
    let mut digits = 1;
    loop {
        let scale = Rational::from(Integer::from(10).pow(digits));
        let index = (lo * &scale).floor() + Integer::one();
        let candidate = Rational::from(index).checked_div(&scale);
        if let Some(number) = candidate.filter(|number| number < hi) {
            return number;
        }
        digits += 1;
    }
}

impl PartialEq for RealRoot {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for RealRoot {}

impl PartialOrd for RealRoot {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RealRoot {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (_, RealRoot::Rational(number)) => self.compare(number),
            (RealRoot::Rational(number), _) => other.compare(number).reverse(),
            (RealRoot::Algebraic(a), RealRoot::Algebraic(b)) => a.cmp(b),
        }
    }
}

impl From<Rational> for RealRoot {
    fn from(number: Rational) -> Self {
        RealRoot::Rational(number)
    }
}

impl fmt::Debug for RealRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RealRoot::Rational(number) => number.fmt(f),
            RealRoot::Algebraic(root) => root.fmt(f),
        }
    }
}

impl fmt::Debug for AlgebraicRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "root {} of {:?}", self.decimal(6), self.polynomial)
    }
}

#[cfg(test)]
mod tests;
