//! The sign of an exponential polynomial at one whole number, however large.
//!
//! Enclosures decide, with more and more bits. A zero is recognised exactly: two terms are
//! compared through the uniqueness of lowest terms, more of them by whole numbers while these
//! are not too long.

use std::cmp::Ordering;

use kofn_algebra::{Integer, LimitReached, Rational, RealEnclosure, RealRing, Ring};

use super::exponential::{ExponentialPolynomial, polynomial_at};

/// An exponential polynomial prepared for evaluation: divided by `Rⁿ` for its largest base R,
/// which changes no sign.
pub(super) struct Signs {
    /// ρ/R with the polynomial of ρ.
    parts: Vec<(Rational, Vec<Rational>)>,
    terms: usize,
    left: u64,
}

/// Bits of the enclosures that are tried before a zero is looked for.
const FIRST: [u32; 2] = [128, 512];
/// Bits of those tried when no zero was found.
const LATER: [u32; 4] = [2_048, 8_192, 32_768, 131_072];
/// The longest powers that are computed exactly, in bits.
const EXACT_BITS: u64 = 1 << 23;
/// How many terms are evaluated for one polynomial.
const WORK: u64 = 4_000_000;

impl Signs {
    pub(super) fn of(polynomial: &ExponentialPolynomial) -> Signs {
        let largest = polynomial.leading().map(|(base, ..)| base.clone());
        let ratio = |base: &Rational| {
            largest.as_ref().and_then(|largest| base.checked_div(largest)).unwrap_or_default()
        };
        Signs {
            parts: polynomial
                .polynomials()
                .iter()
                .map(|(base, polynomial)| (ratio(base), polynomial.clone()))
                .collect(),
            terms: polynomial.terms().len(),
            left: WORK,
        }
    }

    /// The sign at n.
    pub(super) fn at(&mut self, n: &Integer) -> Result<Ordering, LimitReached> {
        self.left = self.left.checked_sub(self.terms as u64 + 1).ok_or(LimitReached {
            what: "terms evaluated to find the signs of a condition",
            limit: WORK,
            reached: WORK + 1,
        })?;
        let mut values: Vec<(&Rational, Rational)> = self
            .parts
            .iter()
            .map(|(ratio, polynomial)| (ratio, polynomial_at(polynomial, n)))
            .filter(|(_, value)| !value.is_zero())
            .collect();
        // Signs that agree need no arithmetic; nor does a single base.
        let signs: Vec<Ordering> = values.iter().map(|(_, value)| sign_of(value)).collect();
        match signs.first() {
            None => return Ok(Ordering::Equal),
            Some(first) if signs.iter().all(|sign| sign == first) => return Ok(*first),
            Some(_) => {}
        }
        values.reverse();
        for precision in FIRST {
            if let Some(sign) = enclosed_sign(&values, n, precision) {
                return Ok(sign);
            }
        }
        if let [(one, a), (ratio, b)] = values.as_slice()
            && vanishes(one, a, ratio, b, n)
        {
            return Ok(Ordering::Equal);
        }
        if let Some(sign) = exact_sign(&values, n) {
            return Ok(sign);
        }
        for precision in LATER {
            if let Some(sign) = enclosed_sign(&values, n, precision) {
                return Ok(sign);
            }
        }
        Err(LimitReached {
            what: "binary digits to tell a difference from 0",
            limit: u64::from(LATER[LATER.len() - 1]),
            reached: u64::from(LATER[LATER.len() - 1]) + 1,
        })
    }
}

/// The sign of a number.
pub(super) fn sign_of(number: &Rational) -> Ordering {
    number.cmp(&Rational::zero())
}

/// `ratioⁿ` to a relative precision of about so many bits.
pub(super) fn enclosed_power(
    ratio: &Rational,
    n: &Integer,
    precision: u32,
) -> Option<RealEnclosure> {
    // Each of up to n multiplications may lose the last bit.
    let lost = u32::try_from(n.bits()).ok()?.checked_add(8)?;
    let ring = RealRing::new(precision.checked_add(lost)?);
    ring.raise(&ring.enclose(ratio), n)
}

fn enclosed_sign(
    values: &[(&Rational, Rational)],
    n: &Integer,
    precision: u32,
) -> Option<Ordering> {
    let ring = RealRing::new(precision);
    let mut sum = ring.zero();
    for (ratio, value) in values {
        let power = enclosed_power(ratio, n, precision)?;
        sum = ring.add(&sum, &ring.mul(&power, &ring.enclose(value)));
    }
    sum.compare(&Rational::zero())
}

/// Whether `a·xⁿ + b·yⁿ = 0`, for numbers a and b other than 0 and positive x and y: whether
/// `(y/x)ⁿ = −a/b`. Powers of lowest terms are in lowest terms, so numerators and denominators
/// are compared on their own, and a power that is too long is not equal.
fn vanishes(x: &Rational, a: &Rational, y: &Rational, b: &Rational, n: &Integer) -> bool {
    let (Some(ratio), Some(target)) = (y.checked_div(x), a.checked_div(b)) else {
        return false;
    };
    let target = -target;
    let (ratio, exponent) = match (n.is_negative(), ratio.reciprocal()) {
        (true, Some(reciprocal)) => (reciprocal, n.abs()),
        _ => (ratio, n.clone()),
    };
    is_power(&ratio.numerator(), &exponent, &target.numerator())
        && is_power(&ratio.denominator(), &exponent, &target.denominator())
}

/// Whether a positive number raised to the exponent is the target.
fn is_power(base: &Integer, exponent: &Integer, target: &Integer) -> bool {
    if base.is_one() || exponent.is_zero() {
        return target.is_one();
    }
    // base^e has more than (bits − 1)·e binary digits.
    match exponent.to_u64().and_then(|exponent| u32::try_from(exponent).ok()) {
        Some(short) if (base.bits() - 1).saturating_mul(short.into()) < target.bits() => {
            base.pow(short) == *target
        }
        _ => false,
    }
}

/// The sign by exact arithmetic over the common denominator of the ratios, where the powers are
/// short enough.
fn exact_sign(values: &[(&Rational, Rational)], n: &Integer) -> Option<Ordering> {
    let exponent = u32::try_from(n.abs().to_u64()?).ok()?;
    let ratios: Vec<Rational> = values
        .iter()
        .map(|(ratio, _)| if n.is_negative() { ratio.reciprocal() } else { Some((*ratio).clone()) })
        .collect::<Option<_>>()?;
    let mut common = Integer::one();
    for ratio in &ratios {
        let denominator = ratio.denominator();
        let shared = common.gcd(&denominator);
        common *= denominator.div_floor(&shared)?;
        if common.bits().saturating_mul(exponent.into()) > EXACT_BITS {
            return None;
        }
    }
    let mut sum = Rational::zero();
    for (ratio, (_, value)) in ratios.iter().zip(values) {
        let whole = (ratio * Rational::from(&common)).to_integer()?;
        if whole.bits().saturating_mul(exponent.into()) > EXACT_BITS {
            return None;
        }
        sum += value * Rational::from(whole.pow(exponent));
    }
    Some(sign_of(&sum))
}
