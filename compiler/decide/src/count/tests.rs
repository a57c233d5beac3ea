//! Published and derived numbers of replicas, and random structures against plain scans.
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the failure")]

mod random;

use kofn_algebra::{Function, Rational};

use super::*;
use crate::question::Relation;

pub(super) fn number(text: &str) -> Expr {
    let number = text.parse::<Rational>().or_else(|_| Rational::parse_decimal(text));
    Expr::number(number.unwrap())
}

pub(super) fn n() -> Expr {
    Expr::symbol("n")
}

/// `H·V·[1 − (1 − M)ⁿ]`
fn virtualized(h: &str, v: &str, m: &str) -> Expr {
    Expr::product([number(h), number(v), Expr::any_of([(number(m), n())])])
}

/// More than half of n.
pub(super) fn majority(p: &str) -> Expr {
    let half = Expr::function(Function::Floor, [Expr::quotient(n(), Expr::number(2))]);
    Expr::at_least(Expr::sum([half, Expr::one()]), n(), number(p))
}

pub(super) fn solve(
    left: &Expr,
    relation: Relation,
    right: &Expr,
    lo: i64,
    hi: Option<i64>,
) -> CountAnswer {
    solve_count(&CountProblem {
        left,
        relation,
        right,
        symbol: &Symbol::from("n"),
        lo: lo.into(),
        hi: hi.map(Integer::from),
    })
}

/// `1..5, 7, 9.. by 2`
pub(super) fn shown(ranges: &[CountRange]) -> String {
    let one = |CountRange { from, to, step }: &CountRange| {
        let by = if step.is_one() { String::new() } else { format!(" by {step}") };
        match to {
            Some(to) if to == from => format!("{from}"),
            Some(to) => format!("{from}..{to}{by}"),
            None => format!("{from}..{by}"),
        }
    };
    ranges.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(super) fn solved(left: &Expr, relation: Relation, right: &Expr) -> String {
    match solve(left, relation, right, 1, None) {
        CountAnswer::Solved(solution) => shown(&solution.ranges),
        other => panic!("{other:?}"),
    }
}

fn best(expr: &Expr) -> (String, Option<i64>) {
    let best = supremum(expr, &Symbol::from("n"), &Integer::one(), None).unwrap();
    let at = best.attained_at.map(|at| at.to_i64().unwrap());
    (best.value.as_number().unwrap().to_string(), at)
}

use Relation::{AtLeast, AtMost, Equal, Less, More, Unequal};

/// Ramasamy and Schunter, section 4: a hypervisor of 0.3 and machines of 0.1 need four.
#[test]
fn virtualization_pays_from_some_number_on() {
    let cases = [
        ("3/10", "1/10", More, "4.."),
        ("501/1000", "1/2", More, "9.."),
        ("8/15", "1/2", More, "5.."),
        ("8/15", "1/2", AtLeast, "4.."),
        ("1", "1/2", More, "2.."),
        ("1", "1/2", AtLeast, "1.."),
        ("1/2", "1/2", More, ""),
        ("9/10", "0", More, ""),
        ("9/10", "0", AtLeast, "1.."),
        ("9/10", "1", More, ""),
        ("1", "1", AtLeast, "1.."),
    ];
    for (v, m, relation, expected) in cases {
        let native = number(m);
        assert_eq!(solved(&virtualized("1", v, m), relation, &native), expected, "{v} {m}");
    }
}

#[test]
fn targets_are_met_from_some_number_on() {
    let cases = [
        ("1", "999/1000", "1/10", More, "49/50", "38.."),
        ("1", "999/1000", "9/10", More, "49/50", "2.."),
        ("1", "99/100", "9/10", More, "199/200", ""),
        ("1", "9/10", "1/2", More, "9207/10240", "11.."),
        ("1", "9/10", "1/2", AtLeast, "9207/10240", "10.."),
        ("99/100", "999/1000", "1/2", More, "49/50", "7.."),
        (
            "1",
            "9/10",
            "1/2",
            More,
            "8991210937499999999999999999999999999999/10000000000000000000000000000000000000000",
            "10..",
        ),
    ];
    for (h, v, m, relation, target, expected) in cases {
        assert_eq!(solved(&virtualized(h, v, m), relation, &number(target)), expected);
    }
    let capped = solve(&virtualized("1", "999/1000", "1/10"), More, &number("49/50"), 1, Some(16));
    let CountAnswer::Solved(capped) = capped else { panic!("{capped:?}") };
    assert_eq!(shown(&capped.ranges), "");
    assert!(matches!(capped.method, CountProof::Enumerated { .. }));
}

/// Ramasamy and Schunter, figure 4.
#[test]
fn figure_4() {
    let rows = [
        ("49/50", [38, 18, 12, 8, 6, 5, 4, 3, 2, 1]),
        ("499/500", [66, 31, 20, 14, 10, 8, 6, 5, 3, 2]),
    ];
    for (target, numbers) in rows {
        for (tenths, least) in (1i64..).zip(numbers) {
            let m = if tenths == 10 { "99/100".to_owned() } else { format!("{tenths}/10") };
            let found = solved(&virtualized("1", "999/1000", &m), More, &number(target));
            assert_eq!(found, format!("{least}.."));
        }
    }
}

#[test]
fn where_no_number_is_enough_the_supremum_says_so() {
    let best_of = |v: &str, m: &str| best(&virtualized("1", v, m));
    assert_eq!(best_of("1/2", "1/2"), ("1/2".into(), None));
    assert_eq!(best_of("9/10", "0"), ("0".into(), Some(1)));
    assert_eq!(best_of("99/100", "9/10"), ("99/100".into(), None));
    assert_eq!(best_of("999/1000", "1/10"), ("999/1000".into(), None));
    let symbol = Symbol::from("n");
    let capped = supremum(
        &virtualized("1", "999/1000", "1/10"),
        &symbol,
        &Integer::one(),
        Some(&Integer::from(16i64)),
    );
    assert_eq!(capped.unwrap().attained_at, Some(Integer::from(16i64)));
    // Majority of an even number with p = 9/20 is best at 10.
    let two = Expr::product([Expr::number(2), n()]);
    let even = Expr::at_least(Expr::sum([n(), Expr::one()]), two, number("9/20"));
    assert_eq!(best(&even).1, Some(5));
    let series = Expr::power(number("99/100"), n());
    assert_eq!(best(&series), ("99/100".into(), Some(1)));
    let worst = infimum(&series, &symbol, &Integer::one(), None).unwrap();
    assert_eq!((worst.value, worst.attained_at), (Expr::zero(), None));
    assert_eq!(best(&majority("9/10")), ("1".into(), None));
    assert_eq!(best(&majority("1/2")), ("1/2".into(), Some(1)));
    // n·(9/10)ⁿ is largest at 9 and again at 10.
    assert_eq!(best(&Expr::product([n(), Expr::power(number("9/10"), n())])).1, Some(9));
    assert_eq!(supremum(&n(), &symbol, &Integer::one(), None), None);
    let least = infimum(&n(), &symbol, &Integer::one(), None).unwrap();
    assert_eq!((least.value, least.attained_at), (Expr::one(), Some(Integer::one())));
}

#[test]
fn votes_with_a_fixed_threshold() {
    // Two of n; one alone never is enough.
    let vote = Expr::at_least(Expr::number(2), n(), number("1/2"));
    let system = Expr::product([number("9999/10000"), vote]);
    assert_eq!(solved(&system, AtLeast, &number("9989001/10000000")), "14..");
    let rare = Expr::at_least(Expr::number(2), n(), number("1/1000"));
    assert_eq!(solved(&rare, AtLeast, &number("999/1000")), "9230..");
    // More than there are never work.
    let five = Expr::at_least(Expr::number(5), n(), number("9/10"));
    assert_eq!(solved(&five, Equal, &Expr::zero()), "1..4");
    assert_eq!(solved(&five, More, &number("9/10")), "7..");
    // All but two.
    let spare = Expr::at_least(Expr::difference(n(), Expr::number(2)), n(), number("9/10"));
    assert_eq!(solved(&spare, AtLeast, &number("9/10")), "1..11");
    // A threshold too large to be written out in powers of n.
    let hundred = Expr::at_least(Expr::number(100), n(), number("1/2"));
    assert_eq!(solved(&hundred, AtLeast, &number("1/2")), "199..");
    // And one that no scan would reach.
    let thousands = Expr::at_least(Expr::number(5_000), n(), number("1/2"));
    assert_eq!(solved(&thousands, Less, &number("1/2")), "1..9998");
}

#[test]
fn all_are_needed() {
    let series = Expr::power(number("99/100"), n());
    assert_eq!(solved(&series, AtLeast, &number("95/100")), "1..5");
}

#[test]
fn hosts_and_machines() {
    // Hosts of which any suffices, each with two machines, behind one switch.
    let machines = Expr::any_of([(number("9/10"), Expr::number(2))]);
    let host = Expr::product([number("99/100"), number("999/1000"), machines]);
    let racks = Expr::product([number("9999/10000"), Expr::any_of([(host, n())])]);
    assert_eq!(solved(&racks, AtLeast, &number("4999/5000")), "3..");
    // Two of three hosts with n machines each.
    let host = virtualized("99/100", "999/1000", "9/10");
    let voted = Expr::at_least(Expr::number(2), Expr::number(3), host.clone());
    assert_eq!(solved(&voted, AtLeast, &number("2499/2500")), "4..");
    let h: Rational = "98901/100000".parse().unwrap();
    let square = &h * &h;
    let limit = Rational::from(3) * &square - Rational::from(2) * &square * &h;
    assert_eq!(best(&voted), (limit.to_string(), None));
    // Fifty of sixty: too long to be written out, and monotone.
    let many = Expr::at_least(Expr::number(50), Expr::number(60), host);
    assert_eq!(solved(&many, AtLeast, &number("9/10")), "1..");
    assert_eq!(solved(&many, AtLeast, &number("999999/1000000")), "2..");
}

/// The bound on where a function is placed, and its ends: (1 − (1 − fm)ⁿ)/(1 − (1 − m)ⁿ).
#[test]
fn a_ratio_of_alternatives() {
    let any = |p: &str| Expr::any_of([(number(p), n())]);
    let bound = Expr::quotient(any("9/16"), any("3/4"));
    assert_eq!(solved(&bound, AtMost, &number("99/100")), "1..5");
    assert_eq!(solved(&number("99/100"), AtLeast, &bound), "1..5");
    assert_eq!(best(&bound), ("1".into(), None));
    // C2 ≥ C1 multiplied out.
    let inside = Expr::product([number("9999/10000"), any("9/16")]);
    let outside = Expr::product([number("9999/10000"), number("99/100"), any("3/4")]);
    assert_eq!(solved(&outside, AtLeast, &inside), "1..5");
}

#[test]
fn divisors_that_vanish_are_no_solutions() {
    let three = Expr::difference(n(), Expr::number(3));
    let inverse = Expr::quotient(Expr::one(), three);
    let answer = solve(&inverse, Less, &Expr::one(), 1, None);
    let CountAnswer::Solved(solution) = answer else { panic!("{answer:?}") };
    assert_eq!(shown(&solution.ranges), "1..2, 5..");
    assert_eq!(shown(&solution.undefined), "3");
}

#[test]
fn majorities_are_not_monotone() {
    let system = Expr::product([number("999/1000"), majority("9/10")]);
    // Five are enough, six are not: 0.999·0.98415 < 0.99.
    assert_eq!(solved(&system, AtLeast, &number("99/100")), "5, 7..");
    // p = 9/20 of an even number rises to n = 10 and falls again.
    let even = solved(&majority("9/20"), AtLeast, &number("26/100"));
    let mut expected = Vec::new();
    for size in 1..200i64 {
        let here = |asked: &Symbol| (asked.name() == "n").then(|| Rational::from(size));
        if majority("9/20").evaluate(&here).unwrap() >= "26/100".parse().unwrap() {
            expected.push(size);
        }
    }
    let answer = solve(&majority("9/20"), AtLeast, &number("26/100"), 1, None);
    let CountAnswer::Solved(solution) = answer else { panic!("{answer:?}") };
    for size in 1..200i64 {
        let found = solution.ranges.iter().any(|range| range.contains(&size.into()));
        assert_eq!(found, expected.contains(&size), "{size} in {even}");
    }
    // With p = 1/2 every odd number gives 1/2, and no even one does.
    assert_eq!(solved(&majority("1/2"), AtLeast, &number("1/2")), "1.. by 2");
    assert_eq!(solved(&majority("1/2"), Unequal, &number("1/2")), "2.. by 2");
    assert_eq!(solved(&majority("1/2"), More, &number("1/2")), "");
    assert_eq!(solved(&majority("0"), More, &Expr::zero()), "");
    assert_eq!(solved(&majority("1"), AtLeast, &Expr::one()), "1..");
}

#[test]
fn far_answers_are_found() {
    let rare = |digits: &str| Expr::any_of([(number(digits), n())]);
    assert_eq!(solved(&rare("0.000001"), AtLeast, &number("1/2")), "693147..");
    let target = number("999999/1000000");
    assert_eq!(solved(&rare("0.000001"), AtLeast, &target), "13815504..");
    assert_eq!(solved(&rare("0.000000000001"), AtLeast, &number("1/2")), "693147180560..");
    let two = Expr::at_least(Expr::number(2), n(), number("0.000001"));
    assert_eq!(solved(&two, AtLeast, &number("1/2")), "1678347..");
    // Majorities of many that are hardly better than a coin.
    assert!(solved(&majority("0.501"), AtLeast, &number("9/10")).contains(".."));
}

#[test]
fn laws_that_are_not_rational_are_monotone_all_the_same() {
    // Each lives past one hour with e^(−1): 1 − (1 − e^(−1))ⁿ ≥ 99/100 from 11 on.
    let law = Expr::function(Function::Exp, [Expr::from(-1)]);
    let any = Expr::any_of([(law.clone(), n())]);
    assert_eq!(solved(&any, AtLeast, &number("99/100")), "11..");
    let best = supremum(&any, &Symbol::from("n"), &Integer::one(), None).unwrap();
    assert_eq!((best.value, best.attained_at), (Expr::one(), None));
    assert_eq!(solved(&any, More, &Expr::one()), "");
}

#[test]
fn what_has_no_method_is_refused_by_name() {
    let tower = Expr::power(n(), n());
    let answer = solve(&tower, AtMost, &Expr::number(1000), 1, None);
    let CountAnswer::NoStoppingRule { why, scanned, holds } = answer else { panic!("{answer:?}") };
    assert_eq!(why, Why::PowerOfChanging);
    assert_eq!(scanned, (Integer::one(), Integer::from(100i64)));
    assert_eq!(holds, [(Integer::one(), Integer::from(4i64))]);
    let square = Expr::product([n(), n()]);
    let vote = Expr::at_least(n(), square, number("1/2"));
    let answer = solve(&vote, AtLeast, &number("1/2"), 1, None);
    assert!(matches!(answer, CountAnswer::NoStoppingRule { why: Why::Threshold, .. }));
    let opposed = Expr::product([majority("9/10"), Expr::power(number("99/100"), n())]);
    let answer = solve(&opposed, AtLeast, &number("1/2"), 1, None);
    assert!(matches!(answer, CountAnswer::NoStoppingRule { why: Why::Directions, .. }));
    let open = Expr::product([Expr::symbol("x"), n()]);
    assert!(matches!(solve(&open, More, &Expr::one(), 1, None), CountAnswer::Undefined(_)));
}
