//! Things gained, lost, and more or less likely to work than before.

use super::seen::{NamedThings, Seen, are_equal};
use crate::naming::{Names, symbols_of};
use kofn_algebra::{Expr, Symbol};
use kofn_emit::changes::{RangeChange, ThingChange, Things};
use kofn_emit::formula::{self, Style};
use kofn_structure::{Leaf, LeafId};
use std::collections::{BTreeMap, BTreeSet};

/// The things of two systems.
pub(crate) struct Matched {
    pub things: Things,
    /// Whether formulas show some thing that is in both in other symbols.
    pub shown_otherwise: bool,
}

/// Compares the things of two systems by name.
pub(crate) fn matched(
    (old_system, old): (&Seen<'_>, &NamedThings),
    (new_system, new): (&Seen<'_>, &NamedThings),
    renamed: &Names,
) -> Matched {
    let by_name = |all: &NamedThings| -> BTreeMap<String, LeafId> {
        all.mentioned().into_iter().map(|id| (all.names[&id].clone(), id)).collect()
    };
    let (old_ids, new_ids) = (by_name(old), by_name(new));
    let old_names = printed(old_system, old);
    let new_names = printed(new_system, new);
    let mut things = Things::default();
    let mut shown_otherwise = false;
    for id in new.mentioned() {
        let leaf = new.built.graph.leaf(id);
        let name = &new.names[&id];
        let now = words(leaf, &new_names);
        let Some(before) = old_ids.get(name).map(|id| old.built.graph.leaf(*id)) else {
            gather(&mut things.added, name, None, Some(now));
            continue;
        };
        let same = |old: &Expr, new: &Expr| are_equal(&renamed.apply(old), new) == Some(true);
        shown_otherwise |= !same(&before.shown, &leaf.shown);
        if !same(&before.value, &leaf.value) {
            gather(&mut things.changed, name, Some(words(before, &old_names)), Some(now));
        }
    }
    for id in old.mentioned() {
        let name = &old.names[&id];
        if !new_ids.contains_key(name) {
            let was = words(old.built.graph.leaf(id), &old_names);
            gather(&mut things.removed, name, Some(was), None);
        }
    }
    Matched { things, shown_otherwise }
}

/// The names of all symbols in the chances of a system's things.
fn printed(system: &Seen<'_>, things: &NamedThings) -> Names {
    let values = things.mentioned().into_iter().map(|id| &things.built.graph.leaf(id).value);
    let symbols: BTreeSet<Symbol> = values.flat_map(symbols_of).collect();
    Names::new(&symbols, &system.reducing.model.symbols)
}

fn words(leaf: &Leaf, names: &Names) -> String {
    formula::text(&names.apply(&leaf.value), &Style::default()).to_string()
}

/// Alike things of one array stand together.
fn gather(all: &mut Vec<ThingChange>, name: &str, old: Option<String>, new: Option<String>) {
    let family = |name: &str| name.rsplit_once('[').map(|(family, _)| family.to_owned());
    let alike = all.iter_mut().find(|one| {
        let first = one.names.first().and_then(|first| family(first));
        first.is_some() && first == family(name) && one.old == old && one.new == new
    });
    match alike {
        Some(alike) => alike.names.push(name.to_owned()),
        None => all.push(ThingChange { names: vec![name.to_owned()], old, new }),
    }
}

/// Open parameters of both systems that range over something else than before.
pub(crate) fn ranges(
    old: &Seen<'_>,
    new: &Seen<'_>,
    renamed: &Names,
    settings: &crate::settings::Settings,
) -> Vec<RangeChange> {
    let range = |seen: &Seen<'_>, symbol: &Symbol| {
        let id = seen.reducing.parameter_of(symbol)?;
        seen.reducing.range(id, &crate::setting::Setting::default(), settings).ok()
    };
    let now = new.open();
    let names = Names::new(&now, &new.reducing.model.symbols);
    let mut seen = BTreeSet::new();
    old.open()
        .iter()
        .filter_map(|symbol| {
            let there = now.get(&renamed.of(symbol))?;
            let (old, new) = (range(old, symbol)?, range(new, there)?);
            let family = new_family(there, &names);
            (old != new && seen.insert(family.clone())).then(|| RangeChange {
                name: family,
                old: range_words(&old),
                new: range_words(&new),
            })
        })
        .collect()
}

/// An indexed parameter has one range for all of its elements.
fn new_family(symbol: &Symbol, names: &Names) -> String {
    let name = names.of(symbol).name().to_owned();
    name.split('[').next().map(str::to_owned).unwrap_or(name)
}

fn range_words(range: &kofn_decide::Range) -> String {
    use kofn_decide::Range;
    match range {
        Range::Real { lo: None, hi: None } => "all numbers".to_owned(),
        Range::Real { lo, hi } => format!(
            "{}..{}",
            lo.as_ref().map_or_else(|| "−∞".to_owned(), ToString::to_string),
            hi.as_ref().map_or_else(|| "∞".to_owned(), ToString::to_string)
        ),
        Range::Count { lo, hi } => {
            format!("{lo}..{}", hi.as_ref().map_or_else(|| "∞".to_owned(), ToString::to_string))
        }
        Range::Values(values) => {
            const MOST: usize = 12;
            let mut words: Vec<String> =
                values.iter().take(MOST).map(ToString::to_string).collect();
            if values.len() > MOST {
                words.push(format!("… {} values", values.len()));
            }
            format!("({})", words.join(", "))
        }
    }
}
