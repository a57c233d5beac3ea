//! The one layout of models: written, checked or shown as differences.

use crate::Status;
use crate::arguments::Color;
use crate::disk::Disk;
use crate::terminal::{colors, colors_on, print, show};
use clap::{Args, ValueHint};
use kofn::diagnostics::Colors;
use kofn::emit::difference::unified;
use kofn::{Formatted, Refusal, format_file};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal, Write};
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
    let mut status = Status::Well;
    let mut met = BTreeSet::new();
    for argument in &arguments.files {
        let files = match models(argument) {
            Ok(files) => files,
            Err(why) => {
                eprintln!("kofn: {argument}: {why}");
                status = status.max(Status::Wrong);
                continue;
            }
        };
        for file in files {
            // One file is formatted once, however often it is named.
            let real = fs::canonicalize(&file).unwrap_or_else(|_| PathBuf::from(&file));
            if met.insert(real.clone()) {
                let formatted = format_file(&disk, &file);
                status = status.max(one(&file, &real, &formatted, arguments));
            }
        }
    }
    status
}

/// Does with one file what was asked for.
fn one(file: &str, real: &Path, formatted: &Formatted, arguments: &Fmt) -> Status {
    let after = match &formatted.after {
        Ok(after) => after,
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
            let colors = colors_on(arguments.color, io::stdout().is_terminal());
            print(&difference(file, &formatted.before, after, colors));
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

/// What a folder or a file stands for: the models below the folder in the order of their names, or
/// the file itself.
fn models(argument: &str) -> Result<Vec<String>, String> {
    if argument == "-" || !Path::new(argument).is_dir() {
        return Ok(vec![argument.to_owned()]);
    }
    let mut found = Vec::new();
    below(Path::new(argument), &mut found).map_err(|error| error.to_string())?;
    if found.is_empty() {
        return Err("no file that ends in .rbd is below it".to_owned());
    }
    found.sort();
    Ok(found.into_iter().map(|path| path.to_string_lossy().into_owned()).collect())
}

/// Hidden folders are left out, and links are not followed: what they name is formatted where it is.
fn below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let path = entry.path();
            if kind.is_dir() && !hidden {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|ending| ending == "rbd") {
                found.push(path);
            }
        }
    }
    Ok(())
}

/// Writes a new text in place of a file's: whoever reads it meanwhile sees the old or the new one,
/// whole.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it may only be read"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = write_new(&beside, text, permissions).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What is left of it is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_new(path: &Path, text: &str, permissions: fs::Permissions) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions)?;
    file.sync_all()
}

/// The unified difference, as `diff -u` has it.
fn difference(file: &str, before: &str, after: &str, colors: Colors) -> String {
    let plain = unified((file, before), (file, after));
    if colors == Colors::Never {
        return plain;
    }
    let painted = |line: &str| {
        let color = match line.as_bytes().first() {
            _ if line.starts_with("+++") || line.starts_with("---") => "1",
            Some(b'+') => "32",
            Some(b'-') => "31",
            Some(b'@') => "36",
            _ => return format!("{line}\n"),
        };
        format!("\u{1b}[{color}m{line}\u{1b}[0m\n")
    };
    plain.lines().map(painted).collect()
}
