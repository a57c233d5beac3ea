//! One tail of a binomial distribution in whole numbers.

use num_bigint::BigInt;

use crate::binomial::binomial;
use crate::limits::LimitReached;

/// The whole number `Σ C(n,i) aⁱ bⁿ⁻ⁱ` from `i = k` to n: with chances a/d and b/d it is dⁿ times
/// the chance of k or more events among n.
///
/// Summed as `a^k · Σ C(n,k+j) aʲ bⁿ⁻ᵏ⁻ʲ` by Horner's rule in b. Every step multiplies and divides
/// by short numbers only, and the divisions leave nothing over, as binomial coefficients are whole.
pub(crate) fn scaled_upper_tail(
    k: u64,
    n: u64,
    a: &BigInt,
    b: &BigInt,
) -> Result<BigInt, LimitReached> {
    // C(n,k+j) · aʲ
    let mut term = binomial(n, k)?.big().clone();
    let mut sum = term.clone();
    for i in k + 1..=n {
        term = term * (n - i + 1) / i * a;
        sum = sum * b + &term;
    }
    Ok(sum * num_traits::Pow::pow(a, k))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tails_sum_to_the_power_of_the_sum() {
        for (a, b) in [(9, 1), (1, 2), (0, 5), (7, 0), (123, 877)] {
            let (a, b) = (BigInt::from(a), BigInt::from(b));
            for n in 1..40u64 {
                for k in 1..=n {
                    let tail = scaled_upper_tail(k, n, &a, &b).unwrap();
                    let other = scaled_upper_tail(n - k + 1, n, &b, &a).unwrap();
                    assert_eq!(tail + other, (&a + &b).pow(n as u32));
                }
            }
        }
    }
}
