//! Variants of one system side by side.

use crate::report::Quantity;
use kofn_algebra::{Integer, Rational, decimal};
use kofn_measures::Value;
use serde_json::{Value as Json, json};

/// To so many digits a change is told.
const CHANGE_DIGITS: usize = 6;

/// A system and its variants, of those that a file reports.
#[derive(Clone, Debug)]
pub struct Variants {
    /// The system that all are variants of.
    pub of: String,
    /// In the order of the file; at least two.
    pub all: Vec<Variant>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// How it is declared, where it is not the system itself: `site(n = 3)`.
    pub design: Option<String>,
    /// Its reliability.
    pub value: Option<Value>,
    /// Parameters without a value.
    pub open: Vec<String>,
    /// Minutes of a year in which it does not work, its value read as an availability.
    pub downtime: Option<Rational>,
    /// How many minimal cut sets it has.
    pub cuts: Option<Integer>,
    /// How many single points of failure.
    pub singles: Option<usize>,
    /// What is other than in the first one that has a value; for those behind it.
    pub change: Option<Change>,
}

/// What is other than in another variant. Nothing is said where it is not known exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The other one.
    pub from: String,
    /// Of the reliability.
    pub reliability: Option<Rational>,
    /// Of the number of nines: `0` where there is none, else towards zero to one decimal place.
    pub nines: Option<String>,
    /// Of the downtime.
    pub downtime: Option<Rational>,
    /// Of the number of minimal cut sets.
    pub cuts: Option<Integer>,
    /// Of the number of single points of failure.
    pub singles: Option<i64>,
}

const HEADINGS: [&str; 6] =
    ["", "reliability", "nines", "downtime min/yr", "cut sets", "single points"];

/// A table: a line for each variant, below it how it is declared and what is other.
pub fn text(variants: &Variants) -> String {
    let mut rows: Vec<[String; 6]> = vec![HEADINGS.map(str::to_owned)];
    for one in &variants.all {
        rows.push(facts(one));
        if let Some(below) = below(one) {
            rows.push(below);
        }
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..HEADINGS.len()).map(|column| width(column).unwrap_or(0)).collect();
    let from = variants.all.iter().find_map(|one| one.change.as_ref());
    let from = from.map(|change| format!(", and what is other than in {}", change.from));
    let mut text = format!("variants of {}{}\n", variants.of, from.unwrap_or_default());
    for row in &rows {
        let mut line = format!("    {:<width$}", row[0], width = widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            line.push_str(&format!("  {cell:>width$}"));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn facts(one: &Variant) -> [String; 6] {
    let unknown = || "–".to_owned();
    let (value, nines) = match &one.value {
        Some(value) => (value.decimal.clone(), value.nines.clone().unwrap_or_else(unknown)),
        None if one.open.is_empty() => (unknown(), unknown()),
        None => (format!("{} open", one.open.join(", ")), unknown()),
    };
    [
        one.name.clone(),
        value,
        nines,
        one.downtime.as_ref().map_or_else(unknown, |minutes| decimal(minutes, CHANGE_DIGITS)),
        one.cuts.as_ref().map_or_else(unknown, Integer::to_string),
        one.singles.map_or_else(unknown, |singles| singles.to_string()),
    ]
}

fn below(one: &Variant) -> Option<[String; 6]> {
    let design = one.design.as_ref().map(|design| format!("  = {design}"));
    let Some(change) = &one.change else {
        let mut row: [String; 6] = Default::default();
        row[0] = design?;
        return Some(row);
    };
    let number = |number: &Option<Rational>| match number {
        Some(number) => signed(&decimal(number, CHANGE_DIGITS)),
        None => String::new(),
    };
    Some([
        design.unwrap_or_default(),
        number(&change.reliability),
        change.nines.as_deref().map(signed).unwrap_or_default(),
        number(&change.downtime),
        change.cuts.as_ref().map(|cuts| signed(&cuts.to_string())).unwrap_or_default(),
        change.singles.map(|singles| signed(&singles.to_string())).unwrap_or_default(),
    ])
}

/// A change with its sign; `=` where there is none.
fn signed(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None if number == "0" => "=".to_owned(),
        None => format!("+{number}"),
    }
}

/// The same for programs; numbers are strings.
pub fn json(variants: &Variants) -> Json {
    let number = |number: &Option<Rational>| {
        number
            .as_ref()
            .map(|number| json!({"exact": number.to_string(), "decimal": decimal(number, 12)}))
    };
    let all: Vec<Json> = variants
        .all
        .iter()
        .map(|one| {
            let change = one.change.as_ref().map(|change| {
                json!({
                    "from": change.from,
                    "reliability": number(&change.reliability),
                    "nines": change.nines,
                    "downtime": number(&change.downtime),
                    "cuts": change.cuts.as_ref().map(Integer::to_string),
                    "single_points_of_failure": change.singles.map(|singles| singles.to_string()),
                })
            });
            let value = one.value.as_ref();
            json!({
                "system": one.name,
                "design": one.design,
                "value": value.map(|value| crate::json::value(value, Quantity::Reliability)),
                "open": one.open,
                "downtime": number(&one.downtime),
                "cuts": one.cuts.as_ref().map(Integer::to_string),
                "single_points_of_failure": one.singles.map(|singles| singles.to_string()),
                "change": change,
            })
        })
        .collect();
    json!({"of": variants.of, "variants": all})
}
