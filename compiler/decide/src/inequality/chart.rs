//! Images of the unit cube, of which a region is the union.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, Polynomial, Rational, UnivariatePolynomial, Variable};

use super::limits::Search;
use super::point::{Coordinate, Point, half};
use super::{Bounds, Why};

/// A polynomial for each variable, in variables of the unit cube.
#[derive(Clone, Debug)]
pub(super) struct Chart {
    substitution: BTreeMap<Variable, Polynomial>,
    /// The ranges, when each variable depends on itself alone.
    bounds: Option<Bounds>,
}

impl Chart {
    /// A box; its ranges have an interior.
    pub(super) fn of_box(bounds: &Bounds) -> Chart {
        let line = |(variable, (lo, hi)): (&Variable, &(Rational, Rational))| {
            let slope = Polynomial::variable(*variable).scale(&(hi - lo));
            (*variable, &Polynomial::constant(lo) + &slope)
        };
        let substitution = bounds.iter().map(line).collect();
        Chart { substitution, bounds: Some(bounds.clone()) }
    }

    /// Any images.
    pub(super) fn new(substitution: BTreeMap<Variable, Polynomial>) -> Chart {
        Chart { substitution, bounds: None }
    }

    /// What each variable is.
    pub(super) fn substitution(&self) -> &BTreeMap<Variable, Polynomial> {
        &self.substitution
    }

    /// The polynomial on the cube.
    pub(super) fn form(
        &self,
        polynomial: &Polynomial,
        search: &Search<'_>,
    ) -> Result<BernsteinForm, Why> {
        if let Some(bounds) = &self.bounds {
            return Ok(BernsteinForm::new(polynomial, bounds, search.limits.form)?);
        }
        let inner = polynomial.compose(&self.substitution, search.limits.terms)?;
        Ok(BernsteinForm::new(&inner, &BTreeMap::new(), search.limits.form)?)
    }

    /// Where a point of the cube lies; nothing if more than one coordinate is not rational, or one
    /// depends on that in another way than a straight line.
    pub(super) fn image(&self, point: &Point) -> Result<Option<Point>, Why> {
        let mut image = Point::new();
        let mut irrational = None;
        for (variable, polynomial) in &self.substitution {
            let mut value = polynomial.clone();
            let mut root = None;
            for inner in polynomial.variables() {
                match point.get(&inner) {
                    Some(Coordinate::Rational(number)) => value = value.at(inner, number)?,
                    None => value = value.at(inner, &half())?,
                    Some(algebraic) => root = Some((inner, algebraic)),
                }
            }
            let coordinate = match (value.to_constant(), root) {
                (Some(number), _) => Coordinate::Rational(number),
                (None, Some((inner, algebraic))) => {
                    if irrational.replace(*variable).is_some() || value.degree() > 1 {
                        return Ok(None);
                    }
                    let shift = value.at(inner, &Rational::zero())?.to_constant();
                    let end = value.at(inner, &Rational::one())?.to_constant();
                    let (Some(shift), Some(end)) = (shift, end) else { return Ok(None) };
                    algebraic.affine(&shift, &(end - &shift))?
                }
                (None, None) => return Ok(None),
            };
            image.insert(*variable, coordinate);
        }
        Ok(Some(image))
    }

    /// The image of the cube's middle.
    pub(super) fn middle(&self) -> Result<BTreeMap<Variable, Rational>, Why> {
        let image = self.image(&Point::new())?.unwrap_or_default();
        let number = |(variable, coordinate): (&Variable, &Coordinate)| {
            Some((*variable, coordinate.rational()?.clone()))
        };
        Ok(image.iter().filter_map(number).collect())
    }
}

/// The sign of a polynomial at a point of the claim.
pub(super) fn sign_at(
    polynomial: &Polynomial,
    point: &Point,
    search: &mut Search<'_>,
) -> Result<std::cmp::Ordering, Why> {
    let mut value = polynomial.clone();
    for (variable, coordinate) in point {
        if let Coordinate::Rational(number) = coordinate {
            value = value.at(*variable, number)?;
        }
    }
    if let Some(number) = value.to_constant() {
        return Ok(number.cmp(&Rational::zero()));
    }
    for (variable, coordinate) in point {
        if value.variables().iter().ne([variable]) {
            continue;
        }
        let Some((value, _)) = UnivariatePolynomial::from_polynomial(&value) else { continue };
        return Ok(coordinate.root(&mut search.work)?.sign_of(&value));
    }
    Err(Why::Touching)
}
