//! `kofn fmt`: what it writes, what it leaves alone, and how it ends.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const LOOSE: &str = "param p=0.9\n\n\nsystem s{module a = p\nworks when a}\n";
const NEAT: &str = "param p = 0.9\n\nsystem s {\n    module a = p\n    works when a\n}\n";
const BROKEN: &str = "module a = = 0.9 // kept\n";

/// A folder of one test, with files.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("formatting").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn fmt(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).stdin(Stdio::null()).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kofn"));
    command.arg("fmt").args(arguments).current_dir(folder).env_remove("NO_COLOR");
    command
}

fn with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(Path::new(env!("CARGO_TARGET_TMPDIR")), arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// Standard output, standard error, exit status.
fn seen(output: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

fn quiet(stdout: &str, status: i32) -> (String, String, i32) {
    (stdout.to_owned(), String::new(), status)
}

#[test]
fn files_and_folders_are_written_where_they_differ() {
    let folder = folder(
        "written",
        &[
            ("loose.rbd", LOOSE),
            ("below/neat.rbd", NEAT),
            ("below/deeper/loose.rbd", LOOSE),
            ("below/loose.txt", LOOSE),
            ("below/.hidden/loose.rbd", LOOSE),
        ],
    );
    let before = fs::metadata(folder.join("below/neat.rbd")).unwrap().modified().unwrap();
    let output = fmt(&folder, &["loose.rbd", "below", "./loose.rbd"]);
    assert_eq!(
        seen(&output),
        quiet("loose.rbd: formatted\nbelow/deeper/loose.rbd: formatted\n", 0)
    );
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text("loose.rbd"), NEAT);
    assert_eq!(text("below/deeper/loose.rbd"), NEAT);
    assert_eq!(text("below/loose.txt"), LOOSE);
    assert_eq!(text("below/.hidden/loose.rbd"), LOOSE);
    let after = fs::metadata(folder.join("below/neat.rbd")).unwrap().modified().unwrap();
    assert_eq!(before, after, "a file that does not change is not written");
    assert_eq!(seen(&fmt(&folder, &["."])), quiet("", 0));
    let names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".new"))
        .collect();
    assert!(names.is_empty(), "left behind: {names:?}");
}

#[test]
fn a_check_names_files_and_writes_nothing() {
    let folder = folder("check", &[("a.rbd", LOOSE), ("b.rbd", NEAT), ("c/d.rbd", LOOSE)]);
    let output = fmt(&folder, &["--check", "."]);
    let told = "./a.rbd: would be formatted\n./c/d.rbd: would be formatted\n";
    assert_eq!(seen(&output), quiet(told, 1));
    assert_eq!(fs::read_to_string(folder.join("a.rbd")).unwrap(), LOOSE);
    assert_eq!(seen(&fmt(&folder, &["--check", "b.rbd"])), quiet("", 0));
}

#[test]
fn a_difference_can_be_patched() {
    let folder = folder("diff", &[("a.rbd", LOOSE), ("b.rbd", NEAT)]);
    let (shown, errors, status) = seen(&fmt(&folder, &["--diff", "a.rbd", "b.rbd"]));
    assert_eq!((errors.as_str(), status), ("", 1));
    insta::assert_snapshot!(shown);
    assert_eq!(fs::read_to_string(folder.join("a.rbd")).unwrap(), LOOSE);

    let (colored, _, _) = seen(&fmt(&folder, &["--diff", "--color", "always", "a.rbd"]));
    assert!(colored.contains("\u{1b}[31m-param p=0.9\u{1b}[0m\n"), "{colored:?}");
    assert!(colored.contains("\u{1b}[32m+param p = 0.9\u{1b}[0m\n"), "{colored:?}");
    let plain =
        colored.split('\u{1b}').map(|part| part.split_once('m').map_or(part, |(_, rest)| rest));
    assert_eq!(plain.collect::<String>(), shown);
}

#[test]
fn standard_input_goes_to_standard_output() {
    assert_eq!(seen(&with_input(&["-"], LOOSE.as_bytes())), quiet(NEAT, 0));
    assert_eq!(seen(&with_input(&["-"], NEAT.as_bytes())), quiet(NEAT, 0));
    assert_eq!(seen(&with_input(&["-"], b"")), quiet("", 0));
    let windows = LOOSE.replace('\n', "\r\n");
    let windows = format!("\u{FEFF}{windows}");
    assert_eq!(seen(&with_input(&["-"], windows.as_bytes())), quiet(NEAT, 0));
    let told = quiet("-: would be formatted\n", 1);
    assert_eq!(seen(&with_input(&["--check", "-"], LOOSE.as_bytes())), told);
}

#[test]
fn what_is_wrong_is_told_and_left_alone() {
    let folder = folder("wrong", &[("broken.rbd", BROKEN), ("loose.rbd", LOOSE), ("empty/x", "")]);
    fs::write(folder.join("bytes.rbd"), b"module a = 0.9 // \xFF\n").unwrap();
    let files = ["broken.rbd", "missing.rbd", "bytes.rbd", "empty", "loose.rbd"];
    let (shown, errors, status) = seen(&fmt(&folder, &files));
    // The others are formatted all the same.
    assert_eq!((shown.as_str(), status), ("loose.rbd: formatted\n", 2));
    insta::assert_snapshot!(errors);
    assert_eq!(fs::read_to_string(folder.join("broken.rbd")).unwrap(), BROKEN);
    assert_eq!(fs::read(folder.join("bytes.rbd")).unwrap(), b"module a = 0.9 // \xFF\n");

    let (shown, errors, status) = seen(&with_input(&["-"], BROKEN.as_bytes()));
    assert_eq!((shown.as_str(), status), ("", 2));
    assert!(errors.contains("`=` cannot stand here"), "{errors}");
    // What would change is less than what is wrong.
    fs::write(folder.join("loose.rbd"), LOOSE).unwrap();
    assert_eq!(fmt(&folder, &["--check", "broken.rbd", "loose.rbd"]).status.code(), Some(2));
}

/// Names that do not exist, cycles and wrong numbers are no matter of layout.
#[test]
fn a_model_may_be_wrong_otherwise() {
    let wrong = "system s{works when 4 of(nothing)}\nuse \"nowhere.rbd\"\n";
    let right = "system s {\n    works when 4 of (nothing)\n}\nuse \"nowhere.rbd\"\n";
    assert_eq!(seen(&with_input(&["-"], wrong.as_bytes())), quiet(right, 0));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder =
        folder("links", &[("kept.rbd", LOOSE), ("locked.rbd", LOOSE), ("real.rbd", LOOSE)]);
    let mode = |name: &str| fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
    let set = |name: &str, mode| {
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    set("kept.rbd", 0o640);
    set("locked.rbd", 0o444);
    symlink("real.rbd", folder.join("link.rbd")).unwrap();
    let (shown, errors, status) = seen(&fmt(&folder, &["kept.rbd", "link.rbd", "locked.rbd"]));
    assert_eq!(shown, "kept.rbd: formatted\nlink.rbd: formatted\n");
    assert_eq!(errors, "kofn: cannot write locked.rbd: it may only be read\n");
    assert_eq!(status, 2);
    assert_eq!((mode("kept.rbd"), mode("locked.rbd")), (0o640, 0o444));
    assert!(fs::symlink_metadata(folder.join("link.rbd")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(folder.join("real.rbd")).unwrap(), NEAT);
    assert_eq!(fs::read_to_string(folder.join("locked.rbd")).unwrap(), LOOSE);
}

#[test]
fn our_own_models_are_formatted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    assert_eq!(seen(&fmt(&root, &["--check", "examples", "stdlib"])), quiet("", 0));
}
