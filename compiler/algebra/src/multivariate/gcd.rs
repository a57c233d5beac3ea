//! Greatest common divisors, contents and primitive parts.
//!
//! A test modulo a prime comes first: two polynomials whose images in one variable are coprime
//! share nothing that has this variable, and that is the common case. Then a heuristic whose
//! result is checked, and subresultant remainder sequences (Brown & Traub 1971) where it fails.

use num_bigint::BigInt;
use num_traits::{One, Signed};

use super::heuristic_gcd;
use super::recursive::Recursive;
use super::whole::Whole;
use super::work::Work;
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::monomial::Variable;
use crate::polynomial::Polynomial;
use crate::rational::Rational;

/// The largest prime below 2³¹.
const PRIME: u64 = 2_147_483_647;

impl Recursive {
    /// With a positive number in front of the highest power.
    pub(super) fn with_positive_lead(self) -> Self {
        if self.leading_number().sign().is_lt() { self.neg() } else { self }
    }

    /// The greatest common divisor of the coefficients of a variable that no variable here comes
    /// after.
    pub(super) fn content(
        &self,
        variable: Variable,
        work: &mut Work,
    ) -> Result<Recursive, LimitReached> {
        let mut coefficients: Vec<&Recursive> = self.coefficients(variable).iter().collect();
        // Simple ones first: often the content is 1 after one step.
        coefficients.sort_by_key(|coefficient| coefficient.main());
        let mut content = Recursive::zero();
        for coefficient in coefficients {
            content = content.gcd(coefficient, work)?;
            if content.is_one() {
                break;
            }
        }
        Ok(content)
    }

    /// The greatest common divisor, with a positive number in front.
    pub(super) fn gcd(&self, other: &Self, work: &mut Work) -> Result<Self, LimitReached> {
        work.charge(1)?;
        if self.is_zero() {
            return Ok(other.clone().with_positive_lead());
        }
        if other.is_zero() || self == other {
            return Ok(self.clone().with_positive_lead());
        }
        if self.is_one() || other.is_one() {
            return Ok(Recursive::one());
        }
        if let (Recursive::Number(a), Recursive::Number(b)) = (self, other) {
            // Numbers longer than words go down by a few bits each round.
            let (long, short) = (a.length().max(b.length()), a.length().min(b.length()));
            work.charge(long.saturating_mul(short).saturating_mul(if short > 1 { 8 } else { 1 }))?;
            return Ok(Recursive::Number(a.gcd(b)));
        }
        let Some(main) = self.main().max(other.main()) else {
            unreachable!("two polynomials without variables are two numbers");
        };
        if self.main() != other.main() {
            let (with, without) =
                if self.main() == Some(main) { (self, other) } else { (other, self) };
            let mut divisor = without.clone();
            for coefficient in with.coefficients(main) {
                divisor = divisor.gcd(coefficient, work)?;
                if divisor.is_one() {
                    break;
                }
            }
            return Ok(divisor.with_positive_lead());
        }
        let (left, right) = (self.content(main, work)?, other.content(main, work)?);
        let content = left.gcd(&right, work)?;
        if coprime_modulo_prime(self, other, main, work)? {
            return Ok(content);
        }
        let (a, b) = (self.exactly(&left, work)?, other.exactly(&right, work)?);
        let divisor = match heuristic_gcd::candidate(&a, &b, main, work)? {
            Some(found) if is_greatest(&a, &b, &found, main, work)? => found,
            _ => primitive_gcd(a, b, main, work)?,
        };
        Ok(content.mul(&divisor, work)?.with_positive_lead())
    }
}

/// Whether a common divisor leaves quotients that are certainly coprime.
fn is_greatest(
    a: &Recursive,
    b: &Recursive,
    divisor: &Recursive,
    main: Variable,
    work: &mut Work,
) -> Result<bool, LimitReached> {
    let (a, b) = (a.exactly(divisor, work)?, b.exactly(divisor, work)?);
    if a.degree(main) == 0 || b.degree(main) == 0 {
        // Both are primitive: one that is free of the variable is 1 or −1.
        return Ok(true);
    }
    coprime_modulo_prime(&a, &b, main, work)
}

/// The greatest common divisor of primitive polynomials in the variable, by subresultants.
fn primitive_gcd(
    a: Recursive,
    b: Recursive,
    main: Variable,
    work: &mut Work,
) -> Result<Recursive, LimitReached> {
    let (mut a, mut b) = if a.degree(main) < b.degree(main) { (b, a) } else { (a, b) };
    let (mut g, mut h) = (Recursive::one(), Recursive::one());
    loop {
        let gap = a.degree(main) - b.degree(main);
        let rest = a.pseudo_remainder(&b, main, work)?;
        if rest.is_zero() {
            let content = b.content(main, work)?;
            return b.exactly(&content, work);
        }
        if rest.degree(main) == 0 {
            return Ok(Recursive::one());
        }
        let divisor = g.mul(&h.pow(gap, work)?, work)?;
        a = b;
        b = rest.exactly(&divisor, work)?;
        g = a.leading(main);
        h = next_h(&g, &h, gap, work)?;
    }
}

/// `g^δ / h^(δ − 1)`, a whole polynomial by the theory of subresultants.
pub(super) fn next_h(
    g: &Recursive,
    h: &Recursive,
    gap: usize,
    work: &mut Work,
) -> Result<Recursive, LimitReached> {
    match gap {
        0 => Ok(h.clone()),
        _ => g.pow(gap, work)?.exactly(&h.pow(gap - 1, work)?, work),
    }
}

/// Whether images modulo a prime show that nothing with the variable divides both.
///
/// The other variables take fixed values. A common divisor of positive degree keeps its degree
/// when one leading coefficient is not mapped to 0, and divides both images.
fn coprime_modulo_prime(
    a: &Recursive,
    b: &Recursive,
    main: Variable,
    work: &mut Work,
) -> Result<bool, LimitReached> {
    let image = |polynomial: &Recursive| -> Vec<u64> {
        polynomial.coefficients(main).iter().map(value_modulo_prime).collect()
    };
    let (mut a, mut b) = (image(a), image(b));
    work.charge((a.len() as u64).saturating_mul(b.len() as u64))?;
    if a.last() == Some(&0) && b.last() == Some(&0) {
        return Ok(false);
    }
    let trim = |row: &mut Vec<u64>| {
        while row.last() == Some(&0) {
            row.pop();
        }
    };
    trim(&mut a);
    trim(&mut b);
    loop {
        if a.len() < b.len() {
            std::mem::swap(&mut a, &mut b);
        }
        match b.as_slice() {
            [] => return Ok(a.len() == 1),
            [_] => return Ok(true),
            [.., lead] => {
                let inverse = power_modulo_prime(*lead, PRIME - 2);
                while let Some(top) = a.last().copied().filter(|_| a.len() >= b.len()) {
                    let factor = top * inverse % PRIME;
                    let start = a.len() - b.len();
                    for (target, number) in a[start..].iter_mut().zip(&b) {
                        *target = (*target + PRIME - factor * number % PRIME) % PRIME;
                    }
                    trim(&mut a);
                }
            }
        }
    }
}

/// The value modulo the prime where each variable has a value that depends on its number alone.
fn value_modulo_prime(polynomial: &Recursive) -> u64 {
    match polynomial {
        Recursive::Number(number) => number.modulo(PRIME),
        Recursive::Powers { main, coefficients } => {
            let at = (u64::from(main.0) + 1).wrapping_mul(6_364_136_223_846_793_005) >> 33;
            let at = at % PRIME;
            coefficients
                .iter()
                .rev()
                .fold(0, |sum, coefficient| (sum * at + value_modulo_prime(coefficient)) % PRIME)
        }
    }
}

fn power_modulo_prime(base: u64, exponent: u64) -> u64 {
    let mut power = 1;
    for bit in (0..u64::BITS - exponent.leading_zeros()).rev() {
        power = power * power % PRIME;
        if exponent >> bit & 1 == 1 {
            power = power * base % PRIME;
        }
    }
    power
}

impl Polynomial {
    /// The greatest common divisor of the numerators: whole coefficients, the number in front of
    /// the highest power positive; that of 0 and 0 is 0. Denominators do not matter.
    pub fn gcd(&self, other: &Polynomial, work: &mut Work) -> Result<Polynomial, LimitReached> {
        let (a, b) = (Recursive::of(self)?.0, Recursive::of(other)?.0);
        Ok(a.gcd(&b, work)?.polynomial())
    }

    /// The quotient, when the divisor divides this over the rational numbers; nothing for the
    /// divisor 0.
    pub fn exact_quotient(
        &self,
        divisor: &Polynomial,
        work: &mut Work,
    ) -> Result<Option<Polynomial>, LimitReached> {
        let ((a, over), (b, under)) = (Recursive::of(self)?, Recursive::of(divisor)?);
        // What divides over the rational numbers divides over the whole ones when primitive.
        let number = b.number_content();
        let Some(primitive) = b.divided(&Recursive::Number(number.clone()), work)? else {
            return Ok(None);
        };
        let Some(quotient) = a.divided(&primitive, work)? else { return Ok(None) };
        let (up, down) = (BigInt::from(under), BigInt::from(over) * number.big());
        let factor = Rational::new(Integer::from_big(up), Integer::from_big(down));
        Ok(factor.map(|factor| quotient.polynomial().scale(&factor)))
    }

    /// A positive multiple of this with whole coefficients that have no common divisor; 0 for 0.
    pub fn primitive(&self) -> Polynomial {
        let (terms, _) = self.whole_terms();
        let common = terms.iter().fold(Whole::ZERO, |gcd, (_, n)| gcd.gcd(&Whole::of(n))).big();
        if common.abs().is_one() || terms.is_empty() {
            return Polynomial::from_whole_terms(
                terms.into_iter().map(|(m, n)| (m, n.clone())).collect(),
                1u32.into(),
            );
        }
        let divided = terms.into_iter().map(|(monomial, number)| (monomial, number / &common));
        Polynomial::from_whole_terms(divided.collect(), 1u32.into())
    }

    /// The greatest common divisor of the coefficients of a variable's powers, and what is left
    /// when this is divided by it: `self = content · part` up to a positive number.
    pub fn content_in(
        &self,
        variable: Variable,
        work: &mut Work,
    ) -> Result<(Polynomial, Polynomial), LimitReached> {
        let mut content = Polynomial::zero();
        for coefficient in self.coefficients_in(variable).values() {
            content = content.gcd(coefficient, work)?;
        }
        let part = match self.exact_quotient(&content, work)? {
            Some(part) => part.primitive(),
            None => Polynomial::zero(),
        };
        Ok((content, part))
    }
}

impl Recursive {
    /// The greatest common divisor of all its numbers.
    pub(super) fn number_content(&self) -> Whole {
        match self {
            Recursive::Number(number) => number.gcd(&Whole::ZERO),
            Recursive::Powers { coefficients, .. } => coefficients
                .iter()
                .fold(Whole::ZERO, |common, coefficient| common.gcd(&coefficient.number_content())),
        }
    }
}
