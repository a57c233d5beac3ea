//! Square-free parts: the same roots, each once.

use num_bigint::BigInt;
use num_traits::Zero;

use super::convolution::longest;
use super::gcd::are_seen_coprime;
use super::polynomial::UnivariatePolynomial;
use crate::limits::LimitReached;
use crate::multivariate::Work;

impl UnivariatePolynomial {
    /// The primitive polynomial with the same roots, each of them simple; 1 for constants, and 0
    /// for 0.
    pub fn square_free_part(&self) -> Self {
        if self.is_zero() {
            return Self::zero();
        }
        let factors = self.square_free_factors();
        factors.iter().fold(Self::one(), |product, (factor, _)| &product * factor)
    }

    /// Primitive polynomials without common or multiple roots, each with the multiplicity that
    /// its roots have in this, ascending. The product of their powers is this divided by a
    /// number. None for constants.
    pub fn square_free_factors(&self) -> Vec<(Self, usize)> {
        let separated = self.separated(&mut Work::new(u64::MAX));
        let mut factors = separated.unwrap_or_else(|_| unreachable!("no limit"));
        factors.sort_by_key(|(_, multiplicity)| *multiplicity);
        let mut merged: Vec<(Self, usize)> = Vec::new();
        for (factor, multiplicity) in factors {
            match merged.last_mut() {
                Some((product, same)) if *same == multiplicity => *product = &*product * &factor,
                _ => merged.push((factor, multiplicity)),
            }
        }
        merged
    }

    /// As [`square_free_factors`](Self::square_free_factors), in any order, with x and x − 1 by
    /// themselves: structures have them often and with high multiplicities, and they are seen at
    /// once.
    pub(super) fn separated(&self, work: &mut Work) -> Result<Vec<(Self, usize)>, LimitReached> {
        if self.is_constant() {
            return Ok(Vec::new());
        }
        if self.known_powers().is_none() {
            // A change of basis adds for each pair of coefficients.
            let length = self.any_row().len() as u64;
            let words = (longest(self.any_row()).unwrap_or(0) + length) / 64 + 1;
            work.charge(length.saturating_mul(length).saturating_mul(words) / 2)?;
        }
        let (rest, zeros, ones) = self.primitive().without_roots_at_ends();
        let mut factors = Vec::new();
        if zeros > 0 {
            factors.push((Self::variable(), zeros));
        }
        if ones > 0 {
            factors.push((&Self::variable() - &Self::one(), ones));
        }
        // Division by 1 − x may have turned the sign.
        factors.extend(by_derivatives(rest.primitive(), work)?);
        Ok(factors)
    }

    /// Divides by x and by 1 − x as often as they divide, and says how often that was.
    fn without_roots_at_ends(&self) -> (Self, usize, usize) {
        let is_zero = |number: &&BigInt| number.is_zero();
        if let Some(row) = self.known_homogeneous() {
            let zeros = row.iter().take_while(is_zero).count();
            let ones = row.iter().rev().take_while(is_zero).count();
            if zeros + ones == 0 {
                return (self.clone(), 0, 0);
            }
            return (Self::from_homogeneous(row[zeros..row.len() - ones].to_vec()), zeros, ones);
        }
        let zeros = self.powers().iter().take_while(is_zero).count();
        let mut rest = Self::from_powers(self.powers()[zeros..].to_vec());
        let mut ones = 0;
        while !rest.is_constant() && rest.powers().iter().sum::<BigInt>().is_zero() {
            // The quotient by 1 − x has the sums of the lower coefficients.
            let sums = rest.powers().iter().scan(BigInt::zero(), |sum, number| {
                *sum += number;
                Some(sum.clone())
            });
            rest = Self::from_powers(sums.collect());
            ones += 1;
        }
        (rest, zeros, ones)
    }
}

/// Square-free factors of a primitive polynomial (Yun, *On square-free decomposition
/// algorithms*, 1976).
fn by_derivatives(
    polynomial: UnivariatePolynomial,
    work: &mut Work,
) -> Result<Vec<(UnivariatePolynomial, usize)>, LimitReached> {
    let Some(degree) = polynomial.degree().filter(|degree| *degree > 0) else {
        return Ok(Vec::new());
    };
    // One word for each pair of coefficients, and as many as a coefficient has where there are
    // common divisors.
    let pairs = (degree as u64).saturating_mul(degree as u64);
    work.charge(pairs)?;
    let derivative = polynomial.derivative();
    if are_seen_coprime(&polynomial, &derivative) {
        return Ok(vec![(polynomial, 1)]);
    }
    work.charge(pairs.saturating_mul(longest(polynomial.powers()).unwrap_or(0) / 62 + 2))?;
    let repeated = polynomial.gcd(&derivative);
    let quotient = |of: &UnivariatePolynomial, by: &UnivariatePolynomial| {
        if by.is_constant() || of.is_zero() {
            return of.clone();
        }
        of.exact_quotient(by).unwrap_or_else(|| unreachable!("a common divisor divides"))
    };
    let mut left = quotient(&polynomial, &repeated);
    let mut right = quotient(&derivative, &repeated);
    let mut factors = Vec::new();
    let mut multiplicity = 1;
    while !left.is_constant() {
        let difference = &right - &left.derivative();
        // All of what is left, where the difference is 0.
        let factor = left.gcd(&difference);
        left = quotient(&left, &factor);
        right = quotient(&difference, &factor);
        if !factor.is_constant() {
            factors.push((factor, multiplicity));
        }
        multiplicity += 1;
    }
    Ok(factors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integer::Integer;
    use crate::ring::tests::Lcg;

    fn polynomial(numbers: &[i64]) -> UnivariatePolynomial {
        UnivariatePolynomial::from_coefficients(numbers.iter().map(|n| Integer::from(*n)))
    }

    #[test]
    fn multiplicities_come_back() {
        let mut random = Lcg(3);
        let parts = [&[0, 1][..], &[-1, 1], &[-1, 2], &[3, 5], &[1, 0, 1], &[-2, 0, 0, 7]];
        let parts: Vec<_> = parts.iter().map(|numbers| polynomial(numbers)).collect();
        for round in 0..60 {
            let mut product = polynomial(&[-7]);
            let mut expected: Vec<(UnivariatePolynomial, usize)> = Vec::new();
            let exponents: Vec<u32> = parts.iter().map(|_| random.below(4) as u32).collect();
            for (part, exponent) in parts.iter().zip(&exponents) {
                product = &product * &part.pow(*exponent);
            }
            for multiplicity in 1..4u32 {
                let with = parts.iter().zip(&exponents).filter(|(_, e)| **e == multiplicity);
                let factor = with.fold(UnivariatePolynomial::one(), |f, (part, _)| &f * part);
                if !factor.is_constant() {
                    expected.push((factor.primitive(), multiplicity as usize));
                }
            }
            if round % 2 == 0 {
                product = UnivariatePolynomial::from_powers(product.powers().to_vec());
            }
            assert_eq!(product.square_free_factors(), expected, "{exponents:?}");
            let simple = expected.iter().fold(polynomial(&[1]), |f, (part, _)| &f * part);
            assert_eq!(product.square_free_part(), simple);
        }
    }
}
