//! The syntax tree: what the author wrote, with places.

use kofn_diagnostics::{FileId, Span};

/// One file.
#[derive(Clone, Debug)]
pub struct SyntaxTree {
    /// The file.
    pub file: FileId,
    /// The doc comment at the top, followed by an empty line.
    pub doc: Option<String>,
    /// In the order of the text.
    pub items: Vec<Item>,
}

/// A name at a place, in Unicode normal form C.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// An item of a file or of a system.
#[derive(Clone, Debug)]
pub struct Item {
    /// The whole item.
    pub span: Span,
    /// Its doc comment.
    pub doc: Option<String>,
    /// What it is.
    pub kind: ItemKind,
}

/// What an item is.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// `use …`
    Use(Use),
    /// `param …`
    Param(Param),
    /// `let …`
    Let {
        /// The name of the number.
        name: Name,
        /// Its value.
        value: Expr,
    },
    /// `module …`
    Module(Module),
    /// `block …`
    Block {
        /// The name of the part.
        name: Name,
        /// The part.
        structure: Expr,
    },
    /// `link …`
    Link(Link),
    /// `common cause …`
    CommonCause {
        /// The name of the group.
        name: Name,
    },
    /// `system NAME { … }`
    System {
        /// Its name.
        name: Name,
        /// What stands between the braces.
        items: Vec<Item>,
    },
    /// `system NAME = OTHER(…)`
    Variant {
        /// Its name.
        name: Name,
        /// The system and its arguments.
        design: Expr,
    },
    /// `works when …`
    WorksWhen {
        /// The structure.
        structure: Expr,
    },
    /// `assert`, `solve`, `compare`, `table`, `plot`, or an expression that is asked for.
    Query(Query),
    /// An item that could not be parsed; the names it declares are kept so that they cause no
    /// further findings.
    Broken {
        /// The names it seems to declare.
        names: Vec<Name>,
    },
}

/// `use std/voting as v (tmr)`
#[derive(Clone, Debug)]
pub struct Use {
    /// What is used: `std/voting` or a file's path.
    pub target: UseTarget,
    /// Where that stands.
    pub target_span: Span,
    /// The prefix it is given.
    pub alias: Option<Name>,
    /// Names that come in without prefix.
    pub names: Vec<Name>,
}

/// What a `use` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UseTarget {
    /// `std/voting`, in segments.
    Library(Vec<String>),
    /// `"racks.rbd"`
    File(String),
}

/// `param R_M[3]: probability = (0.9, 0.8, 0.7) in 0.5..1`
#[derive(Clone, Debug)]
pub struct Param {
    /// The names with their index extents.
    pub declared: Vec<Declared>,
    /// The type's name.
    pub kind: Option<Name>,
    /// The value.
    pub value: Option<Expr>,
    /// The domain.
    pub domain: Option<Domain>,
}

/// A name at its declaration with its extents: `vm[3]`, `cell[r in 1..3, c in 1..3]`.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The name.
    pub name: Name,
    /// One for each index; none for a single thing.
    pub extents: Vec<Extent>,
}

/// How many, or which.
#[derive(Clone, Debug)]
pub enum Extent {
    /// `[3]`
    Size(Expr),
    /// `[i in 1..3]`
    Index(Binder),
}

/// `i in 1..3`
#[derive(Clone, Debug)]
pub struct Binder {
    /// The index.
    pub name: Name,
    /// What it runs over.
    pub domain: Domain,
}

/// `1..n step 2` or `(1, 2, 5)`
#[derive(Clone, Debug)]
pub struct Domain {
    /// The whole domain.
    pub span: Span,
    /// Its form.
    pub kind: DomainKind,
}

/// The form of a domain.
#[derive(Clone, Debug)]
pub enum DomainKind {
    /// Both ends included.
    Range {
        /// Lower end.
        lo: Expr,
        /// Upper end.
        hi: Expr,
        /// Step, 1 for counts when not said.
        step: Option<Expr>,
    },
    /// The values themselves.
    Values(Vec<Expr>),
}

/// `module vm[3] = R_M on host`
#[derive(Clone, Debug)]
pub struct Module {
    /// The names with their extents.
    pub declared: Vec<Declared>,
    /// The module's own part.
    pub spec: Option<Expr>,
    /// What it stands on; all are needed.
    pub hosts: Vec<Expr>,
}

/// `link a -> b -> c = 0.99 on fibre[i] for i in 1..2`
#[derive(Clone, Debug)]
pub struct Link {
    /// The nodes; one more than arrows.
    pub nodes: Vec<Path>,
    /// For each arrow whether it is `->` and not `--`.
    pub directed: Vec<bool>,
    /// Each arrow's own part.
    pub spec: Option<Expr>,
    /// What each arrow stands on.
    pub hosts: Vec<Expr>,
    /// The comprehension, outermost first.
    pub binders: Vec<Binder>,
}

/// A query of a file, or an expression that is asked for.
#[derive(Clone, Debug)]
pub struct Query {
    /// Its name, if it has one.
    pub name: Option<Name>,
    /// What is asked.
    pub kind: QueryKind,
    /// `given` bindings.
    pub given: Vec<Binding>,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum QueryKind {
    /// The value of an expression.
    Value(Expr),
    /// `assert CONDITION`
    Assert(Expr),
    /// `solve P where CONDITION`
    Solve {
        /// What is solved for.
        parameter: Path,
        /// What must hold.
        condition: Expr,
    },
    /// `compare A, B over P in DOMAIN`
    Compare {
        /// The first design.
        a: Expr,
        /// The second design.
        b: Expr,
        /// What is swept.
        over: Vec<PathBinder>,
    },
    /// `table EXPR, … over P in DOMAIN, …`
    Table {
        /// The columns.
        columns: Vec<Expr>,
        /// What is swept.
        over: Vec<PathBinder>,
        /// One table each.
        curves: Vec<Binder>,
    },
    /// `plot EXPR, … over P in DOMAIN for n in …`
    Plot {
        /// What is drawn.
        curves_of: Vec<Expr>,
        /// The horizontal axis.
        over: Vec<PathBinder>,
        /// One curve each.
        curves: Vec<Binder>,
    },
}

/// `R_M in 0.1..1` in an `over`.
#[derive(Clone, Debug)]
pub struct PathBinder {
    /// The parameter.
    pub path: Path,
    /// What it runs over.
    pub domain: Domain,
}

/// One entry of a `given`.
#[derive(Clone, Debug)]
pub enum Binding {
    /// `P = EXPR`
    Value(Path, Expr),
    /// `P in DOMAIN`
    Domain(Path, Domain),
    /// `R_V >= R_M`
    Condition(Expr),
}

/// `rack[2].host[1..3]`
#[derive(Clone, Debug)]
pub struct Path {
    /// The whole path.
    pub span: Span,
    /// At least one.
    pub steps: Vec<Step>,
}

/// One name of a path with its indices.
#[derive(Clone, Debug)]
pub struct Step {
    /// The name.
    pub name: Name,
    /// In brackets.
    pub indices: Vec<Index>,
}

/// `[i]` or `[i..j]`
#[derive(Clone, Debug)]
pub struct Index {
    /// The index, or the lower end.
    pub lo: Expr,
    /// The upper end of a slice.
    pub hi: Option<Expr>,
}

/// An expression or a structure; which of the two is checked later.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A literal as it is written, without its suffix.
    Number {
        /// Digits, point and exponent.
        text: String,
        /// What follows them.
        suffix: Suffix,
    },
    /// A name, an element, a member.
    Path(Path),
    /// `true`, `false`
    Truth(bool),
    /// `any`, `all`, `majority` before `of`.
    Quantifier(Quantifier),
    /// `series(…)`, `virtualized(n = 3)`, `floor(n/2)`
    Call {
        /// What is called.
        callee: Callee,
        /// In order.
        arguments: Vec<Argument>,
    },
    /// `(a)`, `(a, b for i in 1..3)`
    List(Vec<Argument>),
    /// `-x`
    Negate(Box<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// `a + b - c` or `a * b / c`, left to right.
    Chain {
        /// The first operand.
        first: Box<Expr>,
        /// Operators with their operands.
        rest: Vec<(Operator, Expr)>,
    },
    /// `a ^ b`
    Power(Box<Expr>, Box<Expr>),
    /// `a < b`
    Compare(Box<Expr>, Comparison, Box<Expr>),
    /// `k of operand`
    Of(Box<Expr>, Box<Expr>),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `solve(min P where …)`
    Solve {
        /// Which end of the solution set.
        end: Option<SolveEnd>,
        /// What is solved for.
        parameter: Path,
        /// What must hold.
        condition: Box<Expr>,
        /// `given` bindings.
        given: Vec<Binding>,
    },
}

/// What follows a number's digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suffix {
    /// Nothing.
    None,
    /// `%`
    Percent,
    /// `nines`
    Nines,
    /// A unit of time, or `fit`.
    Unit(Name),
    /// `/h`; the name is the unit.
    PerUnit(Name),
}

/// How many of a list, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Every one.
    All,
    /// More than half.
    Majority,
}

/// What is called.
#[derive(Clone, Debug)]
pub enum Callee {
    /// `series(LIST)`
    Series,
    /// `parallel(LIST)`
    Parallel,
    /// `path(A, B)`
    Path,
    /// `connected(NODES)`
    Connected,
    /// A system, a law or a function.
    Named(Path),
}

/// An argument: `x`, `n = 3`, `lane[i] for i in 1..3`.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The parameter it sets.
    pub name: Option<Path>,
    /// The value.
    pub value: Expr,
    /// The comprehension, outermost first.
    pub binders: Vec<Binder>,
}

/// An arithmetic operator of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    GreaterOrEqual,
    /// `>`
    Greater,
}

/// Which end of a solution set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SolveEnd {
    /// The least.
    Min,
    /// The greatest.
    Max,
}

impl Path {
    /// The only name of a path without members and indices.
    pub fn as_name(&self) -> Option<&Name> {
        match self.steps.as_slice() {
            [Step { name, indices }] if indices.is_empty() => Some(name),
            _ => None,
        }
    }
}

impl Expr {
    /// The path that this expression is, parentheses around it apart.
    pub fn as_path(&self) -> Option<&Path> {
        match &self.kind {
            ExprKind::Path(path) => Some(path),
            ExprKind::List(arguments) => match arguments.as_slice() {
                [Argument { name: None, value, binders }] if binders.is_empty() => value.as_path(),
                _ => None,
            },
            _ => None,
        }
    }
}
