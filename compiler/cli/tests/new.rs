//! `kofn new`, and all that a new project says can be done next.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::Project;
use yaml_rust2::YamlLoader;

#[test]
fn a_new_project_is_whole() {
    let project = Project::new("new-whole");
    // The top of a repository, wherever this test runs.
    project.write("site/.git/HEAD", "");
    let run = project.kofn(&["new", "site"]).ends(0);
    assert!(run.out.contains("wrote site/service.rbd\n"), "{}", run.out);
    assert!(run.out.contains("    cd site\n"), "{}", run.out);
    let files = [
        "site/.git/HEAD",
        "site/.github/workflows/kofn.yml",
        "site/.gitignore",
        "site/README.md",
        "site/service.rbd",
    ];
    assert_eq!(project.files(), files);
    let page = project.read("site/README.md");
    assert!(page.starts_with("# site\n"));
    assert!(page.contains("\n4. Push. `.github/workflows/kofn.yml` fails where"), "{page}");
    let site = Project { root: project.path("site") };
    site.kofn(&["fmt", "--check", "."]).ends(0);
    let checked = site.kofn(&["check", "service.rbd"]).ends(0);
    assert_eq!((checked.out.as_str(), checked.err.as_str()), ("", ""));
    site.kofn(&["service.rbd"]).ends(0);
    // Where nobody watches a snapshot that is missing fails, until it is accepted.
    site.in_ci(&["test", "."]).ends(1);
    site.kofn(&["test", "--accept"]).ends(0);
    let run = site.in_ci(&["test", "--check", "."]).ends(0);
    assert_eq!(run.summary(), "1 file · 2 asserts passed · 1 snapshot matches");
    // A change is seen, and refused, and accepted.
    let model = site.read("service.rbd");
    site.write("service.rbd", model.replace("R_app = 0.995", "R_app = 0.996"));
    site.kofn(&["test"]).ends(1);
    assert!(site.has("snapshots/service.rbd.snap.new"));
    site.in_ci(&["test", "--check", "."]).ends(1);
    site.kofn(&["test", "--accept"]).ends(0);
    site.in_ci(&["test", "--check", "."]).ends(0);
    assert!(!site.has("snapshots/service.rbd.snap.new"));
    assert_eq!(site.read(".gitignore").lines().last(), Some("*.snap.new"));
}

#[test]
fn its_page_shows_commands_that_work() {
    let project = Project::new("new-page");
    project.kofn(&["new", "."]).ends(0);
    let page = project.read("README.md");
    assert!(page.starts_with("# new-page\n"), "{page}");
    let mut run = 0;
    let blocks = page.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    for line in blocks.flat_map(str::lines) {
        let command = line.split('#').next().unwrap().trim();
        let rest = command.strip_prefix("kofn ").unwrap_or_else(|| panic!("{command}"));
        // Quotes around the last word, if there are any.
        let words: Vec<&str> = match rest.split_once('\'') {
            Some((front, quoted)) => {
                front.split_whitespace().chain([quoted.trim_end_matches('\'')]).collect()
            }
            None => rest.split_whitespace().collect(),
        };
        let status = if words == ["test"] { 1 } else { 0 };
        project.kofn(&words).ends(status);
        run += 1;
    }
    assert_eq!(run, 6);
}

#[test]
fn its_workflow_uses_the_action() {
    let project = Project::new("new-workflow");
    project.write(".git/HEAD", "");
    project.kofn(&["new", "."]).ends(0);
    let workflow = project.read(".github/workflows/kofn.yml");
    let workflow = YamlLoader::load_from_str(&workflow).unwrap().remove(0);
    let action = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../action.yml"),
    );
    let action = YamlLoader::load_from_str(&action.unwrap()).unwrap().remove(0);
    let steps = workflow["jobs"]["models"]["steps"].as_vec().unwrap();
    let step = steps.iter().find(|step| step["uses"].as_str() == Some("kofn/kofn@main")).unwrap();
    for input in step["with"].as_hash().unwrap().keys() {
        assert!(!action["inputs"][input.as_str().unwrap()].is_badvalue(), "{input:?}");
    }
    assert_eq!(workflow["permissions"]["pull-requests"].as_str(), Some("write"));
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::new("new-refused");
    project.write("site/README.md", "mine\n").write("file", "mine\n");
    let run = project.kofn(&["new", "site"]).ends(2);
    assert_eq!(run.err, "kofn: site/README.md is there already; nothing was written\n");
    assert_eq!(project.files(), ["file", "site/README.md"]);
    // What does not stand in the way may be there.
    project.kofn(&["new", "site", "--bare"]).ends(0);
    assert_eq!(project.files(), ["file", "site/.gitignore", "site/README.md", "site/service.rbd"]);
    assert_eq!(project.read("site/README.md"), "mine\n");
    project.kofn(&["new", "--bare", "site"]).ends(2);
    let run = project.kofn(&["new", "file"]).ends(2);
    assert_eq!(run.err, "kofn: file is a file; give the name of a folder\n");
    project.kofn(&["new", "file/below"]).ends(2);
    project.kofn(&["new", ""]).ends(2);
    assert_eq!(project.read("file"), "mine\n");
}

/// GitHub looks for workflows at the top of a repository.
#[test]
fn below_the_top_of_a_repository_the_workflow_is_the_repositorys() {
    let project = Project::new("new-below");
    project.write(".git/HEAD", "");
    let top = std::fs::canonicalize(&project.root).unwrap();
    let workflows = top.join(".github").join("workflows");
    for (name, paths) in [("site", "site"), ("models/a b", "\"models/a b\"")] {
        let run = project.kofn(&["new", name]).ends(0);
        let expected = format!(
            "no workflow was written: GitHub runs only those in {}\n\
             the steps of a job there that tests these models:\n    \
             - uses: actions/checkout@v4\n    \
             - uses: kofn/kofn@main\n      \
               with:\n        \
                 paths: {paths}\n",
            workflows.display()
        );
        assert!(run.out.ends_with(&expected), "{}", run.out);
        let steps = YamlLoader::load_from_str(run.out.split("models:\n").nth(1).unwrap()).unwrap();
        assert_eq!(steps[0][1]["with"]["paths"].as_str(), Some(name));
        assert!(!project.has(&format!("{name}/.github")));
        let page = project.read(&format!("{name}/README.md"));
        assert!(page.contains("\n4. Let a workflow of the repository use the action"), "{page}");
    }
    let run = project.kofn(&["new", "other", "--bare"]).ends(0);
    assert!(!run.out.contains("workflow"), "{}", run.out);
}

/// What cannot be written whole is not there at all afterwards.
#[test]
fn nothing_stays_half_written() {
    let project = Project::new("new-half");
    project.write("gh/.git/HEAD", "").write("gh/.github", "mine\n");
    let run = project.kofn(&["new", "gh"]).ends(2);
    assert!(run.err.starts_with("kofn: gh/.github/workflows cannot be made: "), "{}", run.err);
    assert!(run.err.ends_with("; nothing was written\n"), "{}", run.err);
    assert_eq!(project.files(), ["gh/.git/HEAD", "gh/.github"]);
    // Folders that were made are gone, too; those that were there are not.
    let long = format!("deep/er/{}", "n".repeat(300));
    project.write("deep/mine", "");
    project.kofn(&["new", &long]).ends(2);
    assert!(!project.has("deep/er") && project.has("deep/mine"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_folder() {
    let project = Project::new("new-link");
    std::os::unix::fs::symlink("nowhere", project.path("link")).unwrap();
    let run = project.kofn(&["new", "link"]).ends(2);
    let told = "kofn: link is a link that leads nowhere; give the name of a folder\n";
    assert_eq!(run.err, told);
    let run = project.kofn(&["new", "link/below"]).ends(2);
    assert!(run.err.starts_with("kofn: link cannot be made: "), "{}", run.err);
}

#[test]
fn names_may_be_odd() {
    let project = Project::new("new-odd");
    for (name, title) in [
        ("with blank", "with blank"),
        ("Ausfälle 部品", "Ausfälle 部品"),
        ("it's \"x\"", "it's \"x\""),
        ("a_b*c", r"a\_b\*c"),
        ("deep/er/site", "site"),
        ("PROJECT", "PROJECT"),
    ] {
        let run = project.kofn(&["new", name]).ends(0);
        let page = project.read(&format!("{name}/README.md"));
        assert!(page.starts_with(&format!("# {title}\n")), "{page}");
        project.kofn(&["check", &format!("{name}/service.rbd")]).ends(0);
        assert!(run.out.contains("\n    cd "), "{}", run.out);
    }
    let run = project.kofn(&["new", "--", "-dash"]).ends(0);
    assert!(run.out.contains("    cd -- '-dash'\n"), "{}", run.out);
    let run = project.kofn(&["new", "it's"]).ends(0);
    assert!(run.out.contains(r"    cd 'it'\''s'"), "{}", run.out);
}
