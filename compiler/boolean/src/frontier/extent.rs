//! How much the frontier method has to do on a network.

use super::plan::{Plan, Shape};
use super::{Weights, evaluate_network};
use crate::limits::{LimitReached, Limits};
use crate::network::Network;

/// How much the frontier method has to do on a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Vertices that are on the frontier at once, at most. With directed edges the terminals stay
    /// on it to the end.
    pub width: usize,
    /// States visited.
    pub states: u64,
}

/// How much the frontier method has to do on a network; takes as long as a sum without arithmetic.
pub fn network_extent<T>(network: &Network<T>, limits: &Limits) -> Result<Extent, LimitReached> {
    let width = match Plan::new(network)?.shape() {
        Shape::Constant(_) => 0,
        Shape::Undirected { slots } | Shape::Directed { slots, .. } => *slots,
    };
    let states = evaluate_network(network, &Nothing, limits)?.states;
    Ok(Extent { width, states })
}

/// Weights without a value: only the states remain.
struct Nothing;

impl<T> Weights<T> for Nothing {
    type Value = ();

    fn zero(&self) {}

    fn one(&self) {}

    fn add(&self, (): &(), (): &()) {}

    fn works(&self, _: &T, (): &()) {}

    fn fails(&self, _: &T, (): &()) {}
}
