//! Results of earlier operations on diagrams, to be found again.

use std::hash::Hasher;

use crate::bdd::Ref;
use crate::numbering::FixedHasher;

/// Results for keys of `N` functions, each in the one place its key allows; a later one replaces it.
///
/// A key never consists of `FALSE` alone, so places that are still zero hold no result.
///
/// Invariant: the number of places is a power of two.
pub(crate) struct KnownResults<const N: usize> {
    places: Vec<Place<N>>,
}

/// A key with its result.
#[derive(Clone, Copy)]
struct Place<const N: usize> {
    key: [Ref; N],
    result: Ref,
}

const FEWEST_PLACES: usize = 1 << 10;

impl<const N: usize> KnownResults<N> {
    pub(crate) fn new() -> Self {
        Self { places: vec![Place::VACANT; FEWEST_PLACES] }
    }

    fn place(&self, key: [Ref; N]) -> usize {
        let mut hasher = FixedHasher::default();
        for pair in key.chunks(2) {
            let [first, last] = [pair[0], pair[pair.len() - 1]].map(|of| of.index() as u64);
            hasher.write_u64(first << 32 | last);
        }
        (hasher.finish() >> 32) as usize & (self.places.len() - 1)
    }

    pub(crate) fn find(&self, key: [Ref; N]) -> Option<Ref> {
        let place = self.places[self.place(key)];
        (place.key == key).then_some(place.result)
    }

    /// Remembers a result; there are about as many places as `nodes`.
    pub(crate) fn remember(&mut self, key: [Ref; N], result: Ref, nodes: usize) {
        if nodes > self.places.len() {
            self.grow();
        }
        let at = self.place(key);
        self.places[at] = Place { key, result };
    }

    /// Twice as many places; a key stays where it is or moves up by as many as there were.
    #[cold]
    fn grow(&mut self) {
        let before = self.places.len();
        self.places.resize(before * 2, Place::VACANT);
        for at in 0..before {
            let place = self.places[at];
            let to = self.place(place.key);
            if to != at {
                self.places[at] = Place::VACANT;
                self.places[to] = place;
            }
        }
    }
}

impl<const N: usize> Place<N> {
    const VACANT: Self = Self { key: [Ref::FALSE; N], result: Ref::FALSE };
}
