//! Why a measure has no answer.

use kofn_algebra::Symbol;
use std::collections::BTreeSet;
use std::fmt;

/// Why a measure has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// These parameters have no value.
    Open(BTreeSet<Symbol>),
    /// A limit was reached: what it limits, the limit, and how far the work had come.
    Limit {
        /// What is limited.
        what: String,
        /// The limit.
        limit: u64,
    },
    /// The computation was ended from outside: nothing is known, and nothing else is tried.
    Interrupted,
    /// A limit was reached, and all that is known of a probability is between which ends it lies.
    Between(Box<Bounds>),
    /// The question has no answer here, for this reason.
    Undefined(String),
}

/// Certain ends of a probability, rounded outwards: lower, upper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Of the probability itself.
    pub works: (String, String),
    /// Of its complement, the better number where that is small.
    pub fails: (String, String),
    /// The limit.
    pub why: String,
}

/// What is said behind a limit on diagrams and states: where another one is set. Programs without
/// that option leave it out.
pub const OTHER_LIMIT: &str = "; --limit-nodes sets another one";

impl From<kofn_algebra::LimitReached> for Trouble {
    fn from(limit: kofn_algebra::LimitReached) -> Self {
        Trouble::Limit { what: limit.what.to_string(), limit: limit.limit }
    }
}

impl From<kofn_boolean::LimitReached> for Trouble {
    fn from(limit: kofn_boolean::LimitReached) -> Self {
        if limit.is_interrupted() {
            return Trouble::Interrupted;
        }
        let what = format!("{}{OTHER_LIMIT}", limit.what);
        Trouble::Limit { what, limit: limit.limit }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Open(symbols) => {
                let names: Vec<&str> = symbols.iter().map(Symbol::name).collect();
                write!(f, "no value for {}", names.join(", "))
            }
            Trouble::Limit { what, limit } => write!(f, "the limit is reached: {limit} {what}"),
            Trouble::Interrupted => f.write_str(kofn_boolean::INTERRUPTED),
            Trouble::Between(bounds) => {
                let (lo, hi) = &bounds.works;
                write!(f, "{}; it lies between {lo} and {hi}", bounds.why)
            }
            Trouble::Undefined(why) => f.write_str(why),
        }
    }
}
