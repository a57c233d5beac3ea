//! Runs the results that examples and the standard library state about themselves: comment lines
//! `//= EXPR = VALUE`, `//= QUERY => ANSWER`, where the query may be the name of one in the model, or
//! any other line of an `expect` block. Lines below that are indented further belong to the same result.

use kofn::Compilation;
use kofn_suite::expectation::Expectation;
use kofn_suite::{Project, files, root};
use std::collections::BTreeMap;

/// The stated results, one text each.
fn stated(model: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in model.lines() {
        let Some(line) = line.trim().strip_prefix("//=") else { continue };
        match found.last_mut() {
            Some(last) if line.starts_with("     ") => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => found.push(line.trim().to_owned()),
        }
    }
    found
}

/// The queries that have a name, without it. A query begins a line and goes on in lines that are
/// indented.
fn named(model: &str) -> BTreeMap<String, String> {
    let mut queries: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<String> = None;
    for line in model.lines() {
        let begun = line.split_once(' ').and_then(|(word, rest)| {
            let (name, rest) = rest.split_once(':')?;
            let query = ["assert", "solve", "compare", "table"].contains(&word);
            query.then(|| (name.to_owned(), format!("{word} {}", rest.trim())))
        });
        if let Some((name, query)) = begun {
            queries.insert(name.clone(), query);
            open = Some(name);
        } else if line.starts_with(' ') {
            if let Some(query) = open.as_ref().and_then(|name| queries.get_mut(name)) {
                query.push(' ');
                query.push_str(line.trim());
            }
        } else {
            open = None;
        }
    }
    queries
}

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
        let (stated, named) = (stated(&text), named(&text));
        if stated.is_empty() {
            failures.push(format!("{name} states no result"));
        }
        if compilation.has_errors() {
            continue;
        }
        for mut line in stated {
            if let Some((name, answer)) = line.split_once(" => ")
                && let Some(query) = named.get(name.trim())
            {
                line = format!("{query} => {answer}");
            }
            if let Err(why) = Expectation::parse(&line).and_then(|one| one.check(&mut compilation))
            {
                failures.push(format!("{name}: {line}\n    {why}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n\n{}", failures.len(), failures.join("\n\n"));
}
