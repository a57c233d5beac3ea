//! Certified real numbers: intervals that contain the value, narrow relative to its size.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint};
use num_traits::One;

use crate::chance::Chance;
use crate::dyadic::{Dyadic, Rounding};
use crate::integer::{Integer, remove_factor};
use crate::limits::LimitReached;
use crate::rational::Rational;
use crate::ring::Ring;

/// Numbers with more binary zeros than this before or behind their digits are not written out
/// as fractions.
const FRACTION_LIMIT: i64 = 4_000_000;

/// An interval with the value in it, ends included.
///
/// Invariant: `0 ≤ lo ≤ hi`. Numbers are not negative, so sums, products and quotients keep the
/// relative precision, in the tail as in the middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    lo: Dyadic,
    hi: Dyadic,
}

impl Enclosure {
    /// The lower end, or nothing when its fraction would be longer than a megabyte.
    pub fn lo(&self) -> Option<Rational> {
        to_rational(&self.lo)
    }

    /// The upper end, or nothing when its fraction would be longer than a megabyte, or when the
    /// computation went past the largest number and has no upper end.
    pub fn hi(&self) -> Option<Rational> {
        to_rational(&self.hi)
    }

    /// Whether the value is certainly 0.
    pub fn is_zero(&self) -> bool {
        self.hi.is_zero()
    }

    /// Whether the number lies between the ends.
    pub fn contains(&self, number: &Rational) -> bool {
        compare(&self.lo, number).is_le() && compare(&self.hi, number).is_ge()
    }

    /// How the value compares to a number, when the whole enclosure lies on one side of it or is
    /// that number.
    pub fn compare(&self, number: &Rational) -> Option<Ordering> {
        match (compare(&self.lo, number), compare(&self.hi, number)) {
            (Ordering::Greater, _) => Some(Ordering::Greater),
            (_, Ordering::Less) => Some(Ordering::Less),
            (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
            _ => None,
        }
    }

    /// About where it lies, to choose by; no result may depend on it. What is too small is 0.
    pub fn about(&self) -> f64 {
        let Dyadic::Positive(lo) = &self.lo else { return 0.0 };
        let (digits, exponent) = lo.parts();
        let dropped = digits.bits().saturating_sub(u64::from(f64::MANTISSA_DIGITS));
        let leading = u64::try_from(digits >> dropped).unwrap_or(0);
        let exponent = exponent.saturating_add(i64::try_from(dropped).unwrap_or(i64::MAX));
        // A power of two with the exponent written where floating point keeps it.
        let power = exponent.saturating_add(1023);
        let power =
            if (1..2047).contains(&power) { f64::from_bits((power as u64) << 52) } else { 0.0 };
        leading as f64 * power
    }

    /// The enclosure of everything from this one's lower end to the other's upper end.
    pub fn up_to(&self, other: &Enclosure) -> Enclosure {
        Enclosure { lo: self.lo.clone(), hi: other.hi.clone() }
    }

    pub(crate) fn ends(&self) -> (&Dyadic, &Dyadic) {
        (&self.lo, &self.hi)
    }

    /// The enclosure with these ends, the lower one first.
    pub(crate) fn from_ends(lo: Dyadic, hi: Dyadic) -> Enclosure {
        Enclosure { lo, hi }
    }

    pub(crate) fn into_ends(self) -> (Dyadic, Dyadic) {
        (self.lo, self.hi)
    }

    /// The same enclosure without what lies above 1, for a value that is a probability.
    pub(crate) fn at_most_one(self) -> Enclosure {
        let one = Dyadic::one(1);
        Enclosure { lo: self.lo.min(one.clone()), hi: self.hi.min(one) }
    }

    /// An enclosure of every number between 0 and this one's upper end.
    pub(crate) fn down_to_zero(self) -> Enclosure {
        Enclosure { lo: Dyadic::Zero, hi: self.hi }
    }

    /// The enclosure of one number that needs no rounding.
    pub(crate) fn exactly(number: &Dyadic) -> Enclosure {
        Enclosure { lo: number.clone(), hi: number.clone() }
    }
}

/// Arithmetic on enclosures with outward rounding: whatever is computed contains the exact
/// result.
///
/// Each operation widens by two units in the last place at most, so a value that took n
/// operations has about `precision − log₂ n` certain bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnclosureRing {
    limbs: usize,
}

impl EnclosureRing {
    /// Arithmetic with so many significant bits at least; they come in groups of 64.
    pub fn new(precision: u32) -> Self {
        EnclosureRing { limbs: precision.div_ceil(64).max(1) as usize }
    }

    /// How many significant bits each end has.
    pub fn precision(&self) -> u32 {
        u32::try_from(self.limbs).unwrap_or(u32::MAX).saturating_mul(64)
    }

    /// The narrowest enclosure of a number here, or nothing for a negative one.
    pub fn enclose(&self, number: &Rational) -> Option<Enclosure> {
        (!number.is_negative())
            .then(|| self.quotient(number.big_numerator().magnitude(), number.big_denominator()))
    }

    /// An enclosure of everything between two numbers, or nothing when they are in the wrong
    /// order or negative.
    pub fn between(&self, lo: &Rational, hi: &Rational) -> Option<Enclosure> {
        if lo > hi {
            return None;
        }
        Some(Enclosure { lo: self.enclose(lo)?.lo, hi: self.enclose(hi)?.hi })
    }

    /// The chance with this probability of success, each side as precise as the other; nothing
    /// when the number is no probability.
    pub fn chance(&self, works: &Rational) -> Option<Chance<Enclosure>> {
        if !works.is_probability() {
            return None;
        }
        Some(Chance { works: self.enclose(works)?, fails: self.enclose(&works.complement())? })
    }

    /// The quotient, or nothing when the divisor is certainly 0. A divisor that may be 0 leaves
    /// the quotient without an upper end.
    pub fn div(&self, a: &Enclosure, b: &Enclosure) -> Option<Enclosure> {
        (!b.is_zero()).then(|| Enclosure {
            lo: a.lo.div(&b.hi, self.limbs, Rounding::Down),
            hi: a.hi.div(&b.lo, self.limbs, Rounding::Up),
        })
    }

    /// The product with a machine word.
    pub fn mul_small(&self, a: &Enclosure, factor: u64) -> Enclosure {
        Enclosure {
            lo: a.lo.mul_small(factor, self.limbs, Rounding::Down),
            hi: a.hi.mul_small(factor, self.limbs, Rounding::Up),
        }
    }

    /// The quotient by a machine word, or nothing for the divisor 0.
    pub fn div_small(&self, a: &Enclosure, divisor: u64) -> Option<Enclosure> {
        (divisor != 0).then(|| Enclosure {
            lo: a.lo.div_small(divisor, self.limbs, Rounding::Down),
            hi: a.hi.div_small(divisor, self.limbs, Rounding::Up),
        })
    }

    /// One minus a probability. This cancels where the probability is near 1; a
    /// [`Chance`] keeps both and needs no subtraction.
    pub fn complement(&self, probability: &Enclosure) -> Enclosure {
        Enclosure {
            lo: probability.hi.complement(self.limbs, Rounding::Down),
            hi: probability.lo.complement(self.limbs, Rounding::Up),
        }
    }

    /// The same value with this ring's number of bits.
    pub(crate) fn rounded(&self, a: &Enclosure) -> Enclosure {
        Enclosure {
            lo: a.lo.resize(self.limbs, Rounding::Down),
            hi: a.hi.resize(self.limbs, Rounding::Up),
        }
    }

    /// The enclosure of a fraction that need not be in lowest terms; the denominator is not 0.
    pub(crate) fn quotient(&self, numerator: &BigUint, denominator: &BigUint) -> Enclosure {
        // One limb more on the way, so that the ends are next to the fraction.
        let limbs = self.limbs + 1;
        let end = |rounding, opposite| {
            let above = Dyadic::from_big(numerator, 0, limbs, rounding);
            let below = Dyadic::from_big(denominator, 0, limbs, opposite);
            above.div(&below, self.limbs, rounding)
        };
        Enclosure { lo: end(Rounding::Down, Rounding::Up), hi: end(Rounding::Up, Rounding::Down) }
    }
}

impl Ring for EnclosureRing {
    type Element = Enclosure;

    fn zero(&self) -> Enclosure {
        Enclosure { lo: Dyadic::Zero, hi: Dyadic::Zero }
    }

    fn one(&self) -> Enclosure {
        let one = Dyadic::one(self.limbs);
        Enclosure { lo: one.clone(), hi: one }
    }

    fn add(&self, a: &Enclosure, b: &Enclosure) -> Enclosure {
        Enclosure {
            lo: a.lo.add(&b.lo, self.limbs, Rounding::Down),
            hi: a.hi.add(&b.hi, self.limbs, Rounding::Up),
        }
    }

    fn mul(&self, a: &Enclosure, b: &Enclosure) -> Enclosure {
        Enclosure {
            lo: a.lo.mul(&b.lo, self.limbs, Rounding::Down),
            hi: a.hi.mul(&b.hi, self.limbs, Rounding::Up),
        }
    }

    fn natural(&self, count: &Integer) -> Enclosure {
        match count.is_negative() {
            true => self.zero(),
            false => self.quotient(count.big().magnitude(), &BigUint::one()),
        }
    }

    fn at_least_alike(
        &self,
        k: u64,
        n: u64,
        part: &Chance<Enclosure>,
    ) -> Result<Chance<Enclosure>, LimitReached> {
        crate::binomial_tail::at_least_alike(self, k, n, part)
    }
}

/// The number as a fraction, unless it is infinite or its fraction too long.
fn to_rational(number: &Dyadic) -> Option<Rational> {
    let number = match number {
        Dyadic::Zero => return Some(Rational::zero()),
        Dyadic::Infinite => return None,
        Dyadic::Positive(number) => number,
    };
    let (mut significand, exponent) = number.parts();
    if exponent.abs() > FRACTION_LIMIT {
        return None;
    }
    let size = exponent.unsigned_abs();
    if exponent >= 0 {
        return Some(Rational::from_coprime((significand << size).into(), BigUint::one()));
    }
    let halved = remove_factor(&mut significand, &BigUint::from(2u32), size);
    Some(Rational::from_coprime(significand.into(), BigUint::one() << (size - halved)))
}

/// Compares exactly.
fn compare(a: &Dyadic, b: &Rational) -> Ordering {
    let a = match a {
        Dyadic::Infinite => return Ordering::Greater,
        Dyadic::Zero => return Rational::zero().cmp(b),
        Dyadic::Positive(_) if b.is_negative() || b.is_zero() => return Ordering::Greater,
        Dyadic::Positive(a) => a,
    };
    // b lies between 2^(log − 1) and 2^(log + 1); only near that the digits matter.
    let log = b.big_numerator().bits() as i64 - b.big_denominator().bits() as i64;
    if a.top() < log {
        return Ordering::Less;
    }
    if a.top() > log + 2 {
        return Ordering::Greater;
    }
    let (significand, exponent) = a.parts();
    let (numerator, denominator) = (b.big_numerator().clone(), b.big_denominator());
    let left = BigInt::from(significand * denominator);
    let size = exponent.unsigned_abs();
    if exponent >= 0 { (left << size).cmp(&numerator) } else { left.cmp(&(numerator << size)) }
}

#[cfg(test)]
mod tests;
