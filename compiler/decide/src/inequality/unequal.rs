//! Claims that a polynomial is nowhere 0.

use super::chart::sign_at;
use super::decide::Problem;
use super::given::Region;
use super::limits::Search;
use super::point::rational_point;
use super::proof::Proof;
use super::prove::{Demand, Effort, Finding, prove};
use super::segment::zero_between;
use super::{Verdict, Why, grid};

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
        Ok(Verdict::Proven(self.as_pieces(pieces)))
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
