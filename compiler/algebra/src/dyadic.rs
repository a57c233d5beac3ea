//! Floating-point numbers without a sign, rounded in a chosen direction.
//!
//! The ends of an [`Enclosure`](crate::Enclosure). The exponent has 61 bits, so that 2 to the
//! minus thousand million is an ordinary number; the significand has as many 64-bit limbs as are
//! asked for.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer as _;
use num_traits::Zero;

/// Beyond these powers of two a number is taken for 0 or infinite, whichever is on the safe side.
const EXPONENT_LIMIT: i64 = 1 << 60;

/// The direction in which a result that does not fit is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// Towards zero: the result is a lower bound.
    Down,
    /// Away from zero: the result is an upper bound.
    Up,
}

/// A number `significand · 2^exponent` that is not negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dyadic {
    /// The number 0.
    Zero,
    /// A positive number.
    Positive(Positive),
    /// An upper bound that ran out of exponents. It stands for some number too large to write.
    Infinite,
}

/// Invariant: the significand's highest bit is set, and the exponent is within its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Positive {
    /// Limbs from the lowest to the highest.
    significand: Vec<u64>,
    exponent: i64,
}

impl Positive {
    /// The power of two just above: this is below `2^top` and not below `2^(top − 1)`.
    pub(crate) fn top(&self) -> i64 {
        self.exponent + bits(self.significand.len())
    }

    /// The whole number m and the power e with the value `m · 2^e`.
    pub(crate) fn parts(&self) -> (BigUint, i64) {
        (to_big(&self.significand), self.exponent)
    }
}

impl Dyadic {
    /// The number 1, in so many limbs.
    pub(crate) fn one(limbs: usize) -> Self {
        round(&[1], 0, false, limbs, Rounding::Down)
    }

    /// A whole number times a power of two.
    pub(crate) fn from_big(
        number: &BigUint,
        exponent: i64,
        limbs: usize,
        rounding: Rounding,
    ) -> Self {
        let digits: Vec<u64> = number.iter_u64_digits().collect();
        round(&digits, exponent, false, limbs, rounding)
    }

    pub(crate) fn is_zero(&self) -> bool {
        matches!(self, Dyadic::Zero)
    }

    /// How many limbs the significand has; none for 0 and for infinity.
    pub(crate) fn limbs(&self) -> usize {
        match self {
            Dyadic::Positive(number) => number.significand.len(),
            Dyadic::Zero | Dyadic::Infinite => 0,
        }
    }

    pub(crate) fn add(&self, other: &Self, limbs: usize, rounding: Rounding) -> Self {
        match (self, other) {
            (Dyadic::Infinite, _) | (_, Dyadic::Infinite) => Dyadic::Infinite,
            (Dyadic::Zero, number) | (number, Dyadic::Zero) => number.resize(limbs, rounding),
            (Dyadic::Positive(a), Dyadic::Positive(b)) => {
                if a.significand.len() != limbs || b.significand.len() != limbs {
                    let (a, b) = (self.resize(limbs, rounding), other.resize(limbs, rounding));
                    return match (&a, &b) {
                        (Dyadic::Positive(a), Dyadic::Positive(b)) => add_alike(a, b, rounding),
                        // Rounding up went over the largest number.
                        _ => Dyadic::Infinite,
                    };
                }
                add_alike(a, b, rounding)
            }
        }
    }

    pub(crate) fn mul(&self, other: &Self, limbs: usize, rounding: Rounding) -> Self {
        match (self, other) {
            // An infinite bound stands for a number, and 0 times any number is 0.
            (Dyadic::Zero, _) | (_, Dyadic::Zero) => Dyadic::Zero,
            (Dyadic::Infinite, _) | (_, Dyadic::Infinite) => Dyadic::Infinite,
            (Dyadic::Positive(a), Dyadic::Positive(b)) => {
                multiply(&a.significand, &b.significand, |product| {
                    round(product, a.exponent + b.exponent, false, limbs, rounding)
                })
            }
        }
    }

    pub(crate) fn mul_small(&self, factor: u64, limbs: usize, rounding: Rounding) -> Self {
        match self {
            Dyadic::Zero => Dyadic::Zero,
            _ if factor == 0 => Dyadic::Zero,
            Dyadic::Infinite => Dyadic::Infinite,
            Dyadic::Positive(a) => multiply(&a.significand, &[factor], |product| {
                round(product, a.exponent, false, limbs, rounding)
            }),
        }
    }

    /// The quotient by a positive number. Anything divided by 0 is infinite: the divisor is then
    /// a lower bound of something positive.
    pub(crate) fn div(&self, divisor: &Self, limbs: usize, rounding: Rounding) -> Self {
        match (self, divisor) {
            (Dyadic::Zero, _) => Dyadic::Zero,
            (Dyadic::Infinite, _) | (_, Dyadic::Zero) => Dyadic::Infinite,
            (Dyadic::Positive(_), Dyadic::Infinite) => match rounding {
                Rounding::Down => Dyadic::Zero,
                Rounding::Up => Dyadic::Infinite,
            },
            (Dyadic::Positive(a), Dyadic::Positive(b)) => {
                // The quotient of the scaled significands has `limbs` limbs at least.
                let scale = limbs + b.significand.len();
                let scaled = to_big(&a.significand) << (64 * scale as u64);
                let (quotient, rest) = scaled.div_rem(&to_big(&b.significand));
                let digits: Vec<u64> = quotient.iter_u64_digits().collect();
                let exponent = a.exponent - b.exponent - bits(scale);
                round(&digits, exponent, !rest.is_zero(), limbs, rounding)
            }
        }
    }

    /// The quotient by a small number; infinite for the divisor 0.
    pub(crate) fn div_small(&self, divisor: u64, limbs: usize, rounding: Rounding) -> Self {
        match self {
            Dyadic::Zero => Dyadic::Zero,
            Dyadic::Infinite => Dyadic::Infinite,
            Dyadic::Positive(_) if divisor == 0 => Dyadic::Infinite,
            Dyadic::Positive(a) => {
                // One more limb below: the quotient keeps 64 · limbs bits though the divisor
                // takes up to 64 away.
                let below = 1 + limbs.saturating_sub(a.significand.len());
                let mut quotient = vec![0; below];
                quotient.extend_from_slice(&a.significand);
                let mut rest = 0u64;
                for limb in quotient.iter_mut().rev() {
                    let dividend = (u128::from(rest) << 64) | u128::from(*limb);
                    *limb = (dividend / u128::from(divisor)) as u64;
                    rest = (dividend % u128::from(divisor)) as u64;
                }
                round(&quotient, a.exponent - bits(below), rest != 0, limbs, rounding)
            }
        }
    }

    /// One minus this, or 0 when this exceeds 1.
    pub(crate) fn complement(&self, limbs: usize, rounding: Rounding) -> Self {
        match self {
            Dyadic::Zero => Dyadic::one(limbs),
            Dyadic::Infinite => Dyadic::Zero,
            Dyadic::Positive(a) if a.top() > 1 || a.exponent >= 0 => Dyadic::Zero,
            Dyadic::Positive(a) if a.top() < -bits(limbs + 1) => match rounding {
                Rounding::Down => {
                    round(&vec![u64::MAX; limbs], -bits(limbs), false, limbs, rounding)
                }
                Rounding::Up => Dyadic::one(limbs),
            },
            Dyadic::Positive(a) => {
                let one = BigUint::from(1u32) << a.exponent.unsigned_abs();
                let significand = to_big(&a.significand);
                if significand >= one {
                    return Dyadic::Zero;
                }
                Dyadic::from_big(&(one - significand), a.exponent, limbs, rounding)
            }
        }
    }

    /// The same number in so many limbs.
    pub(crate) fn resize(&self, limbs: usize, rounding: Rounding) -> Self {
        match self {
            Dyadic::Positive(a) if a.significand.len() != limbs => {
                round(&a.significand, a.exponent, false, limbs, rounding)
            }
            other => other.clone(),
        }
    }
}

impl PartialOrd for Dyadic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dyadic {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |number: &Dyadic| match number {
            Dyadic::Zero => 0,
            Dyadic::Positive(_) => 1,
            Dyadic::Infinite => 2,
        };
        match (self, other) {
            (Dyadic::Positive(a), Dyadic::Positive(b)) => a.top().cmp(&b.top()).then_with(|| {
                // Limbs from the highest; the shorter significand goes on with zeros.
                let limbs = a.significand.len().max(b.significand.len());
                let from_top = |number: &Positive, place: usize| {
                    number.significand.iter().rev().nth(place).copied().unwrap_or(0)
                };
                (0..limbs)
                    .map(|place| from_top(a, place).cmp(&from_top(b, place)))
                    .find(|order| order.is_ne())
                    .unwrap_or(Ordering::Equal)
            }),
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

/// The sum of two numbers with significands of equal length, which the result has, too.
fn add_alike(a: &Positive, b: &Positive, rounding: Rounding) -> Dyadic {
    let (large, small) = if a.exponent >= b.exponent { (a, b) } else { (b, a) };
    let limbs = large.significand.len();
    let mut exponent = large.exponent;
    let mut sum = large.significand.clone();
    let shift = (large.exponent - small.exponent).unsigned_abs();
    let mut inexact = true;
    if shift < 64 * limbs as u64 {
        let (whole, part) = ((shift / 64) as usize, (shift % 64) as u32);
        let low = &small.significand;
        inexact = low[..whole].iter().any(|limb| *limb != 0) || low[whole].trailing_zeros() < part;
        let mut carry = false;
        for (place, limb) in sum.iter_mut().enumerate() {
            let shifted = match (low.get(place + whole), low.get(place + whole + 1)) {
                (Some(this), Some(next)) if part > 0 => (this >> part) | (next << (64 - part)),
                (Some(this), _) => this >> part,
                (None, _) => 0,
            };
            let (partial, first) = limb.overflowing_add(shifted);
            let (total, second) = partial.overflowing_add(u64::from(carry));
            *limb = total;
            carry = first || second;
        }
        if carry {
            inexact |= sum[0] & 1 == 1;
            let mut from_above = 1;
            for limb in sum.iter_mut().rev() {
                let lowest = *limb & 1;
                *limb = (*limb >> 1) | (from_above << 63);
                from_above = lowest;
            }
            exponent += 1;
        }
    }
    finish(sum, exponent, inexact, rounding)
}

/// Multiplies two significands and hands the product on. Short ones are multiplied limb by limb,
/// in a buffer on the stack where it fits; thousands of digits go the sub-quadratic way.
fn multiply<T>(a: &[u64], b: &[u64], then: impl FnOnce(&[u64]) -> T) -> T {
    const ON_STACK: usize = 16;
    const LONG: usize = 64;
    if a.len() > LONG && b.len() > LONG {
        let product: Vec<u64> = (to_big(a) * to_big(b)).iter_u64_digits().collect();
        return then(&product);
    }
    let limbs = a.len() + b.len();
    let mut small = [0; ON_STACK];
    let mut large = Vec::new();
    let product = if limbs <= ON_STACK {
        &mut small[..limbs]
    } else {
        large.resize(limbs, 0);
        &mut large[..]
    };
    for (place, limb) in a.iter().enumerate() {
        let mut carry = 0u64;
        for (target, other) in product[place..].iter_mut().zip(b) {
            let wide =
                u128::from(*limb) * u128::from(*other) + u128::from(*target) + u128::from(carry);
            *target = wide as u64;
            carry = (wide >> 64) as u64;
        }
        product[place + b.len()] = carry;
    }
    then(product)
}

/// The number `digits · 2^exponent` in so many limbs; when `inexact`, it stands for something
/// larger by less than its last place, and has as many significant bits as the limbs at least.
fn round(digits: &[u64], exponent: i64, inexact: bool, limbs: usize, rounding: Rounding) -> Dyadic {
    let Some(highest) = digits.iter().rposition(|limb| *limb != 0) else {
        return Dyadic::Zero;
    };
    let shift = digits[highest].leading_zeros();
    debug_assert!(
        !inexact || bits(highest + 1) - i64::from(shift) >= bits(limbs),
        "the last place of the result is not below the inexact one"
    );
    // The limb that is `below` places under the highest, after the shift to the left.
    let shifted = |below: usize| match highest.checked_sub(below) {
        None => 0,
        Some(place) if shift == 0 => digits[place],
        Some(0) => digits[0] << shift,
        Some(place) => digits[place] << shift | digits[place - 1] >> (64 - shift),
    };
    let significand: Vec<u64> = (0..limbs).rev().map(shifted).collect();
    let dropped = match highest.checked_sub(limbs) {
        None => false,
        Some(place) => digits[place] << shift != 0 || digits[..place].iter().any(|limb| *limb != 0),
    };
    let exponent = exponent + bits(highest + 1) - i64::from(shift) - bits(limbs);
    finish(significand, exponent, inexact || dropped, rounding)
}

/// Takes a normalised significand, adds the last place when rounding up something inexact, and
/// keeps the exponent within its limit.
fn finish(
    mut significand: Vec<u64>,
    mut exponent: i64,
    inexact: bool,
    rounding: Rounding,
) -> Dyadic {
    if inexact && rounding == Rounding::Up {
        let mut carry = true;
        for limb in &mut significand {
            (*limb, carry) = limb.overflowing_add(u64::from(carry));
            if !carry {
                break;
            }
        }
        if let (true, Some(highest)) = (carry, significand.last_mut()) {
            *highest = 1 << 63;
            exponent += 1;
        }
    }
    if exponent.abs() <= EXPONENT_LIMIT {
        return Dyadic::Positive(Positive { significand, exponent });
    }
    let mut power_of_two = vec![0; significand.len()];
    if let Some(highest) = power_of_two.last_mut() {
        *highest = 1 << 63;
    }
    match (exponent > 0, rounding) {
        (true, Rounding::Up) => Dyadic::Infinite,
        (false, Rounding::Down) => Dyadic::Zero,
        (large, _) => Dyadic::Positive(Positive {
            significand: power_of_two,
            exponent: if large { EXPONENT_LIMIT } else { -EXPONENT_LIMIT },
        }),
    }
}

/// The length of so many limbs in bits.
fn bits(limbs: usize) -> i64 {
    64 * limbs as i64
}

fn to_big(limbs: &[u64]) -> BigUint {
    BigUint::new(limbs.iter().flat_map(|limb| [*limb as u32, (limb >> 32) as u32]).collect())
}

#[cfg(test)]
mod tests;
