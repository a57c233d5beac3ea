//! States of undirected networks in one machine word: a label for each slot.
//!
//! The same partitions as in [`Partition`](super::partition::Partition), written so that a state
//! is copied, compared and hashed in a few instructions. Nearly all networks that can be summed
//! over at all are this narrow.

use super::key_numbering::{Key, KeyNumbering};
use super::plan::{Op, Plan, Step};
use super::sweep::{Branch, Layers, Target};
use crate::limits::LimitReached;

/// A word of labels.
pub(crate) trait Word: Key + Default {
    /// Labels in a word, the topmost left for a count.
    const SLOTS: usize;

    /// The label in a slot.
    fn label(self, slot: usize) -> usize;

    /// A label put where there was 0.
    fn with(self, slot: usize, label: usize) -> Self;

    /// A label taken away.
    fn without(self, slot: usize) -> Self;

    /// The lowest bit of each slot that has the label, which is not 0.
    fn places(self, label: usize) -> Self;

    /// One label in place of another, in all slots.
    fn renamed(self, from: usize, to: usize) -> Self;

    /// Whether some slot has the label, which is not 0.
    fn has(self, label: usize) -> bool;

    /// The count above the labels, which are left.
    fn split(self) -> (usize, Self);

    /// A count put above the labels.
    fn with_count(self, count: usize) -> Self;
}

macro_rules! word {
    ($word:ty, $bits:literal, $slots:literal, $ones:literal) => {
        impl Word for $word {
            const SLOTS: usize = $slots;

            fn label(self, slot: usize) -> usize {
                (self >> ($bits * slot)) as usize & ((1 << $bits) - 1)
            }

            fn with(self, slot: usize, label: usize) -> Self {
                self | (label as $word) << ($bits * slot)
            }

            fn without(self, slot: usize) -> Self {
                self & !(((1 << $bits) - 1) << ($bits * slot))
            }

            fn places(self, label: usize) -> Self {
                let different = self ^ $ones * label as $word;
                let any = (1..$bits).fold(different, |any, bit| any | different >> bit);
                !any & $ones
            }

            fn renamed(self, from: usize, to: usize) -> Self {
                // Within a label nothing is carried, so all changes are one product.
                self ^ self.places(from) * (from ^ to) as $word
            }

            fn has(self, label: usize) -> bool {
                self.places(label) != 0
            }

            fn split(self) -> (usize, Self) {
                (self.label($slots), self.without($slots))
            }

            fn with_count(self, count: usize) -> Self {
                self.with($slots, count)
            }
        }
    };
}
word!(u64, 4, 15, 0x0111_1111_1111_1111);
word!(u128, 5, 24, 0x0008_4210_8421_0842_1084_2108_4210_8421);

/// A partition that is worked on.
///
/// Slots are labelled with their block's number from 1, or with 0 if they are vacant or their
/// vertex failed. Bit `b` of `marks` says that block `b` contains a terminal, possibly one that
/// has left the frontier.
///
/// Invariant: a block that is marked has a slot, since the network would have failed.
#[derive(Clone, Copy)]
struct Blocks<W> {
    labels: W,
    marks: u32,
}

/// What a decision leads to, before it has a number.
enum Found<W> {
    Certain(Target),
    State(W),
}

/// States whose branches are found before the first of them is looked up.
const BATCH: usize = 64;

/// A layer of partitions in canonical form, and the next.
///
/// Canonical: the blocks with a terminal come first, their number stands above all labels, and
/// within either kind blocks are numbered by their first slot.
pub(crate) struct Packed<W> {
    slots: usize,
    layer: KeyNumbering<W>,
    next: KeyNumbering<W>,
    /// The slots of whose vertices one edge was left when the layer was made.
    last: u32,
}

impl<W: Word> Packed<W> {
    /// The most slots that fit a word.
    pub(crate) const SLOTS: usize = W::SLOTS;

    pub(crate) fn new(slots: usize) -> Self {
        assert!(slots <= W::SLOTS, "a partition fits its word");
        Self { slots, layer: KeyNumbering::new(), next: KeyNumbering::new(), last: 0 }
    }

    fn load(key: W) -> Blocks<W> {
        let (marked, labels) = key.split();
        Blocks { labels, marks: ((1 << marked) - 1) << 1 }
    }

    /// The key of a partition. A slot whose vertex is connected to nothing and has one edge to
    /// come, which leads nowhere from there, is as good as failed: the slots in `last`.
    ///
    /// Written without branches: which label a slot has cannot be foreseen.
    fn key(&self, blocks: Blocks<W>, last: u32) -> W {
        let mut once = 0u32;
        let mut twice = 0u32;
        for slot in 0..self.slots {
            let bit = 1 << blocks.labels.label(slot);
            twice |= once & bit;
            once |= bit;
        }
        let alone = once & !twice & !blocks.marks;
        let marked = blocks.marks.count_ones();
        let mut names = [0u32; 32];
        // The next name of a block without a terminal, and of one with.
        let mut next = [marked + 1, 1];
        let mut key = W::default().with_count(marked as usize);
        for slot in 0..self.slots {
            let label = blocks.labels.label(slot) & 31;
            let dead = alone >> label & last >> slot & 1;
            let live = u32::from(label != 0) & !dead;
            let kind = (blocks.marks >> label & 1) as usize;
            let known = names[label];
            let fresh = u32::from(known == 0) & live;
            let name = if known == 0 { next[kind] } else { known } * live;
            next[kind] += fresh;
            names[label] = name;
            key = key.with(slot, name as usize);
        }
        key
    }

    /// What becomes of a partition once an element is decided.
    fn settle(&self, mut blocks: Blocks<W>, step: &[Op], last: u32) -> Found<W> {
        for op in step {
            if let Some(works) = blocks.apply(op, self.slots) {
                return Found::Certain(Target::outcome(works));
            }
        }
        Found::State(self.key(blocks, last))
    }

    fn file(&mut self, found: Found<W>) -> Target {
        match found {
            Found::Certain(target) => target,
            Found::State(key) => Target::to_state(self.next.number(key)),
        }
    }

    /// Where an element's working leads, and where its failing does if that is not the same.
    fn branch<T>(
        &self,
        number: usize,
        step: &Step<'_, T>,
        last: u32,
        stays: bool,
    ) -> (Found<W>, Option<Found<W>>) {
        let key = self.layer.key(number);
        let before = Self::load(key);
        let mut after = before;
        let certain = after.apply(&step.op, self.slots);
        let same = certain.is_none() && after.labels == before.labels;
        let works = match certain {
            Some(works) => Found::Certain(Target::outcome(works)),
            None if stays && same => Found::State(key),
            None => self.settle(after, &step.after, last),
        };
        let fails = match step.fatal {
            true => Some(Found::Certain(Target::FAILS)),
            false if same => None,
            false if stays => Some(Found::State(key)),
            false => Some(self.settle(before, &step.after, last)),
        };
        (works, fails)
    }

    fn advance(&mut self) {
        std::mem::swap(&mut self.layer, &mut self.next);
        self.next.clear(self.layer.len());
    }
}

impl<W: Word> Blocks<W> {
    /// Follows one step and tells the outcome if it is certain now.
    fn apply(&mut self, op: &Op, slots: usize) -> Option<bool> {
        match *op {
            Op::Enter { slot, terminal, complete } => {
                let used = (0..slots).fold(1u32, |used, at| used | 1 << self.labels.label(at));
                // All slots but this one are taken at most, so a label is free.
                let label = used.trailing_ones() as usize;
                self.labels = self.labels.with(slot, label);
                self.marks |= u32::from(terminal) << label;
                (terminal && complete && self.marks.is_power_of_two()).then_some(true)
            }
            Op::Join { from, to, complete, .. } => {
                let (a, b) = (self.labels.label(from), self.labels.label(to));
                if a == b || a == 0 || b == 0 {
                    return None;
                }
                let both = self.marks >> a & self.marks >> b & 1 == 1;
                let either = (self.marks >> a | self.marks >> b) & 1;
                self.marks = self.marks & !(1 << b) | either << a;
                self.labels = self.labels.renamed(b, a);
                (both && complete && self.marks.is_power_of_two()).then_some(true)
            }
            Op::Leave { slot } => {
                let label = self.labels.label(slot);
                self.labels = self.labels.without(slot);
                // Label 0 is never marked.
                let marked = self.marks >> label & 1 == 1;
                (marked && !self.labels.has(label)).then_some(false)
            }
            // Edges are followed both ways, so the vertex leaves at the same time.
            Op::CloseOut { .. } | Op::CloseIn { .. } => None,
        }
    }
}

impl<W: Word> Layers for Packed<W> {
    fn start<T>(&mut self, plan: &Plan<'_, T>) -> Target {
        let found = self.settle(Blocks { labels: W::default(), marks: 0 }, plan.start(), 0);
        let target = self.file(found);
        self.advance();
        target
    }

    fn len(&self) -> usize {
        self.layer.len()
    }

    fn decide<T>(
        &mut self,
        step: &Step<'_, T>,
        room: &dyn Fn(usize) -> Result<(), LimitReached>,
        branches: &mut Vec<Branch>,
    ) -> Result<(), LimitReached> {
        branches.reserve(self.layer.len());
        // No more slots than bits, so none is lost.
        let last = step.last as u32;
        // Then a state in which nothing is decided is canonical as it is.
        let stays = step.after.is_empty() && last & !self.last == 0;
        // Keys first and then their numbers: searches that do not wait for each other hide what
        // the memory takes.
        let mut found = Vec::with_capacity(BATCH);
        let mut number = 0;
        while number < self.layer.len() {
            let end = self.layer.len().min(number + BATCH);
            found.extend((number..end).map(|number| self.branch(number, step, last, stays)));
            number = end;
            for (works, fails) in found.drain(..) {
                let works = self.file(works);
                let fails = match fails {
                    Some(fails) => self.file(fails),
                    None => works,
                };
                branches.push(Branch { works, fails });
            }
            // Within the loop, so that one layer cannot outgrow the limit either.
            room(self.next.len())?;
        }
        self.last = last;
        self.advance();
        Ok(())
    }
}
