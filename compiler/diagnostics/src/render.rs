//! Diagnostics as a terminal shows them.

use crate::{Diagnostic, FileId, Severity, Sources};
use ariadne::{Color, Config, IndexType, Label, Report, ReportKind};
use std::fmt::{self, Write};

/// Whether escape codes for colours are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// With colours.
    Always,
    /// Plain text.
    Never,
}

/// Long lines are shown around the culprit; beyond this many characters ariadne's excerpt of the
/// whole line would drown the message.
const LONGEST_EXCERPT: usize = 400;

/// The diagnostic with an excerpt of the source, ending in a line break.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colors: Colors) -> String {
    render_all(std::slice::from_ref(diagnostic), sources, colors).concat()
}

/// Each of the diagnostics as [`render`] shows it; a file is prepared for excerpts only once.
pub fn render_all(diagnostics: &[Diagnostic], sources: &Sources, colors: Colors) -> Vec<String> {
    let mut cache = Cache::new(sources);
    diagnostics.iter().map(|one| render_one(one, sources, colors, &mut cache)).collect()
}

fn render_one(
    diagnostic: &Diagnostic,
    sources: &Sources,
    colors: Colors,
    cache: &mut Cache<'_>,
) -> String {
    if diagnostic.labels.is_empty() || has_long_line(diagnostic, sources) {
        return without_excerpt(diagnostic, sources);
    }
    let first = &diagnostic.labels[0];
    let (kind, color) = match diagnostic.severity {
        Severity::Error => (ReportKind::Error, Color::Red),
        Severity::Warning => (ReportKind::Warning, Color::Yellow),
    };
    // ariadne counts characters unless told that our spans are bytes.
    let config =
        Config::default().with_index_type(IndexType::Byte).with_color(colors == Colors::Always);
    let mut report = Report::build(kind, place(first.span.file, first, sources))
        .with_config(config)
        .with_code(diagnostic.code)
        .with_message(&diagnostic.message);
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let shown = Label::new(place(label.span.file, label, sources))
            .with_color(if index == 0 { color } else { Color::Blue })
            .with_order(i32::try_from(index).unwrap_or(i32::MAX));
        report.add_label(if label.text.is_empty() {
            shown
        } else {
            shown.with_message(&label.text)
        });
    }
    if let Some(help) = &diagnostic.help {
        report.set_help(help);
    }
    let mut bytes = Vec::new();
    if report.finish().write(&mut *cache, &mut bytes).is_err() {
        return without_excerpt(diagnostic, sources);
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut trimmed = String::with_capacity(text.len());
    for line in text.lines() {
        trimmed.push_str(line.trim_end());
        trimmed.push('\n');
    }
    trimmed
}

type Place = (FileId, std::ops::Range<usize>);

/// A span inside its text and on character boundaries: ariadne panics on any other.
fn place(file: FileId, label: &crate::Label, sources: &Sources) -> Place {
    let text = sources.get(file).text();
    let start = text.floor_char_boundary((label.span.start as usize).min(text.len()));
    let end = text.ceil_char_boundary((label.span.end as usize).clamp(start, text.len()));
    (file, start..end)
}

fn has_long_line(diagnostic: &Diagnostic, sources: &Sources) -> bool {
    diagnostic.labels.iter().any(|label| {
        let text = sources.get(label.span.file).text().as_bytes();
        let start = (label.span.start as usize).min(text.len());
        let end = (label.span.end as usize).clamp(start, text.len());
        let before = text[..start].iter().rev().take(LONGEST_EXCERPT).position(|b| *b == b'\n');
        let after = text[end..].iter().take(LONGEST_EXCERPT).position(|b| *b == b'\n');
        let open_start = before.is_none() && start >= LONGEST_EXCERPT;
        let open_end = after.is_none() && text.len() - end >= LONGEST_EXCERPT;
        open_start || open_end || end - start > 20 * LONGEST_EXCERPT
    })
}

fn without_excerpt(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text =
        format!("[{}] {}: {}\n", diagnostic.code, diagnostic.severity, diagnostic.message);
    for label in &diagnostic.labels {
        let source = sources.get(label.span.file);
        let position = source.position(label.span.start as usize);
        let separator = if label.text.is_empty() { "" } else { ": " };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "    {}:{}:{}{separator}{}",
            source.name(),
            position.line,
            position.column,
            label.text
        );
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(text, "    Help: {help}");
    }
    text
}

/// Only the files that a diagnostic names are prepared for excerpts.
struct Cache<'a> {
    sources: &'a Sources,
    prepared: std::collections::BTreeMap<FileId, ariadne::Source<&'a str>>,
}

impl<'a> Cache<'a> {
    fn new(sources: &'a Sources) -> Self {
        Cache { sources, prepared: std::collections::BTreeMap::new() }
    }
}

impl<'a> ariadne::Cache<FileId> for &mut Cache<'a> {
    type Storage = &'a str;

    fn fetch(&mut self, id: &FileId) -> Result<&ariadne::Source<&'a str>, impl fmt::Debug> {
        let sources = self.sources;
        let source = self
            .prepared
            .entry(*id)
            .or_insert_with(|| ariadne::Source::from(sources.get(*id).text()));
        Ok::<_, String>(source)
    }

    fn display<'b>(&self, id: &'b FileId) -> Option<impl fmt::Display + 'b> {
        Some(self.sources.get(*id).name().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, Source, Span};

    #[test]
    fn spans_inside_characters_and_past_the_end_are_mended() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("é.rbd".into(), "module é = 仮".into()));
        for (start, end) in [(8, 8), (7, 9), (13, 400), (400, 401)] {
            let finding = Diagnostic::error(Code("unknown-name"), "what")
                .at(Span::new(file, start, end), "here");
            assert!(render(&finding, &sources, Colors::Never).contains("unknown-name"));
        }
    }

    #[test]
    fn an_excerpt_points_at_the_words() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("node.rbd".into(), "module é = hardwra\n".into()));
        let finding = Diagnostic::error(Code("unknown-name"), "`hardwra` is not declared")
            .at(Span::new(file, 12, 19), "not declared")
            .help("did you mean `hardware`?");
        insta::assert_snapshot!(render(&finding, &sources, Colors::Never));
    }
}
