//! The texts that models are read from: what is open in the editor, before what is on the disk.

use crate::disk::read_used;
use crate::positions::{Encoding, Lines};
use crate::uris::{path_of, real, uri_of};
use kofn::{ReadError, Reading, World};
use lsp_types::{TextDocumentContentChangeEvent, Uri, VersionedTextDocumentIdentifier};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A file that is open in the editor, perhaps under several addresses: links lead to it.
///
/// Invariant: there is at least one view.
#[derive(Clone, Debug)]
pub struct Open {
    /// By address, the one that was spoken of last at the end: its text counts.
    views: Vec<View>,
}

/// A file as it is open under one address.
#[derive(Clone, Debug)]
pub struct View {
    /// The address, as the editor says it.
    pub uri: Uri,
    /// The number that the editor gives to this state of the text.
    pub version: i32,
    /// The text.
    pub text: Arc<String>,
}

impl Open {
    /// A file that is open under one address.
    pub fn new(view: View) -> Open {
        Open { views: vec![view] }
    }

    /// All of them.
    pub fn views(&self) -> &[View] {
        &self.views
    }

    /// The view whose text counts.
    pub fn newest(&self) -> &View {
        match self.views.last() {
            Some(newest) => newest,
            None => unreachable!("an open file has a view"),
        }
    }

    /// Opens it under an address, or anew.
    pub fn open(&mut self, view: View) {
        self.views.retain(|known| known.uri != view.uri);
        self.views.push(view);
    }
}

/// A piece of a text that was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The first byte.
    pub start: usize,
    /// One past the last byte, in the text before.
    pub end: usize,
    /// Bytes that stand there now.
    pub length: usize,
}

/// The texts that models are read from.
#[derive(Debug, Default)]
pub struct Files {
    /// By path.
    pub open: BTreeMap<String, Open>,
    /// Where the standard library is written, so that an editor can show it.
    pub library: Option<PathBuf>,
    /// What was asked for since the last [`Files::take_touched`].
    touched: Mutex<BTreeSet<String>>,
}

impl Files {
    /// The path of an address; files of the library have the path by which models use them.
    pub fn path(&self, uri: &Uri) -> String {
        let path = path_of(uri.as_str());
        let library = self.library.as_ref().map(|folder| real(folder));
        let name = library.and_then(|folder| {
            let inside = Path::new(&path).strip_prefix(folder).ok()?;
            Some(format!("std/{}", inside.to_str()?.strip_suffix(".rbd")?))
        });
        name.filter(|name| kofn::library_text(name).is_some()).unwrap_or(path)
    }

    /// The address of a path. A library is written to the disk, where it is not there yet.
    pub fn uri(&self, path: &str) -> Option<Uri> {
        if let Some(open) = self.open.get(path) {
            return Some(open.newest().uri.clone());
        }
        match kofn::library_text(path) {
            Some(text) => {
                let name = path.strip_prefix("std/")?;
                uri_of(&written(self.library.as_ref()?, name, text)?.to_string_lossy())
            }
            None => uri_of(path),
        }
    }

    /// A file was opened under an address.
    pub fn opened(&mut self, path: String, view: View) {
        match self.open.get_mut(&path) {
            Some(open) => open.open(view),
            None => {
                self.open.insert(path, Open::new(view));
            }
        }
    }

    /// A file was closed under an address; whether it is open under none any more.
    pub fn closed(&mut self, path: &str, uri: &Uri) -> bool {
        let Some(open) = self.open.get_mut(path) else { return false };
        if open.views.iter().any(|view| view.uri != *uri) {
            open.views.retain(|view| view.uri != *uri);
            return false;
        }
        self.open.remove(path).is_some()
    }

    /// Carries out the changes that an editor tells, and says what they were.
    pub fn change(
        &mut self,
        path: &str,
        document: &VersionedTextDocumentIdentifier,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Vec<Change> {
        let Some(open) = self.open.get_mut(path) else { return Vec::new() };
        let Some(at) = open.views.iter().position(|view| view.uri == document.uri) else {
            return Vec::new();
        };
        let mut made = Vec::new();
        if at + 1 < open.views.len() {
            // The text of another address takes the place of the one that counted.
            let (end, length) = (open.newest().text.len(), open.views[at].text.len());
            made.push(Change { start: 0, end, length });
        }
        let mut view = open.views.remove(at);
        view.version = document.version;
        let text = Arc::make_mut(&mut view.text);
        for change in changes {
            let (start, end) = match change.range {
                Some(range) => {
                    let lines = Lines::new(text);
                    let start = lines.byte(text, range.start, encoding);
                    (start, lines.byte(text, range.end, encoding).max(start))
                }
                None => (0, text.len()),
            };
            made.push(Change { start, end, length: change.text.len() });
            if change.range.is_some() {
                text.replace_range(start..end, &change.text);
            } else {
                *text = change.text;
            }
        }
        open.views.push(view);
        made
    }

    /// The texts that a reading was made of, whatever happens to them in the meantime.
    pub fn of_reading(&self, reading: &Reading) -> Files {
        let mut open = self.open.clone();
        for (unit, path) in reading.units.iter().zip(&reading.paths) {
            let source = reading.sources.get(unit.tree.file);
            let own = source.name() == path && kofn::library_text(path).is_none();
            if own
                && !open.contains_key(path)
                && let Some(uri) = uri_of(path)
            {
                let text = Arc::new(source.text().to_owned());
                open.insert(path.clone(), Open::new(View { uri, version: 0, text }));
            }
        }
        Files { open, library: self.library.clone(), touched: Mutex::default() }
    }

    /// The paths that were asked for since the last time.
    pub fn take_touched(&self) -> BTreeSet<String> {
        match self.touched.lock() {
            Ok(mut touched) => std::mem::take(&mut *touched),
            Err(_) => BTreeSet::new(),
        }
    }
}

/// The library's file in a folder, with what the compiler has in it.
fn written(folder: &Path, name: &str, text: &str) -> Option<PathBuf> {
    let path = folder.join(format!("{name}.rbd"));
    if std::fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Some(path);
    }
    std::fs::create_dir_all(folder).ok()?;
    // Written anew where somebody changed it: it shows what is computed with.
    let _ = std::fs::remove_file(&path);
    std::fs::write(&path, text).ok()?;
    if let Ok(metadata) = std::fs::metadata(&path) {
        let mut permissions = metadata.permissions();
        permissions.set_readonly(true);
        // A folder that cannot do that has files that can be changed.
        let _ = std::fs::set_permissions(&path, permissions);
    }
    Some(path)
}

impl World for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if let Ok(mut touched) = self.touched.lock() {
            touched.insert(path.to_owned());
        }
        if let Some(open) = self.open.get(path) {
            return Ok(open.newest().text.as_bytes().to_vec());
        }
        if let Some(text) = kofn::library_text(path) {
            return Ok(text.as_bytes().to_vec());
        }
        read_used(path)
    }

    fn resolve(&self, from: &str, target: &str) -> String {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        real(&folder.join(target))
    }
}
