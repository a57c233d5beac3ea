//! Expressions as quotients of polynomials in many variables.

use std::collections::{BTreeMap, HashMap};

use kofn_algebra::{
    Expr, LimitReached, NotPolynomial, Polynomial, Symbol, Variable, View, polynomial_of,
};

/// Most terms of a numerator or denominator.
const MOST_TERMS: u64 = 20_000;

/// A quotient of polynomials. The denominator is not the polynomial 0; where it has a zero the
/// quotient is not defined, even if the numerator has the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
    /// Above the line.
    pub numerator: Polynomial,
    /// Below the line.
    pub denominator: Polynomial,
}

/// Why an expression is not a quotient of polynomials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFraction {
    /// A count or an exponent is open.
    SymbolicExponent,
    /// A root, a logarithm, or another function of an open parameter.
    Function,
    /// A division by 0, whatever the parameters are.
    DivisionByZero,
    /// It would have been too large.
    Limit(LimitReached),
}

/// Variables with the symbols they stand for.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    symbols: Vec<Symbol>,
    known: BTreeMap<Symbol, Variable>,
}

impl Variables {
    /// The variable for a symbol, a new one where it has none.
    pub fn of(&mut self, symbol: &Symbol) -> Variable {
        if let Some(variable) = self.known.get(symbol) {
            return *variable;
        }
        let variable = Variable(u32::try_from(self.symbols.len()).unwrap_or(u32::MAX));
        self.symbols.push(symbol.clone());
        self.known.insert(symbol.clone(), variable);
        variable
    }

    /// The symbol a variable stands for.
    pub fn symbol(&self, variable: Variable) -> &Symbol {
        &self.symbols[variable.0 as usize]
    }

    /// All variables with their symbols.
    pub fn iter(&self) -> impl Iterator<Item = (Variable, &Symbol)> {
        (0..).map(Variable).zip(&self.symbols)
    }
}

impl Fraction {
    /// The quotient that an expression is.
    pub fn of(expr: &Expr, variables: &mut Variables) -> Result<Fraction, NotFraction> {
        match polynomial(expr, variables) {
            Ok(numerator) => Ok(Fraction::whole(numerator)),
            Err(NotPolynomial::Division) => divided(expr, variables),
            Err(why) => Err(why.into()),
        }
    }

    fn whole(numerator: Polynomial) -> Fraction {
        Fraction { numerator, denominator: Polynomial::one() }
    }

    /// Whether it is a polynomial divided by a number.
    pub fn is_polynomial(&self) -> bool {
        self.denominator.is_constant()
    }

    /// `self − other`
    pub fn minus(&self, other: &Fraction) -> Result<Fraction, NotFraction> {
        self.plus(&Fraction {
            numerator: -&other.numerator,
            denominator: other.denominator.clone(),
        })
    }

    fn plus(&self, other: &Fraction) -> Result<Fraction, NotFraction> {
        if self.denominator == other.denominator {
            return Ok(Fraction {
                numerator: &self.numerator + &other.numerator,
                denominator: self.denominator.clone(),
            });
        }
        let left = times(&self.numerator, &other.denominator)?;
        let right = times(&other.numerator, &self.denominator)?;
        Ok(Fraction {
            numerator: &left + &right,
            denominator: times(&self.denominator, &other.denominator)?,
        })
    }

    fn times(&self, other: &Fraction) -> Result<Fraction, NotFraction> {
        Ok(Fraction {
            numerator: times(&self.numerator, &other.numerator)?,
            denominator: times(&self.denominator, &other.denominator)?,
        })
    }

    fn power(&self, exponent: i64) -> Result<Fraction, NotFraction> {
        let base = if exponent < 0 {
            if self.numerator.is_zero() {
                return Err(NotFraction::DivisionByZero);
            }
            Fraction { numerator: self.denominator.clone(), denominator: self.numerator.clone() }
        } else {
            self.clone()
        };
        let mut power = Fraction::whole(Polynomial::one());
        let times_over = exponent.unsigned_abs();
        for bit in (0..u64::BITS - times_over.leading_zeros()).rev() {
            power = power.times(&power)?;
            if times_over >> bit & 1 == 1 {
                power = power.times(&base)?;
            }
        }
        Ok(power)
    }
}

fn polynomial(expr: &Expr, variables: &mut Variables) -> Result<Polynomial, NotPolynomial> {
    polynomial_of(expr, &mut |symbol| variables.of(symbol), MOST_TERMS)
}

fn times(a: &Polynomial, b: &Polynomial) -> Result<Polynomial, NotFraction> {
    let terms = (a.number_of_terms() as u64).saturating_mul(b.number_of_terms() as u64);
    LimitReached::check("terms of a product of polynomials", MOST_TERMS * 50, terms)
        .map_err(NotFraction::Limit)?;
    let product = a * b;
    LimitReached::check("terms of a polynomial", MOST_TERMS, product.number_of_terms() as u64)
        .map_err(NotFraction::Limit)?;
    Ok(product)
}

/// An expression with divisions by open parameters, from the operands up.
fn divided(root: &Expr, variables: &mut Variables) -> Result<Fraction, NotFraction> {
    let mut done: HashMap<&Expr, Fraction> = HashMap::new();
    for expr in root.postorder() {
        let known = |operand: &Expr| done.get(operand).cloned().ok_or(NotFraction::Function);
        let powers =
            |powers: &[(Expr, Expr)], base: &dyn Fn(Fraction) -> Result<Fraction, NotFraction>| {
                let mut product = Fraction::whole(Polynomial::one());
                for (of, exponent) in powers {
                    let exponent = exponent.as_integer().and_then(|exponent| exponent.to_i64());
                    let exponent = exponent.ok_or(NotFraction::SymbolicExponent)?;
                    product = product.times(&base(known(of)?)?.power(exponent)?)?;
                }
                Ok::<_, NotFraction>(product)
            };
        let one = Fraction::whole(Polynomial::one());
        let fraction = match expr.view() {
            View::Sum(terms) => {
                let mut sum = Fraction::whole(Polynomial::zero());
                for term in terms {
                    sum = sum.plus(&known(term)?)?;
                }
                sum
            }
            View::Product(all) => powers(all, &Ok)?,
            View::AnyOf(all) => one.minus(&powers(all, &|of| one.minus(&of))?)?,
            View::Complement(of) => one.minus(&known(of)?)?,
            View::Pivot { on, works, fails } => {
                let (on, works, fails) = (known(on)?, known(works)?, known(fails)?);
                on.times(&works)?.plus(&one.minus(&on)?.times(&fails)?)?
            }
            _ => match polynomial(expr, variables) {
                Ok(numerator) => Fraction::whole(numerator),
                Err(NotPolynomial::Division) => return Err(NotFraction::Function),
                // What an index runs over stands here without what binds it.
                Err(NotPolynomial::SymbolicExponent) if expr != root => continue,
                Err(why) => return Err(why.into()),
            },
        };
        done.insert(expr, fraction);
    }
    done.remove(root).ok_or(NotFraction::Function)
}

impl From<NotPolynomial> for NotFraction {
    fn from(why: NotPolynomial) -> Self {
        match why {
            NotPolynomial::SymbolicExponent => NotFraction::SymbolicExponent,
            NotPolynomial::Division => NotFraction::DivisionByZero,
            NotPolynomial::Function => NotFraction::Function,
            NotPolynomial::LimitReached(limit) => NotFraction::Limit(limit),
        }
    }
}
