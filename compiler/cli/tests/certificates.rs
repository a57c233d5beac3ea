//! Certificates from the question to the checker: everything that is written is certified.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "in a test, a panic is the failure")]

use kofn::emit::report::{AnswerKind, Verdict as Found};
use kofn::{Certification, Compilation, Settings, SingleFile};
use kofn_verify::{Verdict, verify};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn example(name: &str) -> String {
    std::fs::read_to_string(root().join("examples").join(name)).unwrap()
}

fn compiled(model: &str) -> Compilation {
    let compilation = Compilation::new(&SingleFile::new("model.rbd", model), "model.rbd");
    assert!(!compilation.has_errors(), "{model}\n{:?}", compilation.diagnostics());
    compilation
}

fn certification(model: &str, query: &str) -> Certification {
    compiled(model)
        .certificate(query, &Settings::default())
        .unwrap_or_else(|findings| panic!("{query}: {findings:?}"))
}

/// The certificate, which the checker certifies.
fn certified(model: &str, query: &str) -> String {
    match certification(model, query) {
        Certification::Certificate(text) => {
            let verdict = verify(&text);
            assert!(matches!(verdict, Verdict::Certified { .. }), "{query}: {verdict:?}\n{text}");
            text
        }
        Certification::NotCertified(why) => panic!("{query}: {why}"),
    }
}

fn kinds(text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).unwrap();
    let kind = |one: &Value| one["claim"]["kind"].as_str().unwrap().to_owned();
    value.as_array().map_or_else(|| vec![kind(&value)], |all| all.iter().map(kind).collect())
}

const TWO: &str = "param p, q\nparam n: count\n\
    system one { module a = p  module b[2] = q  works when series(a, any of b) }\n\
    system other { module c = p  module d = q  works when series(c, d) }\n\
    system many { module e[n] = 0.6  works when any of e }\n\
    system vote { module f[n] = 0.45  works when floor(n/2) + 1 of f }\n\
    system pair { module g[2] = p  works when any of g }\n\
    system fair { module h = p  module i[2] = 1/2  works when series(h, any of i) }\n";

#[test]
fn values() {
    for (model, query) in [
        ("00-first-model.rbd", "site(n = 3)"),
        ("01-bridge.rbd", "bridge"),
        ("01-bridge.rbd", "bridge - no_tie"),
        ("10-leaf-spine-fabric.rbd", "fabric"),
    ] {
        certified(&example(model), query);
    }
    certified(TWO, "pair(p = 0) + 1/3");
    certified(TWO, "other(p = 0.3, q = 0.4) / fair(p = 0.2) - 2");
}

#[test]
fn proven_assertions() {
    let paper = "paper/answered.rbd";
    for (model, query) in [
        ("01-bridge.rbd", "assert bridge >= no_tie"),
        ("01-bridge.rbd", "assert bridge >= no_tie given p in 0..1"),
        ("01-bridge.rbd", "assert bridge == by_paths given p in 0..1"),
        ("08-payment-service.rbd", "assert payments >= 99.99%"),
        (paper, "assert native >= virtualized(n = 1)"),
        (paper, "assert native >= virtualized(n = 8) given R_V = R_M"),
        (paper, "assert native >= voting given R_M <= 1/2"),
        (paper, "assert native >= voting given R_V <= 8/9"),
        (paper, "assert majority_voting(n = 3) >= majority_voting(n = 4)"),
        (paper, "assert virtualized(n = 5) <= R_V"),
        (paper, "assert parallel_apart >= parallel_shared"),
        (paper, "assert series_apart <= series_shared"),
        (paper, "assert in_vm == in_hypervisor given n = 1, R_F = R_f"),
        ("paper/replica-diversity.rbd", "assert mixed(n = 2) >= one_node(n = 2)"),
    ] {
        let text = certified(&example(model), query);
        assert_eq!(kinds(&text), ["inequality"], "{query}");
    }
    let both = certified(TWO, "assert one >= other and pair >= other");
    assert_eq!(kinds(&both), ["inequality", "inequality"]);
    let either = certified(TWO, "assert one < other or pair <= 1");
    assert_eq!(kinds(&either), ["inequality"]);
    let listed = certified(TWO, "assert one >= other given p in (0.5, 0.75, 1)");
    assert_eq!(kinds(&listed).len(), 3);
    certified(TWO, "assert one != 2");
    certified(TWO, "assert 9*p^2 - 16*p*q + 9*q^2 - p^2*q^2 >= 0");
    certified(TWO, "assert (p - q)^2 * (2*p^2 - q)^2 >= 0");
    certified(TWO, "assert many >= 0.6 given n in 1..20");
}

#[test]
fn refuted_assertions() {
    for (model, query) in [
        (TWO, "assert other >= one"),
        (TWO, "assert one > other"),
        (TWO, "assert pair > 1/2"),
        (TWO, "assert other >= one given p >= q, p > 1/3"),
        (TWO, "assert many >= 0.9 given n in 1..5"),
        (TWO, "assert one <= 1 and other >= one"),
    ] {
        assert_eq!(kinds(&certified(model, query)), ["refutation"], "{query}");
    }
    let both = certified(TWO, "assert one < other or pair < 1/4");
    assert_eq!(kinds(&both), ["refutation", "refutation"]);
}

#[test]
fn thresholds() {
    let fourth = "given R_H = 0.99, R_V = 0.999, R_f = 0.75, R_M' = 0.75";
    let placement = example("paper/answered.rbd");
    let query = format!("solve R_F where in_hypervisor >= in_vm {fourth}, n = 6");
    assert_eq!(kinds(&certified(&placement, &query)), ["threshold"]);
    let voting = &placement;
    certified(voting, "solve R_M where voting > native given R_H = 1, R_V = 0.98");
    certified(voting, "solve R_M where voting > native given R_H = 1, R_V = 8/9");
    certified(TWO, "solve p where pair >= 3/4 and pair < 0.99");
    certified(TWO, "solve p where pair == fair");
    certified(TWO, "solve p where (3*p - 1)^2 * p >= 0");
    certified(TWO, "solve p where pair >= 2");
    let regions = certified(&example("01-bridge.rbd"), "compare bridge, no_tie over p in 0..1");
    assert_eq!(kinds(&regions), ["threshold", "threshold", "threshold"]);
}

#[test]
fn counts() {
    let solved = certified(TWO, "solve n where many > 0.9 given n in 1..4");
    assert_eq!(kinds(&solved), ["refutation", "refutation", "inequality", "inequality"]);
    let node = example("paper/virtualized-node.rbd");
    let fixed = "given R_H = 1, R_V = 0.999, R_M = 0.9, n in 1..9";
    certified(&node, &format!("solve n where virtualized > 0.998 {fixed}"));
    certified(&node, "assert native >= virtualized given n in 1..6, R_V = R_M");
    certified(TWO, "solve n where vote >= 0.26 given n in 1..40");
}

/// Stretches of counts between their ends, and numbers by themselves.
#[test]
fn counts_without_end() {
    let node = example("paper/virtualized-node.rbd");
    let spared = format!("{TWO}{SPARED}");
    for (model, query) in [
        (node.as_str(), "solve n where virtualized > 0.998 given R_H = 1, R_V = 0.999, R_M = 0.9"),
        (&node, "solve n where virtualized > 0.9999 given R_H = 1, R_V = 0.999, R_M = 0.9"),
        (&node, "solve n where virtualized > native given R_H = 1, R_V = 0.3, R_M = 0.1"),
        (&node, "assert virtualized(n = n + 1) >= virtualized given R_H = 1, R_V = 0.9, R_M = 0.5"),
        (&node, "assert virtualized <= R_V given R_M = 0.9, R_H = 0.9"),
        (&node, "assert virtualized <= R_V"),
        (COUNTED, "solve n where pair > 0.9 given R = 1/100, n >= 2"),
        (COUNTED, "solve n where pair >= 1/2 given R = 1/10, n >= 2"),
        (TWO, "assert many(n = n + 1) * p >= many * p"),
        (COUNTED, "solve n where many >= chain given R = 0.9"),
        (COUNTED, "solve n where many * chain >= 1/2 given R = 0.9"),
        (COUNTED, "assert pair <= 1 given R = 1/2, n >= 2"),
        (&spared, "solve n where two > 0.999 given n >= 2"),
    ] {
        certified(model, query);
    }
}

/// Odd and even counts are two progressions; what needs all but some counts those that fail.
#[test]
fn majorities_and_all_but_some() {
    let steps = |text: &str| text.matches("\"step\": 2").count();
    for query in [
        "solve n where vote > 0.99 given R = 9/10",
        // Even counts rise to n = 10 and fall then.
        "solve n where vote > 0.4 given R = 9/20",
        "solve n where vote > 0.26 given R = 9/20",
        "solve n where vote > 1/3 given R = 1/2",
        "solve n where vote > 0.1 given R = 1/3",
        "solve n where hosted > 0.98 given R = 0.9",
        "assert vote <= R given R = 9/20",
    ] {
        assert!(steps(&certified(VOTES, query)) > 0, "{query}");
    }
    for query in [
        "solve n where all_but_one >= 1/2 given R = 0.9, n >= 2",
        "solve n where spared >= 3/4 given R = 0.9",
        "solve n where two_spare >= 3/4 given R = 0.9",
        "solve n where two_of_more > 0.9 given R = 0.1",
        "solve n where whole > 1/3 given R = 0.9",
    ] {
        certified(VOTES, query);
    }
    certified(VOTES, "solve n where vote > all_but_one given R = 0.8, n >= 2");
}

/// For which counts the second design of the paper is at least as good as the first.
#[test]
fn counts_of_the_paper() {
    let paper = example("paper/answered.rbd");
    let fixed = "given R_H = 0.99, R_V = 0.999, R_f = 0.75, R_F = 0.99, R_M' = 0.75";
    let text = certified(&paper, &format!("solve n where in_hypervisor >= in_vm {fixed}"));
    let all: Value = serde_json::from_str(&text).unwrap();
    let (mut holding, mut others) = (Vec::new(), Vec::new());
    for claim in all.as_array().unwrap() {
        let (numbers, holds) = counts_claimed(claim, ">=").unwrap();
        if holds { &mut holding } else { &mut others }.extend(numbers);
    }
    holding.sort_unstable();
    others.sort_unstable();
    assert_eq!(holding, (1..=5).collect::<Vec<_>>());
    assert_eq!(others, (6..=60).collect::<Vec<_>>());
}

/// A system of one or two groups of n parts.
fn counted_system(random: &mut Lcg, name: &str) -> String {
    let (mut modules, mut parts) = (String::new(), Vec::new());
    for at in 0..=random.below(2) {
        let chance = 1 + random.below(9);
        let needed = ["any", "all", "2", "majority", "n - 1"][random.below(5) as usize];
        modules.push_str(&format!("  module {name}_{at}[n] = {chance}/10\n"));
        parts.push(format!("{needed} of {name}_{at}"));
    }
    let gate = if random.below(2) == 0 { "series" } else { "parallel" };
    let works =
        if parts.len() == 1 { parts.concat() } else { format!("{gate}({})", parts.join(", ")) };
    format!("system {name} {{\n{modules}  works when {works}\n}}\n")
}

/// The numbers from 2 to 60 that a claim is about, and whether it says that the condition holds.
fn counts_claimed(claim: &Value, relation: &str) -> Option<(Vec<usize>, bool)> {
    let parameters = claim["structure"]["parameters"].as_array().unwrap();
    let n = parameters.iter().find(|one| one["name"] == "n")?;
    let index = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let numbers = if n.get("from").is_some() {
        let to = if n["to"].is_null() { 60 } else { index(&n["to"]).min(60) };
        (index(&n["from"])..=to).step_by(index(&n["step"])).collect()
    } else {
        vec![n["range"][0].as_str().unwrap().parse().unwrap()]
    };
    let holds = claim["claim"]["kind"] == "inequality" && claim["claim"]["relation"] == relation;
    Some((numbers, holds))
}

/// Every number is claimed as it is, and no end of a stretch can be changed to claim another.
#[test]
fn random_counts_agree_with_each_count() {
    let mut random = Lcg(31);
    let (mut written, mut refused, mut changes) = (0, 0, 0);
    for _ in 0..25 {
        let systems = counted_system(&mut random, "a") + &counted_system(&mut random, "b");
        let model = format!("param n: count\n{systems}");
        let mut compilation = compiled(&model);
        for (condition, relation) in [("a >= b", ">="), ("a > 1/2", ">")] {
            let query = format!("solve n where {condition} given n >= 2");
            let Certification::Certificate(text) = certification(&model, &query) else {
                refused += 1;
                continue;
            };
            written += 1;
            assert!(matches!(verify(&text), Verdict::Certified { .. }), "{model}{query}\n{text}");
            let mut holds_at = |n: usize| {
                let assertion = format!("assert {condition} given n = {n}");
                let answer = compilation.ask(&assertion, &Settings::default()).unwrap();
                let AnswerKind::Assert(found) = &answer.kind else { panic!("{assertion}") };
                matches!(found.verdict, Found::Proven { .. })
            };
            let truth: Vec<bool> = (0..=60).map(|n| n >= 2 && holds_at(n)).collect();
            let whole: Value = serde_json::from_str(&text).unwrap();
            let claims = whole.as_array().cloned().unwrap_or_else(|| vec![whole.clone()]);
            let mut covered = [false; 61];
            for claim in &claims {
                // Where no side depends on n there is one claim for all.
                let Some((numbers, holds)) = counts_claimed(claim, relation) else { continue };
                for n in numbers.into_iter().filter(|n| *n <= 60) {
                    covered[n] = true;
                    assert_eq!(truth[n], holds, "{model}{query}, n = {n}");
                }
                let parameters = claim["structure"]["parameters"].as_array().unwrap();
                let place = parameters.iter().position(|one| one.get("from").is_some());
                for (end, up) in [("from", false), ("from", true), ("to", false), ("to", true)] {
                    let mut other = claim.clone();
                    let Some(place) = place else { continue };
                    let n = &mut other["structure"]["parameters"][place];
                    let (Some(at), Some(step)) = (n[end].as_u64(), n["step"].as_u64()) else {
                        continue;
                    };
                    n[end] = Value::from(if up { at + step } else { at.saturating_sub(step) });
                    changes += 1;
                    if matches!(verify(&other.to_string()), Verdict::Certified { .. }) {
                        let (numbers, holds) = counts_claimed(&other, relation).unwrap();
                        let well = numbers.iter().all(|n| *n < 2 || truth[*n] == holds);
                        assert!(well, "{model}{query}\n{other:#}");
                    }
                }
            }
            assert!(covered[2..].iter().all(|one| *one), "{model}{query}\n{text}");
        }
    }
    eprintln!("{written} certificates, {refused} refused, {changes} changed ends");
    assert!(written > 20 && changes > 50, "{written} {changes}");
}

const VOTES: &str = "param R\nparam n: count\n\
    system vote { module a[n] = R  works when majority of a }\n\
    system hosted { module h = 0.99  module b[n] = R  works when series(h, majority of b) }\n\
    system all_but_one { module c[n] = R  works when n - 1 of c }\n\
    system spared { module d[n + 1] = R  works when n of d }\n\
    system two_spare { module e[n + 2] = R  works when n of e }\n\
    system two_of_more { module f[n + 1] = R  works when 2 of f }\n\
    system whole { module g[n] = R  works when n of g }\n";

const COUNTED: &str = "param R\nparam n: count\n\
    system many { module a[n] = R  works when any of a }\n\
    system chain { module b[n] = R  works when all of b }\n\
    system pair { module c[n] = R  works when 2 of c }\n";

const SPARED: &str = "system two { module r[n]  = 1/1000  works when 2 of r }\n\
    system spared { module s[n + 1] = 0.9  works when n of s }\n";

#[test]
fn what_is_not_certified_is_named() {
    for (query, why) in [
        ("solve p where one >= 0.9", "formula"),
        ("one", "open parameters (p, q)"),
        ("table one over p in (0.1, 0.2) given q = 1", "table"),
        ("assert pair != 1/2", "the point is not rational"),
        ("assert exp(-p) <= 1", "transcendental"),
        ("assert 1/(p + 1) <= 1", "division"),
    ] {
        match certification(&format!("{TWO}{SPARED}"), query) {
            Certification::NotCertified(found) => {
                assert!(found.contains(why), "{query}: {found}");
            }
            Certification::Certificate(text) => panic!("{query}: {text}"),
        }
    }
}

/// A fixed stream of numbers.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A condition on modules, which are declared on the way.
fn structure(
    random: &mut Lcg,
    depth: u64,
    modules: &mut String,
    next: &mut u64,
    name: &str,
) -> String {
    if depth == 0 || random.below(4) == 0 {
        *next += 1;
        let chance = ["p", "q", "p", "q", "0.9"][random.below(5) as usize];
        modules.push_str(&format!("  module {name}{next} = {chance}\n"));
        return format!("{name}{next}");
    }
    let many = 2 + random.below(2);
    let parts: Vec<String> =
        (0..many).map(|_| structure(random, depth - 1, modules, next, name)).collect();
    let parts = parts.join(", ");
    match random.below(5) {
        0 | 1 => format!("series({parts})"),
        2 | 3 => format!("parallel({parts})"),
        _ => format!("2 of ({parts})"),
    }
}

fn system(random: &mut Lcg, name: &str) -> String {
    let mut modules = String::new();
    let works = structure(random, 3, &mut modules, &mut 0, &format!("{name}_"));
    format!("system {name} {{\n{modules}  works when {works}\n}}\n")
}

#[test]
fn random_assertions_are_certified_or_named() {
    let mut random = Lcg(20);
    let (mut proven, mut refuted) = ([0, 0], [0, 0]);
    let mut reasons = std::collections::BTreeMap::<String, u32>::new();
    for _ in 0..150 {
        let (first, second) = (system(&mut random, "a"), system(&mut random, "b"));
        let model = format!("param p, q\n{first}{second}");
        let mut compilation = compiled(&model);
        for claim in [
            "assert parallel_of >= a",
            "assert a >= b",
            "assert a <= b",
            "assert a >= a*b",
            "assert a + b - a*b > a*b given p in 0.1..0.9, q in 0.1..0.9",
            "assert (a - b)^2 * (p + q) >= 0",
            "assert a*a + b*b >= 2*a*b - a*b*(1 - a)",
            "assert a >= b - 1/3",
        ] {
            let claim = claim.replace("parallel_of", "(a + b - a*b)");
            let answer = compilation.ask(&claim, &Settings::default()).unwrap();
            let AnswerKind::Assert(assertion) = &answer.kind else { panic!("{claim}") };
            let counted = match &assertion.verdict {
                Found::Proven { .. } => &mut proven,
                Found::Refuted { .. } => &mut refuted,
                Found::Undecided { .. } => continue,
            };
            match compilation.certificate(&claim, &Settings::default()).unwrap() {
                Certification::Certificate(text) => {
                    let verdict = verify(&text);
                    let well = matches!(verdict, Verdict::Certified { .. });
                    assert!(well, "{model}{claim}: {verdict:?}\n{text}");
                    counted[0] += 1;
                }
                Certification::NotCertified(why) => {
                    counted[1] += 1;
                    *reasons.entry(why).or_default() += 1;
                }
            }
        }
    }
    eprintln!("proven {proven:?}, refuted {refuted:?} (certified, not certified); {reasons:?}");
    assert!(proven[0] > 500 && proven[1] * 50 < proven[0], "{proven:?} {reasons:?}");
    assert!(refuted[0] > 100 && refuted[1] * 10 < refuted[0], "{refuted:?} {reasons:?}");
}

fn kofn(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kofn"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program starts")
}

fn status(arguments: &[&str]) -> i32 {
    kofn(arguments).status.code().expect("the program ends by itself")
}

#[test]
fn exit_statuses() {
    let folder = std::env::temp_dir().join(format!("kofn-certificates-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (bridge, good) = ("examples/01-bridge.rbd", file("good.json"));
    let claim = "assert bridge >= no_tie given p in 0..1";
    let ask = |query: &str, out: &str| status(&["ask", bridge, query, "--certificate", out]);
    assert_eq!(ask(claim, &good), 0);
    assert_eq!(status(&["verify", &good]), 0);
    // A refuted assertion fails, and its certificate says so.
    let refuted = file("refuted.json");
    assert_eq!(ask("assert no_tie > bridge given p in 0..1", &refuted), 1);
    assert_eq!(status(&["verify", &good, &refuted]), 0);
    // What is not certified leaves the file as it was.
    let output =
        kofn(&["ask", bridge, "table bridge over p in (0.1, 0.2)", "--certificate", &good]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not certified: a table"));
    assert!(!output.stdout.is_empty());
    assert_eq!(status(&["verify", &good]), 0);
    assert_eq!(ask("nothing", &good), 2);
    assert_eq!(status(&["ask", bridge, "bridge", "no_tie", "--certificate", &good]), 2);
    assert_eq!(status(&["verify", &good]), 0);
    // Changed, cut off, and not there.
    let text = std::fs::read_to_string(&good).unwrap();
    let changed = file("changed.json");
    std::fs::write(&changed, text.replace("\">=\"", "\"<=\"")).unwrap();
    assert_eq!(status(&["verify", &changed]), 1);
    std::fs::write(&changed, &text[..text.len() / 2]).unwrap();
    assert_eq!(status(&["verify", &changed]), 1);
    assert_eq!(status(&["verify", &good, &changed]), 1);
    assert_eq!(status(&["verify", &good, &file("missing.json")]), 2);
    let printed = kofn(&["ask", bridge, claim, "--certificate", "-"]);
    assert!(matches!(verify(&String::from_utf8_lossy(&printed.stdout)), Verdict::Certified { .. }));
    std::fs::remove_dir_all(&folder).unwrap();
}
