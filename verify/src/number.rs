//! Rational numbers, and the count of work that stops hostile input.

use crate::Verdict;
use num_bigint::BigInt;
use std::cell::Cell;
use std::cmp::Ordering;

/// What is found, or why the certificate does not prove it.
pub type Checked<T> = Result<T, Verdict>;

pub fn no<T>(reason: impl Into<String>) -> Checked<T> {
    Err(Verdict::NotCertified { reason: reason.into() })
}

/// What is left of the work that one certificate may ask for, about one unit to a machine word.
pub struct Work(pub Cell<u64>);

impl Work {
    pub fn spend(&self, amount: u64) -> Checked<()> {
        let left = self.0.get().checked_sub(amount);
        self.0.set(left.unwrap_or(0));
        left.map_or_else(|| no("certificate-too-large: the limit of work is reached"), |_| Ok(()))
    }
}

pub fn sign(number: &BigInt) -> Ordering {
    number.cmp(&BigInt::ZERO)
}

/// The greatest common divisor of positive numbers.
pub fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut gcd, mut rest) = (a.clone(), b.clone());
    while rest != BigInt::ZERO {
        (gcd, rest) = (rest.clone(), gcd % rest);
    }
    gcd
}

/// The rational number `n/d`, in lowest terms where it was read; d is positive.
#[derive(Clone, PartialEq)]
pub struct Q {
    pub n: BigInt,
    pub d: BigInt,
}

impl Q {
    pub fn whole(n: i64) -> Q {
        Q { n: n.into(), d: 1.into() }
    }

    pub fn compare(&self, other: &Q) -> Ordering {
        (&self.n * &other.d).cmp(&(&other.n * &self.d))
    }
}
