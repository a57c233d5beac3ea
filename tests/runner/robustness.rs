//! Input that attacks: whatever it is, there is the right answer or a clear finding.
//!
//! Tests run on the small stacks of test threads, so a walk that is too deep does not pass.

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
            AnswerKind::NotAnswered(kind) => panic!("`{kind}` is not answered"),
        },
        Err(found) => {
            let shown: String =
                found.iter().map(|finding| render(finding, compilation.sources(), Colors::Never)).collect();
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
    let mut codes: Vec<&str> =
        compilation.diagnostics().iter().filter(|finding| finding.is_error()).map(|finding| finding.code.0).collect();
    codes.dedup();
    codes
}

fn check_deep(part: usize) {
    for (what, text) in hostile::deep(100_000).into_iter().skip(part).step_by(2) {
        let start = std::time::Instant::now();
        let mut compilation = everything(&text);
        eprintln!("{what}: {:?} {:?}", codes(&compilation), start.elapsed());
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
