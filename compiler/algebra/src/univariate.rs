//! Polynomials in one variable, their real roots, and sets of real numbers.
//!
//! What a structure's reliability is compared with changes sides at real roots of polynomials
//! with whole coefficients. A [`UnivariatePolynomial`] is dense; [`real_roots`] finds its
//! [`RealRoot`]s exactly, and [`solutions`] says as a [`RealSet`] where a [`RationalFunction`],
//! made of an expression by [`rational_function_of`], has the sign that is asked for.
//! No floating point is involved, and every answer is exact.

mod bernstein;
mod cell;
mod convolution;
mod decompose;
mod expand;
mod fixed_point;
mod gcd;
mod isolate;
mod polynomial;
mod radical;
mod rational_function;
mod rational_roots;
mod real_root;
mod real_set;
mod refine;
mod residue;
mod roots;
mod solutions;
mod subdivision;
mod vote;

pub use expand::{NotRationalFunction, rational_function_of};
pub use polynomial::UnivariatePolynomial;
pub use radical::Radical;
pub use rational_function::RationalFunction;
pub use real_root::{AlgebraicRoot, RealRoot};
pub use real_set::{Bound, Piece, RealSet};
pub use roots::{CountedRoot, real_roots, real_roots_between, real_roots_within};
pub use solutions::{SignCondition, solutions};
