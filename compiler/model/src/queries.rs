//! Queries: what is asked of the model.

use crate::code;
use crate::model::{Answerable, Owner, ParamId, Query};
use crate::scope::{Place, Resolver};
use crate::term::Num;
use kofn_diagnostics::{Diagnostic, Span};
use kofn_syntax::tree::{self, Binding, Expr, ExprKind, QueryKind};

impl Resolver {
    /// Reads a query of the main file, or one that is asked at a prompt.
    pub fn query(&mut self, span: Span, query: &tree::Query) -> Option<Query> {
        let mut place = Place::of(Owner::File(0), 0);
        place.in_query = true;
        let asked = match Answerable::unanswered(&query.kind) {
            Some(unanswered) => {
                self.look_at_names(query, &place);
                unanswered
            }
            None => {
                let QueryKind::Value(value) = &query.kind else { return None };
                let value = self.number(value, &place);
                let given = self.given(&query.given, &place);
                Answerable::Value { value: value?, given: given? }
            }
        };
        let name = query.name.as_ref().map(|name| name.text.clone());
        Some(Query { name, span, asked })
    }

    fn given(&mut self, bindings: &[Binding], place: &Place) -> Option<Vec<(ParamId, Vec<Num>)>> {
        let mut all = Vec::new();
        for binding in bindings {
            match binding {
                Binding::Value(path, value) => {
                    let id = self.settable(path, None, place)?;
                    self.set_once(&all, id, path.span)?;
                    all.push((id, self.numbers(id, value, place)?));
                }
                Binding::Domain(path, _) => {
                    self.report(not_for_values(path.span));
                    return None;
                }
                Binding::Condition(condition) => {
                    self.report(not_for_values(condition.span));
                    return None;
                }
            }
        }
        Some(all)
    }
}

impl Resolver {
    /// Names that a query of a kind without answer mentions must still exist: a mistyped name is
    /// said now, and everything else when there are answers.
    fn look_at_names(&mut self, query: &tree::Query, place: &Place) {
        let before = self.diagnostics.len();
        match &query.kind {
            QueryKind::Value(value) => self.look_at(value, place),
            QueryKind::Assert(condition) => self.look_at(condition, place),
            QueryKind::Solve { parameter, condition } => {
                self.settable(parameter, None, place);
                self.look_at(condition, place);
            }
            QueryKind::Compare { a, b, over } => {
                self.look_at(a, place);
                self.look_at(b, place);
                self.look_at_axes(over, place);
            }
            QueryKind::Table { columns, over, .. }
            | QueryKind::Plot { curves_of: columns, over, .. } => {
                columns.iter().for_each(|column| self.look_at(column, place));
                self.look_at_axes(over, place);
            }
        }
        for binding in &query.given {
            match binding {
                Binding::Value(path, value) => {
                    self.settable(path, None, place);
                    self.look_at(value, place);
                }
                Binding::Domain(path, _) => {
                    self.settable(path, None, place);
                }
                Binding::Condition(condition) => self.look_at(condition, place),
            }
        }
        let found = self.diagnostics.split_off(before);
        self.diagnostics.extend(found.into_iter().filter(|one| one.code == code::UNKNOWN_NAME));
    }

    fn look_at_axes(&mut self, over: &[tree::PathBinder], place: &Place) {
        for axis in over {
            self.settable(&axis.path, None, place);
        }
    }

    fn look_at(&mut self, expr: &Expr, place: &Place) {
        match &expr.kind {
            ExprKind::Compare(a, _, b) => {
                self.look_at(a, place);
                self.look_at(b, place);
            }
            ExprKind::And(all) | ExprKind::Or(all) => {
                all.iter().for_each(|one| self.look_at(one, place));
            }
            ExprKind::Solve { parameter, condition, .. } => {
                self.settable(parameter, None, place);
                self.look_at(condition, place);
            }
            ExprKind::Chain { first, rest } => {
                self.look_at(first, place);
                rest.iter().for_each(|(_, one)| self.look_at(one, place));
            }
            _ => {
                self.number(expr, place);
            }
        }
    }
}

fn not_for_values(span: Span) -> Diagnostic {
    Diagnostic::error(code::WRONG_ARGUMENTS, "a value needs values: `given P = EXPR`")
        .at(span, "narrows a parameter without setting it")
}
