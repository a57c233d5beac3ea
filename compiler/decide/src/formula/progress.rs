//! What has been assumed and learnt on the way to a formula.

use kofn_algebra::{Expr, Symbol, View};

use super::answer::{Case, Feasible};
use super::defined::where_defined;
use super::domain::Domain;
use super::simplify::where_holds;
use super::truth::{Truth, compare, pruned};
use crate::question::{Comparison, Condition, Parameters, Range, Relation};

/// Why a comparison is not solved further.
#[derive(Debug)]
pub(super) enum Stop {
    /// Where the conditions so far hold, it holds for all values, or for none.
    Decided(bool),
    /// This method does not solve it.
    Refused,
}

/// The conditions under which the steps so far are valid.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    /// The ranges, narrowed by the conditions.
    pub domain: Domain,
    /// The ranges alone.
    ranges: Domain,
    pub conditions: Vec<Condition>,
    pub cases: Vec<Case>,
}

impl Progress {
    /// The start: both sides have a value.
    pub(super) fn new(
        comparison: &Comparison,
        symbol: &Symbol,
        parameters: &Parameters,
    ) -> Option<Progress> {
        let domain = Domain::new(parameters);
        let ranges = domain.clone();
        let mut progress = Progress { domain, ranges, conditions: Vec::new(), cases: Vec::new() };
        for side in [&comparison.left, &comparison.right] {
            let defined = where_defined(side, symbol, &progress.domain)?;
            progress.demand(defined, |_| None).ok()?;
        }
        Some(progress)
    }

    /// Goes on where a condition holds. Where it does not, `otherwise` says whether the
    /// comparison holds for all values or for none, if that is known in that part of the domain.
    pub(super) fn demand(
        &mut self,
        truth: Truth,
        otherwise: impl Fn(&Domain) -> Option<bool>,
    ) -> Result<(), Stop> {
        let conditions = match truth {
            Truth::Always => return Ok(()),
            Truth::Never => {
                return Err(otherwise(&self.domain).map_or(Stop::Refused, Stop::Decided));
            }
            Truth::When(conditions) => conditions,
        };
        let mut elsewhere = self.conditions.clone();
        let mut outside = Some(self.domain.clone());
        if let Truth::When(negated) = Truth::When(conditions.clone()).negated() {
            for condition in negated {
                outside = outside.and_then(|outside| outside.with(&condition));
                elsewhere.push(at_ends(condition, &self.domain));
            }
        }
        if let Some(holds) = outside.as_ref().and_then(otherwise) {
            let domain = &self.ranges;
            let when = pruned(elsewhere, &|expr| domain.span(expr).is_nonnegative());
            self.cases.push(Case { when, holds });
        }
        for condition in conditions {
            self.domain = self.domain.with(&condition).ok_or(Stop::Refused)?;
            self.conditions.push(condition);
        }
        Ok(())
    }

    /// Whether `left ⋈ right` is settled in a part of the domain.
    pub(super) fn settled(
        domain: &Domain,
        left: &Expr,
        relation: Relation,
        right: &Expr,
    ) -> Option<bool> {
        match where_holds(domain, left, relation, right) {
            Truth::Always => Some(true),
            Truth::Never => Some(false),
            Truth::When(_) => None,
        }
    }

    /// The conditions without those that others imply.
    pub(super) fn conditions(&self) -> Vec<Condition> {
        pruned(self.conditions.clone(), &|expr| self.ranges.span(expr).is_nonnegative())
    }

    /// The same for conditions that are beside these.
    pub(super) fn feasible(&self, truth: Truth) -> Feasible {
        match truth {
            Truth::Always => Feasible::Always,
            Truth::Never => Feasible::Never,
            Truth::When(conditions) => {
                let nonnegative = |expr: &Expr| self.ranges.span(expr).is_nonnegative();
                Feasible::When(pruned(conditions, &nonnegative))
            }
        }
    }
}

/// A condition in which a bound that leaves one value of a range is written as this value.
fn at_ends(condition: Condition, domain: &Domain) -> Condition {
    let each = |all: Vec<Condition>| all.into_iter().map(|one| at_ends(one, domain)).collect();
    match condition {
        Condition::All(all) => Condition::All(each(all)),
        Condition::Any(any) => Condition::Any(each(any)),
        Condition::Compare(comparison) => {
            let value = match comparison.left.view() {
                View::Symbol(symbol) => domain
                    .with(&Condition::Compare(comparison.clone()))
                    .and_then(|narrowed| narrowed.values(symbol).span.as_point().cloned()),
                _ => None,
            };
            match value {
                Some(value) if comparison.right.as_number().is_some() => {
                    compare(comparison.left, Relation::Equal, Expr::number(value))
                }
                _ => Condition::Compare(comparison),
            }
        }
    }
}

/// The ends of a parameter's range that belong to it.
pub(super) struct Ends {
    pub lo: Option<Expr>,
    pub hi: Option<Expr>,
    /// Whether all numbers between are in the range, and there are some.
    pub continuous: bool,
}

impl Ends {
    pub(super) fn of(parameters: &Parameters, symbol: &Symbol) -> Ends {
        let values = Domain::new(parameters).values(symbol).span;
        let end = |end: Option<super::span::End>| end.map(|end| Expr::number(end.at));
        let single = values.as_point().is_some();
        let continuous = !single && matches!(parameters.get(symbol), Some(Range::Real { .. }));
        Ends { lo: end(values.lo), hi: end(values.hi), continuous }
    }
}
