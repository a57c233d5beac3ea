//! What a value must be able to do so that a structure can be evaluated in it.

use crate::at_least::alike_by_terms;
use crate::chance::Chance;
use crate::integer::Integer;
use crate::limits::LimitReached;

/// A commutative ring with unit, held as a value of its own because its elements may share
/// something: a basis for denominators, a precision, a limit.
///
/// One evaluation of a structure serves exact numbers ([`ExactRing`](crate::ExactRing)),
/// certified ones ([`EnclosureRing`](crate::EnclosureRing)) and polynomials
/// ([`PolynomialRing`](crate::PolynomialRing)). There is no subtraction: a chance carries its
/// complement with it, and nothing cancels.
///
/// Rings with something better than the provided methods override them; the results are the
/// same.
pub trait Ring {
    /// A value of the ring.
    type Element: Clone;

    /// The neutral element of addition.
    fn zero(&self) -> Self::Element;

    /// The neutral element of multiplication.
    fn one(&self) -> Self::Element;

    /// The sum of two elements.
    fn add(&self, a: &Self::Element, b: &Self::Element) -> Self::Element;

    /// The product of two elements.
    fn mul(&self, a: &Self::Element, b: &Self::Element) -> Self::Element;

    /// A count as an element: `1 + 1 + … + 1`. Counts below one give zero.
    fn natural(&self, count: &Integer) -> Self::Element {
        let one = self.one();
        let mut sum = self.zero();
        for bit in binary_digits(count) {
            sum = self.add(&sum, &sum);
            if bit {
                sum = self.add(&sum, &one);
            }
        }
        sum
    }

    /// An element multiplied by itself `exponent` times, by squaring. Exponents below one give
    /// the empty product, one.
    fn power(&self, base: &Self::Element, exponent: &Integer) -> Self::Element {
        let mut product: Option<Self::Element> = None;
        for bit in binary_digits(exponent) {
            product = product.map(|power| self.mul(&power, &power));
            if bit {
                product = Some(match product {
                    Some(power) => self.mul(&power, base),
                    None => base.clone(),
                });
            }
        }
        product.unwrap_or_else(|| self.one())
    }

    /// The chance that `count` independent copies of a part all work. Counts below one give a
    /// series of nothing, which works.
    ///
    /// With `W(m)` and `F(m)` the chances that m copies all work and that some copy fails,
    /// `F(2m) = F(m) + W(m)·F(m)`: a thousand million copies cost thirty steps.
    fn all_alike(&self, part: &Chance<Self::Element>, count: &Integer) -> Chance<Self::Element> {
        let mut all: Option<Chance<Self::Element>> = None;
        for bit in binary_digits(count) {
            all = all.map(|half| Chance {
                fails: self.add(&half.fails, &self.mul(&half.works, &half.fails)),
                works: self.mul(&half.works, &half.works),
            });
            if bit {
                all = Some(match all {
                    Some(rest) => Chance {
                        fails: self.add(&rest.fails, &self.mul(&rest.works, &part.fails)),
                        works: self.mul(&rest.works, &part.works),
                    },
                    None => part.clone(),
                });
            }
        }
        all.unwrap_or_else(|| Chance::certain(self))
    }

    /// The chance that at least k of n independent copies of a part work: both tails of a
    /// binomial distribution.
    fn at_least_alike(
        &self,
        k: u64,
        n: u64,
        part: &Chance<Self::Element>,
    ) -> Result<Chance<Self::Element>, LimitReached> {
        alike_by_terms(self, k, n, part)
    }
}

/// The binary digits of a count from the highest, without leading zeros; none for counts below
/// one.
fn binary_digits(count: &Integer) -> impl Iterator<Item = bool> + '_ {
    let bits = if count.is_negative() { 0 } else { count.bits() };
    (0..bits).rev().map(|position| count.big().bit(position))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::rational::Rational;

    /// Plain fractions: slow, and obviously right.
    pub(crate) struct Fractions;

    impl Ring for Fractions {
        type Element = Rational;
        fn zero(&self) -> Rational {
            Rational::zero()
        }
        fn one(&self) -> Rational {
            Rational::one()
        }
        fn add(&self, a: &Rational, b: &Rational) -> Rational {
            a + b
        }
        fn mul(&self, a: &Rational, b: &Rational) -> Rational {
            a * b
        }
    }

    /// Numbers that look random and are the same in every run (Knuth's MMIX generator).
    pub(crate) struct Lcg(pub(crate) u64);

    impl Lcg {
        pub(crate) fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) % bound
        }

        pub(crate) fn probability(&mut self) -> Rational {
            let denominator = [2, 3, 10, 100, 1000, 97, 360][self.below(7) as usize];
            let numerator = self.below(denominator + 1);
            Rational::new(numerator.into(), denominator.into()).unwrap()
        }

        pub(crate) fn chance(&mut self) -> Chance<Rational> {
            let works = self.probability();
            Chance { fails: works.complement(), works }
        }
    }

    #[test]
    fn power_agrees_with_repeated_multiplication() {
        let base = Rational::parse_decimal("0.9").unwrap();
        let mut product = Rational::one();
        for exponent in 0..40i64 {
            assert_eq!(Fractions.power(&base, &exponent.into()), product);
            product *= &base;
        }
        assert_eq!(Fractions.power(&base, &Integer::from(-3i64)), Rational::one());
    }

    #[test]
    fn natural_counts_ones() {
        for count in [0i64, 1, 2, 3, 10, 1_000_000_007] {
            assert_eq!(Fractions.natural(&count.into()), Rational::from(count));
        }
    }

    #[test]
    fn copies_in_series_sum_to_one_and_agree_with_the_power() {
        let works = Rational::parse_decimal("0.97").unwrap();
        let part = Chance { fails: works.complement(), works };
        for count in 0..30i64 {
            let all = Fractions.all_alike(&part, &count.into());
            assert_eq!(all.works, Fractions.power(&part.works, &count.into()));
            assert_eq!(all.fails, all.works.complement());
        }
    }
}
