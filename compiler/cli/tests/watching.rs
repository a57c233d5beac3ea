//! `kofn watch`, as a process beside which files change.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]
#![cfg(unix)]

mod project;

use project::{PAIR, PAIR_SNAPSHOT, Project, pair};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Whatever is awaited comes within this time, or not at all.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `kofn watch`.
struct Watch {
    child: Child,
    input: Option<ChildStdin>,
    /// Lines of both streams.
    lines: Receiver<String>,
}

impl Watch {
    fn new(project: &Project, arguments: &[&str]) -> Watch {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kofn"))
            .arg("watch")
            .args(arguments)
            .current_dir(&project.root)
            .env_remove("CI")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let out: Box<dyn Read + Send> = Box::new(child.stdout.take().unwrap());
        let err: Box<dyn Read + Send> = Box::new(child.stderr.take().unwrap());
        for stream in [out, err] {
            let send = send.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines() {
                    let _ = send.send(line.unwrap());
                }
            });
        }
        let input = child.stdin.take();
        Watch { child, input, lines }
    }

    /// What is printed until a line with these words, that line included.
    #[track_caller]
    fn until(&self, words: &str) -> String {
        let mut text = String::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    text.push_str(&line);
                    text.push('\n');
                    if line.contains(words) {
                        return text;
                    }
                }
                Err(why) => panic!("no `{words}`: {why}\n{text}"),
            }
        }
    }

    /// Waits for the end of a run.
    #[track_caller]
    fn ended(&self) -> String {
        self.until("Ctrl-C ends it")
    }

    /// Closes standard input; the rest of the output, and the status.
    fn close(mut self) -> (String, i32) {
        drop(self.input.take());
        let status = self.child.wait().unwrap().code().unwrap();
        (self.lines.iter().collect::<Vec<_>>().join("\n"), status)
    }
}

#[test]
fn a_report_follows_its_file() {
    let project = pair("watch-report");
    let watch = Watch::new(&project, &["pair.rbd"]);
    let first = watch.ended();
    assert!(first.contains("0.99\n") || first.contains("0.99 = 99/100"), "{first}");
    assert!(!first.contains('\x1b'), "{first}");
    assert!(first.contains("── watching 1 file; Ctrl-C ends it"), "{first}");
    project.write("pair.rbd", PAIR.replace("R = 0.9\n", "R = 0.5\n"));
    let second = watch.ended();
    assert!(second.starts_with("── pair.rbd has changed\n"), "{second}");
    assert!(second.contains("3/4"), "{second}");
    // As editors do: a new file is put in the place of the old one.
    project.write("pair.rbd~", PAIR);
    std::fs::rename(project.path("pair.rbd~"), project.path("pair.rbd")).unwrap();
    assert!(watch.ended().contains("99/100"));
    std::fs::remove_file(project.path("pair.rbd")).unwrap();
    let gone = watch.ended();
    assert!(gone.starts_with("── pair.rbd is gone\n"), "{gone}");
    assert!(gone.contains("there is no such file"), "{gone}");
    project.write("pair.rbd", PAIR);
    let back = watch.ended();
    assert!(back.starts_with("── pair.rbd is new\n"), "{back}");
    assert!(back.contains("99/100"), "{back}");
    // Mistakes do not end it, nor does what an assertion says.
    project.write("pair.rbd", "system pair {");
    assert!(watch.ended().contains("[unclosed-system]"));
    let (rest, status) = watch.close();
    assert_eq!((rest.as_str(), status), ("", 0));
}

#[test]
fn what_a_model_uses_is_watched() {
    let project = Project::new("watch-use");
    project.write("main.rbd", "use \"parts/r.rbd\" (R)\nsystem s { module m = R  works when m }\n");
    project.write("parts/r.rbd", "param R = 0.5\n");
    let watch = Watch::new(&project, &["main.rbd", "-q"]);
    watch.until("1/2");
    project.write("parts/r.rbd", "param R = 0.25\n");
    watch.until("1/4");
    // With its folder away and back again, which nobody announces.
    std::fs::rename(project.path("parts"), project.path("away")).unwrap();
    watch.until("cannot be read");
    std::fs::rename(project.path("away"), project.path("parts")).unwrap();
    watch.until("1/4");
    project.write("parts/r.rbd", "param R = 0.125\n");
    watch.until("1/8");
    watch.until("unreliability");
    // What is not used, or not changed, starts nothing; the next change does.
    project.write("parts/other.rbd", "param R = 0.75\n");
    project.write("parts/r.rbd", "param R = 0.125\n");
    std::thread::sleep(Duration::from_millis(700));
    assert!(watch.lines.try_iter().all(|line| !line.contains("reliability")));
    project.write("parts/r.rbd", "param R = 0.0625\n");
    watch.until("1/16");
    assert_eq!(watch.close().1, 0);
}

#[test]
fn tests_run_again_and_write_nothing() {
    let project = pair("watch-test");
    project.write("snapshots/pair.rbd.snap", PAIR_SNAPSHOT);
    let watch = Watch::new(&project, &["--test", "."]);
    assert!(watch.ended().contains("1 snapshot matches"));
    project.write("pair.rbd", PAIR.replace("R = 0.9\n", "R = 0.95\n"));
    let differs = watch.ended();
    assert!(differs.contains("snapshot differs"), "{differs}");
    // Somebody accepts it elsewhere.
    project.kofn(&["test", "--accept"]).ends(0);
    let accepted = watch.ended();
    assert!(
        accepted.starts_with("── ./snapshots/pair.rbd.snap has changed\n")
            || accepted.starts_with("── snapshots/pair.rbd.snap has changed\n"),
        "{accepted}"
    );
    assert!(accepted.contains("1 snapshot matches"), "{accepted}");
    // A model in a folder that was not there before.
    project.write("new/more.rbd", PAIR);
    let more = watch.ended();
    assert!(more.starts_with("── new/more.rbd is new\n"), "{more}");
    assert!(more.contains("1 is missing") || more.contains("no snapshot"), "{more}");
    assert_eq!(watch.close().1, 0);
    assert_eq!(project.files(), ["new/more.rbd", "pair.rbd", "snapshots/pair.rbd.snap"]);
}

#[test]
fn a_change_ends_a_long_run_and_so_does_an_interruption() {
    let project = Project::new("watch-long");
    // Every exact digit of this has work for minutes.
    let long = "system s { module m[400_000] = 0.123456789123456789  works when 200_000 of m }\n";
    project.write("s.rbd", long);
    let watch = Watch::new(&project, &["s.rbd", "--exact", "always"]);
    std::thread::sleep(Duration::from_millis(500));
    project.write("s.rbd", "system s { module m = 0.5  works when m }\n");
    watch.until("1/2");
    project.write("s.rbd", long);
    watch.until("s.rbd has changed");
    let interrupted = Command::new("kill").args(["-INT", &watch.child.id().to_string()]).status();
    assert!(interrupted.unwrap().success());
    let mut watch = watch;
    assert_eq!(watch.child.wait().unwrap().code(), Some(0));
    // The run that went on is gone as well: nobody holds the streams any more.
    let end = loop {
        if let Err(why) = watch.lines.recv_timeout(PATIENCE) {
            break why;
        }
    };
    assert_eq!(end, RecvTimeoutError::Disconnected);
}

#[test]
fn a_run_ends_with_the_watcher_whatever_ends_that() {
    let project = Project::new("watch-killed");
    // Every exact digit of this has work for minutes.
    let long = "system s { module m[400_000] = 0.123456789123456789  works when 200_000 of m }\n";
    project.write("s.rbd", long);
    let mut watch = Watch::new(&project, &["s.rbd", "--exact", "always"]);
    std::thread::sleep(Duration::from_millis(500));
    watch.child.kill().unwrap();
    watch.child.wait().unwrap();
    // Nobody holds the streams any more.
    assert_eq!(watch.lines.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn it_ends_where_nobody_reads() {
    let project = pair("watch-unread");
    let mut child = Command::new(env!("CARGO_BIN_EXE_kofn"))
        .args(["watch", "pair.rbd"])
        .current_dir(&project.root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    errors.read_line(&mut told).unwrap();
    assert!(told.contains("watching 1 file"), "{told}");
    drop(child.stdout.take());
    project.write("pair.rbd", PAIR.replace("R = 0.9\n", "R = 0.5\n"));
    let status = child.wait().unwrap();
    let mut rest = String::new();
    errors.read_to_string(&mut rest).unwrap();
    assert_eq!((rest.as_str(), status.code()), ("── pair.rbd has changed\n", Some(0)));
}

#[test]
fn options_reach_the_command() {
    let project = Project::new("watch-options");
    project.write("-odd name.rbd", "param n: count\nsystem a { module m[n] = 0.5  works when any of m }\nsystem b { module m  works when m }\n");
    let watch =
        Watch::new(&project, &["-s", "a", "-D", "n=2", "--digits", "1", "--", "-odd name.rbd"]);
    let text = watch.ended();
    assert!(text.contains("system a") && !text.contains("system b"), "{text}");
    assert!(text.contains("0.8…") || text.contains("0.8"), "{text}");
    assert_eq!(watch.close().1, 0);
    project.kofn(&["watch", "-"]).ends(2);
    project.kofn(&["watch", "--test", "--check", "."]).ends(2);
    project.kofn(&["watch", "--test", "-D", "n=2", "."]).ends(2);
    // What is not there yet is waited for.
    let watch = Watch::new(&project, &["--check", "later.rbd"]);
    assert!(watch.ended().contains("there is no such file"));
    project.write("later.rbd", PAIR);
    assert!(watch.ended().starts_with("── later.rbd is new\n"));
    assert_eq!(watch.close().1, 0);
}
