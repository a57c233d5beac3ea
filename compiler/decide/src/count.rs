//! Whole numbers that satisfy a comparison: all of them, with a reason.
//!
//! Both sides depend on one open count n: how many replicas there are, how many of them are
//! needed. Nothing is taken to be monotone that was not shown to be, and a search ends because
//! there is nothing left to find.
//!
//! 1. A range of a thousand numbers or fewer is gone through.
//! 2. Where n is rounded (`floor(n/2) + 1` of n), or the base of a power is negative, the numbers
//!    are split into classes of equal remainder; within each, everything is smooth.
//! 3. On a class, `left − right` is written out as `Σ c n^j ρ^n` and solved by discrete Rolle.
//!    Fixed thresholds, "all but two of n", several groups of n, n on both sides, and whatever
//!    is built from these by sums, products and quotients has this form.
//! 4. Else each vote and each power by itself rises and falls in known ways, a majority of n
//!    among them; where all of them move `left − right` in the same direction, a few searches by
//!    halving and the limit for large n are enough.
//! 5. Anything else is refused by name.

mod answer;
mod class;
mod direction;
mod expansion;
mod exponential;
mod extremum;
mod monotone;
mod parts;
mod proof;
mod ranges;
mod regime;
mod rolle;
mod runs;
mod shape;
mod sign;
mod unrolled;
mod value;
mod vote;

use std::cmp::Ordering;

use kofn_algebra::{EncloseError, Expr, Integer, Rational, Symbol};

pub use answer::{CountAnswer, CountProblem, CountRange, CountSolution, Why};
pub use exponential::Term;
pub use extremum::{Extremum, infimum, supremum};
pub use proof::{
    ClassProof, CountProof, Course, Method, MonotonePart, MonotoneProof, Stretch, VoteName,
};
pub use rolle::{Link, SignChain, Tail};
pub use runs::SignRun;
pub use shape::Affine;
pub(crate) use shape::affine_on;

use answer::Stop;
use class::{StateRun, push, solve_class};
use ranges::chosen_ranges;
use shape::{Class, Shape};
pub(crate) use unrolled::unrolled;
use value::compare_at;

/// Finite ranges of no more numbers than this are gone through.
const ENUMERATED: u32 = 1_000;
/// Up to here, a number is tried in no time, and doing so is the simplest proof.
const SMALL: u32 = 10_000;
/// How many numbers are tried where no method applies, to show what happens there.
const SCANNED: usize = 100;
/// Fewer where the sides are long: the numbers times the parts of both sides.
const SCAN_WORK: usize = 20_000;

/// All counts in the range for which the comparison holds.
///
/// The sides may contain no other open symbol than the count. A number for which a side has no
/// value, such as one that makes a divisor 0, is no solution.
pub fn solve_count(problem: &CountProblem<'_>) -> CountAnswer {
    let (left, right) = (unrolled(problem.left), unrolled(problem.right));
    let problem = CountProblem { left: &left, right: &right, ..problem.clone() };
    let symbols = left.symbols().into_iter().chain(right.symbols());
    if let Some(open) = symbols.filter(|open| open != problem.symbol).min() {
        return CountAnswer::Undefined(EncloseError::Open(open));
    }
    match solution(&problem) {
        Ok(solution) => CountAnswer::Solved(solution),
        Err(Stop::Limit(limit)) => CountAnswer::Limit(limit),
        Err(Stop::Undefined(error)) => CountAnswer::Undefined(error),
        Err(Stop::Why(why)) => {
            let (scanned, holds) = scan(&problem);
            CountAnswer::NoStoppingRule { why, scanned, holds }
        }
    }
}

/// How both sides compare at one count; nothing where a side has no value there, or where it is
/// too long to be found.
pub fn compare_sides_at(
    left: &Expr,
    right: &Expr,
    symbol: &Symbol,
    n: &Integer,
) -> Option<Ordering> {
    compare_at(left, right, symbol, n).ok().flatten()
}

fn solution(problem: &CountProblem<'_>) -> Result<CountSolution, Stop> {
    let CountProblem { lo, hi, .. } = problem;
    if let Some(hi) = hi {
        if hi < lo {
            let method = CountProof::Enumerated { from: lo.clone(), to: hi.clone() };
            return Ok(CountSolution { ranges: Vec::new(), undefined: Vec::new(), method });
        }
        let few = hi - lo < Integer::from(ENUMERATED);
        let small = lo.abs().max(hi.abs()) <= Integer::from(SMALL);
        if few {
            // Large numbers can be too much for trying them, and not for reasoning; and the
            // other way round.
            let reasoned = if small { None } else { by_classes(problem).ok() };
            if let Some(solution) = reasoned {
                return Ok(solution);
            }
            match enumerated(problem, hi) {
                Ok(runs) => {
                    let method = CountProof::Enumerated { from: lo.clone(), to: hi.clone() };
                    return Ok(answer(problem, &[(every_number(), runs)], method));
                }
                Err(Stop::Limit(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
    }
    by_classes(problem)
}

fn by_classes(problem: &CountProblem<'_>) -> Result<CountSolution, Stop> {
    let CountProblem { left, right, symbol, lo, hi, .. } = problem;
    let mut solved = Vec::new();
    let mut classes = Vec::new();
    let all = classes_of(left, right, symbol)?;
    let period = Integer::from(all.len());
    for class in all {
        let (runs, proof) = solve_class(left, right, symbol, &class, (lo, hi.as_ref()))?;
        solved.push((class, runs));
        classes.push(proof);
    }
    Ok(answer(problem, &solved, CountProof::Classes { period, classes }))
}

fn answer(
    problem: &CountProblem<'_>,
    classes: &[(Class, Vec<StateRun>)],
    method: CountProof,
) -> CountSolution {
    let range = (&problem.lo, problem.hi.as_ref());
    let holds = |run: &StateRun| run.state.is_some_and(|order| problem.relation.holds(order));
    CountSolution {
        ranges: chosen_ranges(classes, range, holds),
        undefined: chosen_ranges(classes, range, |run| run.state.is_none()),
        method,
    }
}

/// The one class of all numbers.
fn every_number() -> Class {
    Class { period: Integer::one(), residue: Integer::zero() }
}

/// The classes on which two expressions are smooth.
fn classes_of(left: &Expr, right: &Expr, symbol: &Symbol) -> Result<Vec<Class>, Stop> {
    let negative = |base: &Expr| base.evaluate(&|_| None).is_ok_and(|base| base.is_negative());
    let period = Shape::of(&[left, right], symbol).period(symbol, negative)?;
    let mut classes = Vec::new();
    let mut residue = Integer::zero();
    while residue < period {
        classes.push(Class { period: period.clone(), residue: residue.clone() });
        residue += Integer::one();
    }
    Ok(classes)
}

fn enumerated(problem: &CountProblem<'_>, hi: &Integer) -> Result<Vec<StateRun>, Stop> {
    let mut runs = Vec::new();
    let mut n = problem.lo.clone();
    while n <= *hi {
        let state = compare_at(problem.left, problem.right, problem.symbol, &n)?;
        push(&mut runs, StateRun { from: n.clone(), to: Some(n.clone()), state });
        n += Integer::one();
    }
    Ok(runs)
}

/// The first few numbers, until one is too much; what was tried, and where the comparison holds.
fn scan(problem: &CountProblem<'_>) -> ((Integer, Integer), Vec<(Integer, Integer)>) {
    let parts = Shape::of(&[problem.left, problem.right], problem.symbol).order.len();
    let many = SCAN_WORK.checked_div(parts).map_or(SCANNED, |many| many.clamp(4, SCANNED));
    let most = &problem.lo + Integer::from(many - 1);
    let last = problem.hi.clone().map_or(most.clone(), |hi| hi.min(most));
    let mut holds: Vec<(Integer, Integer)> = Vec::new();
    let mut n = problem.lo.clone();
    while n <= last {
        let Ok(state) = compare_at(problem.left, problem.right, problem.symbol, &n) else { break };
        if state.is_some_and(|order| problem.relation.holds(order)) {
            match holds.last_mut() {
                Some((_, to)) if &*to + Integer::one() == n => *to = n.clone(),
                _ => holds.push((n.clone(), n.clone())),
            }
        }
        n += Integer::one();
    }
    ((problem.lo.clone(), n - Integer::one()), holds)
}

/// The number an expression is, or the expression itself where its fraction would be too long.
fn simplified(expr: Expr) -> Expr {
    let value: Option<Rational> = expr.evaluate(&|_| None).ok();
    value.map_or(expr, Expr::number)
}

#[cfg(test)]
mod rolle_tests;
#[cfg(test)]
mod tests;
