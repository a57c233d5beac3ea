//! The reliability polynomial: multiplied out, canonical, so that equal functions are equal.

use crate::Trouble;
use crate::chance::chance;
use crate::size;
use crate::value::exact;
use kofn_algebra::{
    Chance, ExactLimits, Expr, Polynomial, PolynomialRing, Rational, Symbol, Variable,
    polynomial_of,
};
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
    if names.is_empty()
        && let Some(number) = number_alone(parts, root, view, limits)?
    {
        return Ok(Expanded { polynomial: Polynomial::constant(&number), symbols: Vec::new() });
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

/// The polynomial of a structure of numbers, which exact arithmetic finds sooner than the
/// arithmetic of polynomials.
fn number_alone(
    parts: &Parts,
    root: PartId,
    view: View,
    limits: &Limits,
) -> Result<Option<Rational>, Trouble> {
    let needed = crate::chance::needed(parts, root);
    let mut all = parts.iter().enumerate().filter(|(at, _)| needed[*at]);
    let numbers = all.all(|(_, part)| match part {
        kofn_structure::Part::Leaf { shown, value } => {
            chosen(shown, value, view).as_number().is_some()
        }
        _ => true,
    });
    match numbers {
        true => exact(parts, root, view, ExactLimits::MEMORY, limits).map(Some),
        false => Ok(None),
    }
}

/// A leaf as formulas show it, or as it is computed.
pub(crate) fn chosen<'e>(shown: &'e Expr, value: &'e Expr, view: View) -> &'e Expr {
    match view {
        View::Shown => shown,
        View::Value => value,
    }
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
