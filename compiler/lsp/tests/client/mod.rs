//! An editor as a script: it opens, types and asks, and remembers what it is told.

#![allow(dead_code, reason = "each test uses what it needs")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use crossbeam_channel::RecvTimeoutError;
use kofn_lsp::{Ended, Options, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

/// Nothing takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Client {
    connection: Option<Connection>,
    server: Option<JoinHandle<Ended>>,
    /// A folder of its own for each test.
    pub folder: PathBuf,
    next: i32,
    versions: BTreeMap<String, i32>,
    /// What is wrong, by address, as it was told last.
    pub findings: BTreeMap<String, Value>,
    /// Other things that were told or asked, by method.
    pub told: Vec<(String, Value)>,
    pub initialized: Value,
}

impl Client {
    /// A session in an empty folder, with what today's editors say they can do.
    pub fn start(name: &str) -> Client {
        Client::start_with(
            name,
            json!({
                "workspace": {
                    "workspaceEdit": {"documentChanges": true},
                    "didChangeWatchedFiles": {"dynamicRegistration": true},
                },
                "textDocument": {
                    "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                    "hover": {"contentFormat": ["markdown", "plaintext"]},
                },
            }),
        )
    }

    pub fn start_with(name: &str, capabilities: Value) -> Client {
        let mut client = Client::not_initialized(name);
        let params = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": capabilities,
            "workspaceFolders": [{"uri": client.uri(""), "name": "models"}],
        });
        client.initialized = client.request("initialize", params).unwrap();
        client.notify("initialized", json!({}));
        client
    }

    /// A session before the first request.
    pub fn not_initialized(name: &str) -> Client {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sessions").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let folder = folder.canonicalize().unwrap();
        let (ours, theirs) = Connection::memory();
        let library = Some(folder.join(".library"));
        let server = std::thread::Builder::new()
            .stack_size(64 << 20)
            .spawn(move || serve(theirs, Options { library }))
            .unwrap();
        Client {
            connection: Some(ours),
            server: Some(server),
            folder,
            next: 0,
            versions: BTreeMap::new(),
            findings: BTreeMap::new(),
            told: Vec::new(),
            initialized: Value::Null,
        }
    }

    pub fn uri(&self, name: &str) -> String {
        let path = if name.is_empty() { self.folder.clone() } else { self.folder.join(name) };
        format!("file://{}", path.display())
    }

    /// Writes a file to the disk.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn send(&self, message: impl Into<Message>) {
        self.connection.as_ref().unwrap().sender.send(message.into()).unwrap();
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    /// Sends a request and does not wait.
    pub fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Request { id: id.clone(), method: method.to_owned(), params });
        id
    }

    /// The answer to a request, or the code and the words of its refusal.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        let id = self.ask(method, params);
        self.answer(&id)
    }

    pub fn answer(&mut self, id: &RequestId) -> Result<Value, (i32, String)> {
        loop {
            match self.receive() {
                Message::Response(response) if response.id == *id => {
                    return response.response_result.map_err(|error| (error.code, error.message));
                }
                Message::Response(other) => panic!("nobody asked for {other:?}"),
                other => self.note(other),
            }
        }
    }

    fn receive(&mut self) -> Message {
        match self.connection.as_ref().unwrap().receiver.recv_timeout(PATIENCE) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => panic!("the server says nothing"),
            Err(RecvTimeoutError::Disconnected) => panic!("the server is gone"),
        }
    }

    fn note(&mut self, message: Message) {
        let (method, params) = match message {
            Message::Notification(one) => (one.method, one.params),
            Message::Request(one) => (one.method, one.params),
            Message::Response(other) => panic!("nobody asked for {other:?}"),
        };
        if method == "textDocument/publishDiagnostics" {
            let uri = params["uri"].as_str().unwrap().to_owned();
            self.findings.insert(uri, params["diagnostics"].clone());
        }
        self.told.push((method, params));
    }

    /// Waits until what is wrong with a file is as wanted: codes with their lines, from 1.
    pub fn wait_for_findings(&mut self, name: &str, wanted: &[&str]) {
        let uri = self.uri(name);
        while self.findings.get(&uri).is_none_or(|found| codes(found) != wanted) {
            let message = match self.connection.as_ref().unwrap().receiver.recv_timeout(PATIENCE) {
                Ok(message) => message,
                Err(_) => panic!("{name}: wanted {wanted:?}, got {:?}", self.findings.get(&uri)),
            };
            self.note(message);
        }
    }

    /// Waits until a file has a finding with a code.
    pub fn wait_for_code(&mut self, name: &str, code: &str) {
        let uri = self.uri(name);
        let has = |found: &Value| found.as_array().unwrap().iter().any(|one| one["code"] == code);
        while !self.findings.get(&uri).is_some_and(has) {
            let message = self.receive();
            self.note(message);
        }
    }

    pub fn open(&mut self, name: &str, text: &str) {
        self.versions.insert(name.to_owned(), 1);
        let uri = self.uri(name);
        let document = json!({"uri": uri, "languageId": "rbd", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub fn close(&mut self, name: &str) {
        let uri = self.uri(name);
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// Sends changes: each a range or null, and a text.
    pub fn change(&mut self, name: &str, changes: Vec<Value>) {
        let version = self.versions.entry(name.to_owned()).or_insert(1);
        *version += 1;
        let version = *version;
        let uri = self.uri(name);
        let params = json!({
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": changes,
        });
        self.notify("textDocument/didChange", params);
    }

    /// Replaces the whole text.
    pub fn replace(&mut self, name: &str, text: &str) {
        self.change(name, vec![json!({"text": text})]);
    }

    /// Asks at a place of a file.
    pub fn at(
        &mut self,
        method: &str,
        name: &str,
        position: Value,
    ) -> Result<Value, (i32, String)> {
        let params = json!({"textDocument": {"uri": self.uri(name)}, "position": position});
        self.request(method, params)
    }

    pub fn hover(&mut self, name: &str, position: Value) -> String {
        let answer = self.at("textDocument/hover", name, position).unwrap();
        answer["contents"]["value"].as_str().unwrap_or("").to_owned()
    }

    /// The words of the completions at a place.
    pub fn completions(&mut self, name: &str, position: Value) -> Vec<String> {
        let answer = self.at("textDocument/completion", name, position).unwrap();
        let items = answer["items"].as_array().unwrap();
        items.iter().map(|one| one["textEdit"]["newText"].as_str().unwrap().to_owned()).collect()
    }

    pub fn rename(
        &mut self,
        name: &str,
        position: Value,
        new: &str,
    ) -> Result<Value, (i32, String)> {
        let uri = self.uri(name);
        let params = json!({"textDocument": {"uri": uri}, "position": position, "newName": new});
        self.request("textDocument/rename", params)
    }

    /// Says goodbye; how the session ended.
    pub fn end(mut self) -> Ended {
        self.request("shutdown", Value::Null).unwrap();
        self.notify("exit", Value::Null);
        self.ended()
    }

    /// Waits for the end of the session.
    pub fn ended(&mut self) -> Ended {
        // An editor that listens no more has closed its end.
        let server = self.server.take().unwrap();
        drop(self.connection.take());
        server.join().unwrap()
    }
}

/// `unknown-name:3` for each finding.
pub fn codes(findings: &Value) -> Vec<String> {
    let all = findings.as_array().unwrap();
    all.iter()
        .map(|one| {
            let line = one["range"]["start"]["line"].as_u64().unwrap() + 1;
            format!("{}:{line}", one["code"].as_str().unwrap())
        })
        .collect()
}

/// The position of the mark `|` in an excerpt that stands once in a text, in units of UTF-16.
pub fn position(text: &str, excerpt: &str) -> Value {
    let (before, after) = excerpt.split_once('|').expect("an excerpt has a mark");
    let words = format!("{before}{after}");
    let mut found = text.match_indices(&words);
    let (start, _) = found.next().unwrap_or_else(|| panic!("{words:?} stands nowhere"));
    assert!(found.next().is_none(), "{words:?} stands twice");
    position_of(text, start + before.len())
}

/// The position of a byte, in units of UTF-16.
pub fn position_of(text: &str, byte: usize) -> Value {
    let line = text[..byte].matches('\n').count();
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": text[start..byte].encode_utf16().count()})
}

/// A text with an answer's edits carried out; positions in units of UTF-16.
pub fn edited(text: &str, edits: &Value) -> String {
    let byte = |position: &Value| {
        let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
        let units = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut seen = 0;
        let along = text[start..].char_indices().find(|(_, c)| {
            let here = seen >= units;
            seen += c.len_utf16();
            here
        });
        along.map_or(text.len(), |(at, _)| start + at)
    };
    let mut all: Vec<(usize, usize, String)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let new = edit["newText"].as_str().unwrap().to_owned();
            (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]), new)
        })
        .collect();
    all.sort();
    let mut result = text.to_owned();
    for (start, end, new) in all.into_iter().rev() {
        result.replace_range(start..end, &new);
    }
    result
}

/// The edits of one file in a workspace edit with versions.
pub fn edits_of(edit: &Value, uri: &str) -> Value {
    let all = edit["documentChanges"].as_array().unwrap();
    let one = all.iter().find(|one| one["textDocument"]["uri"] == uri);
    one.map_or(json!([]), |one| one["edits"].clone())
}

/// The files of a folder with an ending.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
