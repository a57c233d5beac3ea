//! `first (0, 8/9); second (8/9, 1]; equal {0} or {8/9}; dominates none`.

use super::formula;
use crate::set;
use crate::words::Clauses;
use kofn::Compilation;
use kofn::emit::report::{Compared, Dominance, Regions};

pub fn check(compilation: &mut Compilation, stated: &str, found: &Compared) -> Result<(), String> {
    let mut clauses = Clauses::all(stated);
    let word = match (found.dominates, &found.undecided) {
        (Some(Dominance::A), _) => "first",
        (Some(Dominance::B), _) => "second",
        (Some(Dominance::Equal), _) => "equal",
        (None, None) => "none",
        (None, Some(_)) => "undecided",
    };
    let dominates = clauses.take("dominates").ok_or("`dominates` is missing")?;
    match &found.regions {
        Regions::Line { a, b, equal, .. } => {
            for (word, found) in [("first", a), ("second", b), ("equal", equal)] {
                let stated = clauses
                    .take(word)
                    .ok_or_else(|| format!("`{word}` is missing; it is {}", set::written(found)))?;
                set::matches(stated, found).map_err(|why| format!("{word}: {why}"))?;
            }
        }
        Regions::Formula { parameter, a } => {
            let stated = clauses.take("first").ok_or("`first formula` is missing")?;
            formula::check(compilation, stated, &mut clauses, parameter, a)?;
        }
        Regions::Unknown => {
            clauses.take("unknown").ok_or("found unknown regions")?;
        }
        Regions::Known => {}
    }
    super::same(word, dominates).map_err(|why| format!("dominates: {why}"))?;
    clauses.finish()
}
