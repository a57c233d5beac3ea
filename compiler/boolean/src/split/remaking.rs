//! Making formulas anew, gate by gate, in formulas of their own.

use crate::formula::{FormulaId, Formulas, Gate};

/// The formula without anything that does not occur in it.
pub(super) fn reachable(formulas: &Formulas, root: FormulaId) -> (Formulas, FormulaId) {
    remade(formulas, root, |new, _, gate, map| remake(new, gate, &|id| map.of(id)))
}

/// The formula with each gate made by `make`, from its id, the gate, and where its operands are
/// now.
pub(super) fn remade(
    formulas: &Formulas,
    root: FormulaId,
    mut make: impl FnMut(&mut Formulas, FormulaId, &Gate, &Map) -> FormulaId,
) -> (Formulas, FormulaId) {
    let mut new = Formulas::new();
    let mut map = Map(vec![new.constant(false); root.index() + 1]);
    for formula in formulas.occurring_in_order(root) {
        map.0[formula.index()] = make(&mut new, formula, formulas.gate(formula), &map);
    }
    let root = map.of(root);
    (new, root)
}

/// Where the formulas that were made anew are.
pub(super) struct Map(Vec<FormulaId>);

impl Map {
    pub(super) fn of(&self, formula: FormulaId) -> FormulaId {
        self.0[formula.index()]
    }

    pub(super) fn all(&self, formulas: &[FormulaId]) -> Vec<FormulaId> {
        formulas.iter().map(|&formula| self.of(formula)).collect()
    }
}

/// The same gate over other operands; gates that were nested on purpose stay so.
pub(super) fn remake(
    new: &mut Formulas,
    gate: &Gate,
    of: &dyn Fn(FormulaId) -> FormulaId,
) -> FormulaId {
    let all = |operands: &[FormulaId]| operands.iter().map(|&operand| of(operand)).collect();
    match gate {
        Gate::False => new.constant(false),
        Gate::True => new.constant(true),
        Gate::Variable(variable) => new.variable(*variable),
        Gate::Not(operand) => new.not(of(*operand)),
        Gate::And(operands) => new.nested_and(all(operands)),
        Gate::Or(operands) => new.nested_or(all(operands)),
        Gate::AtLeast { k, of: operands } => new.at_least(*k, all(operands)),
        Gate::Network(network) => new.network(network.map(|&element| of(element))),
    }
}

/// How many gates mention each formula, one that mentions it twice counted twice.
pub(super) fn mentions(formulas: &Formulas, root: FormulaId) -> Vec<u32> {
    let mut mentions = vec![0; root.index() + 1];
    for formula in formulas.occurring_in_order(root) {
        for operand in formulas.gate(formula).operands() {
            mentions[operand.index()] += 1;
        }
    }
    mentions
}

/// How many operands all gates have together: what rewriting is to make less.
pub(super) fn size(formulas: &Formulas, root: FormulaId) -> usize {
    let occurring = formulas.occurring_in_order(root);
    occurring.into_iter().map(|formula| formulas.gate(formula).operands().len()).sum()
}

/// Whether it is a conjunction, and its operands.
pub(super) fn junction(gate: &Gate) -> Option<(bool, &[FormulaId])> {
    match gate {
        Gate::And(of) => Some((true, of)),
        Gate::Or(of) => Some((false, of)),
        _ => None,
    }
}

/// A conjunction or a disjunction of operands that stay as they are.
pub(super) fn nested(formulas: &mut Formulas, and: bool, of: Vec<FormulaId>) -> FormulaId {
    if and { formulas.nested_and(of) } else { formulas.nested_or(of) }
}

/// The formula with conjunctions in conjunctions dissolved that nothing else mentions, likewise
/// for disjunctions.
pub(super) fn flattened(formulas: &Formulas, root: FormulaId) -> (Formulas, FormulaId) {
    let mentions = mentions(formulas, root);
    remade(formulas, root, |new, _, gate, map| {
        let Some((and, of)) = junction(gate) else { return remake(new, gate, &|id| map.of(id)) };
        let mut flat = Vec::with_capacity(of.len());
        for &operand in of {
            match junction(new.gate(map.of(operand))) {
                Some((inner_and, inner)) if inner_and == and && mentions[operand.index()] == 1 => {
                    flat.extend_from_slice(inner);
                }
                _ => flat.push(map.of(operand)),
            }
        }
        nested(new, and, flat)
    })
}
