//! The exponential function.
//!
//! `exp(x) = exp(x / 2ᵐ)^(2ᵐ)`: the argument is halved until the series takes about as many
//! terms as there are halvings to undo (Brent, *Fast multiple-precision evaluation of elementary
//! functions*, J. ACM 23, 1976). All terms are positive, so nothing cancels; a negative argument
//! takes the reciprocal.

use crate::dyadic::{Dyadic, Positive, Rounding};
use crate::enclosure::{Enclosure, EnclosureRing};
use crate::ring::Ring;
use crate::signed::Signed;

use super::{RealEnclosure, RealRing};

/// From 2 to this power on, the exponential of an argument is past all numbers.
const HUGE: i64 = 62;

impl RealRing {
    /// The exponential of a value.
    pub fn exp(&self, x: &RealEnclosure) -> RealEnclosure {
        let low = self.exp_of(&x.lo);
        if x.lo == x.hi {
            return low;
        }
        RealEnclosure { lo: low.lo, hi: self.exp_of(&x.hi).hi }
    }

    /// The exponential of one number.
    pub(super) fn exp_of(&self, x: &Signed) -> RealEnclosure {
        let ring = self.magnitudes();
        let (lo, hi) = match x.magnitude() {
            Dyadic::Zero => return self.one(),
            // A bound that stands for some number past all others.
            Dyadic::Infinite => (self.past_all_numbers(), Dyadic::Infinite),
            Dyadic::Positive(number) if number.top() > HUGE => {
                (self.past_all_numbers(), Dyadic::Infinite)
            }
            Dyadic::Positive(number) => self.exp_of_positive(number).into_ends(),
        };
        let power = Enclosure::from_ends(lo, hi);
        if !x.is_negative() {
            return power.into();
        }
        // The exponential of a positive number is no smaller than 1.
        ring.div(&ring.one(), &power).unwrap_or_else(|| ring.one().down_to_zero()).into()
    }

    /// A lower bound of the exponential of everything huge.
    fn past_all_numbers(&self) -> Dyadic {
        let huge = Dyadic::from_big(&1u32.into(), HUGE - 1, self.limbs, Rounding::Down);
        match &huge {
            Dyadic::Positive(number) => self.exp_of_positive(number).into_ends().0,
            Dyadic::Zero | Dyadic::Infinite => Dyadic::one(self.limbs),
        }
    }

    /// The exponential of a positive number below 2 to the power [`HUGE`].
    fn exp_of_positive(&self, x: &Positive) -> Enclosure {
        let bits = 64 * self.limbs as i64;
        let small = bits.isqrt();
        let halvings = (x.top() + small).max(0);
        // Each squaring doubles the relative error, and the sum's is less than 64 bits.
        let extra = 1 + halvings.unsigned_abs().div_ceil(64);
        let limbs = self.limbs + usize::try_from(extra).unwrap_or(0);
        let ring = EnclosureRing::new(u32::try_from(64 * limbs).unwrap_or(u32::MAX));
        let (significand, exponent) = x.parts();
        let end = |rounding| Dyadic::from_big(&significand, exponent - halvings, limbs, rounding);
        let argument = Enclosure::from_ends(end(Rounding::Down), end(Rounding::Up));
        let mut sum = ring.one();
        let mut term = ring.one();
        for divisor in 1.. {
            term = ring.mul(&term, &argument);
            // No divisor is 0.
            term = ring.div_small(&term, divisor).unwrap_or(term);
            sum = ring.add(&sum, &term);
            let negligible = match term.ends().1 {
                Dyadic::Positive(term) => term.top() < -64 * limbs as i64,
                Dyadic::Zero | Dyadic::Infinite => true,
            };
            if negligible {
                break;
            }
        }
        // With the argument below 1/2, each term is less than half of the one before: all that
        // follow sum to less than the last.
        sum = ring.add(&sum, &term.down_to_zero());
        for _ in 0..halvings {
            sum = ring.mul(&sum, &sum);
        }
        self.magnitudes().rounded(&sum)
    }
}
