//! Prime numbers, by sieve.

/// All primes up to and including the limit, ascending.
pub(crate) fn primes_up_to(limit: u32) -> Vec<u32> {
    if limit < 2 {
        return Vec::new();
    }
    // Place i stands for the odd number 2i + 1; place 0 for the only even prime.
    let places = (limit as usize).div_ceil(2);
    let mut composite = vec![false; places];
    for odd in (3..=limit.isqrt() as usize).step_by(2) {
        if !composite[odd / 2] {
            for multiple in (odd * odd / 2..places).step_by(odd) {
                composite[multiple] = true;
            }
        }
    }
    let odd_primes =
        (1..places).filter(|place| !composite[*place]).map(|place| 2 * place as u32 + 1);
    std::iter::once(2).chain(odd_primes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sieve_agrees_with_trial_division() {
        for limit in 0..300 {
            let by_division: Vec<u32> =
                (2..=limit).filter(|n| (2..*n).all(|divisor| n % divisor != 0)).collect();
            assert_eq!(primes_up_to(limit), by_division, "up to {limit}");
        }
        assert_eq!(primes_up_to(1 << 16).len(), 6542);
    }
}
