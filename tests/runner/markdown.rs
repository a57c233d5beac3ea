//! Runs every case of every Markdown file of the suite.

use kofn_suite::{case, files, root};

#[test]
fn every_case_is_as_expected() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in files("tests", "md") {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        let cases = case::cases(&text);
        assert!(!cases.is_empty() || name.ends_with("README.md"), "{name} has no case");
        for case in cases {
            count += 1;
            failures
                .extend(case.failures().into_iter().map(|failure| format!("{name}: {failure}")));
        }
    }
    assert!(count > 200, "only {count} cases were found");
    assert!(failures.is_empty(), "{} failures\n\n{}", failures.len(), failures.join("\n\n"));
}
