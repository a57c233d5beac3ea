//! Correctly rounded decimals of exact numbers.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer as _;
use num_traits::{One, Zero};

use crate::enclosure::EnclosureRing;
use crate::rational::Rational;

/// More significant digits than this are not written, whatever is asked for.
pub const DIGITS_LIMIT: usize = 1_000_000;

/// Up to this length of numerator and denominator together, dividing outright is quickest.
const SHORT_BITS: u64 = 4096;

/// The decimal with so many significant digits (at least one, at most [`DIGITS_LIMIT`]), rounded
/// to the nearest and to the even digit in a tie.
///
/// Zeros at the end are left out. Numbers from 1e-7 to below 1e31 are written with a point only,
/// others like `5.28e-114`.
///
/// A fraction with a million digits is not divided out: an enclosure of a few hundred bits
/// settles the digits, and only where it does not, in a tie or within a hair of one, the whole
/// division decides.
pub fn decimal(number: &Rational, digits: usize) -> String {
    let digits = digits.clamp(1, DIGITS_LIMIT);
    if number.is_zero() {
        return "0".to_owned();
    }
    let sign = if number.is_negative() { "-" } else { "" };
    let (numerator, denominator) = (number.big_numerator().magnitude(), number.big_denominator());
    // A decimal digit is less than four bits; a hundred more make ties improbable.
    let precision = u32::try_from(digits * 4 + 100).unwrap_or(u32::MAX);
    if numerator.bits() + denominator.bits() > SHORT_BITS.max(2 * u64::from(precision)) {
        let enclosure = EnclosureRing::new(precision).quotient(numerator, denominator);
        if let Some(text) = enclosure.digits(digits) {
            return format!("{sign}{text}");
        }
    }
    let figures = Figures::round(numerator, denominator, digits, DecimalRounding::HalfEven);
    format!("{sign}{}", figures.to_text())
}

/// Where a decimal goes that does not end in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalRounding {
    /// To the nearest, in a tie to the even digit.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

/// The significant figures of a positive number, `digits · 10^exponent`.
///
/// Invariant: `digits` has exactly as many decimal digits as were asked for, so two roundings
/// of like length are equal only as numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figures {
    digits: BigUint,
    exponent: i64,
}

impl Figures {
    /// Rounds a positive fraction to so many significant digits.
    pub(crate) fn round(
        numerator: &BigUint,
        denominator: &BigUint,
        count: usize,
        rounding: DecimalRounding,
    ) -> Figures {
        let count = count as i64;
        // The fraction exceeds 2^(bits − bits − 1) and is below four times that, so its highest
        // digit stands at this place or little above.
        let lowest =
            floor_log10_of_power_of_two(numerator.bits() as i64 - denominator.bits() as i64 - 1);
        let mut exponent = lowest - (count - 1);
        let ten_to = |exponent: i64| {
            BigUint::from(10u32).pow(u32::try_from(exponent.max(0)).unwrap_or(u32::MAX))
        };
        let mut divisor = denominator * ten_to(exponent);
        let (mut digits, mut rest) = (numerator * ten_to(-exponent)).div_rem(&divisor);
        let too_long = ten_to(count);
        while digits >= too_long {
            let (shorter, last) = digits.div_rem(&BigUint::from(10u32));
            rest += last * &divisor;
            digits = shorter;
            divisor *= 10u32;
            exponent += 1;
        }
        let up = match rounding {
            DecimalRounding::Down => false,
            DecimalRounding::Up => !rest.is_zero(),
            DecimalRounding::HalfEven => match (rest << 1u32).cmp(&divisor) {
                Ordering::Less => false,
                Ordering::Equal => digits.is_odd(),
                Ordering::Greater => true,
            },
        };
        if up {
            digits += 1u32;
            if digits == too_long {
                digits /= 10u32;
                exponent += 1;
            }
        }
        Figures { digits, exponent }
    }

    /// The same figures times a power of ten.
    pub(crate) fn shifted(self, powers_of_ten: i64) -> Figures {
        Figures { exponent: self.exponent + powers_of_ten, ..self }
    }

    /// The smallest power of ten that is not below a number, from its one figure rounded up.
    pub(crate) fn ceil_log10(&self) -> i64 {
        if self.digits.is_one() { self.exponent } else { self.exponent + 1 }
    }

    /// The figures as text, in the format of [`decimal`].
    pub(crate) fn to_text(&self) -> String {
        let all = self.digits.to_string();
        let highest = self.exponent + all.len() as i64 - 1;
        let figures = all.trim_end_matches('0');
        match highest {
            ..-7 | 31.. => {
                let (first, others) = figures.split_at(1);
                let point = if others.is_empty() { "" } else { "." };
                format!("{first}{point}{others}e{highest}")
            }
            ..0 => {
                let zeros = "0".repeat(usize::try_from(-highest - 1).unwrap_or(0));
                format!("0.{zeros}{figures}")
            }
            0.. => {
                let whole = usize::try_from(highest + 1).unwrap_or(0);
                match figures.split_at_checked(whole) {
                    Some((before, "")) => before.to_owned(),
                    Some((before, behind)) => format!("{before}.{behind}"),
                    None => format!("{figures:0<whole$}"),
                }
            }
        }
    }
}

/// The whole number e with `10^e ≤ 2^exponent < 10^(e+1)`, or one below it where 2^exponent is
/// very near a power of ten.
pub(crate) fn floor_log10_of_power_of_two(exponent: i64) -> i64 {
    // log₁₀ 2 · 2⁶⁴ lies between this and the next whole number.
    const LOG10_OF_2: i128 = 0x4D10_4D42_7DE7_FBCC;
    let exponent = i128::from(exponent);
    // The constant is too small, so that the product errs downwards unless the exponent is
    // negative, and by less than one 2⁶⁴th for each unit of it.
    let error = if exponent < 0 { -exponent } else { 0 };
    ((exponent * LOG10_OF_2 - error) >> 64) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integer::Integer;
    use crate::ring::tests::Lcg;

    fn fraction(numerator: u64, denominator: u64) -> Rational {
        Rational::new(numerator.into(), denominator.into()).unwrap()
    }

    fn literal(text: &str) -> Rational {
        Rational::parse_decimal(text).unwrap()
    }

    #[test]
    fn printed_decimals() {
        for (number, digits, expected) in [
            ("0.98802099", 12, "0.98802099"),
            ("0.98802099", 3, "0.988"),
            ("5.28e-114", 12, "5.28e-114"),
            ("1e-7", 12, "0.0000001"),
            ("9.99e-8", 12, "9.99e-8"),
            ("9.99e-8", 2, "0.0000001"),
            ("1e-8", 12, "1e-8"),
            ("1e30", 12, "1000000000000000000000000000000"),
            ("1e31", 12, "1e31"),
            ("9.99e30", 2, "1e31"),
            ("123456789012345678", 12, "123456789012000000"),
            ("1234.5", 4, "1234"),
            ("1235.5", 4, "1236"),
            ("0.15", 1, "0.2"),
            ("0.25", 1, "0.2"),
            ("0.2500000001", 1, "0.3"),
            ("0.999999", 3, "1"),
            ("0", 3, "0"),
            ("1", 0, "1"),
            ("1500", 2, "1500"),
        ] {
            assert_eq!(decimal(&literal(number), digits), expected, "{number} to {digits}");
        }
        assert_eq!(decimal(&-literal("0.125"), 2), "-0.12");
        assert_eq!(decimal(&fraction(1, 3), 12), "0.333333333333");
        assert_eq!(decimal(&fraction(2, 3), 12), "0.666666666667");
    }

    /// Long division digit by digit, on the whole number.
    fn by_long_division(number: &Rational, digits: usize) -> Rational {
        let ten = Rational::from(10);
        let mut scale = 0;
        let mut scaled = number.clone();
        let high = Rational::from(10).pow(digits as i32).unwrap();
        let low = Rational::from(10).pow(digits as i32 - 1).unwrap();
        while scaled >= high {
            scaled = scaled.checked_div(&ten).unwrap();
            scale += 1;
        }
        while scaled < low {
            scaled *= &ten;
            scale -= 1;
        }
        let floor = Rational::from(scaled.floor());
        let rest = &scaled - &floor;
        let half = fraction(1, 2);
        let even = floor.to_integer().unwrap().is_even();
        let up = rest > half || rest == half && !even;
        let rounded = if up { floor + Rational::one() } else { floor };
        rounded * ten.pow(scale).unwrap()
    }

    #[test]
    fn rounding_agrees_with_long_division() {
        let mut random = Lcg(5);
        for _ in 0..2000 {
            let digits = 1 + random.below(8) as usize;
            let numerator = 1 + random.below(1 << 20);
            let number = fraction(numerator, 1 + random.below(2000));
            let printed = literal(&decimal(&number, digits));
            assert_eq!(printed, by_long_division(&number, digits), "{number} to {digits}");
        }
    }

    #[test]
    fn long_fractions_agree_with_the_whole_division() {
        let mut random = Lcg(6);
        for _ in 0..40 {
            let base = fraction(1 + random.below(1000), 1000 + random.below(1000));
            let number = base.pow(500 + random.below(500) as i32).unwrap();
            assert!(number.big_denominator().bits() > SHORT_BITS);
            for digits in [1, 12, 50] {
                let whole = Figures::round(
                    number.big_numerator().magnitude(),
                    number.big_denominator(),
                    digits,
                    DecimalRounding::HalfEven,
                );
                assert_eq!(decimal(&number, digits), whole.to_text());
            }
        }
    }

    #[test]
    fn long_ties_go_to_the_even_digit() {
        // 0.125 exactly, and with something far behind, on a numerator past the short limit.
        let far = Rational::from(2).pow(-20_000).unwrap();
        let eighth = fraction(1, 8);
        assert_eq!(decimal(&(&eighth + &far), 2), "0.13");
        assert_eq!(decimal(&(&eighth - &far), 2), "0.12");
        let three_eighths = fraction(3, 8);
        assert_eq!(decimal(&(&three_eighths - &far), 2), "0.37");
        // A power of two that ends in 5 has a tie at its last digit but one.
        let power = Rational::from(2).pow(-5000).unwrap();
        let length = Integer::from(5).pow(5000).decimal_digits() as usize;
        let rounded = literal(&decimal(&power, length - 1));
        let error = (&rounded - &power).abs();
        assert_eq!(error, Rational::from(10).pow(-5000).unwrap() * Rational::from(5));
    }

    #[test]
    fn logarithm_of_a_power_of_two_is_its_digit_count_less_one() {
        for exponent in 1..2000i64 {
            let power = Integer::from(2).pow(exponent as u32);
            let floor = floor_log10_of_power_of_two(exponent);
            assert_eq!(floor + 1, power.to_string().len() as i64);
            // 2^−e lies between the powers of ten −(floor + 1) and −floor.
            assert_eq!(floor_log10_of_power_of_two(-exponent), -floor - 1);
        }
        assert_eq!(floor_log10_of_power_of_two(0), 0);
    }
}
