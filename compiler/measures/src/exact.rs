//! Exact sums over states, in whole numbers of known length.
//!
//! A state that is reached after some elements were decided has a weight over the product of
//! their totals. All states of a layer have the same denominator, and none is written down.

mod over_diagram;
mod over_network;

use crate::Trouble;
use crate::state_sums::StateSums;
use kofn_algebra::{Chance, ExactRing, Scaled};
use kofn_boolean::{Diagram, Limits, Network};

impl StateSums for ExactRing {
    fn over_diagram(
        &self,
        diagram: &Diagram,
        atoms: &[Chance<Scaled>],
    ) -> Result<Chance<Scaled>, Trouble> {
        over_diagram::over_diagram(self, diagram, atoms)
    }

    fn over_network(
        &self,
        network: &Network<usize>,
        atoms: &[Chance<Scaled>],
        limits: &Limits,
    ) -> Result<Chance<Scaled>, Trouble> {
        over_network::over_network(self, network, atoms, limits)
    }

    fn over_counts(
        &self,
        k: u64,
        parts: &[(Chance<Scaled>, u64)],
    ) -> Result<Chance<Scaled>, Trouble> {
        Ok(kofn_algebra::at_least(self, k, parts)?)
    }
}
