//! The sign of a polynomial on a box, from its Bernstein coefficients.
//!
//! The box is not divided: this is for signs that are plain.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, Polynomial, Rational};

use super::domain::Domain;
use super::polynomials::Names;
use super::span::Span;

/// With more steps the sign is taken to be unknown.
const MOST_STEPS: u64 = 1 << 18;

/// The signs that a polynomial may have on the parameters' ranges, as the numbers with these
/// signs; all numbers where a range is unbounded.
pub(super) fn sign_of(polynomial: &Polynomial, names: &Names, domain: &Domain) -> Span {
    let Some(form) = form_of(polynomial, names, domain) else { return Span::unknown() };
    // Where no coefficient is on the other side of 0, a zero lies on a face that has one as a
    // corner.
    let has_zero = form.corners().any(|(_, sign)| sign == Ordering::Equal);
    let upward = if has_zero { Span::nonnegative() } else { Span::positive() };
    if form.is_zero() {
        Span::point(&Rational::zero())
    } else if form.is_nowhere_negative() {
        upward
    } else if form.is_nowhere_positive() {
        upward.negate()
    } else {
        Span::unknown()
    }
}

fn form_of(polynomial: &Polynomial, names: &Names, domain: &Domain) -> Option<BernsteinForm> {
    let mut inside = polynomial.clone();
    let mut bounds = BTreeMap::new();
    for variable in polynomial.variables() {
        let span = domain.values(names.symbol(variable)?).span;
        let (lo, hi) = (span.lo?.at, span.hi?.at);
        if lo < hi {
            bounds.insert(variable, (lo, hi));
        } else {
            inside = inside.at(variable, &lo).ok()?;
        }
    }
    BernsteinForm::new(&inside, &bounds, MOST_STEPS).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Parameters, Range};
    use kofn_algebra::{Expr, Symbol};

    #[test]
    fn signs_are_those_of_the_values() {
        let (p, q) = (Expr::symbol("p"), Expr::symbol("q"));
        let ratio = |n: i64, d: i64| Rational::new(n.into(), d.into()).unwrap();
        let range = |lo: i64, hi: i64| Range::Real { lo: Some(lo.into()), hi: Some(hi.into()) };
        let mut known = 0;
        for (shift, last) in (-80..=80).flat_map(|shift| [(shift, 1), (shift, 3)]) {
            // On the whole box, and on the side q = 1 of it.
            let parameters = Parameters::from([
                (Symbol::new("p"), range(-1, 2)),
                (Symbol::new("q"), range(1, last)),
            ]);
            let expr = Expr::sum([
                Expr::product([3.into(), Expr::power(p.clone(), 2.into())]),
                Expr::product([Expr::from(-5), p.clone(), q.clone()]),
                Expr::power(q.clone(), 3.into()),
                Expr::from(shift),
            ]);
            let mut names = Names::default();
            let polynomial = names.polynomial(&expr).unwrap();
            let span = sign_of(&polynomial, &names, &Domain::new(&parameters));
            known += u32::from(span != Span::unknown());
            for i in 0..=6 {
                for j in 0..=2 * (last - 1) {
                    let (p, q) = (ratio(i - 2, 2), ratio(j + 2, 2));
                    let value = expr.evaluate(&|symbol| {
                        Some(if symbol.name() == "p" { p.clone() } else { q.clone() })
                    });
                    let value = Span::point(&value.unwrap());
                    assert!(span.intersection(&value).is_some(), "{shift} {i} {j}");
                }
            }
        }
        assert!(known > 150, "{known}");
    }
}
