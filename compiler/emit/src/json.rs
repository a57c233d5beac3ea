//! Results for programs. Numbers are strings, so that nothing is lost.

use crate::decision_json;
use crate::formula::{self, Style};
use crate::methods::{self, Computation};
use crate::report::{
    Answer, AnswerKind, Expanded, Formula, Outcome, Quantity, Report, SystemReport,
};
use kofn_algebra::{Expr, Rational};
use kofn_diagnostics::{Diagnostic, Sources, Span};
use kofn_measures::{Bounds, Value};
use serde_json::{Map, Value as Json, json};

/// A report with its diagnostics; where there are errors, without systems and answers.
pub fn report(
    file: &str,
    report: Option<&Report>,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> Json {
    let systems: Vec<Json> = report.iter().flat_map(|report| &report.systems).map(system).collect();
    let queries: Vec<Json> = report.iter().flat_map(|report| &report.answers).map(answer).collect();
    json!({
        "file": file,
        "diagnostics": self::diagnostics(diagnostics, sources),
        "systems": systems,
        "queries": queries,
    })
}

/// Diagnostics as a list.
pub fn diagnostics(all: &[Diagnostic], sources: &Sources) -> Json {
    Json::Array(all.iter().map(|one| diagnostic(one, sources)).collect())
}

fn diagnostic(diagnostic: &Diagnostic, sources: &Sources) -> Json {
    let labels: Vec<Json> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let Span { file, start, end } = label.span;
            let source = sources.get(file);
            let place = |byte: u32| {
                let position = source.position(byte as usize);
                json!({"line": position.line, "column": position.column, "byte": position.byte})
            };
            json!({"file": source.name(), "start": place(start), "end": place(end), "text": label.text})
        })
        .collect();
    json!({
        "code": diagnostic.code.0,
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message,
        "labels": labels,
        "help": diagnostic.help,
    })
}

fn system(system: &SystemReport) -> Json {
    let (formula, note) = match &system.formula {
        Formula::Closed(expr) => (expression(expr, system.expanded.as_ref()), None),
        Formula::TooLong(why) | Formula::Template(why) => {
            let expanded = system.expanded.as_ref().map(terms);
            let expression = expanded.map(
                |terms| json!({"text": null, "source": null, "latex": null, "expanded": terms}),
            );
            (expression.unwrap_or(Json::Null), Some(why.clone()))
        }
    };
    let given: Map<String, Json> = system
        .given
        .iter()
        .map(|(symbol, value)| {
            (formula::source(symbol).unwrap_or_default(), Json::String(value.to_string()))
        })
        .collect();
    let mut object = json!({
        "name": system.name,
        "doc": system.doc,
        "expression": formula,
        "value": outcome(&system.value, Quantity::Reliability),
        "open": system.open,
        "given": given,
    });
    // Why there is no number matters more than why there is no formula.
    let reason = reason(&system.value).or(note);
    if let (Some(reason), Some(object)) = (reason, object.as_object_mut()) {
        object.insert("reason".to_owned(), Json::String(reason));
    }
    explained(object, system.computation.as_deref())
}

/// An object with how it was computed, where that is asked for.
pub(crate) fn explained(mut object: Json, computation: Option<&Computation>) -> Json {
    if let (Some(computation), Some(object)) = (computation, object.as_object_mut()) {
        object.extend(methods::json(computation));
    }
    object
}

fn reason(value: &Outcome) -> Option<String> {
    match value {
        Outcome::Limit(why) | Outcome::Undefined(why) => Some(why.clone()),
        Outcome::Between(bounds) => Some(bounds.why.clone()),
        Outcome::Value(_) | Outcome::Open => None,
    }
}

/// One answer.
pub fn answer(answer: &Answer) -> Json {
    match &answer.kind {
        AnswerKind::Value { formula, value, quantity, expanded, computation } => {
            let mut object = json!({
                "kind": "value",
                "query": answer.query,
                "name": answer.name,
                "value": outcome(value, *quantity),
                "expression": formula.as_ref().map(|expr| expression(expr, expanded.as_ref())),
            });
            if let (Some(reason), Some(object)) = (reason(value), object.as_object_mut()) {
                object.insert("reason".to_owned(), Json::String(reason));
            }
            explained(object, computation.as_deref())
        }
        AnswerKind::Assert(assertion) => {
            with(answer, "assert", decision_json::verdict(&assertion.verdict))
        }
        AnswerKind::Solve(solved) => with(answer, "solve", decision_json::solved(solved)),
        AnswerKind::Compare(compared) => with(answer, "compare", decision_json::compared(compared)),
        AnswerKind::Table(table) => with(answer, "table", decision_json::table(table)),
        AnswerKind::NotAnswered(kind) => json!({
            "kind": kind,
            "query": answer.query,
            "name": answer.name,
            "reason": "not answered by this version",
        }),
    }
}

/// An answer's kind and query, and then what is known.
fn with(answer: &Answer, kind: &str, known: Json) -> Json {
    let mut object = json!({"kind": kind, "query": answer.query, "name": answer.name});
    if let (Some(object), Json::Object(known)) = (object.as_object_mut(), known) {
        object.extend(known);
    }
    object
}

pub(crate) fn expression(expr: &Expr, expanded: Option<&Expanded>) -> Json {
    json!({
        "text": whole(&formula::text(expr, &Style::default())),
        "source": formula::source(expr),
        "latex": whole(&formula::latex(expr)),
        "expanded": expanded.map(terms),
    })
}

/// A printed formula in one string.
fn whole(printed: &formula::Formula) -> String {
    printed.to_string()
}

fn terms(expanded: &Expanded) -> Json {
    let terms = expanded.polynomial.terms();
    Json::Array(
        terms
            .iter()
            .map(|(monomial, coefficient)| {
                let powers: Map<String, Json> = monomial
                    .powers()
                    .iter()
                    .map(|(variable, exponent)| {
                        (expanded.names[variable.0 as usize].clone(), Json::from(*exponent))
                    })
                    .collect();
                json!([coefficient.to_string(), powers])
            })
            .collect(),
    )
}

fn outcome(outcome: &Outcome, quantity: Quantity) -> Json {
    match outcome {
        Outcome::Value(found) => value(found, quantity),
        Outcome::Between(bounds) => between(bounds),
        Outcome::Open | Outcome::Limit(_) | Outcome::Undefined(_) => Json::Null,
    }
}

/// A value of which only ends are known.
fn between(bounds: &Bounds) -> Json {
    let ends = |(lo, hi): &(String, String)| json!({"lo": lo, "hi": hi});
    json!({
        "exact": null,
        "rational": null,
        "omitted": null,
        "decimal": null,
        "complement": null,
        "enclosure": ends(&bounds.works),
        "complement_enclosure": ends(&bounds.fails),
        "unit": null,
        "nines": null,
        "downtime": null,
    })
}

pub(crate) fn value(value: &Value, quantity: Quantity) -> Json {
    let exact = value.exact.as_ref().map(Rational::to_string);
    let downtime = match quantity {
        Quantity::Availability => crate::text::downtime(value).map(|decimal| {
            let minutes = crate::text::downtime_minutes(value).map(|exact| exact.to_string());
            json!({"exact": minutes, "decimal": decimal, "unit": "min/yr"})
        }),
        Quantity::Reliability | Quantity::Unreliability | Quantity::Number => None,
    };
    json!({
        "exact": exact,
        "rational": value.rational,
        "omitted": value.omitted_digits.map(|digits| json!({"digits": digits.to_string()})),
        "decimal": value.decimal,
        "complement": value.complement,
        "enclosure": value.enclosure.as_ref().map(|(lo, hi)| json!({"lo": lo, "hi": hi})),
        "unit": null,
        "nines": value.nines,
        "downtime": downtime,
    })
}
