//! The parts of a formula, put together, are the formula.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Random, bit, larger_formula, random_formula};
use kofn_boolean::{
    FormulaId, Formulas, Gate, IndependentPart, Limits, Operand, Variable, compile, split,
};

/// The value of the last part, given those of the variables.
fn composed(parts: &[IndependentPart], value: impl Fn(Variable) -> bool) -> bool {
    let mut values: Vec<bool> = Vec::with_capacity(parts.len());
    for part in parts {
        let holds = part.formulas.evaluate(part.root, |own| match part.operands[own.0 as usize] {
            Operand::Variable(variable) => value(variable),
            Operand::Part(place) => values[place],
        });
        values.push(holds);
    }
    *values.last().unwrap()
}

/// The share of assignments that make the last part true.
///
/// Shares are whole numbers over 2ⁿ, and a part over others adds up their exponents: with at most
/// 30 variables none of them is rounded.
fn composed_share(parts: &[IndependentPart]) -> f64 {
    let mut shares: Vec<f64> = Vec::with_capacity(parts.len());
    for part in parts {
        let diagram = compile(&part.formulas, part.root, &Limits::default()).unwrap();
        let share = diagram.fold(0.0, 1.0, |own, works, fails| {
            let p = match part.operands[own.0 as usize] {
                Operand::Variable(_) => 0.5,
                Operand::Part(place) => shares[place],
            };
            p * works + (1.0 - p) * fails
        });
        shares.push(share);
    }
    *shares.last().unwrap()
}

/// No variable is in two parts, and every part but the last is in one other, which comes later.
fn independent(parts: &[IndependentPart], support: &BTreeSet<Variable>) {
    let mut variables = BTreeSet::new();
    let mut used = BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        for own in part.formulas.support(part.root) {
            match part.operands[own.0 as usize] {
                Operand::Variable(variable) => {
                    assert!(support.contains(&variable), "{variable:?} is new");
                    assert!(variables.insert(variable), "{variable:?} is in two parts");
                }
                Operand::Part(place) => {
                    assert!(place < at, "part {at} uses part {place}");
                    assert!(used.insert(place), "part {place} is used twice");
                }
            }
        }
    }
    assert_eq!(used, (0..parts.len() - 1).collect());
}

fn checked(formulas: &Formulas, root: FormulaId, random: &mut Random) -> usize {
    let parts = split(formulas, root);
    independent(&parts, &formulas.support(root));
    let assignments = (0..40).map(|_| random.below(1 << 30) as u32);
    for assignment in assignments.chain([0, u32::MAX]) {
        let value = |variable| bit(assignment, variable);
        assert_eq!(composed(&parts, value), formulas.evaluate(root, value));
    }
    let diagram = compile(formulas, root, &Limits::default()).unwrap();
    let share = diagram.fold(0.0, 1.0, |_, works, fails| (works + fails) / 2.0);
    assert_eq!(composed_share(&parts), share);
    parts.len()
}

#[test]
fn parts_of_gates_are_the_formula() {
    let mut random = Random(31);
    let mut several = 0;
    for _ in 0..600 {
        let mut formulas = Formulas::new();
        let variables = 10 + random.below(21) as u32;
        let root = larger_formula(&mut random, &mut formulas, variables, false);
        several += usize::from(checked(&formulas, root, &mut random) > 1);
    }
    assert!(several > 300, "{several} of 600 have several parts");
}

#[test]
fn parts_with_networks_are_the_formula() {
    let mut random = Random(32);
    let mut several = 0;
    for _ in 0..400 {
        let mut formulas = Formulas::new();
        let variables = 10 + random.below(21) as u32;
        let root = larger_formula(&mut random, &mut formulas, variables, true);
        several += usize::from(checked(&formulas, root, &mut random) > 1);
    }
    assert!(several > 100, "{several} of 400 have several parts");
}

#[test]
fn parts_of_dense_formulas_are_the_formula() {
    // Few variables under many gates: rewritings meet each other most often here.
    let mut random = Random(33);
    for _ in 0..3000 {
        let mut formulas = Formulas::new();
        let negations = random.once_in(2);
        let root = random_formula(&mut random, &mut formulas, 7, negations);
        let parts = split(&formulas, root);
        independent(&parts, &formulas.support(root));
        for assignment in 0..1 << 7 {
            let value = |variable| bit(assignment, variable);
            assert_eq!(composed(&parts, value), formulas.evaluate(root, value));
        }
    }
}

/// All that a part says.
type Written = (FormulaId, BTreeMap<FormulaId, Gate>, Vec<Operand>);

fn written(part: &IndependentPart) -> Written {
    let mut gates = BTreeMap::new();
    let mut pending = vec![part.root];
    while let Some(formula) = pending.pop() {
        let gate = part.formulas.gate(formula);
        if gates.insert(formula, gate.clone()).is_none() {
            pending.extend(gate.operands());
        }
    }
    (part.root, gates, part.operands.clone())
}

#[test]
fn equal_formulas_have_equal_parts() {
    for seed in 0..60 {
        let parts = || {
            let mut random = Random(seed);
            let mut formulas = Formulas::new();
            let root = larger_formula(&mut random, &mut formulas, 30, seed % 2 == 0);
            split(&formulas, root).iter().map(written).collect::<Vec<_>>()
        };
        assert_eq!(parts(), parts());
    }
}
