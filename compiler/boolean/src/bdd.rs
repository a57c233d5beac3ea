//! Reduced ordered binary decision diagrams under construction.
//!
//! Bryant, *Graph-based algorithms for Boolean function manipulation*, IEEE Trans. Computers 35
//! (1986); Brace, Rudell & Bryant, *Efficient implementation of a BDD package*, DAC 1990.
//!
//! Walks keep their own stack, since a diagram is as deep as it has variables.

use std::hash::Hasher;

use crate::limits::{LimitReached, Limits, Resource};
use crate::numbering::{FixedHasher, Numbering};

/// A function held by a [`Bdd`]: a constant or a node. Equal references are equal functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ref(u32);

impl Ref {
    pub(crate) const FALSE: Self = Self(0);
    pub(crate) const TRUE: Self = Self(1);

    /// Constants first, then nodes in the order they were made.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The reference with an index that a reference has.
    pub(crate) fn of_index(index: usize) -> Self {
        Self(index as u32)
    }

    pub(crate) fn is_constant(self) -> bool {
        self.0 < 2
    }
}

/// The function `works` where the variable at `level` is true, `fails` where it is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BddNode {
    pub(crate) level: u32,
    pub(crate) works: Ref,
    pub(crate) fails: Ref,
}

/// The level of the constants, below every variable.
pub(crate) const BOTTOM: u32 = u32::MAX;

/// Nodes over the levels of a variable order, level 0 on top.
///
/// Invariant: no two nodes are equal, no node has equal branches, and branches lead to nodes made
/// earlier and at greater levels. Hence equal functions have equal references.
pub(crate) struct Bdd {
    nodes: Numbering<BddNode>,
    known: KnownResults,
    operations: u64,
    limits: Limits,
}

/// What is left to do for an `ite`.
enum Task {
    /// Find the result for three functions.
    Choose(Ref, Ref, Ref),
    /// Join the results of both branches at the level, and remember them for the three functions.
    Join(u32, [Ref; 3]),
}

impl Bdd {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            nodes: Numbering::new(),
            known: KnownResults::new(),
            operations: 0,
            limits: limits.clone(),
        }
    }

    /// From now on so many nodes may be made.
    pub(crate) fn set_node_limit(&mut self, nodes: u64) {
        self.limits.nodes = nodes;
    }

    /// How many nodes were made.
    pub(crate) fn node_count(&self) -> u64 {
        self.nodes.items().len() as u64
    }

    /// The node of a reference that is not constant.
    pub(crate) fn node(&self, reference: Ref) -> BddNode {
        self.nodes.items()[reference.index() - 2]
    }

    /// The level of the topmost variable that the function depends on.
    pub(crate) fn level(&self, reference: Ref) -> u32 {
        if reference.is_constant() { BOTTOM } else { self.node(reference).level }
    }

    /// The function `works` where the variable at `level` is true, `fails` where it is false;
    /// both lie below the level.
    pub(crate) fn make(&mut self, level: u32, works: Ref, fails: Ref) -> Result<Ref, LimitReached> {
        if works == fails {
            return Ok(works);
        }
        let number = self.nodes.number(BddNode { level, works, fails });
        Resource::Nodes.check(self.nodes.items().len() as u64, self.limits.nodes)?;
        Ok(Ref(number + 2))
    }

    pub(crate) fn not(&mut self, f: Ref) -> Result<Ref, LimitReached> {
        self.ite(f, Ref::FALSE, Ref::TRUE)
    }

    pub(crate) fn and(&mut self, f: Ref, g: Ref) -> Result<Ref, LimitReached> {
        self.ite(f, g, Ref::FALSE)
    }

    pub(crate) fn or(&mut self, f: Ref, g: Ref) -> Result<Ref, LimitReached> {
        self.ite(f, Ref::TRUE, g)
    }

    /// The function that is `g` where `f` is true and `h` where `f` is false.
    pub(crate) fn ite(&mut self, f: Ref, g: Ref, h: Ref) -> Result<Ref, LimitReached> {
        if let Some(result) = self.at_once(f, g, h)? {
            return Ok(result);
        }
        let mut tasks = vec![Task::Choose(f, g, h)];
        let mut results = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Choose(f, g, h) => {
                    if let Some(result) = self.at_once(f, g, h)? {
                        results.push(result);
                        continue;
                    }
                    let [f, g, h] = normalised(f, g, h);
                    if let Some(result) = self.known.find([f, g, h]) {
                        results.push(result);
                        continue;
                    }
                    self.operations += 1;
                    Resource::Operations.check(self.operations, self.limits.operations)?;
                    let level = self.level(f).min(self.level(g)).min(self.level(h));
                    let (f1, f0) = self.branches(f, level);
                    let (g1, g0) = self.branches(g, level);
                    let (h1, h0) = self.branches(h, level);
                    tasks.push(Task::Join(level, [f, g, h]));
                    tasks.push(Task::Choose(f0, g0, h0));
                    tasks.push(Task::Choose(f1, g1, h1));
                }
                Task::Join(level, key) => {
                    let (Some(fails), Some(works)) = (results.pop(), results.pop()) else {
                        unreachable!("each branch has left its result");
                    };
                    let result = self.make(level, works, fails)?;
                    self.known.remember(key, result, self.nodes.items().len());
                    results.push(result);
                }
            }
        }
        let Some(result) = results.pop() else { unreachable!("the first task leaves a result") };
        Ok(result)
    }

    /// The two cofactors with respect to a level that is not below the function's own.
    fn branches(&self, f: Ref, level: u32) -> (Ref, Ref) {
        if self.level(f) == level {
            let node = self.node(f);
            (node.works, node.fails)
        } else {
            (f, f)
        }
    }

    /// The result of an `ite` that needs no walk.
    fn at_once(&mut self, f: Ref, g: Ref, h: Ref) -> Result<Option<Ref>, LimitReached> {
        let result = match (f, g, h) {
            (Ref::TRUE, result, _) | (Ref::FALSE, _, result) => result,
            (f, Ref::TRUE, Ref::FALSE) => f,
            (_, g, h) if g == h => g,
            (f, g, Ref::FALSE) if f == g => f,
            (f, Ref::TRUE, h) if f == h => f,
            _ => {
                // A variable above both results: the common case, and often a long row of them.
                let node = self.node(f);
                if node.level >= self.level(g).min(self.level(h)) {
                    return Ok(None);
                }
                match (node.works, node.fails) {
                    (Ref::TRUE, Ref::FALSE) => self.make(node.level, g, h)?,
                    (Ref::FALSE, Ref::TRUE) => self.make(node.level, h, g)?,
                    _ => return Ok(None),
                }
            }
        };
        Ok(Some(result))
    }
}

/// The same `ite` in a form shared by conjunctions, and by disjunctions, of either order.
fn normalised(f: Ref, g: Ref, h: Ref) -> [Ref; 3] {
    let g = if g == f { Ref::TRUE } else { g };
    let h = if h == f { Ref::FALSE } else { h };
    match (g, h) {
        (g, Ref::FALSE) if g < f && !g.is_constant() => [g, f, h],
        (Ref::TRUE, h) if h < f && !h.is_constant() => [h, g, f],
        _ => [f, g, h],
    }
}

/// Results of earlier `ite`s, each in the one place its key allows; a later one replaces it.
///
/// Invariant: the number of places is a power of two.
struct KnownResults {
    places: Vec<([Ref; 3], Ref)>,
}

/// No `ite` with three constants gets as far as being remembered.
const NOTHING_KNOWN: ([Ref; 3], Ref) = ([Ref::FALSE; 3], Ref::FALSE);

impl KnownResults {
    fn new() -> Self {
        Self { places: vec![NOTHING_KNOWN; 1 << 10] }
    }

    fn place(&self, key: [Ref; 3]) -> usize {
        let mut hasher = FixedHasher::default();
        for function in key {
            hasher.write_u32(function.0);
        }
        (hasher.finish() >> 32) as usize & (self.places.len() - 1)
    }

    fn find(&self, key: [Ref; 3]) -> Option<Ref> {
        let (found, result) = self.places[self.place(key)];
        (found == key).then_some(result)
    }

    /// Remembers a result; there are about as many places as `nodes`.
    fn remember(&mut self, key: [Ref; 3], result: Ref, nodes: usize) {
        if nodes > self.places.len() {
            let larger = vec![NOTHING_KNOWN; self.places.len() * 4];
            for (key, result) in std::mem::replace(&mut self.places, larger) {
                let place = self.place(key);
                self.places[place] = (key, result);
            }
        }
        let place = self.place(key);
        self.places[place] = (key, result);
    }
}
