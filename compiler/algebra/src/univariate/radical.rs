//! Roots of quadratic polynomials.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::real_root::AlgebraicRoot;
use crate::integer::Integer;
use crate::primes::primes_up_to;
use crate::rational::Rational;

/// Squares of larger primes are found only where nothing else is left.
const PRIMES_LIMIT: u32 = 50_000;

/// The number `r + s √d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Radical {
    /// The rational part.
    pub r: Rational,
    /// The factor of the square root; 0 for a rational number.
    pub s: Rational,
    /// The number below the root, positive. No square of a prime below 50,000 divides it, and no
    /// square below 10¹⁴; a larger one might. It is 1 for a rational number.
    pub d: Integer,
}

impl Radical {
    /// A rational number.
    pub(super) fn rational(number: Rational) -> Radical {
        Radical { r: number, s: Rational::zero(), d: Integer::one() }
    }
}

impl AlgebraicRoot {
    /// `r + s √d`, where the polynomial has the degree 2.
    pub fn radical(&self) -> Option<Radical> {
        let [c, b, a] = self.polynomial().powers() else { return None };
        // (−b ± √(b² − 4ac)) / 2a, and a is positive.
        let discriminant: BigInt = b * b - a * c * 4;
        if !discriminant.is_positive() {
            return None;
        }
        let divisor = Integer::from_big(a * 2);
        let (root, d) = square_out(discriminant);
        let r = Rational::new(Integer::from_big(-b), divisor.clone())?;
        let s = Rational::new(Integer::from_big(root), divisor)?;
        let s = if self.compare(&r).is_gt() { s } else { -s };
        Some(Radical { r, s, d: Integer::from_big(d) })
    }
}

/// Whole s and d with `s² d` the positive number, and d without squares as far as they are found.
fn square_out(mut number: BigInt) -> (BigInt, BigInt) {
    let mut root = BigInt::from(1);
    let mut rest = BigInt::from(1);
    for prime in primes_up_to(PRIMES_LIMIT) {
        let square = BigInt::from(u64::from(prime) * u64::from(prime));
        if square > number {
            break;
        }
        while (&number % &square).is_zero() {
            number /= &square;
            root *= prime;
        }
        if (&number % prime).is_zero() {
            number /= prime;
            rest *= prime;
        }
    }
    let last = number.sqrt();
    if &last * &last == number { (root * last, rest) } else { (root, rest * number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_taken_out() {
        for (number, root, rest) in [
            (1i64, 1, 1),
            (8, 2, 2),
            (72, 6, 2),
            (49, 7, 1),
            (30, 1, 30),
            (4_000_036_000_081, 2_000_009, 1),
        ] {
            let (s, d) = square_out(BigInt::from(number));
            assert_eq!((s, d), (BigInt::from(root), BigInt::from(rest)), "{number}");
        }
    }
}
