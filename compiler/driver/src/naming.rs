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
        let mut bearers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (_, family, _) in &split {
            if let Some(names) = known.get(*family) {
                bearers.entry(&names.short).or_default().insert(family);
            } else {
                bearers.entry(family).or_default().insert(family);
            }
        }
        let names = split
            .iter()
            .map(|(symbol, family, index)| {
                let shown = match known.get(*family) {
                    Some(names) if bearers[names.short.as_str()].len() == 1 => names.short.as_str(),
                    Some(names) => names.full.as_str(),
                    None => family,
                };
                ((*symbol).clone(), Symbol::new(format!("{shown}{index}")))
            })
            .collect();
        Names(names)
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
