//! The real-valued bound of a count that stands in one exponent.

use kofn_algebra::Symbol;

use super::answer::CountBound;
use super::isolate::{Isolated, Isolation, isolate};
use super::progress::Progress;
use super::{Problem, is_readable, simplified};
use crate::question::{Comparison, Parameters};

/// The bound of a count as a formula: `n > log(1 − R/R_V) / log(1 − R_M)`. The other parameters
/// may be open or numbers.
///
/// Nothing where the count occurs more than once, or not in the exponent of one power of
/// something between 0 and 1, or where the conditions are never met.
pub fn count_bound(
    comparison: &Comparison,
    symbol: &Symbol,
    parameters: &Parameters,
) -> Option<CountBound> {
    if !is_readable(comparison, symbol) {
        return None;
    }
    let start = Progress::new(comparison, symbol, parameters)?;
    let Isolation::Solved(isolated) = isolate(comparison, symbol, &start) else { return None };
    let problem = Problem { comparison, symbol, parameters };
    let feasible = problem.feasible(&isolated.progress, isolated.relation, isolated.reversed);
    let Isolated { progress, relation, formula, limit, .. } = isolated;
    Some(CountBound {
        relation,
        formula: simplified(formula),
        conditions: progress.conditions(),
        feasible,
        otherwise: progress.cases,
        limit: simplified(limit?),
    })
}
