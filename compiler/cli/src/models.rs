//! Models and snapshots below some paths.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The folder that keeps the snapshots of the models beside it.
pub(crate) const FOLDER: &str = "snapshots";

/// Folders of other tools, full of files that nobody wrote.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// Folders inside each other are searched to this depth.
const DEEPEST: usize = 200;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Models, each once, in the order of their paths.
    pub models: Vec<String>,
    /// Files that look like snapshots, in folders that were searched, each once.
    pub snapshots: BTreeSet<PathBuf>,
    /// Folders that were searched.
    pub folders: BTreeSet<PathBuf>,
    /// Folders and names that cannot be read.
    pub troubles: Vec<String>,
}

/// What words of a command line stand for, in their order: standard input, a file, whatever its name
/// is and whether or not it is there, or the models below a folder. Each is taken once.
pub(crate) fn named(words: &[String]) -> Found {
    let mut found = Found::default();
    let mut known = BTreeSet::new();
    for word in words {
        if word == "-" || !Path::new(word).is_dir() {
            if known.insert(identity(Path::new(word))) {
                found.models.push(word.clone());
            }
            continue;
        }
        let below = find(std::slice::from_ref(word));
        if below.models.is_empty() && below.troubles.is_empty() {
            found.troubles.push(format!("there is no .rbd file below {word}"));
        }
        found.troubles.extend(below.troubles);
        let new = below.models.into_iter().filter(|model| known.insert(identity(Path::new(model))));
        found.models.extend(new);
    }
    found
}

/// Searches the paths. A file that is named is taken whatever its name is, and one that is not there
/// is left to whoever reads it.
pub(crate) fn find(paths: &[String]) -> Found {
    let mut models = BTreeSet::new();
    let mut found = Found::default();
    for path in paths {
        let path = plain(Path::new(path));
        if path == Path::new("-") {
            found.troubles.push("what standard input holds has no place for a snapshot".to_owned());
        } else if path.is_dir() {
            search(&path, 0, &mut models, &mut found);
        } else {
            models.insert(path);
        }
    }
    let mut known = BTreeSet::new();
    for model in models {
        let name = match model.to_str() {
            Some(name) => name.to_owned(),
            None => {
                let shown = model.display();
                found
                    .troubles
                    .push(format!("{shown} cannot be read: its name is not text in UTF-8"));
                continue;
            }
        };
        if known.insert(identity(&model)) {
            found.models.push(name);
        }
    }
    let mut known = BTreeSet::new();
    found.snapshots.retain(|snapshot| known.insert(identity(snapshot)));
    // A folder tells its files in any order.
    found.troubles.sort();
    found
}

/// The name of a file in its folder, however that was reached. A link to a model is a model of its
/// own: its snapshot is kept beside the link.
pub(crate) fn identity(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    folder.join(file.file_name().unwrap_or_default())
}

/// A path as it is shown, without `.` in front.
fn plain(path: &Path) -> PathBuf {
    let short: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if short.as_os_str().is_empty() { PathBuf::from(".") } else { short }
}

fn search(folder: &Path, depth: usize, models: &mut BTreeSet<PathBuf>, found: &mut Found) {
    if depth > DEEPEST {
        found.troubles.push(format!("{} is too deep to be searched", folder.display()));
        return;
    }
    let entries =
        std::fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            found.troubles.push(format!("{} cannot be searched: {error}", folder.display()));
            return;
        }
    };
    found.folders.insert(folder.to_owned());
    for entry in entries {
        let path = plain(&entry.path());
        let name = entry.file_name();
        let bytes = name.as_encoded_bytes();
        if bytes.starts_with(b".") {
            continue;
        }
        // A link to a folder is not followed: it may lead back here.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if !SKIPPED.iter().any(|other| name == *other) {
                search(&path, depth + 1, models, found);
            }
        } else if bytes.ends_with(b".rbd") {
            // Reading from what is not a file may never end. A link that leads nowhere is told.
            if std::fs::metadata(&path).is_ok_and(|about| !about.is_file()) {
                found.troubles.push(format!("{} is not a file", path.display()));
            } else {
                models.insert(path);
            }
        } else if folder.file_name() == Some(OsStr::new(FOLDER))
            && (bytes.ends_with(b".rbd.snap") || bytes.ends_with(b".rbd.snap.new"))
        {
            found.snapshots.insert(path);
        }
    }
}
