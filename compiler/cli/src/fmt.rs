//! The one layout of models: written, checked or shown as differences.

use crate::arguments::Color;
use crate::disk::Disk;
use crate::replace::replace;
use crate::terminal::{colors, colors_on, painter, print, show};
use crate::{Status, models, shell};
use clap::{Args, ValueHint};
use kofn::emit::difference::patch;
use kofn::{Formatted, Refusal, format_file};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Models, and folders: all .rbd files below them; `-` formats standard input to standard output
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<String>,
    /// Writes nothing and names the files that would change; the exit status is 1 if there are any
    #[arg(long, conflicts_with = "diff")]
    pub check: bool,
    /// Writes nothing and shows what would change; the exit status is 1 if anything would
    #[arg(long)]
    pub diff: bool,
    /// Colours; `NO_COLOR` is obeyed
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// Formats files, all models below folders, and standard input.
pub(crate) fn fmt(arguments: &Fmt) -> Status {
    let disk = Disk::default();
    let named = models::named(&arguments.files);
    for trouble in &named.troubles {
        eprintln!("kofn: {trouble}");
    }
    let mut status = if named.troubles.is_empty() { Status::Well } else { Status::Wrong };
    let mut met = BTreeSet::new();
    for file in &named.models {
        // What a link below a folder leads to is formatted where it is.
        let is_link = fs::symlink_metadata(file).is_ok_and(|about| about.is_symlink());
        if is_link && !arguments.files.contains(file) {
            continue;
        }
        // One file is formatted once, however often it is named.
        let real = fs::canonicalize(file).unwrap_or_else(|_| PathBuf::from(file));
        if met.insert(real.clone()) {
            let formatted = format_file(&disk, file);
            status = status.max(one(file, &real, &formatted, arguments));
        }
    }
    status
}

/// Does with one file what was asked for.
fn one(file: &str, real: &Path, formatted: &Formatted, arguments: &Fmt) -> Status {
    let after = match &formatted.after {
        Ok(after) => after,
        Err(Refusal::Broken(_)) if is_xml(file, &formatted.before) => {
            let import = format!("kofn import {}", shell::word(file));
            eprintln!("kofn: {file} is a fault tree in XML; `{import}` makes a model of it");
            return Status::Wrong;
        }
        Err(Refusal::Broken(findings)) => {
            show(findings, &formatted.sources, colors(arguments.color), false);
            return Status::Wrong;
        }
        Err(why @ Refusal::Changed) => {
            eprintln!("kofn: {file} is left as it is: {why}");
            return Status::Wrong;
        }
    };
    let same = *after == formatted.before;
    if arguments.check || arguments.diff {
        if same {
            return Status::Well;
        }
        if arguments.diff {
            let paint = painter(colors_on(arguments.color, io::stdout().is_terminal()));
            print(&patch(file, &formatted.before, after, &paint));
        } else {
            print(&format!("{file}: would be formatted\n"));
        }
        return Status::Differs;
    }
    if file == "-" {
        print(after);
    } else if !same {
        if let Err(error) = replace(real, after) {
            eprintln!("kofn: cannot write {file}: {error}");
            return Status::Wrong;
        }
        print(&format!("{file}: formatted\n"));
    }
    Status::Well
}

/// Whether a text, or its name, is that of a fault tree; no model begins so.
fn is_xml(file: &str, text: &str) -> bool {
    let ending = Path::new(file).extension();
    let named = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("xml"));
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    !text.is_empty() && (named || text.starts_with('<'))
}
