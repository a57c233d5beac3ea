//! Zeros at corners, on edges and along diagonals: the cube is cut into sectors in which one
//! distance is the largest, and that distance is divided out.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, End, Monomial, Polynomial, Rational, Variable};

use super::Why;
use super::limits::Search;
use super::point::{Point, fraction, point_at, rational_point};
use super::proof::Proof;
use super::prove::{Demand, Effort, Finding, prove};

/// How often a distance is halved to step away from a corner.
const HALVINGS: u32 = 200;

/// Decides a weak claim by blowing up one corner, edge or diagonal on which the polynomial is 0;
/// nothing if there is none.
pub(super) fn prove_by_sectors(
    form: &BernsteinForm,
    blow_ups: u32,
    search: &mut Search<'_>,
) -> Result<Option<Finding>, Why> {
    let polynomial = form.to_polynomial();
    let Some(corner) = corner_of_zeros(form, &polynomial) else { return Ok(None) };
    if blow_ups == 0 {
        return Ok(None);
    }
    let mut upright = polynomial;
    for (variable, end) in &corner {
        if *end == End::High {
            upright = upright.affine(*variable, &Rational::one(), &Rational::from(-1))?;
        }
    }
    let mut sectors = Vec::new();
    for (largest, _) in &corner {
        let others = corner.iter().filter(|(variable, _)| variable != largest);
        let products = others
            .map(|(other, _)| (*other, Monomial::product([(*other, 1), (*largest, 1)])))
            .collect();
        let (sector, power) = upright.with_monomials(&products).without_factor(*largest);
        let inner = BernsteinForm::new(&sector, &BTreeMap::new(), search.limits.form)?;
        let effort = Effort::Thorough { square_free: false, blow_ups: blow_ups - 1, cells: false };
        match prove(&inner, Demand::NotNegative, effort, search)? {
            Finding::Proven(proof) => sectors.push((power, proof)),
            Finding::Fails(point) => {
                return Ok(outside(form, &corner, *largest, &inner, &point).map(Finding::Fails));
            }
        }
    }
    Ok(Some(Finding::Proven(Proof::Sectors { corner, sectors })))
}

/// The point of a sector where the quotient is below 0, as a point of the cube where the
/// polynomial is: a largest distance of 0 must be left, and a small step does not change the sign.
fn outside(
    form: &BernsteinForm,
    corner: &[(Variable, End)],
    largest: Variable,
    sector: &BernsteinForm,
    point: &Point,
) -> Option<Point> {
    let values = rational_point(point, sector.variables())?;
    let mut inner: BTreeMap<Variable, Rational> =
        sector.variables().iter().copied().zip(values).collect();
    let distance = inner.entry(largest).or_insert_with(|| fraction(1, 2));
    if distance.is_zero() {
        *distance = Rational::one();
    }
    for _ in 0..HALVINGS {
        let half = fraction(1, 2);
        let distance = inner.get(&largest).unwrap_or(&half);
        let value = |variable: &Variable| {
            let own = inner.get(variable).unwrap_or(&half);
            match corner.iter().find(|(x, _)| x == variable) {
                None => own.clone(),
                Some((x, end)) => {
                    let distance = if *x == largest { own.clone() } else { own * distance };
                    if *end == End::High { distance.complement() } else { distance }
                }
            }
        };
        let candidate: Vec<Rational> = form.variables().iter().map(value).collect();
        if form.sign_at(&candidate).is_lt() {
            return Some(point_at(form.variables(), &candidate));
        }
        let nearer = distance * &half;
        inner.insert(largest, nearer);
    }
    None
}

/// The largest face of at least two ends on which the polynomial is 0, or else variables for which
/// it is 0 where all of them are equal.
fn corner_of_zeros(form: &BernsteinForm, polynomial: &Polynomial) -> Option<Vec<(Variable, End)>> {
    let variables = form.variables();
    if variables.len() > 8 {
        return None;
    }
    for size in 2..=variables.len() {
        for chosen in choices(variables, size) {
            for ends in 0..1u32 << size {
                let end = |bit: usize| if ends >> bit & 1 == 1 { End::High } else { End::Low };
                let corner: Vec<(Variable, End)> =
                    chosen.iter().enumerate().map(|(bit, x)| (*x, end(bit))).collect();
                if face_of(form, &corner).is_zero() {
                    return Some(corner);
                }
            }
        }
    }
    for size in 2..=variables.len() {
        for chosen in choices(variables, size) {
            let equal = Monomial::power(chosen[0], 1);
            let equals = chosen[1..].iter().map(|x| (*x, equal.clone())).collect();
            if polynomial.with_monomials(&equals).is_zero() {
                return Some(chosen.into_iter().map(|x| (x, End::Low)).collect());
            }
        }
    }
    None
}

/// The polynomial where these variables have these ends.
pub(super) fn face_of(form: &BernsteinForm, ends: &[(Variable, End)]) -> BernsteinForm {
    ends.iter().fold(form.clone(), |face, (variable, end)| {
        match face.variables().iter().position(|x| x == variable) {
            Some(axis) => face.face(axis, *end),
            None => face,
        }
    })
}

/// All choices of so many variables, in order.
fn choices(variables: &[Variable], size: usize) -> Vec<Vec<Variable>> {
    (0u32..1 << variables.len())
        .filter(|set| set.count_ones() as usize == size)
        .map(|set| {
            let chosen = variables.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
            chosen.map(|(_, x)| *x).collect()
        })
        .collect()
}
