//! The tables of a model.

use crate::term::{
    Axis, Binder, Condition, Domain, Element, Given, Node, Num, Slot, Structure, SystemCall,
};
use kofn_algebra::Symbol;
use kofn_diagnostics::Span;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A parameter or a named number.
    ParamId,
    /// A module declaration.
    ModuleId,
    /// A block.
    BlockId,
    /// A link declaration.
    LinkId,
    /// A system.
    SystemId,
}

/// Whose an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// Declared at file level, one for all; the number counts the compilation's files.
    File(u32),
    /// Declared in a system, one for each of its instances.
    System(SystemId),
}

/// A resolved compilation.
///
/// Invariant: every id in a term has an entry in its table, and systems do not contain each other
/// in a circle.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Parameters, named numbers included.
    pub params: Vec<Param>,
    /// Module declarations.
    pub modules: Vec<Module>,
    /// Blocks.
    pub blocks: Vec<Block>,
    /// Links.
    pub links: Vec<Link>,
    /// Systems, of all files.
    pub systems: Vec<System>,
    /// The queries of the main file, in its order.
    pub queries: Vec<Query>,
    /// The systems of the main file, in its order.
    pub reported: Vec<SystemId>,
    /// The doc comment of the main file.
    pub doc: Option<String>,
    /// What the names of each file's things begin with: `site.`; nothing for the main file's.
    pub prefixes: Vec<String>,
    /// Modules of other files that the main file calls by their name alone.
    pub imported: BTreeSet<ModuleId>,
    /// How each symbol may be written: short where that is clear, else in full.
    pub symbols: BTreeMap<Symbol, SymbolNames>,
    /// The number of index variables.
    pub slots: u32,
}

/// How a symbol may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolNames {
    /// `R_machine`
    pub short: String,
    /// `R_native.machine`
    pub full: String,
}

/// The words for what a parameter is; for lifetimes too, which this version does not compute.
pub const PARAM_TYPES: &[&str] = &["probability", "count", "rate", "duration", "number", "module"];

/// What a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// 0 to 1.
    Probability,
    /// Whole, at least 1 unless its domain says otherwise.
    Count,
    /// Any real number.
    Number,
    /// A thing from outside, given by an argument.
    Module,
}

/// A parameter, or a number with a name.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Whose it is.
    pub owner: Owner,
    /// Its type.
    pub kind: ParamKind,
    /// One extent for each index; none for one number.
    pub extents: Vec<Extent>,
    /// Its value; one for each element of an indexed parameter that lists them.
    pub value: Option<Vec<Num>>,
    /// What it ranges over, where that is said.
    pub domain: Option<Domain>,
    /// Its symbol in expressions.
    pub symbol: Symbol,
    /// A `let`: nothing can set it, and it stands for its value.
    pub named_number: bool,
    /// The doc comment.
    pub doc: Option<String>,
}

/// How many elements along one index.
#[derive(Clone, Debug)]
pub struct Extent {
    /// The index variable, where the declaration names one.
    pub binder: Option<(Slot, String)>,
    /// `1..size`, or what the index runs over.
    pub domain: Domain,
    /// Where it stands.
    pub span: Span,
}

/// A module declaration: one thing, an array of them, or instances of a system.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Whose it is.
    pub owner: Owner,
    /// One for each index; none for a single thing.
    pub extents: Vec<Extent>,
    /// Its own part.
    pub spec: Spec,
    /// What it stands on; all are needed.
    pub hosts: Vec<Structure>,
    /// The doc comment.
    pub doc: Option<String>,
}

/// A module's own part.
#[derive(Clone, Debug)]
pub enum Spec {
    /// The probability that it works while its hosts do.
    Chance {
        /// The probability.
        value: Num,
        /// The symbol that stands for it in expressions: `R_name` for a bare number.
        symbol: Option<Symbol>,
    },
    /// An instance of a system; arguments set the system's own parameters.
    Instance {
        /// The template.
        system: SystemId,
        /// Numbers, and things for `module` parameters.
        arguments: Vec<(ParamId, Binding)>,
    },
}

/// What an argument gives.
#[derive(Clone, Debug)]
pub enum Binding {
    /// A number; several for an indexed parameter.
    Numbers(Vec<Num>),
    /// Things.
    Things(Vec<Element>),
}

/// A part of a structure with a name.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Whose it is.
    pub owner: Owner,
    /// The part.
    pub structure: Structure,
    /// The doc comment.
    pub doc: Option<String>,
}

/// A chain of links.
#[derive(Clone, Debug)]
pub struct Link {
    /// The whole item.
    pub span: Span,
    /// Whose it is; always a system's.
    pub owner: Owner,
    /// The nodes; one more than arrows.
    pub nodes: Vec<Node>,
    /// For each arrow whether it goes one way only.
    pub directed: Vec<bool>,
    /// Each arrow's own part; without one it cannot fail.
    pub spec: Option<(Num, Option<Symbol>)>,
    /// What each arrow stands on.
    pub hosts: Vec<Structure>,
    /// The comprehension, outermost first.
    pub binders: Vec<Binder>,
}

/// A system, or a design variant of one.
#[derive(Clone, Debug)]
pub struct System {
    /// Its name, with the prefix of its file where that is not the main one.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// The file.
    pub file: u32,
    /// Parameters in order of declaration.
    pub params: Vec<ParamId>,
    /// Modules in order of declaration.
    pub modules: Vec<ModuleId>,
    /// Blocks in order of declaration.
    pub blocks: Vec<BlockId>,
    /// Links in order of declaration.
    pub links: Vec<LinkId>,
    /// What the service needs; `None` for a system that only holds things.
    pub works_when: Option<Structure>,
    /// For a design variant, what it is a variant of.
    pub variant: Option<Variant>,
    /// The doc comment.
    pub doc: Option<String>,
}

/// `OTHER(args)`
pub type Variant = SystemCall;

/// A query of the main file.
#[derive(Clone, Debug)]
pub struct Query {
    /// Its name.
    pub name: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// What is asked.
    pub asked: Asked,
    /// What is set or narrowed, in order.
    pub given: Vec<Given>,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A number.
    Value(Num),
    /// Whether a condition holds for all values of the open parameters.
    Assert(Condition),
    /// For which values of a parameter a condition holds.
    Solve {
        /// The parameter.
        parameter: ParamId,
        /// What must hold.
        condition: Condition,
    },
    /// Where one is more reliable than the other.
    Compare {
        /// The first.
        a: Num,
        /// The second.
        b: Num,
        /// The parameters of interest; all that are open where there is none.
        over: Vec<Axis>,
    },
    /// Numbers in columns, a row for each value of what is swept.
    Table {
        /// The columns.
        columns: Vec<Num>,
        /// What is swept, outermost first: a row for each value.
        over: Vec<Axis>,
        /// What each column is repeated for.
        curves: Vec<Axis>,
    },
    /// A curve, which this version does not draw.
    Plot,
}

impl Model {
    /// A parameter.
    pub fn param(&self, id: ParamId) -> &Param {
        &self.params[id.index()]
    }

    /// A module.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// A block.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }

    /// A link.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.index()]
    }

    /// A system.
    pub fn system(&self, id: SystemId) -> &System {
        &self.systems[id.index()]
    }

    /// The system that a design variant comes from in the end, and all it sets, innermost first.
    pub fn design(&self, id: SystemId) -> (SystemId, Vec<&SystemCall>) {
        let mut calls = Vec::new();
        let mut at = id;
        while let Some(variant) = &self.system(at).variant {
            calls.push(variant);
            at = variant.system;
        }
        calls.reverse();
        (at, calls)
    }
}
