//! A keystroke in a file of 5,000 lines: `cargo bench -p kofn-benches --bench editing`.
//!
//! The server runs in a thread, as in the program, and an editor's part is played over its
//! channel: a character is typed, and the clock stops when the answer is there.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]
#![allow(clippy::unwrap_used, reason = "a claim that cannot be measured ends the run")]

use kofn::diagnostics::FileId;
use kofn::syntax::Parsed;
use kofn::{Compilation, Reading, SingleFile};
use kofn_lsp::{Options, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Keystrokes that are measured.
const STROKES: usize = 60;

const ADDRESS: &str = "file:///nowhere/site.rbd";

fn main() {
    let text = site(4_985);
    println!("A model of {} lines, {} bytes.\n", text.lines().count(), text.len());
    println!("| after a keystroke | median | slowest |\n| --- | --- | --- |");
    parts(&text);
    session(&text);
}

/// A model with systems of some twenty lines each, things at file level, and a claim for each.
fn site(lines: usize) -> String {
    let mut text = String::from("/// A site of many systems.\n\n");
    // Writing to a string cannot fail.
    for part in 0..200 {
        let _ = writeln!(text, "param R_{part} = 0.{}            /// part {part}", 900 + part % 99);
    }
    let mut system = 0;
    while text.lines().count() < lines {
        let s = system;
        let _ = write!(
            text,
            "\n/// System {s}\nsystem s{s} {{\n    param needed: count = 2\n    module power[2] = R_{}\n    \
             module rack = 0.99 on any of power\n",
            s % 200
        );
        for unit in 0..12 {
            let chance = (s * 7 + unit) % 200;
            let _ =
                writeln!(text, "    module unit_{unit}[3] = R_{chance} on rack   /// unit {unit}");
        }
        let any: Vec<String> = (3..12).map(|unit| format!("any of unit_{unit}")).collect();
        let _ = write!(
            text,
            "    link entry -> unit_0[1] -> exit\n    link entry -> unit_1[1] -> exit\n    \
             block good = needed of unit_2\n    works when series(path(entry, exit), good, {})\n}}\n\
             \nassert s{s} > 0.5\n",
            any.join(", ")
        );
        system += 1;
    }
    text
}

fn row(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
    println!("| {what} | {} | {} |", ms(times[times.len() / 2]), ms(times[times.len() - 1]));
}

fn times(mut work: impl FnMut() -> Duration) -> Vec<Duration> {
    (0..STROKES).map(|_| work()).collect()
}

/// What the time goes into, step by step.
fn parts(text: &str) {
    let other = text.replacen("needed of unit_2", "neede of unit_2", 1);
    let file = FileId(0);
    row(
        "parsing everything",
        times(|| {
            let start = Instant::now();
            std::hint::black_box(kofn::syntax::parse(file, text));
            start.elapsed()
        }),
    );
    row(
        "parsing what has changed",
        times(|| {
            let (tree, _) = kofn::syntax::parse(file, text);
            let earlier = Parsed { text: text.to_owned(), tree, wrong: Vec::new() };
            let start = Instant::now();
            std::hint::black_box(kofn::syntax::parse_again(file, &other, earlier));
            start.elapsed()
        }),
    );
    let (before, after) = (SingleFile::new("a", text), SingleFile::new("a", &other));
    row(
        "reading again: parsing and binding all names",
        times(|| {
            let earlier = Reading::new(&before, "a");
            let start = Instant::now();
            std::hint::black_box(Reading::again(&after, "a", earlier).diagnostics.len());
            start.elapsed()
        }),
    );
    row(
        "building every system and query, in the other thread",
        times(|| {
            let mut compilation = Compilation::new(&before, "a");
            let start = Instant::now();
            compilation.check();
            start.elapsed()
        }),
    );
}

struct Editor {
    connection: Connection,
    version: i32,
    next: i32,
}

impl Editor {
    fn send(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).unwrap();
    }

    fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Request { id: id.clone(), method: method.to_owned(), params });
        id
    }

    fn wait(&self, wanted: impl Fn(&Message) -> bool) {
        while !wanted(&self.connection.receiver.recv().unwrap()) {}
    }

    fn wait_for_answer(&self, id: &RequestId) {
        self.wait(|message| matches!(message, Message::Response(one) if one.id == *id));
    }

    fn wait_for_findings(&self) {
        self.wait(|message| {
            let findings = "textDocument/publishDiagnostics";
            matches!(message, Message::Notification(one) if one.method == findings)
        });
    }

    /// Takes a character out, or puts it back: every second text is wrong.
    fn type_one(&mut self, line: usize, character: usize, stroke: usize) {
        self.version += 1;
        let at = |character: usize| json!({"line": line, "character": character});
        let (end, new) =
            if stroke.is_multiple_of(2) { (character + 1, "") } else { (character, "d") };
        let change = json!({"range": {"start": at(character), "end": at(end)}, "text": new});
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": {"uri": ADDRESS, "version": self.version},
                "contentChanges": [change],
            }),
        );
    }
}

fn session(text: &str) {
    let (ours, theirs) = Connection::memory();
    let server = std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(move || serve(theirs, Options::default()))
        .unwrap();
    let mut editor = Editor { connection: ours, version: 1, next: 0 };
    let id = editor.ask("initialize", json!({"capabilities": {}}));
    editor.wait_for_answer(&id);
    let document = json!({"uri": ADDRESS, "languageId": "rbd", "version": 1, "text": text});
    editor.notify("textDocument/didOpen", json!({"textDocument": document}));
    editor.wait_for_findings();
    let middle = text.match_indices("needed of unit_2").nth(100).unwrap().0;
    let line = text[..middle].matches('\n').count();
    let start = text[..middle].rfind('\n').unwrap() + 1;
    let character = middle - start + "neede".len();
    let mut stroke = 0;
    row(
        "findings are told",
        times(|| {
            let start = Instant::now();
            editor.type_one(line, character, stroke);
            stroke += 1;
            editor.wait_for_findings();
            start.elapsed()
        }),
    );
    let asks = [
        ("completions are offered", "textDocument/completion"),
        ("colours of all words", "textDocument/semanticTokens/full"),
        ("the outline", "textDocument/documentSymbol"),
        ("the definition of a name", "textDocument/definition"),
    ];
    for (what, method) in asks {
        row(
            what,
            times(|| {
                let start = Instant::now();
                editor.type_one(line, character, stroke);
                stroke += 1;
                let position = json!({"line": line, "character": character});
                let params = json!({"textDocument": {"uri": ADDRESS}, "position": position});
                let id = editor.ask(method, params);
                editor.wait_for_answer(&id);
                start.elapsed()
            }),
        );
    }
    let whole = json!({
        "start": {"line": 0, "character": 0},
        "end": {"line": 10_000, "character": 0},
    });
    let params = json!({"textDocument": {"uri": ADDRESS}, "range": whole});
    let hints = |what: &str, strokes: usize, editor: &mut Editor| {
        let all = (0..strokes.max(1)).map(|_| {
            let start = Instant::now();
            if strokes > 0 {
                // A number of one system: the text is right, and one value is another.
                editor.version += 1;
                let system = text.match_indices("on any of power").nth(7).unwrap().0;
                let line = text[..system].matches('\n').count();
                let digit = json!({"line": line, "character": "    module rack = 0.9".len()});
                let next = json!({"line": line, "character": "    module rack = 0.99".len()});
                let new = format!("{}", editor.version % 10);
                let change = json!({"range": {"start": digit, "end": next}, "text": new});
                editor.notify(
                    "textDocument/didChange",
                    json!({
                        "textDocument": {"uri": ADDRESS, "version": editor.version},
                        "contentChanges": [change],
                    }),
                );
            }
            let id = editor.ask("textDocument/inlayHint", params.clone());
            editor.wait_for_answer(&id);
            start.elapsed()
        });
        row(what, all.collect());
    };
    hints("the values of all systems, at first", 0, &mut editor);
    hints("the values of all systems, one of them changed", 20, &mut editor);
    let id = editor.ask("shutdown", Value::Null);
    editor.wait_for_answer(&id);
    editor.notify("exit", Value::Null);
    server.join().unwrap();
}
