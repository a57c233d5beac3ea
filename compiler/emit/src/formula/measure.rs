//! How large a formula will be.

use std::collections::{BTreeSet, HashMap};

use kofn_algebra::{Expr, Symbol, View};

use super::plan::is_simple;

/// What there is to know about an expression before it is printed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    /// About how many characters it takes as text, what is shared counted as often as it is
    /// printed.
    pub length: usize,
    /// How many levels of operands it has.
    pub depth: usize,
    /// One bit for each bound index on which it depends; all from the 64th on share one.
    indices: u64,
}

impl Measure {
    /// Whether this has no meaning outside some product or sum over an index.
    pub(super) fn depends_on_index(&self) -> bool {
        self.indices != 0
    }
}

/// The measures of expressions, each computed once.
pub(super) struct Measures {
    known: HashMap<Expr, Measure>,
    /// The indices that are bound somewhere.
    bound: BTreeSet<Symbol>,
}

impl Measures {
    pub(super) fn new(bound: BTreeSet<Symbol>) -> Self {
        Measures { known: HashMap::new(), bound }
    }

    pub(super) fn of(&mut self, expr: &Expr) -> Measure {
        let mut pending = vec![expr.clone()];
        while let Some(part) = pending.last().cloned() {
            let known = pending.len();
            let operands = part.operands().into_iter();
            pending.extend(operands.filter(|below| !self.known.contains_key(*below)).cloned());
            if pending.len() == known {
                pending.pop();
                let measure = self.one_level(&part);
                self.known.insert(part, measure);
            }
        }
        self.get(expr)
    }

    fn get(&self, expr: &Expr) -> Measure {
        self.known.get(expr).copied().unwrap_or_default()
    }

    /// From the measures of the operands.
    fn one_level(&self, part: &Expr) -> Measure {
        let operands: Vec<Measure> = part.operands().into_iter().map(|o| self.get(o)).collect();
        let depth = operands.iter().map(|below| below.depth).max().unwrap_or(0) + 1;
        let mut indices = operands.iter().fold(0, |indices, below| indices | below.indices);
        match part.view() {
            View::Symbol(symbol) => indices = self.bit(symbol),
            View::Every { index, from, to, body } | View::SumOver { index, from, to, body } => {
                // The last bit may stand for other indices too.
                let own = self.bit(index) & (u64::MAX >> 1);
                let [from, to, body] = [from, to, body].map(|o| self.get(o).indices);
                indices = from | to | body & !own;
            }
            _ => {}
        }
        Measure { length: self.length(part, &operands), depth, indices }
    }

    fn bit(&self, symbol: &Symbol) -> u64 {
        match self.bound.iter().position(|index| index == symbol) {
            Some(place) => 1 << place.min(63),
            None => 0,
        }
    }

    fn length(&self, part: &Expr, operands: &[Measure]) -> usize {
        let sum = |own: usize, each: usize| {
            operands
                .iter()
                .fold(own, |sum, operand| sum.saturating_add(operand.length).saturating_add(each))
        };
        let powers = |powers: &[(Expr, Expr)], own: usize, each: usize| {
            powers.iter().fold(own, |sum, (base, exponent)| {
                let exponent = if exponent.is_one() { 0 } else { self.get(exponent).length };
                let bracket = if is_simple(base) { 0 } else { 2 };
                let base = self.get(base).length.saturating_add(exponent);
                sum.saturating_add(base).saturating_add(each + bracket)
            })
        };
        match part.view() {
            View::Number(number) => number.to_string().len(),
            View::Symbol(symbol) => symbol.name().chars().count(),
            View::Indexed { symbol, .. } => sum(symbol.name().chars().count() + 3, 0),
            View::Sum(_) => sum(0, 3),
            View::Product(of) => powers(of, 0, 1),
            View::AnyOf(of) => powers(of, 4, 7),
            View::Complement(_) => sum(4, 0),
            View::Every { .. } | View::SumOver { .. } => sum(10, 0),
            View::AtLeastOf { .. } => sum(10, 2),
            View::Function { .. } => sum(4, 2),
            View::AtLeast { .. } | View::Pivot { .. } => sum(10, 4),
        }
    }
}
