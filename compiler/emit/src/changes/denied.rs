//! Kinds of changes that may not be.

use super::Changes;
use super::findings::{Told, told};
use crate::findings::Finding;
use crate::testing::diagnostic;
use kofn_diagnostics::Severity;
use serde_json::{Value as Json, json};

/// What there is of the kinds that may not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// All findings; those of a kind that may not be, and those that hide whether there is one, are
    /// errors.
    pub findings: Vec<Finding>,
    /// What may not be and is, as places in the findings.
    pub found: Vec<usize>,
    /// What hides whether there is something that may not be.
    pub hidden: Vec<usize>,
}

/// What there is of these kinds, which are codes of findings.
pub fn denied(changes: &Changes, kinds: &[&str]) -> Denied {
    let mut denied = Denied { findings: Vec::new(), found: Vec::new(), hidden: Vec::new() };
    for (at, Told { mut finding, hides }) in told(changes).into_iter().enumerate() {
        let hides = hides.iter().any(|kind| kinds.contains(kind));
        if kinds.contains(&finding.code) {
            denied.found.push(at);
            finding.severity = Severity::Error;
        } else if hides {
            denied.hidden.push(at);
            finding.severity = Severity::Error;
        }
        denied.findings.push(finding);
    }
    denied
}

impl Denied {
    /// What may not be, and what hides it, for programs.
    pub fn json(&self, kinds: &[&str]) -> Json {
        let all = |places: &[usize]| -> Vec<Json> {
            places.iter().map(|at| diagnostic(&self.findings[*at])).collect()
        };
        json!({"kinds": kinds, "found": all(&self.found), "not_known": all(&self.hidden)})
    }

    /// What may not be, one a line, and in the end a word on all of it.
    pub fn text(&self, kinds: &[&str]) -> String {
        let line = |word: &str, at: &usize| {
            let Finding { code, message, .. } = &self.findings[*at];
            format!("{word}: {code}: {message}\n")
        };
        let found = self.found.iter().map(|at| line("denied", at));
        let hidden = self.hidden.iter().map(|at| line("not known", at));
        let text: String = found.chain(hidden).collect();
        match text.is_empty() {
            true => format!("nothing of what is denied: {}\n", kinds.join(", ")),
            false => text,
        }
    }
}
