//! Fault trees in the Open-PSA Model Exchange Format (MEF 2.0): read into the language, and written
//! from a structure.
//!
//! A fault tree says when something fails, the language when it works. [`import`] turns one into
//! the other by complement: a fault gate `and` is parallel, `or` is series, `k` of `n` failures
//! become `n − k + 1` of `n` that work. [`export`] goes the other way.

mod export;
mod expression;
mod fault_tree;
mod formula;
mod layout;
mod names;
mod read;
mod scope;
mod success;
mod undefined;

pub use export::{Refused, export};

use kofn_diagnostics::{Diagnostic, FileId};

/// The text in the language that says the same as a file of the exchange format; without one, what
/// is wrong with the file, all of it.
pub fn import(file: FileId, text: &str) -> Result<String, Vec<Diagnostic>> {
    let tree = read::read(file, text)?;
    let circles = undefined::circles(&tree);
    if circles.is_empty() { Ok(layout::text(&tree)) } else { Err(circles) }
}

/// The codes of this phase's findings.
pub mod code {
    use kofn_diagnostics::Code;

    /// Text that is not XML.
    pub const XML_SYNTAX: Code = Code("xml-syntax");
    /// An element of the exchange format that has no counterpart here.
    pub const OPENPSA_UNSUPPORTED: Code = Code("openpsa-unsupported");
    /// An element that lacks what it must have.
    pub const OPENPSA_FORM: Code = Code("openpsa-form");
    /// A name that nothing defines.
    pub const OPENPSA_UNDEFINED: Code = Code("openpsa-undefined");
    /// Gates that contain each other.
    pub const OPENPSA_CYCLE: Code = Code("openpsa-cycle");
    /// A system that the exchange format cannot say.
    pub const OPENPSA_EXPORT: Code = Code("openpsa-export");
    /// Two definitions of one name.
    pub const DUPLICATE_NAME: Code = Code("duplicate-name");
    /// Formulas inside each other, deeper than any walk may go.
    pub const NESTED_TOO_DEEPLY: Code = Code("nested-too-deeply");
}
