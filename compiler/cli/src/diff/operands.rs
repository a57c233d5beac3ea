//! What the words of the command line name: files, and revisions of files.

use super::git;
use std::path::{Path, PathBuf};

/// A model to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// A file of the disk, or standard input.
    File(String),
    /// A file of a revision.
    Revision {
        /// A folder of the repository.
        folder: PathBuf,
        /// The revision; empty for what is staged.
        revision: String,
        /// The file.
        path: Within,
    },
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// From the top of the repository.
    Top(String),
    /// From the folder.
    Folder(String),
}

/// The old model and the new one.
pub(crate) fn operands(words: &[String]) -> Result<[Operand; 2], String> {
    match words {
        [file] => Ok([of_file("HEAD", file)?, Operand::File(file.clone())]),
        [old, new] if old == "-" && new == "-" => {
            Err("standard input is one model; name the other one".to_owned())
        }
        [old, new] => {
            let revision = !is_file(old) && split(old).is_none();
            if !revision {
                return Ok([one(old), one(new)]);
            }
            if split(new).is_some() && !is_file(new) {
                return Err(format!("`{old}` is no file; {}", meant(old)));
            }
            if let Some((from, to)) = old.split_once("...") {
                let [from, to] = [from, to].map(head);
                let base = git::merge_base(&folder(new), from, to)?;
                return Ok([of_file(&base, new)?, of_file(to, new)?]);
            }
            if let Some((from, to)) = old.split_once("..") {
                return Ok([of_file(head(from), new)?, of_file(head(to), new)?]);
            }
            if looks_like_a_file(old) {
                return Err(format!("`{old}` is no file; {}", meant(old)));
            }
            Ok([of_file(old, new)?, one(new)])
        }
        _ => Err("write two models: kofn diff OLD NEW".to_owned()),
    }
}

fn head(revision: &str) -> &str {
    if revision.is_empty() { "HEAD" } else { revision }
}

fn meant(old: &str) -> String {
    format!("in a revision it is REV:{old}, and a revision is REV FILE")
}

/// A name that ends like a model is a slip, rather than a branch.
fn looks_like_a_file(word: &str) -> bool {
    let ending = Path::new(word).extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("rbd" | "xml"))
}

/// A folder is no model, so its name may be that of a revision.
fn is_file(word: &str) -> bool {
    let path = Path::new(word);
    word == "-" || path.exists() && !path.is_dir()
}

fn one(word: &str) -> Operand {
    match split(word) {
        Some((revision, path)) if !is_file(word) => {
            let path = match path.starts_with("./") || path.starts_with("../") {
                true => Within::Folder(path.to_owned()),
                false => Within::Top(path.to_owned()),
            };
            Operand::Revision { folder: PathBuf::from("."), revision: revision.to_owned(), path }
        }
        _ => Operand::File(word.to_owned()),
    }
}

/// Revision and path. A colon in braces belongs to the revision: `HEAD^{/fix: host}:site.rbd`.
pub(crate) fn split(word: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    let at = word.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b':' && depth == 0
    })?;
    let path = &word[at + 1..];
    (!path.is_empty()).then(|| (&word[..at], path))
}

/// A file of the disk in a revision of its own repository.
fn of_file(revision: &str, file: &str) -> Result<Operand, String> {
    if file == "-" {
        return Err("standard input has no revisions; write REV:FILE -".to_owned());
    }
    let name = Path::new(file).file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else { return Err(format!("`{file}` is no file")) };
    let path = Within::Folder(name);
    Ok(Operand::Revision { folder: folder(file), revision: revision.to_owned(), path })
}

/// The folder of a file, or the nearest one around it that there still is.
fn folder(file: &str) -> PathBuf {
    match Path::new(file).parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_colon_in_braces_belongs_to_the_revision() {
        assert_eq!(split("main:site.rbd"), Some(("main", "site.rbd")));
        assert_eq!(split(":site.rbd"), Some(("", "site.rbd")));
        assert_eq!(split("HEAD^{/fix: host}:a:b.rbd"), Some(("HEAD^{/fix: host}", "a:b.rbd")));
        assert_eq!(split("main:"), None);
        assert_eq!(split("main"), None);
    }
}
