//! Algebra of random polynomials, against their values and their construction.

use std::collections::BTreeMap;

use super::*;
use crate::integer::Integer;
use crate::monomial::{Monomial, Variable};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::ring::tests::Lcg;

const X: Variable = Variable(0);
const Y: Variable = Variable(1);
const Z: Variable = Variable(2);

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

fn number(n: i64) -> Polynomial {
    Polynomial::constant(&Rational::from(n))
}

fn polynomial(random: &mut Lcg, variables: u32, degree: u64) -> Polynomial {
    let terms = (0..1 + random.below(5)).map(|_| {
        let powers = (0..variables).map(|x| (Variable(x), random.below(degree + 1)));
        let monomial = Monomial::product(powers.collect::<Vec<_>>());
        (monomial, fraction(random.below(13) as i64 - 6, 1 + random.below(3) as i64))
    });
    Polynomial::from_terms(terms.collect::<Vec<_>>())
}

fn work() -> Work {
    Work::new(100_000_000)
}

fn value(polynomial: &Polynomial, point: &[Rational]) -> Rational {
    polynomial.evaluate(|variable| point[variable.0 as usize].clone()).unwrap()
}

fn points(random: &mut Lcg) -> Vec<Rational> {
    (0..3).map(|_| fraction(random.below(11) as i64 - 5, 1 + random.below(4) as i64)).collect()
}

fn divides(divisor: &Polynomial, polynomial: &Polynomial) -> bool {
    polynomial.exact_quotient(divisor, &mut work()).unwrap().is_some()
}

#[test]
fn common_divisors_are_found() {
    let mut random = Lcg(31);
    for _ in 0..300 {
        let [a, b, c] = [(); 3].map(|()| polynomial(&mut random, 3, 2));
        let gcd = (&a * &c).gcd(&(&b * &c), &mut work()).unwrap();
        if c.is_zero() || (a.is_zero() && b.is_zero()) {
            continue;
        }
        assert!(divides(&c, &gcd), "{c:?} in {gcd:?}");
        assert!(divides(&gcd, &(&a * &c)) && divides(&gcd, &(&b * &c)));
        let quotients = [&a, &b].map(|p| (p * &c).exact_quotient(&gcd, &mut work()));
        let [left, right] = quotients.map(|quotient| quotient.unwrap().unwrap());
        assert!(left.gcd(&right, &mut work()).unwrap().is_constant());
    }
}

#[test]
fn quotients_are_exact_or_nothing() {
    let mut random = Lcg(32);
    for _ in 0..300 {
        let [a, b] = [(); 2].map(|()| polynomial(&mut random, 3, 2));
        if b.is_zero() {
            assert_eq!(a.exact_quotient(&b, &mut work()).unwrap(), None);
            continue;
        }
        assert_eq!((&a * &b).exact_quotient(&b, &mut work()).unwrap(), Some(a.clone()));
        if let Some(quotient) = a.exact_quotient(&b, &mut work()).unwrap() {
            assert_eq!(&quotient * &b, a);
        }
    }
}

#[test]
fn square_free_factors_multiply_to_the_whole() {
    let mut random = Lcg(33);
    for _ in 0..150 {
        let [a, b, c] = [(); 3].map(|()| polynomial(&mut random, 2, 2));
        let product = &(&a.pow(3) * &b.pow(2)) * &c;
        if product.is_zero() {
            continue;
        }
        let (number, factors) = product.square_free_factors(&mut work()).unwrap();
        let back = factors.iter().fold(Polynomial::constant(&number), |back, (factor, power)| {
            &back * &factor.pow(*power as u32)
        });
        assert_eq!(back, product);
        for (place, (factor, _)) in factors.iter().enumerate() {
            for x in [X, Y] {
                let derivative = factor.derivative(x);
                if !derivative.is_zero() {
                    let common = factor.gcd(&derivative, &mut work()).unwrap();
                    assert_eq!(common.degree_in(x), 0);
                }
            }
            for (other, _) in &factors[..place] {
                assert!(factor.gcd(other, &mut work()).unwrap().is_constant());
            }
        }
        let basis = square_free_basis(&[product.clone(), a.clone(), b.clone()], &mut work());
        let basis = basis.unwrap();
        for given in [&a, &b].into_iter().filter(|given| !given.is_constant()) {
            let mut rest = given.clone();
            for element in &basis {
                while let Some(quotient) = rest.exact_quotient(element, &mut work()).unwrap() {
                    rest = quotient;
                }
            }
            assert!(rest.is_constant());
        }
    }
}

/// The determinant of Sylvester's matrix, by expansion along the first row.
fn sylvester(a: &[Rational], b: &[Rational]) -> Rational {
    fn determinant(rows: &[Vec<Rational>]) -> Rational {
        let Some((first, rest)) = rows.split_first() else { return Rational::one() };
        let mut sum = Rational::zero();
        for (place, number) in first.iter().enumerate().filter(|(_, n)| !n.is_zero()) {
            let minor: Vec<Vec<Rational>> = rest
                .iter()
                .map(|row| {
                    let kept = row.iter().enumerate().filter(|(i, _)| *i != place);
                    kept.map(|(_, n)| n.clone()).collect()
                })
                .collect();
            let term = determinant(&minor) * number;
            sum = if place % 2 == 0 { sum + term } else { sum - term };
        }
        sum
    }
    let (m, n) = (a.len() - 1, b.len() - 1);
    let row = |p: &[Rational], shift: usize| -> Vec<Rational> {
        let mut row = vec![Rational::zero(); m + n];
        for (place, number) in p.iter().rev().enumerate() {
            row[shift + place] = number.clone();
        }
        row
    };
    let rows = (0..n).map(|i| row(a, i)).chain((0..m).map(|i| row(b, i)));
    determinant(&rows.collect::<Vec<_>>())
}

#[test]
fn resultants_are_determinants() {
    let mut random = Lcg(34);
    for _ in 0..200 {
        let (a, b) = (polynomial(&mut random, 3, 3), polynomial(&mut random, 3, 2));
        if a.is_zero() || b.is_zero() {
            continue;
        }
        let resultant = a.resultant(&b, Y, &mut work()).unwrap();
        assert_eq!(resultant.degree_in(Y), 0);
        let point = points(&mut random);
        let row = |p: &Polynomial| -> Vec<Rational> {
            let coefficients = p.coefficients_in(Y);
            let zero = Polynomial::zero();
            (0..=p.degree_in(Y))
                .map(|power| value(coefficients.get(&power).unwrap_or(&zero), &point))
                .collect()
        };
        assert_eq!(value(&resultant, &point), sylvester(&row(&a), &row(&b)));
    }
    let [x, y] = [X, Y].map(Polynomial::variable);
    // x y² + 3 y + x²
    let quadratic = &(&(&x * &y.pow(2)) + &(&number(3) * &y)) + &x.pow(2);
    let discriminant = quadratic.discriminant(Y, &mut work()).unwrap().unwrap();
    assert_eq!(discriminant, &number(9) - &(&number(4) * &x.pow(3)));
    assert_eq!(x.discriminant(Y, &mut work()).unwrap(), None);
}

#[test]
fn substitutions_agree_with_the_values() {
    let mut random = Lcg(35);
    for _ in 0..100 {
        let (a, b) = (polynomial(&mut random, 3, 3), polynomial(&mut random, 3, 2));
        let point = points(&mut random);
        let inner = value(&b, &point);
        let replaced = [point[0].clone(), inner, point[2].clone()];
        let composed = a.compose(&BTreeMap::from([(Y, b)]), 10_000).unwrap();
        assert_eq!(value(&composed, &point), value(&a, &replaced));
        let affine = a.affine(X, &fraction(1, 3), &fraction(5, 2)).unwrap();
        let moved =
            [fraction(1, 3) + fraction(5, 2) * &point[0], point[1].clone(), point[2].clone()];
        assert_eq!(value(&affine, &point), value(&a, &moved));
        assert_eq!(value(&a.at(Z, &point[2]).unwrap(), &point), value(&a, &point));
        let product = Monomial::product([(X, 1), (Z, 2)]);
        let blown = a.with_monomials(&BTreeMap::from([(X, product)]));
        let times = &point[0] * point[2].pow(2).unwrap();
        assert_eq!(value(&blown, &point), value(&a, &[times, point[1].clone(), point[2].clone()]));
        let (rest, power) = a.without_factor(X);
        assert_eq!(&rest * &Polynomial::variable(X).pow(power as u32), a);
        // The derivative of a polynomial of degree 3 from four values.
        let value_at = |x: i64| {
            let shifted = [&point[0] + Rational::from(x), point[1].clone(), point[2].clone()];
            value(&a, &shifted)
        };
        let slope = (value_at(1) - value_at(-1)) * fraction(2, 3)
            - (value_at(2) - value_at(-2)) * fraction(1, 12);
        assert_eq!(value(&a.derivative(X), &point), slope);
    }
}

#[test]
fn work_is_bounded() {
    let mut random = Lcg(36);
    let [a, b] = [(); 2].map(|()| polynomial(&mut random, 3, 4).pow(3));
    assert!(a.resultant(&b, X, &mut Work::new(10)).is_err());
    let huge = Polynomial::from_terms([(Monomial::power(X, 1 << 40), Rational::one())]);
    assert!(huge.gcd(&a, &mut work()).is_err());
    assert!(BernsteinForm::new(&huge, &BTreeMap::new(), 1 << 20).is_err());
    let wide = (0..10_000).map(|x| (Monomial::power(Variable(x), 1), Rational::one()));
    assert!(Polynomial::from_terms(wide).square_free_factors(&mut work()).is_err());
    assert!(huge.compose(&BTreeMap::from([(X, a)]), 100).is_err());
}

#[test]
fn bernstein_forms_have_the_signs_of_the_values() {
    let mut random = Lcg(37);
    for _ in 0..200 {
        let a = polynomial(&mut random, 3, 3);
        let bounds: BTreeMap<_, _> =
            [(X, (fraction(-1, 3), fraction(1, 2))), (Y, (fraction(2, 1), fraction(5, 2)))].into();
        let form = BernsteinForm::new(&a, &bounds, 1 << 20).unwrap();
        let back = form.to_polynomial();
        for _ in 0..5 {
            let at: Vec<Rational> = (0..3).map(|_| random.probability()).collect();
            let own: Vec<Rational> =
                form.variables().iter().map(|x| at[x.0 as usize].clone()).collect();
            let x = fraction(-1, 3) + fraction(5, 6) * &at[0];
            let y = fraction(2, 1) + fraction(1, 2) * &at[1];
            let sign = value(&a, &[x, y, at[2].clone()]).cmp(&Rational::zero());
            assert_eq!(form.sign_at(&own), sign);
            assert_eq!(form.negated().sign_at(&own), sign.reverse());
            assert_eq!(value(&back, &at).cmp(&Rational::zero()), sign);
            let mut partly = form.clone();
            for value in own.iter().rev() {
                // A degree may fall on the way, and a variable with it.
                let axis = partly.variables().len();
                if axis == 0 || partly.variables() != &form.variables()[..axis] {
                    break;
                }
                partly = partly.at(axis - 1, value);
            }
            if form.is_nowhere_negative() {
                assert!(sign.is_ge());
            }
            for axis in 0..own.len() {
                let (low, high) = form.halves(axis);
                let two = Rational::from(2);
                let mut inner = own.clone();
                let half = if own[axis] <= fraction(1, 2) {
                    inner[axis] = &own[axis] * &two;
                    low
                } else {
                    inner[axis] = &own[axis] * &two - Rational::one();
                    high
                };
                assert_eq!(half.sign_at(&inner), sign);
                let mut ends = own.clone();
                for (end, number) in [(End::Low, 0), (End::High, 1)] {
                    ends[axis] = Rational::from(number);
                    let face = form.face(axis, end);
                    let on_face: Vec<Rational> = face
                        .variables()
                        .iter()
                        .map(|x| {
                            ends[form.variables().iter().position(|y| y == x).unwrap()].clone()
                        })
                        .collect();
                    assert_eq!(face.sign_at(&on_face), form.sign_at(&ends));
                }
            }
        }
        for (corner, sign) in form.corners() {
            let at: Vec<Rational> =
                corner.iter().map(|end| Rational::from((*end == End::High) as i64)).collect();
            assert_eq!(form.sign_at(&at), sign);
        }
    }
}

#[test]
fn numbers_longer_than_words_are_numbers_too() {
    use super::whole::Whole;
    use num_bigint::BigInt;
    let mut random = Lcg(38);
    let mut draw = || {
        let shift = random.below(140);
        let sign = random.below(3) as i64 - 1;
        (BigInt::from(random.below(1 << 30) + 1) << shift) * sign
    };
    for _ in 0..2000 {
        let (a, b) = (draw(), draw());
        let (x, y) = (Whole::of(&a), Whole::of(&b));
        assert_eq!(x.add(&y).big(), &a + &b);
        assert_eq!(x.sub(&y), Whole::of(&(&a - &b)));
        assert_eq!(x.mul(&y), Whole::of(&(&a * &b)));
        assert_eq!(
            x.gcd(&y).big(),
            Integer::from_big(a.clone()).gcd(&Integer::from_big(b.clone())).big().clone()
        );
        assert_eq!(x.mul(&y).divided(&y), (b != BigInt::from(0)).then_some(x));
    }
}
