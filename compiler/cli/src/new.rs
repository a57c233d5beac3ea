//! `kofn new`: a folder to begin with.

use crate::Status;
use crate::shell::word;
use crate::terminal::print;
use clap::{Args, ValueHint};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What a folder begins with: the file's path in it, and its text.
const MODEL: [&str; 2] = ["service.rbd", include_str!("new/service.rbd")];
const IGNORE: [&str; 2] = [".gitignore", include_str!("new/gitignore")];
const WORKFLOW: [&str; 2] = [".github/workflows/kofn.yml", include_str!("new/kofn.yml")];
const README: [&str; 2] = ["README.md", include_str!("new/README.md")];

/// What the name of the project stands for in the texts.
const NAME: &str = "PROJECT";

/// What the last step stands for: the workflow is there, or is to be written.
const PUSH: &str = "PUSH";
const PUSH_HERE: &str = "\
Push. `.github/workflows/kofn.yml` fails where an assert does not hold or a snapshot is not the one that was
   committed, and says on the pull request what differs.";
const PUSH_ABOVE: &str = "\
Let a workflow of the repository use the action `kofn/kofn@main` with this folder among its `paths`: it fails
   where an assert does not hold or a snapshot is not the one that was committed.";

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
        Ok(Begun { files, repository }) => {
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
            if let Some(repository) = repository.filter(|_| !arguments.bare) {
                text.push_str(&advice(&repository));
            }
            print(&text);
            Status::Well
        }
        Err(why) => {
            eprintln!("kofn: {why}");
            Status::Wrong
        }
    }
}

/// What was begun.
struct Begun {
    /// The files that were written.
    files: Vec<&'static str>,
    /// The repository that the folder lies in, below its top.
    repository: Option<Repository>,
}

/// A repository, from the point of view of a folder in it.
struct Repository {
    top: PathBuf,
    /// The folder, from the top.
    folder: PathBuf,
}

/// Where a workflow would be found: GitHub looks at the top of a repository and nowhere else.
fn advice(repository: &Repository) -> String {
    let workflows = repository.top.join(".github").join("workflows");
    let parts = repository.folder.iter().map(|part| part.to_string_lossy().into_owned());
    let folder = parts.collect::<Vec<_>>().join("/");
    let plain = |character: char| character.is_alphanumeric() || "_./".contains(character);
    let folder = match folder.chars().all(plain) {
        true => folder,
        // A string of JSON is one of YAML.
        false => serde_json::Value::from(folder).to_string(),
    };
    format!(
        "\nno workflow was written: GitHub runs only those in {}\n\
         the steps of a job there that tests these models:\n    \
             - uses: actions/checkout@v4\n    \
             - uses: kofn/kofn@main\n    \
         \x20 with:\n    \
         \x20   paths: {folder}\n",
        workflows.display()
    )
}

/// The repository that a folder lies in, if it is not the top of one itself.
fn repository(folder: &Path) -> Option<Repository> {
    let whole = std::path::absolute(folder).ok()?;
    // What is there may be a link to somewhere else.
    let there = whole.ancestors().find(|above| above.exists())?;
    let whole = fs::canonicalize(there).ok()?.join(whole.strip_prefix(there).ok()?);
    let top = whole.ancestors().find(|above| above.join(".git").exists())?;
    let folder = whole.strip_prefix(top).ok()?.to_owned();
    (!folder.as_os_str().is_empty()).then(|| Repository { top: top.to_owned(), folder })
}

/// Writes all files, or none.
fn begin(arguments: &New) -> Result<Begun, String> {
    let name = &arguments.name;
    if name.is_empty() {
        return Err("a folder has a name; write `kofn new NAME`, or `kofn new .`".to_owned());
    }
    let folder = Path::new(name);
    match fs::metadata(folder) {
        Ok(about) if !about.is_dir() => {
            return Err(format!("{name} is a file; give the name of a folder"));
        }
        Err(_) if fs::symlink_metadata(folder).is_ok_and(|about| about.is_symlink()) => {
            return Err(format!("{name} is a link that leads nowhere; give the name of a folder"));
        }
        _ => {}
    }
    let repository = repository(folder);
    let files = match (arguments.bare, &repository) {
        (true, _) => vec![MODEL, IGNORE],
        (false, None) => vec![MODEL, IGNORE, WORKFLOW, README],
        (false, Some(_)) => vec![MODEL, IGNORE, README],
    };
    for [file, _] in &files {
        // A link that leads nowhere is there too.
        if fs::symlink_metadata(folder.join(file)).is_ok() {
            let there = shown(name, file);
            return Err(format!("{there} is there already; nothing was written"));
        }
    }
    let mut made = Made::default();
    for [file, text] in &files {
        // Only the page has a title and steps; the folder is there by then.
        let text = || match *file == README[0] {
            true => {
                let push = if repository.is_some() { PUSH_ABOVE } else { PUSH_HERE };
                text.replace(PUSH, push).replace(NAME, &title(folder))
            }
            false => (*text).to_owned(),
        };
        if let Err(why) = made.write(folder, file, text) {
            let left = made.remove();
            let end = match left.is_empty() {
                true => "nothing was written".to_owned(),
                false => format!("what was written stays: {}", left.join(", ")),
            };
            return Err(format!("{why}; {end}"));
        }
    }
    Ok(Begun { files: files.iter().map(|[file, _]| *file).collect(), repository })
}

/// What this run has made, in its order.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    /// Writes a file of the project, and makes the folders that it lacks.
    fn write(
        &mut self,
        folder: &Path,
        file: &str,
        text: impl Fn() -> String,
    ) -> Result<(), String> {
        let path = folder.join(file);
        let around = path.parent().unwrap_or(folder);
        let missing: Vec<&Path> = around
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
            .collect();
        for above in missing.into_iter().rev() {
            match fs::create_dir(above) {
                Ok(()) => self.folders.push(above.to_owned()),
                // `new/..` is there as soon as `new` is, and somebody else may have been quicker.
                Err(error) if error.kind() == ErrorKind::AlreadyExists && above.is_dir() => {}
                Err(error) => return Err(format!("{} cannot be made: {error}", told(above))),
            }
        }
        let place = told(&path);
        // Whoever was quicker is not overwritten either.
        let mut out = fs::File::create_new(&path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => format!("{place} is there already"),
            ErrorKind::NotADirectory => {
                format!("{place} cannot be written: {} is no folder", told(around))
            }
            _ => format!("{place} cannot be written: {error}"),
        })?;
        self.files.push(path);
        out.write_all(text().as_bytes())
            .map_err(|error| format!("{place} cannot be written: {error}"))
    }

    /// Removes all of it, and tells what stays.
    fn remove(&self) -> Vec<String> {
        let files = self.files.iter().rev().filter(|file| fs::remove_file(file).is_err());
        let mut left: Vec<String> = files.map(|path| told(path)).collect();
        // A folder in which somebody else has put something stays, and so it should.
        let folders = self.folders.iter().rev();
        left.extend(folders.filter(|path| fs::remove_dir(path).is_err()).map(|path| told(path)));
        left
    }
}

/// The path of a file of the project as it is told.
fn shown(name: &str, file: &str) -> String {
    told(&Path::new(name).join(file))
}

/// A path as it is told.
fn told(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
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
