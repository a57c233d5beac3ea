//! Which parts of a formula share no variable with the rest, found by one walk.

use super::remaking::{junction, nested, remade, remake};
use super::{IndependentPart, Operand};
use crate::formula::{FormulaId, Formulas, Gate, Variable};

/// When a depth-first walk was where.
#[derive(Clone, Copy, Default)]
struct Dates {
    /// The first visit, and the end of that visit.
    first: u32,
    end: u32,
    /// The last visit.
    last: u32,
    /// The first and the last visit to anything that occurs in the formula, itself included.
    earliest: u32,
    latest: u32,
}

impl Dates {
    /// Whether everything below was visited only while this was visited for the first time: then
    /// nothing else mentions any of it.
    fn independent(&self, below: (u32, u32)) -> bool {
        below.0 > self.first && below.1 < self.end
    }
}

/// The formula over its independent parts.
pub(super) fn parts(formulas: &Formulas, root: FormulaId) -> Vec<IndependentPart> {
    let dates = dates(formulas, root);
    let support = formulas.support(root);
    let first = support.last().map_or(0, |variable| variable.0 + 1);
    let mut parts: Vec<FormulaId> = Vec::new();
    let mut part = |new: &mut Formulas, formula: FormulaId| match new.gate(formula) {
        Gate::Variable(_) | Gate::True | Gate::False => formula,
        _ => {
            parts.push(formula);
            new.variable(Variable(first + parts.len() as u32 - 1))
        }
    };
    let (new, whole) = remade(formulas, root, |new, formula, gate, map| {
        let own = dates[formula.index()];
        let below = |operands: &[FormulaId]| {
            operands.iter().map(|operand| dates[operand.index()]).fold(
                (u32::MAX, 0),
                |(earliest, latest), dates| {
                    (earliest.min(dates.earliest), latest.max(dates.latest))
                },
            )
        };
        let made = match junction(gate) {
            None => remake(new, gate, &|id| map.of(id)),
            Some((and, of)) => {
                let mut operands = Vec::with_capacity(of.len());
                let clusters = clusters(of, &dates);
                let alone = clusters.len() == 1;
                // Operands that nothing else mentions, and that are independent of each other,
                // are one part together.
                let mut single = Vec::new();
                for cluster in clusters {
                    let independent = own.independent(below(&cluster));
                    let members = map.all(&cluster);
                    match members.as_slice() {
                        [only] if independent => single.push(*only),
                        _ if independent && !alone => {
                            let together = nested(new, and, members);
                            single.push(part(new, together));
                        }
                        _ => operands.extend(members),
                    }
                }
                if operands.is_empty() || single.len() == 1 {
                    operands.extend(single);
                } else if !single.is_empty() {
                    let together = nested(new, and, single);
                    operands.push(part(new, together));
                }
                nested(new, and, operands)
            }
        };
        let independent = own.independent(below(&gate.operands()));
        if formula != root && independent { part(new, made) } else { made }
    });
    parts.push(whole);
    parts.into_iter().map(|part| alone(&new, part, first)).collect()
}

/// A part with variables of its own; from `first` on they stand for parts.
fn alone(formulas: &Formulas, root: FormulaId, first: u32) -> IndependentPart {
    let variables: Vec<Variable> = formulas.support(root).into_iter().collect();
    let (formulas, root) = remade(formulas, root, |new, _, gate, map| match gate {
        Gate::Variable(variable) => {
            let number = variables.binary_search(variable).unwrap_or_else(|_| {
                unreachable!("the support of a formula has all of its variables")
            });
            new.variable(Variable(number as u32))
        }
        gate => remake(new, gate, &|id| map.of(id)),
    });
    let operands = variables.into_iter().map(|variable| match variable.0.checked_sub(first) {
        None => Operand::Variable(variable),
        Some(part) => Operand::Part(part as usize),
    });
    IndependentPart { formulas, root, operands: operands.collect() }
}

/// Operands whose visits overlap in time, together. What shares a variable does.
fn clusters(of: &[FormulaId], dates: &[Dates]) -> Vec<Vec<FormulaId>> {
    let mut sorted = of.to_vec();
    sorted.sort_by_key(|operand| dates[operand.index()].earliest);
    let mut clusters: Vec<Vec<FormulaId>> = Vec::new();
    let mut latest = 0;
    for operand in sorted {
        let dates = dates[operand.index()];
        match clusters.last_mut() {
            Some(cluster) if dates.earliest <= latest => cluster.push(operand),
            _ => clusters.push(vec![operand]),
        }
        latest = latest.max(dates.latest);
    }
    clusters
}

fn dates(formulas: &Formulas, root: FormulaId) -> Vec<Dates> {
    let mut dates = vec![Dates::default(); root.index() + 1];
    let mut clock = 0;
    let mut pending = vec![(root, false)];
    let mut left = Vec::new();
    while let Some((formula, leaving)) = pending.pop() {
        clock += 1;
        let date = &mut dates[formula.index()];
        date.last = clock;
        if leaving {
            date.end = clock;
            left.push(formula);
        } else if date.first == 0 {
            date.first = clock;
            pending.push((formula, true));
            let operands = formulas.gate(formula).operands();
            pending.extend(operands.iter().rev().map(|operand| (*operand, false)));
        }
    }
    for formula in left {
        let own = dates[formula.index()];
        let mut span = (own.first, own.last);
        for operand in formulas.gate(formula).operands() {
            let below = dates[operand.index()];
            span = (span.0.min(below.earliest), span.1.max(below.latest));
        }
        let date = &mut dates[formula.index()];
        (date.earliest, date.latest) = span;
    }
    dates
}
