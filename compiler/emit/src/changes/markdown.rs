//! What a change means, as a comment on a pull request: a table first, and details folded.

use super::words::{self, became};
use super::{AnswerChange, Changes, CutChange, Effect, Fate, Kept, Meaning, SystemChange};
use crate::decision;
use crate::report::{AnswerKind, Formula};

/// The whole comparison.
pub fn markdown(changes: &Changes) -> String {
    let mut text = format!("### {} → {}\n\n", code(&changes.old), code(&changes.new));
    let said = words::meaning(changes);
    let mut letters = said.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    text.push_str(&format!("**{first}{}.**\n\n", letters.as_str()));
    let other = |system: &&SystemChange| system.meaning() != Meaning::Same;
    let shown: Vec<&SystemChange> = changes.systems.iter().filter(other).collect();
    if !changes.same_text && !shown.is_empty() {
        text.push_str(
            "| system | structure | reliability | nines | downtime, min/yr | cut sets | single points |\n\
             | --- | --- | --- | --- | --- | --- | --- |\n",
        );
        shown.iter().for_each(|system| text.push_str(&row(system)));
        text.push('\n');
    }
    if !changes.same_text && !changes.answers.is_empty() {
        text.push_str("| query | before | now |\n| --- | --- | --- |\n");
        changes.answers.iter().for_each(|one| text.push_str(&answer_row(one)));
        text.push('\n');
    }
    if !changes.same_text {
        shown.iter().filter_map(|system| details(system)).for_each(|one| text.push_str(&one));
        changes.answers.iter().filter_map(answer_details).for_each(|one| text.push_str(&one));
        let same = changes.systems.len() - shown.len();
        if same > 0 || changes.same_answers > 0 {
            text.push_str(&format!(
                "Unchanged: {same} system{}, {} answer{}.\n",
                if same == 1 { "" } else { "s" },
                changes.same_answers,
                if changes.same_answers == 1 { "" } else { "s" },
            ));
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Words in a cell of a table, or outside of code: nothing in them has a meaning for Markdown.
fn plain(words: &str) -> String {
    let mut text = String::new();
    for letter in words.chars() {
        match letter {
            '\n' | '\r' => text.push(' '),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '&' => text.push_str("&amp;"),
            // An `@` or `#` would tell people or issues of this.
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '$' | '#' => {
                text.push('\\');
                text.push(letter);
            }
            '@' => text.push_str("&#64;"),
            _ => text.push(letter),
        }
    }
    text
}

/// Words as code, in a cell of a table too.
fn code(words: &str) -> String {
    let words = words.replace(['\n', '\r'], " ").replace('|', "\\|");
    let longest = words.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{words}{pad}{fence}")
}

fn row(system: &SystemChange) -> String {
    let cells = |name: String, cells: [String; 6]| {
        let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        format!("| {name} | {} |\n", cells.join(" | "))
    };
    let side = |name: String, word: &str, side: &super::Side| {
        let facts = [
            word.to_owned(),
            words::value(side),
            words::nines(side),
            words::downtime(side),
            words::cuts(side),
            words::singles(side),
        ];
        cells(name, facts)
    };
    match &system.fate {
        Fate::Added(now) => side(code(&system.name), "new", now),
        Fate::Removed(was) => side(format!("~~{}~~", code(&system.name)), "gone", was),
        Fate::Kept(kept) => {
            let (old, new) = (&kept.old, &kept.new);
            let name = match &kept.renamed {
                Some(was) => format!("{}, was {}", code(&system.name), code(was)),
                None => code(&system.name),
            };
            let word = match &kept.effect {
                Effect::Same | Effect::Nothing => String::new(),
                _ => format!(", {}", words::effect(kept)),
            };
            let facts = [
                words::structure(&kept.structure),
                became(&words::value(old), &words::value(new)) + &word,
                became(&words::nines(old), &words::nines(new)),
                became(&words::downtime(old), &words::downtime(new)),
                became(&words::cuts(old), &words::cuts(new)),
                became(&words::singles(old), &words::singles(new)),
            ];
            cells(name, facts)
        }
    }
}

fn answer_row(change: &AnswerChange) -> String {
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => words::both_short(old, new),
        (old, new) => {
            let short = |answer: &Option<crate::report::Answer>| {
                answer.as_ref().map_or_else(|| "–".to_owned(), words::short)
            };
            (short(old), short(new))
        }
    };
    let called = change.new.as_ref().or(change.old.as_ref()).map(words::called);
    let mark = match change.new.as_ref().map(|answer| &answer.kind) {
        Some(AnswerKind::Assert(_)) if new != "proven" => "❌ ",
        Some(AnswerKind::Assert(_)) => "✅ ",
        _ => "",
    };
    let called = code(&called.unwrap_or_default());
    format!("| {called} | {} | {mark}{} |\n", plain(&old), plain(&new))
}

fn folded(title: &str, inside: &str) -> String {
    format!("<details>\n<summary>{title}</summary>\n\n{inside}\n</details>\n\n")
}

fn details(system: &SystemChange) -> Option<String> {
    let title = html(&format!("system {}", system.name));
    match &system.fate {
        Fate::Added(side) | Fate::Removed(side) => {
            if matches!(side.report.formula, Formula::Template(_)) {
                return None;
            }
            Some(folded(&title, &format!("- formula: {}\n", code(&words::formula_text(side)))))
        }
        Fate::Kept(kept) if matches!(kept.effect, Effect::Nothing) => None,
        Fate::Kept(kept) => Some(folded(&title, &facts(kept))),
    }
}

/// A title is HTML.
fn html(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;")
}

fn facts(kept: &Kept) -> String {
    let mut text = String::new();
    match kept.formula {
        Some(false) => text.push_str("- formula: the same\n"),
        Some(true) => text.push_str(&format!(
            "- formula before: {}\n- formula now: {}\n",
            code(&words::formula_text(&kept.old)),
            code(&words::formula_text(&kept.new))
        )),
        None => {}
    }
    match &kept.effect {
        Effect::Number(change) => {
            if let Some(said) = words::difference(change) {
                text.push_str(&format!("- reliability: {}\n", plain(&said)));
            }
            if let Some(said) = words::factor(change) {
                text.push_str(&format!("- {}\n", plain(&said)));
            }
        }
        Effect::Open(compared) => {
            for line in decision::compared(compared).lines() {
                text.push_str(&format!("- {}\n", plain(line.trim_start())));
            }
        }
        Effect::Unknown(why) => text.push_str(&format!("- reliability: {}\n", plain(why))),
        Effect::Same | Effect::Nothing => {}
    }
    for range in &kept.ranges {
        let said = became(&range.old, &range.new);
        text.push_str(&format!("- {} ranges over {}\n", code(&range.name), plain(&said)));
    }
    for (all, word) in [
        (&kept.things.added, "added"),
        (&kept.things.removed, "removed"),
        (&kept.things.changed, "changed"),
    ] {
        for one in all {
            let (names, chances) = (code(&words::named(one)), plain(&words::chances(one)));
            text.push_str(&format!("- {word}: {names}, {chances}\n"));
        }
    }
    match &kept.cuts {
        Ok(cuts) => text.push_str(&cut_sets(cuts)),
        Err(why) => text.push_str(&format!("- cut sets not compared: {}\n", plain(why))),
    }
    for (all, word) in [(kept.singles_gained(), "gained"), (kept.singles_lost(), "lost")] {
        let all: Vec<String> = all.unwrap_or_default().into_iter().map(code).collect();
        if !all.is_empty() {
            text.push_str(&format!("- single points of failure {word}: {}\n", all.join(", ")));
        }
    }
    text
}

fn cut_sets(cuts: &CutChange) -> String {
    let mut text = String::new();
    let what = if cuts.coherent { "cut sets" } else { "prime implicants of failing" };
    for (list, word) in [(&cuts.gained, "gained"), (&cuts.lost, "lost")] {
        if list.count.is_zero() {
            continue;
        }
        let mut sets: Vec<String> = list.first.iter().map(|set| code(&words::set(set))).collect();
        sets.extend(words::unlisted(list));
        text.push_str(&format!("- {what} {word}: {}, {}\n", list.count, sets.join(" ")));
    }
    text
}

fn answer_details(change: &AnswerChange) -> Option<String> {
    let new = change.new.as_ref()?;
    let mut inside = String::new();
    let fenced = |title: &str, text: &str| {
        let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        format!("{title}\n\n{fence}text\n{text}{fence}\n")
    };
    let whole =
        |answer: &crate::report::Answer| answer.words.clone() + "\n" + &words::known(answer);
    if let Some(old) = &change.old {
        inside.push_str(&(fenced("Before:", &whole(old)) + "\n"));
    }
    inside.push_str(&fenced("Now:", &whole(new)));
    Some(folded(&html(&words::called(new)), &inside))
}
