//! The language server: what editors ask, over the language server protocol.
//!
//! One thread speaks with the editor, reads models and answers from what is read; others
//! compute (`worker`). What is said about a text comes from `kofn-ide`; this crate knows
//! lines, columns, addresses and messages.

mod actions;
mod analyses;
mod answers;
mod capabilities;
mod commands;
mod completing;
pub mod disk;
mod dispatch;
mod documents;
mod files;
mod findings;
mod formatting;
mod framing;
mod hints;
mod inbox;
mod keys;
mod listing;
mod navigation;
mod outline;
mod positions;
mod renaming;
mod server;
mod spelling;
mod stdio;
mod uris;
mod worker;
mod workspace;

pub use server::{Ended, Options, serve};
pub use stdio::serve_stdio;
