//! What there is to say about a model: plain data, which each target turns into bytes.

use crate::methods::Computation;
use kofn_algebra::{Expr, Integer, Polynomial, Rational, Relation, Symbol};
use kofn_decide::{Case, Condition, FormulaAnswer};
use kofn_measures::{Bounds, Value};
use std::collections::BTreeMap;

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
    /// What the symbols of the formula stand for, where that is not a probability; families of indexed
    /// ones by the family's name.
    pub kinds: BTreeMap<Symbol, SymbolKind>,
    /// Values of symbols in the formula: the symbol as it is printed, and its value.
    pub given: Vec<(Expr, Rational)>,
    /// The doc comments of the symbols in the formula, for legends.
    pub legend: Vec<(Expr, String)>,
    /// Multiplied out, where that is asked for and possible.
    pub expanded: Option<Expanded>,
    /// How it was computed, where that is asked for.
    pub computation: Option<Box<Computation>>,
}

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// From 0 to 1.
    Probability,
    /// Whole, and not negative unless its range says so.
    Count,
    /// Any real number.
    Number,
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
    /// A limit was reached, and it lies between these ends.
    Between(Bounds),
    /// Parameters are open.
    Open,
    /// A limit was reached.
    Limit(String),
    /// There is none, for this reason.
    Undefined(String),
}

/// Why a system has no sets, or no importance of its modules.
#[derive(Clone, Debug)]
pub enum Unanswered {
    /// A limit was reached.
    Limit(String),
    /// There is no answer, for this reason; the model must say more.
    Undefined(String),
    /// It is not a thing by itself, and that is all right.
    Template(String),
}

impl std::fmt::Display for Unanswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Limit(why) | Self::Undefined(why) | Self::Template(why) => f.write_str(why),
        }
    }
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
    /// The same on one line and in the one layout, without comments.
    pub words: String,
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
        /// How it was computed, where that is asked for and it is what one system does.
        computation: Option<Box<Computation>>,
    },
    /// Whether a condition holds for all values of the open parameters.
    Assert(Assertion),
    /// For which values of a parameter a condition holds.
    Solve(Solved),
    /// Where one is more reliable than the other.
    Compare(Compared),
    /// Numbers in columns.
    Table(Table),
    /// A kind of query that this version does not answer: `assert`, `solve`, ….
    NotAnswered(&'static str),
}

impl Outcome {
    /// The value, where there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Outcome::Value(value) => Some(value),
            Outcome::Open | Outcome::Between(_) | Outcome::Limit(_) | Outcome::Undefined(_) => None,
        }
    }
}

/// Numbers in columns, a row for each value of what is swept.
#[derive(Clone, Debug)]
pub struct Table {
    /// What stands in the columns.
    pub columns: Vec<Heading>,
    /// A value for each column; `None` is a gap.
    pub rows: Vec<Vec<Option<Value>>>,
    /// The limits that were reached, each of which makes gaps.
    pub limits: Vec<String>,
    /// To how many significant digits values are rounded.
    pub digits: usize,
}

/// What stands in a column.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The words of the query.
    pub text: String,
    /// For a parameter that is swept, its symbol.
    pub symbol: Option<Expr>,
    /// What the column is computed for: `n = 2`.
    pub curve: Vec<(Expr, Rational)>,
}

/// The end of an interval, or a single number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The number, where it is rational.
    pub exact: Option<Rational>,
    /// With certain digits, correctly rounded; `None` for an end at infinity.
    pub decimal: Option<String>,
    /// Whether the number itself does not belong to the interval.
    pub open: bool,
    /// The number, where it is algebraic and not rational.
    pub algebraic: Option<Algebraic>,
    /// The number as a closed form, where it is neither.
    pub closed_form: Option<Expr>,
}

/// A real root of a polynomial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Algebraic {
    /// Whole coefficients from low to high degree; primitive and square-free.
    pub polynomial: Vec<Integer>,
    /// Between these two numbers there is this root and no other.
    pub interval: (Rational, Rational),
    /// With a square root, where the degree is 2.
    pub radical: Option<Expr>,
}

/// The numbers between two ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub lo: End,
    /// The upper end; the same number for a single point.
    pub hi: End,
    /// For a count, 1 where every whole number between the ends belongs to it, 2 where every
    /// second one does, and so on from the lower end.
    pub step: Option<Integer>,
}

/// What is known of an assertion.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The verdict.
    pub verdict: Verdict,
}

/// What is known of an assertion.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds for all values of the open parameters.
    Proven {
        /// How that was proven, in words.
        method: String,
    },
    /// It does not hold.
    Refuted {
        /// A point where it does not: symbols with their values.
        point: Vec<(Expr, End)>,
        /// The sides of its comparisons at this point.
        sides: Vec<Sides>,
        /// Where alone it fails, by equality: one of these, each with ends of ranges that several
        /// parameters have together.
        except: Vec<Vec<(Expr, Rational)>>,
    },
    /// Neither is known.
    Undecided {
        /// A word that programs can tell apart.
        reason: &'static str,
        /// In words.
        why: String,
    },
}

/// The two sides of a comparison with their values.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The words on the left.
    pub left: String,
    /// How they are compared.
    pub relation: Relation,
    /// The words on the right.
    pub right: String,
    /// Their values.
    pub values: SideValues,
}

/// The values of the sides of a comparison.
#[derive(Clone, Debug)]
pub enum SideValues {
    /// Both; `None` where a side has none.
    Known(Option<End>, Option<End>),
    /// They are equal, and their value is not rational.
    Equal,
    /// Not rational, or not a single digit is certain.
    NotShown,
}

/// The values of a parameter for which a condition holds.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The parameter as it is printed.
    pub parameter: Expr,
    /// Whether it is a count.
    pub is_count: bool,
    /// Whether the condition does not depend on it at all.
    pub independent: bool,
    /// What was found.
    pub found: Found,
}

/// What was found for a `solve`.
#[derive(Clone, Debug)]
pub enum Found {
    /// The exact set.
    Set(SolutionSet),
    /// A formula in the other parameters.
    Formula(FormulaAnswer),
    /// Nothing.
    Unsolved {
        /// A word that programs can tell apart.
        reason: &'static str,
        /// In words.
        why: String,
    },
}

/// The exact set of solutions.
#[derive(Clone, Debug)]
pub struct SolutionSet {
    /// Sorted and disjoint.
    pub solutions: Vec<Interval>,
    /// Conditions on other parameters, which matter no further: there these are the solutions.
    pub conditions: Vec<Condition>,
    /// What is known elsewhere.
    pub otherwise: Vec<Case>,
    /// For a count: values of the side with the count, on both sides of an end.
    pub witness: Vec<Witness>,
    /// For a count: the real-valued bound.
    pub bound: Option<CountBound>,
    /// Where there is no solution: why.
    pub infeasible: Option<Infeasible>,
    /// Where the range that was given keeps solutions out: those without it.
    pub without_range: Option<Vec<Interval>>,
}

/// The value at a count.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The count.
    pub at: Integer,
    /// The value there.
    pub value: Value,
    /// Whether the condition holds there.
    pub holds: bool,
}

/// `n > log(1 − R/R_V)/log(1 − R_M)`
#[derive(Clone, Debug)]
pub struct CountBound {
    /// How the count compares with the bound.
    pub relation: Relation,
    /// The bound.
    pub formula: Expr,
    /// The bound as a number.
    pub value: Value,
}

/// Why there is no solution.
#[derive(Clone, Debug)]
pub struct Infeasible {
    /// How far the side with the parameter gets: its supremum, or infimum, over the range.
    pub reach: End,
    /// Whether it is the supremum.
    pub is_supremum: bool,
    /// Where it is attained; `None` where it is a limit.
    pub attained_at: Option<End>,
    /// Over all counts, where only some were allowed.
    pub without_range: Option<Box<Infeasible>>,
}

/// Where one is more reliable than the other.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The words for the first.
    pub a: String,
    /// The words for the second.
    pub b: String,
    /// Where which is better.
    pub regions: Regions,
    /// Which is at least as reliable as the other for all values, and not equal to it.
    pub dominates: Option<Dominance>,
    /// Why it is not known whether one dominates the other.
    pub undecided: Option<String>,
}

/// Which dominates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dominance {
    /// The first.
    A,
    /// The second.
    B,
    /// They are equal for all values.
    Equal,
}

/// Where which is better.
#[derive(Clone, Debug)]
pub enum Regions {
    /// In one parameter: the exact sets.
    Line {
        /// The parameter as it is printed.
        parameter: Expr,
        /// Where the first is more reliable.
        a: Vec<Interval>,
        /// Where the second is.
        b: Vec<Interval>,
        /// Where they are equal.
        equal: Vec<Interval>,
    },
    /// No parameter is open.
    Known,
    /// In several parameters: where the first is more reliable, as a formula for one of them.
    Formula {
        /// The parameter as it is printed.
        parameter: Expr,
        /// Where the first is more reliable.
        a: FormulaAnswer,
    },
    /// Not found.
    Unknown,
}
