//! Square-free factors, by Yun's algorithm in one variable after the other.

use num_bigint::BigInt;

use super::recursive::Recursive;
use super::work::Work;
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::polynomial::Polynomial;
use crate::rational::Rational;

impl Recursive {
    /// Square-free polynomials that are pairwise coprime, with the powers in which they divide
    /// this; numbers are left out.
    pub(super) fn square_free_factors(
        &self,
        work: &mut Work,
    ) -> Result<Vec<(Recursive, u64)>, LimitReached> {
        let mut factors = Vec::new();
        let mut rest = self.clone();
        while let Some(main) = rest.main() {
            let content = rest.content(main, work)?;
            let part = rest.exactly(&content, work)?;
            // Yun: with f = Π aᵢⁱ, gcd(f, f') = Π aᵢⁱ⁻¹, and the quotients of f and f' by it give
            // one aᵢ after the other.
            let derivative = part.derivative(main);
            let common = part.gcd(&derivative, work)?;
            let mut product = part.exactly(&common, work)?;
            let mut left = derivative.exactly(&common, work)?;
            let mut power = 1;
            while product.degree(main) > 0 {
                left = left.sub(&product.derivative(main));
                let factor = product.gcd(&left, work)?;
                if factor.degree(main) > 0 {
                    factors.push((factor.clone(), power));
                }
                product = product.exactly(&factor, work)?;
                left = left.exactly(&factor, work)?;
                power += 1;
            }
            rest = content;
        }
        Ok(factors)
    }
}

impl Polynomial {
    /// A number c and square-free factors with the powers in which they occur:
    /// `self = c · Π factorᵢ ^ powerᵢ`. The factors have whole coefficients, a positive number in
    /// front of the highest power, and no factor in common. None for constants.
    pub fn square_free_factors(
        &self,
        work: &mut Work,
    ) -> Result<(Rational, Vec<(Polynomial, u64)>), LimitReached> {
        let (numerator, denominator) = Recursive::of(self)?;
        let factors = numerator.square_free_factors(work)?;
        // The number in front of a product's highest power is the product of those in front.
        let mut product = BigInt::from(denominator);
        for (factor, power) in &factors {
            let lead = factor.leading_number().big();
            product = (0..*power).fold(product, |product, _| product * &lead);
        }
        let lead = numerator.leading_number().big();
        let number = Rational::new(Integer::from_big(lead), Integer::from_big(product));
        let factors = factors.into_iter().map(|(factor, power)| (factor.polynomial(), power));
        Ok((number.unwrap_or_default(), factors.collect()))
    }
}
