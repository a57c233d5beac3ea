//! Clauses with counts that have too many values to try each.
//!
//! A count alone is decided completely, by [`solve_count`]. Beside open probabilities there is no
//! procedure in general. What is tried: small and large values, which refute; a coupling, which
//! proves; and powers bⁿ as parameters of their own between their ends, which proves too.

use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{Expr, Integer, Rational, RealRoot, Relation, Symbol, View};

use super::Clause;
use crate::answer::{Refutation, Undecided, Unsolved, Verdict};
use crate::count::{CountAnswer, CountProblem, solve_count};
use crate::count_set::{CountSet, LongPeriod};
use crate::coupling::at_least_by_coupling;
use crate::fraction::{Fraction, Variables};
use crate::question::{Comparison, Parameters, Range};

/// So many combinations of values of the counts are tried to refute a claim.
const MOST_TRIED: usize = 400;

/// Decides a clause with open counts.
pub(super) fn decide(clause: &Clause, open: &BTreeSet<Symbol>, parameters: &Parameters) -> Verdict {
    let counts: Vec<(&Symbol, &Integer, Option<&Integer>)> = open
        .iter()
        .filter_map(|symbol| match parameters.get(symbol) {
            Some(Range::Count { lo, hi }) => Some((symbol, lo, hi.as_ref())),
            _ => None,
        })
        .collect();
    if let ([(symbol, lo, hi)], 1) = (counts.as_slice(), open.len()) {
        return one_count(clause, symbol, lo, *hi);
    }
    let (refuted, tried) = refuted_by_trying(clause, &counts, open, parameters);
    if let Some(refuted) = refuted {
        return refuted;
    }
    if clause.claims.iter().any(|claim| proven_by_coupling(claim, parameters)) {
        return Verdict::Proven { method: "coupling".to_owned() };
    }
    if let Some(proven) = proven_by_powers(clause, &counts, parameters) {
        return proven;
    }
    Verdict::Undecided(Undecided::CountUnbounded { tried })
}

/// Whether matching the parts of the two sides proves a comparison.
pub(super) fn proven_by_coupling(claim: &Comparison, parameters: &Parameters) -> bool {
    match claim.relation {
        Relation::AtLeast => at_least_by_coupling(&claim.left, &claim.right, parameters),
        Relation::AtMost => at_least_by_coupling(&claim.right, &claim.left, parameters),
        Relation::Equal => claim.left == claim.right,
        Relation::Less | Relation::More | Relation::Unequal => false,
    }
}

fn one_count(clause: &Clause, symbol: &Symbol, lo: &Integer, hi: Option<&Integer>) -> Verdict {
    match violations(clause, symbol, lo, hi) {
        Err(why) => Verdict::Undecided(why),
        Ok((violated, methods)) => match violated.least() {
            None => Verdict::Proven { method: methods.join(", ") },
            Some(first) => {
                let value = RealRoot::Rational(Rational::from(first));
                let point = BTreeMap::from([(symbol.clone(), value)]);
                Verdict::Refuted(Refutation { point, except: Vec::new() })
            }
        },
    }
}

/// The counts for which the clause fails, and how they were found.
fn violations(
    clause: &Clause,
    symbol: &Symbol,
    lo: &Integer,
    hi: Option<&Integer>,
) -> Result<(CountSet, Vec<&'static str>), Undecided> {
    let mut methods: Vec<&'static str> = Vec::new();
    let mut holds = |comparison: &Comparison| -> Result<CountSet, Undecided> {
        let (set, method) = where_count_holds(comparison, symbol, lo, hi)?;
        if !methods.contains(&method) {
            methods.push(method);
        }
        Ok(set)
    };
    let mut violated = CountSet::all(lo.clone(), hi.cloned());
    for given in &clause.given {
        violated = violated.intersection(&holds(given)?)?;
    }
    for claim in &clause.claims {
        violated = violated.intersection(&holds(claim)?.complement()?)?;
    }
    Ok((violated, methods))
}

/// The counts for which a comparison without other open parameters holds, and how they were found.
pub(crate) fn where_count_holds(
    comparison: &Comparison,
    symbol: &Symbol,
    lo: &Integer,
    hi: Option<&Integer>,
) -> Result<(CountSet, &'static str), Unsolved> {
    let problem = CountProblem {
        left: &comparison.left,
        relation: comparison.relation,
        right: &comparison.right,
        symbol,
        lo: lo.clone(),
        hi: hi.cloned(),
    };
    match solve_count(&problem) {
        CountAnswer::Solved(solved) => {
            let set = CountSet::new(lo.clone(), hi.cloned(), &solved.ranges)?;
            Ok((set, solved.method.name()))
        }
        CountAnswer::NoStoppingRule { why, scanned, holds } => {
            Err(Unsolved::NoStoppingRule { why: why.to_string(), scanned, holds })
        }
        CountAnswer::Limit(limit) => Err(Unsolved::Limit(limit.to_string())),
        // Nowhere does it hold.
        CountAnswer::Undefined(_) => {
            Ok((CountSet::new(lo.clone(), hi.cloned(), &[])?, "never defined"))
        }
    }
}

impl From<Unsolved> for Undecided {
    fn from(why: Unsolved) -> Self {
        match why {
            Unsolved::NoStoppingRule { scanned, .. } => {
                Undecided::CountUnbounded { tried: scanned.1 }
            }
            Unsolved::Limit(which) => Undecided::Limit(which),
            Unsolved::NoProcedure(why) => Undecided::Limit(why),
        }
    }
}

impl From<LongPeriod> for Undecided {
    fn from(_: LongPeriod) -> Self {
        Undecided::Limit("ranges that repeat only after many numbers".to_owned())
    }
}

/// A refutation at one of some values of the counts; and the largest value that was tried.
fn refuted_by_trying(
    clause: &Clause,
    counts: &[(&Symbol, &Integer, Option<&Integer>)],
    open: &BTreeSet<Symbol>,
    parameters: &Parameters,
) -> (Option<Verdict>, Integer) {
    let mut largest = Integer::zero();
    let all: Vec<Vec<Integer>> = counts.iter().map(|(_, lo, hi)| values(lo, *hi)).collect();
    let combinations = all.iter().fold(1, |many: usize, one| many.saturating_mul(one.len()));
    let chances: Vec<&Symbol> =
        open.iter().filter(|symbol| counts.iter().all(|(count, ..)| count != symbol)).collect();
    for combination in 0..combinations.min(MOST_TRIED) {
        let mut rest = combination;
        let mut values = BTreeMap::new();
        let mut numbers = BTreeMap::new();
        for ((symbol, ..), all) in counts.iter().zip(&all) {
            let value = all[rest % all.len()].clone();
            rest /= all.len();
            largest = largest.max(value.clone());
            numbers.insert((*symbol).clone(), Rational::from(value.clone()));
            values.insert((*symbol).clone(), Expr::number(value));
        }
        let is_small = numbers.values().all(|value| *value <= Rational::from(8));
        if is_small {
            let clause = clause.substitute(&values);
            if let Verdict::Refuted(mut refutation) =
                clause.decide_unlisted(&clause.symbols(), parameters)
            {
                let numbers = numbers.into_iter();
                let numbers = numbers.map(|(symbol, value)| (symbol, RealRoot::Rational(value)));
                refutation.point.extend(numbers);
                refutation.except.clear();
                return (Some(Verdict::Refuted(refutation)), largest);
            }
        } else if let Some(point) = refuting_point(clause, &chances, &numbers, parameters) {
            return (Some(refuted_at(point)), largest);
        }
    }
    (None, largest)
}

fn refuted_at(point: BTreeMap<Symbol, Rational>) -> Verdict {
    let point = point.into_iter().map(|(symbol, value)| (symbol, RealRoot::Rational(value)));
    Verdict::Refuted(Refutation { point: point.collect(), except: Vec::new() })
}

/// Values at which the clause fails, of those on a coarse grid.
fn refuting_point(
    clause: &Clause,
    chances: &[&Symbol],
    numbers: &BTreeMap<Symbol, Rational>,
    parameters: &Parameters,
) -> Option<BTreeMap<Symbol, Rational>> {
    /// Points of the grid at most.
    const MOST: usize = 64;
    let parts = [1, 50, 99].map(|hundredths| Rational::new(hundredths.into(), 100.into()));
    let combinations = parts.len().saturating_pow(u32::try_from(chances.len()).unwrap_or(u32::MAX));
    for combination in 0..combinations.min(MOST) {
        let mut rest = combination;
        let mut point = numbers.clone();
        for symbol in chances {
            let Some(Range::Real { lo: Some(lo), hi: Some(hi) }) = parameters.get(*symbol) else {
                return None;
            };
            let part = parts[rest % parts.len()].clone()?;
            rest /= parts.len();
            point.insert((*symbol).clone(), lo + &part * (hi - lo));
        }
        if clause.fails_at(&point) == Some(true) {
            return Some(point);
        }
    }
    None
}

/// The first values of a range, then each the double of the one before.
fn values(lo: &Integer, hi: Option<&Integer>) -> Vec<Integer> {
    let mut all = Vec::new();
    let mut at = lo.clone();
    for step in 0..9 + 6 {
        if hi.is_some_and(|hi| at > *hi) {
            break;
        }
        all.push(at.clone());
        at += if step < 8 { Integer::one() } else { at.clone() };
    }
    all
}

/// Proves a clause by taking every power bⁿ for a parameter between its ends: with n from n₀ on,
/// bⁿ is w·b^n₀ for a w in 0..1.
fn proven_by_powers(
    clause: &Clause,
    counts: &[(&Symbol, &Integer, Option<&Integer>)],
    parameters: &Parameters,
) -> Option<Verdict> {
    let starts = counts.iter().map(|(symbol, lo, _)| ((*symbol).clone(), (*lo).clone())).collect();
    let mut powers = Powers { starts, known: Vec::new() };
    let mut all = |comparisons: &[Comparison]| -> Option<Vec<Comparison>> {
        let one = |one: &Comparison| {
            Some(Comparison {
                left: powers.replaced(&one.left)?,
                relation: one.relation,
                right: powers.replaced(&one.right)?,
            })
        };
        comparisons.iter().map(one).collect()
    };
    let (claims, given) = (all(&clause.claims)?, all(&clause.given)?);
    let clause = Clause { claims, given };
    let mut parameters = parameters.clone();
    for (base, _, symbol) in &powers.known {
        // The base is a probability, so the power is one.
        for (relation, end) in [(Relation::AtLeast, 0), (Relation::AtMost, 1)] {
            let claim = Comparison {
                left: base.clone(),
                relation,
                right: Expr::number(Rational::from(end)),
            };
            let clause = Clause { claims: vec![claim], given: clause.given.clone() };
            match clause.decide(&parameters) {
                Verdict::Proven { .. } => {}
                Verdict::Refuted(_) | Verdict::Undecided(_) => return None,
            }
        }
        parameters.insert(symbol.clone(), Range::probability());
    }
    let proven = |clause: &Clause| match clause.decide(&parameters) {
        Verdict::Proven { method } => Some(method),
        Verdict::Refuted(_) | Verdict::Undecided(_) => None,
    };
    let method = proven(&clause).or_else(|| {
        // A power is 0 for large n only in the limit, or where its base is.
        let [(base, _, symbol)] = powers.known.as_slice() else { return None };
        let mut positive = clause.clone();
        positive.given.push(compared(&Expr::symbol(symbol.clone()), Relation::More));
        let mut zero = clause.substitute(&BTreeMap::from([(symbol.clone(), Expr::zero())]));
        zero.given.push(compared(base, Relation::Equal));
        proven(&zero)?;
        proven(&positive)
    })?;
    Some(Verdict::Proven { method: format!("powers between their ends, {method}") })
}

fn compared(left: &Expr, relation: Relation) -> Comparison {
    Comparison { left: left.clone(), relation, right: Expr::zero() }
}

/// Powers with a count in their exponent, and the symbols that stand for them.
struct Powers {
    starts: BTreeMap<Symbol, Integer>,
    /// The base, the count, and the symbol for base^(count − start).
    known: Vec<(Expr, Symbol, Symbol)>,
}

impl Powers {
    /// The expression with every such power replaced; `None` where a count stands elsewhere.
    fn replaced(&mut self, expr: &Expr) -> Option<Expr> {
        let mut fits = true;
        let replaced = expr.rewrite(|expr, done| match expr.view() {
            View::Product(all) => {
                let powers = all.iter().map(|(base, exponent)| {
                    self.power(&done.of(base), exponent).unwrap_or_else(|| {
                        fits = false;
                        Expr::one()
                    })
                });
                Expr::product(powers.collect::<Vec<_>>())
            }
            View::AnyOf(all) => {
                let powers = all.iter().map(|(base, exponent)| {
                    self.power(&done.of(base).complement(), exponent).unwrap_or_else(|| {
                        fits = false;
                        Expr::one()
                    })
                });
                Expr::product(powers.collect::<Vec<_>>()).complement()
            }
            _ => expr.rebuild(|operand| done.of(operand)),
        });
        let counts_left = replaced.symbols().iter().any(|symbol| self.starts.contains_key(symbol));
        (fits && !counts_left).then_some(replaced)
    }

    /// A power with a whole or affine exponent.
    fn power(&mut self, base: &Expr, exponent: &Expr) -> Option<Expr> {
        let counts: Vec<Symbol> = exponent
            .symbols()
            .into_iter()
            .filter(|symbol| self.starts.contains_key(symbol))
            .collect();
        let [count] = counts.as_slice() else {
            return counts.is_empty().then(|| Expr::power(base.clone(), exponent.clone()));
        };
        // exponent = slope · count + rest
        let mut variables = Variables::default();
        let polynomial =
            Fraction::of(exponent, &mut variables).ok().filter(Fraction::is_polynomial)?;
        if polynomial.numerator.degree() != 1 {
            return None;
        }
        let at = |value: i64| {
            exponent
                .substitute(&BTreeMap::from([(count.clone(), Expr::number(value))]))
                .as_integer()
        };
        let rest = at(0)?;
        let slope = &at(1)? - &rest;
        let start = self.starts.get(count)?.clone();
        let first = &(&slope * &start) + &rest;
        if slope < Integer::one() || first.is_negative() {
            return None;
        }
        let known = self.known.iter().find(|(of, by, _)| of == base && by == count);
        let symbol = match known {
            Some((_, _, symbol)) => symbol.clone(),
            None => {
                // No parameter has such a name.
                let symbol = Symbol::new(format!("power {}", self.known.len() + 1));
                self.known.push((base.clone(), count.clone(), symbol.clone()));
                symbol
            }
        };
        Some(Expr::product_of_powers([
            (base.clone(), Expr::number(first)),
            (Expr::symbol(symbol), Expr::number(slope)),
        ]))
    }
}
