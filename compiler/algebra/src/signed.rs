//! Floating-point numbers with a sign, rounded to a chosen side.
//!
//! The ends of a [`RealEnclosure`](crate::RealEnclosure).

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint};
use num_traits::Zero;

use crate::dyadic::{Dyadic, Positive, Rounding};
use crate::enclosure::Enclosure;
use crate::integer::Integer;
use crate::rational::Rational;

/// Numbers with more binary digits before the point than this are not written out as whole ones.
const WHOLE_BITS: i64 = 1 << 22;

/// On which side of the exact result a rounded one lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Towards −∞: the result is a lower bound.
    Below,
    /// Towards +∞: the result is an upper bound.
    Above,
}

impl Side {
    /// How a magnitude is rounded when the number has this sign.
    fn rounding(self, negative: bool) -> Rounding {
        match (self, negative) {
            (Side::Below, false) | (Side::Above, true) => Rounding::Down,
            (Side::Below, true) | (Side::Above, false) => Rounding::Up,
        }
    }
}

/// A number `± significand · 2^exponent`, or a bound that ran out of exponents.
///
/// Invariant: 0 is not negative.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    negative: bool,
    magnitude: Dyadic,
}

impl Signed {
    pub(crate) fn zero() -> Self {
        Signed { negative: false, magnitude: Dyadic::Zero }
    }

    pub(crate) fn new(negative: bool, magnitude: Dyadic) -> Self {
        Signed { negative: negative && !magnitude.is_zero(), magnitude }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.magnitude.is_zero()
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.negative
    }

    pub(crate) fn is_positive(&self) -> bool {
        !self.negative && !self.is_zero()
    }

    pub(crate) fn is_infinite(&self) -> bool {
        matches!(self.magnitude, Dyadic::Infinite)
    }

    pub(crate) fn magnitude(&self) -> &Dyadic {
        &self.magnitude
    }

    /// The power of two above the magnitude, unless that is 0 or infinite.
    pub(crate) fn top(&self) -> Option<i64> {
        match &self.magnitude {
            Dyadic::Positive(number) => Some(number.top()),
            Dyadic::Zero | Dyadic::Infinite => None,
        }
    }

    pub(crate) fn negate(&self) -> Self {
        Signed::new(!self.negative, self.magnitude.clone())
    }

    pub(crate) fn add(&self, other: &Self, limbs: usize, side: Side) -> Self {
        if self.negative == other.negative {
            let rounding = side.rounding(self.negative);
            let sum = self.magnitude.add(&other.magnitude, limbs, rounding);
            return Signed::new(self.negative, sum);
        }
        let (large, small) = match self.magnitude.cmp(&other.magnitude) {
            Ordering::Equal if self.is_infinite() => {
                return Signed::new(side == Side::Below, Dyadic::Infinite);
            }
            Ordering::Equal => return Signed::zero(),
            Ordering::Greater => (self, other),
            Ordering::Less => (other, self),
        };
        let rounding = side.rounding(large.negative);
        let magnitude = match (&large.magnitude, &small.magnitude) {
            (Dyadic::Positive(a), Dyadic::Positive(b)) => difference(a, b, limbs, rounding),
            (magnitude, _) => magnitude.resize(limbs, rounding),
        };
        Signed::new(large.negative, magnitude)
    }

    pub(crate) fn mul(&self, other: &Self, limbs: usize, side: Side) -> Self {
        let negative = self.negative != other.negative;
        Signed::new(negative, self.magnitude.mul(&other.magnitude, limbs, side.rounding(negative)))
    }

    /// The quotient by something other than 0.
    pub(crate) fn div(&self, divisor: &Self, limbs: usize, side: Side) -> Self {
        let negative = self.negative != divisor.negative;
        Signed::new(
            negative,
            self.magnitude.div(&divisor.magnitude, limbs, side.rounding(negative)),
        )
    }

    /// The same number in so many limbs.
    pub(crate) fn resize(&self, limbs: usize, side: Side) -> Self {
        Signed::new(self.negative, self.magnitude.resize(limbs, side.rounding(self.negative)))
    }

    /// The number as a fraction, unless it is infinite or its fraction too long.
    pub(crate) fn to_rational(&self) -> Option<Rational> {
        let magnitude = Enclosure::exactly(&self.magnitude).lo()?;
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// Compares exactly.
    pub(crate) fn compare(&self, number: &Rational) -> Ordering {
        if self.negative != number.is_negative() {
            return if self.negative { Ordering::Less } else { Ordering::Greater };
        }
        // The enclosure of one number always has an order.
        let magnitude = Enclosure::exactly(&self.magnitude).compare(&number.abs());
        let order = magnitude.unwrap_or(Ordering::Equal);
        if self.negative { order.reverse() } else { order }
    }

    /// The largest whole number that is not above this, unless it would be too long.
    pub(crate) fn floor(&self) -> Option<Integer> {
        let (below, exact) = match &self.magnitude {
            Dyadic::Zero => return Some(Integer::zero()),
            Dyadic::Infinite => return None,
            Dyadic::Positive(number) if number.top() > WHOLE_BITS => return None,
            Dyadic::Positive(number) if number.top() <= 0 => (BigUint::zero(), false),
            Dyadic::Positive(number) => {
                let (significand, exponent) = number.parts();
                let size = exponent.unsigned_abs();
                if exponent >= 0 {
                    (significand << size, true)
                } else {
                    let exact = significand.trailing_zeros().is_some_and(|zeros| zeros >= size);
                    (significand >> size, exact)
                }
            }
        };
        let below = BigInt::from(below);
        Some(Integer::from_big(match (self.negative, exact) {
            (false, _) => below,
            (true, true) => -below,
            (true, false) => -below - 1,
        }))
    }
}

/// Numbers of different length may be the same number.
impl PartialEq for Signed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Signed {}

impl PartialOrd for Signed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Signed {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude.cmp(&other.magnitude),
            (true, true) => other.magnitude.cmp(&self.magnitude),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

/// `a − b` for a above b.
fn difference(a: &Positive, b: &Positive, limbs: usize, rounding: Rounding) -> Dyadic {
    let (significand, exponent) = a.parts();
    // So far below the last place of a that nothing is left of b but its sign.
    let shift = 64 * (limbs as i64 + 1);
    if b.top() <= exponent - shift {
        let reduced = match rounding {
            Rounding::Up => significand << shift.unsigned_abs(),
            Rounding::Down => (significand << shift.unsigned_abs()) - 1u32,
        };
        return Dyadic::from_big(&reduced, exponent - shift, limbs, rounding);
    }
    let (subtrahend, other) = b.parts();
    let lowest = exponent.min(other);
    let aligned = (significand << (exponent - lowest).unsigned_abs())
        - (subtrahend << (other - lowest).unsigned_abs());
    Dyadic::from_big(&aligned, lowest, limbs, rounding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ring::tests::Lcg;

    /// A random number of up to three limbs, and of the other sign half of the time.
    fn random_number(random: &mut Lcg) -> Signed {
        let digits = (0..1 + random.below(6)).fold(BigUint::zero(), |digits, _| {
            let next = [0, u32::MAX, random.below(1 << 31) as u32][random.below(3) as usize];
            (digits << 32u32) | BigUint::from(next)
        });
        let exponent = random.below(300) as i64 - 150;
        let magnitude = Dyadic::from_big(&digits, exponent, 3, Rounding::Down);
        Signed::new(random.below(2) == 1, magnitude)
    }

    fn exact(number: &Signed) -> Rational {
        number.to_rational().unwrap()
    }

    #[test]
    fn operations_are_rounded_to_their_side() {
        let mut random = Lcg(31);
        for _ in 0..4000 {
            let (a, b) = (random_number(&mut random), random_number(&mut random));
            let (x, y) = (exact(&a), exact(&b));
            let limbs = 1 + random.below(4) as usize;
            let check = |found: [Signed; 2], expected: Rational| {
                assert!(found[0].compare(&expected).is_le(), "{found:?} {expected}");
                assert!(found[1].compare(&expected).is_ge(), "{found:?} {expected}");
                let width = exact(&found[1]) - exact(&found[0]);
                let place = Rational::from(2).pow(2 - 64 * limbs as i32).unwrap();
                assert!(width <= expected.abs() * place);
            };
            let sides = [Side::Below, Side::Above];
            check(sides.map(|side| a.add(&b, limbs, side)), &x + &y);
            check(sides.map(|side| a.mul(&b, limbs, side)), &x * &y);
            check(sides.map(|side| a.resize(limbs, side)), x.clone());
            if let Some(quotient) = x.checked_div(&y) {
                check(sides.map(|side| a.div(&b, limbs, side)), quotient);
            }
            assert_eq!(a.cmp(&b), x.cmp(&y));
            assert_eq!(a.compare(&y), x.cmp(&y));
            assert_eq!(a.floor(), Some(x.floor()));
        }
    }

    #[test]
    fn what_is_far_below_the_last_place_still_has_a_sign() {
        let one = Signed::new(false, Dyadic::one(2));
        for exponent in [-1i64, -127, -128, -129, -256, -300, -100_000, -(1 << 50)] {
            let tiny = Dyadic::from_big(&BigUint::from(1u32), exponent, 2, Rounding::Down);
            let tiny = Signed::new(true, tiny);
            let (below, above) = (one.add(&tiny, 2, Side::Below), one.add(&tiny, 2, Side::Above));
            assert!(below < one && above <= one, "2^{exponent}");
            assert!(above >= below && below.is_positive());
            let back = below.add(&tiny.negate(), 2, Side::Above);
            assert!(back >= one, "2^{exponent}");
        }
    }
}
