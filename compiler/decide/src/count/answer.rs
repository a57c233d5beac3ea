//! What is asked about a count, and what is answered.

use std::fmt;

use kofn_algebra::{EncloseError, Expr, Function, Integer, LimitReached, Symbol};

use super::proof::CountProof;
use crate::question::Relation;

/// A comparison of two expressions in one open count.
#[derive(Clone, Debug)]
pub struct CountProblem<'a> {
    /// What stands on the left.
    pub left: &'a Expr,
    /// How they are compared.
    pub relation: Relation,
    /// What stands on the right.
    pub right: &'a Expr,
    /// The count, the only open symbol on either side.
    pub symbol: &'a Symbol,
    /// The least number it can be.
    pub lo: Integer,
    /// The largest; `None` is without end.
    pub hi: Option<Integer>,
}

/// Which counts satisfy a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountAnswer {
    /// All that do, with a proof.
    Solved(CountSolution),
    /// No method here says when to stop looking. The numbers that were tried are no proof of
    /// anything about others.
    NoStoppingRule {
        /// Why not.
        why: Why,
        /// The first and the last number that were tried; the second is below the first where
        /// none could be.
        scanned: (Integer, Integer),
        /// The ranges of those for which the comparison holds.
        holds: Vec<(Integer, Integer)>,
    },
    /// There is a method, and it would take more than is allowed.
    Limit(LimitReached),
    /// The sides have no value for any count.
    Undefined(EncloseError),
}

/// All counts that satisfy a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountSolution {
    /// The counts, in disjoint ranges by rising first number; none where it never holds.
    pub ranges: Vec<CountRange>,
    /// Where a side has no value, as after a division by 0. None of these is a solution.
    pub undefined: Vec<CountRange>,
    /// Why these are all.
    pub method: CountProof,
}

/// The whole numbers from, from + step, from + 2·step, … up to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRange {
    /// The first.
    pub from: Integer,
    /// The last; `None` is without end.
    pub to: Option<Integer>,
    /// 1, but where only every second, third, … number belongs to the range: a majority of an
    /// odd number can be enough where none of an even number is.
    pub step: Integer,
}

impl CountRange {
    /// Whether the number belongs to the range.
    pub fn contains(&self, number: &Integer) -> bool {
        let steps = (number - &self.from).mod_floor(&self.step);
        *number >= self.from
            && self.to.as_ref().is_none_or(|to| number <= to)
            && steps.is_some_and(|rest| rest.is_zero())
    }
}

/// Why nothing says when to stop looking for solutions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The count is an index, or an end of a range of indices.
    Index,
    /// A power whose base and exponent both depend on the count.
    PowerOfChanging,
    /// A vote whose threshold is no linear function of the count, rounded or not, or whose
    /// members depend on the count that also is their number.
    Threshold,
    /// A function of the count that is neither a polynomial, nor a power, nor a vote.
    Function(Function),
    /// Powers of numbers that are not rational, or not between 0 and 1 where they have to be.
    Bases,
    /// Some parts rise with the count and others fall, and it is too long to be written out in
    /// powers of the count.
    Directions,
    /// Roundings that repeat only after so many numbers.
    Period(Integer),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Index => f.write_str("the count is an index"),
            Why::PowerOfChanging => {
                f.write_str("the count is in the base and in the exponent of a power")
            }
            Why::Threshold => {
                f.write_str("what a vote needs is no linear function of the count, rounded or not")
            }
            Why::Function(name) => write!(f, "the count is an argument of {name}"),
            Why::Bases => f.write_str("a base of a power is not rational, or not between 0 and 1"),
            Why::Directions => f.write_str("some parts rise with the count and others fall"),
            Why::Period(period) => {
                write!(f, "the roundings repeat only after {period} numbers")
            }
        }
    }
}

/// What ends an attempt without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Why(Why),
    Limit(LimitReached),
    Undefined(EncloseError),
}

impl From<LimitReached> for Stop {
    fn from(limit: LimitReached) -> Stop {
        Stop::Limit(limit)
    }
}

impl From<Why> for Stop {
    fn from(why: Why) -> Stop {
        Stop::Why(why)
    }
}
