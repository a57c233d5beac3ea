//! Comparing numbers that expressions without open parameters are.

use std::cmp::Ordering;

use kofn_algebra::{EncloseError, EvaluateError, Expr, Rational, enclose};

/// The bits of a first attempt.
const FIRST_BITS: u32 = 128;

/// Numbers that differ at all differ sooner, as a rule.
const MOST_BITS: u32 = 1 << 14;

/// Why two numbers could not be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incomparable {
    /// A side has no value: a division by 0, the logarithm of a number that is not positive.
    Undefined(String),
    /// They agree to so many bits, and are not rational, so that equality cannot be seen.
    Undecided {
        /// How many.
        bits: u32,
    },
    /// The computation would be too large.
    TooLarge,
}

/// How two numbers compare, exactly: rational ones by their values, others by enclosures of their
/// difference, which never tell that they are equal.
pub fn compare_numbers(left: &Expr, right: &Expr) -> Result<Ordering, Incomparable> {
    if let (Some(left), Some(right)) = (left.as_number(), right.as_number()) {
        return Ok(left.cmp(right));
    }
    let nothing = |_: &kofn_algebra::Symbol| None;
    match (left.evaluate(&nothing), right.evaluate(&nothing)) {
        (Ok(left), Ok(right)) => return Ok(left.cmp(&right)),
        (Err(why), _) | (_, Err(why)) if !may_be_enclosed(&why) => {
            return Err(Incomparable::Undefined(why.to_string()));
        }
        _ => {}
    }
    if left == right {
        // The same number, if it is one.
        return match enclose(left, &nothing, FIRST_BITS) {
            Ok(_) => Ok(Ordering::Equal),
            Err(why) => Err(why.into()),
        };
    }
    let difference = Expr::difference(left.clone(), right.clone());
    // Where a side has no value its difference to something may still have one.
    for side in [left, right] {
        match enclose(side, &nothing, FIRST_BITS) {
            Ok(_) | Err(EncloseError::Undecided { .. } | EncloseError::TooLarge) => {}
            Err(why) => return Err(why.into()),
        }
    }
    let mut bits = FIRST_BITS;
    loop {
        match enclose(&difference, &nothing, bits) {
            Ok(found) => {
                if let Some(order @ (Ordering::Less | Ordering::Greater)) =
                    found.compare(&Rational::zero())
                {
                    return Ok(order);
                }
            }
            Err(EncloseError::Undecided { .. }) => {}
            Err(why) => return Err(why.into()),
        }
        if bits >= MOST_BITS {
            return Err(Incomparable::Undecided { bits });
        }
        bits *= 2;
    }
}

fn may_be_enclosed(why: &EvaluateError) -> bool {
    matches!(why, EvaluateError::NotRational | EvaluateError::TooLarge)
}

impl From<EncloseError> for Incomparable {
    fn from(why: EncloseError) -> Self {
        match why {
            EncloseError::Undecided { precision } => Incomparable::Undecided { bits: precision },
            EncloseError::TooLarge => Incomparable::TooLarge,
            why => Incomparable::Undefined(why.to_string()),
        }
    }
}
