//! Common operands are pulled out: `(a ∧ b) ∨ (a ∧ c)` is `a ∧ (b ∨ c)`, and the dual.

use std::collections::BTreeMap;

use super::remaking::{junction, mentions, nested, remade, remake};
use crate::formula::{FormulaId, Formulas};

/// The formula with the most frequent common operand of alternatives pulled out, again and again,
/// where the alternatives are mentioned nowhere else.
pub(super) fn factored(formulas: &Formulas, root: FormulaId) -> (Formulas, FormulaId) {
    let mentions = mentions(formulas, root);
    remade(formulas, root, |new, _, gate, map| {
        let Some((and, of)) = junction(gate) else { return remake(new, gate, &|id| map.of(id)) };
        let (mut simple, mut terms) = (Vec::new(), Vec::new());
        for &operand in of {
            match junction(new.gate(map.of(operand))) {
                Some((inner_and, inner)) if inner_and != and && mentions[operand.index()] == 1 => {
                    terms.push(inner.to_vec());
                }
                _ => simple.push(map.of(operand)),
            }
        }
        let terms = factor(new, and, terms);
        simple.extend(terms);
        nested(new, and, simple)
    })
}

/// The terms of a conjunction (`and`) of disjunctions, or of a disjunction of conjunctions, with
/// what they have in common pulled out.
fn factor(new: &mut Formulas, and: bool, mut terms: Vec<Vec<FormulaId>>) -> Vec<FormulaId> {
    let mut done = Vec::new();
    loop {
        let mut counts: BTreeMap<FormulaId, usize> = BTreeMap::new();
        for operand in terms.iter().flatten() {
            *counts.entry(*operand).or_default() += 1;
        }
        // The first of the most frequent.
        let most = counts.iter().max_by_key(|(id, count)| (**count, std::cmp::Reverse(**id)));
        let Some((&common, _)) = most.filter(|(_, count)| **count > 1) else { break };
        let (with, without): (Vec<_>, Vec<_>) =
            terms.into_iter().partition(|term| term.contains(&common));
        terms = without;
        let rests: Vec<FormulaId> = with
            .into_iter()
            .map(|mut term| {
                term.retain(|operand| *operand != common);
                nested(new, !and, term)
            })
            .collect();
        let rest = nested(new, and, rests);
        done.push(nested(new, !and, vec![common, rest]));
    }
    done.extend(terms.into_iter().map(|term| nested(new, !and, term)));
    done
}
