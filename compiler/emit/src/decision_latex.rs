//! Verdicts, solution sets and regions as LaTeX, a line each.

use crate::condition::{latex as condition, latex_sign};
use crate::formula;
use crate::latex::left_side;
use crate::report::{
    Answer, AnswerKind, Compared, Dominance, End, Found, Interval, Outcome, Regions, Solved,
    Verdict,
};
use crate::table;
use kofn_algebra::{Expr, Relation};
use kofn_decide::{Condition, FormulaAnswer};

/// One answer; the query stands before it in a comment.
pub fn answer(answer: &Answer) -> String {
    let query = &answer.words;
    let lines = match &answer.kind {
        AnswerKind::Value { formula, value, .. } => {
            let mut line = formula.as_ref().map(typeset).unwrap_or_default();
            if let Outcome::Value(value) = value {
                let sign = match &value.exact {
                    Some(exact) if exact.to_string() == value.decimal => "=",
                    _ => "\\approx",
                };
                let known = formula.as_ref().is_some_and(|expr| expr.as_number().is_none());
                line = if known {
                    format!("{line} {sign} {}", value.decimal)
                } else {
                    value.decimal.clone()
                };
            }
            if let Outcome::Between(bounds) = value {
                let (lo, hi) = &bounds.works;
                line = format!("\\left[{lo},\\,{hi}\\right]");
            }
            format!("{line}\n")
        }
        AnswerKind::Assert(assertion) => verdict(&assertion.verdict),
        AnswerKind::Solve(found) => solved(found),
        AnswerKind::Compare(found) => compared(found),
        AnswerKind::Table(found) => table::latex(found),
        AnswerKind::NotAnswered(kind) => format!("% this version does not answer {kind}\n"),
    };
    format!("% {query}\n{lines}")
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Proven { method } => format!("\\text{{proven}} % {method}\n"),
        Verdict::Refuted { point, .. } => {
            let all: Vec<String> = point
                .iter()
                .map(|(symbol, end)| format!("{} = {}", typeset(symbol), number(end)))
                .collect();
            format!("\\text{{refuted at }} {}\n", all.join(",\\ "))
        }
        Verdict::Undecided { why, .. } => format!("\\text{{undecided}} % {why}\n"),
    }
}

fn solved(solved: &Solved) -> String {
    let name = typeset(&solved.parameter);
    match &solved.found {
        Found::Set(set) => {
            let mut text = intervals(&name, &set.solutions);
            if let Some(bound) = &set.bound {
                let relation = latex_sign(bound.relation);
                text.push_str(&format!(
                    "{name} {relation} {} \\approx {}\n",
                    typeset(&bound.formula),
                    bound.value.decimal
                ));
            }
            text
        }
        Found::Formula(answer) => formula_answer(&name, answer),
        Found::Unsolved { why, .. } => format!("\\text{{not solved}} % {why}\n"),
    }
}

fn intervals(name: &str, all: &[Interval]) -> String {
    if all.is_empty() {
        return format!("{name} \\in \\emptyset\n");
    }
    let all: Vec<String> = all.iter().map(interval).collect();
    format!("{name} \\in {}\n", all.join(" \\cup "))
}

fn interval(interval: &Interval) -> String {
    let Interval { lo, hi, step } = interval;
    let infinite = |end: &End| end.decimal.is_none();
    if let Some(step) = step {
        let second = lo.exact.as_ref().map(|lo| lo + kofn_algebra::Rational::from(step.clone()));
        let second = second.map(|second| second.to_string()).unwrap_or_default();
        return match (infinite(hi), lo.exact == hi.exact) {
            (true, _) => format!("\\{{{}, {second}, \\ldots\\}}", number(lo)),
            (false, true) => format!("\\{{{}\\}}", number(lo)),
            (false, false) => format!("\\{{{}, {second}, \\ldots, {}\\}}", number(lo), number(hi)),
        };
    }
    if lo.exact.is_some() && lo.exact == hi.exact {
        return format!("\\{{{}\\}}", number(lo));
    }
    let left = if infinite(lo) { "(-\\infty".to_owned() } else { opening(lo) };
    let right = if infinite(hi) { "\\infty)".to_owned() } else { closing(hi) };
    format!("{left}, {right}")
}

fn opening(end: &End) -> String {
    format!("{}{}", if end.open { '(' } else { '[' }, number(end))
}

fn closing(end: &End) -> String {
    format!("{}{}", number(end), if end.open { ')' } else { ']' })
}

fn number(end: &End) -> String {
    let radical = end.algebraic.as_ref().and_then(|algebraic| algebraic.radical.as_ref());
    match (&end.exact, radical.or(end.closed_form.as_ref())) {
        (Some(exact), _) => typeset(&Expr::number(exact.clone())),
        (None, Some(form)) => typeset(form),
        (None, None) => format!("{}\\ldots", end.decimal.as_deref().unwrap_or_default()),
    }
}

fn formula_answer(name: &str, answer: &FormulaAnswer) -> String {
    let bound = |relation: Relation, formula: &Expr| {
        format!("{name} {} {}", latex_sign(relation), typeset(formula))
    };
    let when = |conditions: &[Condition]| {
        if conditions.is_empty() {
            return String::new();
        }
        let all: Vec<String> = conditions.iter().map(condition).collect();
        format!(" \\qquad \\text{{for }} {}", all.join(",\\ "))
    };
    match answer {
        FormulaAnswer::Solved(solved) => {
            format!("{}{}\n", bound(solved.relation, &solved.formula), when(&solved.conditions))
        }
        FormulaAnswer::TwoEnds(ends) => ends
            .alternatives
            .iter()
            .map(|alternative| {
                let bounds: Vec<String> = alternative
                    .bounds
                    .iter()
                    .map(|one| bound(one.relation, &one.formula))
                    .collect();
                let conditions =
                    [ends.conditions.as_slice(), alternative.conditions.as_slice()].concat();
                format!("{}{}\n", bounds.join(" \\land "), when(&conditions))
            })
            .collect(),
        FormulaAnswer::NoClosedForm { reduced, conditions, .. } => {
            let reduced = reduced.as_ref().map(|one| condition(&Condition::Compare(one.clone())));
            format!("{}{}\n", reduced.unwrap_or_default(), when(conditions))
        }
        FormulaAnswer::Always(conditions) => {
            format!("\\text{{every }} {name}{}\n", when(conditions))
        }
        FormulaAnswer::Never(conditions) => {
            format!("\\text{{no }} {name}{}\n", when(conditions))
        }
    }
}

fn compared(compared: &Compared) -> String {
    let (a, b) = (left_side(&compared.a), left_side(&compared.b));
    let mut text = String::new();
    match &compared.regions {
        Regions::Line { parameter, a: in_a, b: in_b, equal } => {
            let name = typeset(parameter);
            for (sign, all) in [(">", in_a), ("<", in_b), ("=", equal)] {
                if !all.is_empty() {
                    let region = intervals(&name, all);
                    text.push_str(&format!("{a} {sign} {b} \\iff {region}"));
                }
            }
        }
        Regions::Formula { parameter, a: answer } => {
            let region = formula_answer(&typeset(parameter), answer);
            text.push_str(&format!("{a} > {b} \\iff {region}"));
        }
        Regions::Known | Regions::Unknown => {}
    }
    let sign = match compared.dominates {
        Some(Dominance::A) => "\\ge",
        Some(Dominance::B) => "\\le",
        Some(Dominance::Equal) => "=",
        None => return text,
    };
    text.push_str(&format!("{a} {sign} {b}\n"));
    text
}

fn typeset(expr: &Expr) -> String {
    formula::latex(expr).to_string()
}
