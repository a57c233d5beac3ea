//! What could be written in a `use`.

use super::context::{expected, new_line};
use super::{CompletionKind, Found};
use kofn_grammar::Rule;
use kofn_model::Named;
use kofn_syntax::tree::{ItemKind, UseTarget};

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
        // An item that does not parse uses nothing yet; a library is known all the same.
        let Some(text) = kofn::library_text(target) else { return };
        let (tree, _) = kofn_syntax::parse(self.place.file, text);
        for item in &tree.items {
            if let ItemKind::System { name, .. } | ItemKind::Variant { name, .. } = &item.kind
                && !name.text.starts_with('_')
            {
                self.push(&name.text, CompletionKind::System, "system", item.doc.clone());
            }
        }
    }
}

fn first_doc(text: &str) -> Option<String> {
    let line = text.lines().next()?.strip_prefix("///")?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
