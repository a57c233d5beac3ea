//! Equality, hash and debug form of expressions, without recursion.

use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::{Expr, View};

impl PartialEq for Expr {
    /// Equality of form. Each pair of sub-expressions is compared once, however often it occurs.
    fn eq(&self, other: &Expr) -> bool {
        if Arc::ptr_eq(&self.0, &other.0) {
            return true;
        }
        let mut seen = HashSet::new();
        let mut pending = vec![(self, other)];
        while let Some((a, b)) = pending.pop() {
            if Arc::ptr_eq(&a.0, &b.0) {
                continue;
            }
            if a.0.hash != b.0.hash || !a.view().same_form(b.view()) {
                return false;
            }
            let (left, right) = (a.operands(), b.operands());
            if !left.is_empty() && seen.insert((a.address(), b.address())) {
                pending.extend(left.into_iter().zip(right));
            }
        }
        true
    }
}

impl Eq for Expr {}

impl Hash for Expr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

impl View {
    /// Hashes everything but the operands.
    pub(super) fn hash_form(&self, hasher: &mut impl Hasher) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            View::Number(number) => number.hash(hasher),
            View::Symbol(symbol) | View::Indexed { symbol, .. } => symbol.hash(hasher),
            View::AtLeastOf { k, of } => {
                k.hash(hasher);
                of.iter().for_each(|(_, copies)| copies.hash(hasher));
            }
            View::Every { index, .. } | View::SumOver { index, .. } => index.hash(hasher),
            View::Function { name, .. } => name.hash(hasher),
            View::Sum(_)
            | View::Product(_)
            | View::AnyOf(_)
            | View::Complement(_)
            | View::AtLeast { .. }
            | View::Pivot { .. } => {}
        }
    }

    /// Whether two views agree in everything but their operands.
    fn same_form(&self, other: &View) -> bool {
        let own = match (self, other) {
            (View::Number(a), View::Number(b)) => a == b,
            (View::Symbol(a), View::Symbol(b)) => a == b,
            (View::Indexed { symbol: a, .. }, View::Indexed { symbol: b, .. }) => a == b,
            (View::AtLeastOf { k: a, of: x }, View::AtLeastOf { k: b, of: y }) => {
                a == b && x.iter().map(|(_, copies)| copies).eq(y.iter().map(|(_, copies)| copies))
            }
            (View::Every { index: a, .. }, View::Every { index: b, .. })
            | (View::SumOver { index: a, .. }, View::SumOver { index: b, .. }) => a == b,
            (View::Function { name: a, .. }, View::Function { name: b, .. }) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        };
        own && self.operands().len() == other.operands().len()
    }
}

impl fmt::Debug for Expr {
    /// Prefix notation for tests and traces, cut off after two hundred operands.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 200;
        let mut pending = vec![Some(self)];
        let mut written = 0;
        while let Some(next) = pending.pop() {
            let Some(expr) = next else {
                f.write_str(")")?;
                continue;
            };
            if written == MOST {
                return f.write_str(" …");
            }
            if written > 0 {
                f.write_str(" ")?;
            }
            written += 1;
            expr.view().write_head(f)?;
            let operands = expr.operands();
            if !operands.is_empty() {
                pending.push(None);
                pending.extend(operands.into_iter().rev().map(Some));
            }
        }
        Ok(())
    }
}

impl View {
    fn write_head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            View::Number(number) => write!(f, "{number}"),
            View::Symbol(symbol) => write!(f, "{symbol}"),
            View::Indexed { symbol, .. } => write!(f, "({symbol}[]"),
            View::Sum(_) => f.write_str("(sum"),
            View::Product(_) => f.write_str("(product"),
            View::AnyOf(_) => f.write_str("(any-of"),
            View::Complement(_) => f.write_str("(complement"),
            View::AtLeast { .. } => f.write_str("(at-least"),
            View::AtLeastOf { k, of } => {
                let copies: Vec<u64> = of.iter().map(|(_, copies)| *copies).collect();
                write!(f, "(at-least-{k}-of-{copies:?}")
            }
            View::Pivot { .. } => f.write_str("(pivot"),
            View::Every { index, .. } => write!(f, "(every-{index}"),
            View::SumOver { index, .. } => write!(f, "(sum-over-{index}"),
            View::Function { name, .. } => write!(f, "({name}"),
        }
    }
}
