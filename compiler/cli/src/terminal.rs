//! What the terminal can show.

use crate::arguments::Color;
use kofn::diagnostics::{Colors, Diagnostic, Sources, render_all};
use std::io::{IsTerminal, Write};

/// Whether findings are shown in colour, on standard error.
pub(crate) fn colors(chosen: Color) -> Colors {
    colors_on(chosen, std::io::stderr().is_terminal())
}

/// Whether a stream has colours, which by itself it has on a terminal.
pub(crate) fn colors_on(chosen: Color, is_terminal: bool) -> Colors {
    let wanted = match chosen {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            !refused && is_terminal
        }
    };
    if wanted { Colors::Always } else { Colors::Never }
}

/// More findings of one file than this are counted, not shown.
const MOST_SHOWN: usize = 200;

/// Shows findings on standard error; with `quiet`, errors alone.
pub(crate) fn show(findings: &[Diagnostic], sources: &Sources, colors: Colors, quiet: bool) {
    let _ = std::io::stderr().lock().write_all(shown(findings, sources, colors, quiet).as_bytes());
}

/// Findings as they are shown; with `quiet`, errors alone.
pub(crate) fn shown(
    findings: &[Diagnostic],
    sources: &Sources,
    colors: Colors,
    quiet: bool,
) -> String {
    let mut shown: Vec<Diagnostic> =
        findings.iter().filter(|finding| finding.is_error() || !quiet).cloned().collect();
    let more = shown.len().saturating_sub(MOST_SHOWN);
    shown.truncate(MOST_SHOWN);
    let mut text = render_all(&shown, sources, colors).concat();
    if more > 0 {
        text.push_str(&format!("and {more} more\n"));
    }
    text
}

/// Writes a result; a reader that went away is no error.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
