//! States of networks with directed edges: which vertices of the frontier reach which.

use super::plan::Op;
use super::rows::Memory;

/// For each slot the set of slots that its vertex reaches.
///
/// A vertex that works reaches itself; the row of a vacant slot or a failed vertex is empty.
/// Sources and sinks keep their slots when they leave the frontier.
///
/// Invariant: the relation is transitive but for what cannot matter any more: that a vertex
/// reaches one that no edge will leave, or is reached by one that no edge will enter.
pub(crate) struct Relation {
    rows: Vec<u64>,
    sources: Vec<usize>,
    sinks: Vec<usize>,
    sources_mask: u64,
    sinks_mask: u64,
}

impl Relation {
    /// At most 64 slots. The relation must come to hold between all `sources` and all `sinks`.
    pub(crate) fn new(slots: usize, sources: &[usize], sinks: &[usize]) -> Self {
        let mask = |slots: &[usize]| slots.iter().fold(0, |mask, slot| mask | 1 << slot);
        Self {
            rows: vec![0; slots],
            sources: sources.to_vec(),
            sinks: sinks.to_vec(),
            sources_mask: mask(sources),
            sinks_mask: mask(sinks),
        }
    }

    fn works(&self) -> bool {
        self.sources.iter().all(|&source| self.rows[source] & self.sinks_mask == self.sinks_mask)
    }

    fn entered(&self, slot: usize) -> bool {
        self.rows[slot] >> slot & 1 == 1
    }

    /// Some source has entered, misses a sink and reaches no vertex that edges can leave.
    fn source_shut_in(&self, open: u64) -> bool {
        self.sources.iter().any(|&source| {
            let row = self.rows[source];
            self.entered(source) && row & self.sinks_mask != self.sinks_mask && row & open == 0
        })
    }

    /// Some sink has entered, is missed by a source and by every vertex that edges can enter.
    fn sink_shut_off(&self, open: u64) -> bool {
        self.sinks.iter().any(|&sink| {
            let reaching = self.reaching(sink);
            self.entered(sink)
                && reaching & self.sources_mask != self.sources_mask
                && reaching & open == 0
        })
    }

    /// The slots whose vertices reach the given one.
    fn reaching(&self, slot: usize) -> u64 {
        let rows = self.rows.iter().enumerate();
        rows.fold(0, |mask, (other, row)| mask | (row >> slot & 1) << other)
    }

    fn join(&mut self, from: usize, to: usize, open_out: u64, open_in: u64) {
        if !self.entered(from) || !self.entered(to) {
            return;
        }
        let reached = self.rows[to] & (open_out | self.sinks_mask);
        let reaching = open_in | self.sources_mask;
        for (slot, row) in self.rows.iter_mut().enumerate() {
            if *row >> from & reaching >> slot & 1 == 1 {
                *row |= reached;
            }
        }
    }

    /// Forgets who else reaches what the source reaches, and what else those reach that reach
    /// the sink: neither can help to connect the two.
    fn forget_dominated(&mut self, source: usize, sink: usize) {
        let reached = self.rows[source];
        for (slot, row) in self.rows.iter_mut().enumerate().filter(|(slot, _)| *slot != source) {
            *row &= !reached | 1 << slot;
            if *row >> sink & 1 == 1 {
                *row &= 1 << sink | 1 << slot;
            }
        }
    }
}

impl Memory for Relation {
    fn width(&self) -> usize {
        (self.rows.len() * self.rows.len()).div_ceil(64)
    }

    fn reset(&mut self) {
        self.rows.fill(0);
    }

    fn load(&mut self, state: &[u64]) {
        let bits = self.rows.len();
        let mask = u64::MAX.checked_shr(64 - bits as u32).unwrap_or(0);
        for (slot, row) in self.rows.iter_mut().enumerate() {
            let (word, shift) = (slot * bits / 64, slot * bits % 64);
            *row = state[word] >> shift;
            if shift + bits > 64 {
                *row |= state[word + 1] << (64 - shift);
            }
            *row &= mask;
        }
    }

    fn store(&mut self, state: &mut [u64], _: u128) {
        if let (&[source], &[sink]) = (self.sources.as_slice(), self.sinks.as_slice()) {
            self.forget_dominated(source, sink);
        }
        let bits = self.rows.len();
        state.fill(0);
        for (slot, &row) in self.rows.iter().enumerate() {
            let (word, shift) = (slot * bits / 64, slot * bits % 64);
            state[word] |= row << shift;
            if shift + bits > 64 {
                state[word + 1] |= row >> (64 - shift);
            }
        }
    }

    fn apply(&mut self, op: &Op) -> Option<bool> {
        match *op {
            Op::Enter { slot, .. } => {
                self.rows[slot] = 1 << slot;
                self.works().then_some(true)
            }
            Op::Join { from, to, directed, open_out, open_in, .. } => {
                self.join(from, to, open_out, open_in);
                if !directed {
                    self.join(to, from, open_out, open_in);
                }
                self.works().then_some(true)
            }
            Op::CloseOut { slot, open } => {
                if self.sinks_mask >> slot & 1 == 0 {
                    for (other, row) in self.rows.iter_mut().enumerate() {
                        *row &= !(u64::from(other != slot) << slot);
                    }
                }
                self.source_shut_in(open).then_some(false)
            }
            Op::CloseIn { slot, open } => {
                if self.sources_mask >> slot & 1 == 0 {
                    self.rows[slot] &= 1 << slot;
                }
                self.sink_shut_off(open).then_some(false)
            }
            Op::Leave { slot } => {
                for row in &mut self.rows {
                    *row &= !(1 << slot);
                }
                self.rows[slot] = 0;
                None
            }
        }
    }
}
