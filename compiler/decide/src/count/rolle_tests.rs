//! Signs of random exponential polynomials against a plain scan.
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the failure")]

use std::cmp::Ordering;

use kofn_algebra::{Integer, Rational};

use super::exponential::{ExponentialPolynomial, Term};
use super::rolle::{SignChain, sign_chain};

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
pub(super) struct Lcg(pub(super) u64);

impl Lcg {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % bound
    }
}

pub(super) fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

fn random(lcg: &mut Lcg) -> ExponentialPolynomial {
    let mut sum = ExponentialPolynomial::zero();
    for _ in 0..=lcg.below(4) {
        let base = fraction(lcg.below(12) as i64 + 1, lcg.below(10) as i64 + 1);
        let coefficients = (0..=lcg.below(3))
            .map(|_| fraction(lcg.below(2001) as i64 - 1000, [1, 2, 7, 100][lcg.below(4) as usize]))
            .collect();
        sum = sum.add(&ExponentialPolynomial::single(base, coefficients));
    }
    sum
}

fn at(chain: &SignChain, n: i64) -> Ordering {
    let n = Integer::from(n);
    let mut found = chain
        .runs()
        .iter()
        .filter(|run| run.from <= n && run.to.as_ref().is_none_or(|to| n <= *to));
    let run = found.next().unwrap();
    assert!(found.next().is_none());
    run.sign
}

fn value(polynomial: &ExponentialPolynomial, n: i64) -> Rational {
    polynomial
        .terms()
        .iter()
        .map(|term| {
            let grown = Rational::from(n).pow(term.power as i32).unwrap();
            &term.coefficient * grown * term.base.pow(n as i32).unwrap()
        })
        .sum()
}

#[test]
fn signs_agree_with_a_scan() {
    let mut lcg = Lcg(1);
    let mut changes = 0;
    for case in 0..600i64 {
        let polynomial = random(&mut lcg);
        let from = [0, 1, -5, 3][case as usize % 4];
        let to = [None, Some(from + lcg.below(40) as i64)][case as usize / 4 % 2];
        let chain =
            sign_chain(polynomial.clone(), &from.into(), to.map(Integer::from).as_ref()).unwrap();
        changes += chain.runs().len() - 1;
        for n in from..=to.unwrap_or(from + 150) {
            let expected = value(&polynomial, n).cmp(&Rational::zero());
            assert_eq!(at(&chain, n), expected, "{:?} at {n}", polynomial.terms());
        }
    }
    assert!(changes > 250, "{changes}");
}

#[test]
fn zeros_are_exact() {
    // (n − 3)(n − 7)·2ⁿ + 0 and 6ⁿ − 3·2ⁿ·… with a zero at 4: 3ⁿ·2ⁿ = 81·2ⁿ
    let mut budget = super::exponential::Budget::new();
    let factor = |root: i64| ExponentialPolynomial::affine(&fraction(1, 1), &fraction(-root, 1));
    let square = factor(3).mul(&factor(7), &mut budget).unwrap();
    let grown = ExponentialPolynomial::single(fraction(2, 1), vec![fraction(1, 1)]);
    let chain = sign_chain(square.mul(&grown, &mut budget).unwrap(), &Integer::zero(), None);
    let chain = chain.unwrap();
    let signs: Vec<Ordering> = (0..9).map(|n| at(&chain, n)).collect();
    use Ordering::{Equal, Greater, Less};
    assert_eq!(signs, [Greater, Greater, Greater, Equal, Less, Less, Less, Equal, Greater]);
    let six = ExponentialPolynomial::single(fraction(6, 1), vec![fraction(1, 1)]);
    let tie = six.sub(&grown.scaled(&fraction(81, 1)));
    let chain = sign_chain(tie, &Integer::zero(), None).unwrap();
    assert_eq!((at(&chain, 3), at(&chain, 4), at(&chain, 5)), (Less, Equal, Greater));
}

#[test]
fn far_changes_are_found_quickly() {
    // 1 − (1 − 10⁻¹²)ⁿ > 1/2 from 693,147,180,560 on.
    let near = ExponentialPolynomial::single(
        Rational::one() - fraction(1, 1_000_000_000_000),
        vec![fraction(-1, 1)],
    );
    let condition = near.add(&ExponentialPolynomial::number(fraction(1, 2)));
    let chain = sign_chain(condition, &Integer::one(), None).unwrap();
    let ends: Vec<String> = chain.runs().iter().map(|run| run.from.to_string()).collect();
    assert_eq!(ends, ["1", "693147180560"]);
}

/// Goes through a chain again, as a checker would that has nothing but the chain.
fn check(chain: &SignChain, from: &Integer) {
    use super::runs::monotone_pieces;
    let polynomial = |terms: &[Term]| {
        terms.iter().fold(ExponentialPolynomial::zero(), |sum, term| {
            let mut coefficients = vec![Rational::zero(); term.power];
            coefficients.push(term.coefficient.clone());
            sum.add(&ExponentialPolynomial::single(term.base.clone(), coefficients))
        })
    };
    for (place, link) in chain.links.iter().enumerate() {
        let own = polynomial(&link.terms);
        let next = chain.links.get(place + 1);
        if let (Some(base), Some(next)) = (&link.base, next) {
            assert_eq!(polynomial(&next.terms), own.increment(base));
        }
        // The runs follow one another.
        assert_eq!(link.runs[0].from, *from);
        for pair in link.runs.windows(2) {
            assert_eq!(pair[0].to.as_ref().unwrap() + Integer::one(), pair[1].from);
        }
        if link.terms.is_empty() {
            assert!(matches!(link.runs.as_slice(), [run] if run.sign == Ordering::Equal));
            continue;
        }
        let increments = next.map_or(&[][..], |next| &next.runs);
        for (start, end, _) in monotone_pieces(from, increments) {
            for run in &link.runs {
                let first = run.from.clone().max(start.clone());
                let last = match (&run.to, &end) {
                    (Some(a), Some(b)) => a.clone().min(b.clone()),
                    (Some(only), None) | (None, Some(only)) => only.clone(),
                    (None, None) => link.tail.as_ref().unwrap().from.clone().max(first.clone()),
                };
                for n in [&first, &last] {
                    if first <= last && n.to_i64().is_some_and(|n| n.abs() < 1_000) {
                        let value = value(&own, n.to_i64().unwrap());
                        assert_eq!(value.cmp(&Rational::zero()), run.sign);
                    }
                }
            }
        }
        if let Some(tail) = &link.tail {
            let (base, power, c) = own.leading().unwrap();
            assert_eq!(link.runs.last().unwrap().sign, tail.sign);
            assert_eq!(c.cmp(&Rational::zero()), tail.sign);
            let Some(n) = tail.from.to_i64().filter(|n| *n < 1_000) else { continue };
            let at = Rational::from(n);
            let mut others = Rational::zero();
            for term in link.terms.iter().filter(|t| t.base != *base || t.power != power) {
                let ratio = term.base.checked_div(base).unwrap();
                let gap = term.power as i32 - power as i32;
                let step = (Rational::from(n + 1).checked_div(&at)).unwrap();
                assert!(gap <= 0 || step.pow(gap).unwrap() * &ratio <= Rational::one());
                others +=
                    term.coefficient.abs() * at.pow(gap).unwrap() * ratio.pow(n as i32).unwrap();
            }
            assert!(others < c.abs());
        }
    }
}

#[test]
fn chains_can_be_checked() {
    let mut lcg = Lcg(2);
    for case in 0..200i64 {
        let from = Integer::from(case % 3);
        let to = (case % 2 == 0).then(|| Integer::from(case % 3 + 20));
        check(&sign_chain(random(&mut lcg), &from, to.as_ref()).unwrap(), &from);
    }
}
