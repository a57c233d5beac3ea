//! The exact chance that a network works.
//!
//! All states of a layer have the product of the totals so far as their denominator, so a layer
//! is one flat array of rows of limbs. Only the ways to work are added up: what is missing to
//! the product of all totals is the ways to fail.

use crate::Trouble;
use kofn_algebra::limbs::{add_product, trimmed};
use kofn_algebra::{Chance, ExactRing, Scaled, Weights};
use kofn_boolean::{Branch, Limits, Network, Target, Visit, sweep_network};

/// The chance that the network works, its element `e` working with the chance `atoms[e]`.
pub(crate) fn over_network(
    ring: &ExactRing,
    network: &Network<usize>,
    atoms: &[Chance<Scaled>],
    limits: &Limits,
) -> Result<Chance<Scaled>, Trouble> {
    let weights: Vec<Weights> =
        atoms.iter().map(|atom| ring.weights(atom)).collect::<Result<_, _>>()?;
    let mut sum = Sum {
        ring,
        weights: &weights,
        total: vec![1],
        works: Vec::new(),
        layer: Vec::new(),
        next: Vec::new(),
    };
    sweep_network(network, limits, &mut sum)?;
    let all = network.elements().map(|element| &weights[*element]);
    Ok(ring.chance_of_weights(&sum.works, all)?)
}

/// Products of limbs for one state that cost less than the state itself.
const FREE_LIMBS: usize = 32;

/// The ways to work that are certain, and the weights of the states of the current layer.
///
/// Invariant: `total` is the product of the totals so far, which no weight exceeds; `layer` holds
/// as many rows of its length as the layer has states.
struct Sum<'w> {
    ring: &'w ExactRing,
    weights: &'w [Weights],
    total: Vec<u64>,
    works: Vec<u64>,
    layer: Vec<u64>,
    next: Vec<u64>,
}

impl Sum<'_> {
    /// Brings the ways to work to the denominator after one more element.
    fn extend(&mut self, weights: &Weights) -> Result<(), Trouble> {
        let limbs = self.total.len() + weights.total.len();
        self.ring.check_limbs(limbs as u64)?;
        self.ring.spend_on_rows(2 * (self.total.len() * weights.total.len()) as u64)?;
        self.total = product(&self.total, &weights.total);
        let mut works = product(&self.works, &weights.total);
        works.resize(self.total.len(), 0);
        self.works = works;
        Ok(())
    }
}

impl Visit<usize> for Sum<'_> {
    type Stop = Trouble;

    fn start(&mut self, target: Target) -> Result<(), Trouble> {
        match target {
            Target::WORKS => self.works = vec![1],
            Target::FAILS => self.works = vec![0],
            _ => (self.works, self.layer) = (vec![0], vec![1]),
        }
        Ok(())
    }

    fn layer(&mut self, element: &usize, branches: &[Branch], next: usize) -> Result<(), Trouble> {
        let weights = &self.weights[*element];
        let before = self.total.len();
        self.extend(weights)?;
        let after = self.total.len();
        let factors = weights.works.len() + weights.fails.len();
        // Short rows take less time than finding the states, which have a limit of their own.
        self.ring.spend_on_rows((branches.len() * (before * factors / FREE_LIMBS)) as u64)?;
        self.next.clear();
        self.next.resize(next * after, 0);
        for (branch, row) in branches.iter().zip(self.layer.chunks_exact(before)) {
            for (target, weight) in [(branch.works, &weights.works), (branch.fails, &weights.fails)]
            {
                if let Some(state) = target.state() {
                    add_product(&mut self.next[state * after..][..after], row, weight);
                } else if target == Target::WORKS {
                    add_product(&mut self.works, row, weight);
                }
            }
        }
        std::mem::swap(&mut self.layer, &mut self.next);
        Ok(())
    }

    fn irrelevant(&mut self, element: &usize) -> Result<(), Trouble> {
        self.extend(&self.weights[*element])
    }
}

fn product(row: &[u64], factor: &[u64]) -> Vec<u64> {
    let mut product = vec![0; row.len() + factor.len()];
    add_product(&mut product, row, factor);
    let length = trimmed(&product).len();
    product.truncate(length);
    product
}
