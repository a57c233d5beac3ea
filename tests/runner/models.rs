//! Runs the results that examples and the standard library state about themselves: comment lines
//! `//= EXPR = VALUE`, `//= QUERY => ANSWER`, or any other line of an `expect` block.

use kofn::Compilation;
use kofn_suite::expectation::Expectation;
use kofn_suite::{Project, files, root};

#[test]
fn models_say_what_they_state() {
    let mut failures = Vec::new();
    for path in files("examples", "rbd").into_iter().chain(files("stdlib", "rbd")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        let mut compilation = Compilation::new(&Project, &path.to_string_lossy());
        compilation.check();
        for finding in compilation.diagnostics() {
            // A model may announce a warning that is meant: `//~ warning[shared-host]`.
            if text.contains(&format!("//~ {}[{}]", finding.severity, finding.code)) {
                continue;
            }
            let shown = kofn::diagnostics::render(
                finding,
                compilation.sources(),
                kofn::diagnostics::Colors::Never,
            );
            failures.push(format!("{name}: {shown}"));
        }
        let stated: Vec<&str> = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("//="))
            .map(str::trim)
            .collect();
        if stated.is_empty() {
            failures.push(format!("{name} states no result"));
        }
        if compilation.has_errors() {
            continue;
        }
        for line in stated {
            if let Err(why) = Expectation::parse(line).and_then(|one| one.check(&mut compilation)) {
                failures.push(format!("{name}: {line}\n    {why}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n\n{}", failures.len(), failures.join("\n\n"));
}
