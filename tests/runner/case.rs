//! Cases and how they are run.

use crate::expectation::Expectation;
use kofn::diagnostics::{Colors, render};
use kofn::{Compilation, SingleFile};
use std::collections::BTreeSet;

/// One model with what is expected of it.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The heading.
    pub title: String,
    /// The model's text.
    pub model: String,
    /// What is expected, with the line of the file it stands in.
    pub expectations: Vec<(usize, String)>,
}

/// The cases of a Markdown file: one for each `rbd` block, with the `expect` block behind it.
pub fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut title = String::new();
    let mut block: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        match (block, line.trim_end()) {
            (None, "```rbd") => {
                block = Some("rbd");
                cases.push(Case { title: title.clone(), ..Case::default() });
            }
            (None, "```expect") => block = Some("expect"),
            (None, line) if line.starts_with("```") => block = Some("other"),
            (None, line) => {
                if let Some(heading) = line.strip_prefix('#') {
                    title = heading.trim_start_matches('#').trim().to_owned();
                }
            }
            (Some(_), "```") => block = None,
            (Some("rbd"), _) => {
                if let Some(case) = cases.last_mut() {
                    case.model.push_str(line);
                    case.model.push('\n');
                }
            }
            (Some("expect"), line) => {
                if let Some(case) = cases.last_mut()
                    && !line.trim().is_empty()
                {
                    match case.expectations.last_mut() {
                        // An indented line carries on the one above.
                        Some((_, above)) if line.starts_with(' ') => {
                            above.push(' ');
                            above.push_str(line.trim());
                        }
                        _ => case.expectations.push((index + 1, line.trim().to_owned())),
                    }
                }
            }
            (Some(_), _) => {}
        }
    }
    cases
}

/// A finding with its line in the model: `(3, "error[k-exceeds-n]")`.
type Mark = (usize, String);

/// The findings that a model's `//~` comments announce.
fn announced(model: &str) -> BTreeSet<Mark> {
    model
        .lines()
        .enumerate()
        .flat_map(|(index, line)| {
            line.split("//~").skip(1).map(move |mark| (index + 1, mark.trim().to_owned()))
        })
        .collect()
}

impl Case {
    /// What is not as expected, in words; empty where all is well.
    pub fn failures(&self) -> Vec<String> {
        let world = SingleFile::new("case.rbd", &self.model);
        let mut compilation = Compilation::new(&world, "case.rbd");
        compilation.check();
        let mut found: BTreeSet<Mark> = BTreeSet::new();
        let mut shown = String::new();
        for finding in compilation.diagnostics() {
            let line = match finding.labels.first() {
                Some(label) => {
                    compilation
                        .sources()
                        .get(label.span.file)
                        .position(label.span.start as usize)
                        .line
                }
                None => 0,
            };
            found.insert((line, format!("{}[{}]", finding.severity, finding.code)));
            shown.push_str(&render(finding, compilation.sources(), Colors::Never));
        }
        let wanted = announced(&self.model);
        let mut failures = Vec::new();
        for (line, mark) in wanted.difference(&found) {
            failures.push(format!("line {line}: {mark} is announced and not found\n{shown}"));
        }
        for (line, mark) in found.difference(&wanted) {
            if mark.starts_with("error") {
                failures.push(format!("line {line}: {mark} is found and not announced\n{shown}"));
            }
        }
        if compilation.has_errors() && !self.expectations.is_empty() && failures.is_empty() {
            failures.push(format!("a model with errors meets no expectation\n{shown}"));
        }
        if failures.is_empty() {
            for (line, text) in &self.expectations {
                if let Err(why) =
                    Expectation::parse(text).and_then(|one| one.check(&mut compilation))
                {
                    failures.push(format!("expectation in line {line}: {text}\n    {why}"));
                }
            }
        }
        failures.into_iter().map(|failure| format!("# {}\n{failure}", self.title)).collect()
    }
}
