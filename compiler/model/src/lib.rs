//! From syntax trees to a model: names bound, kinds checked, numbers exact.
//!
//! [`resolve`] takes the trees of all files of a compilation and gives a [`Model`]: tables of
//! parameters, modules, blocks, links, systems and queries, whose terms refer to each other by
//! id. Nothing is computed here: sizes, indices and probabilities are still terms, because they
//! may depend on parameters that a query sets.

mod code_table;
mod conditions;
mod cycles;
mod declare;
mod functions;
mod importance;
mod links;
mod mentions;
mod model;
mod numbers;
mod queries;
mod references;
mod resolve;
mod scope;
mod structures;
mod term;
mod uses;

pub use code_table::code;
pub use functions::{FUNCTIONS, FunctionWord};
pub use mentions::{Mention, Named, Role};
pub use model::{
    Asked, Binding, Block, BlockId, Extent, Link, LinkId, Model, Module, ModuleId, Owner,
    PARAM_TYPES, Param, ParamId, ParamKind, Query, Spec, SymbolNames, System, SystemId, Variant,
};
pub use resolve::{Resolution, Unit, resolve, resolve_query};
pub use term::{
    Axis, Binder, Condition, Domain, Element, Given, Head, Importance, Index, Junction, Measure,
    Node, Num, NumKind, Quantity, Reference, Slot, Solve, SolveEnd, Step, Structure, StructureKind,
    SystemCall,
};
