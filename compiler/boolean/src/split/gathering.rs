//! Operands that always occur together become one gate.

use std::collections::BTreeMap;

use super::remaking::{junction, nested, remade, remake};
use crate::formula::{FormulaId, Formulas};

/// The formula with a gate of its own for operands that several conjunctions have in common and
/// that no conjunction has only some of; likewise for disjunctions.
pub(super) fn gathered(formulas: &Formulas, root: FormulaId) -> (Formulas, FormulaId) {
    // The conjunctions, and the disjunctions, in which each operand occurs.
    let mut places: BTreeMap<(bool, FormulaId), Vec<FormulaId>> = BTreeMap::new();
    for formula in formulas.occurring_in_order(root) {
        if let Some((and, of)) = junction(formulas.gate(formula)) {
            for &operand in of {
                places.entry((and, operand)).or_default().push(formula);
            }
        }
    }
    // A set of places is called by the first operand that has it.
    let mut together: BTreeMap<(bool, &[FormulaId]), (FormulaId, usize)> = BTreeMap::new();
    for ((and, operand), set) in places.iter().filter(|(_, set)| set.len() > 1) {
        together.entry((*and, set)).or_insert((*operand, 0)).1 += 1;
    }
    remade(formulas, root, |new, _, gate, map| {
        let Some((and, of)) = junction(gate) else { return remake(new, gate, &|id| map.of(id)) };
        let mut operands = Vec::with_capacity(of.len());
        let mut groups: BTreeMap<FormulaId, Vec<FormulaId>> = BTreeMap::new();
        for operand in of {
            let set = places.get(&(and, *operand)).map(Vec::as_slice).unwrap_or_default();
            match together.get(&(and, set)) {
                Some((name, count)) if (2..of.len()).contains(count) => {
                    groups.entry(*name).or_default().push(map.of(*operand));
                }
                _ => operands.push(map.of(*operand)),
            }
        }
        for members in groups.into_values() {
            operands.push(nested(new, and, members));
        }
        nested(new, and, operands)
    })
}
