//! Giving something another name in all files, after trying it.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, Refused, json_of};
use crate::files::Files;
use crate::server::Server;
use kofn::{ReadError, Reading, World};
use kofn_ide::fixes::edited;
use kofn_ide::places::path_of;
use kofn_ide::rename::{Renaming, renamable};
use lsp_types::{RenameParams, TextDocumentPositionParams};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The files with a renaming carried out.
struct Changed<'f> {
    files: &'f Files,
    texts: BTreeMap<String, String>,
}

impl World for Changed<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.texts.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.files.read(path),
        }
    }

    fn resolve(&self, from: &str, target: &str) -> String {
        self.files.resolve(from, target)
    }
}

impl Server {
    pub(crate) fn prepare_rename(&mut self, at: TextDocumentPositionParams) -> Answered {
        let path = self.files.path(&at.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let byte = spots.byte(file, at.position);
        let (span, _) = renamable(reading, file, byte).map_err(Refused::failed)?;
        let placeholder = reading.sources.slice(span);
        json_of(json!({"range": spots.range(span), "placeholder": placeholder}))
    }

    pub(crate) fn rename(&mut self, params: RenameParams) -> Answered {
        let at = params.text_document_position;
        let path = self.files.path(&at.text_document.uri);
        self.analyses.get(&self.files, &path);
        self.analyses.read_again(&self.files);
        let Some(analysis) = self.analyses.known(&path) else { return Ok(Value::Null) };
        let reading = &analysis.reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let byte = spots.byte(file, at.position);
        let renaming =
            Renaming::new(reading, file, byte, &params.new_name).map_err(Refused::failed)?;
        let mut changes = Changes::default();
        changes.add(self, reading, &renaming);
        let mut concerned: Vec<(String, Renaming)> = vec![(path.clone(), renaming.clone())];
        for other in self.models().into_iter().filter(|other| *other != path) {
            if self.inbox.borrow_mut().is_taken_back() {
                return Err(Refused::cancelled());
            }
            self.with_reading(&other, |server, theirs| {
                if let Some(renaming) = renaming.in_other(reading, theirs) {
                    changes.add(server, theirs, &renaming);
                    concerned.push((other.clone(), renaming));
                }
            });
        }
        let world = Changed { files: &self.files, texts: changes.texts };
        for (path, renaming) in &concerned {
            let after = Reading::new(&world, path);
            let before = Reading::new(&self.files, path);
            renaming.keeps(&before, &after).map_err(Refused::failed)?;
        }
        Ok(self.workspace_edit(changes.edits))
    }

    /// Edits of files, in the form that the editor understands.
    pub(crate) fn workspace_edit(&self, edits: BTreeMap<String, Vec<Value>>) -> Value {
        let addressed = edits.into_iter().filter_map(|(path, edits)| {
            Some((self.files.uri(&path)?.as_str().to_owned(), path, edits))
        });
        if !self.client.versioned_edits {
            let changes: Map<String, Value> =
                addressed.map(|(uri, _, edits)| (uri, Value::from(edits))).collect();
            return json!({"changes": changes});
        }
        let changes: Vec<Value> = addressed
            .map(|(uri, path, edits)| {
                let version = self.files.open.get(&path).map(|open| open.newest().version);
                json!({"textDocument": {"uri": uri, "version": version}, "edits": edits})
            })
            .collect();
        json!({"documentChanges": changes})
    }
}

/// What a renaming changes, file by file.
#[derive(Default)]
struct Changes {
    edits: BTreeMap<String, Vec<Value>>,
    /// The texts afterwards.
    texts: BTreeMap<String, String>,
    /// Places that are changed already: a file belongs to several models.
    seen: BTreeSet<(String, u32, u32)>,
}

impl Changes {
    fn add(&mut self, server: &Server, reading: &Reading, renaming: &Renaming) {
        let spots = Spots::new(reading, server.encoding);
        let mut by_file: BTreeMap<String, Vec<kofn::diagnostics::Edit>> = BTreeMap::new();
        for edit in renaming.edits(reading) {
            let Some(path) = path_of(reading, edit.span.file) else { continue };
            by_file.entry(path.to_owned()).or_default().push(edit);
        }
        for (path, edits) in by_file {
            let Some(first) = edits.first() else { continue };
            // What one model says of a file holds for the others: it is the same text.
            let source = reading.sources.get(first.span.file).text();
            let new = edits
                .iter()
                .any(|edit| !self.seen.contains(&(path.clone(), edit.span.start, edit.span.end)));
            if !new {
                continue;
            }
            let all = self.edits.entry(path.clone()).or_default();
            for edit in &edits {
                if self.seen.insert((path.clone(), edit.span.start, edit.span.end)) {
                    all.push(json!(spots.edit(edit)));
                }
            }
            self.texts.insert(path, edited(source, &edits));
        }
    }
}
