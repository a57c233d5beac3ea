//! Random typing: after any edits the server knows what it would know of the text opened anew.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod client;

use client::{Client, files_below, position_of};
use serde_json::{Value, json};
use std::path::Path;

/// A generator of random numbers (xorshift), so that a run can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

const PIECES: &[&str] = &[
    "",
    "",
    " ",
    "\n",
    "\r\n",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "/*",
    "*/",
    "//",
    "///",
    ".",
    "..",
    ",",
    "=",
    "system s {",
    "module a = 0.9",
    " on ",
    "works when ",
    "param é𝕏",
    "use std/voting",
    "assert ",
    " of ",
    "series(",
    "link a -> b",
    "0.",
    "9",
    "nines",
    "λ",
    "R_",
    "\u{301}",
    "for i in 1..3",
];

/// A byte of the text at a character's boundary.
fn place(random: &mut Random, text: &str) -> usize {
    text.floor_char_boundary(random.below(text.len() + 1))
}

/// Everything that is said about a text.
fn all_answers(client: &mut Client, name: &str, text: &str, random: &mut Random) -> Value {
    let document = json!({"uri": client.uri(name)});
    let whole =
        json!({"start": {"line": 0, "character": 0}, "end": {"line": 100_000, "character": 0}});
    let at = position_of(text, place(random, text));
    let mut all = Vec::new();
    for method in ["documentSymbol", "foldingRange", "semanticTokens/full"] {
        let params = json!({"textDocument": document});
        all.push(client.request(&format!("textDocument/{method}"), params).unwrap());
    }
    for method in ["definition", "completion", "signatureHelp", "documentHighlight", "hover"] {
        let params = json!({"textDocument": document, "position": at});
        all.push(client.request(&format!("textDocument/{method}"), params).unwrap());
    }
    let params = json!({"textDocument": document, "range": whole, "context": {"diagnostics": []}});
    for method in ["codeAction", "inlayHint"] {
        all.push(client.request(&format!("textDocument/{method}"), params.clone()).unwrap());
    }
    let place = json!({"textDocument": document, "position": at});
    let command = json!({"command": "kofn.formulaAndValue", "arguments": [place]});
    let sheet = client.request("workspace/executeCommand", command);
    all.push(sheet.unwrap_or_else(|(code, words)| {
        assert_eq!(code, -32803, "{words}");
        Value::from(words)
    }));
    Value::from(all)
}

#[test]
fn incremental_edits_lead_to_the_same_as_opening_anew() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut client = Client::start("typing");
    let files = files_below(&examples, "rbd");
    assert!(files.len() > 10);
    let mut edits = 0;
    for path in files {
        let mut text = std::fs::read_to_string(&path).unwrap();
        client.open("a.rbd", &text);
        for _ in 0..24 {
            let mut changes = Vec::new();
            for _ in 0..1 + random.below(16) {
                let (one, other) = (place(&mut random, &text), place(&mut random, &text));
                let start = one.min(other);
                // Most edits are small, some are not.
                let longest = if random.below(8) == 0 { 400 } else { 3 };
                let end = text.floor_char_boundary(one.max(other).min(start + longest)).max(start);
                let new = PIECES[random.below(PIECES.len())];
                // A place between `\r` and `\n` is no position.
                if [start, end]
                    .iter()
                    .any(|at| text[..*at].ends_with('\r') && text[*at..].starts_with('\n'))
                {
                    continue;
                }
                let range = json!({"start": position(&text, start), "end": position(&text, end)});
                text.replace_range(start..end, new);
                changes.push(json!({"range": range, "text": new}));
                edits += 1;
            }
            client.change("a.rbd", changes);
            let mut again = Random(random.0);
            let typed = all_answers(&mut client, "a.rbd", &text, &mut random);
            client.open("b.rbd", &text);
            let opened = all_answers(&mut client, "b.rbd", &text, &mut again);
            let typed = without_versions(&typed.to_string().replace("/a.rbd", "/b.rbd"));
            assert_eq!(typed, without_versions(&opened.to_string()), "{text}");
            client.close("b.rbd");
        }
        client.close("a.rbd");
    }
    assert!(edits > 2_000, "only {edits} edits");
}

fn without_versions(answers: &str) -> String {
    let mut rest = answers;
    let mut all = String::new();
    while let Some(at) = rest.find("\"version\":") {
        all.push_str(&rest[..at]);
        rest = rest[at + "\"version\":".len()..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    all + rest
}

/// As an editor counts lines: `\r` ends one as well.
fn position(text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let mut line = 0;
    let mut start = 0;
    let bytes = before.as_bytes();
    for (at, one) in bytes.iter().enumerate() {
        let pair = *one == b'\r' && text.as_bytes().get(at + 1) == Some(&b'\n');
        if *one == b'\n' || *one == b'\r' && !pair {
            line += 1;
            start = at + 1;
        }
    }
    json!({"line": line, "character": before[start..].encode_utf16().count()})
}
