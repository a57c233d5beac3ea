#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use super::*;
use crate::ring::tests::Lcg;

fn polynomial(numbers: &[i64]) -> UnivariatePolynomial {
    UnivariatePolynomial::from_coefficients(numbers.iter().map(|number| Integer::from(*number)))
}

fn random_polynomial(random: &mut Lcg, length: u64) -> UnivariatePolynomial {
    let numbers: Vec<i64> =
        (0..random.below(length + 1)).map(|_| random.below(41) as i64 - 20).collect();
    let powers = polynomial(&numbers);
    // Known in one basis, the other, or both.
    match random.below(3) {
        0 => powers,
        1 => UnivariatePolynomial::from_homogeneous(powers.homogeneous().to_vec()),
        _ => {
            UnivariatePolynomial::from_both(powers.powers().to_vec(), powers.homogeneous().to_vec())
        }
    }
}

#[test]
fn arithmetic_agrees_with_values_in_every_basis() {
    let mut random = Lcg(21);
    for _ in 0..300 {
        let (a, b) = (random_polynomial(&mut random, 8), random_polynomial(&mut random, 8));
        let x = random.probability() * Rational::from(random.below(7) as i64 - 3);
        let (at_a, at_b) = (a.value_at(&x), b.value_at(&x));
        assert_eq!((&a + &b).value_at(&x), &at_a + &at_b);
        assert_eq!((&a - &b).value_at(&x), &at_a - &at_b);
        assert_eq!((&a * &b).value_at(&x), &at_a * &at_b);
        assert_eq!((-&a).value_at(&x), -&at_a);
        assert_eq!(a.pow(3).value_at(&x), at_a.pow(3).unwrap());
        assert_eq!(a.sign_at(&x), at_a.cmp(&Rational::zero()));
        assert!((&a - &a).is_zero());
        assert_eq!((&a - &b) == UnivariatePolynomial::zero(), a == b);
        let sum = &a + &b;
        assert_eq!(sum.homogeneous().len(), sum.powers().len());
        if let Some(quotient) = (&a * &b).exact_quotient(&b) {
            assert_eq!(quotient, a);
        } else {
            assert!(b.is_zero());
        }
    }
}

#[test]
fn common_divisors_are_found() {
    let mut random = Lcg(22);
    for _ in 0..200 {
        let (a, b, c) = (
            random_polynomial(&mut random, 6),
            random_polynomial(&mut random, 6),
            random_polynomial(&mut random, 6),
        );
        let (left, right) = (&a * &c, &b * &c);
        let common = left.gcd(&right);
        if left.is_zero() || right.is_zero() {
            assert_eq!(common, (&left + &right).primitive());
            continue;
        }
        assert!(common.exact_quotient(&c.primitive()).is_some());
        let (left, right) = (left.primitive(), right.primitive());
        let rest = left.exact_quotient(&common).unwrap();
        assert!(rest.is_coprime_to(&right.exact_quotient(&common).unwrap()));
    }
    // Coefficients that take many primes.
    let long = Integer::from(7).pow(300);
    let c =
        UnivariatePolynomial::from_coefficients([long.clone(), 3.into(), &long + Integer::one()]);
    let (a, b) = (polynomial(&[1, 5, 7]), polynomial(&[3, -2, 0, 4]));
    assert_eq!((&a * &c).gcd(&(&b * &c)), c);
    assert!(polynomial(&[1, 2]).exact_quotient(&polynomial(&[0, 1])).is_none());
    assert!(polynomial(&[1, 2]).exact_quotient(&polynomial(&[])).is_none());
}

#[test]
fn content_and_sign() {
    assert_eq!(polynomial(&[4, -6]).primitive(), polynomial(&[-2, 3]));
    assert_eq!(polynomial(&[4, -6]).without_content(), polynomial(&[2, -3]));
    assert_eq!(polynomial(&[4, -6]).content(), Integer::from(2));
    assert_eq!(polynomial(&[]).content(), Integer::zero());
    assert_eq!(polynomial(&[1, 2, 3]).derivative(), polynomial(&[2, 6]));
    assert_eq!(polynomial(&[7, 0, 0]).degree(), Some(0));
    assert_eq!(polynomial(&[0, 0]).degree(), None);
    assert_eq!(polynomial(&[5]).to_constant(), Some(Integer::from(5)));
    assert_eq!(polynomial(&[5, 1]).to_constant(), None);
}

#[test]
fn polynomials_in_many_variables_come_and_go() {
    let x = Variable(3);
    let half = Rational::new(1.into(), 2.into()).unwrap();
    let sum = &Polynomial::variable(x).pow(3) + &Polynomial::constant(&half);
    let (own, denominator) = UnivariatePolynomial::from_polynomial(&sum).unwrap();
    assert_eq!((&own, &denominator), (&polynomial(&[1, 0, 0, 2]), &Integer::from(2)));
    assert_eq!(own.to_polynomial(x), sum.scale(&Rational::from(2)));
    let two = &sum + &Polynomial::variable(Variable(1));
    assert!(UnivariatePolynomial::from_polynomial(&two).is_none());
    let far = Polynomial::from_terms([(Monomial::power(x, 1_000_000), Rational::one())]);
    assert!(UnivariatePolynomial::from_polynomial(&far).is_none());
}
