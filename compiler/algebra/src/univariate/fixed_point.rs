//! Values at dyadic numbers, in fixed point with a known error, for signs and for guesses.
//!
//! Horner's rule on limbs in two's complement. With `|u| ≤ 1` no step enlarges the errors before
//! it, so that the value's error is at most the degree, in units of the last place.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint};

use super::cell::{Cell, dyadic};
use super::convolution::longest;
use super::polynomial::{UnivariatePolynomial, sign};

/// After so many limbs behind the point the sign is computed exactly.
const MOST_FRACTION_LIMBS: usize = 64;

/// The values of one polynomial on one side of 0, up to a power of two away from it.
pub(super) struct FixedPoint<'a> {
    polynomial: &'a UnivariatePolynomial,
    negative: bool,
    /// x is `± 2^exponent · u` with u from 0 to 1.
    exponent: u64,
    /// The limbs of one number, and how many of them stand behind the point.
    limbs: usize,
    fraction: usize,
    /// The coefficients of the powers of u, from the highest.
    table: Vec<u64>,
}

impl<'a> FixedPoint<'a> {
    /// For numbers in the cell and at its ends, with so many bits behind the point or some more.
    pub(super) fn new(polynomial: &'a UnivariatePolynomial, cell: &Cell, bits: u64) -> Self {
        let fraction = usize::try_from(bits / 64 + 1).unwrap_or(usize::MAX);
        Self::with_fraction(polynomial, cell.is_negative(), cell.exponent(), fraction)
    }

    fn with_fraction(
        polynomial: &'a UnivariatePolynomial,
        negative: bool,
        exponent: u64,
        fraction: usize,
    ) -> Self {
        let powers = polynomial.powers();
        let scaled: Vec<BigInt> = powers
            .iter()
            .zip(0u64..)
            .map(|(number, i)| {
                let number = number << (exponent * i);
                if negative && i % 2 == 1 { -number } else { number }
            })
            .collect();
        // The sum of all absolute values, and the sign.
        let whole = longest(&scaled).unwrap_or(0) + u64::from(powers.len().max(1).ilog2()) + 2;
        let limbs = usize::try_from(whole / 64 + 1).unwrap_or(usize::MAX) + fraction;
        let mut table = vec![0u64; limbs * powers.len()];
        for (number, place) in scaled.iter().rev().zip(table.chunks_exact_mut(limbs)) {
            for (digit, target) in number.iter_u64_digits().zip(&mut place[fraction..]) {
                *target = digit;
            }
            if sign(number) == Ordering::Less {
                negate(place);
            }
        }
        FixedPoint { polynomial, negative, exponent, limbs, fraction, table }
    }

    /// The value at `index / 2^depth`, times a power of two that is the same for all calls, or
    /// nothing where even its sign is not certain.
    pub(super) fn value(&self, index: &BigInt, depth: u64) -> Option<BigInt> {
        let below = depth + self.exponent;
        let width = usize::try_from(below.div_ceil(64)).unwrap_or(usize::MAX);
        let padding = 64 * width as u64 - below;
        let mut u = (index.magnitude() << padding).to_u64_digits();
        u.resize(u.len().max(width), 0);
        let mut sum = vec![0u64; self.limbs];
        let mut product = vec![0u64; self.limbs + u.len()];
        for number in self.table.chunks_exact(self.limbs) {
            multiply(&sum, &u, &mut product);
            sum.copy_from_slice(&product[width..width + self.limbs]);
            add(&mut sum, number);
        }
        let negative = sum.last().is_some_and(|high| high >> 63 == 1);
        if negative {
            negate(&mut sum);
        }
        let error = self.table.len() as u64 / self.limbs.max(1) as u64 + 1;
        let certain = sum.iter().skip(1).any(|limb| *limb > 0) || sum.first() > Some(&error);
        if !certain {
            return None;
        }
        let digits = sum.iter().flat_map(|limb| [*limb as u32, (limb >> 32) as u32]).collect();
        let magnitude = BigInt::from(BigUint::new(digits));
        Some(if negative { -magnitude } else { magnitude })
    }

    /// The sign at `index / 2^depth`, with more limbs where these leave it open, and exactly
    /// where many do.
    pub(super) fn sign(&self, index: &BigInt, depth: u64) -> Ordering {
        if let Some(value) = self.value(index, depth) {
            return sign(&value);
        }
        // The exact value has no more bits behind the point than this.
        let all = (depth + self.exponent).saturating_mul(self.polynomial.powers().len() as u64);
        let mut fraction = self.fraction * 2;
        while fraction <= MOST_FRACTION_LIMBS && 64 * (fraction as u64) < all {
            let finer =
                Self::with_fraction(self.polynomial, self.negative, self.exponent, fraction);
            if let Some(value) = finer.value(index, depth) {
                return sign(&value);
            }
            fraction *= 4;
        }
        self.polynomial.sign_at(&dyadic(index, depth))
    }
}

/// The product of a number in two's complement and one without a sign, rounded nowhere.
fn multiply(signed: &[u64], unsigned: &[u64], product: &mut [u64]) {
    product.fill(0);
    for (shift, factor) in unsigned.iter().enumerate().filter(|(_, factor)| **factor > 0) {
        let mut carry = 0u64;
        for (target, limb) in product[shift..].iter_mut().zip(signed) {
            let sum =
                u128::from(*limb) * u128::from(*factor) + u128::from(*target) + u128::from(carry);
            *target = sum as u64;
            carry = (sum >> 64) as u64;
        }
        product[shift + signed.len()] = carry;
    }
    // A negative number was taken for itself and one unit above its highest limb.
    if signed.last().is_some_and(|high| high >> 63 == 1) {
        let mut borrow = false;
        for (target, limb) in product[signed.len()..].iter_mut().zip(unsigned) {
            let (difference, first) = target.overflowing_sub(*limb);
            let (difference, second) = difference.overflowing_sub(u64::from(borrow));
            *target = difference;
            borrow = first || second;
        }
    }
}

fn add(sum: &mut [u64], number: &[u64]) {
    let mut carry = false;
    for (target, limb) in sum.iter_mut().zip(number) {
        let (total, first) = target.overflowing_add(*limb);
        let (total, second) = total.overflowing_add(u64::from(carry));
        *target = total;
        carry = first || second;
    }
}

fn negate(number: &mut [u64]) {
    let mut carry = true;
    for limb in number {
        let (negated, over) = (!*limb).overflowing_add(u64::from(carry));
        *limb = negated;
        carry = over;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integer::Integer;
    use crate::ring::tests::Lcg;

    #[test]
    fn signs_agree_with_exact_values() {
        let mut random = Lcg(4);
        for _ in 0..300 {
            let numbers = (0..1 + random.below(9)).map(|_| {
                Integer::from_big((BigInt::from(random.below(1000)) - 500) << random.below(100))
            });
            let polynomial = UnivariatePolynomial::from_coefficients(numbers.collect::<Vec<_>>());
            let depth = random.below(150);
            let index: BigInt =
                (BigInt::from(random.below(1 << 31)) - (1i64 << 30)) << random.below(120);
            let cell = Cell { index: index.clone(), depth };
            let values = FixedPoint::new(&polynomial, &cell, 32);
            for index in [index.clone(), index + 1] {
                let exact = polynomial.value_at(&dyadic(&index, depth));
                let exact_sign = exact.cmp(&crate::Rational::zero());
                assert_eq!(values.sign(&index, depth), exact_sign);
                if let Some(value) = values.value(&index, depth) {
                    assert_eq!(sign(&value), exact_sign);
                }
            }
        }
    }
}
