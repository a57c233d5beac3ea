//! `kofn diff` and repositories: folders that are called like a revision, hooks, work trees and bare ones.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{PAIR, Project, ended};
use std::process::Command;

/// A repository with a model at its top and one below it, committed once.
fn repository(name: &str) -> Project {
    let project = Project::new(name);
    project.write("pair.rbd", PAIR).write("below/pair.rbd", PAIR);
    project.git(&["init", "--quiet"]);
    project.commit("one");
    project
}

/// The model with a value that is not there before.
fn changed() -> String {
    PAIR.replace("0.9\n", "0.95\n")
}

/// The program with variables of a hook.
fn with(project: &Project, variables: &[(&str, &str)], arguments: &[&str]) -> project::Run {
    let mut kofn = Command::new(env!("CARGO_BIN_EXE_kofn"));
    kofn.args(arguments).current_dir(&project.root).envs(variables.iter().copied());
    ended(kofn, "")
}

#[test]
fn a_folder_is_no_model() {
    let project = repository("diff-folder");
    project.write("main/note.txt", "").write("pair.rbd", changed());
    let run = project.kofn(&["diff", "main", "pair.rbd"]).ends(1);
    assert!(run.out.starts_with("main:pair.rbd → pair.rbd\n"), "{}", run.out);
    let run = project.kofn(&["diff", "below", "pair.rbd"]).ends(2);
    assert!(run.err.contains("git knows no revision `below`"), "{}", run.err);
}

#[test]
fn a_repository_that_a_hook_is_told_of_is_found() {
    let project = repository("diff-hook-variables");
    project.write("below/pair.rbd", changed());
    let here = project.path(".git");
    let here = here.to_str().unwrap();
    let top = project.root.to_str().unwrap();
    for variables in [
        &[("GIT_DIR", here)][..],
        &[("GIT_DIR", ".git"), ("GIT_PREFIX", "")],
        &[("GIT_DIR", ".git"), ("GIT_WORK_TREE", ".")],
        &[("GIT_DIR", here), ("GIT_WORK_TREE", top)],
    ] {
        let run = with(&project, variables, &["diff", "below/pair.rbd"]).ends(1);
        assert!(run.out.starts_with("HEAD:below/pair.rbd → below/pair.rbd\n"), "{}", run.out);
    }
}

#[test]
fn a_repository_away_from_its_files_is_named() {
    let project = repository("diff-away");
    // Below the folder of the build is another repository, so this one has to be named.
    std::fs::rename(project.path(".git"), project.path("kept")).unwrap();
    project.write("below/pair.rbd", changed());
    let (kept, top) = (project.path("kept"), project.root.clone());
    let variables = [("GIT_DIR", kept.to_str().unwrap()), ("GIT_WORK_TREE", top.to_str().unwrap())];
    let run = with(&project, &variables, &["diff", "below/pair.rbd"]).ends(1);
    assert!(run.out.starts_with("HEAD:below/pair.rbd → below/pair.rbd\n"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn hooks_see_what_is_committed() {
    use std::os::unix::fs::PermissionsExt;
    let project = repository("diff-hooks");
    let linked = Project::new("diff-hooks-linked");
    project.git(&["worktree", "add", "--quiet", linked.root.to_str().unwrap(), "-b", "linked"]);
    let hook = format!(
        "#!/bin/sh\n\
         '{0}' diff below/pair.rbd > said.txt 2>&1\n\
         '{0}' diff HEAD:below/pair.rbd :below/pair.rbd >> said.txt 2>&1\n\
         '{0}' diff HEAD:pair.rbd :pair.rbd >> said.txt 2>&1\n\
         exit 0\n",
        env!("CARGO_BIN_EXE_kofn")
    );
    project.write(".git/hooks/pre-commit", hook);
    let path = project.path(".git/hooks/pre-commit");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    for place in [&project, &linked] {
        let ways: [&[&str]; 3] = [&[], &["-a"], &["below/pair.rbd"]];
        for (at, way) in ways.iter().enumerate() {
            place.write("below/pair.rbd", PAIR.replace("0.9\n", &format!("0.9{}\n", at + 1)));
            place.write("pair.rbd", place.read("pair.rbd") + "\n");
            // Staged, and not committed where only the other file is.
            place.git(&["add", "pair.rbd"]);
            if way.is_empty() {
                place.git(&["add", "below"]);
            }
            let mut arguments = vec!["commit", "--quiet", "--message", "next"];
            arguments.extend(*way);
            place.git(&arguments);
            let said = place.read("said.txt");
            let only = at == 2;
            assert!(said.contains("HEAD:below/pair.rbd → below/pair.rbd\n"), "{way:?}: {said}");
            assert!(said.contains("HEAD:below/pair.rbd → :below/pair.rbd\n"), "{way:?}: {said}");
            assert_eq!(said.matches("the models differ\n").count(), 2, "{way:?}: {said}");
            let last = if only { "the texts are the same\n" } else { "only the text differs\n" };
            assert!(said.ends_with(last), "{way:?}: {said}");
        }
    }
}

#[test]
fn a_bare_repository_has_revisions() {
    let project = repository("diff-bare");
    project.write("below/pair.rbd", changed());
    project.commit("two");
    let bare = Project::new("diff-bare-clone");
    let (from, to) = (project.root.to_str().unwrap(), bare.root.to_str().unwrap());
    project.git(&["clone", "--quiet", "--bare", from, to]);
    let file = "below/pair.rbd";
    let run = bare.kofn(&["diff", "main~:below/pair.rbd", "main:below/pair.rbd"]).ends(1);
    assert!(run.out.starts_with("main~:below/pair.rbd → main:below/pair.rbd\n"), "{}", run.out);
    bare.kofn(&["diff", "main~..main", "pair.rbd"]).ends(0);
    let hook = [("GIT_DIR", ".")];
    with(&bare, &hook, &["diff", "main~:below/pair.rbd", "main:below/pair.rbd"]).ends(1);
    // It has no files.
    let run = bare.kofn(&["diff", "main", file]).ends(2);
    assert!(run.err.contains("there is no folder below"), "{}", run.err);
}
