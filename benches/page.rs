//! A table of measurements in Markdown, with the machine it was measured on.

#![allow(clippy::print_stderr, reason = "rows are shown while the others are measured")]

use crate::rival::{Outcome, version};
use std::fmt::Write;
use std::time::Duration;

/// The rows measured so far.
#[derive(Default)]
pub struct Page {
    rows: String,
}

impl Page {
    /// A claim with our time, and a rival's outcome. The answer that it must have printed is for
    /// `agrees` to know.
    pub fn row(
        &mut self,
        claim: &str,
        ours: Duration,
        rival: &str,
        outcome: &Outcome,
        agrees: impl Fn(&str) -> bool,
    ) {
        let ratio = |theirs: Duration| ratio(ours, theirs);
        let (theirs, ratio) = match outcome {
            Outcome::Missing => ("not measured".to_owned(), "–".to_owned()),
            Outcome::NoAnswer => ("no answer".to_owned(), "–".to_owned()),
            Outcome::TooLong(limit) => {
                (format!("more than {}", written(*limit)), format!("> {}", ratio(*limit)))
            }
            Outcome::Answered { answer, time } if agrees(answer) => (written(*time), ratio(*time)),
            Outcome::Answered { time, .. } => {
                (format!("{}, another answer", written(*time)), ratio(*time))
            }
        };
        self.write(&[claim, &written(ours), &format!("{rival}: {theirs}"), &ratio]);
    }

    /// A claim without a rival: why there is none.
    pub fn alone(&mut self, claim: &str, ours: Duration, why: &str) {
        self.write(&[claim, &written(ours), why, "–"]);
    }

    fn write(&mut self, cells: &[&str]) {
        let row = format!("| {} |", cells.join(" | "));
        eprintln!("{row}");
        let _ = writeln!(self.rows, "{row}");
    }

    /// The page: a text in front, the machine and the programs with their versions, the table.
    pub fn text(&self, introduction: &str, rivals: &[(&str, Option<String>)]) -> String {
        format!("{introduction}\n{}\n{}", setup(rivals), self.table())
    }

    /// The table alone.
    pub fn table(&self) -> String {
        format!("| claim | kofn | rival | ratio |\n| --- | --- | --- | --- |\n{}", self.rows)
    }
}

/// How many times as long theirs takes.
pub fn ratio(ours: Duration, theirs: Duration) -> String {
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64().max(1e-9);
    let digits = match ratio {
        r if r < 1.0 => 2,
        r if r < 10.0 => 1,
        _ => 0,
    };
    format!("{ratio:.digits$}")
}

/// A time with three digits.
pub fn written(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (number, unit) = match seconds {
        s if s < 1e-3 => (s * 1e6, "µs"),
        s if s < 1.0 => (s * 1e3, "ms"),
        s => (s, "s"),
    };
    let digits = if number < 10.0 { 2 } else { usize::from(number < 100.0) };
    format!("{number:.digits$} {unit}")
}

/// The machine and the versions of all programs.
pub fn setup(rivals: &[(&str, Option<String>)]) -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let processor = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let mut lines = format!(
        "- Machine: {}, {cores} cores, {} {}\n",
        processor.as_deref().unwrap_or("processor not known"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    let own = [
        ("kofn", Some(format!("{}, release build", env!("CARGO_PKG_VERSION")))),
        ("rustc", version("rustc", &["--version"])),
    ];
    for (program, version) in own.iter().chain(rivals) {
        let version = version.as_deref().unwrap_or("not installed, not measured");
        let _ = writeln!(lines, "- {program}: {version}");
    }
    lines
}

/// The version of a package that Cargo has chosen for this workspace.
pub fn crate_version(name: &str) -> Option<String> {
    let lock = include_str!("../Cargo.lock");
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.trim_start().starts_with(&format!("name = \"{name}\"\n")))?;
    let version = entry.split("version = \"").nth(1)?;
    Some(version.split('"').next()?.to_owned())
}
