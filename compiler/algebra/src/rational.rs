//! Fractions of whole numbers: the exact values of reliabilities, rates and times.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::integer::Integer;
use crate::number_error::NumberError;
use crate::operators::{binary_operator, negation_sum_product};

/// A rational number.
///
/// Invariant: in lowest terms with a positive denominator, so equal numbers are equal values.
///
/// Every operation reduces by a greatest common divisor, which is quadratic in the length.
/// Long computations go through [`ExactRing`](crate::ExactRing), which reduces once.
#[derive(Clone)]
pub struct Rational(BigRational);

impl PartialEq for Rational {
    fn eq(&self, other: &Self) -> bool {
        self.0.numer() == other.0.numer() && self.0.denom() == other.0.denom()
    }
}

impl Eq for Rational {}

/// Of both parts. Those of `num-rational` hash and compare the continued fraction instead, one
/// call inside of another for each of its terms: thousands for long numbers.
impl Hash for Rational {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.numer().hash(state);
        self.0.denom().hash(state);
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        let ([a, b], [c, d]) =
            ([self.0.numer(), self.0.denom()], [other.0.numer(), other.0.denom()]);
        let signs = a.sign().cmp(&c.sign());
        if signs.is_ne() || b == d {
            return signs.then_with(|| a.cmp(c));
        }
        // A product has as many digits as its factors together, or one less.
        let (left, right) = (a.bits() + d.bits(), c.bits() + b.bits());
        if left.abs_diff(right) > 1 {
            let order = left.cmp(&right);
            return if a.is_negative() { order.reverse() } else { order };
        }
        (a * d).cmp(&(c * b))
    }
}

impl Rational {
    /// The number 0.
    pub fn zero() -> Self {
        Rational(BigRational::zero())
    }

    /// The number 1.
    pub fn one() -> Self {
        Rational(BigRational::one())
    }

    /// The quotient of two whole numbers, or nothing for the denominator 0.
    pub fn new(numerator: Integer, denominator: Integer) -> Option<Self> {
        if denominator.is_zero() {
            return None;
        }
        Some(Rational(BigRational::new(numerator.big().clone(), denominator.big().clone())))
    }

    /// The quotient of two whole numbers without a common divisor, the second positive.
    /// The caller vouches for both; nothing is checked, as the check is what it wants to avoid.
    pub(crate) fn from_coprime(numerator: BigInt, denominator: BigUint) -> Self {
        Rational(BigRational::new_raw(numerator, denominator.into()))
    }

    /// The whole number above the line, in lowest terms; it carries the sign.
    pub fn numerator(&self) -> Integer {
        Integer::from_big(self.0.numer().clone())
    }

    /// The positive whole number below the line, in lowest terms.
    pub fn denominator(&self) -> Integer {
        Integer::from_big(self.0.denom().clone())
    }

    pub(crate) fn big_numerator(&self) -> &BigInt {
        self.0.numer()
    }

    pub(crate) fn big_denominator(&self) -> &BigUint {
        self.0.denom().magnitude()
    }

    /// Whether this is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is 1.
    pub fn is_one(&self) -> bool {
        self.0.is_one()
    }

    /// Whether this is below 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether this is a whole number.
    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    /// Whether this lies between 0 and 1, ends included.
    pub fn is_probability(&self) -> bool {
        !self.is_negative() && self.0.numer() <= self.0.denom()
    }

    /// One minus this: the chance of the opposite event.
    pub fn complement(&self) -> Rational {
        // d − n and d have no common divisor when n and d have none.
        Rational(BigRational::new_raw(self.0.denom() - self.0.numer(), self.0.denom().clone()))
    }

    /// The distance from 0.
    pub fn abs(&self) -> Rational {
        Rational(self.0.abs())
    }

    /// The largest whole number that is not above this.
    pub fn floor(&self) -> Integer {
        Integer::from_big(self.0.numer().div_floor(self.0.denom()))
    }

    /// The smallest whole number that is not below this.
    pub fn ceil(&self) -> Integer {
        Integer::from_big(self.0.numer().div_ceil(self.0.denom()))
    }

    /// This as a whole number, when it is one.
    pub fn to_integer(&self) -> Option<Integer> {
        self.is_integer().then(|| self.numerator())
    }

    /// One divided by this, or nothing for 0.
    pub fn reciprocal(&self) -> Option<Rational> {
        (!self.is_zero()).then(|| Rational(self.0.recip()))
    }

    /// The quotient, or nothing for the divisor 0.
    pub fn checked_div(&self, divisor: &Rational) -> Option<Rational> {
        (!divisor.is_zero()).then(|| Rational(&self.0 / &divisor.0))
    }

    /// This number raised to a power, or nothing for a negative power of 0. `x⁰` is 1 for every
    /// x, 0 too: an empty product.
    pub fn pow(&self, exponent: i32) -> Option<Rational> {
        let size = exponent.unsigned_abs();
        // Powers of coprime numbers are coprime.
        let power =
            Rational(BigRational::new_raw(self.0.numer().pow(size), self.0.denom().pow(size)));
        if exponent < 0 { power.reciprocal() } else { Some(power) }
    }
}

impl From<i64> for Rational {
    fn from(number: i64) -> Self {
        Rational(BigRational::from_integer(number.into()))
    }
}

impl From<Integer> for Rational {
    fn from(number: Integer) -> Self {
        Rational(BigRational::from_integer(number.big().clone()))
    }
}

impl From<&Integer> for Rational {
    fn from(number: &Integer) -> Self {
        Rational(BigRational::from_integer(number.big().clone()))
    }
}

/// Reads what `Display` writes: `97848/100000` or `3`, after a `-` when negative. The fraction
/// need not be in lowest terms.
impl FromStr for Rational {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let Some((numerator, denominator)) = text.split_once('/') else {
            return text.parse::<Integer>().map(Rational::from);
        };
        let offset = numerator.len() + 1;
        let numerator = numerator.parse()?;
        if denominator.starts_with('-') {
            return Err(NumberError::DigitExpected { at: offset });
        }
        let denominator = denominator.parse().map_err(|error| match error {
            NumberError::DigitExpected { at } => NumberError::DigitExpected { at: at + offset },
            other => other,
        })?;
        Rational::new(numerator, denominator).ok_or(NumberError::ZeroDenominator)
    }
}

impl Default for Rational {
    fn default() -> Self {
        Rational::zero()
    }
}

/// `97/100` in lowest terms, or `3` for a whole number.
impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

binary_operator!(Rational, Add, add, AddAssign, add_assign);
binary_operator!(Rational, Sub, sub, SubAssign, sub_assign);
binary_operator!(Rational, Mul, mul, MulAssign, mul_assign);
negation_sum_product!(Rational);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ring::tests::Lcg;

    fn fraction(numerator: i64, denominator: i64) -> Rational {
        Rational::new(numerator.into(), denominator.into()).unwrap()
    }

    #[test]
    fn order_agrees_with_differences() {
        let mut random = Lcg(13);
        let mut all: Vec<Rational> = vec![fraction(0, 1), fraction(1, 1), fraction(-1, 1)];
        for _ in 0..40 {
            let number = random.probability() - random.probability();
            all.extend([number.pow(9).unwrap(), -&number, number]);
        }
        for a in &all {
            for b in &all {
                assert_eq!(a.cmp(b), (a - b).cmp(&Rational::zero()), "{a} {b}");
                assert_eq!(a == b, (a - b).is_zero());
            }
        }
    }

    /// Their continued fractions have thousands of terms.
    #[test]
    fn long_numbers_are_compared_without_recursion() {
        let power = |base: u32| Integer::from(base).pow(20_000);
        let a = Rational::new(power(3), power(7)).unwrap();
        let near = &a + &Rational::new(Integer::one(), power(2)).unwrap();
        assert!(a < near && a != near);
        assert_eq!(std::collections::HashSet::from([a.clone(), near, a]).len(), 2);
    }

    #[test]
    fn fractions_come_back() {
        let mut random = Lcg(12);
        for _ in 0..200 {
            let number = random.probability() - random.probability();
            assert_eq!(number.to_string().parse(), Ok(number));
        }
        assert_eq!("97848/100000".parse(), Ok(fraction(12231, 12500)));
        assert_eq!("1/0".parse::<Rational>(), Err(NumberError::ZeroDenominator));
        for text in ["1/", "1/-2"] {
            let error = Err(NumberError::DigitExpected { at: 2 });
            assert_eq!(text.parse::<Rational>(), error);
        }
    }

    #[test]
    fn complements_and_powers_stay_in_lowest_terms() {
        let mut random = Lcg(13);
        for _ in 0..200 {
            let number = random.probability();
            assert_eq!(number.complement(), Rational::one() - &number);
            let mut product = Rational::one();
            for exponent in 0..6 {
                assert_eq!(number.pow(exponent).as_ref(), Some(&product));
                assert_eq!(number.pow(-exponent), product.reciprocal());
                product *= &number;
            }
        }
        assert_eq!(Rational::zero().pow(-1), None);
        assert_eq!(Rational::zero().pow(0), Some(Rational::one()));
        assert_eq!(fraction(-2, 3).pow(-3), Some(fraction(-27, 8)));
    }

    #[test]
    fn rounding_to_whole_numbers() {
        for numerator in -20..=20 {
            for denominator in 1..7 {
                let number = fraction(numerator, denominator);
                let (floor, ceil) = (Rational::from(number.floor()), Rational::from(number.ceil()));
                assert!(floor <= number && number <= ceil);
                let width = if number.is_integer() { Rational::zero() } else { Rational::one() };
                assert_eq!(ceil - floor, width);
                assert_eq!(number.to_integer().is_some(), numerator % denominator == 0);
            }
        }
    }

    #[test]
    fn division_by_zero_is_nothing() {
        assert_eq!(Rational::new(Integer::one(), Integer::zero()), None);
        assert_eq!(Rational::one().checked_div(&Rational::zero()), None);
        assert_eq!(fraction(1, 2).checked_div(&fraction(3, 4)), Some(fraction(2, 3)));
        assert_eq!(fraction(1, -2).to_string(), "-1/2");
        assert!(fraction(0, 5).is_probability() && fraction(5, 5).is_probability());
        assert!(!fraction(-1, 5).is_probability() && !fraction(6, 5).is_probability());
    }
}
