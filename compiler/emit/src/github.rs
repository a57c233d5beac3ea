//! Findings as annotations of a run of GitHub Actions.
//!
//! GitHub Docs, *Workflow commands for GitHub Actions*: `::error file=…,line=…::message`, one in each
//! line of the output.

use crate::findings::Finding;
use kofn_diagnostics::Severity;

/// A line for each finding.
pub fn annotations(findings: &[Finding]) -> String {
    findings.iter().map(annotation).collect()
}

fn annotation(finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = vec![("file", property(&finding.place.file))];
    if let Some((start, end)) = &finding.place.region {
        properties.push(("line", start.line.to_string()));
        properties.push(("endLine", end.line.to_string()));
        // Columns count only within one line.
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    properties.push(("title", property(finding.code)));
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("::{command} {}::{}\n", properties.join(","), data(&message(finding)))
}

/// All that is known of a finding, in lines.
fn message(finding: &Finding) -> String {
    let mut lines = vec![finding.message.clone()];
    if !finding.place.text.is_empty() {
        lines.push(finding.place.text.clone());
    }
    for witness in finding.witnesses.iter().filter(|witness| !witness.text.is_empty()) {
        let line = witness.region.map(|(start, _)| format!(":{}", start.line)).unwrap_or_default();
        lines.push(format!("{}{line}: {}", witness.file, witness.text));
    }
    if let Some(help) = &finding.help {
        lines.push(format!("help: {help}"));
    }
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Place;

    #[test]
    fn what_would_end_a_property_is_escaped() {
        let finding = Finding {
            code: "unknown-name",
            severity: Severity::Error,
            message: "100 % of\nit: ::error::".to_owned(),
            help: None,
            place: Place::whole("a,b:c%.rbd"),
            witnesses: Vec::new(),
        };
        assert_eq!(
            annotations(&[finding]),
            "::error file=a%2Cb%3Ac%25.rbd,title=unknown-name::100 %25 of%0Ait: ::error::\n"
        );
    }
}
