//! What an author does in an editor, over the protocol.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

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

fn everything() -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": 1000, "character": 0}})
}

#[test]
fn a_mistake_is_told_and_mended() {
    let mut client = started("a_mistake");
    client.wait_for_findings("node.rbd", &[]);
    let end = position(NODE, "works when storage|");
    let before = position(NODE, "works when storag|e");
    client.change("node.rbd", vec![json!({"range": {"start": before, "end": end}, "text": ""})]);
    client.wait_for_findings("node.rbd", &["unknown-name:13"]);
    let finding = client.findings[&client.uri("node.rbd")][0].clone();
    let help = "`storag` is not declared (not declared)\nhelp: did you mean `storage`?";
    assert_eq!(finding["message"], help);
    assert_eq!(finding["severity"], 1);

    let params = json!({
        "textDocument": {"uri": client.uri("node.rbd")},
        "range": finding["range"],
        "context": {"diagnostics": [finding]},
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions}");
    assert_eq!(actions[0]["title"], "replace `storag` by `storage`");
    assert_eq!(actions[0]["diagnostics"], json!([finding]));
    let edits = edits_of(&actions[0]["edit"], &client.uri("node.rbd"));
    let broken = NODE.replace("works when storage", "works when storag");
    assert_eq!(edited(&broken, &edits), NODE);
    client.change("node.rbd", vec![json!({"range": edits[0]["range"], "text": "storage"})]);
    client.wait_for_findings("node.rbd", &[]);

    // Once for each of two sizes. What only building finds comes when typing is over, and moves with the text.
    client.replace("node.rbd", &NODE.replace("any of disk", "4 of disk"));
    client.wait_for_findings("node.rbd", &["k-exceeds-n:12"; 2]);
    let start = json!({"line": 0, "character": 0});
    let above = json!({"range": {"start": start, "end": start}, "text": "// note\n"});
    client.change("node.rbd", vec![above]);
    client.wait_for_findings("node.rbd", &["k-exceeds-n:13"; 2]);
    assert_eq!(client.end(), Ended::Well);
}

#[test]
fn hovers_tell_what_and_how_much() {
    let mut client = started("hovers");
    assert_eq!(
        client.hover("node.rbd", position(NODE, "system ser|ver {")),
        "```rbd\nsystem server(n: count = 2)\n```\n\n\
         ```text\nR_M [1 − (1 − R_disk)²]\nreliability     0.89991 = 89991/100000\n\
         unreliability   0.10009    0.9 nines\n```\n\nA server with two disks."
    );
    assert_eq!(
        client.hover("node.rbd", position(NODE, "= R_di|sk on")),
        "```rbd\nparam R_disk = 0.99\n```\n\n\
         parameter, a probability, in {parts}\n\n```text\n0.99 = 99/100\n```\n\nOne disk over a year."
            .replace("{parts}", &client.folder.join("parts.rbd").to_string_lossy())
    );
    assert_eq!(
        client.hover("node.rbd", position(NODE, "any of di|sk")),
        "```rbd\nmodule disk[n] = R_disk on machine\n```\n\narray of modules, in system `server`"
    );
    let tmr = client.hover("node.rbd", position(NODE, "voting.t|mr"));
    assert!(
        tmr.contains("in std/voting\n\n```text\nR_unit³ + 3 R_unit² (1 − R_unit)\n```"),
        "{tmr}"
    );
    assert_eq!(
        client.hover("node.rbd", position(NODE, "works when ser|ies")),
        "```rbd\nseries(a, b, …)\n```\n\nworks when every one does"
    );
    assert_eq!(client.hover("node.rbd", position(NODE, "assert slo: room >| 0.8")), "");
}

#[test]
fn hints_show_the_reliability() {
    let mut client = started("hints");
    let uri = client.uri("node.rbd");
    let params = json!({"textDocument": {"uri": uri}, "range": everything()});
    let hints = client.request("textDocument/inlayHint", params.clone()).unwrap();
    let shown: Vec<(&Value, &str)> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| (&hint["position"], hint["label"].as_str().unwrap()))
        .collect();
    let (server, room) = (position(NODE, "system server| {"), position(NODE, "system room| {"));
    assert_eq!(shown, [(&server, "= 0.89991"), (&room, "= 0.874799125…")]);

    // A parameter is opened: formulas.
    client.replace("node.rbd", &NODE.replace("param R_M = 0.9", "param R_M"));
    let hints = client.request("textDocument/inlayHint", params.clone()).unwrap();
    assert_eq!(hints[0]["label"], "= R_M [1 − (1 − R_disk)²]");

    // A model that is wrong has none.
    client.replace("node.rbd", &NODE.replace("param R_M = 0.9", "param R_X"));
    assert_eq!(client.request("textDocument/inlayHint", params).unwrap(), json!([]));
}

/// Asks for the system at a place, written out.
fn sheet(client: &mut Client, at: Value) -> Result<Value, (i32, String)> {
    let at = json!({"textDocument": {"uri": client.uri("node.rbd")}, "position": at});
    let command = json!({"command": "kofn.formulaAndValue", "arguments": [at]});
    client.request("workspace/executeCommand", command)
}

#[test]
fn a_system_is_written_out() {
    let mut client = started("sheet");
    let commands = &client.initialized["capabilities"]["executeCommandProvider"]["commands"];
    assert_eq!(*commands, json!(["kofn.formulaAndValue"]));
    let server = sheet(&mut client, position(NODE, "module disk[n]|")).unwrap();
    assert_eq!(
        server["markdown"],
        "## server\n\nA server with two disks.\n\n\
         $$R_{\\mathrm{server}} = R_{M} \\left[1-\\left(1-R_{\\mathrm{disk}}\\right)^{2}\\right]$$\n\n\
         - $R_{M} = 0.9$: The machine.\n- $R_{\\mathrm{disk}} = 0.99$: One disk over a year.\n\n\
         | reliability | unreliability | nines |\n| --- | --- | --- |\n| 0.89991 | 0.10009 | 0.9 |\n"
    );
    let text = server["text"].as_str().unwrap();
    assert!(text.contains("reliability     0.89991 = 89991/100000"), "{text}");
    // Around the place, on a name, in front of the first letter and behind the last one.
    let wanted = [
        ("|system server {", "server"),
        ("rack = ser|ver(n = 3)", "server"),
        ("rack = server(n = |3)", "room"),
        ("voting.t|mr(R_unit", "voting.tmr"),
        ("assert slo: room| > 0.8", "room"),
    ];
    for (place, system) in wanted {
        let found = sheet(&mut client, position(NODE, place)).unwrap();
        assert_eq!(found["system"], system, "{place}");
    }
    let (code, words) = sheet(&mut client, position(NODE, "assert slo: room > 0.8|")).unwrap_err();
    let help = "put the cursor into a system or on the name of one";
    assert_eq!((code, words), (-32803, format!("there is no system here; {help}")));

    // Wrong, where reading finds it and where only building does; and mended.
    client.replace("node.rbd", &NODE.replace("works when storage", "works when storag"));
    let (_, words) = sheet(&mut client, position(NODE, "module ma|chine")).unwrap_err();
    assert_eq!(words, "`server` has no formula yet: `storag` is not declared");
    client.replace("node.rbd", &NODE.replace("any of disk", "4 of disk"));
    let (_, words) = sheet(&mut client, position(NODE, "module ma|chine")).unwrap_err();
    assert_eq!(words, "`server` has no formula yet: 4 out of 2 can never work");
    client.replace("node.rbd", NODE);
    assert_eq!(sheet(&mut client, position(NODE, "module ma|chine")).unwrap(), server);

    let unknown = json!({"command": "kofn.none", "arguments": []});
    let (code, words) = client.request("workspace/executeCommand", unknown).unwrap_err();
    let known = "there is no command `kofn.none`; this server knows `kofn.formulaAndValue`";
    assert_eq!((code, words.as_str()), (-32602, known));
    for arguments in [json!([]), json!([1]), json!([{}, {}]), json!({"a": 1})] {
        let wrong = json!({"command": "kofn.formulaAndValue", "arguments": arguments});
        assert_eq!(client.request("workspace/executeCommand", wrong).unwrap_err().0, -32602);
    }
    assert_eq!(client.end(), Ended::Well);
}

#[test]
fn completions_and_signatures_over_the_protocol() {
    let mut client = started("completions");
    let found = client.completions("node.rbd", position(NODE, "voting.t|mr"));
    assert_eq!(found[..2], ["simplex", "duplex"]);
    let found = client.completions("node.rbd", position(NODE, "works when storage|"));
    assert_eq!(found[..3], ["machine", "disk", "storage"]);
    let at = position(NODE, "server(n = |3)");
    let help = client.at("textDocument/signatureHelp", "node.rbd", at).unwrap();
    assert_eq!(help["signatures"][0]["label"], "server(n: count = 2)");
    assert_eq!(help["activeParameter"], 0);
}

#[test]
fn the_form_of_a_text_is_told() {
    let mut client = started("form");
    let uri = client.uri("node.rbd");
    let params = json!({"textDocument": {"uri": uri}, "range": everything()});
    let symbols = client.request("textDocument/documentSymbol", params.clone()).unwrap();
    let names = |symbols: &Value| -> Vec<String> {
        let all = symbols.as_array().unwrap();
        all.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&symbols), ["R_M", "server", "room", "assert slo"]);
    assert_eq!(names(&symbols[1]["children"]), ["n", "machine", "disk", "storage"]);

    let folds = client.request("textDocument/foldingRange", params.clone()).unwrap();
    assert_eq!(
        folds,
        json!([
            {"startLine": 0, "endLine": 1, "kind": "imports"},
            {"startLine": 7, "endLine": 13},
            {"startLine": 15, "endLine": 19},
        ])
    );

    let tokens = client.request("textDocument/semanticTokens/full", params.clone()).unwrap();
    let provider = client.initialized["capabilities"]["semanticTokensProvider"].clone();
    let legend = &provider["legend"];
    let decoded = decoded(NODE, &tokens, legend);
    assert_eq!(decoded[..4], ["use keyword", "std namespace", "voting namespace", "use keyword"]);
    assert!(decoded.contains(&"server class".to_owned()), "{decoded:?}");
    let some = json!({"textDocument": {"uri": uri}, "range": {
        "start": position(NODE, "|param R_M"), "end": position(NODE, "param R_M = 0.9|"),
    }});
    let some = client.request("textDocument/semanticTokens/range", some).unwrap();
    assert_eq!(
        self::decoded(NODE, &some, legend),
        ["param keyword", "R_M parameter", "0.9 number"]
    );

    client.write("other/more.rbd", "system serving { works when true }");
    let found = client.request("workspace/symbol", json!({"query": "serv"})).unwrap();
    assert_eq!(names(&found), ["server", "serving"]);
}

/// Words of an ASCII text with their types.
fn decoded(text: &str, tokens: &Value, legend: &Value) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let data: Vec<usize> = serde_json::from_value(tokens["data"].clone()).unwrap();
    let (mut line, mut along) = (0, 0);
    data.chunks(5)
        .map(|token| {
            if token[0] > 0 {
                along = 0;
            }
            line += token[0];
            along += token[1];
            let word = &lines[line][along..along + token[2]];
            format!("{word} {}", legend["tokenTypes"][token[3]].as_str().unwrap())
        })
        .collect()
}

#[test]
fn positions_are_exact_on_any_text() {
    let text = "/* 𝕏𝕏 */ param R_𝕏é = 0.9 /* ü */ module a = R_𝕏é\nsystem s { works when b }\n";
    let mut client = Client::start("utf16");
    assert_eq!(client.initialized["capabilities"]["positionEncoding"], "utf-16");
    client.open("a.rbd", text);
    client.wait_for_findings("a.rbd", &["unknown-name:2"]);
    let at = position(text, "module a = R|_𝕏é");
    let found = client.at("textDocument/definition", "a.rbd", at).unwrap();
    assert_eq!(found[0]["range"]["start"], position(text, "param |R_𝕏é"));
    assert_eq!(found[0]["range"]["end"], position(text, "param R_𝕏é|"));
    // Changes after such characters land where they are meant.
    let start = position(text, "module |a = R_𝕏é");
    let end = position(text, "module a| = R_𝕏é");
    client.change(
        "a.rbd",
        vec![
            json!({"range": {"start": start, "end": end}, "text": "b"}),
            json!({"range": {"start": start, "end": start}, "text": "𝕐"}),
        ],
    );
    client.replace("a.rbd", &text.replace("module a", "module b"));
    client.wait_for_findings("a.rbd", &[]);
}

#[test]
fn bytes_are_counted_where_the_editor_likes() {
    let capabilities = json!({"general": {"positionEncodings": ["utf-8", "utf-16"]}});
    let mut client = Client::start_with("utf8", capabilities);
    assert_eq!(client.initialized["capabilities"]["positionEncoding"], "utf-8");
    let text = "/* é𝕏 */ param p = 0.9 module a = p";
    client.open("a.rbd", text);
    let at = json!({"line": 0, "character": text.len()});
    let found = client.at("textDocument/definition", "a.rbd", at).unwrap();
    let start = text.find("p =").unwrap();
    assert_eq!(found[0]["range"]["start"], json!({"line": 0, "character": start}));
}

#[test]
fn findings_are_told_where_they_are() {
    let mut client = started("findings_of_others");
    client.wait_for_findings("node.rbd", &[]);
    // Unsaved: the file that uses it sees it, and its own finding is told in it.
    client.open("parts.rbd", PARTS);
    client.replace("parts.rbd", "param R_disk = 1.99\nparam R_x = R_y\n");
    client.wait_for_findings("parts.rbd", &["unknown-name:2"]);
    client.replace("parts.rbd", "param R_d = 0.99\n");
    client.wait_for_findings("node.rbd", &["unknown-name:2", "unknown-name:11"]);
    client.close("parts.rbd");
    client.wait_for_findings("node.rbd", &[]);
    let shown = &client.findings[&client.uri("node.rbd")];
    assert_eq!(codes(shown), [""; 0]);
}

#[test]
fn files_come_and_go_on_the_disk() {
    let mut client = started("disk");
    client.wait_for_findings("node.rbd", &[]);
    let watched = client.told.iter().any(|(method, _)| method == "client/registerCapability");
    assert!(watched, "the editor is asked to watch files");
    let changed = |client: &mut Client, kind: u32| {
        let changes = json!([{"uri": client.uri("parts.rbd"), "type": kind}]);
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    };
    std::fs::remove_file(client.folder.join("parts.rbd")).unwrap();
    changed(&mut client, 3);
    client.wait_for_findings("node.rbd", &["cannot-read:2", "unknown-name:11"]);
    client.write("parts.rbd", "param R_disk = 1/2");
    changed(&mut client, 1);
    client.wait_for_findings("node.rbd", &[]);
    let hover = client.hover("node.rbd", position(NODE, "system ser|ver {"));
    assert!(hover.contains("0.675 = 27/40"), "{hover}");
}

#[test]
fn a_text_that_was_never_saved_is_a_model() {
    let mut client = Client::start("untitled");
    let text = "param p = 0.9\nsystem s { module a = p works when a }";
    let uri = "untitled:Untitled-1";
    let document = json!({"uri": uri, "languageId": "rbd", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let at = position(text, "module a = p|");
    let params = json!({"textDocument": {"uri": uri}, "position": at});
    let found = client.request("textDocument/definition", params).unwrap();
    assert_eq!(found[0]["uri"], uri);
    assert_eq!(found[0]["range"]["start"], json!({"line": 0, "character": 6}));
}

#[test]
fn a_text_gets_the_one_layout() {
    let mut client = Client::start("format");
    let text =
        "/// Ü\nparam   p = 0.9\nsystem s {\nmodule a = p\n  works when a\n}\n\n\n\nassert s>0.5\n";
    client.open("a.rbd", text);
    let options = json!({"tabSize": 8, "insertSpaces": false});
    let params = json!({"textDocument": {"uri": client.uri("a.rbd")}, "options": options});
    let edits = client.request("textDocument/formatting", params.clone()).unwrap();
    let wanted = kofn::format(kofn::diagnostics::FileId(0), text).unwrap();
    assert_eq!(edited(text, &edits), wanted);
    assert_eq!(edits[0]["range"]["start"], json!({"line": 1, "character": 0}));
    client.replace("a.rbd", &wanted);
    assert_eq!(client.request("textDocument/formatting", params.clone()).unwrap(), json!([]));
    client.replace("a.rbd", "module = ");
    let refused = client.request("textDocument/formatting", params).unwrap_err();
    assert_eq!(refused.1, "the file does not follow the grammar");
}
