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
    /// The question has no answer here, for this reason.
    Undefined(String),
}

impl From<kofn_algebra::LimitReached> for Trouble {
    fn from(limit: kofn_algebra::LimitReached) -> Self {
        Trouble::Limit { what: limit.what.to_string(), limit: limit.limit }
    }
}

impl From<kofn_boolean::LimitReached> for Trouble {
    fn from(limit: kofn_boolean::LimitReached) -> Self {
        let what = format!("{}; --limit-nodes sets another one", limit.what);
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
            Trouble::Undefined(why) => f.write_str(why),
        }
    }
}
