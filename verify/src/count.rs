//! Counts: for which whole n one design is better than another.
//!
//! `D(n) = Σ c nʲ ρⁿ` is checked link by link. With the least base ρ, `E(n) = D(n+1) − ρ D(n)` is,
//! up to `ρⁿ⁺¹ > 0`, the increment of `D(n)/ρⁿ`, and has one term fewer. Where E keeps its sign,
//! `D/ρⁿ` is monotone, so that equal signs of D at both ends are its sign between. Towards
//! infinity the largest base decides, so that the last sign of a monotone stretch is known too.

use crate::json::Node;
use crate::line::{bernstein, sign_at};
use crate::number::{Q, Stop, Work, no, sign, words};
use crate::polynomial::Poly;
use crate::structure::{Values, at_least};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// From, to (without end where `None`), and the sign there.
pub type Range = (i64, Option<i64>, i8);

/// Coefficients by base and power of n.
type Terms = BTreeMap<(Q, u32), Q>;

/// Ranges `["1", "5", "+"]` that follow on each other from `start` to infinity, by steps.
fn ranges(node: &Node<'_>, start: i64, step: i64) -> Result<Vec<Range>, Stop> {
    let mut next = Some(start);
    let ranges = node.each(|range| {
        let [lo, hi, sign] = range.tuple()?;
        let (lo, hi) = (lo.count()?, hi.optional(Node::count)?);
        let sign = match sign.text()? {
            "+" => 1,
            "-" => -1,
            "0" => 0,
            _ => return sign.refuse("not `+`, `-` or `0`"),
        };
        if next != Some(lo) || hi.is_some_and(|hi| hi < lo || (hi - lo) % step != 0) {
            return no("ranges that do not follow on each other");
        }
        next = hi.map(|hi| hi + step);
        Ok((lo, hi, sign))
    })?;
    if next.is_some() { no("ranges that end") } else { Ok(ranges) }
}

/// Checks the signs of a sequence that is monotone between neighbouring `turns`, and at last has
/// the sign `limit`.
fn monotone(
    ranges: &[Range],
    turns: &[i64],
    limit: i8,
    sign: impl Fn(i64) -> Result<i8, Stop>,
) -> Result<(), Stop> {
    for (lo, hi, said) in ranges {
        let inside = turns.iter().filter(|t| *lo < **t && hi.is_none_or(|hi| **t < hi));
        for n in [*lo].iter().chain(hi).chain(inside) {
            if sign(*n)? != *said {
                return no(format!("another sign at n = {n}"));
            }
        }
        if hi.is_none() && limit != *said {
            return no("another sign towards infinity");
        }
    }
    Ok(())
}

fn at(terms: &Terms, n: i64, w: &Work) -> Result<i8, Stop> {
    // Without common divisors taken out, which would take longer than the sum.
    let (mut sum, mut below) = (BigInt::ZERO, BigInt::from(1));
    for ((base, j), c) in terms {
        let bits = n.unsigned_abs().saturating_mul(base.n.bits().max(base.d.bits()));
        w.spend(bits.saturating_mul(1 + (bits >> 16)))?;
        let (power, n) = (base.power(n)?, Q::whole(n).power(i64::from(*j))?.n);
        let d = &c.d * power.d;
        sum = sum * &d + &c.n * power.n * n * &below;
        below *= d;
    }
    Ok(sign(&sum))
}

fn add(terms: &mut Terms, key: (Q, u32), c: Q) {
    let sum = terms.remove(&key).map_or_else(|| c.clone(), |old| &old + &c);
    if sign(&sum.n) != 0 {
        terms.insert(key, sum);
    }
}

/// The signs of `d`, a polynomial in n and in the powers of [`Values::bases`].
pub fn exponential(
    (links, v, start): (&Node<'_>, usize, i64),
    d: &Poly,
    values: &Values<'_>,
) -> Result<Vec<Range>, Stop> {
    let (w, mut terms, mut checked) = (links.work, Terms::new(), None);
    for (exponents, c) in &d.0 {
        let (mut base, mut power) = (Q::whole(1), 0);
        for (i, e) in exponents.iter().enumerate().filter(|(_, e)| **e > 0) {
            match i.checked_sub(values.parameters.len()) {
                Some(i) => base = &base * &values.bases[i].power(i64::from(*e))?,
                None if i == v => power = *e,
                None => return no("another parameter is open"),
            }
        }
        add(&mut terms, (base, power), c.clone());
    }
    let mut before: Option<(Terms, Vec<Range>)> = None;
    if values.majority.is_some() {
        return no("a majority is not a sum of powers");
    }
    for link in links.list()? {
        let [base, said] = link.fields(["base", "ranges"])?;
        let said = ranges(&said, start, 1)?;
        if let Some((terms, ranges)) = &before {
            let turns: Vec<i64> = said.iter().map(|range| range.0).collect();
            let lead = terms.iter().next_back().map_or(0, |(_, c)| sign(&c.n));
            monotone(ranges, &turns, lead, |n| at(terms, n, w))?;
        }
        let Some(((least, _), _)) = terms.first_key_value() else {
            return if matches!(said[..], [(_, None, 0)]) { Ok(said) } else { no("D is 0") };
        };
        let least = least.clone();
        if base.number()? != least {
            return no(format!("the least base is {least}"));
        }
        let mut next = Terms::new();
        for ((base, j), c) in &terms {
            w.spend(2000 * (1 + u64::from(*j)) * (words(&c.n) + words(&c.d)).pow(2))?;
            let mut binomial = Q::whole(1);
            for i in 0..=*j {
                add(&mut next, (base.clone(), j - i), &(c * base) * &binomial);
                binomial = &binomial * &Q::new((j - i).into(), (i + 1).into());
            }
            add(&mut next, (base.clone(), *j), &Q::whole(-1) * &(c * &least));
        }
        checked = checked.or(Some(said.clone()));
        if next.is_empty() {
            // One term c ρⁿ is left.
            let lead = terms.values().next().map_or(0, |c| sign(&c.n));
            let done = matches!(said[..], [(_, None, sign)] if sign == lead);
            return checked.filter(|_| done).map_or_else(|| no("the last link has one sign"), Ok);
        }
        before = Some((std::mem::replace(&mut terms, next), said));
    }
    no("the chain has not come to its end")
}

/// The signs for odd and for even n of `d`, a polynomial in the reliability M of a majority of
/// replicas that work with p = 1 − q. With n = 2f + 1 or 2f replicas:
/// `M(2f+3) − M(2f+1) = (2p−1) C(2f+1, f) (pq)ᶠ⁺¹`, and
/// `M(2f+2) − M(2f) = C(2f, f) (pq)ᶠ p (p − f/(f+1)·q)`, which turns once where p < q.
pub fn majority(
    (classes, start): ([Node<'_>; 2], i64),
    d: &Poly,
    values: &Values<'_>,
) -> Result<[Vec<Range>; 2], Stop> {
    let Some((p, offset, variable)) = &values.majority else { return no("no majority") };
    let (w, q) = (classes[0].work, &Q::whole(1) - p);
    let Some(f) = d.dense(*variable) else { return no("not of the majority alone") };
    let slope: Vec<BigInt> = f.iter().enumerate().skip(1).map(|(i, c)| c * i).collect();
    let slopes = bernstein(&slope, &Q::whole(0), &Q::whole(1), w)?;
    if slopes.iter().any(|s| sign(s) < 0) && slopes.iter().any(|s| sign(s) > 0) || f.len() < 2 {
        return no("not monotone in the majority");
    }
    let limit = match p.cmp(&q) {
        std::cmp::Ordering::Less => Q::whole(0),
        std::cmp::Ordering::Equal => p.clone(),
        std::cmp::Ordering::Greater => Q::whole(1),
    };
    // The first f with f (q − p) ≥ p.
    let turn = if *p < q { p * &(&q - p).power(-1)? } else { Q::whole(0) };
    let turn = i64::try_from((&turn.n + &turn.d - 1) / &turn.d).unwrap_or(1 << 50).min(1 << 50);
    let replica = Poly::constant(p.clone());
    let sign = |n: i64| match at_least((n + offset) / 2 + 1, n + offset, &replica, w)?.as_constant()
    {
        Some(reliability) => sign_at(&f, &reliability, w),
        None => no("not a number"),
    };
    let mut signs = [Vec::new(), Vec::new()];
    for (i, class) in classes.iter().enumerate() {
        // The first n of the class, whose size n + offset is odd for the first class.
        let first = start + (start + offset + 1 + i as i64).rem_euclid(2);
        signs[i] = ranges(class, first, 2)?;
        let last = signs[i].last().map_or(0, |range| range.2);
        // Strictly monotone towards a zero: it keeps its sign.
        let at_last = match sign_at(&f, &limit, w)? {
            0 => last,
            other => other,
        };
        monotone(&signs[i], &vec![2 * turn - offset; i], at_last, sign)?;
    }
    Ok(signs)
}
