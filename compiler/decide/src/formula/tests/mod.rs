//! Solved formulas against the comparisons they were solved from.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod printed;
mod random;
mod soundness;

use kofn_algebra::{Expr, Rational, Symbol};

use crate::question::{Comparison, Parameters, Range, Relation};

fn s(name: &str) -> Expr {
    Expr::symbol(name)
}

fn n(number: i64) -> Expr {
    Expr::from(number)
}

fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

fn any(count: Expr, of: Expr) -> Expr {
    Expr::any_of([(of, count)])
}

fn series(parts: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::product(parts)
}

fn compare(left: Expr, relation: Relation, right: Expr) -> Comparison {
    Comparison { left, relation, right }
}

fn real(lo: i64, hi: i64) -> Range {
    Range::Real { lo: Some(lo.into()), hi: Some(hi.into()) }
}

/// Probabilities for names that begin with `R` or are p, q, r; counts from 1 for n, m and k.
fn usual(comparison: &Comparison) -> Parameters {
    let mut names = comparison.left.symbols();
    names.extend(comparison.right.symbols());
    names
        .into_iter()
        .map(|name| {
            let count = matches!(name.name(), "n" | "m" | "k");
            let range = match count {
                true => Range::Count { lo: 1.into(), hi: None },
                false => real(0, 1),
            };
            (name, range)
        })
        .collect()
}

fn native() -> Expr {
    series([s("R_H"), s("R_M")])
}

fn virtualized(count: Expr) -> Expr {
    series([s("R_H"), s("R_V"), any(count, s("R_M"))])
}

fn own_function(count: Expr) -> Expr {
    series([s("R_H"), s("R_V"), any(count, series([s("R_f"), s("R_M'")]))])
}

fn shared_function(count: Expr) -> Expr {
    series([s("R_H"), s("R_V"), s("R_F"), any(count, s("R_M'"))])
}

fn voting(needed: i64, of: i64) -> Expr {
    series([s("R_H"), s("R_V"), Expr::at_least(n(needed), n(of), s("R_M"))])
}

fn name(text: &str) -> Symbol {
    Symbol::new(text)
}
