//! What a change means, for people on a terminal.

use super::words;
use super::{
    AnswerChange, Changes, CutChange, Effect, Fate, Kept, Meaning, SetList, Side, ThingChange,
};
use crate::decision;
use crate::report::{AnswerKind, Formula};
use crate::testing::Mark;

/// Dresses a piece of text for the terminal.
type Paint<'p> = &'p dyn Fn(Mark, &str) -> String;

/// The margin of facts, and the width of what they are called.
const MARGIN: &str = "    ";
const WIDTH: usize = 16;

/// The whole comparison.
pub fn text(changes: &Changes, paint: Paint<'_>) -> String {
    let mut text = paint(Mark::Title, &format!("{} → {}", changes.old, changes.new)) + "\n\n";
    let mut same = Vec::new();
    for system in &changes.systems {
        match &system.fate {
            Fate::Kept(kept) if kept.meaning() == Meaning::Same => same.push(system.name.as_str()),
            Fate::Kept(kept) => text.push_str(&(kept_system(&system.name, kept, paint) + "\n")),
            Fate::Added(side) => {
                text.push_str(&(alone(&system.name, side, Mark::Added, paint) + "\n"))
            }
            Fate::Removed(side) => {
                text.push_str(&(alone(&system.name, side, Mark::Removed, paint) + "\n"));
            }
        }
    }
    for one in &changes.answers {
        text.push_str(&(answer(one, paint) + "\n"));
    }
    if !same.is_empty() && !changes.same_text {
        let plural = if same.len() == 1 { "" } else { "s" };
        text.push_str(&format!("the same: system{plural} {}\n", same.join(", ")));
    }
    if changes.same_answers > 0 && !changes.same_text {
        let plural = if changes.same_answers == 1 { "y" } else { "ies" };
        text.push_str(&format!("the same: the answers of {} quer{plural}\n", changes.same_answers));
    }
    text.push_str(&words::meaning(changes));
    text.push('\n');
    text
}

fn fact(what: &str, said: &str) -> String {
    format!("{MARGIN}{what:<WIDTH$}{said}\n")
}

fn alone(name: &str, side: &Side, mark: Mark, paint: Paint<'_>) -> String {
    let word = if mark == Mark::Added { "+ system" } else { "− system" };
    let mut text = paint(mark, &format!("{word} {name}")) + "\n";
    if matches!(side.report.formula, Formula::Template(_)) {
        return text + &format!("{MARGIN}{}\n", words::formula_text(side));
    }
    text.push_str(&fact("formula", &words::formula_text(side)));
    let nines = words::nines(side);
    let nines = if nines == "–" { String::new() } else { format!("    {nines} nines") };
    text.push_str(&fact("reliability", &(words::value(side) + &nines)));
    if let Some(cuts) = &side.cuts {
        let singles = side
            .singles
            .as_ref()
            .map(|all| format!(", {} of them alone enough to fail", all.names.len()));
        text.push_str(&fact("cut sets", &format!("{cuts}{}", singles.unwrap_or_default())));
    }
    text
}

fn kept_system(name: &str, kept: &Kept, paint: Paint<'_>) -> String {
    let mut text = paint(Mark::Title, &format!("system {name}"));
    if let Some(old) = &kept.renamed {
        text.push_str(&format!(", which was {old}"));
    }
    text.push('\n');
    text.push_str(&fact("structure", &words::structure(&kept.structure)));
    if matches!(kept.effect, Effect::Nothing) {
        return text;
    }
    match kept.formula {
        Some(false) => text.push_str(&fact("formula", "the same")),
        None => text.push_str(&fact("formula", &words::formula_text(&kept.new))),
        Some(true) => {
            let pad = " ".repeat(WIDTH);
            let old = paint(Mark::Removed, &format!("- {}", words::formula_text(&kept.old)));
            let new = paint(Mark::Added, &format!("+ {}", words::formula_text(&kept.new)));
            text.push_str(&fact("formula", &old));
            text.push_str(&format!("{MARGIN}{pad}{new}\n"));
        }
    }
    text.push_str(&reliability(kept));
    for range in &kept.ranges {
        let said = format!("{} in {}", range.name, words::became(&range.old, &range.new));
        text.push_str(&fact("range", &said));
    }
    let kinds = [
        (&kept.things.added, "+", Mark::Added),
        (&kept.things.removed, "−", Mark::Removed),
        (&kept.things.changed, "~", Mark::Hunk),
    ];
    let mut lines = Vec::new();
    for (all, sign, mark) in kinds {
        let line = |one: &ThingChange| {
            let names = paint(mark, &format!("{sign} {}", words::named(one)));
            format!("{names}    {}", words::chances(one))
        };
        lines.extend(all.iter().map(line));
    }
    text.push_str(&under("modules", &lines));
    match &kept.cuts {
        Ok(cuts) => text.push_str(&cut_sets(kept, cuts, paint)),
        Err(why) => text.push_str(&fact("cut sets", &format!("not compared: {why}"))),
    }
    let mut lines = Vec::new();
    for (all, sign, mark) in
        [(kept.singles_gained(), "+", Mark::Bad), (kept.singles_lost(), "−", Mark::Added)]
    {
        let all = all.unwrap_or_default();
        lines.extend(all.iter().map(|name| paint(mark, &format!("{sign} {name}"))));
    }
    text.push_str(&under("single points", &lines));
    text
}

fn reliability(kept: &Kept) -> String {
    let (old, new) = (&kept.old, &kept.new);
    let mut text = String::new();
    match &kept.effect {
        Effect::Same | Effect::Nothing => {
            text.push_str(&fact("reliability", &format!("the same: {}", words::value(new))));
        }
        Effect::Unknown(_) => text.push_str(&fact("reliability", &words::effect(kept))),
        Effect::Open(compared) => {
            let values = words::became(&words::value(old), &words::value(new));
            text.push_str(&fact("reliability", &values));
            for line in decision::compared(compared).lines() {
                text.push_str(&format!("{MARGIN}{}{}\n", " ".repeat(WIDTH), line.trim_start()));
            }
        }
        Effect::Number(change) => {
            let values = words::became(&words::value(old), &words::value(new));
            let difference = words::difference(change).map(|said| format!("    {said}"));
            let word = words::effect(kept);
            text.push_str(&fact(
                "reliability",
                &format!("{values}    {word}{}", difference.unwrap_or_default()),
            ));
            if change.nines.is_some() {
                let values = words::became(&words::nines(old), &words::nines(new));
                let factor = words::factor(change).map(|said| format!("    {said}"));
                text.push_str(&fact("nines", &(values + &factor.unwrap_or_default())));
            }
            if change.downtime.is_some() {
                let values = words::became(&words::downtime(old), &words::downtime(new));
                text.push_str(&fact("downtime", &format!("{values} min/yr, as an availability")));
            }
        }
    }
    text
}

fn cut_sets(kept: &Kept, cuts: &CutChange, paint: Paint<'_>) -> String {
    let counts = words::became(&words::cuts(&kept.old), &words::cuts(&kept.new));
    let other = !cuts.gained.count.is_zero() || !cuts.lost.count.is_zero();
    let what = if cuts.coherent { "cut sets" } else { "implicants" };
    if !other {
        return fact(what, &format!("the same {counts}"));
    }
    let (gained, lost) = (&cuts.gained.count, &cuts.lost.count);
    let mut text = fact(what, &format!("{counts}    {gained} gained, {lost} lost"));
    let mut lines = Vec::new();
    let mut list = |list: &SetList, sign: &str, mark| {
        for set in &list.first {
            lines.push(paint(mark, &format!("{sign} {}", words::set(set))));
        }
        lines.extend(words::unlisted(list).map(|more| paint(mark, &format!("{sign} {more}"))));
    };
    list(&cuts.gained, "+", Mark::Added);
    list(&cuts.lost, "−", Mark::Removed);
    text.push_str(&under("", &lines));
    text
}

/// Lines beside what they are called together.
fn under(what: &str, lines: &[String]) -> String {
    let first = |at| if at == 0 { what } else { "" };
    lines.iter().enumerate().map(|(at, line)| fact(first(at), line)).collect()
}

fn answer(change: &AnswerChange, paint: Paint<'_>) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            let mut text = paint(Mark::Title, &new.words) + "\n";
            let other = &old.words;
            if *other != new.words {
                text.push_str(&fact("it was", other));
            }
            let asserted = matches!(new.kind, AnswerKind::Assert(_));
            if asserted {
                text.push_str(&fact(
                    "verdict",
                    &words::became(&words::short(old), &words::short(new)),
                ));
            }
            if !asserted || words::short(new) != "proven" {
                let old: Vec<String> = match asserted {
                    true => Vec::new(),
                    false => words::known(old)
                        .lines()
                        .map(|line| paint(Mark::Removed, &format!("− {line}")))
                        .collect(),
                };
                let new = words::known(new);
                let sign = if asserted { "" } else { "+ " };
                let mark = if asserted { Mark::Hunk } else { Mark::Added };
                let new = new.lines().map(|line| paint(mark, &format!("{sign}{line}")));
                let lines: Vec<String> = old.into_iter().chain(new).collect();
                text.push_str(
                    &lines.iter().map(|line| format!("{MARGIN}{line}\n")).collect::<String>(),
                );
            }
            text
        }
        (None, Some(new)) => alone_answer("+", Mark::Added, new, paint),
        (Some(old), None) => alone_answer("−", Mark::Removed, old, paint),
        (None, None) => String::new(),
    }
}

fn alone_answer(
    sign: &str,
    mark: Mark,
    answer: &crate::report::Answer,
    paint: Paint<'_>,
) -> String {
    let query = &answer.words;
    let mut text = paint(mark, &format!("{sign} {query}")) + "\n";
    for line in words::known(answer).lines() {
        text.push_str(&format!("{MARGIN}{line}\n"));
    }
    text
}
