//! A model as far as it is read and its names are bound: what can be said while it is typed.

use crate::load::load;
use crate::world::World;
use kofn_diagnostics::{Diagnostic, Sources, Span};
use kofn_model::{Resolution, Unit, resolve};
use kofn_syntax::Parsed;
use std::collections::BTreeMap;

/// The files of a model with their trees and names. Unlike a compilation it is there whatever is
/// wrong, and nothing of it is computed.
pub struct Reading {
    /// The texts.
    pub sources: Sources,
    /// The files of the model; the first is the main one.
    pub units: Vec<Unit>,
    /// The path of each unit, `std/NAME` for a library.
    pub paths: Vec<String>,
    /// The names, bound as far as they can be.
    pub resolution: Resolution,
    /// What is wrong so far, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Reads a model and binds its names.
    pub fn new(world: &dyn World, main: &str) -> Self {
        Reading::with(world, main, BTreeMap::new())
    }

    /// As [`Reading::new`], with less work where files are as they were in an earlier reading, or
    /// nearly so.
    pub fn again(world: &dyn World, main: &str, earlier: Reading) -> Self {
        let Reading { sources, units, paths, diagnostics, .. } = earlier;
        let labels = diagnostics.iter().flat_map(|finding| &finding.labels);
        let wrong: Vec<Span> = labels.map(|label| label.span).collect();
        let parsed = units.into_iter().zip(paths).map(|(unit, path)| {
            let text = sources.get(unit.tree.file).text().to_owned();
            (path, Parsed { text, tree: unit.tree, wrong: wrong.clone() })
        });
        Reading::with(world, main, parsed.collect())
    }

    fn with(world: &dyn World, main: &str, earlier: BTreeMap<String, Parsed>) -> Self {
        let mut sources = Sources::default();
        let mut diagnostics = Vec::new();
        let (units, paths) = load(world, main, &mut sources, &mut diagnostics, earlier);
        let (resolution, findings) = resolve(&units);
        diagnostics.extend(findings);
        Reading { sources, units, paths, resolution, diagnostics }
    }
}

/// The text of a library by the path that a `use` says: `std/voting`.
pub fn library_text(path: &str) -> Option<&'static str> {
    kofn_stdlib::text(path.strip_prefix("std/")?)
}

/// The paths of all libraries, in alphabetical order.
pub fn library_names() -> impl Iterator<Item = String> {
    kofn_stdlib::names().map(|name| format!("std/{name}"))
}
