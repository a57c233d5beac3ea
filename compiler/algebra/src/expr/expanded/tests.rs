//! Expressions multiplied out, and what keeps others from it.

use super::*;
use crate::expr::Function;

fn s(name: &str) -> Expr {
    Expr::symbol(name)
}

fn n(number: i64) -> Expr {
    Expr::from(number)
}

/// Expands, numbering the symbols as they are met.
fn expand(expr: &Expr, term_limit: u64) -> (Result<Polynomial, NotPolynomial>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut variable = |symbol: &Symbol| {
        let place = names.iter().position(|name| name == symbol.name()).unwrap_or(names.len());
        if place == names.len() {
            names.push(symbol.name().to_owned());
        }
        Variable(u32::try_from(place).unwrap())
    };
    let polynomial = polynomial_of(expr, &mut variable, term_limit);
    (polynomial, names)
}

#[test]
fn structures_become_their_polynomials() {
    let x = Polynomial::variable(Variable(0));
    let number = |number: i64| Polynomial::constant(&Rational::from(number));
    // 2 of 3 alike: 3p² − 2p³.
    let vote = &(&number(3) * &x.pow(2)) - &(&number(2) * &x.pow(3));
    let third = || Expr::indexed("R_M", s("i"));
    for expr in [
        Expr::at_least(n(2), n(3), s("p")),
        Expr::pivot(s("p"), Expr::any_of([(s("p"), n(2))]), Expr::power(s("p"), n(2))),
        Expr::sum([Expr::at_least_of(2, [(s("p"), 2), (s("q"), 1)])]),
    ] {
        let symbols: Vec<_> = ["p", "q"].map(|name| (Symbol::new(name), s("p"))).into();
        let alike = expr.substitute(&symbols.into_iter().collect());
        assert_eq!(expand(&alike, 100).0, Ok(vote.clone()), "{expr:?}");
    }
    let (all, names) = expand(&Expr::every("i", n(2), n(4), third()), 100);
    assert_eq!(names, ["R_M[2]", "R_M[3]", "R_M[4]"]);
    let product = (0..3).map(|place| Polynomial::variable(Variable(place)));
    assert_eq!(all, Ok(product.fold(Polynomial::one(), |all, part| &all * &part)));
    let (sum, _) = expand(&Expr::sum_over("i", n(1), n(10), Expr::product([s("i"), s("p")])), 10);
    assert_eq!(sum, Ok(&number(55) * &x));
}

#[test]
fn what_is_in_the_way_is_named() {
    let half = Expr::number(Rational::new(1.into(), 2.into()).unwrap());
    let why = |expr: Expr| expand(&expr, 50).0.unwrap_err();
    for (expr, expected) in [
        (Expr::power(s("p"), s("n")), NotPolynomial::SymbolicExponent),
        (Expr::at_least(s("k"), n(3), s("p")), NotPolynomial::SymbolicExponent),
        (Expr::at_least(n(2), s("n"), s("p")), NotPolynomial::SymbolicExponent),
        (Expr::every("i", n(1), s("n"), s("i")), NotPolynomial::SymbolicExponent),
        (Expr::quotient(n(1), s("p")), NotPolynomial::Division),
        (Expr::power(n(0), n(-1)), NotPolynomial::Division),
        (Expr::power(s("p"), half.clone()), NotPolynomial::Function),
        (Expr::power(n(2), half), NotPolynomial::Function),
        (Expr::function(Function::Exp, [s("t")]), NotPolynomial::Function),
        (Expr::function(Function::Min, [s("p"), s("q")]), NotPolynomial::Function),
    ] {
        assert_eq!(why(expr.clone()), expected, "{expr:?}");
    }
    let sum = || Expr::sum(["a", "b", "c", "d"].map(s));
    let large = Expr::product([Expr::power(sum(), n(30)), s("e")]);
    assert!(matches!(why(large), NotPolynomial::LimitReached(limit) if limit.limit == 50));
    let long = Expr::sum_over("i", n(1), n(1 << 40), s("i"));
    assert!(matches!(why(long), NotPolynomial::LimitReached(_)));
}

#[test]
fn shared_expressions_are_expanded_once() {
    // 2^1000 paths to p; each level is two thirds of the one below.
    let fraction = |denominator: i64| Rational::new(1.into(), denominator.into()).unwrap();
    let deep = (0..1000).fold(s("p"), |below, _| {
        let less = Expr::product([Expr::number(fraction(3)), below.clone()]);
        Expr::pivot(Expr::number(fraction(2)), below, less)
    });
    let factor = (fraction(3) + fraction(3)).pow(1000).unwrap();
    let expected = Polynomial::variable(Variable(0)).scale(&factor);
    assert_eq!(expand(&deep, 10).0, Ok(expected));
}
