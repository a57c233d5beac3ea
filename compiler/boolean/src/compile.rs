//! From formulas to decision diagrams, gate by gate.
//!
//! How large a diagram gets is a matter of the order of its variables, and no rule finds a good
//! one for all formulas. So several orders start together, and whenever they have made a certain
//! number of nodes, those that took the fewest to get equally far go on; the best of each kind
//! until late. The last one, if it grows very large, drops what is not needed any more and
//! improves its order (`sifting`).

use crate::bdd::Ref;
use crate::compiler::{Compiler, Crowded, Gates};
use crate::diagram::Diagram;
use crate::formula::{FormulaId, Formulas};
use crate::limits::{LimitReached, Limits, Resource};
use crate::ordering::{Kind, variable_orders};

/// When orders are compared, and when a diagram is freed of what it does not need.
#[derive(Clone, Copy)]
pub(crate) struct Race {
    /// How many nodes each order may make, and how many of each kind go on then, or one of all.
    pub(crate) heats: [(u64, Option<usize>); 4],
    /// So many nodes the last order may make before there is no room left.
    pub(crate) crowded: u64,
}

pub(crate) const RACE: Race = Race {
    heats: [(8_000, Some(2)), (48_000, Some(1)), (288_000, Some(1)), (1_728_000, None)],
    crowded: 8_000_000,
};

/// What it took to make a diagram: a measure of work, the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Effort {
    /// Nodes made on the way, in all orders that were begun.
    pub nodes: u64,
    /// Orders that were begun.
    pub orders: usize,
    /// How often the order was changed while the diagram grew.
    pub improvements: u32,
}

/// The decision diagram of a formula.
pub fn compile(
    formulas: &Formulas,
    root: FormulaId,
    limits: &Limits,
) -> Result<Diagram, LimitReached> {
    compile_with_effort(formulas, root, limits).map(|(diagram, _)| diagram)
}

/// As [`compile`], with what it took.
pub fn compile_with_effort(
    formulas: &Formulas,
    root: FormulaId,
    limits: &Limits,
) -> Result<(Diagram, Effort), LimitReached> {
    compile_by(formulas, root, limits, RACE, Crowded::Improve)
}

/// As [`compile`], with a race of its own and something else to do where there is no room left.
pub(crate) fn compile_by(
    formulas: &Formulas,
    root: FormulaId,
    limits: &Limits,
    race: Race,
    crowded: Crowded<'_>,
) -> Result<(Diagram, Effort), LimitReached> {
    let gates = Gates::new(formulas, root);
    let orders = variable_orders(formulas, root)?;
    let cutting = matches!(crowded, Crowded::Cut(_));
    let mut effort = Effort { nodes: 0, orders: orders.len(), improvements: 0 };
    let mut heats = race.heats.into_iter();
    let mut first = true;
    let mut running: Vec<Compiler> =
        orders.into_iter().map(|(kind, order)| Compiler::new(kind, order, limits)).collect();
    loop {
        let (heat, survivors) = heats.next().unwrap_or((race.crowded, None));
        let last = running.len() == 1;
        let room = if last { race.crowded } else { heat }.min(limits.nodes);
        let mut finished: Option<(usize, Ref)> = None;
        let mut stopped = None;
        for at in 0..running.len() {
            // Whoever comes later has to need fewer nodes.
            let room = finished.map_or(room, |(best, _)| running[best].bdd.node_count());
            match running[at].advance(&gates, room, last.then_some(crowded)) {
                Ok(function) => finished = Some((at, function)),
                Err(limit) if limit.is_interrupted() => return Err(limit),
                Err(limit) if finished.is_none() => stopped = Some(limit),
                Err(_) => {}
            }
            if finished.is_some() && !first {
                break;
            }
        }
        if let Some((winner, function)) = finished {
            effort.nodes += running.iter().map(Compiler::all_nodes).sum::<u64>();
            let winner = running.swap_remove(winner);
            effort.improvements = winner.improvements;
            return Ok((Diagram::extract(&winner.bdd, function, winner.order), effort));
        }
        if let Some(limit) = stopped
            && (last || limit.what != Resource::Nodes || (room == limits.nodes && !cutting))
        {
            return Err(limit);
        }
        let begun: u64 = running.iter().map(Compiler::all_nodes).sum();
        // Where diagrams are cut, the race ends with the nodes that are allowed, not the attempt.
        keep_the_best(&mut running, survivors.filter(|_| room < limits.nodes));
        effort.nodes += begun - running.iter().map(Compiler::all_nodes).sum::<u64>();
        first = false;
    }
}

/// Keeps those that got furthest, by fewer nodes to where they are, the best first: so many of
/// each kind, or one of all.
fn keep_the_best(running: &mut Vec<Compiler>, of_each_kind: Option<usize>) {
    running.sort_by_key(|compiler| (std::cmp::Reverse(compiler.done), compiler.made));
    let Some(of_each_kind) = of_each_kind else { return running.truncate(1) };
    let mut kept: Vec<Kind> = Vec::new();
    running.retain(|compiler| {
        let before = kept.iter().filter(|kind| **kind == compiler.kind).count();
        kept.push(compiler.kind);
        before < of_each_kind
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Variable;
    use crate::sifting::sifted;

    /// Sums of products of literals and votes over twelve variables, nested three deep.
    fn nested(formulas: &mut Formulas, seed: &mut u64, depth: usize) -> FormulaId {
        let mut below = |bound: u64| {
            *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (*seed >> 33) % bound
        };
        if depth == 0 {
            let variable = formulas.variable(Variable(below(12) as u32));
            return if below(5) == 0 { formulas.not(variable) } else { variable };
        }
        let (kind, count) = (below(3), 2 + below(4));
        let of: Vec<FormulaId> = (0..count).map(|_| nested(formulas, seed, depth - 1)).collect();
        match kind {
            0 => formulas.and(of),
            1 => formulas.or(of),
            _ => formulas.at_least(2, of),
        }
    }

    #[test]
    fn races_and_improved_orders_do_not_change_the_function() {
        let mut seed = 7;
        let (mut smaller, mut improved) = (0, 0);
        for _ in 0..60 {
            let mut formulas = Formulas::new();
            let root = nested(&mut formulas, &mut seed, 4);
            let plain = compile(&formulas, root, &Limits::default()).expect("within limits");
            // A race of many heats, and an order that is improved at every other gate.
            let heats = [(4, Some(2)), (8, Some(1)), (16, Some(1)), (32, None)];
            let race = Race { heats, crowded: 8 };
            let (raced, effort) =
                compile_by(&formulas, root, &Limits::default(), race, Crowded::Improve)
                    .expect("within limits");
            improved += effort.improvements;
            assert!(effort.nodes >= raced.node_count() as u64);
            smaller += usize::from(raced.node_count() < plain.node_count());
            for state in 0..1u32 << 12 {
                let value = |variable: Variable| state >> variable.0 & 1 == 1;
                assert_eq!(raced.evaluate(value), formulas.evaluate(root, value));
                assert_eq!(plain.evaluate(value), formulas.evaluate(root, value));
            }
        }
        assert!(smaller >= 10, "only {smaller} of 60 diagrams were made smaller");
        assert!(improved >= 10, "orders were improved {improved} times only");
    }

    #[test]
    fn sifting_finds_the_short_order_of_pairs() {
        // x₀x₆ ∨ x₁x₇ ∨ …: 12 nodes where partners are neighbours, 126 where they are far apart.
        let mut formulas = Formulas::new();
        let pairs: Vec<FormulaId> = (0..6)
            .map(|pair| {
                let of = [pair, pair + 6].map(|number| formulas.variable(Variable(number)));
                formulas.and(of.to_vec())
            })
            .collect();
        let root = formulas.or(pairs);
        let gates = Gates::new(&formulas, root);
        let order: Vec<Variable> = (0..12).map(Variable).collect();
        let mut compiler = Compiler::new(Kind::DepthFirst, order, &Limits::default());
        let function = compiler.advance(&gates, 1_000_000, None).expect("within limits");
        let far = Diagram::extract(&compiler.bdd, function, compiler.order.clone());
        assert_eq!(far.node_count(), 126);
        let found = sifted(&compiler.bdd, &[function], 12, 0, &Limits::default());
        let found = found.expect("within limits");
        assert_eq!(found.nodes, 12);
    }
}
