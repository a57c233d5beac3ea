//! Polynomials in many variables with rational coefficients, multiplied out.
//!
//! The reliability of a structure is a polynomial in the reliabilities of its modules. Multiplied
//! out it has one canonical form, so that two structures are equally reliable for all parameters
//! exactly when their polynomials are equal.

mod dense;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use num_traits::{One, Zero};

use crate::exact::{ExactRing, Scaled};
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::monomial::{Monomial, Variable};
use crate::rational::Rational;
use crate::ring::Ring;
use dense::Dense;

/// A polynomial with rational coefficients in any number of variables.
///
/// Invariant: whole coefficients over one positive denominator that has no divisor in common with
/// all of them; no coefficient 0 is stored as a term; the dense form is chosen exactly when it can
/// hold the polynomial. So equality is equivalence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polynomial {
    numerator: Numerator,
    denominator: BigUint,
}

/// A polynomial with whole coefficients.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Numerator {
    /// One variable at most, of moderate degree.
    Dense(Dense),
    /// All others.
    Sparse(BTreeMap<Monomial, BigInt>),
}

/// More terms arose in a product than were allowed.
pub(crate) struct TooManyTerms;

impl Polynomial {
    /// The polynomial 0.
    pub fn zero() -> Self {
        Polynomial::constant(&Rational::zero())
    }

    /// The polynomial 1.
    pub fn one() -> Self {
        Polynomial::constant(&Rational::one())
    }

    /// A number as a polynomial.
    pub fn constant(number: &Rational) -> Self {
        Polynomial {
            numerator: Numerator::Dense(Dense::constant(number.big_numerator().clone())),
            denominator: number.big_denominator().clone(),
        }
    }

    /// A variable as a polynomial.
    pub fn variable(variable: Variable) -> Self {
        Polynomial {
            numerator: Numerator::Dense(Dense::variable(variable)),
            denominator: BigUint::one(),
        }
    }

    /// The sum of these terms; a product of variables may occur more than once.
    pub fn from_terms(terms: impl IntoIterator<Item = (Monomial, Rational)>) -> Self {
        let terms: Vec<(Monomial, Rational)> = terms.into_iter().collect();
        let denominator = terms
            .iter()
            .fold(BigUint::one(), |common, (_, number)| common.lcm(number.big_denominator()));
        let mut sum = BTreeMap::new();
        for (monomial, number) in terms {
            let factor = BigInt::from(&denominator / number.big_denominator());
            *sum.entry(monomial).or_insert_with(BigInt::zero) += number.big_numerator() * factor;
        }
        Polynomial { numerator: Numerator::from_sum(sum), denominator }.in_lowest_terms()
    }

    /// The products of variables that occur with their coefficients, by total degree, then
    /// lexicographically.
    pub fn terms(&self) -> Vec<(Monomial, Rational)> {
        let rational = |number: &BigInt| {
            let common = number.magnitude().gcd(&self.denominator);
            let denominator = &self.denominator / &common;
            Rational::from_coprime(number / BigInt::from(common), denominator)
        };
        self.numerator.terms().map(|(monomial, number)| (monomial, rational(number))).collect()
    }

    /// How many terms there are; none in the polynomial 0.
    pub fn number_of_terms(&self) -> usize {
        match &self.numerator {
            Numerator::Dense(dense) => dense.number_of_terms(),
            Numerator::Sparse(terms) => terms.len(),
        }
    }

    /// The largest sum of exponents in a term; 0 for constants.
    pub fn degree(&self) -> u64 {
        match &self.numerator {
            Numerator::Dense(dense) => dense.degree(),
            Numerator::Sparse(terms) => {
                terms.last_key_value().map_or(0, |(monomial, _)| monomial.degree())
            }
        }
    }

    /// Whether this is the polynomial 0.
    pub fn is_zero(&self) -> bool {
        self.number_of_terms() == 0
    }

    /// Whether no variable occurs.
    pub fn is_constant(&self) -> bool {
        self.degree() == 0
    }

    /// The number this is, when no variable occurs.
    pub fn to_constant(&self) -> Option<Rational> {
        match self.terms().as_slice() {
            [] => Some(Rational::zero()),
            [(monomial, number)] if monomial.degree() == 0 => Some(number.clone()),
            _ => None,
        }
    }

    /// The product of variables this is, when it is one term with the coefficient 1.
    pub(crate) fn to_monomial(&self) -> Option<Monomial> {
        if self.number_of_terms() != 1 || !self.denominator.is_one() {
            return None;
        }
        let (monomial, number) = self.numerator.terms().next()?;
        number.is_one().then_some(monomial)
    }

    /// The variables that occur.
    pub fn variables(&self) -> BTreeSet<Variable> {
        self.numerator
            .terms()
            .flat_map(|(monomial, _)| monomial.powers().to_vec())
            .map(|(variable, _)| variable)
            .collect()
    }

    /// One minus this: the unreliability of a reliability.
    pub fn complement(&self) -> Polynomial {
        &Polynomial::one() - self
    }

    /// This times a number.
    pub fn scale(&self, factor: &Rational) -> Polynomial {
        self * &Polynomial::constant(factor)
    }

    /// This raised to a power, by squaring. The number of terms can grow exponentially with the
    /// number of variables: [`PolynomialRing`](crate::PolynomialRing) watches it.
    pub fn pow(&self, exponent: u32) -> Polynomial {
        let mut power = Polynomial::one();
        for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
            power = &power * &power;
            if exponent >> bit & 1 == 1 {
                power = &power * self;
            }
        }
        power
    }

    /// The value where each variable has the value it is given, or the limit of memory that was
    /// reached.
    pub fn evaluate(
        &self,
        value_of: impl Fn(Variable) -> Rational,
    ) -> Result<Rational, LimitReached> {
        let values: BTreeMap<Variable, Rational> =
            self.variables().into_iter().map(|variable| (variable, value_of(variable))).collect();
        let unit = Rational::from_coprime(BigInt::one(), self.denominator.clone());
        let ring = ExactRing::for_probabilities(values.values().chain([&unit]));
        // Their denominators made the ring, so it has them all.
        let value = |number: &Rational| ring.scaled(number).unwrap_or_else(|| ring.zero());
        let values: BTreeMap<Variable, Scaled> =
            values.iter().map(|(variable, number)| (*variable, value(number))).collect();
        let sum = match &self.numerator {
            Numerator::Dense(dense) => {
                let values: Vec<Scaled> = values.into_values().collect();
                dense.evaluate(&ring, values.first())
            }
            Numerator::Sparse(terms) => evaluate_sparse(terms, &ring, &values),
        };
        ring.value(&ring.mul(&sum, &value(&unit)))
    }

    /// The product, unless more than so many terms arise on the way.
    pub(crate) fn product(&self, other: &Self, term_limit: u64) -> Result<Self, TooManyTerms> {
        let dense = match (&self.numerator, &other.numerator) {
            (Numerator::Dense(a), Numerator::Dense(b)) => a.mul(b),
            _ => None,
        };
        let numerator = match dense {
            Some(dense) => Numerator::Dense(dense),
            None => {
                let factors: Vec<_> = other.numerator.terms().collect();
                let mut sum = BTreeMap::new();
                for (left, a) in self.numerator.terms() {
                    for (right, b) in &factors {
                        *sum.entry(left.mul(right)).or_insert_with(BigInt::zero) += a * *b;
                    }
                    if sum.len() as u64 > term_limit {
                        return Err(TooManyTerms);
                    }
                }
                Numerator::from_sum(sum)
            }
        };
        let denominator = &self.denominator * &other.denominator;
        Ok(Polynomial { numerator, denominator }.in_lowest_terms())
    }

    /// The terms with whole coefficients, and the positive denominator they share.
    pub(crate) fn whole_terms(&self) -> (Vec<(Monomial, &BigInt)>, &BigUint) {
        (self.numerator.terms().collect(), &self.denominator)
    }

    /// The sum of these terms over a positive denominator.
    pub(crate) fn from_whole_terms(
        terms: BTreeMap<Monomial, BigInt>,
        denominator: BigUint,
    ) -> Polynomial {
        Polynomial { numerator: Numerator::from_sum(terms), denominator }.in_lowest_terms()
    }

    /// The binary length of the longest coefficient, or of the denominator when it is longer.
    pub(crate) fn coefficient_bits(&self) -> u64 {
        let longest = self.numerator.coefficients().map(BigInt::bits).max();
        longest.unwrap_or(0).max(self.denominator.bits())
    }

    /// Adds with a sign in front of the second.
    fn add_signed(&self, other: &Self, negative: bool) -> Self {
        let (left, right, denominator) = if self.denominator == other.denominator {
            (BigInt::one(), BigInt::one(), self.denominator.clone())
        } else {
            let common = self.denominator.lcm(&other.denominator);
            let factor = |denominator: &BigUint| BigInt::from(&common / denominator);
            (factor(&self.denominator), factor(&other.denominator), common)
        };
        let right = if negative { -right } else { right };
        let numerator = self.numerator.combine(&left, &other.numerator, &right);
        Polynomial { numerator, denominator }.in_lowest_terms()
    }

    /// Cancels what the denominator shares with every coefficient.
    fn in_lowest_terms(mut self) -> Self {
        let mut common = self.denominator.clone();
        for number in self.numerator.coefficients() {
            if common.is_one() {
                break;
            }
            common = common.gcd(number.magnitude());
        }
        if !common.is_one() {
            self.denominator /= &common;
            let common = BigInt::from(common);
            match &mut self.numerator {
                Numerator::Dense(dense) => dense.divide(&common),
                Numerator::Sparse(terms) => {
                    terms.values_mut().for_each(|number| *number /= &common);
                }
            }
        }
        self
    }
}

impl Numerator {
    /// Drops zeros and chooses the form.
    fn from_sum(mut terms: BTreeMap<Monomial, BigInt>) -> Self {
        terms.retain(|_, number| !number.is_zero());
        match Dense::from_terms(&terms) {
            Some(dense) => Numerator::Dense(dense),
            None => Numerator::Sparse(terms),
        }
    }

    fn terms(&self) -> Box<dyn Iterator<Item = (Monomial, &BigInt)> + '_> {
        match self {
            Numerator::Dense(dense) => Box::new(dense.terms()),
            Numerator::Sparse(terms) => {
                Box::new(terms.iter().map(|(monomial, number)| (monomial.clone(), number)))
            }
        }
    }

    fn coefficients(&self) -> Box<dyn Iterator<Item = &BigInt> + '_> {
        match self {
            Numerator::Dense(dense) => Box::new(dense.coefficients().iter()),
            Numerator::Sparse(terms) => Box::new(terms.values()),
        }
    }

    /// `left · self + right · other`.
    fn combine(&self, left: &BigInt, other: &Numerator, right: &BigInt) -> Numerator {
        let dense = match (self, other) {
            (Numerator::Dense(a), Numerator::Dense(b)) => a.combine(left, b, right),
            _ => None,
        };
        if let Some(dense) = dense {
            return Numerator::Dense(dense);
        }
        let mut sum: BTreeMap<Monomial, BigInt> =
            self.terms().map(|(monomial, number)| (monomial, number * left)).collect();
        for (monomial, number) in other.terms() {
            *sum.entry(monomial).or_insert_with(BigInt::zero) += number * right;
        }
        Numerator::from_sum(sum)
    }
}

/// The sum of the terms' values; each power of a variable is computed once.
fn evaluate_sparse(
    terms: &BTreeMap<Monomial, BigInt>,
    ring: &ExactRing,
    values: &BTreeMap<Variable, Scaled>,
) -> Scaled {
    let mut powers: BTreeMap<(Variable, u64), Scaled> = BTreeMap::new();
    let mut sum = ring.zero();
    for (monomial, number) in terms {
        let mut term = ring.whole(number);
        for (variable, exponent) in monomial.powers() {
            let power = powers.entry((*variable, *exponent)).or_insert_with(|| {
                let value = values.get(variable).cloned().unwrap_or_else(|| ring.zero());
                ring.power(&value, &Integer::from(*exponent))
            });
            term = ring.mul(&term, power);
        }
        sum = ring.add(&sum, &term);
    }
    sum
}

impl Add for &Polynomial {
    type Output = Polynomial;

    fn add(self, other: &Polynomial) -> Polynomial {
        self.add_signed(other, false)
    }
}

impl Sub for &Polynomial {
    type Output = Polynomial;

    fn sub(self, other: &Polynomial) -> Polynomial {
        self.add_signed(other, true)
    }
}

impl Mul for &Polynomial {
    type Output = Polynomial;

    fn mul(self, other: &Polynomial) -> Polynomial {
        match self.product(other, u64::MAX) {
            Ok(product) => product,
            Err(TooManyTerms) => unreachable!("no product has 2⁶⁴ terms"),
        }
    }
}

impl Neg for &Polynomial {
    type Output = Polynomial;

    fn neg(self) -> Polynomial {
        &Polynomial::zero() - self
    }
}

#[cfg(test)]
mod tests;
