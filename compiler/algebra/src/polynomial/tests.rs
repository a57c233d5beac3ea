//! Polynomial arithmetic against the values at rational points, dense against sparse.

use super::*;
use crate::ring::tests::Lcg;

const X: Variable = Variable(0);
const Y: Variable = Variable(1);

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

/// Up to five terms in up to three variables, sometimes of a degree that is not held dense.
fn polynomial(random: &mut Lcg) -> Polynomial {
    let variables = random.below(4);
    let terms = (0..random.below(6)).map(|_| {
        let powers = (0..variables).map(|variable| {
            let exponent = if random.below(40) == 0 { 3000 } else { random.below(3) };
            (Variable(variable as u32), exponent)
        });
        let monomial = Monomial::product(powers.collect::<Vec<_>>());
        (monomial, fraction(random.below(13) as i64 - 6, 1 + random.below(6) as i64))
    });
    Polynomial::from_terms(terms.collect::<Vec<_>>())
}

#[test]
fn arithmetic_agrees_with_the_values() {
    let mut random = Lcg(21);
    for _ in 0..150 {
        let (a, b) = (polynomial(&mut random), polynomial(&mut random));
        let points: Vec<Rational> =
            (0..3).map(|_| fraction(random.below(7) as i64 - 3, 2)).collect();
        let at =
            |p: &Polynomial| p.evaluate(|variable| points[variable.0 as usize].clone()).unwrap();
        assert_eq!(at(&(&a + &b)), at(&a) + at(&b));
        assert_eq!(at(&(&a - &b)), at(&a) - at(&b));
        assert_eq!(at(&(&a * &b)), at(&a) * at(&b));
        assert_eq!(at(&-&a), -at(&a));
        assert_eq!(at(&a.complement()), at(&a).complement());
        assert_eq!(at(&a.scale(&points[0])), at(&a) * &points[0]);
        let by_terms = a.terms().into_iter().fold(Rational::zero(), |sum, (monomial, number)| {
            let powers = monomial.powers().iter().map(|(variable, exponent)| {
                points[variable.0 as usize].pow(*exponent as i32).unwrap()
            });
            sum + powers.product::<Rational>() * number
        });
        assert_eq!(at(&a), by_terms);
    }
}

#[test]
fn equality_is_equivalence() {
    let mut random = Lcg(22);
    for _ in 0..150 {
        let (a, b) = (polynomial(&mut random), polynomial(&mut random));
        let c = polynomial(&mut random);
        assert_eq!(&a * &(&b + &c), &(&a * &b) + &(&a * &c));
        assert_eq!(&(&a + &b) - &b, a);
        assert_eq!(&(&a - &b) + &(&b - &a), Polynomial::zero());
        assert_eq!(Polynomial::from_terms(a.terms()), a);
        assert_eq!(a.complement().complement(), a);
    }
}

#[test]
fn the_form_follows_from_the_content() {
    let (x, y) = (Polynomial::variable(X), Polynomial::variable(Y));
    let passing = &(&x + &y) - &y;
    assert_eq!(passing, x);
    assert!(matches!(passing.numerator, Numerator::Dense(_)));
    let high = x.pow(5000);
    assert!(matches!(high.numerator, Numerator::Sparse(_)));
    assert_eq!(&(&high + &x) - &high, x);
    assert_eq!(&x.pow(4096) * &x.pow(904), high);
    assert_eq!(high.degree(), 5000);
}

#[test]
fn terms_come_in_canonical_order() {
    let (x, y) = (Polynomial::variable(X), Polynomial::variable(Y));
    let square = (&(&x + &y) + &Polynomial::one()).pow(2);
    let expected = [
        (Monomial::one(), 1),
        (Monomial::power(X, 1), 2),
        (Monomial::power(Y, 1), 2),
        (Monomial::power(X, 2), 1),
        (Monomial::product([(X, 1), (Y, 1)]), 2),
        (Monomial::power(Y, 2), 1),
    ]
    .map(|(monomial, number)| (monomial, Rational::from(number)));
    assert_eq!(square.terms(), expected);
    assert_eq!((square.number_of_terms(), square.degree()), (6, 2));
    assert_eq!(square.variables(), BTreeSet::from([X, Y]));
}

#[test]
fn constants() {
    let half = Polynomial::constant(&fraction(1, 2));
    assert!(half.is_constant() && !half.is_zero());
    assert_eq!(half.to_constant(), Some(fraction(1, 2)));
    assert_eq!(Polynomial::zero().to_constant(), Some(Rational::zero()));
    assert!(Polynomial::zero().is_zero() && Polynomial::zero().is_constant());
    assert_eq!(Polynomial::zero().number_of_terms(), 0);
    assert_eq!(Polynomial::variable(X).to_constant(), None);
    assert_eq!(half.pow(0), Polynomial::one());
    assert_eq!(half.evaluate(|_| Rational::zero()).unwrap(), fraction(1, 2));
}

#[test]
fn powers_have_binomial_coefficients() {
    let sum = &Polynomial::variable(X) + &Polynomial::variable(Y);
    let terms = sum.pow(12).terms();
    for (k, (_, coefficient)) in (0u64..).zip(&terms) {
        assert_eq!(*coefficient, Rational::from(crate::binomial::binomial(12, k).unwrap()));
    }
}
