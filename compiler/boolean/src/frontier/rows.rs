//! Layers of states that are rows of words, for networks whose states fit no machine word.

use super::plan::{Op, Plan, Step};
use super::sweep::{Branch, Layers, Target};
use crate::limits::LimitReached;
use crate::numbering::RowNumbering;

/// How the frontier is connected: what the past means for the future.
pub(crate) trait Memory {
    /// How many words a state takes.
    fn width(&self) -> usize;

    /// The state before anything was examined.
    fn reset(&mut self);

    /// Takes up a stored state.
    fn load(&mut self, state: &[u64]);

    /// Stores the state in canonical form. Of the slots in `last` only one more edge is to be
    /// examined.
    fn store(&mut self, state: &mut [u64], last: u128);

    /// Follows one step and tells the outcome if it is certain now.
    fn apply(&mut self, op: &Op) -> Option<bool>;
}

/// A layer and the next, and one state that is worked on.
pub(crate) struct Rows<M> {
    memory: M,
    layer: RowNumbering,
    next: RowNumbering,
    scratch: Vec<u64>,
}

impl<M: Memory> Rows<M> {
    pub(crate) fn new(memory: M) -> Self {
        let width = memory.width();
        Self {
            memory,
            layer: RowNumbering::new(width),
            next: RowNumbering::new(width),
            scratch: vec![0; width],
        }
    }

    /// Follows the steps that need no decision and files the state.
    fn settle(&mut self, ops: &[Op], last: u128) -> Target {
        match ops.iter().find_map(|op| self.memory.apply(op)) {
            Some(works) => Target::outcome(works),
            None => {
                self.memory.store(&mut self.scratch, last);
                Target::to_state(self.next.number(&self.scratch))
            }
        }
    }

    fn advance(&mut self) {
        std::mem::swap(&mut self.layer, &mut self.next);
        self.next.clear();
    }
}

impl<M: Memory> Layers for Rows<M> {
    fn start<T>(&mut self, plan: &Plan<'_, T>) -> Target {
        self.memory.reset();
        let target = self.settle(plan.start(), 0);
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
        for number in 0..self.layer.len() {
            self.memory.load(self.layer.row(number));
            let works = match self.memory.apply(&step.op) {
                Some(works) => Target::outcome(works),
                None => self.settle(&step.after, step.last),
            };
            let fails = if step.fatal {
                Target::FAILS
            } else {
                self.memory.load(self.layer.row(number));
                self.settle(&step.after, step.last)
            };
            branches.push(Branch { works, fails });
            // Within the loop, so that one layer cannot outgrow the limit either.
            room(self.next.len())?;
        }
        self.advance();
        Ok(())
    }
}
