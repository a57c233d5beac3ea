//! Points that are tried for counterexamples: they refute most false claims at once.

use kofn_algebra::{BernsteinForm, Rational};

use super::point::{Point, fraction, point_at};
use super::prove::Demand;

/// Tenths, those first that readers like best.
const TENTHS: [i64; 11] = [5, 9, 1, 7, 3, 8, 2, 6, 4, 10, 0];

/// A point of a grid in the cube where the demand is not met.
pub(super) fn counterexample(form: &BernsteinForm, demand: Demand, points: u64) -> Option<Point> {
    values(form.variables().len(), points)
        .and_then(|values| search(form, demand, values))
        .map(|point| point_at(form.variables(), &point))
}

/// The values of each coordinate: as many tenths as fit, at least 1/2, 9/10 and 1/10.
fn values(variables: usize, points: u64) -> Option<&'static [i64]> {
    let variables = u32::try_from(variables).ok()?;
    let fits = |count: u64| count.checked_pow(variables).is_some_and(|all| all <= points);
    [11usize, 5, 3].into_iter().find(|count| fits(*count as u64)).map(|count| &TENTHS[..count])
}

fn search(form: &BernsteinForm, demand: Demand, values: &[i64]) -> Option<Vec<Rational>> {
    let Some(last) = form.variables().len().checked_sub(1) else {
        return (!demand.is_met_by(form.sign_at(&[]))).then(Vec::new);
    };
    for tenths in values {
        let value = fraction(*tenths, 10);
        if last == 0 {
            if !demand.is_met_by(form.sign_at(std::slice::from_ref(&value))) {
                return Some(vec![value]);
            }
            continue;
        }
        let rest = form.at(last, &value);
        let Some(found) = search(&rest, demand, values) else { continue };
        // Variables that drop out at this value may have any.
        let mut found = found.into_iter();
        let mut point: Vec<Rational> = form.variables()[..last]
            .iter()
            .map(|variable| match rest.variables().contains(variable) {
                true => found.next().unwrap_or_default(),
                false => fraction(1, 2),
            })
            .collect();
        point.push(value);
        return Some(point);
    }
    None
}

/// Points of the grid without the ends, in a fixed order.
pub(super) fn inner_points(variables: usize, points: u64) -> Vec<Vec<Rational>> {
    points_of(variables, points, |tenths| tenths % 10 != 0)
}

/// All points of the grid, in a fixed order.
pub(super) fn all_points(variables: usize, points: u64) -> Vec<Vec<Rational>> {
    points_of(variables, points, |_| true)
}

fn points_of(variables: usize, points: u64, keep: fn(i64) -> bool) -> Vec<Vec<Rational>> {
    let Some(values) = values(variables, points) else { return Vec::new() };
    let kept: Vec<Rational> =
        values.iter().filter(|tenths| keep(**tenths)).map(|n| fraction(*n, 10)).collect();
    (0..variables).fold(vec![Vec::new()], |grid, _| {
        let longer = |start: &Vec<Rational>| {
            let with = |value: &Rational| [start.as_slice(), std::slice::from_ref(value)].concat();
            kept.iter().map(with).collect::<Vec<_>>()
        };
        grid.iter().flat_map(longer).collect()
    })
}
