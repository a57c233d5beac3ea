//! A fault tree as a text in the language, for people to read on.

use crate::fault_tree::{EventKind, FaultTree, Title};
use crate::names::{Names, is_plain, one_line, plain};
use crate::success::{Level, Shape, Written};
use std::fmt::Write;

/// The width that lines are wrapped to.
const WIDTH: usize = 100;

/// The whole text. Gates come as the file has them; those that no other gate names are systems.
pub(crate) fn text(tree: &FaultTree) -> String {
    let (written, mut names) = named(tree);
    let mut used = vec![false; tree.events.len()];
    for event in &tree.events {
        if let EventKind::Gate(formula) = &event.kind {
            let mut found = Vec::new();
            formula.events(&mut found);
            found.iter().for_each(|event| used[event.0] = true);
        }
    }
    let mut out = String::new();
    let titles = match tree.titles.as_slice() {
        [] => "a fault tree".to_owned(),
        some => some.join(", "),
    };
    line(&mut out, &format!("/// Made from the Open-PSA fault tree: {titles}.\n"));
    numbers(tree, &written, &mut out);
    modules(tree, &written, &used, &mut out);
    let mut systems = String::new();
    for (at, event) in tree.events.iter().enumerate() {
        let EventKind::Gate(formula) = &event.kind else { continue };
        let name = &written.events[at];
        let mut parts: Vec<(String, Shape)> = Vec::new();
        let shape = written.works(formula, &mut |part| {
            let part_name = names.near(&format!("{name}_part"));
            parts.push((part_name.clone(), part));
            part_name
        });
        for (part_name, part) in &parts {
            line(&mut out, &laid_out(&format!("block {part_name} = "), part, 0));
        }
        if used[at] {
            above(&mut out, &event.title, name);
            line(&mut out, &laid_out(&format!("block {name} = "), &shape, 0));
        } else {
            line(&mut systems, "");
            above(&mut systems, &event.title, name);
            line(&mut systems, &format!("system {name} {{"));
            line(&mut systems, &laid_out("    works when ", &shape, 4));
            line(&mut systems, "}");
        }
    }
    out.push_str(&systems);
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Names that are names of the language keep; others follow in the order of the file.
fn named(tree: &FaultTree) -> (Written, Names) {
    let mut names = Names::default();
    let titles: Vec<&Title> = tree
        .events
        .iter()
        .map(|event| &event.title)
        .chain(tree.parameters.iter().map(|parameter| &parameter.title))
        .collect();
    let mut given: Vec<Option<String>> = titles
        .iter()
        .map(|title| is_plain(&title.name).then(|| names.exactly(&title.name)).flatten())
        .collect();
    for (title, given) in titles.iter().zip(&mut given) {
        if given.is_none() {
            *given = Some(names.near(&plain(&title.name)));
        }
    }
    let mut all = given.into_iter().flatten();
    let events = all.by_ref().take(tree.events.len()).collect();
    let parameters = all.collect();
    let mission_time = names.near("mission_time");
    (Written { events, parameters, mission_time }, names)
}

/// What the doc comment of a definition says: its label, and its name where that had to change.
fn comment(title: &Title, name: &str) -> Option<String> {
    let original = (title.path != name).then(|| format!("MEF: {}", one_line(&title.path)));
    match (&title.label, original) {
        (Some(label), Some(original)) => Some(format!("{label} ({original})")),
        (Some(label), None) => Some(label.clone()),
        (None, original) => original,
    }
}

fn above(out: &mut String, title: &Title, name: &str) {
    if let Some(comment) = comment(title, name) {
        line(out, &format!("/// {comment}"));
    }
}

fn beside(out: &mut String, text: &str, title: &Title, name: &str) {
    match comment(title, name) {
        Some(comment) => line(out, &format!("{text}   /// {comment}")),
        None => line(out, text),
    }
}

fn numbers(tree: &FaultTree, written: &Written, out: &mut String) {
    if tree.mission_time {
        let name = &written.mission_time;
        line(
            out,
            &format!(
                "/// The time of the mission, which the fault tree leaves open: -D {name}=8760 sets it."
            ),
        );
        line(out, &format!("param {name}: number"));
        line(out, "");
    }
    for (parameter, name) in tree.parameters.iter().zip(&written.parameters) {
        let value = written.number(&parameter.value, Level::Sum);
        beside(out, &format!("let {name} = {value}"), &parameter.title, name);
    }
    if !tree.parameters.is_empty() {
        line(out, "");
    }
}

/// Basic events are modules; house events are parts that always or never work.
fn modules(tree: &FaultTree, written: &Written, used: &[bool], out: &mut String) {
    let before = out.len();
    let mut houses = String::new();
    let mut unused: Vec<String> = Vec::new();
    for (at, event) in tree.events.iter().enumerate() {
        let name = &written.events[at];
        match &event.kind {
            EventKind::Gate(_) => {}
            EventKind::Basic(_) | EventKind::House(_) if !used[at] => {
                unused.push(one_line(&event.title.path));
            }
            EventKind::Basic(value) => {
                let spec = value
                    .as_ref()
                    .map(|value| format!(" = {}", written.reliability(value)))
                    .unwrap_or_default();
                beside(out, &format!("module {name}{spec}"), &event.title, name);
            }
            EventKind::House(occurs) => {
                beside(&mut houses, &format!("block {name} = {}", !occurs), &event.title, name);
            }
        }
    }
    if out.len() > before {
        line(out, "");
    }
    if !houses.is_empty() {
        line(out, "// House events: true works always, false never.");
        line(out, &houses);
    }
    if !unused.is_empty() {
        line(out, "// In no gate, and left out:");
        for name in unused {
            line(out, &format!("//     {name}"));
        }
        line(out, "");
    }
}

/// A structure behind some words: on one line where it fits, else an operand on each.
fn laid_out(before: &str, shape: &Shape, indent: usize) -> String {
    let text = shape.to_text();
    // An ASCII measure is good enough for wrapping.
    if before.len() + text.len() <= WIDTH {
        return format!("{before}{text}");
    }
    match shape {
        Shape::Word(_) => format!("{before}{text}"),
        Shape::Not(inner) => laid_out(&format!("{before}not "), inner, indent),
        Shape::Form { head, operands } => {
            let inner = " ".repeat(indent + 4);
            let mut out = format!("{before}{head}(\n");
            let mut row = inner.clone();
            for (at, operand) in operands.iter().enumerate() {
                let comma = if at + 1 < operands.len() { "," } else { "" };
                let words = operand.to_text();
                if inner.len() + words.len() > WIDTH {
                    if row.len() > inner.len() {
                        let _ = writeln!(out, "{}", row.trim_end());
                        row.clone_from(&inner);
                    }
                    let _ = writeln!(out, "{}{comma}", laid_out(&inner, operand, indent + 4));
                    continue;
                }
                if row.len() > inner.len() && row.len() + words.len() + 1 > WIDTH {
                    let _ = writeln!(out, "{}", row.trim_end());
                    row.clone_from(&inner);
                }
                let _ = write!(row, "{words}{comma} ");
            }
            if row.len() > inner.len() {
                let _ = writeln!(out, "{}", row.trim_end());
            }
            let _ = write!(out, "{})", " ".repeat(indent));
            out
        }
    }
}
