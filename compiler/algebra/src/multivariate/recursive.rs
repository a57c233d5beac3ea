//! Polynomials with whole coefficients as polynomials in one variable, whose coefficients are
//! polynomials in the variables before it.
//!
//! This is the form in which division and Euclid's algorithm are natural. Knuth, *The Art of
//! Computer Programming* vol. 2, 4.6.1.

use std::collections::BTreeMap;

use num_bigint::{BigInt, BigUint};
use num_traits::One;

use super::whole::Whole;
use super::work::Work;
use crate::limits::LimitReached;
use crate::monomial::{Monomial, Variable};
use crate::polynomial::Polynomial;

/// The largest exponent that is written out as a row of coefficients.
const DEGREE_LIMIT: u64 = 4096;

/// The most variables, as each is one level of recursion.
const VARIABLES_LIMIT: u64 = 64;

/// A polynomial with whole coefficients.
///
/// Invariant: `Powers` has two coefficients at least, the last is not 0, and their own main
/// variables come before `main`. So equality is equivalence. Depth is at most the number of
/// variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Recursive {
    Number(Whole),
    Powers { main: Variable, coefficients: Vec<Recursive> },
}

use Recursive::{Number, Powers};

impl Recursive {
    pub(super) fn zero() -> Self {
        Number(Whole::ZERO)
    }

    pub(super) fn one() -> Self {
        Number(Whole::ONE)
    }

    /// The numerator of a polynomial and its positive denominator.
    pub(super) fn of(polynomial: &Polynomial) -> Result<(Self, BigUint), LimitReached> {
        let (terms, denominator) = polynomial.whole_terms();
        let exponents = terms.iter().flat_map(|(monomial, _)| monomial.powers());
        let largest = exponents.map(|(_, exponent)| *exponent).max().unwrap_or(0);
        LimitReached::check("as the degree of a polynomial", DEGREE_LIMIT, largest)?;
        let variables = polynomial.variables().len() as u64;
        LimitReached::check("variables of a polynomial", VARIABLES_LIMIT, variables)?;
        let terms = terms.iter().map(|(monomial, number)| (monomial.powers(), *number)).collect();
        Ok((Recursive::of_terms(terms), denominator.clone()))
    }

    /// Powers of each term ascend by variable, so the main variable of all is the last of one.
    fn of_terms(terms: Vec<(&[(Variable, u64)], &BigInt)>) -> Self {
        let last = |powers: &[(Variable, u64)]| powers.last().map(|(variable, _)| *variable);
        let Some(main) = terms.iter().filter_map(|(powers, _)| last(powers)).max() else {
            // Without a variable there is one term at most.
            return terms.first().map_or_else(Recursive::zero, |(_, n)| Number(Whole::of(n)));
        };
        let mut by_exponent: BTreeMap<u64, Vec<_>> = BTreeMap::new();
        for (powers, number) in terms {
            let (exponent, rest) = match powers {
                [rest @ .., (variable, exponent)] if *variable == main => (*exponent, rest),
                all => (0, all),
            };
            by_exponent.entry(exponent).or_default().push((rest, number));
        }
        let degree = by_exponent.last_key_value().map_or(0, |(exponent, _)| *exponent);
        let coefficients = (0..=degree)
            .map(|exponent| by_exponent.remove(&exponent).unwrap_or_default())
            .map(Recursive::of_terms);
        Recursive::powers(main, coefficients.collect())
    }

    /// This over 1.
    pub(super) fn polynomial(&self) -> Polynomial {
        let mut terms = BTreeMap::new();
        self.collect(&mut Vec::new(), &mut terms);
        Polynomial::from_whole_terms(terms, BigUint::one())
    }

    fn collect(&self, outer: &mut Vec<(Variable, u64)>, terms: &mut BTreeMap<Monomial, BigInt>) {
        match self {
            Number(number) if number.is_zero() => {}
            Number(number) => {
                terms.insert(Monomial::product(outer.iter().copied()), number.big());
            }
            Powers { main, coefficients } => {
                for (exponent, coefficient) in (0..).zip(coefficients) {
                    outer.push((*main, exponent));
                    coefficient.collect(outer, terms);
                    outer.pop();
                }
            }
        }
    }

    /// Restores the invariant.
    pub(super) fn powers(main: Variable, mut coefficients: Vec<Recursive>) -> Self {
        while coefficients.last().is_some_and(Recursive::is_zero) {
            coefficients.pop();
        }
        if coefficients.len() > 1 {
            return Powers { main, coefficients };
        }
        coefficients.pop().unwrap_or_else(Recursive::zero)
    }

    pub(super) fn main(&self) -> Option<Variable> {
        match self {
            Number(_) => None,
            Powers { main, .. } => Some(*main),
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        matches!(self, Number(number) if number.is_zero())
    }

    pub(super) fn is_one(&self) -> bool {
        matches!(self, Number(number) if number.is_one())
    }

    /// The coefficients of the powers of a variable that no variable here comes after; the number
    /// 0 has none.
    pub(super) fn coefficients(&self, variable: Variable) -> &[Recursive] {
        match self {
            Powers { main, coefficients } if *main == variable => coefficients,
            other if other.is_zero() => &[],
            other => std::slice::from_ref(other),
        }
    }

    /// How often a variable that no variable here comes after is multiplied with itself.
    pub(super) fn degree(&self, variable: Variable) -> usize {
        self.coefficients(variable).len().saturating_sub(1)
    }

    /// The coefficient of the highest power of a variable that no variable here comes after.
    pub(super) fn leading(&self, variable: Variable) -> Recursive {
        self.coefficients(variable).last().cloned().unwrap_or_else(Recursive::zero)
    }

    /// The number in front of the highest power of all.
    pub(super) fn leading_number(&self) -> &Whole {
        let mut at = self;
        loop {
            match at {
                Number(number) => return number,
                Powers { coefficients, .. } => match coefficients.last() {
                    Some(last) => at = last,
                    None => unreachable!("a row of powers has two coefficients at least"),
                },
            }
        }
    }

    /// What one multiplication with this costs: the length of all its numbers.
    fn size(&self) -> u64 {
        match self {
            Number(number) => number.length(),
            Powers { coefficients, .. } => coefficients.iter().map(Recursive::size).sum(),
        }
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        self.combine(other, Whole::add)
    }

    pub(super) fn sub(&self, other: &Self) -> Self {
        self.combine(other, Whole::sub)
    }

    fn combine(&self, other: &Self, number: fn(&Whole, &Whole) -> Whole) -> Self {
        if let (Number(a), Number(b)) = (self, other) {
            return Number(number(a, b));
        }
        let Some(main) = self.main().max(other.main()) else {
            unreachable!("two polynomials without variables are two numbers");
        };
        let (left, right) = (self.coefficients(main), other.coefficients(main));
        let zero = Recursive::zero();
        let sum = (0..left.len().max(right.len())).map(|place| {
            let (a, b) = (left.get(place).unwrap_or(&zero), right.get(place).unwrap_or(&zero));
            a.combine(b, number)
        });
        Recursive::powers(main, sum.collect())
    }

    pub(super) fn mul(&self, other: &Self, work: &mut Work) -> Result<Self, LimitReached> {
        work.charge(self.size().saturating_mul(other.size()))?;
        Ok(self.product(other))
    }

    fn product(&self, other: &Self) -> Self {
        if let (Number(a), Number(b)) = (self, other) {
            return Number(a.mul(b));
        }
        if self.is_zero() || other.is_zero() {
            return Recursive::zero();
        }
        let Some(main) = self.main().max(other.main()) else {
            unreachable!("two polynomials without variables are two numbers");
        };
        let (left, right) = (self.coefficients(main), other.coefficients(main));
        let mut product = vec![Recursive::zero(); left.len() + right.len() - 1];
        for (i, a) in left.iter().enumerate().filter(|(_, a)| !a.is_zero()) {
            for (target, b) in product[i..].iter_mut().zip(right) {
                *target = target.add(&a.product(b));
            }
        }
        Recursive::powers(main, product)
    }

    pub(super) fn pow(&self, exponent: usize, work: &mut Work) -> Result<Self, LimitReached> {
        (0..exponent).try_fold(Recursive::one(), |power, _| power.mul(self, work))
    }

    pub(super) fn neg(&self) -> Self {
        Recursive::zero().sub(self)
    }

    /// The quotient when there is one with whole coefficients; nothing for the divisor 0.
    pub(super) fn divided(
        &self,
        divisor: &Self,
        work: &mut Work,
    ) -> Result<Option<Self>, LimitReached> {
        if self.is_zero() || divisor.is_one() {
            return Ok((!divisor.is_zero()).then(|| self.clone()));
        }
        if let (Number(a), Number(b)) = (self, divisor) {
            work.charge(a.length().saturating_mul(b.length()))?;
            return Ok(a.divided(b).map(Number));
        }
        let Some(main) = self.main() else { return Ok(None) };
        if divisor.main() > Some(main) {
            return Ok(None);
        }
        let by = divisor.coefficients(main);
        let Some((lead, lower)) = by.split_last() else { return Ok(None) };
        let mut rest = self.coefficients(main).to_vec();
        let mut quotient = Vec::new();
        while rest.len() >= by.len() {
            let Some(top) = rest.pop() else { break };
            let Some(factor) = top.divided(lead, work)? else { return Ok(None) };
            let start = rest.len() + 1 - by.len();
            for (target, number) in rest[start..].iter_mut().zip(lower) {
                *target = target.sub(&factor.mul(number, work)?);
            }
            quotient.push(factor);
        }
        if rest.iter().any(|left| !left.is_zero()) {
            return Ok(None);
        }
        quotient.reverse();
        Ok(Some(Recursive::powers(main, quotient)))
    }

    /// The quotient of a division that theory says leaves nothing over.
    pub(super) fn exactly(&self, divisor: &Self, work: &mut Work) -> Result<Self, LimitReached> {
        match self.divided(divisor, work)? {
            Some(quotient) => Ok(quotient),
            None => unreachable!("an exact division leaves nothing over"),
        }
    }

    /// `lead^(δ + 1) · self` modulo the divisor, δ the difference of the degrees in the variable.
    /// The divisor is not 0 and not of higher degree.
    pub(super) fn pseudo_remainder(
        &self,
        divisor: &Self,
        variable: Variable,
        work: &mut Work,
    ) -> Result<Self, LimitReached> {
        let Some((lead, lower)) = divisor.coefficients(variable).split_last() else {
            unreachable!("nothing is divided by 0");
        };
        let mut rest = self.coefficients(variable).to_vec();
        while rest.len() > lower.len() {
            let Some(top) = rest.pop() else { break };
            let start = rest.len() - lower.len();
            for (place, target) in rest.iter_mut().enumerate() {
                *target = target.mul(lead, work)?;
                if place >= start {
                    *target = target.sub(&top.mul(&lower[place - start], work)?);
                }
            }
        }
        Ok(Recursive::powers(variable, rest))
    }

    /// The derivative in a variable that no variable here comes after.
    pub(super) fn derivative(&self, variable: Variable) -> Self {
        let numbered = (1i128..).zip(self.coefficients(variable).iter().skip(1));
        let coefficients =
            numbered.map(|(exponent, c)| c.product(&Number(Whole::Word(exponent)))).collect();
        Recursive::powers(variable, coefficients)
    }
}
