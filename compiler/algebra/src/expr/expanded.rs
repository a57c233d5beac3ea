//! Multiplying out.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;

use super::{Expr, View};
use crate::at_least::at_least;
use crate::chance::Chance;
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::monomial::Variable;
use crate::polynomial::Polynomial;
use crate::polynomial_ring::PolynomialRing;
use crate::rational::Rational;
use crate::ring::Ring;
use crate::symbol::Symbol;

/// What keeps an expression from being multiplied out into a polynomial with rational
/// coefficients, as far as can be seen without cancelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPolynomial {
    /// An exponent, a count, an index or an end of a range mentions a symbol, or is not whole
    /// where it has to be.
    SymbolicExponent,
    /// A divisor mentions a symbol, or is 0.
    Division,
    /// A root, or a function that has no rational value or whose argument mentions a symbol.
    Function,
    /// It would have been too large.
    LimitReached(LimitReached),
}

impl fmt::Display for NotPolynomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotPolynomial::SymbolicExponent => f.write_str("a count or exponent is not a number"),
            NotPolynomial::Division => f.write_str("a divisor is not a number, or is 0"),
            NotPolynomial::Function => f.write_str("a function has no rational value"),
            NotPolynomial::LimitReached(limit) => limit.fmt(f),
        }
    }
}

impl Error for NotPolynomial {}

impl From<LimitReached> for NotPolynomial {
    fn from(limit: LimitReached) -> Self {
        NotPolynomial::LimitReached(limit)
    }
}

/// Why an expression was not multiplied out, when it does not matter what is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpandError {
    /// It is not a polynomial with rational coefficients in its symbols, as far as can be seen
    /// without cancelling: a symbolic count or exponent, a symbol in a divisor, a logarithm.
    NotPolynomial,
    /// It would have been too large.
    TooLarge(LimitReached),
}

impl fmt::Display for ExpandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExpandError::NotPolynomial => f.write_str("the expression is not a polynomial"),
            ExpandError::TooLarge(limit) => limit.fmt(f),
        }
    }
}

impl Error for ExpandError {}

impl From<NotPolynomial> for ExpandError {
    fn from(why: NotPolynomial) -> Self {
        match why {
            NotPolynomial::LimitReached(limit) => ExpandError::TooLarge(limit),
            NotPolynomial::SymbolicExponent | NotPolynomial::Division | NotPolynomial::Function => {
                ExpandError::NotPolynomial
            }
        }
    }
}

/// The polynomial that an expression is, with up to `term_limit` terms, in the variables that
/// `variable` gives for the symbols as they are met, each of them perhaps more than once.
///
/// An element of an indexed family is asked for under its own name, `R_M[3]`.
pub fn polynomial_of(
    expr: &Expr,
    variable: &mut dyn FnMut(&Symbol) -> Variable,
    term_limit: u64,
) -> Result<Polynomial, NotPolynomial> {
    Expansion { ring: PolynomialRing::new(term_limit), variable, term_limit }.of(expr, 0)
}

impl Expr {
    /// The polynomial this is, with up to `term_limit` terms, in the variables that `variable`
    /// gives for the symbols. Equal polynomials are equal functions, so this decides equality.
    pub fn to_polynomial(
        &self,
        variable: &dyn Fn(&Symbol) -> Variable,
        term_limit: u64,
    ) -> Result<Polynomial, ExpandError> {
        Ok(polynomial_of(self, &mut |symbol| variable(symbol), term_limit)?)
    }
}

struct Expansion<'a> {
    ring: PolynomialRing,
    variable: &'a mut dyn FnMut(&Symbol) -> Variable,
    term_limit: u64,
}

impl Expansion<'_> {
    fn of(&mut self, root: &Expr, depth: u64) -> Result<Polynomial, NotPolynomial> {
        /// No model nests ranges deeper.
        const DEEPEST: u64 = 64;
        LimitReached::check("ranges inside each other", DEEPEST, depth)?;
        let mut done: HashMap<usize, Polynomial> = HashMap::new();
        for expr in root.postorder_in_scope() {
            let known = |operand: &Expr| -> Polynomial {
                // Operands come before what they are part of.
                done.get(&operand.address()).cloned().unwrap_or_else(Polynomial::zero)
            };
            let result = match expr.view() {
                View::Number(number) => self.ring.constant(number)?,
                View::Symbol(symbol) => self.ring.variable((self.variable)(symbol))?,
                View::Indexed { symbol, index } => {
                    let element = symbol.element(&whole(&known(index))?);
                    self.ring.variable((self.variable)(&element))?
                }
                View::Sum(terms) => {
                    let terms = terms.iter().map(|term| Ok(known(term)));
                    terms.fold(self.ring.zero(), |sum, term| self.ring.add(&sum, &term))?
                }
                View::Product(powers) => {
                    self.product(powers.iter().map(|(base, e)| (known(base), known(e))))?
                }
                View::AnyOf(parts) => {
                    let fails = parts.iter().map(|(part, e)| (known(part).complement(), known(e)));
                    self.product(fails)?.complement()
                }
                View::Complement(of) => known(of).complement(),
                View::AtLeast { k, n, of } => {
                    let (k, n) = (whole(&known(k))?, whole(&known(n))?);
                    let n = n.to_u64().ok_or(NotPolynomial::SymbolicExponent)?;
                    // Fewer than none are needed: none.
                    let k = if k.is_negative() { Some(0) } else { k.to_u64() };
                    self.at_least(k.unwrap_or(u64::MAX), [(known(of), n)])?
                }
                View::AtLeastOf { k, of } => {
                    self.at_least(*k, of.iter().map(|(part, copies)| (known(part), *copies)))?
                }
                View::Pivot { on, works, fails } => {
                    let on = known(on);
                    let high = self.ring.mul(&Ok(on.clone()), &Ok(known(works)));
                    let low = self.ring.mul(&Ok(on.complement()), &Ok(known(fails)));
                    self.ring.add(&high, &low)?
                }
                View::Every { index, from, to, body } => {
                    let factors = self.range(&known(from), &known(to), index, body, depth)?;
                    factors.iter().fold(self.ring.one(), |product, factor| {
                        self.ring.mul(&product, &Ok(factor.clone()))
                    })?
                }
                View::SumOver { index, from, to, body } => {
                    let terms = self.range(&known(from), &known(to), index, body, depth)?;
                    terms.iter().fold(self.ring.zero(), |sum, term| {
                        self.ring.add(&sum, &Ok(term.clone()))
                    })?
                }
                View::Function { name, args } => {
                    let args: Option<Vec<Expr>> =
                        args.iter().map(|arg| Some(known(arg).to_constant()?.into())).collect();
                    let value = Expr::function(*name, args.ok_or(NotPolynomial::Function)?);
                    let value = value.as_number().ok_or(NotPolynomial::Function)?;
                    self.ring.constant(value)?
                }
            };
            done.insert(expr.address(), result);
        }
        match done.remove(&root.address()) {
            Some(polynomial) => Ok(polynomial),
            None => unreachable!("a walk ends with its root"),
        }
    }

    fn product(
        &self,
        powers: impl Iterator<Item = (Polynomial, Polynomial)>,
    ) -> Result<Polynomial, NotPolynomial> {
        let mut product = self.ring.one();
        for (base, exponent) in powers {
            let exponent = exponent.to_constant().ok_or(NotPolynomial::SymbolicExponent)?;
            let exponent = exponent.to_integer().ok_or(NotPolynomial::Function)?;
            let power = if exponent.is_negative() {
                let divisor = base.to_constant().ok_or(NotPolynomial::Division)?;
                let inverse = divisor.reciprocal().ok_or(NotPolynomial::Division)?;
                self.ring.power(&self.ring.constant(&inverse), &-exponent)
            } else {
                self.ring.power(&Ok(base), &exponent)
            };
            product = self.ring.mul(&product, &power);
        }
        Ok(product?)
    }

    fn at_least(
        &self,
        k: u64,
        parts: impl IntoIterator<Item = (Polynomial, u64)>,
    ) -> Result<Polynomial, NotPolynomial> {
        let chance = |works: Polynomial| Chance { fails: Ok(works.complement()), works: Ok(works) };
        let parts: Vec<_> =
            parts.into_iter().map(|(part, copies)| (chance(part), copies)).collect();
        Ok(at_least(&self.ring, k, &parts)?.works?)
    }

    /// The body for each value of the index.
    fn range(
        &mut self,
        from: &Polynomial,
        to: &Polynomial,
        index: &Symbol,
        body: &Expr,
        depth: u64,
    ) -> Result<Vec<Polynomial>, NotPolynomial> {
        let (mut at, to) = (whole(from)?, whole(to)?);
        let mut values = Vec::new();
        while at <= to {
            let reached = u64::try_from(values.len()).unwrap_or(u64::MAX).saturating_add(1);
            LimitReached::check("values of an index", self.term_limit, reached)?;
            let value = Expr::number(Rational::from(&at));
            values.push(self.of(&body.substitute_one(index, &value), depth + 1)?);
            at += Integer::one();
        }
        Ok(values)
    }
}

fn whole(polynomial: &Polynomial) -> Result<Integer, NotPolynomial> {
    let number = polynomial.to_constant().ok_or(NotPolynomial::SymbolicExponent)?;
    number.to_integer().ok_or(NotPolynomial::SymbolicExponent)
}

#[cfg(test)]
mod tests;
