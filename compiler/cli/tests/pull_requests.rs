//! The GitHub Action on a pull request: what its comment tells, which comment that is, and what is denied.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]
#![cfg(unix)]

mod action;
mod project;

use action::{executable, perform, step};
use project::{PAIR, Project, Run};

/// GitHub's program: it keeps what it was asked, and lists the comments that the file `ours` names.
const GH: &str = r#"#!/bin/sh
printf '%s\n' "$*" >> gh.log
case "$*" in
    *--paginate*) cat ours 2> /dev/null || true ;;
    *--body-file*) cp "$5" posted.md ;;
    *"--method PATCH"*) cp "${6#body=@}" posted.md ;;
esac
"#;

/// A pull request with the models of a base, and what it starts from.
struct Pull {
    project: Project,
    base: String,
}

impl Pull {
    fn new(name: &str, models: &[(&str, &str)]) -> Pull {
        let project = Project::new(name);
        for (file, text) in models {
            project.write(file, text);
        }
        project.git(&["init", "--quiet"]);
        project.commit("one");
        let base = project.git(&["rev-parse", "HEAD"]).out.trim().to_owned();
        project.write("bin/gh", GH);
        executable(&project.path("bin/gh"));
        Pull { project, base }
    }

    /// Runs the step with a base, and kinds that are denied.
    fn compare(&self, base: &str, comment: &str, deny: &str) -> Run {
        let project = &self.project;
        project.git(&["add", ".", ":!bin"]);
        let path = format!("{}:{}", project.path("bin").display(), std::env::var("PATH").unwrap());
        let given = [
            ("KOFN", env!("CARGO_BIN_EXE_kofn")),
            ("KOFN_PATHS", "."),
            ("KOFN_COMMENT", comment),
            ("KOFN_DENY", deny),
            ("KOFN_LIMIT", ""),
            ("KOFN_BASE", base),
            ("GH_TOKEN", "none"),
            ("GH_REPO", "owner/name"),
            ("PULL_REQUEST", "7"),
            ("RUNNER_TEMP", project.root.to_str().unwrap()),
            ("PATH", &path),
        ];
        perform(&step("Compare"), project, &given)
    }

    /// What is commented where nothing is denied.
    fn comment(&self) -> String {
        self.compare(&self.base, "true", "").ends(0);
        self.project.read("posted.md").replace(&self.base[..10], "BASE")
    }
}

#[test]
fn a_comment_tells_what_a_change_means() {
    let pull = Pull::new(
        "pull-comment",
        &[
            ("models/pair.rbd", PAIR),
            ("more models/other.rbd", PAIR),
            ("models/new line\n.rbd", PAIR),
        ],
    );
    pull.project.kofn(&["test", "--accept"]).ends(0);
    pull.project
        .write("models/pair.rbd", PAIR.replace("0.9\n", "0.5\n"))
        .write("models/added.rbd", "system far_away { module one = 1/2  works when one }\n")
        .write("more models/other.rbd", "/* */".to_owned() + PAIR);
    let condition = step("Compare")["if"].as_str().unwrap().to_owned();
    assert!(condition.contains("inputs.comment == 'true' || inputs.deny != ''"), "{condition}");
    insta::assert_snapshot!("comment", pull.comment());
}

#[test]
fn renamed_and_removed_models_are_told() {
    let user = "use \"parts.rbd\" (unit)\nsystem user { works when unit }\n";
    let pull = Pull::new(
        "pull-renamed",
        &[
            ("old.rbd", PAIR),
            ("gone `x`.rbd", "system lonely { module m = 1/4  works when m }\n"),
            ("parts.rbd", "module unit = 0.9\n"),
            ("user.rbd", user),
            ("broken.rbd", "system s { works when nothing }\n"),
            ("notes.txt", "text\n"),
        ],
    );
    let project = &pull.project;
    project.git(&["mv", "old.rbd", "new.rbd"]);
    project.git(&["rm", "--quiet", "gone `x`.rbd", "notes.txt"]);
    project.write("new.rbd", PAIR.replace("0.9\n", "0.95\n"));
    project.write("parts.rbd", "module unit = 0.8\n");
    let comment = pull.comment();
    let told = |line: &str| assert!(comment.lines().any(|one| one == line), "{line}: {comment}");
    told("### `BASE:old.rbd` → `new.rbd`");
    told("### `BASE:user.rbd` → `user.rbd`");
    told("Models that are gone: `` gone `x`.rbd ``.");
    told("Not compared, and `kofn diff` says why: `broken.rbd`.");
    assert!(!comment.contains("New models"), "{comment}");
}

#[test]
fn only_differences_lose_their_margin() {
    let variants = "module feed = 0.999
system pool { param n: count = 1  module unit[n] = 0.9 on feed  works when any of unit }
system triple = pool(n = 3)
assert pool >= 0.999
";
    let pull = Pull::new("pull-margin", &[("pool.rbd", variants)]);
    pull.project.kofn(&["test", "--accept"]).ends(1);
    pull.project.write("pool.rbd", variants.replace("= 0.9 ", "= 0.8 "));
    let comment = pull.comment();
    let at = |words: &str| {
        // Behind the difference, which has words of the table too.
        let line = comment.lines().rfind(|line| line.contains(words));
        let line = line.unwrap_or_else(|| panic!("{words}: {comment}"));
        line.len() - line.trim_start().len()
    };
    assert!(comment.contains("\n--- snapshots/pool.rbd.snap\n+++ as it is now\n@@ "), "{comment}");
    assert!(comment.lines().any(|line| line.starts_with("+    ")), "{comment}");
    // The table of variants, and what refutes an assertion, are as they were.
    assert_eq!(at("variants of pool"), 4);
    assert_eq!(at("= pool(n = 3)"), 10);
    assert!(comment.contains("\n            not pool ≥ 0.999: pool = "), "{comment}");
}

#[test]
fn a_base_that_is_nowhere_is_said() {
    let pull = Pull::new("pull-nowhere", &[("pair.rbd", PAIR)]);
    pull.project.write("pair.rbd", PAIR.replace("0.9\n", "0.5\n"));
    let nowhere = "0123456789012345678901234567890123456789";
    pull.compare(nowhere, "true", "").ends(0);
    let comment = pull.project.read("posted.md");
    assert!(
        comment.contains("`0123456789`, which this pull request starts from, could not be fetched"),
        "{comment}"
    );
    // Whoever denies something must not be told that all is well.
    let run = pull.compare(nowhere, "false", "system-changed").ends(1);
    assert!(run.out.contains("::error title=kofn::"), "{}", run.out);
}

#[test]
fn a_large_change_is_cut_and_not_dropped() {
    let systems = |value: &str, count: usize| -> String {
        (0..count)
            .map(|at| format!("system s{at} {{ module m = {value}  works when m }}\n"))
            .collect()
    };
    let pull = Pull::new(
        "pull-large",
        &[("a.rbd", &systems("0.9", 200)), ("b.rbd", &systems("0.9", 900)), ("c.rbd", PAIR)],
    );
    pull.project
        .write("a.rbd", systems("0.8", 200))
        .write("b.rbd", systems("0.8", 900))
        .write("c.rbd", PAIR.replace("0.9\n", "0.5\n"));
    let comment = pull.comment();
    assert!(comment.chars().count() < 60_000, "{}", comment.len());
    // The table, without details; of the longer one as many rows as there is room for.
    assert!(comment.contains("\n| `s199` | the same | 0.9 → 0.8, worse |"), "{comment}");
    assert!(comment.contains("\n### `BASE:b.rbd` → `b.rbd`\n"), "{comment}");
    let note = "… and more, for which this comment has no room; `kofn diff` shows it.\n";
    assert_eq!(comment.matches(note).count(), 2, "{comment}");
    assert!(comment.contains("… and 1 more models differ, which `kofn diff` shows."), "{comment}");
    assert!(
        comment.lines().filter(|line| line.starts_with("| `s")).all(|line| line.ends_with('|'))
    );
}

#[test]
fn a_comment_is_found_again_by_its_mark() {
    let pull = Pull::new("pull-again", &[("pair.rbd", PAIR)]);
    let comment = pull.comment();
    assert!(comment.starts_with("<!-- kofn -->\n"), "{comment}");
    let log = pull.project.read("gh.log");
    let file = pull.project.path("kofn-comment.md");
    let [listed, made] = log.lines().collect::<Vec<_>>()[..] else { panic!("{log}") };
    assert_eq!(
        listed,
        "api repos/owner/name/issues/7/comments --paginate --jq \
         .[] | select(.body | startswith(\"<!-- kofn -->\")) | .id"
    );
    assert_eq!(made, format!("pr comment 7 --body-file {}", file.display()));
    pull.project.write("ours", "12\n34\n").write("gh.log", "");
    pull.comment();
    let log = pull.project.read("gh.log");
    let edited = format!(
        "api --method PATCH repos/owner/name/issues/comments/12 --field body=@{}",
        file.display()
    );
    assert_eq!(log.lines().nth(1), Some(edited.as_str()));
}

/// What was wrong before is no reason to refuse what repairs it, nor is a library without systems.
#[test]
fn repairs_and_libraries_are_not_denied() {
    let broken = PAIR.replace("any of unit", "any of unti");
    let library = "param R_disk = 0.99\n";
    let pull = Pull::new("pull-repaired", &[("bad.rbd", &broken), ("lib.rbd", library)]);
    let project = &pull.project;
    project.write("bad.rbd", PAIR).write("lib.rbd", library.replace("0.99", "0.999"));
    let run = pull.compare(&pull.base, "true", "single-point-gained").ends(0);
    assert!(!run.out.contains("::error"), "{}", run.out);
    let comment = project.read("posted.md");
    assert!(comment.contains("bad.rbd") && !comment.contains("lib.rbd"), "{comment}");
}

#[test]
fn what_is_denied_fails() {
    // Long enough for git to see that a changed file is the same one under another name.
    let long = format!("{PAIR}{}", "// Two units, of which one is enough.\n".repeat(5));
    let pull = Pull::new("pull-denied", &[("old.rbd", &long), ("other.rbd", PAIR)]);
    let project = &pull.project;
    let kinds = "single-point-gained, less-reliable\nnot-compared\n";
    pull.compare(&pull.base, "false", kinds).ends(0);
    project.git(&["mv", "old.rbd", "new.rbd"]);
    project.write("new.rbd", long.replace("any of unit", "all of unit"));
    let run = pull.compare(&pull.base, "false", kinds).ends(1);
    assert!(run.out.contains("title=single-point-gained"), "{}", run.out);
    assert!(run.out.lines().any(|line| line.starts_with("::error file=new.rbd")), "{}", run.out);
    assert!(!project.has("gh.log"));
    // A better system is no trouble, and a comment can be made as well.
    project.write("new.rbd", long.replace("0.9\n", "0.95\n"));
    pull.compare(&pull.base, "true", kinds).ends(0);
    assert!(project.has("posted.md"));
    let run = pull.compare(&pull.base, "false", "single-point-gaind").ends(1);
    assert!(run.err.contains("single-point-gained"), "{}", run.err);
}
