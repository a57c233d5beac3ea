//! `kofn check`: only the diagnostics.

use crate::Status;
use crate::arguments::{Check, FindingsFormat};
use crate::commands::{open, print_json};
use crate::terminal::{colors, print, show};
use kofn::emit::findings::{distinct, of_diagnostics};
use kofn::emit::{github, json, junit, sarif, testing};

pub(crate) fn check(arguments: &Check) -> Status {
    let common = &arguments.common;
    let mut status = Status::Well;
    let mut documents = Vec::new();
    let mut findings = Vec::new();
    let mut suites = Vec::new();
    for file in &arguments.files {
        let Some(mut compilation) = open(file, common) else {
            status = Status::Wrong;
            continue;
        };
        compilation.check();
        if compilation.has_errors() {
            status = Status::Wrong;
        }
        let (found, sources) = (compilation.diagnostics(), compilation.sources());
        match arguments.format {
            FindingsFormat::Text => show(found, sources, colors(common.color), common.quiet),
            FindingsFormat::Json => documents.push(serde_json::json!({
                "file": file,
                "diagnostics": json::diagnostics(found, sources),
            })),
            FindingsFormat::Sarif | FindingsFormat::Github => {
                findings.extend(of_diagnostics(file, found, sources));
            }
            FindingsFormat::Junit => {
                suites.push(testing::checked(file, &of_diagnostics(file, found, sources)));
            }
        }
    }
    let findings = distinct(findings);
    match arguments.format {
        FindingsFormat::Text => {}
        FindingsFormat::Json => print_json(documents, arguments.files.len() > 1),
        FindingsFormat::Sarif => print(&format!("{:#}\n", sarif::log(&findings))),
        FindingsFormat::Github => print(&github::annotations(&findings)),
        FindingsFormat::Junit => print(&junit::document(&suites)),
    }
    status
}
