//! The closed form: a structure as an expression.

use crate::chance::needed;
use kofn_algebra::Expr;
use kofn_structure::{Part, PartId, Parts};

/// Diagrams with more vertices are not written out: their formula would fill pages and tell
/// nobody anything.
const LARGEST_DIAGRAM: usize = 5_000;

/// The probability that `root` works, as a formula over the leaves as `shown` says: either as
/// formulas show them or by their values. `None` where a part shares so much that only its value
/// or its polynomial says anything.
pub fn expression(parts: &Parts, root: PartId, by_value: bool) -> Option<Expr> {
    let leaf = |shown: &Expr, value: &Expr| if by_value { value.clone() } else { shown.clone() };
    expression_over(parts, root, leaf)
}

/// As [`expression`], over what a leaf becomes that is shown as the first and has the second for
/// its value.
pub fn expression_over(
    parts: &Parts,
    root: PartId,
    leaf: impl FnMut(&Expr, &Expr) -> Expr,
) -> Option<Expr> {
    expressions_over(parts, root, leaf)?.swap_remove(root.index())
}

/// The formula of every part that `root` consists of, by its place.
pub(crate) fn expressions_over(
    parts: &Parts,
    root: PartId,
    mut leaf: impl FnMut(&Expr, &Expr) -> Expr,
) -> Option<Vec<Option<Expr>>> {
    let needed = needed(parts, root);
    let mut done: Vec<Option<Expr>> = vec![None; parts.len()];
    for (at, part) in parts.iter().enumerate().take(root.index() + 1) {
        if !needed[at] {
            continue;
        }
        let of = |id: &PartId| match &done[id.index()] {
            Some(expr) => expr.clone(),
            None => unreachable!("a part stands behind what it consists of"),
        };
        let powers = |all: &[(PartId, Expr)]| {
            all.iter().map(|(id, e)| (of(id), e.clone())).collect::<Vec<_>>()
        };
        let result = match part {
            Part::Constant(works) => {
                if *works {
                    Expr::one()
                } else {
                    Expr::zero()
                }
            }
            Part::Leaf { shown, value } => leaf(shown, value),
            Part::Not(inner) => of(inner).complement(),
            Part::Series(all) => Expr::product_of_powers(powers(all)),
            Part::Parallel(any) => Expr::any_of(powers(any)),
            Part::AtLeast { k, n, of: part } => Expr::at_least(k.clone(), n.clone(), of(part)),
            Part::AtLeastOf { k, of: all } => {
                Expr::at_least_of(*k, all.iter().map(|(id, times)| (of(id), *times)))
            }
            Part::Family { index, n, of: part, all } => {
                let (from, to, body) = (Expr::one(), n.clone(), of(part));
                if *all {
                    Expr::every(index.clone(), from, to, body)
                } else {
                    Expr::any_indexed(index.clone(), from, to, body)
                }
            }
            Part::Pivot { on, works, fails } => Expr::pivot(of(on), of(works), of(fails)),
            Part::Classes { thresholds, cases } => {
                // f₀ + Σ P(at least kⱼ) (fⱼ − fⱼ₋₁)
                let mut terms = vec![of(&cases[0])];
                for (at, threshold) in thresholds.iter().enumerate() {
                    let gain = Expr::difference(of(&cases[at + 1]), of(&cases[at]));
                    terms.push(Expr::product([of(threshold), gain]));
                }
                Expr::sum(terms)
            }
            Part::Diagram { diagram, atoms } => {
                if diagram.node_count() > LARGEST_DIAGRAM {
                    return None;
                }
                diagram.fold(Expr::zero(), Expr::one(), |variable, works, fails| {
                    Expr::pivot(of(&atoms[variable.0 as usize]), works.clone(), fails.clone())
                })
            }
            Part::Count { .. } | Part::Network { .. } | Part::Uncompiled { .. } => return None,
        };
        done[at] = Some(result);
    }
    Some(done)
}
