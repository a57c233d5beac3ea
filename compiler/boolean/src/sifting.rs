//! A better order for a diagram that exists: each variable is moved to where it does best.
//!
//! Rudell, *Dynamic variable ordering for ordered binary decision diagrams*, ICCAD 1993. Two
//! neighbouring levels are exchanged by looking at the nodes of the upper one only, so a variable
//! is carried through the whole order at a cost that the size of the diagram bounds.

use crate::bdd::{Bdd, Ref};
use crate::interrupt::Interrupt;
use crate::limits::{LimitReached, Limits};

/// A node while levels move: its variable is a place in the order at the beginning.
#[derive(Clone, Copy)]
struct Node {
    variable: u32,
    works: u32,
    fails: u32,
    /// How many branches and roots lead here; none if the place is vacant.
    mentions: u32,
    /// The next node in the same bucket, or the next vacant place.
    next: u32,
}

/// Nodes looked at before sifting ends with the variable that is on its way.
const MOST_WORK: u64 = 10_000_000;

const NONE: u32 = u32::MAX;
/// The two constants have the first places.
const CONSTANTS: u32 = 2;

/// The nodes of one variable, by their branches.
struct Level {
    buckets: Vec<u32>,
    count: usize,
}

/// Diagrams whose order can change.
///
/// Invariant: no two nodes of a variable have the same branches, no node has equal branches, and
/// every node is mentioned.
struct Forest {
    nodes: Vec<Node>,
    vacant: u32,
    levels: Vec<Level>,
    /// The variable at each place from the top, and the place of each variable.
    order: Vec<u32>,
    place: Vec<u32>,
    live: usize,
    /// Nodes looked at.
    work: u64,
}

/// Some functions of a [`Bdd`] in a [`Bdd`] of their own.
pub(crate) struct Sifted {
    pub(crate) bdd: Bdd,
    pub(crate) roots: Vec<Ref>,
    /// The level that each level had before, the topmost first.
    pub(crate) order: Vec<u32>,
    /// How many nodes the functions have.
    pub(crate) nodes: u64,
}

/// The functions without what they do not need, and in a better order if they have at least
/// `worthwhile` nodes.
pub(crate) fn sifted(
    bdd: &Bdd,
    roots: &[Ref],
    levels: usize,
    worthwhile: u64,
    limits: &Limits,
) -> Result<Sifted, LimitReached> {
    let mut forest = Forest::new(levels);
    let roots = forest.import(bdd, roots);
    if forest.live as u64 >= worthwhile {
        forest.sift(&limits.interrupt)?;
    }
    let (bdd, roots) = forest.export(&roots, limits)?;
    Ok(Sifted { bdd, roots, order: forest.order, nodes: forest.live as u64 })
}

impl Forest {
    fn new(levels: usize) -> Self {
        let constant = Node { variable: NONE, works: 0, fails: 0, mentions: 1, next: NONE };
        Self {
            nodes: vec![constant; CONSTANTS as usize],
            vacant: NONE,
            levels: (0..levels).map(|_| Level { buckets: vec![NONE; 4], count: 0 }).collect(),
            order: (0..levels as u32).collect(),
            place: (0..levels as u32).collect(),
            live: 0,
            work: 0,
        }
    }

    fn import(&mut self, bdd: &Bdd, roots: &[Ref]) -> Vec<u32> {
        let mut map: Vec<u32> = vec![NONE; roots.iter().map(|r| r.index() + 1).max().unwrap_or(0)];
        for constant in 0..map.len().min(2) {
            map[constant] = constant as u32;
        }
        let mut reached = vec![false; map.len()];
        roots.iter().for_each(|root| reached[root.index()] = true);
        // Nodes are made after those that they lead to.
        for index in (2..map.len()).rev() {
            if reached[index] {
                let node = bdd.node(Ref::of_index(index));
                reached[node.works.index()] = true;
                reached[node.fails.index()] = true;
            }
        }
        for index in (2..map.len()).filter(|&index| reached[index]) {
            let node = bdd.node(Ref::of_index(index));
            let branches = (map[node.works.index()], map[node.fails.index()]);
            map[index] = self.make(node.level, branches.0, branches.1);
        }
        let roots: Vec<u32> = roots.iter().map(|root| map[root.index()]).collect();
        roots.iter().for_each(|&root| self.nodes[root as usize].mentions += 1);
        roots
    }

    fn export(&self, roots: &[u32], limits: &Limits) -> Result<(Bdd, Vec<Ref>), LimitReached> {
        let mut bdd = Bdd::new(limits);
        let mut map = vec![Ref::FALSE; self.nodes.len()];
        map[1] = Ref::TRUE;
        for place in (0..self.order.len()).rev() {
            for number in self.members(self.order[place]) {
                let node = self.nodes[number as usize];
                let (works, fails) = (map[node.works as usize], map[node.fails as usize]);
                map[number as usize] = bdd.make(place as u32, works, fails)?;
            }
        }
        let roots = roots.iter().map(|&root| map[root as usize]).collect();
        Ok((bdd, roots))
    }

    fn members(&self, variable: u32) -> Vec<u32> {
        let level = &self.levels[variable as usize];
        let mut members = Vec::with_capacity(level.count);
        for &bucket in &level.buckets {
            let mut at = bucket;
            while at != NONE {
                members.push(at);
                at = self.nodes[at as usize].next;
            }
        }
        members
    }

    /// The node with these branches, which is mentioned once more by whoever asked; a new one
    /// mentions its branches.
    fn make(&mut self, variable: u32, works: u32, fails: u32) -> u32 {
        if works == fails {
            return works;
        }
        let level = &self.levels[variable as usize];
        let mut at = level.buckets[bucket(works, fails, level.buckets.len())];
        while at != NONE {
            let node = &self.nodes[at as usize];
            if node.works == works && node.fails == fails {
                return at;
            }
            at = node.next;
        }
        let node = Node { variable, works, fails, mentions: 0, next: NONE };
        let number = if self.vacant == NONE {
            self.nodes.push(node);
            self.nodes.len() as u32 - 1
        } else {
            let number = self.vacant;
            self.vacant = self.nodes[number as usize].next;
            self.nodes[number as usize] = node;
            number
        };
        self.nodes[works as usize].mentions += 1;
        self.nodes[fails as usize].mentions += 1;
        self.insert(variable, number);
        number
    }

    fn insert(&mut self, variable: u32, number: u32) {
        self.live += 1;
        if self.levels[variable as usize].count >= self.levels[variable as usize].buckets.len() {
            let members = self.members(variable);
            let level = &mut self.levels[variable as usize];
            level.buckets = vec![NONE; level.buckets.len() * 4];
            for member in members {
                self.link(variable, member);
            }
        }
        self.link(variable, number);
        self.levels[variable as usize].count += 1;
    }

    fn link(&mut self, variable: u32, number: u32) {
        let node = &mut self.nodes[number as usize];
        let buckets = &mut self.levels[variable as usize].buckets;
        let bucket = bucket(node.works, node.fails, buckets.len());
        node.next = buckets[bucket];
        buckets[bucket] = number;
    }

    fn unlink(&mut self, number: u32) {
        let Node { variable, works, fails, next, .. } = self.nodes[number as usize];
        let level = &mut self.levels[variable as usize];
        level.count -= 1;
        let bucket = bucket(works, fails, level.buckets.len());
        if level.buckets[bucket] == number {
            level.buckets[bucket] = next;
        } else {
            let mut before = level.buckets[bucket];
            while self.nodes[before as usize].next != number {
                before = self.nodes[before as usize].next;
            }
            self.nodes[before as usize].next = next;
        }
        self.live -= 1;
    }

    /// One mention less; what nobody mentions goes, with its own mentions.
    fn forget(&mut self, number: u32) {
        let mut pending = vec![number];
        while let Some(number) = pending.pop() {
            let node = &mut self.nodes[number as usize];
            node.mentions -= 1;
            if node.mentions == 0 && number >= CONSTANTS {
                pending.extend([node.works, node.fails]);
                self.unlink(number);
                self.nodes[number as usize].next = self.vacant;
                self.vacant = number;
            }
        }
    }

    /// Exchanges the variables at a place and at the one below.
    fn swap(&mut self, place: usize) {
        let (upper, lower) = (self.order[place], self.order[place + 1]);
        let members = self.members(upper);
        self.work += 1 + members.len() as u64;
        for number in members {
            let Node { works, fails, .. } = self.nodes[number as usize];
            let (works_asks, fails_asks) = (
                self.nodes[works as usize].variable == lower,
                self.nodes[fails as usize].variable == lower,
            );
            if !works_asks && !fails_asks {
                continue;
            }
            let branches = |asks, of: u32| {
                let node = &self.nodes[of as usize];
                if asks { (node.works, node.fails) } else { (of, of) }
            };
            let (works_works, works_fails) = branches(works_asks, works);
            let (fails_works, fails_fails) = branches(fails_asks, fails);
            self.unlink(number);
            let new_works = self.make(upper, works_works, fails_works);
            self.nodes[new_works as usize].mentions += 1;
            let new_fails = self.make(upper, works_fails, fails_fails);
            self.nodes[new_fails as usize].mentions += 1;
            let node = &mut self.nodes[number as usize];
            (node.variable, node.works, node.fails) = (lower, new_works, new_fails);
            self.insert(lower, number);
            self.forget(works);
            self.forget(fails);
        }
        self.order.swap(place, place + 1);
        self.place[upper as usize] = place as u32 + 1;
        self.place[lower as usize] = place as u32;
    }

    /// Moves each variable through the order, those with most nodes first, and leaves it where
    /// the diagram was smallest.
    fn sift(&mut self, interrupt: &Interrupt) -> Result<(), LimitReached> {
        let mut variables: Vec<u32> = (0..self.order.len() as u32).collect();
        variables.retain(|&variable| self.levels[variable as usize].count > 0);
        variables.sort_by_key(|&v| (std::cmp::Reverse(self.levels[v as usize].count), v));
        for variable in variables {
            if self.work >= MOST_WORK {
                break;
            }
            interrupt.check()?;
            self.sift_one(variable);
        }
        Ok(())
    }

    fn sift_one(&mut self, variable: u32) {
        let last = self.order.len() - 1;
        let start = self.place[variable as usize] as usize;
        let (mut best, mut least) = (start, self.live);
        let up_first = start <= last / 2;
        for up in [up_first, !up_first] {
            loop {
                let place = self.place[variable as usize] as usize;
                if place == if up { 0 } else { last } {
                    break;
                }
                self.swap(if up { place - 1 } else { place });
                if self.live < least {
                    (best, least) = (self.place[variable as usize] as usize, self.live);
                }
                // A diagram that has grown so much seldom shrinks below what it was.
                if self.live > least + least / 5 + 16 {
                    break;
                }
            }
        }
        loop {
            let place = self.place[variable as usize] as usize;
            match place.cmp(&best) {
                std::cmp::Ordering::Less => self.swap(place),
                std::cmp::Ordering::Greater => self.swap(place - 1),
                std::cmp::Ordering::Equal => break,
            }
        }
    }
}

/// The place in a table of a power of two.
fn bucket(works: u32, fails: u32, buckets: usize) -> usize {
    let mixed = (u64::from(works) << 32 | u64::from(fails)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) as usize >> 7 & (buckets - 1)
}
