//! Columns that line up from line to line.
//!
//! Modules below each other are a list: their `=` stand in one column, their `on` in another.
//! Comments behind lines stand in one column as well, the same in the whole file where they fit.

use crate::layout::{WIDTH, width};
use crate::page::{Line, ModuleColumns};

/// The widest gap that lines up a column. What is longer stands out of the list, which reads better
/// than a list of gaps.
const MOST_GAP: usize = 24;

/// Where comments behind lines stand, unless a line is too long for it.
const COMMENTS: usize = 36;

/// Lines longer than this have their comment right behind them.
const LONGEST_BESIDE: usize = 60;

/// Lines up columns of all lists.
pub(crate) fn align(lines: &mut [Line]) {
    let mut rest = &mut *lines;
    while !rest.is_empty() {
        let length = run(rest);
        let (together, others) = rest.split_at_mut(length);
        if together[0].module.is_some() {
            modules(together);
        }
        rest = others;
    }
    comments(lines);
}

/// How many lines from the first one on are one list; lines that belong to no list count as well.
fn run(lines: &[Line]) -> usize {
    let in_list = |line: &Line| line.module.is_some() && !line.empty_above;
    let others = lines[1..].iter();
    if lines[0].module.is_some() { 1 + others.take_while(|line| in_list(line)).count() } else { 1 }
}

/// Lines up the `=` and `on` of a list, each where no line gets too long by it.
fn modules(list: &mut [Line]) {
    line_up(list, |module| module.equals);
    line_up(list, |module| module.on);
}

fn line_up(list: &mut [Line], column: impl Fn(ModuleColumns) -> Option<usize>) {
    let byte = |line: &Line| line.module.and_then(&column);
    let place = |line: &Line| byte(line).map(|byte| width(&line.text[..byte]));
    let Some(least) = list.iter().filter_map(place).min() else { return };
    let near = list.iter().filter_map(place).filter(|place| place - least <= MOST_GAP);
    let most = near.max().unwrap_or(least);
    for line in list.iter_mut() {
        let Some(byte) = byte(line) else { continue };
        let Some(blanks) = place(line).and_then(|place| most.checked_sub(place)) else { continue };
        if line.indent + width(&line.text) + blanks <= WIDTH {
            line.text.insert_str(byte, &" ".repeat(blanks));
            let moved = |at: usize| if at >= byte { at + blanks } else { at };
            if let Some(module) = &mut line.module {
                module.equals = module.equals.map(moved);
                module.on = module.on.map(moved);
            }
        }
    }
}

/// Puts the comments behind their lines: those of lines below each other in one column.
fn comments(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        let from = at;
        at += 1;
        while lines.get(at).is_some_and(|line| together(&lines[at - 1], line)) {
            at += 1;
        }
        beside(&mut lines[from..at]);
    }
}

fn together(above: &Line, below: &Line) -> bool {
    let both = !above.beside.is_empty() && !below.beside.is_empty();
    both && !below.empty_above && above.indent == below.indent
}

fn beside(list: &mut [Line]) {
    let length = |line: &Line| line.indent + width(&line.text);
    let takes_part = |line: &Line| {
        !line.beside.is_empty() && !line.text.contains('\n') && length(line) <= LONGEST_BESIDE
    };
    let most = list.iter().filter(|line| takes_part(line)).map(length).max().unwrap_or(0);
    let comment = |line: &Line| line.beside.lines().next().map_or(0, width);
    let longest = list.iter().filter(|line| takes_part(line)).map(comment).max().unwrap_or(0);
    let column = (most + 2).max(COMMENTS.min(WIDTH.saturating_sub(longest)));
    for line in list {
        if line.beside.is_empty() {
            continue;
        }
        let blanks = if takes_part(line) { column - length(line) } else { 2 };
        line.text.extend(std::iter::repeat_n(' ', blanks));
        line.text.push_str(&line.beside);
    }
}
