//! Certificates: written with an answer, and checked.

use crate::Status;
use crate::arguments::{Common, Verify};
use crate::disk::Disk;
use crate::terminal::{colors, print, show};
use kofn::{Certification, Compilation, Settings, World};
use kofn_verify::Verdict;

/// Writes the certificate of an answer. The checker reads it first: what it does not certify is
/// not written, and a file that was there before stays as it was.
pub(crate) fn write(
    compilation: &mut Compilation,
    query: &str,
    settings: &Settings,
    common: &Common,
    out: &str,
) -> Status {
    let text = match compilation.certificate(query, settings) {
        Ok(Certification::Certificate(text)) => text,
        Ok(Certification::NotCertified(why)) => {
            eprintln!("kofn: not certified: {why}");
            return Status::Differs;
        }
        Err(findings) => {
            show(&findings, compilation.sources(), colors(common.color), common.quiet);
            return Status::Wrong;
        }
    };
    match kofn_verify::verify(&text) {
        Verdict::Certified { .. } => {}
        // The checker's patience is a limit like others.
        Verdict::NotCertified { reason } if reason.contains("certificate-too-large") => {
            eprintln!("kofn: not certified: {reason}");
            return Status::Differs;
        }
        Verdict::NotCertified { reason } => {
            eprintln!("kofn: this is a mistake in kofn: its certificate proves nothing: {reason}");
            return Status::Wrong;
        }
        Verdict::Refused { path, reason } => {
            eprintln!(
                "kofn: this is a mistake in kofn: its certificate is refused: {path}: {reason}"
            );
            return Status::Wrong;
        }
    }
    if out == "-" {
        print(&text);
        return Status::Well;
    }
    match std::fs::write(out, text) {
        Ok(()) => Status::Well,
        Err(error) => {
            eprintln!("kofn: cannot write {out}: {error}");
            Status::Wrong
        }
    }
}

/// Checks certificates, each of which is certified or not by itself.
pub(crate) fn verify(arguments: &Verify) -> Status {
    let disk = Disk::default();
    let mut status = Status::Well;
    for file in &arguments.files {
        let title = if arguments.files.len() > 1 { format!("{file}: ") } else { String::new() };
        let bytes = match disk.read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("kofn: cannot read {file}: {}", error.0);
                status = status.max(Status::Wrong);
                continue;
            }
        };
        let Ok(text) = String::from_utf8(bytes) else {
            eprintln!("kofn: cannot read {file}: it is not text in UTF-8");
            status = status.max(Status::Wrong);
            continue;
        };
        let words = match kofn_verify::verify(&text) {
            Verdict::Certified { claim } => format!("certified: {claim}"),
            Verdict::NotCertified { reason } => {
                status = status.max(Status::Differs);
                format!("not certified: {reason}")
            }
            Verdict::Refused { path, reason } => {
                status = status.max(Status::Differs);
                format!("refused: {path}: {reason}")
            }
        };
        print(&format!("{title}{words}\n"));
    }
    status
}
