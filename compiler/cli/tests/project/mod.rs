//! A folder of models for one test, and the program run in it.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A sound model with an assertion.
pub const PAIR: &str = "param R = 0.9
system pair { module unit[2] = R  works when any of unit }
assert slo: pair >= 0.99
";

/// Its snapshot.
pub const PAIR_SNAPSHOT: &str = "---
source: pair.rbd
expression: kofn test pair.rbd
---
system pair
    1 − (1 − R)²
    with R = 0.9
    reliability     0.99 = 99/100
    unreliability   0.01    2.0 nines
    1 minimal cut set
    no single point of failure

assert slo: pair >= 0.99
    proven
";

/// A project with this model.
pub fn pair(name: &str) -> Project {
    let project = Project::new(name);
    project.write("pair.rbd", PAIR);
    project
}

/// A folder below the one that Cargo has for tests.
pub struct Project {
    pub root: PathBuf,
}

/// What a run printed, and how it ended.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Project {
    /// An empty folder; one from an earlier run is removed.
    pub fn new(name: &str) -> Project {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            std::fs::remove_dir_all(&root).unwrap();
        }
        std::fs::create_dir_all(&root).unwrap();
        Project { root }
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Writes a file, with the folders around it.
    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) -> &Project {
        let path = self.path(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn has(&self, file: &str) -> bool {
        self.path(file).exists()
    }

    /// Every file, with its path below the root, in order.
    pub fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(&self.root).unwrap();
                    found.push(below.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        found.sort();
        found
    }

    pub fn kofn(&self, arguments: &[&str]) -> Run {
        self.run(arguments, &[], "")
    }

    /// The program in a run that nobody watches.
    pub fn in_ci(&self, arguments: &[&str]) -> Run {
        self.run(arguments, &[("CI", "true")], "")
    }

    /// The program with somebody who types.
    pub fn typing(&self, arguments: &[&str], input: &str) -> Run {
        self.run(arguments, &[], input)
    }

    /// Runs `git`, as somebody whose name nobody has set.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> Run {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]);
        git.args(["-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false"]);
        git.args(["-c", "core.autocrlf=false"]);
        git.args(arguments).current_dir(&self.root);
        ended(git, "").ends(0)
    }

    /// Commits everything.
    #[track_caller]
    pub fn commit(&self, message: &str) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn run(&self, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kofn"));
        command.args(arguments).current_dir(&self.root).env_remove("CI").env_remove("NO_COLOR");
        command.envs(variables.iter().copied());
        ended(command, input)
    }
}

/// Runs a command to its end.
pub fn ended(mut command: Command, input: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever does not read closes the pipe, and that is all right.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The last line of the output.
    pub fn summary(&self) -> &str {
        self.out.lines().last().unwrap_or("")
    }

    /// Fails with all that was printed unless the run ended so.
    #[track_caller]
    pub fn ends(self, status: i32) -> Run {
        assert_eq!(self.status, status, "{}\n{}", self.out, self.err);
        self
    }
}
