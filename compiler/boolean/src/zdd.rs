//! Families of sets as zero-suppressed decision diagrams, as far as minimal path sets need them.
//!
//! Minato, *Zero-suppressed BDDs for set manipulation in combinatorial problems*, DAC 1993;
//! Rauzy, *New algorithms for fault trees analysis*, Reliab. Eng. Syst. Saf. 40 (1993).
//!
//! Walks keep their own stack, since a family is as deep as its largest set.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

mod joining;

use crate::bdd::BOTTOM;
use crate::limits::{LimitReached, Limits, Resource};
use crate::numbering::{FixedHasher, Numbering};

/// A family of sets of levels. Equal references are equal families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Family(u32);

impl Family {
    /// No set at all.
    pub const NONE: Self = Self(0);
    /// The empty set alone.
    pub const UNIT: Self = Self(1);

    /// A number of its own for each family; 0 and 1 are the constants.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The sets of `with`, each with `level` added, and the sets of `without`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct FamilyNode {
    level: u32,
    with: Family,
    without: Family,
}

/// Nodes of families.
///
/// Invariant: no two nodes are equal, `with` is never empty, and branches lead to nodes made
/// earlier and at greater levels.
pub(crate) struct Families {
    nodes: Numbering<FamilyNode>,
    /// For each node the fewest and the most members of a set in its family.
    extents: Vec<(u32, u32)>,
    stripped: HashMap<(Family, Family), Family, BuildHasherDefault<FixedHasher>>,
    subtracted: HashMap<(Family, Family), Family, BuildHasherDefault<FixedHasher>>,
    joined: HashMap<(Family, Family), Family, BuildHasherDefault<FixedHasher>>,
    /// Steps that adding members took.
    inserted: u64,
    limits: Limits,
}

/// What is left to do for a `strip`.
enum Task {
    Strip(Family, Family),
    /// Strip the last result by a family.
    StripResult(Family),
    /// Join the last two results, those with the level made first.
    Join {
        level: u32,
        key: (Family, Family),
    },
    /// The last result also answers this.
    Same {
        key: (Family, Family),
    },
}

impl Families {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            nodes: Numbering::new(),
            extents: Vec::new(),
            stripped: HashMap::default(),
            subtracted: HashMap::default(),
            joined: HashMap::default(),
            inserted: 0,
            limits: limits.clone(),
        }
    }

    /// The sets of `with`, each with `level` added, and the sets of `without`; both have greater
    /// levels only.
    pub(crate) fn make(
        &mut self,
        level: u32,
        with: Family,
        without: Family,
    ) -> Result<Family, LimitReached> {
        if with == Family::NONE {
            return Ok(without);
        }
        let number = self.nodes.number(FamilyNode { level, with, without });
        Resource::Nodes.check(self.nodes.items().len() as u64, self.limits.nodes)?;
        if number as usize == self.extents.len() {
            let (fewest, most) = self.extent(with);
            let (fewest_without, most_without) = self.extent(without);
            self.extents.push((fewest_without.min(fewest + 1), most_without.max(most + 1)));
        }
        Ok(Family(number + 2))
    }

    /// The fewest and the most members of a set in the family; no set at all restricts neither.
    fn extent(&self, family: Family) -> (u32, u32) {
        match family {
            Family::NONE => (u32::MAX, 0),
            Family::UNIT => (0, 0),
            Family(index) => self.extents[index as usize - 2],
        }
    }

    /// The sets of `family` that include no set of `others`.
    pub(crate) fn strip(&mut self, family: Family, others: Family) -> Result<Family, LimitReached> {
        let mut tasks = vec![Task::Strip(family, others)];
        let mut results: Vec<Family> = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Strip(family, others) => {
                    // No set includes a larger one. This alone settles "at least k of n".
                    if family == Family::NONE || self.extent(family).1 < self.extent(others).0 {
                        results.push(family);
                        continue;
                    }
                    if family == others || others == Family::UNIT {
                        results.push(Family::NONE);
                        continue;
                    }
                    let key = (family, others);
                    if let Some(&known) = self.stripped.get(&key) {
                        results.push(known);
                        continue;
                    }
                    let operations = self.stripped.len() as u64 + 1;
                    self.limits.operated(operations)?;
                    let [left, right] = [self.node(family), self.node(others)];
                    if left.level > right.level {
                        // No set of the family has this level, so none includes those that do.
                        tasks.push(Task::Same { key });
                        tasks.push(Task::Strip(family, right.without));
                    } else if left.level < right.level {
                        tasks.push(Task::Join { level: left.level, key });
                        tasks.push(Task::Strip(left.without, others));
                        tasks.push(Task::Strip(left.with, others));
                    } else {
                        tasks.push(Task::Join { level: left.level, key });
                        tasks.push(Task::Strip(left.without, right.without));
                        tasks.push(Task::StripResult(right.with));
                        tasks.push(Task::Strip(left.with, right.without));
                    }
                }
                Task::StripResult(others) => {
                    tasks.push(Task::Strip(last(&mut results), others));
                }
                Task::Join { level, key } => {
                    let without = last(&mut results);
                    let with = last(&mut results);
                    let joined = self.make(level, with, without)?;
                    self.stripped.insert(key, joined);
                    results.push(joined);
                }
                Task::Same { key } => {
                    let same = last(&mut results);
                    self.stripped.insert(key, same);
                    results.push(same);
                }
            }
        }
        Ok(last(&mut results))
    }

    /// The sets of `family` that are none of `others`.
    pub(crate) fn difference(
        &mut self,
        family: Family,
        others: Family,
    ) -> Result<Family, LimitReached> {
        let mut pending = vec![(family, others)];
        while let Some(&(family, others)) = pending.last() {
            if self.subtracted(family, others).is_some() {
                pending.pop();
                continue;
            }
            let operations = self.subtracted.len() as u64 + 1;
            self.limits.operated(operations)?;
            let [left, right] = [self.node(family), self.node(others)];
            let level = left.level.min(right.level);
            let split = |node: FamilyNode, family| match node.level == level {
                true => (node.with, node.without),
                false => (Family::NONE, family),
            };
            let (left, right) = (split(left, family), split(right, others));
            let parts = [(left.0, right.0), (left.1, right.1)];
            let [with, without] = parts.map(|(left, right)| self.subtracted(left, right));
            if let (Some(with), Some(without)) = (with, without) {
                let made = self.make(level, with, without)?;
                self.subtracted.insert((family, others), made);
                pending.pop();
            } else {
                pending.extend(parts);
            }
        }
        let Some(result) = self.subtracted(family, others) else {
            unreachable!("the walk ends when the difference is known")
        };
        Ok(result)
    }

    /// A difference that is known.
    fn subtracted(&self, family: Family, others: Family) -> Option<Family> {
        if family == Family::NONE || family == others {
            return Some(Family::NONE);
        }
        if others == Family::NONE {
            return Some(family);
        }
        self.subtracted.get(&(family, others)).copied()
    }

    /// Level and branches of a family that is no constant.
    pub(crate) fn branches(&self, family: Family) -> Option<(u32, Family, Family)> {
        let index = family.index().checked_sub(2)?;
        let node = self.nodes.items()[index];
        Some((node.level, node.with, node.without))
    }

    /// How many sets there are, and how many members they have together; both saturate.
    pub(crate) fn size(&self, family: Family) -> (u64, u64) {
        let mut sizes = vec![(0u64, 0u64), (1, 0)];
        for node in self.nodes.items().iter().take((family.0 as usize).saturating_sub(1)) {
            let (with, with_members) = sizes[node.with.0 as usize];
            let (without, without_members) = sizes[node.without.0 as usize];
            let members = with_members.saturating_add(with).saturating_add(without_members);
            sizes.push((with.saturating_add(without), members));
        }
        sizes[family.0 as usize]
    }

    /// The sets, each with its levels in ascending order.
    pub(crate) fn sets(&self, family: Family) -> Vec<Vec<u32>> {
        let mut sets = Vec::new();
        let mut set = Vec::new();
        // Families to list, each with the number of members that their sets have in front.
        let mut pending = vec![(family, 0, None)];
        while let Some((family, kept, added)) = pending.pop() {
            set.truncate(kept);
            set.extend(added);
            match family {
                Family::NONE => {}
                Family::UNIT => sets.push(set.clone()),
                _ => {
                    let node = self.node(family);
                    pending.push((node.without, set.len(), None));
                    pending.push((node.with, set.len(), Some(node.level)));
                }
            }
        }
        sets
    }

    /// The node of a family; the two constants get one below all levels.
    fn node(&self, family: Family) -> FamilyNode {
        match family {
            Family::NONE | Family::UNIT => {
                FamilyNode { level: BOTTOM, with: Family::NONE, without: family }
            }
            Family(index) => self.nodes.items()[index as usize - 2],
        }
    }
}

fn last(results: &mut Vec<Family>) -> Family {
    let Some(result) = results.pop() else { unreachable!("each task leaves its result") };
    result
}
