//! Polynomials in one variable on an interval: where their roots are, and their signs between.

use crate::number::{Checked, Q, Work, no, sign, words};
use crate::reading::Node;
use num_bigint::BigInt;
use std::cmp::Ordering;

/// How often the Bernstein coefficients on `[lo, hi]` change sign: 0 says no root strictly between,
/// 1 says exactly one (Descartes' rule of signs). Up to positive factors they are those of
/// `(1 + t)^degree f((lo + hi·t) / (1 + t))`, where t from 0 to ∞ runs through the interval.
pub fn variations(f: &[BigInt], lo: &Q, hi: &Q, w: &Work) -> Checked<usize> {
    let (n, common) = (f.len(), &lo.d * &hi.d);
    let (a, b) = (&lo.n * &hi.d, &hi.n * &lo.d);
    let longest = f.iter().map(words).max().unwrap_or(0) + n as u64 * words(&common).max(words(&b));
    w.spend((n * n) as u64 * (64 + longest / 2))?;
    // f(X / common), then X = a + Y, then Y = (b − a) Z for Z in 0..1.
    let mut g = f.to_vec();
    scale(g.iter_mut().rev(), &common);
    shift(&mut g, &a);
    scale(g.iter_mut(), &(b - &a));
    // Z = 1/(1 + s): reversed and shifted by 1.
    g.reverse();
    shift(&mut g, &BigInt::from(1));
    let signs: Vec<Ordering> = g.iter().map(sign).filter(|s| s.is_ne()).collect();
    Ok(signs.windows(2).filter(|pair| pair[0] != pair[1]).count())
}

/// Multiplies by 1, by, by², ….
fn scale<'a>(coefficients: impl Iterator<Item = &'a mut BigInt>, by: &BigInt) {
    let mut power = BigInt::from(1);
    for c in coefficients {
        *c *= &power;
        power *= by;
    }
}

/// `f(x + by)`.
fn shift(f: &mut [BigInt], by: &BigInt) {
    let n = f.len();
    for start in 0..n.saturating_sub(1) {
        for i in (start..n - 1).rev() {
            let add = if *by == BigInt::from(1) { f[i + 1].clone() } else { &f[i + 1] * by };
            f[i] += add;
        }
    }
}

pub fn sign_at(f: &[BigInt], x: &Q, w: &Work) -> Checked<Ordering> {
    let n = f.len() as u64;
    w.spend(n * n * (words(&x.n) + words(&x.d)) * words(&x.d) + n)?;
    let (mut sum, mut scale) = (BigInt::ZERO, BigInt::from(1));
    for c in f.iter().rev() {
        sum = sum * &x.n + c * &scale;
        scale *= &x.d;
    }
    Ok(sign(&sum))
}

/// The product, where none is empty.
fn product(f: &[BigInt], g: &[BigInt], w: &Work) -> Checked<Vec<BigInt>> {
    let longest = |f: &[BigInt]| f.iter().map(words).max().unwrap_or(0);
    w.spend((f.len() * g.len()) as u64 * (16 + longest(f) * longest(g)))?;
    let mut product = vec![BigInt::ZERO; f.len() + g.len() - 1];
    for (i, c) in f.iter().enumerate() {
        for (j, d) in g.iter().enumerate() {
            product[i + j] += c * d;
        }
    }
    Ok(product)
}

/// A polynomial `["-1", "0", "2"]`, low to high, of degree 1 at least.
pub fn coefficients(node: &Node<'_>) -> Checked<Vec<BigInt>> {
    let f = node.each(|c| c.number())?;
    match f.last() {
        Some(c) if c.n != BigInt::ZERO && (2..=20_001).contains(&f.len()) => {}
        _ => return node.refuse("not a polynomial of degree 1 to 20,000"),
    }
    if f.iter().any(|c| c.d != 1.into()) {
        return node.refuse("not whole numbers");
    }
    Ok(f.into_iter().map(|c| c.n).collect())
}

/// The one root of a polynomial strictly between two numbers; the number itself where they are
/// equal and no polynomial is given.
#[derive(Clone, PartialEq)]
pub struct Root {
    pub polynomial: Vec<BigInt>,
    pub lo: Q,
    pub hi: Q,
}

impl Root {
    pub fn exact(x: &Q) -> Root {
        Root { polynomial: Vec::new(), lo: x.clone(), hi: x.clone() }
    }
}

/// All roots of f from lo to hi, and its signs before, between and after them; 0 where it begins or
/// ends with a root.
///
/// The factors are checked: their product is f up to a number, and each is given with cuts of the
/// interval so fine that every piece has at most one sign variation.
pub fn line(
    factors: &Node<'_>,
    f: &[BigInt],
    (lo, hi): (&Q, &Q),
) -> Checked<(Vec<Root>, Vec<Ordering>)> {
    let (w, mut all) = (factors.work, vec![BigInt::from(1)]);
    let mut roots: Vec<Root> = Vec::new();
    for node in factors.list()? {
        let [p, power, cuts] = node.fields(["polynomial", "power", "cuts"])?;
        let (p, power) = (coefficients(&p)?, power.index(1_001)?);
        for _ in 0..power.max(1) {
            all = product(&all, &p, w)?;
            if all.len() > f.len() || power == 0 {
                return no("the product of the factors is another polynomial");
            }
        }
        let cuts = cuts.each(|cut| cut.number())?;
        if cuts.first() != Some(lo) || cuts.last() != Some(hi) {
            return no("the cuts are not those of the interval");
        }
        for cut in &cuts {
            if sign_at(&p, cut, w)?.is_eq() {
                roots.push(Root::exact(cut));
            }
        }
        for pair in cuts.windows(2) {
            let (lo, hi) = (&pair[0], &pair[1]);
            match variations(&p, lo, hi, w)? {
                _ if lo.compare(hi).is_ge() => return no("the cuts do not increase"),
                0 => {}
                1 => roots.push(Root { polynomial: p.clone(), lo: lo.clone(), hi: hi.clone() }),
                _ => return no("more than one sign variation between two cuts"),
            }
        }
    }
    let leads = all.last().zip(f.last()).filter(|(_, lead)| sign(lead).is_ne());
    let proportional = |(a, b)| all.iter().zip(f).all(|(c, d)| c * b == d * a);
    if all.len() != f.len() || !leads.is_some_and(proportional) {
        return no("the product of the factors is another polynomial");
    }
    roots.sort_by(|r, s| r.lo.compare(&s.lo).then(r.hi.compare(&s.hi)));
    let mut signs = vec![sign_at(f, lo, w)?];
    for pair in roots.windows(2) {
        let (from, to) = (&pair[0].hi, &pair[1].lo);
        let between = sign_at(f, &from.plus(to).times(&Q::new(1.into(), 2.into())), w)?;
        if between.is_eq() || from.compare(to).is_gt() {
            return no("roots that are not told apart");
        }
        signs.push(between);
    }
    if !roots.is_empty() {
        signs.push(sign_at(f, hi, w)?);
    }
    Ok((roots, signs))
}
