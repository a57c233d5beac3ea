//! Comparisons that are linear in the parameter, with any coefficients.

use std::cmp::Ordering;
use std::collections::HashMap;

use kofn_algebra::{Expr, Symbol, View};

use super::answer::{Alternative, Bound, Feasible, FormulaAnswer, TwoEnds};
use super::isolate::occurrences_in_parts;
use super::progress::{Ends, Progress, Stop};
use super::simplify::where_holds;
use super::truth::Truth;
use super::{Problem, direction, replaced, simplified};
use crate::question::{Comparison, Relation};

/// Solves `a x + b ⋈ c x + d`; nothing where the sides are not of this form, or the sign of
/// `a − c` is not found.
pub(super) fn solve(problem: &Problem, start: &Progress) -> Option<FormulaAnswer> {
    let Comparison { left, relation, right } = problem.comparison;
    let (a, b) = affine(left, problem.symbol)?;
    let (c, d) = affine(right, problem.symbol)?;
    let relation = *relation;
    let mut progress = start.clone();
    let rises = where_holds(&progress.domain, &a, Relation::AtLeast, &c) == Truth::Always;
    let falls = where_holds(&progress.domain, &a, Relation::AtMost, &c) == Truth::Always;
    let slope = Expr::difference(a.clone(), c.clone());
    let formula = simplified(Expr::quotient(Expr::difference(d.clone(), b.clone()), slope));
    if !rises && !falls {
        let mut alternatives = Vec::new();
        for (side, bound) in [(Relation::More, relation), (Relation::Less, relation.swapped())] {
            if let Truth::When(conditions) = where_holds(&progress.domain, &a, side, &c) {
                let here = conditions
                    .iter()
                    .try_fold(progress.domain.clone(), |domain, one| domain.with(one));
                let unknown = Expr::symbol(problem.symbol.clone());
                let outside = here.is_none_or(|domain| {
                    where_holds(&domain, &unknown, bound, &formula) == Truth::Never
                });
                if outside {
                    continue;
                }
                let bounds = vec![Bound { relation: bound, formula: formula.clone() }];
                alternatives.push(Alternative { bounds, conditions });
            }
        }
        let flat = where_holds(&progress.domain, &a, Relation::Equal, &c).and(where_holds(
            &progress.domain,
            &b,
            relation,
            &d,
        ));
        if let Truth::When(conditions) = flat {
            alternatives.push(Alternative { bounds: Vec::new(), conditions });
        }
        return Some(FormulaAnswer::TwoEnds(TwoEnds {
            alternatives,
            conditions: progress.conditions(),
            feasible: at_an_end(problem, &progress),
            otherwise: progress.cases,
        }));
    }
    let steep = if rises { Relation::More } else { Relation::Less };
    let steep = where_holds(&progress.domain, &a, steep, &c);
    let demanded = progress.demand(steep, |domain| Progress::settled(domain, &b, relation, &d));
    match demanded {
        Ok(()) => {}
        Err(Stop::Decided(holds)) => return Some(problem.decided(&progress, holds)),
        Err(Stop::Refused) => return None,
    }
    let bound = if rises { relation } else { relation.swapped() };
    let feasible = problem.feasible(&progress, bound, falls);
    Some(FormulaAnswer::Solved(super::SolvedFormula {
        relation: bound,
        formula,
        conditions: progress.conditions(),
        feasible,
        otherwise: progress.cases,
    }))
}

/// Where a comparison that is linear in the parameter has a solution: what is linear is largest,
/// and smallest, at an end of the range.
fn at_an_end(problem: &Problem, progress: &Progress) -> Feasible {
    let Comparison { left, relation, right } = problem.comparison;
    let Ends { lo: Some(lo), hi: Some(hi), .. } = Ends::of(problem.parameters, problem.symbol)
    else {
        return Feasible::Unknown;
    };
    if direction(*relation) == Ordering::Equal {
        return Feasible::Unknown;
    }
    let [lo, hi] = [lo, hi].map(|end| {
        let at = |side: &Expr| replaced(side, problem.symbol, &end, &progress.domain);
        where_holds(&progress.domain, &at(left), *relation, &at(right))
    });
    progress.feasible(lo.or(hi))
}

/// `(a, b)` for an expression that is `a x + b`, where neither mentions x.
fn affine(expr: &Expr, symbol: &Symbol) -> Option<(Expr, Expr)> {
    let counts = occurrences_in_parts(expr, symbol);
    let free = |part: &Expr| counts.get(part).is_none_or(|count| *count == 0);
    let mut forms: HashMap<&Expr, (Expr, Expr)> = HashMap::new();
    for part in expr.postorder() {
        if free(part) {
            forms.insert(part, (Expr::zero(), part.clone()));
            continue;
        }
        let of = |operand: &Expr| forms.get(operand).cloned();
        let form = match part.view() {
            View::Symbol(_) | View::Indexed { .. } => Some((Expr::one(), Expr::zero())),
            View::Sum(terms) => terms.iter().map(of).collect::<Option<Vec<_>>>().map(|terms| {
                let (slopes, rests): (Vec<Expr>, Vec<Expr>) = terms.into_iter().unzip();
                (Expr::sum(slopes), Expr::sum(rests))
            }),
            View::Product(powers) => product(powers, &free, &of),
            View::Complement(inner) => of(inner).map(|form| complement(&form)),
            View::AnyOf(parts) => {
                let fails = |part: &Expr| of(part).map(|form| complement(&form));
                product(parts, &free, &fails).map(|form| complement(&form))
            }
            View::Pivot { on, works, fails } => pivot(of(on)?, of(works)?, of(fails)?),
            View::Number(_)
            | View::AtLeast { .. }
            | View::AtLeastOf { .. }
            | View::Every { .. }
            | View::SumOver { .. }
            | View::Function { .. } => None,
        };
        if let Some(form) = form {
            forms.insert(part, form);
        }
    }
    forms.remove(expr)
}

fn complement((slope, rest): &(Expr, Expr)) -> (Expr, Expr) {
    (slope.negate(), rest.complement())
}

/// A product in which one factor is linear, and the others do not mention the symbol.
fn product(
    powers: &[(Expr, Expr)],
    free: &dyn Fn(&Expr) -> bool,
    of: &dyn Fn(&Expr) -> Option<(Expr, Expr)>,
) -> Option<(Expr, Expr)> {
    let (mut linear, mut factor) = (None, Vec::new());
    for (base, exponent) in powers {
        if !free(exponent) {
            return None;
        }
        let (slope, rest) = of(base)?;
        if slope.is_zero() {
            factor.push((rest, exponent.clone()));
        } else if exponent.is_one() && linear.is_none() {
            linear = Some((slope, rest));
        } else {
            return None;
        }
    }
    let factor = Expr::product_of_powers(factor);
    let (slope, rest) = linear.unwrap_or((Expr::zero(), Expr::one()));
    Some((Expr::product([slope, factor.clone()]), Expr::product([rest, factor])))
}

fn pivot(on: (Expr, Expr), works: (Expr, Expr), fails: (Expr, Expr)) -> Option<(Expr, Expr)> {
    let flat = |form: &(Expr, Expr)| form.0.is_zero();
    let independent = flat(&works) && flat(&fails);
    if !flat(&on) && !independent {
        return None;
    }
    let (turn, at) = on;
    let slope = Expr::sum([
        Expr::product([turn, Expr::difference(works.1.clone(), fails.1.clone())]),
        Expr::product([at.clone(), works.0]),
        Expr::product([at.complement(), fails.0]),
    ]);
    let rest = Expr::sum([
        Expr::product([at.clone(), works.1]),
        Expr::product([at.complement(), fails.1]),
    ]);
    Some((slope, rest))
}
