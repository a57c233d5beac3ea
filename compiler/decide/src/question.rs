//! What is asked: conditions on expressions, and what their parameters range over.

use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{Expr, Integer, Rational, Symbol};

pub use kofn_algebra::Relation;

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

impl Comparison {
    /// The comparison with parameters replaced.
    pub fn substitute(&self, values: &BTreeMap<Symbol, Expr>) -> Comparison {
        Comparison {
            left: self.left.substitute(values),
            relation: self.relation,
            right: self.right.substitute(values),
        }
    }
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
    /// The open parameters in it.
    pub fn symbols(&self) -> BTreeSet<Symbol> {
        match self {
            Condition::Compare(one) => {
                let mut symbols = one.left.symbols();
                symbols.extend(one.right.symbols());
                symbols
            }
            Condition::All(all) | Condition::Any(all) => {
                all.iter().flat_map(Condition::symbols).collect()
            }
        }
    }

    /// The condition with parameters replaced.
    pub fn substitute(&self, values: &BTreeMap<Symbol, Expr>) -> Condition {
        let all = |all: &[Condition]| all.iter().map(|one| one.substitute(values)).collect();
        match self {
            Condition::Compare(one) => Condition::Compare(one.substitute(values)),
            Condition::All(some) => Condition::All(all(some)),
            Condition::Any(some) => Condition::Any(all(some)),
        }
    }

    /// The condition at a value of a parameter.
    pub(crate) fn at(&self, symbol: &Symbol, value: &Rational) -> Condition {
        let value = Expr::number(value.clone());
        self.substitute(&BTreeMap::from([(symbol.clone(), value)]))
    }

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

impl Range {
    /// The probabilities.
    pub fn probability() -> Range {
        Range::Real { lo: Some(Rational::zero()), hi: Some(Rational::one()) }
    }

    /// What belongs to both; `None` where nothing does.
    pub fn meet(&self, other: &Range) -> Option<Range> {
        match (self, other) {
            (Range::Values(values), other) | (other, Range::Values(values)) => {
                let kept: Vec<Rational> =
                    values.iter().filter(|value| other.contains(value)).cloned().collect();
                (!kept.is_empty()).then_some(Range::Values(kept))
            }
            (Range::Real { lo: a, hi: b }, Range::Real { lo: c, hi: d }) => {
                let lo = a.iter().chain(c).max().cloned();
                let hi = b.iter().chain(d).min().cloned();
                let empty = lo.as_ref().zip(hi.as_ref()).is_some_and(|(lo, hi)| lo > hi);
                (!empty).then_some(Range::Real { lo, hi })
            }
            (Range::Count { lo, hi }, Range::Real { lo: a, hi: b })
            | (Range::Real { lo: a, hi: b }, Range::Count { lo, hi }) => {
                let a = a.as_ref().map_or_else(|| lo.clone(), Rational::ceil);
                let whole = Range::Count { lo: a, hi: b.as_ref().map(Rational::floor) };
                whole.meet(&Range::Count { lo: lo.clone(), hi: hi.clone() })
            }
            (Range::Count { lo: a, hi: b }, Range::Count { lo: c, hi: d }) => {
                let lo = a.max(c).clone();
                let hi = b.iter().chain(d).min().cloned();
                let empty = hi.as_ref().is_some_and(|hi| lo > *hi);
                (!empty).then_some(Range::Count { lo, hi })
            }
        }
    }

    /// Whether a number belongs to it.
    pub fn contains(&self, number: &Rational) -> bool {
        match self {
            Range::Real { lo, hi } => {
                lo.as_ref().is_none_or(|lo| lo <= number)
                    && hi.as_ref().is_none_or(|hi| number <= hi)
            }
            Range::Count { lo, hi } => number
                .to_integer()
                .is_some_and(|number| *lo <= number && hi.as_ref().is_none_or(|hi| number <= *hi)),
            Range::Values(values) => values.contains(number),
        }
    }
}
