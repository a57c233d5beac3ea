//! Intervals between neighbouring dyadic numbers.

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Signed, Zero};

use crate::rational::Rational;

/// The open interval from `index / 2^depth` to `(index + 1) / 2^depth`.
///
/// Two of them are disjoint, or one contains the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) index: BigInt,
    pub(super) depth: u64,
}

impl Cell {
    /// The lower end.
    pub(super) fn lo(&self) -> Rational {
        dyadic(&self.index, self.depth)
    }

    /// The upper end.
    pub(super) fn hi(&self) -> Rational {
        dyadic(&(&self.index + 1), self.depth)
    }

    /// The cell of that depth, if it is less, of which this one is a part.
    pub(super) fn at_depth(&self, depth: u64) -> Cell {
        let depth = depth.min(self.depth);
        Cell { index: &self.index >> (self.depth - depth), depth }
    }

    /// Whether all numbers of this cell are negative.
    pub(super) fn is_negative(&self) -> bool {
        self.index.is_negative()
    }

    /// The smallest e with all absolute values at most `2^e`, and not below 0.
    pub(super) fn exponent(&self) -> u64 {
        let farthest = if self.is_negative() { -&self.index } else { &self.index + 1 };
        (farthest - 1i32).bits().saturating_sub(self.depth)
    }
}

/// `index / 2^depth` in lowest terms.
pub(super) fn dyadic(index: &BigInt, depth: u64) -> Rational {
    if index.is_zero() {
        return Rational::zero();
    }
    let common = index.trailing_zeros().unwrap_or(0).min(depth);
    Rational::from_coprime(index >> common, BigUint::one() << (depth - common))
}
