//! Decision diagrams measured: `cargo bench -p kofn-benches --bench diagrams`.
//!
//! Ours are compiled from a formula, the search for an order of the variables included; the other
//! libraries get the order that was found. Each of them runs in a process of its own, which measures
//! itself. With `KOFN_UPDATE=1` the table goes to `benches/diagrams.md`.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]
#![allow(clippy::unwrap_used, reason = "a claim that cannot be measured ends the run")]

mod libraries;

use kofn_algebra::{Chance, ExactRing, Rational, Scaled};
use kofn_benches::page::{Page, crate_version};
use kofn_benches::rival::{self, Outcome};
use kofn_benches::{cpu, formulas};
use kofn_boolean::{Diagram, FormulaId, Formulas, Limits, Variable, compile};
use kofn_measures::StateSums;
use libraries::{Biodivine, Library, OxiDd};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// How long a rival may take for one formula, its three answers together.
const PATIENCE: Duration = Duration::from_secs(60);

const INTRODUCTION: &str = "\
# Decision diagrams, measured

Written by `KOFN_UPDATE=1 cargo bench -p kofn-benches --bench diagrams`.

All times are CPU times, of one thread, inside the process: medians of several runs. kofn compiles a
formula, for which it has to find an order of the variables. OxiDD and biodivine-lib-bdd are given
the order that kofn has found, and build the diagram gate by gate in the same way; OxiDD's tables
are allocated before the clock starts. A ratio is the rival's time divided by that of kofn. The number of
nodes, the number of models and the probability are compared with those of kofn. A rival is stopped
after 60 s of CPU time.

*Probability* is computed in floating point, with 97 different numbers for the variables. *Models* are
counted exactly, in whole numbers with as many bits as there are variables; kofn has no counter of its
own and computes the fraction of all assignments, as the exact probability where every variable has
1/2. *Exact probability* is that of the first kind as a fraction.
";

const FORMULAS: &[(&str, &str)] = &[
    ("500-of-1000", "500 of 1,000"),
    ("50-of-100", "50 of 100"),
    ("random-1", "random formula, 150 variables"),
    ("random-2", "random formula, 200 variables"),
    ("queens-8", "8 queens"),
    ("adder-12", "a + b = c, 12 bits each, variables number by number"),
];

fn formula(name: &str) -> (Formulas, FormulaId) {
    match name {
        "500-of-1000" => formulas::threshold(500, 1_000),
        "50-of-100" => formulas::threshold(50, 100),
        "random-1" => formulas::random(1, 150),
        "random-2" => formulas::random(2, 200),
        "queens-8" => formulas::queens(8),
        "adder-12" => formulas::adder(12),
        _ => unreachable!("{name} is no formula of this table"),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, library, name, ..] = arguments.as_slice()
        && word == "--rival"
    {
        match library.as_str() {
            "oxidd" => measured::<OxiDd>(name),
            _ => measured::<Biodivine>(name),
        }
        return;
    }
    let mut page = Page::default();
    for (name, claim) in FORMULAS {
        compared(&mut page, name, claim);
    }
    let rivals = [
        ("OxiDD (`oxidd`, simple BDDs, one thread)", crate_version("oxidd")),
        ("biodivine-lib-bdd", crate_version("biodivine-lib-bdd")),
    ];
    let text = page.text(INTRODUCTION, &rivals);
    println!("{text}");
    if std::env::var_os("KOFN_UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("diagrams.md");
        std::fs::write(path, text).unwrap();
    }
}

/// The thousandths with which a variable is false.
fn failing(variable: Variable) -> i64 {
    i64::from(variable.0 % 97) + 1
}

fn probability(variable: Variable) -> f64 {
    1.0 - failing(variable) as f64 / 1_000.0
}

fn rational(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

/// The exact probability that a diagram is true.
fn exact(diagram: &Diagram, works: impl Fn(Variable) -> Rational) -> Rational {
    let count = diagram.variables().last().map_or(0, |variable| variable.0 + 1);
    let works: Vec<Rational> = (0..count).map(|variable| works(Variable(variable))).collect();
    let ring = ExactRing::for_probabilities(works.iter());
    let atoms: Vec<Chance<Scaled>> =
        works.iter().map(|works| ring.chance(works).unwrap()).collect();
    let chance = ring.over_diagram(diagram, &atoms).ok().unwrap();
    ring.value(&chance.works).unwrap()
}

fn models(diagram: &Diagram, variables: usize) -> String {
    let share = exact(diagram, |_| rational(1, 2));
    let all = rational(2, 1).pow(i32::try_from(variables).unwrap()).unwrap();
    (&share * &all).to_string()
}

fn in_floating_point(diagram: &Diagram) -> f64 {
    diagram.fold(0.0, 1.0, |variable, works, fails| {
        let p = probability(variable);
        p * works + (1.0 - p) * fails
    })
}

fn compared(page: &mut Page, name: &str, claim: &str) {
    let (formulas, root) = formula(name);
    let variables = formulas.support(root).len();
    let limits = Limits::default();
    let diagram = compile(&formulas, root, &limits).unwrap();
    let runs = |once: Duration| if once > Duration::from_secs(1) { 3 } else { 9 };
    let timed = |work: &mut dyn FnMut()| {
        let once = cpu::median(1, &mut *work);
        cpu::median(runs(once), work)
    };
    let build = timed(&mut || {
        compile(&formulas, root, &limits).unwrap();
    });
    let sweep = timed(&mut || {
        std::hint::black_box(in_floating_point(&diagram));
    });
    let count = timed(&mut || {
        models(&diagram, variables);
    });
    let fraction = timed(&mut || {
        exact(&diagram, |variable| rational(1_000 - failing(variable), 1_000));
    });
    let nodes = diagram.node_count();
    let expected =
        [nodes.to_string(), in_floating_point(&diagram).to_string(), models(&diagram, variables)];

    let rivals = [("OxiDD", "oxidd"), ("biodivine-lib-bdd", "biodivine")];
    let theirs = rivals.map(|(_, library)| answers(library, name));
    let claims = [
        (format!("{claim}: {nodes} nodes, {variables} variables, built"), build),
        (format!("{claim}: probability"), sweep),
        (format!("{claim}: models"), count),
    ];
    for (at, (claim, ours)) in claims.iter().enumerate() {
        for ((rival, _), outcomes) in rivals.iter().zip(&theirs) {
            let agrees = |answer: &str| match at {
                1 => close(answer, &expected[1]),
                _ => answer == expected[at],
            };
            page.row(claim, *ours, rival, &outcomes[at], agrees);
        }
    }
    page.alone(&format!("{claim}: exact probability"), fraction, "none has fractions");
}

/// Whether two numbers in floating point are the same but for rounding.
fn close(a: &str, b: &str) -> bool {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * b.abs(),
        _ => false,
    }
}

/// What a rival says about a formula, each answer with its time.
fn answers(library: &str, name: &str) -> [Outcome; 3] {
    let program = std::env::current_exe().unwrap();
    let program = program.to_string_lossy();
    match rival::run_on_cpu(&program, &["--rival", library, name], "", PATIENCE) {
        Outcome::Answered { answer, .. } => {
            let lines: Vec<&str> = answer.lines().collect();
            [0, 1, 2].map(|at| match lines.get(at).and_then(|line| line.split_once(' ')) {
                Some((seconds, answer)) => Outcome::Answered {
                    answer: answer.to_owned(),
                    time: Duration::from_secs_f64(seconds.parse().unwrap()),
                },
                None => Outcome::NoAnswer,
            })
        }
        // Without a diagram there is nothing to ask it.
        other => [other, Outcome::NoAnswer, Outcome::NoAnswer],
    }
}

/// The other side: prints three answers with their times.
fn measured<L: Library>(name: &str) {
    let (formulas, root) = formula(name);
    let support = formulas.support(root);
    let diagram = compile(&formulas, root, &Limits::default()).unwrap();
    let order = diagram.order();
    let rest = support.iter().copied().filter(|variable| !order.contains(variable));
    let order: Vec<Variable> = order.iter().copied().chain(rest).collect();
    let level: BTreeMap<Variable, u32> = order.iter().copied().zip(0..).collect();
    let levels: Vec<f64> = order.iter().map(|&variable| probability(variable)).collect();
    drop(diagram);

    let mut builds = Vec::new();
    let (library, function) = loop {
        let library = L::new(order.len() as u32);
        let start = cpu::own();
        let function = library.function(&formulas, root, &level);
        builds.push(cpu::own().saturating_sub(start));
        if builds.len() == 5 || builds.iter().sum::<Duration>() > Duration::from_secs(5) {
            break (library, function);
        }
    };
    builds.sort();
    let say = |time: Duration, answer: String| println!("{} {answer}", time.as_secs_f64());
    say(builds[builds.len() / 2], library.nodes(&function).to_string());
    let sweep = cpu::median(5, || {
        std::hint::black_box(library.probability(&function, &levels));
    });
    say(sweep, library.probability(&function, &levels).to_string());
    let count = cpu::median(5, || {
        library.models(&function);
    });
    say(count, library.models(&function));
}
