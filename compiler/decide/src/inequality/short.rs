//! Proofs as steps that are short to check, for certificates.

use std::collections::BTreeMap;

use kofn_algebra::{
    BernsteinForm, End, LimitReached, Monomial, Polynomial, Rational, UnivariatePolynomial,
    Variable,
};

use super::limits::{Limits, Search, within};
use super::point::half;
use super::proof::{Part, Proof};
use super::prove::{Demand, Effort, Finding, prove};
use crate::certificate::{FactorPart, NotCertified, Step, roots_on_unit_interval, terms};
use crate::fraction::Variables;

/// A polynomial on the unit cube that is to be at least 0, or greater where it is strict.
#[derive(Clone, Debug)]
pub(crate) struct Goal {
    pub(crate) polynomial: Polynomial,
    pub(crate) strict: bool,
}

/// Why there is no short proof.
enum NoSteps {
    /// It is not so.
    Fails,
    /// There is a proof of another kind, or none.
    Other(NotCertified),
}

impl From<LimitReached> for NoSteps {
    fn from(limit: LimitReached) -> Self {
        NoSteps::Other(limit.into())
    }
}

impl From<NotCertified> for NoSteps {
    fn from(why: NotCertified) -> Self {
        NoSteps::Other(why)
    }
}

/// Steps that prove the goal wherever all that is given holds; nothing where there is no short
/// proof.
pub(crate) fn short_proof(
    goal: &Goal,
    given: &[Goal],
    variables: &Variables,
) -> Result<Option<Step>, NotCertified> {
    let limits = Limits { short_proofs: true, ..Limits::default() };
    let mut search = Search::new(&limits);
    let thorough = Effort::thorough(&search);
    let mut short = Short { search: &mut search, variables, used: 0 };
    let steps = match short.proven(goal, thorough) {
        Err(_) if !given.is_empty() => {
            let depth = 14 * variables.iter().count();
            short.where_given(goal, given, depth)
        }
        steps => steps,
    };
    match steps {
        Ok(step) => Ok(Some(step)),
        Err(NoSteps::Fails) => Ok(None),
        Err(NoSteps::Other(why @ NotCertified::TooLarge(_))) if given.is_empty() => Err(why),
        Err(NoSteps::Other(_)) => Ok(None),
    }
}

struct Short<'s, 'l> {
    search: &'s mut Search<'l>,
    variables: &'s Variables,
    /// Boxes of the subdivision where something is given.
    used: u64,
}

impl Short<'_, '_> {
    fn proven(&mut self, goal: &Goal, effort: Effort) -> Result<Step, NoSteps> {
        let form =
            BernsteinForm::new(&goal.polynomial, &BTreeMap::new(), self.search.limits.form)?;
        let demand = if goal.strict { Demand::Positive } else { Demand::NotNegative };
        match prove(&form, demand, effort, self.search) {
            Ok(Finding::Proven(proof)) => self.steps(&proof, goal),
            Ok(Finding::Fails(_)) => Err(NoSteps::Fails),
            Err(super::Why::Limit(limit)) => Err(limit.into()),
            Err(_) => Err(NoSteps::Fails),
        }
    }

    /// The box is halved until each part is outside of what is given or the goal holds there.
    fn where_given(
        &mut self,
        goal: &Goal,
        given: &[Goal],
        depth: usize,
    ) -> Result<Step, NoSteps> {
        for (place, one) in given.iter().enumerate() {
            let opposite = Goal { polynomial: -&one.polynomial, strict: !one.strict };
            if let Ok(proof) = self.proven(&opposite, Effort::Quick) {
                return Ok(Step::Vacuous { given: place, proof: Box::new(proof) });
            }
        }
        if let Ok(step) = self.proven(goal, Effort::Quick) {
            return Ok(step);
        }
        self.used += 1;
        within("boxes", self.search.limits.last_boxes, self.used)?;
        let all = given.iter().chain([goal]).flat_map(|one| one.polynomial.variables());
        let mut axes: Vec<Variable> = all.collect();
        axes.sort();
        axes.dedup();
        // One after the other: what changes most may be a constraint that is far from 0.
        let place = depth.checked_sub(1).and_then(|depth| depth.checked_rem(axes.len()));
        let Some(variable) = place.map(|place| axes[place]) else { return Err(NoSteps::Fails) };
        let part = |goal: &Goal, shift: &Rational| -> Result<Goal, LimitReached> {
            let polynomial = goal.polynomial.affine(variable, shift, &half())?;
            Ok(Goal { polynomial, strict: goal.strict })
        };
        let mut halves = Vec::new();
        for shift in [Rational::zero(), half()] {
            let inner: Result<Vec<Goal>, _> = given.iter().map(|one| part(one, &shift)).collect();
            halves.push(Box::new(self.where_given(&part(goal, &shift)?, &inner?, depth - 1)?));
        }
        self.split(variable, halves)
    }

    fn split(&self, variable: Variable, halves: Vec<Box<Step>>) -> Result<Step, NoSteps> {
        let variable = self.variables.symbol(variable).clone();
        match <[Box<Step>; 2]>::try_from(halves) {
            Ok([low, high]) => Ok(Step::Split { variable, at: half(), low, high }),
            Err(_) => unreachable!("a range has two halves"),
        }
    }

    /// A proof of the goal as steps. Recursion is as deep as the proof, which is bounded.
    fn steps(&mut self, proof: &Proof, goal: &Goal) -> Result<Step, NoSteps> {
        let Goal { polynomial, strict } = goal;
        let inner = |polynomial: Polynomial| Goal { polynomial, strict: *strict };
        let symbol = |variable: &Variable| self.variables.symbol(*variable).clone();
        Ok(match proof {
            Proof::Identity => Step::Identity,
            Proof::Bernstein => Step::Bernstein,
            Proof::Split { variable, low, high } => {
                let mut halves = Vec::new();
                for (shift, proof) in [(Rational::zero(), low), (half(), high)] {
                    let part = polynomial.affine(*variable, &shift, &half())?;
                    halves.push(Box::new(self.steps(proof, &inner(part))?));
                }
                return self.split(*variable, halves);
            }
            Proof::Vertices { variable, low, high } => {
                let name = symbol(variable);
                let low = self.steps(low, &inner(polynomial.at(*variable, &Rational::zero())?))?;
                let high = self.steps(high, &inner(polynomial.at(*variable, &Rational::one())?))?;
                Step::Vertex { variable: name, low: Box::new(low), high: Box::new(high) }
            }
            Proof::Factors { parts } => self.factors(parts, goal)?,
            Proof::Roots { variable, .. } => {
                let Some((line, _)) = UnivariatePolynomial::from_polynomial(polynomial) else {
                    unreachable!("one variable is left")
                };
                let factors = roots_on_unit_interval(&line)?;
                Step::Roots { variable: Some(symbol(variable)), factors }
            }
            Proof::Sectors { corner, sectors } => {
                let mut upright = polynomial.clone();
                for (variable, end) in corner {
                    if *end == End::High {
                        upright =
                            upright.affine(*variable, &Rational::one(), &Rational::from(-1))?;
                    }
                }
                let named = corner.iter().map(|(variable, end)| (symbol(variable), *end));
                let named: Vec<_> = named.collect();
                let mut steps = Vec::new();
                for ((largest, _), (_, proof)) in corner.iter().zip(sectors) {
                    let others = corner.iter().filter(|(variable, _)| variable != largest);
                    let products = others
                        .map(|(other, _)| (*other, Monomial::product([(*other, 1), (*largest, 1)])))
                        .collect();
                    let (sector, _) = upright.with_monomials(&products).without_factor(*largest);
                    steps.push(self.steps(proof, &inner(sector))?);
                }
                Step::Substitute { corner: named, sectors: steps }
            }
            Proof::Monotone { .. }
            | Proof::Signs { .. }
            | Proof::Cells { .. }
            | Proof::Touching { .. }
            | Proof::Vacuous
            | Proof::Pieces(_)
            | Proof::Given { .. }
            | Proof::Covered(_)
            | Proof::Elsewhere { .. }
            | Proof::Both(..)
            | Proof::Negated(_) => {
                return Err(NotCertified::Method(proof.method().to_owned()).into());
            }
        })
    }

    fn factors(&mut self, parts: &[Part], goal: &Goal) -> Result<Step, NoSteps> {
        let mut written = Vec::new();
        for part in parts {
            let sign = match &part.sign {
                None => None,
                Some(proof) => {
                    let polynomial =
                        if part.turned { -&part.polynomial } else { part.polynomial.clone() };
                    let steps = self.steps(proof, &Goal { polynomial, strict: goal.strict })?;
                    Some((!part.turned, steps))
                }
            };
            let name = |variable| self.variables.symbol(variable).clone();
            let polynomial = terms(&part.polynomial, &name);
            written.push(FactorPart { polynomial, power: part.power, sign });
        }
        Ok(Step::Factor { parts: written })
    }
}
