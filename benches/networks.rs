//! Networks measured: `cargo build --release && cargo bench -p kofn-benches --bench networks`.
//!
//! Both sides are whole processes that read a file and print a reliability, and both times are
//! processor time as `time` counts it. With `KOFN_UPDATE=1` the table goes to
//! `benches/networks.md`. `KOFN_PYTHON` names the Python that has Graphillion.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]
#![allow(clippy::unwrap_used, reason = "a claim that cannot be measured ends the run")]

use kofn_benches::page::Page;
use kofn_benches::program;
use kofn_benches::rival::{self, Outcome, version};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// How long a rival may take for one answer.
const PATIENCE: Duration = Duration::from_secs(100);

const INTRODUCTION: &str = "\
# Networks, measured

Written by `KOFN_UPDATE=1 cargo bench -p kofn-benches --bench networks`, after `cargo build --release`.
The rival comes with `pip install graphillion`; `KOFN_PYTHON` names the Python that has it. One that
is missing is not measured.

All times are processor seconds of whole processes, start-up included. kofn reads a model and computes
the exact fraction (`kofn ask FILE net --exact always`); Graphillion computes in double precision
(`GraphSet.reliability`), with the links in the order given, row by row in grids, which suits it better
than the order it would choose. Links work with 0.9, stations
always. A ratio is the rival's time divided by that of kofn, and the rival's answer is compared with
ours to nine digits. It may use 6 GiB of memory and is stopped after 100 s.
";

/// A network to be measured.
struct Case {
    name: String,
    edges: Vec<(usize, usize)>,
    from: usize,
    to: usize,
}

fn main() {
    let mut page = Page::default();
    for case in cases() {
        measure(&mut page, &case);
    }
    counts(&mut page);
    let python = std::env::var("KOFN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let graphillion = "import graphillion, sys; \
         print(graphillion.__version__, 'on Python', sys.version.split()[0])";
    let rivals = [("Graphillion (`python3`)", version(&python, &["-c", graphillion]))];
    let text = page.text(INTRODUCTION, &rivals);
    println!("{text}");
    if std::env::var_os("KOFN_UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("networks.md");
        std::fs::write(path, text).unwrap();
    }
}

fn cases() -> Vec<Case> {
    let mut cases = vec![complete(8), complete(10), bridges(1_000)];
    let sizes = [(1_000, 2), (8, 8), (20, 8), (10, 10), (12, 12)];
    cases.extend(sizes.map(|(rows, columns)| grid(rows, columns)));
    cases
}

fn complete(vertices: usize) -> Case {
    let edges = (1..=vertices).flat_map(|from| (1..from).map(move |to| (to, from))).collect();
    Case { name: format!("complete graph on {vertices}"), edges, from: 1, to: vertices }
}

fn grid(rows: usize, columns: usize) -> Case {
    let vertex = |row: usize, column: usize| row * columns + column + 1;
    let mut edges = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if column + 1 < columns {
                edges.push((vertex(row, column), vertex(row, column + 1)));
            }
            if row + 1 < rows {
                edges.push((vertex(row, column), vertex(row + 1, column)));
            }
        }
    }
    Case { name: format!("grid {rows} × {columns}"), edges, from: 1, to: rows * columns }
}

fn bridges(count: usize) -> Case {
    let bridge = |at: usize| {
        let [s, a, b, t] = [1, 2, 3, 4].map(|vertex| 3 * at + vertex);
        [(s, a), (s, b), (a, b), (a, t), (b, t)]
    };
    let edges = (0..count).flat_map(bridge).collect();
    Case { name: format!("chain of {count} bridges"), edges, from: 1, to: 3 * count + 1 }
}

/// A whole process through the shell's `time`: the answer, and user and system time together.
fn process(command: &str, script: &str) -> Outcome {
    // The limit on processor time ends the program itself and not only the shell around it.
    let limits = format!("ulimit -v 6291456; ulimit -t {}", PATIENCE.as_secs());
    let shell = format!("TIMEFORMAT='%U %S'; {limits}; time {command}; true");
    let arguments = ["-c", &format!("{{ {shell} ; }} 2>&1")];
    match rival::run("bash", &arguments, script, PATIENCE * 10) {
        Outcome::Answered { answer, .. } => {
            let (answer, times) = answer.rsplit_once('\n').unwrap_or(("", &answer));
            let times: Option<Vec<f64>> =
                times.split_whitespace().map(|time| time.parse().ok()).collect();
            let seconds = times.unwrap_or_default().iter().sum();
            match Duration::try_from_secs_f64(seconds) {
                Ok(time) if time >= PATIENCE => Outcome::TooLong(PATIENCE),
                Ok(time) if answer.starts_with(|c: char| c.is_alphanumeric()) => {
                    Outcome::Answered { answer: answer.to_owned(), time }
                }
                _ => Outcome::NoAnswer,
            }
        }
        other => other,
    }
}

/// The first nine digits behind the point, and the processor time, the least of three runs.
fn ours(model: &str, system: &str) -> (String, Duration) {
    let file = std::env::temp_dir().join(format!("kofn-networks-{}.rbd", std::process::id()));
    std::fs::write(&file, model).unwrap();
    let program = program().expect("`cargo build --release` makes the program");
    let (program, path) = (program.display(), file.display());
    let command = format!("'{program}' ask '{path}' {system} --exact always --digits 20");
    let runs = (0..3).map(|_| match process(&command, "") {
        Outcome::Answered { answer, time } => {
            let line = answer.lines().find(|line| line.trim().starts_with("reliability"));
            let number = line.and_then(|line| line.split_whitespace().nth(1)).unwrap_or("");
            (number.to_owned(), time)
        }
        other => panic!("kofn answers: {other:?}"),
    });
    let best = runs.min_by_key(|(_, time)| *time).unwrap();
    std::fs::remove_file(&file).unwrap();
    best
}

fn measure(page: &mut Page, case: &Case) {
    let mut model = String::from("system net {\n");
    for (from, to) in &case.edges {
        writeln!(model, "    link v{from} -- v{to} = 0.9").unwrap();
    }
    writeln!(model, "    works when path(v{}, v{})\n}}", case.from, case.to).unwrap();
    let (number, time) = ours(&model, "net");

    let python = std::env::var("KOFN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let outcome = match version(&python, &["-c", "import graphillion"]) {
        None => Outcome::Missing,
        Some(_) => {
            let script = format!(
                "from graphillion import GraphSet\nE = {:?}\nGraphSet.set_universe(E, traversal='as-is')\n\
                 print(GraphSet.reliability({{e: 0.9 for e in E}}, [{}, {}]))\n",
                case.edges, case.from, case.to
            );
            process(&format!("'{python}' -"), &script)
        }
    };
    let agrees = |answer: &str| {
        let theirs: Option<f64> = answer.lines().last().and_then(|line| line.parse().ok());
        let digits: String = number.chars().take_while(|c| !"…⋯".contains(*c)).collect();
        let expected: Option<f64> = digits.parse().ok();
        theirs.zip(expected).is_some_and(|(a, b)| (a - b).abs() <= 1e-9 * b.abs())
    };
    let claim = format!("{}, {} links", case.name, case.edges.len());
    page.row(&claim, time, "Graphillion", &outcome, agrees);
}

/// Counts that share hosts, or whose parts are all unlike.
fn counts(page: &mut Page) {
    let why = "exact; no rival is known that counts this";
    let mut vote = String::from("system vote {\n");
    let names: Vec<String> = (0..1_000).map(|module| format!("m{module}")).collect();
    for (module, name) in names.iter().enumerate() {
        writeln!(vote, "    module {name} = 0.{}", 500 + module * 499 / 1_000).unwrap();
    }
    writeln!(vote, "    works when 500 of ({})\n}}", names.join(", ")).unwrap();
    let (_, time) = ours(&vote, "vote");
    page.alone("500 of 1,000 modules, 500 different probabilities", time, why);
    let farm = "system farm {\n    module host[i in 1..20] = (980 + i)/1001\n    \
         module replica[i in 1..1000] = 9/10 on host[mod(i, 20) + 1]\n    \
         works when 500 of replica\n}\n";
    let (_, time) = ours(farm, "farm");
    page.alone("500 of 1,000 replicas on 20 unlike hosts", time, why);
    let chain = "system chain {\n    module end[i in 0..10000] = 1\n    \
         module up[10000] = 1\n    module down[10000] = 1\n    \
         link end[i - 1] -- up[i] = 0.9 for i in 1..10000\n    \
         link end[i - 1] -- down[i] = 0.9 for i in 1..10000\n    \
         link up[i] -- down[i] = 0.9 for i in 1..10000\n    \
         link up[i] -- end[i] = 0.9 for i in 1..10000\n    \
         link down[i] -- end[i] = 0.9 for i in 1..10000\n    \
         works when path(end[0], end[10000])\n}\n";
    let (_, time) = ours(chain, "chain");
    page.alone("chain of 10,000 bridges, by comprehension", time, why);
}
