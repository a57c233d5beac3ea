//! Numbers as they are written in a model.

use num_bigint::BigUint;
use num_traits::Zero;

use crate::integer::{from_decimal_digits, remove_factor};
use crate::number_error::NumberError;
use crate::rational::Rational;

impl Rational {
    /// The largest power of ten, of either sign, that [`parse_decimal`](Self::parse_decimal)
    /// accepts: beyond it a dozen characters would fill the memory.
    pub const EXPONENT_LIMIT: u32 = 100_000;

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
            let whole = numerator * ten.pow(size);
            return Ok(Rational::from_coprime(whole.into(), BigUint::from(1u32)));
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
