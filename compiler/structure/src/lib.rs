//! From a model to its success graph, and from there to independent parts.
//!
//! [`build`] elaborates a system: it makes the things that the model declares, finds what each
//! stands on, and writes "the system works" as a [`Graph`] of success over them. [`reduce`] turns
//! the graph into [`Parts`]: the same function as series, parallel, k-of-n and replica groups of
//! parts that share nothing, and only where parts truly share things a decision diagram.
//!
//! Spans stop here: mathematics refers to things by number.

mod account;
mod blocks;
mod build;
mod code_table;
mod coupling;
mod design;
mod elements;
mod graph;
mod likeness;
mod moving;
mod networks;
mod numbers;
mod part;
mod reduce;
mod redundancy;
mod shared;
mod simplifier;
mod single_points;
mod tally;
mod things;
mod uncompiled;

pub use account::{Atom, Compiled};
pub use build::{Built, build, build_as_declared, build_with_modules};
pub use code_table::code;
pub use coupling::{Coupled, Coupling};
pub use design::{Defaults, Design};
pub use graph::{Graph, Leaf, LeafId, Net, NetQuestion, Node, NodeId};
pub use likeness::{Likened, Likeness};
pub use numbers::{
    Answer, Arguments, NumberContext, Question, Reported, SlotValue, Slots, View, check, evaluate,
};
pub use part::{Part, PartId, Parts};
pub use reduce::{Reduced, Trouble, reduce, reduce_apart};
pub use single_points::SinglePoints;
pub use tally::Tally;
pub use uncompiled::{Between, Uncompiled};
