//! The one layout: what a file says does not change by it, and a file that has it stays as it is.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]
#![allow(dead_code, reason = "the generator is shared with other tests")]

mod generator;
mod hostile;
mod phrases;

use generator::Random;
use kofn::diagnostics::FileId;
use kofn::{Refusal, format};
use kofn_suite::{case, files, root};
use std::panic::catch_unwind;
use std::path::Path;

const FILE: FileId = FileId(0);

/// The formatted text; formatting it once more changes nothing. That words, comments and doc
/// comments are the same was checked before it was given out.
fn formatted(text: &str) -> Result<String, Refusal> {
    let once = format(FILE, text)?;
    let twice = format(FILE, &once).expect("a formatted text is formatted again");
    assert!(once == twice, "once\n{once}\ntwice\n{twice}\nfrom\n{text}");
    assert!(!once.contains("\r\n") && !once.starts_with('\u{FEFF}'), "{once:?}");
    Ok(once)
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[test]
fn our_own_models_have_the_layout() {
    let mut found = 0;
    for path in [files("examples", "rbd"), files("stdlib", "rbd")].concat() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(formatted(&text).as_deref() == Ok(&text), "kofn fmt {}", name(&path));
        found += 1;
    }
    assert!(found > 15, "only {found} models were found");
}

#[test]
fn models_that_pages_show_have_the_layout() {
    let mut found = 0;
    for page in ["README.md", "grammar/README.md", "examples/README.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        for case in case::cases(&text) {
            assert_eq!(formatted(&case.model).unwrap(), case.model, "{page}: {}", case.title);
            found += 1;
        }
    }
    assert!(found > 20, "only {found} models were found");
}

#[test]
fn models_of_the_suite_are_formatted_or_refused_for_their_errors() {
    let (mut well, mut broken) = (0, 0);
    let folders = ["tests", "grammar", "compiler/diagnostics/codes", "examples", "benches"];
    for path in folders.map(|folder| files(folder, "md")).concat() {
        let text = std::fs::read_to_string(&path).unwrap();
        for case in case::cases(&text) {
            match formatted(&case.model) {
                Ok(_) => well += 1,
                Err(Refusal::Broken(findings)) => {
                    assert!(!findings.is_empty());
                    broken += 1;
                }
                Err(Refusal::Changed) => panic!("{}: {}\n{}", name(&path), case.title, case.model),
            }
        }
    }
    assert!(well > 400, "{well} formatted, {broken} with errors of syntax");
}

#[test]
fn random_texts_of_the_grammar_keep_what_they_say() {
    for seed in 0..10_000 {
        let text = phrases::file(&mut Random::new(seed));
        let run = catch_unwind(|| formatted(&text));
        match run {
            Ok(Ok(_)) => {}
            Ok(Err(why)) => panic!("seed {seed}: {why}\n{text}\n{why:?}"),
            Err(_) => panic!("seed {seed}\n{text}"),
        }
    }
}

#[test]
fn random_models_keep_what_they_say() {
    for seed in 0..500 {
        let mut random = Random::new(seed);
        let text = generator::file(&mut random).text(&mut random);
        formatted(&text).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{text}"));
    }
}

/// Pieces that a typing hand or a broken disk leaves.
const DEBRIS: &[&str] = &[
    "(", ")", "[", "]", "{", "}", "\"", "/*", "*/", "//", "///", "\n", "\r", "\t", ",", "=", "-",
    "/", "..", "module", "system", "solve", "of", "é", "\u{FEFF}", "\u{A0}", "\u{0}", "'", "%",
    "h", " ",
];

#[test]
fn damaged_texts_are_refused_or_keep_what_they_say() {
    let (mut well, mut broken) = (0, 0);
    for seed in 0..4_000 {
        let mut random = Random::new(seed);
        let mut text = phrases::file(&mut random);
        for _ in 0..random.between(1, 3) {
            let at = text.floor_char_boundary(random.below(text.len() + 1));
            match random.below(3) {
                0 => text.truncate(at),
                1 => {
                    let debris = *random.pick(DEBRIS);
                    text.insert_str(at, debris);
                }
                _ => {
                    let end = text.floor_char_boundary((at + random.below(8)).min(text.len()));
                    text.replace_range(at.min(end)..end, "");
                }
            }
        }
        match formatted(&text) {
            Ok(_) => well += 1,
            Err(Refusal::Broken(_)) => broken += 1,
            Err(Refusal::Changed) => panic!("seed {seed}: it would say something else\n{text}"),
        }
    }
    assert!(well > 400 && broken > 400, "{well} formatted, {broken} broken");
}

#[test]
fn deep_texts_are_formatted_or_refused() {
    for depth in [30, 90, 100, 101, 5_000] {
        for (what, text) in hostile::deep(depth) {
            match formatted(&text) {
                Ok(_) | Err(Refusal::Broken(_)) => {}
                Err(Refusal::Changed) => panic!("{what}, {depth} deep, would say something else"),
            }
        }
    }
}

#[test]
fn long_texts_are_formatted() {
    let sum = format!("let x = 1{}\n", " + 1".repeat(50_000));
    assert!(formatted(&sum).unwrap().lines().all(|line| line.len() <= 100));
    let names: Vec<String> = (0..4_000).map(|number| format!("a{number}")).collect();
    let list = format!("works when any of ({})", names.join(","));
    let list = format!("system s {{ {list} }}");
    assert!(formatted(&list).unwrap().lines().all(|line| line.len() <= 100));
    let comments = format!("let x = {} 1", "/* c */ // d\n".repeat(20_000));
    formatted(&comments).unwrap();
    let string = format!("use \"{}\"", "é".repeat(10_000));
    assert_eq!(formatted(&string).unwrap(), format!("{string}\n"));
}
