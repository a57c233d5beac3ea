//! What has no decision diagram within the limits is enclosed from both sides.

use kofn::emit::report::{AnswerKind, Outcome, Verdict};
use kofn::{Compilation, Settings, SingleFile};
use kofn_algebra::Rational;

/// Groups of three of 48 modules, one of each of which must work; far from any order.
fn web(seed: &mut u64) -> String {
    let mut below = |bound: u64| {
        *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (*seed >> 33) % bound
    };
    let mut text = "system web {\n".to_owned();
    for module in 0..48 {
        text.push_str(&format!("    module m{module} = 0.{}\n", 99_990 + below(10)));
    }
    text.push_str("    works when series(m0");
    for group in 0..48u64 {
        let [second, third] = [1 + below(23), 24 + below(23)].map(|step| (group + step) % 48);
        text.push_str(&format!(",\n        parallel(m{group}, m{second}, m{third})"));
    }
    text.push_str(")\n}\n");
    text
}

fn value(compilation: &mut Compilation, query: &str, settings: &Settings) -> Outcome {
    let AnswerKind::Value { value, .. } = compilation.ask(query, settings).expect("answered").kind
    else {
        panic!("{query} asks for a value");
    };
    value
}

fn number(text: &str) -> Rational {
    Rational::parse_decimal(text).expect("a decimal")
}

#[test]
fn bounds_contain_the_exact_value() {
    let mut seed = 5;
    let mut bounded = 0;
    for _ in 0..6 {
        let text = web(&mut seed);
        let mut compilation = Compilation::new(&SingleFile::new("web.rbd", &text), "web.rbd");
        let free = Settings::default();
        let mut tight = Settings::default();
        tight.limits.nodes = 20_000;
        for query in ["web", "unreliability(web)"] {
            let Outcome::Value(exact) = value(&mut compilation, query, &free) else {
                panic!("the diagram of {text} is small enough");
            };
            let exact = exact.exact.expect("within limits");
            let Outcome::Between(bounds) = value(&mut compilation, query, &tight) else {
                continue;
            };
            bounded += 1;
            let (lo, hi) = &bounds.works;
            assert!(number(lo) <= exact && exact <= number(hi), "{exact} in {lo} to {hi}");
            let (lo, hi) = &bounds.fails;
            let fails = exact.complement();
            assert!(number(lo) <= fails && fails <= number(hi), "{fails} in {lo} to {hi}");
        }
    }
    assert!(bounded >= 6, "only {bounded} of 12 values were bounded");
}

#[test]
fn assertions_are_decided_by_bounds() {
    let text = web(&mut 5);
    let mut compilation = Compilation::new(&SingleFile::new("web.rbd", &text), "web.rbd");
    let mut tight = Settings::default();
    tight.limits.nodes = 20_000;
    let mut verdict = |query: &str| {
        let AnswerKind::Assert(assertion) = compilation.ask(query, &tight).expect("answered").kind
        else {
            panic!("{query} asserts");
        };
        assertion.verdict
    };
    assert!(matches!(verdict("assert web > 0.5"), Verdict::Proven { .. }));
    assert!(matches!(verdict("assert web > 0.9999999"), Verdict::Refuted { .. }));
}
