//! Whole numbers that are machine words while they can be.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{Signed, ToPrimitive, Zero};

/// A whole number of any size.
///
/// Invariant: it is long exactly when it does not fit a word, so equal numbers are equal values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Word(i128),
    Long(Box<BigInt>),
}

use Whole::{Long, Word};

impl Whole {
    pub(super) const ZERO: Whole = Word(0);
    pub(super) const ONE: Whole = Word(1);

    pub(super) fn of(number: &BigInt) -> Whole {
        number.to_i128().map_or_else(|| Long(Box::new(number.clone())), Word)
    }

    fn canonical(number: BigInt) -> Whole {
        number.to_i128().map_or_else(|| Long(Box::new(number)), Word)
    }

    pub(super) fn big(&self) -> BigInt {
        match self {
            Word(word) => BigInt::from(*word),
            Long(number) => (**number).clone(),
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        matches!(self, Word(0))
    }

    pub(super) fn is_one(&self) -> bool {
        matches!(self, Word(1))
    }

    /// How this compares with 0.
    pub(super) fn sign(&self) -> Ordering {
        match self {
            Word(word) => word.cmp(&0),
            Long(number) if number.is_negative() => Ordering::Less,
            Long(_) => Ordering::Greater,
        }
    }

    /// Words of 64 bits that the number fills, at least 1: what arithmetic with it costs.
    pub(super) fn length(&self) -> u64 {
        match self {
            Word(_) => 1,
            Long(number) => number.bits() / 64 + 1,
        }
    }

    pub(super) fn add(&self, other: &Whole) -> Whole {
        if let (Word(a), Word(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Word(sum);
        }
        Whole::canonical(self.big() + other.big())
    }

    pub(super) fn sub(&self, other: &Whole) -> Whole {
        if let (Word(a), Word(b)) = (self, other)
            && let Some(difference) = a.checked_sub(*b)
        {
            return Word(difference);
        }
        Whole::canonical(self.big() - other.big())
    }

    pub(super) fn mul(&self, other: &Whole) -> Whole {
        if let (Word(a), Word(b)) = (self, other) {
            // Products of half words fit, and checking costs more than multiplying.
            if let (Ok(a), Ok(b)) = (i64::try_from(*a), i64::try_from(*b)) {
                return Word(i128::from(a) * i128::from(b));
            }
            if let Some(product) = a.checked_mul(*b) {
                return Word(product);
            }
        }
        Whole::canonical(self.big() * other.big())
    }

    pub(super) fn neg(&self) -> Whole {
        Whole::ZERO.sub(self)
    }

    /// The quotient, when nothing is left over; nothing for the divisor 0.
    pub(super) fn divided(&self, divisor: &Whole) -> Option<Whole> {
        match (self, divisor) {
            (_, Word(0)) => None,
            (_, Word(1)) => Some(self.clone()),
            (Word(a), Word(b)) if *b != -1 => (a % b == 0).then(|| Word(a / b)),
            _ => {
                let (quotient, rest) = self.big().div_rem(&divisor.big());
                rest.is_zero().then(|| Whole::canonical(quotient))
            }
        }
    }

    /// The greatest common divisor, never negative; that of 0 and 0 is 0.
    pub(super) fn gcd(&self, other: &Whole) -> Whole {
        if self.is_one() || other.is_one() {
            return Whole::ONE;
        }
        match (self, other) {
            (Word(a), Word(b)) if *a != i128::MIN && *b != i128::MIN => {
                match (u64::try_from(a.unsigned_abs()), u64::try_from(b.unsigned_abs())) {
                    (Ok(a), Ok(b)) => Word(i128::from(a.gcd(&b))),
                    _ => Word(a.gcd(b)),
                }
            }
            _ => Whole::canonical(self.big().gcd(&other.big())),
        }
    }

    /// This number modulo a prime below 2³¹.
    pub(super) fn modulo(&self, prime: u64) -> u64 {
        let rest = match self {
            Word(word) => word.rem_euclid(i128::from(prime)).to_u64(),
            Long(number) => number.mod_floor(&BigInt::from(prime)).to_u64(),
        };
        rest.unwrap_or(0)
    }
}
