#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use super::*;
use crate::Integer;
use crate::ring::tests::Lcg;
use crate::univariate::UnivariatePolynomial;

const CONDITIONS: [SignCondition; 6] = [
    SignCondition::LESS,
    SignCondition::AT_MOST,
    SignCondition::EQUAL,
    SignCondition::UNEQUAL,
    SignCondition::AT_LEAST,
    SignCondition::MORE,
];

fn polynomial(numbers: &[i64]) -> UnivariatePolynomial {
    UnivariatePolynomial::from_coefficients(numbers.iter().map(|number| Integer::from(*number)))
}

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

/// A product of random linear factors on a grid of eighths, and sometimes an irrational one.
fn random_product(random: &mut Lcg) -> UnivariatePolynomial {
    let mut product = polynomial(&[if random.below(2) == 0 { 3 } else { -2 }]);
    for _ in 0..random.below(5) {
        let factor = match random.below(6) {
            0 => polynomial(&[-2, 0, 9]),
            1 => polynomial(&[1, 1, 1]),
            _ => polynomial(&[-(random.below(17) as i64 - 4), 8]),
        };
        product = &product * &factor;
    }
    product
}

#[test]
fn solutions_agree_with_signs_on_a_grid() {
    let mut random = Lcg(61);
    let grid: Vec<Rational> = (-40..=60).map(|i| fraction(i, 32)).collect();
    for round in 0..300 {
        let numerator = match round % 20 {
            0 => polynomial(&[]),
            1 => polynomial(&[5]),
            _ => random_product(&mut random),
        };
        let function = RationalFunction::new(numerator, random_product(&mut random)).unwrap();
        let domain = match random.below(5) {
            0 => RealSet::all(),
            1 => RealSet::closed(fraction(0, 1), fraction(1, 1)),
            2 => RealSet::interval(Bound::Open(fraction(1, 8).into()), Bound::Unbounded),
            3 => RealSet::point(fraction(random.below(17) as i64, 8)),
            _ => RealSet::closed(fraction(-1, 2), fraction(1, 4))
                .union(&RealSet::closed(fraction(3, 8), fraction(7, 8))),
        };
        for condition in CONDITIONS {
            let found = solutions(&function, condition, &domain).unwrap();
            for x in &grid {
                let sign = function.value_at(x).map(|value| value.cmp(&Rational::zero()));
                let expected = domain.contains(x) && sign.is_some_and(|s| condition.holds(s));
                assert_eq!(found.contains(x), expected, "{function:?} {condition:?} at {x}");
            }
        }
    }
}

#[test]
fn touching_and_undefined_points() {
    // (2x − 1)² / x on [0, 1]
    let function = RationalFunction::new(polynomial(&[1, -4, 4]), polynomial(&[0, 1])).unwrap();
    let unit = RealSet::closed(fraction(0, 1), fraction(1, 1));
    let found = |condition| solutions(&function, condition, &unit).unwrap().to_string();
    assert_eq!(found(SignCondition::AT_MOST), "{1/2}");
    assert_eq!(found(SignCondition::LESS), "{}");
    assert_eq!(found(SignCondition::AT_LEAST), "(0, 1]");
    assert_eq!(found(SignCondition::MORE), "(0, 1/2) u (1/2, 1]");
    // A common zero stays undefined: x / x.
    let x = polynomial(&[0, 1]);
    let one = RationalFunction::new(x.clone(), x).unwrap();
    let found = solutions(&one, SignCondition::MORE, &RealSet::all()).unwrap();
    assert_eq!(found.to_string(), "(-inf, 0) u (0, inf)");
    // Ends of a domain that are irrational.
    let of_two = crate::real_roots(&polynomial(&[-2, 0, 1])).unwrap();
    let [lo, hi] = of_two.as_slice() else { panic!("two roots") };
    let domain = RealSet::interval(Bound::Closed(lo.root.clone()), Bound::Open(hi.root.clone()));
    let square = RationalFunction::polynomial(polynomial(&[-2, 0, 1]));
    let found = solutions(&square, SignCondition::AT_LEAST, &domain).unwrap();
    assert_eq!(found, RealSet::point(lo.root.clone()));
    assert!(solutions(&square, SignCondition::MORE, &domain).unwrap().is_empty());
    assert!(solutions(&square, SignCondition::MORE, &RealSet::empty()).unwrap().is_empty());
}
