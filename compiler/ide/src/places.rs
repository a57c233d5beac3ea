//! What stands at a place, where it is declared, and everywhere it is named.

use kofn::Reading;
use kofn_diagnostics::{FileId, Span};
use kofn_model::{Mention, Named, Owner, Role};
use kofn_syntax::tree::ItemKind;

/// The number of the unit that a file is; a text that is imported is none.
pub fn unit_of(reading: &Reading, file: FileId) -> Option<usize> {
    reading.units.iter().position(|unit| unit.tree.file == file)
}

/// The path of the file of a place.
pub fn path_of(reading: &Reading, file: FileId) -> Option<&str> {
    reading.paths.get(unit_of(reading, file)?).map(String::as_str)
}

/// Whether a unit's text is not that of its file, but what an import made of it.
pub fn is_imported(reading: &Reading, file: FileId) -> bool {
    path_of(reading, file).is_some_and(|path| path != reading.sources.get(file).name())
}

/// Everything that the name at a byte stands for, with the place of the name: usually one thing.
/// A name that ends at the byte counts too.
pub fn named_at(reading: &Reading, file: FileId, byte: usize) -> Option<(Span, Vec<Named>)> {
    let mentions = reading.resolution.mentions();
    let after = mentions.partition_point(|mention| {
        (mention.span.file, mention.span.start as usize) <= (file, byte)
    });
    let last = mentions[..after].iter().rev().find(|mention| written(mention))?;
    if last.span.file != file || !last.span.touches(byte) {
        return None;
    }
    let span = last.span;
    let named = mentions[..after]
        .iter()
        .rev()
        .take_while(|mention| mention.span.start == span.start)
        .filter(|mention| mention.span == span && written(mention))
        .map(|mention| mention.named.clone());
    let mut named: Vec<Named> = named.collect();
    named.reverse();
    named.dedup();
    Some((span, named))
}

/// Whether the name itself stands at the place.
fn written(mention: &Mention) -> bool {
    mention.role != Role::Implies
}

/// Where something is declared: its name there.
pub fn declaration(reading: &Reading, named: &Named) -> Option<Span> {
    let model = &reading.resolution.model;
    Some(match named {
        Named::Param(id) => model.param(*id).span,
        Named::Module(id) => model.module(*id).span,
        Named::Block(id) => model.block(*id).span,
        Named::System(id) => model.system(*id).span,
        Named::File(unit) => Span::new(reading.units.get(*unit as usize)?.tree.file, 0, 0),
        Named::Prefix { user, used } => {
            let declared =
                |mention: &&Mention| mention.named == *named && mention.role == Role::Declares;
            match reading.resolution.mentions().iter().find(declared) {
                Some(mention) => mention.span,
                None => use_target(reading, *user, *used)?,
            }
        }
        Named::Index(_) | Named::Junction(..) => {
            reading.resolution.mentions().iter().find(|mention| mention.named == *named)?.span
        }
    })
}

/// What stands behind the `use` by which one file uses another.
pub fn use_target(reading: &Reading, user: u32, used: u32) -> Option<Span> {
    let unit = reading.units.get(user as usize)?;
    let mut uses = unit.uses.iter();
    unit.tree.items.iter().find_map(|item| {
        let ItemKind::Use(one) = &item.kind else { return None };
        (*uses.next()? == Some(used as usize)).then_some(one.target_span)
    })
}

/// Everywhere in the reading where one of some things is named, by place; what is only implied
/// is left out.
pub fn occurrences(reading: &Reading, wanted: &[Named]) -> Vec<(Span, Role)> {
    let mut found: Vec<(Span, Role)> = reading
        .resolution
        .mentions()
        .iter()
        .filter(|mention| written(mention) && wanted.contains(&mention.named))
        .map(|mention| (mention.span, mention.role))
        .collect();
    found.dedup_by_key(|(span, _)| *span);
    found
}

/// Something as every reading of the same files knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// A file.
    File(String),
    /// What is declared at a byte of a file.
    At(String, u32),
}

/// The anchor of something that other files can name.
pub fn anchor(reading: &Reading, named: &Named) -> Option<Anchor> {
    match named {
        Named::Index(_) | Named::Prefix { .. } => None,
        Named::File(unit) => Some(Anchor::File(reading.paths.get(*unit as usize)?.clone())),
        _ => {
            let span = declaration(reading, named)?;
            Some(Anchor::At(path_of(reading, span.file)?.to_owned(), span.start))
        }
    }
}

/// What an anchor is in another reading; nothing where the file does not belong to it.
pub fn anchored(reading: &Reading, anchor: &Anchor) -> Vec<Named> {
    let unit = |path: &str| reading.paths.iter().position(|known| known == path);
    match anchor {
        Anchor::File(path) => {
            let unit = unit(path).and_then(|unit| u32::try_from(unit).ok());
            unit.map(Named::File).into_iter().collect()
        }
        Anchor::At(path, start) => {
            let Some(unit) = unit(path).and_then(|unit| reading.units.get(unit)) else {
                return Vec::new();
            };
            named_at(reading, unit.tree.file, *start as usize)
                .map(|(_, named)| named)
                .unwrap_or_default()
        }
    }
}

/// The name of something, as it is declared.
pub fn name_of(reading: &Reading, named: &Named) -> String {
    let model = &reading.resolution.model;
    match named {
        Named::Param(id) => model.param(*id).name.clone(),
        Named::Module(id) => model.module(*id).name.clone(),
        Named::Block(id) => model.block(*id).name.clone(),
        // Systems of other files are shown with their prefix.
        Named::System(id) => reading.sources.slice(model.system(*id).span).to_owned(),
        Named::Junction(_, name) => name.clone(),
        Named::Index(_) | Named::Prefix { .. } | Named::File(_) => {
            declaration(reading, named).map_or("", |span| reading.sources.slice(span)).to_owned()
        }
    }
}

/// Whose something is, where it is declared in a file or a system.
pub(crate) fn owner_of(reading: &Reading, named: &Named) -> Option<Owner> {
    let model = &reading.resolution.model;
    Some(match named {
        Named::Param(id) => model.param(*id).owner,
        Named::Module(id) => model.module(*id).owner,
        Named::Block(id) => model.block(*id).owner,
        Named::System(id) => Owner::File(model.system(*id).file),
        Named::Junction(owner, _) => *owner,
        Named::Prefix { user, .. } => Owner::File(*user),
        Named::Index(_) | Named::File(_) => return None,
    })
}

/// Whether something is declared in the standard library.
pub fn is_library(reading: &Reading, named: &Named) -> bool {
    let library = |path: &str| kofn::library_text(path).is_some();
    match named {
        // Nobody asks of these but in the file that has them.
        Named::Prefix { .. } | Named::Index(_) | Named::Junction(..) => false,
        _ => declaration(reading, named)
            .and_then(|span| path_of(reading, span.file))
            .is_some_and(library),
    }
}
