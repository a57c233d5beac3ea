//! The diagram of a formula in one order of the variables, gate by gate.

use std::collections::BTreeMap;

use crate::bdd::{Bdd, Ref};
use crate::cutting::Cutting;
use crate::formula::{FormulaId, Formulas, Gate, Variable};
use crate::frontier::{Branch, Target, Visit, sweep_network};
use crate::limits::{LimitReached, Limits, Resource};
use crate::network::Network;
use crate::ordering::Kind;
use crate::sifting::{Sifted, sifted};

/// What is done when there is no more room.
#[derive(Clone, Copy)]
pub(crate) enum Crowded<'c> {
    /// What is not needed is dropped, the order is improved, and there is more room.
    Improve,
    /// Functions are cut, which then lie on one side of what they were.
    Cut(&'c Cutting<'c>),
}

/// Functions are not cut to fewer nodes than this in all.
const FEWEST_KEPT: u64 = 8;

/// At most so often functions are cut.
const MOST_CUTS: u32 = 500;

/// The gates to compile, and after which of them each is not needed any more.
pub(crate) struct Gates<'f> {
    formulas: &'f Formulas,
    sequence: Vec<FormulaId>,
    last_use: Vec<FormulaId>,
}

impl<'f> Gates<'f> {
    pub(crate) fn new(formulas: &'f Formulas, root: FormulaId) -> Self {
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
pub(crate) struct Compiler<'c> {
    pub(crate) kind: Kind,
    pub(crate) bdd: Bdd,
    /// The variable of each level, and the level of each variable.
    pub(crate) order: Vec<Variable>,
    levels: BTreeMap<Variable, u32>,
    compiled: BTreeMap<FormulaId, Ref>,
    pub(crate) done: usize,
    /// How many nodes there were after the last of them.
    pub(crate) made: u64,
    /// Functions that the current gate is made from.
    working: Vec<Ref>,
    /// What may be done when there is no room left.
    crowded: Option<Crowded<'c>>,
    /// The gate that is being made.
    current: Option<FormulaId>,
    /// How often diagrams were cut.
    cuts: u32,
    /// How many nodes may be made until then.
    room: u64,
    /// How many nodes were made in diagrams that were left behind for one in a better order.
    dropped: u64,
    /// How often the order was changed.
    pub(crate) improvements: u32,
    limits: Limits,
}

impl<'c> Compiler<'c> {
    pub(crate) fn new(kind: Kind, order: Vec<Variable>, limits: &Limits) -> Self {
        Self {
            kind,
            bdd: Bdd::new(limits),
            levels: order.iter().copied().zip(0..).collect(),
            order,
            compiled: BTreeMap::new(),
            done: 0,
            made: 0,
            working: Vec::new(),
            crowded: None,
            current: None,
            cuts: 0,
            room: 0,
            dropped: 0,
            improvements: 0,
            limits: limits.clone(),
        }
    }

    /// All nodes that were ever made.
    pub(crate) fn all_nodes(&self) -> u64 {
        self.dropped + self.bdd.node_count()
    }

    /// Compiles gates until the last is done or there is no more room; then it can go on later.
    pub(crate) fn advance(
        &mut self,
        gates: &Gates<'_>,
        room: u64,
        crowded: Option<Crowded<'c>>,
    ) -> Result<Ref, LimitReached> {
        self.room = room;
        self.crowded = crowded;
        self.bdd.set_node_limit(room);
        let mut last = Ref::FALSE;
        while let Some(&formula) = gates.sequence.get(self.done) {
            self.working.clear();
            self.current = Some(formula);
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
            // Not by what was compiled of a variable, which may have been cut.
            Gate::Not(operand) => match formulas.gate(*operand) {
                Gate::Variable(variable) => self.retried(|compiler| {
                    compiler.bdd.make(compiler.levels[variable], Ref::FALSE, Ref::TRUE)
                }),
                _ => self.retried(|compiler| {
                    let operand = compiler.compiled[operand];
                    compiler.bdd.not(operand)
                }),
            },
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
        let mut keep = self.room / 4;
        loop {
            match (step(self), self.crowded) {
                (Err(LimitReached { what: Resource::Nodes, .. }), Some(Crowded::Improve))
                    if self.room < self.limits.nodes =>
                {
                    self.improve()?;
                }
                (
                    Err(limit @ LimitReached { what: Resource::Nodes, .. }),
                    Some(Crowded::Cut(by)),
                ) => {
                    if keep < FEWEST_KEPT || self.cuts == MOST_CUTS {
                        return Err(limit);
                    }
                    self.cut(by, keep as usize)?;
                    keep /= 2;
                }
                (result, _) => return result,
            }
        }
    }

    /// Cuts all functions that are still needed to so many nodes in all.
    fn cut(&mut self, by: &Cutting<'_>, most: usize) -> Result<(), LimitReached> {
        let compiled = self.compiled.iter().map(|(id, function)| (*function, by.influence(*id)));
        let influence = self.current.map_or(1.0, |gate| by.influence(gate));
        let working = self.working.iter().map(|function| (*function, influence));
        let functions: Vec<(Ref, f64)> = compiled.chain(working).collect();
        let (mut bdd, roots) = by.cut(&self.bdd, &functions, &self.order, most, &self.limits)?;
        bdd.set_node_limit(self.room);
        self.dropped += self.bdd.node_count();
        self.cuts += 1;
        self.bdd = bdd;
        let places = self.compiled.values_mut().chain(&mut self.working);
        places.zip(roots).for_each(|(place, root)| *place = root);
        Ok(())
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
