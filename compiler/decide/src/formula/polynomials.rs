//! Expressions as quotients of polynomials, and back.

use std::collections::HashMap;

use kofn_algebra::{
    Expr, Integer, Monomial, Polynomial, Rational, Symbol, Variable, View, polynomial_of,
};

use super::common_factor::{common_factor, divide};

/// More terms than this are not multiplied out.
const TERM_LIMIT: u64 = 600;

/// Polynomials of a higher degree are not looked at: nobody reads them.
const DEGREE_LIMIT: u64 = 64;

/// Nor are expressions of more parts.
const MOST_PARTS: usize = 400;

/// Which symbols the variables stand for, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(Vec<Symbol>);

impl Names {
    pub(super) fn variable(&mut self, symbol: &Symbol) -> Variable {
        let place = self.0.iter().position(|known| known == symbol).unwrap_or_else(|| {
            self.0.push(symbol.clone());
            self.0.len() - 1
        });
        Variable(u32::try_from(place).unwrap_or(u32::MAX))
    }

    pub(super) fn symbol(&self, variable: Variable) -> Option<&Symbol> {
        self.0.get(usize::try_from(variable.0).ok()?)
    }

    /// The polynomial an expression is; nothing where it is none, or too large to be of use.
    pub(super) fn polynomial(&mut self, expr: &Expr) -> Option<Polynomial> {
        let found = polynomial_of(expr, &mut |symbol| self.variable(symbol), TERM_LIMIT).ok()?;
        moderate(found)
    }

    /// The quotient of polynomials an expression is, cancelled, and whether there was a common
    /// factor; its value is the expression's wherever that is defined.
    pub(super) fn fraction(&mut self, expr: &Expr) -> Option<(Fraction, bool)> {
        let parts = expr.postorder();
        if parts.len() > MOST_PARTS {
            return None;
        }
        let mut done: HashMap<&Expr, Fraction> = HashMap::new();
        for part in parts {
            let of = |operand: &Expr| done.get(operand).cloned();
            let whole = |exponent: &Expr| exponent.as_integer().and_then(|e| e.to_i64());
            let product = |powers: &[(Expr, Expr)], base: &dyn Fn(&Expr) -> Option<Fraction>| {
                powers.iter().try_fold(Fraction::whole(Polynomial::one()), |product, (b, e)| {
                    product.multiply(&base(b)?.power(whole(e)?)?)
                })
            };
            let fraction = match part.view() {
                // An index or exponent is seen to where it is used.
                View::Number(_) | View::Symbol(_) | View::Indexed { .. } => {
                    self.polynomial(part).map(Fraction::whole)
                }
                View::Sum(terms) => terms
                    .iter()
                    .try_fold(Fraction::whole(Polynomial::zero()), |sum, term| sum.add(&of(term)?)),
                View::Product(powers) => product(powers, &|base| of(base)),
                View::Complement(inner) => of(inner).map(|inner| inner.complement()),
                View::AnyOf(parts) => {
                    let fails = product(parts, &|part| Some(of(part)?.complement()));
                    fails.map(|fails| fails.complement())
                }
                View::AtLeast { .. }
                | View::AtLeastOf { .. }
                | View::Pivot { .. }
                | View::Every { .. }
                | View::SumOver { .. }
                | View::Function { .. } => self.polynomial(part).map(Fraction::whole),
            };
            if let Some(fraction) = fraction {
                done.insert(part, fraction);
            }
        }
        let before = done.remove(expr)?;
        let degree = before.denominator.degree();
        let fraction = before.cancelled();
        let shorter = fraction.denominator.degree() < degree;
        Some((fraction, shorter))
    }

    /// The expression a polynomial is, in the order of a textbook: falling powers, or rising ones
    /// where the first sign is then not a minus.
    pub(super) fn expression(&self, polynomial: &Polynomial) -> Expr {
        let mut terms = polynomial.terms();
        if terms.last().is_some_and(|(_, number)| !number.is_negative())
            || terms.first().is_some_and(|(_, number)| number.is_negative())
        {
            terms.reverse();
        }
        Expr::sum(terms.iter().map(|(monomial, number)| {
            Expr::product([Expr::number(number.clone()), self.monomial(monomial)])
        }))
    }

    fn monomial(&self, monomial: &Monomial) -> Expr {
        Expr::product_of_powers(monomial.powers().iter().filter_map(|(variable, exponent)| {
            let symbol = self.symbol(*variable)?.clone();
            Some((Expr::symbol(symbol), Expr::number(Integer::from(*exponent))))
        }))
    }

    /// A polynomial as a product: the powers that divide it, and the rest. The powers of the only
    /// variable of the rest stay inside where `closed` says so.
    fn factored(&self, polynomial: &Polynomial, closed: bool) -> Expr {
        let (powers, rest) = split_powers(polynomial);
        let inside = rest.variables();
        let stays = |variable: &Variable| closed && inside.len() == 1 && inside.contains(variable);
        let (inner, outer): (Vec<_>, Vec<_>) =
            powers.powers().iter().copied().partition(|(variable, _)| stays(variable));
        let inner = Polynomial::from_terms([(Monomial::product(inner), Rational::one())]);
        Expr::product([
            self.monomial(&Monomial::product(outer)),
            self.expression(&(&rest * &inner)),
        ])
    }

    /// The expression a cancelled quotient is: `R_f (2 − R_f R_M') / (2 − R_M')`.
    pub(super) fn quotient(&self, fraction: &Fraction) -> Expr {
        let Fraction { numerator, denominator } = fraction;
        if denominator.number_of_terms() == 1 && (2..=3).contains(&numerator.number_of_terms()) {
            // `2 − 1/R_V` rather than `(2 R_V − 1)/R_V`
            let divided = |term: &(Monomial, Rational)| {
                let term = Polynomial::from_terms([term.clone()]);
                divide(&term, denominator)
            };
            let terms = numerator.terms();
            if terms.len() == 2 && terms.iter().any(|term| divided(term).is_some()) {
                let mut terms: Vec<Expr> = terms
                    .iter()
                    .map(|term| {
                        let one = Fraction {
                            numerator: Polynomial::from_terms([term.clone()]),
                            denominator: denominator.clone(),
                        }
                        .cancelled();
                        Expr::quotient(
                            self.expression(&one.numerator),
                            self.expression(&one.denominator),
                        )
                    })
                    .collect();
                if terms.first().is_some_and(|term| term.coefficient().is_negative()) {
                    terms.reverse();
                }
                return Expr::sum(terms);
            }
        }
        Expr::quotient(self.factored(numerator, false), self.factored(denominator, true))
    }
}

/// A quotient of polynomials; the denominator is not 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    pub numerator: Polynomial,
    pub denominator: Polynomial,
}

impl Fraction {
    pub(super) fn whole(numerator: Polynomial) -> Fraction {
        Fraction { numerator, denominator: Polynomial::one() }
    }

    fn add(&self, other: &Fraction) -> Option<Fraction> {
        if self.denominator == other.denominator {
            let numerator = moderate(&self.numerator + &other.numerator)?;
            return Some(Fraction { numerator, denominator: self.denominator.clone() });
        }
        let left = product(&self.numerator, &other.denominator)?;
        let right = product(&other.numerator, &self.denominator)?;
        let denominator = product(&self.denominator, &other.denominator)?;
        Some(Fraction { numerator: moderate(&left + &right)?, denominator })
    }

    fn multiply(&self, other: &Fraction) -> Option<Fraction> {
        Some(Fraction {
            numerator: product(&self.numerator, &other.numerator)?,
            denominator: product(&self.denominator, &other.denominator)?,
        })
    }

    fn complement(&self) -> Fraction {
        let numerator = &self.denominator - &self.numerator;
        Fraction { numerator, denominator: self.denominator.clone() }
    }

    fn power(&self, exponent: i64) -> Option<Fraction> {
        if exponent.unsigned_abs() > DEGREE_LIMIT {
            let constant = self.numerator.is_constant() && self.denominator.is_constant();
            return constant
                .then(|| self.clone())
                .filter(|one| *one == Fraction::whole(Polynomial::one()));
        }
        let base = if exponent < 0 {
            if self.numerator.is_zero() {
                return None;
            }
            Fraction { numerator: self.denominator.clone(), denominator: self.numerator.clone() }
        } else {
            self.clone()
        };
        let one = Fraction::whole(Polynomial::one());
        (0..exponent.unsigned_abs()).try_fold(one, |power, _| power.multiply(&base))
    }

    /// The same quotient without common factors, with whole coefficients that have no divisor in
    /// common; the denominator begins with a plus in print.
    pub(super) fn cancelled(self) -> Fraction {
        let common = common_factor(&self.numerator, &self.denominator);
        let divided = divide(&self.numerator, &common).zip(divide(&self.denominator, &common));
        let (numerator, denominator) = divided.unwrap_or((self.numerator, self.denominator));
        let mut scale = content(&[&numerator, &denominator]);
        let terms = denominator.terms();
        let [first, last] = [terms.first(), terms.last()]
            .map(|end| end.is_some_and(|(_, number)| number.is_negative()));
        if first && last {
            scale = -scale;
        }
        let factor = scale.reciprocal().unwrap_or_else(Rational::one);
        Fraction { numerator: numerator.scale(&factor), denominator: denominator.scale(&factor) }
    }
}

fn product(a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
    let pairs = a.number_of_terms().saturating_mul(b.number_of_terms());
    let most = usize::try_from(TERM_LIMIT).unwrap_or(usize::MAX).saturating_mul(100);
    if pairs > most || a.degree().saturating_add(b.degree()) > DEGREE_LIMIT {
        return None;
    }
    moderate(a * b)
}

fn moderate(polynomial: Polynomial) -> Option<Polynomial> {
    let few = u64::try_from(polynomial.number_of_terms()).is_ok_and(|terms| terms <= TERM_LIMIT);
    (few && polynomial.degree() <= DEGREE_LIMIT).then_some(polynomial)
}

/// The positive number by which all coefficients are multiples of coprime whole numbers; 1 where
/// all are 0.
pub(super) fn content(polynomials: &[&Polynomial]) -> Rational {
    let mut above = Integer::zero();
    let mut below = Integer::one();
    for polynomial in polynomials {
        for (_, number) in polynomial.terms() {
            above = above.gcd(&number.numerator());
            let denominator = number.denominator();
            let common = below.gcd(&denominator);
            below = below.div_floor(&common).unwrap_or_else(Integer::one) * denominator;
        }
    }
    if above.is_zero() {
        return Rational::one();
    }
    Rational::new(above, below).unwrap_or_else(Rational::one)
}

/// The largest product of variables that divides the polynomial, and the quotient.
pub(super) fn split_powers(polynomial: &Polynomial) -> (Monomial, Polynomial) {
    let terms = polynomial.terms();
    let powers: Vec<(Variable, u64)> = polynomial
        .variables()
        .into_iter()
        .map(|variable| {
            let least = terms.iter().map(|(monomial, _)| exponent_of(monomial, variable)).min();
            (variable, least.unwrap_or(0))
        })
        .collect();
    let common = Monomial::product(powers.iter().copied());
    let rest = terms.into_iter().map(|(monomial, number)| {
        let left = monomial
            .powers()
            .iter()
            .map(|(variable, exponent)| (*variable, exponent - exponent_of(&common, *variable)));
        (Monomial::product(left), number)
    });
    (common.clone(), Polynomial::from_terms(rest))
}

pub(super) fn exponent_of(monomial: &Monomial, variable: Variable) -> u64 {
    let found = monomial.powers().iter().find(|(known, _)| *known == variable);
    found.map_or(0, |(_, exponent)| *exponent)
}

/// The coefficients of the powers of a variable, from the constant one up; none for 0.
pub(super) fn coefficients(polynomial: &Polynomial, variable: Variable) -> Vec<Polynomial> {
    let mut parts = polynomial.coefficients_in(variable);
    let Some(degree) = parts.keys().last().copied() else { return Vec::new() };
    // Degrees are limited where polynomials are made.
    (0..=degree).map(|power| parts.remove(&power).unwrap_or_else(Polynomial::zero)).collect()
}
