//! Narrowing the cell around a simple root.
//!
//! The root is guessed by the secant, and two signs confirm the guess: each success doubles the
//! number of digits that the next step gains, each failure halves it (Abbott, *Quadratic interval
//! refinement for real roots*, 2006). Values in fixed point are guesses; every sign is exact.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::Signed;

use super::cell::Cell;
use super::fixed_point::FixedPoint;
use super::polynomial::{UnivariatePolynomial, sign};

/// Where a simple root is.
pub(super) enum Narrowed {
    /// In this cell.
    Within(Cell),
    /// At this end of a cell: index and depth.
    At(BigInt, u64),
}

/// Narrows a cell that has exactly one root inside, a simple one, and none at its ends, to this
/// depth. `left` is the sign at the lower end.
pub(super) fn narrowed(
    polynomial: &UnivariatePolynomial,
    left: Ordering,
    cell: &Cell,
    depth: u64,
) -> Narrowed {
    let mut cell = cell.clone();
    if cell.depth >= depth {
        return Narrowed::Within(cell);
    }
    let values = FixedPoint::new(polynomial, &cell, depth + 64);
    let look = |index: &BigInt, depth: u64| {
        let value = values.value(index, depth);
        let sign = value.as_ref().map_or_else(|| values.sign(index, depth), sign);
        (sign, value)
    };
    let mut lo = values.value(&cell.index, cell.depth);
    let mut hi = values.value(&(&cell.index + 1), cell.depth);
    let mut gain = 1;
    while cell.depth < depth {
        let step = gain.min(depth - cell.depth);
        if step > 1
            && let (Some(low), Some(high)) = (&lo, &hi)
        {
            let deeper = cell.depth + step;
            let parts = (low.abs() << step).div_floor(&(low.abs() + high.abs()));
            let index = (&cell.index << step) + parts;
            let (lower, low) = look(&index, deeper);
            if lower == Ordering::Equal {
                return Narrowed::At(index, deeper);
            }
            gain /= 2;
            if lower == left {
                let above = &index + 1;
                let (upper, high) = look(&above, deeper);
                if upper == Ordering::Equal {
                    return Narrowed::At(above, deeper);
                }
                if upper != left {
                    (lo, hi) = (low, high);
                    cell = Cell { index, depth: deeper };
                    gain = step * 2;
                }
            }
            continue;
        }
        let middle: BigInt = (&cell.index << 1u32) + 1;
        cell.depth += 1;
        cell.index <<= 1u32;
        match look(&middle, cell.depth) {
            (Ordering::Equal, _) => return Narrowed::At(middle, cell.depth),
            (sign, value) if sign == left => {
                cell.index = middle;
                lo = value;
            }
            (_, value) => hi = value,
        }
        gain = 2;
    }
    Narrowed::Within(cell)
}
