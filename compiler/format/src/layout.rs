//! Where lines break.
//!
//! An item is a row of [`Op`]s: words, and places where a line may end, in nested groups. A group
//! that fits on the rest of its line stays on it, one that does not breaks at all of its places, or
//! only where it must (a group that fills). This is Oppen's printer ("Prettyprinting", 1980) with
//! all widths known before: one sweep, linear in the length of the row.

use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// No line is longer, unless a comment is, or words between which no line may end.
pub(crate) const WIDTH: usize = 100;

/// How far the inside of something stands to the right of its first line.
pub(crate) const INDENT: usize = 4;

/// More than fits anywhere.
pub(crate) const ENDLESS: usize = 1 << 20;

/// A word, or a place between words.
#[derive(Clone, Debug)]
pub(crate) enum Op<'a> {
    /// A word.
    Word(Cow<'a, str>),
    /// A comment; one that ends its line is never why a line is broken.
    Comment { text: Cow<'a, str>, ends_line: bool },
    /// A blank where no line ends.
    Space,
    /// A place where a line may end.
    Break(Break),
    /// Opens a group whose further lines stand so much to the right of the line that it begins in.
    Open { indent: usize, fills: bool },
    /// Closes the group.
    Close,
    /// Notes where this column begins.
    Column(Column),
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Break {
    /// A blank is written where the line does not end.
    pub space: bool,
    /// The next line stands as far left as the line the group begins in: a closing bracket.
    pub closes: bool,
    /// The line ends wherever the group has broken, even in one that fills.
    pub firm: bool,
    /// The line ends here only if what follows then fits on the next one.
    pub helpful: bool,
    /// The line ends here, whatever fits.
    pub forced: bool,
    /// An empty line stands here where the line ends.
    pub empty_line: bool,
}

/// What is aligned in a list of modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The `=`.
    Equals,
    /// The `on`.
    On,
}

/// A printed item.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// Its lines, the first one without indentation.
    pub text: String,
    /// Where `=` begins in the text.
    pub equals: Option<usize>,
    /// Where `on` begins in the text.
    pub on: Option<usize>,
}

/// The columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// What is known of each place before the sweep.
struct Measured {
    /// The columns that everything before a place takes when nothing breaks.
    before: Vec<usize>,
    /// The next place where a line may end, from this one on.
    next_break: Vec<usize>,
    /// For the opening of a group its end; for a break the next one of its group, or the end.
    next_in_group: Vec<usize>,
}

fn measure(ops: &[Op<'_>]) -> Measured {
    let mut before = Vec::with_capacity(ops.len() + 1);
    let mut column = 0;
    for op in ops {
        before.push(column);
        column += match op {
            Op::Word(text) => width(text),
            Op::Comment { text, .. } if text.contains('\n') => ENDLESS,
            Op::Comment { ends_line: true, .. } => 0,
            Op::Comment { text, .. } => width(text),
            Op::Space => 1,
            Op::Break(place) if place.forced => ENDLESS,
            Op::Break(place) => usize::from(place.space),
            Op::Open { .. } | Op::Close | Op::Column(_) => 0,
        };
    }
    before.push(column);
    let mut next_break = vec![ops.len(); ops.len() + 1];
    let mut next_in_group = vec![ops.len(); ops.len()];
    // From the end: the last break or end met in each group that is open here.
    let mut groups = vec![ops.len()];
    for (at, op) in ops.iter().enumerate().rev() {
        next_break[at] = next_break[at + 1];
        match op {
            Op::Break(_) => {
                next_break[at] = at;
                if let Some(next) = groups.last_mut() {
                    next_in_group[at] = std::mem::replace(next, at);
                }
            }
            Op::Close => groups.push(at),
            Op::Open { .. } => {
                groups.pop();
            }
            _ => {}
        }
    }
    Measured { before, next_break, next_in_group }
}

/// For the opening of each group where it closes.
fn ends(ops: &[Op<'_>]) -> Vec<usize> {
    let mut ends = vec![ops.len(); ops.len()];
    let mut open = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        match op {
            Op::Open { .. } => open.push(at),
            Op::Close => {
                if let Some(start) = open.pop() {
                    ends[start] = at;
                }
            }
            _ => {}
        }
    }
    ends
}

struct Group {
    broken: bool,
    fills: bool,
    /// The indentation of the line it begins in.
    base: usize,
    indent: usize,
    /// How many lines had ended at its last break: what takes several lines stands by itself.
    lines: usize,
}

/// Writes a row of ops on a line with the indentation `start`, `taken` columns of which have been
/// used; lines have `most` columns.
pub(crate) fn print(ops: &[Op<'_>], start: usize, taken: usize, most: usize) -> Printed {
    let Measured { before, next_break, next_in_group } = measure(ops);
    let ends = ends(ops);
    let mut printed = Printed::default();
    let mut column = start + taken;
    let mut line = start;
    let mut lines = 0;
    let mut groups =
        vec![Group { broken: true, fills: false, base: start, indent: INDENT, lines: 0 }];
    for (at, op) in ops.iter().enumerate() {
        // The row as a whole is a group that is never closed.
        let Some(group) = groups.last_mut() else { break };
        match op {
            Op::Word(text) => {
                printed.text.push_str(text);
                column += width(text);
            }
            Op::Comment { text, .. } => {
                printed.text.push_str(text);
                match text.rsplit_once('\n') {
                    Some((_, last)) => column = width(last),
                    None => column += width(text),
                }
            }
            Op::Space => {
                printed.text.push(' ');
                column += 1;
            }
            Op::Column(Column::Equals) => printed.equals = Some(printed.text.len()),
            Op::Column(Column::On) => printed.on = Some(printed.text.len()),
            Op::Open { indent, fills } => {
                // What follows the group up to the next break must fit as well: a comma, a bracket.
                let needed = before[next_break[ends[at]]] - before[at];
                let broken = group.broken && column + needed > most;
                groups.push(Group { broken, fills: *fills, base: line, indent: *indent, lines });
            }
            Op::Close => {
                groups.pop();
            }
            Op::Break(place) => {
                let next = next_in_group[at];
                let end =
                    if matches!(ops.get(next), Some(Op::Close)) { next_break[next] } else { next };
                let needed = before[end] - before[at];
                let indentation = group.base + if place.closes { 0 } else { group.indent };
                let fits = column + needed <= most && lines == group.lines;
                let helps = !place.helpful || indentation + needed <= most;
                let stays = !group.broken || group.fills && !place.firm && (fits || !helps);
                group.lines = lines;
                if !place.forced && stays {
                    if place.space {
                        printed.text.push(' ');
                        column += 1;
                    }
                    continue;
                }
                lines += 1;
                group.lines = lines;
                line = indentation;
                column = line;
                printed.text.push_str(if place.empty_line { "\n\n" } else { "\n" });
                printed.text.extend(std::iter::repeat_n(' ', line));
            }
        }
    }
    printed
}
