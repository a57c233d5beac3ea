//! Minimal path and cut sets of monotone functions.
//!
//! A path set is a set of variables that make the function true together, whatever the others
//! are; a cut set makes it false by being false. Those that include no other are minimal.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use crate::diagram::{Diagram, Link};
use crate::formula::Variable;
use crate::limits::{LimitReached, Limits, Resource};
use crate::set_family::{Literal, SetFamily};
use crate::zdd::{Families, Family};

/// Why there is no list of path or cut sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPathSets {
    /// Some variable can make the function false by becoming true, so sets of true variables do
    /// not describe it.
    NotMonotone,
    /// There are too many.
    LimitReached(LimitReached),
}

impl From<LimitReached> for NoPathSets {
    fn from(reached: LimitReached) -> Self {
        Self::LimitReached(reached)
    }
}

impl fmt::Display for NoPathSets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMonotone => f.write_str("the function is not monotone"),
            Self::LimitReached(reached) => reached.fmt(f),
        }
    }
}

impl Error for NoPathSets {}

/// The minimal path sets as a family.
///
/// False has none; true has the empty one.
pub fn minimal_paths(diagram: &Diagram, limits: &Limits) -> Result<SetFamily, NoPathSets> {
    let (families, family) = minimal(diagram, limits)?;
    let members = diagram.order().into_iter().map(Literal::of).collect();
    Ok(SetFamily::extract(&families, family, members))
}

/// The minimal cut sets as a family: the path sets of the dual. A member is a variable that is
/// false, and is written as the variable.
///
/// True has none; false has the empty one.
pub fn minimal_cuts(diagram: &Diagram, limits: &Limits) -> Result<SetFamily, NoPathSets> {
    minimal_paths(&diagram.dual(), limits)
}

fn minimal(diagram: &Diagram, limits: &Limits) -> Result<(Families, Family), NoPathSets> {
    if !diagram.is_monotone(limits)? {
        return Err(NoPathSets::NotMonotone);
    }
    let mut families = Families::new(limits);
    let mut minimal: Vec<Family> = Vec::with_capacity(diagram.node_count());
    let at = |link, minimal: &[Family]| *Diagram::at(link, minimal, &Family::NONE, &Family::UNIT);
    for (node, position) in diagram.nodes().iter().zip(0..) {
        let (works, fails) = (at(node.works, &minimal), at(node.fails, &minimal));
        // What suffices without the variable makes the variable superfluous.
        let needing = families.strip(works, fails)?;
        let level = diagram.level(Link::Node(position));
        minimal.push(families.make(level, needing, fails)?);
    }
    let family = at(diagram.root(), &minimal);
    Ok((families, family))
}

/// The minimal path sets: smaller ones first, equally large ones in lexicographic order.
///
/// False has none; true has the empty one. They are counted before they are listed.
pub fn minimal_path_sets(
    diagram: &Diagram,
    limits: &Limits,
) -> Result<Vec<BTreeSet<Variable>>, NoPathSets> {
    let (families, family) = minimal(diagram, limits)?;
    let (sets, members) = families.size(family);
    Resource::PathSets.check(sets, limits.path_sets)?;
    Resource::SetMembers.check(members, limits.set_members)?;
    let order = diagram.order();
    let named = |set: Vec<u32>| set.into_iter().map(|level| order[level as usize]).collect();
    let mut sets: Vec<BTreeSet<Variable>> = families.sets(family).into_iter().map(named).collect();
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    Ok(sets)
}

/// The minimal cut sets, in the order of [`minimal_path_sets`]: the path sets of the dual.
///
/// True has none; false has the empty one.
pub fn minimal_cut_sets(
    diagram: &Diagram,
    limits: &Limits,
) -> Result<Vec<BTreeSet<Variable>>, NoPathSets> {
    minimal_path_sets(&diagram.dual(), limits)
}
