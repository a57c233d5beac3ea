//! The functions of the language on numbers that may not be exact.

use std::cmp::Ordering;

use super::EncloseError;
use super::number::{Arithmetic, EXACT_BITS, Number, Outcome};
use crate::binomial::binomial;
use crate::binomial_tail::coefficient;
use crate::expr::Function;
use crate::expr::function::remainder;
use crate::integer::Integer;
use crate::rational::Rational;

impl Arithmetic {
    /// A function applied to its arguments.
    pub(super) fn apply(&mut self, name: Function, arguments: &[Number]) -> Outcome {
        if !name.takes(arguments.len()) {
            return Err(EncloseError::WrongArguments(name));
        }
        match (name, arguments) {
            (Function::Exp, [x]) => self.exp(x),
            (Function::Log, [x]) => self.ln(x),
            (Function::Floor, [x]) => Ok(self.number(self.floor(x)?.into())),
            (Function::Ceil, [Number::Exact(x)]) => Ok(self.number(x.ceil().into())),
            (Function::Ceil, [Number::Enclosed(x)]) => {
                let ceil = x.ceil().ok_or_else(|| self.undecided())?;
                Ok(self.number(ceil.into()))
            }
            (Function::Mod, [a, b]) => self.remainder(a, b),
            (Function::Binomial, [n, k]) => self.binomial(n, k),
            (Function::Min, all) => Ok(self.extreme(all, Ordering::Less)),
            (Function::Max, all) => Ok(self.extreme(all, Ordering::Greater)),
            (
                Function::Exp
                | Function::Log
                | Function::Floor
                | Function::Ceil
                | Function::Mod
                | Function::Binomial,
                _,
            ) => Err(EncloseError::WrongArguments(name)),
        }
    }

    fn exp(&mut self, x: &Number) -> Outcome {
        if matches!(x, Number::Exact(x) if x.is_zero()) {
            return Ok(Number::one());
        }
        self.series()?;
        Ok(Number::Enclosed(self.ring.exp(&self.enclosed(x))))
    }

    fn ln(&mut self, x: &Number) -> Outcome {
        if matches!(x, Number::Exact(x) if x.is_one()) {
            return Ok(Number::zero());
        }
        for _ in 0..3 {
            self.series()?;
        }
        let x = self.enclosed(x);
        match self.ring.ln(&x) {
            Some(logarithm) => Ok(Number::Enclosed(logarithm)),
            None if x.is_negative() || x.negate().to_enclosure().is_some() => {
                Err(EncloseError::NotReal)
            }
            None => Err(self.undecided()),
        }
    }

    fn floor(&self, x: &Number) -> Result<Integer, EncloseError> {
        match x {
            Number::Exact(x) => Ok(x.floor()),
            Number::Enclosed(x) => x.floor().ok_or_else(|| self.undecided()),
        }
    }

    /// `a − b ⌊a/b⌋`.
    fn remainder(&mut self, a: &Number, b: &Number) -> Outcome {
        if let (Number::Exact(a), Number::Exact(b)) = (a, b) {
            self.exact_operation(a, b)?;
            return Ok(self.number(remainder(a, b).ok_or(EncloseError::DivisionByZero)?));
        }
        self.multiply(8)?;
        let (dividend, divisor) = (self.enclosed(a), self.enclosed(b));
        let quotient = match self.ring.div(&dividend, &divisor) {
            Some(quotient) => Number::Enclosed(quotient),
            None if divisor.is_zero() => return Err(EncloseError::DivisionByZero),
            None => return Err(self.undecided()),
        };
        let times = self.number(-Rational::from(self.floor(&quotient)?));
        let multiple = self.mul(&times, b)?;
        self.add(a, &multiple)
    }

    fn binomial(&mut self, n: &Number, k: &Number) -> Outcome {
        let (n, k) = (self.whole(n)?, self.whole(k)?);
        if n.is_negative() {
            return Err(EncloseError::NotWhole);
        }
        if k.is_negative() || k > n {
            return Ok(Number::zero());
        }
        let (Some(n), Some(k)) = (n.to_u64(), k.to_u64()) else {
            return Err(EncloseError::TooLarge);
        };
        let fewer = k.min(n - k);
        // No coefficient exceeds 2ⁿ or nᵏ.
        let bits = n.min(fewer.saturating_mul(u64::from(n.max(1).ilog2()) + 1));
        if bits < EXACT_BITS {
            self.spend(EXACT_BITS)?;
            return Ok(self.number(binomial(n, k)?.into()));
        }
        self.multiply(4 * fewer.min(n / 64 + 1))?;
        Ok(Number::Enclosed(coefficient(&self.ring.magnitudes(), n, k)?.into()))
    }

    /// The smallest of some numbers (`Less`) or the largest (`Greater`).
    fn extreme(&self, all: &[Number], which: Ordering) -> Number {
        let better = |a: Number, b: &Number| {
            let order = match (&a, b) {
                (Number::Exact(a), Number::Exact(b)) => Some(a.cmp(b)),
                (Number::Exact(a), Number::Enclosed(b)) => b.compare(a).map(Ordering::reverse),
                (Number::Enclosed(a), Number::Exact(b)) => a.compare(b),
                (Number::Enclosed(_), Number::Enclosed(_)) => None,
            };
            match order {
                Some(order) if order == which => a,
                Some(_) => b.clone(),
                None => {
                    let (a, b) = (self.enclosed(&a), self.enclosed(b));
                    Number::Enclosed(match which {
                        Ordering::Greater => a.max(&b),
                        Ordering::Less | Ordering::Equal => a.min(&b),
                    })
                }
            }
        };
        all.iter().cloned().reduce(|a, b| better(a, &b)).unwrap_or_else(Number::zero)
    }
}
