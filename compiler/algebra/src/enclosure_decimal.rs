//! The decimals that an enclosure makes certain.

use num_bigint::BigUint;
use num_traits::One;

use crate::decimal::{DIGITS_LIMIT, DecimalRounding, Figures, floor_log10_of_power_of_two};
use crate::dyadic::{Dyadic, Positive};
use crate::enclosure::{Enclosure, EnclosureRing};
use crate::integer::Integer;
use crate::ring::Ring;

/// Numbers whose power of two is nearer to 0 are written out as whole fractions.
const WRITTEN_OUT_BITS: i64 = 1 << 13;

impl Enclosure {
    /// The decimal with so many significant digits, in the format of [`decimal`](crate::decimal),
    /// when it is certain: both ends round to it. Otherwise a narrower enclosure is needed.
    pub fn digits(&self, digits: usize) -> Option<String> {
        if self.is_zero() {
            return Some("0".to_owned());
        }
        let digits = digits.clamp(1, DIGITS_LIMIT);
        let (lo, _) = figures(self.ends().0, digits, DecimalRounding::HalfEven)?;
        let (_, hi) = figures(self.ends().1, digits, DecimalRounding::HalfEven)?;
        (lo == hi).then(|| lo.to_text())
    }

    /// Both ends as decimals with so many significant digits, rounded outwards, so that the
    /// value lies between them. An upper end past all numbers is `infinity`.
    pub fn decimal_ends(&self, digits: usize) -> (String, String) {
        let digits = digits.clamp(1, DIGITS_LIMIT);
        let (lo, hi) = self.ends();
        let below = match figures(lo, digits, DecimalRounding::Down) {
            Some((below, _)) => below.to_text(),
            None => "0".to_owned(),
        };
        let above = match figures(hi, digits, DecimalRounding::Up) {
            Some((_, above)) => above.to_text(),
            None if hi.is_zero() => "0".to_owned(),
            None => "infinity".to_owned(),
        };
        (below, above)
    }

    /// The whole number `⌈log₁₀ x⌉`, when it is the same for both ends.
    pub(crate) fn ceil_log10(&self) -> Option<i64> {
        let (lo, _) = figures(self.ends().0, 1, DecimalRounding::Up)?;
        let (_, hi) = figures(self.ends().1, 1, DecimalRounding::Up)?;
        (lo.ceil_log10() == hi.ceil_log10()).then(|| lo.ceil_log10())
    }
}

/// Rounds a number to significant figures: a pair between which the correctly rounded figures
/// lie, equal unless the number is far from 1 and near to where the rounding changes. Nothing for
/// 0 and for infinity.
fn figures(
    number: &Dyadic,
    digits: usize,
    rounding: DecimalRounding,
) -> Option<(Figures, Figures)> {
    let Dyadic::Positive(positive) = number else { return None };
    if positive.top().abs() <= WRITTEN_OUT_BITS {
        let exact = exact_figures(positive, digits, rounding);
        return Some((exact.clone(), exact));
    }
    // The power of ten next to the number brings it near 1.
    let power = floor_log10_of_power_of_two(positive.top());
    // Squaring up to a power of ten doubles the relative error each time, up to 62 times.
    let ring = EnclosureRing::new(u32::try_from(digits * 4 + 64 + 128).ok()?);
    let ten = ring.natural(&Integer::from(10i64));
    let scale = ring.power(&ten, &Integer::from(power.unsigned_abs()));
    let scaled = if power < 0 {
        ring.mul(&Enclosure::exactly(number), &scale)
    } else {
        ring.div(&Enclosure::exactly(number), &scale)?
    };
    match scaled.ends() {
        (Dyadic::Positive(lo), Dyadic::Positive(hi)) => Some((
            exact_figures(lo, digits, rounding).shifted(power),
            exact_figures(hi, digits, rounding).shifted(power),
        )),
        _ => None,
    }
}

/// Rounds a number near 1 to significant figures.
fn exact_figures(number: &Positive, digits: usize, rounding: DecimalRounding) -> Figures {
    let (significand, exponent) = number.parts();
    let size = exponent.unsigned_abs();
    if exponent >= 0 {
        Figures::round(&(significand << size), &BigUint::one(), digits, rounding)
    } else {
        Figures::round(&significand, &(BigUint::one() << size), digits, rounding)
    }
}
