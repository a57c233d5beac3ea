//! The formula and the value of the system at a place, written out for a reader.

use crate::describe::describe_named;
use crate::facts::without_option;
use crate::items::{around, items_of};
use crate::places::named_at;
use kofn::emit::{latex, markdown, text};
use kofn::{Compilation, Reading, Settings};
use kofn_diagnostics::FileId;
use kofn_model::Named;
use kofn_syntax::tree::ItemKind;

/// What is known of a system, in three notations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The system, as the main file names it.
    pub system: String,
    /// For people: the doc comment, the formula and the value, formulas in dollar signs.
    pub markdown: String,
    /// For people, in plain characters.
    pub text: String,
    /// The formula.
    pub latex: String,
}

/// The system at a byte, as the main file names it: the one whose name stands there, or else the
/// one around.
pub fn system_at(reading: &Reading, file: FileId, byte: usize) -> Option<String> {
    let named = named_at(reading, file, byte).map(|(_, named)| named).unwrap_or_default();
    if let Some(system @ Named::System(_)) = named.first() {
        return describe_named(reading, system)?.query;
    }
    let items = items_of(reading, file);
    // A cursor before the first letter stands at what follows.
    let item = around(items, byte + 1).system.or_else(|| {
        let last = items.partition_point(|item| item.span.start as usize <= byte);
        items[..last].last().filter(|item| item.span.touches(byte))
    })?;
    let (ItemKind::System { name, .. } | ItemKind::Variant { name, .. }) = &item.kind else {
        return None;
    };
    let named = named_at(reading, file, name.span.start as usize);
    let (_, named) = named?;
    let system = named.iter().find(|named| matches!(named, Named::System(_)))?;
    describe_named(reading, system)?.query
}

/// What is known of a system of the main file; where that is nothing, why.
pub fn sheet(
    compilation: &mut Compilation,
    system: &str,
    settings: &Settings,
) -> Result<Sheet, String> {
    let Some(mut report) = compilation.report(settings, &[system.to_owned()]) else {
        let error = compilation.diagnostics().iter().find(|one| one.is_error());
        let why = error.map_or("nothing is known of it", |error| error.message.as_str());
        return Err(format!("`{system}` has no formula yet: {why}"));
    };
    // What the file says of itself was not asked for.
    report.doc = None;
    Ok(Sheet {
        system: system.to_owned(),
        markdown: without_option(&markdown::report(&report)),
        text: without_option(&text::report(&report)),
        latex: latex::report(&report),
    })
}
