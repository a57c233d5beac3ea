//! Polynomials in several variables, written out.

use crate::number::{Q, Stop, Work, gcd, no, words};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// Coefficients by exponents; none is 0, and no list of exponents ends with 0.
#[derive(Clone, PartialEq)]
pub struct Poly(pub BTreeMap<Vec<u32>, Q>);

impl Poly {
    pub fn constant(q: Q) -> Poly {
        Poly((q.n != BigInt::ZERO).then(|| (Vec::new(), q)).into_iter().collect())
    }

    pub fn whole(n: i64) -> Poly {
        Poly::constant(Q::whole(n))
    }

    pub fn variable(v: usize) -> Poly {
        Poly([([vec![0; v], vec![1]].concat(), Q::whole(1))].into())
    }

    pub fn as_constant(&self) -> Option<Q> {
        match (self.0.len(), self.0.get(&Vec::new())) {
            (0, _) => Some(Q::whole(0)),
            (1, q) => q.cloned(),
            _ => None,
        }
    }

    /// The length of its longest coefficient. A denominator costs divisions.
    fn width(&self) -> u64 {
        let one = BigInt::from(1);
        let width = |q: &Q| words(&q.n) + if q.d == one { 0 } else { 40 * words(&q.d) };
        self.0.values().map(width).max().unwrap_or(1)
    }

    /// What it takes to hold it.
    pub fn size(&self) -> u64 {
        self.0.len() as u64 * (self.width() + 16)
    }

    fn height(&self) -> u32 {
        self.0.keys().flatten().max().map_or(0, |e| *e)
    }

    fn add_term(&mut self, exponents: Vec<u32>, c: Q) {
        let sum = self.0.remove(&exponents).map_or_else(|| c.clone(), |old| &old + &c);
        if sum.n != BigInt::ZERO {
            self.0.insert(exponents, sum);
        }
    }

    pub fn plus(&self, other: &Poly, w: &Work) -> Result<Poly, Stop> {
        w.spend(500 + 8 * self.size() + 8 * other.size() * self.width())?;
        let mut sum = self.clone();
        other.0.iter().for_each(|(exponents, c)| sum.add_term(exponents.clone(), c.clone()));
        Ok(sum)
    }

    pub fn minus(&self, other: &Poly, w: &Work) -> Result<Poly, Stop> {
        self.plus(&other.scaled(&Q::whole(-1), w)?, w)
    }

    pub fn times(&self, other: &Poly, w: &Work) -> Result<Poly, Stop> {
        let pairs = (self.0.len() as u64).saturating_mul(other.0.len() as u64);
        w.spend(500)?;
        w.spend(pairs.saturating_mul(200 + self.width().saturating_mul(other.width())))?;
        if self.height() + other.height() > 20_000 || self.width().max(other.width()) > 1 << 17 {
            return no("certificate-too-large: a degree above 20,000, or a long number");
        }
        let mut product = Poly(BTreeMap::new());
        for (a, c) in &self.0 {
            for (b, d) in &other.0 {
                let (mut exponents, short) =
                    if a.len() > b.len() { (a.clone(), b) } else { (b.clone(), a) };
                exponents.iter_mut().zip(short).for_each(|(e, f)| *e += f);
                product.add_term(exponents, c * d);
            }
            if product.0.len() > 100_000 {
                return no("certificate-too-large: a polynomial of more than 100,000 terms");
            }
        }
        Ok(product)
    }

    pub fn scaled(&self, by: &Q, w: &Work) -> Result<Poly, Stop> {
        self.times(&Poly::constant(by.clone()), w)
    }

    pub fn power(&self, mut exponent: u64, w: &Work) -> Result<Poly, Stop> {
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

    pub fn degree(&self, v: usize) -> usize {
        self.0.keys().filter_map(|e| e.get(v)).max().map_or(0, |e| *e as usize)
    }

    /// The variables that occur.
    pub fn variables(&self) -> Vec<usize> {
        let most = self.0.keys().map(Vec::len).max().unwrap_or(0);
        (0..most).filter(|v| self.degree(*v) > 0).collect()
    }

    /// By the exponents of the other variables, the coefficients of the powers of one, low to high
    /// up to its degree; all times one positive number that makes them whole.
    pub fn fibres(&self, v: usize) -> BTreeMap<Vec<u32>, Vec<BigInt>> {
        let common = self.0.values().fold(BigInt::from(1), |all, q| {
            if q.d == BigInt::from(1) { all } else { &all * &q.d / gcd(&all, &q.d) }
        });
        let degree = self.degree(v);
        let mut fibres: BTreeMap<Vec<u32>, Vec<BigInt>> = BTreeMap::new();
        for (exponents, c) in &self.0 {
            let mut rest = exponents.clone();
            let power = rest.get_mut(v).map_or(0, std::mem::take);
            rest.truncate(rest.iter().rposition(|e| *e > 0).map_or(0, |last| last + 1));
            let fibre = fibres.entry(rest).or_insert_with(|| vec![BigInt::ZERO; degree + 1]);
            fibre[power as usize] = &c.n * (&common / &c.d);
        }
        fibres
    }

    /// The polynomial with these fibres.
    pub fn from_fibres(v: usize, fibres: BTreeMap<Vec<u32>, Vec<BigInt>>) -> Poly {
        let mut poly = Poly(BTreeMap::new());
        for (rest, fibre) in fibres {
            for (power, c) in fibre.into_iter().enumerate() {
                let mut exponents = rest.clone();
                if power > 0 {
                    exponents.resize(rest.len().max(v + 1), 0);
                    exponents[v] = power as u32;
                }
                poly.add_term(exponents, Q::whole(c));
            }
        }
        poly
    }

    /// With a variable replaced.
    pub fn with(&self, v: usize, value: &Poly, w: &Work) -> Result<Poly, Stop> {
        let mut powers = vec![Poly(BTreeMap::new()); self.degree(v) + 1];
        for (exponents, c) in &self.0 {
            let mut rest = exponents.clone();
            let power = rest.get_mut(v).map_or(0, std::mem::take);
            rest.truncate(rest.iter().rposition(|e| *e > 0).map_or(0, |last| last + 1));
            powers[power as usize].add_term(rest, c.clone());
        }
        let horner = |sum: Poly, c: &Poly| sum.times(value, w)?.plus(c, w);
        powers.iter().rev().try_fold(Poly::whole(0), horner)
    }

    /// Whole coefficients low to high, up to a positive factor, where nothing but `v` occurs.
    pub fn dense(&self, v: usize) -> Option<Vec<BigInt>> {
        let mut fibres = self.fibres(v);
        let only = fibres.remove(&Vec::new()).unwrap_or_default();
        fibres.is_empty().then_some(only)
    }
}
