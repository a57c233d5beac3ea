//! Polynomials as values of structures, with limits on their size.

use std::cell::Cell;

use crate::at_least::alike_by_terms;
use crate::binomial::binomial;
use crate::chance::Chance;
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::monomial::{Monomial, Variable};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::ring::Ring;

/// The highest total degree.
const DEGREE_LIMIT: u64 = 1 << 32;

/// Binary digits of a coefficient.
const COEFFICIENT_LIMIT: u64 = 1 << 24;

/// Pairs of terms in all products, for each term that a polynomial may have. What has few terms
/// in the end seldom takes more.
const PAIRS_FOR_EACH_TERM: u64 = 50;
/// And so many in any case.
const PAIRS_ANYWAY: u64 = 100_000;

/// Polynomials with up to so many terms.
///
/// An element is a polynomial or the limit that was reached on the way to it; whatever is computed
/// from that is the same limit. So an evaluation runs to its end without growing past the memory,
/// and the answer says why it is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolynomialRing {
    term_limit: u64,
    /// Pairs of terms multiplied so far.
    pairs: Cell<u64>,
}

impl PolynomialRing {
    /// Polynomials with up to so many terms.
    pub fn new(term_limit: u64) -> Self {
        PolynomialRing { term_limit, pairs: Cell::new(0) }
    }

    /// A variable.
    pub fn variable(&self, variable: Variable) -> Result<Polynomial, LimitReached> {
        self.limited(Polynomial::variable(variable))
    }

    /// A number.
    pub fn constant(&self, number: &Rational) -> Result<Polynomial, LimitReached> {
        self.limited(Polynomial::constant(number))
    }

    /// The chance of a module whose reliability is a variable.
    pub fn chance(&self, variable: Variable) -> Chance<Result<Polynomial, LimitReached>> {
        let works = Polynomial::variable(variable);
        Chance { fails: self.limited(works.complement()), works: self.limited(works) }
    }

    /// The chance of at least k of n parts whose reliability x is a product of variables,
    /// generated term by term: `Σ (−1)^(m−k) C(m−1, k−1) C(n, m) x^m` from `m = k` to n.
    ///
    /// That is the inclusion–exclusion formula for at least k of n events (Feller, *An Introduction
    /// to Probability Theory and Its Applications* I, ch. IV.5), where `C(n, m) x^m` sums the
    /// chances of m events together.
    fn at_least_of_monomial(
        &self,
        k: u64,
        n: u64,
        x: &Monomial,
    ) -> Result<Chance<Result<Polynomial, LimitReached>>, LimitReached> {
        self.check_terms(n - k + 1)?;
        let degree = n.saturating_mul(x.degree());
        LimitReached::check("as degree of a polynomial", DEGREE_LIMIT, degree)?;
        // |c(m + 1)| = |c(m)| · m (n − m) / ((m − k + 1) (m + 1)), and each is whole.
        let mut coefficient = binomial(n, k)?;
        let mut terms = Vec::new();
        for m in k..=n {
            let sign = if (m - k).is_multiple_of(2) { coefficient.clone() } else { -&coefficient };
            terms.push((x.pow(m), Rational::from(sign)));
            let next = coefficient * Integer::from(m) * Integer::from(n - m);
            let divisor = Integer::from(m - k + 1) * Integer::from(m + 1);
            coefficient = next.div_floor(&divisor).unwrap_or_default();
        }
        let works = Polynomial::from_terms(terms);
        Ok(Chance { fails: self.limited(works.complement()), works: self.limited(works) })
    }

    fn limited(&self, polynomial: Polynomial) -> Result<Polynomial, LimitReached> {
        self.check_terms(polynomial.number_of_terms() as u64)?;
        let bits = polynomial.coefficient_bits();
        LimitReached::check("binary digits of a coefficient", COEFFICIENT_LIMIT, bits)?;
        Ok(polynomial)
    }

    fn check_terms(&self, terms: u64) -> Result<(), LimitReached> {
        LimitReached::check("terms of a polynomial", self.term_limit, terms)
    }

    fn product(&self, a: &Polynomial, b: &Polynomial) -> Result<Polynomial, LimitReached> {
        let degree = a.degree().saturating_add(b.degree());
        LimitReached::check("as degree of a polynomial", DEGREE_LIMIT, degree)?;
        let bits = a.coefficient_bits().saturating_add(b.coefficient_bits());
        LimitReached::check("binary digits of a coefficient", COEFFICIENT_LIMIT, bits)?;
        let pairs = (a.number_of_terms() as u64).saturating_mul(b.number_of_terms() as u64);
        let pairs = pairs.saturating_add(self.pairs.get());
        let most = self.term_limit.saturating_mul(PAIRS_FOR_EACH_TERM).saturating_add(PAIRS_ANYWAY);
        LimitReached::check("pairs of terms in products", most, pairs)?;
        self.pairs.set(pairs);
        match a.product(b, self.term_limit) {
            Ok(product) => self.limited(product),
            Err(_) => {
                let reached = self.term_limit.saturating_add(1);
                Err(LimitReached { what: "terms of a polynomial", limit: self.term_limit, reached })
            }
        }
    }
}

impl Ring for PolynomialRing {
    type Element = Result<Polynomial, LimitReached>;

    fn zero(&self) -> Self::Element {
        self.limited(Polynomial::zero())
    }

    fn one(&self) -> Self::Element {
        self.limited(Polynomial::one())
    }

    fn natural(&self, count: &Integer) -> Self::Element {
        if count.is_negative() {
            return self.zero();
        }
        self.constant(&Rational::from(count))
    }

    fn add(&self, a: &Self::Element, b: &Self::Element) -> Self::Element {
        match (a, b) {
            (Ok(a), Ok(b)) => self.limited(a + b),
            (Err(limit), _) | (_, Err(limit)) => Err(limit.clone()),
        }
    }

    fn mul(&self, a: &Self::Element, b: &Self::Element) -> Self::Element {
        match (a, b) {
            (Ok(a), Ok(b)) => self.product(a, b),
            (Err(limit), _) | (_, Err(limit)) => Err(limit.clone()),
        }
    }

    fn at_least_alike(
        &self,
        k: u64,
        n: u64,
        part: &Chance<Self::Element>,
    ) -> Result<Chance<Self::Element>, LimitReached> {
        let monomial = part.works.as_ref().ok().and_then(Polynomial::to_monomial);
        match monomial {
            Some(monomial) if (2..n).contains(&k) => self.at_least_of_monomial(k, n, &monomial),
            _ => alike_by_terms(self, k, n, part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::at_least::at_least;
    use crate::chance::{parallel, series};
    use crate::ring::tests::{Fractions, Lcg};

    const X: Variable = Variable(0);

    #[test]
    fn structures_agree_with_their_value_at_rational_points() {
        let mut random = Lcg(20);
        let ring = PolynomialRing::new(10_000);
        for _ in 0..30 {
            // Modules may share a parameter.
            let variables: Vec<Variable> =
                (0..4).map(|_| Variable(random.below(3) as u32)).collect();
            let counts: Vec<u64> = (0..4).map(|_| random.below(3)).collect();
            let k = random.below(6);
            let values: Vec<Rational> = (0..3).map(|_| random.probability()).collect();
            let symbolic: Vec<_> =
                variables.iter().zip(&counts).map(|(v, count)| (ring.chance(*v), *count)).collect();
            let numeric: Vec<_> = variables
                .iter()
                .zip(&counts)
                .map(|(variable, count)| {
                    let works = values[variable.0 as usize].clone();
                    (Chance { fails: works.complement(), works }, *count)
                })
                .collect();
            let counted = |count: &u64| Integer::from(*count);
            let symbolic_counted: Vec<_> =
                symbolic.iter().map(|(part, count)| (part.clone(), counted(count))).collect();
            let numeric_counted: Vec<_> =
                numeric.iter().map(|(part, count)| (part.clone(), counted(count))).collect();
            for (found, expected) in [
                (series(&ring, &symbolic_counted), series(&Fractions, &numeric_counted)),
                (parallel(&ring, &symbolic_counted), parallel(&Fractions, &numeric_counted)),
                (
                    at_least(&ring, k, &symbolic).unwrap(),
                    at_least(&Fractions, k, &numeric).unwrap(),
                ),
            ] {
                let (works, fails) = (found.works.unwrap(), found.fails.unwrap());
                assert_eq!(works.complement(), fails);
                let value = works.evaluate(|variable| values[variable.0 as usize].clone());
                assert_eq!(value.unwrap(), expected.works);
            }
        }
    }

    #[test]
    fn generated_thresholds_agree_with_the_sum_of_terms() {
        let ring = PolynomialRing::new(100);
        let x = ring.chance(X);
        let y = ring.chance(Variable(1));
        let both = series(&ring, &[(x.clone(), Integer::one()), (y, Integer::from(2i64))]);
        for part in [x, both] {
            for n in 0..12 {
                for k in 0..=n + 1 {
                    let generated = ring.at_least_alike(k, n, &part).unwrap();
                    assert_eq!(generated, alike_by_terms(&ring, k, n, &part).unwrap());
                }
            }
        }
        assert!(ring.at_least_alike(500_000_000, 1_000_000_000, &ring.chance(X)).is_err());
    }

    #[test]
    fn a_limit_once_reached_stays() {
        let ring = PolynomialRing::new(10);
        let sum = (0..11)
            .fold(ring.zero(), |sum, variable| ring.add(&sum, &ring.variable(Variable(variable))));
        let limit = sum.clone().unwrap_err();
        assert_eq!((limit.limit, limit.reached), (10, 11));
        assert_eq!(ring.mul(&sum, &ring.zero()), Err(limit.clone()));
        assert_eq!(ring.add(&ring.one(), &sum), Err(limit));
        let short = (0..4)
            .fold(ring.one(), |sum, variable| ring.add(&sum, &ring.variable(Variable(variable))));
        assert!(short.is_ok() && ring.mul(&short, &short).is_err());
    }

    #[test]
    fn no_power_fills_the_memory() {
        let ring = PolynomialRing::new(100_000);
        let many = Integer::from(u64::MAX);
        let half = ring.constant(&Rational::new(Integer::one(), 2u64.into()).unwrap());
        assert!(ring.power(&half, &many).is_err());
        let part = ring.chance(X);
        assert!(ring.power(&part.works, &many).is_err());
        assert!(ring.all_alike(&part, &1_000_000u64.into()).works.is_ok());
        assert!(ring.power(&ring.one(), &many).is_ok());
    }
}
