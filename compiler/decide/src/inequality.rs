//! Polynomial inequalities on a box: proven, refuted by an exact point, or undecided with a reason.
//!
//! The steps, quick ones first: points that refute; vertices of what is of degree 1 and ends of
//! what is monotone; Bernstein coefficients and subdivision; square-free factors; real roots in one
//! variable; blown-up corners; open cylindrical decomposition. The last makes weak claims (`>=`,
//! `<=`) complete but for limits of work. A strict claim is the weak one without a zero.

mod cells;
mod chart;
mod decide;
mod factors;
mod general;
mod given;
mod grid;
mod limits;
mod line;
mod on_region;
mod point;
mod proof;
mod prove;
mod sectors;
mod segment;
mod short;
mod simplest;
mod touching;
mod unequal;
mod zeros;

use std::collections::BTreeMap;

use kofn_algebra::{LimitReached, Polynomial, Rational, Variable};

use crate::question::Relation;

pub use decide::decide;
pub use limits::Limits;
pub use point::Coordinate;
pub use proof::{Cover, Part, Piece, Proof};
pub(crate) use short::{Goal, short_proof};

/// What each variable ranges over, both ends included.
pub type Bounds = BTreeMap<Variable, (Rational, Rational)>;

/// The claim that `polynomial ⋈ 0` at all points of the box where everything in `given` holds.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// What is compared with 0.
    pub polynomial: &'a Polynomial,
    /// How it is compared.
    pub relation: Relation,
    /// What else holds, each compared with 0.
    pub given: &'a [(Polynomial, Relation)],
    /// The range of each variable that occurs. Unbounded ones are for the caller to map to bounded
    /// ones first, as by `x = y / (1 − y)` and multiplication by powers of `1 − y`.
    pub bounds: &'a Bounds,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds at all points.
    Proven(Proof),
    /// It fails at a point.
    Refuted(Counterexample),
    /// Neither is known.
    Undecided(Why),
}

/// A point where a claim fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// It satisfies all that is given. At most one coordinate is not rational.
    pub point: BTreeMap<Variable, Coordinate>,
    /// For a strict claim that fails by equality alone: why the weak claim holds.
    pub weak: Option<Proof>,
    /// Where all equalities are, if they are on faces of the box: the strict claim holds at all
    /// other points that satisfy what is given. Never empty.
    pub except: Option<Vec<Except>>,
}

/// A face of the box: these variables have these ends of their ranges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Except {
    /// The variables with their values there; the others have any.
    pub at: Vec<(Variable, Rational)>,
}

/// Why a claim is undecided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// More work than allowed.
    Limit(LimitReached),
    /// The polynomial is nowhere on the wrong side of 0; whether it is 0 somewhere is not known.
    Touching,
    /// What is given does not bound a region that is understood here.
    Given,
    /// This variable has no range.
    Unbounded(Variable),
}

impl From<LimitReached> for Why {
    fn from(limit: LimitReached) -> Why {
        Why::Limit(limit)
    }
}

#[cfg(test)]
mod tests;
