//! The chance that a part works, in any ring.

use crate::Trouble;
use crate::count::at_least_of_tally;
use crate::state_sums::StateSums;
use kofn_algebra::{Chance, Expr, Integer, parallel, pivot, series};
use kofn_boolean::Limits;
use kofn_structure::{Part, PartId, Parts};

/// Gives the chance of a thing's own part from its probability, as formulas show it and as it is
/// computed.
pub type LeafChance<'a, E> = &'a mut dyn FnMut(&Expr, &Expr) -> Result<Chance<E>, Trouble>;

/// The chance that `root` works and that it fails.
///
/// `leaf` gives the chance of a thing's own part, from its probability as formulas show it and as
/// it is computed. Counts must be numbers; where one is still open, that is the answer.
pub fn chance<R: StateSums>(
    ring: &R,
    parts: &Parts,
    root: PartId,
    limits: &Limits,
    leaf: LeafChance<'_, R::Element>,
) -> Result<Chance<R::Element>, Trouble> {
    match chances(ring, parts, root, limits, leaf)?.swap_remove(root.index()) {
        Some(chance) => Ok(chance),
        None => unreachable!("the root is needed"),
    }
}

/// The chance of every part that `root` consists of, by its place.
pub(crate) fn chances<R: StateSums>(
    ring: &R,
    parts: &Parts,
    root: PartId,
    limits: &Limits,
    leaf: LeafChance<'_, R::Element>,
) -> Result<Vec<Option<Chance<R::Element>>>, Trouble> {
    let needed = needed(parts, root);
    let mut done: Vec<Option<Chance<R::Element>>> = vec![None; parts.len()];
    for (at, part) in parts.iter().enumerate().take(root.index() + 1) {
        if !needed[at] {
            continue;
        }
        // What a part consists of stands before it.
        let of = |id: &PartId| match &done[id.index()] {
            Some(chance) => chance.clone(),
            None => unreachable!("a part stands behind what it consists of"),
        };
        let result = match part {
            Part::Constant(true) => Chance::certain(ring),
            Part::Constant(false) => Chance::impossible(ring),
            Part::Leaf { shown, value } => leaf(shown, value)?,
            Part::Not(inner) => of(inner).complement(),
            Part::Series(all) => series(ring, &powers(all, of)?),
            Part::Parallel(any) => parallel(ring, &powers(any, of)?),
            Part::AtLeast { k, n, of: part } => {
                let (k, n) = (count(k)?, count(n)?);
                let one = of(part);
                match (k.to_u64(), n.to_u64()) {
                    _ if k > n => Chance::impossible(ring),
                    _ if k.is_negative() || k.is_zero() => Chance::certain(ring),
                    _ if k.is_one() => parallel(ring, &[(one, n)]),
                    _ if k == n => series(ring, &[(one, n)]),
                    (Some(k), Some(n)) => ring.at_least_alike(k, n, &one)?,
                    _ => {
                        return Err(Trouble::Limit {
                            what: "elements to count".to_owned(),
                            limit: u64::MAX,
                        });
                    }
                }
            }
            Part::AtLeastOf { k, of: all } => {
                let all: Vec<_> = all.iter().map(|(part, times)| (of(part), *times)).collect();
                ring.over_counts(*k, &all)?
            }
            Part::Count { k, of: tally } => at_least_of_tally(ring, *k, tally, &of)?,
            Part::Family { n, .. } => {
                count(n)?;
                return Err(Trouble::Undefined(
                    "the elements of a family of open size differ".to_owned(),
                ));
            }
            Part::Pivot { on, works, fails } => pivot(ring, &of(on), &of(works), &of(fails)),
            Part::Classes { thresholds, .. } => {
                let open = thresholds.iter().filter_map(|id| open_count(parts.part(*id))).next();
                return Err(match open {
                    Some(count) => Trouble::Open(count.symbols()),
                    None => Trouble::Undefined("several counts of one group".to_owned()),
                });
            }
            Part::Diagram { diagram, atoms } => {
                let atoms: Vec<_> = atoms.iter().map(of).collect();
                ring.over_diagram(diagram, &atoms)?
            }
            Part::Network { network, atoms } => {
                let atoms: Vec<_> = atoms.iter().map(of).collect();
                ring.over_network(network, &atoms, limits)?
            }
            Part::Uncompiled { formula, atoms } => {
                let atoms: Vec<_> = atoms.iter().map(of).collect();
                ring.over_uncompiled(formula, &atoms, limits)?
            }
        };
        done[at] = Some(result);
    }
    Ok(done)
}

/// Which parts the root consists of.
pub(crate) fn needed(parts: &Parts, root: PartId) -> Vec<bool> {
    let mut needed = vec![false; parts.len()];
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut needed[id.index()], true) {
            operands(parts.part(id), |operand| stack.push(operand));
        }
    }
    needed
}

/// Calls with everything that a part consists of.
pub(crate) fn operands(part: &Part, mut see: impl FnMut(PartId)) {
    match part {
        Part::Constant(_) | Part::Leaf { .. } => {}
        Part::Not(inner) => see(*inner),
        Part::Series(all) | Part::Parallel(all) => all.iter().for_each(|(id, _)| see(*id)),
        Part::AtLeast { of, .. } | Part::Family { of, .. } => see(*of),
        Part::Count { of, .. } => of.for_parts(&mut see),
        Part::AtLeastOf { of, .. } => of.iter().for_each(|(id, _)| see(*id)),
        Part::Pivot { on, works, fails } => [on, works, fails].into_iter().for_each(|id| see(*id)),
        Part::Classes { thresholds, cases } => {
            thresholds.iter().chain(cases).for_each(|id| see(*id));
        }
        Part::Diagram { atoms, .. }
        | Part::Network { atoms, .. }
        | Part::Uncompiled { atoms, .. } => {
            atoms.iter().for_each(|id| see(*id));
        }
    }
}

fn open_count(part: &Part) -> Option<Expr> {
    match part {
        Part::AtLeast { n, .. } => Some(n.clone()),
        Part::Series(all) | Part::Parallel(all) => {
            all.iter().map(|(_, n)| n.clone()).find(|n| n.as_number().is_none())
        }
        _ => None,
    }
}

pub(crate) fn count(expr: &Expr) -> Result<Integer, Trouble> {
    match expr.as_number() {
        None => Err(Trouble::Open(expr.symbols())),
        Some(number) => match number.to_integer() {
            Some(integer) => Ok(integer),
            None => Err(Trouble::Undefined(format!("a count must be whole, and one is {number}"))),
        },
    }
}

fn powers<E>(
    all: &[(PartId, Expr)],
    of: impl Fn(&PartId) -> Chance<E>,
) -> Result<Vec<(Chance<E>, Integer)>, Trouble> {
    all.iter().map(|(id, exponent)| Ok((of(id), count(exponent)?))).collect()
}
