//! Products of rows of coefficients.
//!
//! Long rows are packed into one whole number each, a slot for every coefficient, and those are
//! multiplied (Kronecker substitution).

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::Zero;

/// Rows with a shorter one of this length or less are multiplied term by term.
const SHORT: usize = 12;

/// The product of two rows of coefficients; nothing where one of them is empty.
pub(super) fn convolve(a: &[BigInt], b: &[BigInt]) -> Vec<BigInt> {
    let (Some(longest_a), Some(longest_b)) = (longest(a), longest(b)) else {
        return Vec::new();
    };
    let shorter = a.len().min(b.len());
    if shorter <= SHORT {
        return term_by_term(a, b);
    }
    // A slot holds a sum of products and its sign.
    let bits = longest_a + longest_b + u64::from(shorter.ilog2()) + 3;
    let slot = usize::try_from(bits / 32 + 1).unwrap_or(usize::MAX);
    let product = packed(a, slot) * packed(b, slot);
    unpacked(&product, slot, a.len() + b.len() - 1)
}

/// The binary length of the longest coefficient.
pub(super) fn longest(row: &[BigInt]) -> Option<u64> {
    row.iter().map(BigInt::bits).max()
}

fn term_by_term(a: &[BigInt], b: &[BigInt]) -> Vec<BigInt> {
    let mut product = vec![BigInt::zero(); a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate().filter(|(_, x)| !x.is_zero()) {
        for (target, y) in product[i..].iter_mut().zip(b).filter(|(_, y)| !y.is_zero()) {
            *target += x * y;
        }
    }
    product
}

/// `Σ rowᵢ · 2^(32·slot·i)`.
fn packed(row: &[BigInt], slot: usize) -> BigInt {
    let only = |sign: Sign| {
        let mut digits = vec![0u32; row.len() * slot];
        for (number, place) in row.iter().zip(digits.chunks_exact_mut(slot)) {
            if number.sign() == sign {
                for (digit, target) in number.iter_u32_digits().zip(place) {
                    *target = digit;
                }
            }
        }
        BigInt::from(BigUint::new(digits))
    };
    only(Sign::Plus) - only(Sign::Minus)
}

/// Takes a packed row apart; every coefficient is shorter than its slot by a bit or more.
fn unpacked(number: &BigInt, slot: usize, length: usize) -> Vec<BigInt> {
    let digits = number.magnitude().to_u32_digits();
    let negative = number.sign() == Sign::Minus;
    let modulus = BigInt::from(1) << (32 * slot);
    let mut borrowed = false;
    let mut row = Vec::with_capacity(length);
    for i in 0..length {
        let from = (i * slot).min(digits.len());
        let to = (from + slot).min(digits.len());
        let mut value = BigInt::from(BigUint::from_slice(&digits[from..to]));
        if borrowed {
            value += 1;
        }
        // The upper half of a slot stands for a negative number, which borrowed from the next.
        borrowed = value.bits() >= 32 * slot as u64;
        if borrowed {
            value -= &modulus;
        }
        row.push(if negative { -value } else { value });
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ring::tests::Lcg;

    #[test]
    fn packing_agrees_with_products_term_by_term() {
        let mut random = Lcg(2);
        for _ in 0..200 {
            let mut row = |length: u64| -> Vec<BigInt> {
                let bits = random.below(90);
                (0..length)
                    .map(|_| {
                        let number = BigInt::from(random.below(1 << 31)) << random.below(bits + 1);
                        match random.below(4) {
                            0 => BigInt::zero(),
                            1 | 2 => -number,
                            _ => number,
                        }
                    })
                    .collect()
            };
            let (a, b) = (row(13 + 7), row(30));
            assert_eq!(convolve(&a, &b), term_by_term(&a, &b));
            assert_eq!(convolve(&b, &a), term_by_term(&a, &b));
        }
        assert!(convolve(&[], &[BigInt::from(1)]).is_empty());
    }
}
