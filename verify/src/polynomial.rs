//! Polynomials in several variables, written out.

use crate::number::{Checked, Q, Work, gcd, no};
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

/// Exponents of variables; none is 0. Names that begin with `^` stand for 0 or 1: `x² = x`.
pub type Monomial = BTreeMap<String, u32>;

/// Whole coefficients, none of them 0, over one positive number.
#[derive(Clone)]
pub struct Poly {
    pub terms: BTreeMap<Monomial, BigInt>,
    pub over: BigInt,
}

impl Poly {
    pub fn constant(q: &Q) -> Poly {
        let mut constant = Poly { terms: BTreeMap::new(), over: q.d.clone() };
        constant.add(Monomial::new(), q.n.clone());
        constant
    }

    pub fn whole(n: i64) -> Poly {
        Poly::constant(&Q::whole(n))
    }

    pub fn variable(v: &str) -> Poly {
        Poly { terms: [([(v.to_owned(), 1)].into(), 1.into())].into(), over: 1.into() }
    }

    /// `lo + (hi − lo) x`, which runs from lo to hi.
    pub fn segment(v: &str, lo: &Q, hi: &Q, w: &Work) -> Checked<Poly> {
        let (lo, hi) = (Poly::constant(lo), Poly::constant(hi));
        hi.minus(&lo, w)?.times(&Poly::variable(v), w)?.plus(&lo, w)
    }

    pub fn as_constant(&self) -> Option<Q> {
        let n = match self.terms.first_key_value() {
            None => BigInt::ZERO,
            Some((monomial, n)) if self.terms.len() == 1 && monomial.is_empty() => n.clone(),
            _ => return None,
        };
        Some(Q { n, d: self.over.clone() })
    }

    pub fn variables(&self) -> BTreeSet<String> {
        self.terms.keys().flat_map(Monomial::keys).cloned().collect()
    }

    /// The length of its longest number in machine words.
    fn width(&self) -> u64 {
        let longest = self.terms.values().map(BigInt::bits).max().unwrap_or(0);
        (longest + self.over.bits()) / 64 + 1
    }

    fn add(&mut self, monomial: Monomial, c: BigInt) {
        let sum = self.terms.remove(&monomial).unwrap_or_default() + c;
        if sum != BigInt::ZERO {
            self.terms.insert(monomial, sum);
        }
    }

    pub fn plus(&self, other: &Poly, w: &Work) -> Checked<Poly> {
        let (terms, width) = (self.terms.len() + other.terms.len(), self.width() + other.width());
        let divisions = width * self.over.bits().min(other.over.bits());
        w.spend(200 + divisions + terms as u64 * (100 + width))?;
        let common = gcd(&self.over, &other.over);
        let (a, b) = (&other.over / &common, &self.over / common);
        let mut sum = Poly { terms: BTreeMap::new(), over: &self.over * &a };
        sum.terms.extend(self.terms.iter().map(|(monomial, c)| (monomial.clone(), c * &a)));
        other.terms.iter().for_each(|(monomial, c)| sum.add(monomial.clone(), c * &b));
        Ok(sum)
    }

    pub fn minus(&self, other: &Poly, w: &Work) -> Checked<Poly> {
        self.plus(&other.times(&Poly::whole(-1), w)?, w)
    }

    pub fn times(&self, other: &Poly, w: &Work) -> Checked<Poly> {
        let pairs = (self.terms.len() as u64).saturating_mul(other.terms.len() as u64);
        w.spend((pairs + 1).saturating_mul(1000 + self.width() * other.width()))?;
        let mut product = Poly { terms: BTreeMap::new(), over: &self.over * &other.over };
        for (a, c) in &self.terms {
            for (b, d) in &other.terms {
                let mut monomial = a.clone();
                for (v, e) in b {
                    let power = monomial.entry(v.clone()).or_default();
                    *power = if v.starts_with('^') { 1 } else { *power + e };
                }
                if product.terms.len() > 100_000 || monomial.values().any(|e| *e > 20_000) {
                    return no("certificate-too-large: 100,000 terms, or degree 20,000");
                }
                product.add(monomial, c * d);
            }
        }
        Ok(product)
    }

    pub fn power(&self, exponent: u64, w: &Work) -> Checked<Poly> {
        (0..exponent).try_fold(Poly::whole(1), |power, _| power.times(self, w))
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
    pub fn with(&self, v: &str, value: &Poly, w: &Work) -> Checked<Poly> {
        horner(&self.powers(v), value, w)
    }

    /// The Bernstein coefficients for variables from 0 to 1, each times a positive number: those of
    /// `(1 + x)^degree p(1 / (1 + x))` in each variable.
    pub fn bernstein(&self, w: &Work) -> Checked<Poly> {
        let mut b = Poly { over: 1.into(), ..self.clone() };
        for v in self.variables() {
            let mut c = b.powers(&v);
            c.reverse();
            for start in 0..c.len() {
                for i in (start + 1..c.len()).rev() {
                    c[i - 1] = c[i - 1].plus(&c[i], w)?;
                }
            }
            b = horner(&c, &Poly::variable(&v), w)?;
        }
        Ok(b)
    }
}

/// The polynomial with these coefficients, low to high, at a value.
pub fn horner(coefficients: &[Poly], value: &Poly, w: &Work) -> Checked<Poly> {
    let step = |sum: Poly, c: &Poly| sum.times(value, w)?.plus(c, w);
    coefficients.iter().rev().try_fold(Poly::whole(0), step)
}
