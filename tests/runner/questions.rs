//! Questions put to a model: what they may set, what they are answered, how they are refused.

use kofn::emit::report::{AnswerKind, Outcome};
use kofn::{Compilation, Settings, SingleFile};

const MODEL: &str = "
    param w[3] = (0.9, 0.8, 0.7)
    system voters { module b[i in 1..3] = w[i]  works when 2 of b }
    system spares { param j: count  module m[j] = 0.9  works when any of m }
    system pair { param r  module q = r  module m  works when series(q, m) }
";

fn model() -> Compilation {
    Compilation::new(&SingleFile::new("model.rbd", MODEL), "model.rbd")
}

/// The exact value, or the codes of what is wrong with the question.
fn asked(query: &str) -> String {
    match model().ask(query, &Settings::default()) {
        Ok(answer) => match answer.kind {
            AnswerKind::Value { value: Outcome::Value(value), .. } => {
                value.exact.map_or(value.decimal, |exact| exact.to_string())
            }
            AnswerKind::Value { value, .. } => format!("{value:?}"),
            _ => "not an expression".to_owned(),
        },
        Err(findings) => {
            findings.iter().map(|finding| finding.code.0).collect::<Vec<_>>().join(" ")
        }
    }
}

#[test]
fn families_are_set_whole() {
    // 2 of (1/2, 1, 0)
    assert_eq!(asked("voters(w = (1/2, 1, 0))"), "1/2");
    assert_eq!(asked("voters given w = (1/2, 1, 0)"), "1/2");
    assert_eq!(asked("voters given w[1] = 1/2"), "wrong-arguments");
    assert_eq!(asked("voters(w = (1, 1, 1, 1))"), "outside-domain");
    assert_eq!(asked("voters(w = (1, 1))"), "outside-domain");
}

#[test]
fn a_parameter_is_set_once() {
    assert_eq!(asked("spares(j = 1, j = 2)"), "wrong-arguments");
    assert_eq!(asked("spares given j = 1, j = 2"), "wrong-arguments");
}

#[test]
fn sums_run_over_designs() {
    // 9/10 · 99/100
    assert_eq!(asked("product(spares(j = i) for i in 1..2)"), "891/1000");
    assert_eq!(asked("sum(1/i for i in 1..4)"), "25/12");
    assert_eq!(asked("sum(1/i for i in 1..20000)"), "too-large");
}

#[test]
fn parameters_have_the_names_that_results_print() {
    for query in [
        "pair(r = 1/2, R_m = 1/2)",
        "pair given pair.r = 1/2, pair.R_m = 1/2",
        "pair given r = 1/2, R_pair.m = 1/2",
    ] {
        assert_eq!(asked(query), "1/4", "{query}");
    }
}

#[test]
fn what_is_not_certain_is_no_value() {
    assert!(asked("exp(-1)*exp(-2) - exp(-3)").starts_with("Limit"));
    assert!(asked("(-8)^(1/3)").starts_with("Undefined"));
    assert_eq!(asked("1/(1 - 1)"), "division-by-zero");
}
