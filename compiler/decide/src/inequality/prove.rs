//! Deciding the sign of a polynomial on the unit cube: quick steps first, complete ones last.

use std::cmp::Ordering;

use kofn_algebra::{BernsteinForm, End, LimitReached, Rational};

use super::limits::{Search, within};
use super::point::{Coordinate, Point, half, point_at};
use super::proof::Proof;
use super::{Why, cells, factors, grid, line, sectors, touching};

/// What is to hold at every point of the closed cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// At least 0.
    NotNegative,
    /// Greater than 0.
    Positive,
}

impl Demand {
    pub(super) fn is_met_by(self, sign: Ordering) -> bool {
        match self {
            Demand::NotNegative => sign.is_ge(),
            Demand::Positive => sign.is_gt(),
        }
    }
}

/// What was found out.
#[derive(Clone, Debug)]
pub(super) enum Finding {
    Proven(Proof),
    /// At this point of the cube the demand is not met; a value below 0 has rational coordinates.
    Fails(Point),
}

/// A finding, or why there is none.
pub(super) type Found = Result<Finding, Why>;

/// What may be tried when the quick steps do not suffice.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effort {
    /// Nothing.
    Quick,
    /// The slow steps too.
    Thorough {
        /// Whether the polynomial is known to be square-free.
        square_free: bool,
        /// How often a corner may still be blown up.
        blow_ups: u32,
        /// Whether cells may be computed: not in sectors, before the whole has been tried.
        cells: bool,
    },
}

impl Effort {
    pub(super) fn thorough(search: &Search<'_>) -> Effort {
        Effort::Thorough { square_free: false, blow_ups: search.limits.blow_ups, cells: true }
    }
}

impl Effort {
    /// The same for a factor without multiple ones.
    pub(super) fn of_a_factor(self) -> Effort {
        match self {
            Effort::Quick => Effort::Quick,
            Effort::Thorough { blow_ups, cells, .. } => {
                Effort::Thorough { square_free: true, blow_ups, cells }
            }
        }
    }
}

/// Decides whether a polynomial meets the demand on the unit cube.
///
/// Recursion is as deep as there are variables, halvings of one subdivision and blow-ups, all of
/// which are bounded.
pub(super) fn prove(
    form: &BernsteinForm,
    demand: Demand,
    effort: Effort,
    search: &mut Search<'_>,
) -> Found {
    search.count_case(form)?;
    if let Some(finding) = by_coefficients(form, demand) {
        return Ok(finding);
    }
    let short = search.limits.short_proofs;
    for axis in (0..form.variables().len()).filter(|_| !short) {
        if let Some(slope) = form.slope(axis) {
            let end = if slope.is_gt() { End::Low } else { End::High };
            return by_monotony(form, axis, end, demand, effort, search);
        }
    }
    if form.variables().len() == 1 {
        return line::prove_on_line(form, demand, search);
    }
    if let Some(axis) = (0..form.variables().len()).find(|axis| form.degree(*axis) == 1) {
        return by_vertices(form, axis, demand, effort, search);
    }
    let Effort::Thorough { square_free, blow_ups, cells } = effort else {
        return Err(LimitReached { what: "boxes", limit: 0, reached: 1 }.into());
    };
    if let Some(point) = grid::counterexample(form, demand, search.limits.points) {
        return Ok(Finding::Fails(point));
    }
    let quickly = by_subdivision(form, demand, search.limits.first_boxes, search);
    if quickly.is_ok() {
        return quickly;
    }
    if !square_free && let Some(found) = factors::prove_by_factors(form, demand, effort, search)? {
        return Ok(found);
    }
    let subdivided = by_subdivision(form, demand, search.limits.boxes, search);
    if subdivided.is_ok() {
        return subdivided;
    }
    match demand {
        Demand::Positive if short => subdivided,
        Demand::Positive => touching::prove_without_zero(form, effort, search),
        Demand::NotNegative => {
            if let Ok(Some(found)) = sectors::prove_by_sectors(form, blow_ups, search) {
                return Ok(found);
            }
            if cells && !short { cells::prove_by_cells(form, &[], search) } else { subdivided }
        }
    }
}

/// What the coefficients alone tell.
fn by_coefficients(form: &BernsteinForm, demand: Demand) -> Option<Finding> {
    for (corner, sign) in form.corners() {
        if !demand.is_met_by(sign) {
            let values: Vec<Rational> =
                corner.iter().map(|end| Rational::from(i64::from(*end == End::High))).collect();
            return Some(Finding::Fails(point_at(form.variables(), &values)));
        }
    }
    if form.is_zero() {
        return Some(Finding::Proven(Proof::Identity));
    }
    form.is_nowhere_negative().then_some(Finding::Proven(Proof::Bernstein))
}

fn by_monotony(
    form: &BernsteinForm,
    axis: usize,
    end: End,
    demand: Demand,
    effort: Effort,
    search: &mut Search<'_>,
) -> Found {
    let variable = form.variables()[axis];
    Ok(match prove(&form.face(axis, end), demand, effort, search)? {
        Finding::Proven(value) => {
            Finding::Proven(Proof::Monotone { variable, end, value: Box::new(value) })
        }
        Finding::Fails(mut point) => {
            point.insert(variable, at_end(end));
            Finding::Fails(point)
        }
    })
}

fn by_vertices(
    form: &BernsteinForm,
    axis: usize,
    demand: Demand,
    effort: Effort,
    search: &mut Search<'_>,
) -> Found {
    let variable = form.variables()[axis];
    let mut proofs = Vec::new();
    let mut open = None;
    for end in [End::Low, End::High] {
        match prove(&form.face(axis, end), demand, effort, search) {
            Ok(Finding::Proven(proof)) => proofs.push(Box::new(proof)),
            Ok(Finding::Fails(mut point)) => {
                point.insert(variable, at_end(end));
                return Ok(Finding::Fails(point));
            }
            Err(why) => open = Some(why),
        }
    }
    match (open, <[Box<Proof>; 2]>::try_from(proofs)) {
        (None, Ok([low, high])) => Ok(Finding::Proven(Proof::Vertices { variable, low, high })),
        (Some(why), _) => Err(why),
        (None, Err(_)) => unreachable!("each of two ends is proven, refuted or open"),
    }
}

fn at_end(end: End) -> Coordinate {
    Coordinate::Rational(Rational::from(i64::from(end == End::High)))
}

/// Halves the cube until the quick steps decide each box, or there are too many boxes.
pub(super) fn by_subdivision(
    form: &BernsteinForm,
    demand: Demand,
    boxes: u64,
    search: &mut Search<'_>,
) -> Found {
    let depth = 14 * form.variables().len();
    subdivide(form, demand, depth, &mut Boxes { limit: boxes, used: 0 }, search)
}

struct Boxes {
    limit: u64,
    used: u64,
}

fn subdivide(
    form: &BernsteinForm,
    demand: Demand,
    depth: usize,
    boxes: &mut Boxes,
    search: &mut Search<'_>,
) -> Found {
    let quickly = prove(form, demand, Effort::Quick, search);
    let Err(why) = quickly else { return quickly };
    boxes.used += 1;
    within("boxes", boxes.limit, boxes.used)?;
    let axes = 0..form.variables().len();
    // The first of those along which the coefficients change most.
    let Some(axis) = axes.rev().max_by_key(|axis| form.variation_bits(*axis)) else {
        return Err(why);
    };
    if depth == 0 {
        return Err(why);
    }
    let variable = form.variables()[axis];
    let (low, high) = form.halves(axis);
    let mut proofs = Vec::new();
    for (half_form, shift) in [(low, Rational::zero()), (high, half())] {
        match subdivide(&half_form, demand, depth - 1, boxes, search)? {
            Finding::Proven(proof) => proofs.push(Box::new(proof)),
            Finding::Fails(mut point) => {
                let inner = point.remove(&variable).unwrap_or(Coordinate::Rational(half()));
                point.insert(variable, inner.affine(&shift, &half())?);
                return Ok(Finding::Fails(point));
            }
        }
    }
    match <[Box<Proof>; 2]>::try_from(proofs) {
        Ok([low, high]) => Ok(Finding::Proven(Proof::Split { variable, low, high })),
        Err(_) => unreachable!("both halves are proven"),
    }
}
