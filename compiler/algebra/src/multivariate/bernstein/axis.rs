//! What is done to the coefficients along one variable.
//!
//! With `u = 1 − t`, a row `s` stands for `Σ sᵢ tⁱ uⁿ⁻ⁱ`, a form of degree n in t and u.

use num_bigint::BigInt;

use crate::multivariate::whole::Whole;
use crate::rational::Rational;

/// A linear map of rows: what each unit row becomes.
pub(super) struct Matrix(Vec<Vec<Whole>>);

impl Matrix {
    pub(super) fn rows(&self) -> impl Iterator<Item = &Vec<Whole>> {
        self.0.iter()
    }

    /// From powers of x with `x = lo·u + hi·t`, up to a positive factor.
    pub(super) fn from_powers(degree: usize, lo: &Rational, hi: &Rational) -> Matrix {
        let (below, above) = (lo.big_denominator(), hi.big_denominator());
        let common = num_integer::Integer::lcm(below, above);
        let scaled = |number: &Rational| {
            let factor = BigInt::from(&common / number.big_denominator());
            Whole::of(&(number.big_numerator() * factor))
        };
        let denominator = Whole::of(&BigInt::from(common.clone()));
        // (a u + b t)ᵏ · (d u + d t)ⁿ⁻ᵏ
        let one = Linear { u: denominator.clone(), t: denominator.clone() };
        products(&Linear { u: scaled(lo), t: scaled(hi) }, &one, degree)
    }

    /// To powers of t: the row that stands for `tⁱ (1 − t)ⁿ⁻ⁱ`.
    pub(super) fn to_powers(degree: usize) -> Matrix {
        // In place of u and t, 1 − t and t as forms in 1 and t.
        products(
            &Linear { u: Whole::ZERO, t: Whole::ONE },
            &Linear { u: Whole::ONE, t: Whole::Word(-1) },
            degree,
        )
    }

    /// `t/2` in place of t, times 2ⁿ: `u` becomes `2u + t`.
    pub(super) fn lower_half(degree: usize) -> Matrix {
        products(
            &Linear { u: Whole::ZERO, t: Whole::ONE },
            &Linear { u: Whole::Word(2), t: Whole::ONE },
            degree,
        )
    }

    /// `(1 + t)/2` in place of t, times 2ⁿ: `t` becomes `u + 2t`.
    pub(super) fn upper_half(degree: usize) -> Matrix {
        products(
            &Linear { u: Whole::ONE, t: Whole::Word(2) },
            &Linear { u: Whole::ONE, t: Whole::ZERO },
            degree,
        )
    }
}

/// `u·(1 − t) + t·t`.
struct Linear {
    u: Whole,
    t: Whole,
}

/// `firstᵏ · secondⁿ⁻ᵏ` for k from 0 to n; each from the one before.
fn products(first: &Linear, second: &Linear, degree: usize) -> Matrix {
    let times = |row: &[Whole], factor: &Linear| -> Vec<Whole> {
        let mut product = vec![Whole::ZERO; row.len() + 1];
        for (place, number) in row.iter().enumerate() {
            product[place] = product[place].add(&number.mul(&factor.u));
            product[place + 1] = product[place + 1].add(&number.mul(&factor.t));
        }
        product
    };
    let mut row = (0..degree).fold(vec![Whole::ONE], |row, _| times(&row, second));
    let mut rows = Vec::with_capacity(degree + 1);
    for _ in 0..degree {
        let next = times(&without(&row, second), first);
        rows.push(std::mem::replace(&mut row, next));
    }
    rows.push(row);
    Matrix(rows)
}

/// The row over a linear form that divides it.
fn without(row: &[Whole], divisor: &Linear) -> Vec<Whole> {
    let exact = |number: &Whole, by: &Whole| match number.divided(by) {
        Some(quotient) => quotient,
        None => unreachable!("the row has the linear form as a factor"),
    };
    let length = row.len() - 1;
    let mut quotient = vec![Whole::ZERO; length];
    if divisor.u.is_zero() {
        for place in 0..length {
            quotient[place] = exact(&row[place + 1], &divisor.t);
        }
        return quotient;
    }
    for place in 0..length {
        let rest = match place {
            0 => row[0].clone(),
            _ => row[place].sub(&quotient[place - 1].mul(&divisor.t)),
        };
        quotient[place] = exact(&rest, &divisor.u);
    }
    quotient
}

/// `tⁱ uⁿ⁻ⁱ` for i from 0 to n.
pub(super) fn weights(degree: usize, t: &Whole, u: &Whole) -> Vec<Whole> {
    let mut weights = vec![Whole::ONE; degree + 1];
    let mut power = Whole::ONE;
    for weight in &mut weights {
        *weight = power.clone();
        power = power.mul(t);
    }
    let mut power = Whole::ONE;
    for weight in weights.iter_mut().rev() {
        *weight = weight.mul(&power);
        power = power.mul(u);
    }
    weights
}

/// The row over `t + u`, when that divides it.
pub(super) fn lowered(line: &[&Whole]) -> Option<Vec<Whole>> {
    let (last, others) = line.split_last()?;
    let mut quotient: Vec<Whole> = Vec::with_capacity(others.len());
    for number in others {
        let next = match quotient.last() {
            Some(previous) => number.sub(previous),
            None => (*number).clone(),
        };
        quotient.push(next);
    }
    (quotient.last() == Some(*last)).then_some(quotient)
}
