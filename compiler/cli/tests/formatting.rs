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
            ("below/target/loose.rbd", LOOSE),
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
    assert_eq!(text("below/target/loose.rbd"), LOOSE);
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
    let told = "a.rbd: would be formatted\nc/d.rbd: would be formatted\n";
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

/// What is written into the file itself: it keeps all its names, and its owner.
#[cfg(unix)]
#[test]
fn a_file_stays_the_same_file() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let long = format!("{}.rbd", "n".repeat(251));
    let folder = folder(
        "same",
        &[("one.rbd", LOOSE), (&long, LOOSE), ("theirs.rbd", LOOSE), ("f/a.rbd", LOOSE)],
    );
    fs::hard_link(folder.join("one.rbd"), folder.join("other.rbd")).unwrap();
    // Only the system's owner can give a file away.
    let given = chown(folder.join("theirs.rbd"), Some(4321), Some(4321)).is_ok();
    let owner = |name: &str| fs::metadata(folder.join(name)).unwrap().uid();
    let owned = owner("theirs.rbd");
    assert!(!given || owned == 4321);
    fs::set_permissions(folder.join("f"), fs::Permissions::from_mode(0o555)).unwrap();
    let files = ["one.rbd", &long, "theirs.rbd", "f"];
    let expected = [files[0], files[1], files[2], "f/a.rbd"];
    let told = expected.map(|file| format!("{file}: formatted\n")).concat();
    assert_eq!(seen(&fmt(&folder, &files)), quiet(&told, 0));
    fs::set_permissions(folder.join("f"), fs::Permissions::from_mode(0o755)).unwrap();
    for file in expected {
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), NEAT);
    }
    assert_eq!(fs::read_to_string(folder.join("other.rbd")).unwrap(), NEAT);
    assert_eq!(fs::metadata(folder.join("other.rbd")).unwrap().nlink(), 2);
    assert_eq!(owner("theirs.rbd"), owned);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 5, "nothing is left behind");
}

/// Where there is room for the old text and not for the new one.
#[cfg(unix)]
#[test]
fn a_text_that_cannot_be_written_whole_is_put_back() {
    let text = format!("system s{{works when {}a{}}}", "any of(b,".repeat(40), ")".repeat(40));
    let folder = folder("room", &[("one.rbd", &text), ("alone.rbd", &text)]);
    fs::hard_link(folder.join("one.rbd"), folder.join("other.rbd")).unwrap();
    assert!(text.len() < 512);
    // A block has 512 or 1,024 bytes, and whoever passes the limit is told so and not ended.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" fmt one.rbd alone.rbd";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_kofn")]).current_dir(&folder);
    let (shown, errors, status) = seen(&shell.output().unwrap());
    assert_eq!((shown.as_str(), status), ("", 2), "{errors}");
    let lines: Vec<&str> = errors.lines().collect();
    assert!(lines[0].starts_with("kofn: cannot write one.rbd: "), "{errors}");
    assert!(lines[0].ends_with("; it has its old text again"), "{errors}");
    assert!(lines[1].starts_with("kofn: cannot write alone.rbd: "), "{errors}");
    for file in ["one.rbd", "alone.rbd"] {
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), text);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "nothing is left behind");
}

/// One entry that cannot be read keeps nobody from the others.
#[cfg(target_os = "linux")]
#[test]
fn entries_that_cannot_be_read_are_told_one_by_one() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("entries", &[("m/a.rbd", LOOSE), ("m/locked/b.rbd", NEAT)]);
    let odd = folder.join("m").join(std::ffi::OsStr::from_bytes(b"\xFF.rbd"));
    fs::write(odd, LOOSE).unwrap();
    let locked = folder.join("m/locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is locked for the system's owner.
    let is_locked = fs::read_dir(&locked).is_err();
    let (shown, errors, status) = seen(&fmt(&folder, &["m"]));
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((shown.as_str(), status), ("m/a.rbd: formatted\n", 2), "{errors}");
    let told = "kofn: m/\u{FFFD}.rbd cannot be read: its name is not text in UTF-8\n";
    assert!(errors.contains(told), "{errors}");
    assert_eq!(errors.contains("kofn: m/locked cannot be searched: "), is_locked, "{errors}");
}

#[test]
fn fault_trees_have_no_layout_here() {
    let tree = "<?xml version=\"1.0\"?>\n<opsa-mef/>\n";
    let folder = folder("xml", &[("a tree.xml", tree), ("tree.rbd", tree)]);
    let (shown, errors, status) = seen(&fmt(&folder, &["a tree.xml", "tree.rbd", "gone.xml"]));
    assert_eq!((shown.as_str(), status), ("", 2));
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(
        lines[0],
        "kofn: a tree.xml is a fault tree in XML; `kofn import 'a tree.xml'` makes a model of it"
    );
    assert_eq!(
        lines[1],
        "kofn: tree.rbd is a fault tree in XML; `kofn import tree.rbd` makes a model of it"
    );
    assert!(lines[2].contains("there is no such file"), "{errors}");
}

/// All that `--diff` says of loosened models, through `patch`.
#[test]
#[allow(clippy::print_stdout, reason = "a test that skips itself says so")]
fn differences_make_patches() {
    let there = Command::new("patch").arg("--version").output().is_ok();
    let required = std::env::var_os("KOFN_REQUIRE_ALL").is_some();
    assert!(there || !required, "KOFN_REQUIRE_ALL is set, and there is no patch");
    if !there {
        println!("skipped: there is no patch");
        return;
    }
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut models: Vec<String> = Vec::new();
    for entry in fs::read_dir(examples).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rbd") {
            models.push(fs::read_to_string(path).unwrap());
        }
    }
    assert!(models.len() > 3);
    let list = vec!["0.123456789"; 200].join(",");
    models.push(format!("param R[200]=({list})\n"));
    models.push("module a=0.5\n".repeat(10_002));
    // A comment to the end of a line has to stay on it.
    let narrow = |line: &str| match line.contains("//") {
        true => format!("{line}\n"),
        false => format!("{}\n", line.replace(", ", ",\n")),
    };
    // What the formatter is given, each of them loosened in some way.
    let loosened = |text: &str| {
        [
            text.replace(" = ", "="),
            text.replace('\n', "\r\n"),
            text.replace('\n', "\n\n"),
            text.replace("    ", "\t").trim_end().to_owned(),
            format!("\n\n{}", text.lines().map(narrow).collect::<String>()),
        ]
    };
    let files: Vec<(String, String)> = models
        .iter()
        .flat_map(|text| loosened(text))
        .enumerate()
        .map(|(number, text)| (format!("a folder/{number}.rbd"), text))
        .collect();
    let named: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder("patches", &named);
    let shown = fmt(&folder, &["--diff", "a folder"]);
    assert_eq!(shown.status.code(), Some(1));
    fs::write(folder.join("all.diff"), &shown.stdout).unwrap();
    let mut patch = Command::new("patch");
    patch.args(["--binary", "-p0", "--fuzz=0", "-i", "all.diff"]).current_dir(&folder);
    let told = patch.output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(!said.contains("offset") && !said.contains("fuzz"), "{said}");
    assert_eq!(seen(&fmt(&folder, &["--check", "a folder"])), quiet("", 0));
}

#[test]
fn our_own_models_are_formatted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    assert_eq!(seen(&fmt(&root, &["--check", "examples", "stdlib"])), quiet("", 0));
}
