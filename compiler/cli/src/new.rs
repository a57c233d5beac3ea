//! `kofn new`: a folder to begin with.

use crate::Status;
use crate::terminal::print;
use clap::{Args, ValueHint};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// What a folder begins with: the file's path in it, and its text.
const MODEL: [&str; 2] = ["service.rbd", include_str!("new/service.rbd")];
const IGNORE: [&str; 2] = [".gitignore", include_str!("new/gitignore")];
const WORKFLOW: [&str; 2] = [".github/workflows/kofn.yml", include_str!("new/kofn.yml")];
const README: [&str; 2] = ["README.md", include_str!("new/README.md")];

/// What the name of the project stands for in the texts.
const NAME: &str = "PROJECT";

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The folder, which is made where it is missing; `.` is this one. Nothing in it is overwritten
    #[arg(value_name = "NAME", value_hint = ValueHint::DirPath)]
    pub name: String,
    /// Only the model and what git shall ignore, for a repository that has its own README and CI
    #[arg(long)]
    pub bare: bool,
}

pub(crate) fn new(arguments: &New) -> Status {
    match begin(arguments) {
        Ok(files) => {
            let mut text = String::new();
            for file in files {
                text.push_str(&format!("wrote {}\n", shown(&arguments.name, file)));
            }
            text.push_str("\nnext:\n");
            if Path::new(&arguments.name) != Path::new(".") {
                text.push_str(&format!("    cd {}\n", word(&arguments.name)));
            }
            text.push_str(concat!(
                "    kofn service.rbd     formulas, values and answers\n",
                "    kofn test --accept   keeps them as a snapshot, to be committed\n",
            ));
            print(&text);
            Status::Well
        }
        Err(why) => {
            eprintln!("kofn: {why}");
            Status::Wrong
        }
    }
}

/// Writes all files, or none where one of them is there already.
fn begin(arguments: &New) -> Result<Vec<&'static str>, String> {
    let name = &arguments.name;
    if name.is_empty() {
        return Err("a folder has a name; write `kofn new NAME`, or `kofn new .`".to_owned());
    }
    let folder = Path::new(name);
    if fs::metadata(folder).is_ok_and(|about| !about.is_dir()) {
        return Err(format!("{name} is a file; give the name of a folder"));
    }
    let files = match arguments.bare {
        true => vec![MODEL, IGNORE],
        false => vec![MODEL, IGNORE, WORKFLOW, README],
    };
    for [file, _] in &files {
        // A link that leads nowhere is there too.
        if fs::symlink_metadata(folder.join(file)).is_ok() {
            let there = shown(name, file);
            return Err(format!("{there} is there already; nothing was written"));
        }
    }
    let mut written = Vec::new();
    for [file, text] in files {
        let path = folder.join(file);
        let put = || {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            // Whoever was quicker is not overwritten either.
            let mut out = fs::File::create_new(&path)?;
            // Only the page has a title; the folder is there by now.
            let text = match file == README[0] {
                true => text.replace(NAME, &title(folder)),
                false => text.to_owned(),
            };
            out.write_all(text.as_bytes())
        };
        put().map_err(|error: std::io::Error| {
            let place = shown(name, file);
            match error.kind() {
                ErrorKind::AlreadyExists => format!("{place} is there already"),
                _ => format!("{place} cannot be written: {error}"),
            }
        })?;
        written.push(file);
    }
    Ok(written)
}

/// A path as it is told.
fn shown(name: &str, file: &str) -> String {
    let path = Path::new(name).join(file);
    path.strip_prefix(".").unwrap_or(&path).display().to_string()
}

/// The folder's own name as a title in Markdown.
fn title(folder: &Path) -> String {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut title = String::new();
    for character in name.chars() {
        match character {
            _ if character.is_control() => title.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' => {
                title.extend(['\\', character]);
            }
            _ => title.push(character),
        }
    }
    if title.trim().is_empty() { "Reliability".to_owned() } else { title.trim().to_owned() }
}

/// A word of a shell's command line.
fn word(text: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "-_./".contains(character);
    match text.chars().all(plain) && !text.starts_with('-') {
        true => text.to_owned(),
        false if text.starts_with('-') => format!("-- '{}'", text.replace('\'', r"'\''")),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}
