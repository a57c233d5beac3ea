//! How much of the unreliability passes through the cut sets of each thing.
//!
//! For each leaf: the chance that some minimal cut set which contains it has failed as a whole.
//! Cut sets of independent parts put together are cut sets of the whole, so this is the chance that
//! the leaf fails, times for every part around it the chance that what else is needed fails too.
//!
//! Fussell, *How to hand-calculate system reliability and safety characteristics*, IEEE Trans.
//! Reliability 24 (1975).

use crate::Trouble;
use crate::chance::needed;
use crate::gradient::Differences;
use crate::others::others;
use kofn_algebra::{Chance, Expr};
use kofn_boolean::{Diagram, Limits, Literal, NoPathSets, minimal_cuts};
use kofn_structure::{Part, PartId, Parts};
use std::collections::HashMap;

/// Work on the cut sets of all diagrams together, compared with that on one diagram: what is
/// asked of every atom anew must not take as many times as long.
const SHARE_OF_LIMITS: u64 = 1;

/// The cut sets of a structure's diagrams, ready for any chances.
pub struct CutRests(HashMap<PartId, Vec<(u32, Rest)>>);

impl CutRests {
    /// From parts with things told apart. Fails where the structure is not coherent.
    pub fn new(parts: &Parts, root: PartId, limits: &Limits) -> Result<Self, Trouble> {
        let needed = needed(parts, root);
        let mut found = HashMap::new();
        let mut atoms_of_all = 0u64;
        for id in parts.ids().filter(|id| needed[id.index()]) {
            if let Part::Diagram { atoms, .. } = parts.part(id) {
                atoms_of_all += atoms.len() as u64;
            }
        }
        let each = |limit: u64| (limit / SHARE_OF_LIMITS / atoms_of_all.max(1)).max(20_000);
        let small = Limits {
            operations: each(limits.operations).min(limits.operations),
            nodes: each(limits.nodes.saturating_mul(8)).min(limits.nodes),
            ..limits.clone()
        };
        for id in parts.ids().filter(|id| needed[id.index()]) {
            if let Part::Diagram { diagram, .. } = parts.part(id) {
                found.insert(id, rests(diagram, limits, &small)?);
            }
        }
        Ok(CutRests(found))
    }
}

/// For each part that `root` consists of, by place, the chance that what else belongs to some
/// minimal cut set through it fails, from the parts' chances. With things told apart.
pub fn cut_shares<R: Differences>(
    ring: &R,
    parts: &Parts,
    root: PartId,
    chances: &[Option<Chance<R::Element>>],
    rests: &CutRests,
) -> Result<Vec<Option<R::Element>>, Trouble> {
    let of = |id: PartId| match &chances[id.index()] {
        Some(chance) => chance,
        None => unreachable!("a part that the root consists of has a chance"),
    };
    let mut shares: Vec<Option<R::Element>> = vec![None; parts.len()];
    shares[root.index()] = Some(ring.one());
    for id in parts.ids().take(root.index() + 1).rev() {
        let part = parts.part(id);
        let Some(share) = shares[id.index()].clone() else { continue };
        let mut give = |id: PartId, share: R::Element| shares[id.index()] = Some(share);
        match part {
            Part::Constant(_) | Part::Leaf { .. } => {}
            Part::Series(all) => all.iter().for_each(|(id, _)| give(*id, share.clone())),
            Part::Parallel(any) => {
                let mut behind = vec![ring.one()];
                for (id, _) in any.iter().rev() {
                    let last = behind.len() - 1;
                    behind.push(ring.mul(&behind[last], &of(*id).fails));
                }
                let mut before = share;
                for (at, (id, _)) in any.iter().enumerate() {
                    give(*id, ring.mul(&before, &behind[any.len() - 1 - at]));
                    before = ring.mul(&before, &of(*id).fails);
                }
            }
            Part::AtLeastOf { k, of: all } => {
                let chances: Vec<_> = all.iter().map(|(id, _)| of(*id).clone()).collect();
                let (k, n) = (usize::try_from(*k).unwrap_or(usize::MAX), all.len());
                if all.iter().any(|(_, times)| *times > 1) || k == 0 || k > n {
                    return Err(not_apart());
                }
                // A cut set takes n − k others: at most k − 1 of them work.
                let enough: Vec<R::Element> = if k - 1 <= n - k {
                    others(ring, &chances, k - 1)?.into_iter().map(|(_, at_most)| at_most).collect()
                } else if n == k {
                    vec![ring.one(); n]
                } else {
                    let fails: Vec<_> = chances.into_iter().map(Chance::complement).collect();
                    let too_few = others(ring, &fails, n - k - 1)?;
                    let one = ring.one();
                    too_few.into_iter().map(|(_, few)| ring.difference(&one, &few)).collect()
                };
                for ((id, _), enough) in all.iter().zip(enough) {
                    give(*id, ring.mul(&share, &enough));
                }
            }
            Part::Diagram { atoms, .. } => {
                let Some(of_atoms) = rests.0.get(&id) else {
                    unreachable!("every diagram was looked at")
                };
                for (atom, rest) in of_atoms {
                    let chance = rest.fold(ring.zero(), ring.one(), |other, failed, up| {
                        let other = of(atoms[other as usize]);
                        ring.add(&ring.mul(&other.fails, failed), &ring.mul(&other.works, up))
                    });
                    give(atoms[*atom as usize], ring.mul(&share, &chance));
                }
            }
            Part::Not(_) => return Err(not_coherent()),
            Part::AtLeast { .. }
            | Part::Family { .. }
            | Part::Pivot { .. }
            | Part::Classes { .. }
            | Part::Count { .. }
            | Part::Network { .. }
            | Part::Uncompiled { .. } => return Err(not_apart()),
        }
    }
    Ok(shares)
}

/// As [`cut_shares`], of one leaf as a formula; `formulas` are those of the parts by place, and
/// `inside` says which parts contain the leaf. `None` where a formula is too long.
pub(crate) fn cut_share_formula(
    parts: &Parts,
    root: PartId,
    formulas: &[Option<Expr>],
    inside: &[bool],
    limits: &Limits,
) -> Result<Expr, Trouble> {
    let of = |id: PartId| match &formulas[id.index()] {
        Some(formula) => formula.clone(),
        None => unreachable!("a part that the root consists of has a formula"),
    };
    let fails = |id: PartId| of(id).complement();
    let mut share = vec![Expr::one()];
    let mut at = root;
    loop {
        let within = |id: &PartId| inside[id.index()];
        let next = match parts.part(at) {
            Part::Leaf { .. } => break,
            Part::Constant(_) => return Ok(Expr::zero()),
            Part::Series(all) => all.iter().map(|(id, _)| *id).find(within),
            Part::Parallel(any) => {
                let rest = any.iter().filter(|(id, _)| !within(id));
                share.extend(rest.map(|(id, _)| fails(*id)));
                any.iter().map(|(id, _)| *id).find(within)
            }
            Part::AtLeastOf { k, of } if of.iter().all(|(_, times)| *times == 1) => {
                let rest = of.iter().filter(|(id, _)| !within(id));
                let failing = (of.len() as u64).saturating_sub(*k);
                share.push(Expr::at_least_of(failing, rest.map(|(id, _)| (fails(*id), 1))));
                of.iter().map(|(id, _)| *id).find(within)
            }
            Part::Diagram { diagram, atoms } => {
                let inner = rests(diagram, limits, limits)?
                    .into_iter()
                    .find(|(atom, _)| within(&atoms[*atom as usize]));
                let Some((atom, rest)) = inner else { return Ok(Expr::zero()) };
                share.push(rest.fold(Expr::zero(), Expr::one(), |other, failed, up| {
                    Expr::pivot(fails(atoms[other as usize]), failed.clone(), up.clone())
                }));
                Some(atoms[atom as usize])
            }
            Part::Not(_) => return Err(not_coherent()),
            _ => return Err(not_apart()),
        };
        let Some(next) = next else { return Ok(Expr::zero()) };
        at = next;
    }
    share.push(fails(at));
    Ok(Expr::product(share))
}

/// For one atom the function that is true where the others of some minimal cut set with it fail.
struct Rest(Diagram);

impl Rest {
    fn fold<V: Clone>(&self, zero: V, one: V, mut join: impl FnMut(u32, &V, &V) -> V) -> V {
        self.0.fold(zero, one, |variable, failed, up| join(variable.0, failed, up))
    }
}

fn rests(diagram: &Diagram, limits: &Limits, each: &Limits) -> Result<Vec<(u32, Rest)>, Trouble> {
    let cuts = match minimal_cuts(diagram, limits) {
        Ok(cuts) => cuts,
        Err(NoPathSets::NotMonotone) => return Err(not_coherent()),
        Err(NoPathSets::LimitReached(limit)) => return Err(limit.into()),
    };
    let mut all = Vec::new();
    for variable in diagram.variables() {
        let rest = cuts.with_member(Literal::of(variable), each)?.any(each)?;
        all.push((variable.0, Rest(rest)));
    }
    Ok(all)
}

fn not_coherent() -> Trouble {
    Trouble::Undefined("with `not` the structure is not coherent".to_owned())
}

fn not_apart() -> Trouble {
    Trouble::Undefined("a group of open size: give its size a value".to_owned())
}
