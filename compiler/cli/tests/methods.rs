//! `-v`: how each part was computed, with its counters. They count work and never time, so they
//! are exact; a change of one is a change of what the compiler does.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use kofn::{Compilation, Exactness, SetsWanted, Settings, SingleFile, emit};
use std::process::Command;

fn explaining() -> Settings {
    Settings { methods: true, ..Settings::default() }
}

/// How the only system of a model is said to be computed, line by line.
fn methods_with(model: &str, settings: &Settings) -> Vec<String> {
    let mut compilation = Compilation::new(&SingleFile::new("model.rbd", model), "model.rbd");
    let report = compilation.report(settings, &[]);
    let report = report.unwrap_or_else(|| panic!("{:?}", compilation.diagnostics()));
    block(&emit::text::report(&report))
}

fn methods(model: &str) -> Vec<String> {
    methods_with(model, &explaining())
}

/// The lines from "computed by" on.
fn block(text: &str) -> Vec<String> {
    let from = text.find("computed by").unwrap_or_else(|| panic!("no methods in\n{text}"));
    let lines = text[from..].lines().map(|line| line.trim().to_owned());
    lines.map(|line| line.replace("computed by     ", "")).collect()
}

const BRIDGE: &str = "system bridge {
    module a, b, c, d, e = 0.9
    works when parallel(series(a, d), series(b, e), series(a, c, e), series(b, c, d))
}";

#[test]
fn a_bridge_is_a_diagram_that_is_written_as_a_formula() {
    assert_eq!(
        methods(BRIDGE),
        [
            "decision diagram with 8 nodes over 5 parts; 55 nodes made in 3 orders; \
             written as a formula",
            "in the order d, a, c, b, e",
            "two cases: c works, or fails",
            "products: 3 series and 3 parallel connections of 5 probabilities",
            "exact whole numbers; the denominator has 5 digits",
        ]
    );
}

#[test]
fn cases_are_called_by_what_is_decided_and_not_by_something_alike() {
    let model = BRIDGE.replace("system", "param p = 0.9 system").replace("= 0.9\n", "= p\n");
    assert_eq!(methods(&model)[2], "two cases: c works, or fails");
}

#[test]
fn unlike_modules_are_counted_and_alike_ones_are_binomial() {
    let model = "system count {
        module web = 0.9
        module api = 0.8
        module db = 0.7
        module cache = 0.6
        module queue[3] = 0.95
        works when series(3 of (web, api, db, cache), 2 of queue)
    }";
    assert_eq!(
        methods(model),
        [
            "distribution of a count: 3 of 4, of 4 kinds, like web, api, db, cache",
            "binomial distribution: 2 of 3 like queue[1]",
            "products: 1 series connection of 5 probabilities",
            "exact whole numbers; the denominator has 8 digits",
        ]
    );
}

/// Two rails of ten links each, and ten rungs.
fn ladder() -> String {
    let mut model = "system ladder {\n    module a[11], b[11] = 0.999\n".to_owned();
    for rung in 1..=10 {
        let next = rung + 1;
        model.push_str(&format!(
            "    link a[{rung}] -- a[{next}] = 0.99\n    link b[{rung}] -- b[{next}] = 0.98\n    \
             link a[{rung}] -- b[{rung}] = 0.97\n"
        ));
    }
    model + "    works when connected(a[1], b[11])\n}"
}

#[test]
fn a_ladder_of_thirty_links_goes_by_the_frontier() {
    assert_eq!(
        methods(&ladder()),
        [
            "frontier method: a network of 18 vertices and 26 links, of which 42 can fail; \
             frontier of width 3, 203 states",
            "products: 3 series connections of 5 probabilities",
            "exact whole numbers; the denominator has 117 digits",
        ]
    );
}

/// Any three neighbours in a ring of thirty: every module stands in three alternatives.
fn neighbours() -> String {
    let mut model = "system shared {\n".to_owned();
    for at in 1..=30 {
        model.push_str(&format!("    module m{at} = {}/100\n", 50 + at));
    }
    let alternatives: Vec<String> = (1..=30)
        .map(|at| format!("series(m{at}, m{}, m{})", at % 30 + 1, (at + 1) % 30 + 1))
        .collect();
    model + &format!("    works when parallel({})\n}}", alternatives.join(", "))
}

#[test]
fn a_part_of_several_modules_is_called_by_its_first() {
    let model = "system pair {
        module left, right = 0.9
        works when any of (left, right)
    }
    system bridge {
        module a = pair
        module b, c, d, e = 0.9
        works when parallel(series(a, d), series(b, e), series(a, c, e), series(b, c, d))
    }";
    let mut compilation = Compilation::new(&SingleFile::new("model.rbd", model), "model.rbd");
    let report = compilation.report(&explaining(), &["bridge".to_owned()]).unwrap();
    assert_eq!(block(&emit::text::report(&report))[1], "in the order d, (a.left …), c, b, e");
}

#[test]
fn many_modules_that_share_go_by_a_diagram() {
    assert_eq!(
        methods(&neighbours()),
        [
            "decision diagram with 228 nodes over 30 parts; 811 nodes made in 2 orders",
            "in the order m1, m2, m3, m29, m30, m4, m5, m6 and 22 more",
            "exact whole numbers; the denominator has 46 digits",
        ]
    );
}

#[test]
fn digits_are_certified_where_nobody_wants_the_fraction() {
    let settings = Settings { exactness: Exactness::Never, ..explaining() };
    let told = methods_with(BRIDGE, &settings);
    assert_eq!(
        told.last().unwrap(),
        "certified enclosures of 112 bits, as no exact value is wanted"
    );
}

#[test]
fn open_counts_have_methods_and_no_arithmetic() {
    let model = "param n: count
        param R
        system votes {
            module voter[n] = R
            works when 2 of voter
        }";
    assert_eq!(methods(model), ["binomial distribution: 2 of n like voter[i]"]);
}

#[test]
fn many_methods_are_counted_by_kind() {
    let mut model = "system votes {\n".to_owned();
    for at in 1..=20 {
        model.push_str(&format!("    module m{at}[3] = {}/100\n", 50 + at));
    }
    let votes: Vec<String> = (1..=20).map(|at| format!("2 of m{at}")).collect();
    model.push_str(&format!("    works when series({})\n}}", votes.join(", ")));
    let told = methods(&model);
    assert_eq!(
        told[10..],
        [
            "binomial distribution: 2 of 3 like m11[1]",
            "products: 1 series connection of 20 probabilities",
            "and 9 by a binomial distribution",
            "exact whole numbers; the denominator has 88 digits",
        ]
    );
}

#[test]
fn answers_and_sets_tell_it_too() {
    let mut compilation = Compilation::new(&SingleFile::new("model.rbd", BRIDGE), "model.rbd");
    let answer = compilation.ask("unreliability(bridge)", &explaining()).unwrap();
    assert!(block(&emit::text::answer(&answer))[0].starts_with("decision diagram with 8 nodes"));
    let json = emit::json::answer(&answer);
    assert_eq!(json["methods"][0]["order"][0], "d");
    assert_eq!(json["methods"][0]["nodes"], 8);
    assert_eq!(json["arithmetic"]["numbers"], "exact");

    let wanted =
        SetsWanted { sets: kofn::Sets::Cuts, order: None, most: 20, by_probability: false };
    let sets = compilation.sets(&explaining(), &[], &wanted, &mut |_, _| {}).unwrap();
    assert_eq!(
        block(&emit::sets::text(&sets, false)),
        [
            "decision diagram with 8 nodes over 5 parts; 55 nodes made in 3 orders",
            "in the order d, a, c, b, e",
        ]
    );
}

fn kofn(arguments: &[&str]) -> (String, i32) {
    let run = Command::new(env!("CARGO_BIN_EXE_kofn"))
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    (String::from_utf8(run.stdout).unwrap(), run.status.code().unwrap())
}

#[test]
fn the_program_adds_lines_and_changes_none() {
    let model = ["examples/01-bridge.rbd"];
    let (plain, _) = kofn(&model);
    let (told, status) = kofn(&[model[0], "-v"]);
    assert_eq!(status, 0);
    let mut lines = told.lines();
    for line in plain.lines() {
        assert!(lines.any(|told| told == line), "`{line}` is missing with -v");
    }
    assert!(!plain.contains("computed by"));
    assert!(told.contains(" building, ") && told.contains("\nread in "), "{told}");
}

#[test]
fn json_has_methods_and_seconds_with_v_only() {
    let model = ["examples/01-bridge.rbd", "-s", "bridge", "--format", "json"];
    let (plain, _) = kofn(&model);
    let (told, _) = kofn(&[&model[..], &["-v"]].concat());
    let mut told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert!(told["systems"][0]["methods"].is_array());
    assert!(told["systems"][0]["seconds"]["reducing"].is_string());
    assert!(told["seconds"]["reading"].is_string());
    told.as_object_mut().unwrap().remove("seconds");
    for field in ["methods", "arithmetic", "seconds"] {
        told["systems"][0].as_object_mut().unwrap().remove(field);
    }
    assert_eq!(told, serde_json::from_str::<serde_json::Value>(&plain).unwrap());
}

#[test]
fn quiet_and_verbose_exclude_each_other() {
    assert_eq!(kofn(&["examples/01-bridge.rbd", "-q", "-v"]).1, 2);
}
