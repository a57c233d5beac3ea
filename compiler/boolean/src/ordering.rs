//! The order in which a diagram asks for the variables of a formula.
//!
//! Depth-first from the root, lighter operands first. Operands without common variables then get
//! separate ranges of levels, and a gate over them costs no more than its lighter operands.
//! Elements of networks are taken in the order in which the frontier method decides them.

use crate::formula::{FormulaId, Formulas, Gate, Variable};
use crate::frontier::Plan;
use crate::limits::LimitReached;
use crate::network::Network;

/// The variables that occur in the formula, the topmost first.
pub(crate) fn variable_order(
    formulas: &Formulas,
    root: FormulaId,
) -> Result<Vec<Variable>, LimitReached> {
    let weights = weights(formulas, root);
    let mut seen = vec![false; root.index() + 1];
    let mut pending = vec![root];
    let mut order = Vec::new();
    while let Some(formula) = pending.pop() {
        if std::mem::replace(&mut seen[formula.index()], true) {
            continue;
        }
        let operands = match formulas.gate(formula) {
            Gate::Variable(variable) => {
                order.push(*variable);
                continue;
            }
            Gate::Network(network) => decision_order(network)?,
            gate => {
                let mut operands = gate.operands();
                operands.sort_by_key(|operand| weights[operand.index()]);
                operands
            }
        };
        pending.extend(operands.iter().rev());
    }
    Ok(order)
}

/// All elements, those that the plan needs in its order.
fn decision_order(network: &Network<FormulaId>) -> Result<Vec<FormulaId>, LimitReached> {
    let plan = Plan::new(network)?;
    let steps = plan.steps().iter().map(|step| step.element);
    Ok(steps.chain(plan.irrelevant().iter().copied()).copied().collect())
}

/// For each formula that occurs the number of times that variables are mentioned in it.
fn weights(formulas: &Formulas, root: FormulaId) -> Vec<u64> {
    let mut weights = vec![0u64; root.index() + 1];
    for formula in formulas.occurring_in_order(root) {
        weights[formula.index()] = match formulas.gate(formula) {
            Gate::Variable(_) => 1,
            gate => gate
                .operands()
                .iter()
                .fold(0, |sum, operand| sum.saturating_add(weights[operand.index()])),
        };
    }
    weights
}
