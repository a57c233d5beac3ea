//! `--limit-time`: an end for work that takes too long.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{Project, pair};

/// Two grids of which no machine knows the second today.
const GRIDS: &str = "param p = 0.9
system small { module c[2] = p  works when any of c }
system large {
    module c[r in 1..40, k in 1..40] = p
    link c[r, k] -- c[r, k + 1] = 0.95 for r in 1..40, k in 1..39
    link c[r, k] -- c[r + 1, k] = 0.95 for r in 1..39, k in 1..40
    works when path(c[1, 1], c[40, 40])
}
";

#[test]
fn what_takes_too_long_is_left_out() {
    let project = Project::new("limit-time");
    project.write("grids.rbd", GRIDS);
    let endless = ["--limit-nodes", "4000000000", "--limit-time", "0.4"];
    for arguments in [vec!["report", "grids.rbd"], vec!["report", "grids.rbd", "--format", "json"]]
    {
        let run = project.kofn(&[arguments, endless.to_vec()].concat()).ends(3);
        assert!(run.err.contains("kofn: the time limit of 0.4 s is reached\n"), "{}", run.err);
        assert!(run.out.contains("0.99"), "what is known is told: {}", run.out);
        assert!(run.out.contains("interrupted"), "{}", run.out);
    }
    for command in ["cuts", "importance"] {
        project.kofn(&[&[command, "grids.rbd"][..], &endless].concat()).ends(3);
    }
}

#[test]
fn time_that_is_enough_changes_nothing() {
    let project = pair("limit-time-enough");
    let without = project.kofn(&["pair.rbd"]).ends(0);
    let within = project.kofn(&["pair.rbd", "--limit-time", "3600"]).ends(0);
    assert_eq!((without.out, without.err), (within.out, within.err));
    for wrong in ["0", "-1", "soon", "inf"] {
        let run = project.kofn(&["pair.rbd", &format!("--limit-time={wrong}")]).ends(2);
        assert!(run.err.contains("seconds"), "{}", run.err);
    }
}
