//! Stretches of counts on which every case distinction goes one way.

use kofn_algebra::{Integer, Rational};

use super::shape::Affine;

/// A stretch of a class, from some m on, for which what is found about it holds: until the first
/// m at which a linear function that was asked about crosses its bound.
#[derive(Clone, Debug)]
pub(super) struct Regime {
    start: Integer,
    next: Option<Integer>,
}

impl Regime {
    pub(super) fn from(start: &Integer) -> Regime {
        Regime { start: start.clone(), next: None }
    }

    /// The first m after the stretch; nothing where it has no end.
    pub(super) fn next(&self) -> Option<&Integer> {
        self.next.as_ref()
    }

    /// Whether the function is at least the bound throughout the stretch, or nowhere in it; the
    /// stretch is cut off where that changes.
    pub(super) fn at_least(&mut self, of: &Affine, bound: i64) -> bool {
        let bound = Rational::from(bound);
        let here = of.at(&self.start) >= bound;
        let changes = here == of.slope.is_negative();
        if let Some(crossing) = (bound - &of.constant).checked_div(&of.slope).filter(|_| changes) {
            // A rising function reaches its bound there, a falling one is below it after.
            let crossing = if here { crossing.floor() + Integer::one() } else { crossing.ceil() };
            self.next = Some(match self.next.take() {
                Some(next) => next.min(crossing),
                None => crossing,
            });
        }
        here
    }
}
