//! Solving a comparison for one parameter while others are open.
//!
//! In the order of attempt: isolation, where the parameter occurs once; a linear or quadratic
//! equation, where the sides are quotients of polynomials; a linear one with any coefficients.
//! Every formula carries the conditions under which it is valid, and says where some value in
//! the parameter's range satisfies the comparison.

mod affine;
mod answer;
mod bernstein;
mod common_factor;
mod count_bound;
mod defined;
mod domain;
mod isolate;
mod line;
mod polynomials;
mod progress;
mod quadratic;
mod rational;
mod simplify;
mod span;
mod truth;
mod where_positive;

use std::cmp::Ordering;

use kofn_algebra::{Expr, Symbol, View};

pub use answer::{
    Alternative, Bound, Case, CountBound, Feasible, FormulaAnswer, Monotone, SolvedFormula, TwoEnds,
};
pub use count_bound::count_bound;

use crate::question::{Comparison, Parameters, Relation};
use domain::Domain;
use isolate::{Isolated, Isolation, is_hidden, isolate};
use polynomials::Names;
use progress::{Ends, Progress};
use simplify::where_holds;
use truth::Truth;

/// Solves a comparison for a parameter; the others stay as they are.
///
/// The answer is about all values in the ranges of all parameters; a parameter without a range
/// may be any number. Nothing is claimed where a side is undefined.
pub fn solve_formula(
    comparison: &Comparison,
    symbol: &Symbol,
    parameters: &Parameters,
) -> FormulaAnswer {
    let nothing =
        || FormulaAnswer::NoClosedForm { reduced: None, conditions: Vec::new(), monotone: None };
    if !is_readable(comparison, symbol) {
        return nothing();
    }
    let Some(start) = Progress::new(comparison, symbol, parameters) else { return nothing() };
    let problem = Problem { comparison, symbol, parameters };
    let Comparison { left, relation, right } = comparison;
    if let Some(holds) = Progress::settled(&start.domain, left, *relation, right) {
        return problem.decided(&start, holds);
    }
    match isolate(comparison, symbol, &start) {
        Isolation::Solved(isolated) => return problem.isolated(isolated),
        Isolation::Decided(progress, holds) => return problem.decided(&progress, holds),
        Isolation::Refused => {}
    }
    if let Some(answer) = rational::solve(&problem, &start) {
        return answer;
    }
    affine::solve(&problem, &start).unwrap_or_else(nothing)
}

/// Comparisons with more distinct parts are not solved: a formula of such a length is no answer.
const MOST_PARTS: usize = 2000;

/// Whether a comparison is short enough, and the parameter is told apart from all others.
fn is_readable(comparison: &Comparison, symbol: &Symbol) -> bool {
    [&comparison.left, &comparison.right]
        .into_iter()
        .all(|side| side.postorder().len() <= MOST_PARTS && !is_hidden(side, symbol))
}

/// What is to be solved.
struct Problem<'a> {
    comparison: &'a Comparison,
    symbol: &'a Symbol,
    parameters: &'a Parameters,
}

impl Problem<'_> {
    fn decided(&self, progress: &Progress, holds: bool) -> FormulaAnswer {
        let conditions = progress.conditions();
        if holds { FormulaAnswer::Always(conditions) } else { FormulaAnswer::Never(conditions) }
    }

    fn isolated(&self, isolated: Isolated) -> FormulaAnswer {
        let Isolated { progress, relation, formula, reversed, .. } = isolated;
        let feasible = self.feasible(&progress, relation, reversed);
        FormulaAnswer::Solved(SolvedFormula {
            relation,
            formula: simplified(formula),
            conditions: progress.conditions(),
            feasible,
            otherwise: progress.cases,
        })
    }

    /// Where some value in the range satisfies `symbol ⋈ formula`: for a lower bound, where the
    /// largest value satisfies the comparison.
    fn feasible(&self, progress: &Progress, relation: Relation, reversed: bool) -> Feasible {
        let Ends { lo, hi, continuous } = Ends::of(self.parameters, self.symbol);
        // Whether `end ⋈ formula`, by the sides of the comparison.
        let at = |end: &Option<Expr>, relation: Relation| match end {
            None => Truth::Always,
            Some(end) => {
                let relation = if reversed { relation.swapped() } else { relation };
                let [left, right] = [&self.comparison.left, &self.comparison.right]
                    .map(|side| replaced(side, self.symbol, end, &progress.domain));
                where_holds(&progress.domain, &left, relation, &right)
            }
        };
        let truth = match relation {
            Relation::More | Relation::AtLeast => at(&hi, relation),
            Relation::Less | Relation::AtMost => at(&lo, relation),
            Relation::Equal if continuous => {
                at(&hi, Relation::AtLeast).and(at(&lo, Relation::AtMost))
            }
            Relation::Unequal if continuous && lo != hi => Truth::Always,
            Relation::Equal | Relation::Unequal => return Feasible::Unknown,
        };
        progress.feasible(truth)
    }
}

/// A side where the parameter has a value. A positive power of 0 that this leaves is 0.
fn replaced(side: &Expr, symbol: &Symbol, value: &Expr, domain: &Domain) -> Expr {
    let replaced = side.substitute(&[(symbol.clone(), value.clone())].into());
    replaced.rewrite(|expr, done| {
        let vanishes = match expr.view() {
            View::Product(powers) => {
                let zero = |(base, exponent): &(Expr, Expr)| {
                    done.of(base).is_zero() && domain.span(exponent).is_positive()
                };
                powers.iter().any(zero)
                    && powers.iter().all(|(_, exponent)| domain.span(exponent).is_nonnegative())
            }
            _ => false,
        };
        if vanishes { Expr::zero() } else { expr.rebuild(|operand| done.of(operand)) }
    })
}

/// A formula with its common factors cancelled, where that makes it shorter.
fn simplified(formula: Expr) -> Expr {
    let mut names = Names::default();
    let Some((fraction, cancelled)) = names.fraction(&formula) else { return formula };
    let constant = fraction.numerator.is_constant() && fraction.denominator.is_constant();
    if cancelled || constant { names.quotient(&fraction) } else { formula }
}

/// Whether a relation asks for the left side to be above the right, below it, or neither.
fn direction(relation: Relation) -> Ordering {
    match relation {
        Relation::Less | Relation::AtMost => Ordering::Less,
        Relation::Equal | Relation::Unequal => Ordering::Equal,
        Relation::AtLeast | Relation::More => Ordering::Greater,
    }
}

#[cfg(test)]
mod tests;
