//! Snapshots on the disk: `snapshots/node.rbd.snap` is that of `node.rbd`, and what is proposed in
//! its place is `snapshots/node.rbd.snap.new`, as insta's users know it.

use crate::models::FOLDER;
use kofn::emit::snapshot;
use kofn::emit::testing::{Fate, Kept, SnapshotState, SnapshotTest, Unreferenced};
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// A larger file is not one of ours.
const LARGEST: u64 = 256 << 20;

/// The file that keeps the snapshot of a model.
pub(crate) fn path(model: &str) -> PathBuf {
    let model = Path::new(model);
    let mut name = model.file_name().unwrap_or_default().to_owned();
    name.push(".snap");
    model.parent().unwrap_or(Path::new("")).join(FOLDER).join(name)
}

/// Whether the model of a snapshot is there.
pub(super) fn has_model(snapshot: &Path) -> bool {
    let folder = snapshot.parent().and_then(Path::parent);
    folder.zip(snapshot.file_stem()).is_some_and(|(folder, name)| folder.join(name).exists())
}

/// The snapshot in whose place this one is proposed, or itself.
pub(super) fn accepted(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|end| end == "new") {
        path.with_extension("")
    } else {
        path.to_owned()
    }
}

fn proposed(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// What is kept there.
pub(super) fn read(path: &Path) -> Kept {
    match text(path) {
        Ok(text) => Kept::File(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Kept::Nothing,
        // Where the folder should be is a file: there is nothing to read, and nowhere to write.
        Err(error) => Kept::Unreadable(error.to_string()),
    }
}

fn text(path: &Path) -> Result<String> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Err(Error::other("it is not a file"));
    }
    if about.len() > LARGEST {
        return Err(Error::other(format!("it has {} bytes", about.len())));
    }
    String::from_utf8(std::fs::read(path)?).map_err(|_| Error::other("it is not text in UTF-8"))
}

/// Whether a file that looks like a snapshot is one, and not somebody else's.
pub(super) fn is_ours(path: &Path) -> bool {
    text(path).is_ok_and(|text| snapshot::is_ours(&text))
}

/// Makes the report the new snapshot.
pub(super) fn accept(model: &str, test: &mut SnapshotTest) {
    let path = PathBuf::from(&test.path);
    let before = match &test.state {
        SnapshotState::Differs(before) => Some(before.clone()),
        SnapshotState::Missing
        | SnapshotState::Matches
        | SnapshotState::Written { .. }
        | SnapshotState::Unusable(_) => None,
    };
    test.state = match write(&path, model, &test.now) {
        Ok(()) => {
            forget_proposal(&path);
            SnapshotState::Written { before }
        }
        Err(error) => SnapshotState::Unusable(format!("it cannot be written: {error}")),
    };
}

/// Writes the report beside the snapshot.
pub(super) fn propose(model: &str, test: &SnapshotTest) -> Result<()> {
    write(&proposed(Path::new(&test.path)), model, &test.now)
}

fn write(path: &Path, model: &str, content: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let name = Path::new(model).file_name().unwrap_or_default().to_string_lossy();
    // Whoever stops the program halfway keeps the old snapshot.
    let mut half = path.as_os_str().to_owned();
    half.push(format!(".{}", std::process::id()));
    let written = std::fs::write(&half, snapshot::file(&name, content))
        .and_then(|()| std::fs::rename(&half, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&half);
    }
    written
}

/// Removes what was proposed in place of a snapshot.
pub(super) fn forget_proposal(path: &Path) {
    // It is mostly not there.
    let _ = std::fs::remove_file(proposed(path));
}

/// Removes a snapshot without model.
pub(super) fn remove(one: &mut Unreferenced) {
    one.fate = match std::fs::remove_file(&one.path) {
        Ok(()) => Fate::Removed,
        Err(error) => Fate::Stuck(error.to_string()),
    };
}
