//! Conditions as text: comparisons joined by `and` and `or`.

use crate::asking::exact;
use crate::words::{inside, split};
use kofn::Compilation;
use kofn_algebra::Relation;

/// A condition in the words of a query.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Two sides.
    Compare(String, Relation, String),
    /// All of them.
    All(Vec<Condition>),
    /// One of them.
    Any(Vec<Condition>),
}

/// Longer signs before those that they begin with.
const SIGNS: [(&str, Relation); 6] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("==", Relation::Equal),
    ("!=", Relation::Unequal),
    ("<", Relation::Less),
    (">", Relation::More),
];

/// The relation at the beginning of a text, and the rest.
pub fn relation(text: &str) -> Option<(Relation, &str)> {
    let text = text.trim();
    SIGNS.iter().find_map(|(sign, relation)| Some((*relation, text.strip_prefix(sign)?.trim())))
}

impl Condition {
    /// Reads a condition.
    pub fn read(text: &str) -> Result<Condition, String> {
        let text = text.trim();
        let several =
            |parts: Vec<&str>| parts.into_iter().map(Condition::read).collect::<Result<_, _>>();
        let parts = split(text, " or ");
        if parts.len() > 1 {
            return several(parts).map(Condition::Any);
        }
        let parts = split(text, " and ");
        if parts.len() > 1 {
            return several(parts).map(Condition::All);
        }
        for (sign, relation) in SIGNS {
            if let [left, right] = split(text, sign)[..] {
                return Ok(Condition::Compare(left.to_owned(), relation, right.to_owned()));
            }
        }
        match inside(text) {
            Some(inner) => Condition::read(inner),
            None => Err(format!("`{text}` is not a comparison")),
        }
    }

    /// Whether it holds where parameters have values, `R_V = 1/2, n = 3`. Both sides of every
    /// comparison are computed exactly.
    pub fn holds(&self, compilation: &mut Compilation, values: &str) -> Result<bool, String> {
        match self {
            Condition::Compare(left, relation, right) => {
                let mut side = |side: &str| {
                    let query = match values {
                        "" => side.to_owned(),
                        _ => format!("{side} given {values}"),
                    };
                    exact(compilation, &query).map_err(|why| format!("`{query}`: {why}"))
                };
                Ok(relation.holds(side(left)?.cmp(&side(right)?)))
            }
            Condition::All(all) => {
                for one in all {
                    if !one.holds(compilation, values)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Condition::Any(any) => {
                for one in any {
                    if one.holds(compilation, values)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}
