//! Under which key a value is kept: all that it depends on, as a number.
//!
//! A system's value depends on its own words, on the systems it names, on what stands at file level
//! beside systems and queries, and on the files that are used. A keystroke in one system leaves the
//! values of the others known.

use kofn::Reading;
use kofn::diagnostics::Span;
use kofn::model::Named;
use kofn::syntax::tree::{Item, ItemKind};
use kofn_ide::places::named_at;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The key of an expression of the whole model.
pub fn of_query(reading: &Reading, query: &str) -> u128 {
    let texts = reading.units.iter().map(|unit| reading.sources.get(unit.tree.file).text());
    key(texts.chain(reading.paths.iter().map(String::as_str)).chain([query]))
}

/// The key of a system written out; no expression has it.
pub fn of_sheet(reading: &Reading, system: &str) -> u128 {
    of_query(reading, &format!("system {system}"))
}

/// The place of a system's name, the name, and the key of the value.
pub type SystemKey = (Span, String, u128);

/// The systems of the main file.
pub fn of_systems(reading: &Reading) -> Vec<SystemKey> {
    let Some(unit) = reading.units.first() else { return Vec::new() };
    let main = unit.tree.file;
    let mut common: Vec<&str> = Vec::new();
    // What every system may name, and what that names.
    let mut shared: Vec<&Item> = Vec::new();
    let mut systems: Vec<(&Item, &kofn::syntax::tree::Name)> = Vec::new();
    for item in &unit.tree.items {
        match &item.kind {
            ItemKind::System { name, .. } | ItemKind::Variant { name, .. } => {
                systems.push((item, name));
            }
            ItemKind::Query(_) => {}
            _ => {
                common.push(reading.sources.slice(item.span));
                shared.push(item);
            }
        }
    }
    for (unit, path) in reading.units.iter().zip(&reading.paths).skip(1) {
        common.extend([path.as_str(), reading.sources.get(unit.tree.file).text()]);
    }
    let numbers: BTreeMap<u32, usize> =
        systems.iter().enumerate().map(|(at, (_, name))| (name.span.start, at)).collect();
    let mentions = reading.resolution.mentions();
    let model = &reading.resolution.model;
    let named_in = |item: &Item| -> Vec<usize> {
        let from = mentions
            .partition_point(|one| (one.span.file, one.span.start) < (main, item.span.start));
        mentions[from..]
            .iter()
            .take_while(|one| one.span.file == main && one.span.end <= item.span.end)
            .filter_map(|one| match one.named {
                Named::System(id) if model.system(id).span.file == main => {
                    numbers.get(&model.system(id).span.start).copied()
                }
                _ => None,
            })
            .collect()
    };
    let names: Vec<Vec<usize>> = systems.iter().map(|(item, _)| named_in(item)).collect();
    let words: Vec<String> = systems
        .iter()
        .map(|(item, _)| key([reading.sources.slice(item.span)].into_iter()).to_string())
        .collect();
    let reached = |mut open: Vec<usize>| {
        let mut reached = BTreeSet::new();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(&names[next]);
            }
        }
        reached.into_iter().map(|at| words[at].as_str())
    };
    let shared = reached(shared.into_iter().flat_map(named_in).collect());
    let common = key(common.into_iter().chain(shared)).to_string();
    systems
        .iter()
        .enumerate()
        .filter(|(_, (_, name))| {
            let named = named_at(reading, main, name.span.start as usize);
            named.is_some_and(|(_, named)| matches!(named.as_slice(), [Named::System(_)]))
        })
        .map(|(at, (_, name))| {
            let own = [common.as_str(), name.text.as_str()].into_iter();
            (name.span, name.text.clone(), key(own.chain(reached(vec![at]))))
        })
        .collect()
}

/// Two different hashes of some words.
fn key<'w>(words: impl Iterator<Item = &'w str>) -> u128 {
    let (mut one, mut other) = (DefaultHasher::new(), DefaultHasher::new());
    1u8.hash(&mut other);
    for word in words {
        word.hash(&mut one);
        word.hash(&mut other);
    }
    u128::from(one.finish()) << 64 | u128::from(other.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kofn::SingleFile;

    /// The names of the systems whose keys differ.
    fn changed(before: &str, after: &str) -> Vec<String> {
        let read = |text: &str| of_systems(&Reading::new(&SingleFile::new("a", text), "a"));
        let (before, after) = (read(before), read(after));
        assert_eq!(before.len(), after.len());
        let both = before.into_iter().zip(after);
        both.filter(|(a, b)| a.2 != b.2).map(|(a, _)| a.1).collect()
    }

    #[test]
    fn what_an_instance_at_file_level_is_of_reaches_every_system() {
        let text = "system none { module z = 0.3 works when z }\n\
                    system one { module y = none module a = 0.9 works when a and y }\n\
                    module m = one\n\
                    system two { works when m }\n";
        let all = ["none", "one", "two"];
        assert_eq!(changed(text, &text.replace("0.9", "0.5"))[1..], all[1..]);
        assert_eq!(changed(text, &text.replace("0.3", "0.5")), all);
    }

    #[test]
    fn a_keystroke_changes_the_keys_of_what_depends_on_it() {
        let text = "param p = 0.9\n\
                    system one { module a = p works when a }\n\
                    system two { module b = one works when b }\n\
                    system three { module c = 0.5 works when c }\n\
                    system four = two(p = 0.8)\n\
                    assert one > 0.5\n";
        assert_eq!(
            changed(text, &text.replace("= p works", "= p^2 works")),
            ["one", "two", "four"]
        );
        assert_eq!(changed(text, &text.replace("0.5 works", "0.6 works")), ["three"]);
        assert_eq!(changed(text, &text.replace("p = 0.8", "p = 0.7")), ["four"]);
        let all = ["one", "two", "three", "four"];
        assert_eq!(changed(text, &text.replace("p = 0.9", "p = 0.95")), all);
        // What asks, comments and places change no value.
        assert_eq!(changed(text, &text.replace("one > 0.5", "one > 0.6")), [""; 0]);
        assert_eq!(changed(text, &format!("// a note\n\n{text}")), [""; 0]);
    }
}
