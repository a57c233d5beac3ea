//! From which number on every case distinction has gone one way.

use kofn_algebra::{Integer, Rational};

use super::shape::Affine;

/// The first m of a class for which what was found about it holds.
///
/// Whether a linear function is at least some bound is settled for all large m; the few before
/// are tried one by one.
#[derive(Clone, Debug)]
pub(super) struct Regime {
    pub(super) start: Integer,
}

impl Regime {
    /// Whether the function is at least the bound from [`start`](Self::start) on, which moves
    /// up as far as that takes.
    pub(super) fn at_least(&mut self, of: &Affine, bound: i64) -> bool {
        let missing = Rational::from(bound) - &of.constant;
        match missing.checked_div(&of.slope) {
            None => missing <= Rational::zero(),
            Some(crossing) if of.slope.is_negative() => {
                let first_below = crossing.floor() + Integer::one();
                self.start = self.start.clone().max(first_below);
                false
            }
            Some(crossing) => {
                self.start = self.start.clone().max(crossing.ceil());
                true
            }
        }
    }
}
