//! Assertions that are proven, or refuted.

use std::collections::BTreeMap;

use kofn_algebra::{Polynomial, Rational, Symbol};

use super::{
    Certificate, Claim, MOST_COUNTS, NotCertified, Question, Step, counted, refutation, values,
};
use crate::answer::{Undecided, Verdict};
use crate::assertion::assert;
use crate::fraction::{Fraction, Variables};
use crate::inequality::{Goal, short_proof};
use crate::narrowing::narrowed;
use crate::question::{Comparison, Condition, Range, Relation};

/// Terms of a polynomial on the unit cube.
const MOST_TERMS: u64 = 100_000;

/// What was found about an assertion.
pub(super) fn certify(
    condition: &Condition,
    given: &[Condition],
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let numeric = numeric_condition(condition, question);
    let given: Vec<Condition> = given.iter().map(|one| numeric_condition(one, question)).collect();
    let method = match assert(&numeric, &given, &question.parameters) {
        Verdict::Proven { method } => method,
        Verdict::Undecided(why) => return Err(NotCertified::NoAnswer(words(&why))),
        Verdict::Refuted(refutation) => {
            let (question, given) = narrow(question, &given)?;
            return refutation::certify(condition, &given, &refutation.point, &question);
        }
    };
    // What is given besides may not be needed: the claim without it is stronger.
    let (question, given) = narrow(question, &given)?;
    // The method that is told stands for the proofs that are not found in a short form.
    let method = method.replace("open cylindrical decomposition", "open decomposition");
    match (Known { question, method }).condition(condition) {
        Err(NotCertified::Method(_)) if !given.is_empty() => Err(NotCertified::Given),
        found => found,
    }
}

/// The ranges narrowed by what is given, and what is given besides.
fn narrow(
    question: &Question,
    given: &[Condition],
) -> Result<(Question, Vec<Condition>), NotCertified> {
    let Some((parameters, given)) = narrowed(&question.parameters, given) else {
        return Err(NotCertified::Method("nothing satisfies what is given".to_owned()));
    };
    Ok((Question { parameters, ..question.clone() }, given))
}

fn numeric_condition(condition: &Condition, question: &Question) -> Condition {
    let all = |all: &[Condition]| all.iter().map(|one| numeric_condition(one, question)).collect();
    match condition {
        Condition::Compare(one) => Condition::Compare(question.numeric_sides(one)),
        Condition::All(some) => Condition::All(all(some)),
        Condition::Any(some) => Condition::Any(all(some)),
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

/// A condition that is known to hold.
struct Known {
    question: Question,
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
            // One of them by itself: that the others fail cannot be said in a claim.
            Condition::Any(any) => any
                .iter()
                .find_map(|one| self.condition(one).ok())
                .ok_or_else(|| NotCertified::Method(self.method.clone())),
        }
    }

    fn comparison(&self, comparison: &Comparison) -> Result<Vec<Certificate>, NotCertified> {
        if comparison.relation == Relation::Unequal {
            let one = |relation| self.comparison(&Comparison { relation, ..comparison.clone() });
            return one(Relation::Less).or_else(|_| one(Relation::More));
        }
        if let Some(certificates) = self.counted(comparison) {
            return certificates;
        }
        let numeric = self.question.numeric_sides(comparison);
        let mut open = numeric.left.symbols();
        open.extend(numeric.right.symbols());
        let mut listed = Vec::new();
        for symbol in open {
            match self.question.parameters.get(&symbol) {
                Some(Range::Real { lo: Some(lo), hi: Some(hi) }) if lo == hi => {
                    listed.push((symbol, vec![lo.clone()]));
                }
                Some(range @ (Range::Values(_) | Range::Count { .. })) => {
                    let values = values(range, MOST_COUNTS).ok_or_else(|| self.counts())?;
                    listed.push((symbol, values));
                }
                Some(Range::Real { .. }) | None => {}
            }
        }
        if listed.is_empty() {
            return Ok(vec![self.inequality(comparison, &numeric)?]);
        }
        let mut combinations = vec![BTreeMap::new()];
        for (symbol, values) in listed {
            if combinations.len().saturating_mul(values.len()) > MOST_COUNTS {
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
            let known = Known { question, method: self.method.clone() };
            certificates.extend(known.comparison(comparison)?);
        }
        Ok(certificates)
    }

    /// With counts that have too many values to try each.
    fn counted(&self, comparison: &Comparison) -> Option<Result<Vec<Certificate>, NotCertified>> {
        let numeric = self.question.numeric_sides(comparison);
        let mut open = numeric.left.symbols();
        open.extend(numeric.right.symbols());
        let many =
            open.into_iter().filter_map(|symbol| match self.question.parameters.get(&symbol)? {
                range @ Range::Count { lo, hi } if values(range, MOST_COUNTS).is_none() => {
                    Some((symbol, (lo, hi.as_ref())))
                }
                _ => None,
            });
        let many: Vec<_> = many.collect();
        let found = match many.as_slice() {
            [] => return None,
            [(symbol, range)] => counted::on_range(comparison, symbol, *range, &self.question),
            _ => counted::stretch_proof(comparison, &self.question).map(|one| vec![one]),
        };
        Some(found.map_err(|why| match why {
            NotCertified::Method(_) => self.counts(),
            other => other,
        }))
    }

    /// Counts with too many values, proven together by some methods.
    fn counts(&self) -> NotCertified {
        if self.method.contains("coupling") || self.method.contains("powers") {
            NotCertified::Method(self.method.clone())
        } else {
            NotCertified::Counts
        }
    }

    /// In real parameters alone.
    fn inequality(
        &self,
        comparison: &Comparison,
        numeric: &Comparison,
    ) -> Result<Certificate, NotCertified> {
        let step = short_step(numeric, &self.question).map_err(|why| match why {
            NotCertified::Method(_) => NotCertified::Method(self.method.clone()),
            other => other,
        })?;
        let claim = Claim::Inequality { comparison: comparison.clone() };
        Ok(self.question.certificate(claim, step, &[&comparison.left, &comparison.right]))
    }
}

/// A short proof of a comparison in real parameters alone.
pub(super) fn short_step(
    comparison: &Comparison,
    question: &Question,
) -> Result<Step, NotCertified> {
    let mut variables = Variables::default();
    let difference = difference(comparison, question, &mut variables)?;
    let unproven = || NotCertified::Method("none was found".to_owned());
    match goals(&difference, comparison.relation).as_deref() {
        Some([goal]) => short_proof(goal, &variables).ok_or_else(unproven),
        Some(_) if difference.is_zero() => Ok(Step::Identity),
        _ => Err(unproven()),
    }
}

/// `left − right`, with variables that run from 0 to 1.
fn difference(
    comparison: &Comparison,
    question: &Question,
    variables: &mut Variables,
) -> Result<Polynomial, NotCertified> {
    let left = Fraction::of(&comparison.left, variables)?;
    let Fraction { numerator, denominator } =
        left.minus(&Fraction::of(&comparison.right, variables)?)?;
    let factor = denominator.to_constant().and_then(|number| number.reciprocal());
    let polynomial = numerator.scale(&factor.ok_or(NotCertified::Division)?);
    let mut lines = BTreeMap::new();
    for (variable, symbol) in variables.iter() {
        let Some(Range::Real { lo: Some(lo), hi: Some(hi) }) = question.parameters.get(symbol)
        else {
            return Err(NotCertified::Unbounded(symbol.clone()));
        };
        let slope = Polynomial::variable(variable).scale(&(hi - lo));
        lines.insert(variable, &Polynomial::constant(lo) + &slope);
    }
    Ok(polynomial.compose(&lines, MOST_TERMS)?)
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
