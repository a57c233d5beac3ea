//! The value of what a name stands for, computed within small limits.

use kofn::emit::formula::{self, Style};
use kofn::emit::report::{AnswerKind, Outcome};
use kofn::emit::text;
use kofn::{Compilation, Limits, OTHER_LIMIT, Settings};

/// What is known of the value of an expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The formula and the value, as a report has them.
    pub full: String,
    /// On one line, beside the name; empty where there is nothing to say.
    pub short: String,
    /// Why there is no more to say.
    pub why: Option<String>,
}

/// Settings for what nobody asked for: hints and hovers stop where it gets long.
pub fn small() -> Settings {
    let limits =
        Limits { nodes: 200_000, operations: 10_000_000, states: 500_000, ..Limits::default() };
    Settings { limits, digits: 9, ..Settings::default() }
}

/// A formula beside a name is not longer than this many characters.
const LONGEST: usize = 60;

/// The value of an expression of the main file; nothing where the model is wrong, or the
/// expression has no value by itself.
pub fn fact(compilation: &mut Compilation, query: &str, settings: &Settings) -> Option<Fact> {
    let answer = compilation.ask(query, settings).ok()?;
    let full = without_option(&text::answer(&answer));
    // The name of a parameter is no news as its formula.
    let name = query.rsplit('.').next().unwrap_or(query);
    let lines = full.lines().skip(1).map(str::trim).filter(|line| *line != name);
    let full = lines.collect::<Vec<_>>().join("\n");
    let AnswerKind::Value { formula, value, .. } = &answer.kind else {
        return Some(Fact { full, ..Fact::default() });
    };
    let (short, why) = match value {
        Outcome::Value(value) => (text::decimal(value), None),
        Outcome::Open => {
            let printed = formula.as_ref().map(|expr| formula::text(expr, &Style::default()));
            match printed {
                Some(printed)
                    if printed.names().is_empty() && printed.body().chars().count() <= LONGEST =>
                {
                    (printed.body().to_owned(), None)
                }
                _ => ("…".to_owned(), Some("parameters are open".to_owned())),
            }
        }
        Outcome::Between(bounds) => {
            let (lo, hi) = &bounds.works;
            (format!("{lo} to {hi}"), Some(bounds.why.clone()))
        }
        Outcome::Limit(why) => ("…".to_owned(), Some(why.clone())),
        Outcome::Undefined(why) => (String::new(), Some(why.clone())),
    };
    let why = why.map(|why| without_option(&why));
    Some(Fact { full, short, why })
}

/// Words without the option of the command line that would set another limit: an editor has none.
pub(crate) fn without_option(words: &str) -> String {
    words.replace(OTHER_LIMIT, "")
}
