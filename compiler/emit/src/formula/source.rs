//! Expressions in the language itself, to be read again.

use std::borrow::Cow;
use std::collections::BTreeSet;

use kofn_algebra::{Expr, Function, Rational, Symbol, View};

use super::expand;
use super::plan::names_in;
use super::typeset::{short_decimal, signed};

/// The longest expression that is written, in bytes.
pub const SOURCE_LIMIT: usize = 1 << 20;

/// The expression in the kofn language, `R_H*R_V*(1 - (1 - R_M)^n)`, which a model reads as an
/// equal one.
///
/// A model has no names for parts of an expression, so what is shared is written again wherever
/// it occurs. Nothing is returned where that would pass [`SOURCE_LIMIT`].
pub fn source(expr: &Expr) -> Option<String> {
    let taken = names_in(expr);
    let mut text = String::new();
    let mut pending = vec![Piece::Operand(expr.clone(), Level::Sum, Place::default())];
    while let Some(piece) = pending.pop() {
        match piece {
            Piece::Text(piece) => text.push_str(&piece),
            Piece::Operand(expr, level, place) => {
                let writer = Writer { taken: &taken, place };
                let (own, mut pieces) = writer.pieces(&expr);
                if own < level {
                    pieces.insert(0, "(".into());
                    pieces.push(")".into());
                }
                pending.extend(pieces.into_iter().rev());
            }
        }
        if text.len() > SOURCE_LIMIT {
            return None;
        }
    }
    Some(text)
}

/// How strongly an expression holds together, from loosest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A sum, or anything with a sign in front.
    Sum,
    Product,
    Power,
    Atom,
}

/// Where in an expression something stands.
#[derive(Clone, Copy, Default)]
struct Place {
    /// In how many sums that were written for votes.
    sums: usize,
    /// In an exponent, an index, the ends of a range, or what is rounded: among counts, where
    /// half is `n/2` and not `0.5*n`.
    counts: bool,
}

/// What is still to be written.
enum Piece {
    Text(Cow<'static, str>),
    /// An operand, in parentheses if it is looser than the level.
    Operand(Expr, Level, Place),
}

impl From<&'static str> for Piece {
    fn from(text: &'static str) -> Self {
        Piece::Text(text.into())
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Piece::Text(text.into())
    }
}

struct Writer<'a> {
    taken: &'a BTreeSet<Symbol>,
    place: Place,
}

impl Writer<'_> {
    fn operand(&self, expr: &Expr, level: Level) -> Piece {
        Piece::Operand(expr.clone(), level, self.place)
    }

    fn count(&self, expr: &Expr, level: Level) -> Piece {
        Piece::Operand(expr.clone(), level, Place { counts: true, ..self.place })
    }

    /// One level of an expression.
    fn pieces(&self, expr: &Expr) -> (Level, Vec<Piece>) {
        match expr.view() {
            View::Number(number) => self.number(number),
            View::Symbol(symbol) => (Level::Atom, vec![symbol.to_string().into()]),
            View::Indexed { symbol, index } => {
                let index = self.count(index, Level::Sum);
                (Level::Atom, vec![format!("{symbol}[").into(), index, "]".into()])
            }
            View::Sum(terms) => {
                let terms: Vec<_> = terms.iter().map(signed).collect();
                (Level::Sum, self.sum(&terms))
            }
            View::Complement(_) | View::AnyOf(_) => {
                let terms = [(false, Expr::one()), (true, expr.complement())];
                (Level::Sum, self.sum(&terms))
            }
            View::Product(_) if expr.coefficient().is_negative() => {
                (Level::Sum, self.sum(&[(true, expr.negate())]))
            }
            View::Product(powers) => self.product(powers),
            View::AtLeast { k, n, of } => self.at_least(k, n, of),
            View::AtLeastOf { k, of } => {
                /// Up to so many parts the terms are fewer, and readable.
                const WRITTEN: u32 = 5;
                let written = expand::inclusion_exclusion(*k, of, WRITTEN)
                    .or_else(|| expand::interpolation(*k, of));
                match written {
                    Some(written) => self.pieces(&written),
                    // Too long in any case; this stops the writing.
                    None => (Level::Atom, vec![" ".repeat(SOURCE_LIMIT + 1).into()]),
                }
            }
            View::Pivot { on, works, fails } => self.pieces(&expand::pivot(on, works, fails)),
            View::Every { index, from, to, body } => {
                self.ranged("product", index, [from, to, body])
            }
            View::SumOver { index, from, to, body } => self.ranged("sum", index, [from, to, body]),
            View::Function { name, args } => {
                let mut pieces = vec![Piece::from(name.name()), "(".into()];
                for (place, argument) in args.iter().enumerate() {
                    if place > 0 {
                        pieces.push(", ".into());
                    }
                    pieces.push(match name {
                        Function::Floor | Function::Ceil | Function::Binomial => {
                            self.count(argument, Level::Sum)
                        }
                        _ => self.operand(argument, Level::Sum),
                    });
                }
                pieces.push(")".into());
                (Level::Atom, pieces)
            }
        }
    }

    fn number(&self, number: &Rational) -> (Level, Vec<Piece>) {
        let level = if number.is_negative() { Level::Sum } else { Level::Atom };
        match short_decimal(number).filter(|_| !self.as_quotient(number)) {
            _ if number.is_integer() => (level, vec![number.to_string().into()]),
            Some(decimal) => (level, vec![decimal.into()]),
            None => (level.min(Level::Product), vec![number.to_string().into()]),
        }
    }

    fn sum(&self, terms: &[(bool, Expr)]) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(2 * terms.len());
        for (place, (negative, term)) in terms.iter().enumerate() {
            match (place, negative) {
                (0, false) => {}
                (0, true) => pieces.push("-".into()),
                (_, false) => pieces.push(" + ".into()),
                (_, true) => pieces.push(" - ".into()),
            }
            pieces.push(self.operand(term, Level::Product));
        }
        pieces
    }

    /// A product that is not negative: `a*b/(c*d)`.
    fn product(&self, powers: &[(Expr, Expr)]) -> (Level, Vec<Piece>) {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (base, exponent) in powers {
            match base.as_number().filter(|_| exponent.is_one()) {
                Some(number) if self.as_quotient(number) => {
                    let [up, down] = [number.numerator(), number.denominator()].map(Expr::number);
                    if !up.is_one() {
                        above.push((up, Expr::one()));
                    }
                    below.push((down, Expr::one()));
                }
                _ if exponent.coefficient().is_negative() => {
                    below.push((base.clone(), exponent.negate()));
                }
                _ => above.push((base.clone(), exponent.clone())),
            }
        }
        if let ([(base, exponent)], []) = (above.as_slice(), below.as_slice())
            && !exponent.is_one()
        {
            return (Level::Power, self.power(base, exponent));
        }
        let mut pieces = self.factors(&above);
        if !below.is_empty() {
            let after_number =
                above.last().is_none_or(|(base, exponent)| exponent.is_one() && is_number(base));
            let unit = after_number && below.first().is_some_and(|(base, _)| is_unit(base));
            let bracket = below.len() > 1 || unit;
            pieces.push(if bracket { "/(".into() } else { "/".into() });
            pieces.extend(self.factors(&below));
            if bracket {
                pieces.push(")".into());
            }
        }
        (Level::Product, pieces)
    }

    fn as_quotient(&self, number: &Rational) -> bool {
        let small = number.denominator().to_u64().is_some_and(|divisor| divisor < 100);
        !number.is_integer() && (self.place.counts && small || short_decimal(number).is_none())
    }

    fn factors(&self, powers: &[(Expr, Expr)]) -> Vec<Piece> {
        if powers.is_empty() {
            return vec!["1".into()];
        }
        let mut pieces = Vec::new();
        for (place, (base, exponent)) in powers.iter().enumerate() {
            if place > 0 {
                pieces.push("*".into());
            }
            if exponent.is_one() {
                pieces.push(self.operand(base, Level::Power));
            } else {
                pieces.extend(self.power(base, exponent));
            }
        }
        pieces
    }

    fn power(&self, base: &Expr, exponent: &Expr) -> Vec<Piece> {
        vec![self.operand(base, Level::Atom), "^".into(), self.count(exponent, Level::Atom)]
    }

    /// A vote among alike parts: its terms when the part is a name and the counts are simple,
    /// else the sum over an index, which repeats both less often.
    fn at_least(&self, k: &Expr, n: &Expr, of: &Expr) -> (Level, Vec<Piece>) {
        let index = self.index();
        let place = Place { sums: self.place.sums + 1, ..self.place };
        let inner = Writer { taken: self.taken, place };
        let flat = |count: &Expr| count.operands().iter().all(|part| part.operands().is_empty());
        let name = matches!(of.view(), View::Symbol(_) | View::Indexed { .. } | View::Number(_));
        if name && flat(k) && flat(n) {
            let written = expand::at_least(k, n, of, &index);
            return inner.pieces(&written);
        }
        let i = Expr::symbol(index.clone());
        let mut pieces = vec!["sum(".into()];
        pieces.push(inner.operand(&Expr::binomial(n.clone(), i.clone()), Level::Power));
        pieces.push("*".into());
        pieces.extend(inner.power(of, &i));
        pieces.push("*".into());
        pieces.extend(inner.power(&of.complement(), &Expr::difference(n.clone(), i)));
        pieces.push(format!(" for {index} in ").into());
        pieces.push(self.count(k, Level::Sum));
        pieces.push("..".into());
        pieces.push(self.count(n, Level::Sum));
        pieces.push(")".into());
        (Level::Atom, pieces)
    }

    fn ranged(&self, name: &'static str, index: &Symbol, parts: [&Expr; 3]) -> (Level, Vec<Piece>) {
        let [from, to, body] = parts;
        let [from, to] = [from, to].map(|end| self.count(end, Level::Sum));
        let body = self.operand(body, Level::Sum);
        let binding = format!(" for {index} in ").into();
        (
            Level::Atom,
            vec![name.into(), "(".into(), body, binding, from, "..".into(), to, ")".into()],
        )
    }

    /// An index that neither the author nor a sum around this one uses.
    fn index(&self) -> Symbol {
        let sums = self.place.sums;
        let usual = ["i", "j", "h", "l"].map(Symbol::from).into_iter();
        let free = usual.filter(|name| !self.taken.contains(name)).nth(sums);
        let more = || Symbol::new(format!("i{sums}")).fresh(|name| self.taken.contains(name));
        free.unwrap_or_else(more)
    }
}

fn is_number(expr: &Expr) -> bool {
    expr.as_number().is_some()
}

/// Whether this would be read as a unit behind a number and a slash.
fn is_unit(expr: &Expr) -> bool {
    let unit = |name: &str| matches!(name, "s" | "min" | "h" | "d" | "yr" | "fit");
    matches!(expr.view(), View::Symbol(symbol) if unit(symbol.name()))
}

#[cfg(test)]
mod tests;
