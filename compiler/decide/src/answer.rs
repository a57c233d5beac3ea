//! What is found out: verdicts, solution sets, regions.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{Integer, Rational, RealRoot, RealSet, Symbol};

use crate::count::Extremum;
use crate::count_set::CountSet;
use crate::formula::{Case, CountBound, FormulaAnswer};
use crate::question::Condition;

/// Values of parameters. At most one is algebraic, the others are rational.
pub type Point = BTreeMap<Symbol, RealRoot>;

/// What is found out about an assertion.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds for all values of the open parameters.
    Proven {
        /// How that was proven, in words.
        method: String,
    },
    /// It does not hold at a point.
    Refuted(Refutation),
    /// Neither was found.
    Undecided(Undecided),
}

/// Where an assertion does not hold.
#[derive(Clone, Debug)]
pub struct Refutation {
    /// The point; empty where no parameter is open.
    pub point: Point,
    /// For a strict claim that fails only by equality, and only where parameters have these ends
    /// of their ranges, all of one list together: everywhere else it holds.
    pub except: Vec<Vec<(Symbol, Rational)>>,
}

/// Why nothing was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// A limit was reached: which.
    Limit(String),
    /// For the counts that were tried it holds, and there are infinitely many, or too many.
    CountUnbounded {
        /// The largest count that was tried.
        tried: Integer,
    },
    /// Exponents, roots or logarithms of open parameters, for which there is no procedure.
    Transcendental,
    /// The weak claim is proven; whether both sides are ever equal is not known.
    Touching,
    /// A parameter has no bounds.
    Unbounded(Symbol),
}

/// All values of a parameter for which a condition holds.
#[derive(Clone, Debug)]
pub enum Solution {
    /// Of a count.
    Counts(Counts),
    /// Of a real parameter: the exact set.
    Reals {
        /// The set.
        set: RealSet,
        /// Where it is empty: how far the side with the parameter gets.
        reach: Option<RealReach>,
    },
    /// Of either, where these conditions on other parameters hold, which matter no further.
    Where {
        /// They all hold.
        conditions: Vec<Condition>,
        /// What is known elsewhere.
        otherwise: Vec<Case>,
        /// The solution there.
        solution: Box<Solution>,
    },
    /// Of either, as a formula in the parameters that are open.
    Formula(FormulaAnswer),
    /// Nothing was found.
    Unsolved(Unsolved),
}

/// All whole values for which a condition holds.
#[derive(Clone, Debug)]
pub struct Counts {
    /// The set.
    pub set: CountSet,
    /// How it was found, in words.
    pub method: String,
    /// The real-valued bound with its closed form, where there is one.
    pub bound: Option<CountBound>,
    /// Where there is no solution: how far the side with the count gets.
    pub reach: Option<Reach>,
    /// Where there is none in the range: the set and the reach without its upper end.
    pub without_end: Option<(CountSet, Option<Reach>)>,
}

/// How far one side of a comparison gets over the counts.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The supremum or infimum.
    pub extremum: Extremum,
    /// Whether it is the supremum.
    pub is_supremum: bool,
}

/// How far one side of a comparison gets over a closed range: the value is attained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealReach {
    /// The value.
    pub value: Rational,
    /// Where.
    pub at: Rational,
    /// Whether it is the largest value, and not the least.
    pub is_supremum: bool,
}

/// Why there is no answer to a `solve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsolved {
    /// Nothing says where to stop looking: the range that was looked at, and where the condition
    /// holds in it.
    NoStoppingRule {
        /// Why.
        why: String,
        /// The range.
        scanned: (Integer, Integer),
        /// Where it holds in this range.
        holds: Vec<(Integer, Integer)>,
    },
    /// A limit was reached: which.
    Limit(String),
    /// There is no procedure: why.
    NoProcedure(String),
}

/// Where one design is more reliable than another.
#[derive(Clone, Debug)]
pub enum Regions {
    /// One real parameter is open: the exact sets.
    Line {
        /// The parameter.
        parameter: Symbol,
        /// Where the first is more reliable.
        a: RealSet,
        /// Where the second is.
        b: RealSet,
        /// Where they are equally reliable.
        equal: RealSet,
    },
    /// One count is open: the exact sets.
    Counts {
        /// The parameter.
        parameter: Symbol,
        /// Where the first is more reliable.
        a: CountSet,
        /// Where the second is.
        b: CountSet,
        /// Where they are equally reliable.
        equal: CountSet,
    },
    /// No parameter is open: how the first compares with the second.
    Known(Ordering),
    /// Several are open: where the first is more reliable, as a formula for one of them.
    Formula {
        /// The parameter.
        parameter: Symbol,
        /// Where the first is more reliable.
        a: FormulaAnswer,
    },
    /// Not found: why.
    Unknown(String),
}

/// Which design is at least as reliable as the other one for all values of the parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dominance {
    /// The first, and they are not equal.
    A,
    /// The second, and they are not equal.
    B,
    /// They are equal for all values.
    Equal,
    /// Neither.
    Neither,
    /// It is not known: why.
    Unknown(Undecided),
}
