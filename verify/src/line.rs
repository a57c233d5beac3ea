//! Polynomials in one variable on an interval: where their roots are, and their signs between.

use crate::json::Node;
use crate::number::{Q, Stop, Work, no, sign, words};
use num_bigint::BigInt;

/// The Bernstein coefficients on `[lo, hi]`, each times a positive number: those of
/// `(1 + t)^degree f((lo + hi·t) / (1 + t))`, where t from 0 to ∞ runs through the interval.
pub fn bernstein(f: &[BigInt], lo: &Q, hi: &Q, w: &Work) -> Result<Vec<BigInt>, Stop> {
    let (n, common) = (f.len(), &lo.d * &hi.d);
    let (a, b) = (&lo.n * &hi.d, &hi.n * &lo.d);
    let longest = f.iter().map(words).max().unwrap_or(0) + n as u64 * words(&common).max(words(&b));
    w.spend((n * n) as u64 * (64 + longest / 2))?;
    // f(X / common), then X = a + Y, then Y = (b − a) Z for Z in 0..1.
    let mut g = f.to_vec();
    let (mut scale, width) = (BigInt::from(1), &b - &a);
    for c in g.iter_mut().rev() {
        *c *= &scale;
        scale *= &common;
    }
    shift(&mut g, &a);
    let mut scale = BigInt::from(1);
    for c in &mut g {
        *c *= &scale;
        scale *= &width;
    }
    // Z = 1/(1 + s): reversed and shifted by 1, which gives the coefficients from hi to lo.
    g.reverse();
    shift(&mut g, &BigInt::from(1));
    g.reverse();
    Ok(g)
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

/// How often the coefficients change sign on `[lo, hi]`: 0 says no root strictly between, 1 says
/// exactly one (Descartes' rule of signs).
pub fn variations(f: &[BigInt], lo: &Q, hi: &Q, w: &Work) -> Result<usize, Stop> {
    let signs: Vec<i8> = bernstein(f, lo, hi, w)?.iter().map(sign).filter(|s| *s != 0).collect();
    Ok(signs.windows(2).filter(|pair| pair[0] != pair[1]).count())
}

pub fn sign_at(f: &[BigInt], x: &Q, w: &Work) -> Result<i8, Stop> {
    let n = f.len() as u64;
    w.spend(n * n * (words(&x.n) + words(&x.d)) * words(&x.d) + n)?;
    let (mut sum, mut scale) = (BigInt::ZERO, BigInt::from(1));
    for c in f.iter().rev() {
        sum = sum * &x.n + c * &scale;
        scale *= &x.d;
    }
    Ok(sign(&sum))
}

/// The product, where the first is not 0.
fn product(f: &[BigInt], g: &[BigInt], w: &Work) -> Result<Vec<BigInt>, Stop> {
    let longest = |f: &[BigInt]| f.iter().map(words).max().unwrap_or(0);
    w.spend((f.len() * g.len()) as u64 * (16 + longest(f) * longest(g)))?;
    let mut product = vec![BigInt::ZERO; (f.len() + g.len()).saturating_sub(1)];
    for (i, c) in f.iter().enumerate() {
        for (j, d) in g.iter().enumerate() {
            product[i + j] += c * d;
        }
    }
    Ok(product)
}

/// Whether one is a number times the other; none is 0 in the highest place.
fn proportional(f: &[BigInt], g: &[BigInt]) -> bool {
    f.len() == g.len()
        && f.last().zip(g.last()).is_some_and(|(a, b)| f.iter().zip(g).all(|(c, d)| c * b == d * a))
}

/// A polynomial `["-1", "0", "2"]`, low to high, of degree 1 at least.
pub fn coefficients(node: &Node<'_>) -> Result<Vec<BigInt>, Stop> {
    let f = node.each(|c| c.integer())?;
    match f.last() {
        Some(c) if sign(c) != 0 && (2..=20_001).contains(&f.len()) => Ok(f),
        _ => node.refuse("not a polynomial of degree 1 to 20,000"),
    }
}

/// A number at which the solutions may begin or end.
#[derive(Clone, PartialEq)]
pub enum End {
    Rational(Q),
    /// The one root of a polynomial between two numbers.
    Algebraic(Vec<BigInt>, Q, Q),
}

pub struct Root {
    lo: Q,
    hi: Q,
    pub end: End,
    /// Whether the divisor is 0 there.
    pub undefined: bool,
}

/// The roots of a polynomial and of a divisor in an interval, and the polynomial's sign before,
/// between and after them; none where the interval begins or ends with a root.
pub struct Line {
    pub roots: Vec<Root>,
    pub signs: Vec<Option<i8>>,
}

/// Checks factors, `f = c ∏ pᵢ^powerᵢ` and `divisor = d ∏ pᵢ^divisorᵢ`, and cuts of the interval
/// for each so fine that every piece has at most one variation. All roots are then known.
pub fn line(
    factors: &Node<'_>,
    (f, divisor): (&[BigInt], &[BigInt]),
    (lo, hi): (&Q, &Q),
) -> Result<Line, Stop> {
    let w = factors.work;
    let mut products = [vec![BigInt::from(1)], vec![BigInt::from(1)]];
    let mut roots: Vec<Root> = Vec::new();
    for node in factors.list()? {
        let [p, power, below, cuts] =
            node.fields(["polynomial", "power", "divisor_power", "cuts"])?;
        let p = coefficients(&p)?;
        for (product_so_far, times) in products.iter_mut().zip([&power, &below]) {
            for _ in 0..times.index(1_001)? {
                *product_so_far = product(product_so_far, &p, w)?;
                if product_so_far.len() > f.len().max(divisor.len()) {
                    return no("the product of the factors is another polynomial");
                }
            }
        }
        let undefined = below.index(1_001)? > 0;
        if !undefined && power.index(1_001)? == 0 {
            return no("a factor that does not occur");
        }
        let cuts = cuts.each(|cut| cut.number())?;
        if cuts.first() != Some(lo) || cuts.last() != Some(hi) || cuts.iter().any(|c| c < lo) {
            return no("the cuts are not those of the interval");
        }
        for cut in &cuts {
            if sign_at(&p, cut, w)? == 0 {
                let end = End::Rational(cut.clone());
                roots.push(Root { lo: cut.clone(), hi: cut.clone(), end, undefined });
            }
        }
        for pair in cuts.windows(2) {
            let [a, b] = pair else { continue };
            match variations(&p, a, b, w)? {
                _ if a >= b => return no("the cuts do not increase"),
                0 => {}
                1 => roots.push(Root {
                    lo: a.clone(),
                    hi: b.clone(),
                    end: End::Algebraic(p.clone(), a.clone(), b.clone()),
                    undefined,
                }),
                _ => return no(format!("more than one sign variation from {a} to {b}")),
            }
        }
    }
    let [numerator, denominator] = &products;
    if !f.is_empty() && !proportional(numerator, f) || !proportional(denominator, divisor) {
        return no("the product of the factors is another polynomial");
    }
    roots.sort_by(|r, s| (&r.lo, &r.hi).cmp(&(&s.lo, &s.hi)));
    let at = |x: &Q| sign_at(f, x, w).map(Some);
    let point = |r: &Root, x: &Q| r.lo == *x && r.hi == *x;
    let mut signs = vec![if roots.first().is_some_and(|r| point(r, lo)) { None } else { at(lo)? }];
    for pair in roots.windows(2) {
        let [r, s] = pair else { continue };
        if r.hi > s.lo || r.hi == s.lo && (r.lo == r.hi || s.lo == s.hi) {
            return no(format!("roots are not told apart near {}", s.lo));
        }
        let middle = &(&r.hi + &s.lo) * &Q::new(1.into(), 2.into());
        signs.push(at(&middle)?);
    }
    match roots.last() {
        None => {}
        Some(r) if point(r, hi) => signs.push(None),
        Some(_) => signs.push(at(hi)?),
    }
    Ok(Line { roots, signs })
}
