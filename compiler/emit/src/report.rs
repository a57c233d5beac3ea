//! What there is to say about a model: plain data, which each target turns into bytes.

use kofn_algebra::{Expr, Polynomial, Rational};
use kofn_measures::Value;

/// A model's systems and the answers to its queries.
#[derive(Clone, Debug)]
pub struct Report {
    /// The name of its file.
    pub file: String,
    /// Its doc comment.
    pub doc: Option<String>,
    /// In the order of the file.
    pub systems: Vec<SystemReport>,
    /// In the order of the file, or in which they were asked.
    pub answers: Vec<Answer>,
}

/// What is known of one system.
#[derive(Clone, Debug)]
pub struct SystemReport {
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub doc: Option<String>,
    /// How it works, in symbols.
    pub formula: Formula,
    /// Its reliability.
    pub value: Outcome,
    /// Parameters without a value, counts among them.
    pub open: Vec<String>,
    /// Values of symbols in the formula: the symbol as it is printed, and its value.
    pub given: Vec<(Expr, Rational)>,
    /// The doc comments of the symbols in the formula, for legends.
    pub legend: Vec<(Expr, String)>,
    /// Multiplied out, where that is asked for and possible.
    pub expanded: Option<Expanded>,
}

/// A closed form, or why there is none.
#[derive(Clone, Debug)]
pub enum Formula {
    /// The formula.
    Closed(Expr),
    /// It would fill pages; how it is computed instead.
    TooLong(String),
    /// The system is not a thing by itself, for this reason.
    Template(String),
}

/// A value, or why there is none.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The value.
    Value(Value),
    /// Parameters are open.
    Open,
    /// A limit was reached.
    Limit(String),
    /// There is none, for this reason.
    Undefined(String),
}

/// A polynomial in printed symbols.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The polynomial.
    pub polynomial: Polynomial,
    /// What variable `v` is called.
    pub names: Vec<String>,
}

/// What an answer measures, which says what else is told about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A probability of working.
    Reliability,
    /// A probability of failing.
    Unreliability,
    /// The fraction of time in which a system works.
    Availability,
    /// Any number.
    Number,
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The query's own text.
    pub query: String,
    /// Its name.
    pub name: Option<String>,
    /// The answer.
    pub kind: AnswerKind,
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub enum AnswerKind {
    /// A number.
    Value {
        /// In symbols, where it has a closed form.
        formula: Option<Expr>,
        /// The number.
        value: Outcome,
        /// What it measures.
        quantity: Quantity,
        /// Multiplied out, where that is possible.
        expanded: Option<Expanded>,
    },
    /// A kind of query that this version does not answer: `assert`, `solve`, ….
    NotAnswered(&'static str),
}

impl Outcome {
    /// The value, where there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Outcome::Value(value) => Some(value),
            Outcome::Open | Outcome::Limit(_) | Outcome::Undefined(_) => None,
        }
    }
}
