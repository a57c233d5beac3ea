//! The language suite: Markdown files whose headings are cases.
//!
//! A case is a model in an `rbd` block, marked where it is wrong (`//~ error[code]` at the end of
//! a line), and expectations in an `expect` block: `EXPR = VALUE` is exact, `EXPR ~ DECIMAL` is
//! right in all digits that are written, `text(S)`, `latex(S)` and `expanded(S)` are formulas, and
//! `QUERY => ANSWER` is the answer to a query.

mod answer;
mod asking;
pub mod case;
mod condition;
pub mod expectation;
pub mod node;
mod number;
pub mod polynomial;
pub mod python;
mod set;
pub mod textmate;
mod words;

use kofn::{ReadError, World};
use std::path::{Path, PathBuf};

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files below a folder of the project with this ending, in order of their names.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The project's files, for models that use other files.
pub struct Project;

impl World for Project {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        std::fs::read(path).map_err(|error| ReadError(error.to_string()))
    }

    fn resolve(&self, from: &str, target: &str) -> String {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        folder.join(target).to_string_lossy().into_owned()
    }
}
