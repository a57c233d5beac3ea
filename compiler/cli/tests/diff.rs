//! `kofn diff`: files and revisions, forms of output, how it ends, and a story of a team.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{PAIR, Project, pair};
use serde_json::Value;

const SITE: &str = "use \"parts.rbd\" (host)
param R_lb = 0.999
system site {
    module lb = R_lb
    module app[i in 1..2] = 0.98 on host[1]
    works when series(lb, any of app)
}
system store { works when host[2] }
assert slo: site >= 0.99
";

const PARTS: &str = "module host[2] = 0.99\n";

/// A repository with a model below a folder, committed once.
fn repository(name: &str) -> Project {
    let project = Project::new(name);
    project.write("models/site.rbd", SITE).write("models/parts.rbd", PARTS);
    project.git(&["init", "--quiet"]);
    project.commit("one");
    project
}

/// The model with a host for each application server.
fn spread() -> String {
    SITE.replace("on host[1]", "on host[i]")
}

#[test]
fn text_tells_what_a_change_means() {
    let project = repository("diff-text");
    project.write("models/new.rbd", spread().replace("R_lb = 0.999", "R_lb = 0.9999"));
    let run = project.kofn(&["diff", "models/site.rbd", "models/new.rbd"]).ends(1);
    insta::assert_snapshot!("diff_text", run.out);
    assert_eq!(run.err, "");
    let colored = project.kofn(&["diff", "models/site.rbd", "models/new.rbd", "--color", "always"]);
    assert!(colored.out.contains("\x1b[31m− {host[1]}\x1b[0m"), "{}", colored.out);
}

#[test]
fn markdown_is_made_for_a_comment() {
    let project = repository("diff-markdown");
    project.write("models/new.rbd", spread().replace("system store", "system shop"));
    project.write(
        "models/new.rbd",
        project.read("models/new.rbd") + "system extra { works when host[1] }\n",
    );
    let run = || {
        project.kofn(&["diff", "models/site.rbd", "models/new.rbd", "--format", "markdown"]).ends(1)
    };
    let first = run().out;
    insta::assert_snapshot!("diff_markdown", first);
    assert_eq!(run().out, first);
}

#[test]
fn names_are_no_markup() {
    let project = Project::new("diff-markup");
    let model = "system s { module a = 0.9  works when a }\nassert s >= 0.5 given s > 0, s<1\n";
    project.write("a|b`c<d>@e_f.rbd", model).write("new.rbd", model.replace("0.9", "0.4"));
    let run =
        project.kofn(&["diff", "a|b`c<d>@e_f.rbd", "new.rbd", "--format", "markdown"]).ends(1);
    assert!(run.out.starts_with("### ``a\\|b`c<d>@e_f.rbd`` → `new.rbd`\n"), "{}", run.out);
    assert!(
        run.out.contains("<summary>assert s &gt;= 0.5 given s &gt; 0, s &lt; 1</summary>"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("| `assert s >= 0.5 given s > 0, s < 1` | proven | ❌ refuted |"),
        "{}",
        run.out
    );
}

#[test]
fn exit_statuses() {
    let project = pair("diff-status");
    project.write("same.rbd", PAIR.replace("any of unit", "parallel(unit[2], unit[1])"));
    let same = project.kofn(&["diff", "pair.rbd", "same.rbd"]).ends(0);
    assert!(
        same.out.ends_with("the models mean the same; only the text differs\n"),
        "{}",
        same.out
    );
    let equal = project.kofn(&["diff", "pair.rbd", "pair.rbd"]).ends(0);
    assert!(equal.out.ends_with("the texts are the same\n"), "{}", equal.out);
    project.write("other.rbd", PAIR.replace("0.9\n", "0.8\n"));
    project.kofn(&["diff", "pair.rbd", "other.rbd"]).ends(1);
    project.write("broken.rbd", PAIR.replace("any of unit", "any of unti"));
    for arguments in [["broken.rbd", "pair.rbd"], ["pair.rbd", "broken.rbd"]] {
        for format in ["text", "json", "markdown", "sarif", "github"] {
            let [old, new] = arguments;
            let run = project.kofn(&["diff", old, new, "--format", format]).ends(2);
            assert!(run.err.contains("unknown-name"), "{format}: {}", run.err);
            assert!(!run.out.contains("the models"), "{}", run.out);
        }
    }
    let missing = project.kofn(&["diff", "nowhere/old.rbd", "pair.rbd"]).ends(2);
    assert!(missing.err.contains("`nowhere/old.rbd` is no file"), "{}", missing.err);
    let missing = project.kofn(&["diff", "pair.rbd", "nowhere/new.rbd"]).ends(2);
    assert!(missing.err.contains("there is no such file"), "{}", missing.err);
    let system = project.kofn(&["diff", "pair.rbd", "other.rbd", "-s", "piar"]).ends(2);
    assert!(system.err.contains("did you mean `pair`?"), "{}", system.err);
    project.kofn(&["diff"]).ends(2);
    project.kofn(&["diff", "a", "b", "c"]).ends(2);
}

#[test]
fn a_limit_is_a_status_of_its_own() {
    let project = Project::new("diff-limit");
    // Votes that overlap, in words that share nothing.
    let vote = |first: &str, second: &str| {
        let mut text = "system s {\n module m[30] = 0.9\n works when parallel(".to_owned();
        for at in 1..20 {
            let (a, b) = (at % 30 + 1, (at * 7) % 30 + 1);
            text.push_str(&format!(
                "series({first}[{a}], {second}[{b}], m[{}]),",
                (at * 11) % 30 + 1
            ));
        }
        text + "m[30]) }\n"
    };
    project.write("old.rbd", vote("m", "m"));
    project.write(
        "new.rbd",
        vote("m", "m").replace("m[30]) }", "series(m[30], parallel(m[30], m[1]))) }"),
    );
    let run = project.kofn(&["diff", "old.rbd", "new.rbd", "--limit-nodes", "60"]);
    assert!(run.out.contains("structure       cannot tell: the limit is reached"), "{}", run.out);
    let run = run.ends(3);
    assert!(
        run.out.ends_with("no difference was found, and not everything could be compared\n"),
        "{}",
        run.out
    );
    project.kofn(&["diff", "old.rbd", "new.rbd"]).ends(0);
    project.write("new.rbd", vote("m", "m").replace("= 0.9", "= 0.8"));
    project.kofn(&["diff", "old.rbd", "new.rbd", "--limit-nodes", "60"]).ends(1);
}

#[test]
fn definitions_are_set_in_both() {
    let project = pair("diff-define");
    project.write("open.rbd", PAIR.replace("param R = 0.9", "param R, S"));
    project.kofn(&["diff", "pair.rbd", "open.rbd"]).ends(1);
    let run = project.kofn(&["diff", "pair.rbd", "open.rbd", "-D", "R=0.9"]).ends(0);
    assert!(run.out.contains("mean the same"), "{}", run.out);
    project.kofn(&["diff", "pair.rbd", "open.rbd", "-D", "R=0.9", "-D", "S=1/2"]).ends(0);
    let both = project.kofn(&["diff", "pair.rbd", "open.rbd", "-D", "T=1"]).ends(2);
    assert!(both.err.contains("unknown-name"), "{}", both.err);
    project.kofn(&["diff", "pair.rbd", "open.rbd", "-D", "R"]).ends(2);
    project.kofn(&["diff", "pair.rbd", "open.rbd", "-D", "R=2"]).ends(2);
}

#[test]
fn standard_input_is_one_model() {
    let project = pair("diff-input");
    let piped = project.typing(&["diff", "-", "pair.rbd"], &PAIR.replace("0.9\n", "0.8\n")).ends(1);
    assert!(piped.out.starts_with("- → pair.rbd\n"), "{}", piped.out);
    project.typing(&["diff", "pair.rbd", "-"], PAIR).ends(0);
    let twice = project.typing(&["diff", "-", "-"], PAIR).ends(2);
    assert!(twice.err.contains("standard input is one model"), "{}", twice.err);
    let without = project.typing(&["diff", "HEAD", "-"], PAIR).ends(2);
    assert!(without.err.contains("standard input has no revisions"), "{}", without.err);
}

#[test]
fn json_keeps_all_numbers() {
    let project = repository("diff-json");
    project.write("models/new.rbd", spread());
    let run =
        project.kofn(&["diff", "models/site.rbd", "models/new.rbd", "--format", "json"]).ends(1);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["meaning"], "different");
    let site = &json["systems"][0];
    assert_eq!(site["structure"]["logic"], "different");
    // lb h p² (1 − h)
    assert_eq!(site["reliability"]["difference"]["exact"], "237461301/25000000000");
    assert_eq!(site["single_points"]["lost"], serde_json::json!(["host[1]"]));
    assert_eq!(site["modules"]["added"][0]["names"], serde_json::json!(["host[2]"]));
    assert_eq!(json["systems"][1]["meaning"], "same");
    assert_eq!(json["queries"][0]["new"]["verdict"], "proven");
}

#[test]
fn findings_stand_in_the_new_model() {
    let project = repository("diff-findings");
    project.write("models/site.rbd", spread());
    project.commit("two");
    project.write("models/site.rbd", SITE);
    let run = project.kofn(&["diff", "HEAD", "models/site.rbd", "--format", "github"]).ends(1);
    insta::assert_snapshot!("diff_annotations", run.out);
    let log = project.kofn(&["diff", "models/site.rbd", "--format", "sarif"]).ends(1);
    let log: Value = serde_json::from_str(&log.out).unwrap();
    let codes: Vec<&str> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["ruleId"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["system-changed", "less-reliable", "single-point-gained", "assert-refuted"]);
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "models/site.rbd");
    for code in codes.iter().chain(&["not-compared", "answer-changed"]) {
        assert!(project.kofn(&["explain", code]).ends(0).out.starts_with(&format!("# {code}\n")));
    }
    // A file of a revision is a file of the repository.
    project.commit("three");
    let run = project.kofn(&["diff", "HEAD~..", "models/site.rbd", "--format", "github"]).ends(1);
    assert!(run.out.starts_with("::warning file=models/site.rbd,line=3"), "{}", run.out);
}

#[test]
fn revisions_are_named_as_git_names_them() {
    let project = repository("diff-git");
    project.write("models/site.rbd", spread());
    let title = |arguments: &[&str]| {
        let mut all = vec!["diff"];
        all.extend(arguments);
        let run = project.kofn(&all).ends(1);
        run.out.lines().next().unwrap().to_owned()
    };
    let file = "models/site.rbd";
    assert_eq!(title(&["main:models/site.rbd", file]), "main:models/site.rbd → models/site.rbd");
    assert_eq!(title(&["main:./models/site.rbd", file]), "main:models/site.rbd → models/site.rbd");
    assert_eq!(title(&["main", file]), "main:models/site.rbd → models/site.rbd");
    assert_eq!(title(&[file]), "HEAD:models/site.rbd → models/site.rbd");
    project.git(&["add", "."]);
    assert_eq!(
        title(&["HEAD", ":models/site.rbd"].map(|one| if one == "HEAD" {
            "HEAD:models/site.rbd"
        } else {
            one
        })),
        "HEAD:models/site.rbd → :models/site.rbd"
    );
    project.kofn(&["diff", ":models/site.rbd", file]).ends(0);
    project.git(&["commit", "--quiet", "--message", "two: hosts"]);
    assert_eq!(title(&["main~..main", file]), "main~:models/site.rbd → main:models/site.rbd");
    assert_eq!(title(&["main~..", file]), "main~:models/site.rbd → HEAD:models/site.rbd");
    assert_eq!(title(&["HEAD~", file]), "HEAD~:models/site.rbd → models/site.rbd");
    let found = "HEAD^{/one}:models/site.rbd";
    assert_eq!(title(&[found, file]), "HEAD^{/one}:models/site.rbd → models/site.rbd");
    // From where two branches parted, whatever happened on the other one since.
    project.git(&["checkout", "--quiet", "-b", "feature", "HEAD~"]);
    let parted = project.git(&["rev-parse", "HEAD"]).out[..10].to_owned();
    project.write(file, SITE.replace("0.98 on", "0.97 on"));
    project.commit("three");
    assert_eq!(
        title(&["main...", file]),
        format!("{parted}:models/site.rbd → HEAD:models/site.rbd")
    );
    assert_eq!(title(&["main..feature", file]), "main:models/site.rbd → feature:models/site.rbd");
}

#[test]
fn what_is_used_is_read_from_the_same_revision() {
    let project = repository("diff-used");
    project.write("models/parts.rbd", PARTS.replace("0.99", "0.5"));
    let run = project.kofn(&["diff", "main", "models/site.rbd", "-s", "store"]).ends(1);
    assert!(run.out.contains("0.99 → 0.5"), "{}", run.out);
    assert!(!run.out.contains("assert"), "{}", run.out);
    // Removed since, and never there.
    std::fs::remove_file(project.path("models/parts.rbd")).unwrap();
    project.kofn(&["diff", "main:models/site.rbd", "main:models/site.rbd"]).ends(0);
    let gone = project.kofn(&["diff", "main", "models/site.rbd"]).ends(2);
    assert!(gone.err.contains("models/parts.rbd` cannot be read"), "{}", gone.err);
    project.write("models/site.rbd", SITE.replace("parts.rbd", "../../../outside.rbd"));
    project.commit("two");
    let outside = project.kofn(&["diff", "main:models/site.rbd", "main:models/site.rbd"]).ends(2);
    assert!(outside.err.contains("it is outside of the repository"), "{}", outside.err);
}

#[test]
fn what_git_does_not_have_is_said() {
    let project = repository("diff-nothing");
    let said = |arguments: &[&str], words: &str| {
        let mut all = vec!["diff"];
        all.extend(arguments);
        let run = project.kofn(&all).ends(2);
        assert!(run.err.contains(words), "{}", run.err);
        assert_eq!(run.out, "");
    };
    let file = "models/site.rbd";
    said(&["nothere", file], "git knows no revision `nothere`");
    said(&["nothere:models/site.rbd", file], "git knows no revision `nothere`");
    said(&["main...nothere", file], "git knows no revision `nothere`");
    said(
        &["main:models/shop.rbd", file],
        "`main:models/shop.rbd` cannot be read: there is no such file",
    );
    said(&["main:models", file], "it is a folder");
    said(&[":models/shop.rbd", file], "no such file is staged");
    said(&["stie.rbd", file], "`stie.rbd` is no file");
    said(&["main", "main:models/site.rbd"], "`main` is no file");
    said(&["--", "--output=owned", file], "git knows no revision `--output=owned`");
    said(&["main; touch owned", file], "git knows no revision");
    said(&["main:models/site.rbd\nHEAD:models/parts.rbd", file], "no file is called like this");
    assert!(!project.has("owned"));
    project.write("models/added.rbd", PAIR);
    said(&["models/added.rbd"], "`HEAD:models/added.rbd` cannot be read");
    let outside = std::env::temp_dir();
    let alone = outside.join(format!("kofn-diff-{}.rbd", std::process::id()));
    std::fs::write(&alone, PAIR).unwrap();
    let run = project.kofn(&["diff", "main", alone.to_str().unwrap()]);
    std::fs::remove_file(&alone).unwrap();
    assert!(run.ends(2).err.contains("is in no git repository"));
}

#[cfg(unix)]
#[test]
fn without_git_there_are_files() {
    let project = repository("diff-without");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kofn"));
        command.args(arguments).current_dir(&project.root).env("PATH", "/nowhere");
        project::ended(command, "")
    };
    let run_git = run(&["diff", "main", "models/site.rbd"]).ends(2);
    assert_eq!(
        run_git.err,
        "kofn: revisions are read with `git`, and there is no such program here\n"
    );
    run(&["diff", "models/site.rbd", "models/site.rbd"]).ends(0);
}

#[cfg(unix)]
#[test]
fn links_in_a_revision_are_followed() {
    let project = repository("diff-links");
    std::os::unix::fs::symlink("site.rbd", project.path("models/link.rbd")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", project.path("models/away.rbd")).unwrap();
    std::os::unix::fs::symlink("nothing.rbd", project.path("models/lost.rbd")).unwrap();
    project.commit("two");
    project.kofn(&["diff", "main:models/link.rbd", "models/site.rbd"]).ends(0);
    let away = project.kofn(&["diff", "main:models/away.rbd", "models/site.rbd"]).ends(2);
    assert!(away.err.contains("outside of the repository"), "{}", away.err);
    let lost = project.kofn(&["diff", "main:models/lost.rbd", "models/site.rbd"]).ends(2);
    assert!(lost.err.contains("leads nowhere"), "{}", lost.err);
}

#[test]
fn from_a_folder_below_the_top() {
    let project = repository("diff-below");
    let below = Project { root: project.path("models") };
    project.write("models/site.rbd", spread());
    let run = below.kofn(&["diff", "site.rbd"]).ends(1);
    assert!(run.out.starts_with("HEAD:models/site.rbd → site.rbd\n"), "{}", run.out);
    below.kofn(&["diff", "main:./site.rbd", "site.rbd"]).ends(1);
    let hint = below.kofn(&["diff", "main:site.rbd", "site.rbd"]).ends(2);
    assert!(hint.err.contains("the one in this folder is main:./site.rbd"), "{}", hint.err);
}

/// The day of a team: a model is written and tested, changed, looked at, refused and accepted.
#[test]
fn a_team_changes_a_host() {
    let project = repository("diff-story");
    project.write("models/site.rbd", SITE.replace(">= 0.99", ">= 0.98"));
    project.kofn(&["test", "--accept"]).ends(0);
    project.commit("a model and its snapshot");
    project.in_ci(&["test"]).ends(0);

    project.git(&["checkout", "--quiet", "-b", "spread"]);
    project.write("models/site.rbd", spread().replace(">= 0.99", ">= 0.98"));
    let shown = project.kofn(&["diff", "models/site.rbd"]).ends(1);
    assert!(shown.out.contains("− {host[1]}"), "{}", shown.out);
    assert!(shown.out.contains("single points   − host[1]"), "{}", shown.out);

    let refused = project.in_ci(&["test"]).ends(1);
    assert!(refused.out.contains("1 snapshot differs"), "{}", refused.out);
    project.kofn(&["test", "--accept"]).ends(0);
    project.in_ci(&["test"]).ends(0);
    project.commit("a host for each");

    let comment =
        project.kofn(&["diff", "main...", "models/site.rbd", "--format", "markdown"]).ends(1);
    assert!(comment.out.contains("- single points of failure lost: `host[1]`"), "{}", comment.out);
    project.kofn(&["diff", "models/site.rbd"]).ends(0);
}

#[test]
fn a_definition_holds_in_each_model_that_has_its_name() {
    let project = Project::new("diff-define");
    let model = |other: &str| {
        format!(
            "param n: count = 2\nparam {other}: count = 3\n\
             system s {{ module a[n] = 0.9  works when any of a }}\n"
        )
    };
    project.write("old.rbd", model("k")).write("new.rbd", model("j"));
    let diff = |set: &str| project.kofn(&["diff", "-D", set, "old.rbd", "new.rbd"]);
    for set in ["n=3", "k=7", "j=7"] {
        diff(set).ends(0);
    }
    // What only one of them knows cannot be the value in both.
    let run = diff("n=k").ends(2);
    assert!(run.err.contains("`k` is not declared"), "{}", run.err);
    diff("x=3").ends(2);
}

#[test]
fn answers_that_are_other_say_how() {
    let project = Project::new("diff-answers");
    let model = |chance: &str| {
        format!(
            "param n: count\nsystem s {{ module a[n] = {chance}  works when any of a }}\n\
             solve enough: n where s >= 0.98\ntable sizes: s over n in 1..2\n"
        )
    };
    project.write("old.rbd", model("0.9")).write("new.rbd", model("0.8"));
    let diff = |format: &str| project.kofn(&["diff", "old.rbd", "new.rbd", "--format", format]);
    let run = diff("github").ends(1);
    assert!(run.out.contains("::enough: n ≥ 2 → n ≥ 3"), "{}", run.out);
    assert!(run.out.contains("::sizes: a table of 2 rows → a table of 2 rows, other than before"));
    let run = diff("markdown").ends(1);
    assert!(run.out.contains("| `enough` | n ≥ 2 | n ≥ 3 |"), "{}", run.out);
}
