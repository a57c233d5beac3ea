//! Rational numbers, why checking stops, and the count of work that stops hostile input.

use num_bigint::BigInt;
use std::cell::Cell;
use std::cmp::Ordering;

/// Why a certificate was not certified.
pub enum Stop {
    /// It has not the form that the format asks for: where, and why.
    Refused(String, String),
    /// It has the form and proves nothing.
    No(String),
}

pub type Checked<T> = Result<T, Stop>;

pub fn no<T>(reason: impl Into<String>) -> Checked<T> {
    Err(Stop::No(reason.into()))
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

/// The length of a number in machine words.
pub fn words(number: &BigInt) -> u64 {
    number.bits() / 64 + 1
}

pub fn sign(number: &BigInt) -> Ordering {
    number.cmp(&BigInt::ZERO)
}

/// A rational number in lowest terms; the denominator is positive.
#[derive(Clone, PartialEq)]
pub struct Q {
    pub n: BigInt,
    pub d: BigInt,
}

impl Q {
    /// `n/d`, for a d that is not 0.
    pub fn new(n: BigInt, d: BigInt) -> Q {
        if d == BigInt::from(1) {
            return Q { n, d };
        }
        let (mut gcd, mut rest) = (n.clone(), d.clone());
        while rest != BigInt::ZERO {
            (gcd, rest) = (rest.clone(), gcd % rest);
        }
        let gcd = if sign(&d) == sign(&gcd) { gcd } else { -gcd };
        Q { n: n / &gcd, d: d / gcd }
    }

    pub fn whole(n: impl Into<BigInt>) -> Q {
        Q { n: n.into(), d: BigInt::from(1) }
    }

    pub fn plus(&self, other: &Q) -> Q {
        Q::new(&self.n * &other.d + &other.n * &self.d, &self.d * &other.d)
    }

    pub fn minus(&self, other: &Q) -> Q {
        Q::new(&self.n * &other.d - &other.n * &self.d, &self.d * &other.d)
    }

    pub fn times(&self, other: &Q) -> Q {
        Q::new(&self.n * &other.n, &self.d * &other.d)
    }

    pub fn compare(&self, other: &Q) -> Ordering {
        (&self.n * &other.d).cmp(&(&other.n * &self.d))
    }

    /// The quotient, where the other is not 0.
    pub fn over(&self, other: &Q) -> Checked<Q> {
        if other.n == BigInt::ZERO {
            return no("0 in a divisor");
        }
        Ok(Q::new(&self.n * &other.d, &self.d * &other.n))
    }

    pub fn power(&self, exponent: u64) -> Checked<Q> {
        if exponent.saturating_mul(self.n.bits().max(self.d.bits())) > 1 << 24 {
            return no("certificate-too-large: a power of a number");
        }
        Ok(Q { n: self.n.pow(exponent as u32), d: self.d.pow(exponent as u32) })
    }
}

/// The least number that all these denominators divide.
pub fn common<'a>(all: impl Iterator<Item = &'a Q>) -> BigInt {
    all.fold(BigInt::from(1), |common, q| {
        let Q { n: missing, .. } = Q::new(q.d.clone(), common.clone());
        common * missing
    })
}
