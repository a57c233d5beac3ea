//! `kofn diff --deny`: what may not be, what hides whether it is there, and how that ends.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{PAIR, Project, Run, pair};
use serde_json::Value;

impl Project {
    /// Compares `pair.rbd` with another text of it.
    fn against(&self, text: &str, arguments: &[&str]) -> Run {
        self.write("new.rbd", text);
        let mut all = vec!["diff", "pair.rbd", "new.rbd"];
        all.extend(arguments);
        self.kofn(&all)
    }
}

fn series() -> String {
    PAIR.replace("any of unit", "all of unit")
}

#[test]
fn only_what_is_denied_fails() {
    let project = pair("deny-kinds");
    let better = PAIR.replace("0.9\n", "0.95\n");
    let run = project.against(&better, &["--deny", "single-point-gained,less-reliable"]).ends(0);
    assert!(
        run.out.ends_with(
            "the models differ\nnothing of what is denied: single-point-gained, less-reliable\n"
        ),
        "{}",
        run.out
    );
    let gained = "denied: single-point-gained: system pair fails when one of these fails alone, \
                  which is new: unit[1], unit[2]\n";
    let less = "denied: less-reliable: system pair is less reliable: 0.99 → 0.81\n";
    let run = project.against(&series(), &["--deny", "single-point-gained"]).ends(1);
    assert!(run.out.ends_with(&format!("the models differ\n{gained}")), "{}", run.out);
    let both = ["--deny", "less-reliable", "--deny", "single-point-gained"];
    let run = project.against(&series(), &both).ends(1);
    assert!(run.out.ends_with(&format!("the models differ\n{less}{gained}")), "{}", run.out);
    for (kind, status) in [
        ("assert-refuted", 1),
        ("assert-undecided", 0),
        ("answer-changed", 0),
        ("system-changed", 1),
        ("not-compared", 0),
    ] {
        project.against(&series(), &["--deny", kind]).ends(status);
        project.against(PAIR, &["--deny", kind]).ends(0);
        project.against(&format!("{PAIR}// more\n"), &["--deny", kind]).ends(0);
    }
    project.against(&series().replace("unit", "nuit[1]"), &["--deny", "not-compared"]).ends(2);
}

#[test]
fn kinds_have_names() {
    let project = pair("deny-names");
    let run = project.against(PAIR, &["--deny", "single-points"]).ends(2);
    for kind in ["single-point-gained", "less-reliable", "assert-refuted", "not-compared"] {
        assert!(run.err.contains(kind), "{kind}: {}", run.err);
    }
    // Answers are not compared where systems are chosen.
    let run = project.against(&series(), &["-s", "pair", "--deny", "assert-refuted"]).ends(2);
    assert!(run.err.contains("--deny assert-refuted would find nothing"), "{}", run.err);
    project.against(&series(), &["-s", "pair", "--deny", "less-reliable"]).ends(1);
}

#[test]
fn denied_findings_are_errors() {
    let project = pair("deny-forms");
    let deny =
        |format| project.against(&series(), &["--deny", "less-reliable", "--format", format]);
    let annotations = deny("github").ends(1).out;
    let level = |code: &str| {
        let line = annotations.lines().find(|line| line.contains(&format!("title={code}::")));
        line.unwrap_or_else(|| panic!("{code}: {annotations}")).split(' ').next().unwrap()
    };
    assert_eq!(level("less-reliable"), "::error");
    assert_eq!(level("single-point-gained"), "::warning");
    let log: Value = serde_json::from_str(&deny("sarif").ends(1).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let less = results.iter().find(|one| one["ruleId"] == "less-reliable").unwrap();
    assert_eq!(less["level"], "error");
    let json: Value = serde_json::from_str(&deny("json").ends(1).out).unwrap();
    assert_eq!(json["denied"]["kinds"], serde_json::json!(["less-reliable"]));
    assert_eq!(json["denied"]["found"][0]["severity"], "error");
    assert_eq!(json["denied"]["found"].as_array().unwrap().len(), 1);
    let plain = project.against(&series(), &["--format", "json"]).ends(1);
    assert!(!plain.out.contains("\"denied\""), "{}", plain.out);
}

#[test]
fn single_points_of_a_new_system_are_new() {
    let project = pair("deny-added");
    let deny =
        |text: &str| project.against(&format!("{PAIR}{text}"), &["--deny", "single-point-gained"]);
    let run = deny("system more { module a, b = 0.9  works when series(a, b) }\n").ends(1);
    let said = "system more is new, and fails when one of these fails alone: a, b\n";
    assert!(run.out.ends_with(said), "{}", run.out);
    deny("system more { module a, b = 0.9  works when any of (a, b) }\n").ends(0);
    // A template fails through its instances only.
    deny("system more { param part: module  works when part }\n").ends(0);
}

#[test]
fn what_cannot_be_told_is_no_pass() {
    let project = Project::new("deny-hidden");
    let votes = |last: &str| {
        let votes: Vec<String> =
            (1..=12).map(|at| format!("2 of (m[{at}], m[{}], m[{}])", at + 3, at + 7)).collect();
        let votes = votes.join(", ");
        format!("system s {{ module m[20] = 0.9  works when series({last}, 6 of ({votes})) }}\n")
    };
    project.write("old.rbd", votes("any of (m[1], m[2])")).write("new.rbd", votes("m[1]"));
    let diff = |kind: &str, nodes: &str| {
        project.kofn(&["diff", "old.rbd", "new.rbd", "--deny", kind, "--limit-nodes", nodes])
    };
    let run = diff("single-point-gained", "1000000").ends(1);
    assert!(run.out.ends_with("which is new: m[1]\n"), "{}", run.out);
    // Single points of failure are known where cut sets are too many.
    let run = diff("single-point-gained", "20").ends(1);
    assert!(run.out.contains("cut sets        not compared"), "{}", run.out);
    diff("not-compared", "20").ends(1);
    diff("less-reliable", "20").ends(3);
    diff("system-changed", "20").ends(1);
    // Of a system that is new nothing is known either.
    project.write("old.rbd", "system other { module a = 0.9  works when a }\n");
    diff("single-point-gained", "20").ends(1);
    // How many must work is open, and may be none.
    let open = |x: &str| {
        format!(
            "param n, k: count\nsystem s {{ module vm[n] = 0.9  module x, y = 0.99  works when series({x}, k of vm) }}\n"
        )
    };
    project.write("old.rbd", open("x")).write("new.rbd", open("any of (x, y)"));
    let run = diff("single-point-gained", "1000000").ends(3);
    assert!(
        run.out.contains("not known: not-compared: single points of failure of system s could not"),
        "{}",
        run.out
    );
}

#[test]
fn open_parameters_and_negation() {
    let project = Project::new("deny-open");
    let open = "param R_a, R_b\nsystem s { module a = R_a  module b = R_b  works when WORDS }\n";
    let diff = |old: &str, new: &str, kind: &str| {
        project.write("old.rbd", open.replace("WORDS", old));
        project.write("new.rbd", open.replace("WORDS", new));
        project.kofn(&["diff", "old.rbd", "new.rbd", "--deny", kind])
    };
    diff("parallel(a, b)", "a", "less-reliable").ends(1);
    diff("a", "parallel(a, b)", "less-reliable").ends(0);
    // Better or worse: it depends.
    let run = diff("a", "b", "less-reliable").ends(1);
    assert!(run.out.contains("less reliable for some values of what is open"), "{}", run.out);
    // What is not coherent has no single points.
    diff("parallel(a, b)", "series(a, not b)", "single-point-gained").ends(3);
}

/// What nobody could tell before and cannot tell now is no pass either.
#[test]
fn undecided_before_and_now_is_not_the_same() {
    let project = Project::new("deny-undecided");
    let grid = |chance: &str| {
        format!(
            "system g {{
                 module c[r in 1..8, k in 1..8] = {chance}
                 link c[r, k] -- c[r, k + 1] for r in 1..8, k in 1..7
                 link c[r, k] -- c[r + 1, k] for r in 1..7, k in 1..8
                 works when path(c[1, 1], c[8, 8])
             }}
             assert slo: g >= 0.5\n"
        )
    };
    project.write("old.rbd", grid("0.9")).write("new.rbd", grid("0.3"));
    let diff = |nodes: &str| {
        let arguments = ["diff", "old.rbd", "new.rbd", "--deny", "assert-refuted"];
        project.kofn(&[&arguments[..], &["--limit-nodes", nodes]].concat())
    };
    let run = diff("100").ends(3);
    assert!(run.out.contains("slo could not be compared"), "{}", run.out);
    diff("1000000").ends(1);
}

#[test]
fn cases_for_services_that_read_junit() {
    let project = Project::new("deny-junit");
    let model = |words: &str| {
        format!(
            "system s {{ module a, b = 0.9  works when {words} of (a, b) }}
             system t {{ module a = 0.9  works when a }}
             assert slo: s >= 0.9\n"
        )
    };
    project.write("old.rbd", model("any")).write("new.rbd", model("all"));
    let diff = |more: &[&str]| {
        project.kofn(&[&["diff", "old.rbd", "new.rbd", "--format", "junit"][..], more].concat())
    };
    let run = diff(&[]).ends(1).out;
    assert!(run.contains("tests=\"3\"") && run.contains("failures=\"2\""), "{run}");
    assert!(run.contains("[single-point-gained] system s fails when one of these"), "{run}");
    let run = diff(&["--deny", "assert-refuted"]).ends(1).out;
    assert!(run.contains("failures=\"1\"") && run.contains("slo: proven → refuted"), "{run}");
    let run = diff(&["--deny", "not-compared"]).ends(0).out;
    assert!(run.contains("failures=\"0\""), "{run}");
}
