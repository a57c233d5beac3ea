//! Comparisons in the simplest terms that say where they hold.
//!
//! A few rules, and nothing cleverer: what the ranges decide is decided; divisors and common
//! factors are cancelled; complements are compared by what they are complements of, and powers by
//! their bases; products and alternatives are taken apart; a polynomial is factored as far as
//! [`where_positive`] goes. What is left is printed as it is.

use kofn_algebra::{Expr, Rational, View};

use super::domain::Domain;
use super::polynomials::Names;
use super::truth::Truth;
use super::where_positive::where_positive;
use crate::question::Relation;

/// More rules than this are not applied one after another.
const STEPS: u32 = 32;

/// Where `left ⋈ right` holds; both sides must be defined wherever the domain's conditions hold.
pub(super) fn where_holds(domain: &Domain, left: &Expr, relation: Relation, right: &Expr) -> Truth {
    match relation {
        Relation::More => exceeds(domain, left, right, true),
        Relation::AtLeast => exceeds(domain, left, right, false),
        Relation::Less => exceeds(domain, right, left, true),
        Relation::AtMost => exceeds(domain, right, left, false),
        Relation::Equal => equals(domain, left, right),
        Relation::Unequal => equals(domain, left, right).negated(),
    }
}

fn equals(domain: &Domain, left: &Expr, right: &Expr) -> Truth {
    let above = exceeds(domain, left, right, true);
    let below = exceeds(domain, right, left, true);
    match (above, below) {
        (Truth::Always, _) | (_, Truth::Always) => Truth::Never,
        (Truth::Never, Truth::Never) => Truth::Always,
        (Truth::Never, truth) | (truth, Truth::Never) => truth.negated(),
        _ => Truth::comparison(left.clone(), Relation::Equal, right.clone()),
    }
}

/// Where `great > less`, or `>=` when not `strict`.
pub(super) fn exceeds(domain: &Domain, great: &Expr, less: &Expr, strict: bool) -> Truth {
    Rules { domain: domain.clone(), steps: STEPS }.exceeds(great, less, strict)
}

struct Rules {
    domain: Domain,
    steps: u32,
}

impl Rules {
    /// Recursion ends when the steps are used up.
    fn exceeds(&mut self, great: &Expr, less: &Expr, strict: bool) -> Truth {
        if great == less {
            return Truth::of(!strict);
        }
        let difference = self.domain.span(great).add(&self.domain.span(less).negate());
        if difference.is_positive() || (!strict && difference.is_nonnegative()) {
            return Truth::Always;
        }
        if difference.is_negative() || (strict && difference.is_nonpositive()) {
            return Truth::Never;
        }
        let relation = if strict { Relation::More } else { Relation::AtLeast };
        if self.domain.assumes(great, relation, less) {
            return Truth::Always;
        }
        if self.domain.assumes(great, relation.negated(), less) {
            return Truth::Never;
        }
        let Some(steps) = self.steps.checked_sub(1) else {
            return itself(great, less, strict);
        };
        self.steps = steps;
        self.without_divisors(great, less, strict)
            .or_else(|| self.without_common_factor(great, less, strict))
            .or_else(|| self.by_complements(great, less, strict))
            .or_else(|| self.by_bases(great, less, strict))
            .or_else(|| self.above_zero(great, less, strict))
            .or_else(|| self.below_one(great, less, strict))
            .or_else(|| self.by_polynomials(great, less, strict))
            .or_else(|| self.by_terms(great, less, strict))
            .unwrap_or_else(|| itself(great, less, strict))
    }

    fn is_nonnegative(&self, expr: &Expr) -> bool {
        self.domain.span(expr).is_nonnegative()
    }

    /// Both sides times the divisors of both, which are positive where the sides are defined.
    fn without_divisors(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        let mut divisors = Vec::new();
        for (base, exponent) in factors(great).into_iter().chain(factors(less)) {
            let opposite = exponent.negate();
            if exponent.coefficient().is_negative()
                && self.is_nonnegative(&opposite)
                && self.is_nonnegative(&base)
                && !divisors.contains(&(base.clone(), opposite.clone()))
            {
                divisors.push((base, opposite));
            }
        }
        if divisors.is_empty() {
            return None;
        }
        let divisor = Expr::product_of_powers(divisors);
        let [great, less] = [great, less].map(|side| times(side, &divisor));
        Some(self.exceeds(&great, &less, strict))
    }

    fn without_common_factor(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        let (base, shared) = self.common_power(great, less)?;
        let inverse = Expr::power(base.clone(), shared.negate());
        let [great, less] =
            [great, less].map(|side| Expr::product([side.clone(), inverse.clone()]));
        let positive = self.exceeds(&base, &Expr::zero(), true);
        if positive == Truth::Never {
            return Some(Truth::of(!strict));
        }
        let wider = self.domain.clone();
        if let Truth::When(conditions) = &positive {
            for condition in conditions {
                match self.domain.with(condition) {
                    Some(narrowed) => self.domain = narrowed,
                    None => {
                        self.domain = wider;
                        return Some(Truth::of(!strict));
                    }
                }
            }
        }
        let rest = self.exceeds(&great, &less, strict);
        self.domain = wider;
        Some(if strict { positive.and(rest) } else { positive.negated().or(rest) })
    }

    /// A power of something not negative that divides both sides, and is 0 where its base is.
    fn common_power(&self, great: &Expr, less: &Expr) -> Option<(Expr, Expr)> {
        let others = factors(less);
        factors(great).into_iter().find_map(|(base, exponent)| {
            if base.as_number().is_some() || !self.is_nonnegative(&base) {
                return None;
            }
            let (_, other) = others.iter().find(|(known, _)| *known == base)?;
            let shared = smaller(&self.domain, &exponent, other)?;
            let vanishes = self.domain.span(&shared).is_positive();
            (vanishes || self.domain.span(&base).is_positive()).then_some((base, shared))
        })
    }

    /// `1 − a > 1 − b` is `b > a`.
    fn by_complements(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        let failing = |side: &Expr| matches!(side.view(), View::AnyOf(_) | View::Complement(_));
        let number = |side: &Expr| side.as_number().is_some();
        if !failing(great) && !failing(less) {
            return None;
        }
        let (a, b) = (less.complement(), great.complement());
        let plain = (failing(great) || number(great)) && (failing(less) || number(less));
        if !plain && self.common_power(&a, &b).is_none() {
            return None;
        }
        Some(self.exceeds(&a, &b, strict))
    }

    /// Equal powers of two bases compare as the bases do.
    fn by_bases(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        let (a, b) = (factors(great), factors(less));
        let ([(a, exponent)], [(b, other)]) = (a.as_slice(), b.as_slice()) else { return None };
        let raised = exponent == other
            && !exponent.is_one()
            && self.domain.span(exponent).is_positive()
            && self.is_nonnegative(a)
            && self.is_nonnegative(b);
        raised.then(|| self.exceeds(a, b, strict))
    }

    /// `great > 0`, factor by factor, or in what can work at all.
    fn above_zero(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        if !less.is_zero() {
            return None;
        }
        match great.view() {
            View::Product(powers) => {
                let mut mixed = None;
                let mut positive = Vec::new();
                for (base, exponent) in powers {
                    let span = self.domain.span(base);
                    if span.is_positive() {
                        continue;
                    }
                    if span.is_nonnegative() {
                        if !self.domain.span(exponent).is_positive() {
                            return None;
                        }
                        positive.push(base);
                    } else if exponent.is_one() && mixed.is_none() {
                        mixed = Some(base);
                    } else {
                        return None;
                    }
                }
                if !strict && !positive.is_empty() {
                    return None;
                }
                let mut truth = Truth::Always;
                for base in positive {
                    truth = truth.and(self.exceeds(base, less, true));
                }
                if let Some(base) = mixed {
                    // A negative number in front would be no such factor.
                    truth = truth.and(self.exceeds(base, less, strict));
                }
                Some(truth)
            }
            View::AtLeast { k, n, of } if strict => {
                let enough = Expr::difference(n.clone(), k.clone());
                let probable = self.domain.span(of).is_probability();
                (probable && self.is_nonnegative(&enough)).then(|| self.exceeds(of, less, true))
            }
            _ => None,
        }
    }

    /// `1 > less`, where one factor below 1 is enough.
    fn below_one(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        if !great.is_one() || !strict {
            return None;
        }
        match less.view() {
            View::Product(powers) => {
                let unit = powers.iter().all(|(base, exponent)| {
                    self.domain.span(base).is_probability() && self.is_nonnegative(exponent)
                });
                if !unit {
                    return None;
                }
                let mut any = Truth::Never;
                for (base, exponent) in powers {
                    let counts = self.exceeds(exponent, &Expr::zero(), true);
                    any = any.or(counts.and(self.exceeds(great, base, true)));
                }
                Some(any)
            }
            View::AtLeast { k, n, of } => {
                let enough = Expr::difference(n.clone(), k.clone());
                let known = self.domain.span(of).is_probability()
                    && self.is_nonnegative(&enough)
                    && self.domain.span(k).is_positive();
                known.then(|| self.exceeds(great, of, true))
            }
            _ => None,
        }
    }

    fn by_polynomials(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        let mut names = Names::default();
        let difference = Expr::difference(great.clone(), less.clone());
        let (fraction, _) = names.fraction(&difference)?;
        // Where the sides are defined the denominator is not 0.
        let below = where_positive(&fraction.denominator, false, &names, &self.domain)?;
        if below != Truth::Always {
            return None;
        }
        where_positive(&fraction.numerator, strict, &names, &self.domain)
    }

    /// `a − b > 0` is `a > b`.
    fn by_terms(&mut self, great: &Expr, less: &Expr, strict: bool) -> Option<Truth> {
        let View::Sum(terms) = great.view() else { return None };
        if !less.is_zero() {
            return None;
        }
        let (minus, plus): (Vec<Expr>, Vec<Expr>) =
            terms.iter().cloned().partition(|term| term.coefficient().is_negative());
        if minus.is_empty() || plus.is_empty() {
            return None;
        }
        let minus = Expr::sum(minus.iter().map(Expr::negate));
        Some(self.exceeds(&Expr::sum(plus), &minus, strict))
    }
}

/// The comparison as it is printed: a number on the right, else the shorter side on the left.
pub(super) fn itself(great: &Expr, less: &Expr, strict: bool) -> Truth {
    let relation = if strict { Relation::More } else { Relation::AtLeast };
    let length = |side: &Expr| side.postorder().len();
    let swap = less.as_number().is_none()
        && (great.as_number().is_some() || length(less) <= length(great));
    if swap {
        Truth::comparison(less.clone(), relation.swapped(), great.clone())
    } else {
        Truth::comparison(great.clone(), relation, less.clone())
    }
}

/// The powers whose product an expression is.
pub(super) fn factors(expr: &Expr) -> Vec<(Expr, Expr)> {
    match expr.view() {
        View::Product(powers) => powers.clone(),
        View::Number(number) if *number == Rational::one() => Vec::new(),
        _ => vec![(expr.clone(), Expr::one())],
    }
}

/// The smaller one of two exponents, where the ranges tell which one that is.
pub(super) fn smaller(domain: &Domain, a: &Expr, b: &Expr) -> Option<Expr> {
    let rest = domain.span(&Expr::difference(a.clone(), b.clone()));
    if rest.is_nonnegative() {
        Some(b.clone())
    } else if rest.is_nonpositive() {
        Some(a.clone())
    } else {
        None
    }
}

/// A product in which a sum is multiplied term by term, so that its divisors are cancelled.
fn times(side: &Expr, factor: &Expr) -> Expr {
    match side.view() {
        View::Sum(terms) => {
            Expr::sum(terms.iter().map(|term| Expr::product([term.clone(), factor.clone()])))
        }
        _ => Expr::product([side.clone(), factor.clone()]),
    }
}
