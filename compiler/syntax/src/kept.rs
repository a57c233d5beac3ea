//! The items of a file as it was parsed before, for those that are written as they were.

use crate::shift::Shift;
use crate::tree::{Item, ItemKind, SyntaxTree};
use kofn_diagnostics::{FileId, Span};
use std::collections::HashMap;

/// A file as it was parsed before.
pub struct Parsed {
    /// Its text.
    pub text: String,
    /// Its tree.
    pub tree: SyntaxTree,
    /// Where something was found; the items there are parsed again, so that it is found again.
    pub wrong: Vec<Span>,
}

/// Items without findings by their words, with the byte at which each began.
#[derive(Default)]
pub(crate) struct Kept<'t> {
    items: HashMap<&'t str, Vec<(u32, ItemKind)>>,
}

impl<'t> Kept<'t> {
    /// The items of a tree of `text` that are not wrong.
    pub fn new(text: &'t str, tree: SyntaxTree, wrong: &[Span]) -> Self {
        let here = wrong.iter().filter(|span| span.file == tree.file);
        let mut wrong: Vec<u32> = here.map(|span| span.start).collect();
        wrong.sort_unstable();
        let mut kept = Kept::default();
        kept.keep(text, tree.items, &wrong);
        kept
    }

    fn keep(&mut self, text: &'t str, items: Vec<Item>, wrong: &[u32]) {
        for Item { span, kind, .. } in items {
            if let ItemKind::System { items, .. } = kind {
                self.keep(text, items, wrong);
                continue;
            }
            let next = wrong.partition_point(|start| *start < span.start);
            let sound = wrong.get(next).is_none_or(|start| *start > span.end);
            if sound
                && !matches!(kind, ItemKind::Broken { .. })
                && let Some(words) = text.get(span.start as usize..span.end as usize)
            {
                self.items.entry(words).or_default().push((span.start, kind));
            }
        }
    }

    /// An item with these words, moved to where it begins now.
    pub fn take(&mut self, words: &str, file: FileId, start: u32) -> Option<ItemKind> {
        let (from, mut kind) = self.items.get_mut(words)?.pop()?;
        Shift::new(file, from, start).item(&mut kind);
        Some(kind)
    }
}
