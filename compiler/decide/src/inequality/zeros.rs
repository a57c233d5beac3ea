//! Where a polynomial that is nowhere below 0 is 0, when this is a union of faces of the cube.

use std::collections::BTreeMap;

use kofn_algebra::{BernsteinForm, End, Variable};

use super::limits::Search;
use super::prove::{Demand, Effort, Finding, prove};
use super::sectors::face_of;

/// The face on which these variables have these ends.
pub(super) type Face = BTreeMap<Variable, End>;

/// More variables than this have too many faces.
const VARIABLES: usize = 6;

/// How often the cube is halved for one answer.
const BOXES: u32 = 64;

/// Faces whose union is exactly where the polynomial, nowhere below 0, is 0. Nothing when there is
/// no such union, or none is found.
pub(super) fn zero_faces(form: &BernsteinForm, search: &mut Search<'_>) -> Option<Vec<Face>> {
    if form.is_nowhere_negative() && form.variables().len() <= VARIABLES {
        return Some(by_coefficients(form));
    }
    let (_, factors) = form.to_polynomial().square_free_factors(&mut search.work).ok()?;
    let mut faces = Vec::new();
    for (factor, _) in factors {
        let part = BernsteinForm::new(&factor, &BTreeMap::new(), search.limits.form).ok()?;
        let part = if part.corners().any(|(_, sign)| sign.is_lt()) { part.negated() } else { part };
        faces.extend(faces_of_part(&part, &mut BOXES.clone(), search)?);
    }
    Some(without_smaller(faces))
}

fn faces_of_part(
    form: &BernsteinForm,
    boxes: &mut u32,
    search: &mut Search<'_>,
) -> Option<Vec<Face>> {
    if form.variables().len() > VARIABLES {
        return None;
    }
    if form.is_nowhere_negative() {
        return Some(by_coefficients(form));
    }
    let positive = prove(form, Demand::Positive, Effort::Quick, search);
    if matches!(positive, Ok(Finding::Proven(_))) {
        return Some(Vec::new());
    }
    let axes = 0..form.variables().len();
    if let Some(axis) = axes.clone().find(|axis| form.degree(*axis) == 1) {
        // (1 − x)·low + x·high is 0 at an end where that side is, and between where both are.
        let variable = form.variables()[axis];
        let low = faces_of_part(&form.face(axis, End::Low), boxes, search)?;
        let high = faces_of_part(&form.face(axis, End::High), boxes, search)?;
        let both = low.iter().flat_map(|a| high.iter().filter_map(|b| common(a, b)));
        let mut faces: Vec<Face> = both.collect();
        for (side, end) in [(low, End::Low), (high, End::High)] {
            faces.extend(side.into_iter().map(|face| at_end(face, variable, end)));
        }
        return Some(without_smaller(faces));
    }
    *boxes = boxes.checked_sub(1)?;
    let axis = axes.rev().max_by_key(|axis| form.variation_bits(*axis))?;
    let variable = form.variables()[axis];
    let (low, high) = form.halves(axis);
    let mut faces = faces_of_part(&low, boxes, search)?;
    let upper = faces_of_part(&high, boxes, search)?;
    // The middle is no end of the range. A face of a half on which the variable is free is one of
    // the whole: a polynomial that is 0 on a part of a line is 0 on all of it.
    let in_the_middle = |face: &Face, middle: End| face.get(&variable) == Some(&middle);
    if faces.iter().any(|face| in_the_middle(face, End::High))
        || upper.iter().any(|face| in_the_middle(face, End::Low))
    {
        return None;
    }
    faces.extend(upper);
    Some(without_smaller(faces))
}

/// With no negative coefficient, the polynomial is 0 exactly on the faces without a positive one.
fn by_coefficients(form: &BernsteinForm) -> Vec<Face> {
    let choices = form.variables().iter().fold(vec![Vec::new()], |faces, variable| {
        let with = |face: &Vec<(Variable, End)>, end| {
            let mut face = face.clone();
            face.push((*variable, end));
            face
        };
        let longer = |face: &Vec<(Variable, End)>| {
            [face.clone(), with(face, End::Low), with(face, End::High)]
        };
        faces.iter().flat_map(longer).collect()
    });
    let zero = choices.into_iter().filter(|face| face_of(form, face).is_zero());
    without_smaller(zero.map(|face| face.into_iter().collect()).collect())
}

fn at_end(mut face: Face, variable: Variable, end: End) -> Face {
    face.insert(variable, end);
    face
}

/// What two faces have in common, if anything.
fn common(a: &Face, b: &Face) -> Option<Face> {
    let mut both = a.clone();
    for (variable, end) in b {
        if both.insert(*variable, *end).is_some_and(|own| own != *end) {
            return None;
        }
    }
    Some(both)
}

/// Without faces that lie on others, in order.
fn without_smaller(mut faces: Vec<Face>) -> Vec<Face> {
    faces.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    faces.dedup();
    let mut kept: Vec<Face> = Vec::new();
    for face in faces {
        let lies_on = |larger: &Face| larger.iter().all(|(x, end)| face.get(x) == Some(end));
        if !kept.iter().any(lies_on) {
            kept.push(face);
        }
    }
    kept
}
