//! Assertions: does a condition hold for all values of the open parameters?
//!
//! The condition is taken apart into clauses, comparisons joined by `or`; each of them must hold.
//! A clause is proven through one of its comparisons: where the others fail, this one must hold.
//! Counts are replaced by their values where there are few, and by powers otherwise; what remains
//! are polynomial inequalities on a box.

mod clauses;
mod counted;
mod line;
mod polynomial;
mod rising;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{Expr, Rational, RealRoot, Symbol};

use crate::answer::{Refutation, Undecided, Verdict};
use crate::narrowing::narrowed;
use crate::numbers::{Incomparable, compare_numbers};
use crate::question::{Comparison, Condition, Parameters, Range};
use clauses::clauses;

pub(crate) use counted::where_count_holds;

/// So many combinations of values of counts and listed values are tried one by one.
const MOST_COMBINATIONS: usize = 1_000;

/// Whether a condition holds for all values of the open parameters for which everything in
/// `given` holds.
///
/// A point at which a side of the condition is not defined refutes it.
pub fn assert(condition: &Condition, given: &[Condition], parameters: &Parameters) -> Verdict {
    let Some((parameters, given)) = &narrowed(parameters, given) else {
        return Verdict::Proven { method: "nothing satisfies what is given".to_owned() };
    };
    let Some(clauses) = clauses(condition, given) else {
        return Verdict::Undecided(Undecided::Limit(
            "more than 64 clauses of `and` and `or`".to_owned(),
        ));
    };
    let mut methods = Vec::new();
    let mut open = None;
    for clause in &clauses {
        match clause.decide(parameters) {
            Verdict::Proven { method } => {
                if !methods.contains(&method) {
                    methods.push(method);
                }
            }
            // A refutation is worth more than the reason why another clause is open.
            Verdict::Refuted(refutation) => {
                return Verdict::Refuted(clause.completed(refutation, parameters));
            }
            Verdict::Undecided(why) => open = open.or(Some(why)),
        }
    }
    match open {
        Some(why) => Verdict::Undecided(why),
        None if methods.is_empty() => Verdict::Proven { method: "nothing to prove".to_owned() },
        None => Verdict::Proven { method: methods.join(", ") },
    }
}

/// Comparisons of which one must hold wherever all of what is given holds.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    claims: Vec<Comparison>,
    given: Vec<Comparison>,
}

impl Clause {
    fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.claims.iter().chain(&self.given)
    }

    fn symbols(&self) -> BTreeSet<Symbol> {
        let sides = self.comparisons().flat_map(|one| [&one.left, &one.right]);
        sides.flat_map(Expr::symbols).collect()
    }

    fn substitute(&self, values: &BTreeMap<Symbol, Expr>) -> Clause {
        let all = |comparisons: &[Comparison]| {
            comparisons.iter().map(|one| one.substitute(values)).collect()
        };
        Clause { claims: all(&self.claims), given: all(&self.given) }
    }

    fn decide(&self, parameters: &Parameters) -> Verdict {
        let open = self.symbols();
        // What is listed, and counts with few values, is tried value by value.
        let mut listed: Vec<(Symbol, Vec<Rational>)> = Vec::new();
        let mut combinations: usize = 1;
        for symbol in &open {
            let Some(values) = parameters.get(symbol).and_then(values_of) else { continue };
            combinations = combinations.saturating_mul(values.len());
            listed.push((symbol.clone(), values));
        }
        if listed.is_empty() {
            return self.decide_unlisted(&open, parameters);
        }
        if combinations > MOST_COMBINATIONS {
            return counted::decide(self, &open, parameters);
        }
        let mut method = String::new();
        let mut undecided = None;
        // A refutation by equality at ends of ranges alone, as long as nothing worse is found.
        let mut touched: Option<Refutation> = None;
        for combination in 0..combinations {
            let mut rest = combination;
            let mut values = BTreeMap::new();
            let mut point = BTreeMap::new();
            for (symbol, all) in &listed {
                let value = all[rest % all.len()].clone();
                rest /= all.len();
                values.insert(symbol.clone(), Expr::number(value.clone()));
                point.insert(symbol.clone(), RealRoot::Rational(value));
            }
            let clause = self.substitute(&values);
            match clause.decide_unlisted(&clause.symbols(), parameters) {
                Verdict::Proven { method: found } => method = found,
                Verdict::Refuted(mut refutation) => {
                    refutation.point.extend(point);
                    if refutation.except.is_empty() {
                        return Verdict::Refuted(refutation);
                    }
                    match &mut touched {
                        None => touched = Some(refutation),
                        Some(touched) => {
                            refutation.except.retain(|face| !touched.except.contains(face));
                            touched.except.append(&mut refutation.except);
                        }
                    }
                }
                Verdict::Undecided(why) => undecided = undecided.or(Some(why)),
            }
        }
        if let Some(mut touched) = touched {
            if undecided.is_some() {
                // Elsewhere it is not known whether it holds.
                touched.except.clear();
            }
            return Verdict::Refuted(touched);
        }
        match undecided {
            Some(why) => Verdict::Undecided(why),
            None if combinations == 1 => Verdict::Proven { method },
            None => Verdict::Proven {
                method: format!("each of {combinations} combinations of values: {method}"),
            },
        }
    }

    /// The refutation with values for parameters that cancelled, if some are found that refute too.
    fn completed(&self, refutation: Refutation, parameters: &Parameters) -> Refutation {
        let missing: Vec<Symbol> = self
            .symbols()
            .into_iter()
            .filter(|symbol| !refutation.point.contains_key(symbol))
            .collect();
        let mut known = BTreeMap::new();
        for (symbol, root) in &refutation.point {
            let Some(value) = root.as_rational() else { return refutation };
            known.insert(symbol.clone(), value.clone());
        }
        if missing.is_empty() {
            return refutation;
        }
        let half = Rational::new(1.into(), 2.into()).unwrap_or_else(Rational::one);
        for part in [half, Rational::one(), Rational::zero()] {
            let mut point = known.clone();
            for symbol in &missing {
                let value = match parameters.get(symbol) {
                    Some(Range::Real { lo: Some(lo), hi: Some(hi) }) => lo + &part * (hi - lo),
                    Some(Range::Count { lo, .. }) => lo.clone().into(),
                    Some(Range::Values(values)) => values.first().cloned().unwrap_or_default(),
                    Some(Range::Real { lo, hi }) => {
                        lo.as_ref().or(hi.as_ref()).cloned().unwrap_or_default()
                    }
                    None => return refutation,
                };
                point.insert(symbol.clone(), value);
            }
            if self.fails_at(&point) == Some(true) {
                let point = point.into_iter();
                let point = point.map(|(symbol, value)| (symbol, RealRoot::Rational(value)));
                return Refutation { point: point.collect(), except: refutation.except };
            }
        }
        refutation
    }

    /// Without parameters whose values are listed.
    fn decide_unlisted(&self, open: &BTreeSet<Symbol>, parameters: &Parameters) -> Verdict {
        let counts =
            open.iter().any(|symbol| matches!(parameters.get(symbol), Some(Range::Count { .. })));
        if counts {
            return counted::decide(self, open, parameters);
        }
        match open.len() {
            0 => self.decide_numbers(),
            1 => match open.first() {
                Some(symbol) => line::decide(self, symbol, parameters),
                None => self.decide_numbers(),
            },
            _ => polynomial::decide(self, open, parameters),
        }
    }

    /// Without open parameters: all sides are numbers.
    fn decide_numbers(&self) -> Verdict {
        let mut undecided = None;
        for one in &self.given {
            match compare_numbers(&one.left, &one.right) {
                Ok(order) if one.relation.holds(order) => {}
                // Nor does it where a side is not defined.
                Ok(_) | Err(Incomparable::Undefined(_)) => {
                    return Verdict::Proven {
                        method: "nothing satisfies what is given".to_owned(),
                    };
                }
                Err(why) => undecided = Some(undecided_number(&why)),
            }
        }
        let mut holds = false;
        for one in &self.claims {
            match compare_numbers(&one.left, &one.right) {
                Ok(order) => holds |= one.relation.holds(order),
                // Where a side is not defined the assertion fails, whatever else holds.
                Err(Incomparable::Undefined(_)) => {
                    holds = false;
                    undecided = None;
                    break;
                }
                Err(why) => undecided = undecided.or(Some(undecided_number(&why))),
            }
        }
        match undecided {
            _ if holds => Verdict::Proven { method: "exact values".to_owned() },
            Some(why) => Verdict::Undecided(why),
            None => Verdict::Refuted(Refutation { point: BTreeMap::new(), except: Vec::new() }),
        }
    }

    /// Whether the clause fails at a rational point: `None` where that cannot be seen.
    fn fails_at(&self, point: &BTreeMap<Symbol, Rational>) -> Option<bool> {
        let values: BTreeMap<Symbol, Expr> = point
            .iter()
            .map(|(symbol, value)| (symbol.clone(), Expr::number(value.clone())))
            .collect();
        match self.substitute(&values).decide_numbers() {
            Verdict::Proven { .. } => Some(false),
            Verdict::Refuted(_) => Some(true),
            Verdict::Undecided(_) => None,
        }
    }
}

fn undecided_number(why: &Incomparable) -> Undecided {
    match why {
        Incomparable::Undefined(why) => Undecided::Limit(why.clone()),
        Incomparable::Undecided { bits } => {
            Undecided::Limit(format!("both sides agree to {bits} bits, and they are not rational"))
        }
        Incomparable::TooLarge => Undecided::Limit("the exact values would be too long".to_owned()),
    }
}

/// The values of a parameter, where they are few.
fn values_of(range: &Range) -> Option<Vec<Rational>> {
    match range {
        Range::Values(values) => Some(values.clone()),
        Range::Count { lo, hi: Some(hi) } => {
            let many = (hi - lo).to_usize()?;
            (many < MOST_COMBINATIONS).then(|| {
                let mut at = lo.clone();
                let mut all = Vec::with_capacity(many + 1);
                while at <= *hi {
                    all.push(Rational::from(at.clone()));
                    at += kofn_algebra::Integer::one();
                }
                all
            })
        }
        Range::Real { lo: Some(lo), hi: Some(hi) } if lo.cmp(hi) == Ordering::Equal => {
            Some(vec![lo.clone()])
        }
        Range::Count { .. } | Range::Real { .. } => None,
    }
}
