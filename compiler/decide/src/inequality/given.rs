//! What is given: constraints that narrow a box.
//!
//! Affine constraints cut a polytope out of the box. It is the union of images of the unit cube:
//! a variable runs from the largest of its lower ends to the smallest of its upper ones, which are
//! affine in the variables that are left, and which of them is the largest is again told by affine
//! constraints on those (Fourier & Motzkin).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kofn_algebra::{LimitReached, Polynomial, Rational, Variable};

use super::chart::{Chart, sign_at};
use super::limits::{Search, within};
use super::point::{Point, point_at};
use super::{Bounds, Why};
use crate::question::Relation;

/// What one half-space of one part costs, in steps with polynomials.
const STEPS: u64 = 100;

/// A polynomial compared with 0.
#[derive(Clone, Debug)]
pub(super) struct Constraint {
    pub(super) polynomial: Polynomial,
    pub(super) relation: Relation,
}

/// The points that satisfy what is given.
#[derive(Clone, Debug)]
pub(super) enum Region {
    /// There are none.
    Empty,
    /// A convex set: the union of the charts where nothing is strict, else a dense part of it.
    Charts {
        charts: Vec<Chart>,
        /// All that is given.
        constraints: Vec<Constraint>,
        /// A point that satisfies everything, in the relative interior.
        inside: BTreeMap<Variable, Rational>,
        /// Whether nothing is given.
        whole_box: bool,
    },
    /// Anything else.
    General(Vec<Constraint>),
}

impl Region {
    /// Whether a point of the box satisfies all that is given.
    pub(super) fn holds_at(&self, point: &Point, search: &mut Search<'_>) -> Result<bool, Why> {
        let constraints = match self {
            Region::Empty => return Ok(false),
            Region::Charts { constraints, .. } | Region::General(constraints) => constraints,
        };
        for constraint in constraints {
            if !constraint.relation.holds(sign_at(&constraint.polynomial, point, search)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Polynomials that are not 0 where all holds that is given.
    pub(super) fn strict(&self) -> Vec<Polynomial> {
        match self {
            Region::Empty => Vec::new(),
            Region::Charts { constraints, .. } | Region::General(constraints) => constraints
                .iter()
                .filter(|constraint| constraint.relation.is_strict())
                .map(|constraint| constraint.polynomial.clone())
                .collect(),
        }
    }
}

/// The shape of what is given.
pub(super) fn region(
    constraints: &[Constraint],
    bounds: &Bounds,
    search: &mut Search<'_>,
) -> Result<Region, Why> {
    let mut kept = Vec::new();
    for constraint in constraints {
        // 0 at most and below 0 become 0 at least and above 0.
        let (polynomial, relation) = match constraint.relation {
            Relation::AtMost | Relation::Less => {
                (-&constraint.polynomial, constraint.relation.swapped())
            }
            other => (constraint.polynomial.clone(), other),
        };
        match polynomial.to_constant() {
            Some(number) if relation.holds(number.cmp(&Rational::zero())) => {}
            Some(_) => return Ok(Region::Empty),
            None => kept.push(Constraint { polynomial, relation }),
        }
    }
    if kept.is_empty() {
        let chart = Chart::of_box(bounds);
        let inside = chart.middle()?;
        let (charts, constraints) = (vec![chart], kept);
        return Ok(Region::Charts { charts, constraints, inside, whole_box: true });
    }
    let convex = |constraint: &&Constraint| constraint.relation != Relation::Unequal;
    if kept.iter().filter(convex).any(|constraint| constraint.polynomial.degree() > 1) {
        return Ok(Region::General(kept));
    }
    let mut half_spaces = Vec::new();
    for constraint in kept.iter().filter(convex) {
        half_spaces.push(constraint.polynomial.clone());
        if constraint.relation == Relation::Equal {
            half_spaces.push(-&constraint.polynomial);
        }
    }
    let mut charts = Vec::new();
    let start = Part { bounds: bounds.clone(), known: BTreeMap::new(), half_spaces };
    let mut waiting = vec![start];
    while let Some(part) = waiting.pop() {
        search.work.charge(STEPS * (1 + part.half_spaces.len() as u64))?;
        match part.step()? {
            Step::Empty => {}
            Step::Chart(chart) => charts.push(chart),
            Step::Parts(parts) => waiting.extend(parts),
        }
        within("pieces", search.limits.pieces, (charts.len() + waiting.len()) as u64)?;
    }
    let Some(inside) = centre(&charts)? else { return Ok(Region::Empty) };
    let variables: Vec<Variable> = inside.keys().copied().collect();
    let values: Vec<Rational> = inside.values().cloned().collect();
    let point = point_at(&variables, &values);
    // An affine function that is nowhere below 0 on a convex set and 0 in its relative interior
    // is 0 on all of it.
    for constraint in kept.iter().filter(|constraint| constraint.relation == Relation::More) {
        if sign_at(&constraint.polynomial, &point, search)?.is_le() {
            return Ok(Region::Empty);
        }
    }
    Ok(Region::Charts { charts, constraints: kept, inside, whole_box: false })
}

/// The middle of the charts' middles: each lies in the relative interior of its image, so that
/// this lies in the one of their convex union.
fn centre(charts: &[Chart]) -> Result<Option<BTreeMap<Variable, Rational>>, Why> {
    let Some(share) = Rational::from(charts.len() as i64).reciprocal() else { return Ok(None) };
    let mut sum: BTreeMap<Variable, Rational> = BTreeMap::new();
    for chart in charts {
        for (variable, value) in chart.middle()? {
            *sum.entry(variable).or_default() += &(value * &share);
        }
    }
    Ok(Some(sum))
}

/// A polytope of which some variables are already known.
struct Part {
    /// The ranges of the variables that are left.
    bounds: Bounds,
    /// The others in terms of those that are left, and of the cube's variables of the same names
    /// once they are known: from, to, and the place in the order of elimination.
    known: BTreeMap<usize, Eliminated>,
    /// At least 0 each, in variables that are left.
    half_spaces: Vec<Polynomial>,
}

/// A variable that runs between two affine functions of those eliminated after it.
#[derive(Clone)]
struct Eliminated {
    variable: Variable,
    from: Polynomial,
    to: Polynomial,
}

enum Step {
    Empty,
    Chart(Chart),
    Parts(Vec<Part>),
}

impl Part {
    /// Takes care of one constraint, or of one variable.
    fn step(mut self) -> Result<Step, LimitReached> {
        let extremes: Vec<(Rational, Rational)> =
            self.half_spaces.iter().map(|half_space| extremes(half_space, &self.bounds)).collect();
        if extremes.iter().any(|(_, largest)| largest.is_negative()) {
            return Ok(Step::Empty);
        }
        let mut least = extremes.iter();
        self.half_spaces.retain(|_| least.next().is_some_and(|(least, _)| least.is_negative()));
        let tight = extremes
            .iter()
            .filter(|(least, _)| least.is_negative())
            .position(|(_, largest)| largest.is_zero());
        if let Some(place) = tight {
            // It holds only where each of its variables has the better end.
            let half_space = self.half_spaces.swap_remove(place);
            return self.at_the_ends_of(&half_space).map(|part| Step::Parts(vec![part]));
        }
        if let Some(place) = self.half_spaces.iter().position(|h| h.variables().len() == 1) {
            let half_space = self.half_spaces.swap_remove(place);
            return Ok(match self.narrowed(&half_space)? {
                Some(part) => Step::Parts(vec![part]),
                None => Step::Empty,
            });
        }
        match self.half_spaces.first().and_then(|h| h.variables().into_iter().next()) {
            None => Ok(Step::Chart(self.chart()?)),
            Some(variable) => Ok(Step::Parts(self.without(variable))),
        }
    }

    /// With one half-space that holds at some corner only, put in.
    fn at_the_ends_of(mut self, half_space: &Polynomial) -> Result<Part, LimitReached> {
        for variable in half_space.variables() {
            let (slope, _) = slope(half_space, variable);
            let Some((lo, hi)) = self.bounds.remove(&variable) else { continue };
            self = self.fixed(variable, if slope.is_negative() { lo } else { hi })?;
        }
        Ok(self)
    }

    fn fixed(mut self, variable: Variable, value: Rational) -> Result<Part, LimitReached> {
        self.bounds.remove(&variable);
        for half_space in &mut self.half_spaces {
            *half_space = half_space.at(variable, &value)?;
        }
        let value = Polynomial::constant(&value);
        let eliminated = Eliminated { variable, from: value.clone(), to: value };
        self.known.insert(self.known.len(), eliminated);
        Ok(self)
    }

    /// With a half-space in one variable as a narrower range; nothing if that is empty.
    fn narrowed(mut self, half_space: &Polynomial) -> Result<Option<Part>, LimitReached> {
        let Some(variable) = half_space.variables().into_iter().next() else {
            return Ok(Some(self));
        };
        let (slope, rest) = slope(half_space, variable);
        let end = -rest.to_constant().unwrap_or_default();
        let end = end.checked_div(&slope).unwrap_or_default();
        let Some((lo, hi)) = self.bounds.get_mut(&variable) else { return Ok(Some(self)) };
        if slope.is_negative() {
            *hi = end.min(hi.clone());
        } else {
            *lo = end.max(lo.clone());
        }
        let (lo, hi) = (lo.clone(), hi.clone());
        match lo.cmp(&hi) {
            Ordering::Less => Ok(Some(self)),
            Ordering::Equal => self.fixed(variable, lo).map(Some),
            Ordering::Greater => Ok(None),
        }
    }

    /// One part for each choice of the ends between which the variable runs.
    fn without(mut self, variable: Variable) -> Vec<Part> {
        let Some((lo, hi)) = self.bounds.remove(&variable) else { return Vec::new() };
        let mut lower = vec![Polynomial::constant(&lo)];
        let mut upper = vec![Polynomial::constant(&hi)];
        let (with, without): (Vec<_>, Vec<_>) = std::mem::take(&mut self.half_spaces)
            .into_iter()
            .partition(|half_space| half_space.degree_in(variable) > 0);
        for half_space in with {
            let (slope, rest) = slope(&half_space, variable);
            let end = rest.scale(&-slope.reciprocal().unwrap_or_default());
            if slope.is_negative() { upper.push(end) } else { lower.push(end) }
        }
        let mut parts = Vec::new();
        for (i, from) in lower.iter().enumerate() {
            for (j, to) in upper.iter().enumerate() {
                let mut half_spaces = without.clone();
                half_spaces.push(to - from);
                // Where one end is never the better one, its places belong to the other.
                let never = |better: &Polynomial, index: usize, place: usize| {
                    let (_, largest) = extremes(better, &self.bounds);
                    if better.is_zero() {
                        index < place
                    } else {
                        largest.is_negative() || largest.is_zero()
                    }
                };
                let mut needed = true;
                for (index, other) in lower.iter().enumerate().filter(|(index, _)| *index != i) {
                    let better = from - other;
                    needed &= !never(&better, index, i);
                    half_spaces.push(better);
                }
                for (index, other) in upper.iter().enumerate().filter(|(index, _)| *index != j) {
                    let better = other - to;
                    needed &= !never(&better, index, j);
                    half_spaces.push(better);
                }
                if needed {
                    let mut known = self.known.clone();
                    let eliminated = Eliminated { variable, from: from.clone(), to: to.clone() };
                    known.insert(known.len(), eliminated);
                    parts.push(Part { bounds: self.bounds.clone(), known, half_spaces });
                }
            }
        }
        parts
    }

    /// The image of the cube when no half-space is left.
    fn chart(self) -> Result<Chart, LimitReached> {
        if self.known.is_empty() {
            return Ok(Chart::of_box(&self.bounds));
        }
        let mut substitution = Chart::of_box(&self.bounds).substitution().clone();
        // What was eliminated last depends on the fewest others.
        for eliminated in self.known.values().rev() {
            let from = eliminated.from.compose(&substitution, u64::MAX)?;
            let to = eliminated.to.compose(&substitution, u64::MAX)?;
            let way = &Polynomial::variable(eliminated.variable) * &(&to - &from);
            substitution.insert(eliminated.variable, &from + &way);
        }
        Ok(Chart::new(substitution))
    }
}

/// The number that a variable is multiplied with, and the rest, of an affine polynomial.
fn slope(polynomial: &Polynomial, variable: Variable) -> (Rational, Polynomial) {
    let mut coefficients = polynomial.coefficients_in(variable);
    let slope = coefficients.remove(&1).and_then(|slope| slope.to_constant());
    (slope.unwrap_or_default(), coefficients.remove(&0).unwrap_or_else(Polynomial::zero))
}

/// The least and the largest value of an affine polynomial on a box.
fn extremes(polynomial: &Polynomial, bounds: &Bounds) -> (Rational, Rational) {
    let (mut least, mut largest) = (Rational::zero(), Rational::zero());
    for (monomial, number) in polynomial.terms() {
        let range = monomial.powers().first().and_then(|(variable, _)| bounds.get(variable));
        let ends = match range {
            Some((lo, hi)) => [&number * lo, &number * hi],
            None => [number.clone(), number.clone()],
        };
        least += ends.iter().min().unwrap_or(&number);
        largest += ends.iter().max().unwrap_or(&number);
    }
    (least, largest)
}
