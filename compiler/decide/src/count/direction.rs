//! In which direction an expression moves when its parts do.

use std::cmp::Ordering;
use std::collections::HashMap;

use kofn_algebra::{Expr, Integer, Rational, View, enclose};

use super::answer::Why;
use super::parts::{Key, Known, Parts};
use super::shape::Shape;

/// How a value moves, and what it lies between.
#[derive(Clone, Debug)]
pub(super) struct Motion {
    /// `Greater` when it rises, `Less` when it falls, `Equal` when it stays.
    pub(super) order: Ordering,
    /// It is never below this.
    pub(super) lo: Option<Rational>,
    /// It is never above this.
    pub(super) hi: Option<Rational>,
}

impl Motion {
    /// The motion of what lies between two bounds.
    pub(super) fn between(order: Ordering, lo: Option<Rational>, hi: Option<Rational>) -> Motion {
        Motion { order, lo: lo.map(|lo| rounded(lo, false)), hi: hi.map(|hi| rounded(hi, true)) }
    }

    fn number(number: &Rational) -> Motion {
        Motion::between(Ordering::Equal, Some(number.clone()), Some(number.clone()))
    }

    fn probability(order: Ordering) -> Motion {
        Motion { order, lo: Some(Rational::zero()), hi: Some(Rational::one()) }
    }

    fn is_probability(&self) -> bool {
        self.sign() != Some(Ordering::Less)
            && self.sign().is_some()
            && self.hi.as_ref().is_some_and(|hi| *hi <= Rational::one())
    }

    /// `Greater` where it is never below 0, `Less` where it is never above; nothing where neither
    /// is known.
    fn sign(&self) -> Option<Ordering> {
        if self.lo.as_ref().is_some_and(|lo| !lo.is_negative()) {
            return Some(Ordering::Greater);
        }
        self.hi.as_ref().filter(|hi| **hi <= Rational::zero()).map(|_| Ordering::Less)
    }

    fn complement(&self) -> Motion {
        let complement = |bound: &Option<Rational>| bound.as_ref().map(Rational::complement);
        Motion::between(self.order.reverse(), complement(&self.hi), complement(&self.lo))
    }

    fn add(&self, other: &Motion) -> Result<Motion, Why> {
        let sum = |a: &Option<Rational>, b: &Option<Rational>| Some(a.as_ref()? + b.as_ref()?);
        let order = together(self.order, other.order)?;
        Ok(Motion::between(order, sum(&self.lo, &other.lo), sum(&self.hi, &other.hi)))
    }

    fn mul(&self, other: &Motion) -> Result<Motion, Why> {
        // What one contributes is its motion times the sign of the other.
        let share = |moving: &Motion, factor: &Motion| match (moving.order, factor.sign()) {
            (Ordering::Equal, _) => Ok(Ordering::Equal),
            (order, Some(Ordering::Less)) => Ok(order.reverse()),
            (order, Some(_)) => Ok(order),
            (_, None) => Err(Why::Directions),
        };
        let order = together(share(self, other)?, share(other, self)?)?;
        let ends = [
            (&self.lo, &other.lo),
            (&self.lo, &other.hi),
            (&self.hi, &other.lo),
            (&self.hi, &other.hi),
        ];
        let products: Option<Vec<Rational>> =
            ends.into_iter().map(|(a, b)| Some(a.as_ref()? * b.as_ref()?)).collect();
        let positive = |of: &Motion| of.sign() == Some(Ordering::Greater);
        let (lo, hi) = match products {
            Some(products) => (products.iter().min().cloned(), products.iter().max().cloned()),
            None if positive(self) && positive(other) => (Some(Rational::zero()), None),
            None => (None, None),
        };
        Ok(Motion::between(order, lo, hi))
    }

    /// A power with a fixed exponent.
    fn power(&self, exponent: &Motion) -> Result<Motion, Why> {
        let one = Rational::one();
        if exponent.lo == exponent.hi && exponent.lo.as_ref().is_some_and(Rational::is_one) {
            return Ok(self.clone());
        }
        let rising = match exponent.sign().ok_or(Why::Directions)? {
            Ordering::Less => false,
            Ordering::Equal | Ordering::Greater => true,
        };
        // Only powers of what is not negative, and not 0 where they divide, are looked into.
        let lowest = self.lo.as_ref().filter(|lo| !lo.is_negative()).ok_or(Why::Directions)?;
        if !rising && lowest.is_zero() {
            return Err(Why::Directions);
        }
        let at_most_1 = self.hi.as_ref().is_some_and(|hi| *hi <= one);
        let whole = |bound: &Option<Rational>| bound.as_ref()?.to_integer()?.to_i64();
        let short = (exponent.lo == exponent.hi)
            .then(|| whole(&exponent.lo))
            .flatten()
            .filter(|e| e.unsigned_abs() <= 64)
            .and_then(|e| i32::try_from(e).ok());
        let ends = short.map(|e| (lowest.pow(e), self.hi.as_ref().and_then(|hi| hi.pow(e))));
        let zero = Some(Rational::zero());
        Ok(match (rising, ends) {
            (true, Some((lo, hi))) => Motion::between(self.order, lo, hi),
            (false, Some((hi, lo))) => Motion::between(self.order.reverse(), lo.or(zero), hi),
            (true, None) => Motion::between(self.order, zero, at_most_1.then_some(one)),
            (false, None) => Motion::between(self.order.reverse(), zero, None),
        })
    }
}

/// Two motions that contribute to one; refused when they are opposite.
pub(super) fn together(a: Ordering, b: Ordering) -> Result<Ordering, Why> {
    match (a, b) {
        (Ordering::Equal, other) | (other, Ordering::Equal) => Ok(other),
        (a, b) if a == b => Ok(a),
        _ => Err(Why::Directions),
    }
}

/// A bound that is not too long, on the safe side of the given one.
fn rounded(bound: Rational, up: bool) -> Rational {
    const BITS: u64 = 2_048;
    if bound.numerator().bits().max(bound.denominator().bits()) <= BITS {
        return bound;
    }
    let scale = Integer::from(2u32).pow(64);
    let scaled = bound * Rational::from(&scale);
    let whole = if up { scaled.ceil() } else { scaled.floor() };
    Rational::new(whole, scale).unwrap_or_default()
}

/// How each side moves when the parts move as given.
pub(super) fn motions(
    shape: &Shape<'_>,
    roots: &[&Expr],
    parts: &Parts,
    moving: &[Motion],
) -> Result<Vec<Motion>, Why> {
    let mut known: HashMap<&Expr, Result<Motion, Why>> = HashMap::new();
    let of = |known: &HashMap<&Expr, Result<Motion, Why>>, expr: &Expr| match known.get(expr) {
        Some(motion) => motion.clone(),
        None if shape.depends(expr) => Err(Why::Directions),
        None => Ok(constant(expr)),
    };
    let part = |key: &Key| match parts.known.get(key) {
        Some(Known::Fixed(value)) => Some(Motion::number(value)),
        Some(Known::Part(index)) => moving.get(*index).cloned(),
        None => None,
    };
    for &expr in shape.order.iter().filter(|expr| shape.depends(expr)) {
        let motion = motion(expr, &|operand| of(&known, operand), &part);
        known.insert(expr, motion);
    }
    roots.iter().map(|root| of(&known, root)).collect()
}

fn motion(
    expr: &Expr,
    of: &dyn Fn(&Expr) -> Result<Motion, Why>,
    part: &dyn Fn(&Key) -> Option<Motion>,
) -> Result<Motion, Why> {
    let member = |expr: &Expr| {
        let motion = of(expr)?;
        if motion.is_probability() { Ok(motion) } else { Err(Why::Directions) }
    };
    match expr.view() {
        View::Sum(terms) => terms
            .iter()
            .try_fold(Motion::number(&Rational::zero()), |sum, term| sum.add(&of(term)?)),
        View::Complement(inner) => Ok(of(inner)?.complement()),
        View::Product(powers) => {
            powers.iter().try_fold(Motion::number(&Rational::one()), |product, (base, exponent)| {
                let factor = match part(&(base.clone(), exponent.clone())) {
                    Some(motion) => motion,
                    None => of(base)?.power(&of(exponent)?)?,
                };
                product.mul(&factor)
            })
        }
        View::AnyOf(alternatives) => {
            let fails = alternatives.iter().try_fold(
                Motion::number(&Rational::one()),
                |fails, (alternative, copies)| {
                    let base = alternative.complement();
                    let factor = match part(&(base, copies.clone())) {
                        Some(motion) => motion,
                        None => of(alternative)?.complement().power(&of(copies)?)?,
                    };
                    fails.mul(&factor)
                },
            )?;
            Ok(fails.complement())
        }
        View::AtLeast { of: inner, .. } => match part(&(expr.clone(), Expr::one())) {
            Some(motion) => Ok(motion),
            None => Ok(Motion::probability(member(inner)?.order)),
        },
        View::AtLeastOf { of: members, .. } => {
            let order = members.iter().try_fold(Ordering::Equal, |order, (inner, _)| {
                together(order, member(inner)?.order)
            })?;
            Ok(Motion::probability(order))
        }
        View::Pivot { on, works, fails } => {
            let (on, works, fails) = (member(on)?, of(works)?, of(fails)?);
            // fails + on·(works − fails): a more reliable module helps where works ≥ fails.
            let helps = match (&works.lo, &fails.hi, &works.hi, &fails.lo) {
                _ if on.order == Ordering::Equal => Ordering::Equal,
                (Some(low), Some(high), ..) if low >= high => on.order,
                (_, _, Some(high), Some(low)) if high <= low => on.order.reverse(),
                _ => return Err(Why::Directions),
            };
            let order = together(helps, together(works.order, fails.order)?)?;
            let outer = |a: Option<Rational>, b: Option<Rational>, up: bool| match (a, b) {
                (Some(a), Some(b)) => Some(if up { a.max(b) } else { a.min(b) }),
                _ => None,
            };
            let (lo, hi) = (outer(works.lo, fails.lo, false), outer(works.hi, fails.hi, true));
            Ok(Motion::between(order, lo, hi))
        }
        View::Function { name, .. } => Err(Why::Function(*name)),
        View::Indexed { .. } | View::Every { .. } | View::SumOver { .. } => Err(Why::Index),
        View::Number(_) | View::Symbol(_) => Err(Why::Directions),
    }
}

/// The bounds of an expression in which the count does not occur.
fn constant(expr: &Expr) -> Motion {
    if let Some(number) = expr.as_number() {
        return Motion::number(number);
    }
    match enclose(expr, &|_| None, 128) {
        Ok(value) => Motion::between(Ordering::Equal, value.lo(), value.hi()),
        Err(_) => Motion { order: Ordering::Equal, lo: None, hi: None },
    }
}
