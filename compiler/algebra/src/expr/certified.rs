//! Values of expressions to as many certain digits as are asked for.
//!
//! An expression is enclosed with more and more bits until the enclosure settles the answer.

use super::enclosed::{EncloseError, Number, enclose_or_exact};
use super::{EvaluateError, Expr};
use crate::chance::Chance;
use crate::decimal::{DIGITS_LIMIT, decimal};
use crate::enclosure::{Enclosure, EnclosureRing};
use crate::rational::Rational;
use crate::real::{RealEnclosure, RealRing};
use crate::symbol::Symbol;

/// The bits of a first attempt beyond those that the answer has.
const SPARE_BITS: u32 = 64;

/// How often the bits are doubled. Numbers that differ at all differ sooner, as a rule.
const DOUBLINGS: u32 = 10;

/// The value as a decimal with so many significant digits (at least one, at most
/// [`DIGITS_LIMIT`]), all of them certain: rounded to the nearest and to the even digit in a tie,
/// in the format of [`decimal`].
///
/// A value that is not rational and lies exactly in the middle between two decimals, or is
/// exactly 0, stays [`Undecided`](EncloseError::Undecided).
pub fn certified_decimal(
    expr: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
    digits: usize,
) -> Result<String, EncloseError> {
    let digits = digits.clamp(1, DIGITS_LIMIT);
    // A decimal digit is less than four bits.
    let bits = u32::try_from(4 * digits).unwrap_or(u32::MAX);
    refined(expr, value, bits.saturating_add(SPARE_BITS), |number, _| match number {
        Number::Exact(number) => Ok(Some(decimal(number, digits))),
        Number::Enclosed(enclosure) => Ok(enclosure.decimal(digits)),
    })
}

/// The value as a probability, with its complement, each with as many certain bits as the ring
/// has.
///
/// A value that is 0 or 1 without being seen to be stays [`Undecided`](EncloseError::Undecided).
pub fn certified_chance(
    ring: &EnclosureRing,
    expr: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
) -> Result<Chance<Enclosure>, EncloseError> {
    let precision = ring.precision().saturating_add(SPARE_BITS);
    refined(expr, value, precision, |number, real| match number {
        Number::Exact(works) => ring.chance(works).map(Some).ok_or(EncloseError::NotAProbability),
        Number::Enclosed(works) => {
            let fails = real.complement(works);
            if works.is_negative() || fails.is_negative() {
                return Err(EncloseError::NotAProbability);
            }
            let side = |side: &RealEnclosure| {
                let certain = side.certain_bits() >= u64::from(ring.precision());
                side.to_enclosure().filter(|_| certain).map(|side| ring.rounded(&side))
            };
            Ok(side(works).zip(side(&fails)).map(|(works, fails)| Chance { works, fails }))
        }
    })
}

/// Encloses the value with more and more bits, beginning with so many, until `settle` has an
/// answer.
fn refined<T>(
    expr: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
    precision: u32,
    settle: impl Fn(&Number, &RealRing) -> Result<Option<T>, EncloseError>,
) -> Result<T, EncloseError> {
    let mut tried = None;
    for doubling in 0..=DOUBLINGS {
        let bits = precision.saturating_mul(1 << doubling);
        let ring = RealRing::new(bits);
        let too_large = match enclose_or_exact(expr, value, bits) {
            Ok(number) => match settle(&number, &ring)? {
                Some(answer) => return Ok(answer),
                None => false,
            },
            Err(EncloseError::Undecided { .. }) => false,
            Err(EncloseError::TooLarge) => true,
            Err(error) => return Err(error),
        };
        if tried.is_none() {
            // No enclosure settles a tie, or that a divisor is 0; where all is rational, the
            // exact value does.
            match expr.evaluate(value) {
                Ok(exact) => {
                    if let Some(answer) = settle(&Number::Exact(exact), &ring)? {
                        return Ok(answer);
                    }
                }
                Err(EvaluateError::DivisionByZero) => return Err(EncloseError::DivisionByZero),
                Err(EvaluateError::NotWhole) => return Err(EncloseError::NotWhole),
                Err(
                    EvaluateError::Open(_)
                    | EvaluateError::NotRational
                    | EvaluateError::WrongArguments(_)
                    | EvaluateError::TooLarge,
                ) => {}
            }
        }
        if too_large {
            // An attempt with fewer bits has been made, if any.
            return Err(match tried {
                Some(precision) => EncloseError::Undecided { precision },
                None => EncloseError::TooLarge,
            });
        }
        tried = Some(ring.precision());
    }
    Err(EncloseError::Undecided { precision: tried.unwrap_or(precision) })
}
