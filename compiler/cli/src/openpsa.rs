//! Fault trees in the Open-PSA Model Exchange Format, read and written.

use crate::Status;
use crate::arguments::{Common, Import};
use crate::disk::Disk;
use crate::terminal::{colors, print, show};
use kofn::Compilation;

/// Writes a fault tree as a model in the language.
pub(crate) fn import(arguments: &Import) -> Status {
    let imported = kofn::import(&Disk::default(), &arguments.file);
    let text = match imported.text {
        Ok(text) => text,
        Err(findings) => {
            show(&findings, &imported.sources, colors(arguments.color), false);
            return Status::Wrong;
        }
    };
    if arguments.output == "-" {
        print(&text);
        return Status::Well;
    }
    match std::fs::write(&arguments.output, text) {
        Ok(()) => Status::Well,
        Err(error) => {
            eprintln!("kofn: cannot write {}: {error}", arguments.output);
            Status::Wrong
        }
    }
}

/// Writes a system as a fault tree.
pub(crate) fn export(compilation: &mut Compilation, common: &Common) -> Status {
    let written = compilation.openpsa(&common.systems);
    show(compilation.diagnostics(), compilation.sources(), colors(common.color), common.quiet);
    match written {
        Some(text) => {
            print(&text);
            Status::Well
        }
        None => Status::Wrong,
    }
}
