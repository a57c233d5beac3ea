//! The thread that computes: checks whole models, and finds values for hints and hovers.
//!
//! The thread that speaks with the editor never waits for it.

use crate::files::Files;
use crossbeam_channel::{Receiver, Sender, unbounded};
use kofn::diagnostics::Diagnostic;
use kofn::emit::findings::OURS;
use kofn::{Compilation, Settings};
use kofn_ide::facts::{Fact, fact, small};
use kofn_ide::sheet::{Sheet, sheet};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What is to be computed, of a state of a model.
pub struct Job {
    /// The main file.
    pub root: String,
    /// The state.
    pub generation: u64,
    /// The texts of that state.
    pub files: Arc<Files>,
    /// What.
    pub wanted: Wanted,
}

/// What is to be computed.
pub enum Wanted {
    /// What building the systems and queries finds.
    Check,
    /// The value of an expression, to be known under a key.
    Fact {
        /// Under which the value is kept.
        key: u128,
        /// The expression.
        query: String,
    },
    /// The formula and the value of a system, to be known under a key.
    Sheet {
        /// Under which the sheet is kept.
        key: u128,
        /// The system.
        system: String,
    },
}

/// What was computed.
pub struct Done {
    /// The main file.
    pub root: String,
    /// The state.
    pub generation: u64,
    /// What was found.
    pub found: Found,
}

/// What was computed.
pub enum Found {
    /// All findings of the model.
    Checked(Vec<Diagnostic>),
    /// A value, where there is one.
    Fact(u128, Option<Fact>),
    /// What is known of a system, or why nothing is.
    Sheet(u128, Result<Sheet, String>),
    /// The state was of no interest any more.
    Dropped(u128),
}

/// The other end of the worker.
pub struct Worker {
    jobs: Sender<Job>,
    /// What comes back.
    pub done: Receiver<Done>,
}

/// Walks over a model are recursive to a bounded depth; this much is enough for it.
const STACK: usize = 64 << 20;

impl Worker {
    /// Starts the thread.
    pub fn start() -> std::io::Result<Worker> {
        let (jobs, to_do) = unbounded::<Job>();
        let (tell, done) = unbounded::<Done>();
        std::thread::Builder::new()
            .name("kofn-worker".to_owned())
            .stack_size(STACK)
            .spawn(move || Working { tell, current: None }.run(&to_do))?;
        Ok(Worker { jobs, done })
    }

    /// Puts a job behind the others.
    pub fn send(&self, job: Job) {
        // It stops only when nobody listens any more.
        let _ = self.jobs.send(job);
    }
}

struct Working {
    tell: Sender<Done>,
    /// The model of the last job.
    current: Option<(String, u64, Compilation)>,
}

impl Working {
    fn run(mut self, to_do: &Receiver<Job>) {
        let mut waiting: VecDeque<Job> = VecDeque::new();
        let mut newest: BTreeMap<String, u64> = BTreeMap::new();
        loop {
            if waiting.is_empty() {
                match to_do.recv() {
                    Ok(job) => waiting.push_back(job),
                    Err(_) => return,
                }
            }
            waiting.extend(to_do.try_iter());
            for job in &waiting {
                let known = newest.entry(job.root.clone()).or_insert(0);
                *known = job.generation.max(*known);
            }
            let Some(job) = waiting.pop_front() else { continue };
            let late = newest.get(&job.root).is_some_and(|newest| *newest > job.generation);
            let found = match (&job.wanted, late) {
                (Wanted::Fact { key, .. } | Wanted::Sheet { key, .. }, true) => {
                    Found::Dropped(*key)
                }
                (Wanted::Check, true) => continue,
                (_, false) => self.found(&job),
            };
            let done = Done { root: job.root, generation: job.generation, found };
            if self.tell.send(done).is_err() {
                return;
            }
        }
    }

    /// A mistake of ours costs one answer, not the editor's session.
    fn found(&mut self, job: &Job) -> Found {
        match catch_unwind(AssertUnwindSafe(|| self.compute(job))) {
            Ok(found) => found,
            Err(_) => {
                self.current = None;
                match &job.wanted {
                    Wanted::Check => Found::Checked(Vec::new()),
                    Wanted::Fact { key, .. } => Found::Fact(*key, None),
                    Wanted::Sheet { key, .. } => Found::Sheet(*key, Err(OURS.to_owned())),
                }
            }
        }
    }

    fn compute(&mut self, job: &Job) -> Found {
        let same = |(root, generation, _): &(String, u64, Compilation)| {
            *root == job.root && *generation == job.generation
        };
        let mut compilation = match self.current.take().filter(same) {
            Some((_, _, compilation)) => compilation,
            None => Compilation::new(&*job.files, &job.root),
        };
        let found = match &job.wanted {
            Wanted::Check => {
                compilation.check();
                Found::Checked(compilation.diagnostics().to_vec())
            }
            Wanted::Fact { key, query } => {
                Found::Fact(*key, fact(&mut compilation, query, &small()))
            }
            // Somebody asked for it, so it may take as long as in a report.
            Wanted::Sheet { key, system } => {
                Found::Sheet(*key, sheet(&mut compilation, system, &Settings::default()))
            }
        };
        self.current = Some((job.root.clone(), job.generation, compilation));
        found
    }
}
