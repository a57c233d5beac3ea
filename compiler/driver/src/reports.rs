//! Reports of cut and path sets and of importance.

use crate::answer::Reducing;
use crate::apart::{Apart, formula, rational};
use crate::explaining::Laps;
use crate::settings::Settings;
use crate::single_points::negates;
use kofn_algebra::{Integer, Rational};
use kofn_boolean::{Limits, Literal};
use kofn_diagnostics::Diagnostic;
use kofn_emit::importance::{FoundImportance, ImportanceReport, ModuleImportance};
use kofn_emit::methods::Times;
use kofn_emit::report::Unanswered;
use kofn_emit::sets::{FoundSets, ListedSet, SetsReport};
use kofn_measures::{Importance, Measured, Sets, Trouble, importance, minimal_sets};
use kofn_model::{Importance as Asked, SystemId};
use kofn_structure::{LeafId, Reduced, View};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

/// What shall be told about cut or path sets.
#[derive(Clone, Debug)]
pub struct SetsWanted {
    /// Which sets.
    pub sets: Sets,
    /// Only sets of at most so many members.
    pub order: Option<u32>,
    /// How many are listed.
    pub most: usize,
    /// The most probable first, instead of the smallest.
    pub by_probability: bool,
}

/// What shall be told about importance.
#[derive(Clone, Debug)]
pub struct ImportanceWanted {
    /// What the modules are sorted by.
    pub by: Importance,
    /// Whether formulas are told too.
    pub symbolic: bool,
}

/// Probabilities of sets in the order of a list: those that cannot happen last, the fewer of their
/// members that cannot the earlier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rare {
    impossible: u32,
    chance: Reverse<Rational>,
}

impl Rare {
    fn of(chance: Rational) -> Rare {
        match chance.is_zero() {
            true => Rare { impossible: 1, chance: Reverse(Rational::one()) },
            false => Rare { impossible: 0, chance: Reverse(chance) },
        }
    }

    fn and(&self, other: &Rare) -> Rare {
        Rare {
            impossible: self.impossible + other.impossible,
            chance: Reverse(&self.chance.0 * &other.chance.0),
        }
    }

    fn chance(&self) -> Rational {
        if self.impossible > 0 { Rational::zero() } else { self.chance.0.clone() }
    }
}

impl Reducing<'_> {
    /// The cut or path sets of a system.
    pub fn sets(
        &self,
        id: SystemId,
        wanted: &SetsWanted,
        settings: &Settings,
    ) -> Result<(SetsReport, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut report = SetsReport {
            system: self.model.system(id).name.clone(),
            cuts: wanted.sets == Sets::Cuts,
            found: Err(Unanswered::Template(String::new())),
            singles: None,
            digits: settings.digits,
            computation: None,
        };
        if let Some(why) = self.template(id) {
            report.found = Err(Unanswered::Template(why));
            return Ok((report, Vec::new()));
        }
        let mut laps = Laps::start(settings);
        let built = self.element_by_element(id)?;
        let building = laps.lap();
        if report.cuts {
            report.singles = self.single_points(id, &built, settings);
        }
        let negates = negates(&built);
        if let (Some(points), Some(1), 0, false) =
            (&report.singles, wanted.order, wanted.most, negates)
        {
            let count = Integer::from(points.points.len());
            report.found = Ok(FoundSets {
                by_size: Some(vec![Integer::zero(), count.clone()]),
                count,
                order: wanted.order,
                coherent: true,
                sets: Vec::new(),
            });
            return Ok((report, built.warnings));
        }
        let (found, warnings) = match self.apart(built, id, settings)? {
            Ok(apart) => {
                let reducing = laps.lap();
                let found = self.found_sets(&apart, wanted, settings);
                let times = Times { building, reducing, computing: laps.lap() };
                let (graph, reduced) = (&apart.built.graph, Some(&apart.reduced));
                report.computation = self.computation(graph, reduced, None, times, settings);
                (found.map_err(|why| unanswered(why, &apart)), apart.built.warnings)
            }
            Err(trouble) => (Err(plain(trouble)), Vec::new()),
        };
        if negates && !found.as_ref().is_ok_and(|found| found.coherent) {
            report.singles = None;
        }
        report.found = found;
        Ok((report, warnings))
    }

    fn found_sets(
        &self,
        apart: &Apart,
        wanted: &SetsWanted,
        settings: &Settings,
    ) -> Result<FoundSets, Trouble> {
        let limits = &settings.limits;
        let Reduced { parts, root } = &apart.reduced;
        let place = |thing: LeafId| apart.places[thing.0 as usize];
        let thing = |member: &Literal| apart.declared[member.variable.0 as usize];
        let all = minimal_sets(parts, *root, wanted.sets, &place, limits)?;
        let family = match wanted.order {
            Some(order) => all.at_most(order, limits)?,
            None => all.clone(),
        };
        let add = |a: &Integer, b: &Integer| a + b;
        let count = family.count(Integer::zero(), Integer::one(), add);
        let by_size = family.count_by_size(Integer::zero(), Integer::one(), add, limits).ok();
        let coherent = !family.members().iter().any(|member| member.negated);
        let cuts = wanted.sets == Sets::Cuts;
        // What a member of a set is, happens with this chance.
        let happens = |member: Literal| -> Option<Rational> {
            let works = rational(apart.leaf(thing(&member)))?;
            Some(if cuts == member.negated { works } else { works.complement() })
        };
        let known = family.members().iter().all(|member| happens(*member).is_some());
        let names = apart.names();
        let name = |member: &Literal| {
            let name = names.get(&thing(member)).cloned().unwrap_or_default();
            if member.negated { format!("not {name}") } else { name }
        };
        let most = wanted.most.min(usize::try_from(limits.path_sets).unwrap_or(usize::MAX));
        let mut sets = Vec::new();
        if most > 0 {
            let listed: Vec<(Vec<Literal>, Option<Rational>)> = if wanted.by_probability {
                if !known {
                    let open = apart.built.leaves().flat_map(|leaf| leaf.value.symbols());
                    return Err(Trouble::Open(open.collect()));
                }
                let chance = |member| Rare::of(happens(member).unwrap_or_else(Rational::zero));
                let nothing = Rare::of(Rational::one());
                let by_chance = family.best_first(nothing, chance, Rare::and);
                within(limits, by_chance.take(most), |(set, _)| set.len())?
                    .into_iter()
                    .map(|(set, rare)| (set, Some(rare.chance())))
                    .collect()
            } else {
                within(limits, family.by_size().take(most), Vec::len)?
                    .into_iter()
                    .map(|set| {
                        let chance = known.then(|| {
                            set.iter().filter_map(|one| happens(*one)).product::<Rational>()
                        });
                        (set, chance)
                    })
                    .collect()
            };
            sets = listed
                .into_iter()
                .map(|(set, probability)| {
                    let members = set.iter().map(name).collect();
                    ListedSet { members, probability }
                })
                .collect();
        }
        Ok(FoundSets { count, by_size, order: wanted.order, coherent, sets })
    }

    /// The importance of a system's modules.
    pub fn importance(
        &self,
        id: SystemId,
        wanted: &ImportanceWanted,
        settings: &Settings,
    ) -> Result<(ImportanceReport, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut report = ImportanceReport {
            system: self.model.system(id).name.clone(),
            found: Err(Unanswered::Template(String::new())),
            computation: None,
        };
        if let Some(why) = self.template(id) {
            report.found = Err(Unanswered::Template(why));
            return Ok((report, Vec::new()));
        }
        let (found, warnings) = match self.system_apart(id, settings)? {
            Ok(apart) => {
                let mut laps = Laps::start(settings);
                let found = self.found_importance(&apart, wanted, settings);
                let times = Times { computing: laps.lap(), ..apart.times };
                let (graph, reduced) = (&apart.built.graph, Some(&apart.reduced));
                report.computation = self.computation(graph, reduced, None, times, settings);
                (found.map_err(|why| unanswered(why, &apart)), apart.built.warnings)
            }
            Err(trouble) => (Err(plain(trouble)), Vec::new()),
        };
        report.found = found;
        Ok((report, warnings))
    }

    fn found_importance(
        &self,
        apart: &Apart,
        wanted: &ImportanceWanted,
        settings: &Settings,
    ) -> Result<FoundImportance, Trouble> {
        let Reduced { parts, root } = &apart.reduced;
        let names = apart.names();
        let name = |thing: LeafId| names.get(&thing).cloned().unwrap_or_default();
        let symbolic = |thing: LeafId| {
            let found = formula(Asked::Birnbaum, apart, thing, View::Shown, settings);
            match found {
                Ok(crate::apart::Said::Expr(expr)) => Ok(self.printed_formula(&expr)),
                Ok(crate::apart::Said::Infinite) => Err("it is infinite".to_owned()),
                Err(trouble) => Err(trouble.to_string()),
            }
        };
        let ranking = importance(
            parts,
            *root,
            &|thing| apart.leaf(thing).value.clone(),
            &Importance::ALL,
            (settings.exactness, settings.digits),
            &settings.limits,
        );
        let ranking = match ranking {
            Ok(ranking) => ranking,
            Err(trouble) => {
                let open: BTreeSet<String> = match &trouble {
                    Trouble::Open(symbols) => {
                        symbols.iter().map(|symbol| symbol.name().to_owned()).collect()
                    }
                    _ => apart.open_sizes(),
                };
                if open.is_empty() {
                    return Err(trouble);
                }
                // What has no numbers has formulas.
                let needed = apart.built.graph.leaves_of(apart.built.root);
                let modules = apart
                    .declared
                    .iter()
                    .copied()
                    .filter(|thing| needed.binary_search(thing).is_ok())
                    .map(|thing| ModuleImportance {
                        name: name(thing),
                        measures: Vec::new(),
                        part: None,
                        formula: Some(symbolic(thing)),
                    })
                    .collect();
                let open = open.into_iter().collect();
                return Ok(FoundImportance { reliability: None, modules, by: wanted.by, open });
            }
        };
        let column = Importance::ALL.iter().position(|one| *one == wanted.by).unwrap_or(0);
        let mut things = ranking.things;
        // Infinite first, then the greatest, then what has no answer; else as declared.
        let class = |measured: &Measured| match measured {
            Measured::Infinite => 0,
            Measured::Number(_) => 1,
            Measured::Nothing(_) => 2,
        };
        things.sort_by(|a, b| {
            let classes = class(&a.measures[column]).cmp(&class(&b.measures[column]));
            let ranks = match (&a.ranks[column], &b.ranks[column]) {
                (Some(a), Some(b)) => b.cmp(a),
                _ => Ordering::Equal,
            };
            let places = [a, b].map(|one| apart.places[one.thing.0 as usize]);
            classes.then(ranks).then(places[0].cmp(&places[1]))
        });
        let greatest = things.iter().filter_map(|thing| thing.ranks[column].clone()).max();
        let infinite = things.iter().any(|thing| thing.measures[column] == Measured::Infinite);
        let modules = things
            .into_iter()
            .map(|thing| {
                let part = match (&thing.ranks[column], &greatest) {
                    _ if infinite => None,
                    (Some(rank), Some(greatest)) => rank.checked_div(greatest),
                    _ => None,
                };
                ModuleImportance {
                    name: name(thing.thing),
                    measures: thing.measures,
                    part,
                    formula: wanted.symbolic.then(|| symbolic(thing.thing)),
                }
            })
            .collect();
        let reliability = match ranking.reliability {
            Measured::Number(value) => Some(value),
            Measured::Infinite | Measured::Nothing(_) => None,
        };
        Ok(FoundImportance { reliability, modules, by: wanted.by, open: Vec::new() })
    }
}

/// What is listed, as long as its members are within a limit.
fn within<T>(
    limits: &Limits,
    listed: impl Iterator<Item = T>,
    members: impl Fn(&T) -> usize,
) -> Result<Vec<T>, Trouble> {
    let mut all = Vec::new();
    let mut written = 0u64;
    for one in listed {
        written = written.saturating_add(members(&one) as u64);
        if written > limits.set_members {
            let what = "members of listed sets; list fewer".to_owned();
            return Err(Trouble::Limit { what, limit: limits.set_members });
        }
        all.push(one);
    }
    Ok(all)
}

/// With what is to be said where a size is open.
pub(crate) fn unanswered(trouble: Trouble, apart: &Apart) -> Unanswered {
    let open = apart.open_sizes();
    match (&trouble, open.first()) {
        (Trouble::Undefined(_), Some(name)) => Unanswered::Undefined(format!(
            "`{name}` is open, so the elements that it counts cannot be told apart; give it a value: -D {name}=3"
        )),
        _ => plain(trouble),
    }
}

fn plain(trouble: Trouble) -> Unanswered {
    match trouble {
        Trouble::Limit { .. } | Trouble::Interrupted | Trouble::Between(_) => {
            Unanswered::Limit(trouble.to_string())
        }
        Trouble::Open(_) => Unanswered::Undefined(format!("{trouble}; give it one: -D NAME=VALUE")),
        Trouble::Undefined(why) => Unanswered::Undefined(why),
    }
}
