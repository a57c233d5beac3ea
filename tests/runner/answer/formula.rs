//! `formula R_V > R_M/(1 - (1 - R_M)^n); when R_H > 0; feasible R_M < 1, n >= 2; otherwise never
//! when R_H = 0`.

use crate::asking;
use crate::condition::Condition;
use crate::words::{Clauses, list, split};
use kofn::Compilation;
use kofn::emit::formula::source;
use kofn_algebra::{Expr, Rational, Relation, Symbol};
use kofn_decide::{Bound, Case, Comparison, Condition as Found, Feasible, FormulaAnswer};
use std::collections::BTreeMap;

pub fn check(
    compilation: &mut Compilation,
    head: &str,
    clauses: &mut Clauses,
    parameter: &Expr,
    found: &FormulaAnswer,
) -> Result<(), String> {
    let stated = head.strip_prefix("formula ").ok_or("the answer is a formula")?.trim();
    let when = clauses.take("when").unwrap_or("");
    let name = source(parameter).ok_or("a parameter has no name")?;
    let (conditions, feasible, otherwise) = match found {
        FormulaAnswer::Solved(solved) => {
            let bound = Bound { relation: solved.relation, formula: solved.formula.clone() };
            bounds(compilation, stated, &name, &[bound])?;
            (&solved.conditions, Some(&solved.feasible), solved.otherwise.as_slice())
        }
        FormulaAnswer::TwoEnds(ends) => {
            let all = split(stated, " or ");
            if all.len() != ends.alternatives.len() {
                return Err(format!("found {} alternatives", ends.alternatives.len()));
            }
            for (stated, found) in all.into_iter().zip(&ends.alternatives) {
                let (stated, when) = stated.split_once(" if ").unwrap_or((stated, ""));
                bounds(compilation, stated, &name, &found.bounds)?;
                conditions_match(compilation, when, &found.conditions)?;
            }
            (&ends.conditions, Some(&ends.feasible), ends.otherwise.as_slice())
        }
        FormulaAnswer::Always(conditions) => {
            super::same("always", stated)?;
            (conditions, None, [].as_slice())
        }
        FormulaAnswer::Never(conditions) => {
            super::same("never", stated)?;
            (conditions, None, [].as_slice())
        }
        FormulaAnswer::NoClosedForm { conditions, .. } => {
            super::same("none", stated)?;
            (conditions, None, [].as_slice())
        }
    };
    conditions_match(compilation, when, conditions).map_err(|why| format!("when: {why}"))?;
    if let Some(found) = feasible {
        feasible_match(compilation, clauses.take("feasible").unwrap_or("always"), found)?;
    }
    if let Some(first) = clauses.take("otherwise") {
        let mut stated = vec![first];
        while let Some(next) = clauses.take("otherwise") {
            stated.push(next);
        }
        cases_match(compilation, &stated, otherwise)?;
    }
    Ok(())
}

/// `R_V > E and R_V < F`, or `always` for no bound at all.
fn bounds(
    compilation: &mut Compilation,
    stated: &str,
    parameter: &str,
    found: &[Bound],
) -> Result<(), String> {
    let wrong = || {
        let all: Vec<String> = found
            .iter()
            .map(|one| format!("{parameter} {} {}", one.relation.sign(), written(&one.formula)))
            .collect();
        format!("found {}", all.join(" and "))
    };
    let stated = if stated == "always" { Vec::new() } else { split(stated, " and ") };
    if stated.len() != found.len() {
        return Err(wrong());
    }
    for (stated, found) in stated.into_iter().zip(found) {
        let Condition::Compare(left, relation, right) = Condition::read(stated)? else {
            return Err(format!("`{stated}` is not a bound"));
        };
        if left != parameter || relation != found.relation {
            return Err(wrong());
        }
        if !is(compilation, &right, &found.formula)? {
            return Err(wrong());
        }
    }
    Ok(())
}

fn written(expr: &Expr) -> String {
    source(expr).unwrap_or_else(|| "what cannot be written".to_owned())
}

/// Points at which both expressions are computed, and at how many they must be defined.
const POINTS: i64 = 40;
const ENOUGH: usize = 12;

/// Whether a text says the same as an expression: in one form, or as rational functions, which are
/// equal where they agree at many more points than their degrees.
fn is(compilation: &mut Compilation, stated: &str, found: &Expr) -> Result<bool, String> {
    let stated = asking::formula(compilation, stated)?;
    if stated == *found {
        return Ok(true);
    }
    let mut symbols = stated.symbols();
    symbols.extend(found.symbols());
    let mut agree = 0;
    for round in 1..=POINTS {
        let values: BTreeMap<&Symbol, Rational> = symbols
            .iter()
            .zip(1i64..)
            .map(|(symbol, at)| (symbol, Rational::from(2 + (17 * round + 31 * at * at) % 41)))
            .collect();
        let value = |symbol: &Symbol| values.get(symbol).cloned();
        match (stated.evaluate(&value), found.evaluate(&value)) {
            (Ok(a), Ok(b)) if a == b => agree += 1,
            (Err(_), Err(_)) => {}
            _ => return Ok(false),
        }
    }
    Ok(agree >= ENOUGH)
}

/// Every stated condition is one of those that were found, and there are no more.
fn conditions_match(
    compilation: &mut Compilation,
    stated: &str,
    found: &[Found],
) -> Result<(), String> {
    let all: Vec<String> = found.iter().map(condition_written).collect();
    let wrong = || format!("found {}", all.join(", "));
    let stated = list(stated);
    let mut left: Vec<&Found> = found.iter().collect();
    for one in &stated {
        let one = Condition::read(one)?;
        let mut at = None;
        for (index, found) in left.iter().enumerate() {
            if condition_is(compilation, &one, found)? {
                at = Some(index);
                break;
            }
        }
        left.remove(at.ok_or_else(wrong)?);
    }
    if left.is_empty() { Ok(()) } else { Err(wrong()) }
}

fn condition_is(
    compilation: &mut Compilation,
    stated: &Condition,
    found: &Found,
) -> Result<bool, String> {
    let (stated, found) = match (stated, found) {
        (
            Condition::Compare(left, relation, right),
            Found::Compare(Comparison { left: a, relation: sign, right: b }),
        ) => {
            return Ok(relation == sign && is(compilation, left, a)? && is(compilation, right, b)?);
        }
        (Condition::All(stated), Found::All(found)) => (stated, found),
        (Condition::Any(stated), Found::Any(found)) => (stated, found),
        _ => return Ok(false),
    };
    if stated.len() != found.len() {
        return Ok(false);
    }
    for (stated, found) in stated.iter().zip(found) {
        if !condition_is(compilation, stated, found)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn condition_written(found: &Found) -> String {
    let all = |all: &[Found], word: &str| {
        let all: Vec<String> = all.iter().map(condition_written).collect();
        format!("({})", all.join(word))
    };
    match found {
        Found::Compare(Comparison { left, relation, right }) => {
            let sign = if *relation == Relation::Equal { "==" } else { relation.sign() };
            format!("{} {sign} {}", written(left), written(right))
        }
        Found::All(some) => all(some, " and "),
        Found::Any(some) => all(some, " or "),
    }
}

fn feasible_match(
    compilation: &mut Compilation,
    stated: &str,
    found: &Feasible,
) -> Result<(), String> {
    let word = match found {
        Feasible::Always => "always",
        Feasible::Never => "never",
        Feasible::Unknown => "unknown",
        Feasible::When(conditions) => {
            return conditions_match(compilation, stated, conditions)
                .map_err(|why| format!("feasible: {why}"));
        }
    };
    super::same(word, stated).map_err(|why| format!("feasible: {why}"))
}

/// `never when R_H == 0`, in order.
fn cases_match(
    compilation: &mut Compilation,
    stated: &[&str],
    found: &[Case],
) -> Result<(), String> {
    let wrong = || {
        let all: Vec<String> = found
            .iter()
            .map(|case| {
                let when: Vec<String> = case.when.iter().map(condition_written).collect();
                format!("{} when {}", if case.holds { "always" } else { "never" }, when.join(", "))
            })
            .collect();
        format!("found otherwise {}", all.join("; otherwise "))
    };
    if stated.len() != found.len() {
        return Err(wrong());
    }
    for (stated, found) in stated.iter().zip(found) {
        let (word, when) = stated.split_once(" when ").ok_or_else(wrong)?;
        if word != if found.holds { "always" } else { "never" } {
            return Err(wrong());
        }
        conditions_match(compilation, when, &found.when).map_err(|_| wrong())?;
    }
    Ok(())
}
