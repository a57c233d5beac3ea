//! What files call each other: prefixes of `use`, and names that come in without one.

use crate::code;
use crate::cycles::circles;
use crate::mentions::{Named, Role};
use crate::model::{Model, Owner};
use crate::resolve::{Unit, number};
use crate::scope::{Entity, Resolver, Scopes};
use kofn_diagnostics::{Diagnostic, Span, nearest};
use kofn_syntax::tree::{self, ItemKind, Name, UseTarget};
use std::collections::BTreeSet;

/// The prefix of each file in names shown to people, no two the same: what the main file calls it,
/// else what the first file that uses it does; where that is the prefix of another, `of.both`.
pub(crate) fn prefixes(units: &[Unit]) -> Vec<String> {
    let mut prefixes = vec![String::new(); units.len()];
    let mut queue = vec![0usize];
    let mut seen = BTreeSet::from([0]);
    let mut taken = BTreeSet::new();
    let mut at = 0;
    while let Some(&file) = queue.get(at) {
        at += 1;
        let Some(unit) = units.get(file) else { continue };
        for (used, target) in uses_of(unit) {
            if let Some(target) = target
                && seen.insert(target)
            {
                let own = namespace(used).unwrap_or_else(|| format!("file{target}"));
                let prefix = match taken.contains(&own) {
                    false => own,
                    true => format!("{}.{own}", prefixes[file]),
                };
                taken.insert(prefix.clone());
                prefixes[target] = prefix;
                queue.push(target);
            }
        }
    }
    prefixes
}

fn uses_of(unit: &Unit) -> impl Iterator<Item = (&tree::Use, Option<usize>)> {
    unit.tree
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Use(used) => Some(used),
            _ => None,
        })
        .zip(unit.uses.iter().copied().chain(std::iter::repeat(None)))
}

/// A name like that of a file, for the help.
fn name_like(target: &UseTarget) -> String {
    let path = match target {
        UseTarget::Library(segments) => segments.last().cloned().unwrap_or_default(),
        UseTarget::File(path) => path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned(),
    };
    let stem = path.strip_suffix(".rbd").unwrap_or(&path);
    let like: String =
        stem.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let like = like.trim_start_matches(|c: char| c.is_numeric() || c == '_').to_owned();
    if kofn_syntax::is_name(&like) { like } else { "used".to_owned() }
}

/// The prefix that a `use` gives.
fn namespace(used: &tree::Use) -> Option<String> {
    if let Some(alias) = &used.alias {
        return Some(alias.text.clone());
    }
    match &used.target {
        UseTarget::Library(segments) => segments.last().cloned(),
        UseTarget::File(path) => {
            let base = path.rsplit(['/', '\\']).next().unwrap_or(path);
            let stem = base.strip_suffix(".rbd").unwrap_or(base);
            let name = kofn_syntax::is_name(stem);
            name.then(|| stem.to_owned())
        }
    }
}

impl Resolver {
    pub fn uses(&mut self, units: &[Unit]) {
        let mut edges: Vec<Vec<(usize, Span)>> = vec![Vec::new(); units.len()];
        for (file, unit) in units.iter().enumerate() {
            for (used, target) in uses_of(unit) {
                let Some(target) = target else { continue };
                self.note(used.target_span, Named::File(number(target)), Role::Uses);
                edges[file].push((target, used.target_span));
                self.use_item(number(file), used, number(target));
            }
        }
        for circle in circles(&edges) {
            let names: Vec<&str> = circle
                .iter()
                .map(|(file, _)| match self.scopes.prefixes[*file].as_str() {
                    "" => "this file",
                    name => name,
                })
                .collect();
            let mut finding = Diagnostic::error(
                code::CYCLIC_USE,
                format!("files use each other: {} → {}", names.join(" → "), names[0]),
            )
            .help("put what both need into a file of its own");
            for (at, (_, span)) in circle.iter().enumerate() {
                finding = finding.at(*span, format!("uses {}", names[(at + 1) % names.len()]));
            }
            self.diagnostics.push(finding);
        }
    }

    fn use_item(&mut self, file: u32, used: &tree::Use, target: u32) {
        let owner = Owner::File(file);
        match (namespace(used), &used.alias) {
            (Some(text), alias) => {
                let span = alias.as_ref().map_or(used.target_span, |alias| alias.span);
                if alias.is_some() {
                    let named = Named::Prefix { user: file, used: target };
                    self.note(span, named, Role::Declares);
                }
                self.enter(owner, file, &Name { text, span }, Entity::Namespace(target));
            }
            (None, _) if used.names.is_empty() => self.report(
                Diagnostic::error(
                    code::USE_NEEDS_ALIAS,
                    "this file's name is not a name of the language",
                )
                .at(used.target_span, "needs a prefix")
                .help("write `use \"…\" as NAME`")
                .edit(used.target_span.at_end(), format!(" as {}", name_like(&used.target))),
            ),
            (None, _) => {}
        }
        for name in &used.names {
            if name.text.starts_with('_') {
                self.report(
                    Diagnostic::error(
                        code::PRIVATE_NAME,
                        format!("`{}` is private to its file", name.text),
                    )
                    .at(name.span, "begins with `_`")
                    .help("name it without `_` where it is declared, if other files shall use it"),
                );
                continue;
            }
            let found = self.scopes.files[target as usize].names.get(&name.text).copied();
            match found.filter(|entry| self.declares(target, entry.entity)) {
                None => {
                    let known: Vec<String> = self.scopes.files[target as usize]
                        .names
                        .keys()
                        .filter(|known| !known.starts_with('_'))
                        .cloned()
                        .collect();
                    let meant = nearest(&name.text, known.iter().map(String::as_str));
                    self.report(
                        Diagnostic::error(
                            code::UNKNOWN_NAME,
                            format!("that file declares no `{}`", name.text),
                        )
                        .at(name.span, "not declared there")
                        .did_you_mean(name.span, meant),
                    );
                }
                Some(entry) => {
                    self.note_use(name.span, entry.entity, target);
                    self.enter(owner, file, name, entry.entity);
                }
            }
        }
    }
}

/// Notes how things and symbols of each file are called in the main file.
pub(crate) fn name_files(model: &mut Model, scopes: &Scopes) {
    // A short name that is another symbol's own would be read as that one.
    let own: BTreeSet<String> = model.symbols.values().map(|names| names.full.clone()).collect();
    for names in model.symbols.values_mut().filter(|names| names.short != names.full) {
        if own.contains(&names.short) {
            names.short.clone_from(&names.full);
        }
    }
    let dotted = |prefix: &String| match prefix.as_str() {
        "" => String::new(),
        prefix => format!("{prefix}."),
    };
    let of_main = scopes.files.first().into_iter().flat_map(|scope| scope.names.values());
    model.imported = of_main
        .filter_map(|entry| match entry.entity {
            Entity::Module(id) => Some(id),
            _ => None,
        })
        .filter(|id| matches!(model.module(*id).owner, Owner::File(file) if file != 0))
        .collect();
    model.prefixes = scopes.prefixes.iter().map(dotted).collect();
}
