//! Exact values as whole numbers over products of the declared denominators' primes.
//!
//! Accumulating in fractions takes a greatest common divisor for every sum, which is quadratic
//! in the length of the numbers. Here denominators are kept as exponents; sums bring them to the
//! larger ones, and a fraction in lowest terms is made once, at the end.

mod weights;

pub use weights::Weights;

use std::cell::Cell;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer as _;
use num_traits::{One, Signed, Zero};

use crate::at_least::alike_without_sum;
use crate::chance::Chance;
use crate::coprime_basis::{CoprimeBasis, insert_coprime};
use crate::exact_binomial::scaled_upper_tail;
use crate::integer::{Integer, remove_factor};
use crate::limits::LimitReached;
use crate::rational::Rational;
use crate::ring::Ring;

/// How long exact numbers may become, and how much work they may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExactLimits {
    /// Binary digits of one number.
    pub bits: u64,
    /// Products and sums of 64-bit limbs, as schoolbook arithmetic counts them.
    pub limb_operations: u64,
}

impl ExactLimits {
    /// As much as is done unasked: about a tenth of a second.
    pub const MODEST: ExactLimits = ExactLimits { bits: 1 << 33, limb_operations: 200_000_000 };

    /// As much as the memory holds: a number of one gibibyte.
    pub const MEMORY: ExactLimits = ExactLimits { bits: 1 << 33, limb_operations: u64::MAX };
}

/// Exact arithmetic over the primes of some declared denominators.
///
/// Every value that comes from those numbers by sums, differences and products is
/// `numerator / Π bᵢ^eᵢ` with pairwise coprime bᵢ, which are primes or what trial division up
/// to 2¹⁶ leaves.
#[derive(Clone, Debug)]
pub struct ExactRing {
    basis: CoprimeBasis,
    limits: ExactLimits,
    spent: Cell<u64>,
}

/// A value of an [`ExactRing`], meaningless with any other; or the limit that kept it from being
/// computed.
#[derive(Clone, Debug)]
pub struct Scaled(Result<Quotient, LimitReached>);

/// The number `numerator / Π bᵢ^exponentᵢ`, not necessarily in lowest terms.
#[derive(Clone, Debug)]
struct Quotient {
    numerator: BigInt,
    /// One for each element of the ring's basis.
    exponents: Vec<u64>,
}

impl ExactRing {
    /// A ring that holds these numbers; whatever is computed from them stays in it. They are
    /// probabilities as a rule, and need not be. Numbers may grow to [`ExactLimits::MEMORY`].
    pub fn for_probabilities<'a>(numbers: impl Iterator<Item = &'a Rational>) -> Self {
        let denominators = numbers.map(|number| number.big_denominator().clone()).collect();
        ExactRing {
            basis: CoprimeBasis::of(denominators),
            limits: ExactLimits::MEMORY,
            spent: Cell::new(0),
        }
    }

    /// The same ring with other limits and nothing spent.
    pub fn with_limits(self, limits: ExactLimits) -> Self {
        ExactRing { limits, spent: Cell::new(0), ..self }
    }

    /// How many limb operations were counted so far.
    pub fn limb_operations(&self) -> u64 {
        self.spent.get()
    }

    /// A number as a value of the ring, or nothing when its denominator has a prime that no
    /// declared denominator has.
    pub fn scaled(&self, number: &Rational) -> Option<Scaled> {
        let exponents = self.basis.exponents(number.big_denominator())?;
        let numerator = number.big_numerator().clone();
        Some(Scaled(Ok(Quotient { numerator, exponents })))
    }

    /// The chance with this probability of success; nothing when the number is no probability
    /// or, as in [`scaled`](Self::scaled), not in the ring.
    pub fn chance(&self, works: &Rational) -> Option<Chance<Scaled>> {
        if !works.is_probability() {
            return None;
        }
        let fails = self.scaled(&works.complement())?;
        Some(Chance { works: self.scaled(works)?, fails })
    }

    /// The difference of two values.
    pub fn sub(&self, a: &Scaled, b: &Scaled) -> Scaled {
        self.combine(a, b, |a, b| a - b)
    }

    /// The value as a fraction in lowest terms, or the limit that was reached on the way.
    ///
    /// Only what the basis consists of is cancelled: a prime by repeated division, anything else
    /// after it is split where it shares a divisor with the numerator.
    pub fn value(&self, value: &Scaled) -> Result<Rational, LimitReached> {
        let quotient = value.0.as_ref().map_err(Clone::clone)?;
        let Some(mut numerator) = nonzero_magnitude(&quotient.numerator) else {
            return Ok(Rational::zero());
        };
        let elements = self.basis.elements();
        let mut denominator = BigUint::one();
        let mut twos = 0;
        let mut factors: Vec<(BigUint, u64, bool)> = elements
            .iter()
            .zip(&quotient.exponents)
            .map(|(element, exponent)| (element.number.clone(), *exponent, element.prime))
            .collect();
        while let Some((factor, exponent, prime)) = factors.pop() {
            let left = exponent - remove_factor(&mut numerator, &factor, exponent);
            if left == 0 {
                continue;
            }
            let divisor = if prime { BigUint::one() } else { (&numerator % &factor).gcd(&factor) };
            if divisor.is_one() {
                let reached = factor.bits().saturating_mul(left);
                self.check_bits(denominator.bits().saturating_add(reached))?;
                if factor == BigUint::from(2u32) {
                    twos = left;
                } else {
                    denominator *= big_power(&factor, left);
                }
            } else {
                factors.extend(
                    split(&factor, divisor)
                        .map(|(part, times)| (part, times.saturating_mul(left), false)),
                );
            }
        }
        let numerator = BigInt::from_biguint(quotient.numerator.sign(), numerator);
        Ok(Rational::from_coprime(numerator, denominator << twos))
    }

    /// A whole number of either sign.
    pub(crate) fn whole(&self, number: &BigInt) -> Scaled {
        self.element(number.clone())
    }

    fn element(&self, numerator: BigInt) -> Scaled {
        let exponents = vec![0; self.basis.elements().len()];
        Scaled(Ok(Quotient { numerator, exponents }))
    }

    /// Brings two values to common exponents and combines their numerators.
    fn combine(
        &self,
        a: &Scaled,
        b: &Scaled,
        operation: impl FnOnce(&BigInt, &BigInt) -> BigInt,
    ) -> Scaled {
        Scaled(self.both(a, b).and_then(|(a, b)| {
            if a.exponents == b.exponents {
                self.spend(limbs(&a.numerator).max(limbs(&b.numerator)))?;
                let numerator = operation(&a.numerator, &b.numerator);
                return Ok(Quotient { numerator, exponents: a.exponents.clone() });
            }
            let exponents: Vec<u64> =
                a.exponents.iter().zip(&b.exponents).map(|(a, b)| *a.max(b)).collect();
            let (left, right) = (self.raised(a, &exponents)?, self.raised(b, &exponents)?);
            self.spend(limbs(&left).max(limbs(&right)))?;
            Ok(Quotient { numerator: operation(&left, &right), exponents })
        }))
    }

    fn both<'a>(
        &self,
        a: &'a Scaled,
        b: &'a Scaled,
    ) -> Result<(&'a Quotient, &'a Quotient), LimitReached> {
        match (&a.0, &b.0) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            (Err(limit), _) | (_, Err(limit)) => Err(limit.clone()),
        }
    }

    /// The numerator that belongs to larger exponents.
    fn raised(&self, value: &Quotient, exponents: &[u64]) -> Result<BigInt, LimitReached> {
        let mut numerator = value.numerator.clone();
        if numerator.is_zero() {
            return Ok(numerator);
        }
        let mut word = 1u64;
        let mut twos = 0;
        for ((element, to), from) in
            self.basis.elements().iter().zip(exponents).zip(&value.exponents)
        {
            let missing = to - from;
            if missing == 0 {
                continue;
            }
            self.check_bits(
                numerator.bits().saturating_add(element.number.bits().saturating_mul(missing)),
            )?;
            if element.number == BigUint::from(2u32) {
                twos = missing;
                continue;
            }
            // A few of the small primes are one word, and one multiplication.
            let small = u32::try_from(missing)
                .ok()
                .and_then(|missing| one_word(&element.number)?.checked_pow(missing))
                .and_then(|power| power.checked_mul(word));
            match small {
                Some(product) => word = product,
                None => {
                    let power = BigInt::from(big_power(&element.number, missing));
                    self.spend(limbs(&numerator).saturating_mul(limbs(&power)))?;
                    numerator *= power;
                }
            }
        }
        self.spend(limbs(&numerator))?;
        if word > 1 {
            numerator *= word;
        }
        Ok(if twos > 0 { numerator << twos } else { numerator })
    }

    fn check_bits(&self, bits: u64) -> Result<(), LimitReached> {
        LimitReached::check("binary digits of an exact number", self.limits.bits, bits)
    }

    /// Counts limb operations before they are done.
    fn spend(&self, limb_operations: u64) -> Result<(), LimitReached> {
        let spent = self.spent.get().saturating_add(limb_operations);
        self.spent.set(spent);
        LimitReached::check("operations on limbs", self.limits.limb_operations, spent)
    }
}

impl Ring for ExactRing {
    type Element = Scaled;

    fn zero(&self) -> Scaled {
        self.element(BigInt::zero())
    }

    fn one(&self) -> Scaled {
        self.element(BigInt::one())
    }

    fn natural(&self, count: &Integer) -> Scaled {
        self.element(if count.is_negative() { BigInt::zero() } else { count.big().clone() })
    }

    fn add(&self, a: &Scaled, b: &Scaled) -> Scaled {
        match (&a.0, &b.0) {
            (Ok(zero), Ok(_)) if zero.numerator.is_zero() => b.clone(),
            (Ok(_), Ok(zero)) if zero.numerator.is_zero() => a.clone(),
            _ => self.combine(a, b, |a, b| a + b),
        }
    }

    fn mul(&self, a: &Scaled, b: &Scaled) -> Scaled {
        Scaled(self.both(a, b).and_then(|(a, b)| {
            self.check_bits(a.numerator.bits().saturating_add(b.numerator.bits()))?;
            self.spend(limbs(&a.numerator).saturating_mul(limbs(&b.numerator)))?;
            Ok(Quotient {
                numerator: &a.numerator * &b.numerator,
                exponents: a
                    .exponents
                    .iter()
                    .zip(&b.exponents)
                    .map(|(a, b)| a.saturating_add(*b))
                    .collect(),
            })
        }))
    }

    fn power(&self, base: &Scaled, exponent: &Integer) -> Scaled {
        if exponent.is_zero() || exponent.is_negative() {
            return self.one();
        }
        Scaled(base.0.as_ref().map_err(Clone::clone).and_then(|base| {
            let copies = exponent.to_u64().unwrap_or(u64::MAX);
            let growing = base.numerator.bits() > 1;
            if growing {
                self.check_bits(base.numerator.bits().saturating_mul(copies))?;
                let length = limbs(&base.numerator).saturating_mul(copies);
                self.spend(length.saturating_mul(length))?;
            }
            let numerator = match u32::try_from(copies) {
                Ok(copies) => base.numerator.pow(copies),
                // Too many to multiply out, and only 0 and ±1 come here.
                Err(_) if exponent.is_even() => base.numerator.abs(),
                Err(_) => base.numerator.clone(),
            };
            let exponents =
                base.exponents.iter().map(|exponent| exponent.saturating_mul(copies)).collect();
            Ok(Quotient { numerator, exponents })
        }))
    }

    fn all_alike(&self, part: &Chance<Scaled>, count: &Integer) -> Chance<Scaled> {
        if count.is_one() {
            return part.clone();
        }
        // Exact numbers lose nothing by a subtraction.
        let works = self.power(&part.works, count);
        Chance { fails: self.sub(&self.one(), &works), works }
    }

    fn at_least_alike(
        &self,
        k: u64,
        n: u64,
        part: &Chance<Scaled>,
    ) -> Result<Chance<Scaled>, LimitReached> {
        if let Some(simple) = alike_without_sum(self, k, n, part) {
            return Ok(simple);
        }
        let (works, fails) = self.both(&part.works, &part.fails)?;
        let exponents: Vec<u64> =
            works.exponents.iter().zip(&fails.exponents).map(|(a, b)| *a.max(b)).collect();
        let (a, b) = (self.raised(works, &exponents)?, self.raised(fails, &exponents)?);
        // The numerators a and b sum to the common denominator, and n such parts have its power.
        let exponents = exponents.iter().map(|exponent| exponent.saturating_mul(n)).collect();
        let length = (&a + &b).bits().saturating_mul(n);
        self.check_bits(length)?;
        let enough_failures = n - k + 1;
        let by_failures = enough_failures > k;
        let terms = k.min(enough_failures);
        self.spend((length / 64 + 1).saturating_mul(terms).saturating_mul(4))?;
        let tail = if by_failures {
            scaled_upper_tail(enough_failures, n, &b, &a)?
        } else {
            scaled_upper_tail(k, n, &a, &b)?
        };
        let tail = Scaled(Ok(Quotient { numerator: tail, exponents }));
        let rest = self.sub(&self.one(), &tail);
        Ok(if by_failures {
            Chance { works: rest, fails: tail }
        } else {
            Chance { works: tail, fails: rest }
        })
    }
}

/// Splits a number at a proper divisor into coprime numbers, each with the exponent it has in
/// the number.
fn split(number: &BigUint, divisor: BigUint) -> impl Iterator<Item = (BigUint, u64)> {
    let mut parts = Vec::new();
    insert_coprime(&mut parts, number / &divisor);
    insert_coprime(&mut parts, divisor);
    let mut rest = number.clone();
    parts.into_iter().map(move |part| {
        let times = remove_factor(&mut rest, &part, u64::MAX);
        (part, times)
    })
}

fn nonzero_magnitude(number: &BigInt) -> Option<BigUint> {
    (number.sign() != Sign::NoSign).then(|| number.magnitude().clone())
}

/// How many 64-bit limbs a number has, at least one.
fn limbs(number: &BigInt) -> u64 {
    number.bits() / 64 + 1
}

fn one_word(number: &BigUint) -> Option<u64> {
    u64::try_from(number).ok()
}

/// A power that was found to fit the memory, so its exponent fits as well.
fn big_power(base: &BigUint, exponent: u64) -> BigUint {
    num_traits::Pow::pow(base, exponent)
}

#[cfg(test)]
mod tests;
