//! Where an exponential polynomial is positive, zero and negative: discrete Rolle.
//!
//! For a base ρ of D, `E(n) = D(n+1) − ρ D(n)` has a term fewer and is, up to the positive factor
//! `ρ^(n+1)`, the increment of `D(n)/ρⁿ`. So where E keeps its sign, `D(n)/ρⁿ` is monotone, and D
//! changes sign at most twice: to 0 and from there. Taking the smallest base again and again ends
//! with nothing; from there back up, the signs of each link give those of the one before.
//!
//! Towards infinity the leading term decides, from a number on that is found together with the
//! reason why it does.

use kofn_algebra::{Integer, LimitReached, Rational, RealRing, Ring};
use std::cmp::Ordering;

use super::exponential::{ExponentialPolynomial, Term};
use super::runs::{SignRun, append, monotone_pieces, monotone_runs};
use super::sign::{Signs, enclosed_power, sign_of};

/// The signs of an exponential polynomial on a range, and why they are these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignChain {
    /// The polynomial, and what is left of it step by step. The last one is 0 everywhere, or has
    /// a range of one number.
    pub links: Vec<Link>,
}

/// One step of a [`SignChain`].
///
/// To check one: the next link's terms are `D(n+1) − ρ D(n)`; on each run of the next link's signs
/// (and one number further) `D(n)/ρⁿ` is monotone, so the signs at both ends of each run of
/// this link within such a piece prove the run; from the tail on, the tail does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The terms of D; none where D is 0 everywhere.
    pub terms: Vec<Term>,
    /// ρ, the smallest base; none where D is 0 everywhere.
    pub base: Option<Rational>,
    /// The signs of D. The range of each link ends one number before that of the link before.
    pub runs: Vec<SignRun>,
    /// What proves the last sign, where the range has no end and D is not 0 everywhere.
    pub tail: Option<Tail>,
}

/// From a number N ≥ 1 on, D has the sign of its leading term `c n^d R^n`, because there
/// * `(1 + 1/N)^(j−d) ρ/R ≤ 1` for each other term with j > d, so that it only loses against the
///   leading one, and
/// * `Σ |c_i| N^(j−d) (ρ/R)^N < |c|` over all other terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tail {
    /// N
    pub from: Integer,
    /// The sign of c.
    pub sign: Ordering,
}

impl SignChain {
    /// The signs of the polynomial itself.
    pub fn runs(&self) -> &[SignRun] {
        self.links.first().map_or(&[], |link| &link.runs)
    }
}

/// The signs of D at the whole numbers from … to, of which there is one at least.
pub(super) fn sign_chain(
    polynomial: ExponentialPolynomial,
    from: &Integer,
    to: Option<&Integer>,
) -> Result<SignChain, LimitReached> {
    let mut polynomials = vec![polynomial];
    let mut length = to.map(|to| to - from);
    while let Some(last) = polynomials.last()
        && let Some(base) = last.polynomials().keys().next()
        && length.as_ref().is_none_or(|length| *length >= Integer::one())
    {
        let increment = last.increment(base);
        polynomials.push(increment);
        length = length.map(|length| length - Integer::one());
    }
    let mut links: Vec<Link> = Vec::new();
    let mut increments: Vec<SignRun> = Vec::new();
    for (depth, polynomial) in polynomials.into_iter().enumerate().rev() {
        let to = to.map(|to| to - Integer::from(depth));
        let link = link(&polynomial, from, to, &increments)?;
        increments.clone_from(&link.runs);
        links.push(link);
    }
    links.reverse();
    Ok(SignChain { links })
}

fn link(
    polynomial: &ExponentialPolynomial,
    from: &Integer,
    to: Option<Integer>,
    increments: &[SignRun],
) -> Result<Link, LimitReached> {
    if polynomial.is_zero() {
        let runs = vec![SignRun { from: from.clone(), to, sign: Ordering::Equal }];
        return Ok(Link { terms: Vec::new(), base: None, runs, tail: None });
    }
    let tail = if to.is_none() { Some(tail(polynomial, from)?) } else { None };
    let mut signs = Signs::of(polynomial);
    let mut sign = |n: &Integer| signs.at(n);
    let mut runs: Vec<SignRun> = Vec::new();
    for (start, end, _) in monotone_pieces(from, increments) {
        let last = match (&end, &tail) {
            (Some(end), _) => end.clone(),
            (None, Some(tail)) => tail.from.clone().max(start.clone()),
            (None, None) => start.clone(),
        };
        // The first number of a piece is the last of the one before.
        let first = match runs.last() {
            Some(_) if start < last => &start + Integer::one(),
            _ => start,
        };
        for run in monotone_runs(&first, &last, &mut sign)? {
            append(&mut runs, run);
        }
        if let (None, Some(run)) = (&end, runs.last_mut()) {
            run.to = None;
        }
    }
    let base = polynomial.polynomials().keys().next().cloned();
    Ok(Link { terms: polynomial.terms(), base, runs, tail })
}

/// A number from which on the leading term decides; not the smallest, but at most about twice it.
fn tail(polynomial: &ExponentialPolynomial, from: &Integer) -> Result<Tail, LimitReached> {
    /// In binary digits. Only bases that agree in as many leading digits come near it.
    const LONGEST: u64 = 62;
    let terms = polynomial.terms();
    let leading = polynomial.leading();
    let sign = leading.map_or(Ordering::Equal, |(_, _, c)| sign_of(c));
    let mut at = from.clone().max(Integer::one());
    while let Some((base, power, c)) = leading {
        let others = terms.iter().filter(|term| term.base != *base || term.power != power);
        if decides(others, base, power, c, &at) {
            break;
        }
        at += at.clone();
        if at.bits() > LONGEST + from.bits() {
            return Err(LimitReached {
                what: "binary digits of the number from which on a term outgrows all others",
                limit: LONGEST,
                reached: at.bits(),
            });
        }
    }
    Ok(Tail { from: at, sign })
}

/// Whether both inequalities of a [`Tail`] hold at n.
fn decides<'a>(
    others: impl Iterator<Item = &'a Term>,
    base: &Rational,
    power: usize,
    coefficient: &Rational,
    n: &Integer,
) -> bool {
    const PRECISION: u32 = 128;
    let ring = RealRing::new(PRECISION);
    let mut sum = ring.zero();
    for term in others {
        let Some(ratio) = term.base.checked_div(base) else { return false };
        let (rising, steps) = (term.power > power, term.power.abs_diff(power));
        let Ok(steps) = u32::try_from(steps) else { return false };
        // (1 + 1/n)^steps · ratio ≤ 1, over the common denominator
        let next = Rational::from((n + Integer::one()).pow(steps)) * &ratio;
        if rising && next > Rational::from(n.pow(steps)) {
            return false;
        }
        let grown = Rational::from(n.pow(steps));
        let grown = if rising { Some(grown) } else { grown.reciprocal() };
        let (Some(grown), Some(decayed)) = (grown, enclosed_power(&ratio, n, PRECISION)) else {
            return false;
        };
        let size = ring.mul(&ring.enclose(&(grown * term.coefficient.abs())), &decayed);
        sum = ring.add(&sum, &size);
    }
    sum.compare(&coefficient.abs()) == Some(Ordering::Less)
}
