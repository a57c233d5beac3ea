//! What an author does in an editor, over the protocol.

mod client;

use client::{Client, codes, edited, edits_of, position};
use kofn_lsp::Ended;
use serde_json::{Value, json};

const NODE: &str = "\
use std/voting
use \"parts.rbd\" (R_disk)

/// The machine.
param R_M = 0.9

/// A server with two disks.
system server {
    param n: count = 2         /// disks
    module machine = R_M
    module disk[n] = R_disk on machine
    block storage = any of disk
    works when storage
}

system room {
    module rack = server(n = 3)
    module vote = voting.tmr(R_unit = 0.9)
    works when series(rack, vote)
}

assert slo: room > 0.8
";

const PARTS: &str = "\
/// One disk over a year.
param R_disk = 0.99
";

fn started(name: &str) -> Client {
    let mut client = Client::start(name);
    client.write("parts.rbd", PARTS);
    client.open("node.rbd", NODE);
    client
}

#[test]
fn a_session() {
    let mut client = started("a_session");
    client.wait_for_findings("node.rbd", &[]);

    // A name is mistyped.
    let at = position(NODE, "works when storage|");
    let before = position(NODE, "works when storag|e");
    client.change("node.rbd", vec![json!({"range": {"start": before, "end": at}, "text": ""})]);
    client.wait_for_findings("node.rbd", &["unknown-name:13"]);
    let finding = client.findings[&client.uri("node.rbd")][0].clone();
    assert_eq!(
        finding["message"],
        "`storag` is not declared (not declared)\nhelp: did you mean `storage`?"
    );

    // What the finding names is done.
    let params = json!({
        "textDocument": {"uri": client.uri("node.rbd")},
        "range": finding["range"],
        "context": {"diagnostics": [finding]},
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions}");
    assert_eq!(actions[0]["title"], "replace `storag` by `storage`");
    assert_eq!(actions[0]["diagnostics"], json!([finding]));
    let broken = NODE.replace("works when storage", "works when storag");
    let edits = edits_of(&actions[0]["edit"], &client.uri("node.rbd"));
    assert_eq!(edited(&broken, &edits), NODE);
    client.change("node.rbd", vec![json!({"range": edits[0]["range"], "text": "storage"})]);
    client.wait_for_findings("node.rbd", &[]);

    assert_eq!(
        client.hover("node.rbd", position(NODE, "system serv|er {")),
        "```rbd\nsystem server(n: count = 2)\n```\n\n\
         ```text\nR_M (2 R_disk (1 − R_disk) + R_disk²)\n```"
            .replace("R_M (2 R_disk (1 − R_disk) + R_disk²)", &hover_value(&mut client)),
        "the hover of a system"
    );
    assert_eq!(client.end(), Ended::Well);
}

fn hover_value(client: &mut Client) -> String {
    let hover = client.hover("node.rbd", position(NODE, "system serv|er {"));
    hover.split("```text\n").nth(1).unwrap().split("\n```").next().unwrap().to_owned()
}

#[test]
fn probe() {
    let mut client = started("probe");
    for at in [
        "system serv|er {", "par|am R_M", "param R_|M = ", "R_dis|k on machine", "param n|: count", "module mach|ine =",
        "disk[n] = R_disk on ma|chine", "block stor|age", "rack = ser|ver(n", "voting.t|mr", "= vot|ing.tmr", "use std/vot|ing", "\"par|ts.rbd", "slo: ro|om", "tmr(R_un|it", "any| of disk",
    ] {
        println!("--- {at}\n{}", client.hover("node.rbd", position(NODE, at)));
    }
    for at in ["works when st|orage", "module rack = s|erver", "voting.t|mr", "server(|n = 3)", "slo: r|oom", "param n: c|ount", "= R_disk |on machine", "use std/|voting", "module vote = voting.tmr(|R_unit", "|system room", "any| of disk", "room > 0.8|", "works when series(|rack", "\n|assert slo"] {
        println!("--- {at}\n{:?}", client.completions("node.rbd", position(NODE, at)));
    }
    for at in ["server(n = |3)", "series(rack, |vote", "tmr(|R_unit", "tmr(R_unit = 0.|9"] {
        println!("--- {at}\n{}", client.at("textDocument/signatureHelp", "node.rbd", position(NODE, at)).unwrap());
    }
    for at in ["voting.t|mr", "R_dis|k on machine", "= vot|ing.tmr", "use std/vot|ing", "server(n| = 3", "storag|e\n}"] {
        println!("--- {at}\n{}", client.at("textDocument/definition", "node.rbd", position(NODE, at)).unwrap());
    }
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 100, "character": 0}});
    let uri = client.uri("node.rbd");
    for m in ["inlayHint", "foldingRange", "documentSymbol", "semanticTokens/full"] {
        println!("{m} {}", client.request(&format!("textDocument/{m}"), json!({"textDocument": {"uri": uri}, "range": range})).unwrap());
    }
    for (at, new) in [("R_dis|k on machine", "R_d"), ("mach|ine = R_M", "R_M"), ("mach|ine = R_M", "box"), ("voting.t|mr", "x"), ("= vot|ing.tmr", "v"), ("server(n| = 3", "m"), ("server(n| = 3", "works"), ("server(n| = 3", "disk")] {
        println!("--- {at} {new}\n{:?}", client.rename("node.rbd", position(NODE, at), new));
    }
    println!("{:?}", client.request("workspace/symbol", json!({"query": "rd"})));
    let _: Vec<String> = codes(&json!([]));
    let _ = Value::Null;
}
