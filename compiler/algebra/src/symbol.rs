//! Names of parameters, as authors write them.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use crate::integer::Integer;

/// A parameter's name, spelt as in the model: `R_M'`, `n`, `R_native.machine`.
///
/// Symbols with equal names are the same symbol. Cloning one is cheap. How a name is typeset is
/// for the printers to say; here it is only told apart from others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(Arc<str>);

impl Symbol {
    /// The symbol with this name.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Symbol(name.into())
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The symbol of one element of an indexed family: `R_M[3]`.
    pub fn element(&self, index: &Integer) -> Symbol {
        Symbol(format!("{self}[{index}]").into())
    }

    /// A symbol that is not `taken`: this one, else this one with primes after it.
    pub fn fresh(&self, taken: impl Fn(&Symbol) -> bool) -> Symbol {
        let mut candidate = self.clone();
        while taken(&candidate) {
            candidate = Symbol(format!("{candidate}'").into());
        }
        candidate
    }
}

impl From<&str> for Symbol {
    fn from(name: &str) -> Self {
        Symbol(name.into())
    }
}

/// A symbol orders and hashes as its name does, so maps can be asked by name.
impl Borrow<str> for Symbol {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_written_with_its_index() {
        assert_eq!(Symbol::new("R_M").element(&Integer::from(3)).name(), "R_M[3]");
    }

    #[test]
    fn a_fresh_symbol_is_not_taken() {
        let taken = [Symbol::new("i"), Symbol::new("i'")];
        assert_eq!(Symbol::new("i").fresh(|s| taken.contains(s)).name(), "i''");
        assert_eq!(Symbol::new("j").fresh(|s| taken.contains(s)).name(), "j");
    }
}
