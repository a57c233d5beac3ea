#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use super::*;
use crate::expr::{EvaluateError, Function};
use crate::ring::tests::Lcg;

fn x() -> Expr {
    Expr::symbol("x")
}

fn expanded(expr: &Expr) -> Result<RationalFunction, NotRationalFunction> {
    rational_function_of(expr, &Symbol::new("x"))
}

/// Random expressions of every kind.
fn random_expr(random: &mut Lcg, depth: u32) -> Expr {
    if depth == 0 {
        return match random.below(3) {
            0 => Expr::number(random.probability()),
            _ => x(),
        };
    }
    let kind = random.below(11);
    let below = |random: &mut Lcg| random_expr(random, depth - 1);
    let (a, b, c) = (below(random), below(random), below(random));
    match kind {
        0 => Expr::sum([a, b, c]),
        1 => Expr::product([a, b]),
        2 => Expr::power(a, Expr::from(random.below(4) as i64)),
        3 => Expr::any_of([(a, Expr::from(2)), (b, Expr::one())]),
        4 => a.complement(),
        5 => {
            let n = 1 + random.below(6) as i64;
            let k = random.below(n as u64 + 2) as i64;
            Expr::at_least(Expr::from(k), Expr::from(n), a)
        }
        6 => Expr::at_least_of(1 + random.below(4), [(a, 2), (b, 1), (c, 1)]),
        7 => Expr::pivot(a, b, c),
        8 => Expr::quotient(a, b),
        9 => {
            let body = Expr::product([Expr::symbol("i"), a]);
            Expr::sum_over("i", Expr::one(), Expr::from(3), body)
        }
        _ => {
            let body = Expr::quotient(Expr::sum([a, Expr::symbol("i")]), Expr::symbol("i"));
            Expr::every("i", Expr::one(), Expr::from(2), body)
        }
    }
}

#[test]
fn expressions_agree_with_their_values() {
    let mut random = Lcg(41);
    let (mut compared, mut undefined) = (0, 0);
    for _ in 0..600 {
        let expr = random_expr(&mut random, 2);
        let at = |value: &Rational| expr.evaluate(&|_| Some(value.clone()));
        let function = match expanded(&expr) {
            Ok(function) => function,
            Err(NotRationalFunction::DivisionByZero) => {
                let somewhere = Rational::new(3.into(), 7.into()).unwrap();
                assert_eq!(at(&somewhere), Err(EvaluateError::DivisionByZero));
                continue;
            }
            Err(other) => panic!("{other}"),
        };
        for value in [(0, 1), (1, 1), (1, 2), (3, 7), (-2, 1), (5, 3)] {
            let value = Rational::new(value.0.into(), value.1.into()).unwrap();
            match at(&value) {
                Ok(exact) => {
                    assert_eq!(function.value_at(&value), Some(exact));
                    compared += 1;
                }
                Err(EvaluateError::DivisionByZero) => {
                    assert_eq!(function.value_at(&value), None);
                    undefined += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert!(compared > 2000 && undefined > 20, "{compared} {undefined}");
}

#[test]
fn votes_have_both_forms_at_once() {
    for n in 2..12i64 {
        for k in 2..n {
            let vote = Expr::at_least(Expr::from(k), Expr::from(n), x());
            let plain = expanded(&vote).unwrap();
            let rows = plain.numerator();
            let again = UnivariatePolynomial::from_powers(rows.powers().to_vec());
            assert_eq!(again.homogeneous(), rows.homogeneous());
            // The general way, through a part that is written otherwise.
            let part = RationalFunction::variable();
            assert_eq!(at_least_alike(k as usize, n as usize, &part), plain);
            let seventh = Rational::new((-3).into(), 7.into()).unwrap();
            let part = part.product(&RationalFunction::constant(&seventh));
            let multiple = at_least_of_multiple(k as usize, n as usize, &part).unwrap();
            assert_eq!(at_least_alike(k as usize, n as usize, &part), multiple);
        }
    }
}

#[test]
fn what_is_no_quotient_of_polynomials() {
    let half = Expr::number(Rational::new(1.into(), 2.into()).unwrap());
    for (expr, why) in [
        (Expr::symbol("y"), NotRationalFunction::Open(Symbol::new("y"))),
        (Expr::power(Expr::from(2), x()), NotRationalFunction::SymbolicCount),
        (Expr::at_least(x(), Expr::from(3), half.clone()), NotRationalFunction::SymbolicCount),
        (Expr::power(x(), half.clone()), NotRationalFunction::Function),
        (Expr::function(Function::Exp, [x()]), NotRationalFunction::Function),
        (Expr::quotient(Expr::one(), Expr::zero()), NotRationalFunction::DivisionByZero),
    ] {
        assert_eq!(expanded(&expr), Err(why));
    }
    let million = Expr::from(1_000_000);
    let far = Expr::at_least(Expr::from(500_000), million.clone(), x());
    assert!(matches!(expanded(&far), Err(NotRationalFunction::LimitReached(_))));
    let far = Expr::power(x(), million);
    assert!(matches!(expanded(&far), Err(NotRationalFunction::LimitReached(_))));
    let element = Expr::indexed("x", Expr::from(3));
    assert!(rational_function_of(&element, &Symbol::new("x[3]")).is_ok());
}

#[test]
fn divisors_keep_their_zeros() {
    // 1 / (1/x) cancels in the expression; behind a sum it does not.
    let inverse = Expr::quotient(Expr::one(), x());
    let around = Expr::quotient(Expr::one(), Expr::sum([inverse, Expr::one()]));
    let function = expanded(&around).unwrap();
    assert_eq!(function.value_at(&Rational::zero()), None);
    assert_eq!(function.value_at(&Rational::from(-1)), None);
    assert_eq!(function.value_at(&Rational::one()), Rational::one().checked_div(&2.into()));
}
