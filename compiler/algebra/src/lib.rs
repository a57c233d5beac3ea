//! Exact numbers, symbolic expressions, polynomials and certified enclosures.
//!
//! A structure is evaluated once, in any [`Ring`]: over exact numbers ([`ExactRing`]), over
//! certified intervals where those would grow too long ([`EnclosureRing`]), or over polynomials
//! while parameters are open ([`PolynomialRing`]). A [`Chance`] carries success and failure
//! together through [`series`], [`parallel`], [`at_least`] and [`pivot`], so nothing cancels.
//! [`Rational`] and [`decimal`] are for the ends of a computation: reading and printing.

mod at_least;
mod binomial;
mod binomial_tail;
mod chance;
mod coprime_basis;
mod decimal;
mod decimal_literal;
mod dyadic;
mod enclosure;
mod enclosure_decimal;
mod exact;
mod exact_binomial;
mod expr;
mod integer;
pub mod limbs;
mod limits;
mod log_ratio;
mod monomial;
mod multivariate;
mod nines;
mod number_error;
mod operators;
mod polynomial;
mod polynomial_ring;
mod primes;
mod rational;
mod real;
mod relation;
mod ring;
mod signed;
mod symbol;
mod univariate;

pub use at_least::at_least;
pub use binomial::binomial;
pub use chance::{Chance, parallel, pivot, series};
pub use decimal::{DIGITS_LIMIT, decimal};
pub use enclosure::{Enclosure, EnclosureRing};
pub use exact::{ExactLimits, ExactRing, Scaled, Weights};
pub use expr::{
    EncloseError, EvaluateError, ExpandError, Expr, Function, NotPolynomial, Rewritten, View,
    certified_chance, certified_decimal, enclose, polynomial_of,
};
pub use integer::Integer;
pub use limits::LimitReached;
pub use log_ratio::log_ratio;
pub use monomial::{Monomial, Variable};
pub use multivariate::{BernsteinForm, End, Work, square_free_basis};
pub use nines::nines;
pub use number_error::NumberError;
pub use polynomial::Polynomial;
pub use polynomial_ring::PolynomialRing;
pub use rational::Rational;
pub use real::{RealEnclosure, RealRing};
pub use relation::Relation;
pub use ring::Ring;
pub use symbol::Symbol;
pub use univariate::{
    AlgebraicRoot, Bound, CountedRoot, NotRationalFunction, Piece, Radical, RationalFunction,
    RealRoot, RealSet, SignCondition, UnivariatePolynomial, rational_function_of, real_roots,
    real_roots_between, real_roots_within, solutions,
};
