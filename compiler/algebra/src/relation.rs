//! How two numbers are compared.

use std::cmp::Ordering;
use std::fmt;

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
