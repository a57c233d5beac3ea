//! `kofn test`: asserts and snapshots of every model below some paths.

mod review;
pub(crate) mod store;

use crate::Status;
use crate::arguments::{Color, FindingsFormat};
use crate::commands::limits;
use crate::cores::Cores;
use crate::disk::Disk;
use crate::models::{self, Found, identity};
use crate::progress::Progress;
use crate::terminal::{Paint, colors, colors_on, painter, print, shown};
use clap::{Args, ValueHint};
use kofn::emit::findings::OURS;
use kofn::emit::testing::{self, Fate, FileTest, SnapshotState, Summary, TestReport, Unreferenced};
use kofn::emit::{github, junit, sarif};
use kofn::{Compilation, Hands};
use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;

#[derive(Debug, Args)]
#[command(
    after_help = "Without --accept, --review and --check, a report that differs from its snapshot, or has none, \
                  is written beside it as FILE.rbd.snap.new. Where the variable CI is set nothing is \
                  written.\n\n\
                  Exit status: 0 all well · 1 an assertion does not hold, a snapshot differs or is missing · \
                  2 a model is wrong, or a snapshot cannot be read or written · 3 a limit was reached; of \
                  several 2 comes first, then 3"
)]
pub(crate) struct Test {
    /// Models, and folders to be searched for `.rbd` files; what is hidden, `target` and
    /// `node_modules` are skipped
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, default_value = ".")]
    pub paths: Vec<String>,
    /// Writes all reports as the new snapshots, and removes snapshots that belong to no model
    #[arg(long, conflicts_with_all = ["review", "check"])]
    pub accept: bool,
    /// Shows what is other, one snapshot after the other, and asks
    #[arg(long, conflicts_with_all = ["check", "format"])]
    pub review: bool,
    /// Writes nothing; snapshots that are missing or belong to no model fail
    #[arg(long)]
    pub check: bool,
    /// Vertices of a decision diagram, and states of a network, at most; other limits may make other
    /// snapshots, so all who share them take the same
    #[arg(long, value_name = "N")]
    pub limit_nodes: Option<u64>,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub format: FindingsFormat,
    /// Colours; `NO_COLOR` is obeyed
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Nothing but what is wrong, and the summary
    #[arg(short, long)]
    pub quiet: bool,
}

/// What may be done with a snapshot that is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Policy {
    /// It is only told.
    Leave,
    /// The report is written beside it.
    Propose,
    /// The report is the new snapshot.
    Accept,
    /// Somebody is asked.
    Ask,
}

/// A tested model, with what is said on standard error about its mistakes.
struct Tested {
    test: FileTest,
    said: String,
}

pub(crate) fn test(arguments: &Test) -> Status {
    let ci = in_ci();
    if ci && (arguments.accept || arguments.review) {
        let option = if arguments.accept { "--accept" } else { "--review" };
        eprintln!(
            "kofn: {option} writes snapshots, and nothing is written where CI is set; unset CI, or \
             leave {option} out"
        );
        return Status::Wrong;
    }
    let policy = match () {
        () if arguments.accept => Policy::Accept,
        () if arguments.review => Policy::Ask,
        () if arguments.check || ci => Policy::Leave,
        () => Policy::Propose,
    };
    let found = models::find(&arguments.paths);
    for trouble in &found.troubles {
        eprintln!("kofn: {trouble}");
    }
    let mut status = if found.troubles.is_empty() { Status::Well } else { Status::Wrong };
    if found.models.is_empty() {
        let searched: Vec<&str> =
            arguments.paths.iter().map(String::as_str).filter(|path| *path != "-").collect();
        if !searched.is_empty() {
            eprintln!("kofn: there is no .rbd file below {}", searched.join(", "));
        }
        // Snapshots of models that are all gone may still be removed.
        let removing = matches!(policy, Policy::Accept | Policy::Ask);
        if !removing || !found.snapshots.iter().any(|path| store::is_ours(path)) {
            return Status::Wrong;
        }
    }
    let tested = tested(&found.models, arguments);
    let mut report = TestReport::default();
    let mut known = BTreeSet::new();
    for Tested { test, said } in tested {
        // What is wrong in a file that many models use is said once.
        if arguments.format == FindingsFormat::Text && !known.contains(&said) {
            let _ = std::io::stderr().lock().write_all(said.as_bytes());
            known.insert(said);
        }
        report.files.push(test);
    }
    report.unreferenced = unreferenced(&found, &report, arguments.check);
    let paint = painter(colors_on(arguments.color, std::io::stdout().is_terminal()));
    status = status.max(settle(&mut report, policy, paint));
    match arguments.format {
        FindingsFormat::Text => print(&text(&report, arguments, paint)),
        FindingsFormat::Json => print(&format!("{:#}\n", testing::json(&report))),
        FindingsFormat::Sarif => {
            print(&format!("{:#}\n", sarif::log(&testing::findings(&report))));
        }
        FindingsFormat::Github => {
            print(&github::annotations(&testing::findings(&report)));
            print(&format!("{}\n", Summary::of(&report).line()));
        }
        FindingsFormat::Junit => print(&junit::document(&testing::suites(&report))),
    }
    status.max(status_of(&Summary::of(&report)))
}

/// Whether this is a run that nobody watches, as tools for it say by a variable.
fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !["", "0", "false"].iter().any(|no| value == *no))
}

/// Tests all models on all cores; the results are in the order of the models.
fn tested(models: &[String], arguments: &Test) -> Vec<Tested> {
    let places: Vec<Mutex<Option<Tested>>> = models.iter().map(|_| Mutex::new(None)).collect();
    let progress = Mutex::new(Progress::new("models", arguments.quiet));
    let colors = colors(arguments.color);
    let limits = limits(arguments.limit_nodes);
    let one = |model: &str| {
        caught(model, || {
            let disk = Disk::default();
            let mut compilation = Compilation::new(&disk, model);
            let path = store::path(model);
            let test = compilation.test(&path.to_string_lossy(), &store::read(&path), &limits);
            let (findings, sources) = (compilation.diagnostics(), compilation.sources());
            let said = shown(findings, sources, colors, arguments.quiet);
            Tested { test, said }
        })
    };
    Cores { progress: &progress }.each(models.len(), &|at| {
        if let Ok(mut place) = places[at].lock() {
            *place = Some(one(&models[at]));
        }
    });
    let done = places.into_iter().map(|place| place.into_inner().ok().flatten());
    done.zip(models).map(|(tested, model)| tested.unwrap_or_else(|| one(model))).collect()
}

/// A mistake of ours costs one model its test, not all the others theirs.
fn caught(model: &str, test: impl FnOnce() -> Tested) -> Tested {
    catch_unwind(AssertUnwindSafe(test)).unwrap_or_else(|_| Tested {
        test: FileTest::failed(model),
        said: format!("kofn: {model}: {OURS}\n"),
    })
}

/// The snapshots without model, however they and their models were reached. That of a model with
/// errors is kept until it can be told, and so is that of a model that nobody asked to test.
fn unreferenced(found: &Found, report: &TestReport, check: bool) -> Vec<Unreferenced> {
    let told = |file: &&FileTest| file.snapshot.is_some() || file.is_wrong();
    let snapshot = |file: &FileTest| identity(&store::path(&file.file));
    let referenced: BTreeSet<_> = report.files.iter().filter(told).map(snapshot).collect();
    let tested: BTreeSet<_> = report.files.iter().map(snapshot).collect();
    let is_gone = |path: &Path| {
        let path = store::accepted(path);
        let this = identity(&path);
        let untested = !tested.contains(&this) && store::has_model(&path);
        !referenced.contains(&this) && !untested
    };
    let fate = if check { Fate::Refused } else { Fate::Named };
    found
        .snapshots
        .iter()
        .filter(|path| is_gone(path) && store::is_ours(path))
        .map(|path| Unreferenced { path: path.to_string_lossy().into_owned(), fate: fate.clone() })
        .collect()
}

/// Does with snapshots what is to be done.
fn settle(report: &mut TestReport, policy: Policy, paint: Paint) -> Status {
    match policy {
        Policy::Leave => Status::Well,
        Policy::Ask => review::review(report, paint),
        Policy::Propose | Policy::Accept => {
            let mut status = Status::Well;
            for file in &mut report.files {
                let name = file.file.clone();
                let Some(snapshot) = &mut file.snapshot else { continue };
                match (&snapshot.state, policy) {
                    (SnapshotState::Matches, _) => {
                        store::forget_proposal(Path::new(&snapshot.path))
                    }
                    (SnapshotState::Unusable(_), Policy::Propose)
                    | (SnapshotState::Written { .. }, _) => {}
                    (_, Policy::Accept) => store::accept(&name, snapshot),
                    (_, _) => {
                        if let Err(error) = store::propose(&name, snapshot) {
                            eprintln!("kofn: {}.new cannot be written: {error}", snapshot.path);
                            status = Status::Wrong;
                        }
                    }
                }
            }
            if policy == Policy::Accept {
                report.unreferenced.iter_mut().for_each(store::remove);
            }
            status
        }
    }
}

fn text(report: &TestReport, arguments: &Test, paint: Paint) -> String {
    let mut text = String::new();
    for file in &report.files {
        let section = testing::section(file, !arguments.quiet, &paint);
        if !section.is_empty() {
            text.push_str(&section);
            text.push('\n');
        }
    }
    for one in &report.unreferenced {
        text.push_str(&testing::unreferenced(one, &paint));
    }
    if !report.unreferenced.is_empty() {
        text.push('\n');
    }
    let sum = Summary::of(report);
    if sum.differing + sum.missing > 0 && !arguments.quiet {
        text.push_str(
            "`kofn test --review` shows what is other, `kofn test --accept` takes it\n\n",
        );
    }
    text.push_str(&sum.line());
    text.push('\n');
    text
}

fn status_of(sum: &Summary) -> Status {
    match () {
        () if sum.wrong + sum.undefined + sum.unusable + sum.stuck > 0 => Status::Wrong,
        () if sum.limits > 0 => Status::Limit,
        () if sum.refuted + sum.undecided + sum.differing + sum.missing + sum.refused > 0 => {
            Status::Differs
        }
        () => Status::Well,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "the mistake that is caught")]

    use super::*;
    use kofn::emit::findings::INTERNAL_ERROR;

    #[test]
    fn a_mistake_of_ours_is_told_of_one_model() {
        let Tested { test, said } = caught("models/a.rbd", || panic!("an invariant"));
        assert_eq!(said, format!("kofn: models/a.rbd: {OURS}\n"));
        let report = TestReport { files: vec![test], unreferenced: Vec::new() };
        assert_eq!(status_of(&Summary::of(&report)), Status::Wrong);
        let found = testing::findings(&report);
        assert_eq!((found[0].code, found[0].place.file.as_str()), (INTERNAL_ERROR, "models/a.rbd"));
        let text = testing::section(&report.files[0], true, &|_, text| text.to_owned());
        assert_eq!(text, format!("models/a.rbd\n    not tested: {OURS}\n"));
    }
}
