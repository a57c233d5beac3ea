//! Claims with known answers, and random ones against exact points.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod checker;
mod examples;
mod given;
mod hard;
mod random;
mod steps;

use std::cmp::Ordering;

use kofn_algebra::{BernsteinForm, Polynomial, Rational, Variable};

use super::point::fraction;
use super::*;

const P: Variable = Variable(0);
const Q: Variable = Variable(1);
const R: Variable = Variable(2);

/// A polynomial as a test writes it.
#[derive(Clone, Debug, PartialEq)]
struct E(Polynomial);

fn x(variable: Variable) -> E {
    E(Polynomial::variable(variable))
}

fn n(number: i64) -> E {
    E(Polynomial::constant(&Rational::from(number)))
}

fn ratio(numerator: i64, denominator: i64) -> E {
    E(Polynomial::constant(&fraction(numerator, denominator)))
}

macro_rules! operator {
    ($operator:ident, $method:ident) => {
        impl std::ops::$operator for E {
            type Output = E;
            fn $method(self, other: E) -> E {
                E(std::ops::$operator::$method(&self.0, &other.0))
            }
        }
        impl std::ops::$operator for &E {
            type Output = E;
            fn $method(self, other: &E) -> E {
                E(std::ops::$operator::$method(&self.0, &other.0))
            }
        }
    };
}
operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);

impl E {
    fn pow(&self, exponent: u32) -> E {
        E(self.0.pow(exponent))
    }
}

fn unit(variables: u32) -> Bounds {
    (0..variables).map(|x| (Variable(x), (Rational::zero(), Rational::one()))).collect()
}

fn claim(polynomial: &E, relation: Relation, given: &[(E, Relation)], bounds: &Bounds) -> Verdict {
    let given: Vec<(Polynomial, Relation)> =
        given.iter().map(|(p, relation)| (p.0.clone(), *relation)).collect();
    let claim = Claim { polynomial: &polynomial.0, relation, given: &given, bounds };
    let verdict = decide(&claim, &Limits::default());
    check(&claim, &verdict);
    verdict
}

fn value(polynomial: &Polynomial, point: &BTreeMap<Variable, Rational>) -> Rational {
    polynomial.evaluate(|variable| point[&variable].clone()).unwrap()
}

/// A rational counterexample is evaluated. For an algebraic one, the claim's polynomial must be 0
/// there: the coordinate's polynomial, which changes its sign once, shares the root with it.
fn check(claim: &Claim<'_>, verdict: &Verdict) {
    match verdict {
        Verdict::Undecided(_) => {}
        Verdict::Proven(proof) => {
            assert!(checker::shows_claim(proof, claim), "{claim:?} {proof:?}");
            for point in points(claim.bounds, if claim.bounds.len() > 2 { 4 } else { 7 }) {
                let holds = |(polynomial, relation): &(Polynomial, Relation)| {
                    relation.holds(value(polynomial, &point).cmp(&Rational::zero()))
                };
                let met =
                    claim.relation.holds(value(claim.polynomial, &point).cmp(&Rational::zero()));
                assert!(met || !claim.given.iter().all(holds), "{claim:?} {proof:?} {point:?}");
            }
        }
        Verdict::Refuted(Counterexample { point, .. }) => {
            let rational: BTreeMap<Variable, Rational> = point
                .iter()
                .filter_map(|(x, coordinate)| Some((*x, coordinate.rational()?.clone())))
                .collect();
            for (x, number) in &rational {
                let (lo, hi) = &claim.bounds[x];
                assert!(lo <= number && number <= hi, "{claim:?} {point:?}");
            }
            let all = claim.given.iter().map(|(p, relation)| (p, *relation));
            let all = all.chain([(claim.polynomial, claim.relation.negated())]);
            for (polynomial, relation) in all {
                let sign = sign_at(polynomial, &rational, point);
                assert!(relation.holds(sign), "{claim:?} {point:?} {polynomial:?} {relation:?}");
            }
        }
    }
}

/// The sign where at most one coordinate is a root, by halving its interval.
fn sign_at(
    polynomial: &Polynomial,
    rational: &BTreeMap<Variable, Rational>,
    point: &BTreeMap<Variable, Coordinate>,
) -> Ordering {
    let algebraic = point.iter().find_map(|(x, coordinate)| match coordinate {
        Coordinate::Algebraic { polynomial, lo, hi } => Some((*x, polynomial, lo, hi)),
        Coordinate::Rational(_) => None,
    });
    let Some((variable, own, lo, hi)) = algebraic else {
        return value(polynomial, rational).cmp(&Rational::zero());
    };
    let left =
        rational.iter().fold(polynomial.clone(), |left, (x, number)| left.at(*x, number).unwrap());
    let own = point::in_powers(own, variable);
    let mut work = kofn_algebra::Work::new(1 << 30);
    let common = own.gcd(&left, &mut work).unwrap();
    let sign = |p: &Polynomial, at: &Rational| {
        value(p, &BTreeMap::from([(variable, at.clone())])).cmp(&Rational::zero())
    };
    assert_eq!(sign(&own, lo), sign(&own, hi).reverse(), "one simple root");
    if sign(&common, lo) != sign(&common, hi) {
        return Ordering::Equal;
    }
    let (mut lo, mut hi) = (lo.clone(), hi.clone());
    for _ in 0..200 {
        let bounds = BTreeMap::from([(variable, (lo.clone(), hi.clone()))]);
        let form = BernsteinForm::new(&left, &bounds, 1 << 20).unwrap();
        if form.sign_variations() == 0 {
            return sign(&left, &lo);
        }
        let middle = (&lo + &hi) * fraction(1, 2);
        if sign(&own, &lo) == sign(&own, &middle) { lo = middle } else { hi = middle }
    }
    panic!("no sign at {point:?}")
}

/// A grid with ends.
fn points(bounds: &Bounds, steps: i64) -> Vec<BTreeMap<Variable, Rational>> {
    bounds.iter().fold(vec![BTreeMap::new()], |grid, (variable, (lo, hi))| {
        let longer = |start: &BTreeMap<Variable, Rational>| {
            let with = |step| {
                let mut point = start.clone();
                point.insert(*variable, lo + (hi - lo) * fraction(step, steps));
                point
            };
            (0..=steps).map(with).collect::<Vec<_>>()
        };
        grid.iter().flat_map(longer).collect()
    })
}

fn method(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Proven(proof) => proof.method(),
        other => panic!("not proven: {other:?}"),
    }
}

fn refuted(verdict: Verdict) -> Counterexample {
    match verdict {
        Verdict::Refuted(counterexample) => counterexample,
        other => panic!("not refuted: {other:?}"),
    }
}
