//! The functions of the language.

use std::fmt;

use super::{Expr, View};
use crate::binomial::binomial;
use crate::rational::Rational;

/// A function of numbers, by its name in the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// The smallest of one or more arguments.
    Min,
    /// The largest of one or more arguments.
    Max,
    /// The largest whole number not above the argument.
    Floor,
    /// The smallest whole number not below the argument.
    Ceil,
    /// `a − b ⌊a/b⌋` for the arguments a and b.
    Mod,
    /// The exponential function.
    Exp,
    /// The natural logarithm.
    Log,
    /// `binomial(n, k)`: how many ways there are to choose k of n things.
    Binomial,
}

impl Function {
    /// The name in the language.
    pub fn name(self) -> &'static str {
        match self {
            Function::Min => "min",
            Function::Max => "max",
            Function::Floor => "floor",
            Function::Ceil => "ceil",
            Function::Mod => "mod",
            Function::Exp => "exp",
            Function::Log => "log",
            Function::Binomial => "binomial",
        }
    }

    /// Whether so many arguments are what the function takes.
    pub fn takes(self, arguments: usize) -> bool {
        match self {
            Function::Min | Function::Max => arguments >= 1,
            Function::Floor | Function::Ceil | Function::Exp | Function::Log => arguments == 1,
            Function::Mod | Function::Binomial => arguments == 2,
        }
    }

    /// Whether the result is whole for any argument.
    pub(super) fn rounds(self) -> bool {
        matches!(self, Function::Floor | Function::Ceil)
    }

    /// Whether the result is whole for whole arguments.
    pub(super) fn is_whole_for_whole(self) -> bool {
        match self {
            Function::Min
            | Function::Max
            | Function::Floor
            | Function::Ceil
            | Function::Mod
            | Function::Binomial => true,
            Function::Exp | Function::Log => false,
        }
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Expr {
    /// A function applied to its arguments; a number where that can be seen at once.
    ///
    /// How many arguments there must be is for the caller to check
    /// ([`Function::takes`]); an application to others has no value.
    pub fn function(name: Function, args: impl IntoIterator<Item = Expr>) -> Expr {
        let args: Vec<Expr> = args.into_iter().collect();
        match (name, args.as_slice()) {
            (Function::Min | Function::Max, [only]) => return only.clone(),
            (Function::Binomial, [n, k]) => {
                if let Some(simple) = simple_binomial(n, k) {
                    return simple;
                }
            }
            _ => {}
        }
        let numbers: Option<Vec<&Rational>> = args.iter().map(Expr::as_number).collect();
        let folded = numbers.and_then(|numbers| folded(name, &numbers));
        folded.map_or_else(|| Expr::from_view(View::Function { name, args }), Expr::number)
    }

    /// The binomial coefficient n over k.
    pub fn binomial(n: Expr, k: Expr) -> Expr {
        Expr::function(Function::Binomial, [n, k])
    }
}

/// Applies a function where that takes no time and gives a rational number.
fn folded(name: Function, arguments: &[&Rational]) -> Option<Rational> {
    match (name, arguments) {
        (Function::Min, all) => all.iter().min().map(|&least| least.clone()),
        (Function::Max, all) => all.iter().max().map(|&most| most.clone()),
        (Function::Floor, [x]) => Some(x.floor().into()),
        (Function::Ceil, [x]) => Some(x.ceil().into()),
        (Function::Mod, [a, b]) => remainder(a, b),
        (Function::Exp, [x]) => x.is_zero().then(Rational::one),
        (Function::Log, [x]) => x.is_one().then(Rational::zero),
        (Function::Binomial, [n, k]) => {
            /// The longest in binary digits; larger ones are more readable as they are.
            const LONGEST: u64 = 64;
            let (n, k) = (n.to_integer()?.to_u64()?, k.to_integer()?.to_u64()?);
            let digits = k
                .min(n.saturating_sub(k))
                .saturating_mul(u64::from(n.checked_ilog2().unwrap_or(0) + 1));
            if n > LONGEST && digits > LONGEST {
                return None;
            }
            binomial(n, k).ok().map(Rational::from)
        }
        _ => None,
    }
}

/// `a − b ⌊a/b⌋`, or nothing for b = 0.
pub(super) fn remainder(a: &Rational, b: &Rational) -> Option<Rational> {
    let quotient = a.checked_div(b)?.floor();
    Some(a - b * Rational::from(quotient))
}

/// n over 0, 1, n − 1 and n, whatever n is.
fn simple_binomial(n: &Expr, k: &Expr) -> Option<Expr> {
    let rest = Expr::difference(n.clone(), k.clone());
    if k.is_zero() || rest.is_zero() {
        return Some(Expr::one());
    }
    (k.is_one() || rest.is_one()).then(|| n.clone())
}
