//! Scripts in Python that judge what is printed, where Python and a package are there.

use std::io::Write;
use std::process::{Command, Stdio};

/// What a script prints that reads `input`.
///
/// Nothing where there is no Python or it has no such package, which is said; where `KOFN_REQUIRE_ALL` is set
/// that fails instead.
#[allow(clippy::print_stdout, reason = "a test that skips itself says so")]
pub fn python(package: &str, script: &str, input: &str) -> Option<String> {
    let import = format!("import {package}");
    let there = Command::new("python3").args(["-c", &import]).output();
    if !there.is_ok_and(|run| run.status.success()) {
        let missing = format!("there is no python3 that has the package {package}");
        let required = std::env::var_os("KOFN_REQUIRE_ALL").is_some();
        assert!(!required, "KOFN_REQUIRE_ALL is set, and {missing}");
        println!("skipped: {missing}");
        return None;
    }
    let mut python = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    let mut standard_input = python.stdin.take().expect("the input is a pipe");
    // The script reads to the end before it writes, so neither side waits for the other.
    standard_input.write_all(input.as_bytes()).expect("python3 reads");
    drop(standard_input);
    let output = python.wait_with_output().expect("python3 ends");
    assert!(output.status.success(), "the script failed");
    Some(String::from_utf8(output.stdout).expect("text in UTF-8"))
}
