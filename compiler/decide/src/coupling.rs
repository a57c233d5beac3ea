//! Coupling: one formula is at least another because its parts are, part by part.
//!
//! Things that work independently can be matched with each other: when everything that the second
//! design needs is matched by something at least as likely to work in the first one, the first is
//! at least as reliable. Such a proof needs no polynomial, so it works for systems of any size and
//! for open counts. Where no matching is found nothing is said.

use std::collections::HashMap;

use kofn_algebra::{Expr, Rational, View};

use crate::question::{Parameters, Range};

/// How much may be compared.
const MOST_PAIRS: usize = 20_000;

/// Whether `a >= b` is seen by matching parts. Both must be probabilities, made of probabilities.
pub fn at_least_by_coupling(a: &Expr, b: &Expr, parameters: &Parameters) -> bool {
    let mut coupling = Coupling { parameters, known: HashMap::new(), chances: HashMap::new() };
    coupling.is_chance(a, 0) && coupling.is_chance(b, 0) && coupling.covers(a, b, 0)
}

struct Coupling<'p> {
    parameters: &'p Parameters,
    known: HashMap<(Expr, Expr), bool>,
    chances: HashMap<Expr, bool>,
}

/// Formulas nested deeper are left to other methods.
const DEEPEST: usize = 200;

impl Coupling<'_> {
    /// Whether an expression is a probability for its form alone.
    fn is_chance(&mut self, expr: &Expr, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        if let Some(known) = self.chances.get(expr) {
            return *known;
        }
        let is = match expr.view() {
            View::Number(number) => number.is_probability(),
            View::Symbol(symbol) => match self.parameters.get(symbol) {
                Some(Range::Real { lo: Some(lo), hi: Some(hi) }) => {
                    !lo.is_negative() && *hi <= Rational::one()
                }
                Some(Range::Values(values)) => values.iter().all(Rational::is_probability),
                Some(Range::Real { .. } | Range::Count { .. }) | None => false,
            },
            View::Product(powers) | View::AnyOf(powers) => powers.iter().all(|(base, exponent)| {
                self.is_chance(base, depth + 1) && self.is_not_negative(exponent)
            }),
            View::Complement(of) => self.is_chance(of, depth + 1),
            View::AtLeast { of, .. } => self.is_chance(of, depth + 1),
            View::AtLeastOf { of, .. } => {
                of.iter().all(|(part, _)| self.is_chance(part, depth + 1))
            }
            View::Pivot { on, works, fails } => {
                [on, works, fails].into_iter().all(|part| self.is_chance(part, depth + 1))
            }
            View::Indexed { .. }
            | View::Sum(_)
            | View::Every { .. }
            | View::SumOver { .. }
            | View::Function { .. } => false,
        };
        self.chances.insert(expr.clone(), is);
        is
    }

    /// Whether an exponent or count is at least 0, for its form alone.
    fn is_not_negative(&self, expr: &Expr) -> bool {
        self.least(expr).is_some_and(|least| !least.is_negative())
    }

    /// A number that an affine expression of counts is never below.
    fn least(&self, expr: &Expr) -> Option<Rational> {
        match expr.view() {
            View::Number(number) => Some(number.clone()),
            View::Symbol(symbol) => match self.parameters.get(symbol)? {
                Range::Count { lo, .. } => Some(lo.clone().into()),
                Range::Real { lo, .. } => lo.clone(),
                Range::Values(values) => values.iter().min().cloned(),
            },
            View::Sum(terms) => {
                let mut sum = Rational::zero();
                for term in terms {
                    sum += self.least(term)?;
                }
                Some(sum)
            }
            View::Product(powers) => match powers.as_slice() {
                [(factor, one), (of, power)] if one.is_one() && power.is_one() => {
                    let factor = factor.as_number()?;
                    let least = self.least(of)?;
                    (!factor.is_negative()).then(|| factor * &least)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether one count is at least another for all values of the counts in them.
    fn count_covers(&self, a: &Expr, b: &Expr) -> bool {
        a == b || self.is_not_negative(&Expr::difference(a.clone(), b.clone()))
    }

    /// Whether `a >= b`; both are probabilities.
    fn covers(&mut self, a: &Expr, b: &Expr, depth: usize) -> bool {
        if a == b || a.is_one() || b.is_zero() {
            return true;
        }
        if depth > DEEPEST || self.known.len() > MOST_PAIRS {
            return false;
        }
        let pair = (a.clone(), b.clone());
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        let covers = self.covers_by_form(a, b, depth);
        self.known.insert(pair, covers);
        covers
    }

    fn covers_by_form(&mut self, a: &Expr, b: &Expr, depth: usize) -> bool {
        let by_form = match (a.view(), b.view()) {
            (View::Number(a), View::Number(b)) => a >= b,
            (View::Symbol(_), View::Number(b)) => self.least(a).is_some_and(|least| least >= *b),
            (View::Number(a), View::Symbol(symbol)) => match self.parameters.get(symbol) {
                Some(Range::Real { hi: Some(hi), .. }) => a >= hi,
                _ => false,
            },
            (View::Complement(a), View::Complement(b)) => self.covers(b, a, depth + 1),
            // Everything the first needs is matched by something the second needs.
            (View::Product(a), View::Product(b)) => {
                self.matched(a, b, depth, &|own, other| (own, other))
            }
            (View::AnyOf(a), View::AnyOf(b)) => {
                self.matched(b, a, depth, &|own, other| (other, own))
            }
            (
                View::AtLeast { k: needed, n: many, of },
                View::AtLeast { k: other_needed, n: other_many, of: other_of },
            ) => {
                self.count_covers(many, other_many)
                    && self.count_covers(other_needed, needed)
                    && self.covers(of, other_of, depth + 1)
            }
            (
                View::Pivot { on, works, fails },
                View::Pivot { on: other_on, works: other_works, fails: other_fails },
            ) => {
                on == other_on
                    && self.covers(works, other_works, depth + 1)
                    && self.covers(fails, other_fails, depth + 1)
            }
            _ => false,
        };
        by_form || self.part_covers(a, b, depth)
    }

    /// Whether a part of one is enough: what a redundant part can do alone, and what cannot be
    /// more reliable than one of the things it needs.
    fn part_covers(&mut self, a: &Expr, b: &Expr, depth: usize) -> bool {
        let at_least_one = |coupling: &Self, exponent: &Expr| {
            coupling.least(exponent).is_some_and(|least| least >= Rational::one())
        };
        if let View::Product(factors) = b.view()
            && factors.iter().any(|(factor, exponent)| {
                at_least_one(self, exponent) && self.covers(a, factor, depth + 1)
            })
        {
            return true;
        }
        if let View::AnyOf(parts) = a.view() {
            return parts.iter().any(|(part, exponent)| {
                at_least_one(self, exponent) && self.covers(part, b, depth + 1)
            });
        }
        false
    }

    /// Whether each of `own` can be matched with another of `others`: as `pair` orders the two,
    /// the first covers the second, and there are as many of the other.
    fn matched(
        &mut self,
        own: &[(Expr, Expr)],
        others: &[(Expr, Expr)],
        depth: usize,
        pair: &dyn for<'e> Fn(&'e Expr, &'e Expr) -> (&'e Expr, &'e Expr),
    ) -> bool {
        let mut fits: Vec<Vec<usize>> = Vec::with_capacity(own.len());
        for (base, exponent) in own {
            let mut all = Vec::new();
            for (at, (other, other_exponent)) in others.iter().enumerate() {
                let (above, below) = pair(base, other);
                // The same thing first: it is the match that leaves most to the others.
                if self.count_covers(other_exponent, exponent)
                    && self.covers(above, below, depth + 1)
                {
                    if base == other { all.insert(0, at) } else { all.push(at) }
                }
            }
            fits.push(all);
        }
        is_matched(&fits, others.len())
    }
}

/// Whether each row can have a column of its own among those that fit it.
fn is_matched(fits: &[Vec<usize>], columns: usize) -> bool {
    let mut taken: Vec<Option<usize>> = vec![None; columns];
    for row in 0..fits.len() {
        // An augmenting path, breadth first.
        let mut came_from: Vec<Option<usize>> = vec![None; columns];
        let mut seen = vec![false; columns];
        let mut rows = vec![row];
        let mut end = None;
        'search: while let Some(row) = rows.pop() {
            for &column in &fits[row] {
                if std::mem::replace(&mut seen[column], true) {
                    continue;
                }
                came_from[column] = Some(row);
                match taken[column] {
                    Some(holder) => rows.push(holder),
                    None => {
                        end = Some(column);
                        break 'search;
                    }
                }
            }
        }
        let Some(mut column) = end else { return false };
        while let Some(holder) = came_from[column] {
            let before = taken.iter().position(|taken| *taken == Some(holder));
            taken[column] = Some(holder);
            match before {
                Some(before) if holder != row => {
                    taken[before] = None;
                    column = before;
                }
                _ => break,
            }
        }
    }
    true
}

#[cfg(test)]
mod tests;
