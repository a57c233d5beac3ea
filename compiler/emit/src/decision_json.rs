//! Verdicts, solution sets, regions and tables as JSON fields.

use crate::condition;
use crate::formula;
use crate::json::{expression, value};
use crate::report::{
    Algebraic, Compared, Dominance, End, Found, Infeasible, Interval, Quantity, Regions,
    SideValues, Sides, SolutionSet, Solved, Table, Verdict,
};
use crate::table::plain;
use kofn_algebra::{Expr, Integer, Rational};
use kofn_decide::{Case, Condition, Feasible, FormulaAnswer, Monotone};
use serde_json::{Map, Value as Json, json};

/// Fields of an answer to an `assert`.
pub(crate) fn verdict(verdict: &Verdict) -> Json {
    match verdict {
        Verdict::Proven { method } => json!({
            "verdict": "proven", "counterexample": null, "method": method, "reason": null,
        }),
        Verdict::Refuted { point, sides, except } => {
            let point: Map<String, Json> =
                point.iter().map(|(symbol, end)| (name(symbol), number(end))).collect();
            let face = |face: &Vec<(Expr, Rational)>| {
                let ends = face.iter().map(|(symbol, end)| (name(symbol), end.to_string().into()));
                Json::Object(ends.collect())
            };
            let except: Vec<Json> = except.iter().map(face).collect();
            json!({
                "verdict": "refuted",
                "counterexample": point,
                "method": null,
                "reason": null,
                "sides": sides.iter().map(compared_sides).collect::<Vec<_>>(),
                "holds_except_at": except,
            })
        }
        Verdict::Undecided { reason, why } => json!({
            "verdict": "undecided",
            "counterexample": null,
            "method": null,
            "reason": reason,
            "explanation": why,
        }),
    }
}

fn compared_sides(sides: &Sides) -> Json {
    let values = match &sides.values {
        SideValues::Known(left, right) => json!([left.as_ref().map(end), right.as_ref().map(end)]),
        SideValues::Equal => "equal".into(),
        SideValues::NotShown => Json::Null,
    };
    json!({
        "left": sides.left,
        "relation": sides.relation.sign(),
        "right": sides.right,
        "values": values,
    })
}

/// A rational number as a string, another one as an END.
fn number(number: &End) -> Json {
    match &number.exact {
        Some(exact) => Json::String(exact.to_string()),
        None => end(number),
    }
}

/// Fields of an answer to a `solve`.
pub(crate) fn solved(solved: &Solved) -> Json {
    let mut object = json!({
        "parameter": name(&solved.parameter),
        "solutions": null,
        "min": null,
        "max": null,
        "witness": [],
        "bound": null,
        "formula": null,
        "feasible": null,
        "infeasible": null,
        "reason": null,
        "independent": solved.independent,
    });
    let Some(fields) = object.as_object_mut() else { return object };
    match &solved.found {
        Found::Set(set) => solution_set(set, fields),
        Found::Formula(answer) => {
            fields.insert("formula".to_owned(), formula_answer(answer));
            fields.insert("feasible".to_owned(), feasible_of(answer));
            if matches!(answer, FormulaAnswer::NoClosedForm { .. }) {
                fields.insert("formula".to_owned(), Json::Null);
                fields.insert("reason".to_owned(), "no-closed-form".into());
                fields.insert("reduced".to_owned(), formula_answer(answer));
            }
        }
        Found::Unsolved { reason, why } => {
            fields.insert("reason".to_owned(), (*reason).into());
            fields.insert("explanation".to_owned(), why.as_str().into());
        }
    }
    object
}

fn solution_set(set: &SolutionSet, fields: &mut Map<String, Json>) {
    let closed = |end: &End| {
        let attained = !end.open && end.decimal.is_some();
        attained.then(|| attained_value(end))
    };
    let min = set.solutions.first().and_then(|first| closed(&first.lo));
    // Ranges of every second number may overlap; the last end counts.
    let unbounded = set.solutions.iter().any(|one| one.hi.decimal.is_none());
    let last = set.solutions.iter().max_by(|a, b| a.hi.exact.cmp(&b.hi.exact));
    let last = if set.solutions.iter().all(|one| one.step.is_some()) {
        last
    } else {
        set.solutions.last()
    };
    let max = last.filter(|_| !unbounded).and_then(|last| closed(&last.hi));
    fields.insert("solutions".to_owned(), intervals(&set.solutions));
    fields.insert("conditions".to_owned(), conditions(&set.conditions));
    fields.insert("otherwise".to_owned(), cases(&set.otherwise));
    fields.insert("min".to_owned(), min.unwrap_or(Json::Null));
    fields.insert("max".to_owned(), max.unwrap_or(Json::Null));
    let witness: Vec<Json> = set
        .witness
        .iter()
        .map(|witness| {
            json!({
                "at": witness.at.to_string(),
                "value": value(&witness.value, Quantity::Number),
                "holds": witness.holds,
            })
        })
        .collect();
    fields.insert("witness".to_owned(), Json::Array(witness));
    if let Some(bound) = &set.bound {
        let mut object = expression(&bound.formula, None);
        if let Some(object) = object.as_object_mut() {
            object.insert("relation".to_owned(), bound.relation.sign().into());
            object.insert("value".to_owned(), value(&bound.value, Quantity::Number));
        }
        fields.insert("bound".to_owned(), object);
    }
    if let Some(reach) = &set.infeasible {
        fields.insert("infeasible".to_owned(), infeasible(reach));
    }
    if let Some(without) = &set.without_range {
        fields.insert("without_range".to_owned(), intervals(without));
    }
}

fn attained_value(end: &End) -> Json {
    json!({
        "exact": end.exact.as_ref().map(Rational::to_string),
        "rational": end.exact.is_some(),
        "decimal": end.decimal,
        "algebraic": end.algebraic.as_ref().map(algebraic),
    })
}

fn infeasible(reach: &Infeasible) -> Json {
    let kind = if reach.is_supremum { "supremum" } else { "infimum" };
    let attained = reach.attained_at.is_some();
    json!({
        kind: attained_value(&reach.reach),
        "attained": attained,
        "at": reach.attained_at.as_ref().map(number),
        "reason": match (reach.is_supremum, attained) {
            (true, true) => "the largest value does not satisfy the condition",
            (true, false) => "values come as near to the supremum as you like and do not reach it",
            (false, true) => "the least value does not satisfy the condition",
            (false, false) => "values come as near to the infimum as you like and do not reach it",
        },
        "without_range": reach.without_range.as_ref().map(|reach| infeasible(reach)),
    })
}

fn intervals(all: &[Interval]) -> Json {
    let interval = |interval: &Interval| {
        let mut object = json!({"lo": end(&interval.lo), "hi": end(&interval.hi)});
        if let (Some(step), Some(object)) = (&interval.step, object.as_object_mut())
            && !step.is_one()
        {
            object.insert("step".to_owned(), step.to_string().into());
        }
        object
    };
    Json::Array(all.iter().map(interval).collect())
}

/// An END of the documented form.
fn end(end: &End) -> Json {
    let mut object = json!({
        "exact": end.exact.as_ref().map(Rational::to_string),
        "decimal": end.decimal,
        "open": end.open,
    });
    if let Some(fields) = object.as_object_mut() {
        if let Some(root) = &end.algebraic {
            fields.insert("algebraic".to_owned(), algebraic(root));
        }
        if let Some(form) = &end.closed_form {
            fields.insert("closed_form".to_owned(), expression(form, None));
        }
    }
    object
}

fn algebraic(root: &Algebraic) -> Json {
    let coefficients: Vec<String> = root.polynomial.iter().map(Integer::to_string).collect();
    json!({
        "polynomial": coefficients,
        "interval": [root.interval.0.to_string(), root.interval.1.to_string()],
        "radical": root.radical.as_ref().map(text),
    })
}

/// `{"text", "source", "latex", …, "relation", "conditions"}`, or the alternatives of a formula
/// with several ends.
fn formula_answer(answer: &FormulaAnswer) -> Json {
    match answer {
        FormulaAnswer::Solved(solved) => {
            let mut object = expression(&solved.formula, None);
            if let Some(fields) = object.as_object_mut() {
                fields.insert("relation".to_owned(), solved.relation.sign().into());
                fields.insert("conditions".to_owned(), conditions(&solved.conditions));
                fields.insert("otherwise".to_owned(), cases(&solved.otherwise));
            }
            object
        }
        FormulaAnswer::TwoEnds(ends) => {
            let alternatives: Vec<Json> = ends
                .alternatives
                .iter()
                .map(|alternative| {
                    let bounds: Vec<Json> = alternative
                        .bounds
                        .iter()
                        .map(|bound| {
                            let mut object = expression(&bound.formula, None);
                            if let Some(fields) = object.as_object_mut() {
                                fields.insert("relation".to_owned(), bound.relation.sign().into());
                            }
                            object
                        })
                        .collect();
                    json!({"bounds": bounds, "conditions": conditions(&alternative.conditions)})
                })
                .collect();
            json!({
                "alternatives": alternatives,
                "conditions": conditions(&ends.conditions),
                "otherwise": cases(&ends.otherwise),
            })
        }
        FormulaAnswer::NoClosedForm { reduced, conditions: given, monotone } => json!({
            "condition": reduced.as_ref().map(|one| written(&Condition::Compare(one.clone()))),
            "conditions": conditions(given),
            "monotone": monotone.map(|monotone| match monotone {
                Monotone::Rising => "rising",
                Monotone::Falling => "falling",
            }),
        }),
        FormulaAnswer::Always(given) => json!({"always": true, "conditions": conditions(given)}),
        FormulaAnswer::Never(given) => json!({"always": false, "conditions": conditions(given)}),
    }
}

fn feasible_of(answer: &FormulaAnswer) -> Json {
    match answer {
        FormulaAnswer::Solved(solved) => feasible(&solved.feasible),
        FormulaAnswer::TwoEnds(ends) => feasible(&ends.feasible),
        FormulaAnswer::Always(_) => Json::Bool(true),
        FormulaAnswer::Never(_) => Json::Bool(false),
        FormulaAnswer::NoClosedForm { .. } => Json::Null,
    }
}

fn feasible(feasible: &Feasible) -> Json {
    match feasible {
        Feasible::Always => Json::Bool(true),
        Feasible::Never => Json::Bool(false),
        Feasible::When(when) => written(&Condition::All(when.clone())),
        Feasible::Unknown => Json::Null,
    }
}

fn conditions(all: &[Condition]) -> Json {
    Json::Array(all.iter().map(written).collect())
}

fn cases(all: &[Case]) -> Json {
    let case = |case: &Case| json!({"when": conditions(&case.when), "holds": case.holds});
    Json::Array(all.iter().map(case).collect())
}

fn written(one: &Condition) -> Json {
    json!({"text": condition::text(one), "latex": condition::latex(one)})
}

/// Fields of an answer to a `compare`.
pub(crate) fn compared(compared: &Compared) -> Json {
    let mut object = json!({
        "a": compared.a,
        "b": compared.b,
        "parameter": null,
        "better": null,
        "formula": null,
        "dominates": compared.dominates.map(|dominance| match dominance {
            Dominance::A => "a",
            Dominance::B => "b",
            Dominance::Equal => "equal",
        }),
        "undecided": [],
        "reason": compared.undecided,
    });
    let Some(fields) = object.as_object_mut() else { return object };
    match &compared.regions {
        Regions::Line { parameter, a, b, equal } => {
            fields.insert("parameter".to_owned(), name(parameter).into());
            fields.insert(
                "better".to_owned(),
                json!({"a": intervals(a), "b": intervals(b), "equal": intervals(equal)}),
            );
        }
        Regions::Formula { parameter, a } => {
            fields.insert("parameter".to_owned(), name(parameter).into());
            fields.insert("formula".to_owned(), formula_answer(a));
        }
        Regions::Known => {}
        Regions::Unknown => {
            fields.insert("undecided".to_owned(), json!(["regions"]));
        }
    }
    object
}

/// Fields of an answer to a `table`.
pub(crate) fn table(table: &Table) -> Json {
    let columns: Vec<String> = table.columns.iter().map(|heading| plain(heading, false)).collect();
    let rows: Vec<Json> = table
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().map(|cell| match cell {
                Some(found) => value(found, Quantity::Number),
                None => Json::Null,
            });
            Json::Array(cells.collect())
        })
        .collect();
    json!({"columns": columns, "rows": rows, "reason": table.limits.first()})
}

/// How a parameter is written in a model.
fn name(symbol: &Expr) -> String {
    formula::source(symbol).unwrap_or_default()
}

fn text(expr: &Expr) -> String {
    formula::text(expr, &formula::Style::default()).to_string()
}
