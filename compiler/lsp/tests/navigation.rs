//! From names to what they stand for and back, across files.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod client;

use client::{Client, edited, edits_of, position};
use serde_json::{Value, json};

const PARTS: &str = "\
param R_disk = 0.99
system Shelf {
    module disk[2] = R_disk
    works when any of disk
}
";

const ONE: &str = "\
use \"parts.rbd\" as p (R_disk)
system one {
    module shelf = p.Shelf
    module more = R_disk
    works when series(shelf, more, any of shelf.disk)
}
";

const TWO: &str = "\
use \"parts.rbd\" (Shelf)
system two {
    module shelf = Shelf
    works when shelf
}
assert two > 0.9 given parts.R_disk = 0.5
";

fn started(name: &str) -> Client {
    let mut client = Client::start(name);
    client.write("parts.rbd", PARTS);
    client.write("deep/er/two.rbd", &TWO.replace("parts.rbd", "../../parts.rbd"));
    client.write("deep/node_modules/three.rbd", TWO);
    client.open("one.rbd", ONE);
    client
}

fn two() -> String {
    TWO.replace("parts.rbd", "../../parts.rbd")
}

/// `file:line` of each place, lines from 1.
fn places(client: &Client, found: &Value) -> Vec<String> {
    let folder = client.uri("");
    let all = found.as_array().unwrap();
    all.iter()
        .map(|one| {
            let file = one["uri"].as_str().unwrap().strip_prefix(&folder).unwrap();
            let line = one["range"]["start"]["line"].as_u64().unwrap() + 1;
            format!("{}:{line}", file.trim_start_matches('/'))
        })
        .collect()
}

#[test]
fn definitions_lead_into_other_files() {
    let mut client = started("definitions");
    for (at, place) in [
        ("p.She|lf", "parts.rbd:2"),
        ("= R_di|sk", "parts.rbd:1"),
        ("shelf.di|sk", "parts.rbd:3"),
        ("(|shelf,", "one.rbd:3"),
        ("\"par|ts.rbd\"", "parts.rbd:1"),
        ("= p|.Shelf", "parts.rbd:1"),
        ("(R_di|sk)", "parts.rbd:1"),
    ] {
        let found = client.at("textDocument/definition", "one.rbd", position(ONE, at)).unwrap();
        assert_eq!(places(&client, &found), [place], "{at}");
    }
    let nothing = client.at("textDocument/definition", "one.rbd", position(ONE, "wor|ks")).unwrap();
    assert_eq!(nothing, json!([]));
}

#[test]
fn the_library_is_a_file_that_can_be_read() {
    let mut client = started("library");
    let text = "use std/voting\nsystem s {\n    module v = voting.tmr\n    works when v\n}\n";
    client.open("v.rbd", text);
    let at = position(text, "voting.t|mr");
    let found = client.at("textDocument/definition", "v.rbd", at.clone()).unwrap();
    let library = kofn::library_text("std/voting").unwrap();
    let line = library.lines().position(|line| line.starts_with("system tmr {")).unwrap() + 1;
    assert_eq!(places(&client, &found), [format!(".library/voting.rbd:{line}")]);
    let path = client.folder.join(".library/voting.rbd");
    let library = std::fs::read_to_string(&path).unwrap();
    assert!(library.contains("system tmr {"));
    assert!(std::fs::metadata(&path).unwrap().permissions().readonly());

    // Opened, it is the library: references lead from it, and nothing in it is renamed.
    client.open(".library/voting.rbd", &library);
    client.wait_for_findings(".library/voting.rbd", &[]);
    let inside = position(&library, "system t|mr {");
    let params = json!({
        "textDocument": {"uri": client.uri(".library/voting.rbd")},
        "position": inside,
        "context": {"includeDeclaration": false},
    });
    let found = client.request("textDocument/references", params).unwrap();
    assert_eq!(places(&client, &found), ["v.rbd:3"]);
    let refused = client.rename(".library/voting.rbd", inside, "x").unwrap_err();
    assert_eq!(refused.1, "`tmr` belongs to the standard library and keeps its name");
    let refused = client.at("textDocument/prepareRename", "v.rbd", at).unwrap_err();
    assert_eq!(refused.1, "`tmr` belongs to the standard library and keeps its name");
}

#[test]
fn references_are_found_in_files_that_are_not_open() {
    let mut client = started("references");
    let references = |client: &mut Client, at: &str, declared: bool| {
        let params = json!({
            "textDocument": {"uri": client.uri("one.rbd")},
            "position": position(ONE, at),
            "context": {"includeDeclaration": declared},
        });
        let found = client.request("textDocument/references", params).unwrap();
        places(client, &found)
    };
    assert_eq!(
        references(&mut client, "= R_di|sk", true),
        ["deep/er/two.rbd:6", "one.rbd:1", "one.rbd:4", "parts.rbd:1", "parts.rbd:3"]
    );
    assert_eq!(
        references(&mut client, "p.She|lf", false),
        ["deep/er/two.rbd:1", "deep/er/two.rbd:3", "one.rbd:3"]
    );
    assert_eq!(references(&mut client, "(|shelf,", true), ["one.rbd:3", "one.rbd:5", "one.rbd:5"]);
    let at = position(ONE, "(|shelf,");
    let marked = client.at("textDocument/documentHighlight", "one.rbd", at).unwrap();
    let kinds: Vec<&Value> = marked.as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, [3, 2, 2]);
}

#[test]
fn a_name_is_changed_in_every_file() {
    let mut client = started("rename");
    let at = position(ONE, "= R_di|sk");
    let prepared = client.at("textDocument/prepareRename", "one.rbd", at.clone()).unwrap();
    assert_eq!(prepared["placeholder"], "R_disk");
    assert_eq!(prepared["range"]["start"], position(ONE, "= |R_disk"));
    let edit = client.rename("one.rbd", at, "R_drive").unwrap();
    for (file, text) in [("one.rbd", ONE), ("parts.rbd", PARTS), ("deep/er/two.rbd", &two())] {
        let edits = edits_of(&edit, &client.uri(file));
        assert_eq!(edited(text, &edits), text.replace("R_disk", "R_drive"), "{file}");
    }
    assert_eq!(edit["documentChanges"].as_array().unwrap().len(), 3);
}

#[test]
fn a_name_that_is_taken_in_another_file_is_refused() {
    let mut client = started("rename_refused");
    let refused = client.rename("one.rbd", position(ONE, "p.She|lf"), "two").unwrap_err();
    assert_eq!(refused, (-32803, "`two` cannot be the name: `two` is declared twice".to_owned()));
    let refused = client.rename("one.rbd", position(ONE, "p.She|lf"), "_hidden").unwrap_err();
    assert_eq!(refused.1, "`_hidden` cannot be the name: `_hidden` is private to its file");
    let refused = client.rename("one.rbd", position(ONE, "p.She|lf"), "module").unwrap_err();
    assert_eq!(refused.1, "`module` is a word of the language");
}

/// An editor that cannot take versions gets plain changes.
#[test]
fn edits_come_in_the_form_that_the_editor_knows() {
    let mut client = Client::start_with("plain_edits", json!({}));
    client.open("a.rbd", "param p\nmodule a = p");
    let edit = client.rename("a.rbd", json!({"line": 0, "character": 6}), "q").unwrap();
    let edits = &edit["changes"][client.uri("a.rbd")];
    assert_eq!(edited("param p\nmodule a = p", edits), "param q\nmodule a = q");
}

/// What was typed last is not read yet when the next question comes.
#[test]
fn a_name_is_changed_where_it_stands_now() {
    let mut client = started("rename_at_once");
    client.open("parts.rbd", PARTS);
    client.wait_for_findings("one.rbd", &[]);
    client.wait_for_findings("parts.rbd", &[]);
    let mut text = ONE.to_owned();
    for round in 0..10 {
        let start = json!({"line": 0, "character": 0});
        let range = json!({"start": start, "end": start});
        client.change("one.rbd", vec![json!({"range": range, "text": "// above\n"})]);
        text = format!("// above\n{text}");
        let at = position(PARTS, "param R_d|isk");
        let uri = client.uri("parts.rbd");
        let place = json!({"textDocument": {"uri": uri}, "position": at});
        let mut rename = place.clone();
        rename["newName"] = json!("R_drive");
        let mut references = place;
        references["context"] = json!({"includeDeclaration": false});
        let asked = [
            client.ask("textDocument/rename", rename),
            client.ask("textDocument/references", references),
            client.ask("workspace/symbol", json!({"query": "more"})),
        ];
        let [edit, found, symbols] = asked.map(|id| client.answer(&id).unwrap());
        let edits = edits_of(&edit, &client.uri("one.rbd"));
        assert_eq!(edited(&text, &edits), text.replace("R_disk", "R_drive"));
        let here = |line: usize| format!("one.rbd:{}", line + round + 1);
        assert!(places(&client, &found).contains(&here(4)), "{found}");
        let line = symbols[0]["location"]["range"]["start"]["line"].as_u64().unwrap() + 1;
        assert_eq!(format!("one.rbd:{line}"), here(4));
    }
}
