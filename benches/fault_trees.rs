//! Fault trees measured: `cargo build --release`, then
//! `KOFN_TREES=FOLDER cargo bench -p kofn-benches --bench fault_trees`.
//!
//! FOLDER has fault trees in the Open-PSA format. A file `reference.json` in it may say what is known
//! about them: `{"NAME": {"exact": {"numerator": "…", "denominator": "…"}, "probability_double": "…",
//! "minimal_cut_sets": 46188}}`. With `KOFN_UPDATE=1` the tables go to `benches/fault_trees.md`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its table")]
#![allow(clippy::unwrap_used, reason = "a claim that cannot be measured ends the run")]

use kofn::{Compilation, Settings, SingleFile};
use kofn_algebra::{Integer, Rational};
use kofn_benches::page::{Page, ratio, setup, written};
use kofn_benches::rival::{self, Outcome};
use kofn_benches::{cpu, program};
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How much CPU time kofn and SCRAM may use for one tree.
const OURS: Duration = Duration::from_secs(60);
const THEIRS: Duration = Duration::from_secs(120);

/// What takes longer is measured once.
const ONCE: Duration = Duration::from_secs(20);

const INTRODUCTION: &str = "\
# Fault trees, measured

Written by `KOFN_UPDATE=1 KOFN_TREES=aralia cargo bench -p kofn-benches --bench fault_trees`, after
`cargo build --release`. `aralia` is a folder with 22 trees of the Aralia set (Dutuit & Rauzy) as they
are distributed with SCRAM, which are not part of this project, and a file with exact probabilities
that another decision diagram has found, SCRAM's floating-point numbers where it found none, and
SCRAM's counts of minimal cut sets. SCRAM comes with `apt-get install scram`, repyability with
`pip install repyability`; one that is missing is not measured.

All times are CPU times of whole processes, user and system, start-up included: the median of 3 runs,
or one run that takes more than 20 s. A ratio is the rival's time divided by that of kofn. kofn is
stopped after 60 s of CPU time, SCRAM after 120 s.
";

const PROBABILITIES: &str = "
## Probability of the top event

`kofn FILE.xml`, which prints a formula and certain digits, against
`scram --bdd --probability 1 --limit-order 1 FILE.xml`, which prints 6 digits of a floating-point number.

- *exact*: a fraction was found, and it is that of the other diagram; *exact, none known* where
  there is nothing exact to compare it with; *digits* where kofn gives up the fraction for being too
  long and encloses the value instead.
- *agrees*: the digits that kofn prints, against what is known. What SCRAM prints is compared with
  kofn's digits.

| tree | gates | basic events | probability | kofn | SCRAM | ratio | exact | agrees | SCRAM agrees |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
";

const CUTS: &str = "
## Minimal cut sets

`kofn cuts FILE.xml --count`, which counts them without listing them, against the known numbers. Trees
that are not coherent have prime implicants instead, whose numbers are not known. *No answer* means
that a limit was reached: 20 million diagram nodes.

| tree | sets | kofn | agrees |
| --- | --- | --- | --- |
";

fn main() {
    let Some(program) = program() else {
        println!("run `cargo build --release` first");
        return;
    };
    let program = program.to_string_lossy().into_owned();
    let mut text = INTRODUCTION.to_owned();
    let version =
        |line: Option<String>| line.and_then(|line| Some(line.lines().next()?.to_owned()));
    let repyability = "from importlib.metadata import version; print(version('repyability'))";
    let rivals = [
        ("SCRAM (`scram`)", version(rival::version("scram", &["--version"]))),
        ("repyability (`python3`)", rival::version("python3", &["-c", repyability])),
    ];
    let _ = write!(text, "\n{}", setup(&rivals));
    text.push_str("\n## Small models\n\n");
    text.push_str(&small(&program));
    match std::env::var_os("KOFN_TREES") {
        Some(folder) => trees(&program, &PathBuf::from(folder), &mut text),
        None => eprintln!("KOFN_TREES names no folder with fault trees: they are not measured"),
    }
    println!("{text}");
    if std::env::var_os("KOFN_UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fault_trees.md");
        std::fs::write(path, text).unwrap();
    }
}

/// The bridge, which costs nothing but the start-up.
fn small(program: &str) -> String {
    let mut page = Page::default();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/01-bridge.rbd");
    let model = model.to_string_lossy();
    let ours: Vec<&str> = vec![program, &model];
    let to = ["compile", "--to", "openpsa", "--system", "bridge", &model];
    let Outcome::Answered { answer: exported, .. } = rival::run(program, &to, "", OURS) else {
        panic!("the bridge can be exported");
    };
    let tree = std::env::temp_dir().join(format!("kofn-benches-{}.xml", std::process::id()));
    std::fs::write(&tree, exported).unwrap();
    let tree_name = tree.to_string_lossy();
    let theirs = vec!["scram", "--bdd", "--probability", "1", "--limit-order", "1", &tree_name];
    let right = |answer: &str| answer.contains("probability=\"0.02152\"");
    for (what, on_cpu) in [("CPU time", true), ("shortest of 21 times on the clock", false)] {
        let (ours, theirs) = (started(&ours, on_cpu), started(&theirs, on_cpu));
        let Outcome::Answered { time, .. } = ours else { panic!("the bridge has a value") };
        let claim = format!("`kofn examples/01-bridge.rbd`, whole process: {what}");
        page.row(&claim, time, "SCRAM, the bridge as a fault tree", &theirs, right);
    }
    let _ = std::fs::remove_file(&tree);

    let text = std::fs::read_to_string(&*model).unwrap();
    let inside = cpu::median(21, || {
        let world = SingleFile::new("bridge.rbd", &text);
        let mut compilation = Compilation::new(&world, "bridge.rbd");
        let report = compilation.report(&Settings::default(), &["bridge".to_owned()]);
        assert!(report.is_some_and(|report| report.systems[0].value.value().is_some()));
    });
    let outcome = rival::run("python3", &["-"], BRIDGE, OURS).measured_by_itself();
    let outcome = match outcome {
        Outcome::NoAnswer if rival::version("python3", &["-c", "import repyability"]).is_none() => {
            Outcome::Missing
        }
        other => other,
    };
    let claim = "the bridge, from text to formula and exact value, inside the process";
    let rival = "repyability, floating point, inside Python";
    page.row(claim, inside, rival, &outcome, |answer| answer.starts_with("0.97848"));
    page.table()
}

const BRIDGE: &str = "
import time
from repyability import NonRepairableRBD
from surpyval import FixedEventProbability
edges = [('s', 'a'), ('s', 'b'), ('a', 'c'), ('b', 'd'), ('a', 'tie'), ('b', 'tie'),
         ('tie', 'c'), ('tie', 'd'), ('c', 't'), ('d', 't')]
def answer():
    fails = {name: FixedEventProbability.from_params(0.1) for name in ('a', 'b', 'c', 'd', 'tie')}
    return float(NonRepairableRBD(edges, fails).sf(1.0))
times = []
for _ in range(21):
    start = time.process_time()
    value = answer()
    times.append(time.process_time() - start)
print(round(value, 12))
print(sorted(times)[10])
";

/// The median CPU time, or the shortest time on the clock, of many runs of a small process.
fn started(command: &[&str], on_cpu: bool) -> Outcome {
    let mut times = Vec::new();
    let mut said = String::new();
    for _ in 0..21 {
        let start = Instant::now();
        match rival::run_on_cpu(command[0], &command[1..], "", OURS) {
            Outcome::Answered { answer, time } => {
                times.push(if on_cpu { time } else { start.elapsed() });
                said = answer;
            }
            other => return other,
        }
    }
    times.sort();
    let time = if on_cpu { times[times.len() / 2] } else { times[0] };
    Outcome::Answered { answer: said, time }
}

/// What a process prints, and its CPU time: the median of three, or one that is long.
fn measured(program: &str, arguments: &[&str], limit: Duration) -> Outcome {
    let mut times = Vec::new();
    loop {
        match rival::run_on_cpu(program, arguments, "", limit) {
            Outcome::Answered { answer, time } => {
                times.push(time);
                if times.len() == 3 || time > ONCE {
                    times.sort();
                    return Outcome::Answered { answer, time: times[times.len() / 2] };
                }
            }
            other => return other,
        }
    }
}

/// How an outcome is written in a table.
fn cell(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Missing => "not measured".to_owned(),
        Outcome::NoAnswer => "no answer".to_owned(),
        Outcome::TooLong(limit) => format!("more than {}", written(*limit)),
        Outcome::Answered { time, .. } => written(*time),
    }
}

fn time(outcome: &Outcome) -> Option<Duration> {
    match outcome {
        Outcome::Answered { time, .. } => Some(*time),
        _ => None,
    }
}

fn trees(program: &str, folder: &Path, text: &mut String) {
    let reference = std::fs::read_to_string(folder.join("reference.json")).unwrap_or_default();
    let reference: Value = serde_json::from_str(&reference).unwrap_or(Value::Null);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "xml")).collect();
    files.sort();
    let mut cuts = CUTS.to_owned();
    text.push_str(PROBABILITIES);
    let mut totals = Totals::default();
    for file in &files {
        let name = file.file_stem().unwrap().to_string_lossy();
        let known = &reference[&*name];
        // Cut sets first: where they take long, the wait for SCRAM has not begun.
        let row = cut_sets(program, file, &name, known);
        eprintln!("{row}");
        let _ = writeln!(cuts, "{row}");
        let row = probability(program, file, &name, known, &mut totals);
        eprintln!("{row}");
        let _ = writeln!(text, "{row}");
    }
    totals.write(text);
    text.push_str(&cuts);
}

/// Times of the trees that both have done.
#[derive(Default)]
struct Totals {
    both: usize,
    ours: Duration,
    theirs: Duration,
    done: usize,
    all: Duration,
    faster: usize,
}

impl Totals {
    fn add(&mut self, ours: &Outcome, theirs: &Outcome) {
        let Some(ours) = time(ours) else { return };
        self.done += 1;
        self.all += ours;
        let Some(theirs) = time(theirs) else { return };
        self.both += 1;
        self.ours += ours;
        self.theirs += theirs;
        self.faster += usize::from(ours <= theirs);
    }

    fn write(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\nThe {} trees that both have done: kofn {}, SCRAM {}, ratio {}; kofn is faster on {} of \
             them. All {} trees that kofn has done: {}.",
            self.both,
            written(self.ours),
            written(self.theirs),
            ratio(self.ours, self.theirs),
            self.faster,
            self.done,
            written(self.all),
        );
    }
}

fn probability(
    program: &str,
    file: &Path,
    name: &str,
    known: &Value,
    totals: &mut Totals,
) -> String {
    let path = file.to_string_lossy();
    let xml = std::fs::read_to_string(file).unwrap();
    let gates = xml.matches("<define-gate").count();
    let events = xml.matches("<define-basic-event").count();
    let ours = measured(program, &[&path], OURS);
    let value = match &ours {
        Outcome::Answered { .. } => value(program, &path),
        _ => None,
    };
    let printed = match &ours {
        Outcome::Answered { answer, .. } => unreliability(answer),
        _ => None,
    };
    let exact = match (&value, &known["exact"]) {
        (None, _) if printed.is_none() => "–",
        (None, _) => "digits",
        (Some(_), Value::Null) => "exact, none known",
        (Some(value), known) if fraction(known).as_ref() == Some(value) => "exact",
        _ => "**another fraction**",
    };
    let number = |value: &Value| value.as_str().and_then(|text| text.parse::<f64>().ok());
    let digits = printed.as_deref().and_then(|digits| digits.parse::<f64>().ok());
    let agrees = match (digits, number(&known["probability_double"])) {
        (Some(ours), Some(known)) => yes(close(ours, known, 1e-10)),
        _ => "–",
    };
    let flags = ["--bdd", "--probability", "1", "--limit-order", "1", &path];
    let theirs = measured("scram", &flags, THEIRS);
    let scram = match &theirs {
        Outcome::Answered { answer, .. } => answer
            .split(" probability=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next()?.parse::<f64>().ok()),
        _ => None,
    };
    let scram_agrees = match (scram, digits) {
        (Some(theirs), Some(ours)) => yes(close(theirs, ours, 1e-5)),
        _ => "–",
    };
    totals.add(&ours, &theirs);
    let times = match (time(&ours), &theirs) {
        (Some(ours), Outcome::TooLong(limit)) => format!("> {}", ratio(ours, *limit)),
        (Some(ours), theirs) => time(theirs).map_or("–".to_owned(), |theirs| ratio(ours, theirs)),
        _ => "–".to_owned(),
    };
    let printed = printed.unwrap_or_else(|| "–".to_owned());
    format!(
        "| {name} | {gates} | {events} | {printed} | {} | {} | {times} | {exact} | {agrees} | \
         {scram_agrees} |",
        cell(&ours),
        cell(&theirs)
    )
}

fn yes(agrees: bool) -> &'static str {
    if agrees { "yes" } else { "**no**" }
}

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * b.abs()
}

/// The digits behind `unreliability` in a report.
fn unreliability(report: &str) -> Option<String> {
    let mut words = report.split_whitespace().skip_while(|word| *word != "unreliability").skip(1);
    Some(words.next()?.trim_end_matches('…').to_owned())
}

/// The exact unreliability, where it is computed.
fn value(program: &str, path: &str) -> Option<Rational> {
    let answer = rival::run_on_cpu(program, &[path, "--format", "json"], "", OURS);
    let Outcome::Answered { answer, .. } = answer else { return None };
    let report: Value = serde_json::from_str(&answer).ok()?;
    let (numerator, denominator) =
        report["systems"][0]["value"]["exact"].as_str()?.split_once('/')?;
    Some(rational(numerator, denominator)?.complement())
}

fn fraction(known: &Value) -> Option<Rational> {
    rational(known["numerator"].as_str()?, known["denominator"].as_str()?)
}

fn rational(numerator: &str, denominator: &str) -> Option<Rational> {
    let [numerator, denominator] =
        [numerator, denominator].map(|digits| digits.parse::<Integer>().ok());
    Rational::new(numerator?, denominator?)
}

fn cut_sets(program: &str, file: &Path, name: &str, known: &Value) -> String {
    let path = file.to_string_lossy();
    let flags = ["cuts", &path, "--count", "--format", "json"];
    let ours = measured(program, &flags, OURS);
    let report: Value = match &ours {
        Outcome::Answered { answer, .. } => serde_json::from_str(answer).unwrap_or(Value::Null),
        _ => Value::Null,
    };
    let count = report["count"].as_str();
    let coherent = report["coherent"].as_bool() == Some(true);
    let agrees = match (count, known["minimal_cut_sets"].as_u64()) {
        (Some(_), _) if !coherent => "not coherent",
        (Some(ours), Some(theirs)) => yes(ours == theirs.to_string()),
        _ => "–",
    };
    format!("| {name} | {} | {} | {agrees} |", count.unwrap_or("–"), cell(&ours))
}
