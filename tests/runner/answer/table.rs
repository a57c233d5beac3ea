//! `(1, 9/10), (2, gap), (3, ~ 0.333)`: a row in parentheses for each row, without the headings.

use crate::number::Number;
use crate::words::{inside, list};
use kofn::emit::report::Table;

pub fn check(stated: &str, found: &Table) -> Result<(), String> {
    if let Some(limit) = found.limits.first() {
        return Err(format!("a limit was reached: {limit}"));
    }
    let rows = list(stated);
    if rows.len() != found.rows.len() {
        return Err(format!("found {} rows", found.rows.len()));
    }
    for (at, (row, found)) in rows.into_iter().zip(&found.rows).enumerate() {
        let cells = inside(row).map(list).ok_or_else(|| format!("`{row}` is not a row"))?;
        if cells.len() != found.len() {
            return Err(format!("row {}: found {} columns", at + 1, found.len()));
        }
        for (column, (cell, found)) in cells.into_iter().zip(found).enumerate() {
            let same = match (cell, found) {
                ("gap", None) => Ok(()),
                ("gap", Some(value)) => Err(format!("found {}", value.decimal)),
                (_, None) => Err("found a gap".to_owned()),
                (cell, Some(value)) => {
                    Number::read(cell)?.matches_value(value.exact.as_ref(), &value.decimal)
                }
            };
            same.map_err(|why| format!("row {}, column {}: {why}", at + 1, column + 1))?;
        }
    }
    Ok(())
}
