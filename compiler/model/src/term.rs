//! Terms: numbers and structures whose names are bound but whose values are open.

use crate::model::{BlockId, ModuleId, ParamId, SystemId};
use kofn_algebra::{Function, Rational, Relation};
use kofn_diagnostics::Span;

/// An index variable of a declaration, a comprehension or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

/// A number.
#[derive(Clone, Debug)]
pub struct Num {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: NumKind,
}

/// What a number is.
#[derive(Clone, Debug)]
pub enum NumKind {
    /// An exact number.
    Literal(Rational),
    /// A parameter, with one index for each of its extents.
    Param(ParamId, Vec<Num>),
    /// A named number; the id is that of a parameter that nothing can set.
    Let(ParamId),
    /// An index variable.
    Index(Slot),
    /// A sum; `true` marks what is subtracted.
    Sum(Vec<(bool, Num)>),
    /// A product; `true` marks what is divided by.
    Product(Vec<(bool, Num)>),
    /// A power.
    Power(Box<Num>, Box<Num>),
    /// A function of numbers.
    Function(Function, Vec<Num>),
    /// `sum(EXPR for i in A..B)`
    SumOver(Vec<Binder>, Box<Num>),
    /// `product(EXPR for i in A..B)`
    ProductOver(Vec<Binder>, Box<Num>),
    /// What a system, or a part of it, does; only in queries.
    Measure(Measure, Box<SystemCall>),
    /// `solve(min P where …)`; only in queries.
    Solve(Box<Solve>),
}

/// An end of a solution set, as a number.
#[derive(Clone, Debug)]
pub struct Solve {
    /// Which end; without one the set's only end, or for a count the real-valued bound.
    pub end: Option<SolveEnd>,
    /// What is solved for.
    pub parameter: ParamId,
    /// What must hold.
    pub condition: Condition,
    /// What is set or narrowed.
    pub given: Vec<Given>,
}

/// Which end of a solution set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SolveEnd {
    /// The least.
    Min,
    /// The greatest.
    Max,
}

/// Comparisons joined by `and` and `or`.
#[derive(Clone, Debug)]
pub enum Condition {
    /// `a < b`
    Compare(Num, Relation, Num),
    /// All hold.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
}

/// What a query sets or narrows.
#[derive(Clone, Debug)]
pub enum Given {
    /// `P = EXPR`; several numbers for an indexed parameter.
    Value(ParamId, Vec<Num>),
    /// `P in DOMAIN`
    Domain(ParamId, Domain),
    /// `R_V >= R_M`
    Condition(Condition),
}

/// A parameter that is swept: `R_M in 0.1..1 step 0.1`.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Where it stands.
    pub span: Span,
    /// The parameter.
    pub parameter: ParamId,
    /// What it runs over.
    pub domain: Domain,
}

/// A number that a system has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The probability that it works.
    Reliability,
    /// The probability that it fails.
    Unreliability,
    /// The long-run fraction of time in which it works.
    Availability,
    /// The fewest things that make it fail by failing together.
    SmallestCut,
    /// How much it depends on a module of it.
    Importance(Importance),
}

/// A measure of how much a system depends on a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Importance {
    /// `birnbaum(S, m)`
    Birnbaum,
    /// `criticality(S, m)`
    Criticality,
    /// `fussell_vesely(S, m)`
    FussellVesely,
    /// `raw(S, m)`
    Raw,
    /// `rrw(S, m)`
    Rrw,
    /// `improvement(S, m)`
    Improvement,
    /// `structural(S, m)`
    Structural,
}

/// `virtualized(n = 3)`, or a part of a system: `zone.quorum`.
#[derive(Clone, Debug)]
pub struct SystemCall {
    /// The words.
    pub span: Span,
    /// The system.
    pub system: SystemId,
    /// Parameters of the system and of the file that are set; several numbers for an indexed one.
    pub arguments: Vec<(ParamId, Vec<Num>)>,
    /// A block or module of the system instead of the system itself.
    pub part: Option<Reference>,
    /// The module that an importance is asked of; alike elements where it is an array.
    pub module: Option<Reference>,
}

/// `i in 1..n`
#[derive(Clone, Debug)]
pub struct Binder {
    /// The index variable.
    pub slot: Slot,
    /// Its name.
    pub name: String,
    /// What it runs over.
    pub domain: Domain,
}

/// What an index runs over.
#[derive(Clone, Debug)]
pub enum Domain {
    /// Both ends included.
    Range {
        /// Lower end.
        lo: Num,
        /// Upper end.
        hi: Num,
        /// 1 when not said.
        step: Option<Num>,
    },
    /// The values themselves.
    Values(Vec<Num>),
}

impl Domain {
    /// `1..size`
    pub fn up_to(size: Num) -> Domain {
        let one = Num { span: size.span, kind: NumKind::Literal(Rational::one()) };
        Domain::Range { lo: one, hi: size, step: None }
    }
}

/// A part of a diagram: something that works or fails.
#[derive(Clone, Debug)]
pub struct Structure {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: StructureKind,
}

/// What a part of a diagram is.
#[derive(Clone, Debug)]
pub enum StructureKind {
    /// `true`, `false`
    Truth(bool),
    /// Every one works.
    Series(Vec<Element>),
    /// At least one works.
    Parallel(Vec<Element>),
    /// At least so many work.
    KOutOfN(Quantity, Vec<Element>),
    /// It fails.
    Not(Box<Structure>),
    /// The second node can be reached from the first.
    Path(Node, Node),
    /// All the nodes can reach each other.
    Connected(Vec<(Node, Vec<Binder>)>),
    /// A module, an element, a block, a member; a bare array only in lists.
    Reference(Reference),
}

/// How many of a list.
#[derive(Clone, Debug)]
pub enum Quantity {
    /// A number.
    Number(Num),
    /// At least one.
    Any,
    /// Every one.
    All,
    /// `floor(n/2) + 1`
    Majority,
}

/// An entry of a list: one structure, an array's elements, or one structure for each index.
#[derive(Clone, Debug)]
pub struct Element {
    /// The structure; where it is a bare array or a slice it stands for its elements.
    pub structure: Structure,
    /// The comprehension, outermost first.
    pub binders: Vec<Binder>,
}

/// `rack[2].host[1..3]`
#[derive(Clone, Debug)]
pub struct Reference {
    /// The words.
    pub span: Span,
    /// At least one; every one but the last is an instance.
    pub steps: Vec<Step>,
}

/// One name of a reference.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub head: Head,
    /// Empty for a single thing and for a whole array.
    pub indices: Vec<Index>,
}

/// What a step names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Head {
    /// A module, an array of modules, or instances.
    Module(ModuleId),
    /// A part with a name.
    Block(BlockId),
    /// A thing from outside.
    Param(ParamId),
}

/// `[i]` or `[i..j]`
#[derive(Clone, Debug)]
pub struct Index {
    /// The index, or the lower end.
    pub lo: Num,
    /// The upper end of a slice.
    pub hi: Option<Num>,
}

/// A node of a network.
#[derive(Clone, Debug)]
pub enum Node {
    /// A module or an instance.
    Thing(Reference),
    /// A point that cannot fail.
    Junction(Junction),
}

/// A point that cannot fail and is not declared.
#[derive(Clone, Debug)]
pub struct Junction {
    /// Where it stands.
    pub span: Span,
    /// The instance it belongs to, where it is named from outside.
    pub of: Option<Reference>,
    /// Its name.
    pub name: String,
    /// Its indices.
    pub indices: Vec<Num>,
}
