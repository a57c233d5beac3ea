//! A numbering of machine words, which stand where they are looked for.
//!
//! The words of a layer are too many for the caches; finding one must not touch memory twice.

/// What is numbered.
pub(crate) trait Key: Copy + Eq {
    /// A hash whose upper bits are good; fixed, so that every machine does the same.
    fn hash(self) -> u64;

    /// What fills a vacant place.
    fn filler() -> Self;
}

/// The golden ratio's fraction, as in Knuth's multiplicative hashing.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key for u64 {
    fn hash(self) -> u64 {
        let mixed = self.wrapping_mul(MULTIPLIER);
        (mixed ^ mixed >> 32).wrapping_mul(MULTIPLIER)
    }

    fn filler() -> Self {
        0
    }
}

impl Key for u128 {
    fn hash(self) -> u64 {
        let upper = ((self >> 64) as u64).wrapping_mul(MULTIPLIER);
        (self as u64 ^ upper ^ upper >> 29).hash()
    }

    fn filler() -> Self {
        0
    }
}

/// A numbering in the order of first arrival.
///
/// Invariant: `keys` are pairwise different; each stands with its number in `places`, whose
/// length is a power of two and at most three quarters of which are taken.
pub(crate) struct KeyNumbering<K> {
    keys: Vec<K>,
    places: Vec<(K, u32)>,
}

const VACANT: u32 = u32::MAX;
const FEWEST_PLACES: usize = 16;

impl<K: Key> KeyNumbering<K> {
    pub(crate) fn new() -> Self {
        Self { keys: Vec::new(), places: vec![(K::filler(), VACANT); FEWEST_PLACES] }
    }

    /// Forgets everything; about so many keys are expected next.
    pub(crate) fn clear(&mut self, expected: usize) {
        self.keys.clear();
        let places = (expected + expected / 3 + 1).next_power_of_two().max(FEWEST_PLACES);
        self.places.clear();
        self.places.resize(places, (K::filler(), VACANT));
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn key(&self, number: usize) -> K {
        self.keys[number]
    }

    /// The number of `key`, which joins the numbering if it is new.
    pub(crate) fn number(&mut self, key: K) -> u32 {
        let mask = self.places.len() - 1;
        let mut at = (key.hash() >> 32) as usize & mask;
        loop {
            let (other, number) = self.places[at];
            if number == VACANT {
                break;
            }
            if other == key {
                return number;
            }
            at = (at + 1) & mask;
        }
        let number = self.keys.len() as u32;
        self.places[at] = (key, number);
        self.keys.push(key);
        if self.keys.len() * 4 > self.places.len() * 3 {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let length = self.places.len() * 2;
        let mask = length - 1;
        self.places.clear();
        self.places.resize(length, (K::filler(), VACANT));
        for (number, key) in self.keys.iter().enumerate() {
            let mut at = (key.hash() >> 32) as usize & mask;
            while self.places[at].1 != VACANT {
                at = (at + 1) & mask;
            }
            self.places[at] = (*key, number as u32);
        }
    }
}
