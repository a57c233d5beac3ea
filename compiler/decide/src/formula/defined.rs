//! Where an expression has a value.

use std::collections::BTreeSet;

use kofn_algebra::{Expr, Function, Symbol, View};

use super::domain::{Domain, bound_index};
use super::simplify::exceeds;
use super::span::Span;
use super::truth::Truth;

/// Where the expression is defined for every value of the symbol: divisors are not 0, roots and
/// logarithms are those of positive numbers. Nothing where that cannot be said without the
/// symbol, or at all.
pub(super) fn where_defined(root: &Expr, symbol: &Symbol, domain: &Domain) -> Option<Truth> {
    let order = root.postorder();
    let mut hidden: BTreeSet<&Symbol> = order.iter().filter_map(|part| bound_index(part)).collect();
    hidden.insert(symbol);
    let mut domain = domain.clone();
    let mut spans = domain.spans(root);
    let mut truth = Truth::Always;
    for part in order {
        let span = |operand: &Expr| spans.get(operand).cloned().unwrap_or_else(Span::unknown);
        for demand in demands(part, &span)? {
            let needed = match &demand {
                Demand::Positive(expr) => exceeds(&domain, expr, &Expr::zero(), true),
                Demand::Negative(expr) => exceeds(&domain, &Expr::zero(), expr, true),
            };
            let Truth::When(conditions) = &needed else {
                truth = truth.and(needed);
                continue;
            };
            let (Demand::Positive(expr) | Demand::Negative(expr)) = &demand;
            if expr.symbols().iter().any(|name| hidden.contains(name)) {
                return None;
            }
            for condition in conditions {
                domain = domain.with(condition)?;
            }
            spans = domain.spans(root);
            truth = truth.and(needed);
        }
    }
    (truth != Truth::Never).then_some(truth)
}

enum Demand {
    Positive(Expr),
    Negative(Expr),
}

/// What must hold so that an expression with defined operands is defined; nothing where that is
/// not known.
fn demands(part: &Expr, sign: &dyn Fn(&Expr) -> Span) -> Option<Vec<Demand>> {
    let mut demands = Vec::new();
    match part.view() {
        View::Product(powers) | View::AnyOf(powers) => {
            let failing = matches!(part.view(), View::AnyOf(_));
            for (base, exponent) in powers {
                let span = if failing { sign(base).complement() } else { sign(base) };
                let base = if failing { base.complement() } else { base.clone() };
                if exponent.as_integer().is_none() && !span.is_nonnegative() {
                    return None;
                }
                if sign(exponent).is_nonnegative() || span.is_positive() || span.is_negative() {
                    continue;
                }
                demands.push(match (span.is_nonnegative(), span.is_nonpositive()) {
                    (true, _) => Demand::Positive(base),
                    (false, true) => Demand::Negative(base),
                    (false, false) => return None,
                });
            }
        }
        View::AtLeast { n, .. } => {
            if !sign(n).is_nonnegative() {
                return None;
            }
        }
        View::Function { name, args } => match (name, args.as_slice()) {
            (Function::Log, [x]) if !sign(x).is_positive() => {
                demands.push(Demand::Positive(x.clone()));
            }
            (Function::Mod, [_, x]) if !sign(x).is_positive() => {
                demands.push(Demand::Positive(x.clone()));
            }
            (Function::Binomial, [n, _]) if !sign(n).is_nonnegative() => return None,
            (name, args) if !name.takes(args.len()) => return None,
            _ => {}
        },
        View::Number(_)
        | View::Symbol(_)
        | View::Indexed { .. }
        | View::Sum(_)
        | View::Complement(_)
        | View::AtLeastOf { .. }
        | View::Pivot { .. }
        | View::Every { .. }
        | View::SumOver { .. } => {}
    }
    Some(demands)
}
