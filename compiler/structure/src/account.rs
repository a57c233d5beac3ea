//! How parts came about, as far as only their reduction knows: for readers who ask how a result
//! was computed. No result depends on it.

use crate::graph::LeafId;
use kofn_boolean::Effort;
use std::collections::BTreeMap;

/// What a variable of a diagram is, or an operand of a count: a thing, or a part of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atom {
    /// The thing, or the first of several.
    pub first: LeafId,
    /// Whether there is no other.
    pub alone: bool,
}

/// A decision diagram that was made for a part.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// How many parts there were: it stands before those that were made from it.
    pub(crate) place: usize,
    /// What is asked, in this order.
    pub order: Vec<Atom>,
    /// Its nodes.
    pub nodes: usize,
    /// What it took.
    pub effort: Effort,
    /// Whether it was written as a tree, which is computed with instead.
    pub tree: bool,
    /// How many like this one were made for other things.
    pub times: u64,
}

impl Compiled {
    /// The number of parts that were there before it.
    pub fn place(&self) -> usize {
        self.place
    }

    /// Whether all is the same, but for the things and the order in which they are asked.
    fn is_like(&self, other: &Compiled) -> bool {
        let shape = |one: &Compiled| (one.nodes, one.order.len(), one.effort, one.tree);
        shape(self) == shape(other)
    }
}

/// What is known of how parts came about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// What each part consists of, by its place, where a node of the graph became it.
    atoms: Vec<Option<Atom>>,
    /// What is decided by each part of two cases. Parts that are alike are one, so the part that is
    /// decided does not tell which of the things it was.
    decided: BTreeMap<usize, Atom>,
    /// The diagrams in the order in which they were made.
    compiled: Vec<Compiled>,
}

impl Account {
    pub fn atom(&self, place: usize) -> Option<Atom> {
        self.atoms.get(place).copied().flatten()
    }

    pub fn decided(&self, place: usize) -> Option<Atom> {
        self.decided.get(&place).copied()
    }

    pub fn compiled(&self) -> &[Compiled] {
        &self.compiled
    }

    /// Notes what a part consists of. Of equal parts the first gives the name.
    pub fn note_atom(&mut self, place: usize, atom: Atom) {
        if self.atoms.len() <= place {
            self.atoms.resize(place + 1, None);
        }
        self.atoms[place].get_or_insert(atom);
    }

    /// Notes what is decided by a part of two cases.
    pub fn note_decided(&mut self, place: usize, atom: Atom) {
        self.decided.entry(place).or_insert(atom);
    }

    /// Notes a diagram. A thousand alike bridges are one entry.
    pub fn note_compiled(&mut self, compiled: Compiled) {
        match self.compiled.last_mut() {
            Some(last) if last.is_like(&compiled) => last.times += compiled.times,
            _ => self.compiled.push(compiled),
        }
    }
}
