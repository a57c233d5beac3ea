//! The pieces of a set formula, and what text and LaTeX do differently.

use super::Words;

/// How a piece of a formula binds to what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Number,
    /// One letter without a subscript.
    Letter,
    /// Any other name, or a sign that encloses what it applies to.
    Atom,
    /// A function applied, or a fraction: a factor, but not to be raised to a power as it is.
    Call,
    Bracket,
    /// A sum or product sign with its body, which reaches as far as it can.
    Operator,
    Product,
    /// A quotient on one line.
    Quotient,
    Sum,
}

/// A set piece of a formula.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: String,
    pub kind: Kind,
    /// How many brackets deep it is; superscripts and limits do not count.
    pub depth: usize,
    /// Whether it carries an exponent.
    pub powered: bool,
    /// Whether it ends in an operator, whose body would swallow what follows.
    pub open: bool,
}

impl Piece {
    pub(super) fn new(text: impl Into<String>, kind: Kind, depth: usize) -> Self {
        let open = kind == Kind::Operator;
        Piece { text: text.into(), kind, depth, powered: false, open }
    }
}

/// The signs of an operator over an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Sum,
    Product,
}

/// What text and LaTeX do differently. `tight` is true in exponents, limits and indices.
pub(super) trait Notation {
    fn words(&self) -> &'static Words;
    /// Printed instead of a formula with too many named parts.
    fn too_many(&self, names: usize) -> String;
    /// Printed instead of a formula that is too long for a reason other than its named parts.
    fn too_long(&self) -> String;
    /// The meaning of [`at_least_of`](Self::at_least_of).
    fn at_least_legend(&self) -> String;

    fn name(&self, name: &str) -> Piece;
    fn indexed(&self, family: &str, index: &str) -> Piece;
    fn plus(&self, tight: bool) -> &'static str;
    fn minus(&self, tight: bool) -> &'static str;
    /// A minus sign in front of what it negates.
    fn negative(&self) -> &'static str;
    /// `digits · 10^exponent`.
    fn scientific(&self, digits: &str, exponent: &str) -> String;
    /// What stands between two factors.
    fn between(&self, left: Kind, right: Kind) -> &'static str;
    fn superscript(&self, exponent: &str) -> String;
    fn root(&self, of: &Piece) -> Piece;
    /// A bracket around something so many brackets deep.
    fn bracket(&self, depth: usize, inner: &str) -> String;
    /// One above the other; nothing where fractions are written on one line.
    fn stacked(&self, above: &Piece, below: &Piece) -> Option<Piece>;
    /// The sign of a quotient on one line.
    fn slash(&self, tight: bool) -> &'static str;
    fn over(&self, sign: Over, index: &str, from: &str, to: &str, body: &str) -> String;
    fn binomial(&self, n: &str, k: &str) -> Piece;
    fn floor(&self, inner: &str) -> String;
    fn ceil(&self, inner: &str) -> String;
    fn exponential(&self, exponent: &str) -> String;
    fn call(&self, function: &str, args: &[String]) -> String;
    fn at_least_of(&self, k: u64, parts: &[(String, u64)]) -> String;
}
