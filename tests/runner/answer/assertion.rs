//! `proven`, `refuted at R_M = 1/2; except R_M = 0 or R_V = 1`, `undecided REASON`.
//!
//! A refutation is not believed: both sides are computed at its point, and the condition must fail
//! there.

use crate::condition::Condition;
use crate::number::{Number, rational, shown};
use crate::words::{Clauses, list, split};
use kofn::Compilation;
use kofn::emit::formula::source;
use kofn::emit::report::{End, Verdict};
use kofn_algebra::{Expr, Rational};
use std::collections::BTreeMap;

pub fn check(
    compilation: &mut Compilation,
    query: &str,
    stated: &str,
    verdict: &Verdict,
) -> Result<(), String> {
    let (head, mut clauses) = Clauses::read(stated);
    match verdict {
        Verdict::Proven { .. } => super::same("proven", head)?,
        Verdict::Undecided { reason, why } => super::same(&format!("undecided {reason}"), head)
            .map_err(|found| format!("{found}: {why}"))?,
        Verdict::Refuted { point, except, .. } => {
            let point = named(point)?;
            refuted_at(head, &point)?;
            let stated = match clauses.take("except") {
                Some(stated) => faces(stated)?,
                None => Vec::new(),
            };
            let found: Vec<Face> =
                except.iter().map(|face| named(face)).collect::<Result<_, _>>()?;
            let missing = stated.iter().any(|face| !found.contains(face));
            if missing || stated.len() != found.len() {
                return Err(format!("found except {found:?}"));
            }
            fails(compilation, query, &point)?;
        }
    }
    clauses.finish()
}

/// Ends of ranges that parameters have together.
type Face = BTreeMap<String, Rational>;

fn named<T: Clone>(values: &[(Expr, T)]) -> Result<BTreeMap<String, T>, String> {
    let name = |symbol| source(symbol).ok_or("a parameter has no name");
    values.iter().map(|(symbol, value)| Ok((name(symbol)?, value.clone()))).collect()
}

/// `R_V = 1 or R_M = 0 and n = 1`
fn faces(text: &str) -> Result<Vec<Face>, String> {
    let value = |text: &str| {
        let (name, value) = text.split_once('=').ok_or("write `PARAMETER = VALUE`")?;
        Ok((name.trim().to_owned(), rational(value)?))
    };
    let face = |text: &str| split(text, " and ").into_iter().map(value).collect();
    split(text, " or ").into_iter().map(face).collect()
}

fn refuted_at(head: &str, found: &BTreeMap<String, End>) -> Result<(), String> {
    let shown: Vec<String> =
        found.iter().map(|(name, end)| format!("{name} = {}", shown(end))).collect();
    let wrong = || format!("found refuted at {}", shown.join(", "));
    let stated = match head.strip_prefix("refuted") {
        Some("") => return Ok(()),
        Some(rest) => list(rest.strip_prefix(" at ").ok_or_else(wrong)?),
        None => return Err(wrong()),
    };
    if stated.len() != found.len() {
        return Err(wrong());
    }
    for value in stated {
        let (name, value) = value.split_once('=').ok_or("write `PARAMETER = VALUE`")?;
        let end = found.get(name.trim()).ok_or_else(wrong)?;
        Number::read(value)?.matches_end(end).map_err(|_| wrong())?;
    }
    Ok(())
}

/// The point belongs to what is given, and the condition fails there. A point that is not rational
/// is beyond the suite's arithmetic.
fn fails(
    compilation: &mut Compilation,
    query: &str,
    point: &BTreeMap<String, End>,
) -> Result<(), String> {
    let mut values = Vec::new();
    for (name, end) in point {
        let Some(exact) = &end.exact else { return Ok(()) };
        values.push(format!("{name} = {exact}"));
    }
    let query = query.strip_prefix("assert").ok_or("an assertion begins with `assert`")?;
    let (query, given) = match split(query, " given ")[..] {
        [query, given] => (query, list(given)),
        _ => (query, Vec::new()),
    };
    let mut limits = Vec::new();
    for one in given {
        match (Condition::read(one), one.split_once(" in "), one.split_once('=')) {
            (Ok(limit), ..) => limits.push(limit),
            (_, Some((name, domain)), _) => limits.extend(ends(name, domain)),
            (.., Some(_)) => values.push(one.to_owned()),
            _ => return Err(format!("`{one}` cannot be read")),
        }
    }
    let values = values.join(", ");
    for limit in limits {
        if !limit.holds(compilation, &values)? {
            return Err(format!("at {values} it is not true that {limit:?}"));
        }
    }
    let named = split(query, ":");
    let condition = Condition::read(named.last().unwrap_or(&query))?;
    if condition.holds(compilation, &values)? {
        return Err(format!("said to fail at {values}, where it holds"));
    }
    Ok(())
}

/// `LO..HI` as two comparisons.
fn ends(name: &str, domain: &str) -> Vec<Condition> {
    let range = domain.split(" step ").next().unwrap_or(domain);
    match range.split_once("..") {
        Some((lo, hi)) => [(lo, "<=", name), (name, "<=", hi)]
            .into_iter()
            .filter_map(|(left, sign, right)| {
                Condition::read(&format!("{left} {sign} {right}")).ok()
            })
            .collect(),
        None => Vec::new(),
    }
}
