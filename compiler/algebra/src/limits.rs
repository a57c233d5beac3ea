//! Answers that cost more than was allowed.

use std::error::Error;
use std::fmt;

/// A computation was given up because it would have passed a limit. Limits count work or size
/// and never time, so the same question always ends the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitReached {
    /// What was counted, in the plural: "terms of a polynomial".
    pub what: &'static str,
    /// How many were allowed.
    pub limit: u64,
    /// How many there were, or would have been, when the computation was given up.
    pub reached: u64,
}

impl LimitReached {
    /// Passes a count that is within its limit.
    pub fn check(what: &'static str, limit: u64, reached: u64) -> Result<(), LimitReached> {
        if reached <= limit { Ok(()) } else { Err(LimitReached { what, limit, reached }) }
    }
}

impl fmt::Display for LimitReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}, and the limit is {}", self.reached, self.what, self.limit)
    }
}

impl Error for LimitReached {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_is_allowed() {
        assert_eq!(LimitReached::check("nodes", 5, 5), Ok(()));
        let reached = LimitReached::check("nodes", 5, 6).unwrap_err();
        assert_eq!(reached.to_string(), "6 nodes, and the limit is 5");
    }
}
