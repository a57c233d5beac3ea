//! A polynomial as one in a single variable: degrees, coefficients, derivatives.

use std::collections::BTreeMap;

use crate::monomial::{Monomial, Variable};
use crate::polynomial::Polynomial;
use crate::rational::Rational;

/// The exponent of a variable, and the product without it.
fn split(monomial: &Monomial, variable: Variable) -> (u64, Monomial) {
    let (own, others): (Vec<_>, Vec<_>) =
        monomial.powers().iter().copied().partition(|(x, _)| *x == variable);
    (own.first().map_or(0, |(_, exponent)| *exponent), Monomial::product(others))
}

impl Polynomial {
    /// The highest power of a variable; 0 where it does not occur.
    pub fn degree_in(&self, variable: Variable) -> u64 {
        let (terms, _) = self.whole_terms();
        let powers = terms.iter().flat_map(|(monomial, _)| monomial.powers());
        powers.filter(|(x, _)| *x == variable).map(|(_, exponent)| *exponent).max().unwrap_or(0)
    }

    /// The polynomials that a variable's powers are multiplied with; those that are 0 are left
    /// out.
    pub fn coefficients_in(&self, variable: Variable) -> BTreeMap<u64, Polynomial> {
        let mut coefficients: BTreeMap<u64, Vec<_>> = BTreeMap::new();
        for (monomial, number) in self.terms() {
            let (exponent, rest) = split(&monomial, variable);
            coefficients.entry(exponent).or_default().push((rest, number));
        }
        let sum = |(exponent, terms)| (exponent, Polynomial::from_terms(terms));
        coefficients.into_iter().map(sum).collect()
    }

    /// The derivative in a variable.
    pub fn derivative(&self, variable: Variable) -> Polynomial {
        Polynomial::from_terms(self.terms().into_iter().filter_map(|(monomial, number)| {
            let (exponent, rest) = split(&monomial, variable);
            let lowered = Monomial::power(variable, exponent.checked_sub(1)?);
            let factor = Rational::from(crate::integer::Integer::from(exponent));
            Some((rest.mul(&lowered), number * factor))
        }))
    }
}
