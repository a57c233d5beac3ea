//! Random models through every way of computing them: all must agree, exactly.
//!
//! The reference is an enumeration of all combinations of working and failed things, made from the
//! generator's own tree. Against it stand the exact value, the formula at the values of its
//! symbols, the formula printed as source and read again, the polynomial multiplied out, and the
//! certified enclosure.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod enumeration;
mod generator;

use generator::Random;
use kofn::diagnostics::{Colors, render};
use kofn::emit::formula::source;
use kofn::emit::report::{AnswerKind, Formula, Outcome, SystemReport};
use kofn::{Compilation, Exactness, OneHand, Settings, SingleFile, Wanted};
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
        Outcome::Value(value) => {
            value.exact.ok_or_else(|| format!("`{query}` is not exact: {}", value.decimal))
        }
        other => Err(format!("`{query}`: {other:?}")),
    }
}

fn outcome(
    compilation: &mut Compilation,
    query: &str,
    settings: &Settings,
) -> Result<Outcome, String> {
    match compilation.ask(query, settings) {
        Ok(answer) => match answer.kind {
            AnswerKind::Value { value, .. } => Ok(value),
            _ => Err(format!("`{query}` is not an expression")),
        },
        Err(found) => Err(found
            .iter()
            .map(|finding| render(finding, compilation.sources(), Colors::Never))
            .collect()),
    }
}

fn report(
    compilation: &mut Compilation,
    system: &str,
    settings: &Settings,
    expanded: bool,
) -> Result<SystemReport, String> {
    let wanted = Wanted { expanded: expanded.then_some(100_000) };
    let found =
        compilation.report_with(settings, &[system.to_owned()], wanted, &OneHand, &mut |_, _| {});
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
    let number =
        Rational::parse_decimal(printed).map_err(|_| format!("`{printed}` is not a number"))?;
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
    same(
        "unreliability",
        &ask(compilation, &format!("unreliability({system})"))?,
        &wanted.complement(),
    )?;
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
        .evaluate(|variable| {
            value(&Symbol::new(expanded.names[variable.0 as usize].as_str())).unwrap()
        })
        .map_err(|why| why.to_string())?;
    same("polynomial", &evaluated, wanted)?;
    let enclosed = Settings { exactness: Exactness::Never, digits: 30, ..Settings::default() };
    let Outcome::Value(enclosed) = outcome(compilation, system, &enclosed)? else {
        return Err("no enclosure".to_owned());
    };
    rounded(&enclosed.decimal, wanted, 30)?;
    rounded(&enclosed.complement.ok_or("no complement")?, &wanted.complement(), 30)?;
    if let Some((low, high)) = enclosed.enclosure {
        let end = |text: &str| {
            Rational::parse_decimal(text).map_err(|_| format!("`{text}` is not a number"))
        };
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
    random_models_agree(0, 2_000);
}

#[test]
fn random_models_agree_with_enumeration_2() {
    random_models_agree(1_000_000, 2_000);
}

#[test]
fn random_models_agree_with_enumeration_3() {
    random_models_agree(2_000_000, 2_000);
}

/// Systems over open counts `n` and `m`; `S` is what is compared. Each is also valid for numbers.
const OPEN_SIZES: &[(&str, usize)] = &[
    (
        "system S { module a[n] = p module b[m] = q works when any of (any of (series(a[i], b[j]) for j in 1..m) for i in 1..n) }",
        1,
    ),
    ("system S { module vm[n] = p works when any of vm }", 1),
    ("system S { module vm[n] = p works when all of vm }", 1),
    ("system S { module vm[n] = p works when 2 of vm }", 2),
    ("system S { module vm[n] = p works when 3 of vm }", 3),
    ("system S { module vm[n] = p works when n - 1 of vm }", 2),
    ("system S { module vm[n] = p works when majority of vm }", 1),
    ("system S { module vm[n] = p on h works when 2 of vm } module h = q", 2),
    ("system S { module h[n] = q module vm[i in 1..n] = p on h[i] works when 2 of vm }", 2),
    ("system S { module h[n] = q module vm[n] = p on any of h works when any of vm }", 1),
    ("system S { module h[n] = q module vm[n] = p on all of h works when 2 of vm }", 2),
    ("system S { module h[n] = q module vm[n] = p on 2 of h works when any of vm }", 2),
    (
        "system S { module h[n] = q module vm[n] = p on any of h works when series(any of vm, 2 of h) }",
        2,
    ),
    (
        "system S { module h[n] = q module vm[n] = p on any of h works when parallel(all of vm, 2 of h) }",
        2,
    ),
    ("system S { module a[n] = p module b[n] = q works when parallel(any of a, all of b) }", 1),
    ("system S { module a[n] = p module b[m] = q works when series(2 of a, majority of b) }", 2),
    (
        "system S { module a[n] = p module b[n] = q works when all of (parallel(a[i], b[i]) for i in 1..n) }",
        1,
    ),
    (
        "system S { module a[n] = p module b[n] = q works when 2 of (series(a[i], b[i], x) for i in 1..n) } module x = r",
        2,
    ),
    (
        "system S { module a[n] = p module b[n] = q works when all of (parallel(a[i], all of b) for i in 1..n) }",
        1,
    ),
    (
        "system S { module a[n] = p module x = q works when all of (parallel(a[i], x) for i in 1..n) }",
        1,
    ),
    (
        "system S { module a[n] = p module x = q works when series(all of (parallel(a[i], x) for i in 1..n), parallel(x, any of (series(a[i], x) for i in 1..n))) }",
        1,
    ),
    (
        "system S { module a[n] = p module x, y = q works when parallel(series(x, any of a), series(y, 2 of a)) }",
        2,
    ),
    (
        "system S { module a[n] = p module x, y = q works when parallel(series(x, any of a), series(y, 2 of a), all of a) }",
        2,
    ),
    (
        "system S { module a[n] = p module x, y = q works when parallel(series(x, 2 of a), series(y, 3 of a), series(x, y, any of a)) }",
        3,
    ),
    (
        "system S { module a[n] = p module x = q works when parallel(series(x, not any of a), all of a) }",
        1,
    ),
    (
        "system Rack { module own = q module vm[m] = p on own works when any of vm } system S { module rack[n] = Rack works when 2 of rack }",
        2,
    ),
    (
        "system Rack { module vm[n] = p works when 2 of vm } system S { module rack[n] = Rack works when any of rack }",
        2,
    ),
    (
        "system Rack { module vm[m] = p works when any of vm } system S { module pdu[n] = q module rack[i in 1..n] = Rack on pdu[i] works when majority of rack }",
        1,
    ),
    (
        "system Rack { module vm[n] = p works when any of vm } system S { module r1 = Rack module a[n] = q on r1 works when 2 of a }",
        2,
    ),
    (
        "system Rack { module vm[n] = p works when any of vm } system S { module r1, r2 = Rack works when series(r1, r2, parallel(all of r1.vm, r2)) }",
        1,
    ),
    (
        "system Rack { param feed: module module vm[m] = p on feed works when 2 of vm } system S { module pdu[n] = q module rack[i in 1..n] = Rack(feed = pdu[i]) works when any of rack }",
        2,
    ),
    (
        "system Rack { param feed: module module vm[m] = p on feed works when any of vm } system S { module pdu = q module rack[i in 1..n] = Rack(feed = pdu) works when parallel(pdu, 2 of rack) }",
        2,
    ),
    (
        "system Rack { param w module vm[m] = w works when any of vm } system S { module rack[n] = Rack(w = p*q) works when 2 of rack }",
        2,
    ),
    (
        "system Rack { param w module vm[2] = w works when any of vm } system S { module rack[i in 1..n] = Rack(w = p/i) works when any of rack }",
        1,
    ),
    ("system S { module vm[i in 1..n] = p/i works when all of vm }", 1),
    (
        "system S { module h[j in 1..n] = q/(j + 1) module vm[i in 1..n] = p/i on h[i] works when any of vm }",
        1,
    ),
    (
        "system S { module spare[n] = q module lane[m] = p works when any of (series(lane[j], any of spare) for j in 1..m) }",
        1,
    ),
    (
        "system S { module a[n] = p block most = majority of a module b = q on most works when series(b, any of (a[i] for i in 1..n)) }",
        1,
    ),
];

fn at(params: &str, model: &str) -> String {
    format!("param p = 2/3\nparam q = 3/5\nparam r = 9/10\n{params}\n{model}")
}

/// With the counts open, their values put in later must give what the models of known size give.
#[test]
fn open_sizes_agree_with_known_ones() {
    let mut failures = Vec::new();
    for (model, least) in OPEN_SIZES {
        if let Err(why) = open_and_known(model, *least) {
            failures.push(format!("{model}\n{why}"));
        }
    }
    assert!(failures.is_empty(), "{} fail\n{}", failures.len(), failures.join("\n\n"));
}

fn open_and_known(model: &str, least: usize) -> Result<(), String> {
    let mut open = compiled(&at("param n: count\nparam m: count", model))?;
    let found = report(&mut open, "S", &Settings::default(), false)?;
    let Formula::Closed(formula) = &found.formula else {
        return Err(format!("no formula: {:?}", found.formula));
    };
    let given = given(&found);
    for n in least..=6 {
        for m in least..=3 {
            let mut known =
                compiled(&at(&format!("param n: count = {n}\nparam m: count = {m}"), model))?;
            let wanted = ask(&mut known, "S").map_err(|why| format!("known: {why}"))?;
            let mut given = given.clone();
            given.insert(Symbol::new("n"), Rational::from(n as i64));
            given.insert(Symbol::new("m"), Rational::from(m as i64));
            let evaluated = formula.evaluate(&|symbol: &Symbol| given.get(symbol).cloned());
            let evaluated = evaluated.map_err(|why| format!("n = {n}, m = {m}: {why}"))?;
            same(&format!("formula at n = {n}, m = {m}"), &evaluated, &wanted)?;
            let call = format!("S given n = {n}, m = {m}");
            same(&call, &ask(&mut open, &call)?, &wanted)?;
            if model.contains("m]") {
                continue;
            }
            let call = format!("S(n = {n})");
            same(&call, &ask(&mut open, &call)?, &wanted)?;
            if let Some(again) = read_again(formula, &given)? {
                same("formula read again", &again, &wanted)?;
            }
            break;
        }
    }
    Ok(())
}

/// How many must work may be open as well.
#[test]
fn open_thresholds_agree_with_known_ones() {
    for model in [
        "system S { module vm[n] = p works when k of vm }",
        "system S { module vm[5] = p works when k of vm }",
        "system S { module vm[5] = p works when series(k of vm, any of vm) }",
        "system S { module h[n] = q module vm[i in 1..n] = p on h[i] works when k of vm }",
    ] {
        let mut open = compiled(&at("param n: count\nparam k: count", model)).unwrap();
        for n in [5] {
            for k in 1..=n {
                let text = at(&format!("param n: count = {n}\nparam k: count = {k}"), model);
                let wanted = ask(&mut compiled(&text).unwrap(), "S").unwrap();
                let found = report(&mut open, "S", &Settings::default(), false).unwrap();
                let Formula::Closed(formula) = &found.formula else { panic!("{model}") };
                let mut given = given(&found);
                given.insert(Symbol::new("n"), Rational::from(n));
                given.insert(Symbol::new("k"), Rational::from(k));
                let evaluated =
                    formula.evaluate(&|symbol: &Symbol| given.get(symbol).cloned()).unwrap();
                assert_eq!(evaluated, wanted, "{model} at k = {k}");
                assert_eq!(
                    ask(&mut open, &format!("S given n = {n}, k = {k}")).unwrap(),
                    wanted,
                    "{model} at k = {k}"
                );
            }
        }
    }
}

/// What cannot be computed at open size is refused, not guessed.
#[test]
fn open_sizes_that_cannot_be_computed_are_refused() {
    for (model, code) in [
        (
            "system S { module a[n] = p module b = q works when parallel(series(b, majority of a), all of a) }",
            "group-thresholds",
        ),
        ("system S { module vm[n] = p works when vm[1] }", "group-element"),
        ("system S { module vm[n] = p works when any of vm[1..2] }", "group-element"),
        ("system S { module vm[3] = p works when series(k of vm, vm[1]) }", "group-element"),
        ("system S { module a, b = p works when k of (a, b) }", "group-thresholds"),
        (
            "system S { module vm[n] = p module x = q works when parallel(series(x, k of vm), 2 of vm) }",
            "group-thresholds",
        ),
        ("system S { module vm[i in 1..n] = p/i works when 2 of vm }", "group-unlike"),
        (
            "system S { module vm[n] = p module x[n] = q works when any of (series(x[i], i of vm) for i in 1..n) }",
            "group-unlike",
        ),
        (
            "system Rack { param size: count module vm[size] = p works when any of vm } system S { module rack[i in 1..n] = Rack(size = i) works when any of rack }",
            "group-unlike",
        ),
        (
            "system S { module h[n] = q module vm[i in 1..n] = p on h[i] works when series(2 of h, any of vm) }",
            "group-two-levels",
        ),
        (
            "system S { module a[n] = p module b[m] = q works when any of (2 of (parallel(a[i], b[j]) for j in 1..m) for i in 1..n) }",
            "group-two-levels",
        ),
        (
            "system S { module a[n] = p module b[n] = q works when any of (any of (series(a[i], b[j]) for j in 1..n) for i in 1..n) }",
            "group-two-levels",
        ),
        (
            "system S { module a[n] = p link x -> a[i] for i in 1..n works when path(x, x) }",
            "group-network",
        ),
    ] {
        let text = at("param n: count\nparam m: count\nparam k: count", model);
        let world = SingleFile::new("model.rbd", &text);
        let mut compilation = Compilation::new(&world, "model.rbd");
        compilation.check();
        compilation.report(&Settings::default(), &["S".to_owned()]);
        let errors: Vec<&str> = compilation
            .diagnostics()
            .iter()
            .filter(|finding| finding.is_error())
            .map(|finding| finding.code.0)
            .collect();
        assert_eq!(errors, [code], "{model}");
    }
}

/// Arrays too large to be told apart by default are told apart where a model needs it.
#[test]
fn large_arrays_agree_with_formulas() {
    let p = "999/1000";
    for (model, wanted) in [
        (format!("module x[2000] = {p} works when all of x"), format!("({p})^2000")),
        (format!("module x[2000] = {p} works when any of x"), "1 - (1/1000)^2000".to_owned()),
        (
            "module x[1500] = 1/1500 works when 2 of x".to_owned(),
            "1 - (1499/1500)^1500 - (1499/1500)^1499".to_owned(),
        ),
        (format!("module x[2000] = {p} works when x[7]"), p.to_owned()),
        (format!("module x[2000] = {p} works when all of x[3..1200]"), format!("({p})^1198")),
        (format!("module x[2000] = {p} works when series(x[7], all of x)"), format!("({p})^2000")),
        (format!("module x[2000] = {p} works when parallel(x[7], all of x)"), p.to_owned()),
        (
            format!("module x[2000] = {p} on h module h = 1/2 works when all of x"),
            format!("({p})^2000/2"),
        ),
        (
            format!(
                "module h[2000] = {p} module x[i in 1..2000] = 1/2 on h[i] works when any of x"
            ),
            format!("1 - (1 - {p}/2)^2000"),
        ),
        (
            "module h[2000] = 1/2000 module x[2000] = 1/2 on any of h works when any of x"
                .to_owned(),
            "(1 - (1999/2000)^2000)*(1 - (1/2)^2000)".to_owned(),
        ),
        ("module x[i in 1..2000] = i/(i + 1) works when all of x".to_owned(), "1/2001".to_owned()),
        (
            "module x[i in 1..2000] = 1/(i + 1) works when any of x".to_owned(),
            "2000/2001".to_owned(),
        ),
        (
            format!("module x[2000] = {p} works when all of (x[i] for i in 1..2000)"),
            format!("({p})^2000"),
        ),
        (
            format!("module x[2000] = {p} works when all of (x[i] for i in 1..1900)"),
            format!("({p})^1900"),
        ),
        ("module x[10^6] = 1/10^6 works when any of x".to_owned(), String::new()),
    ] {
        let mut model = compiled(&format!("system S {{ {model} }}"))
            .unwrap_or_else(|why| panic!("{model}\n{why}"));
        if wanted.is_empty() {
            let settings = Settings { digits: 20, ..Settings::default() };
            // 1 − (1 − 10⁻⁶)^(10⁶), computed apart with 60 digits.
            match outcome(&mut model, "S", &settings) {
                Ok(Outcome::Value(value)) => assert_eq!(value.decimal, "0.63212074276835490571"),
                other => panic!("{other:?}"),
            }
            continue;
        }
        let wanted = ask(&mut model, &wanted).unwrap();
        assert_eq!(ask(&mut model, "S").unwrap(), wanted);
    }
}
