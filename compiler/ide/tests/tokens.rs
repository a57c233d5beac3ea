//! What every word of a text is.

use kofn::{Reading, SingleFile};
use kofn_diagnostics::FileId;
use kofn_ide::folding::{FoldKind, folds};
use kofn_ide::tokens::{TokenKind, semantic_tokens};

fn read(text: &str) -> Reading {
    Reading::new(&SingleFile::new("m.rbd", text), "m.rbd")
}

#[test]
fn words_are_what_they_stand_for() {
    let text = "\
use std/voting as v
/// the host
param R_é: probability = 0.9 // note
let q = max(R_é, 1/2)
system s {
    module h[2] = q
    link x -> h[1] -> y
    block b = any of (h[i] for i in 1..2)
    works when series(path(x, y), b)
}
module t = v.tmr(R_unit = s)";
    let reading = read(text);
    let found: Vec<String> = semantic_tokens(&reading, FileId(0))
        .iter()
        .filter(|token| token.kind != TokenKind::Keyword && token.kind != TokenKind::Number)
        .map(|token| {
            let marks = [(token.declares, "!"), (token.library, "*")];
            let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
            format!("{}{marks} {:?}", reading.sources.slice(token.span), token.kind)
        })
        .collect();
    assert_eq!(
        found,
        [
            "std* Prefix",
            "voting* Prefix",
            "v! Prefix",
            "/// the host Comment { doc: true }",
            "R_é! Param",
            "probability Type",
            "// note Comment { doc: false }",
            "q! Let",
            "max* Function",
            "R_é Param",
            "s! System",
            "h! Module",
            "q Let",
            "x Junction",
            "h Module",
            "y Junction",
            "b! Block",
            "h Module",
            "i Index",
            "i! Index",
            "x Junction",
            "y Junction",
            "b Block",
            "t! Module",
            "v Prefix",
            "tmr* System",
            "R_unit* Param",
            "s System",
        ]
    );
}

#[test]
fn systems_comments_and_uses_fold() {
    let text = "\
use std/voting
use std/cloud
// one
// two

// three
/// of s
/// and more
system s {
    module a =
        0.9
    works when a
}
/* four
   five */
";
    let reading = read(text);
    let found: Vec<(&str, FoldKind)> = folds(&reading, FileId(0))
        .into_iter()
        .map(|(span, kind)| (reading.sources.slice(span), kind))
        .collect();
    assert_eq!(
        found,
        [
            ("use std/voting\nuse std/cloud", FoldKind::Uses),
            ("// one\n// two", FoldKind::Comment),
            ("// three\n/// of s\n/// and more", FoldKind::Comment),
            ("system s {\n    module a =\n        0.9\n    works when a\n}", FoldKind::Region),
            ("module a =\n        0.9", FoldKind::Region),
            ("/* four\n   five */", FoldKind::Comment),
        ]
    );
}
