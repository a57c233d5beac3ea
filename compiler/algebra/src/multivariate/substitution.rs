//! Polynomials, powers and numbers in place of variables.

use std::collections::BTreeMap;

use crate::limits::LimitReached;
use crate::monomial::{Monomial, Variable};
use crate::polynomial::{Polynomial, TooManyTerms};
use crate::rational::Rational;

/// The largest exponent that is multiplied out.
const DEGREE_LIMIT: u64 = 4096;

impl Polynomial {
    /// This with a polynomial in place of each of these variables, all at once, unless more than
    /// so many terms or a degree above 4,096 arise on the way.
    pub fn compose(
        &self,
        replacements: &BTreeMap<Variable, Polynomial>,
        term_limit: u64,
    ) -> Result<Polynomial, LimitReached> {
        let mut powers: BTreeMap<Variable, Vec<Polynomial>> = BTreeMap::new();
        let too_many = |TooManyTerms| LimitReached {
            what: "terms of a polynomial",
            limit: term_limit,
            reached: term_limit.saturating_add(1),
        };
        let mut sum = Polynomial::zero();
        for (monomial, number) in self.terms() {
            let kept = monomial.powers().iter().filter(|(x, _)| !replacements.contains_key(x));
            let mut term =
                Polynomial::from_terms([(Monomial::product(kept.copied()), number.clone())]);
            for (variable, exponent) in monomial.powers() {
                let Some(replacement) = replacements.get(variable) else { continue };
                LimitReached::check("as the degree of a polynomial", DEGREE_LIMIT, *exponent)?;
                let exponent = usize::try_from(*exponent).unwrap_or(usize::MAX);
                let known = powers.entry(*variable).or_insert_with(|| vec![Polynomial::one()]);
                while known.len() <= exponent {
                    let next = known[known.len() - 1].product(replacement, term_limit);
                    known.push(next.map_err(too_many)?);
                }
                term = term.product(&known[exponent], term_limit).map_err(too_many)?;
            }
            sum = &sum + &term;
            LimitReached::check("terms of a polynomial", term_limit, sum.number_of_terms() as u64)?;
        }
        Ok(sum)
    }

    /// This where one variable has this value.
    pub fn at(&self, variable: Variable, value: &Rational) -> Result<Polynomial, LimitReached> {
        self.compose(&BTreeMap::from([(variable, Polynomial::constant(value))]), u64::MAX)
    }

    /// This with `shift + factor · x` in place of a variable x.
    pub fn affine(
        &self,
        variable: Variable,
        shift: &Rational,
        factor: &Rational,
    ) -> Result<Polynomial, LimitReached> {
        let line = &Polynomial::constant(shift) + &Polynomial::variable(variable).scale(factor);
        self.compose(&BTreeMap::from([(variable, line)]), u64::MAX)
    }

    /// This with a product of powers in place of each of these variables, all at once.
    pub fn with_monomials(&self, replacements: &BTreeMap<Variable, Monomial>) -> Polynomial {
        Polynomial::from_terms(self.terms().into_iter().map(|(monomial, number)| {
            let powers =
                monomial.powers().iter().flat_map(|(variable, exponent)| {
                    match replacements.get(variable) {
                        Some(product) => product.pow(*exponent).powers().to_vec(),
                        None => vec![(*variable, *exponent)],
                    }
                });
            (Monomial::product(powers), number)
        }))
    }

    /// This over the highest power of a variable that divides it, and that power; 0 stays 0.
    pub fn without_factor(&self, variable: Variable) -> (Polynomial, u64) {
        let terms = self.terms();
        let exponent_of = |monomial: &Monomial| {
            let own = monomial.powers().iter().find(|(x, _)| *x == variable);
            own.map_or(0, |(_, exponent)| *exponent)
        };
        let least = terms.iter().map(|(monomial, _)| exponent_of(monomial)).min().unwrap_or(0);
        if least == 0 {
            return (self.clone(), 0);
        }
        let lowered = terms.into_iter().map(|(monomial, number)| {
            let powers = monomial.powers().iter().map(|(x, exponent)| {
                (*x, if *x == variable { *exponent - least } else { *exponent })
            });
            (Monomial::product(powers), number)
        });
        (Polynomial::from_terms(lowered), least)
    }
}
