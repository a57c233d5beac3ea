//! One expression as code, level by level.

use std::collections::HashMap;

use kofn_algebra::{Expr, Function, Symbol, View};

use super::{LONGEST_ROW, Shape, Sympy};
use crate::formula::expand;
use crate::formula::source::Level;
use crate::formula::typeset::signed;

pub(super) struct Writer<'a> {
    pub sympy: &'a mut Sympy,
    /// The identifiers of the named parts.
    pub parts: HashMap<Symbol, String>,
    /// The index of a vote that has to be written out.
    pub index: Symbol,
}

impl Writer<'_> {
    /// Code that is an expression of SymPy's, not a number of Python's.
    pub(super) fn whole(&mut self, expr: &Expr) -> String {
        match expr.view() {
            View::Number(number) => self.sympy.number(number),
            _ => self.write(expr).1,
        }
    }

    fn at(&mut self, expr: &Expr, level: Level) -> String {
        let (own, text) = self.write(expr);
        if own < level { format!("({text})") } else { text }
    }

    fn write(&mut self, expr: &Expr) -> (Level, String) {
        if expr.coefficient().is_negative() && expr.as_number().is_none() {
            return self.sum(&[(true, expr.negate())]);
        }
        match expr.view() {
            View::Number(number) if number.is_integer() => {
                let level = if number.is_negative() { Level::Sum } else { Level::Atom };
                (level, number.to_string())
            }
            View::Number(number) => (Level::Atom, self.sympy.number(number)),
            View::Symbol(symbol) => match self.parts.get(symbol) {
                Some(part) => (Level::Atom, part.clone()),
                None => (Level::Atom, self.sympy.name(symbol, Shape::One)),
            },
            View::Indexed { symbol, index } => {
                let index = self.at(index, Level::Sum);
                let family = self.sympy.name(symbol, Shape::Family);
                (Level::Atom, format!("{family}[{index}]"))
            }
            View::Sum(terms) => {
                let terms: Vec<(bool, Expr)> = terms.iter().map(signed).collect();
                self.sum(&terms)
            }
            View::Complement(_) | View::AnyOf(_) => {
                self.sum(&[(false, Expr::one()), (true, expr.complement())])
            }
            View::Product(powers) => self.product(powers),
            View::AtLeast { k, n, of } => {
                let written = expand::at_least(k, n, of, &self.index.clone());
                self.write(&written)
            }
            View::Pivot { on, works, fails } => self.write(&expand::pivot(on, works, fails)),
            View::AtLeastOf { k, of } => (Level::Atom, self.at_least_of(*k, of)),
            View::Every { index, from, to, body } => {
                (Level::Atom, self.over("Product", index, [from, to, body]))
            }
            View::SumOver { index, from, to, body } => {
                (Level::Atom, self.over("Sum", index, [from, to, body]))
            }
            View::Function { name, args } => {
                let function = self.sympy.import(match name {
                    Function::Min => "Min",
                    Function::Max => "Max",
                    Function::Floor => "floor",
                    Function::Ceil => "ceiling",
                    Function::Mod => "Mod",
                    Function::Exp => "exp",
                    Function::Log => "log",
                    Function::Binomial => "binomial",
                });
                let args: Vec<String> = args.iter().map(|arg| self.at(arg, Level::Sum)).collect();
                (Level::Atom, format!("{function}({})", args.join(", ")))
            }
        }
    }

    fn sum(&mut self, terms: &[(bool, Expr)]) -> (Level, String) {
        if terms.len() > LONGEST_ROW {
            let terms: Vec<String> = terms
                .iter()
                .map(|(negative, term)| {
                    let term = self.at(term, Level::Product);
                    if *negative { format!("-{term}") } else { term }
                })
                .collect();
            return (Level::Atom, format!("{}({})", self.sympy.import("Add"), terms.join(", ")));
        }
        let mut text = String::new();
        for (place, (negative, term)) in terms.iter().enumerate() {
            text.push_str(match (place, negative) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            });
            text.push_str(&self.at(term, Level::Product));
        }
        (Level::Sum, text)
    }

    /// A product that is not negative: `a*b/(c*d)`.
    fn product(&mut self, powers: &[(Expr, Expr)]) -> (Level, String) {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (base, exponent) in powers {
            if exponent.coefficient().is_negative() {
                below.push(self.power(base, &exponent.negate()));
            } else {
                above.push(self.power(base, exponent));
            }
        }
        if below.is_empty() && above.len() == 1 {
            return above.swap_remove(0);
        }
        let above = self.factors(above).1;
        if below.is_empty() {
            return (Level::Product, above);
        }
        let (level, below) = self.factors(below);
        let below = if level < Level::Power { format!("({below})") } else { below };
        (Level::Product, format!("{above}/{below}"))
    }

    fn factors(&mut self, factors: Vec<(Level, String)>) -> (Level, String) {
        let (levels, factors): (Vec<Level>, Vec<String>) = factors.into_iter().unzip();
        match factors.len() {
            0 => (Level::Atom, "1".to_owned()),
            1 => (levels[0], factors.concat()),
            LONGEST_ROW.. => {
                (Level::Atom, format!("{}({})", self.sympy.import("Mul"), factors.join(", ")))
            }
            _ => (Level::Product, factors.join("*")),
        }
    }

    /// A factor: at least a power.
    fn power(&mut self, base: &Expr, exponent: &Expr) -> (Level, String) {
        if exponent.is_one() {
            let (level, text) = self.write(base);
            return if level < Level::Power {
                (Level::Atom, format!("({text})"))
            } else {
                (level, text)
            };
        }
        let base = match base.as_number() {
            // Python's own numbers are not raised exactly.
            Some(number) => self.sympy.number(&number.clone()),
            None => self.at(base, Level::Atom),
        };
        let exponent = self.at(exponent, Level::Atom);
        (Level::Power, format!("{base}**{exponent}"))
    }

    fn at_least_of(&mut self, k: u64, of: &[(Expr, u64)]) -> String {
        self.sympy.at_least = true;
        let mut text = format!("AtLeast({k}");
        for (part, copies) in of {
            if *copies == 1 {
                let part = self.at(part, Level::Sum);
                text.push_str(&format!(", {part}"));
            } else {
                let part = self.whole(part);
                text.push_str(&format!(", *[{part}]*{copies}"));
            }
        }
        text.push(')');
        text
    }

    /// A sum or product over an index. SymPy takes a range that ends more than one before it begins
    /// for one that is gone through backwards; ours is empty.
    fn over(&mut self, sign: &'static str, index: &Symbol, parts: [&Expr; 3]) -> String {
        let [from, to, body] = parts;
        let known = from.as_number().is_some() && to.as_number().is_some();
        let sure = known || counts(body, to, index);
        let body = self.at(body, Level::Sum);
        let [start, mut end] = [from, to].map(|end| self.at(end, Level::Sum));
        if !sure {
            let before = self.at(&Expr::difference(from.clone(), Expr::one()), Level::Sum);
            end = format!("{}({end}, {before})", self.sympy.import("Max"));
        }
        let index = self.sympy.name(index, Shape::One);
        format!("{}({body}, ({index}, {start}, {end}))", self.sympy.import(sign))
    }
}

/// Whether the body has the factor C(to, index), which is 0 beyond the end.
fn counts(body: &Expr, to: &Expr, index: &Symbol) -> bool {
    let View::Product(powers) = body.view() else { return false };
    powers.iter().any(|(base, _)| match base.view() {
        View::Function { name: Function::Binomial, args } => {
            matches!(args.as_slice(), [n, k] if n == to
                && matches!(k.view(), View::Symbol(symbol) if symbol == index))
        }
        _ => false,
    })
}
