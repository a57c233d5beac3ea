//! Which message is answered by what, and which are refused.

use crate::analyses::Analyses;
use crate::capabilities::{Client, capabilities};
use crate::server::{Phase, Server};
use kofn::emit::findings::OURS;
use lsp_server::{ErrorCode, Notification, Request, RequestId, Response};
use lsp_types::InitializeParams;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

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

    /// The request is not one that could be asked.
    pub fn invalid(message: impl Into<String>) -> Refused {
        Refused { code: ErrorCode::InvalidParams, message: message.into() }
    }

    /// The editor has taken it back.
    pub fn cancelled() -> Refused {
        Refused { code: ErrorCode::RequestCanceled, message: "cancelled".to_owned() }
    }

    /// We are wrong.
    pub fn ours() -> Refused {
        Refused { code: ErrorCode::InternalError, message: OURS.to_owned() }
    }

    /// The refusal as an answer.
    pub fn to(self, id: RequestId) -> Response {
        Response::new_err(id, self.code as i32, self.message)
    }
}

/// An answer, or that there is none.
pub(crate) type Answered = Result<Value, Refused>;

impl Server {
    pub(crate) fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let refuse = |code: ErrorCode, message: &str| {
            Response::new_err(id.clone(), code as i32, message.to_owned())
        };
        let taken_back = self.inbox.borrow_mut().cancelled.remove(&id);
        let response = match (self.phase, request.method.as_str()) {
            _ if taken_back => Refused::cancelled().to(id),
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
        self.inbox.borrow_mut().current = Some(id.clone());
        match catch_unwind(AssertUnwindSafe(|| self.dispatch(request))) {
            Ok(response) => response,
            Err(_) => Some(Refused::ours().to(id)),
        }
    }

    fn dispatch(&mut self, request: Request) -> Option<Response> {
        let Request { id, method, params } = request;
        let answered = match method.as_str() {
            "textDocument/hover" => return self.later(id, params, Server::wait_for_hover),
            "workspace/executeCommand" => return self.later(id, params, Server::execute),
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
            "textDocument/formatting" => self.with(params, Server::formatting),
            "textDocument/rangeFormatting" => self.with(params, Server::range_formatting),
            other => Err(Refused {
                code: ErrorCode::MethodNotFound,
                message: format!("this server does not answer `{other}`"),
            }),
        };
        Some(match answered {
            Ok(value) => Response::new_ok(id, value),
            Err(refused) => refused.to(id),
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
        wait: fn(&mut Server, RequestId, P) -> Result<(), Refused>,
    ) -> Option<Response> {
        match parameters(params).and_then(|params| wait(self, id.clone(), params)) {
            Ok(()) => {
                // The others wait as before.
                if let Some(pending) = self.pending.pop() {
                    self.answer_or_wait(pending);
                }
                None
            }
            Err(refused) => Some(refused.to(id)),
        }
    }

    fn initialize(&mut self, mut request: Request) -> Response {
        crate::workspace::leave_out_strange(&mut request.params);
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

    pub(crate) fn notification(&mut self, notification: Notification) {
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
        self.inbox.borrow_mut().cancelled.remove(&id);
        if let Some(at) = self.pending.iter().position(|pending| pending.id == id) {
            self.pending.remove(at);
            self.send(Refused::cancelled().to(id));
            self.interrupt_unwanted();
        }
    }
}

pub(crate) fn parameters<P: DeserializeOwned>(params: Value) -> Result<P, Refused> {
    serde_json::from_value(params).map_err(|error| Refused::invalid(error.to_string()))
}

/// A value as JSON; our own answers have nothing that JSON has no form for.
pub(crate) fn json_of(value: impl serde::Serialize) -> Answered {
    serde_json::to_value(value)
        .map_err(|error| Refused { code: ErrorCode::InternalError, message: error.to_string() })
}
