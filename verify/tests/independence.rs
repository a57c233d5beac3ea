//! Whoever trusts the checker reads these sources, two packages, and nothing else of ours.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::fs;
use std::path::Path;

#[test]
fn nothing_of_ours_is_imported() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert_eq!(manifest.matches("dependencies").count(), 1, "one table of dependencies");
    let table = manifest.split("[dependencies]").nth(1).unwrap();
    let names: Vec<&str> =
        table.lines().filter_map(|line| line.split_once('.')).map(|l| l.0).collect();
    assert_eq!(names, ["num-bigint", "serde_json"]);
    assert_eq!(table.lines().filter(|line| !line.trim().is_empty()).count(), 2);
    let mut lines = 0;
    for entry in fs::read_dir(root.join("src")).unwrap() {
        let path = entry.unwrap().path();
        assert!(path.extension().is_some_and(|extension| extension == "rs"), "{}", path.display());
        let text = fs::read_to_string(&path).unwrap();
        lines += text.lines().count();
        assert!(!text.contains("kofn_") && !text.contains("include"), "{}", path.display());
    }
    // Small enough that a sceptic reads it in one sitting.
    assert!(lines <= 800, "{lines} lines");
}
