//! The session: messages in, messages out, in the order that the protocol asks for.

use crate::analyses::Analyses;
use crate::capabilities::Client;
use crate::files::Files;
use crate::hints::Pending;
use crate::inbox::Inbox;
use crate::listing::ListedFile;
use crate::positions::Encoding;
use crate::worker::{Done, Found, Wanted, Worker};
use crossbeam_channel::{after, never, select};
use kofn::emit::findings::OURS;
use kofn_ide::facts::Fact;
use kofn_ide::sheet::Sheet;
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use lsp_types::Diagnostic;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
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

/// Systems written out that are kept.
const MOST_SHEETS: usize = 100;

/// Speaks with an editor until it says goodbye.
pub fn serve(connection: Connection, options: Options) -> Ended {
    let worker = match Worker::start() {
        Ok(worker) => worker,
        Err(_) => return Ended::Closed,
    };
    Server::new(connection, worker, options).run()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    New,
    Ready,
    ShutDown,
}

pub(crate) struct Server {
    connection: Connection,
    pub worker: Worker,
    pub files: Files,
    pub phase: Phase,
    pub client: Client,
    pub encoding: Encoding,
    pub analyses: Analyses,
    pub inbox: RefCell<Inbox>,
    /// Names of models that are not open, by path.
    pub listed: BTreeMap<String, ListedFile>,
    /// Requests that wait for values.
    pub pending: Vec<Pending>,
    /// Values by their keys.
    pub facts: BTreeMap<u128, Option<Fact>>,
    /// Systems written out, by their keys; or why they cannot be.
    pub sheets: BTreeMap<u128, Result<Sheet, String>>,
    /// Keys of what is being computed.
    pub asked: BTreeSet<u128>,
    /// Keys that the answer that is being made still needs.
    pub awaited: BTreeSet<u128>,
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

impl Server {
    fn new(connection: Connection, worker: Worker, options: Options) -> Server {
        let mut files = Files::default();
        files.library = options.library;
        let inbox = RefCell::new(Inbox::new(connection.receiver.clone()));
        Server {
            connection,
            worker,
            files,
            phase: Phase::New,
            client: Client::default(),
            encoding: Encoding::Utf16,
            analyses: Analyses::default(),
            inbox,
            listed: BTreeMap::new(),
            pending: Vec::new(),
            facts: BTreeMap::new(),
            sheets: BTreeMap::new(),
            asked: BTreeSet::new(),
            awaited: BTreeSet::new(),
            published: BTreeMap::new(),
            folders: Vec::new(),
            check_at: None,
            requests: 0,
            dirty: false,
        }
    }

    fn run(&mut self) -> Ended {
        loop {
            let next = self.inbox.borrow_mut().next();
            if let Some(message) = next {
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
                    Ok(message) => self.inbox.borrow_mut().take_in(message),
                    Err(_) => return Ended::Closed,
                },
                recv(self.worker.done) -> done => if let Ok(done) = done {
                    self.done(done);
                },
                recv(due) -> _ => self.check(),
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

    /// Reads what was changed, when no message waits any more, and says what is wrong.
    fn refresh(&mut self) {
        if !std::mem::take(&mut self.dirty) {
            return;
        }
        let (files, analyses) = (&self.files, &mut self.analyses);
        analyses.keep(|path| files.open.contains_key(path));
        for path in files.open.keys() {
            analyses.get_or_forget(files, path);
        }
        self.tell_findings();
        self.answer_pending();
        self.interrupt_unwanted();
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
                self.compute(&root, Wanted::Check);
            }
        }
    }

    /// Ends computations that nobody waits for any more.
    pub fn interrupt_unwanted(&mut self) {
        let awaited = self.pending.iter().flat_map(|one| &one.awaits).copied().collect();
        let analyses = &self.analyses;
        self.worker.keep(&awaited, |root| Some(analyses.known(root)?.generation));
    }

    /// Sends what has changed in what is wrong. Where we are wrong, the editor keeps what it has.
    fn tell_findings(&mut self) {
        if catch_unwind(AssertUnwindSafe(|| self.publish())).is_err() {
            self.confess("what is wrong in the models cannot be shown");
        }
    }

    /// Says in the editor's log that we are wrong.
    fn confess(&self, what: &str) {
        let message = format!("kofn: {what}: {OURS}");
        self.notify("window/logMessage", json!({"type": 1, "message": message}));
    }

    fn done(&mut self, done: Done) {
        self.worker.came_back(&done);
        match done.found {
            Found::Checked(findings) => {
                if let Some(analysis) = self.analyses.known_mut(&done.root)
                    && analysis.generation == done.generation
                {
                    let known: HashSet<_> = analysis.reading.diagnostics.iter().collect();
                    let new = findings.into_iter().filter(|finding| !known.contains(finding));
                    analysis.checked = new.collect();
                    self.tell_findings();
                }
            }
            // What was found before may still be so.
            Found::NotChecked => self.confess(&format!("{} cannot be checked", done.root)),
            Found::Fact(key, fact) => {
                if self.facts.len() >= MOST_FACTS {
                    self.facts.clear();
                }
                self.asked.remove(&key);
                self.facts.insert(key, fact);
                self.arrived(key);
            }
            Found::Sheet(key, sheet) => {
                if self.sheets.len() >= MOST_SHEETS {
                    self.sheets.clear();
                }
                self.asked.remove(&key);
                self.sheets.insert(key, sheet);
                self.arrived(key);
            }
            Found::Dropped(Some(key)) => {
                self.asked.remove(&key);
                self.arrived(key);
            }
            Found::Dropped(None) => {}
        }
    }

    /// Gives the worker something to do with a model as it was read last.
    pub fn compute(&mut self, root: &str, wanted: Wanted) {
        let Some(analysis) = self.analyses.known_mut(root) else { return };
        let files = match &analysis.texts {
            Some(texts) => texts.clone(),
            None => Arc::new(self.files.of_reading(&analysis.reading)),
        };
        analysis.texts = Some(files.clone());
        self.worker.send(root, analysis.generation, files, wanted);
    }

    /// Sends a message; an editor that is gone is noticed when it says nothing more.
    pub fn send(&self, message: impl Into<Message>) {
        let mut message = message.into();
        match &mut message {
            Message::Request(Request { params, .. })
            | Message::Notification(Notification { params, .. })
            | Message::Response(Response { response_result: Ok(params), .. }) => {
                self.inbox.borrow().spelling.restore(params);
            }
            Message::Response(Response { response_result: Err(_), .. }) => {}
        }
        let _ = self.connection.sender.send(message);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::View;
    use crate::hints::Asked;
    use lsp_types::{Position, Uri};
    use std::str::FromStr;

    /// A server with one open text, and the editor's end of the connection.
    fn server() -> (Server, Connection) {
        let (connection, editor) = Connection::memory();
        let mut server = Server::new(connection, Worker::start().unwrap(), Options::default());
        let text = Arc::new("system s { module a = 0.5 works when a }".to_owned());
        let view = View { uri: Uri::from_str("untitled:a").unwrap(), version: 1, text };
        server.files.opened("untitled:a".to_owned(), view);
        server.analyses.get(&server.files, "untitled:a");
        (server, editor)
    }

    fn refusal(message: Message) -> Option<(RequestId, i32)> {
        match message {
            Message::Response(Response { id, response_result: Err(error) }) => {
                Some((id, error.code))
            }
            _ => None,
        }
    }

    #[test]
    fn a_mistake_of_ours_costs_one_answer() {
        let (mut server, editor) = server();
        let hover = Asked::Hover(Position { line: 0, character: 2 });
        for (id, asked) in [(1, Asked::Mistake), (2, hover), (3, Asked::Mistake)] {
            let path = "untitled:a".to_owned();
            server.pending.push(Pending::new(RequestId::from(id), path, asked));
        }
        server.answer_pending();
        let answers: Vec<Message> = editor.receiver.try_iter().collect();
        assert_eq!(answers.len(), 3);
        let refused: Vec<_> = answers.into_iter().filter_map(refusal).collect();
        let internal = lsp_server::ErrorCode::InternalError as i32;
        assert_eq!(refused, [1, 3].map(|id| (RequestId::from(id), internal)));
    }

    #[test]
    fn where_a_check_fails_for_a_mistake_of_ours_the_findings_stay() {
        let (mut server, editor) = server();
        let finding = kofn::diagnostics::Diagnostic::warning(
            kofn::diagnostics::Code("unused-module"),
            "still here",
        );
        let analysis = server.analyses.known_mut("untitled:a").unwrap();
        analysis.checked = vec![finding];
        let generation = analysis.generation;
        let done = Done::failed_check("untitled:a", generation);
        server.done(done);
        assert_eq!(server.analyses.known("untitled:a").unwrap().checked.len(), 1);
        let told: Vec<Message> = editor.receiver.try_iter().collect();
        let [Message::Notification(log)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(log.method, "window/logMessage");
        assert!(log.params["message"].as_str().unwrap().ends_with(OURS));
    }
}
