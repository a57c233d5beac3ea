//! What each command does.

use crate::arguments::{
    AnswerFormat, Ask, Common, Compile, Exact, Explain, Format, Report, Target,
};
use crate::cores::Cores;
use crate::disk::Disk;
use crate::progress::Progress;
use crate::terminal::{colors, print, show};
use crate::{Status, certificates, openpsa, time_limit};
use kofn::diagnostics::{self, nearest};
use kofn::emit::methods::{duration, seconds};
use kofn::emit::report::{AnswerKind, Report as Facts, SystemReport, Unanswered, Verdict};
use kofn::emit::{
    Obstacle, decision_latex, findings, json, latex, markdown, sympy, table, text, typst,
};
use kofn::{Compilation, Exactness, Limits, Settings, Wanted};
use serde_json::Value;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

/// Polynomials in JSON have at most this many terms.
const JSON_TERMS: u64 = 2_000;

/// Polynomials that are asked for have at most this many terms.
const ASKED_TERMS: u64 = 1_000_000;

/// The limits that `--limit-nodes` sets.
pub(crate) fn limits(nodes: Option<u64>) -> Limits {
    let limits = Settings::default().limits;
    match nodes {
        Some(nodes) => {
            Limits { nodes, states: nodes, operations: nodes.saturating_mul(20), ..limits }
        }
        None => limits,
    }
}

pub(crate) fn settings(common: &Common) -> Settings {
    Settings {
        exactness: match common.exact {
            Exact::Auto => Exactness::Auto,
            Exact::Always => Exactness::Always,
            Exact::Never => Exactness::Never,
        },
        digits: common.digits as usize,
        limits: Limits {
            interrupt: time_limit::interrupt(common.limit_time),
            ..limits(common.limit_nodes)
        },
        methods: common.verbose,
        clock: common.verbose.then_some(clock as fn() -> Duration),
    }
}

/// The time since the first call.
fn clock() -> Duration {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

/// As [`open`], with how long that took, where it shall be told.
pub(crate) fn open_timed(file: &str, common: &Common) -> Option<(Compilation, Option<Duration>)> {
    let before = clock();
    let compilation = open(file, common)?;
    Some((compilation, common.verbose.then(|| clock().saturating_sub(before))))
}

/// What is said below a text about how long reading took.
pub(crate) fn read_in(reading: Option<Duration>) -> String {
    reading.map_or_else(String::new, |time| format!("\nread in {}\n", duration(time)))
}

/// Reads a model and sets its parameters, and lets the time begin; `None` where a definition is wrong, which has been said.
pub(crate) fn open(file: &str, common: &Common) -> Option<Compilation> {
    time_limit::interrupt(common.limit_time);
    let mut compilation = Compilation::new(&Disk::default(), file);
    for define in &common.defines {
        let Some((name, value)) = define.split_once('=') else {
            eprintln!("kofn: -D {define}: write NAME=EXPR");
            return None;
        };
        if let Err(findings) = compilation.define(name.trim(), value.trim()) {
            show(&findings, compilation.sources(), colors(common.color), common.quiet);
            return None;
        }
    }
    Some(compilation)
}

pub(crate) fn report(arguments: &Report) -> Status {
    let common = &arguments.common;
    let settings = settings(common);
    let mut status = Status::Well;
    let mut documents: Vec<Value> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for file in &arguments.files {
        let Some((mut compilation, reading)) = open_timed(file, common) else {
            status = status.max(Status::Wrong);
            continue;
        };
        let wanted = Wanted { expanded: (arguments.format == Format::Json).then_some(JSON_TERMS) };
        let found = with_progress(&mut compilation, file, &settings, common, wanted);
        status = status.max(found.as_ref().map_or(Status::Wrong, status_of));
        let findings = compilation.diagnostics();
        match arguments.format {
            Format::Text => {
                show(findings, compilation.sources(), colors(common.color), common.quiet);
                if let Some(found) = &found {
                    let title = if arguments.files.len() > 1 {
                        format!("── {file}\n")
                    } else {
                        String::new()
                    };
                    texts.push(format!("{title}{}{}", text::report(found), read_in(reading)));
                }
            }
            Format::Json => {
                let mut document =
                    json::report(file, found.as_ref(), findings, compilation.sources());
                if let (Some(reading), Some(fields)) = (reading, document.as_object_mut()) {
                    let times = serde_json::json!({"reading": seconds(reading)});
                    fields.insert("seconds".to_owned(), times);
                }
                documents.push(document);
            }
        }
        if arguments.files.len() == 1 {
            // The program ends; taking a large model apart first would only take time.
            std::mem::forget((compilation, found));
        }
    }
    match arguments.format {
        Format::Text => print(&texts.join("\n")),
        Format::Json => print_json(documents, arguments.files.len() > 1),
    }
    status
}

/// The report, with a line that tells how far it has come, on all cores.
fn with_progress(
    compilation: &mut Compilation,
    file: &str,
    settings: &Settings,
    common: &Common,
    wanted: Wanted,
) -> Option<Facts> {
    let progress = Mutex::new(Progress::new(file, common.quiet));
    let hands = Cores { progress: &progress };
    let mut told = |done, total| {
        if let Ok(mut progress) = progress.lock() {
            progress.at(done, total);
        }
    };
    compilation.report_with(settings, &common.systems, wanted, &hands, &mut told)
}

/// One document by itself, several as a list.
pub(crate) fn print_json(mut documents: Vec<Value>, several: bool) {
    let whole = match documents.pop() {
        Some(only) if !several && documents.is_empty() => only,
        Some(last) => {
            documents.push(last);
            Value::Array(documents)
        }
        None => Value::Array(documents),
    };
    print(&format!("{whole:#}\n"));
}

fn status_of(report: &Facts) -> Status {
    let systems = report.systems.iter().map(status_of_system);
    let answers = report.answers.iter().map(|answer| status_of_answer(&answer.kind));
    systems.chain(answers).max().unwrap_or(Status::Well)
}

fn status_of_system(system: &SystemReport) -> Status {
    status_of_obstacle(system.obstacle())
}

fn status_of_answer(kind: &AnswerKind) -> Status {
    match kind {
        // What is not known to hold must not pass.
        AnswerKind::Assert(assertion) => match assertion.verdict {
            Verdict::Proven { .. } => Status::Well,
            Verdict::Refuted { .. } | Verdict::Undecided { .. } => Status::Differs,
        },
        _ => status_of_obstacle(kind.obstacle()),
    }
}

pub(crate) fn status_of_unanswered(why: &Unanswered) -> Status {
    status_of_obstacle(why.obstacle())
}

fn status_of_obstacle(obstacle: Option<Obstacle>) -> Status {
    match obstacle {
        Some(Obstacle::Limit(_)) => Status::Limit,
        Some(Obstacle::Undefined(_)) => Status::Wrong,
        None => Status::Well,
    }
}

pub(crate) fn ask(arguments: &Ask) -> Status {
    let common = &arguments.common;
    let settings = settings(common);
    if arguments.certificate.is_some() && arguments.queries.len() != 1 {
        eprintln!("kofn: --certificate is for one query; {} are given", arguments.queries.len());
        return Status::Wrong;
    }
    let Some((mut compilation, reading)) = open_timed(&arguments.file, common) else {
        return Status::Wrong;
    };
    if compilation.has_errors() {
        show(compilation.diagnostics(), compilation.sources(), colors(common.color), common.quiet);
        return Status::Wrong;
    }
    let mut status = Status::Well;
    let mut answers = Vec::new();
    let wanted =
        Wanted { expanded: (arguments.format == AnswerFormat::Json).then_some(JSON_TERMS) };
    let progress = Mutex::new(Progress::new(&arguments.file, common.quiet));
    let hands = Cores { progress: &progress };
    for (done, query) in arguments.queries.iter().enumerate() {
        if let Ok(mut progress) = progress.lock() {
            progress.at(done, arguments.queries.len());
        }
        match compilation.ask_with(query, &settings, wanted, &hands) {
            Ok(answer) => {
                status = status.max(status_of_answer(&answer.kind));
                answers.push(answer);
            }
            Err(findings) => {
                show(&findings, compilation.sources(), colors(common.color), common.quiet);
                status = status.max(Status::Wrong);
            }
        }
    }
    drop(progress);
    if let (Some(out), [query], [_]) =
        (&arguments.certificate, arguments.queries.as_slice(), answers.as_slice())
    {
        let written = certificates::write(&mut compilation, query, &settings, common, out);
        status = status.max(written);
        if out == "-" && written == Status::Well {
            return status;
        }
    }
    match arguments.format {
        AnswerFormat::Text => {
            let texts: Vec<String> = answers.iter().map(text::answer).collect();
            print(&(texts.join("\n") + &read_in(reading)));
        }
        AnswerFormat::Json => {
            let all: Vec<Value> = answers.iter().map(json::answer).collect();
            print(&format!("{:#}\n", Value::Array(all)));
        }
        AnswerFormat::Latex => {
            let texts: Vec<String> = answers.iter().map(decision_latex::answer).collect();
            print(&texts.join("\n"));
        }
        AnswerFormat::Markdown => {
            let texts: Vec<String> = answers.iter().map(markdown::answer).collect();
            print(&texts.join("\n"));
        }
        AnswerFormat::Csv => {
            let mut texts = Vec::new();
            for answer in &answers {
                let AnswerKind::Table(found) = &answer.kind else {
                    eprintln!("kofn: --format csv is for tables; `{}` is none", answer.query);
                    return status.max(Status::Wrong);
                };
                texts.push(table::csv(found));
            }
            print(&texts.join("\n"));
        }
    }
    status
}

pub(crate) fn compile(arguments: &Compile) -> Status {
    let common = &arguments.common;
    let settings = settings(common);
    let Some(mut compilation) = open(&arguments.file, common) else { return Status::Wrong };
    if arguments.to == Target::Openpsa {
        return openpsa::export(&mut compilation, common);
    }
    let expanded = match arguments.to {
        Target::Expanded => Some(ASKED_TERMS),
        Target::Json => Some(JSON_TERMS),
        Target::Text
        | Target::Latex
        | Target::Typst
        | Target::Sympy
        | Target::Markdown
        | Target::Openpsa => None,
    };
    let wanted = Wanted { expanded };
    let found = with_progress(&mut compilation, &arguments.file, &settings, common, wanted);
    let findings = compilation.diagnostics();
    if arguments.to != Target::Json || found.is_none() {
        show(findings, compilation.sources(), colors(common.color), common.quiet);
    }
    let Some(found) = found else { return Status::Wrong };
    print(&match arguments.to {
        Target::Text => text::formulas(&found),
        Target::Expanded => text::expanded(&found),
        Target::Latex => latex::report(&found),
        Target::Typst => typst::report(&found),
        Target::Sympy => sympy::report(&found),
        Target::Markdown => markdown::report(&found),
        // Written above, without a report.
        Target::Openpsa => return Status::Well,
        Target::Json => {
            let document =
                json::report(&arguments.file, Some(&found), findings, compilation.sources());
            format!("{document:#}\n")
        }
    });
    let unexpanded = arguments.to == Target::Expanded
        && found.systems.iter().any(|system| system.expanded.is_none() && system.open.is_empty());
    if unexpanded {
        Status::Limit
    } else {
        found.systems.iter().map(status_of_system).max().unwrap_or(Status::Well)
    }
}

pub(crate) fn explain(arguments: &Explain) -> Status {
    let Some(code) = &arguments.code else {
        for (code, page) in diagnostics::codes().chain(findings::codes()) {
            let title = page.lines().nth(2).unwrap_or("");
            print(&format!("{code:<28}{title}\n"));
        }
        return Status::Well;
    };
    match findings::explain(code) {
        Some(page) => {
            print(page);
            Status::Well
        }
        None => {
            let codes = diagnostics::codes().chain(findings::codes());
            let help = nearest(code, codes.map(|(code, _)| code));
            let help = help.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            eprintln!("kofn: there is no diagnostic `{code}`{help}");
            Status::Wrong
        }
    }
}
