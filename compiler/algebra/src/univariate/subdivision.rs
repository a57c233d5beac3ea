//! Bernstein coefficients in fixed point, and their halving.
//!
//! De Casteljau's scheme takes averages only, so that errors do not grow: every level adds half
//! a unit of the last place, a halving thus no more than the degree.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{One, Signed, Zero};

/// The Bernstein coefficients of a polynomial on an interval, scaled by a common power of two,
/// each with an error up to `error` units.
#[derive(Clone)]
pub(super) struct Coefficients {
    /// Numbers in two's complement, one after the other.
    row: Vec<u64>,
    limbs: usize,
    error: u64,
}

impl Coefficients {
    /// From the whole numbers `C(n, i)` times the coefficients.
    pub(super) fn new(homogeneous: &[BigInt], limbs: usize) -> Coefficients {
        let degree = homogeneous.len().saturating_sub(1);
        let mut ways = BigInt::one();
        let mut binomials = Vec::with_capacity(homogeneous.len());
        for i in 0..homogeneous.len() {
            binomials.push(ways.clone());
            ways = ways * degree.saturating_sub(i) / (i + 1);
        }
        // One binary digit for the sign, one for the sum of two, one to spare. The quotient is
        // below 2^top.
        let room = 64 * limbs as i64 - 3;
        let numbers = homogeneous.iter().zip(&binomials).filter(|(number, _)| !number.is_zero());
        let top = numbers.map(|(number, ways)| number.bits() as i64 - ways.bits() as i64 + 1);
        let scale = room - top.max().unwrap_or(0);
        let mut row = vec![0u64; limbs * homogeneous.len()];
        let numbers = homogeneous.iter().zip(&binomials).zip(row.chunks_exact_mut(limbs));
        for ((number, ways), place) in numbers {
            let scaled = match u64::try_from(scale) {
                Ok(scale) => (number << scale).div_floor(ways),
                Err(_) => (number >> scale.unsigned_abs()).div_floor(ways),
            };
            write(&scaled, place);
        }
        Coefficients { row, limbs, error: 2 }
    }

    pub(super) fn len(&self) -> usize {
        self.row.len() / self.limbs
    }

    /// How many averages of limbs a halving takes.
    pub(super) fn work(&self) -> u64 {
        let length = self.len() as u64;
        length.saturating_mul(length).saturating_mul(self.limbs as u64) / 2
    }

    /// The coefficient's sign, where it is certain.
    pub(super) fn sign(&self, i: usize) -> Option<Ordering> {
        let number = self.row.get(i * self.limbs..(i + 1) * self.limbs)?;
        let (low, high) = number.split_first()?;
        if number.last().is_some_and(|top| top >> 63 == 1) {
            let large =
                high.iter().any(|limb| *limb != u64::MAX) || low.wrapping_neg() > self.error;
            large.then_some(Ordering::Less)
        } else {
            let large = high.iter().any(|limb| *limb != 0) || *low > self.error;
            large.then_some(Ordering::Greater)
        }
    }

    /// Whether all coefficients are so near to 0 that their errors matter.
    pub(super) fn is_imprecise(&self) -> bool {
        // What is left above the errors: 16 binary digits.
        let bound = self.error.saturating_mul(1 << 16);
        self.row.chunks_exact(self.limbs).all(|number| {
            let upper = number.last().is_some_and(|top| top >> 63 == 1);
            let (low, sign) =
                (number.first().copied().unwrap_or(0), if upper { u64::MAX } else { 0 });
            let low = if upper { low.wrapping_neg() } else { low };
            number.iter().skip(1).all(|limb| *limb == sign) && low <= bound
        })
    }

    /// Those of the lower and of the upper half of the interval.
    pub(super) fn halves(self) -> (Coefficients, Coefficients) {
        match self.limbs {
            4 => self.halves_with(average::<4>),
            8 => self.halves_with(average::<8>),
            _ => self.halves_with(average_of_any_length),
        }
    }

    fn halves_with(mut self, average: impl Fn(&mut [u64], &[u64])) -> (Coefficients, Coefficients) {
        let (limbs, length) = (self.limbs, self.len());
        let mut lower = Vec::with_capacity(self.row.len());
        for count in (1..=length).rev() {
            lower.extend_from_slice(&self.row[..limbs]);
            // What is behind the averages stays: it is the upper half, from its end.
            for i in 1..count {
                let (before, from) = self.row.split_at_mut(i * limbs);
                average(&mut before[(i - 1) * limbs..], &from[..limbs]);
            }
        }
        self.error = self.error.saturating_add(length as u64);
        let lower = Coefficients { row: lower, limbs, error: self.error };
        (lower, self)
    }
}

/// Half the sum, rounded down, of two numbers that leave a bit for it.
#[inline]
fn average<const LIMBS: usize>(a: &mut [u64], b: &[u64]) {
    if let (Some(a), Some(b)) = (a.first_chunk_mut::<LIMBS>(), b.first_chunk::<LIMBS>()) {
        average_of_any_length(a, b);
    }
}

#[inline(always)]
fn average_of_any_length(a: &mut [u64], b: &[u64]) {
    let mut carry = false;
    for (target, limb) in a.iter_mut().zip(b) {
        let (sum, first) = target.overflowing_add(*limb);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        *target = sum;
        carry = first | second;
    }
    let last = a.len().saturating_sub(1);
    for i in 0..last {
        a[i] = a[i] >> 1 | a[i + 1] << 63;
    }
    if let Some(top) = a.last_mut() {
        *top = (*top as i64 >> 1) as u64;
    }
}

/// A number in two's complement; it must fit.
fn write(number: &BigInt, place: &mut [u64]) {
    // −x is the complement of x − 1.
    let negative = number.sign() == Sign::Minus;
    let shown = if negative { number.abs() - 1 } else { number.clone() };
    for (digit, target) in shown.iter_u64_digits().zip(place.iter_mut()) {
        *target = digit;
    }
    if negative {
        place.iter_mut().for_each(|limb| *limb = !*limb);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ring::tests::Lcg;
    use crate::univariate::UnivariatePolynomial;
    use crate::{Integer, Rational};

    /// Certain signs of the outermost coefficients are the signs at the interval's ends.
    #[test]
    fn halves_have_the_signs_of_the_polynomial() {
        let mut random = Lcg(9);
        for round in 0..100 {
            let numbers = (0..2 + random.below(12)).map(|_| {
                Integer::from_big((BigInt::from(random.below(1000)) - 500) << random.below(80))
            });
            let polynomial = UnivariatePolynomial::from_coefficients(numbers.collect::<Vec<_>>());
            if polynomial.is_zero() {
                continue;
            }
            let limbs = [1, 4, 5, 8][round % 4];
            let mut at = Coefficients::new(polynomial.homogeneous(), limbs);
            let (mut lo, mut hi) = (Rational::zero(), Rational::one());
            for _ in 0..12 {
                let middle = (&lo + &hi) * Rational::new(1.into(), 2.into()).unwrap();
                let (lower, upper) = at.halves();
                if random.below(2) == 0 {
                    (at, hi) = (lower, middle);
                } else {
                    (at, lo) = (upper, middle);
                }
                for (place, x) in [(0, &lo), (at.len() - 1, &hi)] {
                    if let Some(sign) = at.sign(place) {
                        assert_eq!(sign, polynomial.sign_at(x));
                    } else {
                        assert!(limbs == 1 || polynomial.sign_at(x).is_eq());
                    }
                }
            }
        }
    }
}
