//! A file as lines: items at their indentation, with the comments and empty lines between them.

use crate::comments::{Comment, comments, is_blank, line_ends};
use crate::item;
use crate::layout::{INDENT, print};
use kofn_grammar::{Node, Rule};
use kofn_syntax::SyntaxTree;
use kofn_syntax::tree::{Item, ItemKind};

/// One line, or the lines of one item.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// An empty line stands above.
    pub empty_above: bool,
    /// Columns to the left.
    pub indent: usize,
    /// What stands on it, without comments behind it.
    pub text: String,
    /// The comments behind it.
    pub beside: String,
    /// Where the columns of a module begin in the text.
    pub module: Option<ModuleColumns>,
    /// Nothing but comments.
    pub comment: bool,
}

/// Where the `=` and the `on` of a module begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ModuleColumns {
    pub equals: Option<usize>,
    pub on: Option<usize>,
}

/// The lines of a file, of `most` columns; `nodes` are those of its items in the order of the text,
/// each with the place where it begins.
pub(crate) fn lines(
    text: &str,
    tree: &SyntaxTree,
    nodes: &[(usize, Node)],
    most: usize,
) -> Vec<Line> {
    let comments = comments(text);
    let mut page =
        Page { text, comments: &comments, nodes: nodes.iter(), at: 0, most, lines: Vec::new() };
    page.items(&tree.items, 0);
    page.gap(text.len(), 0);
    page.lines
}

struct Page<'a> {
    text: &'a str,
    /// The comments that are not written yet.
    comments: &'a [Comment<'a>],
    nodes: std::slice::Iter<'a, (usize, Node)>,
    /// Everything before this byte is written.
    at: usize,
    /// The columns of a line.
    most: usize,
    lines: Vec<Line>,
}

impl<'a> Page<'a> {
    fn items(&mut self, items: &[Item], indent: usize) {
        for item in items {
            let end = item.span.end as usize;
            let Some((start, node)) = self.nodes.next() else { return };
            self.item(*start, node, indent);
            if let ItemKind::System { items, .. } = &item.kind {
                let opening = self.lines.len();
                self.items(items, indent + INDENT);
                self.closing_brace(end, indent, opening);
            }
        }
    }

    fn item(&mut self, start: usize, node: &'a Node, indent: usize) {
        let mut line = self.gap(start, indent);
        let ops = item::item(self.text, start, node, self.comments);
        // A comment before it on its line takes columns; where it has lines, the last one's.
        let before = line.text.rsplit('\n').next().unwrap_or("");
        let printed = print(&ops, indent, crate::layout::width(before), self.most);
        // A comment before a module on its line would have to move with it.
        let lines_up = node.rule == Rule::module_item && line.text.is_empty();
        let columns = ModuleColumns { equals: printed.equals, on: printed.on };
        line.module = (lines_up && !printed.text.contains('\n')).then_some(columns);
        line.text.push_str(&printed.text);
        self.lines.push(line);
        self.at = start + node.range.end;
        let written = self.comments.iter().take_while(|comment| comment.start < self.at).count();
        self.comments = &self.comments[written..];
    }

    /// The brace that ends at `end`; its system's first line is followed by the line `opening`.
    fn closing_brace(&mut self, end: usize, indent: usize, opening: usize) {
        // Comments before it stand where the items of the system stand.
        let mut comment = self.gap(end - 1, indent + INDENT);
        self.end_comment_line(&mut comment);
        let empty = self.lines.len() == opening;
        match self.lines.last_mut() {
            Some(header) if empty && header.beside.is_empty() => header.text.push('}'),
            _ => self.lines.push(Line { indent, text: "}".to_owned(), ..Line::default() }),
        }
        self.at = end;
    }

    /// Writes the comments up to `end`: beside the last line those that follow it on its line, the
    /// others on lines of their own. Gives the line that follows, with a comment that stands before
    /// it on the same line.
    fn gap(&mut self, end: usize, indent: usize) -> Line {
        let mut line = Line { indent, ..Line::default() };
        let mut beside = !self.lines.is_empty();
        let count = self.comments.iter().take_while(|comment| comment.start < end).count();
        let (between, others) = self.comments.split_at(count);
        self.comments = others;
        for comment in between {
            let ends = self.line_ends_before(comment.start);
            self.at = comment.end;
            beside &= ends == 0;
            match self.lines.last_mut() {
                Some(last) if beside => {
                    if !last.beside.is_empty() {
                        last.beside.push(' ');
                    }
                    last.beside.push_str(&comment.text);
                }
                _ => {
                    if ends > 0 || line.text.is_empty() {
                        self.end_comment_line(&mut line);
                        line.empty_above = ends > 1 && self.may_leave_empty();
                    }
                    line.text.push_str(&comment.text);
                    line.text.push(' ');
                }
            }
        }
        let ends = self.line_ends_before(end);
        self.at = end;
        if ends > 0 || end == self.text.len() {
            self.end_comment_line(&mut line);
        }
        if line.text.is_empty() {
            line.empty_above = ends > 1 && self.may_leave_empty();
        }
        line
    }

    fn end_comment_line(&mut self, line: &mut Line) {
        if !line.text.is_empty() {
            let indent = line.indent;
            let done = std::mem::replace(line, Line { indent, ..Line::default() });
            let text = done.text.trim_end().to_owned();
            self.lines.push(Line { text, comment: true, ..done });
        }
    }

    /// How many lines end between what is written and `start`.
    fn line_ends_before(&self, start: usize) -> usize {
        let gap = &self.text[self.at..start];
        debug_assert!(gap.chars().all(is_blank), "words between two items: `{gap}`");
        line_ends(gap)
    }

    /// No empty line stands at the top of a file or of a system.
    fn may_leave_empty(&self) -> bool {
        self.lines.last().is_some_and(|line| line.comment || !line.text.ends_with('{'))
    }
}
