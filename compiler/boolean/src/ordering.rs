//! Orders in which a diagram may ask for the variables of a formula.
//!
//! Most are depth-first from the root, so operands without common variables get separate ranges of
//! levels, and a gate over them costs no more than its lighter operands. They differ in which
//! operand comes first. Elements of networks are taken in the order in which the frontier method
//! decides them. Some of these orders are then pulled together (`pulling`).

use std::cmp::Reverse;

use crate::formula::{FormulaId, Formulas, Gate, Variable};
use crate::frontier::Plan;
use crate::limits::LimitReached;
use crate::network::Network;
use crate::pulling::pulled_together;

/// Which operand comes first.
#[derive(Clone, Copy, Debug)]
enum First {
    /// The one that mentions the fewest variables.
    Lightest,
    /// The one that mentions the most.
    Heaviest,
    /// The one that was made first.
    Oldest,
    /// The one that most gates have in common, the lightest of these.
    MostShared,
    /// Gates before variables, the lightest of each.
    Gates,
}

const RULES: [First; 5] =
    [First::Lightest, First::Heaviest, First::Oldest, First::MostShared, First::Gates];

/// Where the orders begin in which gates are pulled together.
const PULLED_FROM: [First; 2] = [First::Lightest, First::MostShared];

/// How an order was made: what grows slowly for a while in one kind may grow fast in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    DepthFirst,
    PulledTogether,
}

/// Some orders of the variables that occur in the formula, the topmost first; all different.
pub(crate) fn variable_orders(
    formulas: &Formulas,
    root: FormulaId,
) -> Result<Vec<(Kind, Vec<Variable>)>, LimitReached> {
    let walk = Walk::new(formulas, root);
    let mut orders: Vec<(Kind, Vec<Variable>)> = Vec::new();
    let mut enter = |kind, order| {
        if !orders.iter().any(|(_, other)| *other == order) {
            orders.push((kind, order));
        }
    };
    for rule in RULES {
        enter(Kind::DepthFirst, walk.order(root, rule)?);
    }
    for rule in PULLED_FROM {
        let order = pulled_together(formulas, root, &walk.order(root, rule)?);
        enter(Kind::PulledTogether, order);
    }
    Ok(orders)
}

struct Walk<'f> {
    formulas: &'f Formulas,
    weights: Vec<u64>,
    mentions: Vec<u32>,
}

impl<'f> Walk<'f> {
    fn new(formulas: &'f Formulas, root: FormulaId) -> Self {
        let mut mentions = vec![0; root.index() + 1];
        for formula in formulas.occurring_in_order(root) {
            for operand in formulas.gate(formula).operands() {
                mentions[operand.index()] += 1;
            }
        }
        Self { formulas, weights: weights(formulas, root), mentions }
    }

    fn order(&self, root: FormulaId, rule: First) -> Result<Vec<Variable>, LimitReached> {
        let mut seen = vec![false; root.index() + 1];
        let mut pending = vec![root];
        let mut order = Vec::new();
        while let Some(formula) = pending.pop() {
            if std::mem::replace(&mut seen[formula.index()], true) {
                continue;
            }
            let operands = match self.formulas.gate(formula) {
                Gate::Variable(variable) => {
                    order.push(*variable);
                    continue;
                }
                Gate::Network(network) => decision_order(network)?,
                gate => self.sorted(gate.operands(), rule),
            };
            pending.extend(operands.iter().rev());
        }
        Ok(order)
    }

    fn sorted(&self, mut operands: Vec<FormulaId>, rule: First) -> Vec<FormulaId> {
        let weight = |id: &FormulaId| self.weights[id.index()];
        let mentions = |id: &FormulaId| Reverse(self.mentions[id.index()]);
        let gate = |id: &FormulaId| !matches!(self.formulas.gate(*id), Gate::Variable(_));
        match rule {
            First::Lightest => operands.sort_by_key(weight),
            First::Heaviest => operands.sort_by_key(|id| Reverse(weight(id))),
            First::Oldest => {}
            First::MostShared => operands.sort_by_key(|id| (mentions(id), weight(id))),
            First::Gates => operands.sort_by_key(|id| (!gate(id), weight(id))),
        }
        operands
    }
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
