//! What a file declares, as an outline.

use crate::items::items_of;
use kofn::Reading;
use kofn_diagnostics::{FileId, Span};
use kofn_syntax::tree::{Declared, Item, ItemKind, Name, QueryKind};

/// What an entry of the outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// A system, or a design variant.
    System,
    /// A thing, an array of them, or an instance.
    Module,
    /// A parameter.
    Param,
    /// A `let`.
    Number,
    /// A part of a structure.
    Block,
    /// A common cause group.
    CommonCause,
    /// A query.
    Query,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name; for a query without one, its words.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The whole item.
    pub span: Span,
    /// The name alone.
    pub selection: Span,
    /// What a system declares.
    pub children: Vec<Symbol>,
}

/// The outline of a file.
pub fn symbols(reading: &Reading, file: FileId) -> Vec<Symbol> {
    of_items(reading, items_of(reading, file))
}

fn of_items(reading: &Reading, items: &[Item]) -> Vec<Symbol> {
    items.iter().flat_map(|item| of_item(reading, item)).collect()
}

fn of_item(reading: &Reading, item: &Item) -> Vec<Symbol> {
    let one = |name: &Name, kind| Symbol {
        name: name.text.clone(),
        kind,
        span: item.span,
        selection: name.span,
        children: Vec::new(),
    };
    let all = |declared: &[Declared], kind| {
        declared.iter().map(|declared| one(&declared.name, kind)).collect::<Vec<_>>()
    };
    match &item.kind {
        ItemKind::Param(param) => all(&param.declared, SymbolKind::Param),
        ItemKind::Module(module) => all(&module.declared, SymbolKind::Module),
        ItemKind::Let { name, .. } => vec![one(name, SymbolKind::Number)],
        ItemKind::Block { name, .. } => vec![one(name, SymbolKind::Block)],
        ItemKind::CommonCause { name } => vec![one(name, SymbolKind::CommonCause)],
        ItemKind::Variant { name, .. } => vec![one(name, SymbolKind::System)],
        ItemKind::System { name, items } => {
            let children = of_items(reading, items);
            vec![Symbol { children, ..one(name, SymbolKind::System) }]
        }
        ItemKind::Query(query) => {
            let word = match query.kind {
                QueryKind::Value(_) => "",
                QueryKind::Assert(_) => "assert ",
                QueryKind::Solve { .. } => "solve ",
                QueryKind::Compare { .. } => "compare ",
                QueryKind::Table { .. } => "table ",
                QueryKind::Plot { .. } => "plot ",
            };
            let (name, selection) = match &query.name {
                Some(name) => (format!("{word}{}", name.text), name.span),
                None => (on_one_line(reading.sources.slice(item.span)), item.span.at_start()),
            };
            let kind = SymbolKind::Query;
            vec![Symbol { name, kind, span: item.span, selection, children: Vec::new() }]
        }
        ItemKind::Use(_) | ItemKind::Link(_) | ItemKind::WorksWhen { .. } => Vec::new(),
        ItemKind::Broken { .. } => Vec::new(),
    }
}

/// Words without their line breaks, cut where an outline would.
fn on_one_line(words: &str) -> String {
    /// Characters of a query in an outline.
    const MOST: usize = 80;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
