//! Votes of alike parts whose number grows with a count, in the forms that the checker knows.

use kofn_algebra::{Expr, Integer, Rational, Symbol};

use crate::count::affine_on;

/// A vote of `count + more` alike parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedVote {
    /// At least k of them.
    AtLeast {
        /// How many are needed.
        k: u64,
        /// How many parts there are besides the count.
        more: u64,
    },
    /// All but so many of them: not more than so many fail.
    AllBut {
        /// How many may fail.
        spare: u64,
        /// How many parts there are besides the count.
        more: u64,
    },
    /// More than half of as many as the count says.
    Majority,
}

/// The form of "at least k of n", both depending on a count.
pub fn counted_vote(k: &Expr, n: &Expr, count: &Symbol) -> Option<CountedVote> {
    /// Parts besides the count are written one by one.
    const MOST_BESIDES: u64 = 16;
    let whole = |number: &Rational| number.to_integer().and_then(|number| number.to_u64());
    let on = |of: &Expr, period: u32, residue: u32| affine_on(of, count, period, residue);
    let all = on(n, 1, 0).filter(|all| all.slope.is_one())?;
    let more = whole(&all.constant).filter(|more| *more <= MOST_BESIDES)?;
    match on(k, 1, 0) {
        Some(needed) if needed.slope.is_zero() => {
            Some(CountedVote::AtLeast { k: whole(&needed.constant)?, more })
        }
        Some(needed) if needed.slope.is_one() => {
            let spare = whole(&(&all.constant - &needed.constant))?;
            Some(CountedVote::AllBut { spare, more })
        }
        _ => {
            // m + 1 of 2m, and of 2m + 1.
            let half = |residue| {
                on(k, 2, residue).is_some_and(|k| k.slope.is_one() && k.constant.is_one())
            };
            (more == 0 && half(0) && half(1)).then_some(CountedVote::Majority)
        }
    }
}

/// How a majority of n parts moves in steps of 2: whether it rises throughout (`Some(true)`), falls
/// throughout, or turns. For odd n it rises for p ≥ 1/2; for n = 2f the step to n + 2 has the sign
/// of `p − (1 − 2p) f`.
pub(super) fn majority_rises(p: &Rational, from: &Integer, to: Option<&Integer>) -> Option<bool> {
    let excess = p + p - Rational::one();
    let end = !excess.is_negative();
    if !from.is_even() {
        return Some(end);
    }
    let two = Integer::from(2u32);
    let rises = |n: &Integer| {
        let half = Rational::from(n.div_floor(&two).unwrap_or_else(Integer::zero));
        !(p + &(&excess * &half)).is_negative()
    };
    let (first, last) = (rises(from), to.map_or(end, rises));
    (first == last).then_some(last)
}
