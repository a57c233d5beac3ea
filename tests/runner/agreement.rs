//! Random models through every way of computing them: all must agree, exactly.
//!
//! The reference is an enumeration of all combinations of working and failed things, made from the
//! generator's own tree. Against it stand the exact value, the formula at the values of its
//! symbols, the formula printed as source and read again, the polynomial multiplied out, and the
//! certified enclosure.

mod enumeration;
mod generator;

use generator::Random;
use kofn::diagnostics::{Colors, render};
use kofn::emit::formula::source;
use kofn::emit::report::{AnswerKind, Formula, Outcome, SystemReport};
use kofn::{Compilation, Exactness, Settings, SingleFile, Wanted};
use kofn_algebra::{Expr, Rational, Symbol};
use std::collections::BTreeMap;

fn compiled(text: &str) -> Result<Compilation, String> {
    let world = SingleFile::new("model.rbd", text);
    let mut compilation = Compilation::new(&world, "model.rbd");
    compilation.check();
    if compilation.has_errors() { Err(findings(&compilation)) } else { Ok(compilation) }
}

fn findings(compilation: &Compilation) -> String {
    let errors = compilation.diagnostics().iter().filter(|finding| finding.is_error());
    errors.map(|finding| render(finding, compilation.sources(), Colors::Never)).collect()
}

fn exactly() -> Settings {
    Settings { exactness: Exactness::Always, ..Settings::default() }
}

/// The exact answer to an expression.
fn ask(compilation: &mut Compilation, query: &str) -> Result<Rational, String> {
    match outcome(compilation, query, &exactly())? {
        Outcome::Value(value) => value.exact.ok_or_else(|| format!("`{query}` is not exact: {}", value.decimal)),
        other => Err(format!("`{query}`: {other:?}")),
    }
}

fn outcome(compilation: &mut Compilation, query: &str, settings: &Settings) -> Result<Outcome, String> {
    match compilation.ask(query, settings) {
        Ok(answer) => match answer.kind {
            AnswerKind::Value { value, .. } => Ok(value),
            AnswerKind::NotAnswered(kind) => Err(format!("`{kind}` is not answered")),
        },
        Err(found) => {
            Err(found.iter().map(|finding| render(finding, compilation.sources(), Colors::Never)).collect())
        }
    }
}

fn report(compilation: &mut Compilation, system: &str, settings: &Settings, expanded: bool) -> Result<SystemReport, String> {
    let wanted = Wanted { expanded: expanded.then_some(100_000) };
    let found = compilation.report_with(settings, &[system.to_owned()], wanted, &mut |_, _| {});
    match found.and_then(|report| report.systems.into_iter().next()) {
        Some(system) => Ok(system),
        None => Err(findings(compilation)),
    }
}

fn same(what: &str, found: &Rational, wanted: &Rational) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what}: expected {wanted}, found {found}")) }
}

/// The values of the symbols in a formula.
type Given = BTreeMap<Symbol, Rational>;

fn given(report: &SystemReport) -> Given {
    let symbol = |expr: &Expr| expr.symbols().into_iter().next();
    report.given.iter().filter_map(|(expr, value)| Some((symbol(expr)?, value.clone()))).collect()
}

/// The formula as source, read again in a model whose parameters are its symbols.
fn read_again(formula: &Expr, given: &Given) -> Result<Option<Rational>, String> {
    let mut names = BTreeMap::new();
    let mut params = String::new();
    for (at, symbol) in formula.symbols().into_iter().enumerate() {
        let value = given.get(&symbol).ok_or_else(|| format!("`{symbol}` has no value"))?;
        params.push_str(&format!("param s{at}: number = {value}\n"));
        names.insert(symbol, Expr::symbol(Symbol::new(format!("s{at}"))));
    }
    let Some(text) = source(&formula.substitute(&names)) else { return Ok(None) };
    let mut model = compiled(&params)?;
    ask(&mut model, &text).map(Some).map_err(|why| format!("{why}\nin `{text}`"))
}

/// Right in every digit: not farther from the exact value than half of the last one.
fn rounded(printed: &str, exact: &Rational, digits: u32) -> Result<(), String> {
    let number = Rational::parse_decimal(printed).map_err(|_| format!("`{printed}` is not a number"))?;
    if exact.is_zero() {
        return same("enclosure", &number, exact);
    }
    let ten = Rational::from(10);
    let mut unit = Rational::one();
    while &unit * &ten <= *exact {
        unit = &unit * &ten;
    }
    while unit > *exact {
        unit = unit.checked_div(&ten).unwrap();
    }
    let last = unit.checked_div(&ten.pow(digits as i32 - 1).unwrap()).unwrap();
    let twice = (&number - exact).abs() * Rational::from(2);
    if twice <= last { Ok(()) } else { Err(format!("{printed} is not {exact} to {digits} digits")) }
}

/// Compares every way of computing a system with the value it must have.
fn all_agree(compilation: &mut Compilation, system: &str, wanted: &Rational) -> Result<(), String> {
    same("asked", &ask(compilation, system)?, wanted)?;
    same("unreliability", &ask(compilation, &format!("unreliability({system})"))?, &wanted.complement())?;
    let found = report(compilation, system, &exactly(), true)?;
    match found.value.value().and_then(|value| value.exact.as_ref()) {
        Some(exact) => same("reported", exact, wanted)?,
        None => return Err(format!("reported: {:?}", found.value)),
    }
    let given = given(&found);
    let value = |symbol: &Symbol| given.get(symbol).cloned();
    if let Formula::Closed(formula) = &found.formula {
        let evaluated = formula.evaluate(&value).map_err(|why| format!("formula: {why}"))?;
        same("formula", &evaluated, wanted)?;
        if let Some(again) = read_again(formula, &given)? {
            same("formula read again", &again, wanted)?;
        }
    }
    let expanded = found.expanded.ok_or("there is no polynomial")?;
    let evaluated = expanded
        .polynomial
        .evaluate(|variable| value(&Symbol::new(expanded.names[variable.0 as usize].as_str())).unwrap())
        .map_err(|why| why.to_string())?;
    same("polynomial", &evaluated, wanted)?;
    let enclosed = Settings { exactness: Exactness::Never, digits: 30, ..Settings::default() };
    let Outcome::Value(enclosed) = outcome(compilation, system, &enclosed)? else {
        return Err("no enclosure".to_owned());
    };
    rounded(&enclosed.decimal, wanted, 30)?;
    rounded(&enclosed.complement.ok_or("no complement")?, &wanted.complement(), 30)?;
    if let Some((low, high)) = enclosed.enclosure {
        let end = |text: &str| Rational::parse_decimal(text).map_err(|_| format!("`{text}` is not a number"));
        if end(&low)? > *wanted || end(&high)? < *wanted {
            return Err(format!("{wanted} is not between {low} and {high}"));
        }
    }
    Ok(())
}

/// Runs random models from a first seed on, until so many have been compared.
fn random_models_agree(first: u64, count: usize) {
    let mut failures = Vec::new();
    let (mut seed, mut compared, mut interesting) = (first, 0, 0);
    while compared < count {
        seed += 1;
        let mut random = Random::new(seed);
        let file = generator::file(&mut random);
        let Some(wanted) = enumeration::reliability(&file) else { continue };
        compared += 1;
        interesting += usize::from(!wanted.is_zero() && !wanted.is_one());
        let text = file.text(&mut random);
        let result = compiled(&text).and_then(|mut model| all_agree(&mut model, "Whole", &wanted));
        if let Err(why) = result {
            failures.push((text.len(), format!("seed {seed}: {why}\n{text}")));
        }
    }
    failures.sort();
    let shown: Vec<&str> = failures.iter().take(3).map(|(_, failure)| failure.as_str()).collect();
    assert!(failures.is_empty(), "{} of {count} fail\n{}", failures.len(), shown.join("\n\n"));
    assert!(interesting * 2 > count, "only {interesting} of {count} models can both work and fail");
}

#[test]
fn random_models_agree_with_enumeration_1() {
    random_models_agree(0, 1_000);
}

#[test]
fn random_models_agree_with_enumeration_2() {
    random_models_agree(1_000_000, 1_000);
}

#[test]
fn random_models_agree_with_enumeration_3() {
    random_models_agree(2_000_000, 1_000);
}
