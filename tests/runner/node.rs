//! Tests whose judge is a program for Node.js.
//!
//! Packages are looked for along `NODE_PATH`. What is missing makes a test say that it was skipped;
//! where `KOFN_REQUIRE_ALL` is set it fails instead.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The folders of some packages; nothing where one of them or Node.js is missing, which is said.
///
/// # Panics
///
/// Where something is missing and `KOFN_REQUIRE_ALL` is set.
#[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
pub fn packages(names: &[&str]) -> Option<Vec<PathBuf>> {
    let runs = |run: std::process::Output| run.status.success();
    let missing = if Command::new("node").arg("--version").output().is_ok_and(runs) {
        let found: Result<Vec<PathBuf>, &str> =
            names.iter().map(|name| package(name).ok_or(*name)).collect();
        match found {
            Ok(folders) => return Some(folders),
            Err(name) => format!("the package {name} is not along NODE_PATH"),
        }
    } else {
        "there is no node".to_owned()
    };
    let required = std::env::var_os("KOFN_REQUIRE_ALL").is_some();
    assert!(!required, "KOFN_REQUIRE_ALL is set, and {missing}");
    println!("skipped: {missing}");
    None
}

fn package(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("NODE_PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|folder| folder.join("package.json").is_file())?
        .canonicalize()
        .ok()
}

/// What a program says about an input; it may use the packages of `packages` as its arguments, and
/// has read everything before it writes.
///
/// # Panics
///
/// Where the program fails.
pub fn judged(program: &str, packages: &[PathBuf], input: &str) -> String {
    let mut node = Command::new("node");
    node.arg("-e").arg(program).args(packages);
    let mut child = node
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("node does not start: {error}"));
    // Dropped behind the writing, so the program sees the end.
    let written = child.stdin.take().is_some_and(|mut to| to.write_all(input.as_bytes()).is_ok());
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("node is gone: {error}"));
    assert!(written && output.status.success(), "node failed");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
