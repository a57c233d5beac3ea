//! The item around a place.

use kofn::Reading;
use kofn_diagnostics::FileId;
use kofn_model::{Named, Owner};
use kofn_syntax::tree::{Item, ItemKind};

/// The item that a byte belongs to, or the last one before it; and the system around the byte.
pub(crate) struct Around<'r> {
    /// The system whose braces are around the byte.
    pub system: Option<&'r Item>,
    /// The last item of the system, or else of the file, that begins before the byte.
    pub item: Option<&'r Item>,
}

/// What is around a byte.
pub(crate) fn around(items: &[Item], byte: usize) -> Around<'_> {
    let last = last_before(items, byte);
    if let Some(system) = last
        && let ItemKind::System { name, items } = &system.kind
        && byte > name.span.end as usize
        && byte < system.span.end as usize
    {
        return Around { system: Some(system), item: last_before(items, byte) };
    }
    Around { system: None, item: last }
}

fn last_before(items: &[Item], byte: usize) -> Option<&Item> {
    let after = items.partition_point(|item| (item.span.start as usize) < byte);
    items[..after].last()
}

/// The items of a file of the reading.
pub(crate) fn items_of(reading: &Reading, file: FileId) -> &[Item] {
    let unit = reading.units.iter().find(|unit| unit.tree.file == file);
    unit.map_or(&[], |unit| unit.tree.items.as_slice())
}

/// Which names may be used in a system of a unit, or at its file level.
pub(crate) fn owner(reading: &Reading, unit: usize, system: Option<&Item>) -> Owner {
    let file = Owner::File(u32::try_from(unit).unwrap_or(u32::MAX));
    let Some(Item { kind: ItemKind::System { name, .. }, .. }) = system else { return file };
    let found = crate::places::named_at(reading, name.span.file, name.span.start as usize);
    match found.and_then(|(_, named)| named.into_iter().next()) {
        Some(Named::System(id)) => Owner::System(id),
        _ => file,
    }
}
