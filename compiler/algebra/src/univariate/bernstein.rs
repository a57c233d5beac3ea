//! The two bases of a polynomial: powers of x, and `xⁱ (1 − x)ⁿ⁻ⁱ`.
//!
//! With y = 1 − x a polynomial of degree n is homogeneous, `Σ cᵢ xⁱ yⁿ⁻ⁱ`; the `cᵢ / C(n,i)` are
//! its Bernstein coefficients on \[0, 1\]. Both changes of basis have whole coefficients, so the
//! greatest common divisor of all coefficients is the same in both. They are Taylor shifts by 1
//! and −1, n²/2 additions (von zur Gathen & Gerhard, *Fast algorithms for Taylor shifts*, 1997).

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::convolution::convolve;

/// The coefficients of `xⁱ (1 − x)ⁿ⁻ⁱ`, i from 0 to n, from those of the powers of x.
pub(super) fn from_powers(powers: &[BigInt]) -> Vec<BigInt> {
    let mut row = powers.to_vec();
    for length in (2..=row.len()).rev() {
        for j in 1..length {
            let (before, from) = row.split_at_mut(j);
            if let ([.., previous], [number, ..]) = (&*before, from)
                && !previous.is_zero()
            {
                *number += previous;
            }
        }
    }
    row
}

/// The coefficients of the powers of x from those of `xⁱ (1 − x)ⁿ⁻ⁱ`.
pub(super) fn to_powers(homogeneous: &[BigInt]) -> Vec<BigInt> {
    let mut row = homogeneous.to_vec();
    for length in 2..=row.len() {
        for j in (1..length).rev() {
            let (before, from) = row.split_at_mut(j);
            if let ([.., previous], [number, ..]) = (&*before, from)
                && !previous.is_zero()
            {
                *number -= previous;
            }
        }
    }
    row
}

/// The same polynomial with n larger by `times`: multiplied by `(x + y)^times`.
pub(super) fn raised(homogeneous: &[BigInt], times: usize) -> Vec<BigInt> {
    if times == 0 { homogeneous.to_vec() } else { convolve(homogeneous, &binomial_row(times)) }
}

/// Divides by x + y while that leaves nothing over, so that n is the degree in x; all gone for
/// the polynomial 0.
pub(super) fn lowered(mut homogeneous: Vec<BigInt>) -> Vec<BigInt> {
    loop {
        let mut quotient: Vec<BigInt> = Vec::with_capacity(homogeneous.len());
        for number in &homogeneous {
            let next = match quotient.last() {
                Some(previous) => number - previous,
                None => number.clone(),
            };
            quotient.push(next);
        }
        // The last one is the rest, and up to its sign the coefficient of xⁿ.
        match quotient.pop() {
            Some(rest) if rest.is_zero() => homogeneous = quotient,
            _ => return homogeneous,
        }
    }
}

/// `C(n, i)` for i from 0 to n.
pub(super) fn binomial_row(n: usize) -> Vec<BigInt> {
    let mut row: Vec<BigInt> = Vec::with_capacity(n + 1);
    let mut number = BigInt::one();
    for i in 0..=n / 2 {
        row.push(number.clone());
        number = number * (n - i) / (i + 1);
    }
    for i in row.len()..=n {
        row.push(row[n - i].clone());
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ring::tests::Lcg;

    #[test]
    fn changes_of_basis_undo_each_other() {
        let mut random = Lcg(1);
        for length in 0..20 {
            let powers: Vec<BigInt> =
                (0..length).map(|_| BigInt::from(random.below(100)) - 50).collect();
            let homogeneous = from_powers(&powers);
            assert_eq!(to_powers(&homogeneous), powers);
            let raised = raised(&homogeneous, 3);
            if powers.last().is_some_and(|last| !last.is_zero()) {
                assert_eq!(lowered(raised), homogeneous);
            }
        }
    }

    #[test]
    fn squares_of_x_and_of_its_complement() {
        let whole = |numbers: &[i64]| numbers.iter().map(|n| BigInt::from(*n)).collect::<Vec<_>>();
        // (1 − x)² and x²
        assert_eq!(from_powers(&whole(&[1, -2, 1])), whole(&[1, 0, 0]));
        assert_eq!(from_powers(&whole(&[0, 0, 1])), whole(&[0, 0, 1]));
        assert_eq!(lowered(whole(&[1, 2, 1])), whole(&[1]));
        assert!(lowered(whole(&[0, 0, 0])).is_empty());
        assert_eq!(binomial_row(5), whole(&[1, 5, 10, 10, 5, 1]));
        assert_eq!(binomial_row(4), whole(&[1, 4, 6, 4, 1]));
    }
}
