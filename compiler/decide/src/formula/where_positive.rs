//! Where a polynomial is positive, as conditions on single parameters.
//!
//! The polynomial is written as a product of powers `x`, powers `1 − x`, and a rest; parts in one
//! parameter become intervals of it, where the ends are readable numbers, and else stand as they
//! are. What is not seen through like this is left to the caller.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{Monomial, Polynomial, Rational, Variable};

use super::bernstein::sign_of;
use super::common_factor::divide;
use super::domain::{Domain, Values};
use super::line::Line;
use super::polynomials::{Names, coefficients, split_powers};
use super::simplify::itself;
use super::truth::Truth;

/// Where the polynomial is positive, or not negative when not `strict`; nothing where that
/// cannot be said in simpler terms.
pub(super) fn where_positive(
    polynomial: &Polynomial,
    strict: bool,
    names: &Names,
    domain: &Domain,
) -> Option<Truth> {
    if let Some(number) = polynomial.to_constant() {
        return Some(Truth::of(number > Rational::zero() || (!strict && number.is_zero())));
    }
    let span = sign_of(polynomial, names, domain);
    if span.is_positive() || (!strict && span.is_nonnegative()) {
        return Some(Truth::Always);
    }
    if span.is_negative() || (strict && span.is_nonpositive()) {
        return Some(Truth::Never);
    }
    let mut product = Parts::of(polynomial);
    let mut flipped = false;
    let mut lines = Vec::new();
    for (variable, part) in &product.single {
        let symbol = names.symbol(*variable)?;
        let Values { span, whole } = domain.values(symbol);
        let mut line = Line::of(part, span, whole)?;
        if line.is(&[Ordering::Less, Ordering::Equal]) {
            flipped = !flipped;
            line.negate();
        }
        lines.push((symbol, line));
    }
    let mut rest_truth = Truth::Always;
    if let Some(rest) = product.rest.take() {
        let span = sign_of(&rest, names, domain);
        if span.is_negative() {
            flipped = !flipped;
        } else if !span.is_positive() {
            if lines.is_empty() {
                return None;
            }
            let rest = if flipped { -&rest } else { rest };
            flipped = false;
            rest_truth = as_it_is(&rest, strict, names);
        }
    }
    let (definite, open): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|(_, line)| line.is(&[Ordering::Equal, Ordering::Greater]));
    let undecided = open.len() + usize::from(rest_truth != Truth::Always);
    if undecided > 1 || (!strict && undecided == 0) {
        // Without an open part the product has one sign, and only its zeros are in question.
        return (undecided == 0 && !flipped).then_some(Truth::Always);
    }
    if strict && undecided == 0 && flipped {
        return Some(Truth::Never);
    }
    if !strict && definite.iter().any(|(_, line)| !line.is(&[Ordering::Greater])) {
        return None;
    }
    let alone = open.len() + definite.len() == 1 && rest_truth == Truth::Always;
    let mut truth = rest_truth;
    for (symbol, mut line) in open {
        if flipped {
            line.negate();
        }
        let wanted: &[Ordering] =
            if strict { &[Ordering::Greater] } else { &[Ordering::Equal, Ordering::Greater] };
        let readable = line.truth(symbol, wanted);
        if readable.is_none() && alone {
            return None;
        }
        let here = readable.unwrap_or_else(|| as_it_is(line.polynomial(), strict, names));
        truth = truth.and(here);
    }
    for (symbol, line) in definite {
        let readable = line.truth(symbol, &[Ordering::Greater]);
        if readable.is_none() && alone {
            return None;
        }
        truth = truth.and(readable.unwrap_or_else(|| as_it_is(line.polynomial(), true, names)));
    }
    Some(truth)
}

/// `a > b` for the polynomial `a − b`, without minus signs on either side.
fn as_it_is(polynomial: &Polynomial, strict: bool, names: &Names) -> Truth {
    let (plus, minus): (Vec<_>, Vec<_>) =
        polynomial.terms().into_iter().partition(|(_, number)| !number.is_negative());
    let sides = [Polynomial::from_terms(plus), -&Polynomial::from_terms(minus)];
    let [great, less] = sides.map(|side| names.expression(&side));
    itself(&great, &less, strict)
}

/// A polynomial as a product of polynomials in one variable each, and one in several.
struct Parts {
    single: BTreeMap<Variable, Polynomial>,
    rest: Option<Polynomial>,
}

impl Parts {
    fn of(polynomial: &Polynomial) -> Parts {
        let (powers, mut rest) = split_powers(polynomial);
        let mut single: BTreeMap<Variable, Polynomial> = powers
            .powers()
            .iter()
            .map(|(variable, exponent)| {
                let power = Monomial::power(*variable, *exponent);
                (*variable, Polynomial::from_terms([(power, Rational::one())]))
            })
            .collect();
        for variable in rest.variables() {
            let fails = Polynomial::variable(variable).complement();
            while vanishes_at_one(&rest, variable) {
                let Some(quotient) = divide(&rest, &fails) else { break };
                rest = quotient;
                let part = single.entry(variable).or_insert_with(Polynomial::one);
                *part = &*part * &fails;
            }
        }
        let inside: Vec<Variable> = rest.variables().into_iter().collect();
        match inside.as_slice() {
            [only] => {
                let part = single.entry(*only).or_insert_with(Polynomial::one);
                *part = &*part * &rest;
                Parts { single, rest: None }
            }
            _ => Parts { single, rest: Some(rest) },
        }
    }
}

/// Whether a polynomial other than 0 is 0 where a variable is 1.
fn vanishes_at_one(polynomial: &Polynomial, variable: Variable) -> bool {
    let powers = coefficients(polynomial, variable);
    !powers.is_empty()
        && powers.iter().fold(Polynomial::zero(), |sum, power| &sum + power).is_zero()
}
