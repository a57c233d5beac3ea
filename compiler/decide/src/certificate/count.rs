//! All counts for which a comparison holds.

use kofn_algebra::{Expr, Function, Integer, Rational, Symbol, View};

use super::{Certificate, Claim, NotCertified, Question, Step};
use crate::count::{CountAnswer, CountProblem, CountRange, solve_count};
use crate::question::Comparison;

/// Ranges of fewer counts than this are tried one by one.
const FEW: u32 = 1_000;
/// So many ranges are written at most.
const MOST_RANGES: usize = 1_000;

/// The certificate that a comparison holds exactly for some counts of a range.
pub(super) fn certify(
    comparison: &Comparison,
    symbol: &Symbol,
    (lo, hi): (&Integer, Option<&Integer>),
    question: &Question,
) -> Result<Certificate, NotCertified> {
    let numeric = question.numeric_sides(comparison);
    let problem = CountProblem {
        left: &numeric.left,
        relation: numeric.relation,
        right: &numeric.right,
        symbol,
        lo: lo.clone(),
        hi: hi.cloned(),
    };
    let solution = match solve_count(&problem) {
        CountAnswer::Solved(solution) => solution,
        CountAnswer::NoStoppingRule { why, .. } => {
            return Err(NotCertified::NoAnswer(why.to_string()));
        }
        CountAnswer::Limit(limit) => return Err(limit.into()),
        CountAnswer::Undefined(why) => return Err(NotCertified::NoAnswer(why.to_string())),
    };
    let holds = ranges(&solution.ranges)?;
    let few = hi.is_some_and(|hi| hi - lo < Integer::from(FEW));
    let step = if few { Step::Enumerated } else { method(&numeric, symbol)? };
    let claim = Claim::Count { comparison: comparison.clone(), parameter: symbol.clone(), holds };
    Ok(question.certificate(claim, step, &[&comparison.left, &comparison.right]))
}

/// Ranges of every number, ascending and apart.
fn ranges(found: &[CountRange]) -> Result<Vec<(Integer, Option<Integer>)>, NotCertified> {
    let mut all: Vec<(Integer, Option<Integer>)> = Vec::new();
    for range in found {
        if range.step.is_one() {
            all.push((range.from.clone(), range.to.clone()));
            continue;
        }
        let Some(to) = &range.to else { return Err(NotCertified::Period) };
        let mut at = range.from.clone();
        while at <= *to {
            if all.len() == MOST_RANGES {
                return Err(NotCertified::TooLarge("ranges of solutions".to_owned()));
            }
            all.push((at.clone(), Some(at.clone())));
            at += range.step.clone();
        }
    }
    all.sort();
    let mut apart: Vec<(Integer, Option<Integer>)> = Vec::new();
    for (from, to) in all {
        match apart.last_mut() {
            Some((_, Some(end))) if &*end + Integer::one() == from => {
                let last = apart.len() - 1;
                apart[last].1 = to;
            }
            _ => apart.push((from, to)),
        }
    }
    Ok(apart)
}

/// Which of the two forms both sides have.
fn method(numeric: &Comparison, symbol: &Symbol) -> Result<Step, NotCertified> {
    let mut majorities: Vec<(Expr, Expr)> = Vec::new();
    let mut powers = false;
    for side in [&numeric.left, &numeric.right] {
        for part in side.postorder() {
            let depends = |expr: &Expr| expr.symbols().contains(symbol);
            match part.view() {
                View::AtLeast { k, n, of } if depends(n) || depends(k) => {
                    let certain = of.as_number().is_none_or(|p| {
                        p.is_zero() || p.is_one() || p.is_negative() || *p > Rational::one()
                    });
                    if certain && number_between(of).is_none() {
                        return Err(NotCertified::Method("parts that change".to_owned()));
                    }
                    if is_majority(k, n) {
                        let vote = (n.clone(), of.clone());
                        if !majorities.contains(&vote) {
                            majorities.push(vote);
                        }
                    } else if depends(k) && Expr::difference(n.clone(), k.clone()).as_number().is_none()
                    {
                        return Err(NotCertified::Method(
                            "a threshold in another proportion".to_owned(),
                        ));
                    } else {
                        powers = true;
                    }
                }
                View::Product(all) | View::AnyOf(all) => {
                    powers |= all.iter().any(|(_, exponent)| depends(exponent));
                    let divides = |(base, exponent): &(Expr, Expr)| {
                        depends(base)
                            && exponent.as_number().is_some_and(Rational::is_negative)
                    };
                    if all.iter().any(divides) {
                        return Err(NotCertified::Division);
                    }
                }
                View::Function { .. } if depends(part) => {
                    // Within the threshold of a majority it is looked at there.
                    if !is_half(part) {
                        return Err(NotCertified::Method("a function of a count".to_owned()));
                    }
                }
                _ => {}
            }
        }
    }
    match (majorities.len(), powers) {
        (0, _) => Ok(Step::Exponential),
        (1, false) => Ok(Step::Majority),
        _ => Err(NotCertified::Method("a majority beside other parts".to_owned())),
    }
}

/// The value of an expression that is strictly between 0 and 1.
fn number_between(expr: &Expr) -> Option<Rational> {
    let value = expr.evaluate(&|_| None).ok()?;
    (value.is_probability() && !value.is_zero() && !value.is_one()).then_some(value)
}

/// Whether k is `floor(n/2) + 1`.
fn is_majority(k: &Expr, n: &Expr) -> bool {
    let half = Expr::quotient(n.clone(), Expr::number(2));
    let floor = Expr::function(Function::Floor, [half]);
    *k == Expr::sum([floor, Expr::one()])
}

fn is_half(part: &Expr) -> bool {
    matches!(part.view(), View::Function { name: Function::Floor, .. })
}
