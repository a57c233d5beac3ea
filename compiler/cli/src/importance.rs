//! `kofn importance`.

use crate::Status;
use crate::arguments::{By, Format, Importance as Arguments};
use crate::commands::{open_timed, print_json, read_in, settings, status_of_unanswered};
use crate::progress::Progress;
use crate::terminal::{colors, print, show};
use kofn::emit::importance::{self, ImportanceReport};
use kofn::{Importance, ImportanceWanted};
use std::io::IsTerminal;

pub(crate) fn importance(arguments: &Arguments) -> Status {
    let common = &arguments.common;
    let Some((mut compilation, reading)) = open_timed(&arguments.file, common) else {
        return Status::Wrong;
    };
    let wanted = ImportanceWanted { by: by(arguments.by), symbolic: arguments.symbolic };
    let mut progress = Progress::new(&arguments.file, common.quiet);
    let found =
        compilation.importance(&settings(common), &common.systems, &wanted, &mut |done, total| {
            progress.at(done, total);
        });
    drop(progress);
    show(compilation.diagnostics(), compilation.sources(), colors(common.color), common.quiet);
    let Some(found) = found else { return Status::Wrong };
    match arguments.format {
        // In a pipe a bar would only be in the way.
        Format::Text => {
            let text = importance::text(&found, std::io::stdout().is_terminal());
            print(&(text + &read_in(reading)));
        }
        Format::Json => print_json(found.iter().map(importance::json).collect(), found.len() != 1),
    }
    found.iter().map(status).max().unwrap_or(Status::Well)
}

fn by(by: By) -> Importance {
    match by {
        By::Birnbaum => Importance::Birnbaum,
        By::Criticality => Importance::Criticality,
        By::FussellVesely => Importance::FussellVesely,
        By::Raw => Importance::Raw,
        By::Rrw => Importance::Rrw,
        By::Improvement => Importance::Improvement,
        By::Structural => Importance::Structural,
        By::Differential => Importance::Differential,
    }
}

fn status(report: &ImportanceReport) -> Status {
    report.found.as_ref().err().map_or(Status::Well, status_of_unanswered)
}
