//! Typst compiles every formula of the examples and the standard library, and SymPy computes the same values
//! from its script as we do.
//!
//! Needs Python with the packages `typst` and `sympy`; see [`python`].

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use kofn::emit::report::{Formula, Outcome, Report, SymbolKind, SystemReport};
use kofn::{Compilation, Settings, SingleFile, World, emit};
use kofn_algebra::{Integer, Rational, Symbol};
use kofn_suite::python::python;
use kofn_suite::{Project, files, root};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Names that mean something to Python, SymPy or Typst, and shapes of formulas that examples lack.
const ODD: &str = r#"
param lambda, class, None, I, E, S, N, O, Q, pi, beta, oo, Rational, any_of, range, len
param sum, frac, dots, op, quad, text, alpha', λ_V, Größe, ﬁ, fi, 部品, é, µ_10, part_1, systems, values
param part_2[i]
param x: number
param n, k, i: count

system True {
    module a = lambda*class*None*I*E*S*N*O*Q*pi*beta*oo*Rational*any_of*range*len
    module b = sum*frac*dots*op*quad*text*alpha'*λ_V*Größe*ﬁ*fi*部品*é*µ_10*part_1*systems*values
    works when parallel(a, b)
}
system R_first { module third  works when third }
system second {
    param first, R_first_2
    module one = first
    module two = R_first_2
    works when parallel(one, two)
}
system Symbol { module m[j in 1..n] = part_2[j]  works when any of m }
system every { module m[j in 1..n] = part_2[j]  works when all of m }
system vote { module m[n]  works when k of m }
system vote_of_i { module m[i] = 0.7  works when majority of m }
system unlike { module a, b, c, d, e, f, g  works when 3 of (a, b, c, d, e, f, g, a) }
system alike { module a[4], b[3] = part_1  works when 4 of (a, b) }
system deep {
    module a, b, c, d, e, f
    works when 2 of (series(a, b), parallel(c, 2 of (d, e, f)), series(b, f), a)
}
system quotient { module m = 1/3 + E/7 - E^2/9  works when m }
system power { module m = (1/2)^n  works when m }
system root { module m[2*n + 1] = 1/(1 + x^2)  works when any of m }
system rounded { module m = min(1/2, E)*(1/(1 + mod(n, 3)))^floor(n/2)  works when m }
system sums { module m = sum(E^j/2^j for j in 1..n)  works when m }
system empty { module m = product(1 - E/(j + 1) for j in 3..n)  works when m }
"#;

/// A system with more operands than Python takes in a row.
fn long() -> String {
    let names: Vec<String> = (0..3000).map(|number| format!("m{number}")).collect();
    let list = names.join(", ");
    format!("system long {{ module {list}\n works when series({list}) }}\n")
}

/// All models, with their names.
fn reports() -> Vec<(String, Report)> {
    let mut reports = Vec::new();
    for path in files("examples", "rbd").into_iter().chain(files("stdlib", "rbd")) {
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        reports.push((name, report(&Project, &path.to_string_lossy())));
    }
    for (name, text) in [("odd.rbd", ODD), ("long.rbd", &long())] {
        reports.push((name.to_owned(), report(&SingleFile::new(name, text), name)));
    }
    reports
}

fn report(world: &dyn World, name: &str) -> Report {
    let mut compilation = Compilation::new(world, name);
    let report = compilation.report(&Settings::default(), &[]);
    report.unwrap_or_else(|| panic!("{name}: {:#?}", compilation.diagnostics()))
}

/// Compiles each document, and the comments that have a formula with it.
const TYPST: &str = r#"
import json, sys, typst
judged = 0
for name, text in json.load(sys.stdin):
    try:
        typst.compile(text.replace("// $", "$").encode(), format="svg")
        judged += text.count("$\n")
    except Exception as error:
        print(name, error)
print("judged", judged)
"#;

#[test]
fn typst_compiles_every_formula() {
    let reports = reports();
    let documents: Vec<(&str, String)> =
        reports.iter().map(|(name, report)| (name.as_str(), emit::typst::report(report))).collect();
    let count: usize = documents.iter().map(|(_, text)| text.matches("$\n").count()).sum();
    assert!(count > 80, "only {count} formulas were found");
    let Some(said) = python("typst", TYPST, &json!(documents).to_string()) else { return };
    assert_eq!(said.trim_end(), format!("judged {count}"), "formulas that Typst refuses");
}

/// Runs each script, puts in the values, and compares.
const SYMPY: &str = r#"
import json, sys
from sympy import Indexed, Rational, Symbol

def put(expression, values):
    names = {s: Rational(values[s.name]) for s in expression.free_symbols if isinstance(s, Symbol) and s.name in values}
    found = expression.subs(names).doit()
    return found.subs({one: Rational(values[str(one)]) for one in found.atoms(Indexed)}).doit()

judged = 0
for case in json.load(sys.stdin):
    space = {}
    exec(compile(case["script"], case["name"], "exec"), space)
    for point in case["points"]:
        name, values = point["system"], point["values"]
        expression = space["systems"][name]
        found = expression.subs(space["values"][name]) if values is None else put(expression, values)
        if values is None:
            found = found.doit()
        judged += 1
        if found != Rational(point["expected"]):
            print(case["name"], name, values, "gives", found, "and not", point["expected"])
        if name == "unlike":
            # Linear in each symbol, so a slope is a difference.
            for symbol in expression.free_symbols:
                slope = put(expression.diff(symbol), values)
                if slope != put(expression, {**values, symbol.name: "1"}) - put(expression, {**values, symbol.name: "0"}):
                    print(case["name"], name, "slope in", symbol, "is", slope)
print("judged", judged)
"#;

/// A value that looks like none in particular, the same in every run.
fn value(system: &SystemReport, symbol: &Symbol, round: u64) -> Rational {
    let mut hasher = DefaultHasher::new();
    (symbol.name(), round).hash(&mut hasher);
    let number = hasher.finish();
    let family = symbol.name().split('[').next().unwrap_or("");
    let below = |most: u64| i64::try_from(number / 1000 % most).unwrap();
    match system.kinds.get(family) {
        Some(SymbolKind::Count) => Rational::from(Integer::from(1 + below(4))),
        _ => Rational::new(Integer::from(1 + below(96)), Integer::from(97)).unwrap(),
    }
}

/// Values for the symbols of a system's formula, and what it is there.
fn points(system: &SystemReport) -> Vec<Value> {
    let Formula::Closed(formula) = &system.formula else { return Vec::new() };
    let mut points = Vec::new();
    for round in 0..3 {
        let asked = RefCell::new(BTreeMap::new());
        let found = formula.evaluate(&|symbol| {
            let value = value(system, symbol, round);
            asked.borrow_mut().insert(symbol.name().to_owned(), value.to_string());
            Some(value)
        });
        if let Ok(expected) = found {
            points.push(json!({
                "system": system.name,
                "values": asked.into_inner(),
                "expected": expected.to_string(),
            }));
        }
    }
    // With the values of the model, where it has them all.
    if let Outcome::Value(value) = &system.value
        && let Some(exact) = &value.exact
        && exact.to_string().len() < 4000
    {
        points.push(json!({
            "system": system.name,
            "values": null,
            "expected": exact.to_string(),
        }));
    }
    points
}

#[test]
fn sympy_computes_the_same_values() {
    let mut count = 0;
    let mut cases = Vec::new();
    for (name, report) in reports() {
        let points: Vec<Value> = report.systems.iter().flat_map(points).collect();
        count += points.len();
        let script = emit::sympy::report(&report);
        cases.push(json!({"name": name, "script": script, "points": points}));
    }
    assert!(count > 200, "only {count} points were found");
    let Some(said) = python("sympy", SYMPY, &Value::from(cases).to_string()) else { return };
    assert_eq!(said.trim_end(), format!("judged {count}"), "values that are not ours");
}

/// What identifiers keep as it is.
const LETTERS: &str = r#"
import json, sys, unicodedata
for letter in json.load(sys.stdin):
    if unicodedata.normalize("NFKC", letter) != letter or not letter.isidentifier():
        print(letter, hex(ord(letter)))
"#;

#[test]
fn python_keeps_the_letters_of_identifiers() {
    // Every letter that a name may have, each the name of a parameter: those that are kept come back.
    let letters = (0x80..0x1_0000).filter_map(char::from_u32).filter(|one| one.is_alphabetic());
    let kept: Vec<String> =
        letters.filter(|one| emit::sympy::keeps(*one)).map(String::from).collect();
    assert!(kept.len() > 10_000);
    let Some(said) = python("unicodedata", LETTERS, &json!(kept).to_string()) else { return };
    assert_eq!(said, "", "letters that Python changes");
}
