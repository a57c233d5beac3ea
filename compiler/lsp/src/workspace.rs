//! The models in the editor's folders, open or not.

use crate::server::Server;
use crate::uris::{path_of, real};
use lsp_types::{InitializeParams, Uri, WorkspaceFolder};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Models that are looked through, at most, and the folders that are.
const MOST_MODELS: usize = 5_000;
const MOST_FOLDERS: usize = 20_000;

/// The folders that the editor says it has open.
pub fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folder = |uri: &str| PathBuf::from(path_of(uri));
    let mut all: Vec<PathBuf> =
        params.workspace_folders.iter().flatten().map(|one| folder(one.uri.as_str())).collect();
    if all.is_empty() {
        #[allow(deprecated, reason = "what older editors send")]
        let root = params.root_uri.as_ref();
        all.extend(root.map(|uri| folder(uri.as_str())));
    }
    all
}

/// Leaves out folders that have no address that could be read: there is nothing to find in them,
/// and the session does without.
pub fn leave_out_strange(params: &mut Value) {
    if let Some(folders) = params.get_mut("workspaceFolders").and_then(Value::as_array_mut) {
        folders.retain(|one| WorkspaceFolder::deserialize(one).is_ok());
    }
    if let Some(root) = params.get_mut("rootUri")
        && Uri::deserialize(&*root).is_err()
    {
        *root = Value::Null;
    }
}

impl Server {
    /// The paths of all models: those that are open, then those on the disk, each once.
    pub(crate) fn models(&self) -> Vec<String> {
        let mut seen: BTreeSet<String> = self.files.open.keys().cloned().collect();
        let mut all: Vec<String> = seen.iter().cloned().collect();
        let mut found = Vec::new();
        let mut folders = self.folders.clone();
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            count += 1;
            if count > MOST_FOLDERS || found.len() > MOST_MODELS {
                break;
            }
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            for entry in entries.flatten() {
                let path = entry.path();
                let name = entry.file_name();
                let name = name.to_string_lossy();
                // Links are not followed: they lead in circles.
                let Ok(kind) = entry.file_type() else { continue };
                let skipped = name.starts_with('.') || name == "target" || name == "node_modules";
                if kind.is_dir() && !skipped {
                    folders.push(path);
                } else if kind.is_file() && has_ending(&path) {
                    found.push(real(&path));
                }
            }
        }
        found.sort();
        all.extend(found.into_iter().filter(|path| seen.insert(path.clone())));
        all
    }
}

fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "rbd")
}
