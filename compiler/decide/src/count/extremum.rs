//! The largest and the smallest value of an expression over a range of counts.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{Expr, Integer, Rational, Symbol};

use super::answer::Stop;
use super::class::{Analysis, Kind, analyses};
use super::expansion::Quotient;
use super::exponential::{Budget, ExponentialPolynomial};
use super::monotone::{Sides, limit};
use super::rolle::sign_chain;
use super::runs::monotone_pieces;
use super::shape::{Class, Shape};
use super::sign::sign_of;
use super::unrolled::unrolled;
use super::value::{compare_numbers, has_value};
use super::{ENUMERATED, classes_of, every_number, simplified};

/// The supremum or infimum of an expression over a range of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extremum {
    /// The value: a number wherever that is rational and not too long to be written out.
    pub value: Expr,
    /// The least count at which it is taken; nothing where it is only approached as the count
    /// grows.
    pub attained_at: Option<Integer>,
}

/// The least upper bound of an expression whose only open symbol is the count, from `lo` to `hi`
/// or without end.
///
/// Nothing where there is no bound, where no method finds it within the limits, where the
/// expression has no value for some count, or where the range is empty.
pub fn supremum(
    expr: &Expr,
    symbol: &Symbol,
    lo: &Integer,
    hi: Option<&Integer>,
) -> Option<Extremum> {
    extremum(expr, symbol, (lo, hi), Ordering::Greater)
}

/// The greatest lower bound; all else as for [`supremum`].
pub fn infimum(
    expr: &Expr,
    symbol: &Symbol,
    lo: &Integer,
    hi: Option<&Integer>,
) -> Option<Extremum> {
    extremum(expr, symbol, (lo, hi), Ordering::Less)
}

/// A value that may be the extremum, and where it is taken.
type Candidate = (Expr, Option<Integer>);

fn extremum(
    expr: &Expr,
    symbol: &Symbol,
    (lo, hi): (&Integer, Option<&Integer>),
    wanted: Ordering,
) -> Option<Extremum> {
    let expr = unrolled(expr);
    let short = hi.filter(|hi| *hi - lo < Integer::from(ENUMERATED));
    if let Some(hi) = short
        && let Ok(best) = best_of(every(&expr, symbol, &every_number(), lo, hi), wanted)
    {
        return finished(best);
    }
    let mut candidates = Vec::new();
    for class in classes_of(&expr, &Expr::zero(), symbol).ok()? {
        let from = class.first_from(lo);
        let to = hi.map(|hi| class.last_up_to(hi));
        candidates.extend(class_candidates(&expr, symbol, &class, (&from, to.as_ref()), wanted)?);
    }
    finished(best_of(candidates, wanted).ok()?)
}

fn finished(best: Option<Candidate>) -> Option<Extremum> {
    let (value, attained_at) = best?;
    Some(Extremum { value: simplified(value), attained_at })
}

/// The first of the best candidates by rising count; one that is taken before one that is not.
fn best_of(mut candidates: Vec<Candidate>, wanted: Ordering) -> Result<Option<Candidate>, Stop> {
    candidates.sort_by_key(|(_, at)| (at.is_none(), at.clone()));
    let mut best: Option<Candidate> = None;
    for candidate in candidates {
        let better = match &best {
            None => has_value(&candidate.0).then_some(true),
            Some((value, _)) => compare_numbers(&candidate.0, value)?.map(|order| order == wanted),
        };
        match better {
            Some(true) => best = Some(candidate),
            Some(false) => {}
            // A count without a value leaves nothing to say about all.
            None => return Ok(None),
        }
    }
    Ok(best)
}

fn at(expr: &Expr, symbol: &Symbol, n: Integer) -> Candidate {
    let here = BTreeMap::from([(symbol.clone(), Expr::number(n.clone()))]);
    (expr.substitute(&here), Some(n))
}

/// All counts of a class from one m to another.
fn every(
    expr: &Expr,
    symbol: &Symbol,
    class: &Class,
    from: &Integer,
    to: &Integer,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut m = from.clone();
    while m <= *to {
        candidates.push(at(expr, symbol, class.count(&m)));
        m += Integer::one();
    }
    candidates
}

/// The ends of the pieces of a class on which the expression is monotone, and its limit.
fn class_candidates(
    expr: &Expr,
    symbol: &Symbol,
    class: &Class,
    (from, to): (&Integer, Option<&Integer>),
    wanted: Ordering,
) -> Option<Vec<Candidate>> {
    let zero = Expr::zero();
    let shape = Shape::of(&[expr, &zero], symbol);
    let sides = Sides { left: expr, right: &zero, symbol, class };
    let mut candidates = Vec::new();
    for analysis in analyses(expr, &zero, symbol, class, (from, to)).ok()? {
        if let Some(to) = analysis.short() {
            candidates.extend(every(expr, symbol, class, &analysis.from, to));
            continue;
        }
        let Analysis { from, to, kind } = analysis;
        let ends: Vec<Integer> = match kind.ok()? {
            Kind::Undefined => return None,
            Kind::Quotient(quotient) => {
                if to.is_none() {
                    match quotient_limit(&quotient)? {
                        Limit::Number(limit) => candidates.push((Expr::number(limit), None)),
                        Limit::Infinite(side) if side == wanted => return None,
                        Limit::Infinite(_) => {}
                    }
                }
                quotient_ends(&quotient, &from, to.as_ref())?
            }
            Kind::Parts(parts) => {
                let pieces = sides.pieces(&shape, &parts, &from, to.as_ref()).ok()?;
                if to.is_none() {
                    candidates.push((limit(expr, &shape, &parts, &pieces.parts).ok()?, None));
                }
                let ends = pieces.pieces.into_iter();
                ends.flat_map(|piece| [Some(piece.from), piece.to]).flatten().collect()
            }
        };
        candidates.extend(ends.iter().map(|m| at(expr, symbol, class.count(m))));
    }
    Some(candidates)
}

/// The ends of the pieces on which a quotient is monotone, whose denominator is never 0.
fn quotient_ends(
    Quotient { numerator, denominator }: &Quotient,
    from: &Integer,
    to: Option<&Integer>,
) -> Option<Vec<Integer>> {
    if denominator.as_number().is_none() {
        let signs = sign_chain(denominator.clone(), from, to).ok()?;
        match signs.runs() {
            [run] if run.sign != Ordering::Equal => {}
            _ => return None,
        }
    }
    let mut budget = Budget::new();
    let cross = |a: &ExponentialPolynomial, b: &ExponentialPolynomial, budget: &mut Budget| {
        a.mul(b, budget).ok()
    };
    // N(m+1)/D(m+1) − N(m)/D(m), times D(m+1)·D(m), which is positive.
    let increments = cross(&numerator.next(), denominator, &mut budget)?.sub(&cross(
        numerator,
        &denominator.next(),
        &mut budget,
    )?);
    let last = to.map(|to| to - Integer::one());
    let signs = sign_chain(increments, from, last.as_ref()).ok()?;
    let pieces = monotone_pieces(from, signs.runs());
    Some(pieces.into_iter().flat_map(|(from, to, _)| [Some(from), to]).flatten().collect())
}

/// What a function of m tends to.
enum Limit {
    Number(Rational),
    /// Above all numbers, or below all.
    Infinite(Ordering),
}

/// What a quotient tends to, decided by the leading terms.
fn quotient_limit(Quotient { numerator, denominator }: &Quotient) -> Option<Limit> {
    let (bottom_base, bottom_power, bottom) = denominator.leading()?;
    let Some((top_base, top_power, top)) = numerator.leading() else {
        return Some(Limit::Number(Rational::zero()));
    };
    let ratio = top.checked_div(bottom)?;
    Some(match top_base.cmp(bottom_base).then(top_power.cmp(&bottom_power)) {
        Ordering::Less => Limit::Number(Rational::zero()),
        Ordering::Equal => Limit::Number(ratio),
        Ordering::Greater => Limit::Infinite(sign_of(&ratio)),
    })
}
