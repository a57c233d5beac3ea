//! Numbers without common divisors, from which all declared denominators are products.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use num_bigint::BigUint;
use num_integer::Integer as _;
use num_traits::{One, ToPrimitive, Zero};

use crate::integer::remove_factor;
use crate::primes::primes_up_to;

/// Primes up to this are found by trial division.
const TRIAL_DIVISION_LIMIT: u32 = 1 << 16;

/// Numbers above 1 that are pairwise coprime.
///
/// Invariant: ascending. Most are primes; what trial division cannot take apart is only told
/// apart as far as the given numbers themselves tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CoprimeBasis {
    elements: Vec<Element>,
}

/// One number of a basis.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Element {
    pub(crate) number: BigUint,
    /// Whether the number is certainly a prime.
    pub(crate) prime: bool,
}

impl CoprimeBasis {
    /// A basis such that every one of these numbers, unless it is 0, is a product of its powers.
    pub(crate) fn of(numbers: BTreeSet<BigUint>) -> Self {
        let candidates: LazyCell<Vec<u32>> = LazyCell::new(|| primes_up_to(TRIAL_DIVISION_LIMIT));
        let mut primes = BTreeSet::new();
        let mut leftovers = Vec::new();
        for number in numbers {
            let rest = take_small_primes(number, &candidates, &mut primes);
            insert_coprime(&mut leftovers, rest);
        }
        let elements = primes.into_iter().map(|prime| (BigUint::from(prime), true));
        let leftovers = leftovers.into_iter().map(|number| {
            // Without a divisor up to 2¹⁶, a number below 2³² is a prime.
            let prime = number.bits() <= 32;
            (number, prime)
        });
        let mut elements: Vec<Element> =
            elements.chain(leftovers).map(|(number, prime)| Element { number, prime }).collect();
        elements.sort();
        CoprimeBasis { elements }
    }

    pub(crate) fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The exponents with which the number is a product of the basis; nothing when it is not one.
    pub(crate) fn exponents(&self, number: &BigUint) -> Option<Vec<u64>> {
        let mut rest = number.clone();
        let exponents = self
            .elements
            .iter()
            .map(|element| remove_factor(&mut rest, &element.number, u64::MAX))
            .collect();
        rest.is_one().then_some(exponents)
    }
}

/// Divides a number by its prime divisors up to 2¹⁶, notes them, and returns what is left.
fn take_small_primes(
    mut rest: BigUint,
    candidates: &LazyCell<Vec<u32>>,
    found: &mut BTreeSet<u32>,
) -> BigUint {
    let mut take = |rest: &mut BigUint, prime: u32| {
        let divides = match rest.to_u64() {
            Some(word) => word != 0 && word.is_multiple_of(u64::from(prime)),
            None => (&*rest % prime).is_zero(),
        };
        if divides {
            remove_factor(rest, &BigUint::from(prime), u64::MAX);
            found.insert(prime);
        }
    };
    // Decimals end here.
    take(&mut rest, 2);
    take(&mut rest, 5);
    if rest.is_one() || rest.is_zero() {
        return BigUint::one();
    }
    for prime in candidates.iter() {
        take(&mut rest, *prime);
        match rest.to_u64() {
            Some(1) => return rest,
            // No divisor up to its root: the rest is a prime.
            Some(word) if word < u64::from(*prime) * u64::from(*prime) => {
                return match u32::try_from(word) {
                    Ok(last) if last <= TRIAL_DIVISION_LIMIT => {
                        found.insert(last);
                        BigUint::one()
                    }
                    _ => rest,
                };
            }
            _ => {}
        }
    }
    rest
}

/// Adds a number to a list of pairwise coprime ones, splitting whatever shares a divisor, so that
/// the list stays so and the number is a product of its powers.
///
/// The product of the list and of the numbers still to be added falls by the common divisor with
/// every split: this ends (Bach, Driscoll & Shallit 1993).
pub(crate) fn insert_coprime(coprime: &mut Vec<BigUint>, number: BigUint) {
    let mut waiting = vec![number];
    while let Some(number) = waiting.pop() {
        if number.is_one() || number.is_zero() {
            continue;
        }
        let shared = coprime
            .iter()
            .map(|other| number.gcd(other))
            .enumerate()
            .find(|(_, divisor)| !divisor.is_one());
        match shared {
            None => coprime.push(number),
            Some((place, divisor)) => {
                let other = coprime.swap_remove(place);
                waiting.push(other / &divisor);
                waiting.push(number / &divisor);
                waiting.push(divisor);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ring::tests::Lcg;

    fn basis_of(numbers: &[u64]) -> Vec<u64> {
        let basis = CoprimeBasis::of(numbers.iter().map(|number| BigUint::from(*number)).collect());
        basis.elements().iter().map(|element| element.number.to_u64().unwrap()).collect()
    }

    #[test]
    fn small_denominators_become_primes() {
        assert_eq!(basis_of(&[1000, 8, 1]), [2, 5]);
        assert_eq!(basis_of(&[360, 49, 97]), [2, 3, 5, 7, 97]);
        assert_eq!(basis_of(&[65_537, 65_521]), [65_521, 65_537]);
        assert_eq!(basis_of(&[0, 1]), [0u64; 0]);
    }

    #[test]
    fn large_leftovers_are_told_apart_by_each_other() {
        let (p, q, r) = (4_294_967_291u64, 4_294_967_279, 65_537);
        assert_eq!(basis_of(&[p * r, q * r]), [r, q, p]);
        assert_eq!(basis_of(&[p * p]), [p * p]);
        assert_eq!(basis_of(&[p * p, p]), [p]);
    }

    #[test]
    fn every_number_is_a_product_of_the_basis() {
        let mut random = Lcg(7);
        for _ in 0..30 {
            let numbers: BTreeSet<BigUint> = (0..6)
                .map(|_| BigUint::from((1 + random.below(1 << 31)) * (1 + random.below(1 << 31))))
                .collect();
            let basis = CoprimeBasis::of(numbers.clone());
            for number in &numbers {
                let exponents = basis.exponents(number).unwrap();
                let product = basis
                    .elements()
                    .iter()
                    .zip(exponents)
                    .map(|(element, exponent)| element.number.pow(exponent as u32))
                    .product::<BigUint>();
                assert_eq!(product, *number);
            }
            for (place, a) in basis.elements().iter().enumerate() {
                for b in &basis.elements()[..place] {
                    assert!(a.number.gcd(&b.number).is_one());
                }
            }
        }
    }
}
