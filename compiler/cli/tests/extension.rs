//! The extension for VS Code: what it names is there, it can be packaged, and it runs with `kofn lsp`.
//!
//! Packaging and running need Node.js and the packages of `editors/vscode/package.json`.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn::diagnostics::FileId;
use kofn_suite::{node, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn extension() -> PathBuf {
    root().join("editors/vscode")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(extension().join(name)).unwrap()).unwrap()
}

#[test]
fn the_manifest_names_what_is_there() {
    let manifest = json("package.json");
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["license"], env!("CARGO_PKG_LICENSE"));
    let contributes = &manifest["contributes"];
    for place in [
        &manifest["icon"],
        &contributes["languages"][0]["configuration"],
        &contributes["snippets"][0]["path"],
    ] {
        let path = extension().join(place.as_str().unwrap());
        assert!(path.is_file(), "{} is not there", path.display());
    }
    // What is only there when it is packaged comes from `build.mjs`; the packaging test finds it.
    assert_eq!(manifest["main"], "./dist/extension.js");
    assert_eq!(contributes["grammars"][0]["path"], "./dist/rbd.tmLanguage.json");
    let language = &contributes["languages"][0]["id"];
    for part in ["grammars", "snippets"] {
        assert_eq!(contributes[part][0]["language"], *language);
    }
    assert_eq!(
        contributes["grammars"][0]["scopeName"],
        kofn_suite::textmate::grammar()["scopeName"]
    );
    let named = |all: &Value| -> BTreeSet<String> {
        let all = all.as_array().unwrap();
        all.iter().map(|one| one["command"].as_str().unwrap().to_owned()).collect()
    };
    let commands = named(&contributes["commands"]);
    for menu in contributes["menus"].as_object().unwrap().values() {
        assert!(named(menu).is_subset(&commands), "{menu}");
    }
    json("language-configuration.json");
}

/// A snippet as it stands in the text when nothing is changed: `${1:name}` is `name`.
fn expanded(body: &Value) -> String {
    let lines: Vec<&str> = match body {
        Value::Array(lines) => lines.iter().map(|line| line.as_str().unwrap()).collect(),
        line => vec![line.as_str().unwrap()],
    };
    let mut text = lines.join("\n");
    // The innermost first.
    while let Some(start) = text.rfind("${") {
        let end = start + text[start..].find('}').unwrap();
        let inner = text[start..end].split_once(':').unwrap().1.to_owned();
        text.replace_range(start..=end, &inner);
    }
    text
}

#[test]
fn snippets_follow_the_grammar_and_the_layout() {
    let snippets = json("snippets.json");
    let snippets = snippets.as_object().unwrap();
    assert!(snippets.len() > 8);
    for (name, snippet) in snippets {
        let text = expanded(&snippet["body"]);
        assert!(!text.contains('$'), "{name}: {text}");
        // A structure is no item by itself.
        let text = if name == "k of n" { format!("block b = {text}\n") } else { text + "\n" };
        let laid_out = kofn::format(FileId(0), &text);
        let laid_out = laid_out.unwrap_or_else(|_| panic!("{name} is no item: {text}"));
        // Columns are lined up by who wants them.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&laid_out), words(&text), "{name}");
    }
}

/// The project as far as packaging reads it, in a folder of its own, with the packages beside it.
fn copied(packages: &Path) -> PathBuf {
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("extension");
    let _ = std::fs::remove_dir_all(&project);
    let folder = project.join("editors/vscode");
    for place in ["src", "test"] {
        std::fs::create_dir_all(folder.join(place)).unwrap();
        for file in kofn_suite::files(&format!("editors/vscode/{place}"), "js") {
            std::fs::copy(&file, folder.join(place).join(file.file_name().unwrap())).unwrap();
        }
    }
    for name in [
        ".npmrc",
        ".vscodeignore",
        "CHANGELOG.md",
        "README.md",
        "build.mjs",
        "icon.png",
        "language-configuration.json",
        "package.json",
        "snippets.json",
        "tsconfig.json",
    ] {
        std::fs::copy(extension().join(name), folder.join(name)).unwrap();
    }
    std::fs::create_dir_all(project.join("grammar")).unwrap();
    for name in ["grammar/rbd.tmLanguage.json", "LICENSE-MIT", "LICENSE-APACHE"] {
        std::fs::copy(root().join(name), project.join(name)).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(packages, folder.join("node_modules")).unwrap();
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(packages, folder.join("node_modules")).unwrap();
    folder
}

fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&both).into_owned()
}

#[test]
fn the_extension_is_packaged_and_runs() {
    let names = ["typescript", "@vscode/vsce", "esbuild", "vscode-languageclient"];
    let Some(packages) = node::packages(&names) else { return };
    let folder = copied(packages[0].parent().unwrap());
    let ran = |program: &str, arguments: &[&str]| {
        let mut node = Command::new("node");
        node.arg(folder.join("node_modules").join(program)).args(arguments).current_dir(&folder);
        let output = node.output().unwrap();
        assert!(output.status.success(), "{program}\n{}", said(&output));
        said(&output)
    };
    assert_eq!(ran("typescript/bin/tsc", &["--noEmit"]), "");
    let package = ["package", "--no-dependencies", "--skip-license", "-o", "kofn.vsix"];
    let packaged = ran("@vscode/vsce/vsce", &package);
    assert!(std::fs::read(folder.join("kofn.vsix")).unwrap().starts_with(b"PK"), "{packaged}");
    let listed = ran("@vscode/vsce/vsce", &["ls", "--no-dependencies"]);
    let mut listed: Vec<&str> = listed.lines().filter(|line| folder.join(line).is_file()).collect();
    listed.sort_unstable();
    assert_eq!(
        listed,
        [
            "CHANGELOG.md",
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "README.md",
            "dist/LICENCES-OF-OTHERS.txt",
            "dist/extension.js",
            "dist/rbd.tmLanguage.json",
            "icon.png",
            "language-configuration.json",
            "package.json",
            "snippets.json",
        ]
    );
    let shipped = std::fs::read_to_string(folder.join("dist/rbd.tmLanguage.json")).unwrap();
    let ours = std::fs::read_to_string(root().join("grammar/rbd.tmLanguage.json")).unwrap();
    assert_eq!(shipped, ours);

    // Against the bundle that was packaged, in an editor that is none.
    let mut node = Command::new("node");
    node.arg("test/run.js").args(["dist/extension.js", env!("CARGO_BIN_EXE_kofn")]);
    let run = node.current_dir(&folder).output().unwrap();
    assert!(run.status.success(), "{}", said(&run));
    assert_eq!(said(&run), "all is well\n");
}
