//! Input that attacks: whatever it is, there is the right answer or a clear finding.
//!
//! Tests run on the small stacks of test threads, so a walk that is too deep does not pass.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod hostile;

use kofn::diagnostics::{Colors, render};
use kofn::emit::report::{AnswerKind, Outcome};
use kofn::{Compilation, Exactness, Settings, SingleFile};
use kofn_algebra::Rational;

fn compiled(text: &str) -> Compilation {
    let world = SingleFile::new("model.rbd", text);
    let mut compilation = Compilation::new(&world, "model.rbd");
    compilation.check();
    compilation
}

/// Everything that is told about a text: its findings, its report. What the text is does not
/// matter; that there is an end does.
fn everything(text: &str) -> Compilation {
    let mut compilation = compiled(text);
    for finding in compilation.diagnostics().iter().take(20) {
        let shown = render(finding, compilation.sources(), Colors::Never);
        assert!(shown.contains(finding.code.0), "a finding without its code: {shown}");
    }
    let report = compilation.report(&Settings::default(), &[]);
    if let Some(report) = report {
        kofn::emit::text::report(&report);
        kofn::emit::latex::report(&report);
    }
    compilation
}

fn outcome(compilation: &mut Compilation, query: &str, settings: &Settings) -> Outcome {
    match compilation.ask(query, settings) {
        Ok(answer) => match answer.kind {
            AnswerKind::Value { value, .. } => value,
            _ => panic!("`{query}` is not an expression"),
        },
        Err(found) => {
            let shown: String = found
                .iter()
                .map(|finding| render(finding, compilation.sources(), Colors::Never))
                .collect();
            panic!("{query}\n{shown}")
        }
    }
}

fn exact(compilation: &mut Compilation, query: &str) -> Rational {
    let settings = Settings { exactness: Exactness::Always, ..Settings::default() };
    match outcome(compilation, query, &settings) {
        Outcome::Value(value) => value.exact.unwrap(),
        other => panic!("{other:?}"),
    }
}

fn decimal(compilation: &mut Compilation, query: &str, digits: usize) -> String {
    let settings = Settings { digits, ..Settings::default() };
    match outcome(compilation, query, &settings) {
        Outcome::Value(value) => value.decimal,
        other => panic!("{other:?}"),
    }
}

fn codes(compilation: &Compilation) -> Vec<&'static str> {
    let mut codes: Vec<&str> = compilation
        .diagnostics()
        .iter()
        .filter(|finding| finding.is_error())
        .map(|finding| finding.code.0)
        .collect();
    codes.dedup();
    codes
}

fn check_deep(part: usize) {
    for (what, text) in hostile::deep(100_000).into_iter().skip(part).step_by(2) {
        let mut compilation = everything(&text);
        if !compilation.has_errors() && what != "reserved words" {
            assert_eq!(exact(&mut compilation, "s").to_string(), "1/2", "{what}");
        }
    }
}

#[test]
fn deep_texts_end_in_an_answer_or_a_finding() {
    check_deep(0);
}

#[test]
fn more_deep_texts_end_in_an_answer_or_a_finding() {
    check_deep(1);
}

#[test]
fn large_arrays_are_counted() {
    let mut model = compiled(
        "system all_alike { module x[10^9] = 1/2 works when any of x }
         system one { module x[10^9] = 1/2 works when x[5] }
         system million { module unit[10^6] = 0.1 works when any of unit }
         system two { module unit[10^6] = 1e-6 works when 2 of unit }
         system most { module unit[10^6] = 0.5 works when majority of unit }",
    );
    assert_eq!(codes(&model), ["too-large"], "only `x[5]` is wrong");
    model = compiled(
        "system all_alike { module x[10^9] = 1/2 works when any of x }
         system certain { module x[10^9] = 1 works when all of x }
         system million { module unit[10^6] = 0.1 works when any of unit }
         system two { module unit[10^6] = 1e-6 works when 2 of unit }
         system element { module unit[10^6] = 1/3 works when unit[5] }",
    );
    assert!(!model.has_errors());
    // 2^(−10⁹), (9/10)^(10⁶) and 1 − (1 − p)ⁿ − n p (1 − p)ⁿ⁻¹, computed apart with 60 digits.
    assert!(decimal(&mut model, "unreliability(all_alike)", 6).contains("e-301029996"));
    assert_eq!(decimal(&mut model, "certain", 6), "1");
    assert_eq!(
        decimal(&mut model, "unreliability(million)", 30),
        "3.23176166359831652339444355064e-45758"
    );
    assert_eq!(decimal(&mut model, "two", 6), "0.264241");
    assert_eq!(exact(&mut model, "element").to_string(), "1/3");
}

/// A long chain with a long dead end is one walk, and many questions about a large network are
/// counted.
#[test]
fn long_networks_are_walked_and_questions_counted() {
    let network = |nodes: usize, questions: &str| {
        format!(
            "system s {{ module a[{nodes}] = 0.9999
                 link a[i] -- a[i + 1] for i in 1..{}
                 works when series({questions}) }}",
            nodes - 1
        )
    };
    // Quadratic work would take minutes here.
    let mut one = compiled(&network(30_000, "path(a[1], a[10])"));
    assert_eq!(decimal(&mut one, "s", 12), "0.99900044988");
    let many = compiled(&network(30_000, "path(a[1], a[i]) for i in 2..600"));
    assert_eq!(codes(&many), ["too-large"]);
}

#[test]
fn a_probability_may_be_long() {
    let digits = "123456789".repeat(1_200);
    let mut model = compiled(&format!("system s {{ module a = 0.{digits} works when a }}"));
    assert!(!model.has_errors());
    assert_eq!(exact(&mut model, "s"), Rational::parse_decimal(&format!("0.{digits}")).unwrap());
}

#[test]
fn odd_texts_are_read() {
    for text in [
        "",
        "\u{feff}",
        "\n\n\n",
        "// nothing",
        "\u{feff}system s {\r\n    module a = 1/2\r\n    works when a\r\n}\r\n",
        "system s { module a = 1/2 works when a }",
        "module lonely = 1/2",
    ] {
        let mut model = everything(text);
        if !text.contains("system") {
            // A file of parts is sound, and there is nothing to compute in it.
            assert_eq!(codes(&model), ["no-system"], "{text:?}");
            continue;
        }
        assert!(!model.has_errors(), "{text:?}: {:?}", model.diagnostics());
        assert_eq!(exact(&mut model, "s").to_string(), "1/2", "{text:?}");
    }
}

#[test]
fn large_files_are_read() {
    const BYTES: usize = 50_000_000;
    let system = "system s { module a = 1/2 works when a }";
    let mut model =
        everything(&hostile::filled(system, "// nothing of importance stands here\n", "", BYTES));
    assert_eq!(exact(&mut model, "s").to_string(), "1/2");
    let mut model = everything(&hostile::filled(system, " ", "", BYTES));
    assert_eq!(exact(&mut model, "s").to_string(), "1/2");
    let model = everything(&hostile::filled("use \"", "x", "\"", BYTES));
    assert!(model.has_errors());
    let model = everything(&"x".repeat(BYTES));
    assert!(model.has_errors());
}

/// Knuth's MMIX generator.
fn next(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) % end.max(1) as u64) as usize
}

#[test]
fn garbage_ends_in_findings() {
    const WORDS: &[&str] = &[
        "system",
        "module",
        "param",
        "let",
        "block",
        "link",
        "works",
        "when",
        "on",
        "for",
        "in",
        "of",
        "any",
        "all",
        "majority",
        "not",
        "series",
        "parallel",
        "path",
        "connected",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        "=",
        "..",
        "->",
        "--",
        "-",
        "+",
        "*",
        "/",
        "^",
        "a",
        "b",
        "c",
        "n",
        "i",
        "1",
        "2",
        "0.5",
        "9 nines",
        "1/0",
        "\"",
        "//\n",
        "/*",
        "*/",
        "///",
        "\n",
        " ",
        "é",
        "\u{0}",
        "use",
        "common",
        "cause",
        "beta",
        "given",
        "solve",
        "assert",
        "table",
        "plot",
        "over",
        "step",
        "true",
        "1e999999999",
        "10^10^10",
        "𝔘",
        "'",
        ".",
        ":",
        "count",
        "<",
        ">=",
    ];
    let mut state = 7;
    for _ in 0..1_500 {
        let mut text = String::new();
        for _ in 0..next(&mut state, 40) {
            text.push_str(WORDS[next(&mut state, WORDS.len())]);
            if next(&mut state, 3) > 0 {
                text.push(' ');
            }
        }
        everything(&text);
    }
}

#[test]
fn mutated_examples_end_in_findings_or_values() {
    let mut texts = Vec::new();
    for path in kofn_suite::files("examples", "rbd") {
        texts.push(std::fs::read_to_string(path).unwrap());
    }
    let mut state = 11;
    for round in 0..25 * texts.len() {
        let mut text: Vec<char> = texts[round % texts.len()].chars().collect();
        for _ in 0..=next(&mut state, 4) {
            let (at, other) = (next(&mut state, text.len()), next(&mut state, text.len()));
            let length = next(&mut state, 12).min(text.len() - at);
            match next(&mut state, 4) {
                0 => drop(text.drain(at..at + length)),
                1 => {
                    let piece = text[at..at + length].to_vec();
                    text.splice(other..other, piece);
                }
                2 => text.swap(at, other),
                _ => {
                    text[at] =
                        ['(', ')', '{', '}', '9', '0', 'x', '.', '-', '"'][next(&mut state, 10)]
                }
            }
            if text.is_empty() {
                break;
            }
        }
        everything(&text.into_iter().collect::<String>());
    }
}
