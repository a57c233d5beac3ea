//! Enclosures contain the exact value, and are narrow.

use super::*;
use crate::at_least::at_least;
use crate::chance::{parallel, pivot, series};
use crate::decimal::decimal;
use crate::ring::tests::{Fractions, Lcg};

fn fraction(numerator: u64, denominator: u64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

/// Asserts that the value is inside, and that all but so many of the bits are certain.
fn assert_tight(ring: &EnclosureRing, enclosure: &Enclosure, value: &Rational, lost_bits: i32) {
    assert!(enclosure.contains(value), "{enclosure:?} should contain {value}");
    let width = enclosure.hi().unwrap() - enclosure.lo().unwrap();
    let allowed = Rational::from(2).pow(lost_bits - ring.precision() as i32).unwrap();
    assert!(width <= value * &allowed, "{enclosure:?} is too wide for {value}");
}

#[test]
fn numbers_are_enclosed_to_the_last_place() {
    let mut random = Lcg(16);
    for precision in [1, 64, 128, 320] {
        let ring = EnclosureRing::new(precision);
        for _ in 0..200 {
            let number = random.probability() * fraction(1 + random.below(100), 7);
            assert_tight(&ring, &ring.enclose(&number).unwrap(), &number, 2);
        }
        let half = ring.enclose(&fraction(1, 2)).unwrap();
        assert_eq!(half.lo(), half.hi());
    }
    let ring = EnclosureRing::new(128);
    let long = fraction(997, 1009).pow(3000).unwrap();
    assert_tight(&ring, &ring.enclose(&long).unwrap(), &long, 2);
    assert!(ring.enclose(&Rational::from(-1)).is_none());
    assert!(ring.chance(&Rational::from(2)).is_none());
}

#[test]
fn arithmetic_contains_the_exact_result() {
    let mut random = Lcg(17);
    let ring = EnclosureRing::new(128);
    for _ in 0..500 {
        let (a, b) = (random.probability(), random.probability());
        let (x, y) = (ring.enclose(&a).unwrap(), ring.enclose(&b).unwrap());
        let small = 1 + random.below(1000);
        let word = Rational::from(small as i64);
        assert_tight(&ring, &ring.add(&x, &y), &(&a + &b), 4);
        assert_tight(&ring, &ring.mul(&x, &y), &(&a * &b), 4);
        assert_tight(&ring, &ring.mul_small(&x, small), &(&a * &word), 4);
        let quotient = a.checked_div(&word).unwrap();
        assert_tight(&ring, &ring.div_small(&x, small).unwrap(), &quotient, 4);
        match a.checked_div(&b) {
            Some(quotient) => assert_tight(&ring, &ring.div(&x, &y).unwrap(), &quotient, 4),
            None => assert!(ring.div(&x, &y).is_none()),
        }
        assert!(ring.complement(&x).contains(&a.complement()));
        assert!(x.compare(&b).is_none_or(|order| order == a.cmp(&b)));
        let (low, high) = if a <= b { (&a, &b) } else { (&b, &a) };
        let between = ring.between(low, high).unwrap();
        assert!(between.contains(&a) && between.contains(&b));
    }
}

#[test]
fn structures_contain_the_exact_chance_in_both_tails() {
    let mut random = Lcg(18);
    let ring = EnclosureRing::new(128);
    for _ in 0..40 {
        let plain: Vec<Chance<Rational>> = (0..4).map(|_| random.chance()).collect();
        let counts: Vec<u64> = (0..4).map(|_| random.below(6)).collect();
        let counted = |count: &u64| Integer::from(*count);
        let exact: Vec<_> = plain.iter().cloned().zip(counts.iter().map(counted)).collect();
        let enclosed: Vec<_> = plain
            .iter()
            .map(|part| ring.chance(&part.works).unwrap())
            .zip(counts.iter().map(counted))
            .collect();
        let all = series(&Fractions, &exact);
        let any = parallel(&Fractions, &exact);
        let pivoted = pivot(&Fractions, &plain[0], &any, &all);
        let enclosed_all = series(&ring, &enclosed);
        let enclosed_any = parallel(&ring, &enclosed);
        let enclosed_pivoted = pivot(&ring, &enclosed[0].0, &enclosed_any, &enclosed_all);
        for (enclosed, exact) in
            [(enclosed_all, all), (enclosed_any, any), (enclosed_pivoted, pivoted)]
        {
            assert_tight(&ring, &enclosed.works, &exact.works, 10);
            assert_tight(&ring, &enclosed.fails, &exact.fails, 10);
        }
        let exact: Vec<_> = plain.iter().cloned().zip(counts.iter().copied()).collect();
        let enclosed: Vec<_> = plain
            .iter()
            .map(|part| ring.chance(&part.works).unwrap())
            .zip(counts.iter().copied())
            .collect();
        for k in 0..=counts.iter().sum::<u64>() {
            let exact = at_least(&Fractions, k, &exact).unwrap();
            let enclosed = at_least(&ring, k, &enclosed).unwrap();
            assert_tight(&ring, &enclosed.works, &exact.works, 12);
            assert_tight(&ring, &enclosed.fails, &exact.fails, 12);
        }
    }
}

#[test]
fn certain_digits_are_those_of_the_exact_value() {
    let mut random = Lcg(19);
    let ring = EnclosureRing::new(192);
    for _ in 0..200 {
        let base = fraction(1 + random.below(999), 1000);
        let power = 1 + random.below(5000);
        let exact = base.pow(power as i32).unwrap();
        let enclosure = ring.power(&ring.enclose(&base).unwrap(), &Integer::from(power));
        for digits in [1, 12, 30] {
            assert_eq!(enclosure.digits(digits), Some(decimal(&exact, digits)));
            let (below, above) = enclosure.decimal_ends(digits);
            assert!(read(&below) <= exact && exact <= read(&above));
        }
        assert_eq!(enclosure.digits(1000), None);
    }
}

fn read(decimal: &str) -> Rational {
    Rational::parse_decimal(decimal).unwrap()
}

#[test]
fn exponents_may_have_ten_digits() {
    let ring = EnclosureRing::new(192);
    let half = ring.chance(&fraction(1, 2)).unwrap();
    let all = ring.all_alike(&half, &Integer::from(1_000_000_000i64));
    // 10^9 · log₁₀ 2 = 301029995.66398119521…, and 10^0.33601880479 = 2.16779…
    assert_eq!(all.works.digits(3).unwrap(), "2.17e-301029996");
    assert_eq!(all.fails.digits(12), Some("1".to_owned()));
    assert_eq!(all.works.nines().unwrap(), "301029995.6");
    assert_eq!(all.works.lo(), None);
    assert_eq!(all.works.decimal_ends(3), ("2.16e-301029996".into(), "2.17e-301029996".into()));
    assert_eq!(all.works.compare(&fraction(1, 1000)), Some(Ordering::Less));
    assert_eq!(all.works.compare(&Rational::zero()), Some(Ordering::Greater));
}

#[test]
fn powers_past_the_exponents_are_still_enclosed() {
    let ring = EnclosureRing::new(64);
    let half = ring.chance(&fraction(1, 2)).unwrap();
    let many = Integer::from(u64::MAX) * Integer::from(u64::MAX);
    let all = ring.all_alike(&half, &many);
    assert!(all.works.contains(&Rational::zero()));
    assert_eq!(all.works.digits(1), None);
    assert!(all.fails.contains(&Rational::one()));
    let two = ring.natural(&Integer::from(2i64));
    let huge = ring.power(&two, &many);
    assert_eq!(huge.hi(), None);
    assert_eq!(huge.digits(1), None);
    assert_eq!(huge.decimal_ends(1).1, "infinity");
    assert_eq!(huge.compare(&Rational::one()), Some(Ordering::Greater));
}

#[test]
fn zero_and_one_are_certain() {
    let ring = EnclosureRing::new(128);
    assert_eq!(ring.zero().digits(12), Some("0".to_owned()));
    assert_eq!(ring.one().digits(12), Some("1".to_owned()));
    assert_eq!(ring.zero().decimal_ends(3), ("0".to_owned(), "0".to_owned()));
    assert_eq!(ring.one().compare(&Rational::one()), Some(Ordering::Equal));
    assert_eq!(ring.one().complement_digits(), Some("0".to_owned()));
}

impl Enclosure {
    fn complement_digits(&self) -> Option<String> {
        EnclosureRing::new(128).complement(self).digits(12)
    }
}
