//! What the terminal can show.

use crate::arguments::Color;
use kofn::diagnostics::{Colors, Diagnostic, Sources, render_all};
use std::io::{IsTerminal, Write};

/// Whether findings are shown in colour.
pub(crate) fn colors(chosen: Color) -> Colors {
    colors_on(std::io::stderr().is_terminal(), chosen)
}

/// Whether results are shown in colour.
pub(crate) fn colors_of_output(chosen: Color) -> Colors {
    colors_on(std::io::stdout().is_terminal(), chosen)
}

fn colors_on(terminal: bool, chosen: Color) -> Colors {
    let wanted = match chosen {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            !refused && terminal
        }
    };
    if wanted { Colors::Always } else { Colors::Never }
}

/// More findings of one file than this are counted, not shown.
const MOST_SHOWN: usize = 200;

/// Shows findings on standard error; with `quiet`, errors alone.
pub(crate) fn show(findings: &[Diagnostic], sources: &Sources, colors: Colors, quiet: bool) {
    let mut shown: Vec<Diagnostic> =
        findings.iter().filter(|finding| finding.is_error() || !quiet).cloned().collect();
    let more = shown.len().saturating_sub(MOST_SHOWN);
    shown.truncate(MOST_SHOWN);
    let mut out = std::io::stderr().lock();
    for text in render_all(&shown, sources, colors) {
        let _ = write!(out, "{text}");
    }
    if more > 0 {
        let _ = writeln!(out, "and {more} more");
    }
}

/// Writes a result; a reader that went away is no error.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
