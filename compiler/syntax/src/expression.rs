//! Operands and operators in a row, sorted by precedence.
//!
//! From loosest: `or`, `and`, comparison, `not`, `of`, `+ -`, `* /`, unary `-`, `^` (to the right). A chain of equal operators is one node, so a sum of a hundred thousand terms is flat.

use crate::items::Builder;
use crate::tree::{Comparison, Expr, ExprKind, Operator};
use crate::{DEEPEST_NESTING, code};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_grammar::{Node, Rule};

/// An operator between two operands.
#[derive(Clone, Copy, PartialEq)]
enum Infix {
    Or,
    And,
    Compare(Comparison),
    Of,
    Arithmetic(Operator),
    Power,
}

/// Longer expressions are not written again in a help, in characters.
const LONGEST_HELP: usize = 100;

/// A prefix of an operand.
#[derive(Clone, Copy)]
enum Prefix {
    Minus,
    Not,
}

struct Operand {
    prefixes: Vec<(Prefix, Span)>,
    primary: Expr,
}

struct Row {
    operands: std::iter::Peekable<std::vec::IntoIter<Operand>>,
    operators: std::iter::Peekable<std::vec::IntoIter<(Infix, Span)>>,
}

impl Builder<'_> {
    /// Builds the tree of an `expression` node.
    pub(crate) fn expression(&mut self, node: &Node) -> Expr {
        let mut operands = Vec::new();
        let mut operators = Vec::new();
        for child in &node.children {
            match child.rule {
                Rule::operand => operands.push(self.operand(child)),
                _ => operators.push((self.infix(child), self.span(&child.range))),
            }
        }
        if operators.is_empty()
            && operands.len() == 1
            && let Some(only) = operands.pop_if(|only| only.prefixes.is_empty())
        {
            return only.primary;
        }
        let mut row = Row {
            operands: operands.into_iter().peekable(),
            operators: operators.into_iter().peekable(),
        };
        self.or(&mut row)
    }

    fn operand(&mut self, node: &Node) -> Operand {
        let mut prefixes = Vec::new();
        let mut primary = None;
        for child in &node.children {
            match child.rule {
                Rule::prefix => {
                    let prefix = match child.children[0].rule {
                        Rule::minus => Prefix::Minus,
                        _ => Prefix::Not,
                    };
                    prefixes.push((prefix, self.span(&child.range)));
                }
                _ => primary = Some(self.primary(child)),
            }
        }
        if prefixes.len() > DEEPEST_NESTING {
            self.too_deep(prefixes[DEEPEST_NESTING].1);
            prefixes.truncate(prefixes.len() % 2);
        }
        Operand { prefixes, primary: primary.unwrap_or_else(|| self.nothing(node)) }
    }

    fn infix(&self, node: &Node) -> Infix {
        match node.children.first().map(|child| child.rule) {
            Some(Rule::kw_or) => return Infix::Or,
            Some(Rule::kw_and) => return Infix::And,
            Some(Rule::kw_of) => return Infix::Of,
            Some(Rule::minus) => return Infix::Arithmetic(Operator::Subtract),
            _ => {}
        }
        match self.words(node) {
            "<=" => Infix::Compare(Comparison::LessOrEqual),
            ">=" => Infix::Compare(Comparison::GreaterOrEqual),
            "==" => Infix::Compare(Comparison::Equal),
            "!=" => Infix::Compare(Comparison::NotEqual),
            "<" => Infix::Compare(Comparison::Less),
            ">" => Infix::Compare(Comparison::Greater),
            "+" => Infix::Arithmetic(Operator::Add),
            "*" => Infix::Arithmetic(Operator::Multiply),
            "/" => Infix::Arithmetic(Operator::Divide),
            _ => Infix::Power,
        }
    }

    fn or(&mut self, row: &mut Row) -> Expr {
        let mut all = vec![self.and(row)];
        while row.operators.next_if(|(infix, _)| *infix == Infix::Or).is_some() {
            all.push(self.and(row));
        }
        several(all, ExprKind::Or)
    }

    fn and(&mut self, row: &mut Row) -> Expr {
        let mut all = vec![self.comparison(row)];
        while row.operators.next_if(|(infix, _)| *infix == Infix::And).is_some() {
            all.push(self.comparison(row));
        }
        several(all, ExprKind::And)
    }

    fn comparison(&mut self, row: &mut Row) -> Expr {
        let left = self.of(row);
        let next = row.operators.next_if(|(infix, _)| matches!(infix, Infix::Compare(_)));
        let Some((Infix::Compare(comparison), _)) = next else { return left };
        let right = self.of(row);
        let (span, middle) = (left.span.to(right.span), right.span);
        let kind = ExprKind::Compare(Box::new(left), comparison, Box::new(right));
        self.chained(row, span, middle);
        Expr { span, kind }
    }

    /// Says how further comparisons are written; a long row of them must not nest. The first one
    /// and its right side have these spans.
    fn chained(&mut self, row: &mut Row, first: Span, mut middle: Span) {
        let mut finding: Option<Diagnostic> = None;
        let mut written = self.on_one_line(first);
        while let Some((_, at)) =
            row.operators.next_if(|(infix, _)| matches!(infix, Infix::Compare(_)))
        {
            let again = self.on_one_line(middle);
            let next = self.of(row).span;
            written.push_str(&format!(" and {again} {}", self.on_one_line(at.to(next))));
            let known = finding.take().unwrap_or_else(|| {
                Diagnostic::error(code::CHAINED_COMPARISON, "two comparisons in a row")
                    .at(at, "the second comparison")
            });
            finding = Some(known.edit(middle.at_end(), format!(" and {again}")));
            middle = next;
        }
        if let Some(finding) = finding {
            self.report(finding.help(match written.chars().count() {
                0..=LONGEST_HELP => format!("write `{written}`"),
                _ => "write `A < B and B < C`".to_owned(),
            }));
        }
    }

    /// `not 2 of x` fails the whole count: `not` in front of a count reaches over it.
    fn of(&mut self, row: &mut Row) -> Expr {
        let mut negations = Vec::new();
        if let Some(first) = row.operands.peek_mut() {
            while matches!(first.prefixes.first(), Some((Prefix::Not, _))) {
                negations.push(first.prefixes.remove(0).1);
            }
        }
        let mut value = self.count(row);
        for at in negations.into_iter().rev() {
            let span = at.to(value.span);
            value = Expr { span, kind: ExprKind::Not(Box::new(value)) };
        }
        value
    }

    fn count(&mut self, row: &mut Row) -> Expr {
        let left = self.sum(row);
        if row.operators.next_if(|(infix, _)| *infix == Infix::Of).is_none() {
            return left;
        }
        let mut operand = self.unary(row);
        // `2 of 3 of (…)` from other tools: the last operand is the list.
        while let Some((_, at)) = row.operators.next_if(|(infix, _)| *infix == Infix::Of) {
            operand = self.unary(row);
            self.report(
                Diagnostic::error(code::OTHER_SPELLING, "`of` twice in a row")
                    .at(at, "the second `of`")
                    .help("write `2 of (a, b, c)`: how many, then the list"),
            );
        }
        let span = left.span.to(operand.span);
        Expr { span, kind: ExprKind::Of(Box::new(left), Box::new(operand)) }
    }

    fn sum(&mut self, row: &mut Row) -> Expr {
        let first = self.product(row);
        let mut rest = Vec::new();
        while let Some((Infix::Arithmetic(operator), _)) = row.operators.next_if(|(infix, _)| {
            matches!(infix, Infix::Arithmetic(Operator::Add | Operator::Subtract))
        }) {
            rest.push((operator, self.product(row)));
        }
        chain(first, rest)
    }

    fn product(&mut self, row: &mut Row) -> Expr {
        let first = self.unary(row);
        let mut rest = Vec::new();
        while let Some((Infix::Arithmetic(operator), _)) = row.operators.next_if(|(infix, _)| {
            matches!(infix, Infix::Arithmetic(Operator::Multiply | Operator::Divide))
        }) {
            rest.push((operator, self.unary(row)));
        }
        chain(first, rest)
    }

    /// `-2^2` is −4: a prefix applies to the whole power.
    fn unary(&mut self, row: &mut Row) -> Expr {
        let mut bases: Vec<Operand> = row.operands.next().into_iter().collect();
        while row.operators.next_if(|(infix, _)| *infix == Infix::Power).is_some() {
            bases.extend(row.operands.next());
        }
        if bases.len() > DEEPEST_NESTING {
            self.too_deep(bases[DEEPEST_NESTING].primary.span);
            bases.truncate(1);
        }
        let mut result: Option<Expr> = None;
        for operand in bases.into_iter().rev() {
            let base = operand.primary;
            let mut value = match result {
                None => base,
                Some(exponent) => Expr {
                    span: base.span.to(exponent.span),
                    kind: ExprKind::Power(Box::new(base), Box::new(exponent)),
                },
            };
            for (prefix, at) in operand.prefixes.into_iter().rev() {
                let span = at.to(value.span);
                let inner = Box::new(value);
                let kind = match prefix {
                    Prefix::Minus => ExprKind::Negate(inner),
                    Prefix::Not => ExprKind::Not(inner),
                };
                value = Expr { span, kind };
            }
            result = Some(value);
        }
        // The grammar puts an operand after every operator.
        result.unwrap_or_else(|| self.missing())
    }
}

fn several(mut all: Vec<Expr>, kind: impl FnOnce(Vec<Expr>) -> ExprKind) -> Expr {
    let span = all[0].span.to(all[all.len() - 1].span);
    if all.len() == 1
        && let Some(only) = all.pop()
    {
        return only;
    }
    Expr { span, kind: kind(all) }
}

fn chain(first: Expr, rest: Vec<(Operator, Expr)>) -> Expr {
    match rest.last() {
        None => first,
        Some((_, last)) => Expr {
            span: first.span.to(last.span),
            kind: ExprKind::Chain { first: Box::new(first), rest },
        },
    }
}
