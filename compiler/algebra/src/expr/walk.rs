//! Visiting every distinct sub-expression once.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Beside, Expr, View};
use crate::symbol::Symbol;

impl Expr {
    /// The distinct sub-expressions, this one last, each after its operands.
    pub fn postorder(&self) -> Vec<&Expr> {
        walk(self, Expr::operands)
    }

    /// Builds another expression from the operands up. `step` is given each distinct
    /// sub-expression once, and what has become of those below it.
    pub fn rewrite(&self, mut step: impl FnMut(&Expr, &Rewritten) -> Expr) -> Expr {
        let mut done = Rewritten(HashMap::new());
        for expr in self.postorder() {
            let new = step(expr, &done);
            done.0.insert(expr.address(), new);
        }
        done.of(self)
    }

    /// The parameters this depends on. An index bound by a product or sum is none of them. An
    /// element with a known index counts as itself, `R_M[3]`, any other as its family, `R_M`.
    pub fn symbols(&self) -> BTreeSet<Symbol> {
        let mut symbols = BTreeSet::new();
        for expr in self.postorder_in_scope() {
            match expr.view() {
                View::Symbol(symbol) => {
                    symbols.insert(symbol.clone());
                }
                View::Indexed { symbol, index } => {
                    let element = index.as_integer().map(|index| symbol.element(&index));
                    symbols.insert(element.unwrap_or_else(|| symbol.clone()));
                }
                _ => {
                    if let Beside::Free(free) = expr.beside() {
                        symbols.extend(free.iter().cloned());
                    }
                }
            }
        }
        symbols
    }

    /// Like [`postorder`](Self::postorder), without the bodies of products and sums over an
    /// index: what is left has one meaning for every name.
    pub(crate) fn postorder_in_scope(&self) -> Vec<&Expr> {
        walk(self, |expr| match expr.view() {
            View::Every { from, to, .. } | View::SumOver { from, to, .. } => vec![from, to],
            _ => expr.operands(),
        })
    }
}

/// What has become of sub-expressions in [`Expr::rewrite`].
pub struct Rewritten(HashMap<usize, Expr>);

impl Rewritten {
    /// The new form of an operand; any other expression stays as it is.
    pub fn of(&self, operand: &Expr) -> Expr {
        self.0.get(&operand.address()).unwrap_or(operand).clone()
    }
}

fn walk<'a>(root: &'a Expr, below: impl Fn(&'a Expr) -> Vec<&'a Expr>) -> Vec<&'a Expr> {
    enum Step<'a> {
        Enter(&'a Expr),
        Leave(&'a Expr),
    }
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    let mut pending = vec![Step::Enter(root)];
    while let Some(step) = pending.pop() {
        match step {
            Step::Leave(expr) => order.push(expr),
            Step::Enter(expr) if seen.insert(expr.address()) => {
                pending.push(Step::Leave(expr));
                pending.extend(below(expr).into_iter().rev().map(Step::Enter));
            }
            Step::Enter(_) => {}
        }
    }
    order
}
