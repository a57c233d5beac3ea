//! Claims where something is given that is not affine.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, Polynomial};

use super::cells::prove_by_cells;
use super::chart::{Chart, sign_at};
use super::given::{Constraint, Region};
use super::limits::{Search, within};
use super::point::{Coordinate, Point, point_at};
use super::proof::{Cover, Proof};
use super::prove::{Demand, Effort, Finding, Found, prove};
use super::segment::coordinate;
use super::{Bounds, Why, grid, line};
use crate::question::Relation;

/// Decides a polynomial's sign where the constraints hold, each compared with 0 by `>=`, `>`, `==`
/// or `!=`. Points that fail are points of the box.
pub(super) fn prove_where_given(
    polynomial: &Polynomial,
    constraints: &[Constraint],
    bounds: &Bounds,
    demand: Demand,
    search: &mut Search<'_>,
) -> Found {
    let chart = Chart::of_box(bounds);
    if bounds.len() == 1 {
        return on_line(polynomial, constraints, &chart, demand, search);
    }
    let region = Region::General(constraints.to_vec());
    let variables: Vec<_> = bounds.keys().copied().collect();
    for values in grid::all_points(variables.len(), search.limits.points) {
        let Some(image) = chart.image(&point_at(&variables, &values))? else { continue };
        if !demand.is_met_by(sign_at(polynomial, &image, search)?)
            && region.holds_at(&image, search)?
        {
            return Ok(Finding::Fails(image));
        }
    }
    if let Some(proof) = by_quotient(polynomial, constraints, &chart, demand, search)? {
        return Ok(Finding::Proven(proof));
    }
    let form = chart.form(polynomial, search)?;
    let mut forms = Vec::new();
    for constraint in constraints {
        forms.push((chart.form(&constraint.polynomial, search)?, constraint.relation));
    }
    let mut used = 0;
    if let Ok(cover) = cover(&form, &forms, demand, 14 * bounds.len(), &mut used, search) {
        return Ok(Finding::Proven(Proof::Covered(cover)));
    }
    if demand == Demand::Positive
        || constraints.iter().any(|constraint| constraint.relation == Relation::Equal)
    {
        return Err(Why::Given);
    }
    // An excluded value is one of two strict constraints, and all but a set without interior.
    let open: Vec<Polynomial> = forms
        .iter()
        .filter(|(_, relation)| *relation != Relation::Unequal)
        .map(|(form, _)| form.to_polynomial())
        .collect();
    match prove_by_cells(&form, &open, search)? {
        Finding::Fails(point) => match chart.image(&point)? {
            Some(image) if region.holds_at(&image, search)? => Ok(Finding::Fails(image)),
            _ => Err(Why::Given),
        },
        // Where only strict constraints are, their points are a limit of cells.
        proven if constraints.iter().all(|constraint| constraint.relation.is_strict()) => {
            Ok(proven)
        }
        Finding::Proven(_) => Err(Why::Given),
    }
}

/// A constraint that divides the polynomial, with a quotient that has the sign everywhere.
fn by_quotient(
    polynomial: &Polynomial,
    constraints: &[Constraint],
    chart: &Chart,
    demand: Demand,
    search: &mut Search<'_>,
) -> Result<Option<Proof>, Why> {
    for (place, constraint) in constraints.iter().enumerate() {
        let suits = match demand {
            Demand::NotNegative => {
                matches!(constraint.relation, Relation::AtLeast | Relation::More)
            }
            Demand::Positive => constraint.relation == Relation::More,
        };
        if !suits {
            continue;
        }
        let Some(quotient) = polynomial.exact_quotient(&constraint.polynomial, &mut search.work)?
        else {
            continue;
        };
        let form = chart.form(&quotient, search)?;
        let effort = Effort::thorough(search);
        if let Ok(Finding::Proven(proof)) = prove(&form, demand, effort, search) {
            return Ok(Some(Proof::Given { constraint: place, quotient: Box::new(proof) }));
        }
    }
    Ok(None)
}

/// Halves the box until each piece is outside of what is given or has the sign.
fn cover(
    form: &BernsteinForm,
    constraints: &[(BernsteinForm, Relation)],
    demand: Demand,
    depth: usize,
    used: &mut u64,
    search: &mut Search<'_>,
) -> Result<Cover, Why> {
    for (place, (constraint, relation)) in constraints.iter().enumerate() {
        if fails_everywhere(constraint, *relation, search) {
            return Ok(Cover::Outside(place));
        }
    }
    if let Ok(Finding::Proven(proof)) = prove(form, demand, Effort::Quick, search) {
        return Ok(Cover::Inside(Box::new(proof)));
    }
    *used += 1;
    within("boxes", search.limits.last_boxes, *used)?;
    let all = || constraints.iter().map(|(form, _)| form).chain([form]);
    let mut axes: Vec<_> = all().flat_map(|form| form.variables().to_vec()).collect();
    axes.sort();
    axes.dedup();
    // One after the other: what changes most may be a constraint that is far from 0.
    let Some(variable) = depth.checked_rem(axes.len()).map(|place| axes[place]) else {
        return Err(Why::Given);
    };
    if depth == 0 {
        return Err(Why::Given);
    }
    let halves = |form: &BernsteinForm| match form.variables().iter().position(|x| *x == variable) {
        Some(axis) => form.halves(axis),
        None => (form.clone(), form.clone()),
    };
    let (low, high) = halves(form);
    let (mut lower, mut upper) = (Vec::new(), Vec::new());
    for (constraint, relation) in constraints {
        let (low, high) = halves(constraint);
        lower.push((low, *relation));
        upper.push((high, *relation));
    }
    let low = cover(&low, &lower, demand, depth - 1, used, search)?;
    let high = cover(&high, &upper, demand, depth - 1, used, search)?;
    Ok(Cover::Split(variable, Box::new(low), Box::new(high)))
}

/// Whether a constraint is violated at every point of the cube.
fn fails_everywhere(form: &BernsteinForm, relation: Relation, search: &mut Search<'_>) -> bool {
    let mut meets = |form: &BernsteinForm, demand| {
        matches!(prove(form, demand, Effort::Quick, search), Ok(Finding::Proven(_)))
    };
    match relation {
        Relation::AtLeast => meets(&form.negated(), Demand::Positive),
        Relation::More => meets(&form.negated(), Demand::NotNegative),
        Relation::Equal => {
            meets(form, Demand::Positive) || meets(&form.negated(), Demand::Positive)
        }
        Relation::Unequal => form.is_zero(),
        Relation::AtMost | Relation::Less => false,
    }
}

/// One variable: the signs of all polynomials at all of their roots, and between them.
fn on_line(
    polynomial: &Polynomial,
    constraints: &[Constraint],
    chart: &Chart,
    demand: Demand,
    search: &mut Search<'_>,
) -> Found {
    let Some((variable, line)) = chart.substitution().iter().next() else {
        return Err(Why::Given);
    };
    let replacement = BTreeMap::from([(*variable, line.clone())]);
    let mut product = Polynomial::one();
    for factor in constraints.iter().map(|constraint| &constraint.polynomial).chain([polynomial]) {
        if !factor.is_zero() {
            product = &product * &factor.compose(&replacement, search.limits.terms)?;
        }
    }
    let line::Roots { square_free, intervals: roots } =
        line::roots_of(&product, *variable, &mut search.work)?;
    let samples = line::samples(&roots);
    let between = samples.iter().cloned().map(Coordinate::Rational);
    let at_roots =
        roots.iter().map(|(lo, hi)| coordinate(square_free.clone(), lo.clone(), hi.clone()));
    let region = Region::General(constraints.to_vec());
    for candidate in between.chain(at_roots) {
        let point = Point::from([(*variable, candidate)]);
        let Some(image) = chart.image(&point)? else { continue };
        if !demand.is_met_by(sign_at(polynomial, &image, search)?)
            && region.holds_at(&image, search)?
        {
            return Ok(Finding::Fails(image));
        }
    }
    Ok(Finding::Proven(Proof::Signs { variable: *variable, square_free, roots, samples }))
}
