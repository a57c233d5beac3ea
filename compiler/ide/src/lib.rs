//! What an editor asks about a model's text: what stands at a place, where it is declared, what
//! could be written there.
//!
//! Every answer is a function of a [`kofn::Reading`], which is there whatever is wrong with the
//! text. Places are bytes; which lines and columns they are is the editor's own affair. Nothing
//! here knows a protocol, a file or a clock, so a web page can ask as well.

pub mod completion;
pub mod describe;
pub mod facts;
pub mod fixes;
pub mod folding;
pub mod forms;
mod items;
pub mod layout;
mod paths;
pub mod places;
pub mod rename;
pub mod sheet;
pub mod signature;
pub mod symbols;
pub mod tokens;
mod words;
