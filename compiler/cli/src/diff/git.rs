//! Revisions of files, read with the program `git`.

use super::operands::Within;
use crate::disk::MOST_BYTES;
use kofn::{ReadError, World, plain_path};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A revision of a repository, in which files are called `REV:PATH`.
pub(crate) struct Revision {
    /// The top of the repository; of a bare one, the repository.
    top: PathBuf,
    /// From there to the folder that paths may start from; empty, or with a slash at its end.
    prefix: String,
    /// What the revision was called; empty for what is staged.
    name: String,
    /// Its tree; empty for what is staged.
    tree: String,
}

const NO_GIT: &str = "revisions are read with `git`, and there is no such program here";

/// What a hook is told about its repository. Without a work tree beside it, `git` takes any folder
/// for the top; and the file may be in another repository.
const OF_A_HOOK: [&str; 3] = ["GIT_DIR", "GIT_PREFIX", "GIT_WORK_TREE"];

/// `git` in a folder, in whose repository it looks. What is staged is what `GIT_INDEX_FILE` says:
/// of a commit of some files, hooks see an index of its own.
fn git_in(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    let is_absolute = |name| std::env::var_os(name).is_some_and(|at| Path::new(&at).is_absolute());
    // Whoever names both keeps a repository away from its files, where it cannot be found.
    if !(is_absolute("GIT_DIR") && is_absolute("GIT_WORK_TREE")) {
        OF_A_HOOK.iter().for_each(|name| {
            command.env_remove(name);
        });
    }
    command
}

/// Runs `git` in a folder.
fn git(folder: &Path, arguments: &[&str]) -> Result<Output, String> {
    let mut command = git_in(folder);
    command.args(arguments).stdin(Stdio::null());
    command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => NO_GIT.to_owned(),
        _ => format!("`git` cannot be run: {error}"),
    })
}

/// One line that `git` prints; what it says else is an error.
fn line(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = git(folder, arguments)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.strip_suffix('\n').unwrap_or(&text);
    if output.status.success() && (!line.is_empty() || arguments.contains(&"--show-prefix")) {
        return Ok(line.to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("fatal: ").lines().next().unwrap_or_default();
    Err(said.to_owned())
}

fn top(folder: &Path) -> Result<PathBuf, String> {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}, so no repository", folder.display()));
    }
    let top = line(folder, &["rev-parse", "--show-toplevel"]);
    // A bare repository has no folder of files, and all its revisions.
    let top =
        top.or_else(|said| line(folder, &["rev-parse", "--absolute-git-dir"]).map_err(|_| said));
    top.map(PathBuf::from).map_err(|said| {
        if said == NO_GIT {
            return said;
        }
        let here = folder.display();
        let why = if said.is_empty() { String::new() } else { format!(": {said}") };
        format!("{here} is in no git repository whose revisions can be read{why}")
    })
}

/// Where two revisions parted.
pub(crate) fn merge_base(folder: &Path, one: &str, other: &str) -> Result<String, String> {
    top(folder)?;
    let [one_id, other_id] = [one, other].map(|name| resolved(folder, name, "^{commit}"));
    line(folder, &["merge-base", &one_id?, &other_id?])
        .map_err(|_| format!("`{one}` and `{other}` have no revision in common"))
}

/// The object that a revision is.
fn resolved(folder: &Path, name: &str, kind: &str) -> Result<String, String> {
    let object = format!("{name}{kind}");
    line(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &object])
        .map_err(|_| format!("git knows no revision `{name}`"))
}

impl Revision {
    /// The revision with this name, in the repository of a folder.
    pub fn find(folder: &Path, name: &str) -> Result<Revision, String> {
        let top = top(folder)?;
        let prefix = line(folder, &["rev-parse", "--show-prefix"]).unwrap_or_default();
        let tree = match name {
            "" => String::new(),
            _ => resolved(folder, name, "^{tree}")?,
        };
        // An identifier in full tells people nothing that its beginning does not.
        let long = name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let name = if long { name[..10].to_owned() } else { name.to_owned() };
        Ok(Revision { top, prefix, name, tree })
    }

    /// What the main file is called.
    pub fn main(&self, path: &Within) -> Result<String, String> {
        let path = match path {
            Within::Top(path) => plain_path(Path::new(path)),
            Within::Folder(path) => plain_path(&Path::new(&self.prefix).join(path)),
        };
        let shown = self.called(&slashes(&path));
        match self.read(&shown) {
            Ok(_) => Ok(shown),
            Err(why) => Err(format!("`{shown}` cannot be read: {why}{}", self.hint(&path))),
        }
    }

    /// Whoever is below the top may have meant a file of that folder.
    fn hint(&self, path: &Path) -> String {
        if self.prefix.is_empty() {
            return String::new();
        }
        let here = slashes(&Path::new(&self.prefix).join(path));
        match self.read(&self.called(&here)) {
            Ok(_) => format!("; the one in this folder is {}:./{}", self.name, slashes(path)),
            Err(_) => String::new(),
        }
    }

    fn called(&self, path: &str) -> String {
        format!("{}:{path}", self.name)
    }

    /// The path of a file below the top.
    fn path<'p>(&self, called: &'p str) -> &'p str {
        called.get(self.name.len() + 1..).unwrap_or(called)
    }

    /// What `git` has for a path: its own word for the kind, and the bytes.
    fn object(&self, path: &str) -> Result<(String, Vec<u8>), String> {
        // What is staged is no tree, in which links could be followed.
        let follow: &[&str] = if self.tree.is_empty() { &[] } else { &["--follow-symlinks"] };
        let mut command = git_in(&self.top);
        command.args(["cat-file", "--batch"]).args(follow);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let error = |error: std::io::Error| error.to_string();
        let mut child = command.spawn().map_err(error)?;
        if let Some(mut input) = child.stdin.take() {
            writeln!(input, "{}:{path}", self.tree).map_err(error)?;
        }
        let mut bytes = Vec::new();
        if let Some(output) = child.stdout.take() {
            output.take(MOST_BYTES + 1_000).read_to_end(&mut bytes).map_err(error)?;
        }
        // It may still be writing a file that is too large.
        let _ = child.kill();
        child.wait().map_err(error)?;
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let body = bytes.split_off((end + 1).min(bytes.len()));
        Ok((head, body))
    }
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

impl World for Revision {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let inside = self.path(path);
        if inside.starts_with("../") || inside.starts_with('/') {
            return Err(ReadError("it is outside of the repository".to_owned()));
        }
        if inside.contains(['\n', '\0']) {
            return Err(ReadError("no file is called like this".to_owned()));
        }
        let (head, mut body) = self.object(inside).map_err(ReadError)?;
        let words: Vec<&str> = head.split(' ').collect();
        let size = words.last().and_then(|size| size.parse::<usize>().ok());
        match (words.as_slice(), size) {
            ([_, "blob", _], Some(size)) if size as u64 >= MOST_BYTES => {
                // So many bytes are more than the compiler takes, and it says so.
                body.truncate(usize::try_from(MOST_BYTES).unwrap_or(usize::MAX));
                Ok(body)
            }
            ([_, "blob", _], Some(size)) => {
                body.truncate(size);
                Ok(body)
            }
            ([_, "tree", _], _) => Err(ReadError("it is a folder".to_owned())),
            (["symlink", _], _) => {
                Err(ReadError("it is a link to something outside of the repository".to_owned()))
            }
            (["dangling" | "loop" | "notdir", _], _) => {
                Err(ReadError("it is a link that leads nowhere".to_owned()))
            }
            _ if self.tree.is_empty() => Err(ReadError("no such file is staged".to_owned())),
            _ => Err(ReadError("there is no such file in that revision".to_owned())),
        }
    }

    fn resolve(&self, from: &str, target: &str) -> String {
        let folder = Path::new(self.path(from)).parent().unwrap_or(Path::new(""));
        self.called(&slashes(&plain_path(&folder.join(target))))
    }
}
