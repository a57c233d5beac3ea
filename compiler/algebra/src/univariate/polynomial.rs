//! Polynomials with whole coefficients in one variable.

mod operators;

use std::cmp::Ordering;
use std::fmt;
use std::sync::OnceLock;

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One, Signed, Zero};

use super::bernstein;
use crate::integer::Integer;
use crate::monomial::{Monomial, Variable};
use crate::polynomial::Polynomial;
use crate::rational::Rational;

/// The highest degree of a polynomial that is made from one in many variables.
pub(super) const DEGREE_LIMIT: u64 = 20_000;

/// A polynomial with whole coefficients in one variable.
///
/// It is held in powers of x, in products `xⁱ (1 − x)ⁿ⁻ⁱ`, or in both; the one that is missing is
/// computed when it is asked for. Structures of probabilities have short positive coefficients in
/// the second basis, and their signs there tell where the roots are.
///
/// Invariant: one of both is there; both are empty for 0, and else as long as the degree and one
/// more.
#[derive(Clone)]
pub struct UnivariatePolynomial {
    powers: OnceLock<Vec<BigInt>>,
    homogeneous: OnceLock<Vec<BigInt>>,
}

impl UnivariatePolynomial {
    /// The polynomial 0.
    pub fn zero() -> Self {
        Self::from_both(Vec::new(), Vec::new())
    }

    /// The polynomial 1.
    pub fn one() -> Self {
        Self::whole(BigInt::one())
    }

    /// A number as a polynomial.
    pub fn constant(number: &Integer) -> Self {
        Self::whole(number.big().clone())
    }

    /// The variable as a polynomial.
    pub fn variable() -> Self {
        let row = vec![BigInt::zero(), BigInt::one()];
        Self::from_both(row.clone(), row)
    }

    /// The polynomial with these coefficients, from the constant one upwards.
    pub fn from_coefficients(coefficients: impl IntoIterator<Item = Integer>) -> Self {
        Self::from_powers(coefficients.into_iter().map(|number| number.big().clone()).collect())
    }

    /// A polynomial in one variable at most, multiplied by its denominator, which is returned
    /// with it and is positive. Nothing where there is more than one variable, or where the
    /// degree is above 20,000.
    pub fn from_polynomial(polynomial: &Polynomial) -> Option<(Self, Integer)> {
        let terms = polynomial.terms();
        let degree = usize::try_from(polynomial.degree()).ok()?;
        if polynomial.degree() > DEGREE_LIMIT || polynomial.variables().len() > 1 {
            return None;
        }
        let denominator = terms
            .iter()
            .fold(BigInt::one(), |common, (_, number)| common.lcm(number.denominator().big()));
        let mut powers = vec![BigInt::zero(); degree + 1];
        for (monomial, number) in &terms {
            let place = usize::try_from(monomial.degree()).ok()?;
            powers[place] = number.big_numerator() * (&denominator / number.denominator().big());
        }
        Some((Self::from_powers(powers), Integer::from_big(denominator)))
    }

    /// This as a polynomial in that variable.
    pub fn to_polynomial(&self, variable: Variable) -> Polynomial {
        Polynomial::from_terms(self.powers().iter().zip(0u64..).map(|(number, exponent)| {
            let number = Rational::from(Integer::from_big(number.clone()));
            (Monomial::power(variable, exponent), number)
        }))
    }

    /// The coefficients, from the constant one up to the leading one, which is not 0; none of the
    /// polynomial 0.
    pub fn coefficients(&self) -> Vec<Integer> {
        self.powers().iter().map(|number| Integer::from_big(number.clone())).collect()
    }

    /// The coefficients of `xⁱ (1 − x)ⁿ⁻ⁱ` for i from 0 to the degree n. Those divided by
    /// `C(n, i)` are the Bernstein coefficients on \[0, 1\].
    pub fn homogeneous_coefficients(&self) -> Vec<Integer> {
        self.homogeneous().iter().map(|number| Integer::from_big(number.clone())).collect()
    }

    /// The degree; nothing for the polynomial 0.
    pub fn degree(&self) -> Option<usize> {
        self.length().checked_sub(1)
    }

    /// Whether this is the polynomial 0.
    pub fn is_zero(&self) -> bool {
        self.length() == 0
    }

    /// Whether the variable does not occur.
    pub fn is_constant(&self) -> bool {
        self.length() <= 1
    }

    /// The number this is, when the variable does not occur.
    pub fn to_constant(&self) -> Option<Integer> {
        match self.powers_if_constant()? {
            [] => Some(Integer::zero()),
            [number, ..] => Some(Integer::from_big(number.clone())),
        }
    }

    /// The value at a number.
    pub fn value_at(&self, x: &Rational) -> Rational {
        let (numerator, scale) = self.scaled_value_at(x);
        Rational::new(Integer::from_big(numerator), Integer::from_big(scale))
            .unwrap_or_else(Rational::zero)
    }

    /// How the value at a number compares with 0.
    pub fn sign_at(&self, x: &Rational) -> Ordering {
        sign(&self.scaled_value_at(x).0)
    }

    /// The sign for all x below every root.
    pub fn sign_far_left(&self) -> Ordering {
        match self.degree() {
            Some(degree) if degree % 2 == 1 => self.leading_sign().reverse(),
            _ => self.leading_sign(),
        }
    }

    /// The leading coefficient's sign, which is the sign for all x above every root.
    pub fn leading_sign(&self) -> Ordering {
        self.powers().last().map_or(Ordering::Equal, sign)
    }

    /// The derivative.
    pub fn derivative(&self) -> Self {
        let numbers = self.powers().iter().enumerate().skip(1);
        Self::from_powers(numbers.map(|(exponent, number)| number * exponent).collect())
    }

    /// The greatest common divisor of the coefficients, not negative; 0 of the polynomial 0.
    pub fn content(&self) -> Integer {
        Integer::from_big(content(self.any_row()))
    }

    /// This divided by its [`content`](Self::content), and by −1 where the leading coefficient
    /// would be negative: polynomials that are multiples of each other become equal.
    pub fn primitive(&self) -> Self {
        let content = content(self.any_row());
        let negative = self.leading_sign() == Ordering::Less;
        self.divided_by_whole(&if negative { -content } else { content })
    }

    /// This divided by its content; no value changes its sign.
    pub fn without_content(&self) -> Self {
        self.divided_by_whole(&content(self.any_row()))
    }

    /// This times a whole number.
    pub fn scale(&self, factor: &Integer) -> Self {
        self.scale_by(factor.big())
    }

    /// This raised to a power.
    pub fn pow(&self, exponent: u32) -> Self {
        let mut power = Self::one();
        for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
            power = &power * &power;
            if exponent >> bit & 1 == 1 {
                power = &power * self;
            }
        }
        power
    }

    pub(super) fn whole(number: BigInt) -> Self {
        let row = if number.is_zero() { Vec::new() } else { vec![number] };
        Self::from_both(row.clone(), row)
    }

    pub(super) fn from_powers(mut powers: Vec<BigInt>) -> Self {
        while powers.last().is_some_and(Zero::is_zero) {
            powers.pop();
        }
        UnivariatePolynomial { powers: powers.into(), homogeneous: OnceLock::new() }
    }

    pub(super) fn from_homogeneous(homogeneous: Vec<BigInt>) -> Self {
        let homogeneous = bernstein::lowered(homogeneous);
        UnivariatePolynomial { powers: OnceLock::new(), homogeneous: homogeneous.into() }
    }

    /// Both forms of one polynomial; the caller vouches for that.
    pub(super) fn from_both(mut powers: Vec<BigInt>, homogeneous: Vec<BigInt>) -> Self {
        while powers.last().is_some_and(Zero::is_zero) {
            powers.pop();
        }
        let homogeneous = bernstein::lowered(homogeneous);
        UnivariatePolynomial { powers: powers.into(), homogeneous: homogeneous.into() }
    }

    pub(super) fn powers(&self) -> &[BigInt] {
        self.powers.get_or_init(|| match self.homogeneous.get() {
            Some(homogeneous) => bernstein::to_powers(homogeneous),
            None => Vec::new(),
        })
    }

    pub(super) fn homogeneous(&self) -> &[BigInt] {
        self.homogeneous.get_or_init(|| match self.powers.get() {
            Some(powers) => bernstein::from_powers(powers),
            None => Vec::new(),
        })
    }

    pub(super) fn known_powers(&self) -> Option<&[BigInt]> {
        self.powers.get().map(Vec::as_slice)
    }

    pub(super) fn known_homogeneous(&self) -> Option<&[BigInt]> {
        self.homogeneous.get().map(Vec::as_slice)
    }

    /// The coefficients in a basis in which they are known.
    pub(super) fn any_row(&self) -> &[BigInt] {
        self.homogeneous.get().or(self.powers.get()).map_or(&[], Vec::as_slice)
    }

    /// Applies to the coefficients in both bases, as far as they are known, a map that is linear.
    pub(super) fn map_rows(&self, map: impl Fn(&BigInt) -> BigInt) -> Self {
        let rows = |row: &OnceLock<Vec<BigInt>>| {
            row.get()
                .map_or_else(OnceLock::new, |row| row.iter().map(&map).collect::<Vec<_>>().into())
        };
        UnivariatePolynomial { powers: rows(&self.powers), homogeneous: rows(&self.homogeneous) }
    }

    pub(super) fn scale_by(&self, factor: &BigInt) -> Self {
        if factor.is_zero() {
            Self::zero()
        } else if factor.is_one() {
            self.clone()
        } else {
            self.map_rows(|number| number * factor)
        }
    }

    fn length(&self) -> usize {
        self.any_row().len()
    }

    fn powers_if_constant(&self) -> Option<&[BigInt]> {
        self.is_constant().then(|| self.any_row())
    }

    /// Divides all coefficients by something that divides them; 0 divides nothing.
    fn divided_by_whole(&self, divisor: &BigInt) -> Self {
        if divisor.is_zero() || divisor.is_one() {
            return self.clone();
        }
        self.map_rows(|number| number / divisor)
    }

    /// The value at a/b times `b^degree`, and that power, by Horner's rule in both.
    pub(super) fn scaled_value_at(&self, x: &Rational) -> (BigInt, BigInt) {
        let (a, b) = (x.big_numerator(), BigInt::from(x.big_denominator().clone()));
        let mut numbers = self.powers().iter().rev();
        let mut sum = numbers.next().cloned().unwrap_or_default();
        let mut power = BigInt::one();
        for number in numbers {
            sum *= a;
            if b.is_one() {
                sum += number;
            } else {
                power *= &b;
                sum += number * &power;
            }
        }
        (sum, power)
    }
}

/// How a number compares with 0.
pub(super) fn sign(number: &BigInt) -> Ordering {
    number.cmp(&BigInt::zero())
}

/// The greatest common divisor of a row of numbers.
pub(super) fn content(row: &[BigInt]) -> BigInt {
    let mut common = BigInt::zero();
    // From the ends, where the short ones are.
    for i in 0..row.len().div_ceil(2) {
        if common.is_one() {
            break;
        }
        common = common.gcd(&row[i]).gcd(&row[row.len() - 1 - i]);
    }
    common.abs()
}

impl PartialEq for UnivariatePolynomial {
    fn eq(&self, other: &Self) -> bool {
        if self.length() != other.length() {
            return false;
        }
        match (self.homogeneous.get(), other.homogeneous.get()) {
            (Some(a), Some(b)) => a == b,
            _ => self.powers() == other.powers(),
        }
    }
}

impl Eq for UnivariatePolynomial {}

impl fmt::Debug for UnivariatePolynomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.coefficients()).finish()
    }
}

#[cfg(test)]
mod tests;
