//! What could be written in a `use`.

use super::context::{expected, new_line};
use super::{CompletionKind, Found};
use crate::words::{Kind, tokens};
use kofn::Reading;
use kofn_diagnostics::{FileId, Span};
use kofn_grammar::Rule;
use kofn_model::Named;
use kofn_syntax::tree::{ItemKind, Name, UseTarget};

impl Found<'_> {
    /// Libraries, prefixes of paths, and the names of what is used.
    pub(super) fn uses(&mut self, unit: usize, item: usize) {
        let place = self.place;
        let text = place.text;
        let written = text[item..place.start].trim_start_matches("use").trim_start();
        if let Some((target, _)) = written.split_once('(') {
            let target = target.split(" as ").next().unwrap_or("").trim();
            return self.used_names(unit, item, target);
        }
        if let Some(folder) = written.strip_suffix('/') {
            for name in kofn::library_names() {
                if let Some(name) = name.strip_prefix(folder).and_then(|n| n.strip_prefix('/')) {
                    let doc = kofn::library_text(&format!("{folder}/{name}")).and_then(first_doc);
                    self.push(name, CompletionKind::Library, "library", doc);
                }
            }
        } else if written.is_empty() {
            for name in kofn::library_names() {
                let doc = kofn::library_text(&name).and_then(first_doc);
                self.push(&name, CompletionKind::Library, "library", doc);
            }
        } else {
            let expected = expected(&text[item..place.start]);
            for word in expected.iter().flat_map(|rule| kofn_grammar::words_of(*rule)) {
                self.keyword(word);
            }
            if expected.contains(&Rule::EOI) {
                let last = place.tokens[..place.before].iter().rfind(|token| token.speaks());
                if new_line(text, last, place.start) {
                    self.item_words(false);
                }
            }
        }
    }

    fn used_names(&mut self, unit: usize, item: usize, target: &str) {
        let reading = self.place.reading;
        let Some(unit) = reading.units.get(unit) else { return };
        let uses = unit.tree.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Use(used) => Some((item.span, used)),
            _ => None,
        });
        let known = uses.zip(&unit.uses).find_map(|((span, used), number)| {
            let same = match &used.target {
                UseTarget::Library(segments) => segments.join("/") == target,
                UseTarget::File(path) => format!("\"{path}\"") == target,
            };
            (same || span.start as usize == item).then_some(*number).flatten()
        });
        if let Some(number) = known.and_then(|number| u32::try_from(number).ok()) {
            return self.members(&Named::File(number), false);
        }
        // An item that does not parse uses nothing yet; what it would use is known all the same.
        let file = target.strip_prefix('"').and_then(|target| target.strip_suffix('"'));
        let read = file.and_then(|file| {
            let from = reading.paths.first()?;
            let world = self.place.world;
            String::from_utf8(world.read(&world.resolve(from, file)).ok()?).ok()
        });
        let Some(text) = read.as_deref().or_else(|| kofn::library_text(target)) else { return };
        let (tree, _) = kofn_syntax::parse(self.place.file, text);
        for item in &tree.items {
            let mut push = |name: &Name, kind, what| {
                if !name.text.starts_with('_') {
                    self.push(&name.text, kind, what, item.doc.clone());
                }
            };
            match &item.kind {
                ItemKind::System { name, .. } | ItemKind::Variant { name, .. } => {
                    push(name, CompletionKind::System, "system");
                }
                ItemKind::Param(param) => param
                    .declared
                    .iter()
                    .for_each(|one| push(&one.name, CompletionKind::Number, "parameter")),
                ItemKind::Let { name, .. } => push(name, CompletionKind::Number, "named number"),
                ItemKind::Module(module) => module
                    .declared
                    .iter()
                    .for_each(|one| push(&one.name, CompletionKind::Thing, "module")),
                ItemKind::Use(_)
                | ItemKind::Link(_)
                | ItemKind::Block { .. }
                | ItemKind::CommonCause { .. }
                | ItemKind::WorksWhen { .. }
                | ItemKind::Query(_)
                | ItemKind::Broken { .. } => {}
            }
        }
    }
}

/// A path in quotes behind `use`, as far as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedPath {
    /// The folder, up to its last `/`; empty for the folder of the file itself.
    pub folder: String,
    /// What a name in it takes the place of.
    pub replaces: Span,
}

/// The path that is being written at a byte of a file.
pub fn used_path(reading: &Reading, file: FileId, byte: usize) -> Option<UsedPath> {
    let text = reading.sources.get(file).text();
    let all = tokens(text);
    let at = all.partition_point(|token| token.range.start < byte).checked_sub(1)?;
    let path = all.get(at).filter(|token| token.kind == Kind::String)?;
    let closed = path.range.len() > 1 && path.of(text).ends_with('"');
    let end = path.range.end - usize::from(closed);
    if byte > end || !text.is_char_boundary(byte) {
        return None;
    }
    let before = all[..at].iter().rfind(|token| token.speaks())?;
    if before.kind != Kind::Word || before.of(text) != "use" {
        return None;
    }
    let written = &text[path.range.start + 1..byte];
    let folder = &written[..written.rfind('/').map_or(0, |at| at + 1)];
    let start = path.range.start + 1 + folder.len();
    // Of a path without its second quote nobody knows where it ends.
    let rest = if closed { &text[byte..end] } else { "" };
    let end = byte + rest.find('/').unwrap_or(rest.len());
    Some(UsedPath { folder: folder.to_owned(), replaces: Span::new(file, start, end) })
}

fn first_doc(text: &str) -> Option<String> {
    let line = text.lines().next()?.strip_prefix("///")?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
