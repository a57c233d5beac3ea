//! Reports as Markdown, formulas in dollar signs.

use crate::formula;
use crate::latex::left_side;
use crate::report::{Answer, AnswerKind, Formula, Outcome, Report};
use crate::table;
use kofn_algebra::Expr;

/// The whole report.
pub fn report(report: &Report) -> String {
    let mut text = String::new();
    if let Some(doc) = &report.doc {
        text.push_str(doc);
        text.push_str("\n\n");
    }
    for system in &report.systems {
        text.push_str(&format!("## {}\n\n", escaped(&system.name)));
        if let Some(doc) = &system.doc {
            text.push_str(doc);
            text.push_str("\n\n");
        }
        match &system.formula {
            Formula::Closed(expr) => {
                let printed = formula::latex(expr);
                text.push_str(&format!("$${} = {}$$\n\n", left_side(&system.name), printed.body()));
                for (name, body) in printed.names() {
                    text.push_str(&format!("$${name} = {body}$$\n\n"));
                }
                if let Some(legend) = printed.legend() {
                    text.push_str(&format!("{legend}\n\n"));
                }
            }
            Formula::TooLong(why) => text.push_str(&format!("No formula: {why}.\n\n")),
            Formula::Template(why) => text.push_str(&format!("{why}.\n\n")),
        }
        let value_of = |symbol: &Expr| {
            let (_, value) = system.given.iter().find(|(known, _)| known == symbol)?;
            Some(format!(" = {}", formula::latex(&Expr::number(value.clone())).body()))
        };
        let described = system.legend.iter().map(|(symbol, doc)| {
            let value = value_of(symbol).unwrap_or_default();
            format!("${}{value}$: {}", formula::latex(symbol).body(), doc.replace('\n', " "))
        });
        let others = system
            .given
            .iter()
            .filter(|(symbol, _)| system.legend.iter().all(|(known, _)| known != symbol))
            .map(|(symbol, _)| {
                format!(
                    "${}{}$",
                    formula::latex(symbol).body(),
                    value_of(symbol).unwrap_or_default()
                )
            });
        let legend: Vec<String> = described.chain(others).collect();
        for line in &legend {
            text.push_str(&format!("- {line}\n"));
        }
        if !legend.is_empty() {
            text.push('\n');
        }
        match &system.value {
            Outcome::Value(value) => {
                text.push_str("| reliability | unreliability | nines |\n| --- | --- | --- |\n");
                let dash = "–".to_owned();
                text.push_str(&format!(
                    "| {} | {} | {} |\n\n",
                    value.decimal,
                    value.complement.as_ref().unwrap_or(&dash),
                    value.nines.as_ref().unwrap_or(&dash)
                ));
            }
            Outcome::Between(bounds) => {
                let ends = |(lo, hi): &(String, String)| format!("{lo} to {hi}");
                text.push_str("| reliability | unreliability |\n| --- | --- |\n");
                text.push_str(&format!(
                    "| {} | {} |\n\nNo more is known: {}.\n\n",
                    ends(&bounds.works),
                    ends(&bounds.fails),
                    bounds.why
                ));
            }
            Outcome::Open => {}
            Outcome::Limit(why) | Outcome::Undefined(why) => {
                text.push_str(&format!("No value: {why}.\n\n"));
            }
        }
    }
    for one in &report.answers {
        text.push_str(&answer(one));
    }
    let end = text.trim_end().len();
    text.truncate(end);
    text.push('\n');
    text
}

/// One answer: the query, and what is known.
pub fn answer(answer: &Answer) -> String {
    let mut text = String::new();
    text.push_str(&format!("`{}`\n\n", answer.words));
    match &answer.kind {
        AnswerKind::Value { formula, value, .. } => {
            if let Some(expr) = formula {
                text.push_str(&format!("$${}$$\n\n", formula::latex(expr).body()));
            }
            match value {
                Outcome::Value(value) => text.push_str(&format!("{}\n\n", value.decimal)),
                Outcome::Between(bounds) => {
                    let (lo, hi) = &bounds.works;
                    text.push_str(&format!("Between {lo} and {hi}: {}.\n\n", bounds.why));
                }
                Outcome::Open | Outcome::Limit(_) | Outcome::Undefined(_) => {}
            }
        }
        AnswerKind::Table(table) => {
            text.push_str(&table::markdown(table));
            text.push('\n');
        }
        AnswerKind::Assert(_) | AnswerKind::Solve(_) | AnswerKind::Compare(_) => {
            let whole = crate::text::answer(answer);
            let known = whole.split_once('\n').map_or("", |(_, known)| known);
            text.push_str(&format!("```text\n{}```\n\n", outdented(known)));
        }
        AnswerKind::NotAnswered(kind) => {
            text.push_str(&format!(
                "Not answered: this version of kofn does not answer `{kind}`.\n\n"
            ));
        }
    }
    text
}

fn outdented(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect()
}

fn escaped(name: &str) -> String {
    name.replace('_', "\\_")
}
