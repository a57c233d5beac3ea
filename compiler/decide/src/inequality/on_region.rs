//! The sign of a polynomial on the region that is given.

use std::collections::BTreeSet;

use kofn_algebra::{BernsteinForm, End, Polynomial, Rational, Variable};

use super::chart::{Chart, sign_at};
use super::decide::Problem;
use super::given::Region;
use super::limits::Search;
use super::point::{Coordinate, Point, half, point_at, rational_point};
use super::proof::{Piece, Proof};
use super::prove::{Demand, Effort, Finding, Found, prove};
use super::zeros::{Face, zero_faces};
use super::{Why, general, grid};

/// How often a step towards the inside of a region is halved.
const HALVINGS: u32 = 200;

impl Problem {
    /// Decides the polynomial's sign on the region; points that fail satisfy what is given.
    pub(super) fn on_region(
        &self,
        polynomial: &Polynomial,
        demand: Demand,
        search: &mut Search<'_>,
    ) -> Found {
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
                    None => Ok(Finding::Proven(self.as_pieces(pieces))),
                }
            }
        }
    }

    pub(super) fn on_chart(
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
            .collect::<BTreeSet<_>>()
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

    /// The proof itself for the box of the claim, and a list of them for any other charts.
    pub(super) fn as_pieces(&self, mut pieces: Vec<(&Chart, Proof)>) -> Proof {
        if matches!(self.region, Region::Charts { whole_box: true, .. })
            && let Some((_, proof)) = pieces.pop()
        {
            return proof;
        }
        let piece = |(chart, proof): (&Chart, Proof)| {
            let substitution = chart.substitution().iter().map(|(x, p)| (*x, p.clone())).collect();
            Piece { substitution, proof }
        };
        Proof::Pieces(pieces.into_iter().map(piece).collect())
    }
}
