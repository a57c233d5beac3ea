//! Minimal cut sets gained and lost.

use super::seen::{Seen, said};
use crate::reports::unanswered;
use crate::settings::Settings;
use kofn_algebra::Integer;
use kofn_boolean::{Limits, Literal, SetFamily};
use kofn_emit::changes::{CutChange, SetList};
use kofn_emit::report::Unanswered;
use kofn_measures::{Sets, Trouble, minimal_sets};
use std::collections::BTreeMap;

/// So many of the sets gained, and of those lost, are listed.
const MOST_LISTED: usize = 10;

/// The minimal cut sets of a system; variables are numbers of names.
pub(crate) struct Cuts {
    family: SetFamily,
    numbers: BTreeMap<String, u32>,
}

impl Cuts {
    /// The cut sets of a system. Names that are known keep their numbers.
    pub fn of(
        system: &Seen<'_>,
        known: &BTreeMap<String, u32>,
        settings: &Settings,
    ) -> Result<Cuts, String> {
        if system.is_template() {
            return Err("a template has none by itself".to_owned());
        }
        let apart = match system.reducing.system_apart(system.id, settings) {
            Ok(Ok(apart)) => apart,
            Ok(Err(trouble)) => return Err(trouble.to_string()),
            Err(findings) => return Err(said(&findings)),
        };
        let names = apart.names();
        let mut numbers = known.clone();
        for thing in &apart.declared {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            numbers.entry(names[thing].clone()).or_insert(next);
        }
        let number = |thing| numbers[&names[&thing]];
        let (parts, root) = (&apart.reduced.parts, apart.reduced.root);
        let found = minimal_sets(parts, root, Sets::Cuts, &number, &settings.limits);
        match found {
            Ok(family) => Ok(Cuts { family, numbers }),
            Err(trouble) => Err(match unanswered(trouble, &apart) {
                Unanswered::Limit(why) | Unanswered::Undefined(why) => why,
                Unanswered::Template(why) => why,
            }),
        }
    }

    /// What the numbers of things are.
    pub fn numbers(&self) -> &BTreeMap<String, u32> {
        &self.numbers
    }

    /// Whether nothing works by another thing's failing.
    pub fn is_coherent(&self) -> bool {
        is_coherent(&self.family)
    }

    /// How many there are.
    pub fn count(&self) -> Integer {
        count(&self.family)
    }
}

fn is_coherent(family: &SetFamily) -> bool {
    !family.members().iter().any(|member| member.negated)
}

fn count(family: &SetFamily) -> Integer {
    family.count(Integer::zero(), Integer::one(), |a, b| a + b)
}

/// What is other where nothing is.
pub(crate) fn unchanged(both: &Cuts) -> CutChange {
    let none = || SetList { count: Integer::zero(), first: Vec::new() };
    CutChange { coherent: is_coherent(&both.family), gained: none(), lost: none() }
}

/// What is other; the numbers of `old` go on from those of `new`.
pub(crate) fn changed(old: &Cuts, new: &Cuts, limits: &Limits) -> Result<CutChange, String> {
    let mut names: BTreeMap<u32, &str> = BTreeMap::new();
    names.extend(old.numbers.iter().map(|(name, number)| (*number, name.as_str())));
    let name = |number: u32| names.get(&number).copied().unwrap_or_default();
    let member = |member: &Literal| {
        let name = name(member.variable.0);
        if member.negated { format!("not {name}") } else { name.to_owned() }
    };
    let list = |one: &Cuts, other: &Cuts| -> Result<SetList, String> {
        let only = one.family.difference(&other.family, limits);
        let only = only.map_err(|limit| Trouble::from(limit).to_string())?;
        let first = only.by_size().take(MOST_LISTED);
        let first = first.map(|set| {
            let mut set = set;
            set.sort_by_key(|member| (member.variable, member.negated));
            set.iter().map(member).collect()
        });
        Ok(SetList { count: count(&only), first: first.collect() })
    };
    Ok(CutChange {
        coherent: is_coherent(&old.family) && is_coherent(&new.family),
        gained: list(new, old)?,
        lost: list(old, new)?,
    })
}
