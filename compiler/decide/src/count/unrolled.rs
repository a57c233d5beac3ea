//! Products and sums over a short range of indices, written out.

use std::collections::BTreeMap;

use kofn_algebra::{Expr, Integer, View};

/// How many factors or terms are written out, all together.
const MOST: u64 = 1_000;

/// The expression with its products and sums over known, short ranges written out, so that the
/// count may occur in their bodies.
pub(crate) fn unrolled(expr: &Expr) -> Expr {
    let mut left = MOST;
    expr.rewrite(|expr, done| {
        let new = expr.rebuild(|operand| done.of(operand));
        let (View::Every { index, from, to, body } | View::SumOver { index, from, to, body }) =
            new.view()
        else {
            return new;
        };
        let (Some(from), Some(to)) = (from.as_integer(), to.as_integer()) else {
            return new;
        };
        let steps = (&to - &from + Integer::one()).to_u64();
        let Some(rest) = steps.and_then(|steps| left.checked_sub(steps)) else {
            return new;
        };
        left = rest;
        let mut elements = Vec::new();
        let mut at = from;
        while at <= to {
            let here = BTreeMap::from([(index.clone(), Expr::number(at.clone()))]);
            elements.push(body.substitute(&here));
            at += Integer::one();
        }
        match new.view() {
            View::SumOver { .. } => Expr::sum(elements),
            _ => Expr::product(elements),
        }
    })
}
