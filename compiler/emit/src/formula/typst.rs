//! Formulas in the mathematics of Typst.
//!
//! A word of two letters is a name of Typst's there, so words stand in quotes; Greek letters are written
//! as they are. A bracket right behind a word would be a call: a space stands before each.

use std::fmt::Write as _;

use kofn_algebra::{Expr, Symbol};

use super::names::{Parts, greek_letter, greek_name, split_primes};
use super::notation::{Kind, Notation, Over, Piece};
use super::typeset::typeset;
use super::{Formula, Style, Words};

/// The expression in Typst's mathematics, for `$ … $`: `R_H R_V [1 - (1 - R_M)^n]`.
pub fn typst(expr: &Expr) -> Formula {
    typeset(expr, &Style::default(), &Typst)
}

/// A parameter's name in Typst's mathematics: `R_V`, `λ_V`, `"hypervisor"`.
pub fn typst_name(symbol: &Symbol) -> String {
    Typst.name(symbol.name()).text
}

struct Typst;

const WORDS: Words =
    Words { before_names: r#" quad "where" quad "#, equals: " = ", between_names: ", quad " };

impl Notation for Typst {
    fn words(&self) -> &'static Words {
        &WORDS
    }

    fn too_many(&self, names: usize) -> String {
        format!(r#"dots "({names} named parts; see --to expanded or --to json)""#)
    }

    fn too_long(&self) -> String {
        r#"dots "(too long to print; see --to expanded or --to json)""#.to_owned()
    }

    fn at_least_legend(&self) -> String {
        concat!(
            r#"op("P") (≥ k "of" x_1, dots, x_n) = "#,
            r#"sum_(S ⊆ {1, dots, n}, |S| ≥ k) product_(i ∈ S) x_i product_(i ∉ S) (1 - x_i)"#,
        )
        .to_owned()
    }

    fn name(&self, name: &str) -> Piece {
        let parts = Parts::of(name);
        if let Some(index) = parts.index {
            let family = name.split_once('[').map_or(name, |(family, _)| family);
            return self.indexed(family, &word(index));
        }
        let front = front(&parts);
        let text = match parts.subscript {
            Some(subscript) => format!("{front}{}", attached('_', &word(subscript))),
            None => front,
        };
        let mut letters = text.chars();
        let letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        Piece::new(text, if letter { Kind::Letter } else { Kind::Atom }, 0)
    }

    fn indexed(&self, family: &str, index: &str) -> Piece {
        let parts = Parts::of(family);
        let index = match parts.subscript {
            Some(subscript) => format!("{}{}", word(subscript), attached('_', index)),
            None => index.to_owned(),
        };
        Piece::new(format!("{}{}", front(&parts), attached('_', &index)), Kind::Atom, 0)
    }

    fn plus(&self, tight: bool) -> &'static str {
        if tight { "+" } else { " + " }
    }

    fn minus(&self, tight: bool) -> &'static str {
        if tight { "-" } else { " - " }
    }

    fn negative(&self) -> &'static str {
        "-"
    }

    fn scientific(&self, digits: &str, exponent: &str) -> String {
        let power = format!("10{}", self.superscript(exponent));
        if digits == "1" { power } else { format!("{digits} dot {power}") }
    }

    fn between(&self, left: Kind, right: Kind) -> &'static str {
        if left == Kind::Number && right == Kind::Number { " dot " } else { " " }
    }

    fn superscript(&self, exponent: &str) -> String {
        attached('^', exponent)
    }

    fn root(&self, of: &Piece) -> Piece {
        Piece::new(format!("sqrt({})", of.text), Kind::Call, of.depth)
    }

    fn bracket(&self, depth: usize, inner: &str) -> String {
        match depth % 3 {
            0 => format!("({inner})"),
            1 => format!("[{inner}]"),
            _ => format!("{{{inner}}}"),
        }
    }

    fn stacked(&self, above: &Piece, below: &Piece) -> Option<Piece> {
        let text = format!("frac({}, {})", above.text, below.text);
        Some(Piece::new(text, Kind::Call, above.depth.max(below.depth)))
    }

    /// The sign itself would set one above the other, and take only what stands next to it.
    fn slash(&self, _: bool) -> &'static str {
        r"\/"
    }

    fn over(&self, sign: Over, index: &str, from: &str, to: &str, body: &str) -> String {
        let sign = match sign {
            Over::Sum => "sum",
            Over::Product => "product",
        };
        format!("{sign}_({index}={from}){} {body}", attached('^', to))
    }

    fn binomial(&self, n: &str, k: &str) -> Piece {
        Piece::new(format!("binom({n}, {k})"), Kind::Atom, 0)
    }

    fn floor(&self, inner: &str) -> String {
        format!("floor({inner})")
    }

    fn ceil(&self, inner: &str) -> String {
        format!("ceil({inner})")
    }

    fn exponential(&self, exponent: &str) -> String {
        format!("e{}", attached('^', exponent))
    }

    fn call(&self, function: &str, args: &[String]) -> String {
        let name = match function {
            "min" | "max" | "log" => function.to_owned(),
            _ => format!("op({})", quoted(function)),
        };
        format!("{name} ({})", args.join(", "))
    }

    fn at_least_of(&self, k: u64, parts: &[(String, u64)]) -> String {
        let mut text = format!(r#"op("P") (≥ {k} "of" "#);
        for (place, (part, copies)) in parts.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{part}");
            if *copies > 1 {
                let _ = write!(text, " times {copies}");
            }
        }
        text.push(')');
        text
    }
}

/// A subscript or superscript: in parentheses, which are not printed, unless it is one thing.
fn attached(sign: char, text: &str) -> String {
    let mut characters = text.chars();
    let one = characters.next().is_some_and(char::is_alphanumeric) && characters.next().is_none();
    let number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let string = inner.is_some_and(|inner| !inner.contains('"'));
    if one || number || string { format!("{sign}{text}") } else { format!("{sign}({text})") }
}

/// The letter of a name, behind the system it belongs to.
fn front(parts: &Parts<'_>) -> String {
    match parts.qualifier {
        Some(qualifier) => format!("{}{}", quoted(&format!("{qualifier}.")), word(parts.base)),
        None => word(parts.base),
    }
}

/// A word of a name: one letter italic, a number or a Greek letter as it is, others upright.
fn word(word: &str) -> String {
    let (name, primes) = split_primes(word);
    let mut letters = name.chars();
    let only = letters.next().filter(|_| letters.next().is_none());
    // Some letters have two characters; the one with a name is set.
    let greek = only.and_then(greek_name).and_then(greek_letter).or_else(|| greek_letter(name));
    if let Some(letter) = greek.or(only.filter(char::is_ascii_alphanumeric)) {
        return format!("{letter}{primes}");
    }
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') {
        return word.to_owned();
    }
    format!("{}{primes}", quoted(name))
}

/// A string of Typst's.
fn quoted(text: &str) -> String {
    super::names::quoted(text, |character| format!("\\u{{{character:x}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_letters() {
        let name = |name: &str| typst_name(&Symbol::from(name));
        assert_eq!(name("R_M"), "R_M");
        assert_eq!(name("R_vm"), r#"R_"vm""#);
        assert_eq!(name("R_vm'"), r#"R_("vm"')"#);
        assert_eq!(name("lambda_V"), "λ_V");
        assert_eq!(name("µ_10"), "μ_10");
        assert_eq!(name("web.R_M"), r#""web."R_M"#);
        assert_eq!(name("R_M[12]"), "R_(M_12)");
        assert_eq!(name("R[1,2]"), "R_(1,2)");
        assert_eq!(name("sum"), r#""sum""#);
        assert_eq!(name("Größe"), r#""Größe""#);
    }

    #[test]
    fn strings_end_where_they_should() {
        assert_eq!(quoted("a\"b\\c\n$#"), r#""a\"b\\c\u{a}$#""#);
    }
}
