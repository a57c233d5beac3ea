//! The parts of an expression through which it depends on the count, where each moves in
//! directions that are known: powers and votes.

use std::cmp::Ordering;
use std::collections::HashMap;

use kofn_algebra::{EvaluateError, Expr, Integer, Rational, Symbol, View, enclose};

use super::answer::{Stop, Why};
use super::expansion::Refusal;
use super::proof::{Course, MonotonePart};
use super::regime::Regime;
use super::runs::SignRun;
use super::shape::{Affine, Shape};
use super::vote::vote_course;

/// A power, by base and exponent; a vote, with the exponent 1.
pub(super) type Key = (Expr, Expr);

/// What is known of a power or vote on a class, from some number on.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// It has one value.
    Fixed(Rational),
    /// It is the part with this number.
    Part(usize),
}

/// The powers and votes of an expression.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) known: HashMap<Key, Known>,
    kinds: Vec<(Expr, Kind)>,
}

#[derive(Clone, Debug)]
enum Kind {
    Power,
    FixedThreshold,
    FixedSpare,
    Vote { k: Affine, n: Affine, p: Rational },
}

impl Parts {
    /// Finds the parts, and moves the start up to where they are what they are found to be.
    pub(super) fn of(
        shape: &Shape<'_>,
        affine: &HashMap<&Expr, Affine>,
        regime: &mut Regime,
    ) -> Result<Parts, Refusal> {
        let mut parts = Parts::default();
        for expr in shape.order.iter().filter(|expr| shape.depends(expr)) {
            match expr.view() {
                View::Product(powers) | View::AnyOf(powers) => {
                    let failing = matches!(expr.view(), View::AnyOf(_));
                    for (base, exponent) in powers {
                        if !shape.depends(exponent) {
                            continue;
                        }
                        if shape.depends(base) {
                            return Err(Why::PowerOfChanging.into());
                        }
                        let base = if failing { base.complement() } else { base.clone() };
                        let exponent_form = affine.get(exponent).ok_or(Why::PowerOfChanging)?;
                        let kind = power_kind(&base, exponent_form, regime)?;
                        let part = Expr::power(base.clone(), exponent.clone());
                        parts.insert((base, exponent.clone()), part, kind);
                    }
                }
                View::AtLeast { k, n, of } if shape.depends(k) || shape.depends(n) => {
                    if shape.depends(of) {
                        return Err(Why::Threshold.into());
                    }
                    let (Some(k), Some(n)) = (affine.get(k), affine.get(n)) else {
                        return Err(Why::Threshold.into());
                    };
                    let kind = vote_kind(k, n, of, regime)?;
                    parts.insert(((*expr).clone(), Expr::one()), (*expr).clone(), kind);
                }
                _ => {}
            }
        }
        Ok(parts)
    }

    fn insert(&mut self, key: Key, part: Expr, kind: Result<Kind, Rational>) {
        let known = match kind {
            Err(value) => Known::Fixed(value),
            Ok(_) if self.known.contains_key(&key) => return,
            Ok(kind) => {
                self.kinds.push((part, kind));
                Known::Part(self.kinds.len() - 1)
            }
        };
        self.known.insert(key, known);
    }

    /// How each part moves between two m, the second of which is larger.
    pub(super) fn courses(
        &self,
        from: &Integer,
        to: Option<&Integer>,
    ) -> Result<Vec<MonotonePart>, Stop> {
        let always = |sign| {
            let to = to.map(|to| to - Integer::one());
            vec![SignRun { from: from.clone(), to, sign }]
        };
        let moves = |(part, kind): &(Expr, Kind)| {
            let (course, increments, limit) = match kind {
                Kind::Power => (Course::Power, always(Ordering::Less), Rational::zero()),
                Kind::FixedThreshold => {
                    (Course::FixedThreshold, always(Ordering::Greater), Rational::one())
                }
                Kind::FixedSpare => (Course::FixedSpare, always(Ordering::Less), Rational::zero()),
                Kind::Vote { k, n, p } => {
                    let (course, limit) = vote_course(k, n, p, from, to)?;
                    let increments = match &course {
                        Course::Vote { increments, .. } => increments.runs().to_vec(),
                        Course::Power | Course::FixedThreshold | Course::FixedSpare => Vec::new(),
                    };
                    (course, increments, limit)
                }
            };
            Ok(MonotonePart { part: part.clone(), course, increments, limit })
        };
        self.kinds.iter().map(moves).collect()
    }
}

/// A part, or the one value it has.
type Found = Result<Kind, Rational>;

fn power_kind(base: &Expr, exponent: &Affine, regime: &mut Regime) -> Result<Found, Refusal> {
    let rational = match base.evaluate(&|_| None) {
        Ok(base) => Some(base),
        Err(EvaluateError::DivisionByZero | EvaluateError::NotWhole) => {
            return Err(Refusal::Undefined);
        }
        Err(_) => None,
    };
    if let Some(base) = &rational {
        if base.is_one() {
            return Ok(Err(Rational::one()));
        }
        if base.is_zero() {
            if regime.at_least(exponent, 1) {
                return Ok(Err(Rational::zero()));
            }
            return match regime.at_least(exponent, 0) {
                true if exponent.is_whole() => Ok(Err(Rational::one())),
                true => Err(Why::Bases.into()),
                false => Err(Refusal::Undefined),
            };
        }
    }
    if exponent.slope.is_zero() {
        let whole = exponent.constant.to_integer().and_then(|e| i32::try_from(e.to_i64()?).ok());
        let power = whole.and_then(|e| rational?.pow(e)).ok_or(Why::Bases)?;
        return Ok(Err(power));
    }
    let (above_0, against_1) = match rational {
        Some(base) => (!base.is_negative(), Some(base.cmp(&Rational::one()))),
        None => {
            let base = enclose(base, &|_| None, 128).map_err(|_| Why::Bases)?;
            let above_0 = base.compare(&Rational::zero()) == Some(Ordering::Greater);
            (above_0, base.compare(&Rational::one()))
        }
    };
    let falls = match against_1 {
        Some(Ordering::Less) => !exponent.slope.is_negative(),
        Some(Ordering::Greater) => exponent.slope.is_negative(),
        Some(Ordering::Equal) | None => false,
    };
    if above_0 && falls { Ok(Ok(Kind::Power)) } else { Err(Why::Bases.into()) }
}

fn vote_kind(k: &Affine, n: &Affine, of: &Expr, regime: &mut Regime) -> Result<Found, Refusal> {
    if !k.is_whole() || !n.is_whole() || !regime.at_least(n, 0) {
        return Err(Refusal::Undefined);
    }
    if !regime.at_least(k, 1) {
        return Ok(Err(Rational::one()));
    }
    let spare = Affine { slope: &n.slope - &k.slope, constant: &n.constant - &k.constant };
    if !regime.at_least(&spare, 0) {
        return Ok(Err(Rational::zero()));
    }
    let p = match of.evaluate(&|_| None) {
        Ok(p) if !p.is_probability() => return Err(Why::Bases.into()),
        Ok(p) if p.is_zero() || p.is_one() => return Ok(Err(p)),
        Ok(p) => Some(p),
        Err(EvaluateError::DivisionByZero | EvaluateError::NotWhole) => {
            return Err(Refusal::Undefined);
        }
        Err(_) => {
            let of = enclose(of, &|_| None, 128).map_err(|_| Why::Bases)?;
            let inside = of.compare(&Rational::zero()) == Some(Ordering::Greater)
                && of.compare(&Rational::one()) == Some(Ordering::Less);
            if !inside {
                return Err(Why::Bases.into());
            }
            None
        }
    };
    if n.slope.is_zero() {
        let vote = |p: Rational| {
            let number = |of: &Affine| Expr::number(of.constant.clone());
            Expr::at_least(number(k), number(n), Expr::number(p)).evaluate(&|_| None).ok()
        };
        let value = p.and_then(vote).ok_or(Why::Threshold)?;
        return Ok(Err(value));
    }
    if k.slope.is_zero() {
        return Ok(Ok(Kind::FixedThreshold));
    }
    if spare.slope.is_zero() {
        return Ok(Ok(Kind::FixedSpare));
    }
    let p = p.ok_or(Why::Bases)?;
    Ok(Ok(Kind::Vote { k: k.clone(), n: n.clone(), p }))
}

/// Bounds of a part from a number on, at and after which it is what it was found to be.
pub(super) fn part_bounds(
    part: &MonotonePart,
    symbol: &Symbol,
    start: &Integer,
) -> (Option<Rational>, Option<Rational>) {
    let here = enclose(&part.part, &|asked| (asked == symbol).then(|| Rational::from(start)), 64);
    match (&part.course, here) {
        (Course::Power | Course::FixedSpare, Ok(here)) => (Some(Rational::zero()), here.hi()),
        (Course::FixedThreshold, Ok(here)) => (here.lo(), Some(Rational::one())),
        (Course::Power, Err(_)) => (Some(Rational::zero()), None),
        (Course::FixedThreshold | Course::FixedSpare | Course::Vote { .. }, _) => {
            (Some(Rational::zero()), Some(Rational::one()))
        }
    }
}
