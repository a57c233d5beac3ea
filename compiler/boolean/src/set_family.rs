//! Families of sets that are finished: an array that is read once from end to end.
//!
//! Minimal cut and path sets and prime implicants come as families. A family of a million
//! million sets may have a hundred choices, so whatever can be asked without listing the sets
//! (how many, of which size, the most probable ones) is asked of the choices.

use crate::diagram::{Diagram, Link};
use crate::formula::Variable;
use crate::limits::{LimitReached, Limits};
use crate::zdd::{Families, Family};

/// A variable that is true, or one that is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// The variable.
    pub variable: Variable,
    /// Whether it is false.
    pub negated: bool,
}

impl Literal {
    /// The variable is true.
    pub fn of(variable: Variable) -> Self {
        Self { variable, negated: false }
    }

    /// The variable is false.
    pub fn not(variable: Variable) -> Self {
        Self { variable, negated: true }
    }
}

/// A choice: sets with a member, and sets without it. [`Link::False`] is no set at all,
/// [`Link::True`] the empty set alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// The member.
    pub member: Literal,
    /// The rest of the sets that have it.
    pub with: Link,
    /// The sets that do not have it.
    pub without: Link,
}

/// A family of sets of literals.
///
/// Invariant: choices are pairwise different, follow those they lead to, and all are reached from
/// the root; `with` never leads to no set at all. Every path asks for the members in their order,
/// and `levels` are places in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetFamily {
    choices: Vec<Choice>,
    levels: Vec<u32>,
    root: Link,
    members: Vec<Literal>,
}

impl SetFamily {
    /// What a family of some [`Families`] needs; `members` says what each level is.
    pub(crate) fn extract(families: &Families, root: Family, members: Vec<Literal>) -> Self {
        let mut links: Vec<Option<Link>> = vec![Some(Link::False), Some(Link::True)];
        links.resize(root.index().max(1) + 1, None);
        let (mut choices, mut levels) = (Vec::new(), Vec::new());
        let mut pending = vec![root];
        while let Some(&family) = pending.last() {
            let Some((level, with, without)) = families.branches(family) else {
                pending.pop();
                continue;
            };
            if links[family.index()].is_some() {
                pending.pop();
            } else if let (Some(with), Some(without)) =
                (links[with.index()], links[without.index()])
            {
                links[family.index()] = Some(Link::Node(choices.len() as u32));
                choices.push(Choice { member: members[level as usize], with, without });
                levels.push(level);
            } else {
                pending.extend([without, with]);
            }
        }
        let Some(root) = links[root.index()] else {
            unreachable!("the walk ends when the root is done")
        };
        Self { choices, levels, root, members }
    }

    /// The choices, each after those it leads to.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// Where to begin.
    pub fn root(&self) -> Link {
        self.root
    }

    /// What may be a member, in the order in which paths ask.
    pub fn members(&self) -> &[Literal] {
        &self.members
    }

    /// One sweep from the constants to the root, each choice once: `none` belongs to no set at
    /// all, `unit` to the empty set, and `join` gets a member with the values of the sets that
    /// have it (without it) and of those that do not.
    pub fn fold<V: Clone>(
        &self,
        none: V,
        unit: V,
        mut join: impl FnMut(Literal, &V, &V) -> V,
    ) -> V {
        let mut values: Vec<V> = Vec::with_capacity(self.choices.len());
        for choice in &self.choices {
            let value = |link| Diagram::at(link, &values, &none, &unit);
            let joined = join(choice.member, value(choice.with), value(choice.without));
            values.push(joined);
        }
        Diagram::at(self.root, &values, &none, &unit).clone()
    }

    /// The sets with at most so many members.
    pub fn at_most(&self, size: u32, limits: &Limits) -> Result<Self, LimitReached> {
        if self.sizes().is_none_or(|(_, most)| most <= size) {
            return Ok(self.clone());
        }
        // A set has no more members than there are levels, and `size` is less than that here.
        let budgets = size as usize + 1;
        let steps = (self.choices.len() as u64).saturating_mul(budgets as u64);
        limits.operated(steps)?;
        let mut families = Families::new(limits);
        // For each choice the sets of at most 0, 1, …, `size` members.
        let mut small: Vec<Vec<Family>> = Vec::with_capacity(self.choices.len());
        let none = vec![Family::NONE; budgets];
        let unit = vec![Family::UNIT; budgets];
        for (choice, level) in self.choices.iter().zip(&self.levels) {
            let with = Diagram::at(choice.with, &small, &none, &unit);
            let without = Diagram::at(choice.without, &small, &none, &unit);
            let mut row = vec![without[0]];
            for budget in 1..budgets {
                row.push(families.make(*level, with[budget - 1], without[budget])?);
            }
            small.push(row);
        }
        let root = Diagram::at(self.root, &small, &none, &unit)[budgets - 1];
        Ok(Self::extract(&families, root, self.members.clone()))
    }

    /// The sets that have this member, with it left out.
    pub fn with_member(&self, member: Literal, limits: &Limits) -> Result<Self, LimitReached> {
        let mut families = Families::new(limits);
        let level = self.members.iter().position(|known| *known == member);
        let wanted = level.map_or(u32::MAX, |level| level as u32);
        // For each choice its sets, and those that have the member, without it.
        let mut values: Vec<(Family, Family)> = Vec::with_capacity(self.choices.len());
        let (none, unit) = ((Family::NONE, Family::NONE), (Family::UNIT, Family::NONE));
        for (choice, level) in self.choices.iter().zip(&self.levels) {
            let with = *Diagram::at(choice.with, &values, &none, &unit);
            let without = *Diagram::at(choice.without, &values, &none, &unit);
            values.push(match level.cmp(&wanted) {
                std::cmp::Ordering::Greater => {
                    (families.make(*level, with.0, without.0)?, Family::NONE)
                }
                std::cmp::Ordering::Equal => (Family::NONE, with.0),
                std::cmp::Ordering::Less => {
                    (Family::NONE, families.make(*level, with.1, without.1)?)
                }
            });
        }
        let root = Diagram::at(self.root, &values, &none, &unit).1;
        Ok(Self::extract(&families, root, self.members.clone()))
    }
}

/// Builds a family from its last members to its first.
///
/// Members are called by their places in the list that is given at the beginning.
pub struct SetBuilder {
    families: Families,
    members: Vec<Literal>,
}

impl SetBuilder {
    /// A builder of sets of these.
    pub fn new(members: Vec<Literal>, limits: &Limits) -> Self {
        Self { families: Families::new(limits), members }
    }

    /// The sets of `with`, each with a member added, and the sets of `without`. Both have members
    /// at later places only.
    pub fn choose(
        &mut self,
        place: u32,
        with: Family,
        without: Family,
    ) -> Result<Family, LimitReached> {
        self.families.make(place, with, without)
    }

    /// The family, finished.
    pub fn finish(self, root: Family) -> SetFamily {
        SetFamily::extract(&self.families, root, self.members)
    }
}

#[cfg(test)]
mod tests;
