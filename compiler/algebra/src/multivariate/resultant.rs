//! Resultants and discriminants, by subresultants.
//!
//! Cohen, *A Course in Computational Algebraic Number Theory*, algorithm 3.3.7.

use num_bigint::BigInt;

use super::gcd::next_h;
use super::recursive::Recursive;
use super::work::Work;
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::monomial::{Monomial, Variable};
use crate::polynomial::Polynomial;
use crate::rational::Rational;

impl Recursive {
    /// The resultant in a variable that no variable of either comes after.
    fn resultant(
        &self,
        other: &Self,
        main: Variable,
        work: &mut Work,
    ) -> Result<Self, LimitReached> {
        if self.is_zero() || other.is_zero() {
            return Ok(Recursive::zero());
        }
        let (mut a, mut b) = (self.clone(), other.clone());
        let mut negative = false;
        if a.degree(main) < b.degree(main) {
            negative = a.degree(main) % 2 == 1 && b.degree(main) % 2 == 1;
            std::mem::swap(&mut a, &mut b);
        }
        let (mut g, mut h) = (Recursive::one(), Recursive::one());
        while b.degree(main) > 0 {
            let gap = a.degree(main) - b.degree(main);
            negative ^= a.degree(main) % 2 == 1 && b.degree(main) % 2 == 1;
            let rest = a.pseudo_remainder(&b, main, work)?;
            if rest.is_zero() {
                return Ok(rest);
            }
            let divisor = g.mul(&h.pow(gap, work)?, work)?;
            a = b;
            b = rest.exactly(&divisor, work)?;
            g = a.leading(main);
            h = next_h(&g, &h, gap, work)?;
        }
        let degree = a.degree(main);
        let last = next_h(&b.leading(main), &h, degree, work)?;
        Ok(if negative { last.neg() } else { last })
    }
}

impl Polynomial {
    /// The resultant of the two as polynomials in a variable: 0 exactly where they have a common
    /// root in it, or both leading coefficients are 0.
    pub fn resultant(
        &self,
        other: &Polynomial,
        variable: Variable,
        work: &mut Work,
    ) -> Result<Polynomial, LimitReached> {
        let (a, b) = (self.with_last(variable), other.with_last(variable));
        let ((a, over), (b, under)) = (Recursive::of(&a)?, Recursive::of(&b)?);
        let last = Variable(u32::MAX);
        let resultant = a.resultant(&b, last, work)?.polynomial();
        // res(a/c, b/d) = res(a, b) / (c^deg b · d^deg a).
        let power = |number: num_bigint::BigUint, exponent: usize| {
            (0..exponent).fold(BigInt::from(1), |power, _| power * BigInt::from(number.clone()))
        };
        let below = power(over, b.degree(last)) * power(under, a.degree(last));
        match Rational::new(Integer::one(), Integer::from_big(below)) {
            Some(factor) => Ok(resultant.scale(&factor)),
            None => unreachable!("denominators are positive"),
        }
    }

    /// The discriminant in a variable: 0 exactly where two roots in it meet. Nothing where the
    /// variable does not occur.
    pub fn discriminant(
        &self,
        variable: Variable,
        work: &mut Work,
    ) -> Result<Option<Polynomial>, LimitReached> {
        let coefficients = self.coefficients_in(variable);
        let Some((degree, lead)) = coefficients.last_key_value().filter(|(d, _)| **d > 0) else {
            return Ok(None);
        };
        let resultant = self.resultant(&self.derivative(variable), variable, work)?;
        let quotient = resultant.exact_quotient(lead, work)?;
        let negative = degree % 4 == 2 || degree % 4 == 3;
        Ok(quotient.map(|quotient| if negative { -&quotient } else { quotient }))
    }

    /// With the variable under a number that comes after all others.
    fn with_last(&self, variable: Variable) -> Polynomial {
        Polynomial::from_terms(self.terms().into_iter().map(|(monomial, number)| {
            let powers = monomial.powers().iter().map(|(x, exponent)| {
                (if *x == variable { Variable(u32::MAX) } else { *x }, *exponent)
            });
            (Monomial::product(powers), number)
        }))
    }
}
