//! Clauses in one real parameter: complete, by real roots.

use std::collections::BTreeMap;

use kofn_algebra::{Bound, NotRationalFunction, Piece, Rational, RealRoot, RealSet, Symbol};

use super::Clause;
use crate::answer::{Refutation, Undecided, Verdict};
use crate::question::{Comparison, Parameters, Range};
use crate::real::{set_of_range, where_comparison_holds};

/// Decides a clause with one open parameter, which is real.
pub(super) fn decide(clause: &Clause, symbol: &Symbol, parameters: &Parameters) -> Verdict {
    let Some(range) = parameters.get(symbol) else {
        return Verdict::Undecided(Undecided::Unbounded(symbol.clone()));
    };
    match violations(clause, symbol, range) {
        Err(why) => undecided(clause, symbol, range, &why),
        Ok(violated) => match violated.pieces().first() {
            None => Verdict::Proven { method: "real roots".to_owned() },
            Some(first) => {
                let point = BTreeMap::from([(symbol.clone(), member(first))]);
                let except = ends_only(&violated, clause, range);
                let except = except.into_iter().map(|end| vec![(symbol.clone(), end)]).collect();
                Verdict::Refuted(Refutation { point, except })
            }
        },
    }
}

/// The values at which the clause fails.
fn violations(
    clause: &Clause,
    symbol: &Symbol,
    range: &Range,
) -> Result<RealSet, NotRationalFunction> {
    let mut violated = set_of_range(range).unwrap_or_else(RealSet::all);
    let holds = |one: &Comparison, within: &RealSet| where_comparison_holds(one, symbol, within);
    for given in &clause.given {
        violated = holds(given, &violated)?;
    }
    for claim in &clause.claims {
        violated = violated.intersection(&holds(claim, &violated)?.complement());
    }
    Ok(violated)
}

/// The ends of the range, where a strict claim fails at no other values.
fn ends_only(violated: &RealSet, clause: &Clause, range: &Range) -> Vec<Rational> {
    let strict = clause.claims.iter().all(|claim| claim.relation.is_strict());
    let Range::Real { lo, hi } = range else { return Vec::new() };
    let pieces = violated.pieces();
    let ends = pieces.iter().map(|piece| {
        let number = piece.as_point()?.as_rational()?.clone();
        (lo.as_ref() == Some(&number) || hi.as_ref() == Some(&number)).then_some(number)
    });
    let ends: Option<Vec<Rational>> = ends.collect();
    ends.filter(|_| strict).unwrap_or_default()
}

/// A short number that belongs to a piece.
fn member(piece: &Piece) -> RealRoot {
    if let Some(point) = piece.as_point() {
        return point.clone();
    }
    let one = Rational::one();
    let rational = match (piece.lo.number(), piece.hi.number()) {
        (Some(lo), Some(hi)) => lo.rational_before(hi),
        (Some(lo), None) => Some(lo.enclosure().1 + one),
        (None, Some(hi)) => Some(hi.enclosure().0 - one),
        (None, None) => Some(Rational::zero()),
    };
    match (rational, &piece.lo) {
        (Some(rational), _) => RealRoot::Rational(rational),
        // A piece that is no point has numbers inside.
        (None, Bound::Open(end) | Bound::Closed(end)) => end.clone(),
        (None, Bound::Unbounded) => RealRoot::Rational(Rational::zero()),
    }
}

/// Values that refute a claim which is not about polynomials, if there are some on a grid.
fn undecided(
    clause: &Clause,
    symbol: &Symbol,
    range: &Range,
    why: &NotRationalFunction,
) -> Verdict {
    /// Parts into which the range is divided.
    const PARTS: i64 = 64;
    if let Range::Real { lo: Some(lo), hi: Some(hi) } = range {
        for part in 0..=PARTS {
            let Some(part) = Rational::new(part.into(), PARTS.into()) else { continue };
            let value = lo + &part * (hi - lo);
            let point = BTreeMap::from([(symbol.clone(), value.clone())]);
            if clause.fails_at(&point) == Some(true) {
                let point = BTreeMap::from([(symbol.clone(), RealRoot::Rational(value))]);
                return Verdict::Refuted(Refutation { point, except: Vec::new() });
            }
        }
    }
    Verdict::Undecided(match why {
        NotRationalFunction::LimitReached(limit) => Undecided::Limit(limit.to_string()),
        NotRationalFunction::DivisionByZero => Undecided::Limit("a divisor is 0".to_owned()),
        NotRationalFunction::Open(_)
        | NotRationalFunction::SymbolicCount
        | NotRationalFunction::Function => Undecided::Transcendental,
    })
}
