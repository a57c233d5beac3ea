//! `ARCHITECTURE.md` says who may use whom; the manifests and sources say who does.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use kofn_suite::{files, root};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Outside packages that one crate keeps to itself. The checker of certificates shares no code with
/// the rest, and has its own whole numbers.
const HOMES: &[(&str, &str)] = &[
    ("pest", "kofn-grammar"),
    ("pest_derive", "kofn-grammar"),
    ("petgraph", "kofn-structure"),
    ("num-bigint", "kofn-algebra"),
    ("num-integer", "kofn-algebra"),
    ("num-rational", "kofn-algebra"),
    ("num-traits", "kofn-algebra"),
    ("ariadne", "kofn-diagnostics"),
    ("roxmltree", "kofn-openpsa"),
    ("similar", "kofn-emit"),
    ("unicode-width", "kofn-format"),
    ("lsp-server", "kofn-lsp"),
    ("lsp-types", "kofn-lsp"),
    ("crossbeam-channel", "kofn-lsp"),
    ("notify", "kofn-cli"),
    ("ctrlc", "kofn-cli"),
];

/// Crates that may touch the world: the program, the language server, and what only runs on a developer's machine.
const EDGES: &[&str] = &["kofn-cli", "kofn-lsp", "kofn-suite", "kofn-benches"];

/// Words by which a source reaches for files, environment, threads or clocks.
const WORLD: &[&str] =
    &["std::fs", "std::env", "std::thread", "std::time", "Instant", "SystemTime"];

struct Manifest {
    folder: PathBuf,
    name: String,
    dependencies: BTreeSet<String>,
}

/// The manifests of the workspace's members.
fn manifests() -> Vec<Manifest> {
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = workspace.split("members = [").nth(1).unwrap().split(']').next().unwrap();
    let manifests: Vec<Manifest> = members
        .split('"')
        .skip(1)
        .step_by(2)
        .map(|member| manifest(&root().join(member)))
        .collect();
    assert!(manifests.len() > 10, "only {} members were found", manifests.len());
    manifests
}

fn manifest(folder: &Path) -> Manifest {
    let text = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let mut section = String::new();
    let mut name = String::new();
    let mut dependencies = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']').to_owned();
            // `[dependencies.pest]`
            if let Some(package) = section.strip_prefix("dependencies.") {
                dependencies.insert(package.to_owned());
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        // Dependencies for one kind of machine count as well.
        let depends = section == "dependencies" || section.ends_with(".dependencies");
        if section == "package" && key.trim() == "name" {
            name = value.trim().trim_matches('"').to_owned();
        } else if depends && !key.trim_start().starts_with('#') {
            let package = key.trim().split('.').next().unwrap_or("").to_owned();
            dependencies.insert(package);
        }
    }
    assert!(!name.is_empty(), "{} names no package", folder.display());
    Manifest { folder: folder.to_owned(), name, dependencies }
}

fn is_ours(package: &str) -> bool {
    package == "kofn" || package.starts_with("kofn-")
}

/// The table of `ARCHITECTURE.md`: for each crate, what it imports of ours.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let heading = "| crate | folder | imports of ours |";
    let rows = text.split(heading).nth(1).expect("the table of imports");
    rows.lines()
        .skip(1)
        .take_while(|line| line.is_empty() || line.starts_with('|'))
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let name = cells.next().unwrap().trim_matches('`').to_owned();
            let folder = cells.next().unwrap().trim_matches('`');
            assert!(root().join(folder).is_dir(), "{folder} is no folder");
            let imports = cells.next().unwrap().split('`').skip(1).step_by(2);
            (name, imports.map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn crates_import_what_the_table_says() {
    let found: BTreeMap<String, BTreeSet<String>> = manifests()
        .into_iter()
        .map(|manifest| {
            let ours = manifest.dependencies.into_iter().filter(|package| is_ours(package));
            (manifest.name, ours.collect())
        })
        .collect();
    let said = table();
    for name in found.keys().chain(said.keys()) {
        assert_eq!(
            found.get(name),
            said.get(name),
            "{name}: left is Cargo.toml, right is ARCHITECTURE.md"
        );
    }
}

/// Whoever stands in the table imports only what stands above it.
#[test]
fn the_table_has_an_order() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let place = |name: &str| text.find(&format!("\n| `{name}` |"));
    for (name, imports) in table() {
        for import in imports {
            assert!(
                place(&import) < place(&name),
                "{name} imports {import}, which stands below it"
            );
        }
    }
}

#[test]
fn outside_packages_have_one_home() {
    for manifest in manifests() {
        for (package, home) in HOMES {
            assert!(
                manifest.name == *home
                    || (manifest.name == "kofn-verify" && *package == "num-bigint")
                    || !manifest.dependencies.contains(*package),
                "{} imports {package}, whose home is {home}",
                manifest.name,
            );
        }
    }
}

#[test]
fn ariadne_stays_in_the_renderer() {
    for path in files("compiler/diagnostics/src", "rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        let renders = path.file_name().is_some_and(|name| name == "render.rs");
        assert!(renders || !text.contains("ariadne"), "{} mentions ariadne", path.display());
    }
}

#[test]
fn libraries_leave_the_world_alone() {
    let mut findings = Vec::new();
    let mut count = 0;
    for manifest in manifests() {
        if EDGES.contains(&manifest.name.as_str()) {
            continue;
        }
        let sources = manifest.folder.join("src");
        assert!(sources.is_dir(), "{} has no src", manifest.name);
        let folder = sources.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        for path in files(&folder, "rs") {
            count += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            for (index, line) in text.lines().enumerate() {
                let words = WORLD.iter().filter(|word| has_word(line, word));
                findings
                    .extend(words.map(|word| format!("{}:{}: {word}", path.display(), index + 1)));
            }
        }
    }
    assert!(count > 50, "only {count} files were read");
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// Whether a line has this word and not only a longer one: `Instant`, not `Instantiate`.
fn has_word(line: &str, word: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        !inside(line[..at].chars().next_back()) && !inside(line[at + word.len()..].chars().next())
    })
}
