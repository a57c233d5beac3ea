//! States of undirected networks: a partition of the frontier into connected blocks.

use super::plan::Op;
use super::rows::Memory;

/// For each slot the block of its vertex, or zero if it is vacant or its vertex failed.
///
/// A block is written as twice its number plus one if it contains a terminal, possibly one that
/// has left the frontier. Blocks are numbered from 1.
///
/// Invariant: no block with a terminal is without a slot, since the network would have failed.
pub(crate) struct Partition {
    blocks: Vec<u8>,
}

const TERMINAL: u8 = 1;

impl Partition {
    /// At most 127 slots, so that block numbers have seven bits.
    pub(crate) fn new(slots: usize) -> Self {
        Self { blocks: vec![0; slots] }
    }

    /// Drops vertices that are connected to nothing and have one edge to come, the slots in
    /// `last`: that edge leads nowhere from there, so they are as good as failed.
    fn forget_alone(&mut self, last: u128) {
        let mut once = 0u128;
        let mut twice = 0u128;
        for block in &self.blocks {
            let bit = 1 << (block >> 1);
            twice |= once & bit;
            once |= bit;
        }
        for (slot, block) in self.blocks.iter_mut().enumerate() {
            if last >> slot & 1 == 1 && *block & TERMINAL == 0 && twice >> (*block >> 1) & 1 == 0 {
                *block = 0;
            }
        }
    }

    /// Whether exactly one block contains terminals.
    fn terminals_together(&self) -> bool {
        let mut with_terminal = self.blocks.iter().filter(|&block| block & TERMINAL != 0);
        match with_terminal.next() {
            Some(first) => with_terminal.all(|block| block == first),
            None => false,
        }
    }
}

impl Memory for Partition {
    fn width(&self) -> usize {
        self.blocks.len().div_ceil(8)
    }

    fn reset(&mut self) {
        self.blocks.fill(0);
    }

    fn load(&mut self, state: &[u64]) {
        for (blocks, word) in self.blocks.chunks_mut(8).zip(state) {
            let bytes = word.to_le_bytes();
            blocks.copy_from_slice(&bytes[..blocks.len()]);
        }
    }

    fn store(&mut self, state: &mut [u64], last: u128) {
        self.forget_alone(last);
        let mut renamed = [0; 256];
        let mut next = 2;
        for (blocks, word) in self.blocks.chunks(8).zip(state) {
            let mut bytes = [0; 8];
            for (byte, &block) in bytes.iter_mut().zip(blocks).filter(|(_, block)| **block != 0) {
                let name = &mut renamed[usize::from(block)];
                if *name == 0 {
                    *name = next | block & TERMINAL;
                    next += 2;
                }
                *byte = *name;
            }
            *word = u64::from_le_bytes(bytes);
        }
    }

    fn apply(&mut self, op: &Op) -> Option<bool> {
        match *op {
            Op::Enter { slot, terminal, complete } => {
                let used = self.blocks.iter().fold(1u128, |used, block| used | 1 << (block >> 1));
                // At most 126 other slots are taken, so a number below 128 is free.
                let number = used.trailing_ones() as u8;
                self.blocks[slot] = number << 1 | u8::from(terminal);
                (terminal && complete && self.terminals_together()).then_some(true)
            }
            Op::Join { from, to, complete, .. } => {
                let (kept, gone) = (self.blocks[from], self.blocks[to]);
                if kept == gone || kept == 0 || gone == 0 {
                    return None;
                }
                let united = kept | gone & TERMINAL;
                for block in self.blocks.iter_mut().filter(|b| **b == kept || **b == gone) {
                    *block = united;
                }
                let both = kept & gone & TERMINAL != 0;
                (both && complete && self.terminals_together()).then_some(true)
            }
            Op::Leave { slot } => {
                let block = std::mem::take(&mut self.blocks[slot]);
                let cut_off = block & TERMINAL != 0 && !self.blocks.contains(&block);
                cut_off.then_some(false)
            }
            // Edges are followed both ways, so the vertex leaves at the same time.
            Op::CloseOut { .. } | Op::CloseIn { .. } => None,
        }
    }
}
