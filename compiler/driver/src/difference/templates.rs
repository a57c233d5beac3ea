//! Templates: systems that are nothing by themselves, and are looked at through their instances.

use super::seen::Seen;
use crate::words::{on_one_line, without_comments};
use kofn_diagnostics::{FileId, Sources};
use kofn_emit::changes::Structure;
use kofn_syntax::tree::{Declared, Item, ItemKind, Name};
use std::collections::BTreeSet;

/// Whether two systems of which one at least is a template are the same.
pub(crate) fn templates(old: &Seen<'_>, new: &Seen<'_>) -> Structure {
    if !old.is_template() || !new.is_template() {
        return Structure::Other(Vec::new());
    }
    let unknown = |what| {
        let why = format!("a template is compared through its instances only, and {what}");
        Structure::Unknown(why)
    };
    match () {
        () if old.words() != new.words() => unknown("its words are other"),
        () if mentioned(old) != mentioned(new) => {
            unknown("the words of something that it mentions are other")
        }
        () => Structure::Same,
    }
}

/// The words of all items that a system may depend on. By their names alone, so perhaps too many.
fn mentioned(system: &Seen<'_>) -> BTreeSet<String> {
    let sources = system.sources();
    let items: Vec<Worded> = sources
        .texts()
        .zip(0..)
        .flat_map(|(text, file)| {
            let (tree, _) = kofn_syntax::parse(FileId(file), text);
            tree.items.iter().filter_map(|item| Worded::new(item, sources)).collect::<Vec<_>>()
        })
        .collect();
    let own = system.words();
    let mut known = identifiers(&own);
    let mut reached = BTreeSet::from([own]);
    loop {
        let next = items
            .iter()
            .filter(|item| !reached.contains(&item.words) && !item.names.is_disjoint(&known));
        let next: Vec<&Worded> = next.collect();
        if next.is_empty() {
            return reached;
        }
        for item in next {
            known.extend(identifiers(&item.words));
            reached.insert(item.words.clone());
        }
    }
}

/// An item of a file.
struct Worded {
    words: String,
    /// By which of its names others depend on it.
    names: BTreeSet<String>,
}

impl Worded {
    fn new(item: &Item, sources: &Sources) -> Option<Worded> {
        let words = on_one_line(&without_comments(sources.slice(item.span)));
        let one = |name: &Name| BTreeSet::from([name.text.clone()]);
        let several = |declared: &[Declared]| {
            declared.iter().map(|declared| declared.name.text.clone()).collect()
        };
        let names = match &item.kind {
            ItemKind::Let { name, .. }
            | ItemKind::Block { name, .. }
            | ItemKind::CommonCause { name }
            | ItemKind::System { name, .. }
            | ItemKind::Variant { name, .. } => one(name),
            ItemKind::Param(param) => several(&param.declared),
            ItemKind::Module(module) => several(&module.declared),
            // They have no name, and matter to what they mention.
            ItemKind::Use(_) | ItemKind::Link(_) => identifiers(&words),
            ItemKind::WorksWhen { .. } | ItemKind::Query(_) | ItemKind::Broken { .. } => {
                return None;
            }
        };
        Some(Worded { words, names })
    }
}

fn identifiers(words: &str) -> BTreeSet<String> {
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '\'');
    words
        .split(|letter| !inside(letter))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
