//! Rounded results against exact fractions.

use super::*;
use crate::rational::Rational;
use crate::ring::tests::Lcg;

fn exact(number: &Dyadic) -> Rational {
    match number {
        Dyadic::Zero => Rational::zero(),
        Dyadic::Infinite => panic!("infinite"),
        Dyadic::Positive(number) => {
            let (significand, exponent) = number.parts();
            let power = Rational::from(2).pow(i32::try_from(exponent).unwrap()).unwrap();
            Rational::from_coprime(significand.into(), BigUint::from(1u32)) * power
        }
    }
}

/// Numbers of up to three limbs, often with long runs of equal bits, where carries happen.
fn number(random: &mut Lcg) -> Dyadic {
    let digits: Vec<u64> = (0..random.below(4))
        .map(|_| match random.below(4) {
            0 => 0,
            1 => u64::MAX,
            2 => 1 << random.below(64),
            _ => random.below(1 << 31) << 33 | random.below(1 << 31),
        })
        .collect();
    let exponent = random.below(300) as i64 - 150;
    Dyadic::from_big(&to_big(&digits), exponent, 1 + random.below(3) as usize, Rounding::Down)
}

/// Checks a rounded result: on its side of the exact one, and not further than one last place.
fn assert_rounded(result: &Dyadic, expected: &Rational, limbs: usize, rounding: Rounding) {
    let result = exact(result);
    match rounding {
        Rounding::Down => assert!(result <= *expected),
        Rounding::Up => assert!(result >= *expected),
    }
    let last_place = Rational::from(2).pow(1 - 64 * limbs as i32).unwrap();
    assert!((&result - expected).abs() <= expected * &last_place, "{result} for {expected}");
}

#[test]
fn operations_are_rounded_to_their_side() {
    let mut random = Lcg(14);
    for _ in 0..3000 {
        let (a, b) = (number(&mut random), number(&mut random));
        let limbs = 1 + random.below(3) as usize;
        let small = 1 + random.below(1 << 31);
        let (x, y) = (exact(&a), exact(&b));
        let word = Rational::from(small as i64);
        for rounding in [Rounding::Down, Rounding::Up] {
            // Operands longer than the result are rounded first, which costs a place each.
            let fits = a.limbs() <= limbs && b.limbs() <= limbs;
            if fits {
                assert_rounded(&a.add(&b, limbs, rounding), &(&x + &y), limbs, rounding);
            }
            assert_rounded(&a.mul(&b, limbs, rounding), &(&x * &y), limbs, rounding);
            assert_rounded(&a.mul_small(small, limbs, rounding), &(&x * &word), limbs, rounding);
            if let Some(quotient) = x.checked_div(&y) {
                assert_rounded(&a.div(&b, limbs, rounding), &quotient, limbs, rounding);
            }
            let quotient = x.checked_div(&word).unwrap();
            if a.limbs() >= limbs {
                let result = a.div_small(small, limbs, rounding);
                assert_rounded(&result, &quotient, limbs, rounding);
            }
            assert_rounded(&a.resize(limbs, rounding), &x, limbs, rounding);
            if x <= Rational::one() {
                let complement = a.complement(limbs, rounding);
                assert_rounded(&complement, &x.complement(), limbs, rounding);
            }
        }
        assert_eq!(a.cmp(&b), x.cmp(&y));
    }
}

#[test]
fn thousands_of_digits_are_rounded_to_their_side() {
    let three = BigUint::from(3u32);
    for power in [2000, 5000, 9000u32] {
        let (a, b) = (three.pow(power), three.pow(power + 1));
        let limbs = a.bits().div_ceil(64) as usize;
        let x = Dyadic::from_big(&a, 0, limbs, Rounding::Down);
        let y = Dyadic::from_big(&b, -7, limbs + 1, Rounding::Down);
        let product = Dyadic::from_big(&(&a * &b), -7, 2 * limbs + 1, Rounding::Down);
        assert_eq!(x.mul(&y, 2 * limbs + 1, Rounding::Down), product);
        let (below, above) = (x.mul(&y, 2, Rounding::Down), x.mul(&y, 2, Rounding::Up));
        assert!(below < product && product < above);
        assert_eq!(below, product.resize(2, Rounding::Down));
        assert_eq!(above, product.resize(2, Rounding::Up));
    }
}

#[test]
fn long_operands_are_still_bounds() {
    let mut random = Lcg(15);
    for _ in 0..500 {
        let (a, b) = (number(&mut random), number(&mut random));
        let sum = exact(&a) + exact(&b);
        assert!(exact(&a.add(&b, 1, Rounding::Down)) <= sum);
        assert!(exact(&a.add(&b, 1, Rounding::Up)) >= sum);
        let small = 3 + random.below(1000);
        let quotient = exact(&a).checked_div(&Rational::from(small as i64)).unwrap();
        assert!(exact(&a.div_small(small, 3, Rounding::Down)) <= quotient);
        assert!(exact(&a.div_small(small, 3, Rounding::Up)) >= quotient);
    }
}

#[test]
fn numbers_past_the_exponents_stay_bounds() {
    let one = BigUint::from(1u32);
    let large = |rounding| Dyadic::from_big(&one, EXPONENT_LIMIT, 1, rounding);
    let tiny = |rounding| Dyadic::from_big(&one, 63 - EXPONENT_LIMIT, 1, rounding);
    assert_eq!(large(Rounding::Up).mul(&large(Rounding::Up), 1, Rounding::Up), Dyadic::Infinite);
    let below = large(Rounding::Down).mul(&large(Rounding::Down), 1, Rounding::Down);
    assert!(below >= large(Rounding::Down) && below < Dyadic::Infinite);
    assert_eq!(tiny(Rounding::Down).mul(&tiny(Rounding::Down), 1, Rounding::Down), Dyadic::Zero);
    let above = tiny(Rounding::Up).mul(&tiny(Rounding::Up), 1, Rounding::Up);
    assert!(above > Dyadic::Zero && above <= tiny(Rounding::Up));
    assert_eq!(Dyadic::Infinite.mul(&Dyadic::Zero, 1, Rounding::Up), Dyadic::Zero);
    assert_eq!(Dyadic::one(1).div(&Dyadic::Zero, 1, Rounding::Up), Dyadic::Infinite);
    assert_eq!(Dyadic::one(1).div_small(0, 1, Rounding::Up), Dyadic::Infinite);
    assert_eq!(Dyadic::Infinite.complement(1, Rounding::Down), Dyadic::Zero);
}
