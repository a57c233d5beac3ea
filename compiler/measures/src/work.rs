//! How much work a polynomial would be, before it is begun.

use crate::Trouble;
use crate::chance::needed;
use crate::size;
use kofn_algebra::Symbol;
use kofn_boolean::{Limits, Weights, evaluate_network};
use kofn_structure::{Part, PartId, Parts};
use std::collections::BTreeSet;

/// Steps of one evaluation times the terms that the degrees of the polynomial allow; a polynomial
/// of a structure that shares things hardly has fewer. Where nothing is shared it is 0: there the
/// terms are few, or soon too many.
pub fn polynomial_work(parts: &Parts, root: PartId, limits: &Limits) -> Result<u64, Trouble> {
    let steps = steps(parts, root, limits)?;
    if steps == 0 {
        return Ok(0);
    }
    let needed = needed(parts, root);
    let mut symbols: BTreeSet<Symbol> = BTreeSet::new();
    for (_, part) in parts.iter().enumerate().filter(|(at, _)| needed[*at]) {
        if let Part::Leaf { value, .. } = part {
            symbols.extend(value.symbols());
        }
    }
    let mut work = steps;
    for symbol in &symbols {
        let leaf = |value: &kofn_algebra::Expr| Some(u128::from(value.symbols().contains(symbol)));
        let degree = size::total(parts, root, leaf)?.unwrap_or(u128::MAX);
        let degree = u64::try_from(degree).unwrap_or(u64::MAX);
        work = work.saturating_mul(degree.saturating_add(1));
    }
    Ok(work)
}

/// Additions and multiplications that one evaluation takes where parts share things: vertices of
/// diagrams and states of networks.
fn steps(parts: &Parts, root: PartId, limits: &Limits) -> Result<u64, Trouble> {
    let needed = needed(parts, root);
    let mut steps = 0u64;
    for (_, part) in parts.iter().enumerate().filter(|(at, _)| needed[*at]) {
        steps = steps.saturating_add(match part {
            Part::Diagram { diagram, .. } => diagram.node_count() as u64,
            Part::Network { network, .. } => evaluate_network(network, &Nothing, limits)?.states,
            Part::Count { of, .. } => of.operands().saturating_mul(of.operands()),
            _ => 0,
        });
    }
    Ok(steps)
}

/// Weights that are not computed.
struct Nothing;

impl Weights<usize> for Nothing {
    type Value = ();

    fn zero(&self) {}

    fn one(&self) {}

    fn add(&self, (): &(), (): &()) {}

    fn works(&self, _: &usize, (): &()) {}

    fn fails(&self, _: &usize, (): &()) {}
}
