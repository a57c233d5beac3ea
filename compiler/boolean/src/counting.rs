//! How many sets a family has, without listing them.
//!
//! The caller brings the numbers, since counts outgrow every machine word.

use crate::diagram::Diagram;
use crate::limits::{LimitReached, Limits, Resource};
use crate::set_family::SetFamily;

impl SetFamily {
    /// The number of sets, in whatever numbers can be added.
    pub fn count<V: Clone>(&self, zero: V, one: V, add: impl Fn(&V, &V) -> V) -> V {
        self.fold(zero, one, |_, with, without| add(with, without))
    }

    /// The fewest and the most members of a set; `None` where there is no set.
    pub fn sizes(&self) -> Option<(u32, u32)> {
        self.fold(None, Some((0, 0)), |_, with, without| match (with, without) {
            (Some((fewest, most)), Some((fewest_without, most_without))) => {
                Some(((fewest + 1).min(*fewest_without), (most + 1).max(*most_without)))
            }
            (Some((fewest, most)), None) => Some((fewest + 1, most + 1)),
            (None, without) => *without,
        })
    }

    /// How many sets have 0, 1, 2, … members, up to the most that one has.
    ///
    /// Each choice carries a row of numbers, so a family of large sets with many choices may
    /// reach the limit where [`count`](Self::count) does not.
    pub fn count_by_size<V: Clone>(
        &self,
        zero: V,
        one: V,
        add: impl Fn(&V, &V) -> V,
        limits: &Limits,
    ) -> Result<Vec<V>, LimitReached> {
        // The fewest members, and the counts from there on; no counts where there is no set.
        let mut rows: Vec<(usize, Vec<V>)> = Vec::with_capacity(self.choices().len());
        let none = (0, Vec::new());
        let unit = (0, vec![one]);
        let mut entries = 0u64;
        for choice in self.choices() {
            let (with_from, with) = Diagram::at(choice.with, &rows, &none, &unit);
            let (from, without) = Diagram::at(choice.without, &rows, &none, &unit);
            let (with_from, with_end) = (with_from + 1, with_from + 1 + with.len());
            let end = from + without.len();
            let (first, last) = match without.is_empty() {
                true => (with_from, with_end),
                false => (with_from.min(*from), with_end.max(end)),
            };
            entries += (last - first) as u64;
            Resource::SetMembers.check(entries, limits.set_members)?;
            limits.interrupt.check()?;
            let row = (first..last)
                .map(|size| {
                    let with = size.checked_sub(with_from).and_then(|at| with.get(at));
                    let without = size.checked_sub(*from).and_then(|at| without.get(at));
                    match (with, without) {
                        (Some(with), Some(without)) => add(with, without),
                        (Some(count), None) | (None, Some(count)) => count.clone(),
                        (None, None) => zero.clone(),
                    }
                })
                .collect();
            rows.push((first, row));
        }
        let (from, row) = Diagram::at(self.root(), &rows, &none, &unit);
        let mut counts = vec![zero; *from];
        counts.extend(row.iter().cloned());
        Ok(counts)
    }
}
