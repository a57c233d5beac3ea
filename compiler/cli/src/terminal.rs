//! What the terminal can show.

use crate::arguments::Color;
use kofn::diagnostics::{Colors, Diagnostic, Sources, render_all};
use kofn::emit::testing::Mark;
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

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

/// Something could not be written to standard output, which has been said.
static UNWRITTEN: AtomicBool = AtomicBool::new(false);

/// Whoever read standard output went away.
static READER_GONE: AtomicBool = AtomicBool::new(false);

/// Writes a result. A reader that went away is no error; another failure is told once, and
/// [`unwritten`] from then on.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        not_printed(&error);
    }
}

/// Takes note of a failure to write to standard output.
pub(crate) fn not_printed(error: &std::io::Error) {
    if error.kind() == ErrorKind::BrokenPipe {
        READER_GONE.store(true, Ordering::Relaxed);
    } else if !UNWRITTEN.swap(true, Ordering::Relaxed) {
        // Where that cannot be said either, the exit status says it.
        let _ = writeln!(std::io::stderr(), "kofn: standard output cannot be written: {error}");
    }
}

/// Whether something could not be written that somebody waits for.
pub(crate) fn unwritten() -> bool {
    UNWRITTEN.load(Ordering::Relaxed)
}

/// Whether whoever read standard output went away.
pub(crate) fn reader_is_gone() -> bool {
    READER_GONE.load(Ordering::Relaxed)
}

/// Dresses a piece of text for the terminal.
pub(crate) type Paint = fn(Mark, &str) -> String;

/// What dresses text where a stream has colours.
pub(crate) fn painter(colors: Colors) -> Paint {
    match colors {
        Colors::Never => |_, text| text.to_owned(),
        Colors::Always => |mark, text| {
            let code = match mark {
                Mark::Title => "1",
                Mark::Bad => "1;31",
                Mark::Added => "32",
                Mark::Removed => "31",
                Mark::Hunk => "36",
            };
            format!("\x1b[{code}m{text}\x1b[0m")
        },
    }
}
