//! Fractions of whole numbers: the exact values of reliabilities, rates and times.

use std::fmt;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::integer::{Integer, from_decimal_digits, remove_factor};
use crate::number_error::NumberError;
use crate::operators::{binary_operator, negation_sum_product};

/// A rational number.
///
/// Invariant: in lowest terms with a positive denominator, so equal numbers are equal values.
///
/// Every operation reduces by a greatest common divisor, which is quadratic in the length.
/// Long computations go through [`ExactRing`](crate::ExactRing), which reduces once.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(BigRational);

impl Rational {
    /// The largest power of ten, of either sign, that [`parse_decimal`](Self::parse_decimal)
    /// accepts: beyond it a dozen characters would fill the memory.
    pub const EXPONENT_LIMIT: u32 = 100_000;

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

    /// Reads a number as it is written in a model: `0.999`, `1_000_000`, `1e-6`, `2.5E+3`.
    ///
    /// There are digits on both sides of a point, underscores stand between digits, and there is
    /// no sign in front. The value is exact. Only the primes of ten are cancelled, so
    /// ten thousand digits take no noticeable time.
    pub fn parse_decimal(text: &str) -> Result<Rational, NumberError> {
        let literal = DecimalLiteral::scan(text)?;
        let Some(mut numerator) = from_decimal_digits(&literal.digits) else {
            return Err(NumberError::DigitExpected { at: 0 });
        };
        if numerator.is_zero() {
            return Ok(Rational::zero());
        }
        let ten = BigUint::from(10u32);
        let size = u32::try_from(literal.exponent.unsigned_abs())
            .map_err(|_| NumberError::ExponentTooLarge { limit: Self::EXPONENT_LIMIT })?;
        if literal.exponent >= 0 {
            return Ok(Rational(BigRational::from_integer((numerator * ten.pow(size)).into())));
        }
        let five = BigUint::from(5u32);
        let twos = size - narrow(remove_factor(&mut numerator, &BigUint::from(2u32), size.into()));
        let fives = size - narrow(remove_factor(&mut numerator, &five, size.into()));
        Ok(Rational::from_coprime(numerator.into(), five.pow(fives) << twos))
    }
}

/// A count that is known to be at most some `u32`.
fn narrow(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The parts of a decimal number: `digits · 10^exponent`.
struct DecimalLiteral {
    /// The digits on both sides of the point, without underscores; never empty.
    digits: Vec<u8>,
    /// The written power of ten less the number of digits behind the point.
    exponent: i64,
}

impl DecimalLiteral {
    fn scan(text: &str) -> Result<Self, NumberError> {
        let bytes = text.as_bytes();
        let mut digits = Vec::with_capacity(bytes.len());
        let mut at = scan_digits(bytes, 0, &mut digits)?;
        let mut behind_point = 0;
        if bytes.get(at) == Some(&b'.') {
            let before = digits.len();
            at = scan_digits(bytes, at + 1, &mut digits)?;
            behind_point = digits.len() - before;
        }
        let mut written = 0i64;
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1;
            let negative = bytes.get(at) == Some(&b'-');
            if matches!(bytes.get(at), Some(b'+' | b'-')) {
                at += 1;
            }
            let mut exponent = Vec::new();
            at = scan_digits(bytes, at, &mut exponent)?;
            for digit in exponent {
                written = written.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            }
            if written > i64::from(Rational::EXPONENT_LIMIT) {
                return Err(NumberError::ExponentTooLarge { limit: Rational::EXPONENT_LIMIT });
            }
            if negative {
                written = -written;
            }
        }
        if at < bytes.len() {
            return Err(NumberError::Trailing { at });
        }
        let behind_point = i64::try_from(behind_point).unwrap_or(i64::MAX);
        Ok(DecimalLiteral { digits, exponent: written.saturating_sub(behind_point) })
    }
}

/// Appends the digits that start at `at`, without the underscores between them, and returns
/// where they end.
fn scan_digits(bytes: &[u8], mut at: usize, digits: &mut Vec<u8>) -> Result<usize, NumberError> {
    loop {
        let start = at;
        while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            digits.push(*digit);
            at += 1;
        }
        if at == start {
            return Err(NumberError::DigitExpected { at });
        }
        if bytes.get(at) != Some(&b'_') {
            return Ok(at);
        }
        at += 1;
        // Several underscores in a row are one separator.
        while bytes.get(at) == Some(&b'_') {
            at += 1;
        }
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
    fn decimals_are_read_exactly() {
        for (text, numerator, denominator) in [
            ("0.999", 999, 1000),
            ("1_000_000", 1_000_000, 1),
            ("1e-6", 1, 1_000_000),
            ("2.5E+3", 2500, 1),
            ("2.5e3", 2500, 1),
            ("0.5", 1, 2),
            ("0.000", 0, 1),
            ("12.50", 25, 2),
            ("1_0.0_4", 251, 25),
            ("0e5", 0, 1),
            ("125e-3", 1, 8),
        ] {
            assert_eq!(
                Rational::parse_decimal(text),
                Ok(fraction(numerator, denominator)),
                "{text}"
            );
        }
    }

    #[test]
    fn texts_that_are_no_decimals() {
        for (text, at) in [
            ("", 0),
            (".5", 0),
            ("5.", 2),
            ("1_", 2),
            ("_1", 0),
            ("1e", 2),
            ("1e+", 3),
            ("-1", 0),
            ("1._5", 2),
            ("e5", 0),
        ] {
            let error = Err(NumberError::DigitExpected { at });
            assert_eq!(Rational::parse_decimal(text), error, "{text}");
        }
        assert_eq!(Rational::parse_decimal("1 "), Err(NumberError::Trailing { at: 1 }));
        assert_eq!(Rational::parse_decimal("0x10"), Err(NumberError::Trailing { at: 1 }));
        let error = Err(NumberError::ExponentTooLarge { limit: 100_000 });
        for text in ["1e100001", "1e-100001", "1e99999999999999999999999999"] {
            assert_eq!(Rational::parse_decimal(text), error);
        }
        assert!(Rational::parse_decimal("1e-100000").is_ok());
    }

    #[test]
    fn long_decimals_are_in_lowest_terms() {
        for digits in ["3", "4", "5", "125", "99999999"] {
            let text = format!("0.{}{digits}", "0".repeat(10_000));
            let number = Rational::parse_decimal(&text).unwrap();
            let reduced = Rational::new(number.numerator(), number.denominator()).unwrap();
            assert_eq!(number.to_string(), reduced.to_string());
            let expected = Rational::from(digits.parse::<i64>().unwrap())
                * Rational::from(10).pow(-10_000 - digits.len() as i32).unwrap();
            assert_eq!(number, expected);
        }
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
