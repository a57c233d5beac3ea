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
            let empty = self.after_comma && self.lines_before > 1;
            match gap.map(|at| (at, &mut self.ops[at])) {
                Some((_, Op::Break(place))) => {
                    place.forced |= over;
                    place.empty_line |= empty;
                }
                Some((at, _)) if over => self.ops[at] = line_end(false),
                None if over => self.insert(self.before_groups(), vec![line_end(false)]),
                _ => {}
            }
            return;
        };
        let own_line = over || first.lines_before > 0;
        let empty_line = first.lines_before > 1;
        let mut row = Vec::new();
        let mut last_ended = false;
        for (number, between) in waiting.iter().enumerate() {
            if number > 0 && (last_ended || between.lines_before > 0) {
                row.push(line_end(between.lines_before > 1));
            } else if number > 0 {
                row.push(Op::Space);
            }
            row.push(written(between.comment));
            last_ended = between.comment.ends_line;
        }
        let then_own_line = last_ended || self.lines_before > 0 && own_line;
        match gap.map(|at| (at, &mut self.ops[at])) {
            // What stands before a closing bracket belongs to the inside.
            Some((at, Op::Break(place))) if place.closes => {
                place.forced |= then_own_line || own_line;
                let inside = Break { closes: false, forced: own_line, empty_line, ..*place };
                row.insert(0, Op::Break(inside));
                self.insert(at, row);
                return;
            }
            Some((at, Op::Break(place))) => {
                place.forced |= own_line;
                place.empty_line |= empty_line;
                row.push(if then_own_line { line_end(self.lines_before > 1) } else { Op::Space });
                self.insert(at + 1, row);
            }
            Some((at, space)) => {
                if own_line {
                    *space = line_end(empty_line);
                }
                row.push(if then_own_line { line_end(self.lines_before > 1) } else { Op::Space });
                self.insert(at + 1, row);
            }
            None => {
                if own_line {
                    row.insert(0, line_end(empty_line));
                }
                row.push(if then_own_line { line_end(self.lines_before > 1) } else { Op::Space });
                self.insert(self.before_groups(), row);
            }
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
            if comment.start > self.end || line_ends(&self.text[from..comment.start]) > 0 {
                break;
            }
            if !self.text[from..comment.start].chars().all(is_blank) {
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

fn line_end<'a>(empty_line: bool) -> Op<'a> {
    Op::Break(Break { forced: true, empty_line, ..Break::default() })
}

fn written<'a>(comment: &'a Comment<'a>) -> Op<'a> {
    Op::Comment { text: Cow::Borrowed(&comment.text), ends_line: comment.ends_line }
}
