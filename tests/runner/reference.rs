//! The language reference in `grammar/README.md`.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use kofn_grammar::RESERVED;
use kofn_suite::{case, root};
use std::collections::BTreeSet;

fn reference() -> String {
    std::fs::read_to_string(root().join("grammar/README.md")).unwrap()
}

/// Every model of the reference is right, and gives what the block behind it says.
#[test]
fn every_model_of_the_reference_is_right() {
    let cases = case::cases(&reference());
    assert!(cases.len() > 20, "only {} models were found", cases.len());
    let mut failures = Vec::new();
    for case in cases {
        assert!(!case.model.contains("//~"), "{}: models of the reference are right", case.title);
        failures.extend(case.failures());
    }
    assert!(failures.is_empty(), "{} failures\n\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn the_reference_lists_the_reserved_words() {
    let text = reference();
    let block = text.split("```text reserved").nth(1).expect("the list of reserved words");
    let listed: BTreeSet<&str> =
        block.split("```").next().unwrap_or("").split_whitespace().collect();
    assert_eq!(listed, RESERVED.iter().copied().collect());
}

/// The grammar's rules for items are all in the reference.
#[test]
fn the_reference_speaks_of_every_item() {
    let text = reference();
    let grammar = std::fs::read_to_string(root().join("grammar/rbd.pest")).unwrap();
    let rules = grammar.lines().filter_map(|line| line.split(" = ").next()).map(str::trim);
    let items: Vec<&str> =
        rules.filter(|rule| rule.ends_with("_item") && *rule != "whole_item").collect();
    assert!(items.len() > 10, "only {} rules were found", items.len());
    for rule in items {
        assert!(text.contains(&format!("`{rule}`")), "{rule} is not in grammar/README.md");
    }
}
