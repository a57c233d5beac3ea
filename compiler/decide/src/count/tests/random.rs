//! Random structures against plain scans.

use super::super::rolle_tests::Lcg;
use super::*;

/// How far a scan goes.
const SCANNED: i64 = 90;

fn probability(lcg: &mut Lcg) -> Expr {
    let denominator = [2, 3, 4, 5, 10, 20][lcg.below(6) as usize];
    let numerator = 1 + lcg.below(denominator - 1);
    Expr::number(Rational::new(numerator.into(), denominator.into()).unwrap())
}

/// Fixed thresholds, all but some, a few roundings.
fn threshold(lcg: &mut Lcg) -> Expr {
    let few = Expr::number(1 + lcg.below(3) as i64);
    let half = |name| Expr::function(name, [Expr::quotient(n(), Expr::number(2))]);
    let thirds = Expr::product([number("2/3"), n()]);
    match lcg.below(6) {
        0 | 1 => few,
        2 => Expr::difference(n(), few),
        3 => Expr::sum([half(Function::Floor), Expr::one()]),
        4 => half(Function::Ceil),
        _ => Expr::function(Function::Ceil, [thirds]),
    }
}

fn part(lcg: &mut Lcg, votes: bool, depth: u32) -> Expr {
    match lcg.below(if depth == 0 { 3 } else { 7 }) {
        0 => probability(lcg),
        1 => {
            let copies = match lcg.below(3) {
                0 => n(),
                1 => Expr::sum([n(), Expr::one()]),
                _ => Expr::product([Expr::number(2), n()]),
            };
            Expr::any_of([(probability(lcg), copies)])
        }
        2 if votes => Expr::at_least(threshold(lcg), n(), probability(lcg)),
        2 => {
            let k = Expr::number(1 + lcg.below(3) as i64);
            Expr::at_least(k, n(), probability(lcg))
        }
        3 => Expr::product([part(lcg, votes, depth - 1), part(lcg, votes, depth - 1)]),
        4 => Expr::any_of([
            (part(lcg, votes, depth - 1), Expr::one()),
            (part(lcg, votes, depth - 1), Expr::number(1 + lcg.below(2) as i64)),
        ]),
        5 => Expr::at_least(Expr::number(2), Expr::number(3), part(lcg, votes, depth - 1)),
        _ => {
            Expr::pivot(probability(lcg), part(lcg, votes, depth - 1), part(lcg, votes, depth - 1))
        }
    }
}

/// Compares the answer to the exact values up to a number; says whether there was one.
fn agrees(left: &Expr, relation: Relation, right: &Expr, lo: i64) -> bool {
    let answer = solve(left, relation, right, lo, None);
    let solution = match answer {
        CountAnswer::Solved(solution) => solution,
        CountAnswer::NoStoppingRule { .. } => return false,
        other => panic!("{left:?} {relation} {right:?}: {other:?}"),
    };
    for size in lo..SCANNED {
        let here = |_: &Symbol| Some(Rational::from(size));
        let (a, b) = (left.evaluate(&here), right.evaluate(&here));
        let expected = match (a, b) {
            (Ok(a), Ok(b)) => Some(relation.holds(a.cmp(&b))),
            _ => None,
        };
        let at = Integer::from(size);
        let within = |ranges: &[CountRange]| ranges.iter().filter(|r| r.contains(&at)).count();
        let (found, undefined) = (within(&solution.ranges), within(&solution.undefined));
        let context = || format!("{left:?} {relation} {right:?} at {size}: {solution:?}");
        assert_eq!(found, usize::from(expected == Some(true)), "{}", context());
        assert_eq!(undefined, usize::from(expected.is_none()), "{}", context());
    }
    true
}

const RELATIONS: [Relation; 6] = [Less, AtMost, Equal, Unequal, AtLeast, More];

#[test]
fn structures_with_fixed_thresholds_are_all_solved() {
    let mut lcg = Lcg(7);
    for case in 0..300usize {
        let left = part(&mut lcg, false, 2);
        let right = if case % 2 == 0 { probability(&mut lcg) } else { part(&mut lcg, false, 1) };
        let relation = RELATIONS[case % 6];
        assert!(agrees(&left, relation, &right, (case % 3) as i64), "{left:?} {right:?}");
    }
}

#[test]
fn structures_with_votes_of_a_share_are_solved_or_refused() {
    let mut lcg = Lcg(8);
    let mut solved = 0;
    for case in 0..300usize {
        let left = part(&mut lcg, true, 2);
        let right = if case % 2 == 0 { probability(&mut lcg) } else { part(&mut lcg, true, 1) };
        solved += usize::from(agrees(&left, RELATIONS[case % 6], &right, (case % 3) as i64));
    }
    assert!(solved > 200, "{solved}");
}

/// Values that are met exactly at some number are where mistakes would show.
#[test]
fn ties_are_exact() {
    let mut lcg = Lcg(9);
    let mut solved = 0;
    for case in 0..200usize {
        let left = part(&mut lcg, true, 1);
        let met = 1 + lcg.below(30) as i64;
        let Ok(target) = left.evaluate(&|_| Some(Rational::from(met))) else { continue };
        solved += usize::from(agrees(&left, RELATIONS[case % 6], &Expr::number(target), 1));
    }
    assert!(solved > 150, "{solved}");
}

#[test]
fn majorities_of_every_kind() {
    for percent in (0..=100).step_by(5) {
        let p = format!("{percent}/100");
        for target in ["1/5", "9/20", "1/2", "11/20", "4/5", "99/100"] {
            for relation in [AtLeast, More, Equal] {
                assert!(agrees(&majority(&p), relation, &number(target), 0));
            }
        }
    }
}

#[test]
fn votes_of_two_thirds_and_other_shares() {
    let floor = |of: Expr| Expr::function(Function::Floor, [of]);
    let ceil = |of: Expr| Expr::function(Function::Ceil, [of]);
    let share = |text: &str| Expr::product([number(text), n()]);
    let thresholds = [
        ceil(share("2/3")),
        Expr::difference(n(), floor(share("1/3"))),
        Expr::sum([floor(share("2/3")), Expr::one()]),
        ceil(share("3/5")),
        ceil(Expr::difference(share("3/4"), number("1/2"))),
        Expr::function(Function::Mod, [n(), Expr::number(3)]),
    ];
    for threshold in thresholds {
        for p in ["1/10", "1/2", "13/20", "2/3", "7/10", "3/4", "9/10"] {
            let vote = Expr::at_least(threshold.clone(), n(), number(p));
            for target in ["1/10", "1/2", "2/3", "19/20"] {
                let solved = agrees(&vote, AtLeast, &number(target), 0);
                assert!(solved, "{threshold:?} {p} {target}");
            }
        }
    }
}

/// The best and the worst value of a scan are not beyond the extrema, and one that is taken is
/// taken there.
#[test]
fn extrema_agree_with_scans() {
    let mut lcg = Lcg(10);
    let mut found = 0;
    for case in 0..200usize {
        let expr = part(&mut lcg, case % 2 == 0, 2);
        let symbol = Symbol::from("n");
        let values: Vec<Rational> =
            (1..SCANNED).map(|n| expr.evaluate(&|_| Some(Rational::from(n))).unwrap()).collect();
        for sup in [true, false] {
            let extremum = if sup { supremum } else { infimum };
            let Some(best) = extremum(&expr, &symbol, &Integer::one(), None) else { continue };
            found += 1;
            let Some(value) = best.value.as_number().cloned() else { continue };
            let beyond = values.iter().any(|v| if sup { *v > value } else { *v < value });
            assert!(!beyond, "{expr:?} {best:?}");
            match best.attained_at.and_then(|at| at.to_usize()) {
                Some(at) if at < SCANNED as usize => {
                    let first = values.iter().position(|v| *v == value);
                    assert_eq!(first, Some(at - 1), "{expr:?}");
                }
                Some(_) => {}
                None => assert!(!values.contains(&value), "{expr:?}"),
            }
        }
    }
    assert!(found > 250, "{found}");
}
