//! Common factors of polynomials in several variables.
//!
//! Euclid's algorithm with primitive remainders in one main variable, whose coefficients are
//! polynomials in the others (G. E. Collins 1967; Knuth, *The Art of Computer Programming*,
//! vol. 2, 4.6.1). The result is tried by division before it is used.

use std::collections::BTreeSet;

use kofn_algebra::{Monomial, Polynomial, Rational, Variable};

use super::polynomials::{coefficients, content, exponent_of};

/// Polynomials with more terms are taken to have no common factor.
const TERM_LIMIT: usize = 400;

/// Polynomials in more variables are taken to have no common factor.
const VARIABLE_LIMIT: usize = 8;

/// Steps of divisions and multiplications in one search.
const WORK_LIMIT: u64 = 50_000;

/// A common factor of two polynomials, whole and primitive: the greatest one where the search is
/// within its limits, else 1 or a smaller one. 0 where both are.
pub(super) fn common_factor(a: &Polynomial, b: &Polynomial) -> Polynomial {
    if a.is_zero() && b.is_zero() {
        return Polynomial::zero();
    }
    let variables: BTreeSet<Variable> = a.variables().union(&b.variables()).copied().collect();
    if variables.len() > VARIABLE_LIMIT {
        return Polynomial::one();
    }
    let mut work = Work { left: WORK_LIMIT };
    let found = work.common(a, b).unwrap_or_else(Polynomial::one);
    let divides = divide(a, &found).is_some() && divide(b, &found).is_some();
    if divides { found } else { Polynomial::one() }
}

/// The quotient of two polynomials, where it is one.
pub(super) fn divide(dividend: &Polynomial, divisor: &Polynomial) -> Option<Polynomial> {
    Work { left: WORK_LIMIT }.divide(dividend, divisor)
}

struct Work {
    left: u64,
}

impl Work {
    fn spend(&mut self, amount: usize) -> Option<()> {
        self.left = self.left.checked_sub(u64::try_from(amount).ok()?.saturating_add(1))?;
        Some(())
    }

    fn multiply(&mut self, a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
        self.spend(a.number_of_terms().saturating_mul(b.number_of_terms()))?;
        let product = a * b;
        (product.number_of_terms() <= TERM_LIMIT * 4).then_some(product)
    }

    /// Terms are divided from the largest down.
    fn divide(&mut self, dividend: &Polynomial, divisor: &Polynomial) -> Option<Polynomial> {
        let (leading, first) = divisor.terms().pop()?;
        let mut rest = dividend.clone();
        let mut quotient = Vec::new();
        while let Some((monomial, number)) = rest.terms().pop() {
            self.spend(rest.number_of_terms())?;
            let mut powers = Vec::new();
            for (variable, exponent) in leading.powers() {
                powers.push((*variable, exponent_of(&monomial, *variable).checked_sub(*exponent)?));
            }
            let others = monomial.powers().iter().copied();
            powers.extend(others.filter(|(known, _)| exponent_of(&leading, *known) == 0));
            let term = (Monomial::product(powers), number.checked_div(&first)?);
            let multiple = self.multiply(divisor, &Polynomial::from_terms([term.clone()]))?;
            rest = &rest - &multiple;
            quotient.push(term);
        }
        Some(Polynomial::from_terms(quotient))
    }

    /// Recursion goes one variable deeper each time, and there are few.
    fn common(&mut self, a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
        self.spend(a.number_of_terms().saturating_add(b.number_of_terms()))?;
        if a.is_zero() {
            return Some(primitive(b));
        }
        if b.is_zero() {
            return Some(primitive(a));
        }
        if a.is_constant() || b.is_constant() {
            return Some(Polynomial::one());
        }
        if a.number_of_terms().max(b.number_of_terms()) > TERM_LIMIT {
            return None;
        }
        let (left, right) = (a.variables(), b.variables());
        let Some(main) = left.union(&right).next().copied() else {
            return Some(Polynomial::one());
        };
        let (content_a, mut x) = self.primitive_in(a, main)?;
        let (content_b, mut y) = self.primitive_in(b, main)?;
        let contents = self.common(&content_a, &content_b)?;
        if degree_in(&x, main) < degree_in(&y, main) {
            (x, y) = (y, x);
        }
        while !y.is_zero() && degree_in(&y, main) > 0 {
            let remainder = self.remainder(&x, &y, main)?;
            x = y;
            y = if remainder.is_zero() {
                remainder
            } else {
                self.primitive_in(&remainder, main)?.1
            };
        }
        let shared = if y.is_zero() { x } else { Polynomial::one() };
        Some(primitive(&self.multiply(&contents, &shared)?))
    }

    /// The common factor of the coefficients of a variable's powers, and what is left without it.
    fn primitive_in(&mut self, a: &Polynomial, main: Variable) -> Option<(Polynomial, Polynomial)> {
        let mut shared = Polynomial::zero();
        for coefficient in coefficients(a, main) {
            if shared.is_constant() && !shared.is_zero() {
                break;
            }
            shared = self.common(&shared, &coefficient)?;
        }
        let rest = self.divide(a, &shared)?;
        Some((shared, primitive(&rest)))
    }

    /// The remainder of a division after multiplying with the divisor's leading coefficient as
    /// often as it takes.
    fn remainder(&mut self, a: &Polynomial, b: &Polynomial, main: Variable) -> Option<Polynomial> {
        let degree = degree_in(b, main);
        let leading = coefficients(b, main).pop()?;
        let mut rest = a.clone();
        while !rest.is_zero() && degree_in(&rest, main) >= degree {
            let shift = Monomial::power(main, degree_in(&rest, main) - degree);
            let shift = Polynomial::from_terms([(shift, Rational::one())]);
            let first = coefficients(&rest, main).pop()?;
            let subtracted = self.multiply(&(&first * &shift), b)?;
            rest = &self.multiply(&rest, &leading)? - &subtracted;
        }
        Some(rest)
    }
}

pub(super) fn degree_in(polynomial: &Polynomial, variable: Variable) -> u64 {
    let exponents = polynomial.terms();
    exponents.iter().map(|(monomial, _)| exponent_of(monomial, variable)).max().unwrap_or(0)
}

/// Whole coefficients without a common divisor, the last one positive.
fn primitive(polynomial: &Polynomial) -> Polynomial {
    let content = content(&[polynomial]);
    let negative = polynomial.terms().last().is_some_and(|(_, number)| number.is_negative());
    let content = if negative { -content } else { content };
    polynomial.scale(&content.reciprocal().unwrap_or_else(Rational::one))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same in every run.
    struct Lcg(u64);

    impl Lcg {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) % bound
        }

        fn polynomial(&mut self, variables: u32) -> Polynomial {
            let terms = 1 + self.below(4);
            Polynomial::from_terms((0..terms).map(|_| {
                let powers = (0..variables).map(|v| (Variable(v), self.below(3)));
                let monomial = Monomial::product(powers.collect::<Vec<_>>());
                let number = i64::try_from(self.below(9)).unwrap() - 4;
                (monomial, Rational::from(number))
            }))
        }
    }

    #[test]
    fn common_factors_divide_and_contain_what_was_put_in() {
        let mut random = Lcg(5);
        for round in 0..300 {
            let variables = 1 + u32::try_from(round % 3).unwrap();
            let [a, b, g] = [(); 3].map(|()| random.polynomial(variables));
            if a.is_zero() || b.is_zero() || g.is_zero() {
                continue;
            }
            let (left, right) = (&a * &g, &b * &g);
            let found = common_factor(&left, &right);
            assert!(divide(&left, &found).is_some() && divide(&right, &found).is_some());
            assert!(divide(&found, &g).is_some(), "{g:?} is not in {found:?}");
            let rest =
                common_factor(&divide(&left, &found).unwrap(), &divide(&right, &found).unwrap());
            assert!(rest.is_constant());
        }
    }

    #[test]
    fn division_is_exact_or_nothing() {
        let x = Polynomial::variable(Variable(0));
        let y = Polynomial::variable(Variable(1));
        let sum = &x + &y;
        assert_eq!(divide(&(&sum * &sum), &sum), Some(sum.clone()));
        assert_eq!(divide(&(&x * &x), &sum), None);
        assert_eq!(divide(&x, &Polynomial::zero()), None);
        assert_eq!(divide(&Polynomial::zero(), &x), Some(Polynomial::zero()));
    }
}
