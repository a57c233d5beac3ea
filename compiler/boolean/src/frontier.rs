//! The frontier method: sums over the states of a network without listing them.
//!
//! Elements are decided one after another. What earlier decisions mean for the rest is only how
//! the *frontier* is connected: the vertices that border both examined and unexamined edges.
//! Situations that agree there are one state, so a layer of states stands for all decisions up
//! to one element, and only two layers are kept. A state is dropped as soon as the outcome is
//! certain.
//!
//! Hardy, Lucet & Limnios, *K-terminal network reliability measures with binary decision
//! diagrams*, IEEE Trans. Reliability 56 (2007); Kawahara et al., *Frontier-based search for
//! enumerating all constrained subgraphs with compressed representation*, IEICE Trans. E100-A
//! (2017).

mod edge_order;
mod extent;
mod key_numbering;
mod packed;
mod partition;
mod plan;
mod relation;
mod rows;
mod sweep;
#[cfg(test)]
mod tests;
mod vertex_order;

pub use extent::{Extent, network_extent};
pub(crate) use plan::Plan;
pub use sweep::{Branch, Target, Visit, sweep_network};

use crate::limits::{LimitReached, Limits};
use crate::network::Network;

/// The arithmetic of a sum over states: probabilities, counts, enclosures, polynomials.
///
/// Addition and the two multiplications must make a commutative ring act on the values, up to
/// whatever rounding the caller accepts. Nothing is ever subtracted.
pub trait Weights<T> {
    /// What is summed.
    type Value: Clone;

    /// The empty sum.
    fn zero(&self) -> Self::Value;

    /// The weight of having decided nothing yet.
    fn one(&self) -> Self::Value;

    /// The sum of two weights.
    fn add(&self, left: &Self::Value, right: &Self::Value) -> Self::Value;

    /// `value` times the weight of `element` working.
    fn works(&self, element: &T, value: &Self::Value) -> Self::Value;

    /// `value` times the weight of `element` failing.
    fn fails(&self, element: &T, value: &Self::Value) -> Self::Value;

    /// `value` times the weight of `element` working or failing.
    ///
    /// Used where an element no longer matters. Weights that are probabilities should return
    /// `value`; weights over a common denominator should multiply by the denominator.
    fn either(&self, element: &T, value: &Self::Value) -> Self::Value {
        self.add(&self.works(element, value), &self.fails(element, value))
    }
}

/// The weights of the two outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<V> {
    /// The sum over the states in which the network works.
    pub works: V,
    /// The sum over the states in which it fails.
    pub fails: V,
    /// How many frontier states were visited: a measure of work, not of the network.
    pub states: u64,
}

/// The weights of working and of failing.
///
/// Every occurrence of an element, on a vertex or an edge, is an event of its own, and every one
/// contributes its weight exactly once to each state. Events that are to be the same need a
/// [`compile`](crate::compile())d formula.
pub fn evaluate_network<T, W: Weights<T>>(
    network: &Network<T>,
    weights: &W,
    limits: &Limits,
) -> Result<Outcome<W::Value>, LimitReached> {
    let mut sum = Sum {
        weights,
        works: weights.zero(),
        fails: weights.zero(),
        layer: Vec::new(),
        following: Vec::new(),
    };
    let states = sweep_network(network, limits, &mut sum)?;
    Ok(Outcome { works: sum.works, fails: sum.fails, states })
}

/// Weights carried from layer to layer.
///
/// Invariant: `layer` holds the weight of each state of the current layer, by number.
struct Sum<'w, W, V> {
    weights: &'w W,
    works: V,
    fails: V,
    layer: Vec<V>,
    following: Vec<V>,
}

impl<V: Clone, W> Sum<'_, W, V> {
    fn credit<T>(&mut self, target: Target, value: V)
    where
        W: Weights<T, Value = V>,
    {
        let sum = match target {
            Target::WORKS => &mut self.works,
            Target::FAILS => &mut self.fails,
            // States are numbered as they arrive, so a new one is always the next.
            target => match target.state().and_then(|number| self.following.get_mut(number)) {
                Some(sum) => sum,
                None => return self.following.push(value),
            },
        };
        *sum = self.weights.add(sum, &value);
    }
}

impl<T, W: Weights<T>> Visit<T> for Sum<'_, W, W::Value> {
    type Stop = LimitReached;

    fn start(&mut self, target: Target) -> Result<(), LimitReached> {
        self.credit(target, self.weights.one());
        self.layer = std::mem::take(&mut self.following);
        Ok(())
    }

    fn layer(&mut self, element: &T, branches: &[Branch], _: usize) -> Result<(), LimitReached> {
        self.irrelevant(element)?;
        let layer = std::mem::take(&mut self.layer);
        for (branch, value) in branches.iter().zip(&layer) {
            self.credit(branch.works, self.weights.works(element, value));
            self.credit(branch.fails, self.weights.fails(element, value));
        }
        self.layer = std::mem::replace(&mut self.following, layer);
        self.following.clear();
        Ok(())
    }

    fn irrelevant(&mut self, element: &T) -> Result<(), LimitReached> {
        self.works = self.weights.either(element, &self.works);
        self.fails = self.weights.either(element, &self.fails);
        Ok(())
    }
}
