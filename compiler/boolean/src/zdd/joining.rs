//! Joining families, and adding a member to all of their sets.

use super::{Families, Family, FamilyNode};
use crate::limits::LimitReached;
use std::collections::HashMap;

/// A node's branches as they look from `level`, which is not below the node.
fn split(node: FamilyNode, family: Family, level: u32) -> (Family, Family) {
    match node.level == level {
        true => (node.with, node.without),
        false => (Family::NONE, family),
    }
}

impl Families {
    /// The sets of both.
    pub(crate) fn union(&mut self, one: Family, other: Family) -> Result<Family, LimitReached> {
        let mut pending = vec![(one, other)];
        while let Some(&(one, other)) = pending.last() {
            if self.united(one, other).is_some() {
                pending.pop();
                continue;
            }
            let operations = self.joined.len() as u64 + 1;
            self.limits.operated(operations)?;
            let [left, right] = [self.node(one), self.node(other)];
            let level = left.level.min(right.level);
            let (left, right) = (split(left, one, level), split(right, other, level));
            let parts = [(left.0, right.0), (left.1, right.1)];
            let [with, without] = parts.map(|(left, right)| self.united(left, right));
            if let (Some(with), Some(without)) = (with, without) {
                let made = self.make(level, with, without)?;
                self.joined.insert((one.min(other), one.max(other)), made);
                pending.pop();
            } else {
                pending.extend(parts);
            }
        }
        let Some(result) = self.united(one, other) else {
            unreachable!("the walk ends when the union is known")
        };
        Ok(result)
    }

    /// A union that is known.
    fn united(&self, one: Family, other: Family) -> Option<Family> {
        if one == Family::NONE || one == other {
            return Some(other);
        }
        if other == Family::NONE {
            return Some(one);
        }
        self.joined.get(&(one.min(other), one.max(other))).copied()
    }

    /// The sets of `family`, each with a member added that none of them has.
    pub(crate) fn insert(&mut self, family: Family, level: u32) -> Result<Family, LimitReached> {
        let mut made: HashMap<Family, Family> = HashMap::new();
        let mut pending = vec![family];
        while let Some(&at) = pending.last() {
            if made.contains_key(&at) {
                pending.pop();
                continue;
            }
            let node = self.node(at);
            let done = if at == Family::NONE {
                Family::NONE
            } else if node.level > level {
                self.make(level, at, Family::NONE)?
            } else if let (Some(&with), Some(&without)) =
                (made.get(&node.with), made.get(&node.without))
            {
                self.make(node.level, with, without)?
            } else {
                pending.extend([node.without, node.with]);
                continue;
            };
            self.inserted += 1;
            self.limits.operated(self.inserted)?;
            made.insert(at, done);
            pending.pop();
        }
        Ok(made[&family])
    }
}
