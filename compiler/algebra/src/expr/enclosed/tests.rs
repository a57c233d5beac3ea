//! Enclosures contain the exact values, and certified decimals are the published ones.

use std::cmp::Ordering;

use super::*;
use crate::decimal::decimal;
use crate::enclosure::EnclosureRing;
use crate::expr::{certified_chance, certified_decimal};
use crate::ring::tests::Lcg;

fn s(name: &str) -> Expr {
    Expr::symbol(name)
}

fn n(number: i64) -> Expr {
    Expr::from(number)
}

fn literal(text: &str) -> Rational {
    Rational::parse_decimal(text).unwrap()
}

fn x(text: &str) -> Expr {
    Expr::number(literal(text))
}

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

fn exp(of: Expr) -> Expr {
    Expr::function(Function::Exp, [of])
}

fn ln(of: Expr) -> Expr {
    Expr::function(Function::Log, [of])
}

fn none(_: &Symbol) -> Option<Rational> {
    None
}

/// `exp(−x)` for a number x.
fn decay(of: &str) -> Expr {
    exp(x(of).negate())
}

fn digits(expr: &Expr, digits: usize) -> String {
    certified_decimal(expr, &none, digits).unwrap()
}

fn failure(expr: &Expr) -> EncloseError {
    enclose(expr, &none, 128).unwrap_err()
}

/// A random expression of four symbols, among them numbers that are no probabilities.
fn random_expression(random: &mut Lcg, depth: u32) -> Expr {
    if depth == 0 {
        return match random.below(5) {
            0 => Expr::number(fraction(random.below(41) as i64 - 20, 10)),
            which => s(["a", "b", "c", "d"][which as usize - 1]),
        };
    }
    let mut part = || random_expression(random, depth - 1);
    let (left, right, third) = (part(), part(), part());
    match random.below(12) {
        0 => Expr::product([left, right]),
        1 => Expr::any_of([(left, Expr::one()), (right, Expr::one())]),
        2 => left.complement(),
        3 => Expr::difference(left, right),
        4 => Expr::quotient(left, right),
        5 => Expr::pivot(left, right, third),
        6 => Expr::power(left, n(random.below(9) as i64 - 4)),
        7 => Expr::at_least(n(random.below(4) as i64), n(random.below(5) as i64), left),
        8 => Expr::at_least_of(random.below(4), [(left, 2), (right, 1), (third, 2)]),
        9 => {
            let name = [Function::Min, Function::Max, Function::Mod][random.below(3) as usize];
            Expr::function(name, [left, right])
        }
        10 => {
            let body = Expr::sum([left, Expr::product([s("i"), right])]);
            let over = if random.below(2) == 0 { Expr::sum_over } else { Expr::every };
            over(Symbol::new("i"), n(1), n(3), body)
        }
        _ => {
            let name = [Function::Floor, Function::Ceil][random.below(2) as usize];
            Expr::function(name, [left])
        }
    }
}

#[test]
fn random_expressions_are_enclosed() {
    let mut random = Lcg(51);
    let (mut enclosed, mut narrow) = (0, 0);
    for round in 0..3000 {
        let expr = random_expression(&mut random, 1 + round % 4);
        let values: [Rational; 4] =
            std::array::from_fn(|_| fraction(random.below(2001) as i64 - 500, 1000));
        let place = |symbol: &Symbol| ["a", "b", "c", "d"].iter().position(|x| *x == symbol.name());
        let exactly = |symbol: &Symbol| place(symbol).map(|place| values[place].clone());
        // The logarithm of an exponential hides from the evaluation that these are rational.
        let hidden: std::collections::BTreeMap<Symbol, Expr> = ["a", "b", "c", "d"]
            .into_iter()
            .map(|name| (Symbol::new(name), ln(exp(s(name)))))
            .collect();
        let Ok(expected) = expr.evaluate(&exactly) else { continue };
        let simple = enclose(&expr, &exactly, 64).unwrap();
        assert!(simple.contains(&expected), "{expr:?}");
        match enclose(&expr.substitute(&hidden), &exactly, 192) {
            Ok(found) => {
                enclosed += 1;
                assert!(found.contains(&expected), "{expr:?}");
                narrow += usize::from(found.decimal(12).is_some() || expected.is_zero());
            }
            // A rounding function or a divisor at the very place where it is not defined.
            Err(EncloseError::Undecided { .. }) => {}
            Err(error) => panic!("{error} {expr:?}"),
        }
    }
    assert!(enclosed > 1500 && narrow > enclosed * 9 / 10, "{enclosed} {narrow}");
}

#[test]
fn certified_decimals_are_the_known_ones() {
    let e = exp(n(1));
    for (expr, count, expected) in [
        (ln(n(2)), 30, "0.693147180559945309417232121458"),
        (ln(n(10)), 30, "2.30258509299404568401799145468"),
        (e.clone(), 30, "2.71828182845904523536028747135"),
        (decay("0.008"), 30, "0.992031914837060630339869700269"),
        (decay("0.008").complement(), 30, "0.00796808516293936966013029973113"),
        (Expr::power(n(2), Expr::number(fraction(1, 2))), 30, "1.41421356237309504880168872421"),
        (ln(x("0.001")), 12, "-6.90775527898"),
        // A difference of nearly equal numbers.
        (Expr::difference(e.clone(), Expr::power(x("1.001"), n(1000))), 12, "0.00135789622315"),
        // A rational number that is not seen to be one.
        (Expr::difference(exp(ln(n(3))), x("2.5")), 12, "0.5"),
    ] {
        assert_eq!(digits(&expr, count), expected, "{expr:?}");
    }
    assert_eq!(digits(&ln(n(2)), 3000).len(), 3002);
    assert_eq!(digits(&ln(n(2)), 2000), {
        let longer = digits(&ln(n(2)), 2100);
        decimal(&literal(&longer), 2000)
    });
}

#[test]
fn what_is_rational_is_rounded_as_exact_numbers_are() {
    for (expr, count) in [
        (x("0.15"), 1),
        (x("0.25"), 1),
        (Expr::power(x("0.9"), n(500)), 12),
        // Ties: no enclosure could tell.
        (Expr::product([x("1.5"), Expr::power(x("0.1"), n(2000))]), 1),
        (Expr::power(x("2.25"), Expr::number(fraction(1, 2))), 1),
    ] {
        let exact = expr.evaluate(&none).unwrap_or_else(|_| literal("1.5"));
        assert_eq!(digits(&expr, count), decimal(&exact, count));
    }
    assert_eq!(digits(&n(0), 5), "0");
    // More digits than any enclosure has.
    assert_eq!(digits(&Expr::power(n(3), n(-2000)), 400_000).len(), 400_000 + 6);
    assert_eq!(digits(&Expr::power(x("0.1"), n(100_000)), 5), "1e-100000");
}

#[test]
fn a_third_of_a_day_after_exponential_lifetimes() {
    // Two of three with failure rate 1/1000 over 8 hours: 3R² − 2R³.
    let r = decay("0.008");
    let vote = Expr::at_least(n(2), n(3), r.clone());
    let formula = Expr::sum([
        Expr::product([n(3), Expr::power(r.clone(), n(2))]),
        Expr::product([n(-2), Expr::power(r.clone(), n(3))]),
    ]);
    assert_eq!(digits(&vote, 40), digits(&formula, 40));
    let unlike = Expr::at_least_of(2, [(r.clone(), 2), (decay("0.08"), 1)]);
    let q = decay("0.08");
    let by_cases = Expr::pivot(q, Expr::any_of([(r.clone(), n(2))]), Expr::power(r, n(2)));
    assert_eq!(digits(&unlike, 40), digits(&by_cases, 40));
}

#[test]
fn ranges_bind_their_index() {
    // Σ 1/i² from 1 to 1000, and ∏ exp(−i/1000) for i = 1, …, 10.
    let body = Expr::power(s("i"), n(-2));
    let sum = Expr::sum_over("i", n(1), n(1000), body);
    assert_eq!(digits(&sum, 20), "1.6439345666815598031");
    let factor = exp(Expr::product([Expr::number(fraction(-1, 1000)), s("i")]));
    assert_eq!(digits(&Expr::every("i", n(1), n(10), factor), 30), digits(&decay("0.055"), 30));
    let member = Expr::every("i", n(1), n(3), Expr::indexed("R_M", s("i")));
    let value = |symbol: &Symbol| match symbol.name() {
        "R_M[1]" | "R_M[2]" | "R_M[3]" => Some(literal("0.5")),
        _ => None,
    };
    assert_eq!(certified_decimal(&member, &value, 5).unwrap(), "0.125");
}

#[test]
fn both_tails_of_a_chance_are_narrow() {
    let ring = EnclosureRing::new(128);
    let redundant = Expr::any_of([(decay("0.001"), n(20))]);
    for (expr, works, fails) in [
        (decay("0.008"), "0.992031914837", "0.00796808516294"),
        (redundant, "1", "9.90050658791e-61"),
        (decay("1000").complement(), "1", "5.07595889755e-435"),
        (decay("1000"), "5.07595889755e-435", "1"),
        (x("0.25"), "0.25", "0.75"),
        (Expr::function(Function::Min, [ln(n(2)), n(1)]), "0.69314718056", "0.30685281944"),
    ] {
        let chance = certified_chance(&ring, &expr, &none).unwrap();
        assert_eq!(chance.works.digits(12).as_deref(), Some(works));
        assert_eq!(chance.fails.digits(12).as_deref(), Some(fails));
        for side in [chance.works, chance.fails] {
            assert!(RealEnclosure::from(side.clone()).certain_bits() >= 125, "{expr:?}");
            assert_ne!(side.compare(&Rational::one()), Some(Ordering::Greater));
        }
    }
    let failed = |expr: &Expr| certified_chance(&ring, expr, &none).unwrap_err();
    assert_eq!(failed(&exp(n(1))), EncloseError::NotAProbability);
    assert_eq!(failed(&n(2)), EncloseError::NotAProbability);
    assert_eq!(failed(&ln(x("0.5"))), EncloseError::NotAProbability);
    assert!(matches!(failed(&exp(ln(x("0.5")).negate())), EncloseError::NotAProbability));
}

#[test]
fn large_counts_are_enclosed() {
    let r = decay("0.001");
    let many = Expr::at_least(n(999_000_000), n(1_000_000_000), r.clone());
    // 999,500 failures on average, half a standard deviation fewer than there may be.
    assert_eq!(digits(&many, 2), "0.69");
    let power = Expr::power(r, n(1_000_000_000));
    assert_eq!(digits(&power, 12), digits(&decay("1000000"), 12));
    let ways = Expr::binomial(n(1_000_000), n(500_000));
    assert_eq!(digits(&ways, 10), "7.899578772e301026");
}

#[test]
fn what_has_no_value_says_so() {
    let zero = Expr::difference(exp(ln(n(2))), n(2));
    assert_eq!(failure(&s("t")), EncloseError::Open(Symbol::new("t")));
    assert_eq!(failure(&Expr::power(n(0), n(-1))), EncloseError::DivisionByZero);
    assert_eq!(failure(&ln(n(0))), EncloseError::NotReal);
    assert_eq!(failure(&ln(decay("1").negate())), EncloseError::NotReal);
    let half = Expr::number(fraction(1, 2));
    assert_eq!(failure(&Expr::power(n(-2), half.clone())), EncloseError::NotReal);
    assert_eq!(failure(&Expr::at_least(n(2), exp(n(1)), half.clone())), EncloseError::NotWhole);
    assert_eq!(failure(&Expr::sum_over("i", n(-1), half, s("i"))), EncloseError::NotWhole);
    let wrong = Expr::function(Function::Exp, [n(1), n(2)]);
    assert_eq!(failure(&wrong), EncloseError::WrongArguments(Function::Exp));
    for expr in [
        zero.clone(),
        Expr::power(zero.clone(), n(-1)),
        Expr::function(Function::Floor, [zero.clone()]),
        ln(zero.clone()),
    ] {
        let error = certified_decimal(&expr, &none, 12).unwrap_err();
        assert!(matches!(error, EncloseError::Undecided { precision } if precision > 10_000));
    }
    // Above 0 for all that is known, and not decided by any precision.
    assert!(enclose(&zero, &none, 128).unwrap().contains(&Rational::zero()));
    let long = Expr::sum_over("i", n(1), n(1 << 40), exp(s("i")));
    assert_eq!(failure(&long), EncloseError::TooLarge);
    assert_eq!(enclose(&exp(n(1)), &none, u32::MAX), Err(EncloseError::TooLarge));
}

#[test]
fn shared_expressions_are_enclosed_once() {
    // Each level uses the one below twice.
    let levels = |count| {
        (0..count).fold(decay("0.5"), |below, _| {
            Expr::pivot(below.clone(), decay("0.1"), Expr::product([below, decay("0.2")]))
        })
    };
    assert!(enclose(&levels(100), &none, 512).unwrap().decimal(12).is_some());
    assert!(enclose(&levels(5000), &none, 64).is_ok());
}
