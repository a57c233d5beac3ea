//! The words of one item with its comments, on their way to a row of ops.
//!
//! Words are written in the order of the text. After each, the comments up to the next word are
//! looked up: those that follow it on its line stay beside it, the others stand before the next
//! word, on lines of their own if they had such. So no comment can be forgotten, wherever it is.

use crate::comments::{Comment, is_blank, line_ends};
use crate::layout::{Break, Op};
use std::borrow::Cow;

/// A comment between two words, and how many lines end before it.
struct Between<'a> {
    comment: &'a Comment<'a>,
    lines_before: usize,
}

/// Collects the ops of one item.
pub(crate) struct Words<'a> {
    text: &'a str,
    /// One past the item's last byte.
    end: usize,
    /// The comments from the next word on.
    comments: &'a [Comment<'a>],
    ops: Vec<Op<'a>>,
    /// Where the ops behind the last word and its comments begin.
    since: usize,
    /// Comments that stand before the next word.
    waiting: Vec<Between<'a>>,
    /// Comments that are written behind the comma that follows.
    carried: Vec<Between<'a>>,
    /// The line has a comment to its end.
    line_is_over: bool,
    /// How many lines end between the last word or comment and the next word.
    lines_before: usize,
    after_comma: bool,
}

impl<'a> Words<'a> {
    /// For an item that ends at `end`; `comments` are those from its beginning on.
    pub fn new(text: &'a str, end: usize, comments: &'a [Comment<'a>]) -> Self {
        Words {
            text,
            end,
            comments,
            ops: Vec::new(),
            since: 0,
            waiting: Vec::new(),
            carried: Vec::new(),
            line_is_over: false,
            lines_before: 0,
            after_comma: false,
        }
    }

    /// All ops.
    pub fn finish(self) -> Vec<Op<'a>> {
        self.ops
    }

    /// An op that is no word.
    pub fn push(&mut self, op: Op<'a>) {
        self.ops.push(op);
    }

    /// A blank.
    pub fn space(&mut self) {
        self.push(Op::Space);
    }

    /// A place where the line may end, with a blank where it does not.
    pub fn may_end_line(&mut self) {
        self.push(Op::Break(Break { space: true, ..Break::default() }));
    }

    /// The word from `start` to `end`, written as `word`.
    pub fn word(&mut self, start: usize, end: usize, word: Cow<'a, str>) {
        let opens = matches!(&*word, "(" | "[" | "{");
        let comma = word == ",";
        self.comments_before();
        if !matches!(&*word, "," | ")" | "]" | ":") {
            self.part_from_comment();
        }
        self.push(Op::Word(word));
        self.after_comma = comma;
        self.since = self.ops.len();
        if end < self.end {
            self.comments_after(start, end, opens || comma);
        }
    }

    /// Writes what waits before a word, at the break or blank that stands before it.
    fn comments_before(&mut self) {
        let is_gap = |op: &Op<'_>| matches!(op, Op::Break(_) | Op::Space);
        let gap = (self.since..self.ops.len()).rev().find(|at| is_gap(&self.ops[*at]));
        let waiting = std::mem::take(&mut self.waiting);
        let over = std::mem::take(&mut self.line_is_over);
        let Some(first) = waiting.first() else {
            let empty_line = self.after_comma && self.lines_before > 1;
            self.end_line_at(gap, over, empty_line);
            return;
        };
        let own_line = over || first.lines_before > 0;
        let empty_line = first.lines_before > 1;
        let mut row = comment_row(&waiting);
        let ended = waiting.last().is_some_and(|last| last.comment.ends_line);
        let then_own_line = ended || self.lines_before > 0 && own_line;
        if let Some((at, place)) = gap.and_then(|at| Some((at, self.break_at(at)?)))
            && place.closes
        {
            // What stands before a closing bracket belongs to the inside.
            let inside = Break { closes: false, forced: own_line, empty_line, ..*place };
            place.forced |= then_own_line || own_line;
            row.insert(0, Op::Break(inside));
            self.insert(at, row);
            return;
        }
        let empty_below = self.lines_before > 1;
        row.push(if then_own_line { line_end(empty_below) } else { Op::Space });
        let at = self.end_line_at(gap, own_line, empty_line);
        self.insert(at, row);
    }

    /// Ends the line at a gap, or before the next word where there is none, if it is `forced` to;
    /// where the line ends, it leaves an empty one if it is told so. Gives the place behind the gap.
    fn end_line_at(&mut self, gap: Option<usize>, forced: bool, empty_line: bool) -> usize {
        let Some(at) = gap else {
            let at = self.before_groups();
            if forced {
                self.ops.insert(at, line_end(empty_line));
            }
            return at + usize::from(forced);
        };
        if let Some(place) = self.break_at(at) {
            place.forced |= forced;
            place.empty_line |= empty_line;
        } else if forced {
            self.ops[at] = line_end(empty_line);
        }
        at + 1
    }

    /// A blank behind the comment that stands before the next word, if nothing divides them.
    fn part_from_comment(&mut self) {
        let behind = self.since.checked_sub(1).and_then(|at| self.ops.get(at));
        if !matches!(behind, Some(Op::Comment { .. })) {
            return;
        }
        let divides = |op: &Op<'_>| matches!(op, Op::Break(_) | Op::Space | Op::Comment { .. });
        match self.ops[self.since..].iter_mut().find(|op| divides(op)) {
            Some(Op::Break(place)) => place.space = true,
            Some(_) => {}
            None => self.ops.insert(self.since, Op::Space),
        }
    }

    fn break_at(&mut self, at: usize) -> Option<&mut Break> {
        match &mut self.ops[at] {
            Op::Break(place) => Some(place),
            _ => None,
        }
    }

    /// Before the groups that begin with the next word, so that a line's end does not break them.
    fn before_groups(&self) -> usize {
        let is_open = |at: &usize| matches!(self.ops[*at], Op::Open { .. } | Op::Column(_));
        (self.since..self.ops.len()).rev().take_while(is_open).last().unwrap_or(self.ops.len())
    }

    fn insert(&mut self, at: usize, row: Vec<Op<'a>>) {
        self.ops.splice(at..at, row);
    }

    /// Takes up the comments between the word that was written and the next one.
    fn comments_after(&mut self, start: usize, mut at: usize, leads: bool) {
        let passed = self.comments.iter().take_while(|comment| comment.start < start).count();
        self.comments = &self.comments[passed..];
        let mut found = std::mem::take(&mut self.carried);
        let mut over = found.last().is_some_and(|between| between.comment.ends_line);
        loop {
            let rest = &self.text[at..self.end];
            let gap = rest.len() - rest.trim_start_matches(is_blank).len();
            let lines_before = line_ends(&rest[..gap]);
            at += gap;
            match self.comments.split_first() {
                Some((comment, others)) if comment.start == at => {
                    let lines_before = lines_before.max(usize::from(over));
                    over = false;
                    found.push(Between { comment, lines_before });
                    self.comments = others;
                    at = comment.end;
                }
                _ => {
                    self.lines_before = lines_before;
                    break;
                }
            }
        }
        if found.is_empty() {
            return;
        }
        // `a // first` and the comma on the next line: the comment goes behind the comma.
        if self.takes_comments(at) {
            let ends = |between: &Between<'_>| {
                between.comment.ends_line
                    || between.lines_before > 0
                    || between.comment.text.contains('\n')
            };
            let from = found.iter().position(ends).unwrap_or(found.len());
            self.carried = found.split_off(from);
        }
        let beside = found.iter().take_while(|between| between.lines_before == 0).count();
        let to_line_end = beside > 0 && found[beside - 1].comment.ends_line;
        // `(a, /* second */ b)`: the comment is about what follows.
        let beside = if leads && !to_line_end { 0 } else { beside };
        let others = found.split_off(beside);
        for between in found {
            self.ops.push(Op::Space);
            self.ops.push(written(between.comment));
            self.line_is_over = between.comment.ends_line;
        }
        self.since = self.ops.len();
        self.waiting = others;
    }

    /// Whether a comma stands at `at` with no comment to the end of the line behind it.
    fn takes_comments(&self, at: usize) -> bool {
        if !self.text[at..self.end].starts_with(',') {
            return false;
        }
        let mut from = at + 1;
        for comment in self.comments {
            let rest = &self.text[from..self.end];
            let gap = rest.len() - rest.trim_start_matches(is_blank).len();
            if comment.start != from + gap || line_ends(&rest[..gap]) > 0 {
                break;
            }
            if comment.ends_line {
                return false;
            }
            from = comment.end;
        }
        true
    }
}

/// Comments with blanks or ends of lines between them.
fn comment_row<'a>(comments: &[Between<'a>]) -> Vec<Op<'a>> {
    let mut row = Vec::new();
    let mut over = false;
    for (number, Between { comment, lines_before }) in comments.iter().enumerate() {
        if number > 0 {
            let ends = over || *lines_before > 0;
            row.push(if ends { line_end(*lines_before > 1) } else { Op::Space });
        }
        row.push(written(comment));
        over = comment.ends_line;
    }
    row
}

fn line_end<'a>(empty_line: bool) -> Op<'a> {
    Op::Break(Break { forced: true, empty_line, ..Break::default() })
}

fn written<'a>(comment: &'a Comment<'a>) -> Op<'a> {
    Op::Comment { text: Cow::Borrowed(&comment.text), ends_line: comment.ends_line }
}
