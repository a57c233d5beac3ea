//! `kofn cuts`, `paths` and `importance`: what is printed, and the exit status.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};

const BRIDGE: &str = "system bridge {
    module a, b, c, d, e = 0.9
    link source -> a -> c -> sink
    link source -> b -> d -> sink
    link a -> e -> d
    link b -> e -> c
    works when path(source, sink)
}
";

const OPEN: &str = "param n: count
system node { module hv, vm[n]  works when series(hv, any of vm) }
";

fn run(arguments: &[&str], model: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kofn"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(model.as_bytes());
    child.wait_with_output().unwrap()
}

fn told(arguments: &[&str], model: &str) -> (i32, String) {
    let output = run(arguments, model);
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn json(arguments: &[&str], model: &str) -> Value {
    let (status, text) = told(arguments, model);
    assert_eq!(status, 0);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn sets_of_the_bridge() {
    let (status, text) = told(&["cuts", "-"], BRIDGE);
    assert_eq!(status, 0);
    assert_eq!(
        text,
        "system bridge    4 minimal cut sets
    2 of 2, 2 of 3
    {a, b}       0.01
    {c, d}       0.01
    {a, d, e}    0.001
    {b, c, e}    0.001
    no single point of failure
"
    );
    let found = json(&["paths", "-", "--format", "json"], BRIDGE);
    assert_eq!(found["system"], "bridge");
    assert_eq!(found["count"], "4");
    assert_eq!(found["listed"], true);
    assert_eq!(found["sets"][0], serde_json::json!(["a", "c"]));
    let few = json(&["cuts", "-", "--order", "2", "--most", "1", "--format", "json"], BRIDGE);
    assert_eq!(few["count"], "2");
    assert_eq!(few["listed"], false);
    let (_, counted) = told(&["cuts", "-", "--count"], BRIDGE);
    assert!(!counted.contains('{'), "{counted}");
}

#[test]
fn importance_in_json_is_exact_and_names_what_is_no_number() {
    let found = json(&["importance", "-", "--format", "json"], BRIDGE);
    assert_eq!(found["modules"]["a"]["birnbaum"]["exact"], "531/5000");
    let alone = "system s { module m = 0.9  works when m }";
    let found = json(&["importance", "-", "--format", "json"], alone);
    let infinite = &found["modules"]["m"]["rrw"];
    assert_eq!(infinite["decimal"], "infinity");
    assert!(infinite["exact"].is_null());
    let sure = "system s { module m = 1  works when m }";
    let found = json(&["importance", "-", "--format", "json"], sure);
    assert!(found["modules"]["m"]["raw"]["exact"].is_null());
    assert_eq!(found["modules"]["m"]["raw"]["reason"], "undefined: the system never fails");
}

#[test]
fn what_is_open_is_named() {
    let (status, text) = told(&["cuts", "-"], OPEN);
    assert_eq!(status, 2);
    assert!(text.contains("-D n=3"), "{text}");
    assert_eq!(told(&["cuts", "-", "-D", "n=2"], OPEN).0, 0);
    let (status, text) = told(&["importance", "-"], OPEN);
    assert_eq!(status, 0);
    assert!(text.contains("R_hv (1 \u{2212} R_vm)"), "{text}");
}

#[test]
fn limits_and_mistakes_have_their_status() {
    let mut grid = String::from("system grid {\n");
    for row in 0..8 {
        for column in 0..7 {
            grid.push_str(&format!("link a{row}x{column} -- a{row}x{} = 0.9\n", column + 1));
            grid.push_str(&format!("link a{column}x{row} -- a{}x{row} = 0.9\n", column + 1));
        }
    }
    grid.push_str("works when path(a0x0, a7x7) }\n");
    for command in ["cuts", "paths", "importance"] {
        assert_eq!(told(&[command, "-", "--limit-nodes", "100"], &grid).0, 3, "{command}");
        assert_eq!(told(&[command, "-", "-s", "nothing"], BRIDGE).0, 2, "{command}");
        assert_eq!(told(&[command, "-"], "system s {").0, 2, "{command}");
    }
    assert_eq!(told(&["paths", "-", "--single"], BRIDGE).0, 2);
}

#[test]
fn single_points_of_failure_say_what_they_carry() {
    let node = "module host = 0.99
system node { module vm[2] = 0.9 on host  works when any of vm }
";
    let (status, text) = told(&["cuts", "-", "--single"], node);
    assert_eq!(status, 0);
    assert_eq!(
        text,
        "system node    1 single point of failure
        host    fails with 0.01, 50.3 % of the unreliability
"
    );
}
