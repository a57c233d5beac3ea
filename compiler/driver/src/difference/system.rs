//! One system in two models.

use super::effect::{Known, effect};
use super::seen::{NamedThings, Seen, are_equal};
use super::sets::{self, Cuts};
use super::templates::templates;
use super::things::{Matched, matched, ranges};
use crate::answer::{Reducing, Set};
use crate::naming::Names;
use crate::settings::Settings;
use crate::testing::beside;
use kofn_algebra::{Expr, Integer, Symbol};
use kofn_emit::changes::{Effect, Kept, Structure, Things};
use kofn_emit::report::Formula;
use kofn_measures::Trouble;
use kofn_structure::{Defaults, Likened, Likeness, Node};
use std::collections::BTreeSet;

/// A system of a text that is the same.
pub(crate) fn untouched(old: &Seen<'_>, new: &Seen<'_>) -> Kept {
    Kept {
        renamed: None,
        old: old.told(),
        new: new.told(),
        structure: Structure::Same,
        formula: Some(false),
        effect: Effect::Same,
        things: Things::default(),
        ranges: Vec::new(),
        cuts: Err("the texts are the same".to_owned()),
    }
}

/// A system that is in both models.
pub(crate) fn kept(old: &Seen<'_>, new: &Seen<'_>, settings: &Settings) -> Kept {
    let renamed = old.renaming(new);
    let mut kept = Kept {
        renamed: (old.name() != new.name()).then(|| old.name().to_owned()),
        cuts: Err("a template has none by itself".to_owned()),
        effect: Effect::Nothing,
        ..untouched(old, new)
    };
    if old.is_template() || new.is_template() {
        kept.structure = templates(old, new);
        return kept;
    }
    let (before, now) = match (old.things(), new.things()) {
        (Ok(before), Ok(now)) => (before, now),
        (Err(why), _) | (_, Err(why)) => {
            kept.structure = Structure::Unknown(why.clone());
            kept.formula = formulas(&kept);
            kept.cuts = Err(why);
            kept.effect = effect((old, new), &renamed, Known::default(), settings);
            return kept;
        }
    };
    kept.structure = structure((old, before), (new, now), &renamed, settings);
    let Matched { mut things, shown_otherwise } = matched((old, before), (new, now), &renamed);
    let same = kept.structure == Structure::Same;
    if same {
        // What only one of two like structures mentions never mattered.
        things.added.clear();
        things.removed.clear();
    }
    kept.formula = match same && !shown_otherwise {
        true => Some(false),
        false => formulas(&kept),
    };
    let known = Known { is_same: same && things.changed.is_empty() };
    kept.effect = effect((old, new), &renamed, known, settings);
    kept.things = things;
    kept.ranges = ranges(old, new, &renamed, settings);
    let settings = &Settings { limits: beside(&settings.limits), ..settings.clone() };
    let new_cuts = Cuts::of(new, &Default::default(), settings);
    if same {
        // The same states have the same sets, and looking at them once more tells nothing.
        kept.cuts = new_cuts.as_ref().map(sets::unchanged).map_err(Clone::clone);
        kept.old = old.side_with(new_cuts.as_ref().ok(), settings);
        kept.new = new.side_with(new_cuts.as_ref().ok(), settings);
        return kept;
    }
    let old_cuts = new_cuts
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|new| Cuts::of(old, new.numbers(), settings));
    kept.cuts = match (&old_cuts, &new_cuts) {
        (Ok(old), Ok(new)) => sets::changed(old, new, &settings.limits),
        (_, Err(why)) | (Err(why), _) => Err(why.clone()),
    };
    kept.old = old.side_with(old_cuts.as_ref().ok(), settings);
    kept.new = new.side_with(new_cuts.as_ref().ok(), settings);
    kept
}

/// Whether a system is another one under a new name: it works in the same states of things that are
/// as likely to work.
pub(crate) fn is_renamed(old: &Seen<'_>, new: &Seen<'_>, settings: &Settings) -> bool {
    let renamed = old.renaming(new);
    if old.is_template() || new.is_template() {
        return false;
    }
    let (Ok(before), Ok(now)) = (old.things(), new.things()) else { return false };
    let Matched { things, shown_otherwise } = matched((old, before), (new, now), &renamed);
    things == Things::default()
        && !shown_otherwise
        && structure((old, before), (new, now), &renamed, settings) == Structure::Same
}

/// Whether the formulas that are printed are other functions; `None` where that is not known.
fn formulas(kept: &Kept) -> Option<bool> {
    match (&kept.old.report.formula, &kept.new.report.formula) {
        (Formula::Closed(old), Formula::Closed(new)) => Some(are_equal(old, new) != Some(true)),
        (Formula::TooLong(_), Formula::TooLong(_)) => None,
        _ => Some(true),
    }
}

/// Whether both work in the same states.
fn structure(
    (old, before): (&Seen<'_>, &NamedThings),
    (new, now): (&Seen<'_>, &NamedThings),
    renamed: &Names,
    settings: &Settings,
) -> Structure {
    // What was simplified for one of them may not have been for the other.
    if let [Ok(before), Ok(now)] = [old, new].map(|seen| {
        let declared = seen.reducing.as_declared(&seen.call(), &Set::new());
        declared.map(NamedThings::new)
    }) && liken(&before, &now, renamed).is_same_by_form()
    {
        return Structure::Same;
    }
    match liken(before, now, renamed).decided(&settings.limits) {
        Ok(Likened::Same) => Structure::Same,
        Ok(Likened::Different) => Structure::Other(Vec::new()),
        Ok(Likened::Counted) => counted((old, before), (new, now), renamed, settings),
        Err(limit) => Structure::Unknown(Trouble::from(limit).to_string()),
    }
}

fn liken(old: &NamedThings, new: &NamedThings, renamed: &Names) -> Likeness {
    let renamed = |expr: &Expr| renamed.apply(expr);
    Likeness::new((&old.built, &old.names), (&new.built, &new.names), &renamed)
}

/// Values of open counts that are tried: the least, and how much more each further one has.
const TRIED: [(usize, usize); 6] = [(1, 0), (2, 0), (3, 0), (4, 0), (1, 1), (2, 1)];

/// Structures that count at open size: they are other ones if they are for some sizes.
fn counted(
    (old, before): (&Seen<'_>, &NamedThings),
    (new, now): (&Seen<'_>, &NamedThings),
    renamed: &Names,
    settings: &Settings,
) -> Structure {
    let sizes = sizes(before).into_iter().map(|symbol| renamed.of(&symbol));
    let sizes: BTreeSet<Symbol> = sizes.chain(self::sizes(now)).collect();
    let names = Names::new(&sizes, &new.reducing.model.symbols);
    let name = |symbol| names.of(symbol).name().to_owned();
    let back = new.renaming(old);
    let mut tried = 0;
    for (least, more) in TRIED {
        if more > 0 && sizes.len() < 2 {
            continue;
        }
        let at = |place: usize| Integer::from(least + more * place);
        let values: Vec<(Symbol, Integer)> =
            sizes.iter().enumerate().map(|(place, symbol)| (symbol.clone(), at(place))).collect();
        let in_old: Vec<(Symbol, Integer)> =
            values.iter().map(|(symbol, value)| (back.of(symbol), value.clone())).collect();
        let both = (of_size(old, &in_old, settings), of_size(new, &values, settings));
        let (Some(before), Some(now)) = both else { continue };
        match liken(&before, &now, renamed).decided(&settings.limits) {
            Ok(Likened::Different) => {
                let at = values.iter().map(|(symbol, value)| (name(symbol), value.clone()));
                return Structure::Other(at.collect());
            }
            Ok(Likened::Same) => tried += 1,
            Ok(Likened::Counted) | Err(_) => {}
        }
    }
    let open: Vec<String> = sizes.iter().map(name).collect();
    let are = if open.len() == 1 { "is" } else { "are" };
    let open = open.join(", ");
    Structure::Unknown(match tried {
        0 => format!("{open} {are} open"),
        1 => format!("{open} {are} open; for the one size that was tried it is the same"),
        _ => format!("{open} {are} open; for {tried} sizes that were tried it is the same"),
    })
}

/// A system of these sizes, where its parameters allow that.
fn of_size(
    seen: &Seen<'_>,
    values: &[(Symbol, Integer)],
    settings: &Settings,
) -> Option<NamedThings> {
    let mut defaults: Defaults = seen.reducing.defaults.clone();
    for (symbol, value) in values {
        // A parameter that only the other model has sets nothing here.
        let Some(id) = seen.reducing.parameter_of(symbol) else { continue };
        let range = seen.reducing.range(id, &Default::default(), settings).ok()?;
        if !range.contains(&value.clone().into()) {
            return None;
        }
        defaults.insert(id, vec![Expr::number(value.clone())]);
    }
    let reducing = Reducing::new(seen.reducing.model, &defaults);
    reducing.element_by_element(seen.id).ok().map(NamedThings::new)
}

/// What is open in the sizes of groups.
fn sizes(things: &NamedThings) -> BTreeSet<Symbol> {
    let mut open = BTreeSet::new();
    things.built.graph.visit(things.built.root, |_, node| {
        if let Node::Group(group) = node {
            open.extend(group.k.symbols());
            open.extend(group.n.symbols());
        }
    });
    open
}
