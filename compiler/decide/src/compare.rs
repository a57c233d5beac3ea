//! Comparing two designs: where which is better, and whether one dominates.

use kofn_algebra::{Expr, Relation, Symbol};

use crate::answer::{Dominance, Regions, Solution, Unsolved, Verdict};
use crate::assertion::assert;
use crate::formula::{FormulaAnswer, solve_formula};
use crate::numbers::{Incomparable, compare_numbers};
use crate::question::{Comparison, Condition, Parameters};
use crate::solve::solve;

/// Where `a` is more reliable than `b`, and where they are equal. With several open parameters the
/// boundary is solved for one of `over`, or of all where that is empty.
pub fn regions(
    a: &Expr,
    b: &Expr,
    over: &[Symbol],
    parameters: &Parameters,
    given: &[Condition],
) -> Regions {
    let mut open = a.symbols();
    open.extend(b.symbols());
    let comparison = |relation| Comparison { left: a.clone(), relation, right: b.clone() };
    let Some(first) = open.first() else {
        return match compare_numbers(a, b) {
            Ok(order) => Regions::Known(order),
            Err(Incomparable::Undefined(why)) => Regions::Unknown(why),
            Err(Incomparable::Undecided { bits }) => {
                Regions::Unknown(format!("they agree to {bits} bits"))
            }
            Err(Incomparable::TooLarge) => {
                Regions::Unknown("the exact values would be too long".to_owned())
            }
        };
    };
    if open.len() == 1 {
        let parameter = first.clone();
        let find = |relation| {
            solve(&Condition::Compare(comparison(relation)), &parameter, parameters, given)
        };
        return match (find(Relation::More), find(Relation::Less), find(Relation::Equal)) {
            (
                Solution::Reals { set: a, .. },
                Solution::Reals { set: b, .. },
                Solution::Reals { set: equal, .. },
            ) => Regions::Line { parameter, a, b, equal },
            (Solution::Counts(a), Solution::Counts(b), Solution::Counts(equal)) => {
                Regions::Counts { parameter, a: a.set, b: b.set, equal: equal.set }
            }
            (Solution::Unsolved(why), ..)
            | (_, Solution::Unsolved(why), _)
            | (.., Solution::Unsolved(why)) => Regions::Unknown(unsolved(&why)),
            _ => Regions::Unknown("there is no procedure for it".to_owned()),
        };
    }
    let candidates: Vec<&Symbol> = if over.is_empty() {
        open.iter().collect()
    } else {
        over.iter().filter(|symbol| open.contains(*symbol)).collect()
    };
    // One bound says most; the first of the simplest answers is taken.
    let answers = candidates.into_iter().map(|parameter| {
        let a = solve_formula(&comparison(Relation::More), parameter, parameters);
        (parameter, a)
    });
    let simplest = answers.min_by_key(|(_, answer)| match answer {
        FormulaAnswer::Solved(_) => 0,
        FormulaAnswer::TwoEnds(ends) => ends.alternatives.len().max(1),
        FormulaAnswer::Always(_) | FormulaAnswer::Never(_) => 100,
        FormulaAnswer::NoClosedForm { .. } => 101,
    });
    match simplest {
        Some((parameter, a)) => Regions::Formula { parameter: parameter.clone(), a },
        None => Regions::Unknown("there is no closed form".to_owned()),
    }
}

fn unsolved(why: &Unsolved) -> String {
    match why {
        Unsolved::NoStoppingRule { why, .. }
        | Unsolved::Limit(why)
        | Unsolved::NoProcedure(why) => why.clone(),
    }
}

/// Whether one of two designs is at least as reliable as the other for all values.
pub fn dominance(a: &Expr, b: &Expr, parameters: &Parameters, given: &[Condition]) -> Dominance {
    let claim = |relation| {
        let comparison = Comparison { left: a.clone(), relation, right: b.clone() };
        assert(&Condition::Compare(comparison), given, parameters)
    };
    match (claim(Relation::AtLeast), claim(Relation::AtMost)) {
        (Verdict::Proven { .. }, Verdict::Proven { .. }) => Dominance::Equal,
        (Verdict::Proven { .. }, Verdict::Refuted(_)) => Dominance::A,
        (Verdict::Refuted(_), Verdict::Proven { .. }) => Dominance::B,
        (Verdict::Refuted(_), Verdict::Refuted(_)) => Dominance::Neither,
        (Verdict::Undecided(why), _) | (_, Verdict::Undecided(why)) => Dominance::Unknown(why),
    }
}
