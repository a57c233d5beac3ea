//! Binomial coefficients, exactly and as products of prime powers.

use num_bigint::BigUint;

use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::primes::primes_up_to;

/// How many binary digits an exact binomial coefficient may have.
const BITS_LIMIT: u64 = 1 << 25;

/// Up to this n, coefficients are put together from primes, whose sieve takes n/2 bytes.
const SIEVE_LIMIT: u64 = 100_000_000;

/// The number of ways to choose k of n, exactly; 0 when k exceeds n.
///
/// Refused when the number would have more than 2²⁵ binary digits or so.
pub fn binomial(n: u64, k: u64) -> Result<Integer, LimitReached> {
    if k > n {
        return Ok(Integer::zero());
    }
    let fewer = k.min(n - k);
    if fewer == 0 {
        return Ok(Integer::one());
    }
    // C(n, m) ≤ (e·n/m)^m, and log₂ e is below 2.
    let bits = fewer.saturating_mul(u64::from((n / fewer).ilog2()) + 3);
    LimitReached::check("binary digits of a binomial coefficient", BITS_LIMIT, bits)?;
    let magnitude = if prime_powers_are_better(n, fewer) {
        product(&prime_powers(n, k))
    } else {
        let above: Vec<u64> = (0..fewer).map(|j| n - j).collect();
        let below: Vec<u64> = (1..=fewer).collect();
        product(&above) / product(&below)
    };
    Ok(Integer::from_big(magnitude.into()))
}

/// Whether C(n, m) is sooner put together from prime powers than multiplied out, with m not
/// above n/2: there are about n/ln n primes and 2m factors.
pub(crate) fn prime_powers_are_better(n: u64, m: u64) -> bool {
    n <= SIEVE_LIMIT && m > n / 64
}

/// The prime powers whose product is C(n, k), none of them 1. None exceeds n (Kummer 1852).
///
/// The prime p occurs `Σ ⌊n/pⁱ⌋ − ⌊k/pⁱ⌋ − ⌊(n−k)/pⁱ⌋` times (Legendre 1808).
pub(crate) fn prime_powers(n: u64, k: u64) -> Vec<u64> {
    let limit = u32::try_from(n).unwrap_or(u32::MAX);
    let mut powers = Vec::new();
    for prime in primes_up_to(limit) {
        let prime = u64::from(prime);
        let mut power = 1;
        let (mut a, mut b, mut c) = (n / prime, k / prime, (n - k) / prime);
        while a > 0 {
            for _ in 0..a - b - c {
                power *= prime;
            }
            (a, b, c) = (a / prime, b / prime, c / prime);
        }
        if power > 1 {
            powers.push(power);
        }
    }
    powers
}

/// The product of many small factors, joined in pairs so that the long multiplications are
/// between numbers of like length.
fn product(factors: &[u64]) -> BigUint {
    const AT_ONCE: usize = 16;
    if factors.len() <= AT_ONCE {
        return factors.iter().fold(BigUint::from(1u32), |product, factor| product * *factor);
    }
    let (left, right) = factors.split_at(factors.len() / 2);
    product(left) * product(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_agree_with_pascals_triangle() {
        let mut row = vec![Integer::one()];
        for n in 0..200u64 {
            for (k, coefficient) in (0u64..).zip(&row) {
                assert_eq!(binomial(n, k).unwrap(), *coefficient);
                let from_primes = product(&prime_powers(n, k));
                assert_eq!(Integer::from_big(from_primes.into()), *coefficient);
            }
            assert!(binomial(n, n + 1).unwrap().is_zero());
            let inner = row.windows(2).map(|pair| &pair[0] + &pair[1]);
            row = std::iter::once(Integer::one()).chain(inner).chain([Integer::one()]).collect();
        }
    }

    #[test]
    fn no_prime_power_exceeds_n() {
        assert!(prime_powers(1000, 500).into_iter().all(|power| power <= 1000));
    }

    #[test]
    fn large_coefficients_satisfy_the_absorption_identity() {
        // k · C(n, k) = n · C(n − 1, k − 1), between a product of primes and one of factors.
        for (n, k) in [(10_000u64, 150u64), (10_000, 5_000), (1_000_000_000_000, 7)] {
            let left = Integer::from(k) * binomial(n, k).unwrap();
            let right = Integer::from(n) * binomial(n - 1, k - 1).unwrap();
            assert_eq!(left, right);
        }
    }

    #[test]
    fn a_coefficient_that_fills_the_memory_is_refused() {
        assert!(binomial(u64::MAX, u64::MAX / 2).is_err());
        assert_eq!(binomial(u64::MAX, 1).unwrap(), Integer::from(u64::MAX));
    }
}
