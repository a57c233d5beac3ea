//! Queries: what is asked of the model.

use crate::code;
use crate::model::{Asked, Owner, Query};
use crate::scope::{Place, Resolver};
use crate::term::Axis;
use kofn_diagnostics::{Diagnostic, Span};
use kofn_syntax::tree::{self, PathBinder, QueryKind};

impl Resolver {
    /// Reads a query of the main file, or one that is asked at a prompt.
    pub fn query(&mut self, span: Span, query: &tree::Query) -> Option<Query> {
        let mut place = Place::of(Owner::File(0), 0);
        place.in_query = true;
        // Everything is read before the first failure ends it, so that all findings are reported.
        let given = self.given(&query.given, &place);
        let asked = self.asked(&query.kind, &place);
        let name = query.name.as_ref().map(|name| name.text.clone());
        Some(Query { name, span, asked: asked?, given: given? })
    }

    fn asked(&mut self, kind: &QueryKind, place: &Place) -> Option<Asked> {
        match kind {
            QueryKind::Value(value) => Some(Asked::Value(self.number(value, place)?)),
            QueryKind::Assert(condition) => Some(Asked::Assert(self.condition(condition, place)?)),
            QueryKind::Solve { parameter, condition } => {
                let parameter = self.settable(parameter, None, place);
                let condition = self.condition(condition, place);
                Some(Asked::Solve { parameter: parameter?, condition: condition? })
            }
            QueryKind::Compare { a, b, over } => {
                let (a, b) = (self.number(a, place), self.number(b, place));
                let over = self.axes(over, place);
                Some(Asked::Compare { a: a?, b: b?, over: over? })
            }
            QueryKind::Table { columns, over, curves } => {
                let columns = self.columns(columns, place);
                let all = [over.clone(), swept(curves)].concat();
                let mut over_all = self.axes(&all, place)?;
                let curves = over_all.split_off(over.len());
                Some(Asked::Table { columns: columns?, over: over_all, curves })
            }
            QueryKind::Plot { curves_of, over, curves } => {
                let columns = self.columns(curves_of, place);
                let over = self.axes(&[over.clone(), swept(curves)].concat(), place);
                columns.and(over).map(|_| Asked::Plot)
            }
        }
    }

    fn columns(&mut self, columns: &[tree::Expr], place: &Place) -> Option<Vec<crate::term::Num>> {
        let all: Vec<_> = columns.iter().map(|column| self.number(column, place)).collect();
        all.into_iter().collect()
    }

    fn axes(&mut self, over: &[PathBinder], place: &Place) -> Option<Vec<Axis>> {
        let mut all = Vec::with_capacity(over.len());
        let mut seen = Vec::new();
        let mut complete = true;
        for axis in over {
            let parameter = self.settable(&axis.path, None, place);
            let domain = self.domain(&axis.domain, place);
            let (Some(parameter), Some(domain)) = (parameter, domain) else {
                complete = false;
                continue;
            };
            if seen.contains(&parameter) {
                let name = self.model.param(parameter).name.clone();
                self.report(
                    Diagnostic::error(
                        code::WRONG_ARGUMENTS,
                        format!("`{name}` cannot run over two ranges at once"),
                    )
                    .at(axis.path.span, "the second one")
                    .help("leave one of the two out"),
                );
                complete = false;
                continue;
            }
            seen.push(parameter);
            all.push(Axis { span: axis.path.span, parameter, domain });
        }
        complete.then_some(all)
    }
}

/// `for n in (2, 3, 4)`, which names parameters as `over` does.
fn swept(curves: &[tree::Binder]) -> Vec<PathBinder> {
    curves
        .iter()
        .map(|curve| PathBinder {
            path: tree::Path {
                span: curve.name.span,
                steps: vec![tree::Step { name: curve.name.clone(), indices: Vec::new() }],
            },
            domain: curve.domain.clone(),
        })
        .collect()
}
