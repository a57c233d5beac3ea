//! Polynomials with whole coefficients in one variable at most.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use crate::exact::{ExactRing, Scaled};
use crate::monomial::{Monomial, Variable};
use crate::ring::Ring;

/// The highest degree that is kept dense: a lone `x^1000000` should not fill a megabyte.
const DEGREE_LIMIT: usize = 4096;

/// The coefficients of one variable's powers, from the lowest.
///
/// Invariant: the last coefficient is not 0; the variable is there exactly when there is a
/// coefficient past the first; the degree is within its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dense {
    variable: Option<Variable>,
    coefficients: Vec<BigInt>,
}

impl Dense {
    pub(super) fn constant(number: BigInt) -> Self {
        Dense::new(None, vec![number])
    }

    pub(super) fn variable(variable: Variable) -> Self {
        Dense::new(Some(variable), vec![BigInt::zero(), BigInt::one()])
    }

    /// Drops what the invariant does not allow. The degree must be within its limit.
    fn new(variable: Option<Variable>, mut coefficients: Vec<BigInt>) -> Self {
        while coefficients.last().is_some_and(Zero::is_zero) {
            coefficients.pop();
        }
        Dense { variable: variable.filter(|_| coefficients.len() > 1), coefficients }
    }

    /// The sum of these terms, none of them 0, if it can be held.
    pub(super) fn from_terms(terms: &BTreeMap<Monomial, BigInt>) -> Option<Self> {
        let degree = terms.last_key_value().map_or(0, |(monomial, _)| monomial.degree());
        let degree = usize::try_from(degree).ok().filter(|degree| *degree <= DEGREE_LIMIT)?;
        let mut coefficients = vec![BigInt::zero(); degree + 1];
        let mut only = None;
        for (monomial, number) in terms {
            let place = match monomial.powers() {
                [] => 0,
                [(variable, exponent)] if only.is_none_or(|other| other == *variable) => {
                    only = Some(*variable);
                    usize::try_from(*exponent).ok()?
                }
                _ => return None,
            };
            coefficients[place] = number.clone();
        }
        Some(Dense::new(only, coefficients))
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = (Monomial, &BigInt)> {
        self.coefficients.iter().enumerate().filter(|(_, number)| !number.is_zero()).map(
            |(exponent, number)| {
                let monomial = match self.variable {
                    Some(variable) => Monomial::power(variable, exponent as u64),
                    None => Monomial::one(),
                };
                (monomial, number)
            },
        )
    }

    pub(super) fn coefficients(&self) -> &[BigInt] {
        &self.coefficients
    }

    pub(super) fn number_of_terms(&self) -> usize {
        self.coefficients.iter().filter(|number| !number.is_zero()).count()
    }

    pub(super) fn degree(&self) -> u64 {
        self.coefficients.len().saturating_sub(1) as u64
    }

    /// Divides every coefficient by something that divides them all.
    pub(super) fn divide(&mut self, divisor: &BigInt) {
        self.coefficients.iter_mut().for_each(|number| *number /= divisor);
    }

    /// The variable of two polynomials together, or nothing when they have one each.
    fn shared_variable(&self, other: &Self) -> Option<Option<Variable>> {
        match (self.variable, other.variable) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => Some(a.or(b)),
        }
    }

    /// `left · self + right · other`, if it can be held.
    pub(super) fn combine(&self, left: &BigInt, other: &Self, right: &BigInt) -> Option<Self> {
        let variable = self.shared_variable(other)?;
        let mut sum = self.coefficients.clone();
        if !left.is_one() {
            sum.iter_mut().for_each(|number| *number *= left);
        }
        if sum.len() < other.coefficients.len() {
            sum.resize(other.coefficients.len(), BigInt::zero());
        }
        for (target, number) in sum.iter_mut().zip(&other.coefficients) {
            add_product(target, number, right);
        }
        Some(Dense::new(variable, sum))
    }

    /// The product, if it can be held.
    pub(super) fn mul(&self, other: &Self) -> Option<Self> {
        let variable = self.shared_variable(other)?;
        if self.coefficients.is_empty() || other.coefficients.is_empty() {
            return Some(Dense::new(None, Vec::new()));
        }
        let length = self.coefficients.len() + other.coefficients.len() - 1;
        if length > DEGREE_LIMIT + 1 {
            return None;
        }
        let mut product = vec![BigInt::zero(); length];
        for (i, a) in self.coefficients.iter().enumerate().filter(|(_, a)| !a.is_zero()) {
            for (target, b) in product[i..].iter_mut().zip(&other.coefficients) {
                add_product(target, b, a);
            }
        }
        Some(Dense::new(variable, product))
    }

    /// The value for this value of the variable, by Horner's rule. Constants need none.
    pub(super) fn evaluate(&self, ring: &ExactRing, variable: Option<&Scaled>) -> Scaled {
        let mut sum = ring.zero();
        for number in self.coefficients.iter().rev() {
            if let Some(value) = variable {
                sum = ring.mul(&sum, value);
            }
            sum = ring.add(&sum, &ring.whole(number));
        }
        sum
    }
}

/// Adds a product. Most coefficients that structures are multiplied with are 0, 1 or −1.
fn add_product(target: &mut BigInt, a: &BigInt, b: &BigInt) {
    let (a, b) = if b.magnitude().is_one() { (a, b) } else { (b, a) };
    if a.is_zero() || b.is_zero() {
    } else if !b.magnitude().is_one() {
        *target += a * b;
    } else if b.is_positive() {
        *target += a;
    } else {
        *target -= a;
    }
}
