//! A polynomial on a box, by its coefficients in the Bernstein basis.
//!
//! Where `0 ≤ t ≤ 1`, every `tⁱ (1 − t)ⁿ⁻ⁱ` is at least 0. So a polynomial without negative
//! coefficients in their products is nowhere negative on the unit cube, and halving the cube
//! again and again brings the coefficients as near to the values as needed.
//!
//! Lane & Riesenfeld, *Bounds on a polynomial*, BIT 21 (1981).

mod axis;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::{BigInt, BigUint};

use super::whole::Whole;
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::monomial::{Monomial, Variable};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use axis::Matrix;

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The least value.
    Low,
    /// The largest value.
    High,
}

/// A polynomial on the unit cube up to a positive factor: whole numbers that `Π tⁱ (1 − t)ⁿ⁻ⁱ` is
/// multiplied with, one `i` from 0 to n for each variable. They are the Bernstein coefficients
/// times binomial coefficients, so they have the same signs.
///
/// Invariant: each variable has its true degree, which is 1 at least, and variables ascend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BernsteinForm {
    variables: Vec<Variable>,
    /// One more than the degree, for each variable.
    lengths: Vec<usize>,
    /// The last variable's index runs fastest.
    coefficients: Vec<Whole>,
}

impl BernsteinForm {
    /// A polynomial on a box that is mapped to the unit cube. Variables without bounds range over
    /// 0 to 1. `lo < hi` must hold for all others, or the limit's text says what is wrong with
    /// them; the limit bounds the coefficients times the largest degree.
    pub fn new(
        polynomial: &Polynomial,
        bounds: &BTreeMap<Variable, (Rational, Rational)>,
        limit: u64,
    ) -> Result<Self, LimitReached> {
        let (terms, _) = polynomial.whole_terms();
        let mut degrees: BTreeMap<Variable, u64> = BTreeMap::new();
        for (variable, exponent) in terms.iter().flat_map(|(monomial, _)| monomial.powers()) {
            let degree = degrees.entry(*variable).or_insert(0);
            *degree = (*degree).max(*exponent);
        }
        let longest = degrees.values().max().map_or(1, |degree| degree.saturating_add(1));
        let size = degrees.values().fold(longest, |size, degree| size.saturating_mul(degree + 1));
        LimitReached::check("steps to a Bernstein form", limit, size)?;
        let variables: Vec<Variable> = degrees.keys().copied().collect();
        let length = |degree: &u64| usize::try_from(degree + 1).unwrap_or(usize::MAX);
        let lengths: Vec<usize> = degrees.values().map(length).collect();
        let mut coefficients = vec![Whole::ZERO; lengths.iter().product()];
        for (monomial, number) in &terms {
            let mut powers = monomial.powers().iter().peekable();
            let place = variables.iter().zip(&lengths).fold(0, |place, (variable, length)| {
                let own = powers.next_if(|(x, _)| x == variable);
                let exponent = own.and_then(|(_, exponent)| usize::try_from(*exponent).ok());
                place * length + exponent.unwrap_or(0)
            });
            coefficients[place] = Whole::of(number);
        }
        let mut form = BernsteinForm { variables, lengths, coefficients };
        for axis in 0..form.variables.len() {
            let degree = form.lengths[axis] - 1;
            let matrix = match bounds.get(&form.variables[axis]) {
                Some((lo, hi)) => Matrix::from_powers(degree, lo, hi),
                None => Matrix::from_powers(degree, &Rational::zero(), &Rational::one()),
            };
            form = form.transformed(axis, &matrix);
        }
        Ok(form.without_common_factor())
    }

    /// The variables on which it depends, in ascending order.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The degree in one of the variables, by its place among them.
    pub fn degree(&self, axis: usize) -> usize {
        self.lengths[axis] - 1
    }

    /// Whether no coefficient is negative: then the polynomial is nowhere negative on the cube.
    pub fn is_nowhere_negative(&self) -> bool {
        self.coefficients.iter().all(|number| number.sign().is_ge())
    }

    /// Whether no coefficient is positive.
    pub fn is_nowhere_positive(&self) -> bool {
        self.coefficients.iter().all(|number| number.sign().is_le())
    }

    /// Whether this is the polynomial 0.
    pub fn is_zero(&self) -> bool {
        self.coefficients.iter().all(Whole::is_zero)
    }

    /// How the value at each corner of the cube compares with 0.
    pub fn corners(&self) -> impl Iterator<Item = (Vec<End>, Ordering)> + '_ {
        let mut next = Some(vec![End::Low; self.variables.len()]);
        std::iter::from_fn(move || {
            let corner = next.take()?;
            let mut following = corner.clone();
            // Counts up in binary; without a place for the carry, that was the last one.
            if let Some(place) = following.iter().rposition(|end| *end == End::Low) {
                following[place] = End::High;
                following[place + 1..].fill(End::Low);
                next = Some(following);
            }
            let place = corner.iter().zip(&self.lengths).fold(0, |place, (end, length)| {
                place * length + if *end == End::High { length - 1 } else { 0 }
            });
            Some((corner, self.coefficients[place].sign()))
        })
    }

    /// `Greater` where the Bernstein coefficients never fall along a variable, so that the
    /// polynomial does not fall either; `Less` where they never rise.
    pub fn slope(&self, axis: usize) -> Option<Ordering> {
        let degree = self.degree(axis);
        let (mut rises, mut falls) = (false, false);
        for line in self.lines(axis) {
            for place in 0..degree {
                // bᵢ₊₁ − bᵢ, both times what their binomials have in common.
                let up = Whole::Word(place as i128 + 1).mul(line[place + 1]);
                let down = Whole::Word((degree - place) as i128).mul(line[place]);
                match up.sub(&down).sign() {
                    Ordering::Greater => rises = true,
                    Ordering::Less => falls = true,
                    Ordering::Equal => {}
                }
            }
            if rises && falls {
                return None;
            }
        }
        Some(if falls { Ordering::Less } else { Ordering::Greater })
    }

    /// How far the coefficients change along a variable: the binary length of the largest
    /// difference of neighbours, to choose where to halve.
    pub fn variation_bits(&self, axis: usize) -> u64 {
        let degree = self.degree(axis);
        let mut largest = 0;
        for line in self.lines(axis) {
            for place in 0..degree {
                let up = Whole::Word(place as i128 + 1).mul(line[place + 1]);
                let down = Whole::Word((degree - place) as i128).mul(line[place]);
                largest = largest.max(up.sub(&down).bits());
            }
        }
        largest
    }

    /// How often neighbouring coefficients have opposite signs, zeros left out, in one variable:
    /// never fewer than there are roots in the open interval, and fewer by an even number.
    pub fn sign_variations(&self) -> usize {
        let signs: Vec<Ordering> =
            self.coefficients.iter().map(Whole::sign).filter(|sign| sign.is_ne()).collect();
        signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }

    /// The polynomial where a variable has the end of its range.
    pub fn face(&self, axis: usize, end: End) -> BernsteinForm {
        let length = self.lengths[axis];
        let place = if end == End::High { length - 1 } else { 0 };
        self.reduced_to(axis, |line| line[place].clone())
    }

    /// The polynomial where a variable has this value between 0 and 1.
    pub fn at(&self, axis: usize, value: &Rational) -> BernsteinForm {
        let up = Whole::of(value.big_numerator());
        let down = Whole::of(value.complement().big_numerator());
        let weights = axis::weights(self.degree(axis), &up, &down);
        self.reduced_to(axis, |line| {
            line.iter().zip(&weights).fold(Whole::ZERO, |sum, (a, b)| sum.add(&a.mul(b)))
        })
    }

    /// How the value at a point of the cube compares with 0; one number for each variable.
    pub fn sign_at(&self, point: &[Rational]) -> Ordering {
        let mut sum = self.coefficients.clone();
        for (length, value) in self.lengths.iter().zip(point).rev() {
            let up = Whole::of(value.big_numerator());
            let down = Whole::of(value.complement().big_numerator());
            let weights = axis::weights(length - 1, &up, &down);
            let dot = |line: &[Whole]| {
                line.iter().zip(&weights).fold(Whole::ZERO, |sum, (a, b)| sum.add(&a.mul(b)))
            };
            sum = sum.chunks(*length).map(dot).collect();
        }
        sum.first().map_or(Ordering::Equal, Whole::sign)
    }

    /// The polynomial on the lower and on the upper half of a variable's range, each half mapped
    /// to the unit cube again.
    pub fn halves(&self, axis: usize) -> (BernsteinForm, BernsteinForm) {
        let degree = self.degree(axis);
        let low = self.transformed(axis, &Matrix::lower_half(degree));
        let high = self.transformed(axis, &Matrix::upper_half(degree));
        (low.without_common_factor(), high.without_common_factor())
    }

    /// The polynomial times −1.
    pub fn negated(&self) -> BernsteinForm {
        let coefficients = self.coefficients.iter().map(Whole::neg).collect();
        BernsteinForm { coefficients, ..self.clone() }
    }

    /// The polynomial on the unit cube up to a positive factor, multiplied out.
    pub fn to_polynomial(&self) -> Polynomial {
        let powers = (0..self.variables.len()).fold(self.clone(), |form, axis| {
            form.transformed(axis, &Matrix::to_powers(form.degree(axis)))
        });
        let mut terms = BTreeMap::new();
        for (mut place, number) in powers.coefficients.iter().enumerate() {
            if number.is_zero() {
                continue;
            }
            let mut exponents = Vec::new();
            for (variable, length) in powers.variables.iter().zip(&powers.lengths).rev() {
                exponents.push((*variable, (place % length) as u64));
                place /= length;
            }
            terms.insert(Monomial::product(exponents), number.big());
        }
        Polynomial::from_whole_terms(terms, BigUint::from(1u32)).primitive()
    }

    /// The coefficients, the last variable's index fastest: what a proof on this cube shows.
    pub fn coefficients(&self) -> Vec<Integer> {
        self.coefficients.iter().map(|number| Integer::from_big(number.big())).collect()
    }

    /// The coefficients along one variable, for each choice of the others.
    fn lines(&self, axis: usize) -> impl Iterator<Item = Vec<&Whole>> {
        let inner: usize = self.lengths[axis + 1..].iter().product();
        let length = self.lengths[axis];
        self.coefficients.chunks(inner * length).flat_map(move |block| {
            (0..inner).map(move |start| block[start..].iter().step_by(inner).collect())
        })
    }

    fn transformed(&self, axis: usize, matrix: &Matrix) -> BernsteinForm {
        let inner: usize = self.lengths[axis + 1..].iter().product();
        let length = self.lengths[axis];
        let mut coefficients = vec![Whole::ZERO; self.coefficients.len()];
        let blocks = coefficients.chunks_mut(inner * length);
        for (target, block) in blocks.zip(self.coefficients.chunks(inner * length)) {
            for start in 0..inner {
                for (from, row) in matrix.rows().enumerate() {
                    let number = &block[start + from * inner];
                    if number.is_zero() {
                        continue;
                    }
                    for (to, factor) in row.iter().enumerate().filter(|(_, f)| !f.is_zero()) {
                        let target = &mut target[start + to * inner];
                        *target = target.add(&number.mul(factor));
                    }
                }
            }
        }
        BernsteinForm { coefficients, ..self.clone() }
    }

    fn reduced_to(&self, axis: usize, number: impl Fn(&[&Whole]) -> Whole) -> BernsteinForm {
        let coefficients = self.lines(axis).map(|line| number(&line)).collect();
        let (mut variables, mut lengths) = (self.variables.clone(), self.lengths.clone());
        variables.remove(axis);
        lengths.remove(axis);
        let form = BernsteinForm { variables, lengths, coefficients };
        form.with_true_degrees().without_common_factor()
    }

    /// Lowers degrees: a row of coefficients is one of lower degree when `t + (1 − t)` divides it.
    fn with_true_degrees(mut self) -> Self {
        let mut axis = 0;
        while axis < self.variables.len() {
            if self.lengths[axis] == 1 {
                self.variables.remove(axis);
                self.lengths.remove(axis);
                continue;
            }
            let lines = self.lines(axis).map(|line| axis::lowered(&line));
            match lines.collect::<Option<Vec<Vec<Whole>>>>() {
                None => axis += 1,
                Some(lines) => {
                    let inner: usize = self.lengths[axis + 1..].iter().product();
                    self.lengths[axis] -= 1;
                    let block = |chunk: &[Vec<Whole>]| -> Vec<Whole> {
                        (0..self.lengths[axis])
                            .flat_map(|place| chunk.iter().map(move |line| line[place].clone()))
                            .collect()
                    };
                    self.coefficients = lines.chunks(inner).flat_map(block).collect();
                }
            }
        }
        self
    }

    fn without_common_factor(mut self) -> Self {
        let mut common = Whole::ZERO;
        for number in &self.coefficients {
            common = common.gcd(number);
            if common.is_one() {
                return self;
            }
        }
        if !common.is_zero() {
            for number in &mut self.coefficients {
                if let Some(quotient) = number.divided(&common) {
                    *number = quotient;
                }
            }
        }
        self
    }
}

impl Whole {
    /// The binary length.
    fn bits(&self) -> u64 {
        match self {
            Whole::Word(word) => u64::from(u128::BITS - word.unsigned_abs().leading_zeros()),
            Whole::Long(number) => BigInt::bits(number),
        }
    }
}
