//! Sums over the states of what shares things: diagrams, networks, counts of unlike parts.

use crate::Trouble;
use kofn_algebra::{
    Chance, Enclosure, EnclosureRing, PolynomialRing, RealRing, Ring, at_least, pivot,
};
use kofn_boolean::{Diagram, Likelihood, Limits, Network, Weights, evaluate_network};
use kofn_structure::Uncompiled;

/// A ring in which such sums are computed. Rings with something better than the provided methods
/// override them; the results are the same.
pub trait StateSums: Ring + Sized {
    /// The chance that a diagram is true, whose variable `v` is true with the chance `atoms[v]`.
    fn over_diagram(
        &self,
        diagram: &Diagram,
        atoms: &[Chance<Self::Element>],
    ) -> Result<Chance<Self::Element>, Trouble> {
        diagram.try_fold(
            Chance::impossible(self),
            Chance::certain(self),
            |variable, works, fails| {
                let chance = pivot(self, &atoms[variable.0 as usize], works, fails);
                self.within_limits(&chance)?;
                Ok(chance)
            },
        )
    }

    /// Whether the chance could be computed at all, in rings that carry limits in their elements.
    fn within_limits(&self, _: &Chance<Self::Element>) -> Result<(), Trouble> {
        Ok(())
    }

    /// The chance that a network works, whose element `e` works with the chance `atoms[e]`.
    fn over_network(
        &self,
        network: &Network<usize>,
        atoms: &[Chance<Self::Element>],
        limits: &Limits,
    ) -> Result<Chance<Self::Element>, Trouble> {
        let outcome = evaluate_network(network, &Elements { ring: self, atoms }, limits)?;
        Ok(Chance { works: outcome.works, fails: outcome.fails })
    }

    /// The chance that a formula without a diagram is true, where this ring can say anything.
    fn over_uncompiled(
        &self,
        formula: &Uncompiled,
        _atoms: &[Chance<Self::Element>],
        _limits: &Limits,
    ) -> Result<Chance<Self::Element>, Trouble> {
        Err(formula.limit().into())
    }

    /// The chance that at least `k` of some independent parts work, each as often as it says.
    fn over_counts(
        &self,
        k: u64,
        parts: &[(Chance<Self::Element>, u64)],
    ) -> Result<Chance<Self::Element>, Trouble> {
        Ok(at_least(self, k, parts)?)
    }
}

impl StateSums for EnclosureRing {
    /// Between the chances of functions on both sides of the formula.
    fn over_uncompiled(
        &self,
        formula: &Uncompiled,
        atoms: &[Chance<Enclosure>],
        limits: &Limits,
    ) -> Result<Chance<Enclosure>, Trouble> {
        let likelihoods: Vec<Likelihood> = atoms
            .iter()
            .map(|atom| Likelihood { works: atom.works.about(), fails: atom.fails.about() })
            .collect();
        let between = formula.between(&likelihoods, limits)?;
        let below = self.over_diagram(&between.below, atoms)?;
        let above = self.over_diagram(&between.above, atoms)?;
        Ok(Chance {
            works: below.works.up_to(&above.works),
            fails: above.fails.up_to(&below.fails),
        })
    }
}

impl StateSums for PolynomialRing {
    fn within_limits(&self, chance: &Chance<Self::Element>) -> Result<(), Trouble> {
        match (&chance.works, &chance.fails) {
            (Ok(_), Ok(_)) => Ok(()),
            (Err(limit), _) | (_, Err(limit)) => Err(limit.clone().into()),
        }
    }
}

impl StateSums for RealRing {}

/// The elements of a network with their chances.
struct Elements<'r, R: Ring> {
    ring: &'r R,
    atoms: &'r [Chance<R::Element>],
}

impl<R: Ring> Weights<usize> for Elements<'_, R> {
    type Value = R::Element;

    fn zero(&self) -> R::Element {
        self.ring.zero()
    }

    fn one(&self) -> R::Element {
        self.ring.one()
    }

    fn add(&self, a: &R::Element, b: &R::Element) -> R::Element {
        self.ring.add(a, b)
    }

    fn works(&self, element: &usize, value: &R::Element) -> R::Element {
        self.ring.mul(&self.atoms[*element].works, value)
    }

    fn fails(&self, element: &usize, value: &R::Element) -> R::Element {
        self.ring.mul(&self.atoms[*element].fails, value)
    }

    fn either(&self, _: &usize, value: &R::Element) -> R::Element {
        value.clone()
    }
}
