//! What has been assumed and learnt on the way to a formula.

use kofn_algebra::{Expr, Symbol};

use super::answer::{Case, Feasible};
use super::defined::where_defined;
use super::domain::Domain;
use super::simplify::where_holds;
use super::truth::{Truth, pruned};
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
    pub domain: Domain,
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
        let mut progress = Progress { domain, conditions: Vec::new(), cases: Vec::new() };
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
                elsewhere.push(condition);
            }
        }
        if let Some(holds) = outside.as_ref().and_then(otherwise) {
            self.cases.push(Case { when: elsewhere, holds });
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
    pub(super) fn conditions(&self, parameters: &Parameters) -> Vec<Condition> {
        let ranges = Domain::new(parameters);
        pruned(self.conditions.clone(), &|expr| ranges.span(expr).is_nonnegative())
    }

    /// The same for conditions that are beside these.
    pub(super) fn feasible(&self, truth: Truth, parameters: &Parameters) -> Feasible {
        match truth {
            Truth::Always => Feasible::Always,
            Truth::Never => Feasible::Never,
            Truth::When(conditions) => {
                let ranges = Domain::new(parameters);
                let nonnegative = |expr: &Expr| ranges.span(expr).is_nonnegative();
                Feasible::When(pruned(conditions, &nonnegative))
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
