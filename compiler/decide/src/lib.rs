//! Assert, solve and compare: exact answers, each with a proof or a witness.
//!
//! Everything here works on expressions and polynomials; which systems they came from does not
//! matter. Nothing is decided by floating point or by sampling: a sample refutes, and never
//! proves.

pub mod inequality;
mod question;

pub use kofn_algebra::Relation;
pub use question::{Comparison, Condition, Parameters, Range};
