//! How large something that is computed over the parts becomes: digits of a value, degree of a
//! polynomial. Both add up over whatever stands side by side.

use crate::Trouble;
use crate::chance::{count, needed};
use kofn_algebra::Expr;
use kofn_structure::{Part, PartId, Parts, Tally};

/// The sum of the leaves' sizes, each as often as the structure has it; of two cases the larger
/// counts. `None` where a leaf has no size.
pub(crate) fn total(
    parts: &Parts,
    root: PartId,
    leaf: impl Fn(&Expr) -> Option<u128>,
) -> Result<Option<u128>, Trouble> {
    let needed = needed(parts, root);
    let mut sizes: Vec<u128> = vec![0; parts.len()];
    for (at, part) in parts.iter().enumerate().take(root.index() + 1) {
        if !needed[at] {
            continue;
        }
        let of = |id: &PartId| sizes[id.index()];
        let sum = |all: &[PartId]| all.iter().fold(0u128, |sum, id| sum.saturating_add(of(id)));
        sizes[at] = match part {
            Part::Leaf { value, .. } => match leaf(value) {
                Some(size) => size,
                None => return Ok(None),
            },
            Part::Constant(_) => 0,
            Part::Not(inner) => of(inner),
            Part::Series(all) | Part::Parallel(all) => {
                let mut sum = 0u128;
                for (id, exponent) in all {
                    sum = sum.saturating_add(of(id).saturating_mul(times(exponent)?));
                }
                sum
            }
            Part::AtLeast { n, of: part, .. } | Part::Family { n, of: part, .. } => {
                of(part).saturating_mul(times(n)?)
            }
            Part::AtLeastOf { of: all, .. } => all.iter().fold(0u128, |sum, (id, n)| {
                sum.saturating_add(of(id).saturating_mul(u128::from(*n)))
            }),
            Part::Count { of: tally, .. } => tallied(tally, &of),
            Part::Pivot { on, works, fails } => of(on).saturating_add(of(works).max(of(fails))),
            Part::Classes { thresholds, cases } => sum(thresholds).saturating_add(sum(cases)),
            Part::Diagram { atoms, .. }
            | Part::Network { atoms, .. }
            | Part::Uncompiled { atoms, .. } => sum(atoms),
        };
    }
    Ok(Some(sizes[root.index()]))
}

/// Recursion is as deep as the tally, which has few levels.
fn tallied(tally: &Tally, of: &dyn Fn(&PartId) -> u128) -> u128 {
    match tally {
        Tally::One(part) => of(part),
        Tally::Fixed { .. } => 0,
        Tally::Sum(all) => all.iter().fold(0, |sum, tally| sum.saturating_add(tallied(tally, of))),
        Tally::Cases { on, works, fails } => {
            of(on).saturating_add(tallied(works, of).max(tallied(fails, of)))
        }
    }
}

fn times(exponent: &Expr) -> Result<u128, Trouble> {
    Ok(count(exponent)?.to_u64().map_or(u128::MAX, u128::from))
}
