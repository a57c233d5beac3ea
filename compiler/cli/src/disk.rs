//! Files of the disk, and standard input under the name `-`.

use kofn::{ReadError, World, plain_path};
use kofn_lsp::disk;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

pub(crate) use kofn_lsp::disk::MOST_BYTES;

/// The disk.
#[derive(Default)]
pub(crate) struct Disk {
    /// What standard input held; it can be read only once.
    input: RefCell<Option<Vec<u8>>>,
    /// The name under which each file was met first, by its real path.
    names: RefCell<BTreeMap<PathBuf, String>>,
    /// The names that models use.
    used: RefCell<BTreeSet<String>>,
    /// Every path that was asked for, whether or not there is a file.
    asked: RefCell<BTreeSet<PathBuf>>,
}

impl World for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path == "-" {
            let mut input = self.input.borrow_mut();
            if let Some(bytes) = &*input {
                return Ok(bytes.clone());
            }
            let mut bytes = Vec::new();
            std::io::stdin()
                .take(MOST_BYTES)
                .read_to_end(&mut bytes)
                .map_err(|error| ReadError(error.to_string()))?;
            *input = Some(bytes.clone());
            return Ok(bytes);
        }
        self.asked.borrow_mut().insert(PathBuf::from(path));
        // A pipe is read where somebody named it, and not where a model leads to it.
        let bytes = match self.used.borrow().contains(path) {
            true => disk::read_used(path)?,
            false => disk::read_named(path)?,
        };
        self.remember(path);
        Ok(bytes)
    }

    fn resolve(&self, from: &str, target: &str) -> String {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let joined = plain_path(&folder.join(target));
        let shown = joined.to_string_lossy().into_owned();
        let name = match std::fs::canonicalize(&joined) {
            Ok(real) => self.names.borrow_mut().entry(real).or_insert(shown).clone(),
            Err(_) => shown,
        };
        self.used.borrow_mut().insert(name.clone());
        name
    }
}

impl Disk {
    /// Every path that was asked for, whether or not there is a file.
    pub fn asked(self) -> BTreeSet<PathBuf> {
        self.asked.into_inner()
    }

    fn remember(&self, path: &str) {
        if let Ok(real) = std::fs::canonicalize(path) {
            self.names.borrow_mut().entry(real).or_insert_with(|| path.to_owned());
        }
    }
}
