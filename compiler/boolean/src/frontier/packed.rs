//! States of undirected networks in one machine word: a label for each slot.
//!
//! The same partitions as in [`Partition`](super::partition::Partition), written so that a state
//! is copied, compared and hashed in a few instructions. Nearly all networks that can be summed
//! over at all are this narrow.

use super::key_numbering::{Key, KeyNumbering};
use super::plan::{Op, Plan, Step};
use super::sweep::{Branch, Layers, Target};
use crate::limits::LimitReached;
use std::ops::{BitAnd, BitOr, BitXor, Not, Shl, Shr};

/// A word of labels.
pub(crate) trait Word:
    Key
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Not<Output = Self>
    + From<u8>
{
    /// Bits of a label.
    const LABEL: u32;
    /// Labels in a word, the topmost left for a count.
    const SLOTS: usize;

    /// The lowest label.
    fn lowest(self) -> u32;
}

impl Word for u64 {
    const LABEL: u32 = 4;
    const SLOTS: usize = 15;

    fn lowest(self) -> u32 {
        self as u32 & 15
    }
}

impl Word for u128 {
    const LABEL: u32 = 5;
    const SLOTS: usize = 24;

    fn lowest(self) -> u32 {
        self as u32 & 31
    }
}

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

/// A layer of partitions in canonical form, and the next.
///
/// Canonical: the blocks with a terminal come first, their number stands above all labels, and
/// within either kind blocks are numbered by their first slot.
pub(crate) struct Packed<W> {
    slots: usize,
    layer: KeyNumbering<W>,
    next: KeyNumbering<W>,
}

impl<W: Word> Packed<W> {
    /// The most slots that fit a word.
    pub(crate) const SLOTS: usize = W::SLOTS;

    pub(crate) fn new(slots: usize) -> Self {
        assert!(slots <= W::SLOTS, "a partition fits its word");
        Self { slots, layer: KeyNumbering::new(), next: KeyNumbering::new() }
    }

    fn count_at() -> u32 {
        W::SLOTS as u32 * W::LABEL
    }

    fn load(key: W) -> Blocks<W> {
        let marked = (key >> Self::count_at()).lowest();
        let labels = key & !(!W::from(0) << Self::count_at());
        Blocks { labels, marks: ((1 << marked) - 1) << 1 }
    }

    /// The key of a partition. A slot whose vertex is connected to nothing and has one edge to
    /// come, which leads nowhere from there, is as good as failed: the slots in `last`.
    fn key(&self, blocks: Blocks<W>, last: u128) -> W {
        let mut once = 1u32;
        let mut twice = 0u32;
        let mut rest = blocks.labels;
        for _ in 0..self.slots {
            let bit = 1 << rest.lowest();
            twice |= once & bit;
            once |= bit;
            rest = rest >> W::LABEL;
        }
        let alone = once & !twice & !blocks.marks & !1;
        let marked = blocks.marks.count_ones();
        let mut names = [0u8; 32];
        let (mut next_marked, mut next) = (1u8, marked as u8 + 1);
        let mut key = W::from(marked as u8) << Self::count_at();
        let mut rest = blocks.labels;
        let mut last = last as u32;
        for slot in 0..self.slots as u32 {
            let label = rest.lowest();
            rest = rest >> W::LABEL;
            let dead = alone >> label & last & 1 == 1;
            last >>= 1;
            if label == 0 || dead {
                continue;
            }
            let name = &mut names[label as usize];
            if *name == 0 {
                let fresh =
                    if blocks.marks >> label & 1 == 1 { &mut next_marked } else { &mut next };
                *name = *fresh;
                *fresh += 1;
            }
            key = key | W::from(*name) << (slot * W::LABEL);
        }
        key
    }

    fn settle(&mut self, mut blocks: Blocks<W>, step: &[Op], last: u128) -> Target {
        for op in step {
            if let Some(works) = blocks.apply(op, self.slots) {
                return Target::outcome(works);
            }
        }
        let key = self.key(blocks, last);
        Target::to_state(self.next.number(key))
    }

    fn advance(&mut self) {
        std::mem::swap(&mut self.layer, &mut self.next);
        self.next.clear(self.layer.len());
    }
}

impl<W: Word> Blocks<W> {
    fn label(&self, slot: usize) -> u32 {
        (self.labels >> (slot as u32 * W::LABEL)).lowest()
    }

    fn set(&mut self, slot: usize, label: u32) {
        let at = slot as u32 * W::LABEL;
        let change = self.label(slot) ^ label;
        self.labels = self.labels ^ W::from(change as u8) << at;
    }

    /// The labels in use, and 0.
    fn used(&self, slots: usize) -> u32 {
        let mut used = 1;
        let mut rest = self.labels;
        for _ in 0..slots {
            used |= 1 << rest.lowest();
            rest = rest >> W::LABEL;
        }
        used
    }

    /// Follows one step and tells the outcome if it is certain now.
    fn apply(&mut self, op: &Op, slots: usize) -> Option<bool> {
        match *op {
            Op::Enter { slot, terminal, complete } => {
                // All slots but this one are taken at most, so a label is free.
                let label = self.used(slots).trailing_ones();
                self.set(slot, label);
                self.marks |= u32::from(terminal) << label;
                (terminal && complete && self.marks.is_power_of_two()).then_some(true)
            }
            Op::Join { from, to, complete, .. } => {
                let (a, b) = (self.label(from), self.label(to));
                if a == b || a == 0 || b == 0 {
                    return None;
                }
                let both = self.marks >> a & self.marks >> b & 1 == 1;
                let either = (self.marks >> a | self.marks >> b) & 1;
                self.marks = self.marks & !(1 << b) | either << a;
                for slot in 0..slots {
                    if self.label(slot) == b {
                        self.set(slot, a);
                    }
                }
                (both && complete && self.marks.is_power_of_two()).then_some(true)
            }
            Op::Leave { slot } => {
                let label = self.label(slot);
                self.set(slot, 0);
                let marked = label != 0 && self.marks >> label & 1 == 1;
                (marked && self.used(slots) >> label & 1 == 0).then_some(false)
            }
            // Edges are followed both ways, so the vertex leaves at the same time.
            Op::CloseOut { .. } | Op::CloseIn { .. } => None,
        }
    }
}

impl<W: Word> Layers for Packed<W> {
    fn start<T>(&mut self, plan: &Plan<'_, T>) -> Target {
        let target = self.settle(Blocks { labels: W::from(0), marks: 0 }, plan.start(), 0);
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
        for number in 0..self.layer.len() {
            let before = Self::load(self.layer.key(number));
            let mut after = before;
            let certain = after.apply(&step.op, self.slots);
            let works = match certain {
                Some(works) => Target::outcome(works),
                None => self.settle(after, &step.after, step.last),
            };
            let fails = match step.fatal {
                true => Target::FAILS,
                false if certain.is_none() && after.labels == before.labels => works,
                false => self.settle(before, &step.after, step.last),
            };
            branches.push(Branch { works, fails });
            // Within the loop, so that one layer cannot outgrow the limit either.
            room(self.next.len())?;
        }
        self.advance();
        Ok(())
    }
}
