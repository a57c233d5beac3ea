//! Exponential polynomials: `Σ c n^j ρ^n` with rational c and positive rational ρ.
//!
//! Every reliability that has its count in exponents of fixed bases is one; so are sums, products
//! and shifts of such.

use std::collections::BTreeMap;

use kofn_algebra::{Integer, LimitReached, Rational};

/// One term `c n^j ρ^n`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// c, which is not 0.
    pub coefficient: Rational,
    /// j
    pub power: usize,
    /// ρ, which is positive.
    pub base: Rational,
}

/// A sum of terms `c n^j ρ^n`.
///
/// Invariant: each ρ is positive, its polynomial `c₀, c₁, …` has no trailing zeros and is not
/// empty. Different bases are independent, so equality is equality of functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExponentialPolynomial {
    polynomials: BTreeMap<Rational, Vec<Rational>>,
}

/// What is left of the work that expanding may take.
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    /// Products of two terms, each weighted with the length of its numbers in words.
    const WORK: u64 = 300_000;
    /// How many terms a product may have.
    const TERMS: usize = 10_000;

    pub(super) fn new() -> Budget {
        Budget { left: Self::WORK }
    }

    pub(super) fn spend(&mut self, work: u64) -> Result<(), LimitReached> {
        match self.left.checked_sub(work) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(LimitReached {
                what: "operations to write a condition out in powers of the count",
                limit: Self::WORK,
                reached: Self::WORK.saturating_add(work - self.left),
            }),
        }
    }
}

impl ExponentialPolynomial {
    pub(super) fn zero() -> Self {
        ExponentialPolynomial { polynomials: BTreeMap::new() }
    }

    pub(super) fn number(number: Rational) -> Self {
        Self::single(Rational::one(), vec![number])
    }

    /// `slope · n + constant`
    pub(super) fn affine(slope: &Rational, constant: &Rational) -> Self {
        Self::single(Rational::one(), vec![constant.clone(), slope.clone()])
    }

    /// `(c₀ + c₁ n + …) ρⁿ` for a positive ρ.
    pub(super) fn single(base: Rational, polynomial: Vec<Rational>) -> Self {
        let mut polynomials = BTreeMap::new();
        if let Some(polynomial) = trimmed(polynomial) {
            polynomials.insert(base, polynomial);
        }
        ExponentialPolynomial { polynomials }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.polynomials.is_empty()
    }

    /// The number this is for every n, if it is one.
    pub(super) fn as_number(&self) -> Option<Rational> {
        match self.polynomials.iter().next() {
            None => Some(Rational::zero()),
            Some((base, polynomial)) => {
                let constant =
                    self.polynomials.len() == 1 && base.is_one() && polynomial.len() == 1;
                constant.then(|| polynomial[0].clone())
            }
        }
    }

    /// The bases with their polynomials, the smallest base first.
    pub(super) fn polynomials(&self) -> &BTreeMap<Rational, Vec<Rational>> {
        &self.polynomials
    }

    /// How many coefficients there are, zeros below a degree included: as many steps as it takes
    /// until nothing is left.
    pub(super) fn order(&self) -> usize {
        self.polynomials.values().map(Vec::len).sum()
    }

    /// The terms, those of the smallest base first, by rising power.
    pub(super) fn terms(&self) -> Vec<Term> {
        self.polynomials
            .iter()
            .flat_map(|(base, polynomial)| {
                polynomial.iter().enumerate().filter(|(_, c)| !c.is_zero()).map(|(power, c)| Term {
                    coefficient: c.clone(),
                    power,
                    base: base.clone(),
                })
            })
            .collect()
    }

    /// The term that outgrows all others.
    pub(super) fn leading(&self) -> Option<(&Rational, usize, &Rational)> {
        let (base, polynomial) = self.polynomials.iter().next_back()?;
        Some((base, polynomial.len() - 1, polynomial.last()?))
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let mut sum = self.polynomials.clone();
        for (base, polynomial) in &other.polynomials {
            let into = sum.entry(base.clone()).or_default();
            add_into(into, polynomial, &Rational::one());
        }
        Self::tidied(sum)
    }

    pub(super) fn scaled(&self, factor: &Rational) -> Self {
        let scale = |polynomial: &Vec<Rational>| polynomial.iter().map(|c| c * factor).collect();
        Self::tidied(
            self.polynomials
                .iter()
                .map(|(base, polynomial)| (base.clone(), scale(polynomial)))
                .collect(),
        )
    }

    pub(super) fn sub(&self, other: &Self) -> Self {
        self.add(&other.scaled(&Rational::from(-1)))
    }

    pub(super) fn complement(&self) -> Self {
        Self::number(Rational::one()).sub(self)
    }

    pub(super) fn mul(&self, other: &Self, budget: &mut Budget) -> Result<Self, LimitReached> {
        let mut product: BTreeMap<Rational, Vec<Rational>> = BTreeMap::new();
        let mut terms = 0;
        for (a, p) in &self.polynomials {
            for (b, q) in &other.polynomials {
                let words = (words(a, p) + 1) * (words(b, q) + 1);
                budget.spend(words)?;
                let into = product.entry(a * b).or_default();
                terms -= into.len();
                for (shift, c) in p.iter().enumerate() {
                    let mut moved = vec![Rational::zero(); shift];
                    moved.extend(q.iter().cloned());
                    add_into(into, &moved, c);
                }
                terms += into.len();
                if terms > Budget::TERMS {
                    return Err(LimitReached {
                        what: "terms of a condition written out in powers of the count",
                        limit: Budget::TERMS as u64,
                        reached: terms as u64,
                    });
                }
            }
        }
        Ok(Self::tidied(product))
    }

    pub(super) fn power(&self, exponent: u64, budget: &mut Budget) -> Result<Self, LimitReached> {
        let mut power = Self::number(Rational::one());
        let mut square = self.clone();
        let mut rest = exponent;
        while rest > 0 {
            if rest % 2 == 1 {
                power = power.mul(&square, budget)?;
            }
            rest /= 2;
            if rest > 0 {
                square = square.mul(&square, budget)?;
            }
        }
        Ok(power)
    }

    /// `D(n + 1)`
    pub(super) fn next(&self) -> Self {
        let shift = |(base, polynomial): (&Rational, &Vec<Rational>)| {
            let shifted = shifted(polynomial).iter().map(|c| c * base).collect();
            (base.clone(), shifted)
        };
        Self::tidied(self.polynomials.iter().map(shift).collect())
    }

    /// `D(n + 1) − ρ D(n)`: up to the factor `ρ^(n+1)`, the increment of `D(n)/ρⁿ`. Where ρ is
    /// one of the bases, its polynomial loses its highest power.
    pub(super) fn increment(&self, base: &Rational) -> Self {
        self.next().sub(&self.scaled(base))
    }

    fn tidied(polynomials: BTreeMap<Rational, Vec<Rational>>) -> Self {
        let tidy = |(base, polynomial)| Some((base, trimmed(polynomial)?));
        ExponentialPolynomial { polynomials: polynomials.into_iter().filter_map(tidy).collect() }
    }
}

/// The value of `c₀ + c₁ n + …`.
pub(super) fn polynomial_at(polynomial: &[Rational], n: &Integer) -> Rational {
    let n = Rational::from(n);
    polynomial.iter().rev().fold(Rational::zero(), |value, c| value * &n + c)
}

/// Without trailing zeros; nothing where nothing is left.
fn trimmed(mut polynomial: Vec<Rational>) -> Option<Vec<Rational>> {
    while polynomial.last().is_some_and(Rational::is_zero) {
        polynomial.pop();
    }
    (!polynomial.is_empty()).then_some(polynomial)
}

fn add_into(into: &mut Vec<Rational>, polynomial: &[Rational], factor: &Rational) {
    if into.len() < polynomial.len() {
        into.resize(polynomial.len(), Rational::zero());
    }
    for (sum, c) in into.iter_mut().zip(polynomial) {
        *sum += c * factor;
    }
}

/// The polynomial at n + 1, by repeated synthetic division.
fn shifted(polynomial: &[Rational]) -> Vec<Rational> {
    let mut shifted = polynomial.to_vec();
    for low in 0..shifted.len() {
        for place in (low..shifted.len() - 1).rev() {
            let above = shifted[place + 1].clone();
            shifted[place] += above;
        }
    }
    shifted
}

fn words(base: &Rational, polynomial: &[Rational]) -> u64 {
    let length =
        |number: &Rational| (number.numerator().bits() + number.denominator().bits()) / 64 + 1;
    length(base) + polynomial.iter().map(length).sum::<u64>()
}
