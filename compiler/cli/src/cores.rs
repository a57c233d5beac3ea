//! Long work shared out among the cores.

use crate::progress::Progress;
use kofn::Hands;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Formulas can be nested deeply, and are not always walked without recursion.
const STACK: usize = 64 << 20;

/// As many hands as there are cores.
pub(crate) struct Cores<'p> {
    pub progress: &'p Mutex<Progress>,
}

impl Hands for Cores<'_> {
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        let done = AtomicUsize::new(0);
        let one_hand = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count {
                    break;
                }
                work(at);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                if let Ok(mut progress) = self.progress.try_lock() {
                    progress.at(done, count);
                }
            }
        };
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        if cores.min(count) <= 1 {
            return one_hand();
        }
        thread::scope(|scope| {
            for _ in 0..cores.min(count) {
                // Where no thread can be had the work is done here, after the others.
                let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, one_hand);
            }
        });
        one_hand();
    }
}
