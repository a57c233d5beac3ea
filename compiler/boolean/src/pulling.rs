//! Orders in which what a gate joins stands close together.
//!
//! Aloul, Markov & Sakallah, *FORCE: a fast and easy-to-implement variable-ordering heuristic*,
//! GLSVLSI 2003. Gates and variables stand in a row. Every gate has a centre, the mean place of
//! itself and its operands; everything moves to the mean of the centres of the gates it belongs
//! to, again and again, and of all rows the one is kept in which gates span the least.
//!
//! Where many gates share variables far from each other, this beats every depth-first order; where
//! large gates share nearly everything, it is worse. Hence it only takes part in the race.

use std::collections::BTreeMap;

use crate::formula::{FormulaId, Formulas, Gate, Variable};

/// Rows are tried until so many in turn brought nothing.
const PATIENCE: usize = 20;

/// At most so many places are looked at in all rows.
const WORK: usize = 2_000_000;

/// Means of places are counted in these fractions.
const FRACTION: u64 = 1 << 20;

/// The variables of `start`, which are those of the formula, with its gates pulled together.
pub(crate) fn pulled_together(
    formulas: &Formulas,
    root: FormulaId,
    start: &[Variable],
) -> Vec<Variable> {
    let members = formulas.occurring_in_order(root);
    let gates = gates(formulas, root, &members);
    let mut row = first_row(formulas, &members, start);
    let mut best = (span(&gates, &row), row.clone());
    let mut in_vain = 0;
    let work: usize = gates.iter().map(Vec::len).sum::<usize>() + members.len();
    for _ in 0..WORK / work.max(1) {
        row = places(&pulled(&gates, &row));
        let span = span(&gates, &row);
        if span < best.0 {
            best = (span, row.clone());
            in_vain = 0;
        } else {
            in_vain += 1;
            if in_vain == PATIENCE {
                break;
            }
        }
    }
    let mut order: Vec<(u64, Variable)> = Vec::with_capacity(start.len());
    for (member, place) in members.iter().zip(best.1) {
        if let Gate::Variable(variable) = formulas.gate(*member) {
            order.push((place, *variable));
        }
    }
    order.sort_unstable();
    order.into_iter().map(|(_, variable)| variable).collect()
}

/// Each gate that has operands, as the positions of itself and of those in `members`.
fn gates(formulas: &Formulas, root: FormulaId, members: &[FormulaId]) -> Vec<Vec<u32>> {
    let mut position = vec![0; root.index() + 1];
    for (member, number) in members.iter().zip(0..) {
        position[member.index()] = number;
    }
    let with_operands = |member: &FormulaId| {
        let operands = formulas.gate(*member).operands();
        let all = operands.iter().chain([member]);
        (!operands.is_empty()).then(|| all.map(|of| position[of.index()]).collect())
    };
    members.iter().filter_map(with_operands).collect()
}

/// The variables in the order they come in, every gate amid its operands.
fn first_row(formulas: &Formulas, members: &[FormulaId], start: &[Variable]) -> Vec<u64> {
    let given: BTreeMap<Variable, u64> = start.iter().copied().zip(0..).collect();
    let mut means: BTreeMap<FormulaId, u64> = BTreeMap::new();
    for &member in members {
        let mean = match formulas.gate(member) {
            Gate::Variable(variable) => given[variable] * FRACTION,
            gate => mean(gate.operands().iter().map(|operand| means[operand])),
        };
        means.insert(member, mean);
    }
    places(&members.iter().map(|member| means[member]).collect::<Vec<_>>())
}

fn mean(values: impl Iterator<Item = u64>) -> u64 {
    let (sum, count) = values.fold((0, 0), |(sum, count), value| (sum + value, count + 1));
    sum / count.max(1)
}

/// Where each member is pulled to: the mean of the centres of its gates.
fn pulled(gates: &[Vec<u32>], row: &[u64]) -> Vec<u64> {
    let mut sums = vec![(0, 0); row.len()];
    for gate in gates {
        let center = mean(gate.iter().map(|&member| row[member as usize] * FRACTION));
        for &member in gate {
            let (sum, count) = &mut sums[member as usize];
            *sum += center;
            *count += 1;
        }
    }
    sums.into_iter().map(|(sum, count): (u64, u64)| sum / count.max(1)).collect()
}

/// The place of each member when they are sorted; among equals the first comes first.
fn places(means: &[u64]) -> Vec<u64> {
    let mut sorted: Vec<(u64, usize)> = means.iter().copied().zip(0..).collect();
    sorted.sort_unstable();
    let mut places = vec![0; means.len()];
    for (place, (_, member)) in sorted.into_iter().enumerate() {
        places[member] = place as u64;
    }
    places
}

/// How many places all gates take from their first member to their last.
fn span(gates: &[Vec<u32>], row: &[u64]) -> u64 {
    let of_gate = |gate: &Vec<u32>| {
        let places = gate.iter().map(|&member| row[member as usize]);
        let (first, last) =
            places.fold((u64::MAX, 0), |(first, last), place| (first.min(place), last.max(place)));
        last - first
    };
    gates.iter().map(of_gate).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partners_become_neighbours() {
        // x₀x₆ ∨ x₁x₇ ∨ …, begun with partners far apart.
        let mut formulas = Formulas::new();
        let pairs: Vec<FormulaId> = (0..6)
            .map(|pair| {
                let of = [pair, pair + 6].map(|number| formulas.variable(Variable(number)));
                formulas.and(of.to_vec())
            })
            .collect();
        let root = formulas.or(pairs);
        let start: Vec<Variable> = (0..12).map(Variable).collect();
        let order = pulled_together(&formulas, root, &start);
        for pair in order.chunks(2) {
            assert_eq!(pair[0].0.abs_diff(pair[1].0), 6, "{order:?}");
        }
    }

    #[test]
    fn every_variable_stands_in_the_order_once() {
        let mut formulas = Formulas::new();
        let single = formulas.variable(Variable(3));
        assert_eq!(pulled_together(&formulas, single, &[Variable(3)]), [Variable(3)]);
        let all: Vec<FormulaId> =
            (0..5).map(|number| formulas.variable(Variable(number))).collect();
        let vote = formulas.at_least(2, all[..3].to_vec());
        let either = formulas.or(vec![all[3], all[4], all[0]]);
        let root = formulas.and(vec![vote, either]);
        let start: Vec<Variable> = (0..5).rev().map(Variable).collect();
        let mut order = pulled_together(&formulas, root, &start);
        order.sort_unstable();
        assert_eq!(order, (0..5).map(Variable).collect::<Vec<_>>());
    }
}
