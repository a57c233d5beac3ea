//! Findings as data, their long explanations, and how a terminal shows them.
//!
//! A phase that finds something wrong says so with a [`Diagnostic`] and carries on, so that one
//! run reports all there is to report. Every kind of finding has a code made of words, and every
//! code a page in `codes/`, which is what `kofn explain` prints and what the suite executes.

mod codes;
mod diagnostic;
mod nearest;
mod render;
mod source;

pub use codes::{codes, explain};
pub use diagnostic::{Code, Diagnostic, Edit, Label, Severity};
pub use nearest::nearest;
pub use render::{Colors, render, render_all};
pub use source::{FileId, Position, Source, Sources, Span};
