//! Chances as whole numbers: how often of how many times something works.

use num_bigint::{BigInt, BigUint};

use super::{ExactRing, Quotient, Scaled};
use crate::chance::Chance;
use crate::limits::LimitReached;

/// A chance as two whole numbers: it works `works` times out of `works + fails`.
///
/// Sums of products of such weights are values over the product of their totals, so a sum over
/// states needs no fractions. Numbers are rows of limbs, the lowest first and no zero on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// How often it works.
    pub works: Vec<u64>,
    /// How often it fails.
    pub fails: Vec<u64>,
    /// How often both together.
    pub total: Vec<u64>,
    /// The total as exponents of the ring's basis.
    exponents: Vec<u64>,
}

impl ExactRing {
    /// The chance as whole numbers.
    pub fn weights(&self, chance: &Chance<Scaled>) -> Result<Weights, LimitReached> {
        let (works, fails) = self.both(&chance.works, &chance.fails)?;
        let exponents: Vec<u64> =
            works.exponents.iter().zip(&fails.exponents).map(|(a, b)| *a.max(b)).collect();
        let (works, fails) = (self.raised(works, &exponents)?, self.raised(fails, &exponents)?);
        let total = &works + &fails;
        let [works, fails, total] = [works, fails, total].map(|n| n.magnitude().to_u64_digits());
        Ok(Weights { works, fails, total, exponents })
    }

    /// The chance that works `works` times out of the product of the totals of these weights.
    pub fn chance_of_weights<'w>(
        &self,
        works: &[u64],
        all: impl IntoIterator<Item = &'w Weights>,
    ) -> Result<Chance<Scaled>, LimitReached> {
        let mut exponents = vec![0u64; self.basis.elements().len()];
        for weights in all {
            for (sum, exponent) in exponents.iter_mut().zip(&weights.exponents) {
                *sum = sum.saturating_add(*exponent);
            }
        }
        let digits = works.iter().flat_map(|limb| [*limb as u32, (*limb >> 32) as u32]).collect();
        let numerator = BigInt::from(BigUint::new(digits));
        let works = Scaled(Ok(Quotient { numerator, exponents }));
        let fails = self.sub(&self.one_like(&works)?, &works);
        Ok(Chance { works, fails })
    }

    /// Counts work that is done on rows of limbs, before it is done.
    pub fn spend_on_rows(&self, limb_operations: u64) -> Result<(), LimitReached> {
        self.spend(limb_operations)
    }

    /// Fails if a number of so many limbs is too long.
    pub fn check_limbs(&self, limbs: u64) -> Result<(), LimitReached> {
        self.check_bits(limbs.saturating_mul(64))
    }

    /// One, over the denominator of another value.
    fn one_like(&self, value: &Scaled) -> Result<Scaled, LimitReached> {
        let value = value.0.as_ref().map_err(Clone::clone)?;
        let zeros = vec![0; value.exponents.len()];
        let one = Quotient { numerator: 1.into(), exponents: zeros };
        let numerator = self.raised(&one, &value.exponents)?;
        Ok(Scaled(Ok(Quotient { numerator, exponents: value.exponents.clone() })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rational::Rational;

    #[test]
    fn weights_are_the_chance_and_products_lead_back() {
        let numbers = [(1u64, 2u64), (2, 3), (999, 1000), (1, 1), (0, 1)]
            .map(|(n, d)| Rational::new(n.into(), d.into()).unwrap());
        let ring = ExactRing::for_probabilities(numbers.iter());
        for a in &numbers {
            for b in &numbers {
                let [x, y] =
                    [a, b].map(|number| ring.weights(&ring.chance(number).unwrap()).unwrap());
                let mut works = vec![0; 4];
                crate::limbs::add_product(&mut works, &x.works, &y.works);
                let both = ring.chance_of_weights(&works, [&x, &y]).unwrap();
                assert_eq!(ring.value(&both.works).unwrap(), a * b);
                assert_eq!(ring.value(&both.fails).unwrap(), (a * b).complement());
            }
        }
    }
}
