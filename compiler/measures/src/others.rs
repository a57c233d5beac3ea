//! How many of the others work: for each of many unlike parts, without the part itself.
//!
//! The parts before and those behind are counted once each, and what is needed is put together
//! from both, so n parts up to the count c cost n·c steps and not n²·c.

use crate::Trouble;
use kofn_algebra::{Chance, Ring};

/// Numbers that one such count may keep.
const MOST: usize = 8_000_000;

/// The chances that exactly, and that at most, so many of the others work.
pub(crate) type Others<E> = (E, E);

/// For each part the chances that exactly, and that at most, `count` of the others work.
pub(crate) fn others<R: Ring>(
    ring: &R,
    parts: &[Chance<R::Element>],
    count: usize,
) -> Result<Vec<Others<R::Element>>, Trouble> {
    let width = count.saturating_add(1);
    if parts.len().saturating_mul(width) > MOST {
        let what = "numbers to count unlike parts by".to_owned();
        return Err(Trouble::Limit { what, limit: MOST as u64 });
    }
    // `behind[i][j]`: exactly j of the parts from the i-th on work.
    let mut row = vec![ring.one()];
    let mut behind = vec![row.clone()];
    for part in parts.iter().rev() {
        row = counted(ring, &row, part, width);
        behind.push(row.clone());
    }
    behind.reverse();
    let mut before = vec![ring.one()];
    let mut found = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let rest = &behind[at + 1];
        let mut exactly = ring.zero();
        let mut at_most = ring.zero();
        // Sums of the first chances behind.
        let mut sums = Vec::with_capacity(width);
        let mut sum = ring.zero();
        for j in 0..width {
            if let Some(chance) = rest.get(j) {
                sum = ring.add(&sum, chance);
            }
            sums.push(sum.clone());
        }
        for (j, chance) in before.iter().enumerate().take(width) {
            if let Some(other) = rest.get(count - j) {
                exactly = ring.add(&exactly, &ring.mul(chance, other));
            }
            at_most = ring.add(&at_most, &ring.mul(chance, &sums[count - j]));
        }
        found.push((exactly, at_most));
        before = counted(ring, &before, part, width);
    }
    Ok(found)
}

/// One more part is counted; counts from `width` on are dropped.
fn counted<R: Ring>(
    ring: &R,
    row: &[R::Element],
    part: &Chance<R::Element>,
    width: usize,
) -> Vec<R::Element> {
    (0..width.min(row.len() + 1))
        .map(|j| {
            let same = row.get(j).map(|chance| ring.mul(chance, &part.fails));
            let more = j.checked_sub(1).map(|j| ring.mul(&row[j], &part.works));
            match (same, more) {
                (Some(same), Some(more)) => ring.add(&same, &more),
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => ring.zero(),
            }
        })
        .collect()
}
