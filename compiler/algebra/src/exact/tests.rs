//! Exact values against plain fractions.

use super::*;
use crate::at_least::at_least;
use crate::chance::{parallel, pivot, series};
use crate::ring::tests::{Fractions, Lcg};

fn fraction(numerator: u64, denominator: u64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

/// Denominators with many small primes, with primes past trial division, and their products.
fn probability(random: &mut Lcg) -> Rational {
    let large = [4_294_967_291u64, 4_294_967_279, 65_537];
    let denominator = match random.below(4) {
        0 => 10u64.pow(random.below(7) as u32),
        1 => 2 + random.below(1000),
        2 => large[random.below(3) as usize],
        _ => large[random.below(3) as usize] * large[random.below(3) as usize],
    };
    let numerator = random.below(1 << 31) * random.below(1 << 31) % (denominator + 1);
    fraction(numerator, denominator)
}

struct Pair {
    scaled: Chance<Scaled>,
    plain: Chance<Rational>,
}

fn pairs(random: &mut Lcg, count: u64) -> (ExactRing, Vec<Pair>) {
    let numbers: Vec<Rational> = (0..count).map(|_| probability(random)).collect();
    let ring = ExactRing::for_probabilities(numbers.iter());
    let pairs = numbers
        .into_iter()
        .map(|works| Pair {
            scaled: ring.chance(&works).unwrap(),
            plain: Chance { fails: works.complement(), works },
        })
        .collect();
    (ring, pairs)
}

fn assert_same(ring: &ExactRing, scaled: &Chance<Scaled>, plain: &Chance<Rational>) {
    let works = ring.value(&scaled.works).unwrap();
    let reduced = Rational::new(works.numerator(), works.denominator()).unwrap();
    assert_eq!(works.to_string(), reduced.to_string(), "lowest terms");
    assert_eq!(works, plain.works);
    assert_eq!(ring.value(&scaled.fails).unwrap(), plain.fails);
}

#[test]
fn values_come_back() {
    let mut random = Lcg(8);
    for _ in 0..50 {
        let (ring, pairs) = pairs(&mut random, 5);
        for pair in &pairs {
            assert_same(&ring, &pair.scaled, &pair.plain);
        }
    }
}

#[test]
fn combinations_agree_with_fractions() {
    let mut random = Lcg(9);
    for _ in 0..50 {
        let (ring, pairs) = pairs(&mut random, 4);
        let counts: Vec<u64> = pairs.iter().map(|_| random.below(5)).collect();
        let counted = pairs.iter().zip(&counts);
        let scaled: Vec<(Chance<Scaled>, Integer)> =
            counted.clone().map(|(pair, n)| (pair.scaled.clone(), Integer::from(*n))).collect();
        let plain: Vec<(Chance<Rational>, Integer)> =
            counted.map(|(pair, n)| (pair.plain.clone(), Integer::from(*n))).collect();
        let (all, any) = (series(&ring, &scaled), parallel(&ring, &scaled));
        let (plain_all, plain_any) = (series(&Fractions, &plain), parallel(&Fractions, &plain));
        assert_same(&ring, &all, &plain_all);
        assert_same(&ring, &any, &plain_any);
        assert_same(
            &ring,
            &pivot(&ring, &pairs[0].scaled, &any, &all),
            &pivot(&Fractions, &pairs[0].plain, &plain_any, &plain_all),
        );
        let difference = ring.sub(&all.works, &any.works);
        assert_eq!(ring.value(&difference).unwrap(), plain_all.works - plain_any.works);
    }
}

#[test]
fn thresholds_agree_with_fractions() {
    let mut random = Lcg(10);
    for _ in 0..20 {
        let (ring, pairs) = pairs(&mut random, 3);
        let counts: Vec<u64> = pairs.iter().map(|_| random.below(4)).collect();
        let counted = pairs.iter().zip(&counts);
        let scaled: Vec<_> = counted.clone().map(|(pair, n)| (pair.scaled.clone(), *n)).collect();
        let plain: Vec<_> = counted.map(|(pair, n)| (pair.plain.clone(), *n)).collect();
        for k in 0..=counts.iter().sum::<u64>() + 1 {
            let chance = at_least(&ring, k, &scaled).unwrap();
            assert_same(&ring, &chance, &at_least(&Fractions, k, &plain).unwrap());
        }
        for n in 0..12 {
            for k in 0..=n + 1 {
                let chance = ring.at_least_alike(k, n, &scaled[0].0).unwrap();
                assert_same(&ring, &chance, &Fractions.at_least_alike(k, n, &plain[0].0).unwrap());
            }
        }
    }
}

#[test]
fn alike_parts_need_not_come_from_one_number() {
    // A part that is itself a series, so that its two sides have different exponents.
    let numbers = [fraction(9, 10), fraction(2, 3), fraction(1, 2)];
    let ring = ExactRing::for_probabilities(numbers.iter());
    let parts: Vec<_> = numbers.iter().map(|p| (ring.chance(p).unwrap(), Integer::one())).collect();
    let part = series(&ring, &parts);
    let works = fraction(3, 10);
    let plain = Chance { fails: works.complement(), works };
    for k in 0..=7 {
        let chance = ring.at_least_alike(k, 6, &part).unwrap();
        assert_same(&ring, &chance, &Fractions.at_least_alike(k, 6, &plain).unwrap());
    }
}

#[test]
fn powers_past_the_memory_are_refused_and_trivial_ones_are_not() {
    let numbers = [fraction(1, 2), fraction(999, 1000), Rational::one()];
    let ring = ExactRing::for_probabilities(numbers.iter());
    let many = Integer::from(u64::MAX);
    let [half, high, one] = numbers.map(|p| ring.chance(&p).unwrap());
    assert!(ring.value(&ring.power(&high.works, &many)).is_err());
    assert!(ring.value(&ring.power(&half.works, &many)).is_err());
    let twice = ring.power(&ring.power(&half.works, &many), &many);
    assert!(ring.value(&ring.add(&twice, &half.works)).is_err());
    assert!(ring.value(&ring.power(&one.works, &many)).unwrap().is_one());
    assert!(ring.value(&ring.power(&one.fails, &many)).unwrap().is_zero());
}

#[test]
fn work_is_counted_and_limited() {
    let p = fraction(999, 1000);
    let ring = ExactRing::for_probabilities([&p].into_iter())
        .with_limits(ExactLimits { bits: 1 << 20, limb_operations: 10_000 });
    let part = ring.chance(&p).unwrap();
    assert!(ring.at_least_alike(5, 10, &part).is_ok());
    assert!(ring.limb_operations() > 0);
    assert!(ring.at_least_alike(500, 1000, &part).is_err());
    // What was spent stays spent.
    assert!(ring.value(&ring.mul(&part.works, &part.works)).is_err());
}

#[test]
fn numbers_outside_the_ring_are_not_taken() {
    let ring = ExactRing::for_probabilities([&fraction(1, 10)].into_iter());
    assert!(ring.scaled(&fraction(1, 3)).is_none());
    assert!(ring.chance(&fraction(3, 2)).is_none());
    assert!(ring.scaled(&fraction(3, 2)).is_some());
}
