//! Proofs as steps that are short to check, for certificates.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, End, LimitReached, Monomial, Polynomial, Rational, Variable};

use super::limits::{Limits, Search};
use super::point::half;
use super::proof::{Part, Proof};
use super::prove::{Demand, Effort, Finding, prove};
use crate::certificate::{FactorPart, Step, terms};
use crate::fraction::Variables;

/// A polynomial on the unit cube that is to be at least 0, or greater where it is strict.
#[derive(Clone, Debug)]
pub(crate) struct Goal {
    pub(crate) polynomial: Polynomial,
    pub(crate) strict: bool,
}

/// Halvings of the range of one variable.
const DEEPEST: u32 = 60;
/// The largest power in a product that the checker takes.
const LARGEST_POWER: u32 = 1_000;

/// There is no short proof, or it would take too much work to find.
struct NoSteps;

impl From<LimitReached> for NoSteps {
    fn from(_: LimitReached) -> Self {
        NoSteps
    }
}

/// Steps that prove the goal; nothing where there is no short proof.
pub(crate) fn short_proof(goal: &Goal, variables: &Variables) -> Option<Step> {
    let limits = Limits { short_proofs: true, ..Limits::default() };
    let mut search = Search::new(&limits);
    let thorough = Effort::thorough(&search);
    Short { search: &mut search, variables }.proven(goal, thorough).ok()
}

/// A factor, its power, and its sign with the proof.
type Written = (Polynomial, u64, Option<(bool, Step)>);

struct Short<'s, 'l> {
    search: &'s mut Search<'l>,
    variables: &'s Variables,
}

impl Short<'_, '_> {
    fn proven(&mut self, goal: &Goal, effort: Effort) -> Result<Step, NoSteps> {
        let form = BernsteinForm::new(&goal.polynomial, &BTreeMap::new(), self.search.limits.form)?;
        let demand = if goal.strict { Demand::Positive } else { Demand::NotNegative };
        match prove(&form, demand, effort, self.search) {
            Ok(Finding::Proven(proof)) => self.steps(&proof, goal),
            Ok(Finding::Fails(_)) | Err(_) => Err(NoSteps),
        }
    }

    fn split(&self, variable: Variable, low: Step, high: Step) -> Step {
        let variable = self.variables.symbol(variable).clone();
        Step::Split { variable, at: half(), low: Box::new(low), high: Box::new(high) }
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
                let below = inner(polynomial.affine(*variable, &Rational::zero(), &half())?);
                let above = inner(polynomial.affine(*variable, &half(), &half())?);
                let (low, high) = (self.steps(low, &below)?, self.steps(high, &above)?);
                self.split(*variable, low, high)
            }
            Proof::Vertices { variable, low, high } => {
                let name = symbol(variable);
                let low = self.steps(low, &inner(polynomial.at(*variable, &Rational::zero())?))?;
                let high = self.steps(high, &inner(polynomial.at(*variable, &Rational::one())?))?;
                Step::Vertex { variable: name, low: Box::new(low), high: Box::new(high) }
            }
            Proof::Factors { parts } => self.factors(parts, goal)?,
            // The roots of what changes its sign are not inside: without even powers it has one.
            Proof::Roots { variable, .. } => match self.on_line(goal, *variable) {
                Ok(step) => step,
                Err(_) => {
                    let mut parts = Vec::new();
                    let (_, factors) = polynomial.square_free_factors(&mut self.search.work)?;
                    for (factor, power) in factors {
                        let sign = if power % 2 == 0 && !strict {
                            None
                        } else {
                            let middle = factor.at(*variable, &half())?.to_constant();
                            let turned = middle.is_some_and(|value| value.is_negative());
                            let upright = if turned { -&factor } else { factor.clone() };
                            Some((!turned, self.on_line(&inner(upright), *variable)?))
                        };
                        parts.push((factor, power, sign));
                    }
                    self.product(parts, goal)?
                }
            },
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
            | Proof::Negated(_) => return Err(NoSteps),
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
            written.push((part.polynomial.clone(), part.power, sign));
        }
        self.product(written, goal)
    }

    /// The goal's polynomial as a number times these parts in their powers.
    fn product(&self, parts: Vec<Written>, goal: &Goal) -> Result<Step, NoSteps> {
        let mut product = Polynomial::one();
        for (part, power, _) in &parts {
            let power = u32::try_from(*power).ok().filter(|power| *power <= LARGEST_POWER);
            product = &product * &part.pow(power.ok_or(NoSteps)?);
        }
        if goal.polynomial.degree() > u64::from(LARGEST_POWER) {
            return Err(NoSteps);
        }
        let first = |polynomial: &Polynomial| polynomial.terms().into_iter().next();
        let scale = match (first(&goal.polynomial), first(&product)) {
            (Some((_, own)), Some((_, other))) => own.checked_div(&other),
            _ => None,
        };
        let name = |variable| self.variables.symbol(variable).clone();
        let written = parts.into_iter().map(|(part, power, sign)| FactorPart {
            polynomial: terms(&part, &name),
            power,
            sign,
        });
        Ok(Step::Factor { scale: scale.unwrap_or_default(), parts: written.collect() })
    }

    /// Halves a polynomial in one variable until Bernstein coefficients prove the goal.
    fn on_line(&mut self, goal: &Goal, variable: Variable) -> Result<Step, NoSteps> {
        let form = BernsteinForm::new(&goal.polynomial, &BTreeMap::new(), self.search.limits.form)?;
        self.on_piece(&form, goal.strict, variable, DEEPEST)
    }

    fn on_piece(
        &mut self,
        form: &BernsteinForm,
        strict: bool,
        variable: Variable,
        depth: u32,
    ) -> Result<Step, NoSteps> {
        self.search.count_case(form)?;
        let positive = !strict || form.corners().all(|(_, sign)| sign.is_gt());
        if form.is_nowhere_negative() && positive {
            return Ok(Step::Bernstein);
        }
        // A value that is wrong stays wrong however small the piece is.
        let wrong = |sign: std::cmp::Ordering| sign.is_lt() || strict && sign.is_eq();
        if depth == 0 || form.corners().any(|(_, sign)| wrong(sign)) {
            return Err(NoSteps);
        }
        let (low, high) = form.halves(0);
        let low = self.on_piece(&low, strict, variable, depth - 1)?;
        let high = self.on_piece(&high, strict, variable, depth - 1)?;
        Ok(self.split(variable, low, high))
    }
}
