//! Assert, solve and compare: exact answers, each with a proof or a witness.
//!
//! Everything here works on expressions and polynomials; which systems they came from does not
//! matter. Nothing is decided by floating point or by sampling: a sample refutes, and never
//! proves.

mod formula;
mod question;

pub use formula::{
    Alternative, Bound, Case, CountBound, Feasible, FormulaAnswer, Monotone, SolvedFormula,
    TwoEnds, count_bound, solve_formula,
};
pub use question::{Comparison, Condition, Parameters, Range, Relation};
