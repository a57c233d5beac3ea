#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use super::*;
use crate::ring::tests::Lcg;
use crate::univariate::roots::{CountedRoot, real_roots, real_roots_between};

fn polynomial(numbers: &[i64]) -> UnivariatePolynomial {
    UnivariatePolynomial::from_coefficients(numbers.iter().map(|number| Integer::from(*number)))
}

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

fn algebraic(root: &RealRoot) -> &AlgebraicRoot {
    match root {
        RealRoot::Algebraic(root) => root,
        RealRoot::Rational(number) => panic!("{number} is rational"),
    }
}

/// How many roots a square-free polynomial has above a number and not above another (Sturm).
fn sturm_count(of: &UnivariatePolynomial, lo: &Rational, hi: &Rational) -> usize {
    let mut chain = vec![of.clone(), of.derivative()];
    loop {
        let [.., a, b] = chain.as_slice() else { panic!("two at least") };
        let (mut rest, lead) = (a.clone(), b.coefficients().last().cloned().unwrap());
        while !rest.is_zero() && rest.degree() >= b.degree() {
            let shift = rest.degree().unwrap() - b.degree().unwrap();
            let high = rest.coefficients().last().cloned().unwrap();
            let mut power = vec![Integer::zero(); shift];
            power.push(high * Integer::from(if lead.is_negative() { -1 } else { 1 }));
            let term = UnivariatePolynomial::from_coefficients(power);
            rest = &rest.scale(&lead.abs()) - &(b * &term);
        }
        if rest.is_zero() {
            break;
        }
        chain.push((-&rest).without_content());
    }
    let changes = |x: &Rational| {
        let signs: Vec<_> = chain.iter().map(|p| p.sign_at(x)).filter(|s| s.is_ne()).collect();
        signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
    };
    changes(lo) - changes(hi)
}

/// Checks everything that is promised about the roots of a polynomial.
fn check(of: &UnivariatePolynomial, roots: &[CountedRoot], lo: &Rational, hi: &Rational) {
    assert!(roots.windows(2).all(|pair| pair[0].root < pair[1].root), "{roots:?}");
    let simple = of.square_free_part();
    let closed = usize::from(of.sign_at(lo).is_eq());
    assert_eq!(roots.len(), sturm_count(&simple, lo, hi) + closed, "{of:?}");
    for CountedRoot { root, multiplicity } in roots {
        let mut derivative = of.clone();
        for _ in 0..*multiplicity {
            assert!(root.sign_of(&derivative).is_eq());
            derivative = derivative.derivative();
        }
        assert!(root.sign_of(&derivative).is_ne());
        assert!(root.compare(lo).is_ge() && root.compare(hi).is_le());
        if let RealRoot::Algebraic(root) = root {
            let own = root.polynomial();
            assert_eq!(*own, own.primitive());
            assert!(simple.exact_quotient(own).is_some());
            let (below, above) = root.interval();
            assert!(own.sign_at(&below) != own.sign_at(&above));
            assert!(own.sign_at(&below).is_ne() && own.sign_at(&above).is_ne());
            assert_eq!(sturm_count(own, &below, &above), 1);
            assert!(&above - &below <= fraction(1, 1000));
            assert!(root.compare(&below).is_gt() && root.compare(&above).is_lt());
            let (lo, hi) = root.refined(90).enclosure();
            assert!(own.sign_at(&lo) != own.sign_at(&hi) && lo < hi);
            assert!((hi - lo) <= Rational::from(2).pow(-90).unwrap());
        }
    }
}

#[test]
fn products_of_known_factors_give_their_roots() {
    let mut random = Lcg(31);
    for round in 0..150 {
        let mut product = polynomial(&[1]);
        let mut expected: Vec<(Rational, usize)> = Vec::new();
        for _ in 0..1 + random.below(6) {
            let denominator = [1, 2, 3, 7, 8, 10, 1000][random.below(7) as usize];
            let root = fraction(random.below(8001) as i64 - 4000, denominator * 100);
            if expected.iter().any(|(other, _)| *other == root) {
                continue;
            }
            let multiplicity = 1 + random.below(3) as usize;
            let factor =
                UnivariatePolynomial::from_coefficients([-root.numerator(), root.denominator()]);
            product = &product * &factor.pow(multiplicity as u32);
            expected.push((root, multiplicity));
        }
        if round % 3 == 0 {
            product = &product * &polynomial(&[1, 1, 1]);
        }
        expected.sort();
        let found = real_roots(&product).unwrap();
        let shown: Vec<_> = found
            .iter()
            .map(|found| (found.root.as_rational().unwrap().clone(), found.multiplicity))
            .collect();
        assert_eq!(shown, expected);
        let (lo, hi) = (fraction(-1, 1), fraction(2, 1));
        expected.retain(|(root, _)| *root >= lo && *root <= hi);
        assert_eq!(real_roots_between(&product, &lo, &hi).unwrap().len(), expected.len());
    }
}

#[test]
fn random_polynomials_agree_with_sturm() {
    let mut random = Lcg(32);
    for _ in 0..300 {
        let length = 2 + random.below(9);
        let numbers: Vec<i64> = (0..length).map(|_| random.below(21) as i64 - 10).collect();
        let mut of = polynomial(&numbers);
        if random.below(3) == 0 {
            of = &of.pow(2) * &polynomial(&[random.below(5) as i64 - 2, 3, 1]);
        }
        if of.is_constant() {
            continue;
        }
        let (lo, hi) = (fraction(-40, 1), fraction(40, 1));
        check(&of, &real_roots(&of).unwrap(), &lo, &hi);
        let (lo, hi) = (fraction(-1, 3), fraction(3, 4));
        check(&of, &real_roots_between(&of, &lo, &hi).unwrap(), &lo, &hi);
    }
}

#[test]
fn chebyshev_wilkinson_and_mignotte() {
    let (lo, hi) = (fraction(-1, 1), fraction(1, 1));
    let (mut before, mut of) = (polynomial(&[1]), polynomial(&[0, 1]));
    for degree in 2..=41 {
        let next = &(&of * &polynomial(&[0, 2])) - &before;
        (before, of) = (of, next);
        if degree % 13 == 0 || degree == 40 {
            let roots = real_roots_between(&of, &lo, &hi).unwrap();
            assert_eq!(roots.len(), degree);
            check(&of, &roots, &lo, &hi);
        }
    }
    let wilkinson = (1..=40).fold(polynomial(&[1]), |product, i| &product * &polynomial(&[-i, 1]));
    let roots = real_roots(&wilkinson).unwrap();
    assert!(roots.iter().zip(1..).all(|(found, i)| found.root == Rational::from(i).into()));
    assert_eq!(roots.len(), 40);
    // x²⁰ − 2 (1000 x − 1)² has two roots at a distance of about 10⁻³³.
    let mut power = vec![0; 20];
    power.push(1);
    let line = polynomial(&[-1, 1000]);
    let of = &polynomial(&power) - &line.pow(2).scale(&Integer::from(2));
    let roots = real_roots_between(&of, &fraction(0, 1), &fraction(1, 10)).unwrap();
    assert_eq!(roots.len(), 2);
    check(&of, &roots, &fraction(0, 1), &fraction(1, 10));
    assert_ne!(roots[0].root.decimal(40), roots[1].root.decimal(40));
    assert_eq!(roots[0].root.decimal(20), "0.001");
}

#[test]
fn ends_of_different_polynomials_are_compared_exactly() {
    // √2 of three polynomials, and 16 digits of it.
    let root = |numbers: &[i64]| {
        let roots = real_roots(&polynomial(numbers)).unwrap();
        let within = |root: &RealRoot| {
            root.compare(&fraction(14, 10)).is_gt() && root.compare(&fraction(142, 100)).is_lt()
        };
        roots.into_iter().map(|found| found.root).find(within).unwrap()
    };
    let plain = root(&[-2, 0, 1]);
    let (of_four, of_five) = (root(&[-6, 0, 1, 0, 1]), root(&[-2, -2, 1, -1, 0, 1]));
    assert_eq!(plain, of_four);
    assert_eq!(plain, of_five);
    assert_eq!(of_five, of_four);
    let near = Rational::parse_decimal("1.414213562373095").unwrap();
    assert!(plain > near.clone().into());
    // (x − 1.414213562373095)² is 2 · 10⁻³² too small: irrational and nearly the same.
    let scale = Integer::from(10).pow(33);
    let close = UnivariatePolynomial::from_coefficients([
        -(&scale * Integer::from(2) + Integer::one()),
        Integer::zero(),
        scale,
    ]);
    let close = real_roots(&close).unwrap().pop().unwrap().root;
    assert!(close > plain && close != of_four);
    assert_eq!(close.decimal(16), plain.decimal(16));
    let between = plain.rational_before(&close).unwrap();
    assert!(plain.compare(&between).is_lt() && close.compare(&between).is_gt());
    assert_eq!(plain.sign_of(&polynomial(&[-2, 0, 1])), Ordering::Equal);
    assert_eq!(plain.sign_of(&polynomial(&[-4, 0, 0, 0, 1])), Ordering::Equal);
    assert_eq!(plain.sign_of(&polynomial(&[-3, 0, 2])), Ordering::Greater);
    assert_eq!(plain.sign_of(&polynomial(&[-7])), Ordering::Less);
    assert_eq!(plain.sign_of(&polynomial(&[])), Ordering::Equal);
}

#[test]
fn rational_roots_are_split_off() {
    // x (50 − 147 x + 98 x²)
    let roots =
        real_roots_between(&polynomial(&[0, 50, -147, 98]), &fraction(0, 1), &fraction(1, 1));
    let roots = roots.unwrap();
    assert_eq!(roots.len(), 3);
    assert_eq!(roots[0].root, Rational::zero().into());
    let root = algebraic(&roots[1].root);
    assert_eq!(*root.polynomial(), polynomial(&[50, -147, 98]));
    assert!(root.is_known_irreducible());
    assert_eq!(root.interval(), (fraction(521, 1000), fraction(522, 1000)));
    // A high degree, with rational roots between irrational ones.
    let mut power = vec![-1];
    power.extend([0; 34]);
    power.push(2);
    let of = &(&polynomial(&power) * &polynomial(&[-97, 100])) * &polynomial(&[-1, 3]);
    let roots = real_roots_between(&of, &fraction(0, 1), &fraction(1, 1)).unwrap();
    assert_eq!(roots.len(), 3);
    assert_eq!(roots[0].root.as_rational(), Some(&fraction(1, 3)));
    assert_eq!(roots[1].root.as_rational(), Some(&fraction(97, 100)));
    assert_eq!(*algebraic(&roots[2].root).polynomial(), polynomial(&power));
}

#[test]
fn decimals_are_rounded_correctly() {
    let root = |numbers: &[i64]| real_roots(&polynomial(numbers)).unwrap().pop().unwrap().root;
    assert_eq!(root(&[-2, 0, 1]).decimal(30), "1.41421356237309504880168872421");
    assert_eq!(root(&[-2, 0, 1]).decimal(1), "1");
    assert_eq!(root(&[-1, 0, 1_000_000_000_000_000_000]).decimal(5), "1e-9");
    assert_eq!(root(&[-2, 0, 1_000_000_000_000_000_000]).decimal(5), "1.4142e-9");
    assert_eq!(root(&[-1_000_000_000_001, 0, 1]).decimal(15), "1000000.0000005");
    let negative = real_roots(&polynomial(&[-3, 0, 1])).unwrap().remove(0).root;
    assert_eq!(negative.decimal(6), "-1.73205");
    assert_eq!(algebraic(&negative).interval(), (fraction(-1733, 1000), fraction(-1732, 1000)));
    assert_eq!(RealRoot::from(fraction(1, 3)).decimal(3), "0.333");
}

#[test]
fn quadratic_roots_are_radicals() {
    let roots = real_roots(&polynomial(&[50, -147, 98])).unwrap();
    let radical = roots[0].root.radical().unwrap();
    // (147 − √2009) / 196, and 2009 = 7² · 41
    assert_eq!(radical, Radical { r: fraction(3, 4), s: fraction(-1, 28), d: 41.into() });
    assert_eq!(roots[1].root.radical().unwrap().s, fraction(1, 28));
    assert!(real_roots(&polynomial(&[-2, 0, 0, 1])).unwrap()[0].root.radical().is_none());
    let rational = RealRoot::from(fraction(1, 3)).radical().unwrap();
    assert_eq!((rational.r, rational.s), (fraction(1, 3), Rational::zero()));
}
