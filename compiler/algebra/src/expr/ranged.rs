//! Products and sums over an index.

use super::{Beside, Expr, View};
use crate::symbol::Symbol;

impl Expr {
    /// `∏ body` for index = from, …, to: all of a family work.
    ///
    /// Where the body does not mention the index, and the range is not known to be empty, this
    /// is a power; a range with symbolic ends is taken to have no fewer than no elements.
    pub fn every(index: impl Into<Symbol>, from: Expr, to: Expr, body: Expr) -> Expr {
        let index = index.into();
        let Some(mentioned) = range_over(&index, &from, &to, &body) else {
            return Expr::one();
        };
        match mentioned {
            Range::Constant { count } => Expr::power(body, count),
            Range::Single => body.substitute_one(&index, &from),
            Range::Proper(beside) => {
                Expr::with_beside(View::Every { index, from, to, body }, beside)
            }
        }
    }

    /// `1 − ∏ (1 − body)` for index = from, …, to: at least one of a family works.
    pub fn any_indexed(index: impl Into<Symbol>, from: Expr, to: Expr, body: Expr) -> Expr {
        Expr::every(index, from, to, body.complement()).complement()
    }

    /// `Σ body` for index = from, …, to. As for [`every`](Self::every), a body that does not
    /// mention the index is taken as often as the range says.
    pub fn sum_over(index: impl Into<Symbol>, from: Expr, to: Expr, body: Expr) -> Expr {
        let index = index.into();
        let Some(mentioned) = range_over(&index, &from, &to, &body) else {
            return Expr::zero();
        };
        match mentioned {
            Range::Constant { count } => Expr::product([count, body]),
            Range::Single => body.substitute_one(&index, &from),
            Range::Proper(beside) => {
                Expr::with_beside(View::SumOver { index, from, to, body }, beside)
            }
        }
    }
}

/// How a range bears on its body.
enum Range {
    /// The body does not mention the index.
    Constant { count: Expr },
    /// The index has one value only.
    Single,
    /// The body's free symbols, without the index.
    Proper(Beside),
}

/// Nothing where the range is known to be empty.
fn range_over(index: &Symbol, from: &Expr, to: &Expr, body: &Expr) -> Option<Range> {
    let steps = Expr::difference(to.clone(), from.clone());
    if steps.as_number().is_some_and(crate::Rational::is_negative) {
        return None;
    }
    let mut free = body.symbols();
    if !free.remove(index) {
        return Some(Range::Constant { count: Expr::sum([steps, Expr::one()]) });
    }
    if steps.is_zero() {
        return Some(Range::Single);
    }
    Some(Range::Proper(Beside::Free(free)))
}
