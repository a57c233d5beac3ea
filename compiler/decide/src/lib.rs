//! Assert, solve and compare: exact answers, each with a proof or a witness.
//!
//! Everything here works on expressions and polynomials; which systems they came from does not
//! matter. Nothing is decided by floating point or by sampling: a sample refutes, and never
//! proves.

mod answer;
mod assertion;
mod cancelled;
mod certificate;
mod compare;
mod count;
mod count_set;
mod coupling;
mod formula;
mod fraction;
pub mod inequality;
mod narrowing;
mod numbers;
mod question;
mod real;
mod solve;

pub use answer::{
    Counts, Dominance, Point, Reach, RealReach, Refutation, Regions, Solution, Undecided, Unsolved,
    Verdict,
};
pub use assertion::assert;
pub use certificate::{
    Certificate, Claim, CountedVote, FactorPart, NotCertified, Question, Step, affine_in,
    certify_assertion, certify_regions, certify_solution, certify_value, counted_vote,
};
pub use compare::{dominance, regions};
pub use count::{
    Affine, ClassProof, CountAnswer, CountProblem, CountProof, CountRange, CountSolution, Course,
    Extremum, Link, Method, MonotonePart, MonotoneProof, SignChain, SignRun, Stretch, Tail, Term,
    VoteName, Why, compare_sides_at, infimum, solve_count, supremum,
};
pub use count_set::{CountSet, LongPeriod};
pub use coupling::at_least_by_coupling;
pub use formula::{
    Alternative, Bound, Case, CountBound, Feasible, FormulaAnswer, Monotone, SolvedFormula,
    TwoEnds, count_bound, solve_formula,
};
pub use fraction::{Fraction, NotFraction, Variables};
pub use numbers::{Incomparable, compare_numbers};
pub use question::{Comparison, Condition, Parameters, Range, Relation};
pub use real::is_equal_at;
pub use solve::{holds, solve};
