//! The answer to a query, stated behind ` => ` and compared with the answer as data.
//!
//! What is stated is one clause or several between `;`. The first one says what was found; the
//! others say more, and one that does not fit the answer is an error.

mod assertion;
mod comparison;
mod formula;
mod solution;
mod table;

use crate::words::Clauses;
use kofn::emit::report::{AnswerKind, Found};
use kofn::{Compilation, Exactness, Settings};

/// Digits that are asked for beyond those that are written, so that rounding again is right.
const GUARD: usize = 20;

/// Asks, and compares with what is stated.
pub fn check(compilation: &mut Compilation, query: &str, stated: &str) -> Result<(), String> {
    let digits = longest_number(stated) + GUARD;
    let settings = Settings { exactness: Exactness::Always, digits, ..Settings::default() };
    let answer = match compilation.ask(query, &settings) {
        Ok(answer) => answer.kind,
        Err(findings) => {
            let codes: Vec<String> =
                findings.iter().map(|one| format!("{}[{}]", one.severity, one.code)).collect();
            return same(&codes.join(", "), stated);
        }
    };
    match answer {
        AnswerKind::Assert(assertion) => {
            assertion::check(compilation, query, stated, &assertion.verdict)
        }
        AnswerKind::Solve(solved) => match &solved.found {
            Found::Set(set) => solution::check(stated, set),
            Found::Formula(found) => {
                let (head, mut clauses) = Clauses::read(stated);
                formula::check(compilation, head, &mut clauses, &solved.parameter, found)?;
                clauses.finish()
            }
            Found::Unsolved { reason, why } => same(&format!("unsolved {reason}"), stated)
                .map_err(|found| format!("{found}: {why}")),
        },
        AnswerKind::Compare(compared) => comparison::check(compilation, stated, &compared),
        AnswerKind::Table(table) => table::check(stated, &table),
        AnswerKind::Value { .. } => Err("write `EXPR = VALUE`: this is not a query".to_owned()),
        AnswerKind::NotAnswered(kind) => Err(format!("`{kind}` is not answered")),
    }
}

fn same(found: &str, stated: &str) -> Result<(), String> {
    if found == stated { Ok(()) } else { Err(format!("found {found}")) }
}

fn longest_number(text: &str) -> usize {
    text.split(|sign: char| !sign.is_ascii_digit() && sign != '.').map(str::len).max().unwrap_or(0)
}
