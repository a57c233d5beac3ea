//! What a change to a model means: two compilations side by side.

mod answers;
mod effect;
mod seen;
mod sets;
mod system;
mod templates;
mod things;

use crate::answer::Reducing;
use crate::code;
use crate::compilation::{Compilation, Wanted};
use crate::hands::{Hands, OneHand};
use crate::settings::{Settings, modest};
use crate::testing::place;
use kofn_diagnostics::Diagnostic;
use kofn_emit::changes::{Changes, Fate, Meaning, SystemChange};
use kofn_emit::report::Report;
use kofn_model::SystemId;
use seen::Seen;

/// Systems that have no like in the other model are compared with each other, in case that one got
/// another name, up to so many pairs.
const MOST_PAIRS: usize = 400;

/// What became of the systems and answers of `old` in `new`; of some systems only, where names are
/// given, and then of no answers.
///
/// Fails where a model has errors; they are in [`Compilation::diagnostics`].
///
/// ```
/// use kofn::emit::changes::Meaning;
/// use kofn::{Compilation, Settings, SingleFile, difference};
///
/// let open = |text| Compilation::new(&SingleFile::new("s.rbd", text), "s.rbd");
/// let mut old = open("module a, b = 0.9  system s { works when any of (a, b) }");
/// let mut new = open("module a, b = 0.9  system s { works when parallel(b, a) }");
/// let changes = difference(&mut old, &mut new, &Settings::default(), &[]).expect("no errors");
/// assert_eq!(changes.meaning(), Meaning::Same);
/// ```
pub fn difference(
    old: &mut Compilation,
    new: &mut Compilation,
    settings: &Settings,
    systems: &[String],
) -> Option<Changes> {
    difference_with(old, new, settings, systems, &OneHand, &mut |_, _| {})
}

/// As [`difference`], with hands to share long work; `progress` is told how many of how many systems
/// are done.
pub fn difference_with(
    old: &mut Compilation,
    new: &mut Compilation,
    settings: &Settings,
    systems: &[String],
    hands: &dyn Hands,
    progress: &mut dyn FnMut(usize, usize),
) -> Option<Changes> {
    let mut nowhere = Vec::new();
    for name in systems {
        if let (Err(_), Err(help)) = (old.system_named(name), new.system_named(name)) {
            nowhere.push(
                Diagnostic::error(
                    code::UNKNOWN_SYSTEM,
                    format!("there is no system `{name}` in these models"),
                )
                .maybe_help(help),
            );
        }
    }
    // What is wrong in one model is no reason to keep what is wrong in the other to oneself.
    let found = [&mut *old, &mut *new].map(|one| told(one, settings, systems, hands));
    if !old.has_errors() && !new.has_errors() && !nowhere.is_empty() {
        new.add_findings(nowhere);
        return None;
    }
    let [Some((old_ids, old_report)), Some((new_ids, new_report))] = found else { return None };
    let (old_model, old_defaults) = old.meaning()?;
    let (new_model, new_defaults) = new.meaning()?;
    let seen = |compilation, model, defaults, ids: &[SystemId], report: &Report| -> Vec<Seen<'_>> {
        let reducing = Reducing::new(model, defaults);
        let systems = ids.iter().zip(&report.systems);
        systems.map(|(id, report)| Seen::new(reducing, compilation, *id, report)).collect()
    };
    let before = seen(&*old, old_model, old_defaults, &old_ids, &old_report);
    let now = seen(&*new, new_model, new_defaults, &new_ids, &new_report);
    let pairs = paired(&before, &now, settings);
    let gone = |at: &usize| pairs.iter().all(|(_, pair)| *pair != Some(*at));
    let gone: Vec<usize> = (0..before.len()).filter(gone).collect();
    let same_text = old.sources().texts().eq(new.sources().texts());
    let total = pairs.len() + gone.len();
    let mut all = Vec::with_capacity(total);
    for (at, pair) in &pairs {
        progress(all.len(), total);
        let system = &now[*at];
        let fate = match pair {
            Some(old) if same_text => {
                Fate::Kept(Box::new(system::untouched(&before[*old], system)))
            }
            Some(old) => Fate::Kept(Box::new(system::kept(&before[*old], system, settings))),
            None => Fate::Added(Box::new(system.side(settings))),
        };
        all.push(change(system, new, fate));
    }
    for at in gone {
        progress(all.len(), total);
        let system = &before[at];
        all.push(change(system, old, Fate::Removed(Box::new(system.side(settings)))));
    }
    let (answers, same_answers) = match systems {
        [] => {
            let all_same = all.iter().all(|system| system.meaning() == Meaning::Same);
            let before = (&*old, old_model, &old_report);
            answers::changed(before, (&*new, new_model, &new_report), all_same)
        }
        _ => (Vec::new(), 0),
    };
    Some(Changes {
        old: old.file().to_owned(),
        new: new.file().to_owned(),
        same_text,
        systems: all,
        answers,
        same_answers,
        digits: settings.digits,
    })
}

/// The systems that are asked about, as far as this model has them, and what there is to tell.
fn told(
    one: &mut Compilation,
    settings: &Settings,
    systems: &[String],
    hands: &dyn Hands,
) -> Option<(Vec<SystemId>, Report)> {
    one.check();
    let names: Vec<String> =
        systems.iter().filter(|name| one.system_named(name).is_ok()).cloned().collect();
    if names.is_empty() && !systems.is_empty() {
        let (file, doc) = (one.file().to_owned(), None);
        let nothing = Report { file, doc, systems: Vec::new(), answers: Vec::new() };
        return (!one.has_errors()).then_some((Vec::new(), nothing));
    }
    let report = one.report_with(settings, &names, Wanted::default(), hands, &mut |_, _| {})?;
    Some((one.chosen(&names)?, report))
}

/// For each system of the new model the one that it was: of the same name, or else the same under
/// another name.
fn paired(old: &[Seen<'_>], new: &[Seen<'_>], settings: &Settings) -> Vec<(usize, Option<usize>)> {
    let mut pairs: Vec<(usize, Option<usize>)> = new
        .iter()
        .enumerate()
        .map(|(at, system)| (at, old.iter().position(|one| one.name() == system.name())))
        .collect();
    let mut left: Vec<usize> =
        (0..old.len()).filter(|at| pairs.iter().all(|(_, pair)| *pair != Some(*at))).collect();
    let mut compared = 0;
    let settings = Settings { limits: modest(&settings.limits), ..settings.clone() };
    for (at, pair) in pairs.iter_mut().filter(|(_, pair)| pair.is_none()) {
        let same = left.iter().position(|candidate| {
            compared += 1;
            compared <= MOST_PAIRS && system::is_renamed(&old[*candidate], &new[*at], &settings)
        });
        *pair = same.map(|place| left.remove(place));
    }
    pairs
}

fn change(system: &Seen<'_>, compilation: &Compilation, fate: Fate) -> SystemChange {
    let place = place(system.span(), compilation.sources());
    SystemChange { name: system.name().to_owned(), place, fate }
}
