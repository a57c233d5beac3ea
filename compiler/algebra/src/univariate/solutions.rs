//! Where a quotient of polynomials has a sign that is asked for.

use std::cmp::Ordering;

use super::rational_function::RationalFunction;
use super::real_root::RealRoot;
use super::real_set::{Bound, RealSet};
use super::roots::{CountedRoot, roots_within};
use crate::limits::LimitReached;
use crate::rational::Rational;

/// Which signs are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SignCondition {
    /// Whether values below 0 satisfy it.
    pub negative: bool,
    /// Whether the value 0 satisfies it.
    pub zero: bool,
    /// Whether values above 0 satisfy it.
    pub positive: bool,
}

impl SignCondition {
    /// `< 0`
    pub const LESS: Self = SignCondition { negative: true, zero: false, positive: false };
    /// `<= 0`
    pub const AT_MOST: Self = SignCondition { negative: true, zero: true, positive: false };
    /// `== 0`
    pub const EQUAL: Self = SignCondition { negative: false, zero: true, positive: false };
    /// `!= 0`
    pub const UNEQUAL: Self = SignCondition { negative: true, zero: false, positive: true };
    /// `>= 0`
    pub const AT_LEAST: Self = SignCondition { negative: false, zero: true, positive: true };
    /// `> 0`
    pub const MORE: Self = SignCondition { negative: false, zero: false, positive: true };

    /// Whether a value that compares so with 0 satisfies it.
    pub fn holds(self, sign: Ordering) -> bool {
        match sign {
            Ordering::Less => self.negative,
            Ordering::Equal => self.zero,
            Ordering::Greater => self.positive,
        }
    }
}

/// The numbers of the domain at which the function is defined and its value satisfies the
/// condition. Exact; refused where the search for the roots would take too long.
pub fn solutions(
    function: &RationalFunction,
    condition: SignCondition,
    domain: &RealSet,
) -> Result<RealSet, LimitReached> {
    let pieces = domain.pieces();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return Ok(RealSet::empty());
    };
    let (lo, hi) = (outwards(&first.lo).map(|(lo, _)| lo), outwards(&last.hi).map(|(_, hi)| hi));
    let (lo, hi) = (lo.as_ref(), hi.as_ref());
    let zeros = roots_within(function.numerator(), lo, hi)?;
    let poles = roots_within(function.divisor(), lo, hi)?;
    let places = places(zeros, poles);
    let start = if function.numerator().is_zero() {
        Ordering::Equal
    } else {
        sign_before(function, &places, lo, hi)
    };
    let mut sign = start;
    let signs = places.into_iter().map(|place| {
        if place.odd {
            sign = sign.reverse();
        }
        (place.root, !place.pole && condition.zero, condition.holds(sign))
    });
    let everywhere = RealSet::from_signs(condition.holds(start), signs.collect::<Vec<_>>());
    Ok(everywhere.intersection(domain))
}

/// A number at which the function is 0 or undefined.
struct Place {
    root: RealRoot,
    /// Whether the sign on both sides is different.
    odd: bool,
    /// Whether the function is undefined there.
    pole: bool,
}

/// Merges both ascending rows.
fn places(zeros: Vec<CountedRoot>, poles: Vec<CountedRoot>) -> Vec<Place> {
    let place = |found: CountedRoot, pole: bool| Place {
        root: found.root,
        odd: found.multiplicity % 2 == 1,
        pole,
    };
    let mut places = Vec::with_capacity(zeros.len() + poles.len());
    let (mut zeros, mut poles) = (zeros.into_iter().peekable(), poles.into_iter().peekable());
    loop {
        let order = match (zeros.peek(), poles.peek()) {
            (None, None) => return places,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(zero), Some(pole)) => zero.root.cmp(&pole.root),
        };
        let zero = if order.is_le() { zeros.next() } else { None };
        let pole = if order.is_ge() { poles.next() } else { None };
        match (zero, pole) {
            (Some(zero), Some(pole)) => {
                let odd = (zero.multiplicity + pole.multiplicity) % 2 == 1;
                places.push(Place { root: zero.root, odd, pole: true });
            }
            (zero, pole) => {
                places.extend(zero.map(|found| place(found, false)));
                places.extend(pole.map(|found| place(found, true)));
            }
        }
    }
}

/// The sign below the first place, which is the same down to the lower end.
fn sign_before(
    function: &RationalFunction,
    places: &[Place],
    lo: Option<&Rational>,
    hi: Option<&Rational>,
) -> Ordering {
    let (numerator, divisor) = (function.numerator(), function.divisor());
    let product = |a: Ordering, b: Ordering| match a {
        Ordering::Less => b.reverse(),
        Ordering::Equal => Ordering::Equal,
        Ordering::Greater => b,
    };
    let at = |x: &Rational| product(numerator.sign_at(x), divisor.sign_at(x));
    let Some(lo) = lo else {
        return product(numerator.sign_far_left(), divisor.sign_far_left());
    };
    let Some(first) = places.first() else { return at(lo) };
    if let Some(between) = RealRoot::from(lo.clone()).rational_before(&first.root) {
        return at(&between);
    }
    // The first place is the lower end itself: what is above it tells the sign below.
    let next = match (places.get(1), hi) {
        (Some(second), _) => second.root.clone(),
        (None, Some(hi)) => hi.clone().into(),
        (None, None) => (lo + Rational::one()).into(),
    };
    match first.root.rational_before(&next) {
        Some(between) if first.odd => at(&between).reverse(),
        Some(between) => at(&between),
        // The lower end is the upper one as well: no sign beside it is asked for.
        None => Ordering::Greater,
    }
}

/// The number at an end, between two rational ones where it is irrational.
fn outwards(bound: &Bound) -> Option<(Rational, Rational)> {
    bound.number().map(RealRoot::enclosure)
}

#[cfg(test)]
mod tests;
