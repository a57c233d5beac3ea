//! Where files come from.

use std::fmt;
use std::path::{Component, Path, PathBuf};

/// Where files come from: a disk, an editor's buffers, a web page.
pub trait World {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// The path of the file that `target` names in the file `from`. One file always has one path,
    /// however it was named: that makes its modules the same things.
    fn resolve(&self, from: &str, target: &str) -> String;
}

/// Why a file could not be read, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(pub String);

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A world of one file.
#[derive(Clone, Debug)]
pub struct SingleFile {
    path: String,
    text: String,
}

impl SingleFile {
    /// The file.
    pub fn new(path: &str, text: &str) -> Self {
        SingleFile { path: path.to_owned(), text: text.to_owned() }
    }
}

impl World for SingleFile {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path == self.path {
            Ok(self.text.clone().into_bytes())
        } else {
            Err(ReadError("there is no such file".to_owned()))
        }
    }

    fn resolve(&self, _: &str, target: &str) -> String {
        target.to_owned()
    }
}

/// The path without `.` and, where that is safe, without `..`: worlds of files call a file by it.
pub fn plain_path(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
