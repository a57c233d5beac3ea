//! `kofn test`: what is found, what is written and what is not, and how it ends.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{PAIR, PAIR_SNAPSHOT, Project, pair};

#[test]
fn a_first_run_proposes_and_accepting_writes() {
    let project = pair("first");
    let first = project.kofn(&["test"]).ends(1);
    assert!(first.out.contains("no snapshot    snapshots/pair.rbd.snap is missing"));
    assert_eq!(first.summary(), "1 file · 1 assert passed · 1 snapshot missing");
    assert_eq!(project.files(), ["pair.rbd", "snapshots/pair.rbd.snap.new"]);
    assert_eq!(project.read("snapshots/pair.rbd.snap.new"), PAIR_SNAPSHOT);

    let accepted = project.kofn(&["test", "--accept"]).ends(0);
    assert_eq!(accepted.summary(), "1 file · 1 assert passed · 1 snapshot written");
    assert_eq!(project.files(), ["pair.rbd", "snapshots/pair.rbd.snap"]);
    assert_eq!(project.read("snapshots/pair.rbd.snap"), PAIR_SNAPSHOT);

    for arguments in [&["test"][..], &["test", "."], &["test", "pair.rbd"], &["test", "--check"]] {
        let again = project.kofn(arguments).ends(0);
        assert_eq!(again.out, "1 file · 1 assert passed · 1 snapshot matches\n");
    }
    assert_eq!(project.files(), ["pair.rbd", "snapshots/pair.rbd.snap"]);
}

#[test]
fn insta_reads_what_was_written() {
    let project = pair("insta");
    project.write("- x: y #.rbd", PAIR);
    project.kofn(&["test", "--accept"]).ends(0);
    let body = PAIR_SNAPSHOT.split_once("\n---\n").unwrap().1;
    for model in ["pair.rbd", "- x: y #.rbd"] {
        let file = project.path(&format!("snapshots/{model}.snap"));
        let snapshot = insta::Snapshot::from_file(&file).unwrap();
        assert_eq!(snapshot.snapshot_name(), Some(model));
        assert_eq!(snapshot.metadata().source(), Some(model));
        let expression = format!("kofn test {model}");
        assert_eq!(snapshot.metadata().expression(), Some(expression.as_str()));
        let insta::internals::SnapshotContents::Text(text) = snapshot.contents() else {
            panic!("not a text");
        };
        assert_eq!(text.to_string(), body.trim_end());
    }
}

#[test]
fn a_change_is_a_difference_until_it_is_accepted() {
    let project = pair("change");
    project.kofn(&["test", "--accept"]).ends(0);
    project.write("pair.rbd", PAIR.replace("0.9\n", "0.95\n"));
    let changed = project.kofn(&["test"]).ends(1);
    insta::assert_snapshot!("difference", changed.out);
    assert_eq!(project.read("snapshots/pair.rbd.snap"), PAIR_SNAPSHOT);
    assert!(project.read("snapshots/pair.rbd.snap.new").contains("0.9975"));

    let colored = project.kofn(&["test", "--color", "always"]).ends(1);
    assert!(colored.out.contains("\x1b[32m+    with R = 0.95\x1b[0m"), "{}", colored.out);
    assert!(colored.out.contains("\x1b[31m-    with R = 0.9\x1b[0m"), "{}", colored.out);

    // What was proposed is forgotten when the model is as it was.
    project.write("pair.rbd", PAIR);
    project.kofn(&["test"]).ends(0);
    assert_eq!(project.files(), ["pair.rbd", "snapshots/pair.rbd.snap"]);
}

#[test]
fn ci_and_check_never_write() {
    let project = pair("ci");
    let missing = project.in_ci(&["test"]).ends(1);
    assert!(missing.out.contains("is missing"), "{}", missing.out);
    project.kofn(&["test", "--check"]).ends(1);
    assert_eq!(project.files(), ["pair.rbd"]);
    for option in ["--accept", "--review"] {
        let refused = project.in_ci(&["test", option]).ends(2);
        assert!(refused.err.contains(&format!("{option} writes snapshots")), "{}", refused.err);
        assert_eq!(project.files(), ["pair.rbd"]);
    }
    project.kofn(&["test", "--accept"]).ends(0);
    project.write("pair.rbd", PAIR.replace("0.9\n", "0.95\n"));
    project.in_ci(&["test"]).ends(1);
    project.kofn(&["test", "--check"]).ends(1);
    assert_eq!(project.files(), ["pair.rbd", "snapshots/pair.rbd.snap"]);
    assert_eq!(project.read("snapshots/pair.rbd.snap"), PAIR_SNAPSHOT);
}

#[test]
fn snapshots_without_model_are_named_refused_and_removed() {
    let project = pair("unreferenced");
    project.write("old/gone.rbd", PAIR);
    project.kofn(&["test", "--accept"]).ends(0);
    std::fs::remove_file(project.path("old/gone.rbd")).unwrap();
    project.write("snapshots/pair.rbd.snap.new", PAIR_SNAPSHOT);
    project.write("old/snapshots/gone.rbd.snap.new", PAIR_SNAPSHOT);
    // Those of others stay, whatever they are called.
    project.write("snapshots/models__node.rbd.snap", "---\nexpression: report\n---\nmine\n");
    project.write("snapshots/node.rbd.snap", "by hand\n");
    project.write("snapshots/notes.txt", "notes\n");
    project.write("elsewhere/gone.rbd.snap", PAIR_SNAPSHOT);

    let named = project.kofn(&["test"]).ends(0);
    let line = "old/snapshots/gone.rbd.snap belongs to no model; `kofn test --accept` removes it";
    assert!(named.out.lines().any(|one| one == line), "{}", named.out);
    assert!(named.summary().ends_with("1 snapshot matches, 2 without model"), "{}", named.out);
    let refused = project.kofn(&["test", "--check"]).ends(1);
    assert!(refused.out.contains("refused    old/snapshots/gone.rbd.snap"), "{}", refused.out);
    let removed = project.kofn(&["test", "--accept"]).ends(0);
    assert!(removed.out.contains("removed    old/snapshots/gone.rbd.snap"), "{}", removed.out);
    assert_eq!(
        project.files(),
        [
            "elsewhere/gone.rbd.snap",
            "pair.rbd",
            "snapshots/models__node.rbd.snap",
            "snapshots/node.rbd.snap",
            "snapshots/notes.txt",
            "snapshots/pair.rbd.snap",
        ]
    );
}

#[test]
fn a_snapshot_belongs_to_its_model_however_both_are_called() {
    let project = Project::new("ways");
    project.write("models/pair.rbd", PAIR).write("models/below/other.rbd", PAIR);
    project.kofn(&["test", "--accept"]).ends(0);
    let files = project.files();
    let absolute = project.path("models");
    let absolute = absolute.to_str().unwrap();
    let mut ways = vec![
        ["models", absolute],
        [absolute, "models"],
        [".", "models/../models"],
        ["../ways/models", "models"],
        ["models/pair.rbd", absolute],
        // The folder of snapshots alone has no models in it.
        ["models/below", "models/snapshots"],
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("models", project.path("link")).unwrap();
        ways.push(["models", "link/"]);
        ways.push(["link", "models"]);
    }
    for [one, other] in ways {
        for option in ["--check", "--accept"] {
            let run = project.kofn(&["test", option, one, other]).ends(0);
            assert!(!run.out.contains("removed"), "{one} {other}: {}", run.out);
        }
        for file in &files {
            assert!(project.has(file), "{one} {other}: {file}");
        }
    }
    // One that has no model is told once.
    std::fs::remove_file(project.path("models/pair.rbd")).unwrap();
    let run = project.kofn(&["test", "models", absolute]).ends(0);
    assert_eq!(run.out.matches("belongs to no model").count(), 1, "{}", run.out);
}

#[test]
fn standard_input_is_refused_in_one_sentence() {
    let project = pair("input");
    let run = project.typing(&["test", "-"], PAIR).ends(2);
    assert_eq!(run.err, "kofn: what standard input holds has no place for a snapshot\n");
}

#[test]
fn snapshots_can_be_removed_when_all_models_are_gone() {
    let project = pair("all-gone");
    project.kofn(&["test", "--accept"]).ends(0);
    std::fs::remove_file(project.path("pair.rbd")).unwrap();
    project.kofn(&["test"]).ends(2);
    project.kofn(&["test", "--check"]).ends(2);
    let removed = project.kofn(&["test", "--accept"]).ends(0);
    assert_eq!(removed.summary(), "0 files · 1 snapshot removed");
    assert!(project.files().is_empty());
    project.kofn(&["test", "--accept"]).ends(2);
}

#[test]
fn a_model_with_errors_keeps_its_snapshot_among_good_ones() {
    let project = pair("broken");
    project.write("a.rbd", PAIR).write("z.rbd", PAIR);
    project.kofn(&["test", "--accept"]).ends(0);
    project.write("pair.rbd", "system pair { works when nothing_like_it }\n");
    project.write("late.rbd", PAIR.replace(">= 0.99", "> 0.99"));
    project.write("latin1.rbd", b"param R = 0.9 // caf\xe9\n");
    let run = project.kofn(&["test", "--accept"]).ends(2);
    assert!(run.err.contains("nothing_like_it") && run.err.contains("not-utf8"), "{}", run.err);
    assert!(run.out.contains("pair.rbd\n    not tested: the model has errors\n"), "{}", run.out);
    assert!(run.out.contains("refuted    3: assert slo: pair > 0.99\n"), "{}", run.out);
    assert_eq!(
        run.summary(),
        "5 files, 2 with errors · 2 asserts passed, 1 refuted · 2 snapshots match, 1 written"
    );
    assert!(project.has("snapshots/pair.rbd.snap"));
    assert!(project.read("snapshots/late.rbd.snap").contains("    refuted\n"));
}

#[test]
fn asserts_decide_the_exit_status_and_the_worst_wins() {
    let project = Project::new("statuses");
    let refuted = PAIR.replace(">= 0.99", ">= 0.999");
    // A bound of this size has no closed form that is compared in reasonable time.
    let limited = format!("{PAIR}table pair(R = 1/2) ^ 2 over R in 0..1 step 1e-9\n");
    project
        .write("refuted/m.rbd", &refuted)
        .write("wrong/m.rbd", limited)
        .write("well/m.rbd", PAIR);
    project.kofn(&["test", "--accept", "refuted", "well"]).ends(1);
    project.kofn(&["test", "well"]).ends(0);
    project.kofn(&["test", "refuted"]).ends(1);
    project.kofn(&["test"]).ends(2);
}

#[test]
fn what_a_limit_kept_is_in_the_snapshot_and_in_the_status() {
    // Everything is connected with everything else: no narrow way through.
    let mut mesh = String::from("system mesh {\n");
    for a in 0..140 {
        for b in a + 1..140 {
            mesh.push_str(&format!("link a{a} -- a{b} = 0.9\n"));
        }
    }
    mesh.push_str("works when path(a0, a139) }\n");
    let project = Project::new("limits");
    project.write("mesh.rbd", mesh);
    project.kofn(&["test", "--accept"]).ends(3);
    let run = project.kofn(&["test"]).ends(3);
    assert!(run.out.contains("not computed    system mesh: "), "{}", run.out);
    assert!(run.summary().ends_with("1 snapshot matches · 1 limit reached"), "{}", run.out);
    let kept = project.read("snapshots/mesh.rbd.snap");
    assert!(kept.contains("no formula: ") && kept.contains("no cut sets: "), "{kept}");
}

#[test]
fn limits_can_be_others() {
    let project = Project::new("other-limits");
    // Votes over overlapping members: a diagram of some hundred vertices.
    let votes: Vec<String> =
        (1..=12).map(|at| format!("2 of (m[{at}], m[{}], m[{}])", at + 3, at + 7)).collect();
    let votes = votes.join(", ");
    project.write("s.rbd", format!("system s {{ module m[20] = 0.9  works when 6 of ({votes}) }}"));
    project.kofn(&["test", "--accept", "--limit-nodes", "20"]).ends(3);
    project.kofn(&["test", "--limit-nodes", "20"]).ends(3);
    // Whoever can compute more has another snapshot.
    let more = project.kofn(&["test"]).ends(1);
    assert!(more.out.contains("snapshot differs"), "{}", more.out);
    project.kofn(&["test", "--accept", "--limit-nodes", "1000000"]).ends(0);
    project.kofn(&["test", "--limit-nodes", "1000000"]).ends(0);
    project.kofn(&["test"]).ends(0);
}

#[test]
fn open_parameters_are_part_of_the_snapshot() {
    let project = Project::new("open");
    project.write(
        "node.rbd",
        "param R_H
param n: count
module host = R_H
system node { module vm[n] on host  works when any of vm }
system of_two = node(n = 2)
solve n where node(R_H = 1, R_vm = 1/2) >= 7/8
assert node >= node
",
    );
    project.kofn(&["test", "--accept"]).ends(0);
    insta::assert_snapshot!("open", project.read("snapshots/node.rbd.snap"));
}

#[test]
fn variants_stand_side_by_side() {
    let project = Project::new("variants");
    project.write(
        "pool.rbd",
        "module feed = 0.999
system pool { param k: count = 1  param n: count = 1  module unit[n] = 0.9 on feed  works when k of unit }
system triple = pool(n = 3)
system voted = triple(k = 2)
system other { works when feed }
system template { param thing: module  works when thing }
system as_it_is = template
",
    );
    project.kofn(&["test", "--accept"]).ends(0);
    let run = project.kofn(&["test"]).ends(0);
    insta::assert_snapshot!("variants", run.out);
    let quiet = project.kofn(&["test", "-q"]).ends(0);
    assert_eq!(quiet.out.lines().count(), 1);
    let json = project.kofn(&["test", "--format", "json"]).ends(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["files"][0]["variants"].as_array().unwrap().len(), 1);
    let variants = &json["files"][0]["variants"][0];
    assert_eq!(variants["of"], "pool");
    assert_eq!(variants["variants"][2]["design"], "triple(k = 2)");
    assert_eq!(variants["variants"][2]["change"]["reliability"]["exact"], "8991/125000");
}

#[test]
fn a_library_has_no_snapshot() {
    let project = Project::new("library");
    project.write("parts.rbd", "param R_disk = 0.99\nmodule disk = R_disk\n");
    project.write("store.rbd", "use \"parts.rbd\" as p\nsystem store { works when p.disk }\n");
    let run = project.kofn(&["test", "--accept"]).ends(0);
    assert_eq!(run.summary(), "2 files · 1 snapshot written");
    assert_eq!(project.files(), ["parts.rbd", "snapshots/store.rbd.snap", "store.rbd"]);
    // A snapshot of what has become a library belongs to no model.
    project.write("store.rbd", "use \"parts.rbd\" as p\nmodule other = 0.5\n");
    project.kofn(&["test", "--check"]).ends(1);
    project.kofn(&["test", "--accept"]).ends(0);
    assert_eq!(project.files(), ["parts.rbd", "store.rbd"]);
    project.kofn(&["test", "--check"]).ends(0);
}

#[cfg(unix)]
#[test]
fn line_ends_and_headers_are_no_difference() {
    let project = pair("crlf");
    let body = PAIR_SNAPSHOT.split_once("\n---\n").unwrap().1;
    let theirs = format!("---\nsource: models/pair.rbd\ndescription: ours\n---\n{body}");
    for text in [PAIR_SNAPSHOT.replace('\n', "\r\n"), theirs, PAIR_SNAPSHOT.trim_end().to_owned()] {
        project.write("snapshots/pair.rbd.snap", &text);
        project.kofn(&["test"]).ends(0);
        assert_eq!(project.read("snapshots/pair.rbd.snap"), text);
    }
    project.write("snapshots/pair.rbd.snap", "");
    project.kofn(&["test"]).ends(1);
}

#[test]
fn a_review_takes_rejects_and_skips() {
    let project = Project::new("review");
    for name in ["a", "b", "c", "d"] {
        project.write(&format!("{name}.rbd"), PAIR);
    }
    let run = project.typing(&["test", "--review"], "what?\na\nr\nskip\nq\n").ends(1);
    assert!(run.out.contains("1 of 4    a.rbd\n"), "{}", run.out);
    assert!(run.out.contains("        +    with R = 0.9\n"), "{}", run.out);
    assert_eq!(run.out.matches("a accept, r reject, s skip, q quit").count(), 5);
    assert_eq!(run.summary(), "4 files · 4 asserts passed · 3 snapshots missing, 1 written");
    assert_eq!(
        project.files(),
        [
            "a.rbd",
            "b.rbd",
            "c.rbd",
            "d.rbd",
            "snapshots/a.rbd.snap",
            "snapshots/c.rbd.snap.new",
            "snapshots/d.rbd.snap.new",
        ]
    );
    // Nobody answers any more.
    let run = project.typing(&["test", "--review"], "A").ends(1);
    assert!(run.summary().contains("1 snapshot matches, 2 missing, 1 written"), "{}", run.out);
    project.typing(&["test", "--review"], "accept\nA\n").ends(0);
    std::fs::remove_file(project.path("d.rbd")).unwrap();
    let kept = project.typing(&["test", "--review"], "keep\n").ends(0);
    assert!(kept.out.contains("1 of 1    snapshots/d.rbd.snap\n"), "{}", kept.out);
    project.typing(&["test", "--review"], "a\n").ends(0);
    assert!(!project.has("snapshots/d.rbd.snap"));
}

#[test]
fn the_same_bytes_whoever_is_first() {
    let project = Project::new("bytes");
    for index in 0..60 {
        let text = match index % 4 {
            0 => PAIR.to_owned(),
            1 => PAIR.replace(">= 0.99", ">= 0.999"),
            2 => "system s { works when unknown_thing }\n".to_owned(),
            _ => PAIR.replace("0.9\n", &format!("0.9{index}\n")),
        };
        project.write(&format!("m{}/{index}.rbd", index % 7), text);
    }
    for format in ["text", "json", "sarif", "github", "junit"] {
        let first = project.kofn(&["test", "--check", "--format", format]).ends(2);
        for _ in 0..5 {
            let again = project.kofn(&["test", "--check", "--format", format]).ends(2);
            assert_eq!(again.out, first.out);
            assert_eq!(again.err, first.err);
        }
    }
}

/// Our own models are kept as we advise others to keep theirs.
#[test]
fn the_examples_match_their_snapshots() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let project = Project::new("examples");
    let run = project.in_ci(&["test", "--check", &examples.to_string_lossy()]).ends(0);
    assert!(run.summary().contains("snapshots match"), "{}", run.out);
}

/// A long fraction is exact, and its decimal is what people compare.
#[test]
fn a_refutation_says_how_much_it_is() {
    let project = Project::new("how-much");
    project.write(
        "vote.rbd",
        "system s { module u = 0.999  module c[2] = 0.98  module a[3] = 0.97  module b[2] = 0.95\n    \
         works when series(u, any of c, 2 of a, any of b) }\nassert s >= 0.995\n",
    );
    let run = project.kofn(&["test", "--accept"]).ends(1);
    let value = "s = 496734104041623/500000000000000 ≈ 0.993468208083, 0.995";
    assert!(run.out.contains(value), "{}", run.out);
}
