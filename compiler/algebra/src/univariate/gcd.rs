//! Greatest common divisors and exact quotients.
//!
//! The greatest common divisor is computed modulo primes of 62 bits and put together by the
//! Chinese remainder theorem, until what has been put together divides both (Brown 1971).
//! Polynomials without a common divisor are recognised by the first prime.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::Zero;

use super::polynomial::UnivariatePolynomial;
use super::residue::{Field, primes_downwards};

impl UnivariatePolynomial {
    /// The greatest common divisor, [`primitive`](Self::primitive); of two zeros, 0.
    pub fn gcd(&self, other: &Self) -> Self {
        if self.is_zero() {
            return other.primitive();
        }
        if other.is_zero() {
            return self.primitive();
        }
        if self.is_constant() || other.is_constant() {
            return Self::one();
        }
        let (a, b) = (self.primitive(), other.primitive());
        if a == b {
            return a;
        }
        common_divisor(&a, &b)
    }

    /// Whether no polynomial but numbers divides both; neither may be 0.
    pub fn is_coprime_to(&self, other: &Self) -> bool {
        !self.is_zero() && !other.is_zero() && self.gcd(other).is_constant()
    }

    /// The quotient, when the divisor divides this and the quotient's coefficients are whole.
    /// Nothing is divided by 0.
    pub fn exact_quotient(&self, divisor: &Self) -> Option<Self> {
        let (Some(degree), Some((leading, lower))) =
            (divisor.degree(), divisor.powers().split_last())
        else {
            return None;
        };
        if self.degree().is_some_and(|own| own < degree) {
            return None;
        }
        // Most divisors do not divide by their values at 0 already.
        let (own, first) = (self.powers(), divisor.powers());
        if let (Some(a), Some(b)) = (own.first(), first.first())
            && !(if b.is_zero() { a.is_zero() } else { a.is_multiple_of(b) })
        {
            return None;
        }
        let mut rest = own.to_vec();
        let mut quotient = Vec::with_capacity(rest.len().saturating_sub(degree));
        while rest.len() > degree {
            let Some(high) = rest.pop() else { break };
            let (number, over) = high.div_rem(leading);
            if !over.is_zero() {
                return None;
            }
            if !number.is_zero() {
                let from = rest.len() - degree;
                for (target, factor) in rest[from..].iter_mut().zip(lower) {
                    *target -= factor * &number;
                }
            }
            quotient.push(number);
        }
        if rest.iter().any(|number| !number.is_zero()) {
            return None;
        }
        quotient.reverse();
        Some(Self::from_powers(quotient))
    }
}

/// Whether two polynomials have no common divisor modulo one prime, which shows that they have
/// none. Neither may be 0.
pub(super) fn are_seen_coprime(a: &UnivariatePolynomial, b: &UnivariatePolynomial) -> bool {
    let leading = |of: &UnivariatePolynomial| of.powers().last().cloned().unwrap_or_default();
    let (high, other) = (leading(a), leading(b));
    primes_downwards().take(2).any(|prime| {
        let field = Field::new(prime);
        (field.residue(&high) != 0 || field.residue(&other) != 0)
            && field.gcd(field.row(a.powers()), field.row(b.powers())).len() <= 1
    })
}

/// Of two primitive polynomials that are not constant.
fn common_divisor(a: &UnivariatePolynomial, b: &UnivariatePolynomial) -> UnivariatePolynomial {
    let leading = |of: &UnivariatePolynomial| of.powers().last().cloned().unwrap_or_default();
    let leading = leading(a).gcd(&leading(b));
    let mut best: Option<Images> = None;
    // Finitely many primes give a divisor that is too long, and few others are needed: the
    // coefficients of a divisor are not much longer than those of what it divides (Mignotte).
    for prime in primes_downwards() {
        let field = Field::new(prime);
        let scale = field.residue(&leading);
        if scale == 0 {
            continue;
        }
        let mut image = field.gcd(field.row(a.powers()), field.row(b.powers()));
        if image.len() <= 1 {
            return UnivariatePolynomial::one();
        }
        image.iter_mut().for_each(|residue| *residue = field.mul(*residue, scale));
        let stable = match &mut best {
            Some(images) if images.numbers.len() < image.len() => continue,
            Some(images) if images.numbers.len() == image.len() => images.join(field, &image),
            _ => {
                best = Some(Images::new(field, &image));
                // Short divisors are complete at once.
                true
            }
        };
        if stable && let Some(images) = &best {
            let candidate = UnivariatePolynomial::from_powers(images.numbers.clone()).primitive();
            if a.exact_quotient(&candidate).is_some() && b.exact_quotient(&candidate).is_some() {
                return candidate;
            }
        }
    }
    unreachable!("finitely many primes are unlucky")
}

/// What is known of a polynomial modulo a product of primes, nearest to 0.
struct Images {
    numbers: Vec<BigInt>,
    modulus: BigInt,
}

impl Images {
    fn new(field: Field, image: &[u64]) -> Images {
        let prime = field.prime();
        let nearest = |residue: &u64| {
            let number = field.number(*residue);
            if number > prime / 2 { -BigInt::from(prime - number) } else { BigInt::from(number) }
        };
        Images { numbers: image.iter().map(nearest).collect(), modulus: prime.into() }
    }

    /// Joins an image modulo another prime, and says whether nothing changed.
    fn join(&mut self, field: Field, image: &[u64]) -> bool {
        let inverse = field.inverse(field.residue(&self.modulus));
        let prime = field.prime();
        let mut stable = true;
        for (number, residue) in self.numbers.iter_mut().zip(image) {
            let difference = field.sub(*residue, field.residue(number));
            let steps = field.number(field.mul(difference, inverse));
            if steps == 0 {
                continue;
            }
            stable = false;
            if steps > prime / 2 {
                *number -= &self.modulus * (prime - steps);
            } else {
                *number += &self.modulus * steps;
            }
        }
        self.modulus *= prime;
        stable
    }
}
