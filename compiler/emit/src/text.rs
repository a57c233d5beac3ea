//! Reports for people, on a terminal.

use crate::decision;
use crate::formula::{self, Style};
use crate::methods;
use crate::report::{Answer, AnswerKind, Formula, Outcome, Quantity, Report, SystemReport};
use crate::table;
use kofn_algebra::{Expr, Rational};
use kofn_measures::{Bounds, Value};

/// A fraction longer than this many digits is not shown; its decimal is.
const LONGEST_FRACTION: usize = 40;

/// A formula that is one long number is shown to so many digits.
const SHORT_DIGITS: usize = 12;

/// More values than this are counted, not listed.
const MOST_GIVEN: usize = 24;

/// The whole report.
pub fn report(report: &Report) -> String {
    let mut text = String::new();
    if let Some(doc) = &report.doc {
        for line in doc.lines() {
            text.push_str(line);
            text.push('\n');
        }
        text.push('\n');
    }
    let width = report.systems.iter().map(|system| system.name.chars().count()).max().unwrap_or(0);
    for (index, report) in report.systems.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&system(report, width));
    }
    let (open, answered): (Vec<&Answer>, Vec<&Answer>) =
        report.answers.iter().partition(|answer| matches!(answer.kind, AnswerKind::NotAnswered(_)));
    for one in answered {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&answer(one));
    }
    if !open.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("not answered by this version of kofn:\n");
        for one in open {
            text.push_str(&format!("    {}\n", one.words));
        }
    }
    text
}

/// One system, its name padded to `width`.
fn system(report: &SystemReport, width: usize) -> String {
    let indent = " ".repeat("system ".len() + width + 4);
    let padding = width.saturating_sub(report.name.chars().count()) + 4;
    format!("system {}{}{}", report.name, " ".repeat(padding), known(report, &indent))
}

/// What is known of a system, all lines but the first one after `indent`.
pub(crate) fn known(report: &SystemReport, indent: &str) -> String {
    let mut text = String::new();
    match &report.formula {
        Formula::Closed(expr) => {
            let printed = formula::text(expr, &Style::default());
            match expr.as_number() {
                // The value follows anyway.
                Some(number) if printed.body().len() > LONGEST_FRACTION => {
                    text.push_str(&format!("{}…", kofn_algebra::decimal(number, SHORT_DIGITS)));
                }
                _ => text.push_str(printed.body()),
            }
            text.push('\n');
            text.push_str(&names(&printed, indent));
            if report.given.len() > MOST_GIVEN {
                text.push_str(&format!(
                    "{indent}with {} values from the model\n",
                    report.given.len()
                ));
            } else if !report.given.is_empty() {
                text.push_str(&format!("{indent}with {}\n", given(&report.given)));
            }
        }
        Formula::TooLong(why) => text.push_str(&format!("no formula: {why}\n")),
        Formula::Template(why) => {
            text.push_str(why);
            text.push('\n');
            return text;
        }
    }
    text.push_str(&outcome(&report.value, Quantity::Reliability, indent));
    if let Some(computation) = &report.computation {
        text.push_str(&methods::text(computation, indent));
    }
    text
}

fn names(printed: &formula::Formula, indent: &str) -> String {
    let mut text = String::new();
    for (index, (name, body)) in printed.names().iter().enumerate() {
        let word = if index == 0 { "where " } else { "      " };
        text.push_str(&format!("{indent}{word}{name} = {body}\n"));
    }
    if let Some(legend) = printed.legend() {
        text.push_str(&format!("{indent}{legend}\n"));
    }
    text
}

fn given(given: &[(Expr, Rational)]) -> String {
    let all: Vec<String> = given
        .iter()
        .map(|(symbol, value)| {
            let symbol = formula::text(symbol, &Style::default());
            let value = formula::text(&Expr::number(value.clone()), &Style::default());
            format!("{} = {}", symbol.body(), value.body())
        })
        .collect();
    all.join(", ")
}

fn outcome(value: &Outcome, quantity: Quantity, indent: &str) -> String {
    match value {
        Outcome::Value(value) => lines(value, quantity, indent),
        Outcome::Open => String::new(),
        Outcome::Between(bounds) => between(bounds, quantity, indent),
        Outcome::Limit(why) => format!("{indent}no value: {why}\n"),
        Outcome::Undefined(why) => format!("{indent}no value: {why}\n"),
    }
}

/// The ends of a probability and of its complement, then why no more is known.
fn between(bounds: &Bounds, quantity: Quantity, indent: &str) -> String {
    let ends = |(lo, hi): &(String, String)| format!("between {lo} and {hi}");
    let works = ends(&bounds.works);
    let known = match names_of(quantity) {
        Some((up, down)) => {
            format!("{indent}{up:<16}{works}\n{indent}{down:<16}{}\n", ends(&bounds.fails))
        }
        None => format!("{indent}{works}\n"),
    };
    format!("{known}{indent}no more is known: {}\n", bounds.why)
}

/// What a probability and its complement are called.
fn names_of(quantity: Quantity) -> Option<(&'static str, &'static str)> {
    match quantity {
        Quantity::Reliability => Some(("reliability", "unreliability")),
        Quantity::Unreliability => Some(("unreliability", "reliability")),
        Quantity::Availability => Some(("availability", "unavailability")),
        Quantity::Number => None,
    }
}

fn lines(value: &Value, quantity: Quantity, indent: &str) -> String {
    let fraction = fraction(value);
    let Some((up, down)) = names_of(quantity) else {
        return format!("{indent}{}{fraction}\n", value.decimal);
    };
    let mut text = format!("{indent}{up:<16}{}{fraction}\n", value.decimal);
    if let Some(complement) = &value.complement {
        let mark = match &value.exact {
            Some(exact) => cut_off(complement, &exact.complement()),
            None => "…",
        };
        text.push_str(&format!("{indent}{down:<16}{complement}{mark}"));
        if let Some(nines) = &value.nines {
            text.push_str(&format!("    {nines} nines"));
        }
        text.push('\n');
    }
    if quantity == Quantity::Availability
        && let Some(downtime) = downtime(value)
    {
        text.push_str(&format!("{indent}{:<16}{downtime} min/yr\n", "downtime"));
    }
    text
}

/// A value on its own: its decimal, with `…` where that is not the whole number.
pub fn decimal(value: &Value) -> String {
    let mark = value.exact.as_ref().map_or("…", |exact| cut_off(&value.decimal, exact));
    format!("{}{mark}", value.decimal)
}

/// Minutes of a year of 8760 hours in which a system does not work, to 12 significant digits.
pub(crate) fn downtime(value: &Value) -> Option<String> {
    Some(kofn_algebra::decimal(&downtime_minutes(value)?, 12))
}

/// Minutes of a year of 8760 hours in which a system does not work.
pub fn downtime_minutes(value: &Value) -> Option<Rational> {
    Some(value.exact.as_ref()?.complement() * Rational::from(8_760 * 60))
}

/// `…` where a decimal was cut off, then the exact fraction where it is short.
fn fraction(value: &Value) -> String {
    let Some(exact) = &value.exact else { return "…".to_owned() };
    let mark = cut_off(&value.decimal, exact);
    let text = exact.to_string();
    if text.len() > LONGEST_FRACTION || !text.contains('/') {
        return mark.to_owned();
    }
    format!("{mark} = {text}")
}

/// `…` where a decimal is not the whole number.
fn cut_off(decimal: &str, exact: &Rational) -> &'static str {
    let size = decimal.trim_start_matches('-');
    let rounded = Rational::parse_decimal(size).ok();
    if rounded == Some(exact.abs()) { "" } else { "…" }
}

/// One answer: the query, then what is known.
pub fn answer(answer: &Answer) -> String {
    let mut text = String::new();
    text.push_str(&answer.words);
    text.push('\n');
    let indent = "    ";
    match &answer.kind {
        AnswerKind::Value { formula, value, quantity, computation, .. } => {
            if let Some(expr) = formula
                && expr.as_number().is_none()
            {
                let printed = formula::text(expr, &Style::default());
                text.push_str(&format!("{indent}{}\n", printed.body()));
                text.push_str(&names(&printed, indent));
            }
            text.push_str(&outcome(value, *quantity, indent));
            if let Some(computation) = computation {
                text.push_str(&methods::text(computation, indent));
            }
        }
        AnswerKind::Assert(assertion) => text.push_str(&decision::verdict(&assertion.verdict)),
        AnswerKind::Solve(solved) => text.push_str(&decision::solved(solved)),
        AnswerKind::Compare(compared) => text.push_str(&decision::compared(compared)),
        AnswerKind::Table(found) => {
            text.push_str(&table::text(found, indent));
            for limit in &found.limits {
                text.push_str(&format!("{indent}some are left out: {limit}\n"));
            }
        }
        AnswerKind::NotAnswered(kind) => {
            text.push_str(&format!(
                "{indent}not answered: this version of kofn does not answer `{kind}`\n"
            ));
        }
    }
    text
}

/// The polynomials of a report, a line for each system.
pub fn expanded(report: &Report) -> String {
    let mut text = String::new();
    for system in &report.systems {
        let line = match &system.expanded {
            Some(expanded) => crate::expanded::text(expanded),
            None => match &system.formula {
                Formula::Template(why) => why.clone(),
                _ => "not a polynomial of few enough terms; a count may be open".to_owned(),
            },
        };
        text.push_str(&format!("system {} = {line}\n", system.name));
    }
    text
}

/// The formulas of a report, a line for each system.
pub fn formulas(report: &Report) -> String {
    let mut text = String::new();
    for system in &report.systems {
        match &system.formula {
            Formula::Closed(expr) => {
                let printed = formula::text(expr, &Style::default());
                text.push_str(&format!("{} = {}\n", system.name, printed.body()));
                text.push_str(&names(&printed, "    "));
            }
            Formula::TooLong(why) => {
                text.push_str(&format!("{}: no formula: {why}\n", system.name))
            }
            Formula::Template(why) => text.push_str(&format!("{}: {why}\n", system.name)),
        }
    }
    text
}
