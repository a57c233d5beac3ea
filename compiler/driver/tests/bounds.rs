//! What has no decision diagram within the limits is enclosed from both sides.

use kofn::emit::report::{AnswerKind, Outcome, Verdict};
use kofn::{Compilation, Exactness, Interrupt, Settings, SingleFile};
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

/// What is interrupted is no limit to make do with: there are no bounds of it, and no value.
#[test]
fn what_is_interrupted_is_not_enclosed() {
    let mut seed = 5;
    let text = web(&mut seed);
    let mut compilation = Compilation::new(&SingleFile::new("web.rbd", &text), "web.rbd");
    let mut tight = Settings::default();
    tight.limits.nodes = 20_000;
    let interrupt = Interrupt::new();
    tight.limits.interrupt = interrupt.clone();
    let bounds = value(&mut compilation, "web", &tight);
    assert!(matches!(bounds, Outcome::Between(_)), "{bounds:?}");
    interrupt.raise();
    for exactness in [Exactness::Auto, Exactness::Never, Exactness::Always] {
        let settings = Settings { exactness, ..tight.clone() };
        for query in ["web", "unreliability(web)"] {
            let outcome = value(&mut compilation, query, &settings);
            let Outcome::Limit(why) = &outcome else { panic!("{query}: {outcome:?}") };
            assert_eq!(why, "the computation was interrupted");
        }
    }
    let AnswerKind::Assert(verdict) =
        compilation.ask("assert web > 1/2", &tight).expect("answered").kind
    else {
        panic!("an assertion is answered as one");
    };
    assert!(matches!(verdict.verdict, Verdict::Undecided { .. }), "{verdict:?}");
}

/// Interrupted while it is at work, by another thread, a computation of minutes ends at once.
#[test]
fn a_computation_ends_when_it_is_interrupted() {
    let grid = "system grid {
        module cell[r in 1..12, c in 1..12] = 0.9
        link cell[r, c] -- cell[r, c + 1] for r in 1..12, c in 1..11
        link cell[r, c] -- cell[r + 1, c] for r in 1..11, c in 1..12
        works when path(cell[1, 1], cell[12, 12])
    }";
    let mut seed = 5;
    let web = web(&mut seed);
    for (text, query) in [(grid, "grid"), (web.as_str(), "web")] {
        let mut compilation = Compilation::new(&SingleFile::new("a.rbd", text), "a.rbd");
        let mut settings = Settings::default();
        // Enough for minutes.
        settings.limits.states = u64::MAX;
        settings.limits.interrupt = Interrupt::new();
        let interrupt = settings.limits.interrupt.clone();
        let clock = std::thread::spawn(move || {
            std::thread::sleep(core::time::Duration::from_millis(5));
            interrupt.raise();
        });
        let outcome = value(&mut compilation, query, &settings);
        clock.join().expect("the clock goes");
        assert!(
            matches!(&outcome, Outcome::Limit(why) if why.contains("interrupted")),
            "{outcome:?}"
        );
    }
}
