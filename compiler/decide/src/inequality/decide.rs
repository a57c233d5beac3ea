//! From a claim to goals on the unit cube and back.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, End, Polynomial, Rational, Variable};

use super::chart::sign_at;
use super::given::{Constraint, Region, region};
use super::limits::{Limits, Search};
use super::point::{Coordinate, Point, half};
use super::proof::Proof;
use super::prove::{Demand, Finding};
use super::zeros::zero_faces;
use super::{Bounds, Claim, Counterexample, Except, Verdict, Why};
use crate::question::Relation;

/// A claim about points of a region; `Fails` has points of the claim.
pub(super) struct Problem {
    pub(super) polynomial: Polynomial,
    /// Ranges with an interior.
    pub(super) bounds: Bounds,
    pub(super) region: Region,
    /// Variables whose range is one number.
    fixed: BTreeMap<Variable, Rational>,
}

/// Decides a claim.
pub fn decide(claim: &Claim<'_>, limits: &Limits) -> Verdict {
    let mut search = Search::new(limits);
    let verdict = problem(claim, &mut search)
        .and_then(|problem| problem.verdict(claim.relation, &mut search));
    verdict.unwrap_or_else(Verdict::Undecided)
}

/// Puts in the variables whose range is one number, and finds the shape of what is given.
fn problem(claim: &Claim<'_>, search: &mut Search<'_>) -> Result<Problem, Why> {
    let given = claim.given.iter().map(|(polynomial, _)| polynomial);
    let used = given.chain([claim.polynomial]).flat_map(Polynomial::variables);
    let mut fixed = BTreeMap::new();
    let mut bounds = Bounds::new();
    let mut empty = false;
    for variable in used {
        let Some((lo, hi)) = claim.bounds.get(&variable) else {
            return Err(Why::Unbounded(variable));
        };
        if lo == hi {
            fixed.insert(variable, lo.clone());
        } else {
            empty |= lo > hi;
            bounds.insert(variable, (lo.clone(), hi.clone()));
        }
    }
    let put_in = |polynomial: &Polynomial| {
        fixed.iter().try_fold(polynomial.clone(), |p, (variable, number)| p.at(*variable, number))
    };
    let polynomial = put_in(claim.polynomial)?;
    let mut constraints = Vec::new();
    for (given, relation) in claim.given {
        constraints.push(Constraint { polynomial: put_in(given)?, relation: *relation });
    }
    let region = if empty { Region::Empty } else { region(&constraints, &bounds, search)? };
    Ok(Problem { polynomial, bounds, region, fixed })
}

impl Problem {
    fn verdict(&self, relation: Relation, search: &mut Search<'_>) -> Result<Verdict, Why> {
        if matches!(self.region, Region::Empty) {
            return Ok(Verdict::Proven(Proof::Vacuous));
        }
        let negated = -&self.polynomial;
        match relation {
            Relation::AtLeast => self.weak(&self.polynomial, search),
            Relation::AtMost => self.weak(&negated, search),
            Relation::More => self.strict(&self.polynomial, search),
            Relation::Less => self.strict(&negated, search),
            Relation::Equal => {
                if self.polynomial.is_zero() {
                    return Ok(Verdict::Proven(Proof::Identity));
                }
                match self.weak(&self.polynomial, search)? {
                    Verdict::Proven(above) => match self.weak(&negated, search)? {
                        Verdict::Proven(below) => {
                            Ok(Verdict::Proven(Proof::Both(Box::new(above), Box::new(below))))
                        }
                        other => Ok(other),
                    },
                    other => Ok(other),
                }
            }
            Relation::Unequal => self.unequal(search),
        }
    }

    /// At least 0.
    fn weak(&self, polynomial: &Polynomial, search: &mut Search<'_>) -> Result<Verdict, Why> {
        Ok(match self.on_region(polynomial, Demand::NotNegative, search)? {
            Finding::Proven(proof) => Verdict::Proven(proof),
            Finding::Fails(point) => self.refuted(point, None, None),
        })
    }

    /// Above 0.
    pub(super) fn strict(
        &self,
        polynomial: &Polynomial,
        search: &mut Search<'_>,
    ) -> Result<Verdict, Why> {
        let point = match self.on_region(polynomial, Demand::Positive, search) {
            Ok(Finding::Proven(proof)) => return Ok(Verdict::Proven(proof)),
            Ok(Finding::Fails(point)) => point,
            // Only a claim that holds weakly can be about to touch.
            Err(why) => {
                return match self.on_region(polynomial, Demand::NotNegative, search)? {
                    Finding::Fails(point) => Ok(self.refuted(point, None, None)),
                    Finding::Proven(_) => {
                        Err(if matches!(why, Why::Given) { why } else { Why::Touching })
                    }
                };
            }
        };
        if sign_at(polynomial, &point, search)?.is_lt() {
            return Ok(self.refuted(point, None, None));
        }
        match self.on_region(polynomial, Demand::NotNegative, search) {
            Ok(Finding::Fails(below)) => Ok(self.refuted(below, None, None)),
            Ok(Finding::Proven(weak)) => {
                let except = self.except(polynomial, search);
                Ok(self.refuted(point, Some(weak), except))
            }
            Err(_) => Ok(self.refuted(point, None, None)),
        }
    }

    /// The faces of the box on which the polynomial, nowhere below 0, is 0.
    fn except(&self, polynomial: &Polynomial, search: &mut Search<'_>) -> Option<Vec<Except>> {
        let form = BernsteinForm::new(polynomial, &self.bounds, search.limits.form).ok()?;
        // The region may be smaller than the box, where the polynomial may be below 0.
        match self.region {
            Region::Charts { whole_box: true, .. } => {}
            _ => return None,
        }
        let faces = zero_faces(&form, search)?;
        let excepts = faces.iter().map(|face| {
            let at = face.iter().filter_map(|(variable, end)| {
                let (lo, hi) = self.bounds.get(variable)?;
                Some((*variable, if *end == End::Low { lo.clone() } else { hi.clone() }))
            });
            Except { at: at.collect() }
        });
        let excepts: Vec<Except> = excepts.filter(|except| !except.at.is_empty()).collect();
        (!excepts.is_empty()).then_some(excepts)
    }

    /// The claim fails at this point; variables that do not matter get a value.
    pub(super) fn refuted(
        &self,
        mut point: Point,
        weak: Option<Proof>,
        except: Option<Vec<Except>>,
    ) -> Verdict {
        let fixed = self.fixed.iter();
        point.extend(fixed.map(|(variable, n)| (*variable, Coordinate::Rational(n.clone()))));
        for (variable, (lo, hi)) in &self.bounds {
            let middle = || Coordinate::Rational((lo + hi) * half());
            point.entry(*variable).or_insert_with(middle);
        }
        Verdict::Refuted(Counterexample { point, weak, except })
    }
}
