//! What can be folded away: systems, long items, rows of comments.

use crate::items::items_of;
use crate::words::{Kind, tokens};
use kofn::Reading;
use kofn_diagnostics::{FileId, Span};
use kofn_syntax::tree::{Item, ItemKind};

/// What a fold hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// Comments.
    Comment,
    /// A row of `use` items.
    Uses,
    /// Anything else.
    Region,
}

/// The folds of a file, each of more than one line, in the order of the text.
pub fn folds(reading: &Reading, file: FileId) -> Vec<(Span, FoldKind)> {
    let text = reading.sources.get(file).text();
    let mut all = Vec::new();
    comments(file, text, &mut all);
    items(items_of(reading, file), &mut all);
    all.retain(|(span, _)| reading.sources.slice(*span).contains('\n'));
    all.sort();
    all
}

fn items(all: &[Item], folds: &mut Vec<(Span, FoldKind)>) {
    let mut uses: Option<Span> = None;
    for item in all {
        match &item.kind {
            ItemKind::Use(_) => uses = Some(uses.map_or(item.span, |first| first.to(item.span))),
            _ => {
                folds.extend(uses.take().map(|span| (span, FoldKind::Uses)));
                folds.push((item.span, FoldKind::Region));
            }
        }
        if let ItemKind::System { items: inner, .. } = &item.kind {
            items(inner, folds);
        }
    }
    folds.extend(uses.map(|span| (span, FoldKind::Uses)));
}

/// Comments on lines that follow each other, and have nothing else on them.
fn comments(file: FileId, text: &str, folds: &mut Vec<(Span, FoldKind)>) {
    let mut row: Option<(usize, usize)> = None;
    let mut before = 0;
    for token in tokens(text) {
        let comment = matches!(token.kind, Kind::Comment | Kind::Doc);
        // Between tokens there is nothing but white space.
        let alone = before == 0 || text[before..token.range.start].contains('\n');
        before = token.range.end;
        if !comment || !alone {
            folds.extend(row.take().map(|(start, end)| fold(file, start, end)));
            continue;
        }
        let breaks = |end: usize| text[end..token.range.start].matches('\n').count();
        match row {
            Some((start, end)) if breaks(end) == 1 => row = Some((start, token.range.end)),
            _ => {
                folds.extend(row.map(|(start, end)| fold(file, start, end)));
                row = Some((token.range.start, token.range.end));
            }
        }
    }
    folds.extend(row.map(|(start, end)| fold(file, start, end)));
}

fn fold(file: FileId, start: usize, end: usize) -> (Span, FoldKind) {
    (Span::new(file, start, end), FoldKind::Comment)
}
