//! Claims that a polynomial is nowhere 0.

use kofn_algebra::{Rational, Variable};

use super::chart::{Chart, sign_at};
use super::decide::Problem;
use super::given::Region;
use super::limits::Search;
use super::point::{Point, half, point_at};
use super::proof::Proof;
use super::prove::{Demand, Effort, Finding, prove};
use super::segment::zero_between;
use super::{Verdict, Why, grid};

/// How often the way between two points is halved.
const HALVINGS: u32 = 40;

impl Problem {
    /// A region in one piece: a polynomial without a zero has one sign.
    pub(super) fn unequal(&self, search: &mut Search<'_>) -> Result<Verdict, Why> {
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
            match self.on_chart(&upright, chart, Demand::Positive, search) {
                Ok(Finding::Proven(proof)) => {
                    let proof = if sign.is_lt() { Proof::Negated(Box::new(proof)) } else { proof };
                    pieces.push((chart, proof));
                }
                Ok(Finding::Fails(point)) if sign_at(&self.polynomial, &point, search)?.is_eq() => {
                    return Ok(self.refuted(point, None, None));
                }
                _ => {
                    let effort = Effort::thorough(search);
                    let below = prove(&upright, Demand::NotNegative, effort, search)?;
                    let Finding::Fails(below) = below else { return Err(Why::Touching) };
                    let above = point_at(upright.variables(), &reference);
                    let zero = self.zero_on_the_way(chart, &above, &below, search)?;
                    return Ok(self.refuted(zero.ok_or(Why::Touching)?, None, None));
                }
            }
        }
        Ok(Verdict::Proven(self.as_pieces(pieces)))
    }

    /// A zero in the region between two points of a chart where the polynomial has opposite signs.
    ///
    /// The way between them lies in the convex region; steps along the axes do not, but near the
    /// place where the sign changes they are short, and an inner point has room around it.
    fn zero_on_the_way(
        &self,
        chart: &Chart,
        from: &Point,
        to: &Point,
        search: &mut Search<'_>,
    ) -> Result<Option<Point>, Why> {
        let whole = Chart::of_box(&self.bounds);
        let form = whole.form(&self.polynomial, search)?;
        let (Some(mut start), Some(mut end)) =
            (self.in_the_box(chart, from)?, self.in_the_box(chart, to)?)
        else {
            return Ok(None);
        };
        let variables: Vec<Variable> = self.bounds.keys().copied().collect();
        let own = |values: &[Rational]| -> Vec<Rational> {
            let all = variables.iter().zip(values);
            let kept = all.filter(|(variable, _)| form.variables().contains(variable));
            kept.map(|(_, value)| value.clone()).collect()
        };
        let sign = form.sign_at(&own(&start));
        for _ in 0..HALVINGS {
            if let Some(zero) = zero_between(&form, &own(&start), &own(&end), search)? {
                let mut point = point_at(&variables, &start);
                point.extend(zero);
                if let Some(image) = whole.image(&point)?
                    && self.region.holds_at(&image, search)?
                {
                    return Ok(Some(image));
                }
            }
            let middle: Vec<Rational> =
                start.iter().zip(&end).map(|(a, b)| (a + b) * half()).collect();
            if form.sign_at(&own(&middle)) == sign { start = middle } else { end = middle }
        }
        Ok(None)
    }

    /// A point of a chart as one of the box that is mapped to the unit cube.
    fn in_the_box(&self, chart: &Chart, point: &Point) -> Result<Option<Vec<Rational>>, Why> {
        let Some(image) = chart.image(point)? else { return Ok(None) };
        let place = |(variable, (lo, hi)): (&Variable, &(Rational, Rational))| {
            let value = image.get(variable)?.rational()?;
            (value - lo).checked_div(&(hi - lo))
        };
        Ok(self.bounds.iter().map(place).collect())
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
}
