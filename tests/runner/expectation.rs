//! One line of an `expect` block.

use crate::asking::{closed, decimal, exact, outcome};
use crate::{answer, polynomial};
use kofn::emit::formula::{self, Style};
use kofn::emit::report::Outcome;
use kofn::{Compilation, Exactness, OneHand, Sets, SetsWanted, Settings, Wanted};
use kofn_algebra::Rational;

/// One line of an `expect` block.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// Equal, exactly.
    Exact(String, String),
    /// Right in every digit written.
    Rounded(String, String),
    /// The formula as text.
    Text(String, String),
    /// The formula as LaTeX.
    Latex(String, String),
    /// Equal polynomials.
    Expanded(String, String),
    /// Minimal cut sets (`true`) or path sets, in their order.
    Sets(bool, String, String),
    /// A measure that is infinite, or undefined.
    NoNumber(String, String),
    /// What a query is answered.
    Answer(String, String),
}

impl Expectation {
    /// Reads a line.
    pub fn parse(line: &str) -> Result<Self, String> {
        if let Some((query, stated)) = line.split_once(" =>") {
            return Ok(Expectation::Answer(query.trim().to_owned(), stated.trim().to_owned()));
        }
        let (left, exact, right) =
            split(line).ok_or("write `EXPR = VALUE`, `EXPR ~ DECIMAL` or `QUERY => ANSWER`")?;
        let function = |name: &str| {
            left.strip_prefix(name)
                .and_then(|rest| rest.trim_start().strip_prefix('('))
                .and_then(|rest| rest.strip_suffix(')'))
                .map(|system| system.trim().to_owned())
        };
        let right = right.to_owned();
        for (name, cuts) in [("cuts", true), ("paths", false)] {
            if let Some(system) = function(name) {
                return Ok(Expectation::Sets(cuts, system, right));
            }
        }
        if exact && ["infinite", "undefined"].contains(&right.as_str()) {
            return Ok(Expectation::NoNumber(left.to_owned(), right));
        }
        Ok(match (function("text"), function("latex"), function("expanded"), exact) {
            (Some(system), ..) => Expectation::Text(system, right),
            (_, Some(system), ..) => Expectation::Latex(system, right),
            (_, _, Some(system), _) => Expectation::Expanded(system, right),
            (.., true) => Expectation::Exact(left.to_owned(), right),
            (.., false) => Expectation::Rounded(left.to_owned(), right),
        })
    }

    /// Compares with what the model says.
    pub fn check(&self, compilation: &mut Compilation) -> Result<(), String> {
        match self {
            Expectation::Answer(query, stated) => answer::check(compilation, query, stated),
            Expectation::Exact(left, right) => {
                let found = exact(compilation, left)?;
                let wanted = exact(compilation, right)?;
                same(&found.to_string(), &wanted.to_string())
            }
            Expectation::Rounded(left, right) => {
                let digits = right
                    .split(['e', 'E'])
                    .next()
                    .unwrap_or("")
                    .trim_start_matches(['-', '0', '.'])
                    .bytes()
                    .filter(u8::is_ascii_digit)
                    .count();
                let found = decimal(compilation, left, digits.max(1))?;
                let number = |text: &str| {
                    let (sign, digits) = match text.strip_prefix('-') {
                        Some(digits) => ("-", digits),
                        None => ("", text),
                    };
                    Rational::parse_decimal(digits).map(|number| format!("{sign}{number}"))
                };
                match (number(&found), number(right)) {
                    (Ok(a), Ok(b)) if a == b => Ok(()),
                    _ => Err(format!("found {found}")),
                }
            }
            Expectation::Text(system, right) => {
                let expr = closed(compilation, system)?;
                same(&formula::text(&expr, &Style::default()).to_string(), right)
            }
            Expectation::Latex(system, right) => {
                let expr = closed(compilation, system)?;
                same(&formula::latex(&expr).to_string(), right)
            }
            Expectation::Sets(cuts, system, right) => {
                same(&listed(compilation, system, *cuts)?, right)
            }
            Expectation::NoNumber(left, right) => {
                let found = match outcome(compilation, left, &Settings::default())? {
                    Outcome::Value(value) if value.decimal == "infinity" => "infinite".to_owned(),
                    Outcome::Value(value) => value.decimal,
                    Outcome::Undefined(_) => "undefined".to_owned(),
                    Outcome::Open => "open".to_owned(),
                    Outcome::Between(bounds) => bounds.why,
                    Outcome::Limit(why) => why,
                };
                same(&found, right)
            }
            Expectation::Expanded(system, right) => {
                let settings = Settings { exactness: Exactness::Never, ..Settings::default() };
                let wanted = Wanted { expanded: Some(100_000) };
                let report = compilation
                    .report_with(
                        &settings,
                        std::slice::from_ref(system),
                        wanted,
                        &OneHand,
                        &mut |_, _| {},
                    )
                    .ok_or("the model has errors")?;
                let expanded = report.systems.into_iter().next().and_then(|system| system.expanded);
                let expanded = expanded.ok_or("there is no polynomial")?;
                let wanted = polynomial::parse(right, &expanded.names)?;
                if expanded.polynomial == wanted {
                    Ok(())
                } else {
                    Err(format!("found {}", kofn::emit::expanded::source(&expanded)))
                }
            }
        }
    }
}

/// The sets of a system in braces, smallest first; `none` where there is none.
fn listed(compilation: &mut Compilation, system: &str, cuts: bool) -> Result<String, String> {
    let wanted = SetsWanted {
        sets: if cuts { Sets::Cuts } else { Sets::Paths },
        order: None,
        most: 1_000,
        by_probability: false,
    };
    let systems = [system.to_owned()];
    let reports = compilation
        .sets(&Settings::default(), &systems, &wanted, &mut |_, _| {})
        .ok_or("the model has errors")?;
    let report = reports.into_iter().next().ok_or("there is no such system")?;
    let found = report.found.map_err(|why| why.to_string())?;
    if !found.listed() {
        return Err(format!("there are {} sets", found.count));
    }
    let sets: Vec<String> =
        found.sets.iter().map(|set| format!("{{{}}}", set.members.join(", "))).collect();
    Ok(if sets.is_empty() { "none".to_owned() } else { sets.join(" ") })
}

fn same(found: &str, wanted: &str) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("found {found}")) }
}

/// Splits at the last ` = ` or ` ~ ` outside of brackets.
fn split(line: &str) -> Option<(&str, bool, &str)> {
    let mut depth = 0i32;
    let mut found = None;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'=' | b'~' if depth == 0 && at > 0 && bytes[at - 1] == b' ' && found.is_none() => {
                found = Some(at);
            }
            _ => {}
        }
    }
    let at = found?;
    Some((line[..at].trim(), bytes[at] == b'=', line[at + 1..].trim()))
}
