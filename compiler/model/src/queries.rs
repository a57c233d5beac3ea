//! Queries: what is asked of the model.

use crate::model::{Answerable, Owner, ParamId, Query};
use crate::scope::{Place, Resolver};
use crate::term::Num;
use crate::code;
use kofn_diagnostics::{Diagnostic, Span};
use kofn_syntax::tree::{self, Binding, QueryKind};

impl Resolver {
    /// Reads a query of the main file, or one that is asked at a prompt.
    pub fn query(&mut self, span: Span, query: &tree::Query) -> Option<Query> {
        let mut place = Place::of(Owner::File(0), 0);
        place.in_query = true;
        let asked = match Answerable::unanswered(&query.kind) {
            Some(unanswered) => unanswered,
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

fn not_for_values(span: Span) -> Diagnostic {
    Diagnostic::error(code::WRONG_ARGUMENTS, "a value needs values: `given P = EXPR`")
        .at(span, "narrows a parameter without setting it")
}
