//! Whole numbers of any size.

use std::fmt;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer as _;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::number_error::NumberError;
use crate::operators::{binary_operator, negation_sum_product};

/// A whole number of any size, positive, negative or zero.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Integer(BigInt);

impl Integer {
    /// The number 0.
    pub fn zero() -> Self {
        Integer(BigInt::zero())
    }

    /// The number 1.
    pub fn one() -> Self {
        Integer(BigInt::one())
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

    /// Whether 2 divides this.
    pub fn is_even(&self) -> bool {
        self.0.is_even()
    }

    /// The distance from 0.
    pub fn abs(&self) -> Integer {
        Integer(self.0.abs())
    }

    /// How many binary digits the absolute value has; none for 0.
    pub fn bits(&self) -> u64 {
        self.0.bits()
    }

    /// How many decimal digits the absolute value has; one for 0.
    ///
    /// The digits are not written out: the binary length leaves two candidates at most, and one
    /// comparison with a power of ten tells them apart.
    pub fn decimal_digits(&self) -> u64 {
        // log₁₀ 2 lies between these two, which differ by less than 2⁻⁶³.
        const LOG10_OF_2_BELOW: u128 = 0x4D10_4D42_7DE7_FBCC;
        const LOG10_OF_2_ABOVE: u128 = 0x4D10_4D42_7DE7_FBCD;
        let bits = u128::from(self.bits());
        if bits == 0 {
            return 1;
        }
        // 2^(bits − 1) ≤ |self| < 2^bits, and a power of two above 1 is no power of ten.
        let fewest = (((bits - 1) * LOG10_OF_2_BELOW) >> 64) + 1;
        let most = ((bits * LOG10_OF_2_ABOVE) >> 64) + 1;
        let fewest = u64::try_from(fewest).unwrap_or(u64::MAX);
        let most = u64::try_from(most).unwrap_or(u64::MAX);
        match u32::try_from(fewest) {
            Ok(exponent) if fewest < most => {
                let reaches = *self.0.magnitude() >= BigUint::from(10u32).pow(exponent);
                fewest + u64::from(reaches)
            }
            _ => fewest,
        }
    }

    /// This number raised to a power. The result has up to `bits() · exponent` binary digits:
    /// callers with an exponent from outside look at that product first.
    pub fn pow(&self, exponent: u32) -> Integer {
        Integer(self.0.pow(exponent))
    }

    /// The greatest common divisor, never negative; that of 0 and 0 is 0.
    pub fn gcd(&self, other: &Integer) -> Integer {
        Integer(self.0.gcd(&other.0))
    }

    /// The quotient rounded towards −∞, or nothing for the divisor 0.
    pub fn div_floor(&self, divisor: &Integer) -> Option<Integer> {
        (!divisor.is_zero()).then(|| Integer(self.0.div_floor(&divisor.0)))
    }

    /// What [`div_floor`](Self::div_floor) leaves over, with the divisor's sign; nothing for the
    /// divisor 0.
    pub fn mod_floor(&self, divisor: &Integer) -> Option<Integer> {
        (!divisor.is_zero()).then(|| Integer(self.0.mod_floor(&divisor.0)))
    }

    /// This number as a machine word, when it fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.0.to_u64()
    }

    /// This number as a signed machine word, when it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.0.to_i64()
    }

    /// This number as an index, when it fits.
    pub fn to_usize(&self) -> Option<usize> {
        self.0.to_usize()
    }

    pub(crate) fn from_big(number: BigInt) -> Self {
        Integer(number)
    }

    pub(crate) fn big(&self) -> &BigInt {
        &self.0
    }
}

/// Takes the divisor out of the number as often as it divides, up to `at_most` times, and says
/// how often that was. A divisor below two is never taken out.
///
/// The divisor is squared while its square still divides, so k occurrences cost about 2 log k
/// divisions.
pub(crate) fn remove_factor(number: &mut BigUint, divisor: &BigUint, at_most: u64) -> u64 {
    if number.is_zero() || divisor.is_zero() || divisor.is_one() {
        return 0;
    }
    if *divisor == BigUint::from(2u32) {
        let times = number.trailing_zeros().unwrap_or(0).min(at_most);
        *number >>= times;
        return times;
    }
    let mut powers = vec![divisor.clone()];
    let mut removed = 0;
    let mut size = 1;
    // Upwards: divisor, its square, its fourth power, …
    while removed + size <= at_most {
        let (quotient, rest) = number.div_rem(&powers[powers.len() - 1]);
        if !rest.is_zero() {
            break;
        }
        *number = quotient;
        removed += size;
        let last = &powers[powers.len() - 1];
        if last.bits() * 2 > number.bits() + 1 {
            break;
        }
        powers.push(last * last);
        size *= 2;
    }
    // And down again; at each size at most one more can be left, but for the largest.
    while let Some(power) = powers.pop() {
        size = 1 << powers.len();
        while removed + size <= at_most {
            let (quotient, rest) = number.div_rem(&power);
            if !rest.is_zero() {
                break;
            }
            *number = quotient;
            removed += size;
        }
    }
    removed
}

/// The number written by decimal digits alone; anything else among the bytes gives nothing.
///
/// Halves are read on their own and joined by one long multiplication, so that a number with a
/// hundred thousand digits takes milliseconds.
pub(crate) fn from_decimal_digits(digits: &[u8]) -> Option<BigUint> {
    const AT_ONCE: usize = 512;
    if digits.len() <= AT_ONCE {
        return match digits.iter().all(u8::is_ascii_digit) {
            true => BigUint::parse_bytes(digits, 10),
            false => None,
        };
    }
    // The low part's length is AT_ONCE · 2^j, so the powers of ten could be shared; computing
    // each anew costs no more than the multiplication it serves.
    let low = AT_ONCE << ((digits.len() - 1) / AT_ONCE).ilog2();
    let (high, low) = digits.split_at(digits.len() - low);
    let scale = BigUint::from(10u32).pow(u32::try_from(low.len()).ok()?);
    Some(from_decimal_digits(high)? * scale + from_decimal_digits(low)?)
}

impl From<i64> for Integer {
    fn from(number: i64) -> Self {
        Integer(number.into())
    }
}

impl From<u64> for Integer {
    fn from(number: u64) -> Self {
        Integer(number.into())
    }
}

impl From<i32> for Integer {
    fn from(number: i32) -> Self {
        Integer(number.into())
    }
}

impl From<u32> for Integer {
    fn from(number: u32) -> Self {
        Integer(number.into())
    }
}

impl From<usize> for Integer {
    fn from(number: usize) -> Self {
        Integer(number.into())
    }
}

/// Decimal digits, after a `-` when negative; no underscores, no spaces.
impl FromStr for Integer {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() {
            return Err(NumberError::DigitExpected { at: text.len() });
        }
        if let Some(at) = digits.bytes().position(|byte| !byte.is_ascii_digit()) {
            return Err(NumberError::DigitExpected { at: text.len() - digits.len() + at });
        }
        let sign = if digits.len() < text.len() { Sign::Minus } else { Sign::Plus };
        match from_decimal_digits(digits.as_bytes()) {
            Some(magnitude) => Ok(Integer(BigInt::from_biguint(sign, magnitude))),
            None => Err(NumberError::DigitExpected { at: 0 }),
        }
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

binary_operator!(Integer, Add, add, AddAssign, add_assign);
binary_operator!(Integer, Sub, sub, SubAssign, sub_assign);
binary_operator!(Integer, Mul, mul, MulAssign, mul_assign);
negation_sum_product!(Integer);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ring::tests::Lcg;

    #[test]
    fn texts_come_back() {
        for text in
            ["0", "7", "-7", "18446744073709551616", "-340282366920938463463374607431768211456"]
        {
            assert_eq!(text.parse::<Integer>().unwrap().to_string(), text);
        }
        let mut random = Lcg(11);
        for length in [511, 512, 513, 1024, 1025, 5000] {
            let digits: String = (0..length)
                .map(|place| {
                    char::from(b'0' + random.below(10) as u8).max(if place == 0 {
                        '1'
                    } else {
                        '0'
                    })
                })
                .collect();
            assert_eq!(digits.parse::<Integer>().unwrap().to_string(), digits);
        }
    }

    #[test]
    fn texts_that_are_no_integers() {
        for (text, at) in [("", 0), ("-", 1), ("1.5", 1), ("1_000", 1), ("-+1", 1), ("+1", 0)] {
            assert_eq!(text.parse::<Integer>(), Err(NumberError::DigitExpected { at }), "{text}");
        }
        let long = format!("{}x", "1".repeat(2000));
        assert_eq!(long.parse::<Integer>(), Err(NumberError::DigitExpected { at: 2000 }));
    }

    #[test]
    fn digits_are_counted_without_writing_them() {
        assert_eq!(Integer::zero().decimal_digits(), 1);
        for exponent in (0..60).chain([1000, 30_103]) {
            let power = Integer::from(10i64).pow(exponent);
            assert_eq!(power.decimal_digits(), u64::from(exponent) + 1);
            let below = &power - Integer::one();
            assert_eq!(below.decimal_digits(), u64::from(exponent).max(1));
            assert_eq!((-power).decimal_digits(), u64::from(exponent) + 1);
        }
        for exponent in 0..2000 {
            let power = Integer::from(2i64).pow(exponent);
            assert_eq!(power.decimal_digits(), power.to_string().len() as u64);
        }
    }

    #[test]
    fn division_is_rounded_down() {
        for a in -20i64..=20 {
            for b in (-7i64..=7).filter(|b| *b != 0) {
                let (a, b) = (Integer::from(a), Integer::from(b));
                let (quotient, rest) = (a.div_floor(&b).unwrap(), a.mod_floor(&b).unwrap());
                assert_eq!(&quotient * &b + &rest, a);
                assert!(rest.is_zero() || rest.is_negative() == b.is_negative());
                assert!(rest.abs() < b.abs());
            }
        }
        assert_eq!(Integer::one().div_floor(&Integer::zero()), None);
        assert_eq!(Integer::one().mod_floor(&Integer::zero()), None);
    }

    #[test]
    fn factors_are_removed_as_often_as_they_divide() {
        for divisor in [2u32, 3, 5, 10, 97] {
            for times in [0u64, 1, 2, 3, 7, 8, 9, 63, 64, 65, 300] {
                for at_most in [0, 1, 5, 64, u64::MAX] {
                    let cofactor = BigUint::from(13u32).pow(20);
                    let mut number = &cofactor * BigUint::from(divisor).pow(times as u32);
                    let removed = remove_factor(&mut number, &divisor.into(), at_most);
                    assert_eq!(removed, times.min(at_most));
                    let left = BigUint::from(divisor).pow((times - removed) as u32);
                    assert_eq!(number, cofactor * left);
                }
            }
        }
        let mut number = BigUint::from(12u32);
        for divisor in [0u32, 1] {
            assert_eq!(remove_factor(&mut number, &divisor.into(), u64::MAX), 0);
        }
    }

    #[test]
    fn machine_words_come_back_when_they_fit() {
        assert_eq!(Integer::from(u64::MAX).to_u64(), Some(u64::MAX));
        assert_eq!((Integer::from(u64::MAX) + Integer::one()).to_u64(), None);
        assert_eq!(Integer::from(-1i64).to_u64(), None);
        assert_eq!(Integer::from(i64::MIN).to_i64(), Some(i64::MIN));
        assert_eq!(Integer::from(-1i64).to_usize(), None);
    }
}
