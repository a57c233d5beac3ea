//! The chance that at least k operands work, from a tally of what they share.

use kofn_algebra::{Chance, LimitReached, Ring};
use kofn_structure::{PartId, Tally};

/// Sums and products that a count may take.
const STEPS_LIMIT: u64 = 1_000_000_000;

/// The chance that at least `k` of what is tallied work; `of` gives the chance of a part.
///
/// Failures are counted instead of successes when their threshold is nearer. Nothing is
/// subtracted.
pub(crate) fn at_least_of_tally<R: Ring>(
    ring: &R,
    k: u64,
    tally: &Tally,
    of: &dyn Fn(&PartId) -> Chance<R::Element>,
) -> Result<Chance<R::Element>, LimitReached> {
    let n = tally.operands();
    if k == 0 {
        return Ok(Chance::certain(ring));
    }
    if k > n {
        return Ok(Chance::impossible(ring));
    }
    let enough_failures = n - k + 1;
    let successes = k <= enough_failures;
    let enough = k.min(enough_failures);
    let mut parts = 0u64;
    tally.for_parts(&mut |_| parts += 1);
    LimitReached::check("steps of a count", STEPS_LIMIT, parts.saturating_mul(enough))?;
    let count = Count { ring, enough: enough as usize, successes, of };
    let mut exactly = count.after(tally, vec![ring.one()]);
    let reached = match exactly.len() > count.enough {
        true => exactly.pop().unwrap_or_else(|| ring.zero()),
        false => ring.zero(),
    };
    let fewer = exactly
        .into_iter()
        .reduce(|sum, chance| ring.add(&sum, &chance))
        .unwrap_or_else(|| ring.zero());
    Ok(match successes {
        true => Chance { works: reached, fails: fewer },
        false => Chance { works: fewer, fails: reached },
    })
}

/// A count of successes, or of failures. Place j of a distribution holds the chance of exactly
/// j; all counts from `enough` upwards share the place `enough`.
struct Count<'a, R: Ring> {
    ring: &'a R,
    enough: usize,
    successes: bool,
    of: &'a dyn Fn(&PartId) -> Chance<R::Element>,
}

impl<R: Ring> Count<'_, R> {
    /// The distribution after some more operands. Recursion is as deep as the tally, which has
    /// few levels.
    fn after(&self, tally: &Tally, before: Vec<R::Element>) -> Vec<R::Element> {
        match tally {
            Tally::One(part) => {
                let chance = (self.of)(part);
                match self.successes {
                    true => self.one_more(before, &chance.works, &chance.fails),
                    false => self.one_more(before, &chance.fails, &chance.works),
                }
            }
            Tally::Fixed { works, fails } => {
                let more = if self.successes { *works } else { *fails };
                self.shifted(before, usize::try_from(more).unwrap_or(usize::MAX))
            }
            Tally::Sum(all) => all.iter().fold(before, |before, tally| self.after(tally, before)),
            Tally::Cases { on, works, fails } => {
                let on = (self.of)(on);
                let times = |factor: &R::Element| {
                    before.iter().map(|chance| self.ring.mul(chance, factor)).collect()
                };
                let mut sum = self.after(works, times(&on.works));
                for (place, chance) in self.after(fails, times(&on.fails)).into_iter().enumerate() {
                    match sum.get_mut(place) {
                        Some(known) => *known = self.ring.add(known, &chance),
                        None => sum.push(chance),
                    }
                }
                sum
            }
        }
    }

    fn one_more(
        &self,
        before: Vec<R::Element>,
        happens: &R::Element,
        fails_to: &R::Element,
    ) -> Vec<R::Element> {
        let ring = self.ring;
        let mut after: Vec<R::Element> = Vec::with_capacity(before.len() + 1);
        for (j, chance) in before.iter().enumerate() {
            let stays = match j == self.enough {
                true => chance.clone(),
                false => ring.mul(chance, fails_to),
            };
            after.push(match j.checked_sub(1) {
                Some(less) => ring.add(&stays, &ring.mul(&before[less], happens)),
                None => stays,
            });
        }
        match before.last() {
            Some(most) if before.len() <= self.enough => after.push(ring.mul(most, happens)),
            _ => {}
        }
        after
    }

    fn shifted(&self, before: Vec<R::Element>, by: usize) -> Vec<R::Element> {
        let mut after = vec![self.ring.zero(); by.min(self.enough)];
        for (j, chance) in before.into_iter().enumerate() {
            let place = j.saturating_add(by).min(self.enough);
            match after.get_mut(place) {
                Some(known) => *known = self.ring.add(known, &chance),
                None => after.push(chance),
            }
        }
        after
    }
}
