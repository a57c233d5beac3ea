//! The reliability polynomial: multiplied out, canonical, so that equal functions are equal.

use crate::Trouble;
use crate::chance::chance;
use crate::size;
use kofn_algebra::{Chance, Expr, Polynomial, PolynomialRing, Symbol, Variable, polynomial_of};
use kofn_boolean::Limits;
use kofn_structure::{PartId, Parts, View};
use std::collections::BTreeMap;

/// A polynomial with the symbols that its variables stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Expanded {
    /// The polynomial.
    pub polynomial: Polynomial,
    /// Variable `v` is `symbols[v]`; in order of name, so that equal functions of the same symbols
    /// are equal polynomials.
    pub symbols: Vec<Symbol>,
}

/// The probability that `root` works, multiplied out over the symbols of its leaves, or over those
/// that are left where the others have their values.
///
/// Fails where more than `term_limit` terms arise, where a leaf is not a polynomial of its
/// symbols, and where a count is open.
pub fn expanded(
    parts: &Parts,
    root: PartId,
    view: View,
    term_limit: u64,
    limits: &Limits,
) -> Result<Expanded, Trouble> {
    fn chosen<'e>(shown: &'e Expr, value: &'e Expr, view: View) -> &'e Expr {
        match view {
            View::Shown => shown,
            View::Value => value,
        }
    }
    check_degree(parts, root)?;
    let mut names: BTreeMap<Symbol, Variable> = BTreeMap::new();
    let needed = crate::chance::needed(parts, root);
    for (at, part) in parts.iter().enumerate() {
        if let (true, kofn_structure::Part::Leaf { shown, value }) = (needed[at], part) {
            for symbol in chosen(shown, value, view).symbols() {
                names.insert(symbol, Variable(0));
            }
        }
    }
    for (at, variable) in names.values_mut().enumerate() {
        *variable = Variable(u32::try_from(at).unwrap_or(u32::MAX));
    }
    let ring = PolynomialRing::new(term_limit);
    let result = chance(&ring, parts, root, limits, &mut |shown, value| {
        let polynomial = polynomial_of(
            chosen(shown, value, view),
            &mut |symbol| names.get(symbol).copied().unwrap_or(Variable(u32::MAX)),
            term_limit,
        )
        .map_err(|why| Trouble::Undefined(format!("not a polynomial: {why}")))?;
        Ok(Chance { works: Ok(polynomial.clone()), fails: Ok(polynomial.complement()) })
    })?;
    let polynomial = result.works?;
    Ok(Expanded { polynomial, symbols: names.into_keys().collect() })
}

/// A polynomial of higher degree is not multiplied out: its coefficients alone would fill the
/// memory.
const HIGHEST_DEGREE: u128 = 10_000;

/// Bounds the degree, and with it the length of numbers that are powers of numbers.
fn check_degree(parts: &Parts, root: PartId) -> Result<(), Trouble> {
    let degree = size::total(parts, root, |_| Some(1))?;
    if degree.is_some_and(|degree| degree > HIGHEST_DEGREE) {
        let what = "factors in a term of a polynomial".to_owned();
        return Err(Trouble::Limit { what, limit: 10_000 });
    }
    Ok(())
}

/// An expression multiplied out over `symbols`, which variables stand for in order. `None` where it
/// is not a polynomial, or has more terms.
pub fn polynomial_of_expression(
    expr: &Expr,
    symbols: &[Symbol],
    term_limit: u64,
) -> Option<Polynomial> {
    let variables: BTreeMap<&Symbol, Variable> = symbols
        .iter()
        .enumerate()
        .map(|(at, symbol)| (symbol, Variable(u32::try_from(at).unwrap_or(u32::MAX))))
        .collect();
    let mut strange = false;
    let polynomial = polynomial_of(
        expr,
        &mut |symbol| match variables.get(symbol) {
            Some(variable) => *variable,
            None => {
                strange = true;
                Variable(u32::MAX)
            }
        },
        term_limit,
    );
    polynomial.ok().filter(|_| !strange)
}
