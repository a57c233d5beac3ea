//! Claims whose answers are known.

use super::*;

#[test]
fn a_tangent_at_a_place_that_is_not_dyadic() {
    // 1 − R_V(3m − 2m²): on the face R_V = 8/9 it is (4m − 3)²/9.
    let (v, m) = (x(P), x(Q));
    let d = n(1) - v * (n(3) * m.clone() - n(2) * m.pow(2));
    let mut bounds = unit(2);
    bounds.insert(P, (Rational::zero(), fraction(8, 9)));
    assert_eq!(method(&claim(&d, Relation::AtLeast, &[], &bounds)), "real roots");
    let strict = refuted(claim(&d, Relation::More, &[], &bounds));
    assert!(strict.weak.is_some());
    let point = strict.point;
    assert_eq!(point[&P], Coordinate::Rational(fraction(8, 9)));
    assert_eq!(point[&Q], Coordinate::Rational(fraction(3, 4)));
    bounds.insert(P, (Rational::zero(), fraction(9, 10)));
    let refuted = refuted(claim(&d, Relation::AtLeast, &[], &bounds));
    assert!(refuted.weak.is_none());
}

#[test]
fn squares_are_found() {
    let (p, q) = (x(P), x(Q));
    let not = |e: E| n(1) - e;
    let spare = not(not(p.clone()).pow(2)) * not(not(q.clone()).pow(2));
    let other = not(not(p.clone()) * not(q.clone())).pow(2);
    // Each of the two is the better one somewhere or nowhere: the difference is a square, turned.
    let d = other - spare;
    let forward = claim(&d, Relation::AtLeast, &[], &unit(2));
    let backward = claim(&d, Relation::AtMost, &[], &unit(2));
    assert!(matches!(forward, Verdict::Proven(_)) != matches!(backward, Verdict::Proven(_)));
    let square = (p.clone() - q.clone()).pow(2);
    assert_eq!(method(&claim(&square, Relation::AtLeast, &[], &unit(2))), "square-free factors");
    let cube = (p - q).pow(3);
    assert!(matches!(claim(&cube, Relation::AtLeast, &[], &unit(2)), Verdict::Refuted(_)));
}

#[test]
fn zeros_at_corners_are_blown_up() {
    let (p, q) = (x(P), x(Q));
    let d = n(9) * p.pow(2) - n(16) * p.clone() * q.clone() + n(9) * q.pow(2) - p.pow(2) * q.pow(2);
    assert_eq!(method(&claim(&d, Relation::AtLeast, &[], &unit(2))), "corner blow-up");
    let strict = refuted(claim(&d, Relation::More, &[], &unit(2)));
    assert!(strict.weak.is_some());
    let d = n(9) * p.pow(2) - n(19) * p * q.clone() + n(9) * q.pow(2);
    assert!(matches!(claim(&d, Relation::AtLeast, &[], &unit(2)), Verdict::Refuted(_)));
}

#[test]
fn zeros_along_a_diagonal_of_three() {
    let [a, b, c] = [P, Q, R].map(x);
    let d = (n(1) - &a * &b) * (n(1) - &b * &c) * (n(1) - &c * &a)
        - (n(1) - a.pow(2)) * (n(1) - b.pow(2)) * (n(1) - c.pow(2));
    println!("{}", method(&claim(&d, Relation::AtLeast, &[], &unit(3))));
}

#[test]
fn a_strict_claim_that_fails_at_a_root() {
    let d = (n(2) * x(P).pow(2) - n(1)).pow(2);
    let counterexample = refuted(claim(&d, Relation::More, &[], &unit(1)));
    assert!(counterexample.weak.is_some());
    assert!(counterexample.except.is_none());
    let Coordinate::Algebraic { polynomial, lo, hi } = &counterexample.point[&P] else {
        panic!("1/√2 is not rational")
    };
    let coefficients: Vec<i64> = polynomial.iter().map(|n| n.to_i64().unwrap()).collect();
    assert_eq!(coefficients, [-1, 0, 2]);
    assert!(lo < &fraction(707107, 1000000) && &fraction(707106, 1000000) < hi);
    let circle = (x(P).pow(2) + x(Q).pow(2) - n(1)).pow(2);
    assert!(refuted(claim(&circle, Relation::More, &[], &unit(2))).weak.is_some());
    assert!(claim(&circle, Relation::Unequal, &[], &unit(2)) != Verdict::Proven(Proof::Identity));
}

#[test]
fn a_strict_claim_that_holds_but_at_ends() {
    // R_V(1 − (1 − m)³) > m·R_V, but at m = 0 and m = 1.
    let (v, m) = (x(P), x(Q));
    let d = v.clone() * (n(1) - (n(1) - m.clone()).pow(3)) - m * v;
    let mut bounds = unit(2);
    bounds.insert(P, (fraction(9, 10), Rational::one()));
    let counterexample = refuted(claim(&d, Relation::More, &[], &bounds));
    assert!(counterexample.weak.is_some());
    let except = counterexample.except.unwrap();
    let at = |number: i64| Except { at: vec![(Q, Rational::from(number))] };
    assert_eq!(except, [at(0), at(1)]);
    bounds.insert(Q, (fraction(1, 10), fraction(8, 10)));
    assert!(matches!(claim(&d, Relation::More, &[], &bounds), Verdict::Proven(_)));
    // x + y is 0 at one corner alone.
    let sum = x(P) + x(Q);
    let corner = Except { at: vec![(P, Rational::zero()), (Q, Rational::zero())] };
    let counterexample = refuted(claim(&sum, Relation::More, &[], &unit(2)));
    assert_eq!(counterexample.except, Some(vec![corner]));
}

#[test]
fn isolated_zeros_inside() {
    let square = |e: E, a, b| (e - ratio(a, b)).pow(2);
    for (a, b) in [(1, 3), (2, 7), (1, 2)] {
        let d = square(x(P), a, b) + square(x(Q), 3, 5);
        assert!(refuted(claim(&d, Relation::More, &[], &unit(2))).weak.is_some());
        assert!(matches!(claim(&d, Relation::AtLeast, &[], &unit(2)), Verdict::Proven(_)));
        let above = d.clone() + ratio(1, 1_000_000);
        assert!(matches!(claim(&above, Relation::More, &[], &unit(2)), Verdict::Proven(_)));
        let below = d - ratio(1, 1_000_000);
        assert!(matches!(claim(&below, Relation::AtLeast, &[], &unit(2)), Verdict::Refuted(_)));
    }
    let d = square(x(P), 1, 3) + square(x(Q), 3, 5) + square(x(R), 2, 3);
    assert!(refuted(claim(&d, Relation::More, &[], &unit(3))).weak.is_some());
    // The zero at (1/√2, 1/3) has one coordinate that is not rational.
    let d = (n(2) * x(P).pow(2) - n(1)).pow(2) + square(x(Q), 1, 3);
    assert!(refuted(claim(&d, Relation::More, &[], &unit(2))).weak.is_some());
    // And here both are not.
    let d = (n(2) * x(P).pow(2) - n(1)).pow(2) + (n(3) * x(Q).pow(2) - n(1)).pow(2);
    assert_eq!(claim(&d, Relation::More, &[], &unit(2)), Verdict::Undecided(Why::Touching));
}

#[test]
fn equality_and_its_opposite() {
    let (p, q) = (x(P), x(Q));
    let nothing = p.clone() - p.clone();
    assert_eq!(claim(&nothing, Relation::Equal, &[], &unit(2)), Verdict::Proven(Proof::Identity));
    assert!(matches!(claim(&nothing, Relation::Unequal, &[], &unit(2)), Verdict::Refuted(_)));
    let d = p.clone() * (n(1) - p.clone());
    refuted(claim(&d, Relation::Equal, &[], &unit(2)));
    refuted(claim(&d, Relation::Unequal, &[], &unit(2)));
    assert!(matches!(claim(&(d + n(1)), Relation::Unequal, &[], &unit(2)), Verdict::Proven(_)));
    let line = p.clone() + q.clone() - n(3);
    assert!(matches!(claim(&line, Relation::Unequal, &[], &unit(2)), Verdict::Proven(_)));
    let line = p.pow(2) + q - n(1);
    refuted(claim(&line, Relation::Unequal, &[], &unit(2)));
    // A range of one number is put in.
    let mut bounds = unit(2);
    bounds.insert(P, (fraction(1, 2), fraction(1, 2)));
    let d = n(2) * p - n(1);
    assert_eq!(claim(&d, Relation::Equal, &[], &bounds), Verdict::Proven(Proof::Identity));
}

#[test]
fn what_is_missing_is_named() {
    let claim =
        Claim { polynomial: &x(Q).0, relation: Relation::AtLeast, given: &[], bounds: &unit(1) };
    assert_eq!(decide(&claim, &Limits::default()), Verdict::Undecided(Why::Unbounded(Q)));
    let [a, b, c] = [P, Q, R].map(x);
    let d = (n(1) - &a * &b) * (n(1) - &b * &c) * (n(1) - &c * &a)
        - (n(1) - a.pow(2)) * (n(1) - b.pow(2)) * (n(1) - c.pow(2));
    for limits in [
        Limits { cases: 10, cells: 2, ..Limits::default() },
        Limits { steps: 1000, ..Limits::default() },
        Limits { form: 10, ..Limits::default() },
    ] {
        let bounds = unit(3);
        let claim =
            Claim { polynomial: &d.0, relation: Relation::AtLeast, given: &[], bounds: &bounds };
        assert!(matches!(decide(&claim, &limits), Verdict::Undecided(Why::Limit(_))));
    }
}
