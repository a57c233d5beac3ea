//! The standard library of kofn, written in kofn.
//!
//! A model reaches it with `use std/voting`. It belongs to the compiler's version and is part of
//! the program, so nothing has to be installed with it.

/// The libraries by name, in alphabetical order, with their texts.
const LIBRARIES: &[(&str, &str)] = &[
    ("cloud", include_str!("../cloud.rbd")),
    ("network", include_str!("../network.rbd")),
    ("power", include_str!("../power.rbd")),
    ("storage", include_str!("../storage.rbd")),
    ("virtualization", include_str!("../virtualization.rbd")),
    ("voting", include_str!("../voting.rbd")),
];

/// The text of `std/NAME`.
pub fn text(name: &str) -> Option<&'static str> {
    LIBRARIES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of all libraries, in alphabetical order.
pub fn names() -> impl Iterator<Item = &'static str> {
    LIBRARIES.iter().map(|(name, _)| *name)
}
