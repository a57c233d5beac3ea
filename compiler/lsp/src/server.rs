//! The session: messages in, messages out, in the order that the protocol asks for.

use crate::analyses::Analyses;
use crate::capabilities::{Client, capabilities};
use crate::files::Files;
use crate::hints::Pending;
use crate::positions::Encoding;
use crate::worker::{Done, Found, Wanted, Worker};
use crossbeam_channel::{after, never, select};
use kofn_ide::facts::Fact;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{Diagnostic, InitializeParams};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What the program chooses for the server.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A folder for the standard library's files, so that an editor can show them; without one
    /// nothing leads into the library.
    pub library: Option<PathBuf>,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With a shutdown and an exit, as it should.
    Well,
    /// With an exit that no shutdown announced.
    Abruptly,
    /// The other side is gone.
    Closed,
}

/// Typing is over when nothing was typed for so long; only then whole models are checked.
const QUIET: Duration = Duration::from_millis(150);

/// Values that are kept; older ones are computed again.
const MOST_FACTS: usize = 20_000;

/// Speaks with an editor until it says goodbye.
pub fn serve(connection: Connection, options: Options) -> Ended {
    let worker = match Worker::start() {
        Ok(worker) => worker,
        Err(_) => return Ended::Closed,
    };
    let mut files = Files::default();
    files.library = options.library;
    let mut server = Server {
        connection,
        worker,
        files,
        phase: Phase::New,
        client: Client::default(),
        encoding: Encoding::Utf16,
        analyses: Analyses::default(),
        queue: VecDeque::new(),
        cancelled: BTreeSet::new(),
        pending: Vec::new(),
        facts: BTreeMap::new(),
        asked: BTreeSet::new(),
        published: BTreeMap::new(),
        folders: Vec::new(),
        check_at: None,
        requests: 0,
        dirty: false,
    };
    server.run()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Ready,
    ShutDown,
}

pub(crate) struct Server {
    connection: Connection,
    pub worker: Worker,
    pub files: Files,
    phase: Phase,
    pub client: Client,
    pub encoding: Encoding,
    pub analyses: Analyses,
    queue: VecDeque<Message>,
    /// Requests that the editor takes back.
    cancelled: BTreeSet<RequestId>,
    /// Requests that wait for values.
    pub pending: Vec<Pending>,
    /// Values by their keys.
    pub facts: BTreeMap<u128, Option<Fact>>,
    /// Keys of values that are being computed.
    pub asked: BTreeSet<u128>,
    /// What the editor shows, by address.
    pub published: BTreeMap<String, Vec<Diagnostic>>,
    /// The folders that the editor has open.
    pub folders: Vec<PathBuf>,
    /// When models are to be checked.
    check_at: Option<Instant>,
    /// Requests that were sent.
    requests: i32,
    /// Whether the texts have changed since findings were sent.
    pub dirty: bool,
}

/// Why a request has no answer.
#[derive(Debug)]
pub(crate) struct Refused {
    code: ErrorCode,
    message: String,
}

impl Refused {
    /// The request asks for what cannot be.
    pub fn failed(message: impl Into<String>) -> Refused {
        Refused { code: ErrorCode::RequestFailed, message: message.into() }
    }
}

/// An answer, or that there is none.
pub(crate) type Answered = Result<Value, Refused>;

impl Server {
    fn run(&mut self) -> Ended {
        loop {
            self.queue.extend(self.connection.receiver.try_iter());
            self.note_cancelled();
            if let Some(message) = self.queue.pop_front() {
                if let Some(ended) = self.handle(message) {
                    return ended;
                }
                continue;
            }
            self.refresh();
            let due = match self.check_at {
                Some(at) => after(at.saturating_duration_since(Instant::now())),
                None => never(),
            };
            select! {
                recv(self.connection.receiver) -> message => match message {
                    Ok(message) => self.queue.push_back(message),
                    Err(_) => return Ended::Closed,
                },
                recv(self.worker.done) -> done => if let Ok(done) = done {
                    self.done(done);
                },
                recv(due) -> _ => self.check(),
            }
        }
    }

    fn note_cancelled(&mut self) {
        for message in &self.queue {
            if let Message::Notification(one) = message
                && one.method == "$/cancelRequest"
                && let Some(id) = one.params.get("id")
                && let Ok(id) = serde_json::from_value::<RequestId>(id.clone())
            {
                self.cancelled.insert(id);
            }
        }
    }

    fn handle(&mut self, message: Message) -> Option<Ended> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => {
                if notification.method == "exit" {
                    let well = self.phase == Phase::ShutDown;
                    return Some(if well { Ended::Well } else { Ended::Abruptly });
                }
                if self.phase == Phase::Ready {
                    self.notification(notification);
                }
            }
            // Answers to what was asked of the editor; nothing depends on them.
            Message::Response(_) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let refuse = |code: ErrorCode, message: &str| {
            Response::new_err(id.clone(), code as i32, message.to_owned())
        };
        let response = match (self.phase, request.method.as_str()) {
            _ if self.cancelled.remove(&id) => refuse(ErrorCode::RequestCanceled, "cancelled"),
            (Phase::New, "initialize") => self.initialize(request),
            (Phase::New, _) => {
                refuse(ErrorCode::ServerNotInitialized, "the first request is `initialize`")
            }
            (Phase::Ready, "initialize") => {
                refuse(ErrorCode::InvalidRequest, "`initialize` was sent before")
            }
            (Phase::Ready, "shutdown") => {
                self.phase = Phase::ShutDown;
                for pending in std::mem::take(&mut self.pending) {
                    let code = ErrorCode::RequestCanceled as i32;
                    self.send(Response::new_err(pending.id, code, "shut down".to_owned()));
                }
                Response::new_ok(id, Value::Null)
            }
            (Phase::ShutDown, _) => {
                refuse(ErrorCode::InvalidRequest, "after `shutdown` only `exit` follows")
            }
            (Phase::Ready, _) => match self.guarded(request) {
                Some(response) => response,
                None => return,
            },
        };
        self.send(response);
    }

    /// A mistake of ours costs one answer, not the editor's session.
    fn guarded(&mut self, request: Request) -> Option<Response> {
        let id = request.id.clone();
        match catch_unwind(AssertUnwindSafe(|| self.dispatch(request))) {
            Ok(response) => response,
            Err(_) => {
                let message = "this is a mistake in kofn, not in your model; please report it";
                Some(Response::new_err(id, ErrorCode::InternalError as i32, message.to_owned()))
            }
        }
    }

    fn dispatch(&mut self, request: Request) -> Option<Response> {
        let Request { id, method, params } = request;
        let answered = match method.as_str() {
            "textDocument/hover" => return self.later(id, params, Server::wait_for_hover),
            "textDocument/inlayHint" => return self.later(id, params, Server::wait_for_hints),
            "textDocument/definition" => self.with(params, Server::definition),
            "textDocument/references" => self.with(params, Server::references),
            "textDocument/documentHighlight" => self.with(params, Server::highlights),
            "textDocument/prepareRename" => self.with(params, Server::prepare_rename),
            "textDocument/rename" => self.with(params, Server::rename),
            "textDocument/completion" => self.with(params, Server::completion),
            "textDocument/signatureHelp" => self.with(params, Server::signature_help),
            "textDocument/documentSymbol" => self.with(params, Server::document_symbols),
            "workspace/symbol" => self.with(params, Server::workspace_symbols),
            "textDocument/foldingRange" => self.with(params, Server::folding),
            "textDocument/semanticTokens/full" => self.with(params, Server::all_tokens),
            "textDocument/semanticTokens/range" => self.with(params, Server::some_tokens),
            "textDocument/codeAction" => self.with(params, Server::code_actions),
            other => Err(Refused {
                code: ErrorCode::MethodNotFound,
                message: format!("this server does not answer `{other}`"),
            }),
        };
        Some(match answered {
            Ok(value) => Response::new_ok(id, value),
            Err(refused) => Response::new_err(id, refused.code as i32, refused.message),
        })
    }

    fn with<P: DeserializeOwned>(
        &mut self,
        params: Value,
        answer: fn(&mut Server, P) -> Answered,
    ) -> Answered {
        let params = parameters(params)?;
        answer(self, params)
    }

    fn later<P: DeserializeOwned>(
        &mut self,
        id: RequestId,
        params: Value,
        wait: fn(&mut Server, RequestId, P),
    ) -> Option<Response> {
        match parameters(params) {
            Ok(params) => {
                wait(self, id, params);
                self.answer_pending();
                None
            }
            Err(refused) => Some(Response::new_err(id, refused.code as i32, refused.message)),
        }
    }

    fn initialize(&mut self, request: Request) -> Response {
        let params = match serde_json::from_value::<InitializeParams>(request.params) {
            Ok(params) => params,
            Err(error) => {
                let code = ErrorCode::InvalidParams as i32;
                return Response::new_err(request.id, code, error.to_string());
            }
        };
        self.client = Client::new(&params.capabilities);
        self.encoding = self.client.encoding;
        self.folders = crate::workspace::folders(&params);
        self.phase = Phase::Ready;
        let result = json!({
            "capabilities": capabilities(self.encoding),
            "serverInfo": {"name": "kofn", "version": env!("CARGO_PKG_VERSION")},
        });
        Response::new_ok(request.id, result)
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let handled = catch_unwind(AssertUnwindSafe(|| match method.as_str() {
            "initialized" => self.watch_files(),
            "textDocument/didOpen" => self.notified(params, Server::opened),
            "textDocument/didChange" => self.notified(params, Server::changed),
            "textDocument/didClose" => self.notified(params, Server::closed),
            "workspace/didChangeWatchedFiles" => self.files_changed(),
            "workspace/didChangeWorkspaceFolders" => self.notified(params, Server::folders_changed),
            "$/cancelRequest" => self.cancel(&params),
            // What is saved was told when it was typed; other notifications need no answer.
            _ => {}
        }));
        // The texts are what the editor says, whatever else has failed.
        if handled.is_err() {
            self.analyses = Analyses::default();
        }
    }

    fn notified<P: DeserializeOwned>(&mut self, params: Value, note: fn(&mut Server, P)) {
        match serde_json::from_value(params) {
            Ok(params) => note(self, params),
            Err(error) => {
                let message = format!("kofn: a notification that cannot be read: {error}");
                self.notify("window/logMessage", json!({"type": 2, "message": message}));
            }
        }
    }

    fn cancel(&mut self, params: &Value) {
        let id = params.get("id").cloned().unwrap_or(Value::Null);
        let Ok(id) = serde_json::from_value::<RequestId>(id) else { return };
        self.cancelled.remove(&id);
        if let Some(at) = self.pending.iter().position(|pending| pending.id == id) {
            self.pending.remove(at);
            let code = ErrorCode::RequestCanceled as i32;
            self.send(Response::new_err(id, code, "cancelled".to_owned()));
        }
    }

    /// Reads what was changed, when no message waits any more, and says what is wrong.
    fn refresh(&mut self) {
        if !std::mem::take(&mut self.dirty) {
            return;
        }
        let (files, analyses) = (&self.files, &mut self.analyses);
        analyses.keep(|path| files.open.contains_key(path));
        for path in files.open.keys() {
            if catch_unwind(AssertUnwindSafe(|| analyses.get(files, path).generation)).is_err() {
                analyses.forget(path);
            }
        }
        self.publish();
        self.answer_pending();
        self.check_at = Some(Instant::now() + QUIET);
    }

    /// Has the models checked that were not checked since they were read.
    fn check(&mut self) {
        self.check_at = None;
        let roots: Vec<String> = self.files.open.keys().cloned().collect();
        for root in roots {
            let Some(analysis) = self.analyses.known_mut(&root) else { continue };
            if analysis.checking != analysis.generation {
                analysis.checking = analysis.generation;
                let generation = analysis.generation;
                self.compute(root, generation, Wanted::Check);
            }
        }
    }

    fn done(&mut self, done: Done) {
        match done.found {
            Found::Checked(findings) => {
                if let Some(analysis) = self.analyses.known_mut(&done.root)
                    && analysis.generation == done.generation
                {
                    let known: HashSet<_> = analysis.reading.diagnostics.iter().collect();
                    let new = findings.into_iter().filter(|finding| !known.contains(finding));
                    analysis.checked = new.collect();
                    self.publish();
                }
            }
            Found::Fact(key, fact) => {
                if self.facts.len() >= MOST_FACTS {
                    self.facts.clear();
                }
                self.asked.remove(&key);
                self.facts.insert(key, fact);
                self.answer_pending();
            }
            Found::Dropped(key) => {
                self.asked.remove(&key);
                self.answer_pending();
            }
        }
    }

    /// Gives the worker something to do.
    pub fn compute(&mut self, root: String, generation: u64, wanted: Wanted) {
        // Texts are shared, so this copies names.
        let files = self.files.clone();
        self.worker.send(crate::worker::Job { root, generation, files, wanted });
    }

    /// Sends a message; an editor that is gone is noticed when it says nothing more.
    pub fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }

    /// Tells the editor something.
    pub fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    /// Asks the editor for something; nothing depends on its answer.
    pub fn ask_editor(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let id = RequestId::from(format!("kofn-{}", self.requests));
        self.send(Request { id, method: method.to_owned(), params });
    }
}

fn parameters<P: DeserializeOwned>(params: Value) -> Result<P, Refused> {
    serde_json::from_value(params)
        .map_err(|error| Refused { code: ErrorCode::InvalidParams, message: error.to_string() })
}

/// A value as JSON; our own answers have nothing that JSON has no form for.
pub(crate) fn json_of(value: impl serde::Serialize) -> Answered {
    serde_json::to_value(value)
        .map_err(|error| Refused { code: ErrorCode::InternalError, message: error.to_string() })
}
