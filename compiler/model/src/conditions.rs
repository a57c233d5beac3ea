//! Conditions of queries, what `given` sets, and `solve(…)` as a number.

use crate::code;
use crate::model::ParamId;
use crate::scope::{Place, Resolver};
use crate::term::{Condition, Given, Num, NumKind, Solve, SolveEnd};
use kofn_algebra::Relation;
use kofn_diagnostics::{Diagnostic, Span};
use kofn_syntax::tree::{self, Binding, Comparison, Expr, ExprKind};

impl Resolver {
    /// The condition that an expression is, or findings.
    pub fn condition(&mut self, expr: &Expr, place: &Place) -> Option<Condition> {
        match &expr.kind {
            ExprKind::Compare(left, comparison, right) => {
                let (left, right) = (self.number(left, place), self.number(right, place));
                Some(Condition::Compare(left?, relation(*comparison), right?))
            }
            ExprKind::And(all) => Some(Condition::All(self.conditions(all, place)?)),
            ExprKind::Or(all) => Some(Condition::Any(self.conditions(all, place)?)),
            ExprKind::Truth(true) => Some(Condition::All(Vec::new())),
            ExprKind::Truth(false) => Some(Condition::Any(Vec::new())),
            ExprKind::List(arguments) => match arguments.as_slice() {
                [only] if only.name.is_none() && only.binders.is_empty() => {
                    self.condition(&only.value, place)
                }
                _ => self.not_a_condition(expr.span, "a list", None),
            },
            ExprKind::Not(_) => self.not_a_condition(
                expr.span,
                "a `not`",
                Some("write the opposite comparison: `a < b` instead of `not a >= b`"),
            ),
            _ => self.not_a_condition(
                expr.span,
                "something without a comparison",
                Some("compare it: `S >= 0.999`, `A > B`"),
            ),
        }
    }

    fn conditions(&mut self, all: &[Expr], place: &Place) -> Option<Vec<Condition>> {
        let all: Vec<_> = all.iter().map(|one| self.condition(one, place)).collect();
        all.into_iter().collect()
    }

    fn not_a_condition(&mut self, span: Span, what: &str, help: Option<&str>) -> Option<Condition> {
        self.report(
            Diagnostic::error(
                code::NOT_A_CONDITION,
                format!("a condition must stand here, not {what}"),
            )
            .at(span, "not a condition")
            .maybe_help(help.map(str::to_owned)),
        );
        None
    }

    /// What a query sets or narrows. A parameter is set once; it can be narrowed more than once.
    pub fn given(&mut self, bindings: &[Binding], place: &Place) -> Option<Vec<Given>> {
        let mut all = Vec::new();
        let mut set: Vec<(ParamId, ())> = Vec::new();
        let mut complete = true;
        for binding in bindings {
            let one = match binding {
                Binding::Value(path, value) => self.settable(path, None, place).and_then(|id| {
                    self.set_once(&set, id, path.span)?;
                    set.push((id, ()));
                    Some(Given::Value(id, self.numbers(id, value, place)?))
                }),
                Binding::Domain(path, domain) => {
                    let id = self.settable(path, None, place);
                    let domain = self.domain(domain, place);
                    id.zip(domain).map(|(id, domain)| Given::Domain(id, domain))
                }
                Binding::Condition(condition) => {
                    self.condition(condition, place).map(Given::Condition)
                }
            };
            match one {
                Some(one) => all.push(one),
                None => complete = false,
            }
        }
        complete.then_some(all)
    }

    /// `solve(min P where …)` as a number.
    pub fn solved(
        &mut self,
        end: Option<tree::SolveEnd>,
        parameter: &tree::Path,
        condition: &Expr,
        given: &[Binding],
        span: Span,
        place: &Place,
    ) -> Option<Num> {
        if !place.in_query {
            self.report(
                Diagnostic::error(
                    code::ARITHMETIC_WITH_SYSTEM,
                    "`solve` is a question, not a number of the model",
                )
                .at(span, "stands outside of a query"),
            );
            return None;
        }
        let parameter = self.settable(parameter, None, place);
        let condition = self.condition(condition, place);
        let given = self.given(given, place);
        let end = end.map(|end| match end {
            tree::SolveEnd::Min => SolveEnd::Min,
            tree::SolveEnd::Max => SolveEnd::Max,
        });
        let solve = Solve { end, parameter: parameter?, condition: condition?, given: given? };
        Some(Num { span, kind: NumKind::Solve(Box::new(solve)) })
    }
}

fn relation(comparison: Comparison) -> Relation {
    match comparison {
        Comparison::Less => Relation::Less,
        Comparison::LessOrEqual => Relation::AtMost,
        Comparison::Equal => Relation::Equal,
        Comparison::NotEqual => Relation::Unequal,
        Comparison::GreaterOrEqual => Relation::AtLeast,
        Comparison::Greater => Relation::More,
    }
}
