//! One class of counts: all numbers, or every second, third, … one.

use std::cmp::Ordering;
use std::collections::HashMap;

use kofn_algebra::{Expr, Integer, LimitReached, Symbol};

use super::answer::Stop;
use super::expansion::{Expansion, Quotient, Refusal};
use super::exponential::Budget;
use super::monotone::Sides;
use super::parts::Parts;
use super::proof::{ClassProof, Method, Stretch};
use super::regime::Regime;
use super::rolle::sign_chain;
use super::runs::SignRun;
use super::shape::{Affine, Class, Shape};
use super::value::compare_at;

/// How the sides compare on a range of m, both ends included; nothing where a side has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StateRun {
    pub(super) from: Integer,
    pub(super) to: Option<Integer>,
    pub(super) state: Option<Ordering>,
}

/// What kind of a function of m both sides are on a stretch.
pub(super) enum Kind {
    /// A side has no value.
    Undefined,
    /// `left − right`
    Quotient(Quotient),
    /// Built from parts that rise and fall.
    Parts(Parts),
}

/// Expressions of more terms are solved by monotone parts where they can be.
const FEW_TERMS: usize = 16;
/// And this many terms are the most that are worked through.
const MOST_TERMS: usize = 256;
/// How many stretches a class may have.
const STRETCHES: u32 = 256;
/// Stretches of no more numbers than this are gone through.
const SHORT: u32 = 64;

/// A stretch of a class and what was found about it.
pub(super) struct Analysis {
    pub(super) from: Integer,
    /// The last m; `None` is without end.
    pub(super) to: Option<Integer>,
    /// A kind, or why there is none.
    pub(super) kind: Result<Kind, Stop>,
}

impl Analysis {
    /// The last m where the stretch is so short that it is better gone through.
    pub(super) fn short(&self) -> Option<&Integer> {
        self.to.as_ref().filter(|to| *to - &self.from < Integer::from(SHORT))
    }
}

/// The stretches of a class from an m to another, each with a method.
pub(super) fn analyses(
    left: &Expr,
    right: &Expr,
    symbol: &Symbol,
    class: &Class,
    (from, to): (&Integer, Option<&Integer>),
) -> Result<Vec<Analysis>, Stop> {
    let shape = Shape::of(&[left, right], symbol);
    let affine = shape.affine(symbol, class);
    let sides = Sides { left, right, symbol, class };
    let mut stretches = Vec::new();
    let mut start = from.clone();
    while to.is_none_or(|to| start <= *to) {
        if stretches.len() >= STRETCHES as usize {
            return Err(Stop::Limit(LimitReached {
                what: "stretches of counts on which thresholds are met or not",
                limit: STRETCHES.into(),
                reached: u64::from(STRETCHES) + 1,
            }));
        }
        let (kind, regime) = analysis(&sides, &shape, &affine, &start);
        let before = regime.next().map(|next| next - Integer::one());
        let end = match (before, to) {
            (Some(before), Some(to)) => Some(before.min(to.clone())),
            (before, to) => before.or(to.cloned()),
        };
        stretches.push(Analysis { from: start, to: end.clone(), kind });
        match end {
            Some(end) => start = end + Integer::one(),
            None => break,
        }
    }
    Ok(stretches)
}

/// Finds a method for both sides from an m on, and how far it goes.
fn analysis(
    sides: &Sides<'_>,
    shape: &Shape<'_>,
    affine: &HashMap<&Expr, Affine>,
    from: &Integer,
) -> (Result<Kind, Stop>, Regime) {
    let mut regime = Regime::from(from);
    let mut expansion = Expansion { shape, affine, regime: &mut regime, budget: Budget::new() };
    let written_out = expansion.of(&[sides.left, sides.right]);
    let written_out = written_out.and_then(|sides| match sides.as_slice() {
        [left, right] => expansion.add(left, &right.negate()),
        _ => Err(Refusal::Undefined),
    });
    let terms = |quotient: &Quotient| quotient.numerator.order() + quotient.denominator.order();
    let long = match written_out {
        Ok(quotient) if terms(&quotient) <= FEW_TERMS => {
            return (Ok(Kind::Quotient(quotient)), regime);
        }
        Ok(quotient) => Some(quotient).filter(|quotient| terms(quotient) <= MOST_TERMS),
        Err(Refusal::Undefined) => return (Ok(Kind::Undefined), regime),
        Err(Refusal::Stop(_)) => None,
    };
    let mut own = Regime::from(from);
    let parts = match Parts::of(shape, affine, &mut own) {
        Err(Refusal::Undefined) => return (Ok(Kind::Undefined), own),
        Err(Refusal::Stop(stop)) => Err(stop),
        // Whether all parts move together can be seen on the first two numbers.
        Ok(parts) => {
            let next = from + Integer::one();
            sides.pieces(shape, &parts, from, Some(&next)).map(|_| parts)
        }
    };
    match (parts, long) {
        (Ok(parts), _) => (Ok(Kind::Parts(parts)), own),
        (Err(_), Some(long)) => (Ok(Kind::Quotient(long)), regime),
        (Err(stop), None) => (Err(stop), own),
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
    let shape = Shape::of(&[left, right], symbol);
    let sides = Sides { left, right, symbol, class };
    let mut runs = Vec::new();
    let mut stretches = Vec::new();
    for analysis in analyses(left, right, symbol, class, (&from, to.as_ref()))? {
        let method = solve_stretch(&sides, &shape, &analysis, &mut runs)?;
        stretches.push(Stretch { from: analysis.from, to: analysis.to, method });
    }
    Ok((runs, ClassProof { residue: class.residue.clone(), stretches }))
}

fn solve_stretch(
    sides: &Sides<'_>,
    shape: &Shape<'_>,
    analysis: &Analysis,
    runs: &mut Vec<StateRun>,
) -> Result<Method, Stop> {
    let Analysis { from, to, kind } = analysis;
    if let Some(to) = analysis.short() {
        let mut m = from.clone();
        while m <= *to {
            let n = sides.class.count(&m);
            let state = compare_at(sides.left, sides.right, sides.symbol, &n)?;
            push(runs, StateRun { from: m.clone(), to: Some(m.clone()), state });
            m += Integer::one();
        }
        return Ok(Method::Enumerated);
    }
    match kind {
        Err(stop) => Err(stop.clone()),
        Ok(Kind::Undefined) => {
            push(runs, StateRun { from: from.clone(), to: to.clone(), state: None });
            Ok(Method::Undefined)
        }
        Ok(Kind::Quotient(Quotient { numerator, denominator })) => {
            let numerator = sign_chain(numerator.clone(), from, to.as_ref())?;
            let denominator = match denominator.as_number() {
                Some(number) if !number.is_negative() && !number.is_zero() => None,
                _ => Some(sign_chain(denominator.clone(), from, to.as_ref())?),
            };
            let signs = denominator.as_ref().map(|chain| chain.runs());
            quotient_runs(numerator.runs(), signs, runs);
            Ok(Method::ExponentialPolynomial { numerator, denominator })
        }
        Ok(Kind::Parts(parts)) => {
            let proof = sides.solve(shape, parts, from, to.as_ref())?;
            for SignRun { from, to, sign } in proof.runs.iter().cloned() {
                push(runs, StateRun { from, to, state: Some(sign) });
            }
            Ok(Method::Monotone(proof))
        }
    }
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
