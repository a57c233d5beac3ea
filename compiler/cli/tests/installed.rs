//! What packagers install beside the program: completions and manual pages.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{Project, ended};
use std::process::Command;

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success())
}

/// Whether a program is there; where all must be, it has to.
#[allow(clippy::print_stdout, reason = "a test that skips itself says so")]
fn wanted(program: &str) -> bool {
    let there = is_there(program);
    let required = std::env::var_os("KOFN_REQUIRE_ALL").is_some();
    assert!(there || !required, "KOFN_REQUIRE_ALL is set, and there is no {program}");
    if !there {
        println!("skipped: there is no {program}");
    }
    there
}

#[test]
fn every_shell_has_completions() {
    let project = Project::new("completions-all");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = project.kofn(&["completions", shell]).ends(0).out;
        for word in ["importance", "certificate"] {
            assert!(script.contains(word), "{shell} has no {word}");
        }
        // The others have commands and options only.
        if ["bash", "zsh", "fish"].contains(&shell) {
            for word in ["fussell_vesely", "sarif", "typst"] {
                assert!(script.contains(word), "{shell} has no {word}");
            }
        }
        if is_there(shell) && ["zsh", "fish"].contains(&shell) {
            project.write("script", &script);
            let mut command = Command::new(shell);
            command.arg("-n").arg(project.path("script"));
            ended(command, "").ends(0);
        }
    }
    project.kofn(&["completions", "tcsh"]).ends(2);
}

#[test]
fn bash_completes() {
    if !wanted("bash") {
        return;
    }
    let project = Project::new("completions-bash");
    project.write("kofn.bash", project.kofn(&["completions", "bash"]).ends(0).out);
    let mut check = Command::new("bash");
    check.arg("-n").arg(project.path("kofn.bash"));
    ended(check, "").ends(0);
    project.write("node.rbd", "");
    // The words typed so far; the last is to be completed.
    let completed = |words: &[&str]| {
        let script = r#"
            source kofn.bash
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _kofn kofn "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\n' "${COMPREPLY[@]}"
        "#;
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", script, "bash"]).args(words).current_dir(&project.root);
        let mut found: Vec<String> =
            ended(bash, "").ends(0).out.lines().map(str::to_owned).collect();
        found.sort();
        found
    };
    assert_eq!(completed(&["kofn", "imp"]), ["import", "importance"]);
    assert_eq!(completed(&["kofn", "compile", "--to", "s"]), ["sympy"]);
    assert_eq!(completed(&["kofn", "test", "--acc"]), ["--accept"]);
    assert_eq!(completed(&["kofn", "completions", "f"]), ["fish"]);
    assert_eq!(completed(&["kofn", "import", "--output", "nod"]), ["node.rbd"]);
}

#[test]
fn every_command_has_a_page() {
    let project = Project::new("man-pages");
    let page = project.kofn(&["man"]).ends(0).out;
    project.kofn(&["man", "--out", "share/man1"]).ends(0);
    assert_eq!(project.read("share/man1/kofn.1"), page);
    let help = project.kofn(&["--help"]).ends(0).out;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let text = project.read(&format!("share/man1/kofn-{name}.1"));
        assert!(text.contains(".SH NAME\n"), "{text}");
        assert!(text.contains(&format!("kofn\\-{name} \\-")), "{text}");
        assert!(page.contains(&format!("kofn\\-{name}(1)")), "{page}");
        well_formed(name, &text);
    }
    assert_eq!(project.files().len(), names.len());
    well_formed("kofn", &page);
    project.write("file", "");
    project.kofn(&["man", "--out", "file"]).ends(2);
}

/// No line begins with what roff would take for a request of its own, but those that are known.
fn well_formed(name: &str, page: &str) {
    const REQUESTS: [&str; 9] = [".ie", ".el", ".TH", ".SH", ".SS", ".TP", ".RS", ".RE", ".br"];
    const MORE: [&str; 2] = [".IP", ".PP"];
    for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
        let request = line.split(' ').next().unwrap();
        assert!(REQUESTS.contains(&request) || MORE.contains(&request), "{name}: {line}");
    }
    assert!(page.lines().any(|line| line.starts_with(".TH ")), "{name}");
}

#[test]
fn groff_sets_the_pages() {
    if !is_there("groff") {
        println!("skipped: there is no groff");
        return;
    }
    let project = Project::new("man-groff");
    project.kofn(&["man", "--out", "."]).ends(0);
    for file in project.files() {
        let mut groff = Command::new("groff");
        groff.args(["-man", "-Tutf8", "-ww", "-z"]).arg(project.path(&file));
        let run = ended(groff, "").ends(0);
        assert_eq!(run.err, "", "{file}");
    }
}
