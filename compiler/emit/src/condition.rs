//! Conditions as people and LaTeX write them.

use crate::formula::{self, Style};
use kofn_algebra::{Expr, Relation};
use kofn_decide::{Comparison, Condition};

/// `R_M > 0 and (n ≥ 2 or R_V = 1)`
pub fn text(condition: &Condition) -> String {
    match condition {
        Condition::Compare(Comparison { left, relation, right }) => {
            format!("{} {} {}", plain(left), sign(*relation), plain(right))
        }
        Condition::All(all) => joined(all, " and ", "true", &text),
        Condition::Any(any) => joined(any, " or ", "false", &text),
    }
}

/// Several that must all hold, separated by commas.
pub fn list(conditions: &[Condition]) -> String {
    let all: Vec<String> = conditions.iter().map(text).collect();
    all.join(", ")
}

/// As LaTeX, in math mode.
pub fn latex(condition: &Condition) -> String {
    match condition {
        Condition::Compare(Comparison { left, relation, right }) => {
            format!("{} {} {}", formula::latex(left), latex_sign(*relation), formula::latex(right))
        }
        Condition::All(all) => joined(all, " \\land ", "\\top", &latex),
        Condition::Any(any) => joined(any, " \\lor ", "\\bot", &latex),
    }
}

fn joined(
    all: &[Condition],
    word: &str,
    empty: &str,
    write: &dyn Fn(&Condition) -> String,
) -> String {
    let part = |one: &Condition| match one {
        Condition::Compare(_) => write(one),
        Condition::All(inner) | Condition::Any(inner) if inner.len() < 2 => write(one),
        Condition::All(_) | Condition::Any(_) => format!("({})", write(one)),
    };
    match all {
        [] => empty.to_owned(),
        [only] => write(only),
        _ => all.iter().map(part).collect::<Vec<_>>().join(word),
    }
}

fn plain(expr: &Expr) -> String {
    formula::text(expr, &Style::default()).to_string()
}

/// `≥`
pub fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => "<",
        Relation::AtMost => "≤",
        Relation::Equal => "=",
        Relation::Unequal => "≠",
        Relation::AtLeast => "≥",
        Relation::More => ">",
    }
}

/// `\ge`
pub fn latex_sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => "<",
        Relation::AtMost => "\\le",
        Relation::Equal => "=",
        Relation::Unequal => "\\ne",
        Relation::AtLeast => "\\ge",
        Relation::More => ">",
    }
}
