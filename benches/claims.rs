//! The measured claims: `cargo build --release && cargo bench -p kofn-benches`.
//!
//! Times inside the process are medians of several runs of the whole way from text to digits;
//! whole processes are the program itself, start-up included. Rivals run in the same run, and
//! the table gives ratios; a rival that is not installed is named as not measured.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use kofn::{Compilation, Exactness, OneHand, Settings, SingleFile, Wanted};
use kofn_benches::{grid, median, program, racks, units};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

fn main() {
    println!("| claim | kofn | rival | ratio |");
    println!("| --- | --- | --- | --- |");
    alike_units();
    grid_polynomial();
    whole_processes();
}

fn row(claim: &str, ours: Duration, rival: Option<(&str, Duration)>) {
    let (name, ratio) = match rival {
        Some((name, theirs)) => (
            format!("{name}: {theirs:.2?}"),
            format!("{:.1}", theirs.as_secs_f64() / ours.as_secs_f64().max(1e-9)),
        ),
        None => ("not measured".to_owned(), "–".to_owned()),
    };
    println!("| {claim} | {ours:.2?} | {name} | {ratio} |");
}

/// From text to 30 certain digits, for a million alike units.
fn alike_units() {
    let text = units(1_000_000, 500_000, "0.5");
    let settings = Settings { digits: 30, ..Settings::default() };
    for system in ["any_unit", "all_units", "k_units"] {
        let ours = median(9, || {
            let world = SingleFile::new("units.rbd", &text);
            let mut compilation = Compilation::new(&world, "units.rbd");
            let report = compilation.report(&settings, &[system.to_owned()]);
            assert!(report.is_some_and(|report| report.systems[0].value.value().is_some()));
        });
        let rival = (system == "k_units").then(|| {
            python(
                "import time, mpmath as m\nm.mp.dps = 30\nt = time.perf_counter()\n\
                 n, i = 1000000, 500000\nterm = s = m.binomial(n, i) * m.mpf('0.5') ** n\n\
                 while i < n and term > s * m.mpf(10) ** -32:\n    \
                 i += 1; term = term * (n - i + 1) / i; s += term\n\
                 print(time.perf_counter() - t)",
            )
        });
        let rival =
            rival.flatten().map(|time| ("mpmath, the tail term by term, not certified", time));
        row(&format!("{system} of 10⁶, k = 500,000, 30 certain digits"), ours, rival);
    }
}

/// The polynomial of a 5×5 grid in one parameter.
fn grid_polynomial() {
    let text = grid(5);
    let settings = Settings { exactness: Exactness::Never, ..Settings::default() };
    let ours = median(5, || {
        let world = SingleFile::new("grid.rbd", &text);
        let mut compilation = Compilation::new(&world, "grid.rbd");
        let wanted = Wanted { expanded: Some(100_000) };
        let report = compilation.report_with(&settings, &[], wanted, &OneHand, &mut |_, _| {});
        assert!(report.is_some_and(|report| report.systems[0].expanded.is_some()));
    });
    row("polynomial of a 5×5 grid in one parameter", ours, None);
}

fn whole_processes() {
    let Some(program) = program() else {
        println!("| whole processes | run `cargo build --release` first | | |");
        return;
    };
    let folder = std::env::temp_dir().join(format!("kofn-benches-{}", std::process::id()));
    if std::fs::create_dir_all(&folder).is_err() {
        println!("| whole processes | no folder for temporary files | | |");
        return;
    }
    let small = folder.join("small.rbd");
    let large = folder.join("racks.rbd");
    let written =
        std::fs::write(&small, "module a, b = 0.9\nsystem s { works when any of (a, b) }\n")
            .and_then(|()| std::fs::write(&large, racks(1_000, 100)));
    if written.is_ok() {
        let run = |file: &PathBuf| {
            let status = Command::new(&program).arg(file).stdout(Stdio::null()).status();
            assert!(status.is_ok_and(|status| status.success()));
        };
        row("whole process, small model", median(21, || run(&small)), None);
        row(
            "whole process, 100,000 unlike modules in 1,000 racks",
            median(5, || run(&large)),
            None,
        );
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// Seconds that a Python script prints, where Python and what it imports are installed.
fn python(script: &str) -> Option<Duration> {
    let output =
        Command::new("python3").args(["-c", script]).stderr(Stdio::null()).output().ok()?;
    let seconds: f64 = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
    Some(Duration::from_secs_f64(seconds))
}
