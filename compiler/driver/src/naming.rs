//! Symbols as people read them: short where that is clear, else in full.
//!
//! Inside the compiler a symbol's name tells it from all others. `machine` of the system `native`
//! is `R_native.machine` there, and prints as `R_machine` unless another `R_machine` stands
//! beside it.

use kofn_algebra::{Expr, Symbol, View};
use kofn_model::SymbolNames;
use std::collections::{BTreeMap, BTreeSet};

/// The names under which a set of symbols is printed.
pub(crate) struct Names(BTreeMap<Symbol, Symbol>);

impl Names {
    /// Names for these symbols when they stand beside each other.
    pub fn new(symbols: &BTreeSet<Symbol>, known: &BTreeMap<Symbol, SymbolNames>) -> Names {
        let split: Vec<(&Symbol, &str, &str)> = symbols
            .iter()
            .map(|symbol| {
                let (family, index) = match symbol.name().find('[') {
                    Some(at) => symbol.name().split_at(at),
                    None => (symbol.name(), ""),
                };
                (symbol, family, index)
            })
            .collect();
        let families: BTreeSet<&str> = split.iter().map(|(_, family, _)| *family).collect();
        let shown = told_apart(&families, known);
        let name = |(symbol, family, index): &(&Symbol, &str, &str)| {
            ((*symbol).clone(), Symbol::new(format!("{}{index}", shown[family])))
        };
        Names(split.iter().map(name).collect())
    }

    /// Other names for these symbols; all others keep theirs.
    pub fn renaming(pairs: impl IntoIterator<Item = (Symbol, Symbol)>) -> Names {
        Names(pairs.into_iter().collect())
    }

    /// The name of a symbol.
    pub fn of(&self, symbol: &Symbol) -> Symbol {
        if let Some(name) = self.0.get(symbol) {
            return name.clone();
        }
        // An element is called after its family.
        let Some(at) = symbol.name().find('[') else { return symbol.clone() };
        let (family, index) = symbol.name().split_at(at);
        match self.0.get(&Symbol::new(family)) {
            Some(family) => Symbol::new(format!("{}{index}", family.name())),
            None => symbol.clone(),
        }
    }

    /// The expression in these names.
    pub fn apply(&self, expr: &Expr) -> Expr {
        expr.rewrite(|expr, done| match expr.view() {
            View::Symbol(symbol) => Expr::symbol(self.of(symbol)),
            View::Indexed { symbol, index } => Expr::indexed(self.of(symbol), done.of(index)),
            _ => expr.rebuild(|operand| done.of(operand)),
        })
    }
}

/// A name for each: short where no other has it, else in full, and numbered where that is not
/// enough.
fn told_apart<'s>(
    families: &BTreeSet<&'s str>,
    known: &BTreeMap<Symbol, SymbolNames>,
) -> BTreeMap<&'s str, String> {
    let short = |family: &'s str| known.get(family).map_or(family, |names| names.short.as_str());
    let full = |family: &'s str| known.get(family).map_or(family, |names| names.full.as_str());
    let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
    for family in families {
        *bearers.entry(short(family)).or_default() += 1;
    }
    let wanted: BTreeMap<&str, &str> = families
        .iter()
        .map(|family| match bearers[short(family)] {
            1 => (*family, short(family)),
            _ => (*family, full(family)),
        })
        .collect();
    let mut taken: BTreeSet<String> = wanted.values().map(|name| (*name).to_owned()).collect();
    let mut given: BTreeSet<&str> = BTreeSet::new();
    let mut names = BTreeMap::new();
    for (family, name) in wanted {
        let mut shown = name.to_owned();
        if !given.insert(name) {
            let mut number = 2u64;
            while taken.contains(&shown) {
                shown = format!("{name}_{number}");
                number += 1;
            }
            taken.insert(shown.clone());
        }
        names.insert(family, shown);
    }
    names
}

/// All symbols of an expression, families of indexed ones among them.
pub(crate) fn symbols_of(expr: &Expr) -> BTreeSet<Symbol> {
    let mut symbols = expr.symbols();
    for part in expr.postorder() {
        if let View::Indexed { symbol, .. } = part.view() {
            symbols.insert(symbol.clone());
        }
    }
    symbols
}
