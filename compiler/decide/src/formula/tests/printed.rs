//! The formulas and conditions an engineer would write, each checked at exact points as well.

use kofn_algebra::Function;
use kofn_emit::formula::{Style, text};

use super::soundness::{check, check_count};
use super::*;
use crate::formula::{Alternative, Bound, Case, Feasible, FormulaAnswer};
use crate::question::Condition;

fn plain(expr: &Expr) -> String {
    text(expr, &Style::default()).to_string()
}

fn written(condition: &Condition) -> String {
    let join =
        |all: &[Condition], word: &str| all.iter().map(written).collect::<Vec<_>>().join(word);
    match condition {
        Condition::Compare(Comparison { left, relation, right }) => {
            format!("{} {relation} {}", plain(left), plain(right))
        }
        Condition::All(all) => join(all, " and "),
        Condition::Any(any) => format!("({})", join(any, " or ")),
    }
}

fn list(conditions: &[Condition]) -> String {
    conditions.iter().map(written).collect::<Vec<_>>().join(", ")
}

fn bounds(symbol: &Symbol, bounds: &[Bound]) -> String {
    let one =
        |Bound { relation, formula }: &Bound| format!("{symbol} {relation} {}", plain(formula));
    bounds.iter().map(one).collect::<Vec<_>>().join(" and ")
}

fn rest(conditions: &[Condition], feasible: &Feasible, otherwise: &[Case]) -> String {
    let feasible = match feasible {
        Feasible::Always => "always".to_owned(),
        Feasible::Never => "never".to_owned(),
        Feasible::Unknown => "unknown".to_owned(),
        Feasible::When(conditions) => list(conditions),
    };
    let cases: Vec<String> = otherwise
        .iter()
        .map(|case| format!("{}: {}", list(&case.when), if case.holds { "all" } else { "none" }))
        .collect();
    format!(" | {} | {feasible} | {}", list(conditions), cases.join("; "))
}

fn told(answer: &FormulaAnswer, symbol: &Symbol) -> String {
    match answer {
        FormulaAnswer::Solved(solved) => {
            let tail = rest(&solved.conditions, &solved.feasible, &solved.otherwise);
            format!("{symbol} {} {}{tail}", solved.relation, plain(&solved.formula))
        }
        FormulaAnswer::TwoEnds(ends) => {
            let one = |Alternative { bounds: all, conditions }: &Alternative| {
                let mut text = bounds(symbol, all);
                if !conditions.is_empty() {
                    text.push_str(&format!(" if {}", list(conditions)));
                }
                text
            };
            let all: Vec<String> = ends.alternatives.iter().map(one).collect();
            all.join(" or ") + &rest(&ends.conditions, &ends.feasible, &ends.otherwise)
        }
        FormulaAnswer::NoClosedForm { reduced, conditions, monotone } => {
            let reduced = reduced.clone().map(Condition::Compare);
            let reduced = reduced.as_ref().map_or("nothing".to_owned(), written);
            format!("no closed form: {reduced} | {} | {monotone:?}", list(conditions))
        }
        FormulaAnswer::Always(conditions) => format!("always | {}", list(conditions)),
        FormulaAnswer::Never(conditions) => format!("never | {}", list(conditions)),
    }
}

#[track_caller]
fn solves(comparison: Comparison, symbol: &str, expected: &str) {
    let parameters = usual(&comparison);
    let (answer, seen) = check(&comparison, &name(symbol), &parameters, 60);
    println!("{:40} {seen:?}", told(&answer, &name(symbol)));
    let _ = expected;
}

#[track_caller]
fn bounds_count(comparison: Comparison, expected: &str) {
    let parameters = usual(&comparison);
    let Some((found, seen)) = check_count(&comparison, &name("n"), &parameters, 60) else {
        println!("none {comparison:?}");
        return;
    };
    let tail = rest(&found.conditions, &found.feasible, &found.otherwise);
    println!(
        "n {} {}{tail} → {} {seen:?}",
        found.relation,
        plain(&found.formula),
        plain(&found.limit)
    );
    let _ = expected;
}

#[test]
fn look() {
    use Relation::*;
    for count in [s("n"), n(1), n(2), n(3), n(4)] {
        solves(compare(virtualized(count.clone()), More, native()), "R_V", "");
        solves(compare(virtualized(count.clone()), AtLeast, native()), "R_V", "");
        solves(compare(virtualized(count.clone()), AtLeast, s("R")), "R_V", "");
        solves(compare(virtualized(count.clone()), More, native()), "R_M", "");
        solves(compare(virtualized(count.clone()), AtLeast, native()), "R_M", "");
        solves(compare(virtualized(count.clone()), AtLeast, s("R")), "R_M", "");
        solves(compare(virtualized(count.clone()), More, s("R")), "R_M", "");
        solves(
            compare(shared_function(count.clone()), AtLeast, own_function(count.clone())),
            "R_F",
            "",
        );
        solves(
            compare(shared_function(count.clone()), AtLeast, own_function(count.clone())),
            "R_f",
            "",
        );
        println!();
    }
    for (k, m) in [(2, 3), (3, 5), (4, 7)] {
        solves(compare(voting(k, m), More, native()), "R_V", "");
        solves(compare(voting(k, m), AtLeast, native()), "R_V", "");
        solves(compare(voting(k, m), More, native()), "R_M", "");
        solves(compare(voting(k, m), AtLeast, native()), "R_M", "");
    }
    println!();
    bounds_count(compare(virtualized(s("n")), More, native()), "");
    bounds_count(compare(virtualized(s("n")), More, s("R")), "");
    bounds_count(compare(virtualized(s("n")), AtLeast, s("R")), "");
    let one = Expr::any_indexed("i", n(1), s("n"), Expr::indexed("R_M", s("i")));
    let parameters = [
        ("R_H", real(0, 1)),
        ("R_V", real(0, 1)),
        ("R", real(0, 1)),
        ("R_M", real(0, 1)),
        ("n", Range::Count { lo: 1.into(), hi: None }),
    ];
    let parameters: Parameters = parameters.into_iter().map(|(s, r)| (name(s), r)).collect();
    let c = compare(series([s("R_H"), s("R_V"), one]), More, s("R"));
    println!(
        "{}",
        told(&crate::formula::solve_formula(&c, &name("R_V"), &parameters), &name("R_V"))
    );
    let half = Expr::function(Function::Floor, [Expr::quotient(s("n"), n(2))]);
    let vote = Expr::at_least(Expr::sum([half, n(1)]), s("n"), s("R_M"));
    solves(compare(series([s("R_H"), s("R_V"), vote]), More, native()), "R_V", "");
}
