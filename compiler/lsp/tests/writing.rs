//! What is told and offered where an author is about to write.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod client;

use client::{Client, edited, edits_of, position};
use serde_json::{Value, json};

fn everything() -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": 1000, "character": 0}})
}

#[test]
fn files_are_offered_where_one_is_used() {
    let mut client = Client::start("used_files");
    client.write("parts.rbd", "param R_disk = 0.99\n");
    client.write("library/racks.rbd", "system Rack { module m = 0.5 works when m }\n");
    client.write("library/.hidden.rbd", "");
    client.write("library/notes.txt", "");
    client.write("trees/plant.xml", "<opsa-mef/>");
    let triggers = &client.initialized["capabilities"]["completionProvider"]["triggerCharacters"];
    assert_eq!(*triggers, json!([".", "/", "\""]));
    let mut offered = |text: &str| {
        let text = format!("{text}\nparam p = 0.5\n");
        let (before, after) = text.split_once('|').unwrap();
        let text = format!("{before}{after}");
        client.open("node.rbd", &text);
        let at = client::position_of(&text, before.len());
        let params = json!({"textDocument": {"uri": client.uri("node.rbd")}, "position": at});
        let found = client.request("textDocument/completion", params).unwrap();
        let items = found["items"].as_array().unwrap();
        let taken = |one: &Value| edited(&text, &json!([one["textEdit"]]));
        items.iter().map(|one| taken(one).lines().next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ["use \"parts.rbd", "use \"library/", "use \"trees/"];
    assert_eq!(offered("use \"|"), all);
    assert_eq!(offered("use \"|\" as x"), all.map(|one| format!("{one}\" as x")));
    assert_eq!(offered("use \"lib|rary/a.rbd\"")[0], "use \"parts.rbd/a.rbd\"");
    assert_eq!(offered("use \"library/r|\""), ["use \"library/racks.rbd\""]);
    assert_eq!(offered("use \"../used_files/tre|es/\"").len(), 3);
    assert_eq!(offered("use \"trees/|\""), ["use \"trees/plant.xml\""]);
    assert_eq!(offered("use \"no-such-folder/|\""), [""; 0]);
    assert_eq!(offered("param s = \"|\""), [""; 0]);
    // The names of a file are offered before there is one.
    assert_eq!(offered("use \"parts.rbd\" (|)"), ["use \"parts.rbd\" (R_disk)"]);
    assert_eq!(
        offered("use \"library/racks.rbd\" as r (|)"),
        ["use \"library/racks.rbd\" as r (Rack)"]
    );
}

#[test]
fn hovers_tell_what_a_module_does_by_itself() {
    let mut client = Client::start("own_part");
    let text = "\
param p = 0.9
param q: count = 3
module h = p
module bank[2] = p * 0.5 on h
module open
module odd = 0.25
system s {
    param w = 0.1
    module own[q] = w on h
    module fixed[2] = 3/4 on h
    works when series(any of own, any of bank, any of fixed, odd)
}
/// Enough.
assert slo: s > 0.5
";
    client.open("a.rbd", text);
    let mut hover = |at: &str| client.hover("a.rbd", position(text, at));
    let own = "its own part works with\n\n```text\n";
    for (at, value) in [
        ("module |h = p", "0.9 = 9/10"),
        ("module ba|nk", "0.45 = 9/20"),
        ("module od|d", "0.25 = 1/4"),
        ("any of fix|ed", "0.75 = 3/4"),
    ] {
        let shown = hover(at);
        assert!(shown.contains(own) && shown.contains(value), "{at}: {shown}");
    }
    // What a system's own parameter is, an instance says.
    for at in ["module op|en", "module ow|n["] {
        let shown = hover(at);
        assert!(!shown.contains("works with"), "{at}: {shown}");
    }
    let shown = hover("assert sl|o:");
    let wanted = "```rbd\nassert slo: s > 0.5\n```\n\nthe name of this assertion\n\nEnough.";
    assert_eq!(shown, wanted);
    let shown = hover("q: cou|nt");
    assert!(shown.contains("type of a parameter") && shown.contains("whole number"), "{shown}");
}

#[test]
fn hints_do_not_advise_what_an_editor_cannot_set() {
    let mut client = Client::start("no_option");
    let text = "\
system grid {
    module cell[r in 1..12, c in 1..12] = 0.9
    link cell[r, c] -- cell[r, c + 1] for r in 1..12, c in 1..11
    link cell[r, c] -- cell[r + 1, c] for r in 1..11, c in 1..12
    works when path(cell[1, 1], cell[12, 12])
}
";
    client.open("a.rbd", text);
    let shown = client.hover("a.rbd", position(text, "system gr|id"));
    assert!(shown.contains("the limit is reached") && !shown.contains("--limit"), "{shown}");
    let params = json!({"textDocument": {"uri": client.uri("a.rbd")}, "range": everything()});
    let hints = client.request("textDocument/inlayHint", params).unwrap();
    let tooltip = hints[0]["tooltip"].as_str().unwrap();
    assert!(tooltip.contains("the limit is reached") && !tooltip.contains("--limit"), "{tooltip}");
}

#[test]
fn what_a_help_says_to_write_is_written() {
    let mut client = Client::start("helps");
    let check = |client: &mut Client, text: &str, code: &str, wanted: &str| {
        client.open("a.rbd", text);
        let uri = client.uri("a.rbd");
        let found = loop {
            let params = json!({
                "textDocument": {"uri": uri},
                "range": everything(),
                "context": {"diagnostics": client.findings.get(&uri).cloned().unwrap_or(json!([]))},
            });
            let found = client.request("textDocument/codeAction", params).unwrap();
            if found.as_array().is_some_and(|all| !all.is_empty()) {
                break found;
            }
            client.wait_for_code("a.rbd", code);
        };
        let edits = edits_of(&found[0]["edit"], &uri);
        assert_eq!(edited(text, &edits), wanted, "{found}");
    };
    let rack = "system Rack { param hosts: count = 2 param p = 0.5 module h[hosts] = p works when any of h }\n";
    for (code, before, after) in [
        ("wrong-arguments", "module r = Rack(3)", "module r = Rack(hosts = 3)"),
        (
            "wrong-arguments",
            "module r = Rack(hosts = 3, 0.5)",
            "module r = Rack(hosts = 3, p = 0.5)",
        ),
        ("wrong-arguments", "assert Rack(2) > 0.1", "assert Rack(hosts = 2) > 0.1"),
        ("chained-comparison", "assert 0.1 < Rack <= 1", "assert 0.1 < Rack and Rack <= 1"),
        (
            "chained-comparison",
            "assert 0 < 0.1 < Rack < 1",
            "assert 0 < 0.1 and 0.1 < Rack and Rack < 1",
        ),
        (
            "sweep-without-step",
            "table Rack over Rack.p in 0.5..0.6",
            "table Rack over Rack.p in 0.5..0.6 step 0.01",
        ),
    ] {
        check(&mut client, &format!("{rack}{before}\n"), code, &format!("{rack}{after}\n"));
    }
    // The help has the author's own words.
    client.open("a.rbd", &format!("{rack}assert 0.1 < Rack <= 1\n"));
    client.wait_for_findings("a.rbd", &["chained-comparison:2"]);
    let message = client.findings[&client.uri("a.rbd")][0]["message"].as_str().unwrap().to_owned();
    assert!(message.ends_with("help: write `0.1 < Rack and Rack <= 1`"), "{message}");
}

#[test]
fn a_part_of_a_text_is_laid_out() {
    let mut client = Client::start("range_formatting");
    let text = "param a=1\nparam é=2\nparam c=3\n";
    client.open("a.rbd", text);
    let params = json!({
        "textDocument": {"uri": client.uri("a.rbd")},
        "range": {"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 3}},
    });
    let edits = client.request("textDocument/rangeFormatting", params).unwrap();
    assert_eq!(edited(text, &edits), text.replace("é=2", "é = 2"));
}
