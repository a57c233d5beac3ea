//! Compile a reliability block diagram and ask it questions: the library that others embed.
//!
//! Nothing here touches a file, a clock or a thread: files come from a [`World`].
//!
//! ```
//! use kofn::{Compilation, Settings, SingleFile, emit};
//!
//! let world = SingleFile::new("node.rbd", "
//!     param R_H, R_M
//!     module hardware = R_H
//!     system native {
//!         module machine = R_M on hardware
//!         works when machine
//!     }
//! ");
//! let mut compilation = Compilation::new(&world, "node.rbd");
//! let report = compilation.report(&Settings::default(), &[]).expect("no errors");
//! assert_eq!(emit::latex::report(&report), "R_{\\mathrm{native}} = R_{H} R_{M}\n");
//! ```
//!
//! A Rust project that ships a model can keep what a paper says of it as a snapshot, with the
//! [insta](https://insta.rs) crate; `cargo insta review` then shows every change of a formula:
//!
//! ```
//! use kofn::{Compilation, Settings, SingleFile, emit};
//!
//! # fn main() {
//! let model = "
//!     param n: count
//!     module feed = R_F
//!     param R_F, R_S
//!     system site {
//!         module server[n] = R_S on feed
//!         works when any of server
//!     }
//! ";
//! let mut compilation = Compilation::new(&SingleFile::new("site.rbd", model), "site.rbd");
//! let report = compilation.report(&Settings::default(), &[]).expect("no errors");
//! insta::assert_snapshot!(
//!     emit::latex::report(&report),
//!     @r"R_{\mathrm{site}} = R_{F} \left[1-\left(1-R_{S}\right)^{n}\right]"
//! );
//! # }
//! ```
//!
//! For models in files, `kofn test` does the same without Rust.

mod answer;
mod apart;
mod asking;
mod certifying;
mod checking;
mod compilation;
mod difference;
mod explaining;
mod formatting;
mod hands;
mod large;
mod load;
mod naming;
mod obstacle;
mod openpsa;
mod reading;
mod reports;
mod setting;
mod settings;
mod single_points;
mod solving;
mod tables;
mod testing;
mod words;
mod world;

pub use certifying::Certification;
pub use compilation::{Compilation, Wanted};
pub use difference::{difference, difference_with};
pub use formatting::{Formatted, format_file};
pub use hands::{Hands, OneHand};
pub use openpsa::{Imported, import};
pub use reading::{Reading, library_names, library_text};
pub use reports::{ImportanceWanted, SetsWanted};
pub use settings::Settings;
pub use world::{ReadError, SingleFile, World, plain_path};

pub use kofn_boolean::{Interrupt, Limits};
pub use kofn_diagnostics as diagnostics;
pub use kofn_emit as emit;
pub use kofn_format::{Refusal, format};
pub use kofn_measures::{Exactness, Importance, OTHER_LIMIT, Sets};
pub use kofn_model as model;
pub use kofn_syntax as syntax;

/// The codes of this phase's findings.
pub mod code {
    use kofn_diagnostics::Code;

    /// A file that cannot be read.
    pub const CANNOT_READ: Code = Code("cannot-read");
    /// A file that is not text in UTF-8.
    pub const NOT_UTF8: Code = Code("not-utf8");
    /// A file larger than any model.
    pub const FILE_TOO_LARGE: Code = Code("file-too-large");
    /// A library that does not exist.
    pub const UNKNOWN_LIBRARY: Code = Code("unknown-library");
    /// A file without any system, where one is to be reported.
    pub const NO_SYSTEM: Code = Code("no-system");
    /// A system that does not exist.
    pub const UNKNOWN_SYSTEM: Code = Code("unknown-system");
    /// A number outside of what it ranges over, or an empty range.
    pub use kofn_structure::code::OUTSIDE_DOMAIN;
    /// A table of too many cells.
    pub use kofn_structure::code::TOO_LARGE;

    /// A sweep of something other than a count, without a step.
    pub const SWEEP_WITHOUT_STEP: Code = Code("sweep-without-step");
    /// The end of a range that is not known, or not rational.
    pub const OPEN_END: Code = Code("open-end");
    /// A `solve` that stands for a number and is none.
    pub const NO_SINGLE_SOLUTION: Code = Code("no-single-solution");
    /// A definition that cannot be read.
    pub const BAD_DEFINITION: Code = Code("bad-definition");
}
