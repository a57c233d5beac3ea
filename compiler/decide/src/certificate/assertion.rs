//! Assertions that are proven, or refuted.

use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{Integer, Polynomial, Rational, Symbol};

use super::{Certificate, Claim, NotCertified, Question, Step, count, number, refutation};
use crate::answer::{Undecided, Verdict};
use crate::assertion::assert;
use crate::fraction::{Fraction, Variables};
use crate::inequality::{Goal, short_proof};
use crate::narrowing::narrowed;
use crate::question::{Comparison, Condition, Range, Relation};

/// So many certificates are written for combinations of listed values.
const MOST_COMBINATIONS: usize = 64;
/// Terms of a polynomial on the unit cube.
const MOST_TERMS: u64 = 100_000;

/// What was found about an assertion.
pub(super) fn certify(
    condition: &Condition,
    given: &[Condition],
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let numeric = numeric_condition(condition, question);
    let given: Vec<Condition> =
        given.iter().map(|one| numeric_condition(one, question)).collect();
    let method = match assert(&numeric, &given, &question.parameters) {
        Verdict::Proven { method } => method,
        Verdict::Undecided(why) => return Err(NotCertified::NoAnswer(words(&why))),
        Verdict::Refuted(refutation) => {
            let (question, given) = narrow(question, &given)?;
            return refutation::certify(condition, &given, &refutation.point, &question);
        }
    };
    let (question, given) = narrow(question, &given)?;
    let mut left = Vec::new();
    for one in &given {
        conjuncts(one, &mut left)?;
    }
    let mut open = Vec::new();
    for one in left {
        let symbols = one.left.symbols().len() + one.right.symbols().len();
        if symbols > 0 {
            open.push(one.clone());
        } else if !one.relation.holds(number(&one.left)?.cmp(&number(&one.right)?)) {
            return Err(NotCertified::Method("nothing satisfies what is given".to_owned()));
        }
    }
    // The method that is told stands for the proofs that are not found in a short form.
    let method = method.replace("open cylindrical decomposition", "open decomposition");
    let known = Known { question, given: open, method };
    known.condition(condition)
}

/// The ranges narrowed by what is given, and what is given besides.
fn narrow(
    question: &Question,
    given: &[Condition],
) -> Result<(Question, Vec<Condition>), NotCertified> {
    let Some((parameters, given)) = narrowed(&question.parameters, given) else {
        return Err(NotCertified::Method("nothing satisfies what is given".to_owned()));
    };
    Ok((Question { parameters, values: question.values.clone() }, given))
}

fn numeric_condition(condition: &Condition, question: &Question) -> Condition {
    let all = |all: &[Condition]| all.iter().map(|one| numeric_condition(one, question)).collect();
    match condition {
        Condition::Compare(one) => Condition::Compare(question.numeric_sides(one)),
        Condition::All(some) => Condition::All(all(some)),
        Condition::Any(some) => Condition::Any(all(some)),
    }
}

fn conjuncts<'c>(
    condition: &'c Condition,
    found: &mut Vec<&'c Comparison>,
) -> Result<(), NotCertified> {
    match condition {
        Condition::Compare(one) => {
            found.push(one);
            Ok(())
        }
        Condition::All(all) => all.iter().try_for_each(|one| conjuncts(one, found)),
        Condition::Any(_) => Err(NotCertified::Given),
    }
}

fn words(why: &Undecided) -> String {
    match why {
        Undecided::Limit(which) => which.clone(),
        Undecided::CountUnbounded { .. } => "not all counts were tried".to_owned(),
        Undecided::Transcendental => "transcendental".to_owned(),
        Undecided::Touching => "whether both sides are ever equal is not known".to_owned(),
        Undecided::Unbounded(symbol) => format!("{symbol} has no bounds"),
    }
}

/// A condition that is known to hold is proven.
#[derive(Clone)]
struct Known {
    question: Question,
    /// What is given, with known values put in.
    given: Vec<Comparison>,
    /// How it was proven.
    method: String,
}

impl Known {
    fn condition(&self, condition: &Condition) -> Result<Vec<Certificate>, NotCertified> {
        match condition {
            Condition::Compare(one) => self.comparison(one),
            Condition::All(all) => {
                let mut certificates = Vec::new();
                for one in all {
                    certificates.extend(self.condition(one)?);
                }
                Ok(certificates)
            }
            Condition::Any(any) => self.alternatives(any),
        }
    }

    /// One of them by itself, or one where the others fail.
    fn alternatives(&self, any: &[Condition]) -> Result<Vec<Certificate>, NotCertified> {
        if let Some(found) = any.iter().find_map(|one| self.condition(one).ok()) {
            return Ok(found);
        }
        for (place, one) in any.iter().enumerate() {
            let mut others = self.clone();
            for (other, condition) in any.iter().enumerate() {
                match condition {
                    _ if other == place => {}
                    Condition::Compare(fails) if fails.relation != Relation::Equal => {
                        let mut fails = self.question.numeric_sides(fails);
                        fails.relation = fails.relation.negated();
                        others.given.push(fails);
                    }
                    _ => return Err(NotCertified::Method(self.method.clone())),
                }
            }
            if let Ok(found) = others.condition(one) {
                return Ok(found);
            }
        }
        Err(NotCertified::Method(self.method.clone()))
    }

    fn comparison(&self, comparison: &Comparison) -> Result<Vec<Certificate>, NotCertified> {
        if comparison.relation == Relation::Unequal {
            let one = |relation| self.comparison(&Comparison { relation, ..comparison.clone() });
            return one(Relation::Less).or_else(|_| one(Relation::More));
        }
        let numeric = self.question.numeric_sides(comparison);
        let mut open = numeric.left.symbols();
        open.extend(numeric.right.symbols());
        for given in &self.given {
            open.extend(given.left.symbols());
            open.extend(given.right.symbols());
        }
        if let (Some(only), 1, true) = (open.first(), open.len(), self.given.is_empty())
            && let Some(Range::Count { lo, hi }) = self.question.parameters.get(only)
            && hi.as_ref() != Some(lo)
        {
            let range = (lo, hi.as_ref());
            return Ok(vec![count::certify(comparison, only, range, &self.question)?]);
        }
        let listed = self.listed(&open)?;
        if listed.is_empty() {
            return Ok(vec![self.inequality(comparison, &numeric)?]);
        }
        let mut combinations = vec![BTreeMap::new()];
        for (symbol, values) in listed {
            if combinations.len().saturating_mul(values.len()) > MOST_COMBINATIONS {
                return Err(NotCertified::TooLarge("combinations of listed values".to_owned()));
            }
            combinations = combinations
                .iter()
                .flat_map(|before: &BTreeMap<Symbol, Rational>| {
                    values.iter().map(|value| {
                        let mut all = before.clone();
                        all.insert(symbol.clone(), value.clone());
                        all
                    })
                })
                .collect();
        }
        let mut certificates = Vec::new();
        for values in &combinations {
            let question = self.question.with_values(values);
            let given = self.given.iter().map(|one| question.numeric_sides(one)).collect();
            let known = Known { question, given, method: self.method.clone() };
            // Where nothing satisfies what is given there is nothing to prove.
            let mut given = Vec::new();
            let mut empty = false;
            for one in known.given.iter() {
                match (one.left.as_number(), one.right.as_number()) {
                    (Some(a), Some(b)) => empty |= !one.relation.holds(a.cmp(b)),
                    _ => given.push(one.clone()),
                }
            }
            if empty {
                return Err(NotCertified::Given);
            }
            certificates.extend(Known { given, ..known }.comparison(comparison)?);
        }
        Ok(certificates)
    }

    /// The symbols with few values, and these.
    fn listed(
        &self,
        open: &BTreeSet<Symbol>,
    ) -> Result<Vec<(Symbol, Vec<Rational>)>, NotCertified> {
        let mut listed = Vec::new();
        for symbol in open {
            let values = match self.question.parameters.get(symbol) {
                Some(Range::Values(values)) => values.clone(),
                Some(Range::Real { lo: Some(lo), hi: Some(hi) }) if lo == hi => vec![lo.clone()],
                Some(Range::Count { lo, hi: Some(hi) }) => {
                    let many = (hi - lo).to_usize().unwrap_or(usize::MAX);
                    if many >= MOST_COMBINATIONS {
                        return Err(self.counts_and_others());
                    }
                    let mut values = Vec::new();
                    let mut at = lo.clone();
                    while at <= *hi {
                        values.push(Rational::from(at.clone()));
                        at += Integer::one();
                    }
                    values
                }
                Some(Range::Count { hi: None, .. }) => return Err(self.counts_and_others()),
                _ => continue,
            };
            listed.push((symbol.clone(), values));
        }
        Ok(listed)
    }

    fn counts_and_others(&self) -> NotCertified {
        if self.method.contains("coupling") || self.method.contains("powers") {
            NotCertified::Method(self.method.clone())
        } else {
            NotCertified::CountAndOthers
        }
    }

    /// In real parameters alone.
    fn inequality(
        &self,
        comparison: &Comparison,
        numeric: &Comparison,
    ) -> Result<Certificate, NotCertified> {
        let mut variables = Variables::default();
        let mut given = Vec::new();
        for one in &self.given {
            let difference = self.difference(one, &mut variables)?;
            given.extend(goals(&difference, one.relation).ok_or(NotCertified::Given)?);
        }
        let difference = self.difference(numeric, &mut variables)?;
        let unproven = || NotCertified::Method(self.method.clone());
        let step = match goals(&difference, comparison.relation).as_deref() {
            Some([goal]) => short_proof(goal, &given, &variables)?.ok_or_else(unproven)?,
            Some(_) if difference.is_zero() => Step::Identity,
            _ => return Err(unproven()),
        };
        let mut sides = vec![&comparison.left, &comparison.right];
        sides.extend(self.given.iter().flat_map(|one| [&one.left, &one.right]));
        let claim =
            Claim::Inequality { comparison: comparison.clone(), given: self.given.clone() };
        Ok(self.question.certificate(claim, step, &sides))
    }

    /// `left − right`, with variables that run from 0 to 1.
    fn difference(
        &self,
        comparison: &Comparison,
        variables: &mut Variables,
    ) -> Result<Polynomial, NotCertified> {
        let left = Fraction::of(&comparison.left, variables)?;
        let Fraction { numerator, denominator } =
            left.minus(&Fraction::of(&comparison.right, variables)?)?;
        let factor = denominator.to_constant().and_then(|number| number.reciprocal());
        let polynomial = numerator.scale(&factor.ok_or(NotCertified::Division)?);
        let mut lines = BTreeMap::new();
        for (variable, symbol) in variables.iter() {
            let Some(Range::Real { lo: Some(lo), hi: Some(hi) }) =
                self.question.parameters.get(symbol)
            else {
                return Err(NotCertified::Unbounded(symbol.clone()));
            };
            let slope = Polynomial::variable(variable).scale(&(hi - lo));
            lines.insert(variable, &Polynomial::constant(lo) + &slope);
        }
        Ok(polynomial.compose(&lines, MOST_TERMS)?)
    }
}

/// The polynomials that are at least 0, or greater, where the difference of two sides has the sign
/// that the relation asks for; nothing for `!=`.
fn goals(difference: &Polynomial, relation: Relation) -> Option<Vec<Goal>> {
    let goal = |turned: bool, strict| Goal {
        polynomial: if turned { -difference } else { difference.clone() },
        strict,
    };
    Some(match relation {
        Relation::AtLeast => vec![goal(false, false)],
        Relation::More => vec![goal(false, true)],
        Relation::AtMost => vec![goal(true, false)],
        Relation::Less => vec![goal(true, true)],
        Relation::Equal => vec![goal(true, false), goal(false, false)],
        Relation::Unequal => return None,
    })
}
