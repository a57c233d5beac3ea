//! The constructors of formulas, which keep gates in canonical form.
//!
//! They apply the laws that need a look at the operands only: constants, idempotence,
//! complements, nesting of a gate in one of its own kind. Equality of ids is therefore only a
//! sufficient test for equality of functions; [`compile`](crate::compile()) decides.

use std::collections::BTreeMap;

use super::{FormulaId, Formulas, Gate, Variable};
use crate::network::{Edge, Network};
use crate::reduction;

/// A conjunction within a conjunction is dissolved up to this many operands, likewise for
/// disjunctions. Without a bound a chain of `n` gates, each adding one operand, would store
/// `n²/2` of them.
const DISSOLVED: usize = 256;

/// The two associative gates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Junction {
    And,
    Or,
}

impl Formulas {
    /// The formula that is true with the variable.
    pub fn variable(&mut self, variable: Variable) -> FormulaId {
        self.add(Gate::Variable(variable))
    }

    /// The negation.
    pub fn not(&mut self, formula: FormulaId) -> FormulaId {
        match self.gate(formula) {
            Gate::False => self.constant(true),
            Gate::True => self.constant(false),
            Gate::Not(operand) => *operand,
            _ => self.add(Gate::Not(formula)),
        }
    }

    /// True when all operands are; the empty conjunction is true.
    pub fn and(&mut self, operands: Vec<FormulaId>) -> FormulaId {
        self.junction(Junction::And, operands, DISSOLVED)
    }

    /// The same, with conjunctions among the operands left as they are.
    pub(crate) fn nested_and(&mut self, operands: Vec<FormulaId>) -> FormulaId {
        self.junction(Junction::And, operands, 0)
    }

    /// True when some operand is; the empty disjunction is false.
    pub fn or(&mut self, operands: Vec<FormulaId>) -> FormulaId {
        self.junction(Junction::Or, operands, DISSOLVED)
    }

    /// The same, with disjunctions among the operands left as they are.
    pub(crate) fn nested_or(&mut self, operands: Vec<FormulaId>) -> FormulaId {
        self.junction(Junction::Or, operands, 0)
    }

    /// True when at least `k` operands are. An operand given twice counts twice.
    pub fn at_least(&mut self, k: usize, operands: Vec<FormulaId>) -> FormulaId {
        let mut missing = k;
        let mut counts: BTreeMap<FormulaId, usize> = BTreeMap::new();
        for operand in operands {
            match self.gate(operand) {
                Gate::False => {}
                Gate::True => missing = missing.saturating_sub(1),
                _ => *counts.entry(operand).or_insert(0) += 1,
            }
        }
        // Of an operand and its negation exactly one is true.
        let negations: Vec<(FormulaId, FormulaId)> = counts
            .keys()
            .filter_map(|&operand| match self.gate(operand) {
                Gate::Not(positive) => Some((*positive, operand)),
                _ => None,
            })
            .collect();
        for (positive, negative) in negations {
            let count = |of| counts.get(&of).copied().unwrap_or(0);
            let (positives, negatives) = (count(positive), count(negative));
            let pairs = positives.min(negatives);
            counts.insert(positive, positives - pairs);
            counts.insert(negative, negatives - pairs);
            missing = missing.saturating_sub(pairs);
        }
        counts.retain(|_, count| *count > 0);
        let k = missing;
        let of: Vec<FormulaId> = counts
            .iter()
            .flat_map(|(&operand, &count)| std::iter::repeat_n(operand, count))
            .collect();
        if k == 0 {
            return self.constant(true);
        }
        if k > of.len() {
            return self.constant(false);
        }
        if k == 1 || counts.len() == 1 {
            return self.or(of);
        }
        if k == of.len() {
            return self.and(of);
        }
        self.add(Gate::AtLeast { k, of })
    }

    /// True when the network works, its elements working with their formulas.
    ///
    /// Elements may share variables. Parts of the network that cannot matter are dropped.
    pub fn network(&mut self, network: Network<FormulaId>) -> FormulaId {
        let never = self.constant(false);
        let down = |element: &Option<FormulaId>| *element == Some(never);
        let dead: Vec<bool> = network.vertices().iter().map(down).collect();
        if network.terminals().iter().any(|&terminal| dead[terminal]) {
            return never;
        }
        let fallible = |element: &Option<FormulaId>| {
            element.filter(|&formula| !matches!(self.gate(formula), Gate::True | Gate::False))
        };
        let edges = network
            .edges()
            .iter()
            .filter(|edge| !down(&edge.element) && !dead[edge.from] && !dead[edge.to])
            .map(|edge| Edge {
                from: edge.from,
                to: edge.to,
                directed: edge.directed,
                element: fallible(&edge.element),
            });
        let vertices = network.vertices().iter().map(fallible).collect();
        let alive = Network::new(vertices, edges.collect(), network.question().clone());
        let Some(reduced) = alive.ok().as_ref().and_then(reduction::reduced) else {
            return never;
        };
        let first = reduced.elements().next().copied();
        match (reduced.terminals().as_slice(), first) {
            (_, None) => self.constant(true),
            (&[_], Some(only)) => only,
            _ => self.add(Gate::Network(reduced)),
        }
    }

    fn add(&mut self, gate: Gate) -> FormulaId {
        FormulaId(self.gates.number(gate))
    }

    fn junction(
        &mut self,
        kind: Junction,
        operands: Vec<FormulaId>,
        dissolved: usize,
    ) -> FormulaId {
        let (neutral, absorbing) = match kind {
            Junction::And => (self.constant(true), self.constant(false)),
            Junction::Or => (self.constant(false), self.constant(true)),
        };
        let mut of = Vec::with_capacity(operands.len());
        for operand in operands {
            match (self.gate(operand), kind) {
                (Gate::And(inner), Junction::And) | (Gate::Or(inner), Junction::Or)
                    if inner.len() <= dissolved =>
                {
                    of.extend_from_slice(inner);
                }
                _ => of.push(operand),
            }
        }
        of.sort_unstable();
        of.dedup();
        of.retain(|&operand| operand != neutral);
        let contradicts = |operand: &FormulaId| match self.gate(*operand) {
            Gate::Not(positive) => of.binary_search(positive).is_ok(),
            _ => *operand == absorbing,
        };
        if of.iter().any(contradicts) {
            return absorbing;
        }
        match (of.as_slice(), kind) {
            ([], _) => neutral,
            (&[only], _) => only,
            (_, Junction::And) => self.add(Gate::And(of)),
            (_, Junction::Or) => self.add(Gate::Or(of)),
        }
    }
}
