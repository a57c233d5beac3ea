//! The layout of expressions and structures.
//!
//! An expression is a row of operands and operators. A line ends before its loosest operator first.
//! `*`, `/` and `^` stand close, the others between blanks: `1 - (1 - R_M)^n`, `n/2 + 1`.

use crate::item::Layout;
use crate::layout::{Break, INDENT, Op};
use kofn_grammar::{Node, Rule};

/// How tightly an operator binds, from the loosest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Comparison,
    Of,
    Sum,
    Product,
    Power,
}

/// What an operand and its exponents are, as far as blanks around `*` and `/` depend on it.
const SUFFIXES: &[Rule] = &[Rule::percent, Rule::unit];

impl<'a> Layout<'a> {
    pub(crate) fn expression(&mut self, node: &'a Node) {
        self.row(&node.children);
    }

    /// Operands with the operators between them.
    fn row(&mut self, row: &'a [Node]) {
        let operators = || row.iter().filter(|child| child.rule == Rule::infix);
        let Some(loosest) = operators().map(|infix| self.binding(infix)).min() else {
            row.iter().for_each(|operand| self.operand(operand));
            return;
        };
        let is_loosest = |child: &Node| child.rule == Rule::infix && self.binding(child) == loosest;
        let mut parts: Vec<&'a [Node]> = Vec::new();
        let mut from = 0;
        for (at, child) in row.iter().enumerate() {
            if is_loosest(child) {
                parts.push(&row[from..at]);
                from = at;
            }
        }
        parts.push(&row[from..]);
        let close = match loosest {
            Binding::Power => true,
            Binding::Product => !self.product_needs_blanks(row),
            Binding::Sum => self.close_sums,
            _ => false,
        };
        let breaks = !matches!(loosest, Binding::Of | Binding::Power);
        if breaks {
            let fills = matches!(loosest, Binding::Sum | Binding::Product);
            self.words.push(Op::Open { indent: self.hanging, fills });
        }
        let outside = self.hanging;
        for (number, part) in parts.into_iter().enumerate() {
            if breaks {
                // What begins on the same line as this goes further to the right.
                self.hanging = INDENT + if number == 0 { outside } else { 0 };
            }
            let part = match part {
                [infix, operands @ ..] if number > 0 => {
                    let divides = self.slice(infix) == "/";
                    if breaks && !divides {
                        self.words.push(Op::Break(Break { space: !close, ..Break::default() }));
                    } else if !close {
                        self.words.space();
                    }
                    self.token(infix);
                    let minus = self.slice(infix) == "-" && self.begins_with_minus(operands);
                    if !close || minus {
                        self.words.space();
                    }
                    operands
                }
                part => part,
            };
            self.row(part);
        }
        self.hanging = outside;
        if breaks {
            self.words.push(Op::Close);
        }
    }

    fn binding(&self, infix: &Node) -> Binding {
        match self.slice(infix) {
            "or" => Binding::Or,
            "and" => Binding::And,
            "of" => Binding::Of,
            "+" | "-" => Binding::Sum,
            "*" | "/" => Binding::Product,
            "^" => Binding::Power,
            _ => Binding::Comparison,
        }
    }

    /// `60% * n`, and `6 / h` where `h` is a name: `6/h` would be a rate.
    fn product_needs_blanks(&self, row: &[Node]) -> bool {
        let suffixed = |child: &Node| {
            child.children.iter().any(|primary| {
                primary.rule == Rule::number
                    && primary.children.iter().any(|part| SUFFIXES.contains(&part.rule))
            })
        };
        let ends_in_number = |operand: &Node| {
            operand.children.last().is_some_and(|primary| primary.rule == Rule::number)
        };
        let divides_by_unit = |part: &[Node]| {
            let [number, infix, unit] = part else { return false };
            self.slice(infix) == "/" && ends_in_number(number) && self.is_unit(unit)
        };
        row.iter().any(suffixed) || row.windows(3).any(divides_by_unit)
    }

    /// Whether an operand begins with a name that could be taken for a unit of time.
    fn is_unit(&self, operand: &Node) -> bool {
        let words = self.slice(operand);
        let end = words.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(words.len());
        kofn_grammar::PER_UNITS.contains(&&words[..end])
    }

    fn begins_with_minus(&self, operands: &[Node]) -> bool {
        operands.first().is_some_and(|operand| self.slice(operand).starts_with('-'))
    }

    fn operand(&mut self, node: &'a Node) {
        for (number, child) in node.children.iter().enumerate() {
            let next = node.children.get(number + 1);
            match child.rule {
                Rule::prefix => {
                    self.token(child);
                    let minus = self.slice(child) == "-";
                    if !minus || next.is_some_and(|next| self.slice(next).starts_with('-')) {
                        self.words.space();
                    }
                }
                _ => self.primary(child),
            }
        }
    }

    fn primary(&mut self, node: &'a Node) {
        match node.rule {
            Rule::number => self.number(node),
            Rule::list => self.bracketed(&node.children),
            Rule::structure_call | Rule::path_or_call => {
                for child in &node.children {
                    match child.rule {
                        Rule::arguments => self.bracketed(&child.children),
                        Rule::path => self.path(child),
                        _ => self.token(child),
                    }
                }
            }
            Rule::solve_call => self.solve_call(node),
            _ => self.token(node),
        }
    }

    /// `99.9%`, `5 nines`, `2e-6 /h`.
    fn number(&mut self, node: &'a Node) {
        let mut words = String::new();
        for part in &node.children {
            if matches!(part.rule, Rule::unit | Rule::per_unit) {
                words.push(' ');
            }
            words.push_str(self.slice(part));
        }
        self.token_as(node, words.into());
    }

    /// `rack[2].host[1..3]`
    pub(crate) fn path(&mut self, node: &'a Node) {
        for child in &node.children {
            match child.rule {
                Rule::step => self.indexed(child),
                // A name without index, as arguments have.
                Rule::plain_path | Rule::plain_step => self.path(child),
                _ => self.token(child),
            }
        }
    }

    /// A name with what stands in its brackets: `cell[r, c]`, `cell[r in 1..3]`.
    pub(crate) fn indexed(&mut self, node: &'a Node) {
        self.words.push(Op::Open { indent: INDENT, fills: true });
        for child in &node.children {
            match child.rule {
                Rule::index => self.range(child),
                Rule::extent => self.extent(child),
                Rule::comma => {
                    self.token(child);
                    self.words.may_end_line();
                }
                _ => self.token(child),
            }
        }
        self.words.push(Op::Close);
    }

    fn extent(&mut self, node: &'a Node) {
        for child in &node.children {
            match child.rule {
                Rule::binder => self.binder(child),
                _ => self.expression(child),
            }
        }
    }

    /// `i in 1..3`, and the same of a path.
    pub(crate) fn binder(&mut self, node: &'a Node) {
        self.spaced(&node.children);
    }

    /// `1..n step 2`, `(1, 2, 5)`, and the ends of an index.
    pub(crate) fn range(&mut self, node: &'a Node) {
        let is_range = node.children.iter().any(|child| child.rule == Rule::dots);
        let outside = std::mem::replace(&mut self.close_sums, is_range);
        for child in &node.children {
            match child.rule {
                Rule::expression => self.expression(child),
                Rule::kw_step => {
                    self.words.space();
                    self.token(child);
                    self.words.space();
                }
                _ => self.token(child),
            }
        }
        self.close_sums = outside;
    }

    /// `solve(min P where … given …)`
    fn solve_call(&mut self, node: &'a Node) {
        for child in &node.children {
            match child.rule {
                Rule::kw_solve => self.token(child),
                Rule::open_paren => self.open(child, false),
                Rule::close_paren => self.close(child),
                Rule::kw_where => {
                    self.words.may_end_line();
                    self.token(child);
                    self.words.space();
                }
                Rule::solve_end => {
                    self.token(child);
                    self.words.space();
                }
                Rule::path => self.path(child),
                Rule::given => {
                    self.words.may_end_line();
                    self.clause(child);
                }
                _ => self.expression(child),
            }
        }
    }
}
