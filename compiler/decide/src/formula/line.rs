//! A parameter's range, divided at the roots of a polynomial in this parameter alone.
//!
//! Roots are found where they are rational and small, or square roots of squares; where others
//! may lie in the range, nothing is said.

use std::cmp::Ordering;

use kofn_algebra::{Integer, Monomial, Polynomial, Rational, Symbol, Variable};

use super::bernstein::range_of;
use super::domain::{Domain, rounded};
use super::polynomials::{Names, coefficients};
use super::span::{End, Span};
use super::truth::{Truth, inside};

/// A parameter's range, divided where a polynomial is 0.
pub(super) struct Line {
    range: Span,
    /// From left to right, without gaps: the roots, and the intervals between them.
    pieces: Vec<(Span, Ordering)>,
}

impl Line {
    /// Nothing where a root is not rational, or not found.
    pub(super) fn of(
        polynomial: &Polynomial,
        variable: Variable,
        range: Span,
        whole: bool,
    ) -> Option<Line> {
        let dense: Option<Vec<Rational>> =
            coefficients(polynomial, variable).iter().map(Polynomial::to_constant).collect();
        let dense = dense?;
        let mut roots = rational_roots(&dense, &range)?;
        roots.sort();
        roots.dedup();
        let mut pieces = Vec::new();
        let mut from: Option<End> = None;
        for root in &roots {
            let here = End { at: root.clone(), open: true };
            pieces.push(Span { lo: from.take(), hi: Some(here.clone()) });
            pieces.push(Span::point(root));
            from = Some(here);
        }
        pieces.push(Span { lo: from, hi: None });
        let signs = pieces.into_iter().filter_map(|piece| {
            let piece = piece.intersection(&range)?;
            let sign = value_at(&dense, &sample(&piece)).cmp(&Rational::zero());
            let piece = if whole { whole_ends(piece)? } else { piece };
            Some((piece, sign))
        });
        let pieces = signs.collect();
        Some(Line { range, pieces })
    }

    /// Whether no other signs occur.
    pub(super) fn is(&self, signs: &[Ordering]) -> bool {
        self.pieces.iter().all(|(_, sign)| signs.contains(sign))
    }

    pub(super) fn negate(&mut self) {
        self.pieces.iter_mut().for_each(|(_, sign)| *sign = sign.reverse());
    }

    /// Where one of these signs occurs.
    pub(super) fn truth(&self, symbol: &Symbol, signs: &[Ordering]) -> Truth {
        let mut truth = Truth::Never;
        let mut current: Option<Span> = None;
        for (piece, sign) in &self.pieces {
            if signs.contains(sign) {
                current = Some(match current.take() {
                    Some(before) => Span { lo: before.lo, hi: piece.hi.clone() },
                    None => piece.clone(),
                });
            } else if let Some(done) = current.take() {
                truth = truth.or(inside(symbol, &done, &self.range));
            }
        }
        match current {
            Some(done) => truth.or(inside(symbol, &done, &self.range)),
            None => truth,
        }
    }
}

/// The roots in a range, of a polynomial all of whose roots there are rational; nothing where
/// that is not seen.
fn rational_roots(dense: &[Rational], range: &Span) -> Option<Vec<Rational>> {
    let mut roots = Vec::new();
    let mut rest = dense.to_vec();
    for root in [Rational::zero(), Rational::one()] {
        while rest.len() > 1 && value_at(&rest, &root).is_zero() {
            rest = divided(&rest, &root);
            roots.push(root.clone());
        }
    }
    while let Some(root) = simple_root(&rest) {
        rest = divided(&rest, &root);
        roots.push(root);
    }
    if let [c, b, a] = rest.as_slice() {
        let four = Rational::from(4);
        if let Some(root) = square_root(&(b * b - four * a * c)) {
            let two_a = a + a;
            roots.push((-b - &root).checked_div(&two_a)?);
            roots.push((&root - b).checked_div(&two_a)?);
            return Some(roots);
        }
    }
    (rest.len() <= 1 || has_one_sign(&rest, range)).then_some(roots)
}

/// A rational root with a small numerator and denominator: they divide the first and the last of
/// the coefficients, made whole.
fn simple_root(dense: &[Rational]) -> Option<Rational> {
    /// Larger divisors are not tried.
    const LARGEST: i64 = 20;
    if let [b, a] = dense {
        return (-b).checked_div(a);
    }
    let [first, .., last] = dense else { return None };
    let below = dense.iter().fold(Integer::one(), |common, number| {
        let denominator = number.denominator();
        let shared = common.gcd(&denominator);
        common.div_floor(&shared).unwrap_or_else(Integer::one) * denominator
    });
    let below = Rational::from(below);
    let divisors = |number: &Rational| -> Vec<Integer> {
        let whole = (number * &below).numerator();
        let divides =
            |divisor: &Integer| whole.mod_floor(divisor).is_some_and(|rest| rest.is_zero());
        (1..=LARGEST).map(Integer::from).filter(divides).collect()
    };
    let denominators = divisors(last);
    divisors(first).into_iter().find_map(|above| {
        denominators.iter().find_map(|below| {
            let root = Rational::new(above.clone(), below.clone())?;
            [-&root, root].into_iter().find(|root| value_at(dense, root).is_zero())
        })
    })
}

/// Whether the polynomial is seen to be of one sign all over the range, without zeros.
fn has_one_sign(dense: &[Rational], range: &Span) -> bool {
    let mut names = Names::default();
    let symbol = Symbol::new("x");
    let x = names.variable(&symbol);
    let terms = dense
        .iter()
        .enumerate()
        .map(|(power, number)| (Monomial::power(x, power as u64), number.clone()));
    let domain = Domain::of_one(symbol, range.clone());
    let span = range_of(&Polynomial::from_terms(terms), &names, &domain);
    span.is_positive() || span.is_negative()
}

/// The quotient by `x − root`, by Horner's rule.
fn divided(dense: &[Rational], root: &Rational) -> Vec<Rational> {
    let mut carried = Rational::zero();
    let mut quotient: Vec<Rational> = dense
        .iter()
        .skip(1)
        .rev()
        .map(|coefficient| {
            carried = coefficient + &carried * root;
            carried.clone()
        })
        .collect();
    quotient.reverse();
    quotient
}

fn value_at(dense: &[Rational], x: &Rational) -> Rational {
    dense.iter().rev().fold(Rational::zero(), |value, coefficient| value * x + coefficient)
}

/// A number in the interval.
fn sample(piece: &Span) -> Rational {
    let one = Rational::one();
    match (&piece.lo, &piece.hi) {
        (Some(lo), Some(hi)) => (&lo.at + &hi.at) * half(),
        (Some(lo), None) => &lo.at + one,
        (None, Some(hi)) => &hi.at - one,
        (None, None) => Rational::zero(),
    }
}

fn half() -> Rational {
    Rational::new(Integer::one(), Integer::from(2)).unwrap_or_else(Rational::one)
}

/// The whole numbers in an interval; nothing where there are none.
fn whole_ends(piece: Span) -> Option<Span> {
    rounded(piece, true)
}

/// The square root of a number that is not negative, where it is rational.
fn square_root(number: &Rational) -> Option<Rational> {
    let (above, below) = (whole_root(&number.numerator())?, whole_root(&number.denominator())?);
    Rational::new(above, below)
}

/// Newton's method from above.
fn whole_root(square: &Integer) -> Option<Integer> {
    if square.is_negative() {
        return None;
    }
    if square.is_zero() {
        return Some(Integer::zero());
    }
    let bits = u32::try_from(square.bits() / 2 + 1).ok()?;
    let mut root = Integer::from(2).pow(bits);
    loop {
        let next = (&root + square.div_floor(&root)?).div_floor(&Integer::from(2))?;
        if next >= root {
            break;
        }
        root = next;
    }
    (&root * &root == *square).then_some(root)
}
