//! Weak conditions on coherent designs, as strict ones.
//!
//! `R(A) >= 9/10` bounds a region with a curved border, and a claim may touch its own limit just
//! there. For a weak claim the border does not matter where the region is the closure of its
//! inside: a point of the border that violates the claim has neighbours inside that do too.

use kofn_algebra::{Polynomial, Rational, Relation, Variable};

use crate::inequality::{self, Bounds, Claim, Limits};

type Constraint = (Polynomial, Relation);

/// What is given with `>` for `>=`, where that makes no difference to weak claims: each weak
/// condition rises along every parameter, and holds strictly at the upper corner of the box.
///
/// On the way from a point of the border to that corner each of them never falls; it is a
/// polynomial of the way, not constant, so it is more than 0 at once. Strict conditions and the
/// violation of the claim last for a while.
pub(super) fn strict_where_rising(
    given: &[Constraint],
    bounds: &Bounds,
) -> Option<Vec<Constraint>> {
    given
        .iter()
        .map(|(polynomial, relation)| {
            let rising = match relation {
                Relation::More | Relation::Less => return Some((polynomial.clone(), *relation)),
                Relation::AtLeast => polynomial.clone(),
                Relation::AtMost => -polynomial,
                Relation::Equal | Relation::Unequal => return None,
            };
            let top = rising.evaluate(|variable| upper(variable, bounds)).ok()?;
            let holds_at_top = top > Rational::zero();
            let rises = rising.variables().into_iter().all(|variable| {
                let slope = rising.derivative(variable);
                let claim =
                    Claim { polynomial: &slope, relation: Relation::AtLeast, given: &[], bounds };
                matches!(
                    inequality::decide(&claim, &Limits::default()),
                    inequality::Verdict::Proven(_)
                )
            });
            (holds_at_top && rises).then_some((rising, Relation::More))
        })
        .collect()
}

fn upper(variable: Variable, bounds: &Bounds) -> Rational {
    bounds.get(&variable).map_or_else(Rational::one, |(_, hi)| hi.clone())
}
