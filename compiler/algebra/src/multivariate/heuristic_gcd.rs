//! Greatest common divisors of polynomials from those of numbers.
//!
//! A large whole number in place of a variable leaves one variable less; the digits of the divisor
//! that is found there, to the base of that number, are the coefficients of a candidate. Char,
//! Geddes & Gonnet, *GCDHEU*, J. Symbolic Computation 7 (1989).

use num_bigint::BigInt;
use num_integer::Integer as _;

use super::recursive::Recursive;
use super::whole::Whole;
use super::work::Work;
use crate::limits::LimitReached;
use crate::monomial::Variable;

/// How many numbers are tried.
const TRIES: u32 = 4;

/// The longest values that are worth while, in bits.
const BITS_LIMIT: u64 = 1 << 15;

/// A common divisor of two polynomials that are primitive in the variable, such that the quotients
/// may still have a divisor in common; nothing if none was found.
pub(super) fn candidate(
    a: &Recursive,
    b: &Recursive,
    main: Variable,
    work: &mut Work,
) -> Result<Option<Recursive>, LimitReached> {
    let norm = a.largest_number().min(b.largest_number());
    let degree = a.degree(main).max(b.degree(main)) as u64;
    let mut base: BigInt = norm * 2 + 29;
    for _ in 0..TRIES {
        if base.bits().saturating_mul(degree + 1) > BITS_LIMIT {
            return Ok(None);
        }
        let at = Recursive::Number(Whole::of(&base));
        let (left, right) = (a.value_at(main, &at, work)?, b.value_at(main, &at, work)?);
        let digits = left.gcd(&right, work)?.digits(main, &base, degree);
        if let Some(digits) = digits {
            let number = Recursive::Number(digits.number_content());
            let found = digits.exactly(&number, work)?.with_positive_lead();
            if !found.is_zero()
                && a.divided(&found, work)?.is_some()
                && b.divided(&found, work)?.is_some()
            {
                return Ok(Some(found));
            }
        }
        // Another number without a simple relation to this one.
        base = base * 73_794 / 27_011;
    }
    Ok(None)
}

impl Recursive {
    /// The largest absolute value of its numbers.
    fn largest_number(&self) -> BigInt {
        match self {
            Recursive::Number(number) => BigInt::from(number.big().magnitude().clone()),
            Recursive::Powers { coefficients, .. } => {
                coefficients.iter().map(Recursive::largest_number).max().unwrap_or_default()
            }
        }
    }

    fn value_at(
        &self,
        variable: Variable,
        at: &Recursive,
        work: &mut Work,
    ) -> Result<Recursive, LimitReached> {
        let coefficients = self.coefficients(variable).iter().rev();
        coefficients
            .into_iter()
            .try_fold(Recursive::zero(), |sum, coefficient| Ok(sum.mul(at, work)?.add(coefficient)))
    }

    /// The polynomial in the variable with this value at the base and the smallest numbers, unless
    /// its degree is too high.
    fn digits(self, main: Variable, base: &BigInt, degree: u64) -> Option<Recursive> {
        let mut digits = Vec::new();
        let mut rest = self;
        while !rest.is_zero() {
            if digits.len() as u64 > degree {
                return None;
            }
            let (digit, higher) = rest.split_digit(base);
            digits.push(digit);
            rest = higher;
        }
        Some(Recursive::powers(main, digits))
    }

    /// `self = digit + base · higher`, each number of the digit as near to 0 as it can be.
    fn split_digit(&self, base: &BigInt) -> (Recursive, Recursive) {
        match self {
            Recursive::Number(number) => {
                let (mut higher, mut digit) = number.big().div_mod_floor(base);
                if &digit + &digit > *base {
                    digit -= base;
                    higher += 1;
                }
                (Recursive::Number(Whole::of(&digit)), Recursive::Number(Whole::of(&higher)))
            }
            Recursive::Powers { main, coefficients } => {
                let split = coefficients.iter().map(|coefficient| coefficient.split_digit(base));
                let (digits, higher) = split.unzip();
                (Recursive::powers(*main, digits), Recursive::powers(*main, higher))
            }
        }
    }
}
