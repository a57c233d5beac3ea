//! Which definition a name means, where it stands.

use crate::code;
use kofn_diagnostics::{Diagnostic, Span, nearest};
use rustc_hash::FxHashMap as HashMap;

/// Names that are defined, each with its place in a list. Invariant: every name is found by its
/// whole path, and by itself where it is public.
#[derive(Default)]
pub(crate) struct Scope {
    places: HashMap<String, (usize, Span)>,
}

/// The fault trees and components around a definition, joined by points, and whether what they
/// define is private.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    pub path: String,
    pub private: bool,
}

impl Surroundings {
    /// The path of a name in here.
    pub fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}

impl Scope {
    /// Makes a name known; fails where it means something else already.
    pub fn define(
        &mut self,
        name: &str,
        around: &Surroundings,
        private: bool,
        (place, span): (usize, Span),
    ) -> Result<(), Box<Diagnostic>> {
        let path = around.path_of(name);
        let known = if private { &path } else { name };
        if let Some((_, before)) = self.places.get(known) {
            return Err(Box::new(
                Diagnostic::error(code::DUPLICATE_NAME, format!("`{known}` is defined twice"))
                    .at(span, "defined again")
                    .at(*before, "first defined here")
                    .help("give one of them another name, or make both private to their fault trees with role=\"private\""),
            ));
        }
        if !private {
            self.places.insert(name.to_owned(), (place, span));
        }
        self.places.entry(path).or_insert((place, span));
        Ok(())
    }

    /// What a name means: the definition in the innermost surroundings, else a public one.
    pub fn find(&self, name: &str, around: &Surroundings) -> Option<usize> {
        let mut path = around.path.as_str();
        while !path.is_empty() {
            if let Some((place, _)) = self.places.get(&format!("{path}.{name}")) {
                return Some(*place);
            }
            path = path.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        self.places.get(name).map(|(place, _)| *place)
    }

    /// The finding that a name means nothing.
    pub fn undefined(&self, what: &str, name: &str, span: Span) -> Diagnostic {
        // In a large file the search for a likely name would take longer than reading it.
        const MOST_CANDIDATES: usize = 5_000;
        let mut candidates: Vec<&str> =
            self.places.keys().take(MOST_CANDIDATES + 1).map(String::as_str).collect();
        candidates.sort_unstable();
        let meant = (candidates.len() <= MOST_CANDIDATES)
            .then(|| nearest(name, candidates.iter().copied()))
            .flatten();
        Diagnostic::error(code::OPENPSA_UNDEFINED, format!("no {what} `{name}` is defined"))
            .at(span, "used here")
            .maybe_help(meant.map(|meant| format!("did you mean `{meant}`?")))
    }
}
