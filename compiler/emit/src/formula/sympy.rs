//! Formulas as Python code for SymPy, with exact numbers.
//!
//! Long and shared parts are assigned to names before they are used, as in the printed formulas. Python
//! reads brackets inside each other, and long rows of operators, only so far: deep formulas are refused,
//! long rows are written as calls.

mod writer;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kofn_algebra::{Expr, Rational, Symbol, View};

use super::Style;
use super::identifiers::Identifiers;
use super::plan::{Plan, free_index};
use writer::Writer;

/// More operands than this are written as arguments of a call.
const LONGEST_ROW: usize = 50;

/// A formula with more levels than this is not written: each may have two brackets, and Python reads
/// at most 200 inside each other.
const DEEPEST: usize = 80;

/// A formula that would be longer than this, in characters, is not written.
const LONGEST: usize = 4_000_000;

/// A vote among unlike parts: a function, since written out it may be as long as all subsets.
const AT_LEAST: &str = include_str!("sympy/at_least.py");

/// Python code for some expressions.
pub(crate) struct Sympy {
    identifiers: Identifiers,
    /// What names are called: of symbols, and of families of them.
    names: BTreeMap<(Symbol, Shape), String>,
    /// What has to be imported.
    imports: BTreeSet<&'static str>,
    at_least: bool,
    parts: usize,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// A number.
    One,
    /// A number for each index.
    Family,
}

/// An expression as Python code.
pub(crate) struct Code {
    /// Assignments `(name, value)` of parts, each before it is used.
    pub parts: Vec<(String, String)>,
    /// The expression.
    pub body: String,
}

impl Sympy {
    pub(crate) fn new() -> Self {
        Sympy {
            identifiers: Identifiers::default(),
            names: BTreeMap::new(),
            imports: BTreeSet::new(),
            at_least: false,
            parts: 0,
        }
    }

    /// The symbols and families of an expression, and whether each is the index of a sum or product,
    /// in the order in which they are met.
    pub(crate) fn met(expr: &Expr) -> Vec<(Symbol, Shape, bool)> {
        let plan = plan(expr);
        let mut seen = BTreeSet::new();
        let mut bound = BTreeSet::new();
        let mut met: Vec<(Symbol, Shape)> = Vec::new();
        let mut meet = |symbol: &Symbol, shape: Shape| {
            if !plan.parts.contains_key(symbol) && seen.insert((symbol.clone(), shape)) {
                met.push((symbol.clone(), shape));
            }
        };
        for part in in_order(&plan).iter().map(|(_, part)| part).chain([&plan.body]) {
            for part in part.postorder() {
                match part.view() {
                    View::Symbol(symbol) => meet(symbol, Shape::One),
                    View::Indexed { symbol, .. } => meet(symbol, Shape::Family),
                    View::Every { index, .. } | View::SumOver { index, .. } => {
                        bound.insert(index.clone());
                        meet(index, Shape::One);
                    }
                    _ => {}
                }
            }
        }
        let is_bound = |(symbol, shape): (Symbol, Shape)| {
            let is_bound = shape == Shape::One && bound.contains(&symbol);
            (symbol, shape, is_bound)
        };
        met.into_iter().map(is_bound).collect()
    }

    /// The identifier of a symbol or family.
    pub(crate) fn name(&mut self, symbol: &Symbol, shape: Shape) -> String {
        let identifiers = &mut self.identifiers;
        let name = || identifiers.give(symbol.name());
        self.names.entry((symbol.clone(), shape)).or_insert_with(name).clone()
    }

    /// An identifier for something else.
    pub(crate) fn give(&mut self, name: &str) -> String {
        self.identifiers.give(name)
    }

    /// Needs this name of SymPy's.
    pub(crate) fn import(&mut self, name: &'static str) -> &'static str {
        self.imports.insert(name);
        name
    }

    /// The import, and what else must stand before everything.
    pub(crate) fn preamble(&mut self) -> String {
        if self.at_least {
            self.imports.extend(["Function", "Integer"]);
        }
        let names: Vec<&str> = self.imports.iter().copied().collect();
        let helper = if self.at_least { format!("\n\n{AT_LEAST}\n") } else { String::new() };
        match names.is_empty() {
            true => helper,
            false => format!("from sympy import {}\n{helper}", names.join(", ")),
        }
    }

    /// An exact number.
    pub(crate) fn number(&mut self, number: &Rational) -> String {
        if number.is_integer() {
            format!("{}({number})", self.import("Integer"))
        } else {
            let (above, below) = (number.numerator(), number.denominator());
            format!("{}({above}, {below})", self.import("Rational"))
        }
    }

    /// The code of an expression; none where it is too deep or too long.
    pub(crate) fn code(&mut self, expr: &Expr) -> Option<Code> {
        let mut plan = plan(expr);
        let ordered = in_order(&plan);
        for part in ordered.iter().map(|(_, part)| part).chain([&plan.body.clone()]) {
            let measure = plan.measures.of(part);
            if measure.depth > DEEPEST || measure.length > LONGEST {
                return None;
            }
        }
        let mut writer =
            Writer { parts: HashMap::new(), index: free_index(&plan.taken), sympy: self };
        let mut parts = Vec::new();
        for (symbol, part) in ordered {
            let value = writer.whole(&part);
            writer.sympy.parts += 1;
            let name = writer.sympy.identifiers.give(&format!("part_{}", writer.sympy.parts));
            writer.parts.insert(symbol, name.clone());
            parts.push((name, value));
        }
        let body = writer.whole(&plan.body);
        Some(Code { parts, body })
    }
}

fn plan(expr: &Expr) -> Plan {
    Plan::of(expr, &Style { most_names: usize::MAX, ..Style::default() })
}

/// The named parts that are mentioned, each behind those that it mentions.
fn in_order(plan: &Plan) -> Vec<(Symbol, Expr)> {
    let mentioned = |expr: &Expr| -> Vec<Symbol> {
        let symbols = expr.postorder().into_iter().filter_map(|part| match part.view() {
            View::Symbol(symbol) => plan.parts.contains_key(symbol).then(|| symbol.clone()),
            _ => None,
        });
        symbols.collect()
    };
    let mut ordered = Vec::new();
    let mut known = BTreeSet::new();
    let mut begun = BTreeSet::new();
    let mut pending: Vec<Symbol> = mentioned(&plan.body).into_iter().rev().collect();
    while let Some(symbol) = pending.last().cloned() {
        let part = &plan.parts[&symbol];
        if begun.insert(symbol.clone()) {
            pending.extend(mentioned(part).into_iter().filter(|part| !begun.contains(part)).rev());
        } else {
            pending.pop();
            if known.insert(symbol.clone()) {
                ordered.push((symbol, part.clone()));
            }
        }
    }
    ordered
}
