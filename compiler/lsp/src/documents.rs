//! What the editor says about its texts and about the disk.

use crate::files::View;
use crate::server::Server;
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams,
};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

impl Server {
    pub(crate) fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let path = self.files.path(&document.uri);
        let text = Arc::new(document.text);
        let view = View { uri: document.uri, version: document.version, text };
        self.files.opened(path, view);
        // A file that was not there may be there now, under a name that somebody looked for.
        self.analyses.all_changed();
        self.dirty = true;
    }

    pub(crate) fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let path = self.files.path(&document.uri);
        let changes = self.files.change(&path, &document, params.content_changes, self.encoding);
        self.analyses.changed(&path, &changes);
        self.dirty = true;
    }

    pub(crate) fn closed(&mut self, params: DidCloseTextDocumentParams) {
        let path = self.files.path(&params.text_document.uri);
        if self.files.closed(&path, &params.text_document.uri) {
            self.analyses.forget(&path);
        }
        // Its unsaved text is gone, for those who use it as well.
        self.analyses.all_changed();
        self.dirty = true;
    }

    pub(crate) fn files_changed(&mut self) {
        self.analyses.all_changed();
        self.dirty = true;
    }

    pub(crate) fn folders_changed(&mut self, params: DidChangeWorkspaceFoldersParams) {
        let folder = |uri: &lsp_types::Uri| PathBuf::from(crate::uris::path_of(uri.as_str()));
        for removed in &params.event.removed {
            let removed = folder(&removed.uri);
            self.folders.retain(|known| *known != removed);
        }
        for added in &params.event.added {
            let added = folder(&added.uri);
            if !self.folders.contains(&added) {
                self.folders.push(added);
            }
        }
    }

    /// Asks the editor to tell when models appear, change or vanish on the disk.
    pub(crate) fn watch_files(&mut self) {
        if self.client.watches {
            let watchers = json!([{"globPattern": "**/*.rbd"}, {"globPattern": "**/*.xml"}]);
            let registration = json!({
                "id": "kofn-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": watchers},
            });
            let params = json!({"registrations": [registration]});
            self.ask_editor("client/registerCapability", params);
        }
    }
}
