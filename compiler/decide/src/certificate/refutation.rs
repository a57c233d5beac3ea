//! Points where an assertion fails.

use std::collections::BTreeMap;

use kofn_algebra::{EvaluateError, Expr, Rational, RealRoot, Symbol};

use super::real::{univariate, variable_of};
use super::line::line;
use super::{Certificate, Claim, LineEnd, NotCertified, Question, SidesAt, Step};
use crate::answer::Point;
use crate::fraction::{Fraction, Variables};
use crate::question::{Comparison, Condition, Range};
use crate::real::is_equal_at;

/// Certificates that the condition fails at a point where all that is given holds: one for each of
/// the comparisons that together make it fail.
pub(super) fn certify(
    condition: &Condition,
    given: &[Condition],
    point: &Point,
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let point = complete(point, condition, given, question);
    let mut held = Vec::new();
    for one in given {
        holding(one, &point, question, &mut held)?;
    }
    let mut failing = Vec::new();
    if !fails(condition, &point, question, &mut failing) {
        return Err(NotCertified::Irrational("values at a point".to_owned()));
    }
    failing.into_iter().map(|one| at_point(one, &held, &point, question)).collect()
}

/// The point with a value for every open symbol.
fn complete(
    point: &Point,
    condition: &Condition,
    given: &[Condition],
    question: &Question,
) -> Point {
    let mut point = point.clone();
    for symbol in given.iter().chain([condition]).flat_map(Condition::symbols) {
        let value = match question.parameters.get(&symbol) {
            Some(Range::Real { lo: Some(end), .. } | Range::Real { hi: Some(end), .. }) => {
                end.clone()
            }
            Some(Range::Real { .. }) => Rational::zero(),
            Some(Range::Count { lo, .. }) => lo.clone().into(),
            Some(Range::Values(values)) => values.first().cloned().unwrap_or_default(),
            None => continue,
        };
        point.entry(symbol).or_insert(RealRoot::Rational(value));
    }
    point
}

/// Comparisons of what is given that hold at the point and are enough for it to hold.
fn holding(
    condition: &Condition,
    point: &Point,
    question: &Question,
    found: &mut Vec<Comparison>,
) -> Result<(), NotCertified> {
    match condition {
        Condition::Compare(one) => {
            let numeric = question.numeric_sides(one);
            match sides_at(&numeric, point) {
                Some(SidesAt::Numbers(a, b)) if one.relation.holds(a.cmp(&b)) => {
                    // What has no open parameter is true by itself.
                    let mut open = numeric.left.symbols();
                    open.extend(numeric.right.symbols());
                    if !open.is_empty() {
                        found.push(numeric);
                    }
                    Ok(())
                }
                _ => Err(NotCertified::Given),
            }
        }
        Condition::All(all) => all.iter().try_for_each(|one| holding(one, point, question, found)),
        Condition::Any(any) => {
            for one in any {
                let before = found.len();
                if holding(one, point, question, found).is_ok() {
                    return Ok(());
                }
                found.truncate(before);
            }
            Err(NotCertified::Given)
        }
    }
}

/// Whether the condition fails at the point, and the comparisons by which it does.
fn fails<'c>(
    condition: &'c Condition,
    point: &Point,
    question: &Question,
    found: &mut Vec<&'c Comparison>,
) -> bool {
    match condition {
        Condition::Compare(one) => {
            let numeric = question.numeric_sides(one);
            let fails = match sides_at(&numeric, point) {
                Some(SidesAt::Numbers(a, b)) => !one.relation.holds(a.cmp(&b)),
                Some(SidesAt::Equal) => !one.relation.holds(std::cmp::Ordering::Equal),
                Some(SidesAt::Undefined) => true,
                None => false,
            };
            if fails {
                found.push(one);
            }
            fails
        }
        Condition::All(all) => all.iter().any(|one| {
            let before = found.len();
            let fails = fails(one, point, question, found);
            if !fails {
                found.truncate(before);
            }
            fails
        }),
        Condition::Any(any) => any.iter().all(|one| fails(one, point, question, found)),
    }
}

/// The sides at a point, where that can be seen.
fn sides_at(numeric: &Comparison, point: &Point) -> Option<SidesAt> {
    let mut values = BTreeMap::new();
    for (symbol, root) in point {
        match root {
            RealRoot::Rational(value) => {
                values.insert(symbol.clone(), Expr::number(value.clone()));
            }
            RealRoot::Algebraic(_) => {
                return is_equal_at(numeric, point)?.then_some(SidesAt::Equal);
            }
        }
    }
    let at = numeric.substitute(&values);
    match (at.left.evaluate(&|_| None), at.right.evaluate(&|_| None)) {
        (Ok(left), Ok(right)) => Some(SidesAt::Numbers(left, right)),
        (Err(EvaluateError::DivisionByZero), _) | (_, Err(EvaluateError::DivisionByZero)) => {
            Some(SidesAt::Undefined)
        }
        _ => None,
    }
}

fn at_point(
    comparison: &Comparison,
    given: &[Comparison],
    point: &Point,
    question: &Question,
) -> Result<Certificate, NotCertified> {
    let numeric = question.numeric_sides(comparison);
    let values = sides_at(&numeric, point)
        .ok_or_else(|| NotCertified::Irrational("values at a point".to_owned()))?;
    if values == SidesAt::Undefined {
        return Err(NotCertified::Division);
    }
    let mut sides = vec![&comparison.left, &comparison.right];
    sides.extend(given.iter().flat_map(|one| [&one.left, &one.right]));
    let symbols: std::collections::BTreeSet<Symbol> =
        sides.iter().flat_map(|side| side.symbols()).collect();
    let mut coordinates = Vec::new();
    let mut step = Step::Point;
    for (symbol, root) in point.iter().filter(|(symbol, _)| symbols.contains(*symbol)) {
        let end = match root {
            RealRoot::Rational(value) => LineEnd::Rational(value.clone()),
            RealRoot::Algebraic(_) if !given.is_empty() => return Err(NotCertified::Given),
            RealRoot::Algebraic(_) => {
                let (end, roots) = algebraic(&numeric, symbol, root, point, question)?;
                step = roots;
                end
            }
        };
        coordinates.push((symbol.clone(), end));
    }
    let claim = Claim::Refutation {
        comparison: comparison.clone(),
        given: given.to_vec(),
        point: coordinates,
        values,
    };
    Ok(question.certificate(claim, vec![step], &sides))
}

/// An irrational coordinate at which both sides are equal: a root of their difference.
fn algebraic(
    numeric: &Comparison,
    symbol: &Symbol,
    root: &RealRoot,
    point: &Point,
    question: &Question,
) -> Result<(LineEnd, Step), NotCertified> {
    let others: BTreeMap<Symbol, Expr> = point
        .iter()
        .filter_map(|(symbol, root)| {
            Some((symbol.clone(), Expr::number(root.as_rational()?.clone())))
        })
        .collect();
    let at = numeric.substitute(&others);
    let mut variables = Variables::default();
    let left = Fraction::of(&at.left, &mut variables)?;
    let difference = left.minus(&Fraction::of(&at.right, &mut variables)?)?;
    if !difference.is_polynomial() || variable_of(&difference.numerator).is_none() {
        return Err(NotCertified::Division);
    }
    let Some(Range::Real { lo: Some(lo), hi: Some(hi) }) = question.parameters.get(symbol) else {
        return Err(NotCertified::Unbounded(symbol.clone()));
    };
    let polynomial = univariate(&difference.numerator)?;
    let RealRoot::Algebraic(own) = root else { return Err(NotCertified::Division) };
    let (a, b) = own.interval();
    let mut interval = (a.max(lo.clone()), b.min(hi.clone()));
    // The interval may become narrower, when other roots are near.
    for _ in 0..4 {
        let found = line(&polynomial, &interval.0, &interval.1)?;
        let inside = found.roots.into_iter().find(|end| match end {
            LineEnd::Rational(_) => false,
            LineEnd::Algebraic { interval: (a, b), .. } => {
                root.compare(a).is_gt() && root.compare(b).is_lt()
            }
        });
        match inside {
            Some(LineEnd::Algebraic { polynomial, interval: own }) if own == interval => {
                let end = LineEnd::Algebraic { polynomial, interval: own };
                return Ok((end, Step::Roots { variable: None, factors: found.factors }));
            }
            Some(LineEnd::Algebraic { interval: own, .. }) => interval = own,
            _ => break,
        }
    }
    Err(NotCertified::TooLarge("roots too near to each other".to_owned()))
}
