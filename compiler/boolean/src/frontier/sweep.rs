//! The run through a plan: layers of states, each made from the one before.

use super::packed::Packed;
use super::partition::Partition;
use super::plan::{Plan, Shape, Step};
use super::relation::Relation;
use super::rows::Rows;
use crate::limits::{LimitReached, Limits, Resource};

/// Where a decision leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target(u32);

impl Target {
    /// The network works, whatever the remaining elements do.
    pub const WORKS: Target = Target(u32::MAX);
    /// The network fails, whatever the remaining elements do.
    pub const FAILS: Target = Target(u32::MAX - 1);

    /// The state with this number in the next layer. Limits keep numbers below the constants.
    pub(crate) fn to_state(number: u32) -> Self {
        debug_assert!(number < Self::FAILS.0, "states are numbered within their limit");
        Target(number)
    }

    pub(crate) fn outcome(works: bool) -> Self {
        if works { Self::WORKS } else { Self::FAILS }
    }

    /// The number of the state in the next layer, or nothing where the outcome is certain.
    pub fn state(self) -> Option<usize> {
        (self.0 < Self::FAILS.0).then_some(self.0 as usize)
    }
}

/// Where the two decisions on an element lead from one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Where it leads that the element works.
    pub works: Target,
    /// Where it leads that the element fails.
    pub fails: Target,
}

/// Whoever follows the frontier method from layer to layer.
///
/// The first layer has one state, or none where the outcome is certain from the start. States of
/// a layer are numbered from zero, in the order in which branches first lead to them.
pub trait Visit<T> {
    /// Why following may end early.
    type Stop: From<LimitReached>;

    /// What there is before the first decision.
    fn start(&mut self, target: Target) -> Result<(), Self::Stop>;

    /// One element, with the branches of each state in the current layer by number, and how many
    /// states the next layer has. Elements are told to the last, even when no undecided state is
    /// left.
    fn layer(&mut self, element: &T, branches: &[Branch], next: usize) -> Result<(), Self::Stop>;

    /// An element on which the outcome does not depend; told after all layers.
    fn irrelevant(&mut self, element: &T) -> Result<(), Self::Stop>;
}

/// A layer of states, and the one that is made from it.
pub(crate) trait Layers {
    /// The state before the first decision, after what happens in any case.
    fn start<T>(&mut self, plan: &Plan<'_, T>) -> Target;

    /// How many states the layer has.
    fn len(&self) -> usize;

    /// Decides an element in all states, and notes the branches, unless the next layer gets more
    /// states than there is room for. The next layer becomes the current one.
    fn decide<T>(
        &mut self,
        step: &Step<'_, T>,
        room: &dyn Fn(usize) -> Result<(), LimitReached>,
        branches: &mut Vec<Branch>,
    ) -> Result<(), LimitReached>;
}

/// Runs through the frontier method on a network and returns the number of states visited.
pub fn sweep_network<T, V: Visit<T>>(
    network: &crate::Network<T>,
    limits: &Limits,
    visit: &mut V,
) -> Result<u64, V::Stop> {
    let plan = Plan::new(network)?;
    let states = match plan.shape() {
        Shape::Constant(works) => {
            visit.start(Target::outcome(*works))?;
            0
        }
        Shape::Undirected { slots } if *slots <= Packed::<u64>::SLOTS => {
            run(&plan, Packed::<u64>::new(*slots), limits, visit)?
        }
        Shape::Undirected { slots } if *slots <= Packed::<u128>::SLOTS => {
            run(&plan, Packed::<u128>::new(*slots), limits, visit)?
        }
        Shape::Undirected { slots } => {
            run(&plan, Rows::new(Partition::new(*slots)), limits, visit)?
        }
        Shape::Directed { slots, sources, sinks } => {
            run(&plan, Rows::new(Relation::new(*slots, sources, sinks)), limits, visit)?
        }
    };
    for element in plan.irrelevant() {
        visit.irrelevant(element)?;
    }
    Ok(states)
}

pub(super) fn run<T, V: Visit<T>>(
    plan: &Plan<'_, T>,
    mut layers: impl Layers,
    limits: &Limits,
    visit: &mut V,
) -> Result<u64, V::Stop> {
    visit.start(layers.start(plan))?;
    let mut states = layers.len() as u64;
    let mut branches = Vec::new();
    for step in plan.steps() {
        branches.clear();
        let room = |next| {
            limits.interrupt.check()?;
            Resource::States.check(states + next as u64, limits.states)
        };
        layers.decide(step, &room, &mut branches)?;
        visit.layer(step.element, &branches, layers.len())?;
        states += layers.len() as u64;
    }
    Ok(states)
}
