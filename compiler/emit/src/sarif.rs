//! Findings in the Static Analysis Results Interchange Format.
//!
//! OASIS, *Static Analysis Results Interchange Format (SARIF) Version 2.1.0*, 2020.

use crate::findings::{Finding, Place, explain};
use kofn_diagnostics::Severity;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// Where the identifier of the schema leads.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// The root that relative paths start from; whoever reads the log knows where it is.
const ROOT: &str = "%SRCROOT%";

/// A log with one run. Columns count characters, as messages for people do.
pub fn log(findings: &[Finding]) -> Json {
    let codes: Vec<&str> =
        findings.iter().map(|one| one.code).collect::<BTreeSet<_>>().into_iter().collect();
    let rules: Vec<Json> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Json> = findings.iter().map(|one| result(one, &codes)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "kofn",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                ROOT: {"description": {"text": "The folder in which kofn was run."}},
            },
            "results": results,
        }],
    })
}

/// What a code means: its heading is left out, its first sentence is the short form.
fn rule(code: &str) -> Json {
    let page = explain(code).unwrap_or_default();
    let body = page.split_once('\n').map_or("", |(_, body)| body).trim();
    let title = body.lines().next().unwrap_or(code);
    let mut rule = json!({"id": code, "shortDescription": {"text": title}});
    if let (Some(fields), false) = (rule.as_object_mut(), body.is_empty()) {
        fields.insert("help".to_owned(), json!({"text": body, "markdown": body}));
    }
    rule
}

fn result(finding: &Finding, codes: &[&str]) -> Json {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": codes.binary_search(&finding.code).unwrap_or_default(),
        "level": level,
        "message": {"text": message(finding)},
        "locations": [location(&finding.place, None)],
    });
    if let (Some(fields), false) = (result.as_object_mut(), finding.witnesses.is_empty()) {
        let witnesses = finding.witnesses.iter().enumerate();
        let related: Vec<Json> =
            witnesses.map(|(index, place)| location(place, Some(index + 1))).collect();
        fields.insert("relatedLocations".to_owned(), Json::Array(related));
    }
    result
}

/// What is wrong and what to type, as one text.
fn message(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    }
}

fn location(place: &Place, id: Option<usize>) -> Json {
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), artifact(&place.file));
    if let Some((start, end)) = &place.region {
        let region = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
        physical.insert("region".to_owned(), region);
    }
    let mut location = Map::new();
    if let Some(id) = id {
        location.insert("id".to_owned(), json!(id));
    }
    location.insert("physicalLocation".to_owned(), Json::Object(physical));
    if !place.text.is_empty() {
        location.insert("message".to_owned(), json!({"text": place.text}));
    }
    Json::Object(location)
}

/// A file as a reference below the root, or in full where its path is.
fn artifact(file: &str) -> Json {
    let path = if cfg!(windows) { file.replace('\\', "/") } else { file.to_owned() };
    let drive = cfg!(windows) && path.as_bytes().get(1) == Some(&b':');
    match (path.starts_with('/'), drive) {
        (true, _) => json!({"uri": format!("file://{}", escaped(&path))}),
        (false, true) => json!({"uri": format!("file:///{}", escaped(&path))}),
        (false, false) => {
            let plain = path.strip_prefix("./").unwrap_or(&path);
            json!({"uri": escaped(plain), "uriBaseId": ROOT})
        }
    }
}

/// The path of a URI (RFC 3986, §3.3): what is not unreserved is written in hexadecimal.
fn escaped(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        let relative = artifact("./sites/zürich 1:2#.rbd");
        assert_eq!(relative["uri"], "sites/z%C3%BCrich%201%3A2%23.rbd");
        assert_eq!(relative["uriBaseId"], ROOT);
        let absolute = artifact("/srv/a b.rbd");
        assert_eq!(absolute, json!({"uri": "file:///srv/a%20b.rbd"}));
    }

    #[test]
    fn a_rule_explains_itself_without_its_heading() {
        let known = rule("k-exceeds-n");
        assert_eq!(known["shortDescription"]["text"], "More elements must work than there are.");
        let help = known["help"]["markdown"].as_str().unwrap_or_default();
        assert!(help.contains("Write instead") && !help.starts_with('#'), "{help}");
        for (code, _) in crate::findings::codes() {
            assert_ne!(rule(code)["shortDescription"]["text"], *code);
        }
    }
}
