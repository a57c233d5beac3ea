//! What is asked: conditions on expressions, and what their parameters range over.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use kofn_algebra::{Expr, Integer, Rational, Symbol};

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Relation {
    /// Whether numbers in this order stand in the relation.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Relation::Less => order == Ordering::Less,
            Relation::AtMost => order != Ordering::Greater,
            Relation::Equal => order == Ordering::Equal,
            Relation::Unequal => order != Ordering::Equal,
            Relation::AtLeast => order != Ordering::Less,
            Relation::More => order == Ordering::Greater,
        }
    }

    /// The relation of b to a that says the same as this one of a to b.
    pub fn swapped(self) -> Relation {
        match self {
            Relation::Less => Relation::More,
            Relation::AtMost => Relation::AtLeast,
            Relation::Equal => Relation::Equal,
            Relation::Unequal => Relation::Unequal,
            Relation::AtLeast => Relation::AtMost,
            Relation::More => Relation::Less,
        }
    }

    /// The relation that holds exactly where this one does not.
    pub fn negated(self) -> Relation {
        match self {
            Relation::Less => Relation::AtLeast,
            Relation::AtMost => Relation::More,
            Relation::Equal => Relation::Unequal,
            Relation::Unequal => Relation::Equal,
            Relation::AtLeast => Relation::Less,
            Relation::More => Relation::AtMost,
        }
    }

    /// Whether equal numbers do not stand in the relation.
    pub fn is_strict(self) -> bool {
        !self.holds(Ordering::Equal)
    }

    /// Its sign in the language.
    pub fn sign(self) -> &'static str {
        match self {
            Relation::Less => "<",
            Relation::AtMost => "<=",
            Relation::Equal => "==",
            Relation::Unequal => "!=",
            Relation::AtLeast => ">=",
            Relation::More => ">",
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}

/// One comparison of two expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What stands on the left.
    pub left: Expr,
    /// How they are compared.
    pub relation: Relation,
    /// What stands on the right.
    pub right: Expr,
}

/// Comparisons joined by `and` and `or`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// One comparison.
    Compare(Comparison),
    /// All of them hold; true where there is none.
    All(Vec<Condition>),
    /// One of them holds; false where there is none.
    Any(Vec<Condition>),
}

impl Condition {
    /// The condition that holds exactly where this one does not, provided that every side is
    /// defined there.
    pub fn negated(&self) -> Condition {
        match self {
            Condition::Compare(Comparison { left, relation, right }) => {
                Condition::Compare(Comparison {
                    left: left.clone(),
                    relation: relation.negated(),
                    right: right.clone(),
                })
            }
            Condition::All(all) => Condition::Any(all.iter().map(Condition::negated).collect()),
            Condition::Any(any) => Condition::All(any.iter().map(Condition::negated).collect()),
        }
    }
}

/// What a parameter ranges over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// Real numbers; both ends belong to it, and `None` is without end.
    Real {
        /// The least.
        lo: Option<Rational>,
        /// The largest.
        hi: Option<Rational>,
    },
    /// Whole numbers; both ends belong to it.
    Count {
        /// The least.
        lo: Integer,
        /// The largest; `None` is without end.
        hi: Option<Integer>,
    },
    /// These numbers.
    Values(Vec<Rational>),
}

/// Open parameters with what they range over.
pub type Parameters = BTreeMap<Symbol, Range>;
