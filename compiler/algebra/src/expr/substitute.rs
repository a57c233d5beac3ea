//! Putting expressions in the place of parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::{Expr, View};
use crate::symbol::Symbol;

impl Expr {
    /// This expression with each of the given parameters replaced, all at once.
    ///
    /// What is shared stays shared. An index bound by a product or sum is not replaced, and is
    /// renamed where a replacement mentions its name. An element of an indexed family is
    /// replaced under its own name, `R_M[3]`, once its index is known.
    pub fn substitute(&self, replacements: &BTreeMap<Symbol, Expr>) -> Expr {
        if replacements.is_empty() {
            return self.clone();
        }
        // Names whose binding would change the meaning of a replacement, or stop one.
        let mut touched: BTreeSet<Symbol> = replacements.keys().cloned().collect();
        for replacement in replacements.values() {
            touched.extend(replacement.symbols());
        }
        self.rename_indices(&touched).rewrite(|expr, done| match expr.view() {
            View::Symbol(symbol) => replacements.get(symbol).unwrap_or(expr).clone(),
            View::Indexed { symbol, index } => {
                let element = done.of(index).as_integer().map(|index| symbol.element(&index));
                match element.and_then(|element| replacements.get(&element)) {
                    Some(replacement) => replacement.clone(),
                    None => expr.rebuild(|operand| done.of(operand)),
                }
            }
            _ => expr.rebuild(|operand| done.of(operand)),
        })
    }

    pub(crate) fn substitute_one(&self, symbol: &Symbol, replacement: &Expr) -> Expr {
        self.substitute(&BTreeMap::from([(symbol.clone(), replacement.clone())]))
    }

    /// The same expression with other operands, through the constructors; itself, and still
    /// shared, when no operand changes.
    pub fn rebuild(&self, mut operand: impl FnMut(&Expr) -> Expr) -> Expr {
        let new: Vec<Expr> = self.operands().into_iter().map(&mut operand).collect();
        let changed = self
            .operands()
            .into_iter()
            .zip(&new)
            .any(|(before, after)| before.address() != after.address());
        if !changed {
            return self.clone();
        }
        let mut rest = new.into_iter();
        // There is a new operand for each old one.
        let mut next = || rest.next().unwrap_or_else(Expr::one);
        match self.view() {
            View::Number(_) | View::Symbol(_) => self.clone(),
            View::Indexed { symbol, .. } => Expr::indexed(symbol.clone(), next()),
            View::Sum(_) => Expr::sum(rest),
            View::Product(powers) => {
                Expr::product_of_powers(powers.iter().map(|_| (next(), next())))
            }
            View::AnyOf(parts) => Expr::any_of(parts.iter().map(|_| (next(), next()))),
            View::Complement(_) => next().complement(),
            View::AtLeast { .. } => Expr::at_least(next(), next(), next()),
            View::AtLeastOf { k, of } => {
                Expr::at_least_of(*k, of.iter().map(|(_, copies)| (next(), *copies)))
            }
            View::Pivot { .. } => Expr::pivot(next(), next(), next()),
            View::Every { index, .. } => Expr::every(index.clone(), next(), next(), next()),
            View::SumOver { index, .. } => Expr::sum_over(index.clone(), next(), next(), next()),
            View::Function { name, .. } => Expr::function(*name, rest),
        }
    }

    /// Gives new names to bound indices that are among `touched`.
    fn rename_indices(&self, touched: &BTreeSet<Symbol>) -> Expr {
        let order = self.postorder();
        if !order.iter().any(|expr| expr.bound().is_some_and(|index| touched.contains(index))) {
            return self.clone();
        }
        let mut names = touched.clone();
        for expr in &order {
            match expr.view() {
                View::Symbol(symbol) | View::Indexed { symbol, .. } => {
                    names.insert(symbol.clone());
                }
                _ => names.extend(expr.bound().cloned()),
            }
        }
        self.rewrite(|expr, done| match (expr.bound(), expr.operands().as_slice()) {
            (Some(index), [from, to, body]) if touched.contains(index) => {
                let fresh = index.fresh(|name| names.contains(name));
                names.insert(fresh.clone());
                let body = done.of(body).rename(index, &fresh);
                match expr.view() {
                    View::SumOver { .. } => Expr::sum_over(fresh, done.of(from), done.of(to), body),
                    _ => Expr::every(fresh, done.of(from), done.of(to), body),
                }
            }
            _ => expr.rebuild(|operand| done.of(operand)),
        })
    }

    /// The index that a product or sum over one binds.
    fn bound(&self) -> Option<&Symbol> {
        match self.view() {
            View::Every { index, .. } | View::SumOver { index, .. } => Some(index),
            _ => None,
        }
    }

    /// Replaces a symbol by one that occurs nowhere in the expression.
    ///
    /// Bodies are renamed from the inside out, so no index below has either name.
    fn rename(&self, from: &Symbol, to: &Symbol) -> Expr {
        self.rewrite(|expr, done| match expr.view() {
            View::Symbol(symbol) if symbol == from => Expr::symbol(to.clone()),
            _ => expr.rebuild(|operand| done.of(operand)),
        })
    }
}
