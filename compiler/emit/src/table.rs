//! Tables as text, CSV, LaTeX and Markdown.

use crate::formula::{self, Style};
use crate::report::{Heading, Table};
use kofn_algebra::{Expr, Rational};
use kofn_measures::Value;

/// What stands where there is no value.
const GAP: &str = "–";

/// Aligned columns for a terminal.
pub fn text(table: &Table, indent: &str) -> String {
    let headings = headings(table, &plain);
    let rows = cells(table, GAP);
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([headings[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                format!("{}{cell}", " ".repeat(width.saturating_sub(cell.chars().count())))
            })
            .collect();
        format!("{indent}{}\n", padded.join("  "))
    };
    let rule = |sign: &str| {
        let dashes: Vec<String> = widths.iter().map(|width| sign.repeat(*width)).collect();
        format!("{indent}{}\n", dashes.join("  "))
    };
    let mut text = line(&headings);
    text.push_str(&rule("─"));
    rows.iter().for_each(|row| text.push_str(&line(row)));
    text
}

/// Comma-separated values as RFC 4180 has them; a gap is an empty field.
pub fn csv(table: &Table) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        format!("{}\n", cells.join(","))
    };
    let mut text = line(&headings(table, &plain));
    cells(table, "").iter().for_each(|row| text.push_str(&line(row)));
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A `tabular` with the rules of booktabs.
pub fn latex(table: &Table) -> String {
    let titles = headings(table, &typeset);
    let columns = "r".repeat(titles.len());
    let mut text = format!("\\begin{{tabular}}{{{columns}}}\n\\toprule\n");
    text.push_str(&format!("{} \\\\\n\\midrule\n", titles.join(" & ")));
    for row in cells(table, "--") {
        let row: Vec<String> = row.iter().map(|cell| number_in_latex(cell)).collect();
        text.push_str(&format!("{} \\\\\n", row.join(" & ")));
    }
    text.push_str("\\bottomrule\n\\end{tabular}\n");
    text
}

/// A pipe table.
pub fn markdown(table: &Table) -> String {
    let titles: Vec<String> =
        headings(table, &|heading, alone| code(&plain(heading, alone))).to_vec();
    let mut text = format!("| {} |\n", titles.join(" | "));
    text.push_str(&format!("|{}\n", " ---: |".repeat(titles.len())));
    for row in cells(table, GAP) {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

fn code(title: &str) -> String {
    format!("`{}`", title.replace('|', "\\|"))
}

/// `1.5e-9` as a product, and minus signs as such.
fn number_in_latex(cell: &str) -> String {
    match cell.split_once('e') {
        Some((digits, exponent)) => format!("${digits} \\cdot 10^{{{exponent}}}$"),
        None if cell.starts_with('-') && cell != "--" => format!("${cell}$"),
        None => cell.to_owned(),
    }
}

fn cells(table: &Table, gap: &str) -> Vec<Vec<String>> {
    let cell = |value: &Option<Value>| match value {
        Some(value) => shown(value, table.digits),
        None => gap.to_owned(),
    };
    table.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// The decimal; a rounded one with all its digits, so that 0.4000000 is not taken for 0.4.
fn shown(value: &Value, digits: usize) -> String {
    let decimal = &value.decimal;
    let is_exact = value.exact.as_ref().is_some_and(|exact| {
        Rational::parse_decimal(decimal.trim_start_matches('-'))
            .is_ok_and(|read| read == exact.abs())
    });
    if is_exact || decimal.contains('e') || !decimal.contains('.') {
        return decimal.clone();
    }
    let significant = decimal.chars().skip_while(|sign| !('1'..='9').contains(sign));
    let significant = significant.filter(char::is_ascii_digit).count();
    format!("{decimal}{}", "0".repeat(digits.saturating_sub(significant)))
}

/// Headings; that of a curve need not repeat the expression where there is only one.
fn headings(table: &Table, write: &dyn Fn(&Heading, bool) -> String) -> Vec<String> {
    let mut expressions: Vec<&str> = table
        .columns
        .iter()
        .filter(|heading| heading.symbol.is_none())
        .map(|heading| heading.text.as_str())
        .collect();
    expressions.dedup();
    table.columns.iter().map(|heading| write(heading, expressions.len() == 1)).collect()
}

/// A heading in the words of the query.
pub(crate) fn plain(heading: &Heading, alone: bool) -> String {
    let curve: Vec<String> = heading
        .curve
        .iter()
        .map(|(symbol, value)| format!("{} = {}", written(symbol), written(&value.clone().into())))
        .collect();
    let curve = curve.join(", ");
    let words = &heading.text;
    match (curve.is_empty(), alone) {
        (true, _) => words.clone(),
        (false, true) => curve,
        (false, false) => format!("{words}, {curve}"),
    }
}

fn written(expr: &Expr) -> String {
    formula::text(expr, &Style::default()).to_string()
}

fn typeset(heading: &Heading, alone: bool) -> String {
    if let Some(symbol) = &heading.symbol {
        return format!("${}$", formula::latex(symbol));
    }
    let curve: Vec<String> = heading
        .curve
        .iter()
        .map(|(symbol, value)| {
            let value = Expr::number(value.clone());
            format!("${} = {}$", formula::latex(symbol), formula::latex(&value))
        })
        .collect();
    let curve = curve.join(", ");
    let words = format!("\\texttt{{{}}}", escaped(&heading.text));
    match (curve.is_empty(), alone) {
        (true, _) => words,
        (false, true) => curve,
        (false, false) => format!("{words}, {curve}"),
    }
}

/// Text with the signs that LaTeX would take for its own.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for sign in text.chars() {
        match sign {
            '_' | '%' | '&' | '#' | '$' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '^' => escaped.push_str("\\textasciicircum{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            _ => escaped.push(sign),
        }
    }
    escaped
}
