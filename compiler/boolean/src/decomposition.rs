//! Readable trees: a small monotone function as a person would write it.
//!
//! A function that splits into parts without common variables is their disjunction or
//! conjunction. One that does not is a *core*: "at least k of n parts", or else it is split by
//! deciding one variable, the pivot.
//!
//! Golumbic, Mintz & Rotics, *Factoring and recognition of read-once functions using cographs and
//! normality*, Discrete Appl. Math. 154 (2006), for the two splits.

mod clutter;
mod pivot;
mod tree;

pub use tree::Tree;

use crate::diagram::Diagram;
use crate::formula::Variable;
use crate::limits::Limits;
use crate::paths::{minimal_cut_sets, minimal_path_sets};
use clutter::Clutter;
use pivot::Decomposer;

/// How large a function may be to get a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Variables of the function, never more than 32.
    pub variables: usize,
    /// Minimal path sets of the function, and likewise cut sets.
    pub sets: u64,
    /// Minimal path sets of a core that needs a pivot, and likewise cut sets.
    pub core_sets: usize,
    /// Pivots of the tree.
    pub pivots: usize,
}

impl Default for Budget {
    /// About what still fits a page.
    fn default() -> Self {
        Self { variables: 32, sets: 65_536, core_sets: 600, pivots: 60 }
    }
}

/// The tree of a function, or nothing if it is not monotone or exceeds the budget.
///
/// The tree depends on the function, the numbers of its variables and `atoms` alone, not on how
/// the diagram came about. Operands are ordered by their smallest variable. `atoms` tells how
/// many symbols each variable takes in print; the best pivot leaves the fewest.
pub fn decompose(
    diagram: &Diagram,
    atoms: impl Fn(Variable) -> usize,
    budget: &Budget,
) -> Option<Tree> {
    let variables: Vec<Variable> = diagram.variables().collect();
    if variables.len() > budget.variables.min(32) {
        return None;
    }
    let limits = Limits {
        path_sets: budget.sets,
        set_members: budget.sets.saturating_mul(32),
        ..Limits::default()
    };
    let paths = minimal_path_sets(diagram, &limits).ok()?;
    let cuts = minimal_cut_sets(diagram, &limits).ok()?;
    let clutter = Clutter::of_sets(&variables, &paths, &cuts);
    Decomposer::new(&variables, &atoms, budget).tree(&clutter)
}
