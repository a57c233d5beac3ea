//! `kofn check`: only the diagnostics.

use crate::Status;
use crate::arguments::{Check, FindingsFormat};
use crate::commands::{open, print_json, settings};
use crate::models;
use crate::terminal::{colors, print, show};
use kofn::emit::findings::{distinct, of_diagnostics};
use kofn::emit::{github, json, junit, sarif, testing};
use std::path::Path;

pub(crate) fn check(arguments: &Check) -> Status {
    let common = &arguments.common;
    let named = models::named(&arguments.files);
    for trouble in &named.troubles {
        eprintln!("kofn: {trouble}");
    }
    let mut status = if named.troubles.is_empty() { Status::Well } else { Status::Wrong };
    let settings = settings(common);
    let mut documents = Vec::new();
    let mut findings = Vec::new();
    let mut suites = Vec::new();
    for file in &named.models {
        let Some(mut compilation) = open(file, common) else {
            status = Status::Wrong;
            continue;
        };
        compilation.check_within(&settings);
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
    if settings.limits.interrupt.is_raised() {
        status = status.max(Status::Limit);
    }
    let findings = distinct(findings);
    // How many files there are below a folder changes nothing in the form of what is said.
    let folder = arguments.files.iter().any(|file| file != "-" && Path::new(file).is_dir());
    let several = arguments.files.len() > 1 || folder;
    match arguments.format {
        FindingsFormat::Text => {}
        FindingsFormat::Json => print_json(documents, several),
        FindingsFormat::Sarif => print(&format!("{:#}\n", sarif::log(&findings))),
        FindingsFormat::Github => print(&github::annotations(&findings)),
        FindingsFormat::Junit => print(&junit::document(&suites)),
    }
    status
}
