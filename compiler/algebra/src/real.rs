//! Certified real numbers of either sign: intervals that contain the value.
//!
//! What [`Enclosure`] is for reliabilities, this is for whatever else an
//! expression may come to: a difference, a logarithm, a root. Differences can cancel, so how
//! narrow an enclosure is has to be looked at; [`certified_decimal`](crate::certified_decimal)
//! does.

mod exponential;
mod logarithm;

use std::cmp::Ordering;

use crate::dyadic::Dyadic;
use crate::enclosure::{Enclosure, EnclosureRing};
use crate::integer::Integer;
use crate::rational::Rational;
use crate::ring::Ring;
use crate::signed::{Side, Signed};

/// An interval with the value in it, ends included.
///
/// Invariant: `lo ≤ hi`. An end past all numbers is infinite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealEnclosure {
    lo: Signed,
    hi: Signed,
}

impl RealEnclosure {
    /// The lower end, or nothing when it is past all numbers or its fraction would be longer
    /// than a megabyte.
    pub fn lo(&self) -> Option<Rational> {
        self.lo.to_rational()
    }

    /// The upper end, or nothing when it is past all numbers or its fraction would be longer
    /// than a megabyte.
    pub fn hi(&self) -> Option<Rational> {
        self.hi.to_rational()
    }

    /// Whether the number lies between the ends.
    pub fn contains(&self, number: &Rational) -> bool {
        self.lo.compare(number).is_le() && self.hi.compare(number).is_ge()
    }

    /// How the value compares to a number, when the whole enclosure lies on one side of it or is
    /// that number.
    pub fn compare(&self, number: &Rational) -> Option<Ordering> {
        match (self.lo.compare(number), self.hi.compare(number)) {
            (Ordering::Greater, _) => Some(Ordering::Greater),
            (_, Ordering::Less) => Some(Ordering::Less),
            (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
            _ => None,
        }
    }

    /// The decimal with so many significant digits, in the format of [`decimal`](crate::decimal()),
    /// when it is certain: both ends round to it. Otherwise a narrower enclosure is needed.
    pub fn decimal(&self, digits: usize) -> Option<String> {
        match self.to_enclosure() {
            Some(enclosure) => enclosure.digits(digits),
            None => Some(format!("-{}", self.negate().to_enclosure()?.digits(digits)?)),
        }
    }

    /// Both ends as decimals with so many significant digits, rounded outwards, so that the
    /// value lies between them. Ends past all numbers are `-infinity` and `infinity`.
    pub fn decimal_ends(&self, digits: usize) -> (String, String) {
        let ends = |end: &Signed| Enclosure::exactly(end.magnitude()).decimal_ends(digits);
        let (near, far) = ends(&self.lo);
        let below = if self.lo.is_negative() { format!("-{far}") } else { near };
        let (near, far) = ends(&self.hi);
        let above = match (self.hi.is_negative(), near.as_str()) {
            (false, _) => far,
            (true, "0") => near,
            (true, _) => format!("-{near}"),
        };
        (below, above)
    }

    /// The same interval as one of numbers that are not negative, when none is.
    pub fn to_enclosure(&self) -> Option<Enclosure> {
        let ends = (self.lo.magnitude().clone(), self.hi.magnitude().clone());
        (!self.lo.is_negative()).then(|| Enclosure::from_ends(ends.0, ends.1))
    }

    /// The largest whole number not above the value, when it is the same for both ends.
    pub fn floor(&self) -> Option<Integer> {
        let floor = self.lo.floor()?;
        (floor == self.hi.floor()?).then_some(floor)
    }

    /// The smallest whole number not below the value, when it is the same for both ends.
    pub fn ceil(&self) -> Option<Integer> {
        Some(-self.negate().floor()?)
    }

    /// The enclosure of the value's opposite.
    pub fn negate(&self) -> RealEnclosure {
        RealEnclosure { lo: self.hi.negate(), hi: self.lo.negate() }
    }

    /// The smaller of two values.
    pub fn min(&self, other: &RealEnclosure) -> RealEnclosure {
        RealEnclosure {
            lo: (&self.lo).min(&other.lo).clone(),
            hi: (&self.hi).min(&other.hi).clone(),
        }
    }

    /// The larger of two values.
    pub fn max(&self, other: &RealEnclosure) -> RealEnclosure {
        RealEnclosure {
            lo: (&self.lo).max(&other.lo).clone(),
            hi: (&self.hi).max(&other.hi).clone(),
        }
    }

    pub(crate) fn is_positive(&self) -> bool {
        self.lo.is_positive()
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.hi.is_negative()
    }

    /// Whether 0 lies between the ends.
    pub(crate) fn may_be_zero(&self) -> bool {
        !self.is_positive() && !self.is_negative()
    }

    /// Whether the value is certainly 0.
    pub(crate) fn is_zero(&self) -> bool {
        self.lo.is_zero() && self.hi.is_zero()
    }

    /// How many binary digits of the value are certain: the width is below 2 to the minus this
    /// times the value.
    pub(crate) fn certain_bits(&self) -> u64 {
        let width = self.hi.add(&self.lo.negate(), 1, Side::Above);
        let nearest = if self.is_negative() { &self.hi } else { &self.lo };
        match (width.top(), nearest.top()) {
            _ if width.is_zero() => u64::MAX,
            (Some(width), Some(nearest)) if !self.may_be_zero() => {
                u64::try_from(nearest - 1 - width).unwrap_or(0)
            }
            _ => 0,
        }
    }

    /// The enclosure of one number that needs no rounding.
    fn exactly(number: &Signed) -> RealEnclosure {
        RealEnclosure { lo: number.clone(), hi: number.clone() }
    }
}

impl From<Enclosure> for RealEnclosure {
    fn from(enclosure: Enclosure) -> Self {
        let (lo, hi) = enclosure.into_ends();
        RealEnclosure { lo: Signed::new(false, lo), hi: Signed::new(false, hi) }
    }
}

/// Arithmetic on [`RealEnclosure`]s with outward rounding: whatever is computed contains the
/// exact result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealRing {
    limbs: usize,
}

impl RealRing {
    /// Arithmetic with so many significant bits at least; they come in groups of 64.
    pub fn new(precision: u32) -> Self {
        RealRing { limbs: precision.div_ceil(64).max(1) as usize }
    }

    /// How many significant bits each end has.
    pub fn precision(&self) -> u32 {
        self.magnitudes().precision()
    }

    /// The narrowest enclosure of a number here.
    pub fn enclose(&self, number: &Rational) -> RealEnclosure {
        let magnitude = number.big_numerator().magnitude();
        let enclosure = self.magnitudes().quotient(magnitude, number.big_denominator()).into();
        if number.is_negative() { RealEnclosure::negate(&enclosure) } else { enclosure }
    }

    /// The difference.
    pub fn sub(&self, a: &RealEnclosure, b: &RealEnclosure) -> RealEnclosure {
        self.add(a, &b.negate())
    }

    /// One minus a value.
    pub fn complement(&self, a: &RealEnclosure) -> RealEnclosure {
        self.sub(&self.one(), a)
    }

    /// The quotient, or nothing when the divisor may be 0.
    pub fn div(&self, a: &RealEnclosure, b: &RealEnclosure) -> Option<RealEnclosure> {
        let quotient = |a: &Signed, b: &Signed, side| a.div(b, self.limbs, side);
        (!b.may_be_zero()).then(|| extremes(a, b, quotient))
    }

    /// A value multiplied by itself `exponent` times, divided for a negative exponent; `x⁰` is
    /// 1 for every x. Nothing when that divides by what may be 0.
    pub fn raise(&self, base: &RealEnclosure, exponent: &Integer) -> Option<RealEnclosure> {
        if exponent.is_negative() {
            let power = self.raise(base, &exponent.abs())?;
            return self.div(&self.one(), &power);
        }
        if exponent.is_zero() {
            return Some(self.one());
        }
        let ring = self.magnitudes();
        let power = |end: &Signed| {
            let magnitude = ring.power(&Enclosure::exactly(end.magnitude()), exponent);
            let power = RealEnclosure::from(magnitude);
            if end.is_negative() && !exponent.is_even() { power.negate() } else { power }
        };
        let (low, high) = (power(&base.lo), power(&base.hi));
        // An odd power rises; an even one falls up to 0 and rises from there.
        Some(if !exponent.is_even() || !base.lo.is_negative() {
            RealEnclosure { lo: low.lo, hi: high.hi }
        } else if base.is_negative() {
            RealEnclosure { lo: high.lo, hi: low.hi }
        } else {
            RealEnclosure { lo: Signed::zero(), hi: low.hi.max(high.hi) }
        })
    }

    /// `x^y = exp(y ln x)`, or nothing unless x is certainly positive.
    pub fn pow(&self, base: &RealEnclosure, exponent: &RealEnclosure) -> Option<RealEnclosure> {
        // The whole part of the exponent of e costs as many bits as it has, 60 at most.
        let wide = RealRing { limbs: self.limbs + 1 };
        let power = wide.exp(&wide.mul(exponent, &wide.ln(base)?));
        Some(self.rounded(&power))
    }

    /// The same value with this ring's number of bits.
    pub(crate) fn rounded(&self, a: &RealEnclosure) -> RealEnclosure {
        RealEnclosure {
            lo: a.lo.resize(self.limbs, Side::Below),
            hi: a.hi.resize(self.limbs, Side::Above),
        }
    }

    /// Arithmetic of the same precision on numbers that are not negative.
    pub(crate) fn magnitudes(&self) -> EnclosureRing {
        EnclosureRing::new(u32::try_from(self.limbs).unwrap_or(u32::MAX).saturating_mul(64))
    }
}

impl Ring for RealRing {
    type Element = RealEnclosure;

    fn zero(&self) -> RealEnclosure {
        RealEnclosure::exactly(&Signed::zero())
    }

    fn one(&self) -> RealEnclosure {
        RealEnclosure::exactly(&Signed::new(false, Dyadic::one(self.limbs)))
    }

    fn add(&self, a: &RealEnclosure, b: &RealEnclosure) -> RealEnclosure {
        RealEnclosure {
            lo: a.lo.add(&b.lo, self.limbs, Side::Below),
            hi: a.hi.add(&b.hi, self.limbs, Side::Above),
        }
    }

    fn mul(&self, a: &RealEnclosure, b: &RealEnclosure) -> RealEnclosure {
        extremes(a, b, |a, b, side| a.mul(b, self.limbs, side))
    }

    fn power(&self, base: &RealEnclosure, exponent: &Integer) -> RealEnclosure {
        // Only negative exponents divide.
        let power = if exponent.is_negative() { None } else { self.raise(base, exponent) };
        power.unwrap_or_else(|| self.one())
    }
}

/// The interval of an operation that is monotone in either operand: its ends are among the
/// results at the ends.
fn extremes(
    a: &RealEnclosure,
    b: &RealEnclosure,
    operation: impl Fn(&Signed, &Signed, Side) -> Signed,
) -> RealEnclosure {
    let corner =
        |a: &Signed, b: &Signed| (operation(a, b, Side::Below), operation(a, b, Side::Above));
    let (mut lo, mut hi) = corner(&a.lo, &b.lo);
    for (a, b) in [(&a.lo, &b.hi), (&a.hi, &b.lo), (&a.hi, &b.hi)] {
        let (below, above) = corner(a, b);
        lo = lo.min(below);
        hi = hi.max(above);
    }
    RealEnclosure { lo, hi }
}

#[cfg(test)]
mod tests;
