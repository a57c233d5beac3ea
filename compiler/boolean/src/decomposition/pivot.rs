//! The search for the tree, and for good pivots in particular.
//!
//! Recursion is bounded by the number of variables: every call has at least one fewer.

use super::Budget;
use super::clutter::{Clutter, positions};
use super::tree::Tree;
use crate::formula::Variable;

/// A core after its parts in series and in parallel are merged.
struct Core {
    clutter: Clutter,
    /// The parts that positions of the clutter stand for.
    parts: Vec<(u32, Tree)>,
}

/// What a function is at its top.
enum Top {
    Constant(bool),
    Variable(u32),
    And(Vec<Clutter>),
    Or(Vec<Clutter>),
    Core(Core),
}

/// Writes functions of the same variables as trees.
pub(super) struct Decomposer<'a, F> {
    variables: &'a [Variable],
    atoms: &'a F,
    core_sets: usize,
    pivots_left: usize,
}

impl<'a, F: Fn(Variable) -> usize> Decomposer<'a, F> {
    pub(super) fn new(variables: &'a [Variable], atoms: &'a F, budget: &Budget) -> Self {
        Self { variables, atoms, core_sets: budget.core_sets, pivots_left: budget.pivots }
    }

    /// The tree of a function, within what is left of the budget.
    pub(super) fn tree(&mut self, clutter: &Clutter) -> Option<Tree> {
        match self.top(clutter) {
            Top::Constant(constant) => Some(Tree::Constant(constant)),
            Top::Variable(position) => Some(self.leaf(position)),
            Top::And(of) => {
                of.iter().map(|part| self.tree(part)).collect::<Option<_>>().map(Tree::and)
            }
            Top::Or(of) => {
                of.iter().map(|part| self.tree(part)).collect::<Option<_>>().map(Tree::or)
            }
            Top::Core(core) => match core.clutter.as_at_least() {
                Some(k) => Some(at_least(k, core)),
                None => self.pivoted(clutter),
            },
        }
    }

    /// The tree of a function that needs no pivot.
    fn without_pivot(&self, clutter: &Clutter) -> Option<Tree> {
        let all = |of: Vec<Clutter>| -> Option<Vec<Tree>> {
            of.iter().map(|part| self.without_pivot(part)).collect()
        };
        match self.top(clutter) {
            Top::Constant(constant) => Some(Tree::Constant(constant)),
            Top::Variable(position) => Some(self.leaf(position)),
            Top::And(of) => all(of).map(Tree::and),
            Top::Or(of) => all(of).map(Tree::or),
            Top::Core(core) => core.clutter.as_at_least().map(|k| at_least(k, core)),
        }
    }

    /// How many parts the cores of a function have that need a pivot.
    fn core_size(&self, clutter: &Clutter) -> usize {
        match self.top(clutter) {
            Top::Constant(_) | Top::Variable(_) => 0,
            Top::And(of) | Top::Or(of) => of.iter().map(|part| self.core_size(part)).sum(),
            Top::Core(core) if core.clutter.as_at_least().is_some() => 0,
            Top::Core(core) => core.parts.len(),
        }
    }

    /// Splits a core by the best variable.
    ///
    /// Best is one that leaves two functions without pivots, with the fewest atoms, then the
    /// fewest nested brackets; if there is none, one that leaves the smallest cores. The smallest
    /// variable decides between equals.
    fn pivoted(&mut self, clutter: &Clutter) -> Option<Tree> {
        self.pivots_left = self.pivots_left.checked_sub(1)?;
        if clutter.sets() > self.core_sets {
            return None;
        }
        let cofactors =
            |position| (clutter.cofactor(position, true), clutter.cofactor(position, false));
        let readable = positions(clutter.support()).filter_map(|position| {
            let (works, fails) = cofactors(position);
            Some(self.pivot(position, self.without_pivot(&works)?, self.without_pivot(&fails)?))
        });
        let best = readable.min_by_key(|tree| (tree.atoms(self.atoms), tree.depth()));
        if best.is_some() {
            return best;
        }
        let position = positions(clutter.support()).min_by_key(|&position| {
            let (works, fails) = cofactors(position);
            self.core_size(&works) + self.core_size(&fails)
        })?;
        let (works, fails) = cofactors(position);
        let (works, fails) = (self.tree(&works)?, self.tree(&fails)?);
        Some(self.pivot(position, works, fails))
    }

    fn top(&self, clutter: &Clutter) -> Top {
        if let Some(constant) = clutter.as_constant() {
            return Top::Constant(constant);
        }
        let support = clutter.support();
        if support.is_power_of_two() {
            return Top::Variable(support.trailing_zeros());
        }
        let disjuncts = clutter.disjuncts();
        if disjuncts.len() > 1 {
            return Top::Or(disjuncts);
        }
        let conjuncts = clutter.conjuncts();
        if conjuncts.len() > 1 {
            return Top::And(conjuncts);
        }
        Top::Core(self.merged(clutter))
    }

    /// Merges parts in series and in parallel until none are left.
    fn merged(&self, clutter: &Clutter) -> Core {
        let parts = positions(clutter.support()).map(|position| (position, self.leaf(position)));
        let mut core = Core { clutter: clutter.clone(), parts: parts.collect() };
        while core.merge_one() {}
        core
    }

    fn leaf(&self, position: u32) -> Tree {
        Tree::Variable(self.variables[position as usize])
    }

    fn pivot(&self, position: u32, works: Tree, fails: Tree) -> Tree {
        let on = self.variables[position as usize];
        Tree::Pivot { on, works: Box::new(works), fails: Box::new(fails) }
    }
}

impl Core {
    fn merge_one(&mut self) -> bool {
        for second in 1..self.parts.len() {
            for first in 0..second {
                let (kept, gone) = (self.parts[first].0, self.parts[second].0);
                let join = if self.clutter.in_series(kept, gone) {
                    self.clutter = self.clutter.series_merged(gone);
                    Tree::and
                } else if self.clutter.in_parallel(kept, gone) {
                    self.clutter = self.clutter.parallel_merged(gone);
                    Tree::or
                } else {
                    continue;
                };
                let (_, other) = self.parts.remove(second);
                let part = std::mem::replace(&mut self.parts[first].1, Tree::Constant(false));
                self.parts[first].1 = join(vec![part, other]);
                return true;
            }
        }
        false
    }
}

fn at_least(k: usize, core: Core) -> Tree {
    let mut of: Vec<Tree> = core.parts.into_iter().map(|(_, tree)| tree).collect();
    of.sort_by_key(Tree::first_variable);
    Tree::AtLeast { k, of }
}
