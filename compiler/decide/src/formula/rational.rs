//! Comparisons of quotients of polynomials, solved where what is left is linear or quadratic.

use std::cmp::Ordering;

use kofn_algebra::{Expr, Polynomial, Rational, Variable};

use super::Problem;
use super::answer::{
    Alternative, Bound, Feasible, FormulaAnswer, Monotone, SolvedFormula, TwoEnds,
};
use super::bernstein::sign_of;
use super::common_factor::{common_factor, divide};
use super::domain::Domain;
use super::polynomials::{Fraction, Names, coefficients};
use super::progress::{Ends, Progress, Stop};
use super::quadratic;
use super::simplify::where_holds;
use super::span::Span;
use super::truth::{Truth, compare};
use crate::question::{Comparison, Condition, Relation};

/// Solves `left − right ⋈ 0` with everything multiplied out; nothing where the sides are not
/// quotients of polynomials.
pub(super) fn solve(problem: &Problem, start: &Progress) -> Option<FormulaAnswer> {
    let mut names = Names::default();
    let Comparison { left, relation, right } = problem.comparison;
    let difference = Expr::difference(left.clone(), right.clone());
    let (Fraction { numerator, denominator }, _) = names.fraction(&difference)?;
    let unknown = names.variable(problem.symbol);
    let mut equation = Equation {
        problem,
        progress: start.clone(),
        names,
        unknown,
        relation: *relation,
        powers: coefficients(&numerator, unknown),
        at_zero: false,
        at_one: false,
    };
    let below = equation.span(&denominator);
    if below.is_nonpositive() && !below.is_nonnegative() {
        equation.relation = relation.swapped();
    } else if !below.is_nonnegative() {
        return None;
    }
    Some(match equation.solve() {
        Ok(answer) => answer,
        Err(Stop::Decided(holds)) => problem.decided(&equation.progress, holds),
        Err(Stop::Refused) => equation.reduced(),
    })
}

/// `x^j (1 − x)^k Σ powers[i] xⁱ ⋈ 0`, where the progress' conditions hold.
pub(super) struct Equation<'a> {
    pub problem: &'a Problem<'a>,
    pub progress: Progress,
    pub names: Names,
    unknown: Variable,
    pub relation: Relation,
    /// Coefficients in the other parameters; none for 0.
    pub powers: Vec<Polynomial>,
    /// Whether j > 0 and 0 is in the range.
    at_zero: bool,
    /// Whether k > 0 and 1 is in the range.
    at_one: bool,
}

impl Equation<'_> {
    fn solve(&mut self) -> Result<FormulaAnswer, Stop> {
        self.divide_by_content()?;
        self.divide_by_unknown()?;
        match self.powers.as_slice() {
            [] => Err(Stop::Decided(self.relation.holds(Ordering::Equal))),
            [constant] => {
                let constant = self.names.expression(constant);
                let truth =
                    where_holds(&self.progress.domain, &constant, self.relation, &Expr::zero());
                Ok(self.independent(truth))
            }
            [constant, slope] => {
                let (constant, slope) = (constant.clone(), slope.clone());
                self.linear(&constant, &slope)
            }
            [_, _, _] => quadratic::solve(self),
            _ => Err(Stop::Refused),
        }
    }

    /// What is known about a polynomial's values.
    pub(super) fn span(&self, polynomial: &Polynomial) -> Span {
        let signs = sign_of(polynomial, &self.names, &self.progress.domain);
        let walked = self.progress.domain.span(&self.names.expression(polynomial));
        // Both contain the values; the domain is not empty as far as is known.
        signs.intersection(&walked).unwrap_or(signs)
    }

    /// Where a polynomial stands so to 0.
    pub(super) fn holds(&self, polynomial: &Polynomial, relation: Relation) -> Truth {
        let expr = self.names.expression(polynomial);
        where_holds(&self.progress.domain, &expr, relation, &Expr::zero())
    }

    /// Goes on where a polynomial is positive; where it is 0 the comparison may be settled.
    pub(super) fn demand_positive(
        &mut self,
        polynomial: &Polynomial,
        otherwise: impl Fn(&Domain) -> Option<bool>,
    ) -> Result<(), Stop> {
        let truth = self.holds(polynomial, Relation::More);
        self.progress.demand(truth, otherwise)
    }

    fn divide_by_content(&mut self) -> Result<(), Stop> {
        let shared = self
            .powers
            .iter()
            .fold(Polynomial::zero(), |shared, power| common_factor(&shared, power));
        if shared.is_constant() {
            return Ok(());
        }
        let positive = if self.holds(&shared, Relation::AtLeast) == Truth::Always {
            shared
        } else if self.holds(&shared, Relation::AtMost) == Truth::Always {
            -&shared
        } else {
            return Ok(());
        };
        let both_zero = self.relation.holds(Ordering::Equal);
        self.demand_positive(&positive, |_| Some(both_zero))?;
        let divided = self.powers.iter().map(|power| divide(power, &positive));
        self.powers = divided.collect::<Option<_>>().ok_or(Stop::Refused)?;
        Ok(())
    }

    fn divide_by_unknown(&mut self) -> Result<(), Stop> {
        let span = self.progress.domain.values(self.problem.symbol).span;
        let low = self.powers.iter().take_while(|power| power.is_zero()).count();
        if low > 0 && low < self.powers.len() {
            if !span.is_nonnegative() {
                return Err(Stop::Refused);
            }
            self.powers.drain(..low);
            self.at_zero = !span.is_positive();
        }
        while self.powers.len() > 1 && span.is_at_most(&Rational::one()) {
            let sum = self.powers.iter().fold(Polynomial::zero(), |sum, power| &sum + power);
            if !sum.is_zero() {
                break;
            }
            // p(x) = (1 − x) q(x) for p(1) = 0: q's coefficients are sums of p's.
            let mut carried = Polynomial::zero();
            self.powers.pop();
            for power in &mut self.powers {
                carried = &carried + power;
                *power = carried.clone();
            }
            self.at_one = !span.is_below(&Rational::one());
        }
        Ok(())
    }

    /// A comparison in which the parameter is no more.
    fn independent(&self, truth: Truth) -> FormulaAnswer {
        let feasible = self.feasible(Some(truth.clone()));
        let alternatives = match truth {
            Truth::Never => Vec::new(),
            Truth::Always => vec![Alternative { bounds: Vec::new(), conditions: Vec::new() }],
            Truth::When(conditions) => vec![Alternative { bounds: Vec::new(), conditions }],
        };
        self.answer(alternatives, feasible)
    }

    fn linear(&mut self, constant: &Polynomial, slope: &Polynomial) -> Result<FormulaAnswer, Stop> {
        let (relation, span) = (self.relation, self.span(slope));
        let falls = !span.is_nonnegative() && self.holds(slope, Relation::AtMost) == Truth::Always;
        let rises = span.is_nonnegative() || self.holds(slope, Relation::AtLeast) == Truth::Always;
        if !falls && !rises {
            return Ok(self.cases(constant, slope));
        }
        let steep = if rises { slope.clone() } else { -slope };
        let above = if rises { -constant } else { constant.clone() };
        let beside = self.names.expression(constant);
        let kept = self.verdicts();
        self.demand_positive(&steep, |domain: &Domain| {
            let holds = Progress::settled(domain, &beside, relation, &Expr::zero())?;
            kept(holds)
        })?;
        let bound = if rises { relation } else { relation.swapped() };
        let (lo, hi) = (self.at_end(false, relation), self.at_end(true, relation));
        let feasible = match bound {
            Relation::More | Relation::AtLeast => hi,
            Relation::Less | Relation::AtMost => lo,
            Relation::Equal => {
                let (low, high) = (Relation::AtMost, Relation::AtLeast);
                let (low, high) = if rises { (low, high) } else { (high, low) };
                let continuous = self.ends().continuous;
                self.at_end(false, low)
                    .zip(self.at_end(true, high))
                    .filter(|_| continuous)
                    .map(|(low, high)| low.and(high))
            }
            Relation::Unequal => None,
        };
        let formula = Fraction { numerator: above, denominator: steep }.cancelled();
        let bounds = vec![Bound { relation: bound, formula: self.names.quotient(&formula) }];
        let feasible = self.feasible(feasible);
        Ok(self.answer(vec![Alternative { bounds, conditions: Vec::new() }], feasible))
    }

    /// Two directions, by the sign of the slope.
    fn cases(&self, constant: &Polynomial, slope: &Polynomial) -> FormulaAnswer {
        let formula = Fraction { numerator: -constant, denominator: slope.clone() }.cancelled();
        let formula = self.names.quotient(&formula);
        let mut alternatives = Vec::new();
        for (side, bound) in
            [(Relation::More, self.relation), (Relation::Less, self.relation.swapped())]
        {
            if let Truth::When(conditions) = self.holds(slope, side) {
                let bounds = vec![Bound { relation: bound, formula: formula.clone() }];
                alternatives.push(Alternative { bounds, conditions });
            }
        }
        let flat = self.holds(slope, Relation::Equal).and(self.holds(constant, self.relation));
        if let Truth::When(conditions) = flat {
            alternatives.push(Alternative { bounds: Vec::new(), conditions });
        }
        let ends = self.at_end(false, self.relation).zip(self.at_end(true, self.relation));
        let directed = super::direction(self.relation) != Ordering::Equal;
        let feasible = ends.filter(|_| directed).map(|(lo, hi)| lo.or(hi));
        let feasible = self.feasible(feasible);
        self.answer(alternatives, feasible)
    }

    pub(super) fn ends(&self) -> Ends {
        Ends::of(self.problem.parameters, self.problem.symbol)
    }

    /// What a verdict on the sum of powers says about the product with `x` and `1 − x`: at 0 and
    /// 1 this is 0, whatever the sum is.
    pub(super) fn verdicts(&self) -> impl Fn(bool) -> Option<bool> + use<> {
        let beside = self.relation.holds(Ordering::Equal);
        let alone = !self.at_zero && !self.at_one;
        move |holds| (holds == beside || alone).then_some(holds)
    }

    /// Where the sum of powers stands so to 0 at an end of the range; nothing where there is no
    /// such end.
    pub(super) fn at_end(&self, upper: bool, relation: Relation) -> Option<Truth> {
        let Ends { lo, hi, .. } = self.ends();
        let end = if upper { hi } else { lo }?;
        Some(self.holds(&self.value_at(end.as_number()?), relation))
    }

    fn value_at(&self, number: &Rational) -> Polynomial {
        self.powers
            .iter()
            .rev()
            .fold(Polynomial::zero(), |value, power| &value.scale(number) + power)
    }

    /// The derivative at an end of the range.
    pub(super) fn slope_at_end(&self, upper: bool) -> Option<Polynomial> {
        let Ends { lo, hi, .. } = self.ends();
        let end = if upper { hi } else { lo }?;
        let derivative = self.derivative();
        let at = end.as_number()?;
        Some(
            derivative
                .iter()
                .rev()
                .fold(Polynomial::zero(), |value, power| &value.scale(at) + power),
        )
    }

    fn derivative(&self) -> Vec<Polynomial> {
        let powers = self.powers.iter().enumerate().skip(1);
        powers
            .map(|(exponent, power)| {
                power.scale(&Rational::from(i64::try_from(exponent).unwrap_or(i64::MAX)))
            })
            .collect()
    }

    /// Where the sum of powers has solutions in the range, from where it has them at the end that
    /// decides; the parameter itself as a factor adds a solution or takes one point away.
    pub(super) fn feasible(&self, truth: Option<Truth>) -> Feasible {
        let beside = self.at_zero || self.at_one;
        if beside && self.relation.holds(Ordering::Equal) {
            return Feasible::Always;
        }
        if beside && (!self.ends().continuous || self.relation == Relation::Unequal) {
            return Feasible::Unknown;
        }
        match truth {
            Some(truth) => self.progress.feasible(truth),
            None => Feasible::Unknown,
        }
    }

    /// The answer from the ranges in which the sum of powers stands so to 0.
    pub(super) fn answer(
        &self,
        mut alternatives: Vec<Alternative>,
        feasible: Feasible,
    ) -> FormulaAnswer {
        let zeros = [
            (self.at_zero, Rational::zero(), Relation::More),
            (self.at_one, Rational::one(), Relation::Less),
        ];
        for (_, zero, away) in zeros.into_iter().filter(|(present, _, _)| *present) {
            let there = self.holds(&self.value_at(&zero), self.relation);
            let bound = |relation| Bound { relation, formula: Expr::number(zero.clone()) };
            if self.relation.holds(Ordering::Equal) {
                if there != Truth::Always {
                    let bounds = vec![bound(Relation::Equal)];
                    alternatives.push(Alternative { bounds, conditions: Vec::new() });
                }
            } else if there != Truth::Never {
                for alternative in &mut alternatives {
                    match away {
                        Relation::More => alternative.bounds.insert(0, bound(away)),
                        _ => alternative.bounds.push(bound(away)),
                    }
                }
            }
        }
        let conditions = self.progress.conditions();
        let otherwise = self.progress.cases.clone();
        match alternatives.as_slice() {
            [] => FormulaAnswer::Never(conditions),
            [Alternative { bounds, conditions: none }] if none.is_empty() => {
                match bounds.as_slice() {
                    [] => FormulaAnswer::Always(conditions),
                    [Bound { relation, formula }] => FormulaAnswer::Solved(SolvedFormula {
                        relation: *relation,
                        formula: formula.clone(),
                        conditions,
                        feasible,
                        otherwise,
                    }),
                    _ => FormulaAnswer::TwoEnds(TwoEnds {
                        alternatives,
                        conditions,
                        feasible,
                        otherwise,
                    }),
                }
            }
            _ => FormulaAnswer::TwoEnds(TwoEnds { alternatives, conditions, feasible, otherwise }),
        }
    }

    /// What is left to solve.
    fn reduced(&self) -> FormulaAnswer {
        let unknown = Polynomial::variable(self.unknown);
        let horner = |powers: &[Polynomial]| {
            powers.iter().rev().fold(Polynomial::zero(), |sum, power| &(&sum * &unknown) + power)
        };
        let (sum, slope) = (horner(&self.powers), horner(&self.derivative()));
        let span = self.span(&slope);
        let monotone = if span.is_nonnegative() {
            Some(Monotone::Rising)
        } else if span.is_nonpositive() {
            Some(Monotone::Falling)
        } else {
            None
        };
        let mut conditions = self.progress.conditions();
        let away = |relation, number: Rational| -> Condition {
            compare(Expr::symbol(self.problem.symbol.clone()), relation, Expr::number(number))
        };
        if self.at_zero {
            conditions.push(away(Relation::More, Rational::zero()));
        }
        if self.at_one {
            conditions.push(away(Relation::Less, Rational::one()));
        }
        FormulaAnswer::NoClosedForm {
            reduced: Some(Comparison {
                left: self.names.expression(&sum),
                relation: self.relation,
                right: Expr::zero(),
            }),
            conditions,
            monotone,
        }
    }
}
