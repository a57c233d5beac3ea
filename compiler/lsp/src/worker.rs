//! The threads that compute: one checks whole models and finds values for hints and hovers, the
//! other one does what somebody asked for in so many words, which may take long.
//!
//! The thread that speaks with the editor never waits for them.

use crate::files::Files;
use crossbeam_channel::{Receiver, Sender, unbounded};
use kofn::diagnostics::Diagnostic;
use kofn::emit::findings::OURS;
use kofn::{Compilation, Interrupt, Limits, Settings};
use kofn_ide::facts::{Fact, fact, small};
use kofn_ide::sheet::{Sheet, sheet};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

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

impl Wanted {
    fn key(&self) -> Option<u128> {
        match self {
            Wanted::Check => None,
            Wanted::Fact { key, .. } | Wanted::Sheet { key, .. } => Some(*key),
        }
    }
}

/// What is to be computed, of a state of a model.
struct Job {
    number: u64,
    /// The main file.
    root: String,
    /// The state.
    generation: u64,
    /// The texts of that state.
    files: Arc<Files>,
    wanted: Wanted,
    interrupt: Interrupt,
}

/// What was computed.
pub struct Done {
    number: u64,
    /// The main file.
    pub root: String,
    /// The state.
    pub generation: u64,
    /// What was found.
    pub found: Found,
}

#[cfg(test)]
impl Done {
    /// What comes back of a check where we are wrong.
    pub fn failed_check(root: &str, generation: u64) -> Done {
        Done { number: 0, root: root.to_owned(), generation, found: Found::NotChecked }
    }
}

/// What was computed.
pub enum Found {
    /// All findings of the model.
    Checked(Vec<Diagnostic>),
    /// Nothing: we are wrong, and the model may be so as well.
    NotChecked,
    /// A value, where there is one.
    Fact(u128, Option<Fact>),
    /// What is known of a system, or why nothing is.
    Sheet(u128, Result<Sheet, String>),
    /// Nobody wanted it any more.
    Dropped(Option<u128>),
}

/// The other end of the threads.
pub struct Worker {
    /// For checks, hints and hovers.
    quick: Sender<Job>,
    /// For what was asked for.
    patient: Sender<Job>,
    /// What comes back.
    pub done: Receiver<Done>,
    /// What has not come back.
    at_work: BTreeMap<u64, AtWork>,
    jobs: u64,
}

/// A job that has not come back.
struct AtWork {
    root: String,
    generation: u64,
    key: Option<u128>,
    interrupt: Interrupt,
}

/// Walks over a model are recursive to a bounded depth; this much is enough for it.
const STACK: usize = 64 << 20;

impl Worker {
    /// Starts the threads.
    pub fn start() -> std::io::Result<Worker> {
        let (tell, done) = unbounded::<Done>();
        let start = |name: &str| -> std::io::Result<Sender<Job>> {
            let (jobs, to_do) = unbounded::<Job>();
            let working = Working { tell: tell.clone(), current: None };
            let thread = std::thread::Builder::new().name(name.to_owned()).stack_size(STACK);
            thread.spawn(move || working.run(&to_do))?;
            Ok(jobs)
        };
        let (quick, patient) = (start("kofn-worker")?, start("kofn-patient-worker")?);
        Ok(Worker { quick, patient, done, at_work: BTreeMap::new(), jobs: 0 })
    }

    /// Puts a job behind the others.
    pub fn send(&mut self, root: &str, generation: u64, files: Arc<Files>, wanted: Wanted) {
        self.jobs += 1;
        let interrupt = Interrupt::new();
        let at_work = AtWork {
            root: root.to_owned(),
            generation,
            key: wanted.key(),
            interrupt: interrupt.clone(),
        };
        self.at_work.insert(self.jobs, at_work);
        let to = match wanted {
            Wanted::Check | Wanted::Fact { .. } => &self.quick,
            Wanted::Sheet { .. } => &self.patient,
        };
        let (number, root) = (self.jobs, root.to_owned());
        // A thread stops only when nobody listens any more.
        let _ = to.send(Job { number, root, generation, files, wanted, interrupt });
    }

    /// A job has come back.
    pub fn came_back(&mut self, done: &Done) {
        self.at_work.remove(&done.number);
    }

    /// Interrupts what nobody waits for: values with other keys than these, and checks of other
    /// states than a model has now.
    pub fn keep(&self, keys: &BTreeSet<u128>, current: impl Fn(&str) -> Option<u64>) {
        for one in self.at_work.values() {
            let wanted = match one.key {
                Some(key) => keys.contains(&key),
                None => current(&one.root) == Some(one.generation),
            };
            if !wanted {
                one.interrupt.raise();
            }
        }
    }
}

/// Nobody waits for what is still computed.
impl Drop for Worker {
    fn drop(&mut self) {
        self.at_work.values().for_each(|one| one.interrupt.raise());
    }
}

struct Working {
    tell: Sender<Done>,
    /// The model of the last job.
    current: Option<(String, u64, Compilation)>,
}

impl Working {
    fn run(mut self, to_do: &Receiver<Job>) {
        for job in to_do {
            let found = self.found(&job);
            let Job { number, root, generation, .. } = job;
            if self.tell.send(Done { number, root, generation, found }).is_err() {
                return;
            }
        }
    }

    /// A mistake of ours costs one answer, not the editor's session.
    fn found(&mut self, job: &Job) -> Found {
        if job.interrupt.is_raised() {
            return Found::Dropped(job.wanted.key());
        }
        let found = catch_unwind(AssertUnwindSafe(|| self.compute(job)));
        // Whatever came out, it may be made of what was left undone.
        if job.interrupt.is_raised() {
            self.current = None;
            return Found::Dropped(job.wanted.key());
        }
        found.unwrap_or_else(|_| {
            self.current = None;
            match &job.wanted {
                Wanted::Check => Found::NotChecked,
                Wanted::Fact { key, .. } => Found::Fact(*key, None),
                Wanted::Sheet { key, .. } => Found::Sheet(*key, Err(OURS.to_owned())),
            }
        })
    }

    fn compute(&mut self, job: &Job) -> Found {
        let same = |(root, generation, _): &(String, u64, Compilation)| {
            *root == job.root && *generation == job.generation
        };
        let mut compilation = match self.current.take().filter(same) {
            Some((_, _, compilation)) => compilation,
            None => Compilation::new(&*job.files, &job.root),
        };
        let until = |settings: Settings| {
            let limits = Limits { interrupt: job.interrupt.clone(), ..settings.limits };
            Settings { limits, ..settings }
        };
        let found = match &job.wanted {
            Wanted::Check => {
                compilation.check_within(&until(Settings::default()));
                Found::Checked(compilation.diagnostics().to_vec())
            }
            Wanted::Fact { key, query } => {
                Found::Fact(*key, fact(&mut compilation, query, &until(small())))
            }
            // Somebody asked for it, so it may take as long as in a report.
            Wanted::Sheet { key, system } => {
                Found::Sheet(*key, sheet(&mut compilation, system, &until(Settings::default())))
            }
        };
        self.current = Some((job.root.clone(), job.generation, compilation));
        found
    }
}
