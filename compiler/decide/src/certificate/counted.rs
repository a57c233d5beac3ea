//! Counts with too many values to try each.
//!
//! A power and "at least k of n" rise or fall with a count. Between a first and a last count, or the
//! limit, each is something between its two ends, so a proof for all values between them is one for
//! all these counts. Where the ends are too far apart for that, the counts are split.

mod courses;
mod vote;

use kofn_algebra::{Expr, Integer, Rational, Symbol, View};

use super::assertion::short_step;
use super::{Certificate, Claim, MOST_COUNTS, NotCertified, Question, one_by_one};
use crate::count_set::CountSet;
use crate::question::{Comparison, Range, Relation};

use courses::Courses;
pub use courses::affine_in;
pub use vote::{CountedVote, counted_vote};

/// From where on a stretch without end is not split again.
const FARTHEST: u32 = 500;

/// The numbers from one to another, or without end, with the same step between neighbours.
#[derive(Clone, Debug)]
struct Stretch {
    from: Integer,
    /// The last, which belongs to it.
    to: Option<Integer>,
    step: Integer,
}

impl Stretch {
    /// What there is between two ends, in steps from the first.
    fn new(from: Integer, to: Option<&Integer>, step: &Integer) -> Option<Stretch> {
        let last = |to: &Integer| to - (to - &from).mod_floor(step).unwrap_or_else(Integer::zero);
        let to = to.map(last);
        let stretch = Stretch { from, to, step: step.clone() };
        stretch.to.as_ref().is_none_or(|to| *to >= stretch.from).then_some(stretch)
    }

    /// Its numbers as every second one from the first, and every second one from the next.
    fn by_twos(&self) -> Vec<Stretch> {
        let two = Integer::from(2u32);
        let starts = [self.from.clone(), &self.from + &self.step];
        let parts = starts.into_iter().map(|from| Stretch::new(from, self.to.as_ref(), &two));
        parts.flatten().collect()
    }

    /// The nearer and the farther part; nothing behind the numbers up to which it is split.
    fn halves(&self) -> Option<[Stretch; 2]> {
        let Stretch { from, to, step } = self;
        let steps = match to {
            Some(to) => (to - from).div_floor(&(step * &Integer::from(2u32)))?,
            None if *from < Integer::from(FARTHEST) => from.div_floor(step)? + Integer::one(),
            None => return None,
        };
        let middle = from + &(&steps * step);
        let near = Stretch::new(from.clone(), Some(&middle), step)?;
        Some([near, Stretch::new(&middle + step, to.as_ref(), step)?])
    }
}

/// For which counts a comparison holds, and for which it does not, stretch by stretch.
pub(super) fn certify(
    comparison: &Comparison,
    symbol: &Symbol,
    set: &CountSet,
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let long_period = |_| NotCertified::TooLarge("ranges of counts".to_owned());
    let mut certificates = Vec::new();
    for (set, relation) in [
        (set, comparison.relation),
        (&set.complement().map_err(long_period)?, denied(comparison.relation)),
    ] {
        for range in set.ranges() {
            let one = Comparison { relation, ..comparison.clone() };
            let stretch = Stretch::new(range.from.clone(), range.to.as_ref(), &range.step);
            if let Some(stretch) = stretch {
                certificates.extend(on_stretch(&one, symbol, stretch, question)?);
            }
            if certificates.len() > MOST_COUNTS {
                return Err(NotCertified::Counts);
            }
        }
    }
    Ok(certificates)
}

/// A comparison that holds for all counts of a range, in as many certificates as it takes.
pub(super) fn on_range(
    comparison: &Comparison,
    symbol: &Symbol,
    (from, to): (&Integer, Option<&Integer>),
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    match Stretch::new(from.clone(), to, &Integer::one()) {
        Some(stretch) => on_stretch(comparison, symbol, stretch, question),
        None => Ok(Vec::new()),
    }
}

fn on_stretch(
    comparison: &Comparison,
    symbol: &Symbol,
    stretch: Stretch,
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let mut certificates = Vec::new();
    // Majorities of odd and of even numbers go different ways.
    let twice = stretch.step.is_one() && has_majority(comparison, symbol);
    let mut pending = if twice { stretch.by_twos() } else { vec![stretch] };
    while let Some(stretch) = pending.pop() {
        if certificates.len() + pending.len() > MOST_COUNTS {
            return Err(NotCertified::Counts);
        }
        if stretch.to.as_ref() == Some(&stretch.from) {
            let value = Rational::from(stretch.from);
            certificates.extend(one_by_one(comparison, symbol, &[value], question)?);
            continue;
        }
        let Stretch { from, to, step } = stretch.clone();
        let mut narrowed = question.clone();
        narrowed.parameters.insert(symbol.clone(), Range::Count { lo: from, hi: to });
        narrowed.steps.insert(symbol.clone(), step);
        let why = match stretch_proof(comparison, &narrowed) {
            Ok(certificate) => {
                certificates.push(certificate);
                continue;
            }
            Err(why) => why,
        };
        // The nearer part is looked at first.
        let [near, far] = stretch.halves().ok_or(why)?;
        pending.extend([far, near]);
    }
    Ok(certificates)
}

/// Whether more than half of so many parts are needed somewhere.
fn has_majority(comparison: &Comparison, count: &Symbol) -> bool {
    [&comparison.left, &comparison.right].into_iter().flat_map(Expr::postorder).any(|expr| {
        matches!(expr.view(), View::AtLeast { k, n, .. }
            if counted_vote(k, n, count) == Some(CountedVote::Majority))
    })
}

/// A proof for all counts in their ranges at once.
pub(super) fn stretch_proof(
    comparison: &Comparison,
    question: &Question,
) -> Result<Certificate, NotCertified> {
    // Equal numbers under different names are different nodes for the checker, so they are put in last.
    let mut courses = Courses::new(question);
    let left = courses.replaced(&comparison.left)?;
    let right = courses.replaced(&comparison.right)?;
    let mut parameters = question.parameters.clone();
    for symbol in courses.symbols() {
        parameters.insert(symbol.clone(), Range::probability());
    }
    let between = Question { parameters, ..question.clone() };
    let replaced = Comparison { left, relation: comparison.relation, right };
    let step = short_step(&between.numeric_sides(&replaced), &between)?;
    // The checker names what lies between two ends by the places of nodes.
    if courses.symbols().any(|symbol| step.mentions(symbol)) {
        return Err(NotCertified::Method("a count beside a proof in several steps".to_owned()));
    }
    let claim = Claim::Inequality { comparison: comparison.clone() };
    Ok(question.certificate(claim, step, &[&comparison.left, &comparison.right]))
}

/// What holds where a relation does not; for `==` one of the two.
fn denied(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::AtLeast,
        Relation::AtMost => Relation::More,
        Relation::Equal => Relation::Unequal,
        Relation::Unequal => Relation::Equal,
        Relation::AtLeast => Relation::Less,
        Relation::More => Relation::AtMost,
    }
}
