//! Messages that come too early, too late, twice, or make no sense.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod client;

use client::{Client, position};
use kofn_lsp::Ended;
use lsp_server::{Message, RequestId, Response};
use serde_json::{Value, json};

const NOT_INITIALIZED: i32 = -32002;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const CANCELLED: i32 = -32800;

#[test]
fn nothing_is_answered_before_the_beginning() {
    let mut client = Client::not_initialized("before");
    let hover =
        json!({"textDocument": {"uri": "file:///a"}, "position": {"line": 0, "character": 0}});
    let refused = client.request("textDocument/hover", hover).unwrap_err();
    assert_eq!(refused.0, NOT_INITIALIZED);
    client.notify("textDocument/didOpen", json!({}));
    let bad = client.request("initialize", json!([1])).unwrap_err();
    assert_eq!(bad.0, INVALID_PARAMS);
    client.request("initialize", json!({"capabilities": {}})).unwrap();
    let again = client.request("initialize", json!({"capabilities": {}})).unwrap_err();
    assert_eq!(again.0, INVALID_REQUEST);
    assert_eq!(client.end(), Ended::Well);
}

#[test]
fn an_exit_without_a_shutdown_is_told() {
    let mut client = Client::start("exit");
    client.notify("exit", Value::Null);
    assert_eq!(client.ended(), Ended::Abruptly);
    let mut client = Client::not_initialized("exit_early");
    client.notify("exit", Value::Null);
    assert_eq!(client.ended(), Ended::Abruptly);
    let mut client = Client::start("gone");
    assert_eq!(client.ended(), Ended::Closed);
}

#[test]
fn after_the_shutdown_only_the_exit_follows() {
    let mut client = Client::start("after");
    client.request("shutdown", Value::Null).unwrap();
    let refused = client.request("workspace/symbol", json!({"query": ""})).unwrap_err();
    assert_eq!(refused.0, INVALID_REQUEST);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended(), Ended::Well);
}

#[test]
fn what_makes_no_sense_is_refused_and_the_session_goes_on() {
    let mut client = Client::start("garbage");
    assert_eq!(client.request("textDocument/fly", json!({})).unwrap_err().0, METHOD_NOT_FOUND);
    assert_eq!(client.request("", Value::Null).unwrap_err().0, METHOD_NOT_FOUND);
    for params in [Value::Null, json!([]), json!({"textDocument": 1}), json!("x")] {
        for method in [
            "textDocument/hover",
            "textDocument/completion",
            "textDocument/rename",
            "textDocument/codeAction",
            "textDocument/semanticTokens/range",
        ] {
            let refused = client.request(method, params.clone()).unwrap_err();
            assert_eq!(refused.0, INVALID_PARAMS, "{method} {params}");
        }
        for method in [
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose",
            "workspace/didChangeWorkspaceFolders",
            "$/cancelRequest",
            "$/unknown",
            "initialized",
        ] {
            client.notify(method, params.clone());
        }
    }
    // An answer that nobody asked for.
    client.send(Message::Response(Response::new_ok(RequestId::from(77), Value::Null)));
    // A text that is not open is changed and closed; one is opened twice.
    client.change("b.rbd", vec![json!({"text": "x"})]);
    client.close("b.rbd");
    client.open("a.rbd", "param p = q");
    client.open("a.rbd", "param p = r\n");
    client.wait_for_findings("a.rbd", &["unknown-name:1"]);
    // Places outside of the text, and ranges that run backwards.
    let far = json!({"line": 4_000_000, "character": 4_000_000});
    let start = json!({"line": 0, "character": 0});
    client.change(
        "a.rbd",
        vec![
            json!({"range": {"start": far, "end": far}, "text": "// a"}),
            json!({"range": {"start": far, "end": start}, "text": ""}),
        ],
    );
    for method in ["textDocument/hover", "textDocument/completion", "textDocument/definition"] {
        client.at(method, "a.rbd", far.clone()).unwrap();
        client.at(method, "not-there.rbd", start.clone()).unwrap();
    }
    assert_eq!(client.end(), Ended::Well);
}

#[test]
fn requests_can_be_taken_back() {
    let mut client = Client::start("cancel");
    // Long enough to compute that the answer waits.
    let text = "system s { param n: count = 3 module a[n] = 0.9 works when any of a }\n".to_owned();
    client.open("a.rbd", &text);
    let at = position(&text, "system s| {");
    let params = json!({"textDocument": {"uri": client.uri("a.rbd")}, "position": at});
    let mut refused = 0;
    for _ in 0..50 {
        let id = client.ask("textDocument/hover", params.clone());
        let raw = serde_json::to_value(&id).unwrap();
        client.notify("$/cancelRequest", json!({"id": raw}));
        // One answer, whichever it is.
        match client.answer(&id) {
            Err((code, _)) => {
                assert_eq!(code, CANCELLED);
                refused += 1;
            }
            Ok(value) => assert!(value.is_object()),
        }
    }
    assert!(refused <= 50);
    client.notify("$/cancelRequest", json!({"id": "nothing"}));
    assert_eq!(client.end(), Ended::Well);
}

#[test]
fn requests_that_wait_are_answered_for_the_text_as_it_is() {
    let mut client = Client::start("waiting");
    let text = |p: &str| format!("system s {{ module a = {p} works when a }}");
    client.open("a.rbd", &text("0.1"));
    let params = json!({"textDocument": {"uri": client.uri("a.rbd")},
        "position": {"line": 0, "character": 7}});
    let mut ids = Vec::new();
    for step in 2..9 {
        ids.push(client.ask("textDocument/hover", params.clone()));
        client.replace("a.rbd", &text(&format!("0.{step}")));
    }
    ids.push(client.ask("textDocument/hover", params));
    let last = ids.iter().map(|id| client.answer(id).unwrap()).last().unwrap();
    let shown = last["contents"]["value"].as_str().unwrap();
    assert!(shown.contains("0.8 = 4/5"), "{shown}");
}

#[test]
fn huge_texts_are_taken() {
    let mut client = Client::start("huge");
    let item = "module aaaaaaaaaa = 0.999999999\n";
    let text: String = std::iter::repeat_n(item, 20_000).collect();
    client.open("a.rbd", &text);
    let end = json!({"line": 20_000, "character": 0});
    let found = client.completions("a.rbd", end);
    assert!(found.contains(&"module".to_owned()));
    client.replace("a.rbd", &"(".repeat(300_000));
    client.replace("a.rbd", &format!("module a = {}", "9".repeat(300_000)));
    client.replace("a.rbd", "");
    client.wait_for_findings("a.rbd", &[]);
    assert_eq!(client.end(), Ended::Well);
}
