//! From a claim to goals on the unit cube and back.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, End, Polynomial, Rational, Variable};

use super::chart::{Chart, sign_at};
use super::given::{Constraint, Region, region};
use super::limits::{Limits, Search};
use super::point::{Coordinate, Point, half, point_at, rational_point};
use super::proof::{Piece, Proof};
use super::prove::{Demand, Effort, Finding, Found, prove};
use super::segment::zero_between;
use super::zeros::{Face, zero_faces};
use super::{Bounds, Claim, Counterexample, Except, Verdict, Why, general, grid};
use crate::question::Relation;

/// How often a step towards the inside of a region is halved.
const HALVINGS: u32 = 200;

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

    fn weak(&self, polynomial: &Polynomial, search: &mut Search<'_>) -> Result<Verdict, Why> {
        Ok(match self.on_region(polynomial, Demand::NotNegative, search)? {
            Finding::Proven(proof) => Verdict::Proven(proof),
            Finding::Fails(point) => self.refuted(point, None, None),
        })
    }

    fn strict(&self, polynomial: &Polynomial, search: &mut Search<'_>) -> Result<Verdict, Why> {
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

    fn unequal(&self, search: &mut Search<'_>) -> Result<Verdict, Why> {
        let Region::Charts { charts, .. } = &self.region else {
            return self.unequal_in_general(search);
        };
        let mut pieces = Vec::new();
        for chart in charts {
            let form = chart.form(&self.polynomial, search)?;
            let points = grid::inner_points(form.variables().len(), search.limits.points);
            let reference =
                points.into_iter().map(|at| (form.sign_at(&at), at)).find(|(sign, _)| sign.is_ne());
            let Some((sign, reference)) = reference else {
                return self.unequal_in_general(search);
            };
            let upright = if sign.is_lt() { form.negated() } else { form };
            let found = self.on_chart(&upright, chart, Demand::Positive, search)?;
            match found {
                Finding::Proven(proof) => {
                    let proof = if sign.is_lt() { Proof::Negated(Box::new(proof)) } else { proof };
                    pieces.push((chart, proof));
                }
                Finding::Fails(point) => {
                    if sign_at(&self.polynomial, &point, search)?.is_eq() {
                        return Ok(self.refuted(point, None, None));
                    }
                    // Opposite signs: a zero lies between.
                    let effort = Effort::thorough(search);
                    let below = prove(&upright, Demand::NotNegative, effort, search)?;
                    let Finding::Fails(below) = below else { return Err(Why::Touching) };
                    let below = rational_point(&below, upright.variables()).ok_or(Why::Touching)?;
                    let zero = zero_between(&upright, &reference, &below, search)?;
                    let image = match zero {
                        Some(zero) => chart.image(&zero)?,
                        None => None,
                    };
                    let image = image.ok_or(Why::Touching)?;
                    if !self.region.holds_at(&image, search)? {
                        return Err(Why::Touching);
                    }
                    return Ok(self.refuted(image, None, None));
                }
            }
        }
        Ok(Verdict::Proven(as_pieces(pieces)))
    }

    /// Above 0 everywhere, or below 0 everywhere.
    fn unequal_in_general(&self, search: &mut Search<'_>) -> Result<Verdict, Why> {
        let above = self.strict(&self.polynomial, search)?;
        let Verdict::Refuted(counterexample) = above else { return Ok(above) };
        let Some(weak) = counterexample.weak.clone() else {
            if sign_at(&self.polynomial, &counterexample.point, search)?.is_eq() {
                return Ok(self.refuted(counterexample.point, None, None));
            }
            return match self.strict(&-&self.polynomial, search)? {
                Verdict::Proven(proof) => Ok(Verdict::Proven(Proof::Negated(Box::new(proof)))),
                Verdict::Refuted(other)
                    if sign_at(&self.polynomial, &other.point, search)?.is_eq() =>
                {
                    Ok(self.refuted(other.point, None, None))
                }
                Verdict::Refuted(_) => Err(Why::Touching),
                Verdict::Undecided(why) => Err(why),
            };
        };
        Ok(self.refuted(counterexample.point, Some(weak), None))
    }

    /// Decides the polynomial's sign on the region; points that fail satisfy what is given.
    fn on_region(&self, polynomial: &Polynomial, demand: Demand, search: &mut Search<'_>) -> Found {
        match &self.region {
            Region::Empty => Ok(Finding::Proven(Proof::Vacuous)),
            Region::General(constraints) => {
                general::prove_where_given(polynomial, constraints, &self.bounds, demand, search)
            }
            Region::Charts { charts, .. } => {
                let mut pieces = Vec::new();
                let mut open = None;
                for chart in charts {
                    let form = chart.form(polynomial, search)?;
                    match self.on_chart(&form, chart, demand, search) {
                        Ok(Finding::Proven(proof)) => pieces.push((chart, proof)),
                        Ok(fails) => return Ok(fails),
                        Err(why) => open = Some(why),
                    }
                }
                match open {
                    Some(why) => Err(why),
                    None => Ok(Finding::Proven(as_pieces(pieces))),
                }
            }
        }
    }

    fn on_chart(
        &self,
        form: &BernsteinForm,
        chart: &Chart,
        demand: Demand,
        search: &mut Search<'_>,
    ) -> Found {
        let effort = Effort::thorough(search);
        let point = match prove(form, demand, effort, search)? {
            Finding::Fails(point) => point,
            proven => return Ok(proven),
        };
        if let Some(image) = chart.image(&point)?
            && self.region.holds_at(&image, search)?
        {
            return Ok(Finding::Fails(image));
        }
        // The point lies on the border, where a strict constraint fails. A value below 0 stays so
        // on a short way to the inside.
        let below =
            rational_point(&point, form.variables()).filter(|values| form.sign_at(values).is_lt());
        if let (Some(_), Some(image)) = (below, chart.image(&point)?) {
            return self.inwards(form, chart, &image, search);
        }
        let weak = match prove(form, Demand::NotNegative, effort, search)? {
            Finding::Proven(weak) => weak,
            Finding::Fails(below) => {
                let image = chart.image(&below)?.ok_or(Why::Touching)?;
                return self.inwards(form, chart, &image, search);
            }
        };
        // Only zeros are left: are they all where a strict constraint fails?
        let faces = zero_faces(form, search).ok_or(Why::Touching)?;
        for face in faces {
            if let Some(point) = self.allowed_on(&face, chart, search)? {
                return Ok(Finding::Fails(point));
            }
        }
        Ok(Finding::Proven(Proof::Elsewhere { weak: Box::new(weak) }))
    }

    /// A point of a face that satisfies all that is given; nothing if there is none.
    fn allowed_on(
        &self,
        face: &Face,
        chart: &Chart,
        search: &mut Search<'_>,
    ) -> Result<Option<Point>, Why> {
        let ends: Point = face
            .iter()
            .map(|(variable, end)| {
                let number = Rational::from(i64::from(*end == End::High));
                (*variable, Coordinate::Rational(number))
            })
            .collect();
        // Constraints are at least 0 on the chart; one that is 0 all over the face excludes it.
        for constraint in self.region.strict() {
            let form = chart.form(&constraint, search)?;
            let ends: Vec<(Variable, End)> = face.iter().map(|(x, end)| (*x, *end)).collect();
            if super::sectors::face_of(&form, &ends).is_zero() {
                return Ok(None);
            }
        }
        let free: Vec<Variable> = chart
            .substitution()
            .values()
            .flat_map(Polynomial::variables)
            .filter(|variable| !face.contains_key(variable))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        for values in grid::inner_points(free.len(), search.limits.points) {
            let mut point = ends.clone();
            point.extend(point_at(&free, &values));
            if let Some(image) = chart.image(&point)?
                && self.region.holds_at(&image, search)?
            {
                return Ok(Some(image));
            }
        }
        Err(Why::Touching)
    }

    /// A point near this one, towards the inside of the convex region, that satisfies all that is
    /// given and has a value below 0.
    fn inwards(
        &self,
        form: &BernsteinForm,
        chart: &Chart,
        from: &Point,
        search: &mut Search<'_>,
    ) -> Found {
        let Region::Charts { inside, .. } = &self.region else { return Err(Why::Given) };
        let polynomial = if chart.form(&self.polynomial, search)? == *form {
            self.polynomial.clone()
        } else {
            -&self.polynomial
        };
        let mut step = half();
        for _ in 0..HALVINGS {
            let mut point = Point::new();
            for (variable, coordinate) in from {
                let (Some(start), Some(end)) = (coordinate.rational(), inside.get(variable)) else {
                    return Err(Why::Given);
                };
                point.insert(*variable, Coordinate::Rational(start + (end - start) * &step));
            }
            if sign_at(&polynomial, &point, search)?.is_lt()
                && self.region.holds_at(&point, search)?
            {
                return Ok(Finding::Fails(point));
            }
            step *= half();
        }
        Err(Why::Given)
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

    fn refuted(
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

/// One proof for a box, and a list of them for any other charts.
fn as_pieces(pieces: Vec<(&Chart, Proof)>) -> Proof {
    match <[(&Chart, Proof); 1]>::try_from(pieces) {
        Ok([(chart, proof)]) if chart.is_box() => proof,
        Ok([(chart, proof)]) => Proof::Pieces(vec![piece(chart, proof)]),
        Err(pieces) => {
            Proof::Pieces(pieces.into_iter().map(|(chart, proof)| piece(chart, proof)).collect())
        }
    }
}

fn piece(chart: &Chart, proof: Proof) -> Piece {
    let substitution = chart.substitution().iter().map(|(x, p)| (*x, p.clone())).collect();
    Piece { substitution, proof }
}
