//! Factors that both sides of a comparison share: hardware under every design that is compared.

use kofn_algebra::{Expr, Rational, Symbol, View};

use crate::formula::Case;
use crate::question::{Comparison, Condition, Parameters, Range, Relation};

/// A comparison without the parameters that are factors of both sides and occur nowhere else.
pub(crate) struct Cancelled {
    /// What is left.
    pub comparison: Comparison,
    /// That the factors are more than 0: there both comparisons say the same.
    pub conditions: Vec<Condition>,
    /// Where one of them is 0, both sides are.
    pub otherwise: Vec<Case>,
}

/// Cancels parameters that cannot be negative, other than `symbol`; `None` where there are none.
pub(crate) fn cancelled(
    comparison: &Comparison,
    symbol: &Symbol,
    parameters: &Parameters,
) -> Option<Cancelled> {
    let mut cancelled =
        Cancelled { comparison: comparison.clone(), conditions: Vec::new(), otherwise: Vec::new() };
    let mut others = comparison.left.symbols();
    others.extend(comparison.right.symbols());
    others.remove(symbol);
    let mut found = false;
    for other in others {
        let Some(Range::Real { lo: Some(lo), .. }) = parameters.get(&other) else { continue };
        if lo.is_negative() {
            continue;
        }
        let Comparison { left, right, .. } = &cancelled.comparison;
        let (Some(left), Some(right)) = (without(left, &other), without(right, &other)) else {
            continue;
        };
        if left.1 != right.1 {
            continue;
        }
        found = true;
        let relation = comparison.relation;
        cancelled.comparison = Comparison { left: left.0, relation, right: right.0 };
        if lo.is_zero() {
            let compared = |relation| {
                Condition::Compare(Comparison {
                    left: Expr::symbol(other.clone()),
                    relation,
                    right: Expr::zero(),
                })
            };
            cancelled.conditions.push(compared(Relation::More));
            let when = vec![compared(Relation::Equal)];
            cancelled.otherwise.push(Case { when, holds: !relation.is_strict() });
        }
    }
    found.then_some(cancelled)
}

/// A product without one of its factors, and that factor's power; `None` where it is no factor or
/// occurs elsewhere too.
fn without(side: &Expr, factor: &Symbol) -> Option<(Expr, Rational)> {
    let one = Expr::one();
    let powers: Vec<(Expr, Expr)> = match side.view() {
        View::Product(powers) => powers.clone(),
        View::Symbol(_) => vec![(side.clone(), one)],
        _ => return None,
    };
    let is_factor = |base: &Expr| matches!(base.view(), View::Symbol(name) if name == factor);
    let at = powers.iter().position(|(base, _)| is_factor(base))?;
    let power = powers[at].1.as_number().filter(|power| !power.is_negative())?.clone();
    let rest = powers.into_iter().enumerate().filter(|(place, _)| *place != at);
    let rest = Expr::product_of_powers(rest.map(|(_, power)| power));
    (!power.is_zero() && !rest.symbols().contains(factor)).then_some((rest, power))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn only_factors_of_both_sides_are_cancelled() {
        let symbol = |name: &str| Expr::symbol(name);
        let any = Expr::any_of([(symbol("m"), symbol("n"))]);
        let left = Expr::product([symbol("h"), symbol("v"), any.clone()]);
        let right = Expr::product([symbol("h"), symbol("m")]);
        let relation = Relation::More;
        let parameters: Parameters = ["h", "v", "m"]
            .into_iter()
            .map(|name| (Symbol::new(name), Range::probability()))
            .collect();
        let comparison = Comparison { left, relation, right };
        let found = cancelled(&comparison, &Symbol::new("n"), &parameters).unwrap();
        let left = Expr::product([symbol("v"), any]);
        assert_eq!(found.comparison, Comparison { left, relation, right: symbol("m") });
        assert_eq!(found.conditions.len(), 1);
        assert!(!found.otherwise[0].holds);
        assert!(cancelled(&found.comparison, &Symbol::new("n"), &parameters).is_none());
        let values = BTreeMap::from([(Symbol::new("h"), Expr::one())]);
        assert_eq!(comparison.substitute(&values), found.comparison);
    }
}
