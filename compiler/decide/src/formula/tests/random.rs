//! Comparisons of random expressions, every claim of the answer checked at exact points.

use std::collections::BTreeMap;

use super::soundness::{Lcg, check, check_count};
use super::*;
use crate::formula::{Feasible, FormulaAnswer};

impl Lcg {
    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
    }

    fn number(&mut self) -> Expr {
        let parts = self.pick(&[2, 3, 10]);
        Expr::number(Rational::new(self.below(parts + 1).into(), parts.into()).unwrap())
    }

    fn count(&mut self, symbolic: bool) -> Expr {
        if symbolic && self.below(2) == 0 { s("n") } else { n(self.pick(&[2, 2, 3])) }
    }

    /// What a structure's reliability looks like.
    fn reliability(&mut self, depth: u32, symbolic: bool) -> Expr {
        if depth == 0 || self.below(5) == 0 {
            return if self.below(8) == 0 { self.number() } else { s(self.pick(&["p", "q", "r"])) };
        }
        let part = |random: &mut Lcg| random.reliability(depth - 1, symbolic);
        match self.below(7) {
            0 | 1 => Expr::product([part(self), part(self)]),
            2 => Expr::any_of([(part(self), n(1)), (part(self), n(1))]),
            3 => any(self.count(symbolic), part(self)),
            4 => Expr::power(part(self), self.count(symbolic)),
            5 => Expr::at_least(n(2), n(3), part(self)),
            _ => Expr::pivot(part(self), part(self), part(self)),
        }
    }

    /// Sums, products, differences and quotients without any meaning.
    fn formula(&mut self, depth: u32) -> Expr {
        if depth == 0 || self.below(5) == 0 {
            return match self.below(4) {
                0 => Expr::number(ratio(i64::try_from(self.below(9)).unwrap() - 4, 2)),
                _ => s(self.pick(&["p", "q", "r"])),
            };
        }
        let part = |random: &mut Lcg| random.formula(depth - 1);
        match self.below(9) {
            0 | 1 => Expr::sum([part(self), part(self)]),
            2 | 3 => Expr::product([part(self), part(self)]),
            4 => Expr::difference(part(self), part(self)),
            5 => part(self).complement(),
            6 => Expr::power(part(self), n(self.pick(&[2, 3, -1]))),
            7 => Expr::function(kofn_algebra::Function::Exp, [part(self)]),
            _ => Expr::quotient(part(self), part(self)),
        }
    }

    fn relation(&mut self) -> Relation {
        self.pick(&[
            Relation::Less,
            Relation::AtMost,
            Relation::Equal,
            Relation::Unequal,
            Relation::AtLeast,
            Relation::More,
            Relation::More,
            Relation::AtLeast,
        ])
    }
}

/// How many answers of each kind there were, and how often they were confirmed.
#[derive(Debug, Default)]
struct Tally {
    solved: u32,
    two_ends: u32,
    no_closed_form: u32,
    settled: u32,
    feasible_unknown: u32,
    agreed: usize,
    cases: usize,
    feasible: usize,
    infeasible: usize,
}

impl Tally {
    fn count(&mut self, comparison: &Comparison, symbol: &str, parameters: &Parameters) {
        let (answer, seen) = check(comparison, &name(symbol), parameters, 12);
        let feasible = match &answer {
            FormulaAnswer::Solved(solved) => {
                self.solved += 1;
                Some(&solved.feasible)
            }
            FormulaAnswer::TwoEnds(ends) => {
                self.two_ends += 1;
                Some(&ends.feasible)
            }
            FormulaAnswer::NoClosedForm { .. } => {
                self.no_closed_form += 1;
                None
            }
            FormulaAnswer::Always(_) | FormulaAnswer::Never(_) => {
                self.settled += 1;
                None
            }
        };
        self.feasible_unknown += u32::from(feasible == Some(&Feasible::Unknown));
        self.agreed += seen.agreed;
        self.cases += seen.cases;
        self.feasible += seen.feasible;
        self.infeasible += seen.infeasible;
    }
}

const ROUNDS: u64 = 100;

#[test]
fn reliabilities_with_numeric_counts() {
    let mut random = Lcg(21);
    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        let comparison = Comparison {
            left: random.reliability(3, false),
            relation: random.relation(),
            right: random.reliability(2, false),
        };
        let ranges =
            [real(0, 1), real(0, 1), Range::Real { lo: Some(ratio(1, 2)), hi: Some(ratio(9, 10)) }];
        let parameters: Parameters =
            ["p", "q", "r"].map(|symbol| (name(symbol), random.pick(&ranges))).into();
        tally.count(&comparison, "p", &parameters);
    }

    assert!(tally.solved > 15 && tally.feasible > 100 && tally.infeasible > 30);
}

#[test]
fn reliabilities_with_open_counts() {
    let mut random = Lcg(22);
    let mut tally = Tally::default();
    let mut bounds = 0;
    for _ in 0..ROUNDS {
        let comparison = Comparison {
            left: random.reliability(3, true),
            relation: random.relation(),
            right: random.reliability(2, true),
        };
        let most = random.pick(&[None, Some(5)]);
        let count = Range::Count { lo: random.pick(&[0, 1, 2]).into(), hi: most.map(Into::into) };
        let parameters: Parameters = [
            (name("p"), real(0, 1)),
            (name("q"), real(0, 1)),
            (name("r"), Range::Values(vec![ratio(1, 3), ratio(1, 2), ratio(1, 1)])),
            (name("n"), count),
        ]
        .into();
        tally.count(&comparison, random.pick(&["p", "q", "r"]), &parameters);
        bounds += u32::from(check_count(&comparison, &name("n"), &parameters, 12).is_some());
    }

    assert!(tally.solved > 20 && bounds > 2);
}

#[test]
fn formulas_without_meaning() {
    let mut random = Lcg(23);
    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        let comparison = Comparison {
            left: random.formula(3),
            relation: random.relation(),
            right: random.formula(2),
        };
        let ranges = [
            real(0, 1),
            real(-2, 1),
            real(1, 3),
            Range::Real { lo: Some(1.into()), hi: None },
            Range::Real { lo: None, hi: None },
            Range::Count { lo: (-2i64).into(), hi: None },
            Range::Values(vec![ratio(-1, 2), ratio(0, 1), ratio(2, 1)]),
        ];
        let parameters: Parameters =
            ["p", "q", "r"].map(|symbol| (name(symbol), random.pick(&ranges))).into();
        tally.count(&comparison, "p", &parameters);
    }

    assert!(tally.solved > 10);
}

#[test]
fn an_empty_map_of_parameters_is_answered() {
    let comparison = compare(s("p"), Relation::More, s("q"));
    let answer = crate::formula::solve_formula(&comparison, &name("p"), &BTreeMap::new());
    assert!(matches!(answer, FormulaAnswer::Solved(_)));
}
#[test]
fn long_and_deep_comparisons_end() {
    let deep = (0..600).fold(s("p"), |inner, _| any(n(2), Expr::product([inner, s("q")])));
    let nested = (0..600).fold(s("p"), |inner, _| Expr::at_least(n(2), n(3), inner));
    let wide = Expr::product((0..500).map(|i| any(s("n"), s(&format!("R_{i}")))));
    let shared =
        (0..200).fold(s("p"), |inner, _| Expr::sum([inner.clone(), Expr::power(inner, n(2))]));
    for left in [deep, nested, Expr::product([wide, s("p")]), shared] {
        let comparison = compare(left, Relation::More, s("q"));
        let parameters = usual(&comparison);
        crate::formula::solve_formula(&comparison, &name("p"), &parameters);
        crate::formula::count_bound(&comparison, &name("n"), &parameters);
    }
}
