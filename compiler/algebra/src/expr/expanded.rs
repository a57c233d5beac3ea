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

/// Why an expression was not multiplied out.
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

impl From<LimitReached> for ExpandError {
    fn from(limit: LimitReached) -> Self {
        ExpandError::TooLarge(limit)
    }
}

impl Expr {
    /// The polynomial this is, with up to `term_limit` terms, in the variables that `variable`
    /// gives for the symbols. Equal polynomials are equal functions, so this decides equality.
    pub fn to_polynomial(
        &self,
        variable: &dyn Fn(&Symbol) -> Variable,
        term_limit: u64,
    ) -> Result<Polynomial, ExpandError> {
        let expansion = Expansion { ring: PolynomialRing::new(term_limit), variable, term_limit };
        expansion.of(self, 0)
    }
}

struct Expansion<'a> {
    ring: PolynomialRing,
    variable: &'a dyn Fn(&Symbol) -> Variable,
    term_limit: u64,
}

impl Expansion<'_> {
    fn of(&self, root: &Expr, depth: u32) -> Result<Polynomial, ExpandError> {
        /// No model nests ranges deeper.
        const DEEPEST: u32 = 64;
        if depth > DEEPEST {
            return Err(ExpandError::NotPolynomial);
        }
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
                    let n = n.to_u64().ok_or(ExpandError::NotPolynomial)?;
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
                    let value = Expr::function(*name, args.ok_or(ExpandError::NotPolynomial)?);
                    let value = value.as_number().ok_or(ExpandError::NotPolynomial)?;
                    self.ring.constant(value)?
                }
            };
            done.insert(expr.address(), result);
        }
        done.remove(&root.address()).ok_or(ExpandError::NotPolynomial)
    }

    fn product(
        &self,
        powers: impl Iterator<Item = (Polynomial, Polynomial)>,
    ) -> Result<Polynomial, ExpandError> {
        let mut product = self.ring.one();
        for (base, exponent) in powers {
            let exponent = whole(&exponent)?;
            let power = if exponent.is_negative() {
                let divisor = base.to_constant().ok_or(ExpandError::NotPolynomial)?;
                let inverse = divisor.reciprocal().ok_or(ExpandError::NotPolynomial)?;
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
    ) -> Result<Polynomial, ExpandError> {
        let chance = |works: Polynomial| Chance { fails: Ok(works.complement()), works: Ok(works) };
        let parts: Vec<_> =
            parts.into_iter().map(|(part, copies)| (chance(part), copies)).collect();
        Ok(at_least(&self.ring, k, &parts)?.works?)
    }

    /// The body for each value of the index.
    fn range(
        &self,
        from: &Polynomial,
        to: &Polynomial,
        index: &Symbol,
        body: &Expr,
        depth: u32,
    ) -> Result<Vec<Polynomial>, ExpandError> {
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

fn whole(polynomial: &Polynomial) -> Result<Integer, ExpandError> {
    let number = polynomial.to_constant().ok_or(ExpandError::NotPolynomial)?;
    number.to_integer().ok_or(ExpandError::NotPolynomial)
}
