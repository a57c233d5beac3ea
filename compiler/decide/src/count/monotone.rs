//! Comparisons that are monotone in the count on each of a few pieces.

use std::cmp::Ordering;
use std::collections::HashMap;

use kofn_algebra::{Expr, Integer, Symbol, View};

use super::answer::{Stop, Why};
use super::direction::{Motion, motions, together};
use super::parts::{Known, Parts, part_bounds};
use super::proof::{MonotonePart, MonotoneProof};
use super::runs::{SignRun, append, endless_monotone_runs, monotone_pieces, monotone_runs};
use super::shape::{Class, Shape};
use super::value::{compare_at, compare_numbers};

/// Both sides of a comparison on one class of counts.
pub(super) struct Sides<'a> {
    pub(super) left: &'a Expr,
    pub(super) right: &'a Expr,
    pub(super) symbol: &'a Symbol,
    pub(super) class: &'a Class,
}

/// On which pieces `left − right` is monotone, and how it moves there.
pub(super) struct Pieces {
    pub(super) parts: Vec<MonotonePart>,
    pub(super) pieces: Vec<SignRun>,
}

impl Sides<'_> {
    /// The pieces from an m to a larger one.
    pub(super) fn pieces(
        &self,
        shape: &Shape<'_>,
        parts: &Parts,
        from: &Integer,
        to: Option<&Integer>,
    ) -> Result<Pieces, Stop> {
        let courses = parts.courses(from, to)?;
        let start = self.class.count(from);
        let bounds: Vec<_> =
            courses.iter().map(|part| part_bounds(part, self.symbol, &start)).collect();
        let mut pieces: Vec<SignRun> = Vec::new();
        let last = to.map(|to| to - Integer::one());
        for stretch in stretches(&courses, from, last.as_ref()) {
            let moving: Vec<Motion> = courses
                .iter()
                .zip(&bounds)
                .map(|(part, (lo, hi))| {
                    Motion::between(sign_on(&part.increments, &stretch.0), lo.clone(), hi.clone())
                })
                .collect();
            let sides = motions(shape, &[self.left, self.right], parts, &moving)?;
            let order = match sides.as_slice() {
                [left, right] => together(left.order, right.order.reverse())?,
                _ => return Err(Why::Directions.into()),
            };
            append(&mut pieces, SignRun { from: stretch.0, to: stretch.1, sign: order });
        }
        let pieces = monotone_pieces(from, &pieces)
            .into_iter()
            .map(|(from, to, sign)| SignRun { from, to, sign })
            .collect();
        Ok(Pieces { parts: courses, pieces })
    }

    /// The signs of `left − right` from an m to a larger one.
    pub(super) fn solve(
        &self,
        shape: &Shape<'_>,
        parts: &Parts,
        from: &Integer,
        to: Option<&Integer>,
    ) -> Result<MonotoneProof, Stop> {
        let Pieces { parts: courses, pieces } = self.pieces(shape, parts, from, to)?;
        let limits = match to {
            Some(_) => None,
            None => Some((
                limit(self.left, shape, parts, &courses)?,
                limit(self.right, shape, parts, &courses)?,
            )),
        };
        let mut sign = |m: &Integer| {
            let order = compare_at(self.left, self.right, self.symbol, &self.class.count(m))?;
            // Bounds that keep divisors from 0 leave no m without a value.
            order.ok_or(Stop::Why(Why::Directions))
        };
        let mut runs: Vec<SignRun> = Vec::new();
        for piece in &pieces {
            let found = match (&piece.to, &limits) {
                (Some(to), _) => monotone_runs(&piece.from, to, &mut sign)?,
                (None, Some((left, right))) => {
                    let last = match compare_numbers(left, right)? {
                        Some(Ordering::Equal) => sign(&piece.from)?,
                        Some(order) => order,
                        None => return Err(Why::Directions.into()),
                    };
                    endless_monotone_runs(&piece.from, last, &mut sign)?
                }
                (None, None) => return Err(Why::Directions.into()),
            };
            for run in found {
                join(&mut runs, run);
            }
        }
        Ok(MonotoneProof { parts: courses, pieces, limits, runs })
    }
}

/// Appends a run whose first number may be the last one of the run before.
fn join(runs: &mut Vec<SignRun>, mut run: SignRun) {
    if let Some(last) = runs.last()
        && last.sign != run.sign
        && last.to.as_ref() == Some(&run.from)
    {
        run.from += Integer::one();
    }
    append(runs, run);
}

/// The sign of increments at an m.
fn sign_on(increments: &[SignRun], m: &Integer) -> Ordering {
    let run = increments.iter().rev().find(|run| run.from <= *m);
    run.map_or(Ordering::Equal, |run| run.sign)
}

/// The stretches on which no part turns.
fn stretches(
    parts: &[MonotonePart],
    from: &Integer,
    to: Option<&Integer>,
) -> Vec<(Integer, Option<Integer>)> {
    let inside = |start: &&Integer| *start > from && to.is_none_or(|to| *start <= to);
    let starts = parts.iter().flat_map(|part| part.increments.iter().map(|run| &run.from));
    let mut starts: Vec<Integer> = starts.filter(inside).chain([from]).cloned().collect();
    starts.sort();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| Some(next - Integer::one()));
    let ends: Vec<Option<Integer>> = ends.chain([to.cloned()]).collect();
    starts.into_iter().zip(ends).collect()
}

/// What an expression tends to: the same expression with the limits of its parts.
pub(super) fn limit(
    root: &Expr,
    shape: &Shape<'_>,
    parts: &Parts,
    courses: &[MonotonePart],
) -> Result<Expr, Stop> {
    let part =
        |base: &Expr, exponent: &Expr| match parts.known.get(&(base.clone(), exponent.clone()))? {
            Known::Fixed(value) => Some(Expr::number(value.clone())),
            Known::Part(index) => courses.get(*index).map(|part| Expr::number(part.limit.clone())),
        };
    let mut known: HashMap<&Expr, Expr> = HashMap::new();
    for expr in root.postorder() {
        if !shape.depends(expr) {
            continue;
        }
        let of = |operand: &Expr| known.get(operand).unwrap_or(operand).clone();
        let limit = match expr.view() {
            View::Product(powers) => Expr::product(powers.iter().map(|(base, exponent)| {
                part(base, exponent).unwrap_or_else(|| Expr::power(of(base), exponent.clone()))
            })),
            View::AnyOf(alternatives) => {
                Expr::product(alternatives.iter().map(|(alternative, copies)| {
                    part(&alternative.complement(), copies).unwrap_or_else(|| {
                        Expr::power(of(alternative).complement(), copies.clone())
                    })
                }))
                .complement()
            }
            View::AtLeast { .. } => part(expr, &Expr::one()).unwrap_or_else(|| expr.rebuild(of)),
            _ => expr.rebuild(of),
        };
        known.insert(expr, limit);
    }
    let limit = known.remove(root).unwrap_or_else(|| root.clone());
    if limit.symbols().is_empty() { Ok(limit) } else { Err(Why::Directions.into()) }
}
