//! Separating the real roots of a square-free polynomial.
//!
//! On an interval there are as many roots as the Bernstein coefficients have changes of sign, or
//! fewer by an even number; none and one are thus certain, and everything else is halved (Vincent
//! 1836, Collins & Akritas 1976, in the Bernstein basis: Lane & Riesenfeld 1981). The
//! coefficients are in fixed point, and everything is done again with twice their length
//! where that was not enough (Rouillier & Zimmermann 2004 with arithmetic of bounded length).

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::cell::{Cell, dyadic};
use super::convolution::longest;
use super::polynomial::{UnivariatePolynomial, sign};
use super::refine::{Narrowed, narrowed};
use super::subdivision::Coefficients;
use crate::limits::LimitReached;
use crate::multivariate::Work;
use crate::rational::Rational;

/// A root that is alone.
pub(super) enum Isolated {
    /// This dyadic number.
    At(Rational),
    /// The only root in this cell, with the sign just above the lower end. There is no root at
    /// the ends but those that are listed themselves.
    Within(Cell, Ordering),
}

/// All roots x of a square-free polynomial with `0 < x < 2^exponent`, or with
/// `−2^exponent < x < 0`.
pub(super) fn isolated(
    polynomial: &UnivariatePolynomial,
    negative: bool,
    exponent: u64,
    work: &mut Work,
) -> Result<Vec<Isolated>, LimitReached> {
    let length = polynomial.powers().len() as u64;
    let bits = longest(polynomial.powers()).unwrap_or(0);
    let words = bits.saturating_add(exponent.saturating_mul(length)) / 64 + 1;
    let conversion = length.saturating_mul(length).saturating_mul(words);
    if polynomial.known_homogeneous().is_none() || negative || exponent > 0 {
        work.charge(conversion)?;
    }
    let scaled;
    let on_unit = if !negative && exponent == 0 {
        polynomial
    } else {
        let numbers = polynomial.powers().iter().zip(0u64..).map(|(number, i)| {
            let number = number << (exponent * i);
            if negative && i % 2 == 1 { -number } else { number }
        });
        scaled = UnivariatePolynomial::from_powers(numbers.collect());
        &scaled
    };
    let homogeneous = on_unit.homogeneous();
    let place = Place { polynomial: on_unit, negative, exponent };
    let ends = match homogeneous {
        [] | [_] => return Ok(Vec::new()),
        [first, .., last] => (sign(first), sign(last)),
    };
    // Exact signs are enough where there is one root at most.
    let signs = homogeneous.iter().map(sign).filter(|sign| sign.is_ne());
    match changes(signs.map(Some)) {
        Changes { most: 0, .. } => return Ok(Vec::new()),
        Changes { most: 1, first, .. } => return Ok(vec![place.cell(BigInt::zero(), 0, first)]),
        _ => {}
    }
    let mut limbs = 4;
    loop {
        let start = Coefficients::new(homogeneous, limbs);
        if let Some(mut roots) = search(&place, start, ends, work)? {
            if negative {
                roots.reverse();
            }
            return Ok(roots);
        }
        limbs *= 2;
    }
}

/// An interval of `(0, 1)` that is to be searched.
struct Node {
    coefficients: Coefficients,
    index: BigInt,
    depth: u64,
    /// The exact signs at the ends.
    ends: (Ordering, Ordering),
}

/// The roots in (0, 1) in ascending order; nothing where the coefficients were too short.
fn search(
    place: &Place,
    coefficients: Coefficients,
    ends: (Ordering, Ordering),
    work: &mut Work,
) -> Result<Option<Vec<Isolated>>, LimitReached> {
    let mut roots = Vec::new();
    let mut pending =
        vec![Step::Search(Node { coefficients, index: BigInt::zero(), depth: 0, ends })];
    while let Some(step) = pending.pop() {
        let node = match step {
            Step::Root(root) => {
                roots.push(root);
                continue;
            }
            Step::Search(node) => node,
        };
        let last = node.coefficients.len().saturating_sub(1);
        let signs = (0..=last).filter_map(|i| match i {
            0 => node.ends.0.is_ne().then_some(Some(node.ends.0)),
            _ if i == last => node.ends.1.is_ne().then_some(Some(node.ends.1)),
            _ => Some(node.coefficients.sign(i)),
        });
        let changes = changes(signs);
        if changes.most == 0 {
            continue;
        }
        if changes.most == 1 && changes.least == 1 {
            roots.push(place.cell(node.index, node.depth, changes.first));
            continue;
        }
        if changes.least < 2 && node.coefficients.is_imprecise() {
            return Ok(None);
        }
        work.charge(node.coefficients.work())?;
        let (lower, upper) = node.coefficients.halves();
        let depth = node.depth + 1;
        let index = node.index << 1u32;
        let middle = &index + 1;
        let at_middle =
            upper.sign(0).unwrap_or_else(|| place.polynomial.sign_at(&dyadic(&middle, depth)));
        // The last one is looked at first.
        pending.push(Step::Search(Node {
            coefficients: upper,
            index: middle.clone(),
            depth,
            ends: (at_middle, node.ends.1),
        }));
        if at_middle.is_eq() {
            pending.push(Step::Root(Isolated::At(place.number(&middle, depth))));
        }
        let ends = (node.ends.0, at_middle);
        pending.push(Step::Search(Node { coefficients: lower, index, depth, ends }));
    }
    Ok(Some(roots))
}

enum Step {
    Search(Node),
    Root(Isolated),
}

/// How many changes of sign a row has, where some signs are not known.
struct Changes {
    least: usize,
    most: usize,
    /// The first sign that is known. Where there is one change at most, none is open before it.
    first: Ordering,
}

/// Counts up to two: there is no difference beyond.
fn changes(signs: impl Iterator<Item = Option<Ordering>>) -> Changes {
    let mut known = None;
    let mut first = Ordering::Equal;
    let mut least = 0;
    // The most changes in a row that ends below 0, or above.
    let (mut below, mut above): (Option<usize>, Option<usize>) = (None, None);
    for sign in signs {
        if sign.is_some() && sign != known {
            match (known, sign) {
                (None, Some(sign)) => first = sign,
                _ => least += 1,
            }
            known = sign;
        }
        let started = below.is_some() || above.is_some();
        let to = |same: Option<usize>, other: Option<usize>| {
            if started { same.max(other.map(|changes| changes + 1)) } else { Some(0) }
        };
        let (next_below, next_above) = (to(below, above), to(above, below));
        below = next_below.filter(|_| sign != Some(Ordering::Greater));
        above = next_above.filter(|_| sign != Some(Ordering::Less));
        if least >= 2 {
            return Changes { least, most: usize::MAX, first };
        }
    }
    Changes { least, most: below.max(above).unwrap_or(0), first }
}

/// Where (0, 1) is: x is `± 2^exponent · u`.
struct Place<'a> {
    /// The polynomial in u.
    polynomial: &'a UnivariatePolynomial,
    negative: bool,
    exponent: u64,
}

impl Place<'_> {
    fn number(&self, index: &BigInt, depth: u64) -> Rational {
        let scaled = dyadic(&(index << self.exponent), depth);
        if self.negative { -scaled } else { scaled }
    }

    /// The root in a cell of u that has one, with the sign just above the cell's lower end.
    fn cell(&self, index: BigInt, depth: u64, left: Ordering) -> Isolated {
        // A cell of x is not wider than 1.
        match narrowed(self.polynomial, left, &Cell { index, depth }, self.exponent) {
            Narrowed::At(index, depth) => Isolated::At(self.number(&index, depth)),
            Narrowed::Within(Cell { index, depth }) => {
                let depth = depth - self.exponent;
                if self.negative {
                    let index = -(index + BigInt::one());
                    Isolated::Within(Cell { index, depth }, left.reverse())
                } else {
                    Isolated::Within(Cell { index, depth }, left)
                }
            }
        }
    }
}
