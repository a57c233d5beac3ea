//! What is known of each model: its reading, and what checking it found.

use crate::files::{Change, Files};
use crate::keys::SystemKey;
use kofn::Reading;
use kofn::diagnostics::{Diagnostic, Span};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What is known of a model by its main file.
pub struct Analysis {
    /// The model as it is read.
    pub reading: Reading,
    /// Which state of the texts that is; the number grows.
    pub generation: u64,
    /// What building its systems found, where it still stands.
    pub checked: Vec<Diagnostic>,
    /// The generation that was checked, or that is being checked.
    pub checking: u64,
    /// The texts of this state, for the other thread.
    pub texts: Option<Arc<Files>>,
    /// Paths that the model depends on, those of files that are not there among them.
    touched: BTreeSet<String>,
    /// The systems with the keys of their values, where these were needed.
    pub systems: OnceCell<Vec<SystemKey>>,
    stale: bool,
}

/// The models that somebody looks at.
#[derive(Default)]
pub struct Analyses {
    known: BTreeMap<String, Analysis>,
    generation: u64,
}

impl Analyses {
    /// The model of a main file, read again where a text has changed.
    pub fn get(&mut self, files: &Files, path: &str) -> &mut Analysis {
        let known = self.known.remove(path);
        let current = known.as_ref().is_some_and(|analysis| !analysis.stale);
        let analysis = match known {
            Some(analysis) if current => analysis,
            known => {
                self.generation += 1;
                files.take_touched();
                let (reading, checked, checking) = match known {
                    Some(Analysis { reading, checked, checking, .. }) => {
                        (Reading::again(files, path, reading), checked, checking)
                    }
                    None => (Reading::new(files, path), Vec::new(), 0),
                };
                let mut touched = files.take_touched();
                touched.insert(path.to_owned());
                let generation = self.generation;
                Analysis {
                    reading,
                    generation,
                    checked,
                    checking,
                    texts: None,
                    touched,
                    systems: OnceCell::new(),
                    stale: false,
                }
            }
        };
        self.known.entry(path.to_owned()).or_insert(analysis)
    }

    /// Reads again whatever has changed since it was read, so that [`Analyses::known`] is what the
    /// texts say now. A model that cannot be read for a mistake of ours is forgotten.
    pub fn read_again(&mut self, files: &Files) {
        let stale: Vec<String> = self
            .known
            .iter()
            .filter(|(_, analysis)| analysis.stale)
            .map(|(path, _)| path.clone())
            .collect();
        for path in stale {
            self.get_or_forget(files, &path);
        }
    }

    /// As [`Analyses::get`] for its effect; a mistake of ours costs one model.
    pub fn get_or_forget(&mut self, files: &Files, path: &str) {
        if catch_unwind(AssertUnwindSafe(|| self.get(files, path).generation)).is_err() {
            self.forget(path);
        }
    }

    /// The model of a main file as it was read last.
    pub fn known(&self, path: &str) -> Option<&Analysis> {
        self.known.get(path)
    }

    /// As [`Analyses::known`], to note what was found.
    pub fn known_mut(&mut self, path: &str) -> Option<&mut Analysis> {
        self.known.get_mut(path)
    }

    /// A text has changed in known places, or as a whole.
    pub fn changed(&mut self, path: &str, changes: &[Change]) {
        for analysis in self.known.values_mut().filter(|known| known.touched.contains(path)) {
            analysis.stale = true;
            let unit = analysis.reading.paths.iter().position(|known| known == path);
            let Some(unit) = unit.and_then(|unit| analysis.reading.units.get(unit)) else {
                continue;
            };
            let file = unit.tree.file;
            for change in changes {
                analysis.checked.retain_mut(|finding| {
                    let mut spans = finding.labels.iter_mut().map(|label| &mut label.span);
                    spans.all(|span| span.file != file || moved(span, change))
                });
            }
        }
    }

    /// Anything may have changed on the disk.
    pub fn all_changed(&mut self) {
        self.known.values_mut().for_each(|analysis| analysis.stale = true);
    }

    /// Forgets the models that nobody looks at any more.
    pub fn keep(&mut self, wanted: impl Fn(&str) -> bool) {
        self.known.retain(|path, _| wanted(path));
    }

    /// Nobody looks at a model any more.
    pub fn forget(&mut self, path: &str) {
        self.known.remove(path);
    }
}

/// Moves a place behind a change; `false` where the change concerns the place itself.
fn moved(span: &mut Span, change: &Change) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    if end < change.start {
        return true;
    }
    if start <= change.end {
        return false;
    }
    let shifted = |byte: usize| u32::try_from(byte - change.end + change.start + change.length);
    match (shifted(start), shifted(end)) {
        (Ok(start), Ok(end)) => {
            (span.start, span.end) = (start, end);
            true
        }
        _ => false,
    }
}
