//! A line on standard error that tells how far long work has come.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// The line is drawn anew at most so often.
const REFRESH: Duration = Duration::from_millis(100);

/// A progress line; it clears itself when it is dropped. Nothing is drawn in a pipe.
pub(crate) struct Progress {
    what: String,
    started: Instant,
    drawn: Option<Instant>,
    wanted: bool,
}

impl Progress {
    /// A line for work on `what`.
    pub fn new(what: &str, quiet: bool) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        Progress { what: what.to_owned(), started: Instant::now(), drawn: None, wanted }
    }

    /// `done` of `total` steps are done.
    pub fn at(&mut self, done: usize, total: usize) {
        let due = match self.drawn {
            None => self.started.elapsed() >= PATIENCE,
            Some(drawn) => drawn.elapsed() >= REFRESH,
        };
        if !self.wanted || !due {
            return;
        }
        self.drawn = Some(Instant::now());
        const WIDTH: usize = 24;
        let filled = WIDTH * done / total.max(1);
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(WIDTH - filled));
        let mut out = std::io::stderr().lock();
        let _ = write!(out, "\r{bar} {done}/{total} {}", self.what);
        let _ = out.flush();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let mut out = std::io::stderr().lock();
            let _ = write!(out, "\r\x1b[2K");
            let _ = out.flush();
        }
    }
}
