//! The layout of an item.
//!
//! An item is its head, `module vm[3] = R_M`, and clauses behind it: `on …`, `in …`, `for …`,
//! `where …`, `over …`, `given …`. Where it does not fit on a line, a line ends before a clause.

use crate::comments::Comment;
use crate::layout::{Break, Column, INDENT, Op};
use crate::words::Words;
use kofn_grammar::{Node, Rule};
use std::borrow::Cow;

/// The longest elements, without blanks, of which several share a line in a list that does not fit.
const SHORT: usize = 12;

/// Turns the grammar's nodes for one item into ops.
pub(crate) struct Layout<'a> {
    text: &'a str,
    /// Where the item begins in the text.
    base: usize,
    pub words: Words<'a>,
    /// How far further lines of an expression stand to the right of its first one.
    pub hanging: usize,
    /// `n-2` and not `n - 2`, as in `1..n-2`.
    pub close_sums: bool,
}

/// The ops of the item that `node` is; `comments` are those from its beginning on.
pub(crate) fn item<'a>(
    text: &'a str,
    base: usize,
    node: &'a Node,
    comments: &'a [Comment<'a>],
) -> Vec<Op<'a>> {
    let words = Words::new(text, base + node.range.end, comments);
    let mut layout = Layout { text, base, words, hanging: INDENT, close_sums: false };
    layout.item(node);
    layout.words.finish()
}

/// Whether a part of an item begins a clause.
fn begins_clause(part: &Node) -> bool {
    matches!(
        part.rule,
        Rule::kw_on | Rule::kw_in | Rule::kw_where | Rule::for_clause | Rule::over | Rule::given
    )
}

impl<'a> Layout<'a> {
    pub fn slice(&self, node: &Node) -> &'a str {
        &self.text[self.base + node.range.start..self.base + node.range.end]
    }

    pub fn token(&mut self, node: &Node) {
        self.token_as(node, Cow::Borrowed(self.slice(node)));
    }

    pub fn token_as(&mut self, node: &Node, word: Cow<'a, str>) {
        self.words.word(self.base + node.range.start, self.base + node.range.end, word);
    }

    fn item(&mut self, node: &'a Node) {
        let parts = node.children.as_slice();
        let head = parts.iter().position(begins_clause).unwrap_or(parts.len());
        let (head, mut clauses) = parts.split_at(head);
        self.words.push(Op::Open { indent: INDENT, fills: true });
        let named = head.iter().position(|part| part.rule == Rule::query_name);
        let (name, head) = head.split_at(named.map_or(0, |at| at + 1));
        if !name.is_empty() {
            self.spaced(name);
            let place = Break { space: true, helpful: true, ..Break::default() };
            self.words.push(Op::Break(place));
        }
        // Lines of the head stand further to the right than those of the clauses.
        self.hanging = if clauses.is_empty() { INDENT } else { 2 * INDENT };
        self.words.push(Op::Open { indent: self.hanging, fills: true });
        self.spaced(head);
        self.words.push(Op::Close);
        self.hanging = INDENT;
        while let [first, rest @ ..] = clauses {
            let end = 1 + rest.iter().position(begins_clause).unwrap_or(rest.len());
            self.words.may_end_line();
            if first.rule == Rule::kw_on {
                self.words.push(Op::Column(Column::On));
            }
            self.words.push(Op::Open { indent: INDENT, fills: true });
            self.spaced(&clauses[..end]);
            self.words.push(Op::Close);
            clauses = &clauses[end..];
        }
        self.words.push(Op::Close);
    }

    /// `given …`, `over …`, `for …`
    pub fn clause(&mut self, node: &'a Node) {
        self.words.push(Op::Open { indent: INDENT, fills: true });
        self.spaced(&node.children);
        self.words.push(Op::Close);
    }

    /// Parts with blanks between them; a line may end behind a comma and before an arrow.
    pub fn spaced(&mut self, parts: &'a [Node]) {
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let before = at.checked_sub(1).map(|before| parts[before].rule);
            match (before, part.rule) {
                (None, _) | (_, Rule::comma | Rule::colon) => {}
                (Some(Rule::comma), _) | (_, Rule::arrow) => self.words.may_end_line(),
                _ => self.words.space(),
            }
            if matches!(part.rule, Rule::open_paren | Rule::open_brace) && at + 1 < parts.len() {
                self.bracketed(&parts[at..]);
                return;
            }
            if part.rule == Rule::equals {
                self.words.push(Op::Column(Column::Equals));
            }
            self.part(part);
            at += 1;
        }
    }

    fn part(&mut self, part: &'a Node) {
        match part.rule {
            Rule::expression => self.expression(part),
            Rule::declared => self.indexed(part),
            Rule::path | Rule::argument_name => self.path(part),
            Rule::domain => self.range(part),
            Rule::given | Rule::over | Rule::for_clause => self.clause(part),
            Rule::spec
            | Rule::hosts
            | Rule::binder
            | Rule::path_binder
            | Rule::binding
            | Rule::query_name => self.spaced(&part.children),
            _ => self.token(part),
        }
    }

    /// Brackets with what stands in them: on one line, or inside of them one element on each line.
    /// Short elements share lines.
    pub fn bracketed(&mut self, parts: &'a [Node]) {
        let outside = (self.hanging, self.close_sums);
        (self.hanging, self.close_sums) = (INDENT, false);
        let fills = parts.iter().all(|part| self.columns_left(part, SHORT).is_some());
        let empty = matches!(parts, [_, closing] if closing.rule == Rule::close_paren);
        for part in parts {
            match part.rule {
                Rule::open_paren if empty => {
                    self.words.push(Op::Open { indent: INDENT, fills });
                    self.token(part);
                }
                Rule::open_paren | Rule::open_brace => self.open(part, fills),
                Rule::close_paren | Rule::close_brace => self.close(part),
                Rule::comma => {
                    self.token(part);
                    self.words.may_end_line();
                }
                Rule::argument => self.argument(part),
                // A member of a common cause.
                Rule::cause_entry => part.children.iter().for_each(|entry| self.argument(entry)),
                _ => self.token(part),
            }
        }
        (self.hanging, self.close_sums) = outside;
    }

    /// What is left of `columns` behind the words of a node; `None` where they take more.
    fn columns_left(&self, node: &Node, columns: usize) -> Option<usize> {
        match node.children.as_slice() {
            [] => columns.checked_sub(self.slice(node).chars().count()),
            parts => parts.iter().try_fold(columns, |left, part| self.columns_left(part, left)),
        }
    }

    /// An opening bracket; the group ends with [`Layout::close`].
    pub fn open(&mut self, bracket: &Node, fills: bool) {
        self.words.push(Op::Open { indent: INDENT, fills });
        self.token(bracket);
        let space = bracket.rule == Rule::open_brace;
        self.words.push(Op::Break(Break { space, firm: true, ..Break::default() }));
    }

    pub fn close(&mut self, bracket: &Node) {
        let space = bracket.rule == Rule::close_brace;
        let place = Break { space, closes: true, firm: true, ..Break::default() };
        self.words.push(Op::Break(place));
        self.token(bracket);
        self.words.push(Op::Close);
    }

    /// `n = 3`, `lane[i] for i in 1..3`
    fn argument(&mut self, node: &'a Node) {
        let parts = node.children.as_slice();
        let body = parts.iter().position(begins_clause).unwrap_or(parts.len());
        self.words.push(Op::Open { indent: INDENT, fills: false });
        for (number, part) in parts[..body].iter().enumerate() {
            if number > 0 {
                self.words.space();
            }
            self.part(part);
        }
        for clause in &parts[body..] {
            self.words.may_end_line();
            self.clause(clause);
        }
        self.words.push(Op::Close);
    }
}
