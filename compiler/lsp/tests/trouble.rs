//! What takes long, what cannot be read, and addresses that are none.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod client;

use client::{Client, position};
use kofn_lsp::Ended;
use lsp_server::RequestId;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const CANCELLED: i32 = -32800;

/// A grid that takes minutes by what a report may take.
const GRID: &str = "\
param p = 0.9
system grid {
    module cell[r in 1..12, c in 1..12] = p
    link cell[r, c] -- cell[r, c + 1] = 0.95 for r in 1..12, c in 1..11
    link cell[r, c] -- cell[r + 1, c] = 0.95 for r in 1..11, c in 1..12
    works when path(cell[1, 1], cell[12, 12])
}
";

const SMALL: &str = "system grid { module a = 0.75 works when a }\n";

/// Asks for the formula and the value of the system at a place.
fn sheet(client: &mut Client, name: &str, position: Value) -> RequestId {
    let at = json!({"textDocument": {"uri": client.uri(name)}, "position": position});
    let params = json!({"command": "kofn.formulaAndValue", "arguments": [at]});
    client.ask("workspace/executeCommand", params)
}

#[test]
fn long_computations_keep_nobody_from_asking_and_end_when_nobody_waits() {
    let started = Instant::now();
    let mut client = Client::start("long");
    client.open("grid.rbd", GRID);
    client.open("small.rbd", SMALL);
    let long = sheet(&mut client, "grid.rbd", position(GRID, "system gr|id"));
    // The hints of another file come meanwhile.
    let shown = client.hover("small.rbd", position(SMALL, "system gr|id"));
    assert!(shown.contains("0.75 = 3/4"), "{shown}");
    // Taken back, it makes room for the next.
    let raw = serde_json::to_value(&long).unwrap();
    client.notify("$/cancelRequest", json!({"id": raw}));
    assert_eq!(client.answer(&long).unwrap_err().0, CANCELLED);
    let small = sheet(&mut client, "small.rbd", position(SMALL, "system gr|id"));
    let small = client.answer(&small).unwrap();
    assert!(small["text"].as_str().unwrap().contains("3/4"), "{small}");
    // A newer text is answered for, and the old one is left.
    let long = sheet(&mut client, "grid.rbd", position(GRID, "system gr|id"));
    let hover = client.hover("small.rbd", position(SMALL, "module |a"));
    assert!(hover.contains("3/4"), "{hover}");
    client.replace("grid.rbd", SMALL);
    let refused = client.answer(&long).unwrap_err();
    assert!(refused.1.starts_with("there is no system here"), "{refused:?}");
    let small = sheet(&mut client, "grid.rbd", position(SMALL, "system gr|id"));
    assert!(client.answer(&small).is_ok());
    // So does the end of the session leave what is still computed.
    client.open("grid.rbd", GRID);
    sheet(&mut client, "grid.rbd", position(GRID, "system gr|id"));
    client.notify("exit", Value::Null);
    assert_eq!(client.ended(), Ended::Abruptly);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn folding_takes_no_longer_for_long_lines() {
    let mut client = Client::start("long_line");
    let text = format!("param R = 0.5\nlet z = R{}\n", " + R".repeat(200_000));
    client.open("line.rbd", &text);
    let params = json!({"textDocument": {"uri": client.uri("line.rbd")}});
    // The text is read before the clock starts.
    client.request("textDocument/documentSymbol", params.clone()).unwrap();
    let started = Instant::now();
    let folds = client.request("textDocument/foldingRange", params).unwrap();
    assert_eq!(folds, json!([]));
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file_that_a_model_uses() {
    let mut client = Client::start("pipe");
    let pipe = client.folder.join("pipe.rbd");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    client.open("a.rbd", "use \"pipe.rbd\"\nparam p = q\n");
    client.wait_for_findings("a.rbd", &["cannot-read:1", "unknown-name:2"]);
    let finding = client.findings[&client.uri("a.rbd")][0].clone();
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("it is a pipe or a device, and no file"), "{message}");
    assert_eq!(client.end(), Ended::Well);
}

#[cfg(unix)]
#[test]
fn a_file_is_open_under_each_of_its_addresses() {
    let mut client = Client::start("two_addresses");
    client.write("real.rbd", "");
    std::os::unix::fs::symlink(client.folder.join("real.rbd"), client.folder.join("link.rbd"))
        .unwrap();
    client.open("real.rbd", "param a = x\n");
    client.wait_for_findings("real.rbd", &["unknown-name:1"]);
    // The newest text counts, under both.
    client.open("link.rbd", "param a = 0.5\nparam b = y\n");
    client.wait_for_findings("link.rbd", &["unknown-name:2"]);
    client.wait_for_findings("real.rbd", &["unknown-name:2"]);
    // Each has its own text for what is changed in it.
    let insert = |line: u32| {
        let at = json!({"line": line, "character": 0});
        json!({"range": {"start": at, "end": at}, "text": "// above\n"})
    };
    client.change("real.rbd", vec![insert(0), insert(0)]);
    client.wait_for_findings("link.rbd", &["unknown-name:3"]);
    client.wait_for_findings("real.rbd", &["unknown-name:3"]);
    client.change("link.rbd", vec![insert(1)]);
    client.wait_for_findings("real.rbd", &["unknown-name:3"]);
    // Closed under one, it is still open under the other.
    client.close("link.rbd");
    client.wait_for_findings("link.rbd", &[]);
    client.replace("real.rbd", "param a = 0.5\nparam b = z\nparam c = w\n");
    client.wait_for_findings("real.rbd", &["unknown-name:2", "unknown-name:3"]);
    client.close("real.rbd");
    client.wait_for_findings("real.rbd", &[]);
    assert_eq!(client.end(), Ended::Well);
}

#[test]
fn addresses_come_back_as_they_were_sent() {
    let mut client = Client::not_initialized("strange addresses [é]");
    // A folder without a sense is left out, whoever else is there.
    let folders = [client.uri(""), "http://[::1/".to_owned(), "no address".to_owned()];
    let folders = folders.map(|uri| json!({"uri": uri, "name": "x"}));
    let params = json!({"capabilities": {}, "rootUri": "?? ", "workspaceFolders": folders});
    client.request("initialize", params).unwrap();
    client.write("used [1].rbd", "param R = 0.5\nsystem Shelf { module m = R works when m }\n");
    for name in ["a b.rbd", "[x]|^.rbd", "é%.rbd", "50%25.rbd"] {
        let text = "use \"used [1].rbd\" as u\nparam p = q\nparam r = p * u.R\n";
        client.open(name, text);
        client.wait_for_findings(name, &["unknown-name:2"]);
        let uri = client.uri(name);
        let found = client.at("textDocument/definition", name, position(text, "= p| * u")).unwrap();
        assert_eq!(found[0]["uri"], uri.as_str());
        let edit = client.rename(name, position(text, "= p| * u"), "better").unwrap();
        assert!(edit["changes"][&uri].is_array(), "{edit}");
        client.replace(name, "param p = 0.5\n");
        client.wait_for_findings(name, &[]);
        client.close(name);
    }
    let found = client.request("workspace/symbol", json!({"query": "Shelf"})).unwrap();
    assert_eq!(found[0]["name"], "Shelf");
    assert!(found[0].get("containerName").is_none(), "{found}");
    assert_eq!(client.end(), Ended::Well);
}

/// What some editors leave out is not needed.
#[test]
fn requests_may_leave_out_what_does_not_matter() {
    let mut client = Client::start("sparing");
    let text = "param p=0.5\n";
    client.open("a.rbd", text);
    let document = json!({"uri": client.uri("a.rbd")});
    let at = json!({"line": 1, "character": 0});
    let params = json!({"textDocument": document, "position": at, "context": {}});
    let found = client.request("textDocument/completion", params).unwrap();
    assert!(!found["items"].as_array().unwrap().is_empty());
    for options in [json!({}), json!(null), json!({"insertSpaces": true})] {
        let params = json!({"textDocument": document, "options": options});
        let edits = client.request("textDocument/formatting", params).unwrap();
        assert_eq!(client::edited(text, &edits), "param p = 0.5\n");
    }
}

/// Many files, of which a question looks through all.
#[test]
fn a_search_is_taken_back_and_knows_what_it_has_seen() {
    let mut client = Client::start("many_files");
    client.write("lib.rbd", "param R = 0.5\n");
    for number in 0..300 {
        let text =
            format!("use \"lib.rbd\" (R)\nsystem s_{number} {{ module a = R works when a }}\n");
        client.write(&format!("f_{number}.rbd"), &text);
    }
    let query = json!({"query": "s_299"});
    let first = Instant::now();
    let found = client.request("workspace/symbol", query.clone()).unwrap();
    let first = first.elapsed();
    assert_eq!(found.as_array().unwrap().len(), 1);
    let again = Instant::now();
    assert_eq!(client.request("workspace/symbol", query.clone()).unwrap(), found);
    let again = again.elapsed();
    assert!(again < first, "{again:?} after {first:?}");
    // What has changed is read again.
    client.write("f_299.rbd", "system s_other_299 { module a = 0.5 works when a }\n");
    let found = client.request("workspace/symbol", query.clone()).unwrap();
    assert_eq!(found[0]["name"], "s_other_299");

    // Taken back while it is answered. The first few may be over before.
    client.open("lib.rbd", "param R = 0.5\n");
    let uri = client.uri("lib.rbd");
    let at = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 6}});
    let (mut rename, mut references) = (at.clone(), at);
    rename["newName"] = json!("R_new");
    references["context"] = json!({"includeDeclaration": true});
    for (method, params) in
        [("textDocument/rename", rename), ("textDocument/references", references)]
    {
        let mut taken_back = false;
        for _ in 0..20 {
            let id = client.ask(method, params.clone());
            std::thread::sleep(Duration::from_millis(5));
            let raw = serde_json::to_value(&id).unwrap();
            client.notify("$/cancelRequest", json!({"id": raw}));
            match client.answer(&id) {
                Err((code, _)) => {
                    assert_eq!(code, CANCELLED);
                    taken_back = true;
                    break;
                }
                Ok(found) => assert!(!found.is_null()),
            }
        }
        assert!(taken_back, "{method} was never taken back");
    }
    assert_eq!(client.end(), Ended::Well);
}

/// The keys of all systems are found once for a state of a text, and not for every value.
#[test]
fn hints_of_many_systems_come_at_once() {
    let mut client = Client::start("many_hints");
    let text: String = (0..1_500)
        .map(|number| format!("system s{number} {{ module a = 0.{} works when a }}\n", number + 1))
        .collect();
    client.open("a.rbd", &text);
    let range =
        json!({"start": {"line": 0, "character": 0}, "end": {"line": 9_999, "character": 0}});
    let params = json!({"textDocument": {"uri": client.uri("a.rbd")}, "range": range});
    client.request("textDocument/documentSymbol", params.clone()).unwrap();
    let started = Instant::now();
    let hints = client.request("textDocument/inlayHint", params).unwrap();
    assert_eq!(hints.as_array().unwrap().len(), 1_500);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn a_long_line_of_many_items_is_read_at_once() {
    let mut client = Client::start("many_items");
    let text: String = (0..20_000).map(|at| format!("param p_{at} = 0.5 ")).collect();
    client.open("line.rbd", &text);
    let params = json!({"textDocument": {"uri": client.uri("line.rbd")}});
    client.request("textDocument/documentSymbol", params.clone()).unwrap();
    let started = Instant::now();
    assert_eq!(client.request("textDocument/foldingRange", params).unwrap(), json!([]));
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}
