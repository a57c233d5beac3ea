//! Models and snapshots below some paths.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The folder that keeps the snapshots of the models beside it.
pub(super) const FOLDER: &str = "snapshots";

/// Folders of other tools, full of files that nobody wrote.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// Folders inside each other are searched to this depth.
const DEEPEST: usize = 200;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Models, each once, in the order of their paths.
    pub models: Vec<String>,
    /// Files that look like snapshots, in folders that were searched.
    pub snapshots: BTreeSet<PathBuf>,
    /// Folders and names that cannot be read.
    pub troubles: Vec<String>,
}

/// Searches the paths. A file that is named is taken whatever its name is, and one that is not there
/// is left to whoever reads it.
pub(super) fn find(paths: &[String]) -> Found {
    let mut models = BTreeSet::new();
    let mut found = Found::default();
    for path in paths {
        let path = plain(Path::new(path));
        if path.is_dir() {
            search(&path, 0, &mut models, &mut found);
        } else {
            models.insert(path);
        }
    }
    for model in models {
        match model.to_str() {
            Some(name) => found.models.push(name.to_owned()),
            None => found.troubles.push(format!(
                "{} cannot be tested: its name is not text in UTF-8",
                model.display()
            )),
        }
    }
    found
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
    for entry in entries {
        let path = plain(&entry.path());
        let name = entry.file_name();
        let bytes = name.as_encoded_bytes();
        // A link to a folder is not followed: it may lead back here.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let skipped = bytes.starts_with(b".") || SKIPPED.iter().any(|other| name == *other);
            if !skipped {
                search(&path, depth + 1, models, found);
            }
        } else if bytes.ends_with(b".rbd") {
            models.insert(path);
        } else if folder.file_name() == Some(OsStr::new(FOLDER))
            && (bytes.ends_with(b".rbd.snap") || bytes.ends_with(b".rbd.snap.new"))
        {
            found.snapshots.insert(path);
        }
    }
}
