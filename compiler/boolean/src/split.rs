//! A formula as independent parts, each as simple as a few rewritings make it.
//!
//! Diagrams grow with what they have to remember, so everything that can be told apart beforehand
//! is: operands that always occur together become a gate of their own, common factors are pulled
//! out, what a conjunction already says is put in below it. Then whatever shares no variable with
//! the rest is a part by itself, found in linear time (Dutuit & Rauzy, *A linear-time algorithm to
//! find modules of fault trees*, IEEE Trans. Reliability 45, 1996), operands of one gate together.
//!
//! Rauzy, *Mathematical foundations of minimal cutsets*, IEEE Trans. Reliability 50 (2001), and
//! Niemelä, *On simplification of large fault trees*, Reliability Engineering 44 (1994), describe
//! such rewritings.

mod assuming;
mod factoring;
mod gathering;
mod independence;
mod remaking;

use crate::formula::{FormulaId, Formulas, Variable};
use remaking::size;

/// A part of a formula: a formula by itself.
#[derive(Clone, Debug)]
pub struct IndependentPart {
    /// What the formula is made of.
    pub formulas: Formulas,
    /// The formula.
    pub root: FormulaId,
    /// What its variables stand for, by their numbers.
    pub operands: Vec<Operand>,
}

/// What a variable of a part stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A variable of the formula that was split.
    Variable(Variable),
    /// The part in this place, one of those before.
    Part(usize),
}

/// How often all rewritings are tried, at most.
const ROUNDS: usize = 6;

/// The formula as independent parts, what they consist of first; the last is the whole.
///
/// No two parts have a variable in common, and every part but the last stands for one variable of
/// one other. Takes time and memory in proportion to the formula, up to a constant factor.
pub fn split(formulas: &Formulas, root: FormulaId) -> Vec<IndependentPart> {
    let (mut formulas, mut root) = remaking::reachable(formulas, root);
    let passes = [remaking::flattened, gathering::gathered, factoring::factored, assuming::assumed];
    for _ in 0..ROUNDS {
        let before = size(&formulas, root);
        for pass in passes {
            let (new, new_root) = pass(&formulas, root);
            if size(&new, new_root) < size(&formulas, root) {
                (formulas, root) = (new, new_root);
            }
        }
        if size(&formulas, root) >= before {
            break;
        }
    }
    independence::parts(&formulas, root)
}
