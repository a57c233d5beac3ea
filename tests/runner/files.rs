//! Models of several files: prefixes, imported names, one file by two routes, private names,
//! circles.

use kofn::diagnostics::{Colors, render};
use kofn::emit::report::{AnswerKind, Outcome};
use kofn::{Compilation, ReadError, Settings, World};

/// Files by name.
struct Files(&'static [(&'static str, &'static str)]);

impl World for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.0.iter().find(|(name, _)| *name == path) {
            Some((_, text)) => Ok(text.as_bytes().to_vec()),
            None => Err(ReadError("there is no such file".to_owned())),
        }
    }

    fn resolve(&self, _: &str, target: &str) -> String {
        target.trim_start_matches("./").to_owned()
    }
}

fn findings(files: &'static [(&'static str, &'static str)]) -> Vec<String> {
    let mut compilation = Compilation::new(&Files(files), files[0].0);
    compilation.check();
    compilation.diagnostics().iter().map(|one| format!("{}[{}]", one.severity, one.code)).collect()
}

fn value(files: &'static [(&'static str, &'static str)], query: &str) -> String {
    let mut compilation = Compilation::new(&Files(files), files[0].0);
    compilation.check();
    let shown: String = compilation
        .diagnostics()
        .iter()
        .map(|one| render(one, compilation.sources(), Colors::Never))
        .collect();
    assert!(!compilation.has_errors(), "{shown}");
    match compilation.ask(query, &Settings::default()) {
        Ok(answer) => match answer.kind {
            AnswerKind::Value { value: Outcome::Value(value), .. } => {
                value.exact.map_or(value.decimal, |exact| exact.to_string())
            }
            other => panic!("{other:?}"),
        },
        Err(findings) => panic!("{findings:?}"),
    }
}

const RACK: &str = "
    param R_feed = 0.9
    module feed = R_feed
    module _hidden = 0.5
    system Rack { param hosts: count  module host[hosts] = 0.8 on feed  works when any of host }
";

#[test]
fn things_of_a_used_file_have_its_prefix() {
    let files: &[(&str, &str)] = &[
        (
            "main.rbd",
            "use \"racks.rbd\" system s { module r = racks.Rack(hosts = 2) works when r }",
        ),
        ("racks.rbd", RACK),
    ];
    // 9/10 · (1 − (1/5)²)
    assert_eq!(value(files, "s"), "108/125");
    assert_eq!(value(files, "racks.Rack(hosts = 1)"), "18/25");
    assert_eq!(value(files, "s(racks.R_feed = 1)"), "24/25");
}

#[test]
fn names_in_parentheses_come_in_without_prefix() {
    let files: &[(&str, &str)] = &[
        (
            "main.rbd",
            "use \"my racks.rbd\" as r (Rack, feed)
             system s { module a = Rack(hosts = 1) works when series(feed, a, r.feed) }",
        ),
        ("my racks.rbd", RACK),
    ];
    assert_eq!(value(files, "s"), "18/25");
}

#[test]
fn a_file_by_two_routes_is_one_file() {
    let files: &[(&str, &str)] = &[
        (
            "main.rbd",
            "use \"left.rbd\" use \"right.rbd\" use \"./racks.rbd\"
             system s { module a = left.Left  module b = right.Right
                        works when any of (a, b, racks.feed) }",
        ),
        ("left.rbd", "use \"racks.rbd\" system Left { module x = 0.5 on racks.feed works when x }"),
        (
            "right.rbd",
            "use \"racks.rbd\" system Right { module y = 0.5 on racks.feed works when y }",
        ),
        ("racks.rbd", RACK),
    ];
    // Both stand on the one feed, which is an alternative itself: nothing is won.
    assert_eq!(value(files, "s"), "9/10");
}

#[test]
fn use_is_not_passed_on() {
    let files: &[(&str, &str)] = &[
        ("main.rbd", "use \"left.rbd\" system s { works when left.racks.feed }"),
        ("left.rbd", "use \"racks.rbd\""),
        ("racks.rbd", RACK),
    ];
    assert_eq!(findings(files), ["error[unknown-name]"]);
}

#[test]
fn queries_and_systems_of_a_used_file_are_not_reported() {
    let files: &[(&str, &str)] = &[
        ("main.rbd", "use \"racks.rbd\" module m = 0.5 system s { works when m }"),
        ("racks.rbd", RACK),
    ];
    let mut compilation = Compilation::new(&Files(files), "main.rbd");
    let report = compilation.report(&Settings::default(), &[]).unwrap();
    let names: Vec<&str> = report.systems.iter().map(|system| system.name.as_str()).collect();
    assert_eq!(names, ["s"]);
}

#[test]
fn private_missing_and_unnameable_files_are_said() {
    const PRIVATE: &[(&str, &str)] = &[
        ("main.rbd", "use \"racks.rbd\" system s { works when racks._hidden }"),
        ("racks.rbd", RACK),
    ];
    assert_eq!(findings(PRIVATE), ["error[private-name]"]);
    const MISSING: &[(&str, &str)] = &[("main.rbd", "use \"nowhere.rbd\"")];
    assert_eq!(findings(MISSING), ["error[cannot-read]"]);
    const UNNAMED: &[(&str, &str)] =
        &[("main.rbd", "use \"my racks.rbd\""), ("my racks.rbd", RACK)];
    assert_eq!(findings(UNNAMED), ["error[use-needs-alias]"]);
    const LIBRARY: &[(&str, &str)] = &[("main.rbd", "use std/votting")];
    assert_eq!(findings(LIBRARY), ["error[unknown-library]"]);
}

#[test]
fn a_circle_of_files_is_shown_whole() {
    const CIRCLE: &[(&str, &str)] =
        &[("main.rbd", "use \"a.rbd\""), ("a.rbd", "use \"b.rbd\""), ("b.rbd", "use \"a.rbd\"")];
    let compilation = Compilation::new(&Files(CIRCLE), "main.rbd");
    let finding = &compilation.diagnostics()[0];
    assert_eq!(finding.code.0, "cyclic-use");
    assert!(finding.message.contains("a → b → a"), "{}", finding.message);
    assert_eq!(finding.labels.len(), 2);
}

#[test]
fn the_standard_library_is_at_hand() {
    let files: &[(&str, &str)] =
        &[("main.rbd", "use std/virtualization as v system s { module m = 0.5 works when m }")];
    assert_eq!(findings(files), [] as [&str; 0]);
}
