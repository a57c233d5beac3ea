//! The program on hostile input and in odd surroundings: an answer or a finding, and the exit
//! status that says which.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "../../../tests/runner/hostile.rs"]
mod hostile;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn kofn(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kofn"));
    command.args(arguments).stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

/// A file of this test run.
fn file(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("robustness");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

fn with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kofn"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that has seen enough may close its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("ended by a signal: {:?}", output.status))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const HALF: &str = "system s { module a = 1/2 works when a }\n";

#[test]
fn deep_texts_end_in_an_answer_or_a_finding() {
    for (what, model) in hostile::deep(100_000) {
        let output = with_input(&["-"], model.as_bytes());
        match status(&output) {
            // An assertion is said not to be answered, which is no success.
            0 | 1 => {
                assert!(text(&output.stdout).contains("1/2"), "{what}: {}", text(&output.stdout))
            }
            2 => assert!(text(&output.stderr).contains("rror"), "{what}: {}", text(&output.stderr)),
            other => panic!("{what}: exit status {other}"),
        }
    }
}

#[test]
fn exit_status_says_how_it_went() {
    let half = file("half.rbd", HALF);
    let wrong = file("wrong.rbd", "system s { works when a }");
    let claim = file("claim.rbd", format!("{HALF}assert s > 0.9\n"));
    let mut nodes = String::from("system s {\n    works when path(n[1, 1], n[9, 9])\n");
    for (from, to) in [("r, c", "r + 1, c"), ("r, c", "r, c + 1")] {
        let (rows, columns) = if to.starts_with("r +") { (8, 9) } else { (9, 8) };
        nodes.push_str(&format!(
            "    link n[{from}] -- n[{to}] = 0.9 for r in 1..{rows}, c in 1..{columns}\n"
        ));
    }
    let grid = file("grid.rbd", nodes + "}\n");
    for (arguments, wanted) in [
        (vec![half.as_str()], 0),
        (vec!["check", &half], 0),
        (vec!["ask", &half, "s"], 0),
        (vec![&claim], 1),
        (vec![&wrong], 2),
        (vec!["check", &wrong], 2),
        (vec![&half, &wrong], 2),
        (vec!["ask", &half, "nothing"], 2),
        (vec!["ask", &half, "s +"], 2),
        (vec!["--digits", "many", &half], 2),
        (vec!["--no-such-option", &half], 2),
        (vec!["-s", "nothing", &half], 2),
        (vec!["-D", "nothing=1", &half], 2),
        (vec!["no-such-file.rbd"], 2),
        (vec!["--limit-nodes", "10", &grid], 3),
    ] {
        let output = kofn(&arguments).output().unwrap();
        assert_eq!(
            status(&output),
            wanted,
            "{arguments:?}\n{}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }
}

#[test]
fn odd_files_are_told_apart() {
    let empty = file("empty.rbd", "");
    let parts = file("parts.rbd", "module a = 1/2\n");
    let windows = file("windows.rbd", format!("\u{feff}{}", HALF.replace(' ', "\r\n")));
    let bytes = file("bytes.rbd", b"system s {\n module a = 1/2\n // \xff\n works when a }");
    let folder = env!("CARGO_TARGET_TMPDIR");
    for (path, wanted, said) in [
        (empty.as_str(), 2, "no system"),
        (&parts, 2, "no system"),
        (&windows, 0, "1/2"),
        (&bytes, 2, "UTF-8"),
        (folder, 2, "directory"),
        ("no/such/file.rbd", 2, "no such file"),
    ] {
        let output = kofn(&[path]).output().unwrap();
        let all = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(status(&output), wanted, "{path}: {all}");
        assert!(all.contains(said), "{path}: {all}");
    }
}

#[test]
fn standard_input_is_a_file() {
    let output = with_input(&["-"], HALF.as_bytes());
    assert_eq!(status(&output), 0);
    assert!(text(&output.stdout).contains("1/2"));
    let output = with_input(&["ask", "-", "unreliability(s)"], HALF.as_bytes());
    assert_eq!(status(&output), 0);
    assert!(text(&output.stdout).contains("1/2"));
    let output = with_input(&["check", "-"], b"system s { works when");
    assert_eq!(status(&output), 2);
}

#[test]
fn colours_are_only_where_they_are_wanted() {
    let wrong = file("colours.rbd", "system s { works when a }");
    let escape = |arguments: &[&str], no_color: bool| {
        let mut command = kofn(arguments);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        text(&command.output().unwrap().stderr).contains('\u{1b}')
    };
    assert!(!escape(&["check", &wrong], false), "colours in a pipe");
    assert!(!escape(&["check", "--color", "never", &wrong], false));
    assert!(escape(&["check", "--color", "always", &wrong], false));
    assert!(!escape(&["check", &wrong], true));
}

#[test]
fn a_closed_pipe_is_no_mistake() {
    let half = file("pipe.rbd", HALF);
    let mut child =
        kofn(&["explain"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!text(&output.stderr).contains("mistake"), "{}", text(&output.stderr));
    let mut child = kofn(&["--digits", "50000", &half])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 0);
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn large_files_are_read_within_bounds() {
    let system = "system s { module a = 1/2 works when a }";
    let comments =
        hostile::filled(system, "// nothing of importance stands here\n", "", 50_000_000);
    let output = with_input(&["-"], comments.as_bytes());
    assert_eq!(status(&output), 0);
    assert!(text(&output.stdout).contains("1/2"));
    let output = with_input(&["-"], &vec![b' '; 70_000_000]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("file-too-large"));
}

/// A pipe that a model uses may never be written to; one that is named is what shells make.
#[cfg(unix)]
#[test]
fn a_pipe_is_read_where_somebody_names_it() {
    // One that a run before has left behind must not be written to.
    let pipe = file("beside_the_pipe.rbd", "").replace("beside_the_pipe", "named_pipe");
    let _ = std::fs::remove_file(&pipe);
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let uses = file(
        "uses_named_pipe.rbd",
        "use \"named_pipe.rbd\"\nsystem s { module a = 1/2 works when a }\n",
    );
    let mut child = kofn(&["check", &uses]).stderr(Stdio::piped()).spawn().unwrap();
    let started = std::time::Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > std::time::Duration::from_secs(30) {
            child.kill().unwrap();
            panic!("it waits for a pipe that nobody writes to");
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("it is a pipe or a device, and no file"));

    let named = kofn(&[&pipe]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Were there no reader the writer would wait for ever, and nobody would know why.
    std::thread::spawn(move || std::fs::write(&pipe, HALF));
    let output = named.wait_with_output().unwrap();
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("1/2"));
}

/// What could not be written has not been said; that a reader has seen enough is no mistake.
#[cfg(target_os = "linux")]
#[test]
fn a_failed_write_is_told() {
    let model = file("written.rbd", HALF);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("robustness");
    let begun = folder.join("begun");
    let commands: [&[&str]; 10] = [
        &["fmt", "--diff", &file("loose.rbd", "param p=1/2\n")],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["new", "--bare", "begun"],
        &["compile", "--to", "text", &model],
        &["check", "--format", "json", &model],
        &["ask", &model, "s"],
        &["cuts", &model],
        &[&model],
    ];
    for command in commands {
        let _ = std::fs::remove_dir_all(&begun);
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = kofn(command).current_dir(&folder).stdout(full).output().unwrap();
        let told = "kofn: standard output cannot be written: ";
        let said = text(&output.stderr);
        assert_eq!((status(&output), said.matches(told).count()), (2, 1), "{command:?}: {said}");
        // Nobody reads.
        let _ = std::fs::remove_dir_all(&begun);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = kofn(command).current_dir(&folder).stdout(writer).output().unwrap();
        assert_eq!(text(&output.stderr), "", "{command:?}");
        assert_eq!(status(&output), i32::from(command.contains(&"--diff")), "{command:?}");
    }
}
