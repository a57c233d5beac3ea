//! Expressions written out as quotients of exponential polynomials.

use std::collections::HashMap;

use kofn_algebra::{EvaluateError, Expr, Function, Integer, Rational, View};

use super::answer::{Stop, Why};
use super::exponential::{Budget, ExponentialPolynomial};
use super::regime::Regime;
use super::shape::{Affine, Shape};

/// A quotient of exponential polynomials.
#[derive(Clone, Debug)]
pub(super) struct Quotient {
    pub(super) numerator: ExponentialPolynomial,
    pub(super) denominator: ExponentialPolynomial,
}

/// Why an expression was not written out.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// It is none of what can be, or too long.
    Stop(Stop),
    /// It has no value from some number on.
    Undefined,
}

impl<E: Into<Stop>> From<E> for Refusal {
    fn from(error: E) -> Refusal {
        Refusal::Stop(error.into())
    }
}

type Outcome = Result<Quotient, Refusal>;

/// Votes whose members depend on the count, or of which so many must work that the powers of the
/// count would be too many, are not written out above this number.
const WRITTEN_OUT: u64 = 64;

/// Writes out expressions on one class of counts.
pub(super) struct Expansion<'a> {
    pub(super) shape: &'a Shape<'a>,
    pub(super) affine: &'a HashMap<&'a Expr, Affine>,
    pub(super) regime: &'a mut Regime,
    pub(super) budget: Budget,
}

impl<'a> Expansion<'a> {
    /// The given expressions, which are among those of the shape.
    pub(super) fn of(&mut self, roots: &[&'a Expr]) -> Result<Vec<Quotient>, Refusal> {
        let mut known: HashMap<&Expr, Outcome> = HashMap::new();
        // Of what does not depend on the count, only the largest parts are evaluated.
        let constant = |expr: &&Expr| !self.shape.depends(expr);
        for &expr in roots.iter().filter(|root| constant(root)) {
            known.insert(expr, number(expr).map(Quotient::number));
        }
        for &expr in self.shape.order.iter().filter(|expr| self.shape.depends(expr)) {
            for operand in expr.operands() {
                if constant(&operand) && !known.contains_key(operand) {
                    known.insert(operand, number(operand).map(Quotient::number));
                }
            }
            let outcome = self.expanded(expr, &known);
            known.insert(expr, outcome);
        }
        let unknown = || Refusal::Stop(Why::Index.into());
        roots.iter().map(|root| known.remove(root).unwrap_or_else(|| Err(unknown()))).collect()
    }

    fn expanded(&mut self, expr: &'a Expr, known: &HashMap<&Expr, Outcome>) -> Outcome {
        if let Some(affine) = self.affine.get(expr) {
            let polynomial = ExponentialPolynomial::affine(&affine.slope, &affine.constant);
            return Ok(polynomial.into());
        }
        let of = |operand: &Expr| -> Outcome {
            known.get(operand).cloned().unwrap_or_else(|| Err(Why::Index.into()))
        };
        match expr.view() {
            View::Number(number) => Ok(Quotient::number(number.clone())),
            View::Symbol(_) | View::Indexed { .. } => Err(Why::Index.into()),
            View::Every { .. } | View::SumOver { .. } => Err(Why::Index.into()),
            View::Sum(terms) => {
                let mut sum = Quotient::number(Rational::zero());
                for term in terms {
                    sum = self.add(&sum, &of(term)?)?;
                }
                Ok(sum)
            }
            View::Complement(inner) => Ok(of(inner)?.complement()),
            View::Product(powers) => {
                let mut product = Quotient::number(Rational::one());
                for (base, exponent) in powers {
                    let power = self.power(&of(base)?, exponent, &of)?;
                    product = self.mul(&product, &power)?;
                }
                Ok(product)
            }
            View::AnyOf(parts) => {
                let mut fails = Quotient::number(Rational::one());
                for (part, copies) in parts {
                    let power = self.power(&of(part)?.complement(), copies, &of)?;
                    fails = self.mul(&fails, &power)?;
                }
                Ok(fails.complement())
            }
            View::AtLeast { k, n, of: member } => self.vote(k, n, of(member)?),
            View::AtLeastOf { k, of: parts } => {
                let parts: Vec<(Quotient, u64)> = parts
                    .iter()
                    .map(|(part, copies)| Ok((of(part)?, *copies)))
                    .collect::<Result<_, Refusal>>()?;
                self.mixed_vote(*k, &parts)
            }
            View::Pivot { on, works, fails } => {
                let on = of(on)?;
                let high = self.mul(&on, &of(works)?)?;
                let low = self.mul(&on.complement(), &of(fails)?)?;
                self.add(&high, &low)
            }
            View::Function { name: Function::Binomial, args } => match args.as_slice() {
                [n, k] => self.binomial(n, k),
                _ => Err(Why::Function(Function::Binomial).into()),
            },
            View::Function { name, .. } => Err(Why::Function(*name).into()),
        }
    }

    fn power(
        &mut self,
        base: &Quotient,
        exponent: &Expr,
        of: &impl Fn(&Expr) -> Outcome,
    ) -> Outcome {
        if self.shape.depends(exponent) {
            let Some(affine) = self.affine.get(exponent).cloned() else {
                // The exponent may be linear after all: a sum of what cancels.
                return Err(Why::PowerOfChanging.into());
            };
            let Some(base) = base.as_number() else { return Err(Why::PowerOfChanging.into()) };
            return self.exponential(&base, &affine).map(Quotient::from);
        }
        let exponent = of(exponent)?.as_number().and_then(|exponent| exponent.to_integer());
        let exponent = exponent.ok_or(Why::Bases)?;
        let size = exponent.abs().to_u64().ok_or(Why::Bases)?;
        let base = if exponent.is_negative() { self.reciprocal(base)? } else { base.clone() };
        Ok(Quotient {
            numerator: base.numerator.power(size, &mut self.budget)?,
            denominator: base.denominator.power(size, &mut self.budget)?,
        })
    }

    /// `base^(slope·m + constant)`
    fn exponential(
        &mut self,
        base: &Rational,
        exponent: &Affine,
    ) -> Result<ExponentialPolynomial, Refusal> {
        if base.is_one() {
            return Ok(ExponentialPolynomial::number(Rational::one()));
        }
        if base.is_zero() {
            // 0 to a positive power is 0; 0⁰ is 1, and negative powers are nothing.
            if self.regime.at_least(exponent, 1) {
                return Ok(ExponentialPolynomial::zero());
            }
            return match self.regime.at_least(exponent, 0) {
                true if exponent.is_whole() => Ok(ExponentialPolynomial::number(Rational::one())),
                true => Err(Why::Bases.into()),
                false => Err(Refusal::Undefined),
            };
        }
        let whole = |number: &Rational| number.to_integer().and_then(|number| number.to_i64());
        let (Some(slope), Some(constant)) = (whole(&exponent.slope), whole(&exponent.constant))
        else {
            return Err(Why::Bases.into());
        };
        let factor = self.number_power(base, constant)?;
        let step = self.number_power(base, slope)?;
        if step.is_negative() {
            return Err(Why::Bases.into());
        }
        Ok(ExponentialPolynomial::single(step, vec![factor]))
    }

    fn number_power(&mut self, base: &Rational, exponent: i64) -> Result<Rational, Refusal> {
        /// The longest powers that are written out, in bits.
        const BITS: u64 = 1 << 16;
        let bits = base.numerator().bits().max(base.denominator().bits());
        let length = bits.saturating_mul(exponent.unsigned_abs());
        let short = i32::try_from(exponent).ok().filter(|_| length <= BITS);
        self.budget.spend(length.min(BITS) / 64)?;
        short.and_then(|exponent| base.pow(exponent)).ok_or_else(|| Why::Bases.into())
    }

    /// At least k of n alike.
    fn vote(&mut self, k: &Expr, n: &Expr, member: Quotient) -> Outcome {
        let (Some(k), Some(n)) = (self.affine.get(k).cloned(), self.affine.get(n).cloned()) else {
            return Err(Why::Threshold.into());
        };
        if !k.is_whole() || !n.is_whole() || !self.regime.at_least(&n, 0) {
            return Err(Refusal::Undefined);
        }
        if !self.regime.at_least(&k, 1) {
            return Ok(Quotient::number(Rational::one()));
        }
        let spare = Affine { slope: &n.slope - &k.slope, constant: &n.constant - &k.constant };
        if !self.regime.at_least(&spare, 0) {
            return Ok(Quotient::number(Rational::zero()));
        }
        let fixed = |of: &Affine| {
            let fixed = of.slope.is_zero().then(|| of.constant.to_integer()?.to_u64()).flatten();
            fixed.filter(|fixed| *fixed <= WRITTEN_OUT)
        };
        if n.slope.is_zero() {
            let (Some(k), Some(n)) = (fixed(&k), fixed(&n)) else {
                return Err(Why::Threshold.into());
            };
            return self.mixed_vote(k, &[(member, n)]);
        }
        let works = member.as_number().ok_or(Why::Threshold)?;
        if !works.is_probability() {
            return Err(Why::Bases.into());
        }
        let fails = works.complement();
        if works.is_zero() || works.is_one() {
            // Exactly none or all of them work, and 1 ≤ k ≤ n.
            return Ok(Quotient::number(works));
        }
        if let Some(k) = fixed(&k) {
            // Fewer than k work.
            let too_few = self.lower_tail(k, &n, &works, &fails)?;
            return Ok(too_few.complement().into());
        }
        if let Some(spare) = fixed(&spare) {
            return Ok(self.lower_tail(spare + 1, &n, &fails, &works)?.into());
        }
        Err(Why::Threshold.into())
    }

    /// `Σ C(n,i) p^i q^(n−i)` for i below a bound: polynomials in m times `q^n`.
    fn lower_tail(
        &mut self,
        below: u64,
        n: &Affine,
        p: &Rational,
        q: &Rational,
    ) -> Result<ExponentialPolynomial, Refusal> {
        let odds = p.checked_div(q).unwrap_or_default();
        let mut sum = ExponentialPolynomial::zero();
        let mut ways = ExponentialPolynomial::number(Rational::one());
        for i in 0..below {
            sum = sum.add(&ways);
            // C(n, i + 1) (p/q)^(i+1) from C(n, i) (p/q)^i
            let rest = &n.constant - Rational::from(Integer::from(i));
            let next = ExponentialPolynomial::affine(&n.slope, &rest);
            let share = Rational::from(Integer::from(i + 1)).reciprocal().unwrap_or_default();
            ways = ways.mul(&next, &mut self.budget)?.scaled(&(share * &odds));
        }
        let all = self.exponential(q, n)?;
        Ok(sum.mul(&all, &mut self.budget)?)
    }

    /// At least k of parts that may depend on the count, one after the other: how likely 0, 1, …,
    /// or k and more of those so far work.
    fn mixed_vote(&mut self, k: u64, parts: &[(Quotient, u64)]) -> Outcome {
        let copies = parts.iter().fold(0u64, |sum, (_, copies)| sum.saturating_add(*copies));
        let Some(places) = usize::try_from(k).ok().filter(|_| copies <= WRITTEN_OUT) else {
            return Err(Why::Threshold.into());
        };
        let mut working = vec![Quotient::number(Rational::zero()); places + 1];
        working[0] = Quotient::number(Rational::one());
        for (part, count) in parts {
            let fails = part.complement();
            for _ in 0..*count {
                for place in (0..=places).rev() {
                    let stays = if place == places {
                        working[place].clone()
                    } else {
                        self.mul(&working[place], &fails)?
                    };
                    working[place] = match place.checked_sub(1) {
                        Some(before) => {
                            let joins = self.mul(&working[before], part)?;
                            self.add(&stays, &joins)?
                        }
                        None => stays,
                    };
                }
            }
        }
        working.pop().ok_or_else(|| Why::Threshold.into())
    }

    /// `C(n, k)` for a linear n and a fixed k.
    fn binomial(&mut self, n: &Expr, k: &Expr) -> Outcome {
        let k = self.affine.get(k).filter(|k| k.slope.is_zero());
        let k = k.and_then(|k| k.constant.to_integer()?.to_u64()).filter(|k| *k <= WRITTEN_OUT);
        let (Some(n), Some(k)) = (self.affine.get(n).cloned(), k) else {
            return Err(Why::Function(Function::Binomial).into());
        };
        if !n.is_whole() || !self.regime.at_least(&n, 0) {
            return Err(Refusal::Undefined);
        }
        let mut ways = ExponentialPolynomial::number(Rational::one());
        for i in 0..k {
            let rest = &n.constant - Rational::from(Integer::from(i));
            let next = ExponentialPolynomial::affine(&n.slope, &rest);
            let share = Rational::from(Integer::from(i + 1)).reciprocal().unwrap_or_default();
            ways = ways.mul(&next, &mut self.budget)?.scaled(&share);
        }
        Ok(ways.into())
    }

    /// `1/(a/b)` as `b²/(ab)`: it has no value where a is 0, and none where b is.
    fn reciprocal(&mut self, of: &Quotient) -> Outcome {
        let (a, b) = (&of.numerator, &of.denominator);
        if a.is_zero() {
            return Err(Refusal::Undefined);
        }
        if b.as_number().is_some() {
            return Ok(Quotient { numerator: b.clone(), denominator: a.clone() });
        }
        Ok(Quotient {
            numerator: b.mul(b, &mut self.budget)?,
            denominator: a.mul(b, &mut self.budget)?,
        })
    }

    fn mul(&mut self, a: &Quotient, b: &Quotient) -> Outcome {
        Ok(Quotient {
            numerator: a.numerator.mul(&b.numerator, &mut self.budget)?,
            denominator: a.denominator.mul(&b.denominator, &mut self.budget)?,
        })
    }

    pub(super) fn add(&mut self, a: &Quotient, b: &Quotient) -> Outcome {
        if a.denominator == b.denominator {
            let numerator = a.numerator.add(&b.numerator);
            return Ok(Quotient { numerator, denominator: a.denominator.clone() });
        }
        let left = a.numerator.mul(&b.denominator, &mut self.budget)?;
        let right = b.numerator.mul(&a.denominator, &mut self.budget)?;
        Ok(Quotient {
            numerator: left.add(&right),
            denominator: a.denominator.mul(&b.denominator, &mut self.budget)?,
        })
    }
}

impl Quotient {
    fn number(number: Rational) -> Quotient {
        ExponentialPolynomial::number(number).into()
    }

    fn complement(&self) -> Quotient {
        Quotient {
            numerator: self.denominator.sub(&self.numerator),
            denominator: self.denominator.clone(),
        }
    }

    pub(super) fn negate(&self) -> Quotient {
        Quotient {
            numerator: self.numerator.scaled(&Rational::from(-1)),
            denominator: self.denominator.clone(),
        }
    }

    fn as_number(&self) -> Option<Rational> {
        self.numerator.as_number()?.checked_div(&self.denominator.as_number()?)
    }
}

impl From<ExponentialPolynomial> for Quotient {
    fn from(numerator: ExponentialPolynomial) -> Quotient {
        let denominator = ExponentialPolynomial::number(Rational::one());
        Quotient { numerator, denominator }
    }
}

/// The value of an expression in which the count does not occur.
fn number(expr: &Expr) -> Result<Rational, Refusal> {
    if let Some(number) = expr.as_number() {
        return Ok(number.clone());
    }
    match expr.evaluate(&|_| None) {
        Ok(number) => Ok(number),
        Err(EvaluateError::DivisionByZero | EvaluateError::NotWhole) => Err(Refusal::Undefined),
        Err(_) => Err(Why::Bases.into()),
    }
}
