//! A text that was edited is parsed as if it were new.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn_diagnostics::{FileId, Source, Sources};
use kofn_syntax::{Parsed, parse, parse_again};
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

fn models() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let mut open = vec![root.join("examples"), root.join("stdlib")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rbd") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() > 15, "only {} models", found.len());
    found.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Pieces of which some keep a text right and some do not.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "}",
    "system t {",
    "(",
    ")",
    "\"",
    "/*",
    "*/",
    "///",
    "// x\n",
    "é",
    "module b = 0.9\n",
    "param q",
    "works when a",
    ";",
    "0",
    "[i in 1..3]",
    " on ",
    "given ",
    "solve n where ",
];

#[test]
fn an_edited_text_is_parsed_as_if_it_were_new() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut edits = 0;
    for mut text in models() {
        let mut sources = Sources::default();
        let mut file = sources.add(Source::new("a".to_owned(), String::new()));
        let (mut tree, mut findings) = parse(file, &text);
        for _ in 0..60 {
            let before = text.clone();
            let start = text.floor_char_boundary(random.below(text.len() + 1));
            let end = text.floor_char_boundary(text.len().min(start + random.below(6)));
            text.replace_range(start..end.max(start), PIECES[random.below(PIECES.len())]);
            // Another file is loaded before it: the tree moves as well.
            if random.below(5) == 0 {
                file = FileId(u32::try_from(random.below(4)).unwrap());
            }
            let labels = findings.iter().flat_map(|finding| &finding.labels);
            let wrong = labels.map(|label| label.span).collect();
            let (again, found) = parse_again(file, &text, Parsed { text: before, tree, wrong });
            let (new, wanted) = parse(file, &text);
            assert_eq!(format!("{again:?}"), format!("{new:?}"), "{text}");
            assert_eq!(found, wanted, "{text}");
            (tree, findings) = (again, found);
            edits += 1;
        }
    }
    assert!(edits > 1_000);
}
