//! Polynomials in several variables, written out in whole numbers.

use num_bigint::BigInt;
use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

thread_local! {
    /// What is left of the work that one text may ask for, about one unit to a machine word.
    /// Where it is 0, what is computed means nothing, and nothing is certified in the end.
    pub static WORK: Cell<u64> = const { Cell::new(0) };
}

/// Whether there is still more work left than this, which is then spent.
pub fn spend(amount: u64) -> bool {
    WORK.set(WORK.get().saturating_sub(amount));
    WORK.get() > 0
}

/// The greatest common divisor of positive numbers.
pub fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut gcd, mut rest) = (a.clone(), b.clone());
    while rest != BigInt::ZERO {
        (gcd, rest) = (rest.clone(), gcd % rest);
    }
    gcd
}

/// Exponents of variables; none is 0. Names that begin with `^` stand for 0 or 1: `x² = x`.
pub type Monomial = BTreeMap<String, u32>;

/// Whole coefficients, none of them 0, over one positive number; without variables, a number.
#[derive(Clone, PartialEq)]
pub struct Poly {
    pub terms: BTreeMap<Monomial, BigInt>,
    pub over: BigInt,
}

impl Poly {
    /// The number `n/d` for a positive d.
    pub fn fraction(n: impl Into<BigInt>, d: impl Into<BigInt>) -> Poly {
        let mut fraction = Poly { terms: BTreeMap::new(), over: d.into() };
        fraction.add(Monomial::new(), n.into());
        fraction
    }

    fn add(&mut self, monomial: Monomial, c: BigInt) {
        let sum = self.terms.remove(&monomial).unwrap_or_default() + c;
        if sum != BigInt::ZERO {
            self.terms.insert(monomial, sum);
        }
    }

    pub fn whole(n: impl Into<BigInt>) -> Poly {
        Poly::fraction(n, 1)
    }

    pub fn variable(v: &str) -> Poly {
        Poly { terms: [([(v.to_owned(), 1)].into(), 1.into())].into(), over: 1.into() }
    }

    /// `lo + (hi − lo) x`, which runs from lo to hi.
    pub fn segment(v: &str, lo: &Poly, hi: &Poly) -> Poly {
        hi.minus(lo).times(&Poly::variable(v)).plus(lo)
    }

    /// n of a number `n/over`, if it is one.
    pub fn numerator(&self) -> Option<BigInt> {
        match self.terms.first_key_value() {
            None => Some(BigInt::ZERO),
            Some((monomial, n)) => {
                (self.terms.len() == 1 && monomial.is_empty()).then(|| n.clone())
            }
        }
    }

    /// The sign of a number.
    pub fn sign(&self) -> Option<Ordering> {
        Some(self.numerator()?.cmp(&BigInt::ZERO))
    }

    pub fn variables(&self) -> BTreeSet<&str> {
        self.terms.keys().flat_map(Monomial::keys).map(String::as_str).collect()
    }

    /// The length of its longest number in machine words.
    fn width(&self) -> u64 {
        let longest = self.terms.values().map(BigInt::bits).max().unwrap_or(0);
        (longest + self.over.bits()) / 64 + 1
    }

    pub fn plus(&self, other: &Poly) -> Poly {
        let (terms, width) = (self.terms.len() + other.terms.len(), self.width() + other.width());
        let divisions = width * self.over.bits().min(other.over.bits());
        if !spend(200 + divisions + terms as u64 * (100 + width)) {
            return Poly::whole(0);
        }
        let common = gcd(&self.over, &other.over);
        let (a, b) = (&other.over / &common, &self.over / common);
        let mut sum = Poly { terms: BTreeMap::new(), over: &self.over * &a };
        sum.terms.extend(self.terms.iter().map(|(monomial, c)| (monomial.clone(), c * &a)));
        other.terms.iter().for_each(|(monomial, c)| sum.add(monomial.clone(), c * &b));
        sum
    }

    pub fn minus(&self, other: &Poly) -> Poly {
        self.plus(&other.times(&Poly::whole(-1)))
    }

    /// `1 − p`
    pub fn not(&self) -> Poly {
        Poly::whole(1).minus(self)
    }

    /// At most 100,000 terms, and powers up to 20,000.
    pub fn times(&self, other: &Poly) -> Poly {
        let pairs = (self.terms.len() as u64).saturating_mul(other.terms.len() as u64);
        if !spend((pairs + 1).saturating_mul(1000 + self.width() * other.width())) {
            return Poly::whole(0);
        }
        let mut product = Poly { terms: BTreeMap::new(), over: &self.over * &other.over };
        for (a, c) in &self.terms {
            for (b, d) in &other.terms {
                let mut monomial = a.clone();
                for (v, e) in b {
                    let power = monomial.entry(v.clone()).or_default();
                    *power = if v.starts_with('^') { 1 } else { *power + e };
                    if *power > 20_000 || product.terms.len() > 100_000 {
                        WORK.set(0);
                        return Poly::whole(0);
                    }
                }
                product.add(monomial, c * d);
            }
        }
        product
    }

    pub fn power(&self, exponent: usize) -> Poly {
        (0..exponent).take_while(|_| spend(1)).fold(Poly::whole(1), |power, _| power.times(self))
    }

    /// The highest power of a variable.
    pub fn degree(&self, v: &str) -> u32 {
        self.terms.keys().filter_map(|monomial| monomial.get(v)).max().map_or(0, |e| *e)
    }

    /// The coefficients of the powers of one variable, low to high up to its degree.
    pub fn powers(&self, v: &str) -> Vec<Poly> {
        let none = Poly { terms: BTreeMap::new(), over: self.over.clone() };
        let mut powers = vec![none; self.degree(v) as usize + 1];
        for (monomial, c) in &self.terms {
            let mut rest = monomial.clone();
            let power = rest.remove(v).unwrap_or(0);
            powers[power as usize].terms.insert(rest, c.clone());
        }
        powers
    }

    /// With a variable replaced.
    pub fn with(&self, v: &str, value: &Poly) -> Poly {
        horner(&self.powers(v), value)
    }

    /// The Bernstein coefficients for variables from 0 to 1, each times a positive number: those of
    /// `(1 + x)^degree p(1 / (1 + x))` in each variable.
    pub fn bernstein(&self) -> Poly {
        let mut b = Poly { over: 1.into(), ..self.clone() };
        for v in self.variables() {
            let mut c = b.powers(v);
            c.reverse();
            for start in (0..c.len()).take_while(|_| spend(1)) {
                for i in (start + 1..c.len()).rev() {
                    c[i - 1] = c[i - 1].plus(&c[i]);
                }
            }
            b = horner(&c, &Poly::variable(v));
        }
        b
    }

    /// Whether no Bernstein coefficient is negative, and so no value in the unit cube.
    pub fn is_nowhere_negative(&self) -> bool {
        self.bernstein().terms.values().all(|c| *c > BigInt::ZERO)
    }
}

/// The polynomial with these coefficients, low to high, at a value.
pub fn horner(coefficients: &[Poly], value: &Poly) -> Poly {
    coefficients.iter().rev().fold(Poly::whole(0), |sum, c| sum.times(value).plus(c))
}
