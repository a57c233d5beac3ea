//! Files of the disk, and standard input under the name `-`.

use kofn::{ReadError, World, plain_path};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// More bytes than the compiler takes are not even read; one more tells it so.
pub(crate) const MOST_BYTES: u64 = (64 << 20) + 1;

/// The disk.
#[derive(Default)]
pub(crate) struct Disk {
    /// What standard input held; it can be read only once.
    input: RefCell<Option<Vec<u8>>>,
    /// The name under which each file was met first, by its real path.
    names: RefCell<BTreeMap<PathBuf, String>>,
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
        let read = || -> std::io::Result<Vec<u8>> {
            let file = std::fs::File::open(path)?;
            if file.metadata()?.is_dir() {
                return Err(std::io::Error::other("it is a directory"));
            }
            let mut bytes = Vec::new();
            file.take(MOST_BYTES).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => {
                self.remember(path);
                Ok(bytes)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(ReadError("there is no such file".to_owned()))
            }
            Err(error) => Err(ReadError(error.to_string())),
        }
    }

    fn resolve(&self, from: &str, target: &str) -> String {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let joined = plain_path(&folder.join(target));
        let shown = joined.to_string_lossy().into_owned();
        match std::fs::canonicalize(&joined) {
            Ok(real) => self.names.borrow_mut().entry(real).or_insert(shown).clone(),
            Err(_) => shown,
        }
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
