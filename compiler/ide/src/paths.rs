//! Paths by their names alone, for text that is still being typed and binds nothing yet.

use crate::places::unit_of;
use crate::words::{Kind, Token};
use kofn::Reading;
use kofn_diagnostics::FileId;
use kofn_model::{Named, Owner, Spec};

/// The names of the path that ends before token `end`, indices left out: `rack[2].host` is
/// `rack`, `host`; a dot at the end adds an empty name.
pub(crate) fn path_before<'t>(tokens: &[Token], text: &'t str, end: usize) -> Vec<&'t str> {
    let mut path = Vec::new();
    let mut name = false;
    let mut at = end;
    while let Some(previous) = at.checked_sub(1) {
        let token = &tokens[previous];
        match (token.kind, token.of(text)) {
            (Kind::Mark, ".") if !name => {
                if path.is_empty() {
                    path.push("");
                }
                name = true;
                at = previous;
                // What stands in brackets is not part of the path.
                let mut depth = 0usize;
                while let Some(before) = at.checked_sub(1) {
                    match tokens[before].of(text) {
                        "]" => depth += 1,
                        "[" => depth = depth.saturating_sub(1),
                        _ if depth == 0 => break,
                        _ => {}
                    }
                    at = before;
                }
            }
            (Kind::Word, word) if name || path.is_empty() => {
                path.push(word);
                name = false;
                at = previous;
            }
            _ => break,
        }
    }
    path.reverse();
    path
}

/// What a path names in a file, by its names alone.
pub(crate) fn follow(reading: &Reading, file: FileId, path: &[&str]) -> Option<Named> {
    let unit = unit_of(reading, file)?;
    follow_from(reading, Owner::File(u32::try_from(unit).ok()?), unit, path)
}

pub(crate) fn follow_from(
    reading: &Reading,
    owner: Owner,
    unit: usize,
    path: &[&str],
) -> Option<Named> {
    let resolution = &reading.resolution;
    let (first, rest) = path.split_first()?;
    let file = u32::try_from(unit).ok()?;
    let in_system = match owner {
        Owner::System(system) => resolution.names_of_system(system).find(|(name, _)| name == first),
        Owner::File(_) => None,
    };
    let (_, mut named) =
        in_system.or_else(|| resolution.names_of_file(file).find(|(name, _)| name == first))?;
    for step in rest {
        let next = match &named {
            Named::Prefix { used, .. } => {
                resolution.names_of_file(*used).find(|(name, _)| name == step)
            }
            Named::System(id) => resolution.names_of_system(*id).find(|(name, _)| name == step),
            Named::Module(id) => match resolution.model.module(*id).spec {
                Spec::Instance { system, .. } => {
                    resolution.names_of_system(system).find(|(name, _)| name == step)
                }
                Spec::Chance { .. } => None,
            },
            Named::Param(_)
            | Named::Block(_)
            | Named::Index(_)
            | Named::File(_)
            | Named::Junction(..) => None,
        };
        named = next?.1;
    }
    Some(named)
}
