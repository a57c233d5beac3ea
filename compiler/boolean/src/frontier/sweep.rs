//! The run through a plan: layers of states, each made from the one before.

use super::partition::Partition;
use super::plan::{Op, Plan, Shape};
use super::relation::Relation;
use crate::limits::{LimitReached, Limits, Resource};
use crate::numbering::RowNumbering;

/// Where a decision leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The network works, whatever the remaining elements do.
    Works,
    /// The network fails, whatever the remaining elements do.
    Fails,
    /// The state with this number in the next layer. Numbers are given on first arrival.
    State(u32),
}

/// Where the two decisions on an element lead from one state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Branch {
    pub(crate) works: Target,
    pub(crate) fails: Target,
}

/// Whoever follows a sweep.
pub(crate) trait Visit<'n, T> {
    /// The first layer: its only state, or the outcome if there is nothing to decide.
    fn start(&mut self, target: Target);

    /// One element, with the branches of each state in the current layer by number. Elements are
    /// told to the last, even when no undecided state is left.
    fn layer(&mut self, element: &'n T, branches: &[Branch]);
}

/// How the frontier is connected: what the past means for the future.
pub(crate) trait Memory {
    /// How many words a state takes.
    fn width(&self) -> usize;

    /// The state before anything was examined.
    fn reset(&mut self);

    /// Takes up a stored state.
    fn load(&mut self, state: &[u64]);

    /// Stores the state in canonical form.
    fn store(&mut self, state: &mut [u64]);

    /// Follows one step and tells the outcome if it is certain now.
    fn apply(&mut self, op: &Op) -> Option<bool>;
}

/// Runs through the plan and returns the number of states visited.
pub(crate) fn sweep<'n, T>(
    plan: &Plan<'n, T>,
    limits: &Limits,
    visit: &mut impl Visit<'n, T>,
) -> Result<u64, LimitReached> {
    match plan.shape() {
        Shape::Constant(works) => {
            visit.start(if *works { Target::Works } else { Target::Fails });
            Ok(0)
        }
        Shape::Undirected { slots } => run(plan, Partition::new(*slots), limits, visit),
        Shape::Directed { slots, sources, sinks } => {
            run(plan, Relation::new(*slots, sources, sinks), limits, visit)
        }
    }
}

fn run<'n, T>(
    plan: &Plan<'n, T>,
    mut memory: impl Memory,
    limits: &Limits,
    visit: &mut impl Visit<'n, T>,
) -> Result<u64, LimitReached> {
    let mut scratch = vec![0; memory.width()];
    let mut layer = RowNumbering::new(memory.width());
    let mut following = RowNumbering::new(memory.width());
    memory.reset();
    visit.start(settle(&mut memory, plan.start(), &mut layer, &mut scratch));
    let mut states = layer.len() as u64;
    let mut branches = Vec::new();
    for step in plan.steps() {
        branches.clear();
        for number in 0..layer.len() {
            memory.load(layer.row(number));
            let works = match memory.apply(&step.op) {
                Some(works) => outcome(works),
                None => settle(&mut memory, &step.after, &mut following, &mut scratch),
            };
            let fails = if step.fatal {
                Target::Fails
            } else {
                memory.load(layer.row(number));
                settle(&mut memory, &step.after, &mut following, &mut scratch)
            };
            branches.push(Branch { works, fails });
            // Within the loop, so that one layer cannot outgrow the limit either.
            Resource::States.check(states + following.len() as u64, limits.states)?;
        }
        visit.layer(step.element, &branches);
        states += following.len() as u64;
        std::mem::swap(&mut layer, &mut following);
        following.clear();
    }
    Ok(states)
}

fn outcome(works: bool) -> Target {
    if works { Target::Works } else { Target::Fails }
}

/// Follows the steps that need no decision and files the state.
fn settle(
    memory: &mut impl Memory,
    ops: &[Op],
    following: &mut RowNumbering,
    scratch: &mut [u64],
) -> Target {
    match ops.iter().find_map(|op| memory.apply(op)) {
        Some(works) => outcome(works),
        None => {
            memory.store(scratch);
            Target::State(following.number(scratch))
        }
    }
}
