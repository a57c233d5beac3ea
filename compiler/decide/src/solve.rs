//! Solving: all values of a parameter for which a condition holds.

use std::collections::BTreeMap;

use kofn_algebra::{Expr, Integer, NotRationalFunction, Rational, RealSet, Relation, Symbol};

use crate::answer::{Counts, Reach, RealReach, Solution, Undecided, Unsolved};
use crate::assertion::where_count_holds;
use crate::cancelled::cancelled;
use crate::count::{Extremum, infimum, supremum};
use crate::count_set::{CountSet, LongPeriod};
use crate::formula::{FormulaAnswer, count_bound, solve_formula};
use crate::narrowing::narrowed;
use crate::numbers::compare_numbers;
use crate::question::{Comparison, Condition, Parameters, Range};
use crate::real::{extreme_at_end, set_of_range, where_condition_holds};

/// All values of `symbol` in its range for which the condition and everything in `given` holds.
pub fn solve(
    condition: &Condition,
    symbol: &Symbol,
    parameters: &Parameters,
    given: &[Condition],
) -> Solution {
    let Some(range) = parameters.get(symbol) else {
        return Solution::Unsolved(Unsolved::NoProcedure(format!("{symbol} has no range")));
    };
    // What is given of the others only; the parameter keeps its own range, which is told.
    let (about_it, others): (Vec<_>, Vec<_>) =
        given.iter().cloned().partition(|one| one.symbols().contains(symbol));
    let Some((parameters, mut left)) = narrowed(parameters, &others) else {
        return Solution::Unsolved(Unsolved::NoProcedure(
            "nothing satisfies what is given".to_owned(),
        ));
    };
    left.extend(about_it);
    let (parameters, given) = (&parameters, &left);
    let mut open = condition.symbols();
    given.iter().for_each(|one| open.extend(one.symbols()));
    open.remove(symbol);
    if !open.is_empty() {
        return solve_open(condition, symbol, parameters, given);
    }
    let mut all = vec![condition.clone()];
    all.extend(given.iter().cloned());
    let whole = Condition::All(all);
    match range {
        Range::Count { lo, hi } => {
            solve_count_set(condition, &whole, symbol, lo, hi.as_ref(), parameters)
        }
        Range::Values(values) => listed(&whole, symbol, values),
        Range::Real { lo, hi } => {
            let domain = set_of_range(range).unwrap_or_else(RealSet::all);
            match where_condition_holds(&whole, symbol, &domain) {
                Ok(set) => {
                    let reach = match (set.is_empty(), lo, hi) {
                        (true, Some(lo), Some(hi)) => real_reach(condition, symbol, lo, hi),
                        _ => None,
                    };
                    Solution::Reals { set, reach }
                }
                // Roots and logarithms of the parameter: what is left is to isolate it.
                Err(NotRationalFunction::SymbolicCount | NotRationalFunction::Function) => {
                    solve_open(condition, symbol, parameters, given)
                }
                Err(why) => Solution::Unsolved(Unsolved::Limit(why.to_string())),
            }
        }
    }
}

/// With other parameters open: a formula.
fn solve_open(
    condition: &Condition,
    symbol: &Symbol,
    parameters: &Parameters,
    given: &[Condition],
) -> Solution {
    if !given.is_empty() {
        // A bound that holds in general holds where more is given; what more it could say there
        // is not looked for.
        return match solve_open(condition, symbol, parameters, &[]) {
            formula @ (Solution::Formula(_) | Solution::Where { .. })
                if given.iter().all(|one| !one.symbols().contains(symbol)) =>
            {
                formula
            }
            _ => Solution::Unsolved(Unsolved::NoProcedure(format!(
                "with other parameters open, {symbol} cannot be limited by conditions"
            ))),
        };
    }
    let comparison = match condition {
        Condition::Compare(comparison) => comparison,
        Condition::All(one) | Condition::Any(one) => match one.as_slice() {
            [only] => return solve_open(only, symbol, parameters, given),
            _ => {
                return Solution::Unsolved(Unsolved::NoProcedure(
                    "with other parameters open, one comparison is solved at a time".to_owned(),
                ));
            }
        },
    };
    if let Some(shared) = cancelled(comparison, symbol, parameters) {
        let left = Condition::Compare(shared.comparison);
        let mut open = left.symbols();
        open.remove(symbol);
        // With others open the formula says more about them.
        if open.is_empty() {
            let solution = Box::new(solve(&left, symbol, parameters, &[]));
            let (conditions, otherwise) = (shared.conditions, shared.otherwise);
            return match conditions.is_empty() {
                true => *solution,
                false => Solution::Where { conditions, otherwise, solution },
            };
        }
    }
    let answer = solve_formula(comparison, symbol, parameters);
    if let FormulaAnswer::Solved(solved) = &answer
        && solved.formula.symbols().is_empty()
        && let Some(solution) = solve_beside(condition, symbol, parameters, &solved.conditions)
    {
        let (conditions, otherwise) = (solved.conditions.clone(), solved.otherwise.clone());
        return Solution::Where { conditions, otherwise, solution: Box::new(solution) };
    }
    Solution::Formula(answer)
}

/// The solutions where the conditions hold and the other parameters cancel: any of their values
/// that satisfy the conditions give the same.
fn solve_beside(
    condition: &Condition,
    symbol: &Symbol,
    parameters: &Parameters,
    conditions: &[Condition],
) -> Option<Solution> {
    let mut others = condition.symbols();
    others.remove(symbol);
    if others.is_empty() {
        // There is nothing to choose: the formula itself is the answer.
        return None;
    }
    let part = |lo: &Rational, hi: &Rational, part: i64| {
        let part = Rational::new(part.into(), 2.into())?;
        Some(lo + &part * (hi - lo))
    };
    // The upper ends, the middles, the lower ends.
    for place in [2, 1, 0] {
        let mut values = BTreeMap::new();
        for other in &others {
            let value = match parameters.get(other)? {
                Range::Real { lo: Some(lo), hi: Some(hi) } => part(lo, hi, place)?,
                Range::Values(values) => values.first()?.clone(),
                Range::Count { lo, .. } => Rational::from(lo.clone()),
                Range::Real { .. } => return None,
            };
            values.insert(other.clone(), Expr::number(value));
        }
        let met = conditions.iter().all(|one| holds(&one.substitute(&values)) == Ok(true));
        if met {
            return Some(solve(&condition.substitute(&values), symbol, parameters, &[]));
        }
    }
    None
}

/// Each of a list of values is tried.
fn listed(condition: &Condition, symbol: &Symbol, values: &[Rational]) -> Solution {
    let mut set = RealSet::empty();
    for value in values {
        let at = condition.at(symbol, value);
        match holds(&at) {
            Ok(true) => set = set.union(&RealSet::point(value.clone())),
            Ok(false) => {}
            Err(why) => return Solution::Unsolved(Unsolved::Limit(why)),
        }
    }
    Solution::Reals { set, reach: None }
}

/// Whether a condition without open parameters holds; where a side is not defined it does not.
///
/// Fails with a reason where two numbers cannot be told apart.
pub fn holds(condition: &Condition) -> Result<bool, String> {
    use crate::numbers::Incomparable;
    match condition {
        Condition::Compare(one) => match compare_numbers(&one.left, &one.right) {
            Ok(order) => Ok(one.relation.holds(order)),
            Err(Incomparable::Undefined(_)) => Ok(false),
            Err(Incomparable::Undecided { bits }) => {
                Err(format!("two numbers agree to {bits} bits and are not rational"))
            }
            Err(Incomparable::TooLarge) => Err("the exact values would be too long".to_owned()),
        },
        Condition::All(all) => {
            let all: Result<Vec<bool>, String> = all.iter().map(holds).collect();
            Ok(all?.into_iter().all(|one| one))
        }
        Condition::Any(any) => {
            let any: Result<Vec<bool>, String> = any.iter().map(holds).collect();
            Ok(any?.into_iter().any(|one| one))
        }
    }
}

/// How a set of counts was found.
type Found = (CountSet, Vec<&'static str>);

fn solve_count_set(
    condition: &Condition,
    whole: &Condition,
    symbol: &Symbol,
    lo: &Integer,
    hi: Option<&Integer>,
    parameters: &Parameters,
) -> Solution {
    let (set, methods) = match counts_where(whole, symbol, lo, hi) {
        Ok(found) => found,
        Err(why) => return Solution::Unsolved(why),
    };
    let one = match condition {
        Condition::Compare(one) => Some(one),
        Condition::All(_) | Condition::Any(_) => None,
    };
    let bound = one
        .filter(|_| !set.is_empty())
        .and_then(|comparison| count_bound(comparison, symbol, parameters));
    let reach = one.filter(|_| set.is_empty()).and_then(|one| reach(one, symbol, lo, hi));
    let without_end = match (set.is_empty(), hi) {
        (true, Some(_)) => counts_where(condition, symbol, lo, None).ok().map(|(set, _)| {
            let reach = one.and_then(|one| self::reach(one, symbol, lo, None));
            (set, reach)
        }),
        _ => None,
    };
    Solution::Counts(Counts { set, method: methods.join(", "), bound, reach, without_end })
}

fn counts_where(
    condition: &Condition,
    symbol: &Symbol,
    lo: &Integer,
    hi: Option<&Integer>,
) -> Result<Found, Unsolved> {
    let all = CountSet::all(lo.clone(), hi.cloned());
    let joined = |methods: &mut Vec<&'static str>, more: Vec<&'static str>| {
        for one in more {
            if !methods.contains(&one) {
                methods.push(one);
            }
        }
    };
    let mut methods = Vec::new();
    match condition {
        Condition::Compare(one) => {
            let (set, method) = where_count_holds(one, symbol, lo, hi)?;
            Ok((set, vec![method]))
        }
        Condition::All(conditions) => {
            let mut set = all;
            for one in conditions {
                let (more, how) = counts_where(one, symbol, lo, hi)?;
                joined(&mut methods, how);
                set = set.intersection(&more)?;
            }
            Ok((set, methods))
        }
        Condition::Any(conditions) => {
            let mut set = all.complement()?;
            for one in conditions {
                let (more, how) = counts_where(one, symbol, lo, hi)?;
                joined(&mut methods, how);
                set = set.union(&more)?;
            }
            Ok((set, methods))
        }
    }
}

/// How far the side with the count gets towards the other one.
fn reach(
    comparison: &Comparison,
    symbol: &Symbol,
    lo: &Integer,
    hi: Option<&Integer>,
) -> Option<Reach> {
    let (side, is_supremum) = side_with(comparison, symbol)?;
    let find: fn(&Expr, &Symbol, &Integer, Option<&Integer>) -> Option<Extremum> =
        if is_supremum { supremum } else { infimum };
    Some(Reach { extremum: find(side, symbol, lo, hi)?, is_supremum })
}

/// The only side that depends on the parameter, and whether it has to be large.
fn side_with<'c>(comparison: &'c Comparison, symbol: &Symbol) -> Option<(&'c Expr, bool)> {
    let on_left = comparison.left.symbols().contains(symbol);
    let on_right = comparison.right.symbols().contains(symbol);
    let rises = match comparison.relation {
        Relation::More | Relation::AtLeast => true,
        Relation::Less | Relation::AtMost => false,
        Relation::Equal | Relation::Unequal => return None,
    };
    match (on_left, on_right) {
        // On neither side it changes nothing; on both, how far one of them gets explains nothing.
        (true, false) | (false, false) => Some((&comparison.left, rises)),
        (true, true) => None,
        (false, true) => Some((&comparison.right, !rises)),
    }
}

fn real_reach(
    condition: &Condition,
    symbol: &Symbol,
    lo: &Rational,
    hi: &Rational,
) -> Option<RealReach> {
    let Condition::Compare(comparison) = condition else { return None };
    let (side, is_supremum) = side_with(comparison, symbol)?;
    let (value, at) = extreme_at_end(side, symbol, lo, hi, is_supremum)?;
    Some(RealReach { value, at, is_supremum })
}

impl From<LongPeriod> for Unsolved {
    fn from(_: LongPeriod) -> Self {
        Unsolved::Limit("ranges that repeat only after many numbers".to_owned())
    }
}

impl From<Undecided> for Unsolved {
    fn from(why: Undecided) -> Self {
        match why {
            Undecided::Limit(which) => Unsolved::Limit(which),
            _ => Unsolved::NoProcedure("nothing says where to stop looking".to_owned()),
        }
    }
}
