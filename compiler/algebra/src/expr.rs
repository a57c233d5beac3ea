//! Symbolic expressions in the shape of a reliability block diagram.
//!
//! A reliability is kept as engineers write it: products of what must all work, complements of
//! products of failures, votes, and a sum of two cases where modules are shared. The
//! constructors put every expression into one canonical form (flat, equal operands gathered into
//! exponents, numbers folded, never `1 − (1 − x)`), so that the same structure gives the same
//! expression and the printers have nothing to simplify. Operands keep the order in which they
//! were first given: the caller has already put hosts before what they host.
//!
//! The form is canonical for *structure*. Two different structures may have the same reliability
//! function; whether they do is decided by expanding both into a polynomial.
//!
//! A symbol in an exponent is taken to be a whole number, or the base not to be negative, so that
//! `(x y)ⁿ` is `xⁿ yⁿ`. Cancelling, `x / x = 1`, forgets that the quotient is undefined at
//! `x = 0`; a caller to whom that point matters looks at the divisor first.

mod arithmetic;
mod certified;
mod enclosed;
mod evaluate;
mod expanded;
mod form;
mod function;
mod ranged;
mod reliability;
mod substitute;
mod walk;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use crate::integer::Integer;
use crate::rational::Rational;
use crate::symbol::Symbol;

pub use certified::{certified_chance, certified_decimal};
pub use enclosed::{EncloseError, enclose};
pub use evaluate::EvaluateError;
pub use expanded::{ExpandError, NotPolynomial, polynomial_of};
pub use function::Function;
pub use walk::Rewritten;

/// A symbolic expression.
///
/// Invariant: canonical, since only the constructors build one. Equality is equality of form.
///
/// Cloning is cheap, and a sub-expression may be part of several others. The form is thus a
/// graph, which can stand for a tree of exponential size; everything here visits each distinct
/// sub-expression once and keeps its own stack, so neither size nor depth is a danger. Models
/// give expressions a few thousand deep at most.
#[derive(Clone)]
pub struct Expr(Arc<Node>);

/// What an expression is, one level deep.
pub enum View {
    /// A number.
    Number(Rational),
    /// A parameter.
    Symbol(Symbol),
    /// An element of an indexed family: `R_M[i]`.
    Indexed {
        /// The family.
        symbol: Symbol,
        /// Which element.
        index: Expr,
    },
    /// At least two terms. No term is a sum or a plain complement, at most one is a number, and
    /// no two differ in their coefficient only.
    Sum(Vec<Expr>),
    /// Powers `(base, exponent)` of different bases. A number, if any, comes first. A negative
    /// exponent makes a quotient. A single factor has an exponent other than 1.
    Product(Vec<(Expr, Expr)>),
    /// `1 − ∏ (1 − x)^e` over the `(x, e)`: e independent copies of each x, of which one must
    /// work. The product of failures is the expression's [`complement`](Expr::complement).
    AnyOf(Vec<(Expr, Expr)>),
    /// `1 − x` for an x that has no better complement.
    Complement(Expr),
    /// At least k of n independent copies work: 0 where k exceeds n.
    AtLeast {
        /// How many must work.
        k: Expr,
        /// How many there are.
        n: Expr,
        /// What each of them works with.
        of: Expr,
    },
    /// At least k of independent parts work, not all alike; two parts at least, with k between 2
    /// and one less than their number.
    AtLeastOf {
        /// How many must work.
        k: u64,
        /// Each part with the number of its copies.
        of: Vec<(Expr, u64)>,
    },
    /// `on·works + (1 − on)·fails`: the two cases of one shared module.
    Pivot {
        /// The module that is decided first.
        on: Expr,
        /// The reliability when it works.
        works: Expr,
        /// The reliability when it has failed.
        fails: Expr,
    },
    /// `∏ body` for index = from, …, to; 1 where the range is empty.
    Every {
        /// The bound name.
        index: Symbol,
        /// Its first value.
        from: Expr,
        /// Its last value.
        to: Expr,
        /// The factor, which mentions the index.
        body: Expr,
    },
    /// `Σ body` for index = from, …, to; 0 where the range is empty.
    SumOver {
        /// The bound name.
        index: Symbol,
        /// Its first value.
        from: Expr,
        /// Its last value.
        to: Expr,
        /// The term, which mentions the index.
        body: Expr,
    },
    /// A function applied to its arguments.
    Function {
        /// Which function.
        name: Function,
        /// Its arguments.
        args: Vec<Expr>,
    },
}

struct Node {
    view: View,
    /// Of the view, through the hashes of its operands; the same in every run.
    hash: u64,
    beside: Beside,
}

/// What is remembered with an expression because finding it again would cost a walk.
enum Beside {
    Nothing,
    /// Of an `AnyOf`: the product of failures it is the complement of.
    Failures(Expr),
    /// Of a product or sum over an index: the free symbols of the body, without the index.
    Free(BTreeSet<Symbol>),
}

impl Expr {
    /// A number.
    pub fn number(number: impl Into<Rational>) -> Expr {
        Expr::from_view(View::Number(number.into()))
    }

    /// The number 0.
    pub fn zero() -> Expr {
        Expr::number(0)
    }

    /// The number 1.
    pub fn one() -> Expr {
        Expr::number(1)
    }

    /// A parameter.
    pub fn symbol(symbol: impl Into<Symbol>) -> Expr {
        Expr::from_view(View::Symbol(symbol.into()))
    }

    /// An element of an indexed family: `R_M[i]`.
    pub fn indexed(symbol: impl Into<Symbol>, index: Expr) -> Expr {
        Expr::from_view(View::Indexed { symbol: symbol.into(), index })
    }

    /// What this is, one level deep.
    pub fn view(&self) -> &View {
        &self.0.view
    }

    /// The number this is, if it is one.
    pub fn as_number(&self) -> Option<&Rational> {
        match self.view() {
            View::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The whole number this is, if it is one.
    pub fn as_integer(&self) -> Option<Integer> {
        self.as_number().and_then(Rational::to_integer)
    }

    /// Whether this is the number 0.
    pub fn is_zero(&self) -> bool {
        self.as_number().is_some_and(Rational::is_zero)
    }

    /// Whether this is the number 1.
    pub fn is_one(&self) -> bool {
        self.as_number().is_some_and(Rational::is_one)
    }

    /// The operands, in order.
    pub fn operands(&self) -> Vec<&Expr> {
        self.view().operands()
    }

    fn from_view(view: View) -> Expr {
        Expr::with_beside(view, Beside::Nothing)
    }

    fn with_beside(view: View, beside: Beside) -> Expr {
        let mut hasher = DefaultHasher::new();
        view.hash_form(&mut hasher);
        for operand in view.operands() {
            hasher.write_u64(operand.0.hash);
        }
        Expr(Arc::new(Node { view, hash: hasher.finish(), beside }))
    }

    fn beside(&self) -> &Beside {
        &self.0.beside
    }

    /// Tells nodes apart while they are alive.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl View {
    fn operands(&self) -> Vec<&Expr> {
        match self {
            View::Number(_) | View::Symbol(_) => Vec::new(),
            View::Indexed { index, .. } => vec![index],
            View::Sum(terms) => terms.iter().collect(),
            View::Product(powers) | View::AnyOf(powers) => {
                powers.iter().flat_map(|(base, exponent)| [base, exponent]).collect()
            }
            View::Complement(of) => vec![of],
            View::AtLeast { k, n, of } => vec![k, n, of],
            View::AtLeastOf { of, .. } => of.iter().map(|(part, _)| part).collect(),
            View::Pivot { on, works, fails } => vec![on, works, fails],
            View::Every { from, to, body, .. } | View::SumOver { from, to, body, .. } => {
                vec![from, to, body]
            }
            View::Function { args, .. } => args.iter().collect(),
        }
    }
}

impl Drop for Node {
    /// Takes deep expressions apart without recursion.
    fn drop(&mut self) {
        let mut pending = Vec::new();
        self.let_go(&mut pending);
        while let Some(expr) = pending.pop() {
            if let Some(mut node) = Arc::into_inner(expr.0) {
                node.let_go(&mut pending);
            }
        }
    }
}

impl Node {
    /// Leaves a node without operands, and appends those it had to `pending`.
    fn let_go(&mut self, pending: &mut Vec<Expr>) {
        if matches!(self.view, View::Number(_) | View::Symbol(_)) {
            return;
        }
        let view = std::mem::replace(&mut self.view, View::Number(Rational::zero()));
        pending.extend(view.operands().into_iter().cloned());
        if let Beside::Failures(failures) = std::mem::replace(&mut self.beside, Beside::Nothing) {
            pending.push(failures);
        }
    }
}

impl From<i64> for Expr {
    fn from(number: i64) -> Self {
        Expr::number(number)
    }
}

impl From<Rational> for Expr {
    fn from(number: Rational) -> Self {
        Expr::number(number)
    }
}

impl From<Symbol> for Expr {
    fn from(symbol: Symbol) -> Self {
        Expr::symbol(symbol)
    }
}

#[cfg(test)]
mod tests;
