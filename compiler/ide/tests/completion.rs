//! What is offered where.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn::{Reading, SingleFile};
use kofn_diagnostics::FileId;
use kofn_ide::completion::{CompletionKind, completions};
use kofn_ide::signature::signature;

/// The text without its mark `|`, read, and where the mark was.
fn marked(text: &str) -> (Reading, usize) {
    let byte = text.find('|').unwrap();
    let text = text.replacen('|', "", 1);
    (Reading::new(&SingleFile::new("m.rbd", &text), "m.rbd"), byte)
}

/// No other files.
fn world() -> SingleFile {
    SingleFile::new("m.rbd", "")
}

fn offered(text: &str) -> Vec<String> {
    let (reading, byte) = marked(text);
    completions(&reading, &world(), FileId(0), byte).all.into_iter().map(|one| one.text).collect()
}

/// What is offered beside functions.
fn words(text: &str) -> Vec<String> {
    let (reading, byte) = marked(text);
    let all = completions(&reading, &world(), FileId(0), byte).all;
    all.into_iter().filter(|one| one.kind != CompletionKind::Function).map(|one| one.text).collect()
}

const RACK: &str = "
system Rack {
    param hosts: count = 2
    param feed: module
    module host[hosts] = 0.9 on feed
    link uplink -> host[1]
    link host[1] -> uplink
    works when any of host
}
";

#[test]
fn items_begin_with_the_words_of_their_place() {
    let in_file = ["param", "let", "module", "block", "common cause"];
    let queries = ["use", "system", "assert", "solve", "compare", "table", "plot"];
    assert_eq!(offered("|"), [&in_file[..], &queries].concat());
    // An operator or a host could follow as well.
    assert_eq!(offered("module a = 0.9\n|")[..12], [&in_file[..], &queries].concat());
    assert_eq!(offered("mod|"), [&in_file[..], &queries].concat());
    let in_system = ["param", "let", "module", "block", "link", "common cause", "works when"];
    assert_eq!(offered("system s {\n    |\n}"), in_system);
    assert_eq!(offered("system s {\n    module a = 0.9 on b\n    wor|\n}")[..7], in_system);
}

#[test]
fn words_follow_as_the_grammar_says() {
    assert_eq!(words("module a |"), ["on"]);
    assert_eq!(words("module a = 0.9 |"), ["of", "and", "or", "on"]);
    assert_eq!(words("works |"), ["when"]);
    assert_eq!(
        words("param n: |"),
        ["probability", "count", "rate", "duration", "number", "module"]
    );
    assert_eq!(words("solve n |"), ["where"]);
    assert_eq!(words("table s over n |"), ["in"]);
    assert_eq!(words("assert a > 0.5 |"), ["of", "and", "or", "given"]);
    assert_eq!(words("module |"), [""; 0]);
    assert_eq!(words("system |"), [""; 0]);
}

#[test]
fn names_are_offered_where_they_make_sense() {
    let model = format!("param R_M\nmodule power = 0.9\n{RACK}");
    assert_eq!(words(&format!("{model}let q = |")), ["R_M"]);
    let hosts = words(&format!("{model}module a = 0.9 on |"));
    assert_eq!(hosts[..3], ["power", "R_M", "series"]);
    assert_eq!(words(&format!("{model}module a = |")), ["R_M", "Rack"]);
    let inside = words(&model.replace("any of host", "any of |"));
    assert_eq!(inside[..5], ["feed", "host", "uplink", "power", "hosts"]);
    assert_eq!(words(&format!("{model}assert |"))[..3], ["R_M", "Rack", "solve"]);
    assert_eq!(words(&format!("{model}solve |")), ["R_M", "Rack"]);
    assert_eq!(words(&model.replace("uplink -> host[1]", "uplink -> |"))[1], "host");
}

#[test]
fn members_follow_a_dot() {
    let model = format!(
        "{RACK}module power = 0.9\nsystem room {{\n    module rack[2] = Rack(feed = power)\n"
    );
    for path in ["rack[1].|", "rack[1].ho|", "rack[rack[1].|"] {
        let found = offered(&format!("{model}    works when {path}\n}}"));
        assert_eq!(found, ["feed", "host", "uplink"], "{path}");
    }
    assert_eq!(
        offered(&format!("{model}works when true }}\nsolve Rack.|")),
        ["feed", "host", "uplink", "hosts"]
    );
    assert_eq!(offered("use std/voting\nmodule a = voting.tm|")[..2], ["simplex", "duplex"]);
    assert!(!offered("use std/voting\nmodule a = voting.|").contains(&"_voted_sensors".to_owned()));
    assert_eq!(offered(&format!("{model}    works when nothing.|\n}}")), [""; 0]);
}

#[test]
fn libraries_and_their_names_are_offered() {
    assert_eq!(offered("use |")[0], "std/cloud");
    assert_eq!(offered("use std/|")[..2], ["cloud", "network"]);
    assert_eq!(words("use std/voting |"), ["as"]);
    assert_eq!(offered("use std/voting (|")[..2], ["simplex", "duplex"]);
    assert_eq!(offered("use std/voting (tmr, |)")[..2], ["simplex", "duplex"]);
}

#[test]
fn arguments_are_offered_first() {
    let model = format!("{RACK}module power = 0.9\n");
    assert_eq!(words(&format!("{model}module r = Rack(|"))[..2], ["hosts = ", "feed = "]);
    assert_eq!(
        words(&format!("{model}module r = Rack(hosts = 3, |)"))[..2],
        ["hosts = ", "feed = "]
    );
    assert_eq!(words(&format!("{model}module r = Rack(hosts = |)"))[0], "power");
    let model = "system s { module a, b works when any of (a, b) }\n";
    assert_eq!(words(&format!("{model}assert birnbaum(s, |) > 0"))[..2], ["a", "b"]);
}

#[test]
fn indices_are_offered() {
    let model = "module host[3] = 0.9\nmodule vm[i in 1..3] = 0.9 on host[|]";
    assert_eq!(words(model)[0], "i");
    assert!(
        words("system s { module a[3] works when any of (a[|] for k in 1..3) }")
            .contains(&"k".to_owned())
    );
}

#[test]
fn comments_strings_and_numbers_are_left_alone() {
    for text in
        ["// mod|", "/* a| */", "use \"a|", "module a = 0.|", "/// text |", "module a = 12|"]
    {
        assert_eq!(offered(text), [""; 0], "{text}");
    }
}

#[test]
fn the_word_that_is_typed_is_replaced() {
    let (reading, byte) = marked("param R_λ\nmodule a = R_|λ");
    let found = completions(&reading, &world(), FileId(0), byte);
    assert_eq!(reading.sources.slice(found.replaces), "R_");
    assert_eq!(found.all[0].text, "R_λ");
}

#[test]
fn signatures_say_what_is_being_typed() {
    let told = |text: &str| {
        let (reading, byte) = marked(text);
        signature(&reading, FileId(0), byte).map(|one| (one.label, one.active))
    };
    let model = format!("{RACK}module power = 0.9\n");
    let rack = "Rack(hosts: count = 2, feed: module)".to_owned();
    assert_eq!(told(&format!("{model}module r = Rack(|")), Some((rack.clone(), Some(0))));
    assert_eq!(
        told(&format!("{model}module r = Rack(feed = pow|er)")),
        Some((rack.clone(), Some(1)))
    );
    assert_eq!(told(&format!("{model}module r = Rack(hosts = 2, |)")), Some((rack, Some(1))));
    assert_eq!(told("let a = max(1, min(2, |"), Some(("min(a, b, …)".to_owned(), Some(1))));
    assert_eq!(told("let a = max(1, 2, 3, |"), Some(("max(a, b, …)".to_owned(), Some(2))));
    assert_eq!(told("let a = floor(1, |"), Some(("floor(x)".to_owned(), None)));
    assert_eq!(told("block b = path(x, |"), Some(("path(FROM, TO)".to_owned(), Some(1))));
    assert_eq!(told("let a = floor(1) |"), None);
    assert_eq!(told("let a = (|1)"), None);
    assert_eq!(
        told("assert birnbaum(s, |"),
        Some(("birnbaum(SYSTEM, MODULE)".to_owned(), Some(1)))
    );
    let library = told("use std/voting as v\nmodule a = v.tmr(|");
    assert_eq!(library, Some(("tmr(R_unit)".to_owned(), Some(0))));
}
