//! Formulas: hash-consed gates over variables.

mod canonical;

use std::collections::BTreeSet;

use crate::network::Network;
use crate::numbering::Numbering;

/// Something that is true or false; what it stands for is the caller's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable(pub u32);

/// A formula of one [`Formulas`]. Equal ids are equal formulas; ids of different `Formulas` must
/// not be mixed. Operands have smaller ids than the gate over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormulaId(u32);

impl FormulaId {
    /// The position of the formula among all of its `Formulas`.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a formula is made of others, in the form that the constructors of [`Formulas`] keep.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Never true.
    False,
    /// Always true.
    True,
    /// A variable.
    Variable(Variable),
    /// The negation of a formula that is neither a constant nor a negation.
    Not(FormulaId),
    /// At least two different operands in ascending order, no constants, no operand together
    /// with its negation. A conjunction of at most 256 operands occurs only where it was nested
    /// on purpose.
    And(Vec<FormulaId>),
    /// As [`Gate::And`], with disjunctions.
    Or(Vec<FormulaId>),
    /// At least `k` of the operands are true, `1 < k < n`. Operands are in ascending order, not
    /// constant, not all the same; one that is repeated counts as often.
    AtLeast {
        /// How many are needed.
        k: usize,
        /// The operands.
        of: Vec<FormulaId>,
    },
    /// A network with at least two terminals and at least one element, without parts that cannot
    /// matter; no element is constant.
    Network(Network<FormulaId>),
}

impl Gate {
    /// The operands in their order; those of a network are its vertices' and then its edges'.
    pub fn operands(&self) -> Vec<FormulaId> {
        match self {
            Self::False | Self::True | Self::Variable(_) => Vec::new(),
            Self::Not(operand) => vec![*operand],
            Self::And(of) | Self::Or(of) | Self::AtLeast { of, .. } => of.clone(),
            Self::Network(network) => network.elements().copied().collect(),
        }
    }
}

/// All formulas made so far, equal ones only once.
///
/// Invariant: gates are in the form that [`Gate`] describes, their operands come before them, and
/// the first two are the constants.
#[derive(Clone, Debug)]
pub struct Formulas {
    gates: Numbering<Gate>,
}

impl Default for Formulas {
    fn default() -> Self {
        Self::new()
    }
}

impl Formulas {
    /// The constants alone.
    pub fn new() -> Self {
        let mut gates = Numbering::new();
        gates.number(Gate::False);
        gates.number(Gate::True);
        Self { gates }
    }

    /// The formula that is always `value`.
    pub fn constant(&self, value: bool) -> FormulaId {
        FormulaId(u32::from(value))
    }

    /// How the formula is made.
    pub fn gate(&self, formula: FormulaId) -> &Gate {
        &self.gates.items()[formula.index()]
    }

    /// The variables that occur in the formula. Its value need not depend on all of them.
    pub fn support(&self, formula: FormulaId) -> BTreeSet<Variable> {
        let occurring = self.occurring(formula);
        let gates = self.gates.items().iter().zip(&occurring);
        gates
            .filter_map(|(gate, &occurs)| match gate {
                Gate::Variable(variable) if occurs => Some(*variable),
                _ => None,
            })
            .collect()
    }

    /// The value of the formula when each variable has the given `value`.
    pub fn evaluate(&self, formula: FormulaId, mut value: impl FnMut(Variable) -> bool) -> bool {
        let occurring = self.occurring(formula);
        let mut values = vec![false; occurring.len()];
        for index in (0..values.len()).filter(|&index| occurring[index]) {
            let holds = |operand: &FormulaId| values[operand.index()];
            values[index] = match &self.gates.items()[index] {
                Gate::False => false,
                Gate::True => true,
                Gate::Variable(variable) => value(*variable),
                Gate::Not(operand) => !holds(operand),
                Gate::And(of) => of.iter().all(holds),
                Gate::Or(of) => of.iter().any(holds),
                Gate::AtLeast { k, of } => of.iter().filter(|operand| holds(operand)).count() >= *k,
                Gate::Network(network) => network.works(holds),
            };
        }
        values[formula.index()]
    }

    /// For each formula up to the given one, whether it occurs in it.
    pub(crate) fn occurring(&self, formula: FormulaId) -> Vec<bool> {
        let mut occurring = vec![false; formula.index() + 1];
        occurring[formula.index()] = true;
        for index in (0..occurring.len()).rev() {
            if occurring[index] {
                for operand in self.gates.items()[index].operands() {
                    occurring[operand.index()] = true;
                }
            }
        }
        occurring
    }

    /// The formulas up to the given one that occur in it, operands first.
    pub(crate) fn occurring_in_order(&self, formula: FormulaId) -> Vec<FormulaId> {
        let occurring = self.occurring(formula);
        let indices = (0..occurring.len() as u32).filter(|&index| occurring[index as usize]);
        indices.map(FormulaId).collect()
    }
}
