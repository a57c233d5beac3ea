//! The value of an expression as a certified enclosure, rational or not.

mod functions;
mod number;

use std::collections::HashMap;
use std::error::Error;
use std::fmt;

use super::{Expr, Function, View};
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::rational::Rational;
use crate::real::RealEnclosure;
use crate::symbol::Symbol;
use number::Arithmetic;
pub(super) use number::Number;

/// Why the value of an expression was not enclosed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncloseError {
    /// A parameter was not given a value.
    Open(Symbol),
    /// A divisor is 0, or 0 is raised to a negative power.
    DivisionByZero,
    /// The logarithm of a number that is not positive, or a root of a negative one.
    NotReal,
    /// What has to be a whole number, and not negative where it counts something, is not: the k
    /// or n of a vote, the ends of a range, an index.
    NotWhole,
    /// A function was applied to a number of arguments it does not take.
    WrongArguments(Function),
    /// What was to be a probability lies below 0 or above 1.
    NotAProbability,
    /// With so many bits it is still open which of these a number is, or which decimal it
    /// rounds to: a divisor may be 0, an argument of `floor` whole, a value in the middle
    /// between two decimals. More bits may tell, unless it is exactly so.
    Undecided {
        /// The highest precision that was tried.
        precision: u32,
    },
    /// The computation would pass its limit, [`Expr::EVALUATION_WORK`].
    TooLarge,
}

impl fmt::Display for EncloseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncloseError::Open(symbol) => write!(f, "{symbol} has no value"),
            EncloseError::DivisionByZero => f.write_str("a divisor is 0"),
            EncloseError::NotReal => f.write_str("the value is not a real number"),
            EncloseError::NotWhole => f.write_str("a count is not a whole number"),
            EncloseError::WrongArguments(function) => {
                write!(f, "{function} does not take so many arguments")
            }
            EncloseError::NotAProbability => f.write_str("the value is not a probability"),
            EncloseError::Undecided { precision } => {
                write!(f, "{precision} bits are not enough to tell the value")
            }
            EncloseError::TooLarge => f.write_str("the computation would be too large"),
        }
    }
}

impl Error for EncloseError {}

impl From<LimitReached> for EncloseError {
    fn from(_: LimitReached) -> Self {
        EncloseError::TooLarge
    }
}

/// An interval that contains the value where each parameter has the value that `value` gives,
/// computed with so many bits.
///
/// Rational sub-expressions are exact while they are short; all else is rounded outwards. An
/// element `R_M[3]` of an indexed family is asked for under this name.
pub fn enclose(
    expr: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
    precision: u32,
) -> Result<RealEnclosure, EncloseError> {
    let mut arithmetic = Arithmetic::new(precision)?;
    let number = evaluate(&mut arithmetic, expr, value, 0)?;
    Ok(arithmetic.enclosed(&number))
}

/// Like [`enclose`], and exact where all of it is rational and short.
pub(super) fn enclose_or_exact(
    expr: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
    precision: u32,
) -> Result<Number, EncloseError> {
    evaluate(&mut Arithmetic::new(precision)?, expr, value, 0)
}

/// Evaluates what is in scope once for each distinct sub-expression; `depth` counts the products
/// and sums over an index around it, each of which evaluates its body anew.
fn evaluate(
    arithmetic: &mut Arithmetic,
    root: &Expr,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
    depth: u32,
) -> Result<Number, EncloseError> {
    /// No model nests ranges deeper.
    const DEEPEST: u32 = 64;
    if depth > DEEPEST {
        return Err(EncloseError::TooLarge);
    }
    let mut done: HashMap<usize, Number> = HashMap::new();
    for expr in root.postorder_in_scope() {
        arithmetic.visit()?;
        let known = |operand: &Expr| -> Number {
            // Operands come before what they are part of.
            done.get(&operand.address()).cloned().unwrap_or_else(Number::zero)
        };
        let result = match expr.view() {
            View::Number(number) => arithmetic.number(number.clone()),
            View::Symbol(symbol) => arithmetic.number(ask(symbol, value)?),
            View::Indexed { symbol, index } => {
                let element = symbol.element(&arithmetic.whole(&known(index))?);
                arithmetic.number(ask(&element, value)?)
            }
            View::Sum(terms) => {
                let mut sum = Number::zero();
                for term in terms {
                    sum = arithmetic.add(&sum, &known(term))?;
                }
                sum
            }
            View::Product(powers) => {
                let mut product = Number::one();
                for (base, exponent) in powers {
                    let power = arithmetic.power(&known(base), &known(exponent))?;
                    product = arithmetic.mul(&product, &power)?;
                }
                product
            }
            View::AnyOf(parts) => {
                let mut fails = Number::one();
                for (part, copies) in parts {
                    let part = arithmetic.complement(&known(part))?;
                    let power = arithmetic.power(&part, &known(copies))?;
                    fails = arithmetic.mul(&fails, &power)?;
                }
                arithmetic.complement(&fails)?
            }
            View::Complement(of) => arithmetic.complement(&known(of))?,
            View::AtLeast { k, n, of } => {
                let (k, n) = (arithmetic.whole(&known(k))?, arithmetic.whole(&known(n))?);
                if n.is_negative() {
                    return Err(EncloseError::NotWhole);
                }
                let n = n.to_u64().ok_or(EncloseError::TooLarge)?;
                // Fewer than none are needed: none. More than can be counted: more than n.
                let k = if k.is_negative() { Some(0) } else { k.to_u64() };
                match k {
                    Some(k) => arithmetic.at_least(k, &[(known(of), n)])?,
                    None => Number::zero(),
                }
            }
            View::AtLeastOf { k, of } => {
                let parts: Vec<(Number, u64)> =
                    of.iter().map(|(part, copies)| (known(part), *copies)).collect();
                arithmetic.at_least(*k, &parts)?
            }
            View::Pivot { on, works, fails } => {
                let on = known(on);
                let high = arithmetic.mul(&on, &known(works))?;
                let low = arithmetic.complement(&on)?;
                let low = arithmetic.mul(&low, &known(fails))?;
                arithmetic.add(&high, &low)?
            }
            View::Every { index, from, to, body } => {
                let (mut at, to) = (arithmetic.whole(&known(from))?, arithmetic.whole(&known(to))?);
                let mut product = Number::one();
                while at <= to {
                    let inside = with(index, &at, value);
                    let factor = evaluate(arithmetic, body, &inside, depth + 1)?;
                    product = arithmetic.mul(&product, &factor)?;
                    at += Integer::one();
                }
                product
            }
            View::SumOver { index, from, to, body } => {
                let (mut at, to) = (arithmetic.whole(&known(from))?, arithmetic.whole(&known(to))?);
                let mut sum = Number::zero();
                while at <= to {
                    let inside = with(index, &at, value);
                    let term = evaluate(arithmetic, body, &inside, depth + 1)?;
                    sum = arithmetic.add(&sum, &term)?;
                    at += Integer::one();
                }
                sum
            }
            View::Function { name, args } => {
                let arguments: Vec<Number> = args.iter().map(known).collect();
                arithmetic.apply(*name, &arguments)?
            }
        };
        done.insert(expr.address(), result);
    }
    done.remove(&root.address()).ok_or(EncloseError::TooLarge)
}

fn ask(
    symbol: &Symbol,
    value: &dyn Fn(&Symbol) -> Option<Rational>,
) -> Result<Rational, EncloseError> {
    value(symbol).ok_or_else(|| EncloseError::Open(symbol.clone()))
}

/// The values outside, and the index's.
fn with<'a>(
    index: &'a Symbol,
    at: &Integer,
    value: &'a dyn Fn(&Symbol) -> Option<Rational>,
) -> impl Fn(&Symbol) -> Option<Rational> + 'a {
    let at = Rational::from(at);
    move |symbol| if symbol == index { Some(at.clone()) } else { value(symbol) }
}

#[cfg(test)]
mod tests;
