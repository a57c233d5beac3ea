//! The tree itself.

use crate::formula::Variable;

/// A monotone function of few variables, written out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tree {
    /// Always or never true.
    Constant(bool),
    /// True with the variable.
    Variable(Variable),
    /// True when all operands are. They have no variable in common and none is a conjunction.
    And(Vec<Tree>),
    /// True when some operand is. They have no variable in common and none is a disjunction.
    Or(Vec<Tree>),
    /// True when at least `k` operands are, `1 < k < n`. They have no variable in common.
    AtLeast {
        /// How many are needed.
        k: usize,
        /// The operands.
        of: Vec<Tree>,
    },
    /// One function if the variable is true, another if not; neither has the variable, and both
    /// may have the same others.
    Pivot {
        /// The variable decided.
        on: Variable,
        /// The function if it is true.
        works: Box<Tree>,
        /// The function if it is false.
        fails: Box<Tree>,
    },
}

impl Tree {
    /// The value of the tree when each variable has the given `value`.
    pub fn evaluate(&self, value: &impl Fn(Variable) -> bool) -> bool {
        match self {
            Self::Constant(constant) => *constant,
            Self::Variable(variable) => value(*variable),
            Self::And(of) => of.iter().all(|tree| tree.evaluate(value)),
            Self::Or(of) => of.iter().any(|tree| tree.evaluate(value)),
            Self::AtLeast { k, of } => of.iter().filter(|tree| tree.evaluate(value)).count() >= *k,
            Self::Pivot { on, works, fails } => {
                if value(*on) {
                    works.evaluate(value)
                } else {
                    fails.evaluate(value)
                }
            }
        }
    }

    /// The conjunction of trees without common variables, conjunctions among them dissolved.
    pub(super) fn and(operands: Vec<Self>) -> Self {
        Self::And(joined(operands, |tree| match tree {
            Self::And(inner) => Ok(inner),
            other => Err(other),
        }))
    }

    /// The disjunction of trees without common variables, disjunctions among them dissolved.
    pub(super) fn or(operands: Vec<Self>) -> Self {
        Self::Or(joined(operands, |tree| match tree {
            Self::Or(inner) => Ok(inner),
            other => Err(other),
        }))
    }

    /// The smallest variable that occurs.
    pub(super) fn first_variable(&self) -> Option<Variable> {
        match self {
            Self::Constant(_) => None,
            Self::Variable(variable) => Some(*variable),
            Self::And(of) | Self::Or(of) | Self::AtLeast { of, .. } => {
                of.iter().filter_map(Self::first_variable).min()
            }
            Self::Pivot { on, works, fails } => {
                let below = [works, fails].into_iter().filter_map(|tree| tree.first_variable());
                below.chain([*on]).min()
            }
        }
    }

    /// How many symbols the tree takes in print.
    pub(super) fn atoms(&self, of_variable: &impl Fn(Variable) -> usize) -> usize {
        match self {
            Self::Constant(_) => 0,
            Self::Variable(variable) => of_variable(*variable),
            Self::And(of) | Self::Or(of) | Self::AtLeast { of, .. } => {
                of.iter().map(|tree| tree.atoms(of_variable)).sum()
            }
            // x · works + (1 − x) · fails
            Self::Pivot { on, works, fails } => {
                2 * of_variable(*on) + works.atoms(of_variable) + fails.atoms(of_variable)
            }
        }
    }

    /// How many gates are nested.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Constant(_) | Self::Variable(_) => 0,
            Self::And(of) | Self::Or(of) | Self::AtLeast { of, .. } => {
                1 + of.iter().map(Self::depth).max().unwrap_or(0)
            }
            Self::Pivot { works, fails, .. } => 1 + works.depth().max(fails.depth()),
        }
    }
}

fn joined(operands: Vec<Tree>, dissolve: impl Fn(Tree) -> Result<Vec<Tree>, Tree>) -> Vec<Tree> {
    let mut all = Vec::with_capacity(operands.len());
    for operand in operands {
        match dissolve(operand) {
            Ok(inner) => all.extend(inner),
            Err(other) => all.push(other),
        }
    }
    all.sort_by_key(Tree::first_variable);
    all
}
