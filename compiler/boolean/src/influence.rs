//! How much the chance of each gate bears on the chance of the whole, roughly.
//!
//! As if all operands were independent, which shared ones are not: a guide to what matters.

use crate::cutting::Likelihood;
use crate::formula::{FormulaId, Formulas, Gate};

/// For each formula about the slope of the root's chance in its own, by the index of its id.
pub(crate) fn influences(
    formulas: &Formulas,
    root: FormulaId,
    variables: &[Likelihood],
) -> Vec<f64> {
    let sequence = formulas.occurring_in_order(root);
    let mut likely = vec![Likelihood::certainly(false); root.index() + 1];
    for &formula in &sequence {
        likely[formula.index()] = likelihood(formulas.gate(formula), variables, &likely);
    }
    let mut influences: Vec<f64> = vec![0.0; root.index() + 1];
    influences[root.index()] = 1.0;
    for &formula in sequence.iter().rev() {
        let gate = formulas.gate(formula);
        let operands = gate.operands();
        let all: Vec<Likelihood> = operands.iter().map(|operand| likely[operand.index()]).collect();
        for (operand, slope) in operands.iter().zip(slopes(gate, &all)) {
            influences[operand.index()] += influences[formula.index()] * slope;
        }
    }
    influences
}

fn likelihood(gate: &Gate, variables: &[Likelihood], likely: &[Likelihood]) -> Likelihood {
    let of = |operands: &[FormulaId]| -> Vec<Likelihood> {
        operands.iter().map(|operand| likely[operand.index()]).collect()
    };
    match gate {
        Gate::False => Likelihood::certainly(false),
        Gate::True => Likelihood::certainly(true),
        Gate::Variable(variable) => variables[variable.0 as usize],
        Gate::Not(operand) => likely[operand.index()].opposite(),
        Gate::And(operands) => at_least(operands.len(), &of(operands)),
        Gate::Or(operands) => at_least(1, &of(operands)),
        Gate::AtLeast { k, of: operands } => at_least(*k, &of(operands)),
        // Neither series nor parallel: in between.
        Gate::Network(network) => {
            let operands: Vec<FormulaId> = network.elements().copied().collect();
            at_least(operands.len().div_ceil(2), &of(&operands))
        }
    }
}

/// The slopes in each operand: the chance that it decides.
fn slopes(gate: &Gate, operands: &[Likelihood]) -> Vec<f64> {
    let k = match gate {
        Gate::And(of) => of.len(),
        Gate::Or(_) => 1,
        Gate::AtLeast { k, .. } => *k,
        _ => return vec![1.0; operands.len()],
    };
    // Exactly k - 1 of the others: those in front and those behind are counted apart.
    let counts = |row: &mut dyn Iterator<Item = &Likelihood>| -> Vec<Vec<f64>> {
        let mut counts = vec![one_hot(k)];
        for operand in row {
            let next = counted(&counts[counts.len() - 1], *operand);
            counts.push(next);
        }
        counts
    };
    let before = counts(&mut operands.iter());
    let mut after = counts(&mut operands.iter().rev());
    after.reverse();
    (0..operands.len())
        .map(|at| (0..k).map(|front| before[at][front] * after[at + 1][k - 1 - front]).sum())
        .collect()
}

/// Nothing counted yet, up to `k`.
fn one_hot(k: usize) -> Vec<f64> {
    let mut row = vec![0.0; k + 1];
    row[0] = 1.0;
    row
}

/// The chances of 0, 1, … operands that work, of `k` or more in the last place, with one more.
fn counted(row: &[f64], operand: Likelihood) -> Vec<f64> {
    let last = row.len() - 1;
    (0..=last)
        .map(|count| {
            let fewer = if count > 0 { row[count - 1] * operand.works } else { 0.0 };
            let kept = if count == last { row[count] } else { row[count] * operand.fails };
            fewer + kept
        })
        .collect()
}

fn at_least(k: usize, operands: &[Likelihood]) -> Likelihood {
    let row = operands.iter().fold(one_hot(k), |row, operand| counted(&row, *operand));
    Likelihood { works: row[k], fails: row[..k].iter().sum() }
}
