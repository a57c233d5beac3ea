//! Quadratic comparisons: two ends, or one where the other is outside the range.

use std::cmp::Ordering;

use kofn_algebra::{Expr, Integer, Polynomial, Rational};

use super::answer::{Alternative, Bound, FormulaAnswer};
use super::common_factor::{common_factor, divide};
use super::direction;
use super::domain::Domain;
use super::polynomials::{content, split_powers};
use super::progress::Stop;
use super::rational::Equation;
use super::truth::Truth;
use crate::question::Relation;

/// Solves `a x² + b x + c ⋈ 0`.
pub(super) fn solve(equation: &mut Equation) -> Result<FormulaAnswer, Stop> {
    let opens_down = match equation.powers.as_slice() {
        [_, _, a] if equation.holds(a, Relation::AtLeast) == Truth::Always => false,
        [_, _, a] if equation.holds(a, Relation::AtMost) == Truth::Always => true,
        _ => return Err(Stop::Refused),
    };
    if opens_down {
        equation.powers.iter_mut().for_each(|power| *power = -&*power);
        equation.relation = equation.relation.swapped();
    }
    let [c, b, a] = equation.powers.as_slice() else { return Err(Stop::Refused) };
    let (a, b, c) = (a.clone(), b.clone(), c.clone());
    equation.demand_positive(&a, |_| None)?;
    let four = Rational::from(4);
    let discriminant = &(&b * &b) - &(&a * &c).scale(&four);
    let relation = equation.relation;
    let side = direction(relation);
    if relation == Relation::Unequal {
        return Err(Stop::Refused);
    }
    let real = equation.holds(&discriminant, Relation::AtLeast);
    let kept = equation.verdicts();
    // Without a root all values are positive.
    let outcome = kept(relation.holds(Ordering::Greater));
    equation.progress.demand(real, |_: &Domain| outcome)?;

    let (left, right) = roots(equation, &a, &b, &discriminant);
    let settled = |slope: Option<Polynomial>, relation| {
        slope.is_some_and(|slope| equation.holds(&slope, relation) == Truth::Always)
    };
    // The right root is not below the upper end where the parabola falls up to there.
    let falls = settled(equation.slope_at_end(true), Relation::AtMost);
    let rises = settled(equation.slope_at_end(false), Relation::AtLeast);
    let turns = settled(equation.slope_at_end(false), Relation::AtMost)
        && settled(equation.slope_at_end(true), Relation::AtLeast);
    let bound = |relation, formula: &Expr| Bound { relation, formula: formula.clone() };
    let inner = relation.swapped();
    let alternative = |bounds| Alternative { bounds, conditions: Vec::new() };
    let lo = |equation: &Equation| equation.at_end(false, relation);
    let hi = |equation: &Equation| equation.at_end(true, relation);
    let (alternatives, feasible) = match side {
        Ordering::Equal => {
            let ends = [&left, &right].map(|root| alternative(vec![bound(relation, root)]));
            (ends.to_vec(), None)
        }
        Ordering::Greater if falls => (vec![alternative(vec![bound(inner, &left)])], lo(equation)),
        Ordering::Greater if rises => {
            (vec![alternative(vec![bound(relation, &right)])], hi(equation))
        }
        Ordering::Greater => {
            let ends = vec![
                alternative(vec![bound(inner, &left)]),
                alternative(vec![bound(relation, &right)]),
            ];
            // A parabola that opens upwards is largest at an end.
            let feasible = lo(equation).zip(hi(equation)).map(|(lo, hi)| lo.or(hi));
            (ends, feasible)
        }
        Ordering::Less if falls => (vec![alternative(vec![bound(inner, &left)])], hi(equation)),
        Ordering::Less if rises => (vec![alternative(vec![bound(relation, &right)])], lo(equation)),
        Ordering::Less => {
            let both = vec![bound(inner, &left), bound(relation, &right)];
            let lowest = if relation.is_strict() {
                equation.holds(&discriminant, Relation::More)
            } else {
                Truth::Always
            };
            // The lowest point lies in the range.
            let known = turns && equation.ends().continuous;
            (vec![alternative(both)], known.then_some(lowest))
        }
    };
    let feasible = equation.feasible(feasible);
    Ok(equation.answer(alternatives, feasible))
}

/// `(−b ∓ √(b² − 4ac)) / 2a`, with squares taken out of the root and common factors cancelled.
fn roots(
    equation: &Equation,
    a: &Polynomial,
    b: &Polynomial,
    discriminant: &Polynomial,
) -> (Expr, Expr) {
    let two_a = a.scale(&Rational::from(2));
    let outside = square_part(equation, discriminant);
    let inside = divide(discriminant, &(&outside * &outside));
    let (outside, inside) = match inside {
        Some(inside) => (outside, inside),
        None => (Polynomial::one(), discriminant.clone()),
    };
    let shared = shared_factor(equation, &[b, &outside, &two_a]);
    let reduced =
        |polynomial: &Polynomial| divide(polynomial, &shared).unwrap_or_else(|| polynomial.clone());
    let names = &equation.names;
    let half = Expr::quotient(Expr::one(), 2.into());
    let root = Expr::product([
        names.expression(&reduced(&outside)),
        Expr::power(names.expression(&inside), half),
    ]);
    let middle = names.expression(&-&reduced(b));
    let below = names.expression(&reduced(&two_a));
    let end = |root: Expr| Expr::quotient(Expr::sum([middle.clone(), root]), below.clone());
    (end(root.negate()), end(root))
}

/// A number and powers of parameters that are not negative, whose square divides the polynomial.
fn square_part(equation: &Equation, polynomial: &Polynomial) -> Polynomial {
    let number = content(&[polynomial]);
    let whole = |number: &Integer| {
        /// Larger divisors are not looked for.
        const LARGEST: u64 = 1000;
        let divides = |root: &u64| {
            let square = Integer::from(root * root);
            number.mod_floor(&square).is_some_and(|rest| rest.is_zero())
        };
        Integer::from((1..=LARGEST).rev().find(divides).unwrap_or(1))
    };
    let number = Rational::new(whole(&number.numerator()), whole(&number.denominator()));
    let (powers, _) = split_powers(polynomial);
    let powers = powers.powers().iter().map(|(variable, exponent)| (*variable, exponent / 2));
    let nonnegative = |variable: &(kofn_algebra::Variable, u64)| {
        let symbol = equation.names.symbol(variable.0);
        symbol.is_some_and(|symbol| equation.progress.domain.values(symbol).span.is_nonnegative())
    };
    let powers = kofn_algebra::Monomial::product(powers.filter(nonnegative));
    Polynomial::from_terms([(powers, number.unwrap_or_else(Rational::one))])
}

/// A positive common factor.
fn shared_factor(equation: &Equation, of: &[&Polynomial]) -> Polynomial {
    let number = content(of);
    let shared = of.iter().fold(Polynomial::zero(), |shared, next| common_factor(&shared, next));
    let positive = equation.holds(&shared, Relation::More) == Truth::Always;
    if positive && !shared.is_constant() {
        return shared.scale(&number);
    }
    Polynomial::constant(&number)
}
