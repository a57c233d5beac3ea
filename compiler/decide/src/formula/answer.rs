//! What solving with other parameters open can answer.

use kofn_algebra::Expr;

use crate::question::{Comparison, Condition, Relation};

/// The answer to "for which values of a parameter does the comparison hold", as formulas in the
/// other parameters.
///
/// Every list of conditions is to be read as "all of these hold", within the parameters' ranges;
/// a condition that is undefined does not hold. Where none of what is listed applies, nothing is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormulaAnswer {
    /// One bound.
    Solved(SolvedFormula),
    /// Bounds on both sides, several ranges, or cases.
    TwoEnds(TwoEnds),
    /// No formula was found.
    NoClosedForm {
        /// What is left when common factors are cancelled; `None` where nothing was.
        reduced: Option<Comparison>,
        /// The conditions under which the reduced comparison says the same as the given one.
        conditions: Vec<Condition>,
        /// Where the difference of the reduced sides is monotone in the parameter: the comparison
        /// then holds on one side of one value.
        monotone: Option<Monotone>,
    },
    /// Where the conditions hold, every value in the range satisfies the comparison.
    Always(Vec<Condition>),
    /// Where the conditions hold, no value in the range satisfies the comparison.
    Never(Vec<Condition>),
}

/// `symbol ⋈ formula`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SolvedFormula {
    /// How the parameter compares with the formula.
    pub relation: Relation,
    /// The bound.
    pub formula: Expr,
    /// Where the formula is valid: where these hold, the values in the range that satisfy the
    /// comparison are those that satisfy the bound.
    pub conditions: Vec<Condition>,
    /// Where, beyond that, some value in the range satisfies the comparison.
    pub feasible: Feasible,
    /// What holds elsewhere, as far as it is known.
    pub otherwise: Vec<Case>,
}

/// Ranges of the parameter, each between ends that are formulas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoEnds {
    /// Where the conditions hold, the comparison holds exactly where one of these does.
    pub alternatives: Vec<Alternative>,
    /// Where the alternatives are valid.
    pub conditions: Vec<Condition>,
    /// Where, beyond that, some value in the range satisfies the comparison.
    pub feasible: Feasible,
    /// What holds elsewhere, as far as it is known.
    pub otherwise: Vec<Case>,
}

/// One range of the parameter: where the conditions hold, the values that satisfy every bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Lower before upper; none for all values in the parameter's range.
    pub bounds: Vec<Bound>,
    /// When this alternative exists.
    pub conditions: Vec<Condition>,
}

/// `symbol ⋈ formula`, as a part of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// How the parameter compares with the formula.
    pub relation: Relation,
    /// The formula.
    pub formula: Expr,
}

/// Where some value in the range satisfies the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feasible {
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
    /// Exactly where all of these hold.
    When(Vec<Condition>),
    /// No condition was found that says so.
    Unknown,
}

/// Where these conditions hold, the comparison holds for all values in the range, or for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// When this is so.
    pub when: Vec<Condition>,
    /// Whether the comparison holds.
    pub holds: bool,
}

/// How the difference of two sides depends on a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotone {
    /// `left − right` does not fall when the parameter rises.
    Rising,
    /// `left − right` does not rise when the parameter rises.
    Falling,
}

/// `n ⋈ formula` for a count that stands in one exponent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountBound {
    /// How the count compares with the formula.
    pub relation: Relation,
    /// The bound, a real number.
    pub formula: Expr,
    /// Where the formula is valid.
    pub conditions: Vec<Condition>,
    /// Where, beyond that, some count in the range satisfies the comparison.
    pub feasible: Feasible,
    /// What holds elsewhere, as far as it is known.
    pub otherwise: Vec<Case>,
    /// What the side with the count tends to for large counts, where it is not reached: the
    /// supremum or infimum of that side.
    pub limit: Expr,
}
