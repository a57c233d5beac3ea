//! Quotients of polynomials in one variable.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One, Signed};

use super::polynomial::UnivariatePolynomial;
use crate::integer::Integer;
use crate::rational::Rational;

/// A quotient of two polynomials, which is undefined where the denominator is 0.
///
/// Nothing but numbers is cancelled: in what was made of an expression the denominator is 0
/// exactly where a divisor in the expression is.
///
/// Invariant: neither the scale, which is positive, nor the divisor is 0. The value is
/// `numerator / (scale · divisor)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RationalFunction {
    numerator: UnivariatePolynomial,
    scale: BigInt,
    divisor: UnivariatePolynomial,
}

impl RationalFunction {
    /// A polynomial as a quotient.
    pub fn polynomial(numerator: UnivariatePolynomial) -> Self {
        Self::with_scale(numerator, BigInt::one())
    }

    /// A number.
    pub fn constant(number: &Rational) -> Self {
        let numerator = UnivariatePolynomial::whole(number.big_numerator().clone());
        Self::with_scale(numerator, number.big_denominator().clone().into())
    }

    /// The variable.
    pub fn variable() -> Self {
        Self::polynomial(UnivariatePolynomial::variable())
    }

    /// The quotient of two polynomials; nothing for the denominator 0.
    pub fn new(numerator: UnivariatePolynomial, denominator: UnivariatePolynomial) -> Option<Self> {
        let sign = denominator.leading_sign();
        if sign == Ordering::Equal {
            return None;
        }
        let numerator = if sign == Ordering::Less { -&numerator } else { numerator };
        let scale = denominator.content().big().clone();
        let divisor = denominator.primitive();
        Some(RationalFunction { numerator, scale, divisor }.shortened())
    }

    /// The polynomial above the line.
    pub fn numerator(&self) -> &UnivariatePolynomial {
        &self.numerator
    }

    /// The polynomial below the line, not 0, with a positive leading coefficient.
    pub fn denominator(&self) -> UnivariatePolynomial {
        self.divisor.scale_by(&self.scale)
    }

    /// The denominator without its content: it has the same sign everywhere.
    pub fn divisor(&self) -> &UnivariatePolynomial {
        &self.divisor
    }

    /// The number this is, when the variable does not occur.
    pub fn to_constant(&self) -> Option<Rational> {
        if !self.divisor.is_constant() {
            return None;
        }
        let numerator = self.numerator.to_constant()?;
        Rational::new(numerator, Integer::from_big(self.scale.clone()))
    }

    /// The value at a number; nothing where the denominator is 0.
    pub fn value_at(&self, x: &Rational) -> Option<Rational> {
        let divisor =
            self.divisor.value_at(x) * Rational::from(Integer::from_big(self.scale.clone()));
        self.numerator.value_at(x).checked_div(&divisor)
    }

    /// The sum.
    pub fn sum(&self, other: &Self) -> Self {
        self.joined(other, false)
    }

    /// This less another one.
    pub fn difference(&self, other: &Self) -> Self {
        self.joined(other, true)
    }

    /// One minus this.
    pub fn complement(&self) -> Self {
        let one = self.divisor.scale_by(&self.scale);
        RationalFunction { numerator: &one - &self.numerator, ..self.clone() }
    }

    /// The product.
    pub fn product(&self, other: &Self) -> Self {
        RationalFunction {
            numerator: &self.numerator * &other.numerator,
            scale: &self.scale * &other.scale,
            divisor: &self.divisor * &other.divisor,
        }
        .shortened()
    }

    /// One divided by this, which stays undefined where this is; nothing for 0.
    pub fn reciprocal(&self) -> Option<Self> {
        let numerator = (&self.divisor * &self.divisor).scale_by(&self.scale);
        Self::new(numerator, &self.numerator * &self.divisor)
    }

    /// This raised to a power.
    pub fn pow(&self, exponent: u32) -> Self {
        RationalFunction {
            numerator: self.numerator.pow(exponent),
            scale: self.scale.pow(exponent),
            divisor: self.divisor.pow(exponent),
        }
    }

    /// The binary length of the number in the denominator.
    pub(super) fn scale_bits(&self) -> u64 {
        self.scale.bits()
    }

    /// A polynomial divided by a positive number.
    fn with_scale(numerator: UnivariatePolynomial, scale: BigInt) -> Self {
        RationalFunction { numerator, scale, divisor: UnivariatePolynomial::one() }
    }

    /// A polynomial over a power of this one's denominator.
    pub(super) fn over_power(&self, numerator: UnivariatePolynomial, exponent: u32) -> Self {
        RationalFunction {
            numerator,
            scale: self.scale.pow(exponent),
            divisor: self.divisor.pow(exponent),
        }
        .shortened()
    }

    fn joined(&self, other: &Self, negative: bool) -> Self {
        let scale = self.scale.lcm(&other.scale);
        let (mut a, mut b) = (
            self.numerator.scale_by(&(&scale / &self.scale)),
            other.numerator.scale_by(&(&scale / &other.scale)),
        );
        let divisor = if self.divisor == other.divisor {
            self.divisor.clone()
        } else {
            a = &a * &other.divisor;
            b = &b * &self.divisor;
            &self.divisor * &other.divisor
        };
        let numerator = if negative { &a - &b } else { &a + &b };
        RationalFunction { numerator, scale, divisor }.shortened()
    }

    /// Cancels what the scale has in common with the numerator's content.
    fn shortened(self) -> Self {
        if self.scale.is_one() {
            return self;
        }
        let mut common = self.scale.clone();
        for number in self.numerator.any_row() {
            if common.is_one() {
                return self;
            }
            common = common.gcd(number);
        }
        debug_assert!(common.is_positive());
        RationalFunction {
            numerator: self.numerator.map_rows(|number| number / &common),
            scale: &self.scale / &common,
            divisor: self.divisor,
        }
    }
}
