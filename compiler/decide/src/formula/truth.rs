//! What becomes of a condition when the parameters' ranges are taken into account.

use kofn_algebra::{Expr, Rational};

use crate::question::{Comparison, Condition, Relation};

/// Where a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Always,
    Never,
    /// Exactly where all of these hold.
    When(Vec<Condition>),
}

impl Truth {
    pub(super) fn of(holds: bool) -> Truth {
        if holds { Truth::Always } else { Truth::Never }
    }

    pub(super) fn comparison(left: Expr, relation: Relation, right: Expr) -> Truth {
        Truth::When(vec![compare(left, relation, right)])
    }

    /// Where both hold.
    pub(super) fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Never, _) | (_, Truth::Never) => Truth::Never,
            (Truth::Always, truth) | (truth, Truth::Always) => truth,
            (Truth::When(mut all), Truth::When(more)) => {
                for condition in more {
                    if !all.contains(&condition) {
                        all.push(condition);
                    }
                }
                Truth::When(all)
            }
        }
    }

    /// Where one of both holds.
    pub(super) fn or(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Always, _) | (_, Truth::Always) => Truth::Always,
            (Truth::Never, truth) | (truth, Truth::Never) => truth,
            (Truth::When(a), Truth::When(b)) => {
                let mut any = Vec::new();
                for side in [a, b] {
                    match <[Condition; 1]>::try_from(side) {
                        Ok([Condition::Any(several)]) => any.extend(several),
                        Ok([one]) => any.push(one),
                        Err(several) => any.push(Condition::All(several)),
                    }
                }
                Truth::When(vec![Condition::Any(any)])
            }
        }
    }

    /// Where it does not hold; every side must be defined.
    pub(super) fn negated(&self) -> Truth {
        match self {
            Truth::Always => Truth::Never,
            Truth::Never => Truth::Always,
            Truth::When(all) => match all.as_slice() {
                [one] => Truth::When(vec![one.negated()]),
                several => Truth::When(vec![Condition::All(several.to_vec()).negated()]),
            },
        }
    }
}

pub(super) fn compare(left: Expr, relation: Relation, right: Expr) -> Condition {
    Condition::Compare(Comparison { left, relation, right })
}

/// A list without conditions that others in it imply: a weaker bound of the same parameter, and
/// `b > 0` beside `b > a` for an `a` that is not negative.
pub(super) fn pruned(
    conditions: Vec<Condition>,
    is_nonnegative: &dyn Fn(&Expr) -> bool,
) -> Vec<Condition> {
    let mut kept: Vec<Condition> = Vec::new();
    for condition in conditions {
        if !kept.contains(&condition) {
            kept.push(condition);
        }
    }
    let implied = |weak: &Condition, by: &Condition| {
        let (Some(weak), Some(strong)) = (upward(weak), upward(by)) else { return false };
        let ((a, strict, b), (c, other_strict, d)) = (weak, strong);
        let zero = Rational::zero();
        match (a.as_number(), b.as_number(), c.as_number(), d.as_number()) {
            // a > number, from a > larger number
            (None, Some(low), None, Some(high)) if a == c => {
                high > low || (high == low && (other_strict || !strict))
            }
            // number > b, from smaller number > b
            (Some(high), None, Some(low), None) if b == d => {
                low < high || (low == high && (other_strict || !strict))
            }
            // a > 0, from a > b
            (None, Some(number), None, None) if a == c && *number == zero => {
                (other_strict || !strict) && is_nonnegative(d)
            }
            _ => false,
        }
    };
    let mut place = 0;
    while place < kept.len() {
        let others = kept.iter().enumerate().filter(|(other, _)| *other != place);
        if others.into_iter().any(|(_, other)| implied(&kept[place], other)) {
            kept.remove(place);
        } else {
            place += 1;
        }
    }
    kept
}

/// A comparison as `left > right`, or `>=` when not strict.
fn upward(condition: &Condition) -> Option<(&Expr, bool, &Expr)> {
    let Condition::Compare(Comparison { left, relation, right }) = condition else { return None };
    match relation {
        Relation::More => Some((left, true, right)),
        Relation::AtLeast => Some((left, false, right)),
        Relation::Less => Some((right, true, left)),
        Relation::AtMost => Some((right, false, left)),
        Relation::Equal | Relation::Unequal => None,
    }
}
