//! Importance measures of a system's modules, for people and for programs.

use crate::formula::{self, Style};
use crate::json::{explained, expression, value};
use crate::methods::{self, Computation};
use crate::report::{Quantity, Unanswered};
use kofn_algebra::{Expr, Rational};
use kofn_measures::Value;
use serde_json::{Map, Value as Json, json};

pub use kofn_measures::{Importance, Measured, Trouble};

/// The importance of one system's modules.
#[derive(Clone, Debug)]
pub struct ImportanceReport {
    /// The system.
    pub system: String,
    /// What was found, or why there is nothing.
    pub found: Result<FoundImportance, Unanswered>,
    /// How the parts were computed, where that is asked for.
    pub computation: Option<Box<Computation>>,
}

/// What was found about the importance of one system's modules.
#[derive(Clone, Debug)]
pub struct FoundImportance {
    /// The system's reliability; `None` while parameters are open.
    pub reliability: Option<Value>,
    /// In the order of the measure asked for.
    pub modules: Vec<ModuleImportance>,
    /// The measure that they are sorted by.
    pub by: Importance,
    /// Open parameters, which leave formulas alone.
    pub open: Vec<String>,
}

/// The importance of one module.
#[derive(Clone, Debug)]
pub struct ModuleImportance {
    /// What it is called.
    pub name: String,
    /// In the order of [`Importance::ALL`]; empty while parameters are open.
    pub measures: Vec<Measured>,
    /// The measure they are sorted by as a part of the greatest.
    pub part: Option<Rational>,
    /// The Birnbaum importance in symbols, where that is asked for.
    pub formula: Option<Result<Expr, String>>,
}

/// What each measure is called in text, in queries and JSON, and how it is defined.
const NAMES: [(Importance, &str, &str, &str); 8] = [
    (
        Importance::Birnbaum,
        "birnbaum",
        "R(m works) − R(m fails) = ∂R/∂p",
        "Birnbaum 1969, in Multivariate Analysis II",
    ),
    (
        Importance::Criticality,
        "criticality",
        "birnbaum · q/Q: m has failed and is critical, given that the system has failed",
        "Lambert 1975, UCRL-51829",
    ),
    (
        Importance::FussellVesely,
        "fussell_vesely",
        "P(some minimal cut set with m has failed)/Q",
        "Fussell 1975, IEEE Trans. Reliability 24; Vesely et al. 1983, NUREG/CR-3385",
    ),
    (
        Importance::Raw,
        "raw",
        "risk achievement worth, Q(m has failed)/Q",
        "Cheok, Parry & Sherry 1998, Reliab. Eng. Syst. Saf. 60",
    ),
    (
        Importance::Rrw,
        "rrw",
        "risk reduction worth, Q/Q(m is perfect)",
        "Cheok, Parry & Sherry 1998, Reliab. Eng. Syst. Saf. 60",
    ),
    (
        Importance::Improvement,
        "improvement",
        "R(m is perfect) − R = birnbaum · q",
        "Rausand & Høyland 2004, System Reliability Theory, ch. 5",
    ),
    (
        Importance::Structural,
        "structural",
        "birnbaum where every probability is 1/2: the share of states of the others in which m decides",
        "Birnbaum 1969, in Multivariate Analysis II",
    ),
    (
        Importance::Differential,
        "differential",
        "DIM, ∂Q/∂q of m as a part of the sum over all modules: equal changes of all probabilities",
        "Borgonovo & Apostolakis 2001, Reliab. Eng. Syst. Saf. 72",
    ),
];

/// The name of a measure in queries, options and JSON.
pub fn name(measure: Importance) -> &'static str {
    NAMES.iter().find(|(known, ..)| *known == measure).map_or("", |(_, name, ..)| name)
}

/// The measure with a name.
pub fn named(name: &str) -> Option<Importance> {
    NAMES.iter().find(|(_, known, ..)| *known == name).map(|(measure, ..)| *measure)
}

/// Tables of several systems with one legend; `bars` draws the measure they are sorted by.
pub fn text(reports: &[ImportanceReport], bars: bool) -> String {
    let mut text = String::new();
    let mut tables = false;
    for (at, report) in reports.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        match &report.found {
            Ok(found) => {
                text.push_str(&format!("system {}", report.system));
                if let Some(reliability) = &found.reliability {
                    text.push_str(&format!("    reliability {}", reliability.decimal));
                }
                text.push('\n');
                tables |= found.open.is_empty();
                text.push_str(&one(found, bars));
            }
            Err(why) => {
                text.push_str(&format!("system {}    no importance: {why}\n", report.system));
            }
        }
        if let Some(computation) = &report.computation {
            text.push_str(&methods::text(computation, "    "));
        }
    }
    if tables {
        text.push_str("\nR, Q: the system works, fails; p, q: the module m works, fails\n");
        let width = NAMES.iter().map(|(_, name, ..)| name.len()).max().unwrap_or(0);
        for (_, name, meaning, source) in NAMES {
            text.push_str(&format!("{name:<width$}  {meaning} ({source})\n"));
        }
        // Said, so that nobody takes another measure for it.
        text.push_str(
            "The importance of Barlow & Proschan (1975) asks whose failure is the last; it needs lifetimes.\n",
        );
    }
    text
}

/// Digits of a cell; JSON has more.
const CELL_DIGITS: usize = 6;

/// Cells of a bar.
const BAR: i64 = 20;

fn one(found: &FoundImportance, bars: bool) -> String {
    let mut rows: Vec<(String, &ModuleImportance)> = Vec::new();
    let mut at = 0;
    while at < found.modules.len() {
        let first = &found.modules[at];
        let mut end = at + 1;
        while end < found.modules.len() && follows(&found.modules[end - 1], &found.modules[end]) {
            end += 1;
        }
        let label = match (element(&first.name), element(&found.modules[end - 1].name)) {
            (Some((array, from)), Some((_, to))) if end > at + 1 => {
                format!("{array}[{from}..{to}], each")
            }
            _ => first.name.clone(),
        };
        rows.push((label, first));
        at = end;
    }
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0).max(6);
    let mut text = String::new();
    if found.open.is_empty() {
        let mut table: Vec<Vec<String>> =
            vec![NAMES.iter().map(|(_, n, ..)| n.to_string()).collect()];
        table.extend(rows.iter().map(|(_, row)| row.measures.iter().map(cell).collect()));
        let widths: Vec<usize> = (0..NAMES.len())
            .map(|column| {
                let cells = table.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        let labels = std::iter::once("module").chain(rows.iter().map(|(label, _)| label.as_str()));
        for (at, (label, cells)) in labels.zip(&table).enumerate() {
            let mut line = format!("    {label:<width$}");
            for (cell, width) in cells.iter().zip(&widths) {
                line.push_str(&format!("  {cell:<width$}"));
            }
            if bars && let Some(row) = at.checked_sub(1).and_then(|at| rows.get(at)) {
                line.push_str("  ");
                line.push_str(&bar(row.1.part.as_ref()));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        if let Some(why) = rows.iter().flat_map(|(_, row)| &row.measures).find_map(reason) {
            text.push_str(&format!("    –  {why}\n"));
        }
    }
    for (label, row) in &rows {
        match &row.formula {
            Some(Ok(expr)) => {
                let printed = formula::text(expr, &Style::default());
                text.push_str(&format!("    birnbaum {label:<width$}  {printed}\n"));
            }
            Some(Err(why)) => {
                text.push_str(&format!("    birnbaum {label:<width$}  no formula: {why}\n"));
            }
            None => {}
        }
    }
    text
}

/// A module behind another one that says the same of the next element of an array.
fn follows(one: &ModuleImportance, next: &ModuleImportance) -> bool {
    let (Some((array, at)), Some((other, place))) = (element(&one.name), element(&next.name))
    else {
        return false;
    };
    let alike = match (&one.formula, &next.formula) {
        (Some(Ok(one)), Some(Ok(next))) => one == next,
        (None, None) => true,
        _ => false,
    };
    array == other && at.checked_add(1) == Some(place) && alike && one.measures == next.measures
}

fn element(name: &str) -> Option<(&str, u64)> {
    let (array, index) = name.strip_suffix(']')?.rsplit_once('[')?;
    Some((array, index.parse().ok()?))
}

fn cell(measured: &Measured) -> String {
    match measured {
        Measured::Number(value) => match &value.exact {
            Some(exact) => kofn_algebra::decimal(exact, CELL_DIGITS),
            None => short(value).unwrap_or_else(|| value.decimal.clone()),
        },
        Measured::Infinite => "infinite".to_owned(),
        Measured::Nothing(Trouble::Undefined(_)) => "undefined".to_owned(),
        Measured::Nothing(Trouble::Limit { .. } | Trouble::Interrupted | Trouble::Between(_)) => {
            "limit".to_owned()
        }
        Measured::Nothing(Trouble::Open(_)) => "open".to_owned(),
    }
}

/// A certified number to fewer digits, where both of its ends round to them.
fn short(value: &Value) -> Option<String> {
    let (lo, hi) = value.enclosure.as_ref()?;
    let rounded = |text: &str| {
        let number = Rational::parse_decimal(text).ok()?;
        Some(kofn_algebra::decimal(&number, CELL_DIGITS))
    };
    let lo = rounded(lo)?;
    (lo == rounded(hi)?).then_some(lo)
}

fn reason(measured: &Measured) -> Option<String> {
    match measured {
        Measured::Nothing(trouble @ Trouble::Undefined(_)) => Some(format!("undefined: {trouble}")),
        Measured::Nothing(
            trouble @ (Trouble::Limit { .. } | Trouble::Interrupted | Trouble::Between(_)),
        ) => Some(trouble.to_string()),
        _ => None,
    }
}

fn bar(part: Option<&Rational>) -> String {
    let Some(part) = part.filter(|part| !part.is_negative()) else { return String::new() };
    let eighths = (part * &Rational::from(BAR * 8)).ceil().to_u64().unwrap_or(0);
    let full = "█".repeat(usize::try_from(eighths / 8).unwrap_or(0));
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let rest = usize::try_from(eighths % 8).ok().and_then(|at| rest.get(at)).unwrap_or(&"");
    format!("{full}{rest}")
}

/// The importance of one system's modules for programs.
pub fn json(report: &ImportanceReport) -> Json {
    explained(facts(report), report.computation.as_deref())
}

fn facts(report: &ImportanceReport) -> Json {
    let found = match &report.found {
        Ok(found) => found,
        Err(why) => {
            return json!({
                "system": report.system,
                "modules": {},
                "reason": why.to_string(),
            });
        }
    };
    let mut modules = Map::new();
    for module in &found.modules {
        let mut measures = Map::new();
        for (measured, (_, name, ..)) in module.measures.iter().zip(NAMES) {
            measures.insert(name.to_owned(), json_of(measured));
        }
        match &module.formula {
            Some(Ok(expr)) => {
                measures.insert("birnbaum_expression".to_owned(), expression(expr, None));
            }
            Some(Err(why)) => {
                measures.insert("reason".to_owned(), Json::String(why.clone()));
            }
            None => {}
        }
        modules.insert(module.name.clone(), Json::Object(measures));
    }
    let order: Vec<&String> = found.modules.iter().map(|module| &module.name).collect();
    let definitions: Map<String, Json> = NAMES
        .iter()
        .map(|(_, name, meaning, source)| {
            ((*name).to_owned(), json!({"definition": meaning, "source": source}))
        })
        .collect();
    json!({
        "system": report.system,
        "reliability": found.reliability.as_ref().map(|one| value(one, Quantity::Reliability)),
        "open": found.open,
        "by": name(found.by),
        "order": order,
        "modules": modules,
        "definitions": definitions,
    })
}

fn json_of(measured: &Measured) -> Json {
    match measured {
        Measured::Number(number) => value(number, Quantity::Number),
        Measured::Infinite => json!({"exact": null, "decimal": "infinity"}),
        Measured::Nothing(trouble) => {
            let why = match trouble {
                Trouble::Undefined(why) => format!("undefined: {why}"),
                other => other.to_string(),
            };
            json!({"exact": null, "decimal": null, "reason": why})
        }
    }
}
