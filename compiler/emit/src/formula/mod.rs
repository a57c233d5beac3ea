//! Formulas, as an engineer would write them.
//!
//! One expression has five spellings: [`text`] for a terminal, [`latex`] and [`typst`] for a document,
//! [`source`] for a model, where it is read again, and `sympy` for a notebook. The first three print the
//! same formula:
//!
//! 1. votes, and the cases of shared modules, are written out (`expand`);
//! 2. what would be printed twice, or is long, gets a name (`plan`);
//! 3. the rest is set in order: numbers, single names, brackets, sums (`typeset`).

mod expand;
mod identifiers;
mod latex;
mod measure;
mod names;
mod notation;
mod plan;
mod source;
mod sympy;
mod text;
mod typeset;
mod typst;

use std::fmt;

pub(crate) use identifiers::is_stable;
pub use latex::{latex, latex_name};
pub(crate) use names::quoted;
pub use source::{SOURCE_LIMIT, source};
pub(crate) use sympy::{Code, Shape, Sympy};
pub use text::{text, text_name};
pub use typst::{typst, typst_name};

/// How much a printed formula may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// A part that would be longer, in characters, is named and printed apart. 160.
    pub longest_part: usize,
    /// With more named parts than this, a formula is not printed. 200.
    pub most_names: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style { longest_part: 160, most_names: 200 }
    }
}

/// A printed formula: the expression, and what it is explained by.
///
/// Where there are too many named parts to be of use, the body says how many instead, and there
/// are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    body: String,
    names: Vec<(String, String)>,
    legend: Option<String>,
    words: &'static Words,
}

/// What stands between a formula and the names in it.
#[derive(Debug, PartialEq, Eq)]
struct Words {
    before_names: &'static str,
    equals: &'static str,
    between_names: &'static str,
}

impl Formula {
    /// The expression.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The named parts, `(A, what A stands for)`, in the order in which they are first mentioned.
    pub fn names(&self) -> &[(String, String)] {
        &self.names
    }

    /// The meaning of a notation that occurs in the formula and not in every textbook.
    pub fn legend(&self) -> Option<&str> {
        self.legend.as_deref()
    }
}

/// The expression, and after "where" the named parts: one line.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.body)?;
        for (place, (name, value)) in self.names.iter().enumerate() {
            let before =
                if place == 0 { self.words.before_names } else { self.words.between_names };
            write!(f, "{before}{name}{}{value}", self.words.equals)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod examples;
