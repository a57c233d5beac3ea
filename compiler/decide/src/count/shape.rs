//! Which parts of an expression depend on the count, and which are linear functions of it.

use std::collections::{HashMap, HashSet};

use kofn_algebra::{Expr, Function, Integer, Rational, Symbol, View};

use super::answer::Why;

/// Numbers `period·m + residue` for whole m: within a class, what is rounded is linear in m.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) period: Integer,
    pub(super) residue: Integer,
}

impl Class {
    /// The n of an m.
    pub(super) fn count(&self, m: &Integer) -> Integer {
        &self.period * m + &self.residue
    }

    /// The least m whose n is no smaller than a number.
    pub(super) fn first_from(&self, n: &Integer) -> Integer {
        -self.last_to(&-n, &-&self.residue)
    }

    /// The largest m whose n is no larger than a number.
    pub(super) fn last_up_to(&self, n: &Integer) -> Integer {
        self.last_to(n, &self.residue)
    }

    fn last_to(&self, n: &Integer, residue: &Integer) -> Integer {
        (n - residue).div_floor(&self.period).unwrap_or_else(Integer::zero)
    }
}

/// `slope · m + constant`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affine {
    /// What is added with each step of m.
    pub slope: Rational,
    /// The value at m = 0.
    pub constant: Rational,
}

impl Affine {
    fn number(number: &Rational) -> Affine {
        Affine { slope: Rational::zero(), constant: number.clone() }
    }

    fn combined(&self, factor: &Rational, other: &Affine) -> Affine {
        Affine {
            slope: &self.slope + factor * &other.slope,
            constant: &self.constant + factor * &other.constant,
        }
    }

    /// Whether the value is whole for every m.
    pub(super) fn is_whole(&self) -> bool {
        self.slope.is_integer() && self.constant.is_integer()
    }

    /// The value at m.
    pub fn at(&self, m: &Integer) -> Rational {
        &self.slope * Rational::from(m) + &self.constant
    }
}

/// What both sides of a comparison consist of.
pub(super) struct Shape<'a> {
    /// The distinct sub-expressions, each after its operands; bodies of products and sums over an
    /// index are among them.
    pub(super) order: Vec<&'a Expr>,
    depends: HashSet<&'a Expr>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(sides: &[&'a Expr], symbol: &Symbol) -> Shape<'a> {
        let mut order: Vec<&Expr> = Vec::new();
        let mut known: HashSet<&Expr> = HashSet::new();
        for side in sides {
            order.extend(side.postorder().into_iter().filter(|expr| known.insert(expr)));
        }
        let mut depends: HashSet<&Expr> = HashSet::new();
        for expr in &order {
            let mentions = match expr.view() {
                View::Symbol(own) => own == symbol,
                View::Every { .. } | View::SumOver { .. } => expr.symbols().contains(symbol),
                _ => expr.operands().iter().any(|operand| depends.contains(operand)),
            };
            if mentions {
                depends.insert(expr);
            }
        }
        Shape { order, depends }
    }

    /// Whether the count occurs in a sub-expression.
    pub(super) fn depends(&self, expr: &Expr) -> bool {
        self.depends.contains(expr)
    }

    /// The sub-expressions that are linear in m on a class, numbers among them.
    pub(super) fn affine(&self, symbol: &Symbol, class: &Class) -> HashMap<&'a Expr, Affine> {
        let mut known: HashMap<&Expr, Affine> = HashMap::new();
        for &expr in &self.order {
            if let Some(affine) = affine(expr, symbol, class, &known) {
                known.insert(expr, affine);
            }
        }
        known
    }

    /// A number of classes on each of which roundings, counts and exponents of what may be
    /// negative are whole and linear.
    pub(super) fn period(
        &self,
        symbol: &Symbol,
        may_be_negative: impl Fn(&Expr) -> bool,
    ) -> Result<Integer, Why> {
        /// The most classes that are looked at.
        const MOST: u32 = 64;
        let slopes = self.slopes(symbol);
        let mut period = Integer::one();
        for expr in &self.order {
            for denominator in denominators(expr, &slopes, &may_be_negative) {
                let shared = period.gcd(&denominator);
                period *= denominator.div_floor(&shared).unwrap_or_else(Integer::one);
                if period > Integer::from(MOST) {
                    return Err(Why::Period(period));
                }
            }
        }
        Ok(period)
    }

    /// How much each sub-expression grows with the count on average, where that makes sense:
    /// roundings change a linear function by less than 1.
    fn slopes(&self, symbol: &Symbol) -> HashMap<&'a Expr, Rational> {
        let mut known: HashMap<&Expr, Rational> = HashMap::new();
        for &expr in &self.order {
            let slope = match expr.view() {
                View::Number(_) => Some(Rational::zero()),
                View::Symbol(own) if own == symbol => Some(Rational::one()),
                View::Sum(terms) => terms.iter().map(|term| known.get(term).cloned()).sum(),
                View::Complement(of) => known.get(of).map(|slope| -slope),
                View::Product(powers) => match multiple(powers) {
                    Some((factor, of)) => known.get(of).map(|slope| factor * slope),
                    None => None,
                },
                View::Function { name: Function::Floor | Function::Ceil, args } => {
                    args.first().and_then(|arg| known.get(arg)).cloned()
                }
                View::Function { name: Function::Mod, args } => match args.as_slice() {
                    [a, b] if b.as_number().is_some() && known.contains_key(a) => {
                        Some(Rational::zero())
                    }
                    _ => None,
                },
                _ => None,
            };
            if let Some(slope) = slope {
                known.insert(expr, slope);
            }
        }
        known
    }
}

/// An expression of whole values that is linear in m where the count is `period·m + residue`.
pub(crate) fn affine_on(expr: &Expr, symbol: &Symbol, period: u32, residue: u32) -> Option<Affine> {
    let class = Class { period: period.into(), residue: residue.into() };
    let affine = Shape::of(&[expr], symbol).affine(symbol, &class).remove(expr);
    affine.filter(Affine::is_whole)
}

/// Numbers of classes, each of which makes one thing at the top of an expression whole.
fn denominators(
    expr: &Expr,
    slopes: &HashMap<&Expr, Rational>,
    may_be_negative: &impl Fn(&Expr) -> bool,
) -> Vec<Integer> {
    let of = |count: &Expr| slopes.get(count).map(Rational::denominator);
    match expr.view() {
        View::Function { name: Function::Floor | Function::Ceil, args } => {
            args.iter().filter_map(of).collect()
        }
        View::Function { name: Function::Mod, args } => match args.as_slice() {
            [a, b] => {
                let turns = slopes.get(a).zip(b.as_number()).and_then(|(a, b)| a.checked_div(b));
                turns.map(|turns| turns.denominator()).into_iter().collect()
            }
            _ => Vec::new(),
        },
        View::AtLeast { k, n, .. } => [k, n].into_iter().filter_map(of).collect(),
        View::Product(powers) | View::AnyOf(powers) => {
            let failing = matches!(expr.view(), View::AnyOf(_));
            let needed = |(base, exponent): &(Expr, Expr)| {
                let slope = slopes.get(exponent).filter(|slope| !slope.is_zero())?;
                let base = if failing { base.complement() } else { base.clone() };
                // Powers of what may be negative need even exponents.
                let steps = if may_be_negative(&base) { 2 } else { 1 };
                Some(slope.checked_div(&Rational::from(steps))?.denominator())
            };
            powers.iter().filter_map(needed).collect()
        }
        _ => Vec::new(),
    }
}

/// The factor and the expression of a product of a number and one other expression.
fn multiple(powers: &[(Expr, Expr)]) -> Option<(Rational, &Expr)> {
    match powers {
        [(factor, one), (of, once)] if one.is_one() && once.is_one() => {
            Some((factor.as_number()?.clone(), of))
        }
        _ => None,
    }
}

fn affine(
    expr: &Expr,
    symbol: &Symbol,
    class: &Class,
    known: &HashMap<&Expr, Affine>,
) -> Option<Affine> {
    let zero = || Affine::number(&Rational::zero());
    match expr.view() {
        View::Number(number) => Some(Affine::number(number)),
        View::Symbol(own) if own == symbol => Some(Affine {
            slope: Rational::from(&class.period),
            constant: Rational::from(&class.residue),
        }),
        View::Sum(terms) => terms
            .iter()
            .try_fold(zero(), |sum, term| Some(sum.combined(&Rational::one(), known.get(term)?))),
        View::Complement(of) => {
            Some(Affine::number(&Rational::one()).combined(&Rational::from(-1), known.get(of)?))
        }
        View::Product(powers) => {
            let (factor, of) = multiple(powers)?;
            Some(zero().combined(&factor, known.get(of)?))
        }
        View::Function { name, args } => {
            let rounded = |of: &Affine, up: bool| {
                let constant = if up { of.constant.ceil() } else { of.constant.floor() };
                let slope = of.slope.clone();
                slope.is_integer().then(|| Affine { slope, constant: constant.into() })
            };
            match (name, args.as_slice()) {
                (Function::Floor, [of]) => rounded(known.get(of)?, false),
                (Function::Ceil, [of]) => rounded(known.get(of)?, true),
                (Function::Mod, [a, b]) => {
                    let (a, b) = (known.get(a)?, b.as_number()?);
                    let turns = zero().combined(&b.reciprocal()?, a);
                    Some(a.combined(&-b, &rounded(&turns, false)?))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
