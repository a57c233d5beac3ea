//! Sets of whole numbers, in the end periodic.

use kofn_algebra::Integer;

use crate::count::CountRange;

/// Longer periods are refused.
const MOST_CLASSES: u64 = 1_000;

/// Whole numbers between two ends, as ranges of every number or of every second, third, ….
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountSet {
    lo: Integer,
    hi: Option<Integer>,
    /// Sorted by their first numbers; no number belongs to two of them. A stretch without gaps is
    /// one range with step 1.
    ranges: Vec<CountRange>,
}

/// The classes of numbers that leave the same rest would be too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongPeriod;

impl CountSet {
    /// All numbers between the ends.
    pub fn all(lo: Integer, hi: Option<Integer>) -> CountSet {
        let empty = hi.as_ref().is_some_and(|hi| *hi < lo);
        let whole = CountRange { from: lo.clone(), to: hi.clone(), step: Integer::one() };
        CountSet { lo, hi, ranges: if empty { Vec::new() } else { vec![whole] } }
    }

    /// The numbers of some ranges that lie between the ends.
    pub fn new(
        lo: Integer,
        hi: Option<Integer>,
        ranges: &[CountRange],
    ) -> Result<CountSet, LongPeriod> {
        let belongs = |number: &Integer| ranges.iter().any(|range| range.contains(number));
        CountSet::where_(lo, hi, &[ranges], &belongs)
    }

    /// The ranges.
    pub fn ranges(&self) -> &[CountRange] {
        &self.ranges
    }

    /// The ends between which its numbers lie.
    pub fn ends(&self) -> (&Integer, Option<&Integer>) {
        (&self.lo, self.hi.as_ref())
    }

    /// Whether nothing belongs to it.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The least number, if there is one.
    pub fn least(&self) -> Option<Integer> {
        self.ranges.iter().map(|range| &range.from).min().cloned()
    }

    /// The largest number, if there is one.
    pub fn largest(&self) -> Option<Integer> {
        let last = |range: &CountRange| {
            let to = range.to.as_ref()?;
            let rest = (to - &range.from).mod_floor(&range.step)?;
            Some(to - &rest)
        };
        let all: Option<Vec<Integer>> = self.ranges.iter().map(last).collect();
        all?.into_iter().max()
    }

    /// Whether a number belongs to it.
    pub fn contains(&self, number: &Integer) -> bool {
        self.ranges.iter().any(|range| range.contains(number))
    }

    /// What belongs to one of two sets with the same ends.
    pub fn union(&self, other: &CountSet) -> Result<CountSet, LongPeriod> {
        let belongs = |number: &Integer| self.contains(number) || other.contains(number);
        CountSet::where_(self.lo.clone(), self.hi.clone(), &[&self.ranges, &other.ranges], &belongs)
    }

    /// What belongs to both of two sets with the same ends.
    pub fn intersection(&self, other: &CountSet) -> Result<CountSet, LongPeriod> {
        let belongs = |number: &Integer| self.contains(number) && other.contains(number);
        CountSet::where_(self.lo.clone(), self.hi.clone(), &[&self.ranges, &other.ranges], &belongs)
    }

    /// What lies between the ends and does not belong to it.
    pub fn complement(&self) -> Result<CountSet, LongPeriod> {
        let belongs = |number: &Integer| !self.contains(number);
        CountSet::where_(self.lo.clone(), self.hi.clone(), &[&self.ranges], &belongs)
    }

    /// The numbers that `belongs` tells, which changes its pattern only at ends of these ranges.
    fn where_(
        lo: Integer,
        hi: Option<Integer>,
        ranges: &[&[CountRange]],
        belongs: &dyn Fn(&Integer) -> bool,
    ) -> Result<CountSet, LongPeriod> {
        let one = Integer::one();
        let all = || ranges.iter().flat_map(|ranges| ranges.iter());
        let mut period = one.clone();
        for range in all() {
            let common = period.gcd(&range.step);
            period = &period * &range.step.div_floor(&common).unwrap_or_else(Integer::one);
        }
        let classes = period.to_u64().filter(|classes| *classes <= MOST_CLASSES);
        let classes = classes.ok_or(LongPeriod)?;
        // Where a stretch with one pattern begins.
        let mut starts: Vec<Integer> = vec![lo.clone()];
        for range in all() {
            starts.push(range.from.clone());
            starts.extend(range.to.as_ref().map(|to| to + &one));
        }
        starts.retain(|start| *start >= lo && hi.as_ref().is_none_or(|hi| start <= hi));
        starts.sort();
        starts.dedup();
        let mut found: Vec<CountRange> = Vec::new();
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map(|next| next - &one).or_else(|| hi.clone());
            let mut pattern = Vec::new();
            let mut number = start.clone();
            for _ in 0..classes {
                if end.as_ref().is_some_and(|end| number > *end) {
                    break;
                }
                pattern.push((number.clone(), belongs(&number)));
                number += &one;
            }
            if pattern.iter().all(|(_, belongs)| *belongs) {
                let from = joined_start(&mut found, start.clone());
                append(&mut found, from, end);
                continue;
            }
            for (number, _) in pattern.iter().filter(|(_, belongs)| *belongs) {
                let last = end.as_ref().is_some_and(|end| number + &period > *end);
                if last {
                    append(&mut found, number.clone(), Some(number.clone()));
                } else {
                    let step = period.clone();
                    found.push(CountRange { from: number.clone(), to: end.clone(), step });
                }
            }
        }
        Ok(CountSet { lo, hi, ranges: found })
    }
}

/// Where a stretch without gaps begins that follows a range with gaps: with the range's last number,
/// if that is its neighbour.
fn joined_start(found: &mut [CountRange], from: Integer) -> Integer {
    let Some(last) = found.last_mut().filter(|last| !last.step.is_one()) else { return from };
    let Some(to) = &last.to else { return from };
    let rest = (to - &last.from).mod_floor(&last.step).unwrap_or_else(Integer::zero);
    let final_number = to - &rest;
    if &final_number + &Integer::one() != from {
        return from;
    }
    let before = &final_number - &last.step;
    if before == last.from {
        last.step = Integer::one();
    }
    last.to = Some(before);
    final_number
}

/// Appends a stretch without gaps, as part of the one before where they touch.
fn append(found: &mut Vec<CountRange>, from: Integer, to: Option<Integer>) {
    let one = Integer::one();
    match found.last_mut() {
        Some(last)
            if last.step.is_one() && last.to.as_ref().is_some_and(|to| to + &one == from) =>
        {
            last.to = to;
        }
        _ => found.push(CountRange { from, to, step: one }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn range(from: i64, to: Option<i64>, step: i64) -> CountRange {
        CountRange { from: from.into(), to: to.map(Integer::from), step: step.into() }
    }

    fn set(ranges: &[CountRange]) -> CountSet {
        CountSet::new(1.into(), None, ranges).unwrap()
    }

    #[test]
    fn ranges_that_touch_become_one() {
        let parts = set(&[range(5, Some(7), 1), range(1, Some(4), 1), range(9, Some(9), 1)]);
        assert_eq!(parts.ranges(), [range(1, Some(7), 1), range(9, Some(9), 1)]);
        let classes = set(&[range(4, None, 2), range(5, None, 2)]);
        assert_eq!(classes.ranges(), [range(4, None, 1)]);
    }

    #[test]
    fn operations_agree_with_membership() {
        let sets = [
            set(&[]),
            set(&[range(5, None, 2), range(8, Some(12), 1)]),
            set(&[range(3, None, 3)]),
            set(&[range(1, Some(10), 1)]),
        ];
        for a in &sets {
            for b in &sets {
                let (both, either) = (a.intersection(b).unwrap(), a.union(b).unwrap());
                let neither = either.complement().unwrap();
                for number in (1..60).map(Integer::from) {
                    let (in_a, in_b) = (a.contains(&number), b.contains(&number));
                    assert_eq!(both.contains(&number), in_a && in_b);
                    assert_eq!(either.contains(&number), in_a || in_b);
                    assert_eq!(neither.contains(&number), !in_a && !in_b);
                }
            }
        }
        assert_eq!(sets[1].largest(), None);
        assert_eq!(sets[3].largest(), Some(10.into()));
        assert_eq!(sets[2].least(), Some(3.into()));
    }
}
