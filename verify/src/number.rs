//! Rational numbers, why checking stops, and the count of work that stops hostile input.

use num_bigint::{BigInt, Sign};
use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;

/// Why a certificate was not certified.
pub enum Stop {
    /// It has not the form that the format asks for: where, and why.
    Refused(String, String),
    /// It has the form and proves nothing.
    No(String),
}

pub fn no<T>(reason: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::No(reason.into()))
}

/// What is left of the work that one certificate may ask for, about one unit to a machine word.
pub struct Work(pub Cell<u64>);

impl Work {
    pub fn spend(&self, amount: u64) -> Result<(), Stop> {
        let left = self.0.get().checked_sub(amount);
        self.0.set(left.unwrap_or(0));
        left.map_or_else(|| no("certificate-too-large: the limit of work is reached"), |_| Ok(()))
    }
}

/// The length of a number in machine words.
pub fn words(number: &BigInt) -> u64 {
    number.bits() / 64 + 1
}

pub fn sign(number: &BigInt) -> i8 {
    i8::from(number.sign() == Sign::Plus) - i8::from(number.sign() == Sign::Minus)
}

/// The greatest common divisor, up to its sign.
pub fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut a, mut b) = (a.clone(), b.clone());
    while b != BigInt::ZERO {
        (a, b) = (b.clone(), a % b);
    }
    a
}

/// A rational number in lowest terms; the denominator is positive.
#[derive(Clone, PartialEq, Eq)]
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
        let g = gcd(&n, &d);
        let g = if sign(&d) == sign(&g) { g } else { -g };
        Q { n: n / &g, d: d / g }
    }

    pub fn whole(n: impl Into<BigInt>) -> Q {
        Q { n: n.into(), d: BigInt::from(1) }
    }

    pub fn to_i64(&self) -> Option<i64> {
        i64::try_from(&self.n).ok().filter(|n| n.unsigned_abs() <= 1 << 52 && self.d == 1.into())
    }

    pub fn power(&self, exponent: i64) -> Result<Q, Stop> {
        let e = exponent.unsigned_abs();
        if e.saturating_mul(self.n.bits().max(self.d.bits())) > 1 << 24 {
            return no("certificate-too-large: a power of a number");
        }
        match (exponent < 0, self.n.pow(e as u32), self.d.pow(e as u32)) {
            (true, n, _) if n == BigInt::ZERO => no("0 in a divisor"),
            (true, n, d) => Ok(Q::new(d, n)),
            (false, n, d) => Ok(Q { n, d }),
        }
    }
}

macro_rules! operator {
    ($operation:ident, $name:ident, $a:ident, $b:ident, $numerator:expr) => {
        impl std::ops::$operation for &Q {
            type Output = Q;
            fn $name(self, other: &Q) -> Q {
                let ($a, $b) = (self, other);
                Q::new($numerator, &$a.d * &$b.d)
            }
        }
    };
}
operator!(Add, add, a, b, &a.n * &b.d + &b.n * &a.d);
operator!(Sub, sub, a, b, &a.n * &b.d - &b.n * &a.d);
operator!(Mul, mul, a, b, &a.n * &b.n);

impl Ord for Q {
    fn cmp(&self, other: &Q) -> Ordering {
        (&self.n * &other.d).cmp(&(&other.n * &self.d))
    }
}

impl PartialOrd for Q {
    fn partial_cmp(&self, other: &Q) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Q {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.d == BigInt::from(1);
        if whole { write!(f, "{}", self.n) } else { write!(f, "{}/{}", self.n, self.d) }
    }
}
