//! Assert, solve and compare: exact answers, each with a proof or a witness.
//!
//! Everything here works on expressions and polynomials; which systems they came from does not
//! matter. Nothing is decided by floating point or by sampling: a sample refutes, and never
//! proves.

mod count;
mod question;

pub use count::{
    Affine, ClassProof, CountAnswer, CountProblem, CountProof, CountRange, CountSolution, Course,
    Extremum, Link, Method, MonotonePart, MonotoneProof, SignChain, SignRun, Stretch, Tail, Term,
    VoteName, Why, compare_sides_at, infimum, solve_count, supremum,
};
pub use question::{Comparison, Condition, Parameters, Range, Relation};
