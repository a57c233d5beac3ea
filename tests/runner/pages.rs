//! Runs the page of every code: its example has exactly this finding, its repair has none.

use kofn::diagnostics::{Colors, codes, render};
use kofn::{Compilation, SingleFile};
use kofn_suite::case::{Case, cases};
use kofn_suite::{files, root};
use std::collections::BTreeSet;

/// The codes that the compiler's sources construct, tests left aside.
fn used_codes() -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for path in files("compiler", "rs") {
        let Ok(inside) = path.strip_prefix(root().join("compiler")) else { continue };
        if inside.components().nth(1).is_none_or(|folder| folder.as_os_str() != "src") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        for rest in text.split("Code(\"").skip(1) {
            if let Some((code, _)) = rest.split_once("\")") {
                used.insert(code.to_owned());
            }
        }
    }
    used
}

/// What is not as it should be in the findings of a model, in words.
fn unlike(case: &Case, allowed: Option<&str>) -> Vec<String> {
    let world = SingleFile::new("case.rbd", &case.model);
    let mut compilation = Compilation::new(&world, "case.rbd");
    compilation.check();
    let findings = compilation.diagnostics();
    let mut failures: Vec<String> = findings
        .iter()
        .filter(|finding| Some(finding.code.0) != allowed)
        .map(|finding| render(finding, compilation.sources(), Colors::Never))
        .collect();
    if allowed.is_some() && findings.is_empty() {
        failures.push("the example has no finding".to_owned());
    }
    failures
}

/// The texts of a page's blocks of code: the example and the repair.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, behind)) = rest.split_once("\n```") {
        let Some((kind, behind)) = behind.split_once('\n') else { break };
        let Some((text, behind)) = behind.split_once("```") else { break };
        blocks.push((kind, text));
        rest = behind;
    }
    blocks
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let used = used_codes();
    let listed: Vec<&str> = codes().map(|(code, _)| code).collect();
    assert!(listed.is_sorted(), "the pages are searched, so they stand in order");
    let known: BTreeSet<String> = listed.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(known.len(), listed.len(), "a page is listed twice");
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "codes without a page: {missing:?}");
    let stale: Vec<_> = known.difference(&used).collect();
    assert!(stale.is_empty(), "pages without a code: {stale:?}");
    let written: BTreeSet<String> = files("compiler/diagnostics/codes", "md")
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    assert_eq!(written, known, "files in codes/ and the list in codes.rs");
}

#[test]
fn every_page_is_executed() {
    let mut failures = Vec::new();
    for (code, page) in codes() {
        let mut fail = |why: &str| failures.push(format!("{code}: {why}"));
        if !page.starts_with(&format!("# {code}\n\n")) {
            fail("the heading is the code");
        }
        let blocks = blocks(page);
        let [(example, text), (repair, _)] = blocks.as_slice() else {
            fail("a page has two blocks, an example and its repair");
            continue;
        };
        if !page.contains("\nWrite instead") {
            fail("the repair begins with “Write instead”");
        }
        let mut cases = cases(page).into_iter();
        if *example == "rbd"
            && let Some(case) = cases.next()
        {
            for why in case.failures().into_iter().chain(unlike(&case, Some(code))) {
                fail(&why);
            }
            let marked = ["error", "warning"]
                .iter()
                .any(|kind| text.contains(&format!("//~ {kind}[{code}]")));
            if !marked {
                fail("the example marks the line of the finding");
            }
        }
        if *repair == "rbd"
            && let Some(case) = cases.next()
        {
            for why in case.failures().into_iter().chain(unlike(&case, None)) {
                fail(&format!("repaired: {why}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n\n{}", failures.len(), failures.join("\n\n"));
}
