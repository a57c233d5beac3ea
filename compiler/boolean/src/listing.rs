//! Sets of a family one after another, best first, without listing the others.
//!
//! Below every choice the best completion is known exactly. A set is told where its path is the
//! best that is left; only then the branches that it did not take become paths of their own. So
//! the first twenty of a million million sets cost twenty walks.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::diagram::Link;
use crate::formula::Variable;
use crate::set_family::{Literal, SetFamily};

/// How a set compares with others: by its cost, then by size, then by its members in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank<C> {
    cost: C,
    size: usize,
    /// In ascending order.
    set: Vec<Literal>,
}

/// The best set below a choice.
#[derive(Clone, Debug)]
struct Best<C> {
    cost: C,
    size: u32,
    /// Whether it has the member.
    takes: bool,
    /// The first variable that any set below may have.
    first: Variable,
}

/// A beginning of sets with its best completion.
#[derive(Clone, Debug)]
struct Path<C> {
    rank: Rank<C>,
    /// What was chosen so far, with its cost, and where to go on.
    chosen: Vec<Literal>,
    cost: C,
    at: Link,
}

impl<C: Ord> Ord for Path<C> {
    /// A heap gives its greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank.cmp(&self.rank)
    }
}

impl<C: Ord> PartialOrd for Path<C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<C: Ord> PartialEq for Path<C> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<C: Ord> Eq for Path<C> {}

/// Sets in order; see [`SetFamily::best_first`].
pub struct BestFirst<'f, C, J> {
    family: &'f SetFamily,
    best: Vec<Best<C>>,
    costs: Vec<C>,
    empty: C,
    join: J,
    heap: BinaryHeap<Path<C>>,
}

impl SetFamily {
    /// The sets, those of least cost first; among equal ones smaller sets first, and then in the
    /// order of their members, literal by literal.
    ///
    /// A set costs what its members' costs give, joined with `join`, of which `empty` is the
    /// neutral element. It must keep order strictly: of two sets the better one stays better when
    /// both get one more member.
    pub fn best_first<C: Clone + Ord, J: Fn(&C, &C) -> C>(
        &self,
        empty: C,
        mut cost: impl FnMut(Literal) -> C,
        join: J,
    ) -> BestFirst<'_, C, J> {
        let mut listing = BestFirst {
            family: self,
            best: Vec::with_capacity(self.choices().len()),
            costs: Vec::with_capacity(self.choices().len()),
            empty: empty.clone(),
            join,
            heap: BinaryHeap::new(),
        };
        for choice in self.choices() {
            let own = cost(choice.member);
            let best = listing.best_of(choice.member, choice.with, choice.without, &own);
            listing.best.push(best);
            listing.costs.push(own);
        }
        if self.root() != Link::False {
            listing.push(Vec::new(), empty, self.root());
        }
        listing
    }

    /// The sets, smaller ones first, equally large ones in the order of their members.
    pub fn by_size(&self) -> impl Iterator<Item = Vec<Literal>> + '_ {
        self.best_first(0u8, |_| 0, |_, _| 0).map(|(set, _)| set)
    }
}

impl<C: Clone + Ord, J: Fn(&C, &C) -> C> BestFirst<'_, C, J> {
    fn best_of(&self, member: Literal, with: Link, without: Link, own: &C) -> Best<C> {
        let (cost, size) = self.completion(with);
        let (cost, size) = ((self.join)(own, &cost), size + 1);
        let first = |link| match link {
            Link::Node(at) => self.best[at as usize].first,
            Link::False | Link::True => Variable(u32::MAX),
        };
        let least = first(with).min(first(without)).min(member.variable);
        let taken = Best { cost, size, takes: true, first: least };
        if without == Link::False {
            return taken;
        }
        let (cost, size) = self.completion(without);
        let left = Best { cost, size, takes: false, first: least };
        let order = taken.cost.cmp(&left.cost).then(taken.size.cmp(&left.size)).then_with(|| {
            if member.variable < first(without) && left.size > 0 {
                // The member comes before all that the others may have.
                return Ordering::Less;
            }
            let mut set = self.completed(with);
            set.push(member);
            set.sort_unstable();
            set.cmp(&self.completed(without))
        });
        if order == Ordering::Greater { left } else { taken }
    }

    /// Cost and size of the best set from here on.
    fn completion(&self, link: Link) -> (C, u32) {
        match link {
            Link::Node(at) => {
                let best = &self.best[at as usize];
                (best.cost.clone(), best.size)
            }
            Link::False | Link::True => (self.empty.clone(), 0),
        }
    }

    /// The best set from here on, in ascending order.
    fn completed(&self, mut link: Link) -> Vec<Literal> {
        let mut set = Vec::new();
        while let Link::Node(at) = link {
            let choice = &self.family.choices()[at as usize];
            link = if self.best[at as usize].takes {
                set.push(choice.member);
                choice.with
            } else {
                choice.without
            };
        }
        set.sort_unstable();
        set
    }

    fn push(&mut self, chosen: Vec<Literal>, cost: C, at: Link) {
        let mut set = self.completed(at);
        set.extend(&chosen);
        set.sort_unstable();
        let (rest, _) = self.completion(at);
        let rank = Rank { cost: (self.join)(&cost, &rest), size: set.len(), set };
        self.heap.push(Path { rank, chosen, cost, at });
    }
}

impl<C: Clone + Ord, J: Fn(&C, &C) -> C> Iterator for BestFirst<'_, C, J> {
    /// A set in ascending order of its literals, and its cost.
    type Item = (Vec<Literal>, C);

    fn next(&mut self) -> Option<(Vec<Literal>, C)> {
        let Path { rank, mut chosen, mut cost, at: mut link } = self.heap.pop()?;
        while let Link::Node(at) = link {
            let choice = self.family.choices()[at as usize];
            let more = (self.join)(&cost, &self.costs[at as usize]);
            if self.best[at as usize].takes {
                if choice.without != Link::False {
                    self.push(chosen.clone(), cost, choice.without);
                }
                chosen.push(choice.member);
                cost = more;
                link = choice.with;
            } else {
                let mut other = chosen.clone();
                other.push(choice.member);
                self.push(other, more, choice.with);
                link = choice.without;
            }
        }
        Some((rank.set, rank.cost))
    }
}
