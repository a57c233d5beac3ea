//! Polynomials modulo word-size primes.

use num_bigint::{BigInt, Sign};

/// Arithmetic modulo an odd prime below 2⁶², on residues times 2⁶⁴ (Montgomery 1985).
#[derive(Clone, Copy)]
pub(super) struct Field {
    prime: u64,
    /// `−1/prime` modulo 2⁶⁴.
    negative_inverse: u64,
    /// 2¹²⁸ modulo the prime.
    square: u64,
}

impl Field {
    pub(super) fn new(prime: u64) -> Field {
        // Each step doubles the number of right bits; an odd number is its own inverse modulo 8.
        let mut inverse = prime;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2u64.wrapping_sub(prime.wrapping_mul(inverse)));
        }
        let radix = (1u128 << 64) % u128::from(prime);
        let square = (radix * radix % u128::from(prime)) as u64;
        Field { prime, negative_inverse: inverse.wrapping_neg(), square }
    }

    pub(super) fn prime(self) -> u64 {
        self.prime
    }

    /// `product / 2⁶⁴`, of anything below `2⁶⁴ · prime`.
    fn reduce(self, product: u128) -> u64 {
        let factor = (product as u64).wrapping_mul(self.negative_inverse);
        let sum = product + u128::from(factor) * u128::from(self.prime);
        let high = (sum >> 64) as u64;
        if high >= self.prime { high - self.prime } else { high }
    }

    pub(super) fn mul(self, a: u64, b: u64) -> u64 {
        self.reduce(u128::from(a) * u128::from(b))
    }

    pub(super) fn sub(self, a: u64, b: u64) -> u64 {
        if a >= b { a - b } else { a + self.prime - b }
    }

    fn add(self, a: u64, b: u64) -> u64 {
        let sum = a + b;
        if sum >= self.prime { sum - self.prime } else { sum }
    }

    /// The residue of a whole number.
    pub(super) fn residue(self, number: &BigInt) -> u64 {
        // Horner's rule in 2⁶⁴, on numbers divided by 2⁶⁴.
        let mut scaled = 0u64;
        for digit in number.iter_u64_digits().rev() {
            scaled = self.reduce(u128::from(scaled) * u128::from(self.square) + u128::from(digit));
        }
        let residue = self.mul(self.mul(scaled, self.square), self.square);
        if number.sign() == Sign::Minus { self.sub(0, residue) } else { residue }
    }

    /// The number from 0 to the prime less 1 that a residue stands for.
    pub(super) fn number(self, residue: u64) -> u64 {
        self.reduce(u128::from(residue))
    }

    fn one(self) -> u64 {
        self.reduce(u128::from(self.square))
    }

    fn power(self, base: u64, exponent: u64) -> u64 {
        let mut power = self.one();
        for bit in (0..u64::BITS - exponent.leading_zeros()).rev() {
            power = self.mul(power, power);
            if exponent >> bit & 1 == 1 {
                power = self.mul(power, base);
            }
        }
        power
    }

    /// The inverse of a residue other than 0 (Fermat).
    pub(super) fn inverse(self, residue: u64) -> u64 {
        self.power(residue, self.prime - 2)
    }

    /// The residues of coefficients, without zeros at the end.
    pub(super) fn row(self, coefficients: &[BigInt]) -> Vec<u64> {
        let mut row: Vec<u64> = coefficients.iter().map(|number| self.residue(number)).collect();
        trim(&mut row);
        row
    }

    /// Whether a row that is not empty vanishes at some residue. Takes as many steps as the prime
    /// times the length.
    pub(super) fn has_root(self, row: &[u64]) -> bool {
        let mut at = 0;
        (0..self.prime).any(|_| {
            at = self.add(at, self.one());
            row.iter().rev().fold(0, |sum, residue| self.add(self.mul(sum, at), *residue)) == 0
        })
    }

    /// The greatest common divisor with the leading coefficient 1; empty when both are.
    pub(super) fn gcd(self, mut a: Vec<u64>, mut b: Vec<u64>) -> Vec<u64> {
        while !b.is_empty() {
            self.remainder(&mut a, &b);
            std::mem::swap(&mut a, &mut b);
        }
        if let Some(leading) = a.last() {
            let inverse = self.inverse(*leading);
            a.iter_mut().for_each(|residue| *residue = self.mul(*residue, inverse));
        }
        a
    }

    /// Leaves of `a` what division by `b` leaves over.
    fn remainder(self, a: &mut Vec<u64>, b: &[u64]) {
        let Some(leading) = b.last() else { return };
        let inverse = self.inverse(*leading);
        while a.len() >= b.len() {
            let shift = a.len() - b.len();
            let high = self.mul(a[a.len() - 1], inverse);
            if shift == 0 {
                for (target, number) in a.iter_mut().zip(b) {
                    *target = self.sub(*target, self.mul(high, *number));
                }
            } else {
                // Two terms of the quotient at once: one reduction for two products, whose sum
                // is below 2¹²⁴.
                let below = if b.len() > 1 { b[b.len() - 2] } else { 0 };
                let next = self.sub(a[a.len() - 2], self.mul(high, below));
                let low = self.mul(next, inverse);
                let target = &mut a[shift - 1..];
                target[0] = self.sub(target[0], self.mul(low, b[0]));
                for (target, pair) in target[1..].iter_mut().zip(b.windows(2)) {
                    let sum = u128::from(high) * u128::from(pair[0])
                        + u128::from(low) * u128::from(pair[1]);
                    *target = self.sub(*target, self.reduce(sum));
                }
                a.pop();
            }
            // The leading term is gone.
            a.pop();
            trim(a);
        }
    }
}

fn trim(row: &mut Vec<u64>) {
    while row.last() == Some(&0) {
        row.pop();
    }
}

/// Primes below 2⁶², from the largest downwards.
pub(super) fn primes_downwards() -> impl Iterator<Item = u64> {
    (0..1u64 << 61).map(|step| (1u64 << 62) - 1 - 2 * step).filter(|number| is_prime(*number))
}

/// Whether an odd number above 40 is prime: the strong test with these bases errs for no number
/// below 3·10²⁴ (Sorenson & Webster 2015).
fn is_prime(number: u64) -> bool {
    const BASES: [u64; 13] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];
    if BASES.iter().any(|base| number.is_multiple_of(*base)) {
        return false;
    }
    let field = Field::new(number);
    let (one, minus_one) = (field.one(), number - field.one());
    let twos = (number - 1).trailing_zeros();
    BASES.iter().all(|base| {
        let base = field.mul(*base, field.square);
        let mut power = field.power(base, (number - 1) >> twos);
        if power == one || power == minus_one {
            return true;
        }
        (1..twos).any(|_| {
            power = field.mul(power, power);
            power == minus_one
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_primes_below_2_to_the_62() {
        let primes: Vec<u64> = primes_downwards().take(3).collect();
        assert_eq!(primes.iter().map(|p| (1u64 << 62) - p).collect::<Vec<_>>(), [57, 87, 117]);
    }

    #[test]
    fn residues_come_back() {
        let field = Field::new((1 << 62) - 57);
        let number = BigInt::from(field.prime()) * BigInt::from(1u128 << 100) - 12_345;
        let residue = field.residue(&number);
        assert_eq!(field.number(residue), field.prime() - 12_345);
        assert_eq!(field.mul(residue, field.inverse(residue)), field.one());
    }

    #[test]
    fn roots_modulo_small_primes() {
        let row = |field: Field| field.row(&[BigInt::from(-2), BigInt::from(0), BigInt::from(1)]);
        // 2 is a square modulo 7, 17 and 23, and not modulo 3, 5, 11 and 13.
        for (prime, square) in
            [(7, true), (17, true), (23, true), (3, false), (5, false), (13, false)]
        {
            let field = Field::new(prime);
            assert_eq!(field.has_root(&row(field)), square, "{prime}");
        }
    }

    #[test]
    fn common_factors_modulo_a_prime() {
        let field = Field::new((1 << 62) - 57);
        let row = |numbers: &[i64]| {
            field.row(&numbers.iter().map(|number| BigInt::from(*number)).collect::<Vec<_>>())
        };
        // (x − 2)(x + 3)(x² + 1) and (x − 2)(x − 5)
        let common = field.gcd(row(&[-6, 1, -5, 1, 1]), row(&[10, -7, 1]));
        assert_eq!(common, row(&[-2, 1]));
        assert_eq!(field.gcd(row(&[1, 2, 3, 4]), row(&[5, 1])).len(), 1);
        assert_eq!(field.gcd(row(&[1, 2, 3, 4]), row(&[7])).len(), 1);
    }
}
