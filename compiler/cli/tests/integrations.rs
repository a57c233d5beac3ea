//! The GitHub Action and the hooks for pre-commit: their own commands, run in a project.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]
#![cfg(unix)]

mod action;
mod project;

use action::{executable, perform, step, yaml};
use project::{PAIR, Project};
use std::path::{Path, PathBuf};

fn models(name: &str) -> Project {
    let project = Project::new(name);
    project.write("models/pair.rbd", PAIR).write("more models/other.rbd", PAIR);
    project.kofn(&["test", "--accept"]).ends(0);
    project
}

#[test]
fn the_action_takes_a_program_that_is_there() {
    let project = models("action-install");
    let output = project.path("output");
    let run = perform(
        &step("Install kofn"),
        &project,
        &[
            ("KOFN_BINARY", env!("CARGO_BIN_EXE_kofn")),
            ("KOFN_SOURCE", "/nowhere"),
            ("KOFN_ROOT", "/nowhere"),
            ("GITHUB_OUTPUT", output.to_str().unwrap()),
        ],
    )
    .ends(0);
    assert!(run.out.starts_with("kofn "), "{}", run.out);
    let said = project.read("output");
    let program = PathBuf::from(said.trim_end().strip_prefix("kofn=").unwrap());
    assert_eq!(program, Path::new(env!("CARGO_BIN_EXE_kofn")).canonicalize().unwrap());
}

#[test]
fn the_action_builds_the_program_of_this_repository() {
    let project = models("action-build");
    // What Cargo is asked for, without building it all again.
    project.write("bin/cargo", "#!/bin/sh\nprintf '%s\\n' \"$*\" > asked\nmkdir -p \"$6/bin\"\n");
    project.write("root/bin/kofn", "#!/bin/sh\necho kofn fake\n");
    for file in ["bin/cargo", "root/bin/kofn"] {
        executable(&project.path(file));
    }
    let output = project.path("output");
    let root = project.path("root");
    let path = format!("{}:{}", project.path("bin").display(), std::env::var("PATH").unwrap());
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    perform(
        &step("Install kofn"),
        &project,
        &[
            ("KOFN_BINARY", ""),
            ("KOFN_SOURCE", repository.to_str().unwrap()),
            ("KOFN_ROOT", root.to_str().unwrap()),
            ("GITHUB_OUTPUT", output.to_str().unwrap()),
            ("PATH", &path),
        ],
    )
    .ends(0);
    let asked = project.read("asked");
    let source = asked.split(' ').nth(3).unwrap();
    assert!(asked.starts_with("install --locked --path "), "{asked}");
    assert!(Path::new(source).join("Cargo.toml").is_file(), "{source}");
    assert_eq!(project.read("output"), format!("kofn={}/bin/kofn\n", root.display()));
}

#[test]
fn the_action_tests_and_annotates() {
    let project = models("action-test");
    let kofn = env!("CARGO_BIN_EXE_kofn");
    let test = step("Test models");
    let given = [("KOFN", kofn), ("KOFN_PATHS", "models\nmore models\n"), ("KOFN_LIMIT", "")];
    let run = perform(&test, &project, &given).ends(0);
    assert_eq!(run.out, "2 files · 2 asserts passed · 2 snapshots match\n");
    project.write("more models/other.rbd", PAIR.replace("0.9\n", "0.5\n"));
    let run = perform(&test, &project, &given).ends(1);
    assert!(run.out.contains("::error file=more models/other.rbd,line=3"), "{}", run.out);
    assert!(run.out.contains("title=snapshot-differs"), "{}", run.out);
    // A path is a path, whatever it looks like.
    let odd = [("KOFN", kofn), ("KOFN_PATHS", "$(touch owned)\n--accept"), ("KOFN_LIMIT", "")];
    perform(&test, &project, &odd).ends(2);
    assert!(!project.has("owned"));
    for (limit, status) in [("1000", 0), ("many", 2)] {
        let given = [("KOFN", kofn), ("KOFN_PATHS", "models"), ("KOFN_LIMIT", limit)];
        perform(&test, &project, &given).ends(status);
    }
}

#[test]
fn hooks_run_in_a_repository() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_vec().unwrap();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["kofn-fmt", "kofn-check", "kofn-test"]);
    let project = models("hooks");
    project.git(&["init", "--quiet"]);
    project.git(&["add", "."]);
    for hook in hooks {
        assert_eq!(hook["language"].as_str(), Some("system"));
        let entry = hook["entry"].as_str().unwrap();
        // A deleted file is none that pre-commit would run a hook for.
        assert_eq!(hook["always_run"].as_bool(), (entry == "kofn test --check").then_some(true));
        let ending = match hook["files"].as_str().unwrap() {
            r"\.rbd$" => &[".rbd"][..],
            r"\.rbd(\.snap)?$" => &[".rbd", ".rbd.snap"],
            other => panic!("{other} is not known here"),
        };
        let staged = project.git(&["diff", "--cached", "--name-only", "-z"]).out;
        let mut files: Vec<&str> = staged
            .split('\0')
            .filter(|file| ending.iter().any(|ending| file.ends_with(ending)))
            .collect();
        assert!(!files.is_empty(), "{entry} is never run");
        if hook["pass_filenames"].as_bool() == Some(false) {
            files.clear();
        }
        let mut words = entry.split(' ');
        assert_eq!(words.next(), Some("kofn"));
        let mut arguments: Vec<&str> = words.collect();
        let changes_files = arguments == ["fmt"];
        arguments.extend(files);
        if changes_files {
            let model = project.read("models/pair.rbd");
            project.write("models/pair.rbd", model.replace(" = ", "="));
            project.kofn(&["fmt", "--check", "models/pair.rbd"]).ends(1);
            project.kofn(&arguments).ends(0);
            project.kofn(&["fmt", "--check", "models/pair.rbd"]).ends(0);
            project.write("models/pair.rbd", model);
            continue;
        }
        project.kofn(&arguments).ends(0);
        let broken = PAIR.replace("any of unit", "any of unti");
        let model = project.read("models/pair.rbd");
        project.write("models/pair.rbd", broken);
        project.kofn(&arguments).ends(2);
        project.write("models/pair.rbd", model);
    }
}
