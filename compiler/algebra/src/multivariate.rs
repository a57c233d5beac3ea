//! Polynomials in several variables as objects of algebra: substitution, division, greatest common
//! divisors, square-free factors, resultants, and their Bernstein form on a box.
//!
//! Whatever can grow counts its steps in [`Work`] and gives up with a named limit.

mod bernstein;
mod coefficients;
mod coprime;
mod gcd;
mod heuristic_gcd;
mod recursive;
mod resultant;
mod square_free;
mod substitution;
mod whole;
mod work;

pub use bernstein::{BernsteinForm, End};
pub use coprime::square_free_basis;
pub use work::Work;

#[cfg(test)]
mod tests;
