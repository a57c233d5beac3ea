//! The sides of a comparison at one count.

use std::cmp::Ordering;

use kofn_algebra::{
    EncloseError, EvaluateError, Expr, Integer, LimitReached, Rational, RealRing, Symbol, enclose,
};

use super::answer::Stop;

/// Bits of the enclosures that are tried before exact values are.
const FIRST: [u32; 2] = [128, 512];
/// Bits of those tried where exact values are too long or not rational.
const LATER: [u32; 3] = [2_048, 8_192, 32_768];

/// How the sides compare where the count has a value; nothing where a side has none there.
pub(super) fn compare_at(
    left: &Expr,
    right: &Expr,
    symbol: &Symbol,
    n: &Integer,
) -> Result<Option<Ordering>, Stop> {
    compare(left, right, &|asked| (asked == symbol).then(|| Rational::from(n)))
}

/// How two expressions without open symbols compare.
pub(super) fn compare_numbers(left: &Expr, right: &Expr) -> Result<Option<Ordering>, Stop> {
    compare(left, right, &|_| None)
}

/// Whether an expression without open symbols has a value that can be found.
pub(super) fn has_value(expr: &Expr) -> bool {
    enclose(expr, &|_| None, FIRST[0]).is_ok() || expr.evaluate(&|_| None).is_ok()
}

fn compare(
    left: &Expr,
    right: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
) -> Result<Option<Ordering>, Stop> {
    let mut last = 0;
    for precision in FIRST {
        match enclosed(left, right, value, precision)? {
            Enclosed::Decided(order) => return Ok(order),
            Enclosed::Open => last = precision,
        }
    }
    match (left.evaluate(value), right.evaluate(value)) {
        (Ok(left), Ok(right)) => return Ok(Some(left.cmp(&right))),
        (left, right) => {
            let error = |outcome: Result<Rational, EvaluateError>| outcome.err();
            for error in [error(left), error(right)].into_iter().flatten() {
                if matches!(error, EvaluateError::DivisionByZero | EvaluateError::NotWhole) {
                    return Ok(None);
                }
            }
        }
    }
    for precision in LATER {
        match enclosed(left, right, value, precision)? {
            Enclosed::Decided(order) => return Ok(order),
            Enclosed::Open => last = precision,
        }
    }
    Err(Stop::Limit(LimitReached {
        what: "binary digits to compare both sides at one count",
        limit: last.into(),
        reached: u64::from(last) + 1,
    }))
}

enum Enclosed {
    Decided(Option<Ordering>),
    Open,
}

fn enclosed(
    left: &Expr,
    right: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
    precision: u32,
) -> Result<Enclosed, Stop> {
    let mut sides = Vec::new();
    for side in [left, right] {
        match enclose(side, value, precision) {
            Ok(enclosure) => sides.push(enclosure),
            Err(EncloseError::DivisionByZero | EncloseError::NotReal | EncloseError::NotWhole) => {
                return Ok(Enclosed::Decided(None));
            }
            Err(error @ (EncloseError::Open(_) | EncloseError::WrongArguments(_))) => {
                return Err(Stop::Undefined(error));
            }
            Err(EncloseError::TooLarge) => {
                return Err(Stop::Limit(LimitReached {
                    what: "operations to compare both sides at one count",
                    limit: Expr::EVALUATION_WORK,
                    reached: Expr::EVALUATION_WORK + 1,
                }));
            }
            Err(EncloseError::NotAProbability | EncloseError::Undecided { .. }) => {
                return Ok(Enclosed::Open);
            }
        }
    }
    let [left, right] = sides.as_slice() else { return Ok(Enclosed::Open) };
    let difference = RealRing::new(precision).sub(left, right);
    Ok(match difference.compare(&Rational::zero()) {
        Some(order) => Enclosed::Decided(Some(order)),
        None => Enclosed::Open,
    })
}
