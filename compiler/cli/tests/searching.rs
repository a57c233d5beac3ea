//! Which files `kofn test` and `kofn check` take for models, and what it does where it cannot read or write.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{PAIR, PAIR_SNAPSHOT, Project, pair};

#[test]
fn files_of_one_name_have_their_own_snapshots() {
    let project = Project::new("namesakes");
    project.write("a/node.rbd", PAIR).write("b/node.rbd", PAIR.replace("0.9\n", "0.95\n"));
    project.kofn(&["test", "--accept"]).ends(0);
    assert!(project.read("a/snapshots/node.rbd.snap").contains("0.99 = 99/100"));
    assert!(project.read("b/snapshots/node.rbd.snap").contains("0.9975"));
    // Named twice, by two ways, and still one file each.
    let run = project.kofn(&["test", "a", "./a/node.rbd", "b/node.rbd", "."]).ends(0);
    assert_eq!(run.summary(), "2 files · 2 asserts passed · 2 snapshots match");
}

#[test]
fn folders_of_others_are_skipped() {
    let project = Project::new("skipped");
    for folder in ["", ".git/", "target/", "node_modules/x/", "models/.cache/", "models/"] {
        project.write(&format!("{folder}m.rbd"), PAIR);
    }
    project.write("notes.txt", "system x { works when y }");
    let run = project.kofn(&["test", "--format", "json"]).ends(1);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let files: Vec<&str> = json["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["m.rbd", "models/m.rbd"]);
    // Who names such a folder means it.
    project.kofn(&["test", "--accept", "target"]).ends(0);
}

#[test]
fn a_check_takes_folders() {
    let project = Project::new("checked");
    let wrong = "module a = b\n";
    for folder in ["", ".git/", "target/", "node_modules/x/", "models/.cache/", "models/"] {
        project.write(&format!("{folder}m.rbd"), wrong);
    }
    project.write("models/odd name.rbd", PAIR).write("empty/notes.txt", wrong);
    let files = |arguments: &[&str]| -> Vec<String> {
        let run = project.kofn(&[&["check", "--format", "json"], arguments].concat()).ends(2);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let files = json.as_array().unwrap().iter();
        files.map(|file| file["file"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(files(&["."]), ["m.rbd", "models/m.rbd", "models/odd name.rbd"]);
    // In the order in which they are named, and once.
    let named = ["models", "m.rbd", "./m.rbd", "."];
    assert_eq!(files(&named), ["models/m.rbd", "models/odd name.rbd", "m.rbd"]);
    // One file is a list as well where it lies below a folder.
    assert_eq!(files(&["target"]), ["target/m.rbd"]);
    let run = project.kofn(&["check", "empty", "models/odd name.rbd"]).ends(2);
    assert_eq!(run.err, "kofn: there is no .rbd file below empty\n");
}

#[test]
fn what_is_no_file_of_text_is_not_waited_for() {
    use std::os::unix::ffi::OsStrExt;
    let project = pair("no-files");
    // Lock files of an editor, what a copying program leaves, and circles of links.
    std::os::unix::fs::symlink("someone@host.1", project.path(".#pair.rbd")).unwrap();
    project.write("._pair.rbd", b"\0\x05\x16\x07");
    project.write("sub/inner.rbd", PAIR);
    std::os::unix::fs::symlink("..", project.path("sub/circle")).unwrap();
    std::os::unix::fs::symlink("pair.rbd", project.path("link.rbd")).unwrap();
    let run = project.kofn(&["test", "--accept", ".", "sub/../sub"]).ends(0);
    assert_eq!(run.summary(), "3 files · 3 asserts passed · 3 snapshots written");
    std::os::unix::fs::symlink("nowhere.rbd", project.path("dangling.rbd")).unwrap();
    let dangling = project.kofn(&["test"]).ends(2);
    assert!(dangling.err.contains("`dangling.rbd` cannot be read"), "{}", dangling.err);
    std::fs::remove_file(project.path("dangling.rbd")).unwrap();

    let made = std::process::Command::new("mkfifo").arg(project.path("pipe.rbd")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.rbd");
    std::fs::write(project.root.join(name), PAIR).unwrap();
    let run = project.kofn(&["test"]).ends(2);
    assert!(run.err.contains("kofn: pipe.rbd is not a file\n"), "{}", run.err);
    assert!(run.err.contains("its name is not text in UTF-8"), "{}", run.err);
    assert_eq!(run.summary(), "3 files · 3 asserts passed · 3 snapshots match");
    let input = project.typing(&["test", "-"], PAIR).ends(2);
    assert!(input.err.contains("standard input"), "{}", input.err);
}

#[test]
fn nothing_to_test_is_not_all_well() {
    let project = Project::new("nothing");
    let empty = project.kofn(&["test"]).ends(2);
    assert_eq!(empty.err, "kofn: there is no .rbd file below .\n");
    let missing = project.kofn(&["test", "nowhere.rbd"]).ends(2);
    assert!(missing.err.contains("there is no such file"), "{}", missing.err);
    project.kofn(&["test", "--accept", "--check"]).ends(2);
    project.kofn(&["test", "--review", "--format", "json"]).ends(2);
}

#[test]
fn what_cannot_be_written_is_said() {
    let project = pair("unwritable");
    project.write("snapshots", "a file where the folder should be\n");
    for arguments in [&["test"][..], &["test", "--accept"], &["test", "--check"]] {
        let run = project.kofn(arguments).ends(2);
        assert!(run.out.contains("snapshot unusable    snapshots/pair.rbd.snap: "), "{}", run.out);
    }
    let project = pair("unreadable");
    project.write("snapshots/pair.rbd.snap", b"caf\xe9\n");
    let run = project.kofn(&["test"]).ends(2);
    assert!(run.out.contains("it is not text in UTF-8"), "{}", run.out);
    project.kofn(&["test", "--accept"]).ends(0);
    assert_eq!(project.read("snapshots/pair.rbd.snap"), PAIR_SNAPSHOT);
    // A folder stands where the snapshot should be.
    let project = pair("folder");
    project.write("snapshots/pair.rbd.snap/x", "x");
    project.kofn(&["test"]).ends(2);
    project.kofn(&["test", "--accept"]).ends(2);
    assert_eq!(project.files(), ["pair.rbd", "snapshots/pair.rbd.snap/x"]);
}
