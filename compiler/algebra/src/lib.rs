//! Exact numbers, symbolic expressions, polynomials and certified enclosures.

mod expr;
mod integer;
mod number_error;
mod operators;
mod rational;
mod symbol;

pub use expr::{EvaluateError, Expr, Function, Rewritten, View};
pub use integer::Integer;
pub use number_error::NumberError;
pub use rational::Rational;
pub use symbol::Symbol;
mod at_least;
mod binomial;
mod binomial_tail;
mod chance;
mod decimal;
mod dyadic;
mod enclosure;
mod enclosure_decimal;
mod limits;
mod nines;
mod primes;
mod ring;

pub use at_least::at_least;
pub use binomial::binomial;
pub use chance::{Chance, parallel, pivot, series};
pub use decimal::{DIGITS_LIMIT, decimal};
pub use enclosure::{Enclosure, EnclosureRing};
pub use limits::LimitReached;
pub use nines::nines;
pub use ring::Ring;
mod coprime_basis;
mod exact;
mod exact_binomial;

pub use exact::{ExactLimits, ExactRing, Scaled};
