//! Expressions in one symbol as quotients of polynomials.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;

use super::polynomial::{DEGREE_LIMIT, UnivariatePolynomial};
use super::rational_function::RationalFunction;
use super::vote::{at_least_alike, at_least_of_multiple, at_least_of_variable, distribution};
use crate::expr::{Expr, View};
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::rational::Rational;
use crate::symbol::Symbol;

/// How much work an expansion may take: products of 64-bit words, roughly.
const WORK_LIMIT: u64 = 5_000_000_000;

/// Ranges inside each other; no model nests them deeper.
const DEEPEST: u64 = 64;

/// Why an expression is no quotient of polynomials in a symbol, as far as is seen without
/// cancelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRationalFunction {
    /// Another symbol occurs.
    Open(Symbol),
    /// An exponent, a count, an index or an end of a range mentions the symbol, or is not whole
    /// where it has to be.
    SymbolicCount,
    /// A divisor is 0 everywhere.
    DivisionByZero,
    /// A root, or a function that has no rational value or whose argument mentions the symbol.
    Function,
    /// It would have been too large.
    LimitReached(LimitReached),
}

impl fmt::Display for NotRationalFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotRationalFunction::Open(symbol) => write!(f, "{symbol} has no value"),
            NotRationalFunction::SymbolicCount => {
                f.write_str("a count or exponent is not a whole number")
            }
            NotRationalFunction::DivisionByZero => f.write_str("a divisor is 0"),
            NotRationalFunction::Function => f.write_str("a function has no rational value"),
            NotRationalFunction::LimitReached(limit) => limit.fmt(f),
        }
    }
}

impl Error for NotRationalFunction {}

impl From<LimitReached> for NotRationalFunction {
    fn from(limit: LimitReached) -> Self {
        NotRationalFunction::LimitReached(limit)
    }
}

/// The quotient of polynomials in a symbol that an expression is, where every other symbol has
/// been replaced by a number.
///
/// The quotient is undefined exactly where a divisor in the expression is 0: nothing is
/// cancelled, and `1 / (1/x)` stays undefined at 0. An element of an indexed family is asked for
/// by its own name, `R_M[3]`. Degrees above 20,000 and computations that would take too long are
/// refused.
pub fn rational_function_of(
    expr: &Expr,
    symbol: &Symbol,
) -> Result<RationalFunction, NotRationalFunction> {
    Expansion { symbol, work: 0 }.of(expr, 0)
}

type Outcome = Result<RationalFunction, NotRationalFunction>;

struct Expansion<'a> {
    symbol: &'a Symbol,
    work: u64,
}

impl Expansion<'_> {
    fn of(&mut self, root: &Expr, depth: u64) -> Outcome {
        LimitReached::check("ranges inside each other", DEEPEST, depth)?;
        let mut done: HashMap<usize, RationalFunction> = HashMap::new();
        for expr in root.postorder_in_scope() {
            let known = |operand: &Expr| -> &RationalFunction {
                match done.get(&operand.address()) {
                    Some(function) => function,
                    None => unreachable!("operands come before what they are part of"),
                }
            };
            let result = match expr.view() {
                View::Number(number) => RationalFunction::constant(number),
                View::Symbol(symbol) => self.variable(symbol)?,
                View::Indexed { symbol, index } => {
                    self.variable(&symbol.element(&whole(known(index))?))?
                }
                View::Sum(terms) => {
                    let zero = RationalFunction::constant(&Rational::zero());
                    terms.iter().try_fold(zero, |sum, term| self.sum(&sum, known(term)))?
                }
                View::Product(powers) => {
                    let powers = powers.iter().map(|(base, e)| (known(base).clone(), known(e)));
                    self.product(powers)?
                }
                View::AnyOf(parts) => {
                    let fails = parts.iter().map(|(part, e)| (known(part).complement(), known(e)));
                    self.product(fails)?.complement()
                }
                View::Complement(of) => known(of).complement(),
                View::AtLeast { k, n, of } => {
                    let (k, n) = (whole(known(k))?, whole(known(n))?);
                    let n = n.to_u64().ok_or(NotRationalFunction::SymbolicCount)?;
                    // Fewer than none are needed: none.
                    let k = if k.is_negative() { Some(0) } else { k.to_u64() };
                    self.at_least(k.unwrap_or(u64::MAX), n, known(of))?
                }
                View::AtLeastOf { k, of } => {
                    let parts: Vec<(&RationalFunction, u64)> =
                        of.iter().map(|(part, copies)| (known(part), *copies)).collect();
                    self.at_least_of(*k, &parts)?
                }
                View::Pivot { on, works, fails } => {
                    let on = known(on);
                    let high = self.times(on, known(works))?;
                    let low = self.times(&on.complement(), known(fails))?;
                    self.sum(&high, &low)?
                }
                View::Every { index, from, to, body } => {
                    let factors = self.range(known(from), known(to), index, body, depth)?;
                    let one = RationalFunction::constant(&Rational::one());
                    factors.iter().try_fold(one, |product, factor| self.times(&product, factor))?
                }
                View::SumOver { index, from, to, body } => {
                    let terms = self.range(known(from), known(to), index, body, depth)?;
                    let zero = RationalFunction::constant(&Rational::zero());
                    terms.iter().try_fold(zero, |sum, term| self.sum(&sum, term))?
                }
                View::Function { name, args } => {
                    let numbers: Option<Vec<Expr>> =
                        args.iter().map(|arg| Some(known(arg).to_constant()?.into())).collect();
                    let value =
                        Expr::function(*name, numbers.ok_or(NotRationalFunction::Function)?);
                    let value = value.as_number().ok_or(NotRationalFunction::Function)?;
                    RationalFunction::constant(value)
                }
            };
            done.insert(expr.address(), result);
        }
        match done.remove(&root.address()) {
            Some(function) => Ok(function),
            None => unreachable!("a walk ends with its root"),
        }
    }

    fn variable(&self, symbol: &Symbol) -> Outcome {
        if symbol == self.symbol {
            Ok(RationalFunction::variable())
        } else {
            Err(NotRationalFunction::Open(symbol.clone()))
        }
    }

    /// Accounts for so many steps with numbers of so many digits.
    fn pass(&mut self, degree: u64, bits: u64) -> Result<(), NotRationalFunction> {
        LimitReached::check("degree of a polynomial", DEGREE_LIMIT, degree)?;
        let words = degree.saturating_add(1).saturating_mul(bits / 32 + 2);
        self.work = self.work.saturating_add(words);
        LimitReached::check("steps of an expansion", WORK_LIMIT, self.work)?;
        Ok(())
    }

    /// Accounts for the product of two rows of numbers, packed into one number each.
    fn spend(&mut self, degree: u64, bits: u64) -> Result<(), NotRationalFunction> {
        let words = degree.saturating_add(1).saturating_mul(bits / 32 + 2);
        self.pass(degree, bits.saturating_mul(words.isqrt() / 8 + 1))
    }

    fn times(&mut self, a: &RationalFunction, b: &RationalFunction) -> Outcome {
        let (one, other) = (Size::of(a), Size::of(b));
        self.spend(one.degree + other.degree, one.bits + other.bits)?;
        Ok(a.product(b))
    }

    fn sum(&mut self, a: &RationalFunction, b: &RationalFunction) -> Outcome {
        let (one, other) = (Size::of(a), Size::of(b));
        let (low, high) = (one.degree.min(other.degree), one.degree.max(other.degree));
        if a.divisor() != b.divisor() {
            self.spend(low + high, one.bits + other.bits)?;
        } else if low == 0 || low == high {
            self.pass(high, one.bits + other.bits)?;
        } else {
            // The shorter row is multiplied by a row of binomial coefficients.
            self.spend(high, one.bits.max(other.bits) + high)?;
        }
        Ok(a.sum(b))
    }

    fn power(&mut self, base: &RationalFunction, exponent: u64) -> Outcome {
        let size = Size::of(base).times(exponent);
        self.spend(size.degree, size.bits)?;
        let small = u32::try_from(exponent).map_err(|_| LimitReached {
            what: "degree of a polynomial",
            limit: DEGREE_LIMIT,
            reached: exponent,
        })?;
        Ok(base.pow(small))
    }

    fn product<'b>(
        &mut self,
        powers: impl Iterator<Item = (RationalFunction, &'b RationalFunction)>,
    ) -> Outcome {
        let mut product = RationalFunction::constant(&Rational::one());
        for (base, exponent) in powers {
            let exponent = exponent.to_constant().ok_or(NotRationalFunction::SymbolicCount)?;
            let exponent = exponent.to_integer().ok_or(NotRationalFunction::Function)?;
            let base = if exponent.is_negative() {
                base.reciprocal().ok_or(NotRationalFunction::DivisionByZero)?
            } else {
                base
            };
            // Powers of 0, 1 and −1 are short however large the exponent is.
            let exponent = match base.to_constant() {
                Some(number) if number.is_zero() && !exponent.is_zero() => 1,
                Some(number) if number.abs().is_one() => u64::from(!exponent.is_even()),
                _ => exponent.abs().to_u64().unwrap_or(u64::MAX),
            };
            let power = self.power(&base, exponent)?;
            product = self.times(&product, &power)?;
        }
        Ok(product)
    }

    fn at_least(&mut self, k: u64, n: u64, part: &RationalFunction) -> Outcome {
        if k == 0 || k > n {
            return Ok(self.certain(k == 0, [part]));
        }
        let (threshold, count) = (index(k)?, index(n)?);
        if *part == RationalFunction::variable() {
            self.pass(n, n.saturating_mul(3))?;
            return Ok(RationalFunction::polynomial(at_least_of_variable(threshold, count)));
        }
        let size = Size::of(part).times(n);
        self.pass(n, size.bits.saturating_add(n).saturating_mul(3))?;
        if let Some(vote) = at_least_of_multiple(threshold, count, part) {
            return Ok(vote);
        }
        // Once for each level at which the sum is halved.
        for _ in 0..=n.ilog2() {
            self.spend(size.degree.max(n), size.bits.saturating_add(n))?;
        }
        Ok(at_least_alike(threshold, count, part))
    }

    fn at_least_of(&mut self, k: u64, parts: &[(&RationalFunction, u64)]) -> Outcome {
        let n = parts.iter().fold(0u64, |n, (_, copies)| n.saturating_add(*copies));
        if k == 0 || k > n {
            return Ok(self.certain(k == 0, parts.iter().map(|(part, _)| *part)));
        }
        let needed = index(k)?;
        LimitReached::check("degree of a polynomial", DEGREE_LIMIT, n)?;
        // Exactly 0, 1, … fewer than k of those seen so far, and k or more of them.
        let mut exactly = vec![UnivariatePolynomial::one()];
        let mut reached = UnivariatePolynomial::zero();
        let mut all = RationalFunction::constant(&Rational::one());
        let mut size = Size { degree: 0, bits: 1 };
        for (part, copies) in parts {
            let of_part = Size::of(part).times(*copies);
            size = Size {
                degree: size.degree.saturating_add(of_part.degree),
                bits: size.bits.saturating_add(of_part.bits).saturating_add(*copies),
            };
            for _ in 0..(exactly.len() as u64).saturating_mul(copies.saturating_add(2)) {
                self.spend(size.degree, size.bits)?;
            }
            let copies = index(*copies)?;
            let chances = distribution(copies, part);
            let exponent = u32::try_from(copies).unwrap_or(u32::MAX);
            let scale = part.over_power(UnivariatePolynomial::one(), exponent);
            reached = &reached * &part.denominator().pow(exponent);
            let length = (exactly.len() + copies).min(needed);
            let mut next = vec![UnivariatePolynomial::zero(); length];
            for (before, chance) in exactly.iter().enumerate() {
                for (more, other) in chances.iter().enumerate() {
                    let product = chance * other;
                    match next.get_mut(before + more) {
                        Some(sum) => *sum = &*sum + &product,
                        None => reached = &reached + &product,
                    }
                }
            }
            exactly = next;
            all = all.product(&scale);
        }
        // `all` is one over the product of the denominators.
        Ok(all.product(&RationalFunction::polynomial(reached)))
    }

    /// 1 or 0, undefined where one of the parts is.
    fn certain<'b>(
        &self,
        works: bool,
        parts: impl IntoIterator<Item = &'b RationalFunction>,
    ) -> RationalFunction {
        let value = RationalFunction::constant(&Rational::from(i64::from(works)));
        parts.into_iter().fold(value, |value, part| {
            let divisor = part.divisor();
            match RationalFunction::new(divisor.clone(), divisor.clone()) {
                Some(one) if !divisor.is_constant() => value.product(&one),
                _ => value,
            }
        })
    }

    /// The body for each value of the index.
    fn range(
        &mut self,
        from: &RationalFunction,
        to: &RationalFunction,
        index: &Symbol,
        body: &Expr,
        depth: u64,
    ) -> Result<Vec<RationalFunction>, NotRationalFunction> {
        let (mut at, to) = (whole(from)?, whole(to)?);
        let mut values = Vec::new();
        while at <= to {
            self.spend(1, 4096)?;
            let value = Expr::number(Rational::from(&at));
            values.push(self.of(&body.substitute_one(index, &value), depth + 1)?);
            at += Integer::one();
        }
        Ok(values)
    }
}

/// The degree and the length of coefficients, at most.
struct Size {
    degree: u64,
    bits: u64,
}

impl Size {
    fn of(function: &RationalFunction) -> Size {
        let numerator = function.numerator().degree().unwrap_or(0);
        let divisor = function.divisor().degree().unwrap_or(0);
        let rows = function.numerator().any_row().iter().chain(function.divisor().any_row());
        let bits = rows.map(num_bigint::BigInt::bits).max().unwrap_or(0);
        Size { degree: (numerator.max(divisor)) as u64, bits: bits.max(function.scale_bits()) }
    }

    /// Of the power.
    fn times(self, exponent: u64) -> Size {
        let growth = self.bits.saturating_add(u64::from(self.degree > 0));
        Size { degree: self.degree.saturating_mul(exponent), bits: growth.saturating_mul(exponent) }
    }
}

fn whole(function: &RationalFunction) -> Result<Integer, NotRationalFunction> {
    let number = function.to_constant().ok_or(NotRationalFunction::SymbolicCount)?;
    number.to_integer().ok_or(NotRationalFunction::SymbolicCount)
}

fn index(number: u64) -> Result<usize, LimitReached> {
    LimitReached::check("degree of a polynomial", DEGREE_LIMIT, number)?;
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests;
