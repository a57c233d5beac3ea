//! Questions put to a model.

use kofn::diagnostics::{Colors, render};
use kofn::emit::report::{AnswerKind, Formula, Outcome};
use kofn::{Compilation, Exactness, Settings};
use kofn_algebra::{Expr, Rational};

/// The answer to a question; else what is wrong with it, in words.
pub fn ask(
    compilation: &mut Compilation,
    query: &str,
    settings: &Settings,
) -> Result<AnswerKind, String> {
    match compilation.ask(query, settings) {
        Ok(answer) => Ok(answer.kind),
        Err(findings) => {
            let shown: Vec<String> = findings
                .iter()
                .map(|finding| render(finding, compilation.sources(), Colors::Never))
                .collect();
            Err(shown.join(""))
        }
    }
}

/// The value of an expression, or why there is none.
pub fn outcome(
    compilation: &mut Compilation,
    query: &str,
    settings: &Settings,
) -> Result<Outcome, String> {
    match ask(compilation, query, settings)? {
        AnswerKind::Value { value, .. } => Ok(value),
        _ => Err(format!("`{query}` is not an expression; its answer is stated behind ` => `")),
    }
}

/// The exact value of an expression.
pub fn exact(compilation: &mut Compilation, query: &str) -> Result<Rational, String> {
    let settings = Settings { exactness: Exactness::Always, ..Settings::default() };
    match outcome(compilation, query, &settings)? {
        Outcome::Value(value) => value.exact.ok_or_else(|| format!("not exact: {}", value.decimal)),
        Outcome::Open => Err("a parameter is open".to_owned()),
        Outcome::Between(bounds) => Err(bounds.why),
        Outcome::Limit(why) | Outcome::Undefined(why) => Err(why),
    }
}

/// The value of an expression with so many digits.
pub fn decimal(
    compilation: &mut Compilation,
    query: &str,
    digits: usize,
) -> Result<String, String> {
    match outcome(compilation, query, &Settings { digits, ..Settings::default() })? {
        Outcome::Value(value) => Ok(value.decimal),
        Outcome::Open => Err("a parameter is open".to_owned()),
        Outcome::Between(bounds) => Err(bounds.why),
        Outcome::Limit(why) | Outcome::Undefined(why) => Err(why),
    }
}

/// An expression in symbols.
pub fn formula(compilation: &mut Compilation, query: &str) -> Result<Expr, String> {
    match ask(compilation, query, &Settings::default())? {
        AnswerKind::Value { formula: Some(formula), .. } => Ok(formula),
        _ => Err(format!("`{query}` has no formula")),
    }
}

/// A system in symbols.
pub fn closed(compilation: &mut Compilation, system: &str) -> Result<Expr, String> {
    let settings = Settings { exactness: Exactness::Never, ..Settings::default() };
    let report =
        compilation.report(&settings, &[system.to_owned()]).ok_or("the model has errors")?;
    match report.systems.into_iter().next().map(|system| system.formula) {
        Some(Formula::Closed(expr)) => Ok(expr),
        Some(Formula::TooLong(why) | Formula::Template(why)) => Err(why),
        None => Err("there is no such system".to_owned()),
    }
}
