//! The exact value of an expression.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;

use super::function::remainder;
use super::{Expr, Function, View};
use crate::binomial::binomial;
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::rational::Rational;
use crate::symbol::Symbol;

/// Why an expression has no exact rational value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluateError {
    /// A parameter was not given a value.
    Open(Symbol),
    /// A divisor is 0, or 0 is raised to a negative power.
    DivisionByZero,
    /// An exponential, a logarithm or a root: not rational, but for exceptions that are not
    /// looked for.
    NotRational,
    /// What has to be a whole number, and not negative where it counts something, is not: the k
    /// or n of a vote, the ends of a range, an index.
    NotWhole,
    /// A function was applied to a number of arguments it does not take.
    WrongArguments(Function),
    /// The computation would pass its limit, [`Expr::EVALUATION_WORK`] or
    /// [`Expr::EVALUATION_BITS`].
    TooLarge,
}

impl fmt::Display for EvaluateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvaluateError::Open(symbol) => write!(f, "{symbol} has no value"),
            EvaluateError::DivisionByZero => f.write_str("a divisor is 0"),
            EvaluateError::NotRational => f.write_str("the value is not rational"),
            EvaluateError::NotWhole => f.write_str("a count is not a whole number"),
            EvaluateError::WrongArguments(function) => {
                write!(f, "{function} does not take so many arguments")
            }
            EvaluateError::TooLarge => f.write_str("the computation would be too large"),
        }
    }
}

impl Error for EvaluateError {}

impl From<LimitReached> for EvaluateError {
    fn from(_: LimitReached) -> Self {
        EvaluateError::TooLarge
    }
}

impl Expr {
    /// The limit of an evaluation's work, in operations on 64-bit words, as far as it can be
    /// predicted.
    pub const EVALUATION_WORK: u64 = 200_000_000;

    /// The longest number an evaluation makes, in binary digits: more than 100,000 decimal ones.
    pub const EVALUATION_BITS: u64 = 400_000;

    /// The exact value where each parameter has the value that `value` gives.
    ///
    /// An element `R_M[3]` of an indexed family is asked for under this name.
    pub fn evaluate(
        &self,
        value: &dyn Fn(&Symbol) -> Option<Rational>,
    ) -> Result<Rational, EvaluateError> {
        Budget { left: Self::EVALUATION_WORK }.evaluate(self, value, 0)
    }
}

type Outcome = Result<Rational, EvaluateError>;

/// What looking at one sub-expression costs, in operations on words.
const VISIT: u64 = 100;

/// What is left of [`Expr::EVALUATION_WORK`].
struct Budget {
    left: u64,
}

impl Budget {
    /// Evaluates what is in scope once for each distinct sub-expression; `depth` counts the
    /// products and sums over an index around it, each of which evaluates its body anew.
    fn evaluate(
        &mut self,
        root: &Expr,
        value: &dyn Fn(&Symbol) -> Option<Rational>,
        depth: u32,
    ) -> Outcome {
        /// No model nests ranges deeper.
        const DEEPEST: u32 = 64;
        if depth > DEEPEST {
            return Err(EvaluateError::TooLarge);
        }
        let mut done: HashMap<usize, Rational> = HashMap::new();
        for expr in root.postorder_in_scope() {
            self.spend(VISIT)?;
            let known = |operand: &Expr| -> Rational {
                // Operands come before what they are part of.
                done.get(&operand.address()).cloned().unwrap_or_else(Rational::zero)
            };
            let result = match expr.view() {
                View::Number(number) => number.clone(),
                View::Symbol(symbol) => ask(symbol, value)?,
                View::Indexed { symbol, index } => {
                    ask(&symbol.element(&whole(&known(index))?), value)?
                }
                View::Sum(terms) => {
                    let mut sum = Rational::zero();
                    for term in terms {
                        sum = self.add(&sum, &known(term))?;
                    }
                    sum
                }
                View::Product(powers) => {
                    let mut product = Rational::one();
                    for (base, exponent) in powers {
                        let power = self.power(&known(base), &known(exponent))?;
                        product = self.multiply(&product, &power)?;
                    }
                    product
                }
                View::AnyOf(parts) => {
                    let mut fails = Rational::one();
                    for (part, copies) in parts {
                        let power = self.power(&known(part).complement(), &known(copies))?;
                        fails = self.multiply(&fails, &power)?;
                    }
                    fails.complement()
                }
                View::Complement(of) => known(of).complement(),
                View::AtLeast { k, n, of } => {
                    self.at_least(&whole(&known(k))?, &whole(&known(n))?, &known(of))?
                }
                View::AtLeastOf { k, of } => {
                    let parts: Vec<(Rational, u64)> =
                        of.iter().map(|(part, copies)| (known(part), *copies)).collect();
                    self.at_least_of(*k, &parts)?
                }
                View::Pivot { on, works, fails } => {
                    let on = known(on);
                    let high = self.multiply(&on, &known(works))?;
                    let low = self.multiply(&on.complement(), &known(fails))?;
                    self.add(&high, &low)?
                }
                View::Every { index, from, to, body } => {
                    let mut product = Rational::one();
                    self.range(&known(from), &known(to), |budget, at| {
                        let factor = budget.evaluate(body, &with(index, at, value), depth + 1)?;
                        product = budget.multiply(&product, &factor)?;
                        Ok(())
                    })?;
                    product
                }
                View::SumOver { index, from, to, body } => {
                    let mut sum = Rational::zero();
                    self.range(&known(from), &known(to), |budget, at| {
                        let term = budget.evaluate(body, &with(index, at, value), depth + 1)?;
                        sum = budget.add(&sum, &term)?;
                        Ok(())
                    })?;
                    sum
                }
                View::Function { name, args } => {
                    let arguments: Vec<Rational> = args.iter().map(known).collect();
                    self.apply(*name, &arguments)?
                }
            };
            done.insert(expr.address(), result);
        }
        done.remove(&root.address()).ok_or(EvaluateError::TooLarge)
    }

    fn spend(&mut self, work: u64) -> Result<(), EvaluateError> {
        self.left = self.left.checked_sub(work).ok_or(EvaluateError::TooLarge)?;
        Ok(())
    }

    /// Accounts for a number of so many binary digits, computed with quadratic methods.
    fn make(&mut self, bits: u64) -> Result<(), EvaluateError> {
        if bits > Expr::EVALUATION_BITS {
            return Err(EvaluateError::TooLarge);
        }
        let words = bits / 64 + 1;
        self.spend(words * words)
    }

    fn add(&mut self, a: &Rational, b: &Rational) -> Outcome {
        self.make(size(a) + size(b))?;
        Ok(a + b)
    }

    fn multiply(&mut self, a: &Rational, b: &Rational) -> Outcome {
        self.make(size(a) + size(b))?;
        Ok(a * b)
    }

    fn power(&mut self, base: &Rational, exponent: &Rational) -> Outcome {
        if base.is_one() || exponent.is_zero() {
            return Ok(Rational::one());
        }
        if base.is_zero() {
            return match exponent.is_negative() {
                true => Err(EvaluateError::DivisionByZero),
                false => Ok(Rational::zero()),
            };
        }
        let exponent = exponent.to_integer().ok_or(EvaluateError::NotRational)?;
        if base.abs().is_one() {
            return Ok(if exponent.is_even() { Rational::one() } else { base.clone() });
        }
        let exponent = exponent.to_i64().and_then(|exponent| i32::try_from(exponent).ok());
        let exponent = exponent.ok_or(EvaluateError::TooLarge)?;
        self.make(size(base).saturating_mul(exponent.unsigned_abs().into()))?;
        base.pow(exponent).ok_or(EvaluateError::DivisionByZero)
    }

    /// `Σ C(n,i) p^i (1 − p)^(n − i)` for i from k to n, over the common denominator.
    fn at_least(&mut self, k: &Integer, n: &Integer, p: &Rational) -> Outcome {
        if n.is_negative() {
            return Err(EvaluateError::NotWhole);
        }
        if k.is_negative() || k.is_zero() {
            return Ok(Rational::one());
        }
        if k > n {
            return Ok(Rational::zero());
        }
        let (Some(k), Some(n)) = (k.to_u64(), n.to_u64()) else {
            return Err(EvaluateError::TooLarge);
        };
        // The failing side is shorter when k is small: fewer than k work, n − i have failed.
        if k < n - k + 1 {
            let fails = self.upper_tail(n - k + 1, n, &p.complement())?;
            return Ok(fails.complement());
        }
        self.upper_tail(k, n, p)
    }

    /// The tail from k ≤ n, by Horner's rule in both p and 1 − p.
    fn upper_tail(&mut self, k: u64, n: u64, p: &Rational) -> Outcome {
        let bits = n.saturating_mul(size(p).saturating_add(1));
        self.make(bits)?;
        self.spend((bits / 64 + 1).saturating_mul(n - k + 1).saturating_mul(4))?;
        let (up, all) = (p.numerator(), p.denominator());
        let down = &all - &up;
        let mut ways = binomial(n, k)?;
        let mut power = Integer::one();
        let mut sum = Integer::zero();
        for i in k..=n {
            // sum = Σ C(n,j) up^(j − k) down^(i − j) for j from k to i
            sum = sum * &down + &ways * &power;
            power *= &up;
            let next = ways * Integer::from(n - i);
            ways = next.div_floor(&Integer::from(i + 1)).unwrap_or_else(Integer::zero);
        }
        let (Ok(k), Ok(n)) = (u32::try_from(k), u32::try_from(n)) else {
            return Err(EvaluateError::TooLarge);
        };
        Rational::new(sum * up.pow(k), all.pow(n)).ok_or(EvaluateError::DivisionByZero)
    }

    /// The chance that at least k work, part by part: how likely 0, 1, …, k or more of those
    /// seen so far work, over the product of their denominators.
    fn at_least_of(&mut self, k: u64, parts: &[(Rational, u64)]) -> Outcome {
        let mut bits = 0u64;
        let mut copies = 0u64;
        for (part, count) in parts {
            bits = bits.saturating_add(size(part).saturating_mul(*count));
            copies = copies.saturating_add(*count);
        }
        self.make(bits)?;
        self.spend((bits / 64 + 1).saturating_mul(copies).saturating_mul(k.saturating_add(1)))?;
        let k = usize::try_from(k.min(copies + 1)).map_err(|_| EvaluateError::TooLarge)?;
        let mut working = vec![Integer::zero(); k + 1];
        working[0] = Integer::one();
        let mut all = Integer::one();
        for (part, count) in parts {
            let (up, total) = (part.numerator(), part.denominator());
            let down = &total - &up;
            for _ in 0..*count {
                working[k] = &working[k] * &total;
                for works in (0..k).rev() {
                    let one_more = &working[works] * &up;
                    working[works + 1] += one_more;
                    working[works] = &working[works] * &down;
                }
                all *= &total;
            }
        }
        Rational::new(working[k].clone(), all).ok_or(EvaluateError::DivisionByZero)
    }

    fn range(
        &mut self,
        from: &Rational,
        to: &Rational,
        mut visit: impl FnMut(&mut Self, &Integer) -> Result<(), EvaluateError>,
    ) -> Result<(), EvaluateError> {
        let (mut at, to) = (whole(from)?, whole(to)?);
        while at <= to {
            self.spend(VISIT)?;
            visit(self, &at)?;
            at += Integer::one();
        }
        Ok(())
    }

    fn apply(&mut self, name: Function, arguments: &[Rational]) -> Outcome {
        match (name, arguments) {
            _ if !name.takes(arguments.len()) => Err(EvaluateError::WrongArguments(name)),
            (Function::Floor, [x]) => Ok(x.floor().into()),
            (Function::Ceil, [x]) => Ok(x.ceil().into()),
            (Function::Mod, [a, b]) => {
                self.make(size(a) + size(b))?;
                remainder(a, b).ok_or(EvaluateError::DivisionByZero)
            }
            (Function::Exp, [x]) if x.is_zero() => Ok(Rational::one()),
            (Function::Log, [x]) if x.is_one() => Ok(Rational::zero()),
            (Function::Binomial, [n, k]) => {
                let (n, k) = (whole(n)?, whole(k)?);
                if n.is_negative() {
                    return Err(EvaluateError::NotWhole);
                }
                if k.is_negative() || k > n {
                    return Ok(Rational::zero());
                }
                let (Some(n), Some(k)) = (n.to_u64(), k.to_u64()) else {
                    return Err(EvaluateError::TooLarge);
                };
                let steps = k.min(n - k);
                let bits = steps.saturating_mul(u64::from(n.checked_ilog2().unwrap_or(0)) + 1);
                self.make(bits.min(n))?;
                Ok(binomial(n, k)?.into())
            }
            (Function::Min, all) => Ok(all.iter().min().cloned().unwrap_or_else(Rational::zero)),
            (Function::Max, all) => Ok(all.iter().max().cloned().unwrap_or_else(Rational::zero)),
            _ => Err(EvaluateError::NotRational),
        }
    }
}

fn ask(symbol: &Symbol, value: &dyn Fn(&Symbol) -> Option<Rational>) -> Outcome {
    value(symbol).ok_or_else(|| EvaluateError::Open(symbol.clone()))
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

fn whole(number: &Rational) -> Result<Integer, EvaluateError> {
    number.to_integer().ok_or(EvaluateError::NotWhole)
}

fn size(number: &Rational) -> u64 {
    number.big_numerator().bits() + number.big_denominator().bits()
}
