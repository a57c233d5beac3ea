//! Polynomials in several variables, written out.

use crate::number::{Checked, Q, Work, common, no, words};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// Coefficients by the exponents of the variables; none is 0, and no exponent is.
#[derive(Clone, PartialEq)]
pub struct Poly(pub BTreeMap<BTreeMap<usize, u32>, Q>);

impl Poly {
    pub fn constant(q: Q) -> Poly {
        Poly((q.n != BigInt::ZERO).then(|| (BTreeMap::new(), q)).into_iter().collect())
    }

    pub fn whole(n: i64) -> Poly {
        Poly::constant(Q::whole(n))
    }

    pub fn variable(v: usize) -> Poly {
        Poly([([(v, 1)].into(), Q::whole(1))].into())
    }

    pub fn as_constant(&self) -> Option<Q> {
        match self.0.first_key_value() {
            None => Some(Q::whole(0)),
            Some((exponents, q)) => (self.0.len() == 1 && exponents.is_empty()).then(|| q.clone()),
        }
    }

    /// The length of its longest coefficient. A denominator costs divisions.
    fn width(&self) -> u64 {
        let one = BigInt::from(1);
        let width = |q: &Q| words(&q.n) + if q.d == one { 0 } else { 40 * words(&q.d) };
        self.0.values().map(width).max().unwrap_or(1)
    }

    fn add_term(&mut self, exponents: BTreeMap<usize, u32>, c: Q) {
        let sum = self.0.remove(&exponents).map_or_else(|| c.clone(), |old| old.plus(&c));
        if sum.n != BigInt::ZERO {
            self.0.insert(exponents, sum);
        }
    }

    pub fn plus(&self, other: &Poly, w: &Work) -> Checked<Poly> {
        let terms = (self.0.len() + other.0.len()) as u64;
        w.spend(500 + terms * (200 + 8 * self.width().max(other.width())))?;
        let mut sum = self.clone();
        other.0.iter().for_each(|(exponents, c)| sum.add_term(exponents.clone(), c.clone()));
        Ok(sum)
    }

    pub fn minus(&self, other: &Poly, w: &Work) -> Checked<Poly> {
        self.plus(&other.scaled(&Q::whole(-1), w)?, w)
    }

    pub fn times(&self, other: &Poly, w: &Work) -> Checked<Poly> {
        let pairs = (self.0.len() as u64).saturating_mul(other.0.len() as u64);
        w.spend(500)?;
        w.spend(pairs.saturating_mul(300 + self.width().saturating_mul(other.width())))?;
        let mut product = Poly(BTreeMap::new());
        for (a, c) in &self.0 {
            for (b, d) in &other.0 {
                let mut exponents = a.clone();
                for (v, e) in b {
                    let sum = exponents.entry(*v).or_insert(0);
                    *sum += e;
                    if *sum > 20_000 || product.0.len() > 100_000 {
                        return no("certificate-too-large: degree 20,000, 100,000 terms");
                    }
                }
                product.add_term(exponents, c.times(d));
            }
        }
        Ok(product)
    }

    pub fn scaled(&self, by: &Q, w: &Work) -> Checked<Poly> {
        self.times(&Poly::constant(by.clone()), w)
    }

    pub fn power(&self, mut exponent: u64, w: &Work) -> Checked<Poly> {
        let (mut square, mut result) = (self.clone(), Poly::whole(1));
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result.times(&square, w)?;
            }
            exponent /= 2;
            square = if exponent > 0 { square.times(&square, w)? } else { square };
        }
        Ok(result)
    }

    pub fn degree(&self, v: usize) -> u32 {
        self.0.keys().filter_map(|exponents| exponents.get(&v)).max().map_or(0, |e| *e)
    }

    /// The coefficients of the powers of one variable, low to high up to its degree.
    pub fn powers(&self, v: usize) -> Vec<Poly> {
        let mut powers = vec![Poly(BTreeMap::new()); self.degree(v) as usize + 1];
        for (exponents, c) in &self.0 {
            let mut rest = exponents.clone();
            let power = rest.remove(&v).unwrap_or(0);
            powers[power as usize].0.insert(rest, c.clone());
        }
        powers
    }

    /// With a variable replaced.
    pub fn with(&self, v: usize, value: &Poly, w: &Work) -> Checked<Poly> {
        let horner = |sum: Poly, c: &Poly| sum.times(value, w)?.plus(c, w);
        self.powers(v).iter().rev().try_fold(Poly::whole(0), horner)
    }

    /// Times a positive number that makes it whole; low to high, where nothing but `v` occurs.
    pub fn dense(&self, v: usize) -> Option<Vec<BigInt>> {
        let common = common(self.0.values());
        let whole = |c: Poly| c.as_constant().map(|q| q.n * (&common / q.d));
        self.powers(v).into_iter().map(whole).collect()
    }

    /// Whether it is not negative, or positive, for all values of its variables from 0 to 1:
    /// that of `(1 + x)^degree p(x / (1 + x))` are the Bernstein coefficients of p, times positive
    /// numbers. Where those at the corners are positive and the others not negative, p is positive:
    /// each face has a corner.
    pub fn bernstein(&self, strict: bool, w: &Work) -> Checked<bool> {
        let mut b = self.scaled(&Q::whole(common(self.0.values())), w)?;
        let mut degrees = BTreeMap::new();
        for v in self.0.keys().flat_map(BTreeMap::keys) {
            degrees.insert(*v, self.degree(*v));
        }
        for v in degrees.keys() {
            let (x, mut power) = (Poly::variable(*v), Poly::whole(1));
            let (next, mut turned) = (x.plus(&power, w)?, Poly::whole(0));
            for c in b.powers(*v) {
                turned = turned.times(&next, w)?.plus(&c.times(&power, w)?, w)?;
                power = power.times(&x, w)?;
            }
            b = turned;
        }
        let corner = |e: &&BTreeMap<usize, u32>| e.iter().all(|(v, e)| degrees.get(v) == Some(e));
        let corners = b.0.keys().filter(corner).count();
        Ok(b.0.values().all(|q| q.n > BigInt::ZERO) && (!strict || corners as u64 == 1 << degrees.len()))
    }
}
