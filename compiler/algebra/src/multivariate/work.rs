//! A count of steps with an end.

use crate::limits::LimitReached;

/// How many steps a computation may take, and how many it has taken.
///
/// One step is about one multiplication of coefficients of a machine word's length.
#[derive(Clone, Debug)]
pub struct Work {
    limit: u64,
    done: u64,
}

impl Work {
    /// So many steps and no more.
    pub fn new(limit: u64) -> Self {
        Work { limit, done: 0 }
    }

    /// The steps taken so far.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Takes steps, or says that there are no more.
    pub fn charge(&mut self, steps: u64) -> Result<(), LimitReached> {
        self.done = self.done.saturating_add(steps);
        LimitReached::check("steps with polynomials", self.limit, self.done)
    }
}
