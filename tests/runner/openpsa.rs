//! Fault trees: every connective, names, what is refused, and the way there and back.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]
#![allow(dead_code, reason = "the generator is shared with other tests")]

mod generator;

use generator::Random;
use kofn::diagnostics::{Colors, render};
use kofn::emit::report::{AnswerKind, Outcome};
use kofn::{Compilation, Exactness, Settings, SingleFile};
use kofn_algebra::Rational;
use kofn_suite::{Project, files, root};
use std::process::Command;

fn open(name: &str, text: &str) -> Compilation {
    let mut compilation = Compilation::new(&SingleFile::new(name, text), name);
    compilation.check();
    compilation
}

fn findings(compilation: &Compilation) -> String {
    let all = compilation.diagnostics().iter();
    all.map(|finding| render(finding, compilation.sources(), Colors::Never)).collect()
}

fn codes(text: &str) -> Vec<&'static str> {
    open("tree.xml", text).diagnostics().iter().map(|finding| finding.code.0).collect()
}

fn outcome(compilation: &mut Compilation, query: &str) -> Outcome {
    outcome_with(compilation, query, Exactness::Always)
}

fn outcome_with(compilation: &mut Compilation, query: &str, exactness: Exactness) -> Outcome {
    let settings = Settings { exactness, ..Settings::default() };
    match compilation.ask(query, &settings) {
        Ok(answer) => match answer.kind {
            AnswerKind::Value { value, .. } => value,
            _ => panic!("{query} is no expression"),
        },
        Err(found) => panic!("{query}: {found:?}"),
    }
}

fn exact(compilation: &mut Compilation, query: &str) -> Rational {
    match outcome(compilation, query) {
        Outcome::Value(value) => value.exact.unwrap_or_else(|| panic!("{query} is not exact")),
        other => panic!("{query}: {other:?}"),
    }
}

/// A tree with the events a, b, c, which fail with 1/10, 1/5, 1/2.
fn tree(formula: &str) -> String {
    format!(
        "<opsa-mef><define-fault-tree name=\"t\"><define-gate name=\"top\">{formula}</define-gate>
        </define-fault-tree><model-data>
        <define-basic-event name=\"a\"><float value=\"0.1\"/></define-basic-event>
        <define-basic-event name=\"b\"><float value=\"0.2\"/></define-basic-event>
        <define-basic-event name=\"c\"><float value=\"5e-1\"/></define-basic-event>
        <define-house-event name=\"on\"><constant value=\"true\"/></define-house-event>
        <define-house-event name=\"off\"/></model-data></opsa-mef>"
    )
}

#[test]
fn every_connective_is_computed() {
    let (a, b, c) = (
        "<event name=\"a\"/>",
        "<basic-event name=\"b\"/>",
        "<event name=\"c\" type=\"basic-event\"/>",
    );
    for (formula, failure) in [
        (a.to_owned(), "1/10"),
        (format!("<and>{a}{b}</and>"), "1/50"),
        (format!("<or>{a}{b}</or>"), "7/25"),
        (format!("<not>{a}</not>"), "9/10"),
        (format!("<nand>{a}{b}</nand>"), "49/50"),
        (format!("<nor>{a}{b}</nor>"), "18/25"),
        (format!("<xor>{a}{b}</xor>"), "13/50"),
        (format!("<iff>{a}{b}</iff>"), "37/50"),
        // Two of three: ab + ac + bc − 2abc.
        (format!("<atleast min=\"2\">{a}{b}{c}</atleast>"), "3/20"),
        (format!("<atleast min=\"1\">{a}{b}{c}</atleast>"), "16/25"),
        (format!("<atleast min=\"3\">{a}{b}{c}</atleast>"), "1/100"),
        (format!("<and>{a}<or>{b}<not>{c}</not></or></and>"), "3/50"),
        (format!("<xor><and>{a}{b}</and><or>{b}{c}</or></xor>"), "29/50"),
        (format!("<and>{a}<house-event name=\"on\"/></and>"), "1/10"),
        (format!("<or>{a}<house-event name=\"off\"/></or>"), "1/10"),
        (format!("<or>{a}<constant value=\"true\"/></or>"), "1"),
    ] {
        let mut compilation = open("tree.xml", &tree(&formula));
        assert!(!compilation.has_errors(), "{formula}\n{}", findings(&compilation));
        let found = exact(&mut compilation, "unreliability(top)");
        assert_eq!(found, failure.parse().unwrap(), "{formula}");
    }
}

#[test]
fn numbers_are_exact_and_exponentials_certain() {
    let text = "<opsa-mef><define-fault-tree name=\"t\"><define-gate name=\"top\"><or>
        <event name=\"pump\"/><event name=\"valve\"/></or></define-gate>
        <define-basic-event name=\"pump\"><exponential><parameter name=\"rate\"/><float value=\"1000\"/></exponential></define-basic-event>
        <define-basic-event name=\"valve\"><exponential><parameter name=\"rate\"/><system-mission-time/></exponential></define-basic-event>
        <define-parameter name=\"rate\"><div><float value=\"1e-3\"/><int value=\"10\"/></div></define-parameter>
        </define-fault-tree></opsa-mef>";
    let mut compilation = open("tree.xml", text);
    assert!(!compilation.has_errors(), "{}", findings(&compilation));
    match outcome_with(&mut compilation, "top given mission_time = 9000", Exactness::Auto) {
        // exp(−0.1 − 0.9)
        Outcome::Value(value) => assert_eq!(value.decimal, "0.367879441171"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_are_kept_or_said() {
    let text = "<opsa-mef><define-fault-tree name=\"t\"><define-gate name=\"top\"><or>
        <event name=\"pump-1.a\"/><event name=\"pump_1_a\"/><event name=\"system\"/><event name=\"hôte\"/><event name=\"1st\"/></or></define-gate>
        <define-basic-event name=\"pump-1.a\"><label>left\n pump</label><float value=\".5\"/></define-basic-event>
        <define-basic-event name=\"pump_1_a\"><float value=\"0.5\"/></define-basic-event>
        <define-basic-event name=\"system\"><float value=\"0.5\"/></define-basic-event>
        <define-basic-event name=\"hôte\"><float value=\"0.5\"/></define-basic-event>
        <define-basic-event name=\"1st\"><float value=\"0.5\"/></define-basic-event>
        </define-fault-tree></opsa-mef>";
    let written = kofn::import(&SingleFile::new("-", text), "-").text.unwrap();
    for line in [
        "module pump_1_a_2 = 1 - 0.5   /// left pump (MEF: pump-1.a)",
        "module pump_1_a = 1 - 0.5",
        "module system_ = 1 - 0.5   /// MEF: system",
        "module hôte = 1 - 0.5",
        "module n1st = 1 - 0.5   /// MEF: 1st",
        "    works when series(pump_1_a_2, pump_1_a, system_, hôte, n1st)",
    ] {
        assert!(written.lines().any(|written| written == line), "{line}\n{written}");
    }
    let mut compilation = open("tree.xml", text);
    assert_eq!(exact(&mut compilation, "top"), "1/32".parse().unwrap());
}

#[test]
fn private_names_are_found_where_they_stand() {
    let part = |name: &str, chance: &str| {
        format!(
            "<define-component name=\"{name}\" role=\"private\"><define-gate name=\"g\" role=\"public\">
            <or><event name=\"x\"/></or></define-gate><define-basic-event name=\"x\"><float value=\"{chance}\"/></define-basic-event></define-component>"
        ).replace("name=\"g\"", &format!("name=\"g_{name}\""))
    };
    let text = format!(
        "<opsa-mef><define-fault-tree name=\"t\"><define-gate name=\"top\"><and><gate name=\"g_one\"/><gate name=\"g_two\"/>
        <event name=\"one.x\"/></and></define-gate>{}{}</define-fault-tree></opsa-mef>",
        part("one", "0.5"), part("two", "0.1")
    );
    let mut compilation = open("tree.xml", &text);
    assert!(!compilation.has_errors(), "{}", findings(&compilation));
    assert_eq!(exact(&mut compilation, "unreliability(top)"), "1/20".parse().unwrap());
}

#[test]
fn several_tops_are_systems_that_share_their_modules() {
    let text = tree("<event name=\"a\"/>").replace(
        "<model-data>",
        "<model-data><define-gate name=\"other\"><event name=\"a\"/></define-gate>",
    );
    let mut compilation = open("tree.xml", &text);
    assert_eq!(exact(&mut compilation, "top + other"), "9/5".parse().unwrap());
}

#[test]
fn what_is_wrong_or_refused_is_a_finding() {
    let event = "<event name=\"a\"/>";
    let deep = format!("{}{event}{}", "<not>".repeat(100_000), "</not>".repeat(100_000));
    for (text, code) in [
        (String::new(), "xml-syntax"),
        ("<opsa-mef>".to_owned(), "xml-syntax"),
        ("<opsa-mef><a></b></opsa-mef>".to_owned(), "xml-syntax"),
        ("<opsa-mef>&bomb;</opsa-mef>".to_owned(), "xml-syntax"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><opsa-mef/>".to_owned(), "openpsa-unsupported"),
        ("<svg/>".to_owned(), "openpsa-form"),
        ("<opsa-mef/>".to_owned(), "openpsa-form"),
        ("<opsa-mef><define-event-tree name=\"e\"/></opsa-mef>".to_owned(), "openpsa-unsupported"),
        (
            "<opsa-mef><define-CCF-group name=\"e\" model=\"beta-factor\"/></opsa-mef>".to_owned(),
            "openpsa-unsupported",
        ),
        (tree(&format!("<imply>{event}{event}</imply>")), "openpsa-unsupported"),
        (
            tree(&format!("<cardinality min=\"1\" max=\"1\">{event}</cardinality>")),
            "openpsa-unsupported",
        ),
        (tree(&format!("<xor>{event}{event}{event}</xor>")), "openpsa-form"),
        (tree(&format!("<atleast min=\"3\">{event}{event}</atleast>")), "openpsa-form"),
        (tree("<and/>"), "openpsa-form"),
        (tree("<gate name=\"a\"/>"), "openpsa-form"),
        (tree("<event name=\"d\"/>"), "openpsa-undefined"),
        (tree("<gate name=\"top\"/>"), "openpsa-cycle"),
        (tree(event).replace("name=\"b\"", "name=\"a\""), "duplicate-name"),
        (tree(event).replace("\"0.1\"", "\"0.1x\""), "openpsa-form"),
        (tree(event).replace("\"0.1\"", "\"1.1\""), "probability-out-of-range"),
        (tree(event).replace("<float value=\"0.1\"/>", "<Weibull/>"), "openpsa-unsupported"),
        (
            tree(event).replace("<float value=\"0.1\"/>", "<parameter name=\"q\"/>"),
            "openpsa-undefined",
        ),
        (tree(&deep), "nested-too-deeply"),
        (format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000)), "openpsa-form"),
    ] {
        let found = codes(&text);
        let shown: String = text.chars().take(200).collect();
        assert_eq!(found, [code], "{shown}");
    }
}

/// Long chains of gates, and long circles, end in an answer or a finding.
#[test]
fn long_chains_are_walked() {
    let mut chain = String::from("<opsa-mef>");
    for gate in 0..100_000 {
        chain.push_str(&format!(
            "<define-gate name=\"g{gate}\"><gate name=\"g{}\"/></define-gate>",
            gate + 1
        ));
    }
    let open_end = format!(
        "{chain}<define-gate name=\"g100000\"><constant value=\"true\"/></define-gate></opsa-mef>"
    );
    // Each gate is the next one and nothing else: no level is added.
    assert_eq!(codes(&open_end), [""; 0]);
    let circle = format!(
        "{chain}<define-gate name=\"g100000\"><gate name=\"g0\"/></define-gate></opsa-mef>"
    );
    assert_eq!(codes(&circle), ["openpsa-cycle"]);
}

/// Many `not` are one warning.
#[test]
fn negations_are_no_noise() {
    let not = "<not><event name=\"a\"/></not>";
    let text =
        tree(&format!("<or>{}</or>", format!("<and>{not}<event name=\"b\"/></and>").repeat(50)));
    assert_eq!(codes(&text), ["non-coherent"]);
}

/// The reliability of every system that can be written is the same after it was written and read.
/// Gives back how many were compared.
fn there_and_back(compilation: &mut Compilation, names: &[String]) -> usize {
    let mut compared = 0;
    for name in names {
        let Some(text) = compilation.openpsa(std::slice::from_ref(name)) else { continue };
        let value = match outcome(compilation, name) {
            Outcome::Value(value) => value,
            _ => continue,
        };
        let Some(before) = value.exact else { continue };
        let mut again = open("again.xml", &text);
        assert!(!again.has_errors(), "{name}: {}\n{text}", findings(&again));
        let report = again.report(&Settings::default(), &[]).unwrap();
        let top = report.systems[0].name.clone();
        let after = exact(&mut again, &top);
        // What does not end was cut off at 20 digits.
        let digits = |number: &str| number.bytes().filter(u8::is_ascii_digit).count();
        let mut numbers = text.split("<float value=\"").skip(1);
        if numbers.all(|rest| rest.split('"').next().is_some_and(|number| digits(number) < 20)) {
            assert_eq!(before, after, "{name}\n{text}");
            compared += 1;
        }
    }
    compared
}

#[test]
fn examples_come_back_as_they_went() {
    let mut compared = 0;
    for path in files("examples", "rbd") {
        let open = || Compilation::new(&Project, &path.to_string_lossy());
        let Some(report) = open().report(&Settings::default(), &[]) else { continue };
        for system in report.systems {
            compared += there_and_back(&mut open(), &[system.name]);
        }
    }
    assert!(compared >= 10, "only {compared} systems were compared under {}", root().display());
}

/// Structures with decimal probabilities, shared modules, votes with weights, `not` and a network.
fn random_model(random: &mut Random) -> String {
    fn structure(random: &mut Random, depth: usize) -> String {
        if depth == 0 || random.percent(20) {
            return format!("m{}", random.between(1, 6));
        }
        let count = random.between(2, 4);
        let all: Vec<String> = (0..count).map(|_| structure(random, depth - 1)).collect();
        match random.below(6) {
            0 => format!("not {}", all[0]),
            1 => format!("parallel({})", all.join(", ")),
            2 => "path(m1, m4)".to_owned(),
            3 => format!("series({})", all.join(", ")),
            _ => format!("{} of ({}, {})", random.between(1, count), all.join(", "), all[0]),
        }
    }
    let mut text = String::from("system s {\n");
    for module in 1..=6 {
        text.push_str(&format!("    module m{module} = 0.{}\n", random.between(1, 99)));
    }
    text.push_str(
        "    link m1 -> m2 -> m4 = 0.75\n    link m1 -- m3 -- m4\n    link m2 -- m3 = 0.5\n",
    );
    let works = structure(random, 3);
    text.push_str(&format!("    works when {works}\n}}\n"));
    text
}

#[test]
fn random_structures_come_back_as_they_went() {
    let mut compared = 0;
    for seed in 0..200 {
        let text = random_model(&mut Random::new(seed));
        let mut compilation = open("model.rbd", &text);
        if compilation.has_errors() {
            panic!("{text}\n{}", findings(&compilation));
        }
        compared += there_and_back(&mut compilation, &["s".to_owned()]);
    }
    assert!(compared > 100, "only {compared} structures were compared");
}

/// SCRAM computes the same probability from what is exported, to the digits that it prints.
#[test]
fn scram_confirms_our_numbers() {
    if !Command::new("scram").arg("--version").output().is_ok_and(|run| run.status.success()) {
        let required = std::env::var_os("KOFN_REQUIRE_ALL").is_some();
        assert!(!required, "KOFN_REQUIRE_ALL is set, and there is no scram");
        println!("skipped: there is no scram");
        return;
    }
    let model = "system bridge {
        module a, b, c, d, tie = 0.9
        link source -> a -> c -> sink
        link source -> b -> d -> sink
        link a -> tie -> d
        link b -> tie -> c
        works when path(source, sink)
    }
    system plant {
        module feed = 0.99
        module pump[4] = 0.9 on feed
        module alarm = 0.7
        works when series(2 of pump, parallel(alarm, pump[1]), 3 of (alarm, alarm, feed, pump[2]))
    }";
    for system in ["bridge", "plant"] {
        let mut compilation = open("model.rbd", model);
        let text = compilation.openpsa(&[system.to_owned()]).unwrap();
        let ours = match outcome(&mut compilation, &format!("unreliability({system})")) {
            Outcome::Value(value) => value.decimal,
            other => panic!("{other:?}"),
        };
        let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("openpsa");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{system}.xml"));
        std::fs::write(&path, &text).unwrap();
        let run = Command::new("scram")
            .args(["--bdd", "--probability", "1"])
            .arg(&path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stdout);
        let errors = String::from_utf8_lossy(&run.stderr);
        let theirs = said
            .split("<sum-of-products")
            .nth(1)
            .and_then(|rest| rest.split("probability=\"").nth(1)?.split('"').next());
        let theirs: f64 =
            theirs.unwrap_or_else(|| panic!("{errors}\n{text}\n{said}")).parse().unwrap();
        // Its reports have six digits.
        let ours: f64 = ours.trim_end_matches('…').parse().unwrap();
        assert_eq!(format!("{theirs:.5e}"), format!("{ours:.5e}"), "{text}");
    }
}
