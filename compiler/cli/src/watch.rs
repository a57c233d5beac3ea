//! `kofn watch`: a command again, whenever a file it reads changes.
//!
//! Each run is a process of its own. So a change in the middle of a long computation ends it at once, and
//! nothing that a run leaves behind adds up.

mod files;
mod runs;
mod signals;
mod watched;

use crate::Status;
use crate::arguments::{Color, Common, Exact};
use clap::{Args, ValueEnum, ValueHint};
use files::Watched;
use runs::Runs;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
pub(crate) use watched::{NOBODY_READS, end_with_watcher, is_watched};

/// After a change, others that come within this time belong to it: an editor writes a file in steps.
const SETTLING: Duration = Duration::from_millis(50);

/// Changes that never end are taken as they are after this time.
const LONGEST_SETTLING: Duration = Duration::from_secs(1);

/// How often it is looked whether a run has ended.
const ENDING: Duration = Duration::from_millis(100);

/// How often it is looked for what nothing announces, such as files in folders that are missing.
const LOOKING: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(
    after_help = "Files that a model uses are watched too; so are new models in folders that are given. What \
                  changed is told on standard error. Ctrl-C ends it, with status 0; so does the end of \
                  standard input where that is a pipe, and whoever reads what is printed going away."
)]
pub(crate) struct Watch {
    /// Models, and folders: all .rbd files below them
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// Runs `kofn test --check` instead of the report
    #[arg(long, conflicts_with_all = ["check", "systems", "defines", "digits", "exact", "limit_nodes", "limit_time", "verbose"])]
    pub test: bool,
    /// Runs `kofn check` instead of the report
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub common: Common,
}

/// What may happen while nobody runs, or somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Something in a watched folder.
    Touched,
    /// Whoever started this is done with it.
    Stop,
}

pub(crate) fn watch(arguments: &Watch) -> Status {
    if arguments.paths.iter().any(|path| path == "-") {
        eprintln!("kofn: standard input cannot be watched; give files or folders");
        return Status::Wrong;
    }
    let (send, events) = std::sync::mpsc::channel();
    if let Err(why) = signals::install(&send) {
        eprintln!("kofn: Ctrl-C would not be noticed: {why}");
        return Status::Wrong;
    }
    let mut watched = match Watched::new(&arguments.paths, arguments.test, send) {
        Ok(watched) => watched,
        Err(why) => {
            eprintln!("kofn: files cannot be watched here: {why}");
            return Status::Wrong;
        }
    };
    watched.look();
    let mut runs = Runs::new(arguments);
    runs.start(&watched, &[]);
    let mut looked = Instant::now();
    loop {
        let event = events.recv_timeout(ENDING);
        match event {
            Ok(Event::Stop) => break,
            Ok(Event::Touched) => {
                if settle(&events) == Some(Event::Stop) {
                    break;
                }
                watched.watch_anew();
            }
            Err(_) => {
                if runs.look(&watched) {
                    break;
                }
                if !watched.looks_itself() || looked.elapsed() < LOOKING {
                    continue;
                }
            }
        }
        looked = Instant::now();
        let changes = watched.look();
        if !changes.is_empty() {
            runs.start(&watched, &changes);
        }
    }
    runs.stop();
    // It was asked to end, and did: what the last run found has been said.
    Status::Well
}

/// Waits until nothing has happened for a while.
fn settle(events: &Receiver<Event>) -> Option<Event> {
    let began = Instant::now();
    while began.elapsed() < LONGEST_SETTLING {
        match events.recv_timeout(SETTLING) {
            Ok(Event::Touched) => {}
            Ok(Event::Stop) => return Some(Event::Stop),
            Err(_) => break,
        }
    }
    None
}

/// The command that is run for the files, and its options.
fn command_line(arguments: &Watch, files: &[String]) -> Vec<String> {
    let common = &arguments.common;
    let mut words: Vec<String> = Vec::new();
    words.push(if arguments.test {
        "test".to_owned()
    } else if arguments.check {
        "check".to_owned()
    } else {
        "report".to_owned()
    });
    let mut option = |name: &str, value: &str| words.push(format!("--{name}={value}"));
    option("color", &named::<Color>(common.color));
    if arguments.test {
        words.push("--check".to_owned());
    } else {
        option("digits", &common.digits.to_string());
        option("exact", &named::<Exact>(common.exact));
        common.systems.iter().for_each(|system| option("system", system));
        common.defines.iter().for_each(|define| option("define", define));
        if let Some(nodes) = common.limit_nodes {
            option("limit-nodes", &nodes.to_string());
        }
        if let Some(time) = common.limit_time {
            option("limit-time", &time.as_secs_f64().to_string());
        }
        if common.verbose {
            words.push("--verbose".to_owned());
        }
    }
    if common.quiet {
        words.push("--quiet".to_owned());
    }
    words.push("--".to_owned());
    words.extend(files.iter().cloned());
    words
}

/// A choice as it is written on a command line.
fn named<T: ValueEnum>(choice: T) -> String {
    choice.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}
