//! Formulas in which only variables are negated.

use crate::formula::{FormulaId, Formulas, Gate};

/// The same function without negated gates, unless it takes a negated network: of these there is
/// no opposite.
pub(crate) fn negated_at_variables(
    formulas: &Formulas,
    root: FormulaId,
) -> Option<(Formulas, FormulaId)> {
    let sequence = formulas.occurring_in_order(root);
    let mut new = Formulas::new();
    // The formula itself and its opposite; the opposite of a network is missing, which matters
    // only where it is asked for.
    let mut made: Vec<[Option<FormulaId>; 2]> = vec![[None, None]; root.index() + 1];
    for formula in sequence {
        let all = |opposite: usize, of: &[FormulaId]| -> Option<Vec<FormulaId>> {
            of.iter().map(|operand| made[operand.index()][opposite]).collect()
        };
        made[formula.index()] = match formulas.gate(formula) {
            Gate::False => [Some(new.constant(false)), Some(new.constant(true))],
            Gate::True => [Some(new.constant(true)), Some(new.constant(false))],
            Gate::Variable(variable) => {
                let variable = new.variable(*variable);
                [Some(variable), Some(new.not(variable))]
            }
            Gate::Not(operand) => {
                let [itself, opposite] = made[operand.index()];
                [opposite, itself]
            }
            Gate::And(of) => [all(0, of).map(|of| new.and(of)), all(1, of).map(|of| new.or(of))],
            Gate::Or(of) => [all(0, of).map(|of| new.or(of)), all(1, of).map(|of| new.and(of))],
            Gate::AtLeast { k, of } => {
                let fail = of.len() + 1 - k;
                [
                    all(0, of).map(|of| new.at_least(*k, of)),
                    all(1, of).map(|of| new.at_least(fail, of)),
                ]
            }
            Gate::Network(network) => {
                let elements: Vec<FormulaId> = network.elements().copied().collect();
                let over = |_| network.map(|element| made[element.index()][0].unwrap_or(*element));
                [all(0, &elements).map(over).map(|network| new.network(network)), None]
            }
        };
    }
    made[root.index()][0].map(|root| (new, root))
}
