//! Polynomials as lines of terms.

use crate::report::Expanded;
use kofn_algebra::{Monomial, Rational};

/// The polynomial as text, terms of lower degree first: `R_a R_b + R_c R_d − 2 R_a R_b R_c R_d`.
pub fn text(expanded: &Expanded) -> String {
    joined(expanded, " − ", "−", &|name, exponent| match exponent {
        1 => name.to_owned(),
        _ => format!("{name}{}", superscript(exponent)),
    })
}

/// The polynomial in the language: `R_a*R_b + R_c*R_d - 2*R_a*R_b*R_c*R_d`.
pub fn source(expanded: &Expanded) -> String {
    let terms = expanded.polynomial.terms();
    let mut all = String::new();
    for (monomial, coefficient) in &terms {
        let negative = coefficient.is_negative();
        all.push_str(match (all.is_empty(), negative) {
            (true, true) => "-",
            (true, false) => "",
            (false, true) => " - ",
            (false, false) => " + ",
        });
        let mut factors = Vec::new();
        let size = coefficient.abs();
        if !size.is_one() || monomial.powers().is_empty() {
            factors.push(size.to_string());
        }
        for (variable, exponent) in monomial.powers() {
            let name = &expanded.names[variable.0 as usize];
            factors.push(if *exponent == 1 { name.clone() } else { format!("{name}^{exponent}") });
        }
        all.push_str(&factors.join("*"));
    }
    if terms.is_empty() { "0".to_owned() } else { all }
}

fn joined(
    expanded: &Expanded,
    minus: &str,
    sign: &str,
    power: &dyn Fn(&str, u64) -> String,
) -> String {
    let terms = expanded.polynomial.terms();
    let mut all = String::new();
    for (monomial, coefficient) in &terms {
        let negative = coefficient.is_negative();
        all.push_str(match (all.is_empty(), negative) {
            (true, true) => sign,
            (true, false) => "",
            (false, true) => minus,
            (false, false) => " + ",
        });
        all.push_str(&term(monomial, &coefficient.abs(), expanded, power));
    }
    if terms.is_empty() { "0".to_owned() } else { all }
}

fn term(
    monomial: &Monomial,
    coefficient: &Rational,
    expanded: &Expanded,
    power: &dyn Fn(&str, u64) -> String,
) -> String {
    let mut factors = Vec::new();
    if !coefficient.is_one() || monomial.powers().is_empty() {
        factors.push(coefficient.to_string());
    }
    for (variable, exponent) in monomial.powers() {
        factors.push(power(&expanded.names[variable.0 as usize], *exponent));
    }
    factors.join(" ")
}

fn superscript(exponent: u64) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    exponent.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}
