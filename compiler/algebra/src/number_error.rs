//! Why a text is not a number.

use std::error::Error;
use std::fmt;

/// Why a text was not accepted as a number. Places are counted in bytes from the text's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// A decimal digit had to stand here.
    DigitExpected {
        /// Where the digit is missing; the text's length when the text ends too early.
        at: usize,
    },
    /// The number is complete, and something follows it.
    Trailing {
        /// Where the number ends.
        at: usize,
    },
    /// The power of ten is further from 0 than [`Rational::EXPONENT_LIMIT`](crate::Rational::EXPONENT_LIMIT).
    ExponentTooLarge {
        /// The largest magnitude accepted.
        limit: u32,
    },
    /// The denominator of a fraction is 0.
    ZeroDenominator,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumberError::DigitExpected { at } => write!(f, "a digit is missing at byte {at}"),
            NumberError::Trailing { at } => write!(f, "the number ends at byte {at}"),
            NumberError::ExponentTooLarge { limit } => {
                write!(f, "the power of ten must lie between -{limit} and {limit}")
            }
            NumberError::ZeroDenominator => write!(f, "a denominator cannot be 0"),
        }
    }
}

impl Error for NumberError {}
