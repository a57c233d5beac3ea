//! The natural logarithm.
//!
//! `ln x = 2 artanh((x − 1)/(x + 1))` near 1, where nothing is lost in relative terms. With
//! many digits to find elsewhere, a logarithm y of half the precision is corrected:
//! `ln x = y + ln(x · exp(−y))`, whose second term is that of a number very near 1.

use crate::dyadic::{Dyadic, Positive, Rounding};
use crate::enclosure::{Enclosure, EnclosureRing};
use crate::rational::Rational;
use crate::ring::Ring;
use crate::signed::{Side, Signed};

use super::{RealEnclosure, RealRing};

/// Up to this many limbs the series alone is quickest.
const SHORT: usize = 8;

impl RealRing {
    /// The natural logarithm, or nothing unless the value is certainly positive.
    pub fn ln(&self, x: &RealEnclosure) -> Option<RealEnclosure> {
        if !x.is_positive() {
            return None;
        }
        let low = self.ln_of(&x.lo)?;
        if x.lo == x.hi {
            return Some(low);
        }
        let hi = match x.hi.is_infinite() {
            true => x.hi.clone(),
            false => self.ln_of(&x.hi)?.hi,
        };
        Some(RealEnclosure { lo: low.lo, hi })
    }

    /// The logarithm of one number.
    fn ln_of(&self, x: &Signed) -> Option<RealEnclosure> {
        let Dyadic::Positive(number) = x.magnitude() else { return None };
        let minus_one = Signed::new(true, Dyadic::one(1));
        let Some(distance) = x.add(&minus_one, 1, Side::Below).top() else {
            return Some(self.zero());
        };
        // How many bits a number near 1 shares with it.
        let shared = (-distance).max(0);
        let bits = 64 * self.limbs as i64;
        if self.limbs <= SHORT || shared > bits.isqrt() {
            return self.ln_by_series(number);
        }
        let mut precisions = vec![self.limbs];
        let mut limbs = self.limbs;
        while limbs > SHORT {
            limbs = limbs / 2 + 1;
            precisions.push(limbs);
        }
        let mut logarithm = RealRing { limbs }.ln_by_series(number)?;
        let extra = 1 + shared.unsigned_abs().div_ceil(64);
        for limbs in precisions.into_iter().rev() {
            let wide = RealRing { limbs: limbs + usize::try_from(extra).ok()? };
            let nearly = logarithm.lo.clone();
            let rest = wide.mul(&RealEnclosure::exactly(x), &wide.exp_of(&nearly.negate()));
            let correction = RealEnclosure {
                lo: wide.ln_by_series_of(&rest.lo)?.lo,
                hi: wide.ln_by_series_of(&rest.hi)?.hi,
            };
            logarithm = wide.add(&RealEnclosure::exactly(&nearly), &correction);
        }
        Some(self.rounded(&logarithm))
    }

    fn ln_by_series_of(&self, x: &Signed) -> Option<RealEnclosure> {
        match x.magnitude() {
            Dyadic::Positive(number) => self.ln_by_series(number),
            Dyadic::Zero | Dyadic::Infinite => None,
        }
    }

    /// `ln x = ln m + e ln 2` with `x = m · 2^e` and m between 11/16 and 11/8.
    fn ln_by_series(&self, x: &Positive) -> Option<RealEnclosure> {
        let wide = RealRing { limbs: self.limbs + 1 };
        let (significand, exponent) = x.parts();
        let limbs = usize::try_from(significand.bits().div_ceil(64)).ok()?;
        let scaled = |exponent| Dyadic::from_big(&significand, exponent, limbs, Rounding::Down);
        let below_one = scaled(exponent - x.top());
        let threshold = Dyadic::from_big(&11u32.into(), -4, 1, Rounding::Down);
        let (mantissa, power) = match below_one < threshold {
            true => (scaled(exponent - x.top() + 1), x.top() - 1),
            false => (below_one, x.top()),
        };
        let mantissa = RealEnclosure::exactly(&Signed::new(false, mantissa));
        let one = wide.one();
        let ratio = wide.div(&wide.sub(&mantissa, &one), &wide.add(&mantissa, &one))?;
        let mut logarithm = wide.twice_artanh(&ratio)?;
        if power != 0 {
            let third = Rational::from(3).reciprocal()?;
            let ln_2 = wide.twice_artanh(&wide.enclose(&third))?;
            let multiple = wide.mul(&wide.enclose(&Rational::from(power)), &ln_2);
            logarithm = wide.add(&logarithm, &multiple);
        }
        Some(self.rounded(&logarithm))
    }

    /// `2 Σ z^(2j+1) / (2j + 1)`, for z between −1/2 and 1/2 and its ends on one side of 0.
    fn twice_artanh(&self, z: &RealEnclosure) -> Option<RealEnclosure> {
        let Some(magnitude) = z.to_enclosure() else {
            return Some(self.twice_artanh_of_positive(&z.negate().to_enclosure()?).negate());
        };
        Some(self.twice_artanh_of_positive(&magnitude))
    }

    fn twice_artanh_of_positive(&self, z: &Enclosure) -> RealEnclosure {
        let ring: EnclosureRing = self.magnitudes();
        let square = ring.mul(z, z);
        let mut power = z.clone();
        let mut sum = z.clone();
        for odd in (3..).step_by(2) {
            power = ring.mul(&power, &square);
            // No divisor is 0.
            let term = ring.div_small(&power, odd).unwrap_or_else(|| power.clone());
            sum = ring.add(&sum, &term);
            let negligible = match (term.ends().1, sum.ends().1) {
                (Dyadic::Positive(term), Dyadic::Positive(sum)) => {
                    term.top() < sum.top() - i64::from(ring.precision())
                }
                (_, _) => true,
            };
            if negligible {
                // With z² below 1/2, all terms that follow sum to less than this one.
                sum = ring.add(&sum, &term.down_to_zero());
                break;
            }
        }
        ring.mul_small(&sum, 2).into()
    }
}
