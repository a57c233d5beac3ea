//! One class of counts: all numbers, or every second, third, … one.

use std::cmp::Ordering;

use kofn_algebra::{Expr, Integer, LimitReached, Symbol};

use super::answer::Stop;
use super::expansion::{Expansion, Quotient, Refusal};
use super::exponential::Budget;
use super::monotone::Sides;
use super::parts::Parts;
use super::proof::{ClassMethod, ClassProof};
use super::regime::Regime;
use super::rolle::sign_chain;
use super::runs::SignRun;
use super::shape::{Class, Shape};
use super::value::compare_at;

/// How the sides compare on a range of m, both ends included; nothing where a side has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StateRun {
    pub(super) from: Integer,
    pub(super) to: Option<Integer>,
    pub(super) state: Option<Ordering>,
}

/// What kind of a function of m both sides are, from `start` on.
pub(super) struct Analysis {
    pub(super) start: Integer,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// A side has no value.
    Undefined,
    /// `left − right`
    Quotient(Quotient),
    /// Built from parts that rise and fall.
    Parts(Parts),
}

/// Expressions of more terms are solved by monotone parts where they can be.
const FEW_TERMS: usize = 48;
/// And this many terms are the most that are worked through.
const MOST_TERMS: usize = 256;
/// How many m are tried one by one.
const TRIED: u32 = 4_096;
/// A rest of a range no longer than this is tried one by one as well.
const SHORT: u32 = 64;

/// Finds a method for both sides on a class, from an m on.
pub(super) fn analysis(
    left: &Expr,
    right: &Expr,
    symbol: &Symbol,
    class: &Class,
    from: &Integer,
) -> Result<Analysis, Stop> {
    let shape = Shape::of(&[left, right], symbol);
    let affine = shape.affine(symbol, class);
    let mut regime = Regime { start: from.clone() };
    let mut expansion =
        Expansion { shape: &shape, affine: &affine, regime: &mut regime, budget: Budget::new() };
    let written_out = expansion.of(&[left, right]).and_then(|sides| match sides.as_slice() {
        [left, right] => expansion.add(left, &right.negate()),
        _ => Err(Refusal::Undefined),
    });
    let terms = |quotient: &Quotient| quotient.numerator.order() + quotient.denominator.order();
    let long = match written_out {
        Ok(quotient) if terms(&quotient) <= FEW_TERMS => {
            return Ok(Analysis { start: regime.start, kind: Kind::Quotient(quotient) });
        }
        Ok(quotient) => Some(quotient).filter(|quotient| terms(quotient) <= MOST_TERMS),
        Err(Refusal::Undefined) => {
            return Ok(Analysis { start: regime.start, kind: Kind::Undefined });
        }
        Err(Refusal::Stop(_)) => None,
    };
    let mut own = Regime { start: from.clone() };
    match (Parts::of(&shape, &affine, &mut own), long) {
        (Err(Refusal::Undefined), _) => Ok(Analysis { start: own.start, kind: Kind::Undefined }),
        (Ok(parts), long) => {
            // Whether all parts move together can be seen on the first two numbers.
            let sides = Sides { left, right, symbol, class };
            let next = &own.start + Integer::one();
            match (sides.pieces(&shape, &parts, &own.start, Some(&next)), long) {
                (Err(_), Some(long)) => {
                    Ok(Analysis { start: regime.start, kind: Kind::Quotient(long) })
                }
                (Ok(_), _) => Ok(Analysis { start: own.start, kind: Kind::Parts(parts) }),
                (Err(stop), None) => Err(stop),
            }
        }
        (Err(_), Some(long)) => Ok(Analysis { start: regime.start, kind: Kind::Quotient(long) }),
        (Err(Refusal::Stop(stop)), None) => Err(stop),
    }
}

/// How the sides compare on all counts of a class from one to another.
pub(super) fn solve_class(
    left: &Expr,
    right: &Expr,
    symbol: &Symbol,
    class: &Class,
    range: (&Integer, Option<&Integer>),
) -> Result<(Vec<StateRun>, ClassProof), Stop> {
    let from = class.first_from(range.0);
    let to = range.1.map(|hi| class.last_up_to(hi));
    let analysis = analysis(left, right, symbol, class, &from)?;
    let start = tried_up_to(&analysis.start, to.as_ref());
    let mut runs = Vec::new();
    try_each(left, right, symbol, class, (&from, &start), &mut runs)?;
    let proof = |method| ClassProof {
        residue: class.residue.clone(),
        tried: (from.clone(), &start - Integer::one()),
        method,
    };
    if to.as_ref().is_some_and(|to| *to < start) {
        return Ok((runs, proof(ClassMethod::Empty)));
    }
    let method = match analysis.kind {
        Kind::Undefined => {
            push(&mut runs, StateRun { from: start.clone(), to, state: None });
            ClassMethod::Undefined
        }
        Kind::Quotient(Quotient { numerator, denominator }) => {
            let numerator = sign_chain(numerator, &start, to.as_ref())?;
            let denominator = match denominator.as_number() {
                Some(number) if !number.is_negative() && !number.is_zero() => None,
                _ => Some(sign_chain(denominator, &start, to.as_ref())?),
            };
            let signs = denominator.as_ref().map(|chain| chain.runs());
            quotient_runs(numerator.runs(), signs, &mut runs);
            ClassMethod::ExponentialPolynomial { numerator, denominator }
        }
        Kind::Parts(parts) => {
            let shape = Shape::of(&[left, right], symbol);
            let sides = Sides { left, right, symbol, class };
            let proof = sides.solve(&shape, &parts, &start, to.as_ref())?;
            for SignRun { from, to, sign } in proof.runs.iter().cloned() {
                push(&mut runs, StateRun { from, to, state: Some(sign) });
            }
            ClassMethod::Monotone(proof)
        }
    };
    Ok((runs, proof(method)))
}

/// The first m that is not tried by itself: past the end where little would be left.
pub(super) fn tried_up_to(start: &Integer, to: Option<&Integer>) -> Integer {
    match to {
        Some(to) if to - start < Integer::from(SHORT) => to + Integer::one(),
        _ => start.clone(),
    }
}

/// Tries the m from one to before another.
fn try_each(
    left: &Expr,
    right: &Expr,
    symbol: &Symbol,
    class: &Class,
    (from, before): (&Integer, &Integer),
    runs: &mut Vec<StateRun>,
) -> Result<(), Stop> {
    let many = before - from;
    if many > Integer::from(TRIED) {
        return Err(Stop::Limit(LimitReached {
            what: "counts tried one by one",
            limit: TRIED.into(),
            reached: many.to_u64().unwrap_or(u64::MAX),
        }));
    }
    let mut m = from.clone();
    while m < *before {
        let state = compare_at(left, right, symbol, &class.count(&m))?;
        push(runs, StateRun { from: m.clone(), to: Some(m.clone()), state });
        m += Integer::one();
    }
    Ok(())
}

/// Appends a run, and makes it one with the run before when the states are the same.
pub(super) fn push(runs: &mut Vec<StateRun>, run: StateRun) {
    match runs.last_mut() {
        Some(last) if last.state == run.state => last.to = run.to,
        _ => runs.push(run),
    }
}

/// The signs of a quotient from those of its parts, over the same range.
fn quotient_runs(numerator: &[SignRun], denominator: Option<&[SignRun]>, runs: &mut Vec<StateRun>) {
    let Some(denominator) = denominator else {
        for SignRun { from, to, sign } in numerator.iter().cloned() {
            push(runs, StateRun { from, to, state: Some(sign) });
        }
        return;
    };
    let (mut above, mut below) = (numerator.iter().peekable(), denominator.iter().peekable());
    while let (Some(top), Some(bottom)) = (above.peek(), below.peek()) {
        let from = top.from.clone().max(bottom.from.clone());
        let state = match bottom.sign {
            Ordering::Equal => None,
            Ordering::Greater => Some(top.sign),
            Ordering::Less => Some(top.sign.reverse()),
        };
        // A run without end outlasts any other.
        let (ends_top, ends_bottom) = match (&top.to, &bottom.to) {
            (Some(a), Some(b)) => (a <= b, b <= a),
            (Some(_), None) => (true, false),
            (None, Some(_)) => (false, true),
            (None, None) => (true, true),
        };
        let to = if ends_top { top.to.clone() } else { bottom.to.clone() };
        push(runs, StateRun { from, to, state });
        if ends_top {
            above.next();
        }
        if ends_bottom {
            below.next();
        }
    }
}
