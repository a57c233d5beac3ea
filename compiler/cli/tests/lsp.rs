//! `kofn lsp` as an editor starts it: a process, and pipes.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Session {
    fn start(name: &str) -> Session {
        let cache = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp").join(name);
        let _ = std::fs::remove_dir_all(&cache);
        let mut child = Command::new(env!("CARGO_BIN_EXE_kofn"))
            .args(["lsp", "--stdio"])
            .env("XDG_CACHE_HOME", &cache)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Session { child, input, output }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            assert!(!line.is_empty(), "the server is gone");
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().unwrap(),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    fn request(&mut self, id: i32, method: &str, params: Value) -> Value {
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message["result"].clone();
            }
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The exit status, and what was said on standard error.
    fn end(self) -> (i32, String) {
        drop(self.input);
        let output = self.child.wait_with_output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn an_editor_speaks_with_the_program() {
    let mut session = Session::start("editor");
    let begun = session.request(1, "initialize", json!({"capabilities": {}}));
    assert_eq!(begun["serverInfo"]["name"], "kofn");
    session.notify("initialized", json!({}));
    let text = "use std/voting\nsystem s { module v = voting.tmr(R_unit = 0.9) works when v }\n";
    let uri = "file:///nowhere/a.rbd";
    let document = json!({"uri": uri, "languageId": "rbd", "version": 1, "text": text});
    session.notify("textDocument/didOpen", json!({"textDocument": document}));
    // Something in a sound frame that is no message is passed over.
    write!(session.input, "Content-Length: 3\r\n\r\n{{x}}").unwrap();
    let at = json!({"line": 1, "character": 7});
    let params = json!({"textDocument": {"uri": uri}, "position": at});
    let hover = session.request(2, "textDocument/hover", params);
    let shown = hover["contents"]["value"].as_str().unwrap();
    assert!(shown.contains("0.972 = 243/250"), "{shown}");
    let at = json!({"line": 1, "character": 33});
    let params = json!({"textDocument": {"uri": uri}, "position": at});
    let found = session.request(3, "textDocument/definition", params);
    let library = found[0]["uri"].as_str().unwrap();
    assert!(library.ends_with("/voting.rbd") && library.contains("/kofn/std-"), "{library}");
    assert_eq!(session.request(4, "shutdown", Value::Null), Value::Null);
    session.notify("exit", Value::Null);
    assert_eq!(session.end(), (0, String::new()));
}

#[test]
fn an_editor_that_is_gone_ends_the_program() {
    let mut session = Session::start("gone");
    session.request(1, "initialize", json!({"capabilities": {}}));
    assert_eq!(session.end(), (1, String::new()));
}

#[test]
fn what_is_no_protocol_is_told() {
    for garbage in
        ["hello\n", "Content-Length: 99999999999999999\r\n\r\n{}", "Content-Length: 7\r\n\r\n{}"]
    {
        let mut session = Session::start("garbage");
        let _ = session.input.write_all(garbage.as_bytes());
        let (status, said) = session.end();
        assert_eq!(status, 2, "{garbage:?}");
        assert!(
            said.starts_with("kofn lsp: what comes in is not the language server protocol: "),
            "{said}"
        );
    }
}
