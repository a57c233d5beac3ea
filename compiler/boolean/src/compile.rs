//! From formulas to decision diagrams, gate by gate.
//!
//! How large a diagram gets is a matter of the order of its variables, and no rule finds a good
//! one for all formulas. So several orders start together, and whenever they have made a certain
//! number of nodes, those that took the fewest to get equally far go on; the best of each kind
//! until late. The last one, if it grows very large, drops what is not needed any more and
//! improves its order (`sifting`).

use std::collections::BTreeMap;

use crate::bdd::{Bdd, Ref};
use crate::diagram::Diagram;
use crate::formula::{FormulaId, Formulas, Gate, Variable};
use crate::frontier::{Branch, Target, Visit, sweep_network};
use crate::limits::{LimitReached, Limits, Resource};
use crate::network::Network;
use crate::ordering::{Kind, variable_orders};
use crate::sifting::{Sifted, sifted};

/// When orders are compared, and when a diagram is freed of what it does not need.
#[derive(Clone, Copy)]
struct Race {
    /// So many nodes each order may make before it is compared with others for the first time.
    first_heat: u64,
    /// How many times as many in the next heat.
    next_heat: u64,
    /// How many of a kind go on after each heat; after the last of these one of all.
    survivors: [usize; 3],
    /// So many nodes are made before the last order is improved.
    crowded: u64,
}

const RACE: Race =
    Race { first_heat: 8_000, next_heat: 6, survivors: [2, 1, 1], crowded: 8_000_000 };

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
    compile_by(formulas, root, limits, RACE)
}

fn compile_by(
    formulas: &Formulas,
    root: FormulaId,
    limits: &Limits,
    race: Race,
) -> Result<(Diagram, Effort), LimitReached> {
    let gates = Gates::new(formulas, root);
    let orders = variable_orders(formulas, root)?;
    let mut effort = Effort { nodes: 0, orders: orders.len(), improvements: 0 };
    let mut heat = race.first_heat;
    let mut survivors = race.survivors.iter();
    let mut running: Vec<Compiler> =
        orders.into_iter().map(|(kind, order)| Compiler::new(kind, order, limits)).collect();
    loop {
        let last = running.len() == 1;
        let room = if last { race.crowded } else { heat }.min(limits.nodes);
        let mut finished: Option<(usize, Ref)> = None;
        let mut stopped = None;
        for at in 0..running.len() {
            // Whoever comes later has to need fewer nodes.
            let room = finished.map_or(room, |(best, _)| running[best].bdd.node_count());
            match running[at].advance(&gates, room, last) {
                Ok(function) => finished = Some((at, function)),
                Err(limit) if finished.is_none() => stopped = Some(limit),
                Err(_) => {}
            }
            if finished.is_some() && heat > race.first_heat {
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
            && (last || limit.what != Resource::Nodes || room == limits.nodes)
        {
            return Err(limit);
        }
        let begun: u64 = running.iter().map(Compiler::all_nodes).sum();
        keep_the_best(&mut running, survivors.next().copied());
        effort.nodes += begun - running.iter().map(Compiler::all_nodes).sum::<u64>();
        heat = heat.saturating_mul(race.next_heat);
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

/// The gates to compile, and after which of them each is not needed any more.
struct Gates<'f> {
    formulas: &'f Formulas,
    sequence: Vec<FormulaId>,
    last_use: Vec<FormulaId>,
}

impl<'f> Gates<'f> {
    fn new(formulas: &'f Formulas, root: FormulaId) -> Self {
        let sequence = formulas.occurring_in_order(root);
        let mut last_use = vec![root; root.index() + 1];
        for &formula in &sequence {
            for operand in formulas.gate(formula).operands() {
                last_use[operand.index()] = formula;
            }
        }
        Self { formulas, sequence, last_use }
    }
}

/// Invariant: `compiled` holds the functions of the first `done` gates that are still to be used.
struct Compiler {
    kind: Kind,
    bdd: Bdd,
    /// The variable of each level, and the level of each variable.
    order: Vec<Variable>,
    levels: BTreeMap<Variable, u32>,
    compiled: BTreeMap<FormulaId, Ref>,
    done: usize,
    /// How many nodes there were after the last of them.
    made: u64,
    /// Functions that the current gate is made from.
    working: Vec<Ref>,
    /// Whether the order may be improved when there is no room left.
    improving: bool,
    /// How many nodes may be made until then.
    room: u64,
    /// How many nodes were made in diagrams that were left behind for one in a better order.
    dropped: u64,
    /// How often the order was changed.
    improvements: u32,
    limits: Limits,
}

impl Compiler {
    fn new(kind: Kind, order: Vec<Variable>, limits: &Limits) -> Self {
        Self {
            kind,
            bdd: Bdd::new(limits),
            levels: order.iter().copied().zip(0..).collect(),
            order,
            compiled: BTreeMap::new(),
            done: 0,
            made: 0,
            working: Vec::new(),
            improving: false,
            room: 0,
            dropped: 0,
            improvements: 0,
            limits: limits.clone(),
        }
    }

    /// All nodes that were ever made.
    fn all_nodes(&self) -> u64 {
        self.dropped + self.bdd.node_count()
    }

    /// Compiles gates until the last is done or there is no more room; then it can go on later.
    fn advance(
        &mut self,
        gates: &Gates<'_>,
        room: u64,
        improving: bool,
    ) -> Result<Ref, LimitReached> {
        self.room = room;
        self.improving = improving;
        self.bdd.set_node_limit(room);
        let mut last = Ref::FALSE;
        while let Some(&formula) = gates.sequence.get(self.done) {
            self.working.clear();
            last = self.gate(gates.formulas, formula)?;
            for operand in gates.formulas.gate(formula).operands() {
                if gates.last_use[operand.index()] == formula {
                    self.compiled.remove(&operand);
                }
            }
            self.compiled.insert(formula, last);
            self.made = self.bdd.node_count();
            self.done += 1;
        }
        Ok(last)
    }

    fn gate(&mut self, formulas: &Formulas, formula: FormulaId) -> Result<Ref, LimitReached> {
        match formulas.gate(formula) {
            Gate::False => Ok(Ref::FALSE),
            Gate::True => Ok(Ref::TRUE),
            Gate::Variable(variable) => self.retried(|compiler| {
                compiler.bdd.make(compiler.levels[variable], Ref::TRUE, Ref::FALSE)
            }),
            Gate::Not(operand) => self.retried(|compiler| {
                let operand = compiler.compiled[operand];
                compiler.bdd.not(operand)
            }),
            Gate::And(of) => self.junction(of, Ref::TRUE, Bdd::and),
            Gate::Or(of) => self.junction(of, Ref::FALSE, Bdd::or),
            Gate::AtLeast { k, of } => self.at_least(*k, of),
            Gate::Network(network) => self.network(network),
        }
    }

    /// The result of a step; if it makes too many nodes, it is tried again after the order was
    /// improved and with more room.
    fn retried(
        &mut self,
        step: impl Fn(&mut Self) -> Result<Ref, LimitReached>,
    ) -> Result<Ref, LimitReached> {
        loop {
            match step(self) {
                Err(LimitReached { what: Resource::Nodes, .. })
                    if self.improving && self.room < self.limits.nodes =>
                {
                    self.improve()?;
                }
                result => return result,
            }
        }
    }

    /// Drops what is not needed, improves the order, and makes room for more.
    fn improve(&mut self) -> Result<(), LimitReached> {
        let functions = self.compiled.values().chain(&self.working);
        let functions: Vec<Ref> = functions.copied().collect();
        let Sifted { mut bdd, roots, order, nodes } =
            sifted(&self.bdd, &functions, self.order.len(), self.room / 2, &self.limits)?;
        // At least twice the room, so that the largest step succeeds after a few times.
        self.room = (self.room * 2).max(nodes * 4).min(self.limits.nodes);
        bdd.set_node_limit(self.room);
        self.dropped += self.bdd.node_count();
        self.improvements += u32::from(!order.is_sorted());
        self.bdd = bdd;
        self.order = order.into_iter().map(|level| self.order[level as usize]).collect();
        self.levels = self.order.iter().copied().zip(0..).collect();
        let places = self.compiled.values_mut().chain(&mut self.working);
        places.zip(roots).for_each(|(place, root)| *place = root);
        Ok(())
    }

    /// The operands' functions at work, the one with the topmost variable last: built in this
    /// order, every result lies below what is added next.
    fn take_up(&mut self, operands: &[FormulaId]) {
        self.working = operands.iter().map(|operand| self.compiled[operand]).collect();
        let bdd = &self.bdd;
        self.working.sort_by_key(|&function| std::cmp::Reverse(bdd.level(function)));
    }

    fn junction(
        &mut self,
        operands: &[FormulaId],
        neutral: Ref,
        join: fn(&mut Bdd, Ref, Ref) -> Result<Ref, LimitReached>,
    ) -> Result<Ref, LimitReached> {
        self.take_up(operands);
        self.working.push(neutral);
        for at in 0..operands.len() {
            let joined = self.retried(|compiler| {
                let all = compiler.working[operands.len()];
                join(&mut compiler.bdd, compiler.working[at], all)
            })?;
            self.working[operands.len()] = joined;
        }
        let all = self.working[operands.len()];
        self.working.clear();
        Ok(all)
    }

    /// Counts the operands from the last to the first: `rest[j]` is the function "at least `j` of
    /// the operands counted". An operand in front of them makes it "at least `j - 1` if it is
    /// true, at least `j` if not".
    ///
    /// Only counts are built that the operands in front can leave open.
    fn at_least(&mut self, k: usize, operands: &[FormulaId]) -> Result<Ref, LimitReached> {
        self.take_up(operands);
        let rest = operands.len();
        self.working.push(Ref::TRUE);
        self.working.resize(rest + k + 1, Ref::FALSE);
        for counted in 0..operands.len() {
            let in_front = operands.len() - counted - 1;
            let fewest = k.saturating_sub(in_front).max(1);
            let most = k.min(counted + 1);
            for j in (fewest..=most).rev() {
                let more = self.retried(|compiler| {
                    let working = &compiler.working;
                    let (f, g, h) = (working[counted], working[rest + j - 1], working[rest + j]);
                    compiler.bdd.ite(f, g, h)
                })?;
                self.working[rest + j] = more;
            }
        }
        let all = self.working[rest + k];
        self.working.clear();
        Ok(all)
    }

    /// Composes the states of the frontier method, from the last layer to the first, with the
    /// elements' functions.
    fn network(&mut self, network: &Network<FormulaId>) -> Result<Ref, LimitReached> {
        let mut layers = Layers { start: Target::FAILS, layers: Vec::new() };
        sweep_network(network, &self.limits, &mut layers)?;
        self.retried(|compiler| {
            let mut following: Vec<Ref> = Vec::new();
            for (element, branches) in layers.layers.iter().rev() {
                let function = compiler.compiled[element];
                let mut states = Vec::with_capacity(branches.len());
                for &Branch { works, fails } in branches {
                    let (works, fails) =
                        (reference(works, &following), reference(fails, &following));
                    states.push(compiler.bdd.ite(function, works, fails)?);
                }
                following = states;
            }
            Ok(reference(layers.start, &following))
        })
    }
}

fn reference(target: Target, states: &[Ref]) -> Ref {
    match target.state() {
        Some(number) => states[number],
        None if target == Target::WORKS => Ref::TRUE,
        None => Ref::FALSE,
    }
}

/// All states of a network with their branches.
struct Layers {
    start: Target,
    layers: Vec<(FormulaId, Vec<Branch>)>,
}

impl Visit<FormulaId> for Layers {
    type Stop = LimitReached;

    fn start(&mut self, target: Target) -> Result<(), LimitReached> {
        self.start = target;
        Ok(())
    }

    fn layer(
        &mut self,
        element: &FormulaId,
        branches: &[Branch],
        _: usize,
    ) -> Result<(), LimitReached> {
        self.layers.push((*element, branches.to_vec()));
        Ok(())
    }

    fn irrelevant(&mut self, _: &FormulaId) -> Result<(), LimitReached> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let race = Race { first_heat: 4, next_heat: 2, survivors: [2, 1, 1], crowded: 8 };
            let (raced, effort) =
                compile_by(&formulas, root, &Limits::default(), race).expect("within limits");
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
        let function = compiler.advance(&gates, 1_000_000, false).expect("within limits");
        let far = Diagram::extract(&compiler.bdd, function, compiler.order.clone());
        assert_eq!(far.node_count(), 126);
        let found = sifted(&compiler.bdd, &[function], 12, 0, &Limits::default());
        let found = found.expect("within limits");
        assert_eq!(found.nodes, 12);
    }
}
