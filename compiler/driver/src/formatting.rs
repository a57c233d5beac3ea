//! A file in the one layout.

use crate::load;
use crate::world::World;
use kofn_diagnostics::{Source, Sources};
use kofn_format::Refusal;

/// A file before and after formatting, or why it is left alone.
pub struct Formatted {
    /// The file, for showing findings.
    pub sources: Sources,
    /// The text as it was; empty where it cannot be read.
    pub before: String,
    /// The text in the one layout. A file that cannot be read is [`Refusal::Broken`], too.
    pub after: Result<String, Refusal>,
}

/// Reads a file and formats its text; nothing is written. What the file uses is not looked at.
pub fn format_file(world: &dyn World, path: &str) -> Formatted {
    let mut sources = Sources::default();
    match load::read(world, path) {
        Ok(before) => {
            let file = sources.add(Source::new(path.to_owned(), before.clone()));
            let after = kofn_format::format(file, &before);
            Formatted { sources, before, after }
        }
        Err(finding) => {
            let after = Err(Refusal::Broken(vec![*finding]));
            Formatted { sources, before: String::new(), after }
        }
    }
}
