//! Designs with every thing told apart: what cut sets and importance are asked of.

use crate::answer::{Reducing, Set};
use crate::explaining::{Laps, thing_names};
use crate::naming::Names;
use crate::obstacle::Obstacle;
use crate::settings::Settings;
use kofn_algebra::{Expr, Rational};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_emit::methods::Times;
use kofn_measures::{
    self as measures, Exactness, Measured, ThingFormulas, Trouble, Value, smallest_cut,
};
use kofn_model::{Importance, Measure, ModuleId, Owner, Spec, SystemCall, SystemId};
use kofn_structure::{
    Built, Design, Leaf, LeafId, Part, Reduced, Slots, View, build, build_with_modules,
    reduce_apart,
};
use std::collections::{BTreeMap, BTreeSet};

/// A design whose parts keep every thing apart.
pub(crate) struct Apart {
    pub built: Built,
    pub reduced: Reduced,
    /// The things in the order of their declaration.
    pub declared: Vec<LeafId>,
    /// The place of each thing in that order.
    pub places: Vec<u32>,
    /// The modules that were asked for.
    pub modules: Vec<LeafId>,
    /// How long that took.
    pub times: Times,
}

/// A design that can be asked, or what is in the way; or what is wrong with it.
type Found = Result<Result<Apart, Trouble>, Vec<Diagnostic>>;

/// What a function of a module says.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    /// A number, or a formula in open parameters.
    Expr(Expr),
    /// More than every number.
    Infinite,
}

/// The elements of an array beyond these are not compared one by one as formulas.
const MOST_ALIKE: usize = 64;

impl Apart {
    pub fn leaf(&self, thing: LeafId) -> &Leaf {
        self.built.graph.leaf(thing)
    }

    /// What things are called; links between the same nodes are numbered.
    pub fn names(&self) -> BTreeMap<LeafId, String> {
        thing_names(&self.built.graph)
    }

    /// What is open in a count, and so keeps things from being told apart.
    pub fn open_sizes(&self) -> BTreeSet<String> {
        let mut open = BTreeSet::new();
        for part in self.reduced.parts.iter() {
            match part {
                Part::AtLeast { k, n, .. } => {
                    open.extend([k, n].into_iter().flat_map(Expr::symbols))
                }
                Part::Series(all) | Part::Parallel(all) => {
                    open.extend(all.iter().flat_map(|(_, copies)| copies.symbols()));
                }
                Part::Family { n, .. } => open.extend(n.symbols()),
                _ => {}
            }
        }
        open.into_iter().map(|symbol| symbol.name().to_owned()).collect()
    }

    fn values(&self, thing: LeafId) -> Expr {
        self.leaf(thing).value.clone()
    }
}

impl Reducing<'_> {
    /// A whole system with its things told apart.
    pub fn system_apart(&self, id: SystemId, settings: &Settings) -> Found {
        let mut laps = Laps::start(settings);
        let built = self.element_by_element(id)?;
        let building = laps.lap();
        let found = self.apart(built, id, settings)?;
        let times = Times { building, reducing: laps.lap(), ..Times::default() };
        Ok(found.map(|apart| Apart { times, ..apart }))
    }

    fn modules_apart(&self, design: &Design, call: &SystemCall, settings: &Settings) -> Found {
        let (built, modules) = match &call.module {
            Some(modules) => build_with_modules(self.model, design, self.defaults, modules)?,
            None => (build(self.model, design, self.defaults, true)?, Vec::new()),
        };
        let found = self.apart(built, design.system, settings)?;
        Ok(found.map(|apart| Apart { modules, ..apart }))
    }

    /// What was built, reduced with all things told apart; `system` says where they are declared.
    pub fn apart(&self, built: Built, system: SystemId, settings: &Settings) -> Found {
        let (system, _) = self.model.design(system);
        let mut graph = built.graph.clone();
        let reduced = match reduce_apart(&mut graph, built.root, &settings.limits) {
            Ok(reduced) => reduced,
            Err(kofn_structure::Trouble::Limit(limit)) => return Ok(Err(limit.into())),
            Err(kofn_structure::Trouble::Refused(finding)) => return Err(vec![*finding]),
        };
        let mut declared: Vec<LeafId> =
            (0..).map(LeafId).take(built.graph.leaves().len()).collect();
        declared.sort_by_cached_key(|thing| {
            (self.declaration(system, &built.graph.leaf(*thing).name), *thing)
        });
        let mut places = vec![0; declared.len()];
        for (thing, place) in declared.iter().zip(0..) {
            places[thing.0 as usize] = place;
        }
        Ok(Ok(Apart {
            built,
            reduced,
            declared,
            places,
            modules: Vec::new(),
            times: Times::default(),
        }))
    }

    /// Where a thing of a system was declared: for each step of its name the module and the
    /// element. Links come behind all modules.
    pub fn declaration(&self, system: SystemId, name: &str) -> Vec<(usize, Vec<u64>)> {
        const LAST: usize = usize::MAX;
        if name.contains("->") || name.contains("--") {
            return vec![(LAST, Vec::new())];
        }
        let mut files = self.model.prefixes.iter().filter(|prefix| !prefix.is_empty());
        let name = files.find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name);
        let mut inside = Some(system);
        let mut steps = Vec::new();
        for step in name.split('.') {
            let (word, index) = step.split_once('[').unwrap_or((step, ""));
            let index = index.trim_end_matches(']').split(',');
            let element = index.filter_map(|one| one.parse().ok()).collect();
            let known = |id: &&ModuleId| self.model.module(**id).name == word;
            let in_system = inside
                .and_then(|system| self.model.system(system).modules.iter().find(known).copied());
            let at = in_system.map(ModuleId::index).or_else(|| {
                self.model.modules.iter().position(|module| {
                    module.name == word && matches!(module.owner, Owner::File(_))
                })
            });
            inside = at.and_then(|at| match &self.model.modules[at].spec {
                Spec::Instance { system, .. } => Some(self.model.design(*system).0),
                Spec::Chance { .. } => None,
            });
            steps.push((at.unwrap_or(LAST), element));
        }
        steps
    }

    /// What a function of a system's cut sets, or of a module of it, says.
    pub fn said(
        &self,
        measure: Measure,
        call: &SystemCall,
        around: &Set,
        (view, slots): (View, &Slots),
        settings: &Settings,
    ) -> Result<Result<Said, Trouble>, Vec<Diagnostic>> {
        let design = self.design_at(call, around, slots)?;
        let apart = match self.modules_apart(&design, call, settings)? {
            Ok(found) => found,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let Reduced { parts, root } = &apart.reduced;
        let Measure::Importance(importance) = measure else {
            return Ok(smallest_cut(parts, *root, &settings.limits).map(|size| match size {
                Some(size) => Said::Expr(Expr::number(kofn_algebra::Integer::from(size))),
                None => Said::Infinite,
            }));
        };
        let Some((first, others)) = apart.modules.split_first() else {
            return Err(vec![
                Diagnostic::error(kofn_structure::code::OUTSIDE_DOMAIN, "there is no such module")
                    .at(call.span, "has no element"),
            ]);
        };
        let known = apart.built.leaves().all(|leaf| leaf.value.as_number().is_some());
        if view == View::Value && known && apart.open_sizes().is_empty() {
            return self.said_in_numbers(importance, call, &apart, settings);
        }
        let one = |thing| formula(importance, &apart, thing, view, settings);
        let said = match one(*first) {
            Ok(said) => said,
            Err(trouble) => return Ok(Err(trouble)),
        };
        for other in others.iter().take(MOST_ALIKE) {
            match (one(*other), &said) {
                (Ok(Said::Expr(a)), Said::Expr(b)) if a == *b => {}
                (Ok(Said::Infinite), Said::Infinite) => {}
                (Err(trouble), _) => return Ok(Err(trouble)),
                _ => return Err(vec![differ(&apart, *first, *other, call)]),
            }
        }
        Ok(Ok(said))
    }

    fn said_in_numbers(
        &self,
        importance: Importance,
        call: &SystemCall,
        apart: &Apart,
        settings: &Settings,
    ) -> Result<Result<Said, Trouble>, Vec<Diagnostic>> {
        let Reduced { parts, root } = &apart.reduced;
        let measure = measure_of(importance);
        let ranking = measures::importance(
            parts,
            *root,
            &|thing| apart.values(thing),
            &[measure],
            (Exactness::Always, settings.digits),
            &settings.limits,
        );
        let ranking = match ranking {
            Ok(ranking) => ranking,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let mut said: Option<(LeafId, Measured)> = None;
        for thing in &apart.modules {
            let found = ranking.of(*thing, measure, settings.digits);
            match &said {
                Some((_, before)) if *before == found => {}
                Some((first, _)) => return Err(vec![differ(apart, *first, *thing, call)]),
                None => said = Some((*thing, found)),
            }
        }
        Ok(match said {
            Some((_, Measured::Number(Value { exact: Some(number), .. }))) => {
                Ok(Said::Expr(Expr::number(number)))
            }
            Some((_, Measured::Infinite)) => Ok(Said::Infinite),
            Some((_, Measured::Nothing(trouble))) => Err(trouble),
            Some((_, Measured::Number(_))) | None => {
                Err(Trouble::Undefined("there is no exact number".to_owned()))
            }
        })
    }

    /// As a number to compute with. What is infinite or undefined is none, and a finding.
    pub fn said_as_number(
        &self,
        measure: Measure,
        call: &SystemCall,
        around: &Set,
        place: (View, &Slots),
        settings: &Settings,
    ) -> Result<Expr, Obstacle> {
        match self.said(measure, call, around, place, settings)? {
            Ok(Said::Expr(expr)) => Ok(expr),
            Ok(Said::Infinite) => Err(no_number(call.span, "it is infinite")),
            Err(Trouble::Undefined(why)) => Err(no_number(call.span, &why)),
            Err(trouble) => Err(Obstacle::too_large(call.span, &trouble)),
        }
    }

    /// The symbols of a formula under the names they are printed by.
    pub fn printed_formula(&self, formula: &Expr) -> Expr {
        Names::new(&crate::naming::symbols_of(formula), &self.model.symbols).apply(formula)
    }
}

fn no_number(at: Span, why: &str) -> Obstacle {
    Obstacle::Wrong(vec![
        Diagnostic::error(
            kofn_structure::code::OUTSIDE_DOMAIN,
            format!("this is no number to compute with: {why}"),
        )
        .at(at, "no number"),
    ])
}

fn differ(apart: &Apart, one: LeafId, other: LeafId, call: &SystemCall) -> Diagnostic {
    let (one, other) = (&apart.leaf(one).name, &apart.leaf(other).name);
    let at = call.module.as_ref().map_or(call.span, |module| module.span);
    Diagnostic::error(
        kofn_structure::code::GROUP_UNLIKE,
        format!("`{one}` and `{other}` do not count alike here"),
    )
    .at(at, "several modules of different importance")
    .help(format!("name one of them: `{one}`"))
}

/// The measure of the same name.
pub(crate) fn measure_of(importance: Importance) -> measures::Importance {
    match importance {
        Importance::Birnbaum => measures::Importance::Birnbaum,
        Importance::Criticality => measures::Importance::Criticality,
        Importance::FussellVesely => measures::Importance::FussellVesely,
        Importance::Raw => measures::Importance::Raw,
        Importance::Rrw => measures::Importance::Rrw,
        Importance::Improvement => measures::Importance::Improvement,
        Importance::Structural => measures::Importance::Structural,
    }
}

/// An importance as a formula.
pub(crate) fn formula(
    importance: Importance,
    apart: &Apart,
    thing: LeafId,
    view: View,
    settings: &Settings,
) -> Result<Said, Trouble> {
    /// A formula of more parts is not built.
    const MOST_PARTS: usize = 20_000;
    let Reduced { parts, root } = &apart.reduced;
    let too_long =
        || Trouble::Limit { what: "parts of a formula".to_owned(), limit: MOST_PARTS as u64 };
    if parts.len() > MOST_PARTS {
        return Err(too_long());
    }
    let of = |leaf: LeafId| match view {
        View::Shown => apart.leaf(leaf).shown.clone(),
        View::Value => apart.leaf(leaf).value.clone(),
    };
    let half = || Expr::quotient(Expr::one(), Expr::number(2));
    let formulas = |chance: &dyn Fn(LeafId) -> Expr| {
        ThingFormulas::new(parts, *root, thing, chance).ok_or_else(too_long)
    };
    if importance == Importance::Structural {
        return Ok(Said::Expr(formulas(&|_| half())?.slope()?));
    }
    let here = formulas(&of)?;
    let fails = here.reliability().complement();
    let (p, q) = (of(thing), of(thing).complement());
    // Of alike elements of open size one alone changes; elsewhere the chance itself is put in.
    let changed = |works: bool| -> Result<Expr, Trouble> {
        let own = apart.leaf(thing);
        if own.groups.is_empty() {
            let put = if works { Expr::one() } else { Expr::zero() };
            let there = formulas(&|leaf| if leaf == thing { put.clone() } else { of(leaf) })?;
            return Ok(there.reliability().complement());
        }
        let slope = here.slope()?;
        Ok(if works {
            Expr::difference(fails.clone(), Expr::product([q.clone(), slope]))
        } else {
            Expr::sum([fails.clone(), Expr::product([p.clone(), slope])])
        })
    };
    let divided = |number: Expr| {
        if fails.is_zero() {
            return Err(Trouble::Undefined("the system never fails".to_owned()));
        }
        Ok(Said::Expr(Expr::quotient(number, fails.clone())))
    };
    match importance {
        Importance::Birnbaum => Ok(Said::Expr(here.slope()?)),
        Importance::Improvement => Ok(Said::Expr(Expr::product([here.slope()?, q.clone()]))),
        Importance::Criticality => divided(Expr::product([here.slope()?, q.clone()])),
        Importance::FussellVesely => divided(here.cut_share(&settings.limits)?),
        Importance::Raw => divided(changed(false)?),
        Importance::Rrw => {
            let perfect = changed(true)?;
            if perfect.is_zero() && !fails.is_zero() {
                return Ok(Said::Infinite);
            }
            if fails.is_zero() {
                return Err(Trouble::Undefined("the system never fails".to_owned()));
            }
            Ok(Said::Expr(Expr::quotient(fails.clone(), perfect)))
        }
        Importance::Structural => unreachable!("answered above"),
    }
}

/// A rational probability of a thing's own part.
pub(crate) fn rational(leaf: &Leaf) -> Option<Rational> {
    leaf.value.as_number().cloned()
}
