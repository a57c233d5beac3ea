//! Products of variables.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A variable of a polynomial. What it stands for is for others to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable(pub u32);

/// A product of powers of variables; the empty one is 1.
///
/// Invariant: variables ascend, and no exponent is 0, so equal products are equal values.
///
/// Products are ordered by total degree, and among equals the one with more of the first variable
/// comes first: `1, x, y, x², xy, y²`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Monomial {
    degree: u64,
    powers: Vec<(Variable, u64)>,
}

impl Monomial {
    /// The product without factors.
    pub fn one() -> Self {
        Monomial { degree: 0, powers: Vec::new() }
    }

    /// One variable to a power.
    pub fn power(variable: Variable, exponent: u64) -> Self {
        let powers = if exponent == 0 { Vec::new() } else { vec![(variable, exponent)] };
        Monomial { degree: exponent, powers }
    }

    /// The product of these powers; a variable may occur more than once.
    ///
    /// # Panics
    ///
    /// When the degree reaches 2⁶⁴.
    pub fn product(powers: impl IntoIterator<Item = (Variable, u64)>) -> Self {
        let mut exponents = BTreeMap::new();
        for (variable, exponent) in powers {
            let sum = exponents.entry(variable).or_insert(0);
            *sum = add_degrees(*sum, exponent);
        }
        exponents.retain(|_, exponent| *exponent > 0);
        let degree = exponents.values().fold(0, |sum, exponent| add_degrees(sum, *exponent));
        Monomial { degree, powers: exponents.into_iter().collect() }
    }

    /// The sum of the exponents.
    pub fn degree(&self) -> u64 {
        self.degree
    }

    /// The variables in ascending order, each with its exponent.
    pub fn powers(&self) -> &[(Variable, u64)] {
        &self.powers
    }

    /// This product to a power.
    ///
    /// # Panics
    ///
    /// When the degree reaches 2⁶⁴.
    pub fn pow(&self, exponent: u64) -> Self {
        if exponent == 0 {
            return Monomial::one();
        }
        let times = |degree: u64| {
            degree
                .checked_mul(exponent)
                .expect("degrees are far below 2⁶⁴: a PolynomialRing limits them")
        };
        let powers = self.powers.iter().map(|(variable, power)| (*variable, times(*power)));
        Monomial { degree: times(self.degree), powers: powers.collect() }
    }

    /// The product of two products.
    ///
    /// # Panics
    ///
    /// When the degree reaches 2⁶⁴.
    pub fn mul(&self, other: &Self) -> Self {
        let mut powers = Vec::with_capacity(self.powers.len() + other.powers.len());
        let (mut left, mut right) = (self.powers.iter().peekable(), other.powers.iter().peekable());
        while let (Some((x, a)), Some((y, b))) = (left.peek(), right.peek()) {
            match x.cmp(y) {
                Ordering::Less => powers.extend(left.next()),
                Ordering::Greater => powers.extend(right.next()),
                Ordering::Equal => {
                    powers.push((*x, add_degrees(*a, *b)));
                    left.next();
                    right.next();
                }
            }
        }
        powers.extend(left);
        powers.extend(right);
        Monomial { degree: add_degrees(self.degree, other.degree), powers }
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Monomial {
    fn cmp(&self, other: &Self) -> Ordering {
        let lexicographic = || {
            self.powers
                .iter()
                .zip(&other.powers)
                .map(|((x, a), (y, b))| x.cmp(y).then(b.cmp(a)))
                .find(|order| order.is_ne())
                // Equal degrees and equal shared powers leave nothing over.
                .unwrap_or_else(|| self.powers.len().cmp(&other.powers.len()))
        };
        self.degree.cmp(&other.degree).then_with(lexicographic)
    }
}

fn add_degrees(a: u64, b: u64) -> u64 {
    a.checked_add(b).expect("degrees are far below 2⁶⁴: a PolynomialRing limits them")
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: Variable = Variable(0);
    const Y: Variable = Variable(1);
    const Z: Variable = Variable(2);

    #[test]
    fn order_is_by_degree_then_lexicographic() {
        let ordered = [
            Monomial::one(),
            Monomial::power(X, 1),
            Monomial::power(Y, 1),
            Monomial::power(X, 2),
            Monomial::product([(X, 1), (Y, 1)]),
            Monomial::product([(X, 1), (Z, 1)]),
            Monomial::power(Y, 2),
            Monomial::product([(Y, 1), (Z, 1)]),
            Monomial::power(Z, 2),
            Monomial::power(X, 3),
        ];
        for (i, a) in ordered.iter().enumerate() {
            for (j, b) in ordered.iter().enumerate() {
                assert_eq!(a.cmp(b), i.cmp(&j));
            }
        }
    }

    #[test]
    fn products_are_merged_and_keep_no_zero() {
        let product = Monomial::product([(Z, 1), (X, 2), (Y, 0), (Z, 3)]);
        assert_eq!(product.powers(), [(X, 2), (Z, 4)]);
        assert_eq!(product.degree(), 6);
        let merged = product.mul(&Monomial::product([(Y, 1), (Z, 1)]));
        assert_eq!(merged, Monomial::product([(X, 2), (Y, 1), (Z, 5)]));
        assert_eq!(Monomial::power(X, 0), Monomial::one());
        assert_eq!(merged.mul(&Monomial::one()), merged);
        assert_eq!(merged.pow(2), merged.mul(&merged));
        assert_eq!(merged.pow(0), Monomial::one());
    }
}
