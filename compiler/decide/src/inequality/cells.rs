//! Open cylindrical algebraic decomposition: one rational sample in each cell of a dense set of
//! cells on which every polynomial has one sign. Complete for weak claims.
//!
//! Projection by leading coefficients, discriminants and resultants (McCallum, Strzeboński 1994,
//! Brown 2001), of factors that can be 0 inside of the cube only.

use std::collections::BTreeMap;

use kofn_algebra::{
    BernsteinForm, LimitReached, Polynomial, Rational, Variable, square_free_basis,
};

use super::Why;
use super::limits::{Search, within};
use super::line;
use super::point::point_at;
use super::proof::Proof;
use super::prove::{Finding, Found};

/// Decides whether the polynomial is at least 0 wherever in the cube all constraints are greater
/// than 0, or on the closure of this.
pub(super) fn prove_by_cells(
    form: &BernsteinForm,
    constraints: &[Polynomial],
    search: &mut Search<'_>,
) -> Found {
    let polynomial = form.to_polynomial();
    let mut all = vec![polynomial.clone()];
    all.extend(constraints.iter().cloned());
    let mut order: Vec<Variable> = all.iter().flat_map(Polynomial::variables).collect();
    order.sort();
    order.dedup();
    // What has the lowest degree is eliminated first.
    let degree = |variable: Variable| all.iter().map(|p| p.degree_in(variable)).sum::<u64>();
    order.sort_by_key(|variable| std::cmp::Reverse(degree(*variable)));
    let Some((_, lower)) = order.split_first() else {
        let fails = polynomial.to_constant().is_some_and(|value| value.is_negative());
        return Ok(match fails {
            true => Finding::Fails(BTreeMap::new()),
            false => Finding::Proven(Proof::Cells { order, cells: 1 }),
        });
    };
    let mut levels = vec![relevant(&all, search)?];
    for variable in lower.iter().rev() {
        let projected = projection(&levels[levels.len() - 1], *variable, search)?;
        levels.push(relevant(&projected, search)?);
    }
    levels.reverse();
    let mut samples = Samples { order: &order, cells: 0, search };
    let point = samples.failing(&levels, &all, &mut Vec::new())?;
    let cells = samples.cells;
    Ok(match point {
        Some(point) => Finding::Fails(point_at(&order, &point)),
        None => Finding::Proven(Proof::Cells { order, cells }),
    })
}

/// A basis of the polynomials without those that are 0 nowhere inside of the cube.
fn relevant(
    polynomials: &[Polynomial],
    search: &mut Search<'_>,
) -> Result<Vec<Polynomial>, LimitReached> {
    let mut kept = Vec::new();
    for polynomial in square_free_basis(polynomials, &mut search.work)? {
        // One too large to look at may be 0 somewhere.
        let form = BernsteinForm::new(&polynomial, &BTreeMap::new(), search.limits.form);
        if !form.is_ok_and(|form| form.is_nowhere_negative() || form.is_nowhere_positive()) {
            kept.push(polynomial);
        }
    }
    Ok(kept)
}

/// What must keep its sign for the roots in the variable to stay apart and inside.
fn projection(
    polynomials: &[Polynomial],
    variable: Variable,
    search: &mut Search<'_>,
) -> Result<Vec<Polynomial>, LimitReached> {
    let (with, mut projected): (Vec<&Polynomial>, Vec<Polynomial>) = {
        let (with, without): (Vec<&Polynomial>, Vec<&Polynomial>) =
            polynomials.iter().partition(|polynomial| polynomial.degree_in(variable) > 0);
        (with, without.into_iter().cloned().collect())
    };
    for (place, polynomial) in with.iter().enumerate() {
        if let Some((_, lead)) = polynomial.coefficients_in(variable).pop_last() {
            projected.push(lead);
        }
        projected.extend(polynomial.discriminant(variable, &mut search.work)?);
        for end in [Rational::zero(), Rational::one()] {
            projected.push(polynomial.at(variable, &end)?);
        }
        for other in &with[..place] {
            projected.push(polynomial.resultant(other, variable, &mut search.work)?);
        }
    }
    projected.retain(|polynomial| !polynomial.is_constant());
    Ok(projected)
}

struct Samples<'a, 'l> {
    order: &'a [Variable],
    cells: u64,
    search: &'a mut Search<'l>,
}

impl Samples<'_, '_> {
    /// A sample where the first of the polynomials is below 0 and the others above. The levels,
    /// from the next variable on, and the polynomials already have the values chosen so far.
    fn failing(
        &mut self,
        levels: &[Vec<Polynomial>],
        polynomials: &[Polynomial],
        chosen: &mut Vec<Rational>,
    ) -> Result<Option<Vec<Rational>>, Why> {
        let Some((level, higher)) = levels.split_first() else {
            self.cells += 1;
            within("cells", self.search.limits.cells, self.cells)?;
            let mut values = polynomials.iter().filter_map(Polynomial::to_constant);
            let below = values.next().is_some_and(|value| value.is_negative());
            let inside = values.all(|value| !value.is_negative() && !value.is_zero());
            return Ok((below && inside).then(|| chosen.clone()));
        };
        let variable = self.order[chosen.len()];
        let product = level
            .iter()
            .filter(|polynomial| !polynomial.is_zero())
            .fold(Polynomial::one(), |product, polynomial| &product * polynomial);
        let roots = line::roots_of(&product, variable, &mut self.search.work)?;
        for sample in line::samples(&roots.intervals) {
            let mut next = Vec::new();
            for level in higher {
                next.push(at(level, variable, &sample)?);
            }
            let polynomials = at(polynomials, variable, &sample)?;
            chosen.push(sample);
            let found = self.failing(&next, &polynomials, chosen)?;
            chosen.pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

fn at(
    polynomials: &[Polynomial],
    variable: Variable,
    value: &Rational,
) -> Result<Vec<Polynomial>, LimitReached> {
    polynomials.iter().map(|polynomial| polynomial.at(variable, value)).collect()
}
