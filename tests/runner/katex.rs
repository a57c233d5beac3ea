//! KaTeX reads every formula of the examples and the standard library without complaint.
//!
//! Needs Node.js and the package `katex`, found in `KATEX_DIR` or along `NODE_PATH`. Without them
//! the test says that it was skipped; where `KOFN_REQUIRE_ALL` is set it fails instead.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use kofn::{Compilation, Settings, emit};
use kofn_suite::{Project, files, root};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// One formula in each line; a line for each that is refused.
const JUDGE: &str = r#"
const katex = require(process.argv[1]);
const lines = require("fs").readFileSync(0, "utf8").split("\n");
let count = 0;
for (const line of lines) {
    if (line === "") continue;
    count += 1;
    const formula = line.slice(line.indexOf("\t") + 1);
    try {
        katex.renderToString(formula, { displayMode: true, throwOnError: true, strict: "error" });
    } catch (error) {
        console.log(line.slice(0, line.indexOf("\t")) + ": " + formula + "\n    " + error.message);
    }
}
console.log("judged " + count);
"#;

/// The folder of the package.
fn katex() -> Option<PathBuf> {
    let named = std::env::var_os("KATEX_DIR").map(PathBuf::from);
    let searched = std::env::var_os("NODE_PATH").map(|folders| {
        std::env::split_paths(&folders).map(|folder| folder.join("katex")).collect::<Vec<_>>()
    });
    named
        .into_iter()
        .chain(searched.into_iter().flatten())
        .find(|folder| folder.join("package.json").is_file())
}

/// `FILE<tab>FORMULA`, one in each line, and how many there are.
fn formulas() -> (String, usize) {
    let mut lines = String::new();
    let mut count = 0;
    for path in files("examples", "rbd").into_iter().chain(files("stdlib", "rbd")) {
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        let mut compilation = Compilation::new(&Project, &path.to_string_lossy());
        let report = compilation.report(&Settings::default(), &[]);
        let report = report.unwrap_or_else(|| panic!("{name} has errors"));
        for line in emit::latex::report(&report).lines().filter(|line| !line.starts_with('%')) {
            lines.push_str(&format!("{name}\t{line}\n"));
            count += 1;
        }
    }
    (lines, count)
}

#[test]
fn katex_renders_every_formula() {
    let required = std::env::var_os("KOFN_REQUIRE_ALL").is_some();
    let node = Command::new("node").arg("--version").output().is_ok_and(|run| run.status.success());
    let Some(katex) = katex().filter(|_| node) else {
        let missing = if node {
            "katex is neither in KATEX_DIR nor in NODE_PATH"
        } else {
            "there is no node"
        };
        assert!(!required, "KOFN_REQUIRE_ALL is set, and {missing}");
        println!("skipped: {missing}");
        return;
    };
    let katex = katex.canonicalize().unwrap();
    let (lines, count) = formulas();
    assert!(count > 50, "only {count} formulas were found");
    let mut node = Command::new("node")
        .arg("-e")
        .arg(JUDGE)
        .arg(&katex)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    // Node reads to the end before it writes, so neither side waits for the other.
    input.write_all(lines.as_bytes()).unwrap();
    drop(input);
    let output = node.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "node failed");
    assert_eq!(said.trim_end(), format!("judged {count}"), "formulas that KaTeX refuses");
}
