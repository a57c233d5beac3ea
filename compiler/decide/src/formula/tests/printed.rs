//! The formulas and conditions an engineer would write, each checked at exact points as well.

use kofn_algebra::Function;
use kofn_emit::formula::{Style, text};

use super::soundness::{check, check_count};
use super::*;
use crate::formula::{
    Alternative, Bound, Case, Feasible, FormulaAnswer, count_bound, solve_formula,
};
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

/// Solves for a parameter, with what is told of the answer: `formula | conditions | feasible |
/// cases`.
#[track_caller]
fn solves(comparison: Comparison, symbol: &str, expected: &str) {
    let parameters = usual(&comparison);
    let (answer, seen) = check(&comparison, &name(symbol), &parameters, 40);
    assert_eq!(told(&answer, &name(symbol)), expected);
    assert!(seen.agreed > 50, "{seen:?}");
}

#[track_caller]
fn bounds_count(comparison: Comparison, expected: &str, limit: &str) {
    let parameters = usual(&comparison);
    let (found, seen) = check_count(&comparison, &name("n"), &parameters, 60).unwrap();
    let tail = rest(&found.conditions, &found.feasible, &found.otherwise);
    let found_text = format!("n {} {}{tail}", found.relation, plain(&found.formula));
    assert_eq!(found_text, expected);
    assert_eq!(plain(&found.limit), limit);
    assert!(seen.agreed > 50 && seen.satisfied > 50, "{seen:?}");
}

const NONE: &str = "R_H == 0: none; R_M == 0: none";
const ALL: &str = "R_H == 0: all; R_M == 0: all";

#[test]
fn the_hypervisor_that_machines_need() {
    for (count, formula, feasible) in [
        (s("n"), "R_M / [1 − (1 − R_M)ⁿ]", "R_M < 1, n >= 2"),
        (n(1), "1", "never"),
        (n(2), "1 / (2 − R_M)", "R_M < 1"),
        (n(3), "1 / (R_M² − 3 R_M + 3)", "R_M < 1"),
        (n(4), "1 / (4 − 6 R_M + 4 R_M² − R_M³)", "R_M < 1"),
    ] {
        let strict = format!("R_V > {formula} | R_H > 0, R_M > 0 | {feasible} | {NONE}");
        let weak = format!("R_V >= {formula} | R_H > 0, R_M > 0 | always | {ALL}");
        let virtualized = virtualized(count.clone());
        if count.is_one() {
            // One machine on a hypervisor is never better.
            solves(compare(virtualized.clone(), Relation::More, native()), "R_V", "never | ");
        } else {
            solves(compare(virtualized.clone(), Relation::More, native()), "R_V", &strict);
        }
        solves(compare(virtualized, Relation::AtLeast, native()), "R_V", &weak);
    }
    // The same question the other way round.
    solves(
        compare(native(), Relation::Less, virtualized(n(2))),
        "R_V",
        &format!("R_V > 1 / (2 − R_M) | R_H > 0, R_M > 0 | R_M < 1 | {NONE}"),
    );
}

#[test]
fn the_hypervisor_for_a_target() {
    for (count, group) in [(s("n"), "[1 − (1 − R_M)ⁿ]"), (n(2), "[1 − (1 − R_M)²]")] {
        solves(
            compare(virtualized(count), Relation::AtLeast, s("R")),
            "R_V",
            &format!("R_V >= R / {{R_H {group}}} | R_H > 0, R_M > 0 | R <= R_H {group} | "),
        );
    }
}

#[test]
fn unlike_machines() {
    let one = Expr::any_indexed("i", n(1), s("n"), Expr::indexed("R_M", s("i")));
    let comparison = compare(series([s("R_H"), s("R_V"), one]), Relation::More, s("R"));
    let answer = solve_formula(&comparison, &name("R_V"), &usual(&comparison));
    assert_eq!(
        told(&answer, &name("R_V")),
        "R_V > R / {R_H [1 − ∏_{i=1}^{n} (1 − R_{M_i})]} \
         | R_H > 0, ∏_{i=1}^{n} (1 − R_{M_i}) < 1 \
         | R < R_H [1 − ∏_{i=1}^{n} (1 − R_{M_i})] \
         | (R_H == 0 or ∏_{i=1}^{n} (1 − R_{M_i}) >= 1): none"
    );
}

#[test]
fn the_number_of_machines() {
    bounds_count(
        compare(virtualized(s("n")), Relation::More, native()),
        "n > log(1 − R_M/R_V) / log(1 − R_M) \
         | R_H > 0, R_M > 0, R_M < 1, R_M < R_V | always \
         | R_H == 0: none; R_V == 0: none; R_M < 1, R_M >= R_V: none; R_M == 0: none",
        "R_H R_V",
    );
    bounds_count(
        compare(virtualized(s("n")), Relation::More, s("R")),
        "n > log(1 − R / (R_H R_V)) / log(1 − R_M) \
         | R_H > 0, R_V > 0, R_M > 0, R_M < 1, R < R_H R_V | always \
         | (R_H == 0 or R_V == 0): none; R_M < 1, R >= R_H R_V: none; R_M == 0: none",
        "R_H R_V",
    );
    let numeric = |expr: Expr| {
        let values = [("R_H", ratio(1, 1)), ("R_V", ratio(3, 10)), ("R_M", ratio(1, 10))];
        let values = values.map(|(symbol, value)| (name(symbol), Expr::number(value)));
        expr.substitute(&values.into())
    };
    bounds_count(
        compare(numeric(virtualized(s("n"))), Relation::More, numeric(native())),
        "n > log(2/3)/log(0.9) |  | always | ",
        "0.3",
    );
    // Not through one power.
    let vote = compare(Expr::at_least(n(2), s("n"), s("R_M")), Relation::More, s("R"));
    assert_eq!(count_bound(&vote, &name("n"), &usual(&vote)), None);
}

#[test]
fn the_machines_that_are_worth_it() {
    let solve = |count: Expr, relation: Relation, expected: &str| {
        solves(compare(virtualized(count), relation, native()), "R_M", expected);
    };
    solve(
        n(2),
        Relation::More,
        "R_M > 0 and R_M < 2 − 1/R_V | R_H > 0, R_V > 0 | R_V > 0.5 \
         | R_H == 0: none; R_V == 0: none",
    );
    solve(
        n(2),
        Relation::AtLeast,
        "R_M <= 2 − 1/R_V or R_M == 0 | R_H > 0, R_V > 0 | always | R_H == 0: all",
    );
    solve(
        n(3),
        Relation::More,
        "R_M > 0 and R_M < [3 R_V − √(4 R_V − 3 R_V²)] / (2 R_V) \
         | R_H > 0, R_V > 0 | R_V > 1/3 | R_H == 0: none",
    );
    solve(
        n(4),
        Relation::More,
        "no closed form: 4 R_V R_M² − R_V R_M³ − 6 R_V R_M + 4 R_V − 1 > 0 \
         | R_H > 0, R_M > 0 | Some(Falling)",
    );
    let symbolic = compare(virtualized(s("n")), Relation::More, native());
    let answer = solve_formula(&symbolic, &name("R_M"), &usual(&symbolic));
    assert!(matches!(answer, FormulaAnswer::NoClosedForm { .. }));
}

#[test]
fn the_machines_for_a_target() {
    for (count, root) in [(s("n"), "[1 − R / (R_H R_V)]^(1/n)"), (n(2), "√[1 − R / (R_H R_V)]")]
    {
        solves(
            compare(virtualized(count), Relation::AtLeast, s("R")),
            "R_M",
            &format!(
                "R_M >= 1 − {root} | R_H > 0, R_V > 0, R <= R_H R_V | always \
                 | R_H > 0, R_V > 0, R > R_H R_V: none"
            ),
        );
    }
}

#[test]
fn where_a_function_belongs() {
    let cases = "R_H == 0: all; R_V == 0: all; R_M' == 0: all";
    for (count, formula) in [
        (s("n"), "[1 − (1 − R_f R_M')ⁿ] / [1 − (1 − R_M')ⁿ]"),
        (n(1), "R_f"),
        (n(2), "R_f (2 − R_f R_M') / (2 − R_M')"),
        (n(3), "R_f (R_f² R_M'² − 3 R_f R_M' + 3) / (R_M'² − 3 R_M' + 3)"),
    ] {
        let (shared, each) = (shared_function(count.clone()), own_function(count));
        solves(
            compare(shared, Relation::AtLeast, each),
            "R_F",
            &format!("R_F >= {formula} | R_H > 0, R_V > 0, R_M' > 0 | always | {cases}"),
        );
    }
    for (count, formula) in [
        (s("n"), "(1 − {1 − R_F [1 − (1 − R_M')ⁿ]}^(1/n)) / R_M'"),
        (n(2), "(1 − √{1 − R_F [1 − (1 − R_M')²]}) / R_M'"),
    ] {
        let (shared, each) = (shared_function(count.clone()), own_function(count));
        solves(
            compare(shared, Relation::AtLeast, each),
            "R_f",
            &format!("R_f <= {formula} | R_H > 0, R_V > 0, R_M' > 0 | always | {cases}"),
        );
    }
}

#[test]
fn the_hypervisor_for_voting() {
    for (needed, of, formula) in [
        (2, 3, "1 / (3 R_M − 2 R_M²)"),
        (3, 5, "1 / (6 R_M⁴ − 15 R_M³ + 10 R_M²)"),
        (4, 7, "1 / (35 R_M³ − 84 R_M⁴ + 70 R_M⁵ − 20 R_M⁶)"),
    ] {
        solves(
            compare(voting(needed, of), Relation::More, native()),
            "R_V",
            &format!("R_V > {formula} | R_H > 0, R_M > 0 | R_M > 0.5, R_M < 1 | {NONE}"),
        );
        solves(
            compare(voting(needed, of), Relation::AtLeast, native()),
            "R_V",
            &format!("R_V >= {formula} | R_H > 0, R_M > 0 | R_M >= 0.5 | {ALL}"),
        );
    }
}

#[test]
fn conditions_with_irrational_ends() {
    let solve = |needed: i64, of: i64, formula: &str, feasible: &str| {
        solves(
            compare(voting(needed, of), Relation::More, native()),
            "R_V",
            &format!("R_V > {formula} | R_H > 0, R_M > 0 | {feasible} | {NONE}"),
        );
    };
    solve(3, 4, "1 / (4 R_M² − 3 R_M³)", "R_M > (1 + √13) / 6, R_M < 1");
    solve(4, 5, "1 / (5 R_M³ − 4 R_M⁴)", "R_M < R_M⁵ + 5 R_M⁴ (1 − R_M)");
}

#[test]
fn the_machines_for_voting() {
    let (left, right) =
        ("[3 R_V − √(9 R_V² − 8 R_V)] / (4 R_V)", "[3 R_V + √(9 R_V² − 8 R_V)] / (4 R_V)");
    solves(
        compare(voting(2, 3), Relation::More, native()),
        "R_M",
        &format!(
            "R_M > {left} and R_M < {right} | R_H > 0, R_V >= 8/9 | R_V > 8/9 \
             | R_H == 0: none; R_V > 0, R_V < 8/9: none"
        ),
    );
    solves(
        compare(voting(2, 3), Relation::AtLeast, native()),
        "R_M",
        &format!(
            "R_M >= {left} and R_M <= {right} or R_M == 0 | R_H > 0, R_V >= 8/9 | always \
             | R_H == 0: all"
        ),
    );
}

#[test]
fn a_majority_of_an_open_number() {
    let half = Expr::function(Function::Floor, [Expr::quotient(s("n"), n(2))]);
    let vote = Expr::at_least(Expr::sum([half, n(1)]), s("n"), s("R_M"));
    let comparison = compare(series([s("R_V"), vote.clone()]), Relation::More, s("R"));
    let (answer, _) = check(&comparison, &name("R_V"), &usual(&comparison), 40);
    let sum = "Σ_{i=⌊n/2⌋+1}^{n} C(n,i) R_Mⁱ (1 − R_M)ⁿ⁻ⁱ";
    assert_eq!(
        told(&answer, &name("R_V")),
        format!("R_V > R / [{sum}] | {sum} > 0 | R < {sum} | {sum} <= 0: none")
    );
}

#[test]
fn other_structures() {
    let beside = Expr::any_of([(native(), n(1)), (virtualized(n(2)), n(1))]);
    solves(
        compare(beside, Relation::More, native()),
        "R_V",
        "R_V > 0 | R_H > 0, R_M > 0, (R_H < 1 or R_M < 1) | (R_H < 1 or R_M < 1) \
         | R_H == 1 and R_M == 1: none; (R_H == 0 or R_M == 0): none",
    );
    let each = any(n(2), series([s("R_a"), s("R_b")]));
    let bridge = Expr::pivot(s("R_e"), series([any(n(2), s("R_a")), s("R_b")]), each);
    solves(
        compare(bridge, Relation::More, s("R")),
        "R_e",
        "R_e < (2 R_a R_b − R_a² R_b² − R) / [R_a² (R_b − R_b²)] | R_a > 0, R_b > 0, R_b < 1 \
         | R_a² R_b² + R < 2 R_a R_b | ",
    );
    let racks = any(s("n"), series([s("R_r"), any(s("m"), s("R_M"))]));
    solves(
        compare(racks, Relation::AtLeast, s("R")),
        "R_r",
        "R_r >= [1 − (1 − R)^(1/n)] / [1 − (1 − R_M)ᵐ] | R_M > 0 \
         | R <= 1 − (1 − R_M)^(m n) | ",
    );
}

#[test]
fn a_mission_time() {
    let decay = Expr::function(Function::Exp, [series([n(-1), s("a"), s("t")])]);
    let comparison = compare(decay, Relation::AtLeast, s("R"));
    let mut parameters = usual(&comparison);
    for symbol in ["a", "t"] {
        parameters.insert(name(symbol), Range::Real { lo: Some(0.into()), hi: None });
    }
    let (answer, seen) = check(&comparison, &name("t"), &parameters, 60);
    assert_eq!(
        told(&answer, &name("t")),
        "t <= −log(R)/a | a > 0, R > 0 | always | R == 0: all; a == 0: all"
    );
    assert!(seen.agreed > 500);
}

#[test]
fn a_slope_of_either_sign() {
    let left = series([s("p"), any(s("n"), s("q"))]);
    let right = Expr::sum([series([s("p"), any(s("m"), s("r"))]), s("r")]);
    solves(
        compare(left, Relation::More, right),
        "p",
        "p > r / {1 − (1 − q)ⁿ − [1 − (1 − r)ᵐ]} if (1 − q)ⁿ < (1 − r)ᵐ \
         or p < r / {1 − (1 − q)ⁿ − [1 − (1 − r)ᵐ]} if (1 − r)ᵐ < (1 − q)ⁿ \
         |  | 1 − (1 − q)ⁿ > 1 − (1 − r)ᵐ + r | ",
    );
    // What is printed where ranges decide.
    let comparison = compare(virtualized(s("n")), Relation::More, native());
    let mut given = usual(&comparison);
    let between = |lo, hi| Range::Real { lo: Some(lo), hi: Some(hi) };
    given.insert(name("R_V"), between(ratio(9, 10), ratio(1, 1)));
    given.insert(name("R_M"), between(ratio(1, 10), ratio(8, 10)));
    given.insert(name("n"), Range::Count { lo: 2.into(), hi: Some(6.into()) });
    let (answer, _) = check(&comparison, &name("R_V"), &given, 60);
    assert_eq!(
        told(&answer, &name("R_V")),
        "R_V > R_M / [1 − (1 − R_M)ⁿ] | R_H > 0 | always | R_H == 0: none"
    );
    let (answer, _) = check(&comparison, &name("R_H"), &given, 60);
    assert_eq!(
        told(&answer, &name("R_H")),
        "R_H > 0 if R_M < R_V [1 − (1 − R_M)ⁿ] |  | R_M < R_V [1 − (1 − R_M)ⁿ] | "
    );
}
