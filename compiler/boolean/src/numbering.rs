//! Numberings: equal items get equal numbers, in the order of first arrival.
//!
//! Hash-consed gates, unique tables of diagrams and layers of network states all need exactly
//! this, and need it to be the same on every machine: the hash is fixed, and it decides only
//! where an item is looked for, never its number.

use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

/// The multiply-rotate hash of Firefox and rustc, with a final mix.
///
/// Quick on short keys and without a seed. An adversary can make it collide; the limits on work
/// bound what that costs.
#[derive(Clone, Copy, Default)]
pub(crate) struct FixedHasher(u64);

const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;

impl FixedHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER);
    }
}

impl Hasher for FixedHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }

    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)).wrapping_mul(MULTIPLIER)
    }
}

/// A map whose hash is the same everywhere. Nothing may depend on the order of its entries.
pub(crate) type FixedMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<FixedHasher>>;

/// Where the items of a numbering are found: open addressing over `hash << 32 | number`.
///
/// Invariant: the number of slots is a power of two and at least a quarter of them is vacant.
#[derive(Clone, Debug)]
struct Slots {
    slots: Vec<u64>,
}

const VACANT: u64 = u64::MAX;

impl Slots {
    fn new() -> Self {
        Self { slots: vec![VACANT; 16] }
    }

    fn clear(&mut self) {
        self.slots.fill(VACANT);
    }

    /// The number of the item that is the `same`, or `next`, which is thereby taken; `hashes` are
    /// those of all items that were numbered.
    fn number(
        &mut self,
        hash: u64,
        next: u32,
        same: impl Fn(u32) -> bool,
        hashes: impl Fn(u32) -> u64,
    ) -> u32 {
        if next as usize * 4 >= self.slots.len() * 3 {
            self.grow(next, hashes);
        }
        let mask = self.slots.len() - 1;
        let tag = hash >> 32;
        let mut at = tag as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == VACANT {
                self.slots[at] = tag << 32 | u64::from(next);
                return next;
            }
            if slot >> 32 == tag && same(slot as u32) {
                return slot as u32;
            }
            at = (at + 1) & mask;
        }
    }

    /// Twice as many slots. They are filled anew where they are: memory that is touched for the
    /// first time costs more than a hash.
    #[cold]
    fn grow(&mut self, items: u32, hashes: impl Fn(u32) -> u64) {
        let slots = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(slots, VACANT);
        for number in 0..items {
            let tag = hashes(number) >> 32;
            let mut at = tag as usize & (slots - 1);
            while self.slots[at] != VACANT {
                at = (at + 1) & (slots - 1);
            }
            self.slots[at] = tag << 32 | u64::from(number);
        }
    }
}

/// A numbering of values of one type.
///
/// Invariant: the items are pairwise different, and the number of an item is its position.
#[derive(Clone, Debug)]
pub(crate) struct Numbering<T> {
    items: Vec<T>,
    slots: Slots,
}

impl<T: Eq + Hash> Numbering<T> {
    pub(crate) fn new() -> Self {
        Self { items: Vec::new(), slots: Slots::new() }
    }

    /// The number of `item`, which joins the numbering if it is new.
    pub(crate) fn number(&mut self, item: T) -> u32 {
        let hash = |item: &T| BuildHasherDefault::<FixedHasher>::default().hash_one(item);
        let next = self.items.len() as u32;
        let number = self.slots.number(
            hash(&item),
            next,
            |other| self.items[other as usize] == item,
            |other| hash(&self.items[other as usize]),
        );
        if number == next {
            self.items.push(item);
        }
        number
    }

    /// The items in the order of their numbers.
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

/// A numbering of rows of words, all of one length, stored side by side.
///
/// Invariant: `rows.len() == width * count`, and row `i` starts at `i * width`.
#[derive(Clone, Debug)]
pub(crate) struct RowNumbering {
    rows: Vec<u64>,
    width: usize,
    count: usize,
    slots: Slots,
}

impl RowNumbering {
    pub(crate) fn new(width: usize) -> Self {
        Self { rows: Vec::new(), width, count: 0, slots: Slots::new() }
    }

    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.count = 0;
        self.slots.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    pub(crate) fn row(&self, number: usize) -> &[u64] {
        &self.rows[number * self.width..][..self.width]
    }

    /// The number of `row`, which joins the numbering if it is new.
    pub(crate) fn number(&mut self, row: &[u64]) -> u32 {
        let hash = |row: &[u64]| {
            let mut hasher = FixedHasher::default();
            row.iter().for_each(|&word| hasher.write_u64(word));
            hasher.finish()
        };
        let next = self.count as u32;
        let other = |number: u32| &self.rows[number as usize * self.width..][..self.width];
        let number =
            self.slots.number(hash(row), next, |at| other(at) == row, |at| hash(other(at)));
        if number == next {
            self.rows.extend_from_slice(row);
            self.count += 1;
        }
        number
    }
}
