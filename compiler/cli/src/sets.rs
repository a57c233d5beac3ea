//! `kofn cuts` and `kofn paths`.

use crate::Status;
use crate::arguments::{Format, SetOrder, Sets as Arguments};
use crate::commands::{open_timed, print_json, read_in, settings, status_of_unanswered};
use crate::progress::Progress;
use crate::terminal::{colors, print, show};
use kofn::emit::sets::{self, SetsReport};
use kofn::{Sets, SetsWanted};

/// Sets listed in text, and in JSON, where nothing else is said.
const MOST_IN_TEXT: usize = 20;
const MOST_IN_JSON: usize = 10_000;

pub(crate) fn cuts(arguments: &Arguments) -> Status {
    told(arguments, Sets::Cuts)
}

pub(crate) fn paths(arguments: &Arguments) -> Status {
    if arguments.single {
        eprintln!("kofn: --single is for cut sets: kofn cuts {} --single", arguments.file);
        return Status::Wrong;
    }
    told(arguments, Sets::Paths)
}

fn told(arguments: &Arguments, which: Sets) -> Status {
    let common = &arguments.common;
    let Some((mut compilation, reading)) = open_timed(&arguments.file, common) else {
        return Status::Wrong;
    };
    let usual = match arguments.format {
        Format::Text => MOST_IN_TEXT,
        Format::Json => MOST_IN_JSON,
    };
    let wanted = SetsWanted {
        sets: which,
        // Sets of more members need not be known.
        order: match arguments.single && arguments.format == Format::Text {
            true => Some(1),
            false => arguments.order,
        },
        most: match arguments.count || arguments.single {
            true => 0,
            false => arguments.most.unwrap_or(usual),
        },
        by_probability: arguments.by == SetOrder::Probability,
    };
    let mut progress = Progress::new(&arguments.file, common.quiet);
    let found =
        compilation.sets(&settings(common), &common.systems, &wanted, &mut |done, total| {
            progress.at(done, total);
        });
    drop(progress);
    show(compilation.diagnostics(), compilation.sources(), colors(common.color), common.quiet);
    let Some(found) = found else { return Status::Wrong };
    match arguments.format {
        Format::Text => print(&(sets::text(&found, arguments.single) + &read_in(reading))),
        Format::Json => print_json(found.iter().map(sets::json).collect(), found.len() != 1),
    }
    found.iter().map(status).max().unwrap_or(Status::Well)
}

fn status(report: &SetsReport) -> Status {
    report.found.as_ref().err().map_or(Status::Well, status_of_unanswered)
}
