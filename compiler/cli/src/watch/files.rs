//! The files that are watched, and what has become of them.
//!
//! Whoever tells of changes is believed only that there is a reason to look: what has changed is found by
//! comparing contents. So reading a file is no change, nor is writing what it holds already, and it does
//! not matter in which steps an editor replaces a file.

use super::Event;
use crate::disk::Disk;
use crate::models;
use crate::test::store;
use kofn::Compilation;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

/// What happened to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    New(PathBuf),
    Changed(PathBuf),
    Gone(PathBuf),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::New(path) => write!(f, "{} is new", path.display()),
            Change::Changed(path) => write!(f, "{} has changed", path.display()),
            Change::Gone(path) => write!(f, "{} is gone", path.display()),
        }
    }
}

/// What a file holds, as far as it matters whether it is the same; none where it cannot be read.
type Content = Option<u64>;

pub(super) struct Watched {
    watcher: RecommendedWatcher,
    paths: Vec<String>,
    /// Whether snapshots matter.
    snapshots: bool,
    /// The models that are given, or lie below folders that are.
    models: Vec<String>,
    troubles: Vec<String>,
    /// All files that matter: models, what they use, snapshots.
    files: BTreeMap<PathBuf, Content>,
    /// The folders that are watched.
    folders: BTreeSet<PathBuf>,
    /// Whether some folder cannot be watched.
    blind: bool,
}

impl Watched {
    pub(super) fn new(
        paths: &[String],
        snapshots: bool,
        events: Sender<Event>,
    ) -> notify::Result<Watched> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // That somebody reads is no news; that events were lost is.
            if event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
                return;
            }
            // Where nobody listens any more it is ending.
            let _ = events.send(Event::Touched);
        })?;
        Ok(Watched {
            watcher,
            paths: paths.to_vec(),
            snapshots,
            models: Vec::new(),
            troubles: Vec::new(),
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            blind: false,
        })
    }

    pub(super) fn models(&self) -> &[String] {
        &self.models
    }

    pub(super) fn troubles(&self) -> &[String] {
        &self.troubles
    }

    /// How many files there are.
    pub(super) fn number(&self) -> usize {
        self.files.values().flatten().count()
    }

    /// Whether there is something that nobody may tell of: a file in a folder that is missing, too.
    pub(super) fn looks_itself(&self) -> bool {
        self.blind || self.files.values().any(Option::is_none)
    }

    /// Forgets which folders are watched: one that was replaced by another of its name is not any more.
    pub(super) fn watch_anew(&mut self) {
        for folder in std::mem::take(&mut self.folders) {
            // One that is gone is not watched in any case.
            let _ = self.watcher.unwatch(&folder);
        }
    }

    /// Looks at all files, and says what has changed since the last time.
    pub(super) fn look(&mut self) -> Vec<Change> {
        // A file may have come into a folder before that was watched.
        let mut found = self.found();
        while self.watch(found.folders) {
            found = self.found();
        }
        let before = std::mem::replace(&mut self.files, found.files);
        self.models = found.models;
        self.troubles = found.troubles;
        let mut changes = Vec::new();
        for (path, content) in &self.files {
            match (before.get(path), content) {
                (None | Some(None), Some(_)) => changes.push(Change::New(path.clone())),
                (Some(Some(_)), None) => changes.push(Change::Gone(path.clone())),
                (Some(before), content) if before != content => {
                    changes.push(Change::Changed(path.clone()));
                }
                _ => {}
            }
        }
        // What is there and not used any more is the business of the file that used it.
        for (path, content) in &before {
            if content.is_some() && !self.files.contains_key(path) && !path.exists() {
                changes.push(Change::Gone(path.clone()));
            }
        }
        // A file that is used from now on has not changed by itself.
        if changes.iter().any(|change| matches!(change, Change::Changed(_) | Change::Gone(_))) {
            changes.retain(|change| match change {
                Change::New(path) => self.models.iter().any(|model| Path::new(model) == path),
                _ => true,
            });
        }
        changes
    }

    fn found(&self) -> Found {
        let searched = models::find(&self.paths);
        let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
        for model in &searched.models {
            let disk = Disk::default();
            Compilation::new(&disk, model);
            paths.extend(disk.asked());
            if self.snapshots {
                paths.insert(store::path(model));
            }
        }
        if self.snapshots {
            let snap = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "snap");
            paths.extend(searched.snapshots.iter().filter(snap).cloned());
        }
        let mut folders: BTreeSet<PathBuf> = searched.folders.clone();
        for path in &paths {
            folders.insert(folder(path));
            // What a link leads to may be written where it lies.
            if let Ok(real) = std::fs::canonicalize(path) {
                folders.insert(folder(&real));
            }
        }
        let files = paths.into_iter().map(|path| (path.clone(), content(&path))).collect();
        Found { models: searched.models, troubles: searched.troubles, files, folders }
    }

    /// Watches these folders and no others; tells whether one was added that can be watched.
    fn watch(&mut self, folders: BTreeSet<PathBuf>) -> bool {
        let real = folders.iter().filter_map(|folder| std::fs::canonicalize(folder).ok());
        let wanted: BTreeSet<PathBuf> = real.collect();
        self.blind = wanted.len() < folders.len() && folders.iter().any(|folder| !folder.exists());
        for folder in self.folders.difference(&wanted) {
            // One that is gone is not watched any more.
            let _ = self.watcher.unwatch(folder);
        }
        let mut kept: BTreeSet<PathBuf> = self.folders.intersection(&wanted).cloned().collect();
        let mut added = false;
        for folder in wanted.difference(&self.folders) {
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    added = true;
                    kept.insert(folder.clone());
                }
                Err(_) => self.blind = true,
            }
        }
        self.folders = kept;
        added
    }
}

struct Found {
    models: Vec<String>,
    troubles: Vec<String>,
    files: BTreeMap<PathBuf, Content>,
    folders: BTreeSet<PathBuf>,
}

/// The folder of a file.
fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn content(path: &Path) -> Content {
    let mut hasher = DefaultHasher::new();
    // A folder, or what never ends, is no file to be read.
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    hasher.write(&std::fs::read(path).ok()?);
    Some(hasher.finish())
}
