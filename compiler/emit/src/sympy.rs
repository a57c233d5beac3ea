//! Formulas as a Python script for SymPy, with exact numbers.

use crate::formula::{Code, Shape, Sympy, is_stable};
use crate::report::{Formula, Report, SymbolKind, SystemReport};
use kofn_algebra::{Symbol, View};
use std::collections::BTreeMap;

/// Symbols with their assumptions, an expression for each system, and the values of parameters:
/// `systems["site"].subs(values["site"])` is its reliability.
///
/// Names that Python or SymPy would understand otherwise are altered; the symbols have the names of the
/// model. A system without a formula is a comment that says why.
pub fn report(report: &Report) -> String {
    let mut sympy = Sympy::new();
    let mut declared = Declared::default();
    for system in &report.systems {
        declared.meet(system, &mut sympy);
    }
    let mut body = String::new();
    let (mut systems, mut values) = (String::new(), String::new());
    for system in &report.systems {
        match &system.formula {
            Formula::Closed(expr) => match sympy.code(expr) {
                Some(Code { parts, body: formula }) => {
                    for (name, value) in parts {
                        body.push_str(&format!("{name} = {value}\n"));
                    }
                    let name = sympy.give(&format!("R_{}", system.name));
                    body.push_str(&format!("{name} = {formula}\n"));
                    let key = string(&system.name);
                    systems.push_str(&format!("    {key}: {name},\n"));
                    let given = given(system, &mut sympy);
                    values.push_str(&format!("    {key}: {{{given}}},\n"));
                }
                None => {
                    body.push_str(&format!("# {}: no formula: it is too long\n", system.name));
                }
            },
            Formula::TooLong(why) => {
                body.push_str(&format!("# {}: no formula: {why}\n", system.name));
            }
            Formula::Template(why) => body.push_str(&format!("# {}: {why}\n", system.name)),
        }
    }
    let declarations = declared.written(&mut sympy);
    let mut text = sympy.preamble();
    for block in [declarations, body] {
        if !block.is_empty() && !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&block);
    }
    text.push_str(&format!("\nsystems = {{\n{systems}}}\n"));
    text.push_str(&format!("\nvalues = {{\n{values}}}\n"));
    text
}

/// Whether a letter of a name stands in its identifier as it is; Python gives others another form.
pub fn keeps(letter: char) -> bool {
    is_stable(letter)
}

/// The values of the parameters in a system's formula, as items of a dictionary.
fn given(system: &SystemReport, sympy: &mut Sympy) -> String {
    let items: Vec<String> = system
        .given
        .iter()
        .filter_map(|(symbol, value)| match symbol.view() {
            View::Symbol(symbol) => {
                let name = sympy.name(symbol, Shape::One);
                Some(format!("{name}: {}", sympy.number(value)))
            }
            _ => None,
        })
        .collect();
    items.join(", ")
}

/// The symbols of all systems, in the order in which they are met, with what each is assumed to be.
#[derive(Default)]
struct Declared {
    order: Vec<(Symbol, Shape)>,
    assumed: BTreeMap<(Symbol, Shape), &'static str>,
}

impl Declared {
    fn meet(&mut self, system: &SystemReport, sympy: &mut Sympy) {
        let Formula::Closed(expr) = &system.formula else { return };
        let given = system.given.iter().filter_map(|(symbol, _)| match symbol.view() {
            View::Symbol(symbol) => Some((symbol.clone(), Shape::One, false)),
            _ => None,
        });
        for (symbol, shape, bound) in Sympy::met(expr).into_iter().chain(given) {
            let assumed = match system.kinds.get(&symbol) {
                _ if bound => "integer=True",
                Some(SymbolKind::Count) => "integer=True, nonnegative=True",
                Some(SymbolKind::Number) => "real=True",
                Some(SymbolKind::Probability) | None => "nonnegative=True",
            };
            sympy.name(&symbol, shape);
            let known = (symbol, shape);
            match self.assumed.get_mut(&known) {
                // Another system has something else under this name.
                Some(before) if *before != assumed => *before = "real=True",
                Some(_) => {}
                None => {
                    self.assumed.insert(known.clone(), assumed);
                    self.order.push(known);
                }
            }
        }
    }

    /// The declarations: names that Python takes as they are stand on one line.
    fn written(&self, sympy: &mut Sympy) -> String {
        let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
        let mut text = String::new();
        for known in &self.order {
            let (symbol, shape) = known;
            let assumed = self.assumed[known];
            let name = sympy.name(symbol, *shape);
            let plain = name == symbol.name() && name.is_ascii();
            if *shape == Shape::One && plain {
                match lines.iter_mut().find(|(with, _)| *with == assumed) {
                    Some((_, names)) => names.push(name),
                    None => lines.push((assumed, vec![name])),
                }
                continue;
            }
            let constructor = sympy.import(match shape {
                Shape::One => "Symbol",
                Shape::Family => "IndexedBase",
            });
            let quoted = string(symbol.name());
            text.push_str(&format!("{name} = {constructor}({quoted}, {assumed})\n"));
        }
        for (assumed, names) in lines.iter().rev() {
            let constructor = sympy.import("symbols");
            let (left, right) = (names.join(", "), names.join(" "));
            text.insert_str(0, &format!("{left} = {constructor}(\"{right}\", {assumed})\n"));
        }
        text
    }
}

/// A string of Python's.
fn string(text: &str) -> String {
    crate::formula::quoted(text, |character| format!("\\x{character:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_where_they_should() {
        assert_eq!(string("a\"b\\c\n'λ"), "\"a\\\"b\\\\c\\x0a'λ\"");
    }
}
