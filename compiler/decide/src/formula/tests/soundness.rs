//! Formulas, conditions and cases against exact values.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{EncloseError, EvaluateError, Expr, Rational, Symbol, enclose};

use super::*;
use crate::formula::{
    Alternative, Bound, Case, Feasible, FormulaAnswer, count_bound, solve_formula,
};
use crate::question::Condition;

pub(super) type Point = BTreeMap<Symbol, Rational>;

/// Numbers that look random and are the same in every run.
pub(super) struct Lcg(pub(super) u64);

impl Lcg {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % bound
    }

    /// A value in a range; the ends often.
    pub(super) fn value(&mut self, range: &Range) -> Rational {
        match range {
            Range::Real { lo, hi } => {
                let lo = lo.clone().unwrap_or_else(|| Rational::from(-3));
                let hi = hi.clone().unwrap_or_else(|| &lo + Rational::from(6));
                let parts = [1, 2, 4, 10, 7, 100][usize::try_from(self.below(6)).unwrap()];
                let step = Rational::new(self.below(parts + 1).into(), parts.into()).unwrap();
                &lo + (hi - &lo) * step
            }
            Range::Count { lo, hi } => {
                let up = Rational::from(lo) + Rational::from(i64::try_from(self.below(7)).unwrap());
                hi.as_ref().map_or(up.clone(), |hi| up.min(hi.into()))
            }
            Range::Values(values) => {
                values[usize::try_from(self.below(values.len() as u64)).unwrap()].clone()
            }
        }
    }
}

/// How two expressions compare at a point; nothing where a side is undefined, or too near to tell.
fn order(left: &Expr, right: &Expr, point: &Point) -> Result<Option<Ordering>, ()> {
    let value = |symbol: &Symbol| point.get(symbol).cloned();
    match (left.evaluate(&value), right.evaluate(&value)) {
        (Ok(left), Ok(right)) => return Ok(Some(left.cmp(&right))),
        (Err(EvaluateError::DivisionByZero), _) | (_, Err(EvaluateError::DivisionByZero)) => {
            return Err(());
        }
        _ => {}
    }
    let difference = Expr::difference(left.clone(), right.clone());
    match enclose(&difference, &value, 256) {
        Ok(difference) => Ok(difference.compare(&Rational::zero())),
        Err(EncloseError::Undecided { .. }) => Ok(None),
        Err(EncloseError::NotReal | EncloseError::DivisionByZero) => Err(()),
        Err(error) => panic!("{difference:?} at {point:?}: {error}"),
    }
}

fn holds(condition: &Condition, point: &Point) -> Option<bool> {
    match condition {
        Condition::Compare(Comparison { left, relation, right }) => {
            Some(relation.holds(order(left, right, point).ok()??))
        }
        Condition::All(all) => {
            // What comes first may be what later ones are defined under.
            for one in all {
                if !holds(one, point)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        Condition::Any(any) => {
            let mut unknown = false;
            for one in any {
                match holds(one, point) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => unknown = true,
                }
            }
            (!unknown).then_some(false)
        }
    }
}

fn all_hold(conditions: &[Condition], point: &Point) -> Option<bool> {
    // Conditions may be in another order than the steps that need them: a false one settles it.
    let known: Vec<Option<bool>> = conditions.iter().map(|one| holds(one, point)).collect();
    if known.contains(&Some(false)) {
        return Some(false);
    }
    known.into_iter().collect::<Option<Vec<bool>>>().map(|_| true)
}

fn satisfied(bounds: &[Bound], symbol: &Symbol, point: &Point) -> Option<bool> {
    let mut all = true;
    for Bound { relation, formula } in bounds {
        let ordered = order(&Expr::symbol(symbol.clone()), formula, point).unwrap_or_else(|()| {
            panic!("{formula:?} is undefined at {point:?}");
        });
        all &= relation.holds(ordered?);
    }
    Some(all)
}

/// What a check has seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Points at which the formula was valid and agreed.
    pub(super) agreed: usize,
    /// Those of them that satisfy the comparison.
    pub(super) satisfied: usize,
    /// Points at which a case said what holds.
    pub(super) cases: usize,
    /// Parameters at which feasibility was confirmed by a value, or no value was found.
    pub(super) feasible: usize,
    pub(super) infeasible: usize,
}

struct Claims<'a> {
    alternatives: Vec<Alternative>,
    conditions: &'a [Condition],
    feasible: &'a Feasible,
    otherwise: &'a [Case],
}

/// Checks an answer at random points.
#[track_caller]
pub(super) fn check(
    comparison: &Comparison,
    symbol: &Symbol,
    parameters: &Parameters,
    points: u32,
) -> (FormulaAnswer, Seen) {
    let answer = solve_formula(comparison, symbol, parameters);
    let whole = |bounds: Vec<Bound>| vec![Alternative { bounds, conditions: Vec::new() }];
    let claims = match &answer {
        FormulaAnswer::Solved(solved) => Claims {
            alternatives: whole(vec![Bound {
                relation: solved.relation,
                formula: solved.formula.clone(),
            }]),
            conditions: &solved.conditions,
            feasible: &solved.feasible,
            otherwise: &solved.otherwise,
        },
        FormulaAnswer::TwoEnds(ends) => Claims {
            alternatives: ends.alternatives.clone(),
            conditions: &ends.conditions,
            feasible: &ends.feasible,
            otherwise: &ends.otherwise,
        },
        FormulaAnswer::Always(conditions) => Claims {
            alternatives: whole(Vec::new()),
            conditions,
            feasible: &Feasible::Unknown,
            otherwise: &[],
        },
        FormulaAnswer::Never(conditions) => Claims {
            alternatives: Vec::new(),
            conditions,
            feasible: &Feasible::Unknown,
            otherwise: &[],
        },
        FormulaAnswer::NoClosedForm { reduced: Some(reduced), conditions, .. } => {
            let seen = check_reduced(comparison, reduced, conditions, parameters, points);
            return (answer, seen);
        }
        FormulaAnswer::NoClosedForm { reduced: None, .. } => return (answer, Seen::default()),
    };
    let seen = check_claims(comparison, symbol, parameters, points, &claims);
    (answer, seen)
}

/// Checks the bound of a count in the same way.
#[track_caller]
pub(super) fn check_count(
    comparison: &Comparison,
    symbol: &Symbol,
    parameters: &Parameters,
    points: u32,
) -> Option<(crate::formula::CountBound, Seen)> {
    let found = count_bound(comparison, symbol, parameters)?;
    let bounds = vec![Bound { relation: found.relation, formula: found.formula.clone() }];
    let claims = Claims {
        alternatives: vec![Alternative { bounds, conditions: Vec::new() }],
        conditions: &found.conditions,
        feasible: &found.feasible,
        otherwise: &found.otherwise,
    };
    let seen = check_claims(comparison, symbol, parameters, points, &claims);
    Some((found, seen))
}

fn check_reduced(
    comparison: &Comparison,
    reduced: &Comparison,
    conditions: &[Condition],
    parameters: &Parameters,
    points: u32,
) -> Seen {
    let mut random = Lcg(77);
    let mut seen = Seen::default();
    for _ in 0..points * 8 {
        let point: Point = parameters
            .iter()
            .map(|(symbol, range)| (symbol.clone(), random.value(range)))
            .collect();
        if all_hold(conditions, &point) != Some(true) {
            continue;
        }
        let truth = |c: &Comparison| {
            order(&c.left, &c.right, &point).unwrap().map(|order| c.relation.holds(order))
        };
        if let (Some(a), Some(b)) = (truth(comparison), truth(reduced)) {
            assert_eq!(a, b, "{comparison:?} and {reduced:?} at {point:?}");
            seen.agreed += 1;
        }
    }
    seen
}

#[track_caller]
fn check_claims(
    comparison: &Comparison,
    symbol: &Symbol,
    parameters: &Parameters,
    points: u32,
    claims: &Claims,
) -> Seen {
    let mut random = Lcg(99);
    let mut seen = Seen::default();
    let Comparison { left, relation, right } = comparison;
    let range = &parameters[symbol];
    for _ in 0..points {
        let mut point: Point = parameters
            .iter()
            .filter(|(name, _)| *name != symbol)
            .map(|(name, range)| (name.clone(), random.value(range)))
            .collect();
        let Some(valid) = all_hold(claims.conditions, &point) else { continue };
        let cases: Vec<bool> = claims
            .otherwise
            .iter()
            .filter(|case| all_hold(&case.when, &point) == Some(true))
            .map(|case| case.holds)
            .collect();
        let mut candidates: Vec<Rational> = (0..12).map(|_| random.value(range)).collect();
        candidates.extend(ends(range));
        if valid {
            candidates.extend(near(&claims.alternatives, &point, range));
        }
        let mut solutions = 0;
        for x in candidates {
            point.insert(symbol.clone(), x);
            let found = order(left, right, &point);
            for case in &cases {
                let ordered = found.unwrap().unwrap();
                assert_eq!(relation.holds(ordered), *case, "case {comparison:?} at {point:?}");
                seen.cases += 1;
            }
            if !valid {
                continue;
            }
            let Ok(ordered) = found else {
                panic!("{comparison:?} is undefined at {point:?}");
            };
            let Some(ordered) = ordered else { continue };
            let original = relation.holds(ordered);
            solutions += usize::from(original);
            let mut solved = Some(false);
            for alternative in &claims.alternatives {
                if all_hold(&alternative.conditions, &point) != Some(true) {
                    continue;
                }
                match satisfied(&alternative.bounds, symbol, &point) {
                    Some(true) => {
                        solved = Some(true);
                        break;
                    }
                    Some(false) => {}
                    None => solved = None,
                }
            }
            let Some(solved) = solved else { continue };
            assert_eq!(
                original, solved,
                "{comparison:?} at {point:?}: {:?} where {:?}",
                claims.alternatives, claims.conditions
            );
            seen.agreed += 1;
            seen.satisfied += usize::from(original);
        }
        point.remove(symbol);
        if !valid {
            continue;
        }
        let feasible = match claims.feasible {
            Feasible::Unknown => continue,
            Feasible::Always => true,
            Feasible::Never => false,
            Feasible::When(conditions) => match all_hold(conditions, &point) {
                Some(feasible) => feasible,
                None => continue,
            },
        };
        // A single solution that is not rational is not among the candidates.
        let single =
            *relation == Relation::Equal
                && claims.alternatives.iter().flat_map(|one| &one.bounds).any(|bound| {
                    bound.formula.evaluate(&|symbol| point.get(symbol).cloned()).is_err()
                });
        // Nor is a large count.
        let far = matches!(range, Range::Count { hi: None, .. });
        if (single || far) && feasible && solutions == 0 {
            continue;
        }
        assert_eq!(
            solutions > 0,
            feasible,
            "feasibility of {comparison:?} at {point:?}: {:?}",
            claims.feasible
        );
        seen.feasible += usize::from(feasible);
        seen.infeasible += usize::from(!feasible);
    }
    seen
}

fn ends(range: &Range) -> Vec<Rational> {
    match range {
        Range::Real { lo, hi } => [lo, hi].into_iter().flatten().cloned().collect(),
        Range::Count { lo, hi } => {
            [Some(lo), hi.as_ref()].into_iter().flatten().map(Rational::from).collect()
        }
        Range::Values(values) => values.clone(),
    }
}

/// Values of the parameter at and near the formulas, and between them.
fn near(alternatives: &[Alternative], point: &Point, range: &Range) -> Vec<Rational> {
    let value = |symbol: &Symbol| point.get(symbol).cloned();
    let tiny = ratio(1, 1 << 40);
    let mut places = Vec::new();
    let bounds = alternatives.iter().flat_map(|alternative| &alternative.bounds);
    for Bound { formula, .. } in bounds {
        if let Ok(exact) = formula.evaluate(&value) {
            places.push(exact);
        } else if let Ok(enclosure) = enclose(formula, &value, 256) {
            places.extend(enclosure.lo());
            places.extend(enclosure.hi());
        }
    }
    let mut found = Vec::new();
    places.truncate(4);
    let known: Vec<Rational> = places.iter().cloned().chain(ends(range)).collect();
    for place in &known {
        found.extend([place - &tiny, place.clone(), place + &tiny]);
        found.extend([place.floor().into(), place.ceil().into()]);
        found.push(place + Rational::one());
        found.push(Rational::from(place.floor()) + Rational::from(1));
        found.push(Rational::from(place.ceil()) - Rational::from(1));
        found.extend(known.iter().map(|other| (place + other) * ratio(1, 2)));
    }
    found.retain(|x| match range {
        Range::Real { lo, hi } => {
            lo.as_ref().is_none_or(|lo| x >= lo) && hi.as_ref().is_none_or(|hi| x <= hi)
        }
        Range::Count { lo, hi } => {
            x.is_integer()
                && *x >= lo.into()
                && hi.as_ref().is_none_or(|hi| *x <= hi.into())
                && *x <= Rational::from(2000)
        }
        Range::Values(values) => values.contains(x),
    });
    found
}
