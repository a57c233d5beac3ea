//! Minimal cut and path sets of a structure, put together from those of its independent parts.
//!
//! The cut sets of a series are those of its operands; a cut set of a parallel takes one of each
//! operand; at least k of n fail with one of each of n − k + 1 operands; and a diagram's own cut
//! sets take one of each atom. A family is built from its last things to its first, always given
//! what follows: `F·W ∪ X` of a part's sets F, a family W and another X of later things. So no
//! diagram of the whole is needed, and thousands of parts cost what they cost one by one.

use crate::Trouble;
use crate::chance::needed;
use crate::slope_formula::leaf;
use kofn_boolean::{
    Choice, Family, FormulaId, Formulas, Limits, Link, Literal, NoPathSets, SetBuilder, SetFamily,
    Variable, compile, minimal_cuts, minimal_paths, prime_implicants,
};
use kofn_structure::{LeafId, Part, PartId, Parts};
use std::collections::HashMap;

/// Which sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sets {
    /// What makes the system fail by failing together.
    Cuts,
    /// What makes the system work by working together.
    Paths,
}

/// The minimal sets; a variable is the `number` of a thing, by which sets are ordered. With things
/// told apart.
///
/// Where the structure is not coherent they are prime implicants: a negated literal is a thing
/// that works in a cut set, and one that fails in a path set.
pub fn minimal_sets(
    parts: &Parts,
    root: PartId,
    sets: Sets,
    number: &dyn Fn(LeafId) -> u32,
    limits: &Limits,
) -> Result<SetFamily, Trouble> {
    let mut tops: HashMap<PartId, SetFamily> = HashMap::new();
    // What each thing's place in the order is; things of one part stand together.
    let mut places: HashMap<PartId, u32> = HashMap::new();
    let mut members = Vec::new();
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        match parts.part(id) {
            Part::Constant(_) => {}
            Part::Leaf { shown, .. } => {
                let Some(thing) = leaf(shown) else { return Err(open_group()) };
                places.insert(id, u32::try_from(members.len()).unwrap_or(u32::MAX));
                members.push(Literal::of(Variable(number(thing))));
            }
            Part::Series(all) | Part::Parallel(all) => {
                if all.iter().any(|(_, copies)| !copies.is_one()) {
                    return Err(open_group());
                }
                pending.extend(all.iter().rev().map(|(id, _)| *id));
            }
            Part::AtLeastOf { of, .. } => {
                if of.iter().any(|(_, times)| *times > 1) {
                    return Err(open_group());
                }
                pending.extend(of.iter().rev().map(|(id, _)| *id));
            }
            Part::Diagram { diagram, atoms } => {
                let top = match sets {
                    Sets::Cuts => minimal_cuts(diagram, limits),
                    Sets::Paths => minimal_paths(diagram, limits),
                };
                let top = match top {
                    Ok(top) => top,
                    Err(NoPathSets::NotMonotone) => {
                        return primes(parts, root, sets, number, limits);
                    }
                    Err(NoPathSets::LimitReached(limit)) => return Err(limit.into()),
                };
                let atom = |member: &Literal| atoms[member.variable.0 as usize];
                pending.extend(top.members().iter().rev().map(atom));
                tops.insert(id, top);
            }
            Part::Not(_) => return primes(parts, root, sets, number, limits),
            Part::AtLeast { .. }
            | Part::Family { .. }
            | Part::Pivot { .. }
            | Part::Classes { .. }
            | Part::Count { .. }
            | Part::Network { .. }
            | Part::Uncompiled { .. } => return Err(open_group()),
        }
    }
    let builder = SetBuilder::new(members, limits);
    let mut composer = Composer { parts, sets, tops, places, builder, nesting: 0 };
    let root = composer.compose(root, Family::UNIT, Family::NONE)?;
    Ok(composer.builder.finish(root))
}

/// The least number of things that make the system fail by failing together; `None` where nothing
/// does. With things told apart.
pub fn smallest_cut(parts: &Parts, root: PartId, limits: &Limits) -> Result<Option<u32>, Trouble> {
    let family = minimal_sets(parts, root, Sets::Cuts, &|thing| thing.0, limits)?;
    Ok(family.sizes().map(|(fewest, _)| fewest))
}

/// Prime implicants of the whole, as one diagram over its things.
fn primes(
    parts: &Parts,
    root: PartId,
    sets: Sets,
    number: &dyn Fn(LeafId) -> u32,
    limits: &Limits,
) -> Result<SetFamily, Trouble> {
    let needed = needed(parts, root);
    let mut formulas = Formulas::new();
    let mut done: Vec<Option<FormulaId>> = vec![None; parts.len()];
    for (at, part) in parts.iter().enumerate().filter(|(at, _)| needed[*at]) {
        let of = |id: &PartId| match done[id.index()] {
            Some(formula) => formula,
            None => unreachable!("a part stands behind what it consists of"),
        };
        let made = match part {
            Part::Constant(works) => formulas.constant(*works),
            Part::Leaf { shown, .. } => match leaf(shown) {
                Some(thing) => formulas.variable(Variable(number(thing))),
                None => return Err(open_group()),
            },
            Part::Not(inner) => formulas.not(of(inner)),
            Part::Series(all) => formulas.and(all.iter().map(|(id, _)| of(id)).collect()),
            Part::Parallel(any) => formulas.or(any.iter().map(|(id, _)| of(id)).collect()),
            Part::AtLeastOf { k, of: all } => {
                let k = usize::try_from(*k).unwrap_or(usize::MAX);
                formulas.at_least(k, all.iter().map(|(id, _)| of(id)).collect())
            }
            Part::Diagram { diagram, atoms } => {
                let (never, always) = (formulas.constant(false), formulas.constant(true));
                diagram.fold(never, always, |variable, works, fails| {
                    let atom = of(&atoms[variable.0 as usize]);
                    let opposite = formulas.not(atom);
                    let up = formulas.and(vec![atom, *works]);
                    let down = formulas.and(vec![opposite, *fails]);
                    formulas.or(vec![up, down])
                })
            }
            Part::AtLeast { .. }
            | Part::Family { .. }
            | Part::Pivot { .. }
            | Part::Classes { .. }
            | Part::Count { .. }
            | Part::Network { .. }
            | Part::Uncompiled { .. } => return Err(open_group()),
        };
        done[at] = Some(made);
    }
    let Some(whole) = done[root.index()] else { unreachable!("the root is needed") };
    let diagram = compile(&formulas, whole, limits)?;
    Ok(match sets {
        // In the dual a variable is true where the thing fails.
        Sets::Cuts => prime_implicants(&diagram.dual(), limits)?,
        Sets::Paths => prime_implicants(&diagram, limits)?,
    })
}

fn open_group() -> Trouble {
    Trouble::Undefined(
        "the elements of a group of open size cannot be named: give its size a value".to_owned(),
    )
}

/// Levels of parts inside of parts, at most; the walk is recursive.
const DEEPEST: usize = 2_000;

struct Composer<'p> {
    parts: &'p Parts,
    sets: Sets,
    /// The sets of diagrams over their atoms.
    tops: HashMap<PartId, SetFamily>,
    /// Where each leaf stands.
    places: HashMap<PartId, u32>,
    builder: SetBuilder,
    nesting: usize,
}

impl Composer<'_> {
    /// `F·with ∪ without` for the sets F of a part.
    fn compose(&mut self, id: PartId, with: Family, without: Family) -> Result<Family, Trouble> {
        self.nesting += 1;
        if self.nesting > DEEPEST {
            let what = "levels of parts inside of parts".to_owned();
            return Err(Trouble::Limit { what, limit: DEEPEST as u64 });
        }
        let parts = self.parts;
        let cuts = self.sets == Sets::Cuts;
        let made = match (parts.part(id), cuts) {
            (Part::Leaf { .. }, _) => self.builder.choose(self.places[&id], with, without)?,
            (Part::Constant(works), _) => {
                if *works == cuts {
                    without
                } else {
                    with
                }
            }
            (Part::Series(all), true) | (Part::Parallel(all), false) => {
                let mut rest = without;
                for (operand, _) in all.iter().rev() {
                    rest = self.compose(*operand, with, rest)?;
                }
                rest
            }
            (Part::Parallel(all), true) | (Part::Series(all), false) => {
                let mut rest = with;
                for (at, (operand, _)) in all.iter().enumerate().rev() {
                    let beside = if at == 0 { without } else { Family::NONE };
                    rest = self.compose(*operand, rest, beside)?;
                }
                rest
            }
            (Part::AtLeastOf { k, of }, _) => {
                let k = usize::try_from(*k).unwrap_or(usize::MAX).min(of.len());
                let wanted = if cuts { of.len() + 1 - k } else { k };
                self.some_of(of, wanted, with, without)?
            }
            (Part::Diagram { atoms, .. }, _) => {
                let Some(top) = self.tops.remove(&id) else {
                    unreachable!("every diagram was looked at")
                };
                let made = self.diagram(&top, atoms, with, without)?;
                // A part that is counted among others is composed again.
                self.tops.insert(id, top);
                made
            }
            _ => return Err(open_group()),
        };
        self.nesting -= 1;
        Ok(made)
    }

    /// One set of each of `wanted` operands.
    fn some_of(
        &mut self,
        of: &[(PartId, u64)],
        wanted: usize,
        with: Family,
        without: Family,
    ) -> Result<Family, Trouble> {
        // `rest[t]`: t more of the operands that follow are to be taken. Where none is taken yet,
        // what stands beside goes on; otherwise there is no set with too few.
        let mut rest = vec![Family::NONE; wanted + 1];
        rest[wanted] = without;
        rest[0] = with;
        for (at, (operand, _)) in of.iter().enumerate().rev() {
            let fewest = wanted.saturating_sub(at).max(1);
            for t in (fewest..=wanted).rev() {
                let (taken, left) = (rest[t - 1], rest[t]);
                if taken != Family::NONE {
                    rest[t] = self.compose(*operand, taken, left)?;
                }
            }
        }
        Ok(rest[wanted])
    }

    /// A diagram's sets over its atoms with an atom's sets in place of each atom.
    fn diagram(
        &mut self,
        top: &SetFamily,
        atoms: &[PartId],
        with: Family,
        without: Family,
    ) -> Result<Family, Trouble> {
        let at = |link: Link, made: &[Family], none: Family| match link {
            Link::False => none,
            Link::True => with,
            Link::Node(at) => made[at as usize],
        };
        let mut made: Vec<Family> = Vec::with_capacity(top.choices().len());
        for choice in top.choices() {
            let atom = atoms[choice.member.variable.0 as usize];
            let taken = at(choice.with, &made, Family::NONE);
            let left = at(choice.without, &made, Family::NONE);
            made.push(self.compose(atom, taken, left)?);
        }
        if without == Family::NONE {
            return Ok(at(top.root(), &made, Family::NONE));
        }
        // Only the sets that have chosen nothing yet go on beside.
        let mut chain: Vec<Choice> = Vec::new();
        let mut link = top.root();
        while let Link::Node(next) = link {
            let choice = top.choices()[next as usize];
            chain.push(choice);
            link = choice.without;
        }
        let mut rest = if link == Link::True { with } else { without };
        for choice in chain.into_iter().rev() {
            let atom = atoms[choice.member.variable.0 as usize];
            rest = self.compose(atom, at(choice.with, &made, Family::NONE), rest)?;
        }
        Ok(rest)
    }
}
