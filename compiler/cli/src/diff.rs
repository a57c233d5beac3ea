//! `kofn diff`: what a change to a model means.

mod deny;
mod git;
mod operands;

use crate::Status;
use crate::arguments::Common;
use crate::commands::settings;
use crate::cores::Cores;
use crate::disk::Disk;
use crate::progress::Progress;
use crate::terminal::{colors, colors_on, painter, print, show};
use clap::{Args, ValueEnum, ValueHint};
use deny::Kind;
use git::Revision;
use kofn::emit::changes::{Changes, Meaning, cases, denied, json, markdown, text};
use kofn::emit::findings::{Finding, distinct, of_diagnostics};
use kofn::emit::{github, json as model_json, junit, sarif, testing};
use kofn::{Compilation, difference_with};
use operands::Operand;
use std::io::IsTerminal;
use std::sync::Mutex;

#[derive(Debug, Args)]
#[command(
    override_usage = "kofn diff [OPTIONS] OLD NEW\n       kofn diff [OPTIONS] [REV] FILE\n       kofn diff [OPTIONS] REV..[REV] FILE",
    after_help = "A model is a file, `-`, or REV:FILE as `git show` takes it: FILE from the top of the repository, \
                  REV:./FILE from here, and :FILE as it is staged. Before a FILE, REV alone is that file in a \
                  revision, A..B are two revisions of it (HEAD where one is left out), and A...B is B against \
                  where it left A. Without REV, a file is compared with HEAD's. What exists as a file is a \
                  file. A revision's models are read from that revision, what they use too.\n\n\
                  Exit status: 0 the models mean the same, whatever their text · 1 they differ · 2 a model \
                  or the command line is wrong · 3 a limit was in the way, and nothing else is other. \
                  With --deny: 1 there is something of these kinds · 3 it is not known whether there is · \
                  0 else, whether or not the models differ"
)]
pub(crate) struct Diff {
    /// The old model, and the new one
    #[arg(required = true, num_args = 1..=2, value_names = ["OLD", "NEW"], value_hint = ValueHint::FilePath)]
    pub models: Vec<String>,
    #[command(flatten)]
    pub common: Common,
    /// What no change may bring; several with commas, or the option several times
    #[arg(long, value_enum, value_name = "FINDING", value_delimiter = ',')]
    pub deny: Vec<Kind>,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
    /// For a comment on a pull request: a table, and details folded
    Markdown,
    /// Static Analysis Results Interchange Format 2.1.0, for code scanning
    Sarif,
    /// Annotations of a run of GitHub Actions
    Github,
    /// XML as JUnit writes it: a case for each system, and each answer that is other
    Junit,
}

pub(crate) fn diff(arguments: &Diff) -> Status {
    let common = &arguments.common;
    if !common.systems.is_empty()
        && let Some(kind) = arguments.deny.iter().find(|kind| kind.is_of_answers())
    {
        eprintln!(
            "kofn: answers are not compared where --system chooses systems, so --deny {} would find \
             nothing; leave one of them out",
            kind.code()
        );
        return Status::Wrong;
    }
    let operands = match operands::operands(&arguments.models) {
        Ok(operands) => operands,
        Err(why) => {
            eprintln!("kofn: {why}");
            return Status::Wrong;
        }
    };
    let opened = operands.each_ref().map(opened);
    let mut both = match opened {
        [Ok(old), Ok(new)] => [old, new],
        all => {
            for why in all.into_iter().filter_map(Result::err) {
                eprintln!("kofn: {why}");
            }
            return Status::Wrong;
        }
    };
    if !define(&mut both, common) {
        return Status::Wrong;
    }
    let [old, new] = &mut both;
    let progress = Mutex::new(Progress::new("systems", common.quiet));
    let hands = Cores { progress: &progress };
    let changes = difference_with(
        old,
        new,
        &settings(common),
        &common.systems,
        &hands,
        &mut |done, total| {
            if let Ok(mut progress) = progress.lock() {
                progress.at(done, total);
            }
        },
    );
    drop(progress);
    match changes {
        Some(changes) => told(&changes, &both, &operands, arguments),
        None => wrong(&both, arguments),
    }
}

/// Reads a model from where it is.
fn opened(operand: &Operand) -> Result<Compilation, String> {
    match operand {
        Operand::File(path) => Ok(Compilation::new(&Disk::default(), path)),
        Operand::Revision { folder, revision, path } => {
            let revision = Revision::find(folder, revision)?;
            let main = revision.main(path)?;
            Ok(Compilation::new(&revision, &main))
        }
    }
}

/// Sets parameters in both models. One that only one of them has is set there.
fn define(both: &mut [Compilation; 2], common: &Common) -> bool {
    for define in &common.defines {
        let Some((name, value)) = define.split_once('=') else {
            eprintln!("kofn: -D {define}: write NAME=EXPR");
            return false;
        };
        let (name, value) = (name.trim(), value.trim());
        let known = both.each_mut().map(|one| one.knows(name));
        // Where neither has it the new one says so.
        let set = if known == [false, false] { [false, true] } else { known };
        for (one, _) in both.iter_mut().zip(set).filter(|(_, set)| *set) {
            if let Err(findings) = one.define(name, value) {
                show(&findings, one.sources(), colors(common.color), common.quiet);
                return false;
            }
        }
    }
    true
}

/// Tells what is wrong in the models.
fn wrong(both: &[Compilation; 2], arguments: &Diff) -> Status {
    let common = &arguments.common;
    for one in both {
        show(one.diagnostics(), one.sources(), colors(common.color), common.quiet);
    }
    let all =
        both.iter().flat_map(|one| of_diagnostics(one.file(), one.diagnostics(), one.sources()));
    match arguments.format {
        DiffFormat::Text | DiffFormat::Markdown => {}
        DiffFormat::Json => {
            let [old, new] = both.each_ref().map(|one| {
                serde_json::json!({
                    "file": one.file(),
                    "diagnostics": model_json::diagnostics(one.diagnostics(), one.sources()),
                })
            });
            print(&format!("{:#}\n", serde_json::json!({"old": old, "new": new, "meaning": null})));
        }
        DiffFormat::Sarif => print(&format!("{:#}\n", sarif::log(&distinct(all.collect())))),
        DiffFormat::Github => print(&github::annotations(&distinct(all.collect()))),
        DiffFormat::Junit => {
            let suites: Vec<_> = both
                .iter()
                .map(|one| {
                    let found = of_diagnostics(one.file(), one.diagnostics(), one.sources());
                    testing::checked(one.file(), &found)
                })
                .collect();
            print(&junit::document(&suites));
        }
    }
    Status::Wrong
}

/// Findings stand beside lines of files: what is read from a revision is a file from the top of it.
fn put_into_files(findings: &mut [Finding], operands: &[Operand; 2]) {
    let [_, new] = operands;
    if let Operand::Revision { .. } = new {
        for one in findings {
            if let Some((_, path)) = operands::split(&one.place.file) {
                one.place.file = path.to_owned();
            }
        }
    }
}

fn told(
    changes: &Changes,
    both: &[Compilation; 2],
    operands: &[Operand; 2],
    arguments: &Diff,
) -> Status {
    let common = &arguments.common;
    let [_, new] = both;
    show(new.diagnostics(), new.sources(), colors(common.color), common.quiet);
    let kinds: Vec<&str> = arguments.deny.iter().map(|kind| kind.code()).collect();
    let mut denied = denied(changes, &kinds);
    let suite = cases::suite(changes, &denied.findings, &|at| {
        kinds.is_empty() || denied.found.contains(&at) || denied.hidden.contains(&at)
    });
    put_into_files(&mut denied.findings, operands);
    // The last word, where something is denied.
    let word = if kinds.is_empty() { String::new() } else { denied.text(&kinds) };
    match arguments.format {
        DiffFormat::Text => {
            let paint = painter(colors_on(common.color, std::io::stdout().is_terminal()));
            print(&(text::text(changes, &paint) + &word));
        }
        DiffFormat::Json => {
            let mut object = json::json(changes);
            if !kinds.is_empty() {
                object["denied"] = denied.json(&kinds);
            }
            print(&format!("{object:#}\n"));
        }
        DiffFormat::Markdown => print(&markdown::markdown(changes)),
        DiffFormat::Sarif => print(&format!("{:#}\n", sarif::log(&denied.findings))),
        DiffFormat::Github => print(&github::annotations(&denied.findings)),
        DiffFormat::Junit => print(&junit::document(&[suite])),
    }
    if !kinds.is_empty() {
        return match (denied.found.as_slice(), denied.hidden.as_slice()) {
            ([_, ..], _) => Status::Differs,
            ([], [_, ..]) => Status::Limit,
            ([], []) => Status::Well,
        };
    }
    match changes.meaning() {
        Meaning::Same => Status::Well,
        Meaning::Other => Status::Differs,
        Meaning::Unknown => Status::Limit,
    }
}
