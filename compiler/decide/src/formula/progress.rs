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
    /// What is to be solved for this parameter.
    comparison: Comparison,
    symbol: Symbol,
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
        let mut progress = Progress {
            domain,
            ranges,
            comparison: comparison.clone(),
            symbol: symbol.clone(),
            conditions: Vec::new(),
            cases: Vec::new(),
        };
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
        let mut here = Vec::new();
        let mut outside = Some(self.domain.clone());
        if let Truth::When(negated) = Truth::When(conditions.clone()).negated() {
            for condition in negated {
                outside = outside.and_then(|outside| outside.with(&condition));
                here.push(at_ends(condition, &self.domain));
            }
        }
        if let Some(holds) = outside.as_ref().and_then(otherwise) {
            let mut when = self.conditions.clone();
            when.extend(here);
            let when = self.in_order(self.needed(when, holds));
            self.cases.push(Case { when, holds });
        }
        for condition in conditions {
            self.domain = self.domain.with(&condition).ok_or(Stop::Refused)?;
            self.conditions.push(condition);
        }
        Ok(())
    }

    /// The conditions of a case without those that it does not need; the last one stays.
    fn needed(&self, when: Vec<Condition>, holds: bool) -> Vec<Condition> {
        let all = self.listed(when);
        let Some((last, others)) = all.split_last() else { return all };
        if self.is_case(std::slice::from_ref(last), holds) {
            return vec![last.clone()];
        }
        let mut when = all.clone();
        for condition in others {
            let without: Vec<Condition> =
                when.iter().filter(|one| *one != condition).cloned().collect();
            // Where the condition does not hold, an earlier case may say so.
            let elsewhere = at_ends(condition.negated(), &self.ranges);
            let is_known =
                self.is_defined(condition, &without) && self.is_known(&without, &elsewhere, holds);
            if is_known || self.is_case(&without, holds) {
                when = without;
            }
        }
        when
    }

    /// Whether a condition has a meaning, so that it or its negation holds, where all of others do.
    fn is_defined(&self, condition: &Condition, others: &[Condition]) -> bool {
        let Some(domain) = self.ranges_with(others) else { return false };
        let defined =
            |side: &Expr| where_defined(side, &self.symbol, &domain) == Some(Truth::Always);
        let mut pending = vec![condition];
        while let Some(next) = pending.pop() {
            match next {
                Condition::All(some) | Condition::Any(some) => pending.extend(some),
                Condition::Compare(Comparison { left, right, .. }) => {
                    if !defined(left) || !defined(right) {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Whether an earlier case says the same where all of these conditions hold.
    fn is_known(&self, when: &[Condition], and: &Condition, holds: bool) -> bool {
        let implies = |given: &Condition, demanded: &Condition| match demanded {
            _ if given == demanded => true,
            Condition::Any(any) => any.contains(given),
            Condition::All(_) | Condition::Compare(_) => false,
        };
        self.cases.iter().any(|case| {
            let is_met = |demanded: &Condition| {
                implies(and, demanded) || when.iter().any(|given| implies(given, demanded))
            };
            case.holds == holds && case.when.iter().all(is_met)
        })
    }

    /// Whether the comparison itself is settled so where these conditions alone hold.
    fn is_case(&self, when: &[Condition], holds: bool) -> bool {
        let Comparison { left, relation, right } = &self.comparison;
        self.ranges_with(when).is_some_and(|domain| {
            let defined = |side| where_defined(side, &self.symbol, &domain) == Some(Truth::Always);
            defined(left)
                && defined(right)
                && Self::settled(&domain, left, *relation, right) == Some(holds)
        })
    }

    /// The ranges where these conditions hold; nothing where that is seen to be nowhere.
    fn ranges_with(&self, conditions: &[Condition]) -> Option<Domain> {
        conditions.iter().try_fold(self.ranges.clone(), |domain, one| domain.with(one))
    }

    /// Conditions without those that others in the list imply.
    fn listed(&self, conditions: Vec<Condition>) -> Vec<Condition> {
        pruned(conditions, &|expr| self.ranges.span(expr).is_nonnegative())
    }

    /// Conditions as they are read: by the parameter of each that the comparison mentions last,
    /// those on one parameter first, lower bounds before upper ones.
    fn in_order(&self, mut conditions: Vec<Condition>) -> Vec<Condition> {
        let mut order: Vec<Symbol> = Vec::new();
        for side in [&self.comparison.left, &self.comparison.right] {
            for part in side.postorder() {
                match part.view() {
                    View::Symbol(symbol) if !order.contains(symbol) => order.push(symbol.clone()),
                    _ => {}
                }
            }
        }
        conditions.sort_by_key(|condition| {
            let symbols = condition.symbols();
            let place = |symbol| order.iter().position(|known| known == symbol);
            let upper = matches!(
                condition,
                Condition::Compare(Comparison { relation: Relation::Less | Relation::AtMost, .. })
            );
            (symbols.iter().map(place).max().flatten(), symbols.len(), upper)
        });
        conditions
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

    /// The conditions, as they are read.
    pub(super) fn conditions(&self) -> Vec<Condition> {
        self.in_order(self.listed(self.conditions.clone()))
    }

    /// The same for conditions that are beside these.
    pub(super) fn feasible(&self, truth: Truth) -> Feasible {
        match truth {
            Truth::Always => Feasible::Always,
            Truth::Never => Feasible::Never,
            Truth::When(conditions) => Feasible::When(self.in_order(self.listed(conditions))),
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
