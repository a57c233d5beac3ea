//! Numbers that are exact while that is cheap, and enclosed where it is not.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::EncloseError;
use crate::at_least::at_least;
use crate::chance::Chance;
use crate::enclosure::Enclosure;
use crate::expr::Expr;
use crate::integer::Integer;
use crate::rational::Rational;
use crate::real::{RealEnclosure, RealRing};
use crate::ring::Ring;

/// What looking at one sub-expression costs, in operations on words.
const VISIT: u64 = 100;

/// More bits than this are not computed with: 300,000 decimal digits.
const PRECISION_LIMIT: u32 = 1 << 20;

/// Fractions stay exact up to this many binary digits above and below the line together.
pub(super) const EXACT_BITS: u64 = 4096;

/// The highest root that is looked for among the fractions.
const HIGHEST_ROOT: u32 = 64;

/// A number in the course of an evaluation.
#[derive(Clone, Debug)]
pub(in crate::expr) enum Number {
    /// Known exactly. What has been rounded once never comes back here, but for counts.
    Exact(Rational),
    /// Known to lie in an interval.
    Enclosed(RealEnclosure),
}

impl Number {
    pub(super) fn zero() -> Number {
        Number::Exact(Rational::zero())
    }

    pub(super) fn one() -> Number {
        Number::Exact(Rational::one())
    }
}

pub(super) type Outcome = Result<Number, EncloseError>;

/// Arithmetic of one precision, and what is left of [`Expr::EVALUATION_WORK`].
pub(super) struct Arithmetic {
    pub(super) ring: RealRing,
    left: u64,
}

impl Arithmetic {
    pub(super) fn new(precision: u32) -> Result<Self, EncloseError> {
        if precision > PRECISION_LIMIT {
            return Err(EncloseError::TooLarge);
        }
        Ok(Arithmetic { ring: RealRing::new(precision), left: Expr::EVALUATION_WORK })
    }

    /// Accounts for a sub-expression.
    pub(super) fn visit(&mut self) -> Result<(), EncloseError> {
        self.spend(VISIT)
    }

    pub(super) fn spend(&mut self, work: u64) -> Result<(), EncloseError> {
        self.left = self.left.checked_sub(work).ok_or(EncloseError::TooLarge)?;
        Ok(())
    }

    /// Accounts for so many multiplications of full length.
    pub(super) fn multiply(&mut self, times: u64) -> Result<(), EncloseError> {
        let limbs = u64::from(self.ring.precision() / 64);
        self.spend(times.saturating_mul(limbs * limbs).saturating_add(VISIT))
    }

    /// Accounts for a power series with as many terms as there are halvings of its argument.
    pub(super) fn series(&mut self) -> Result<(), EncloseError> {
        let terms = u64::from(self.ring.precision()).isqrt() + 16;
        self.multiply(4 * terms)
    }

    pub(super) fn undecided(&self) -> EncloseError {
        EncloseError::Undecided { precision: self.ring.precision() }
    }

    /// A fraction, exact unless it is long.
    pub(super) fn number(&self, number: Rational) -> Number {
        if size(&number) <= EXACT_BITS {
            Number::Exact(number)
        } else {
            Number::Enclosed(self.ring.enclose(&number))
        }
    }

    pub(super) fn enclosed(&self, number: &Number) -> RealEnclosure {
        match number {
            Number::Exact(number) => self.ring.enclose(number),
            Number::Enclosed(enclosure) => enclosure.clone(),
        }
    }

    /// The whole number this is.
    pub(super) fn whole(&self, number: &Number) -> Result<Integer, EncloseError> {
        match number {
            Number::Exact(number) => number.to_integer().ok_or(EncloseError::NotWhole),
            Number::Enclosed(enclosure) => {
                let floor = enclosure.floor().map(Rational::from);
                Err(match floor.is_some_and(|floor| !enclosure.contains(&floor)) {
                    true => EncloseError::NotWhole,
                    false => self.undecided(),
                })
            }
        }
    }

    pub(super) fn add(&mut self, a: &Number, b: &Number) -> Outcome {
        if let (Number::Exact(a), Number::Exact(b)) = (a, b) {
            self.exact_operation(a, b)?;
            return Ok(self.number(a + b));
        }
        self.visit()?;
        Ok(Number::Enclosed(self.ring.add(&self.enclosed(a), &self.enclosed(b))))
    }

    pub(super) fn mul(&mut self, a: &Number, b: &Number) -> Outcome {
        match (a, b) {
            (Number::Exact(a), Number::Exact(b)) => {
                self.exact_operation(a, b)?;
                Ok(self.number(a * b))
            }
            (Number::Exact(factor), _) if factor.is_zero() => Ok(Number::zero()),
            (_, Number::Exact(factor)) if factor.is_zero() => Ok(Number::zero()),
            (Number::Exact(factor), other) if factor.is_one() => Ok(other.clone()),
            (other, Number::Exact(factor)) if factor.is_one() => Ok(other.clone()),
            _ => {
                self.multiply(8)?;
                Ok(Number::Enclosed(self.ring.mul(&self.enclosed(a), &self.enclosed(b))))
            }
        }
    }

    /// Accounts for the sum or product of two fractions, which are short.
    pub(super) fn exact_operation(
        &mut self,
        a: &Rational,
        b: &Rational,
    ) -> Result<(), EncloseError> {
        let words = (size(a) + size(b)) / 64 + 1;
        self.spend(words * words)
    }

    pub(super) fn complement(&mut self, number: &Number) -> Outcome {
        self.visit()?;
        Ok(match number {
            Number::Exact(number) => self.number(number.complement()),
            Number::Enclosed(enclosure) => Number::Enclosed(self.ring.complement(enclosure)),
        })
    }

    /// `base^exponent`: a product where the exponent is whole, else through the logarithm.
    pub(super) fn power(&mut self, base: &Number, exponent: &Number) -> Outcome {
        if let Number::Exact(base) = base {
            if base.is_one() {
                return Ok(Number::one());
            }
            if base.is_zero() {
                return self.power_of_zero(exponent);
            }
        }
        let Number::Exact(exponent) = exponent else {
            return self.real_power(base, exponent);
        };
        if let Some(exponent) = exponent.to_integer() {
            return self.whole_power(base, &exponent);
        }
        if let Some(root) = exact_root(base, exponent) {
            return self.whole_power(&Number::Exact(root), &exponent.numerator());
        }
        self.real_power(base, &Number::Exact(exponent.clone()))
    }

    fn power_of_zero(&self, exponent: &Number) -> Outcome {
        let sign = match exponent {
            Number::Exact(exponent) => Some(exponent.cmp(&Rational::zero())),
            Number::Enclosed(exponent) => exponent.compare(&Rational::zero()),
        };
        match sign {
            Some(Ordering::Greater) => Ok(Number::zero()),
            Some(Ordering::Equal) => Ok(Number::one()),
            Some(Ordering::Less) => Err(EncloseError::DivisionByZero),
            None => Err(self.undecided()),
        }
    }

    /// A whole power of something that is not exactly 0.
    fn whole_power(&mut self, base: &Number, exponent: &Integer) -> Outcome {
        if exponent.is_zero() {
            return Ok(Number::one());
        }
        if exponent.is_one() {
            return Ok(base.clone());
        }
        if let (Number::Exact(base), Some(small)) = (base, exponent.to_i64()) {
            let bits = size(base).saturating_mul(small.unsigned_abs());
            if let (true, Ok(small)) = (bits <= EXACT_BITS, i32::try_from(small)) {
                self.visit()?;
                return base.pow(small).map(Number::Exact).ok_or(EncloseError::DivisionByZero);
            }
        }
        self.multiply(exponent.bits().saturating_mul(8))?;
        let base = self.enclosed(base);
        match self.ring.raise(&base, exponent) {
            Some(power) => Ok(Number::Enclosed(power)),
            None if base.is_zero() => Err(EncloseError::DivisionByZero),
            None => Err(self.undecided()),
        }
    }

    fn real_power(&mut self, base: &Number, exponent: &Number) -> Outcome {
        for _ in 0..8 {
            self.series()?;
        }
        let (base, exponent) = (self.enclosed(base), self.enclosed(exponent));
        if base.is_negative() {
            return Err(EncloseError::NotReal);
        }
        match self.ring.pow(&base, &exponent) {
            Some(power) => Ok(Number::Enclosed(power)),
            None => Err(self.undecided()),
        }
    }

    /// The chance that at least k work among independent parts, each given with the number of
    /// its copies.
    pub(super) fn at_least(&mut self, k: u64, parts: &[(Number, u64)]) -> Outcome {
        if let Some(exact) = short_vote(k, parts) {
            self.spend(EXACT_BITS)?;
            return Ok(exact);
        }
        let n = parts.iter().fold(0u64, |n, (_, copies)| n.saturating_add(*copies));
        let fewer = k.min(n.saturating_sub(k).saturating_add(1));
        let ring = self.ring.magnitudes();
        let chances: Option<Vec<(Chance<Enclosure>, u64)>> = parts
            .iter()
            .map(|(part, copies)| {
                let chance = match part {
                    Number::Exact(works) => ring.chance(works)?,
                    Number::Enclosed(works) => Chance {
                        fails: self.ring.complement(works).to_enclosure()?,
                        works: works.to_enclosure()?,
                    },
                };
                Some((chance, *copies))
            })
            .collect();
        let terms = match (&chances, parts.len()) {
            // All, any, none: a power by squaring.
            (Some(_), 1) if fewer <= 1 => 128,
            // Those of a binomial coefficient, and of the tail up to where it is negligible.
            (Some(_), 1) => {
                fewer.min(n / 64 + 1) + n.isqrt() * u64::from(self.ring.precision()).isqrt()
            }
            _ => n.saturating_mul(fewer),
        };
        self.multiply(terms.saturating_mul(4))?;
        if let Some(chances) = chances {
            return Ok(Number::Enclosed(at_least(&ring, k, &chances)?.works.into()));
        }
        // Not certainly probabilities: the same polynomial, with signs.
        let parts: Vec<_> = parts
            .iter()
            .map(|(part, copies)| {
                let works = self.enclosed(part);
                (Chance { fails: self.ring.complement(&works), works }, *copies)
            })
            .collect();
        Ok(Number::Enclosed(at_least(&self.ring, k, &parts)?.works))
    }
}

/// The chance of a vote among exact parts whose denominators multiply to something short.
fn short_vote(k: u64, parts: &[(Number, u64)]) -> Option<Number> {
    let mut bits = 0u64;
    let mut exact = Vec::new();
    for (part, copies) in parts {
        let Number::Exact(part) = part else { return None };
        bits = bits.saturating_add(size(part).saturating_mul(*copies));
        exact.push((Expr::number(part.clone()), *copies));
    }
    if bits > EXACT_BITS {
        return None;
    }
    Expr::at_least_of(k, exact).evaluate(&|_| None).ok().map(Number::Exact)
}

/// The root of a fraction that makes its power with this exponent rational, if there is one.
fn exact_root(base: &Number, exponent: &Rational) -> Option<Rational> {
    let Number::Exact(base) = base else { return None };
    let degree = u32::try_from(exponent.denominator().to_u64()?).ok()?;
    if base.is_negative() || degree > HIGHEST_ROOT {
        return None;
    }
    let root = |number: &BigUint| {
        let root = number.nth_root(degree);
        (root.pow(degree) == *number).then_some(root)
    };
    let numerator = root(base.big_numerator().magnitude())?;
    // Roots of coprime numbers are coprime.
    Some(Rational::from_coprime(numerator.into(), root(base.big_denominator())?))
}

fn size(number: &Rational) -> u64 {
    number.big_numerator().bits() + number.big_denominator().bits()
}
