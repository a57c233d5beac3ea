//! What `README.md` and the pages beside the examples show is what the program prints, and what
//! `README.md` names exists.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Pages whose `console` blocks are run.
const PAGES: [&str; 2] = ["README.md", "examples/paper/answered.md"];

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

fn readme() -> String {
    page("README.md")
}

/// The texts of the fenced blocks of one kind.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(this) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if this == kind {
            found.push(block.join("\n"));
        }
    }
    found
}

/// The words of a command: blanks separate them, outside of quotes of either kind.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Each command of a `console` block with what stands below it.
fn sessions(block: &str) -> Vec<(String, String)> {
    let mut sessions: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), sessions.last_mut()) {
            (Some(command), _) => sessions.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => {
                output.push_str(line);
                output.push('\n');
            }
            (None, None) => panic!("a console block begins with a command: {line}"),
        }
    }
    sessions
}

/// A block's commands with what the program prints now.
fn printed(block: &str) -> String {
    let mut text = String::new();
    for (command, _) in sessions(block) {
        let arguments = command.strip_prefix("kofn ").expect("console blocks run kofn");
        let run = Command::new(env!("CARGO_BIN_EXE_kofn"))
            .args(words(arguments))
            .current_dir(root())
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(run.stderr).unwrap(), "", "$ {command}");
        let printed = String::from_utf8(run.stdout).unwrap();
        text.push_str(&format!("$ {command}\n{}\n", printed.trim_end()));
    }
    text.trim_end().to_owned()
}

/// `KOFN_UPDATE=1 cargo test --test readme` writes the pages anew; read them before keeping them.
#[test]
fn shown_output_is_what_the_program_prints() {
    for name in PAGES {
        let mut text = page(name);
        let shown = blocks(&text, "console");
        assert!(shown.len() >= 3, "only {} blocks were found in {name}", shown.len());
        for block in shown {
            let printed = printed(&block);
            if std::env::var_os("KOFN_UPDATE").is_some() {
                text = text.replacen(&block, &printed, 1);
            } else {
                assert_eq!(block, printed, "left is {name}, right is what the program prints");
            }
        }
        if std::env::var_os("KOFN_UPDATE").is_some() {
            std::fs::write(root().join(name), text).unwrap();
        }
    }
}

#[test]
fn shown_models_are_the_shipped_ones() {
    for block in blocks(&readme(), "rbd") {
        let files = ["examples/00-first-model.rbd"];
        let shipped = files.iter().any(|file| {
            let text = std::fs::read_to_string(root().join(file)).unwrap();
            text.contains(&block)
        });
        // What is no shipped model is a taste of the language, and must be right.
        if !shipped {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme.rbd");
            std::fs::write(&path, &block).unwrap();
            let run =
                Command::new(env!("CARGO_BIN_EXE_kofn")).arg("check").arg(&path).output().unwrap();
            let said = String::from_utf8_lossy(&run.stderr);
            assert!(run.status.success(), "{block}\n\n{said}");
        }
    }
}

/// Links, and words in backquotes or commands that look like paths of this project.
#[test]
fn files_that_are_named_exist() {
    let text = readme();
    let mut named: Vec<&str> = Vec::new();
    for link in text.split("](").skip(1) {
        let target = link.split([')', '#']).next().unwrap_or("");
        if !target.is_empty() && !target.contains("://") {
            named.push(target);
        }
    }
    let folders = ["examples/", "tests/", "grammar/", "compiler/", "stdlib/", "benches/", ".ci/"];
    let separators = |c: char| c.is_whitespace() || "`'\"(),;|".contains(c);
    let paths = text.split(separators).filter(|word| folders.iter().any(|f| word.starts_with(f)));
    named.extend(paths.map(|path| path.trim_end_matches('.')));
    assert!(named.len() > 10, "only {} files were found", named.len());
    for name in named {
        assert!(root().join(name).exists(), "README.md names {name}, which does not exist");
    }
}

/// The command that the page gives for trying the program is about a shipped model.
#[test]
fn the_command_to_try_names_a_shipped_model() {
    let text = readme();
    let command = text.lines().find(|line| line.starts_with("cargo run --release -- ")).unwrap();
    assert!(root().join(command.split_whitespace().last().unwrap()).is_file(), "{command}");
    assert!(text.lines().any(|line| line == "cargo test"));
}
