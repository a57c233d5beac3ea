//! Solving for a parameter that occurs once, by undoing what is done to it.
//!
//! Each step undoes a function that is monotone on the values that can occur there: a sum, a
//! product with something positive, a complement, a power, an exponent, an exponential. A step
//! that is valid under a condition only records it, with what holds where it is not met.

use std::cmp::Ordering;
use std::collections::HashMap;

use kofn_algebra::{Expr, Function, Symbol, View};

use super::domain::{Domain, bound_index};
use super::progress::{Progress, Stop};
use super::simplify::{exceeds, factors, smaller};
use super::truth::Truth;
use crate::question::{Comparison, Relation};

/// Steps that are undone one after another. Nobody reads a formula that is nested deeper.
const DEEPEST: u32 = 64;

/// A comparison whose left side is the parameter alone.
pub(super) struct Isolated {
    pub progress: Progress,
    pub relation: Relation,
    pub formula: Expr,
    /// Whether the parameter rises above the formula where the comparison's left side falls below
    /// the right.
    pub reversed: bool,
    /// For a parameter in an exponent that grows with it, what its side tends to.
    pub limit: Option<Expr>,
}

/// What came of it.
pub(super) enum Isolation {
    Solved(Isolated),
    /// Where the conditions hold, the comparison holds for all values, or for none.
    Decided(Progress, bool),
    Refused,
}

/// Solves for the symbol if it occurs once after factors that both sides share are cancelled.
pub(super) fn isolate(comparison: &Comparison, symbol: &Symbol, start: &Progress) -> Isolation {
    for complemented in [false, true] {
        let mut path = Path::new(start.clone(), comparison, symbol);
        if complemented {
            path.complement();
        }
        match path.solve() {
            Ok(()) => return Isolation::Solved(path.finish()),
            Err(Stop::Decided(holds)) => return Isolation::Decided(path.progress, holds),
            Err(Stop::Refused) => {}
        }
    }
    Isolation::Refused
}

/// What was undone, so that it can be done again to a limit.
enum Step {
    Plus(Expr),
    Times(Expr),
    Power(Expr),
    Complement,
    Apply(Function),
}

struct Path<'a> {
    progress: Progress,
    symbol: &'a Symbol,
    left: Expr,
    relation: Relation,
    right: Expr,
    reversed: bool,
    /// What has been undone, from the outside in.
    steps: Vec<Step>,
    limit: Option<Expr>,
    /// For a parameter in an exponent, whether the relation was reversed up to there.
    exponent_reversed: Option<bool>,
}

impl<'a> Path<'a> {
    fn new(progress: Progress, comparison: &Comparison, symbol: &'a Symbol) -> Path<'a> {
        Path {
            progress,
            symbol,
            left: comparison.left.clone(),
            relation: comparison.relation,
            right: comparison.right.clone(),
            reversed: false,
            steps: Vec::new(),
            limit: None,
            exponent_reversed: None,
        }
    }

    fn finish(self) -> Isolated {
        let grows = self.exponent_reversed == Some(self.reversed);
        Isolated {
            progress: self.progress,
            relation: self.relation,
            formula: self.right,
            reversed: self.reversed,
            limit: self.limit.filter(|_| grows),
        }
    }

    fn reverse(&mut self) {
        self.relation = self.relation.swapped();
        self.reversed = !self.reversed;
    }

    /// Compares the complements of both sides.
    fn complement(&mut self) {
        self.left = self.left.complement();
        self.right = self.right.complement();
        self.steps.push(Step::Complement);
        self.reverse();
    }

    fn solve(&mut self) -> Result<(), Stop> {
        self.cancel()?;
        let [left, right] = [&self.left, &self.right].map(|side| occurrences(side, self.symbol));
        match (left, right) {
            (1, 0) => {}
            (0, 1) => {
                std::mem::swap(&mut self.left, &mut self.right);
                self.reverse();
            }
            _ => return Err(Stop::Refused),
        }
        for _ in 0..DEEPEST {
            let left = self.left.clone();
            match left.view() {
                View::Symbol(_) | View::Indexed { .. } if is_leaf(&left, self.symbol) => {
                    return Ok(());
                }
                View::Sum(terms) => self.undo_sum(terms)?,
                View::Product(powers) => self.undo_product(powers)?,
                View::AnyOf(_) | View::Complement(_) => self.complement(),
                View::Pivot { on, works, fails } if occurrences(on, self.symbol) == 0 => {
                    let high = Expr::product([on.clone(), works.clone()]);
                    let low = Expr::product([on.complement(), fails.clone()]);
                    self.undo_sum(&[high, low])?;
                }
                View::Function { name: Function::Exp, args } => {
                    self.demand_positive_right()?;
                    self.right = Expr::function(Function::Log, [self.right.clone()]);
                    self.steps.push(Step::Apply(Function::Exp));
                    self.left = args.first().cloned().ok_or(Stop::Refused)?;
                }
                View::Function { name: Function::Log, args } => {
                    // The logarithm is defined, so its argument is positive.
                    self.right = Expr::function(Function::Exp, [self.right.clone()]);
                    self.steps.push(Step::Apply(Function::Log));
                    self.left = args.first().cloned().ok_or(Stop::Refused)?;
                }
                _ => return Err(Stop::Refused),
            }
        }
        Err(Stop::Refused)
    }

    /// Divides both sides by what they have in common and does not contain the parameter.
    fn cancel(&mut self) -> Result<(), Stop> {
        while let Some((base, shared)) = self.common_power() {
            let positive = exceeds(&self.progress.domain, &base, &Expr::zero(), true);
            let both_zero = self.relation.holds(Ordering::Equal);
            self.progress.demand(positive, |_| Some(both_zero))?;
            let inverse = Expr::power(base.clone(), shared.negate());
            for side in [&mut self.left, &mut self.right] {
                *side = Expr::product([side.clone(), inverse.clone()]);
            }
            self.steps.push(Step::Times(Expr::power(base, shared)));
        }
        Ok(())
    }

    fn common_power(&self) -> Option<(Expr, Expr)> {
        let others = factors(&self.right);
        let domain = &self.progress.domain;
        factors(&self.left).into_iter().find_map(|(base, exponent)| {
            let (_, other) = others.iter().find(|(known, _)| *known == base)?;
            let free = [&base, &exponent, other].map(|part| occurrences(part, self.symbol));
            if free != [0; 3] || base.as_number().is_some() || !domain.span(&base).is_nonnegative()
            {
                return None;
            }
            let shared = smaller(domain, &exponent, other)?;
            // A positive power of 0 is 0 on both sides.
            domain.span(&shared).is_positive().then_some((base, shared))
        })
    }

    fn undo_sum(&mut self, terms: &[Expr]) -> Result<(), Stop> {
        let (inside, rest): (Vec<Expr>, Vec<Expr>) =
            terms.iter().cloned().partition(|term| occurrences(term, self.symbol) > 0);
        let [inside] = inside.as_slice() else { return Err(Stop::Refused) };
        let rest = Expr::sum(rest);
        self.right = Expr::difference(self.right.clone(), rest.clone());
        self.left = inside.clone();
        self.steps.push(Step::Plus(rest));
        Ok(())
    }

    fn undo_product(&mut self, powers: &[(Expr, Expr)]) -> Result<(), Stop> {
        let inside = |(base, exponent): &&(Expr, Expr)| {
            occurrences(base, self.symbol) + occurrences(exponent, self.symbol) > 0
        };
        let (base, exponent) = powers.iter().find(inside).cloned().ok_or(Stop::Refused)?;
        let others = powers.iter().filter(|power| !inside(power)).cloned();
        let factor = Expr::product_of_powers(others);
        if !factor.is_one() {
            self.divide_by(factor)?;
        }
        self.left = Expr::power(base.clone(), exponent.clone());
        if exponent.is_one() {
            return Ok(());
        }
        if occurrences(&exponent, self.symbol) > 0 {
            return self.undo_exponential(&base, &exponent);
        }
        self.undo_power(&base, &exponent)
    }

    fn divide_by(&mut self, factor: Expr) -> Result<(), Stop> {
        let span = self.progress.domain.span(&factor);
        let zero = Expr::zero();
        let domain = &self.progress.domain;
        let positive = exceeds(domain, &factor, &zero, true);
        let negative = span.is_nonpositive() && !span.is_nonnegative();
        let needed = if span.is_nonnegative() || positive == Truth::Always {
            positive
        } else if negative {
            exceeds(domain, &zero, &factor, true)
        } else {
            return Err(Stop::Refused);
        };
        // Without the factor, 0 is compared with the right side.
        let (relation, right) = (self.relation, self.right.clone());
        self.progress.demand(needed, |domain: &Domain| {
            Progress::settled(domain, &Expr::zero(), relation, &right)
        })?;
        if negative {
            self.reverse();
        }
        self.right = Expr::quotient(self.right.clone(), factor.clone());
        self.steps.push(Step::Times(factor));
        Ok(())
    }

    /// `baseᵉ ⋈ right`, the base not negative.
    fn undo_power(&mut self, base: &Expr, exponent: &Expr) -> Result<(), Stop> {
        let domain = &self.progress.domain;
        let (size, power) = (domain.span(base), domain.span(exponent));
        if !size.is_nonnegative() {
            return Err(Stop::Refused);
        }
        if power.is_positive() {
            // Every power is above a negative number.
            let reachable = exceeds(domain, &self.right, &Expr::zero(), false);
            let relation = self.relation;
            self.progress.demand(reachable, |_| above_all(relation))?;
        } else if power.is_negative() && size.is_positive() {
            self.demand_positive_right()?;
            self.reverse();
        } else {
            return Err(Stop::Refused);
        }
        let root = Expr::quotient(Expr::one(), exponent.clone());
        self.right = Expr::power(self.right.clone(), root);
        self.left = base.clone();
        self.steps.push(Step::Power(exponent.clone()));
        Ok(())
    }

    /// `baseᵉ ⋈ right` for the parameter in the exponent, the base between 0 and 1.
    fn undo_exponential(&mut self, base: &Expr, exponent: &Expr) -> Result<(), Stop> {
        if self.limit.is_some() || !self.progress.domain.span(base).is_probability() {
            return Err(Stop::Refused);
        }
        let (zero, one) = (Expr::zero(), Expr::one());
        let above = exceeds(&self.progress.domain, base, &zero, true);
        self.progress.demand(above, |_| None)?;
        self.demand_positive_right()?;
        let below = exceeds(&self.progress.domain, &one, base, true);
        let (relation, right) = (self.relation, self.right.clone());
        self.progress.demand(below, |domain: &Domain| {
            Progress::settled(domain, &Expr::one(), relation, &right)
        })?;
        let log = |of: &Expr| Expr::function(Function::Log, [of.clone()]);
        self.limit = Some(self.outside(Expr::zero()));
        self.right = Expr::quotient(log(&self.right), log(base));
        self.left = exponent.clone();
        self.reverse();
        self.exponent_reversed = Some(self.reversed);
        Ok(())
    }

    /// The left side, a positive number, is above every right side that is not positive.
    fn demand_positive_right(&mut self) -> Result<(), Stop> {
        let positive = exceeds(&self.progress.domain, &self.right, &Expr::zero(), true);
        let relation = self.relation;
        self.progress.demand(positive, |_| above_all(relation))
    }

    /// What all steps so far, done again, make of a value.
    fn outside(&self, value: Expr) -> Expr {
        self.steps.iter().rev().fold(value, |value, step| match step {
            Step::Plus(rest) => Expr::sum([rest.clone(), value]),
            Step::Times(factor) => Expr::product([factor.clone(), value]),
            Step::Power(exponent) => Expr::power(value, exponent.clone()),
            Step::Complement => value.complement(),
            Step::Apply(function) => Expr::function(*function, [value]),
        })
    }
}

/// What becomes of `x ⋈ a` where x is above a.
fn above_all(relation: Relation) -> Option<bool> {
    Some(relation.holds(Ordering::Greater))
}

/// How often a symbol occurs in an expression, written out: 0, 1, or 2 for more. What stands in a
/// product or sum over an index counts as more.
pub(super) fn occurrences(expr: &Expr, symbol: &Symbol) -> u8 {
    occurrences_in_parts(expr, symbol).get(expr).copied().unwrap_or(0)
}

/// The same for each part of an expression.
pub(super) fn occurrences_in_parts<'a>(expr: &'a Expr, symbol: &Symbol) -> HashMap<&'a Expr, u8> {
    let mut counts: HashMap<&Expr, u8> = HashMap::new();
    for part in expr.postorder() {
        let below = part.operands().into_iter().fold(0u8, |sum, operand| {
            sum.saturating_add(counts.get(operand).copied().unwrap_or(0))
        });
        let count = if is_leaf(part, symbol) {
            1 + below
        } else if bound_index(part).is_some() {
            if part.symbols().contains(symbol) { 2 } else { 0 }
        } else {
            below
        };
        counts.insert(part, count.min(2));
    }
    counts
}

/// Whether this is the symbol, perhaps as an element of a family.
fn is_leaf(expr: &Expr, symbol: &Symbol) -> bool {
    match expr.view() {
        View::Symbol(name) => name == symbol,
        View::Indexed { symbol: family, index } => {
            index.as_integer().is_some_and(|index| family.element(&index) == *symbol)
        }
        _ => false,
    }
}

/// Whether the symbol may stand for an element of a family that is not told apart from others.
pub(super) fn is_hidden(expr: &Expr, symbol: &Symbol) -> bool {
    let family = symbol.name().split_once('[').map(|(family, _)| family);
    family.is_some_and(|family| expr.symbols().iter().any(|name| name.name() == family))
}
