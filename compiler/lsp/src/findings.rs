//! What is wrong, shown in the files where it is.

use crate::answers::{Spots, main_file};
use crate::server::Server;
use kofn::Reading;
use kofn::diagnostics::{Diagnostic as Finding, Severity, Span};
use kofn_ide::places::path_of;
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    NumberOrString, Range,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// More findings of one file than anybody reads are not sent.
const MOST: usize = 1_000;

impl Server {
    /// Sends what has changed in what is wrong.
    pub(crate) fn publish(&mut self) {
        let mut found: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for path in self.files.open.keys() {
            found.entry(path.clone()).or_default();
            let Some(analysis) = self.analyses.known(path) else { continue };
            let reading = &analysis.reading;
            let spots = Spots::new(reading, self.encoding);
            for finding in reading.diagnostics.iter().chain(&analysis.checked) {
                let (path, range) = place(reading, &spots, finding);
                let all = found.entry(path).or_default();
                if all.len() >= MOST {
                    continue;
                }
                let shown = self.shown(&spots, finding, range);
                // What several models find in a file that they use is found once.
                if !all.contains(&shown) {
                    all.push(shown);
                }
            }
        }
        // By address, with the version of what the editor has open there.
        let mut now: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)> = BTreeMap::new();
        for (path, mut all) in found {
            all.sort_by_key(|one| (one.range.start, one.range.end));
            match self.files.open.get(&path) {
                Some(open) => {
                    now.extend(open.views().iter().map(|view| {
                        (view.uri.as_str().to_owned(), (Some(view.version), all.clone()))
                    }))
                }
                None => now.extend(
                    self.files.uri(&path).map(|uri| (uri.as_str().to_owned(), (None, all))),
                ),
            }
        }
        let gone: BTreeSet<String> =
            self.published.keys().filter(|uri| !now.contains_key(*uri)).cloned().collect();
        for uri in gone {
            self.published.remove(&uri);
            self.notify("textDocument/publishDiagnostics", json!({"uri": uri, "diagnostics": []}));
        }
        for (uri, (version, all)) in now {
            if self.published.get(&uri).is_some_and(|before| *before == all) {
                continue;
            }
            let mut params = json!({"uri": uri, "diagnostics": all});
            if let Some(version) = version {
                params["version"] = json!(version);
            }
            self.notify("textDocument/publishDiagnostics", params);
            self.published.insert(uri, all);
        }
    }

    fn shown(&self, spots: &Spots<'_>, finding: &Finding, range: Range) -> Diagnostic {
        let mut message = finding.message.clone();
        if let Some(first) = finding.labels.first()
            && !first.text.is_empty()
        {
            message.push_str(&format!(" ({})", first.text));
        }
        if let Some(help) = &finding.help {
            message.push_str(&format!("\nhelp: {help}"));
        }
        let related = finding.labels.iter().skip(1).filter_map(|label| {
            let location = spots.location(&self.files, label.span)?;
            Some(DiagnosticRelatedInformation { location, message: label.text.clone() })
        });
        let related: Vec<DiagnosticRelatedInformation> = related.collect();
        Diagnostic {
            range,
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
            }),
            code: Some(NumberOrString::String(finding.code.0.to_owned())),
            code_description: None::<CodeDescription>,
            source: Some("kofn".to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            tags: (finding.code.0 == "unused-module").then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: None,
        }
    }
}

/// Where a finding is shown: at its first place in a file of the author's own, or at the beginning
/// of the main file.
pub(crate) fn place(reading: &Reading, spots: &Spots<'_>, finding: &Finding) -> (String, Range) {
    let own = finding.labels.iter().find_map(|label| {
        let path = path_of(reading, label.span.file)?;
        kofn::library_text(path).is_none().then(|| (path.to_owned(), label.span))
    });
    let main = main_file(reading);
    let (path, span) = own.unwrap_or_else(|| {
        (reading.paths.first().cloned().unwrap_or_default(), Span::new(main, 0, 0))
    });
    (path, spots.range(span))
}
