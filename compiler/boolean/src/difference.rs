//! What one family of sets has and another does not.

use crate::diagram::Diagram;
use crate::limits::{LimitReached, Limits};
use crate::set_family::{Literal, SetFamily};
use crate::zdd::{Families, Family};
use std::collections::BTreeMap;

impl SetFamily {
    /// The sets that are none of `others`; their members may come in any orders.
    ///
    /// Members keep their order; those that only the other family has come behind.
    pub fn difference(&self, others: &SetFamily, limits: &Limits) -> Result<Self, LimitReached> {
        let mut members = self.members().to_vec();
        let mut levels: BTreeMap<Literal, u32> = members.iter().copied().zip(0..).collect();
        for member in others.members() {
            levels.entry(*member).or_insert_with(|| {
                members.push(*member);
                members.len() as u32 - 1
            });
        }
        let mut families = Families::new(limits);
        let [ours, theirs] = [self, others].map(|one| one.remade(&mut families, &levels));
        let root = families.difference(ours?, theirs?)?;
        Ok(Self::extract(&families, root, members))
    }

    /// The same sets with their members at these levels.
    fn remade(
        &self,
        families: &mut Families,
        levels: &BTreeMap<Literal, u32>,
    ) -> Result<Family, LimitReached> {
        let mut made: Vec<Family> = Vec::with_capacity(self.choices().len());
        for choice in self.choices() {
            let at = |link| *Diagram::at(link, &made, &Family::NONE, &Family::UNIT);
            let (with, without) = (at(choice.with), at(choice.without));
            let with = families.insert(with, levels[&choice.member])?;
            made.push(families.union(with, without)?);
        }
        Ok(*Diagram::at(self.root(), &made, &Family::NONE, &Family::UNIT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Variable;
    use crate::set_family::SetBuilder;
    use std::collections::BTreeSet;

    type Sets = BTreeSet<BTreeSet<u32>>;

    /// These sets as a family whose members come in this order.
    fn family(sets: &Sets, order: &[u32]) -> SetFamily {
        let members = order.iter().map(|number| Literal::of(Variable(*number))).collect();
        let mut builder = SetBuilder::new(members, &Limits::default());
        let root = below(sets, order, 0, &mut builder);
        builder.finish(root)
    }

    fn below(sets: &Sets, order: &[u32], place: usize, builder: &mut SetBuilder) -> Family {
        if sets.is_empty() {
            return Family::NONE;
        }
        let Some(number) = order.get(place) else { return Family::UNIT };
        let (with, without): (Sets, Sets) = sets.iter().cloned().partition(|s| s.contains(number));
        let with = below(&with, order, place + 1, builder);
        let without = below(&without, order, place + 1, builder);
        builder.choose(place as u32, with, without).unwrap()
    }

    fn sets(family: &SetFamily) -> Sets {
        family.by_size().map(|set| set.iter().map(|one| one.variable.0).collect()).collect()
    }

    /// A generator that is the same everywhere.
    fn next(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        *state >> 33
    }

    #[test]
    fn families_in_other_orders_are_subtracted_set_by_set() {
        let mut state = 1;
        for round in 0..300 {
            let mut orders = [vec![0, 1, 2, 3, 4, 5], vec![1, 2, 3, 4, 5, 6]];
            for order in &mut orders {
                for at in (1..order.len()).rev() {
                    order.swap(at, next(&mut state) as usize % (at + 1));
                }
            }
            let [one, other] = orders.map(|order| {
                let count = next(&mut state) % 14;
                let set = |state: &mut u64| {
                    let bits = next(state);
                    order.iter().copied().filter(|number| bits >> number & 1 == 1).collect()
                };
                let all: Sets = (0..count).map(|_| set(&mut state)).collect();
                (family(&all, &order), all)
            });
            assert_eq!(sets(&one.0), one.1, "round {round}");
            let found = one.0.difference(&other.0, &Limits::default()).unwrap();
            let expected: Sets = one.1.difference(&other.1).cloned().collect();
            assert_eq!(sets(&found), expected, "round {round}");
        }
    }

    #[test]
    fn a_literal_and_its_opposite_are_two_members() {
        let limits = Limits::default();
        let one = |member| {
            let mut builder = SetBuilder::new(vec![member], &limits);
            let root = builder.choose(0, Family::UNIT, Family::NONE).unwrap();
            builder.finish(root)
        };
        let works = one(Literal::of(Variable(0)));
        let fails = one(Literal::not(Variable(0)));
        assert_eq!(works.difference(&fails, &limits).unwrap().by_size().count(), 1);
        assert_eq!(works.difference(&works, &limits).unwrap().by_size().count(), 0);
    }

    #[test]
    fn what_is_too_large_reaches_a_limit() {
        let sets: Sets = (0..12).map(|n| BTreeSet::from([n, (n + 5) % 12, (n + 7) % 12])).collect();
        let order: Vec<u32> = (0..12).collect();
        let turned: Vec<u32> = order.iter().rev().copied().collect();
        let (one, other) = (family(&sets, &order), family(&sets, &turned));
        let none = one.difference(&other, &Limits::default()).unwrap();
        assert_eq!(none.by_size().count(), 0);
        let few = Limits { operations: 20, ..Limits::default() };
        assert!(one.difference(&other, &few).is_err());
    }
}
