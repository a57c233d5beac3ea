//! What a gate already says is put in below it: in `a ∧ f`, `f` matters only where `a` is true.

use super::remaking::{junction, nested, remade, remake};
use crate::formula::{FormulaId, Formulas, Gate};
use crate::numbering::FixedMap;

/// How many gates may be looked at for what is assumed in one gate, and in all of them for each
/// gate of the formula.
const LOOKED_AT: usize = 1_000;
const LOOKED_AT_FOR_EACH: usize = 50;

/// The formula with each operand of a conjunction simplified under the assumption that the other
/// ones are true; of a disjunction, that they are false.
pub(super) fn assumed(formulas: &Formulas, root: FormulaId) -> (Formulas, FormulaId) {
    let mut budget = LOOKED_AT_FOR_EACH * formulas.occurring_in_order(root).len();
    remade(formulas, root, |new, _, gate, map| {
        let Some((and, of)) = junction(gate) else { return remake(new, gate, &|id| map.of(id)) };
        let mut operands = map.all(of);
        // Later operands first: what stands above may contain what stands below it.
        operands.sort_unstable();
        for at in (0..operands.len()).rev() {
            let operand = operands[at];
            if matches!(new.gate(operand), Gate::Variable(_)) || budget == 0 {
                continue;
            }
            let others = operands.iter().copied().filter(|other| *other != operand);
            let known = known(new, others, and);
            operands[at] = assume(new, operand, &known, &mut budget);
        }
        nested(new, and, operands)
    })
}

/// What is known of formulas where each of these has the value: of what they are the negation of,
/// or the conjunction, as well.
fn known(
    formulas: &Formulas,
    of: impl Iterator<Item = FormulaId>,
    value: bool,
) -> FixedMap<FormulaId, bool> {
    let mut known = FixedMap::default();
    let mut pending: Vec<(FormulaId, bool)> = of.map(|formula| (formula, value)).collect();
    while let Some((formula, value)) = pending.pop() {
        if known.insert(formula, value).is_some() {
            continue;
        }
        match formulas.gate(formula) {
            Gate::Not(positive) => pending.push((*positive, !value)),
            Gate::And(all) if value => pending.extend(all.iter().map(|id| (*id, true))),
            Gate::Or(any) if !value => pending.extend(any.iter().map(|id| (*id, false))),
            _ => {}
        }
    }
    known
}

/// The formula where some formulas have known values; itself if that changes nothing, or would
/// take too long to find out.
fn assume(
    formulas: &mut Formulas,
    root: FormulaId,
    known: &FixedMap<FormulaId, bool>,
    budget: &mut usize,
) -> FormulaId {
    let Some(below) = below(formulas, root, LOOKED_AT.min(*budget)) else { return root };
    *budget -= below.len();
    let mut new: FixedMap<FormulaId, FormulaId> = FixedMap::default();
    for formula in below {
        let replaced = match known.get(&formula) {
            Some(&value) => formulas.constant(value),
            None => {
                let gate = formulas.gate(formula).clone();
                let operands = gate.operands();
                if !operands.iter().any(|operand| new.contains_key(operand)) {
                    continue;
                }
                remake(formulas, &gate, &|id| new.get(&id).copied().unwrap_or(id))
            }
        };
        new.insert(formula, replaced);
    }
    new.get(&root).copied().unwrap_or(root)
}

/// The formulas that occur in one, operands first, unless there are too many.
fn below(formulas: &Formulas, root: FormulaId, most: usize) -> Option<Vec<FormulaId>> {
    let mut found = vec![root];
    let mut seen = FixedMap::default();
    seen.insert(root, ());
    let mut at = 0;
    while let Some(&formula) = found.get(at) {
        at += 1;
        for operand in formulas.gate(formula).operands() {
            if seen.insert(operand, ()).is_none() {
                found.push(operand);
            }
        }
        if found.len() > most {
            return None;
        }
    }
    found.sort_unstable();
    Some(found)
}
