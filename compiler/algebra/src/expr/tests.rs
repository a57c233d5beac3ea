use std::collections::BTreeMap;

use super::*;
use crate::monomial::Variable;

fn s(name: &str) -> Expr {
    Expr::symbol(name)
}

fn n(number: i64) -> Expr {
    Expr::from(number)
}

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(Integer::from(numerator), Integer::from(denominator)).unwrap()
}

fn any(parts: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::any_of(parts.into_iter().map(|part| (part, Expr::one())))
}

fn value(expr: &Expr, of: &[(&str, Rational)]) -> Result<Rational, EvaluateError> {
    expr.evaluate(&|symbol| {
        of.iter().find(|(name, _)| *name == symbol.name()).map(|(_, value)| value.clone())
    })
}

/// A linear congruential generator: the same tests in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % bound
    }

    fn chance(&mut self) -> Rational {
        fraction(i64::try_from(self.below(11)).unwrap(), 10)
    }
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// A random expression together with its value, computed as it is put together.
fn random_pair(random: &mut Random, values: &[Rational; 4], depth: u32) -> (Expr, Rational) {
    if depth == 0 || random.below(6) == 0 {
        let which = usize::try_from(random.below(5)).unwrap();
        return match NAMES.get(which) {
            Some(name) => (s(name), values[which].clone()),
            None => {
                let number = random.chance();
                (Expr::number(number.clone()), number)
            }
        };
    }
    let (x, p) = random_pair(random, values, depth - 1);
    let (y, q) = random_pair(random, values, depth - 1);
    match random.below(8) {
        0 => (Expr::product([x, y]), p * q),
        1 => (any([x, y]), (p.complement() * q.complement()).complement()),
        2 => (x.complement(), p.complement()),
        3 => (Expr::sum([x, y]), p + q),
        4 => (Expr::difference(x, y), p - q),
        5 => {
            let (z, r) = random_pair(random, values, depth - 1);
            (Expr::pivot(x, y, z), &p * q + p.complement() * r)
        }
        6 => {
            let exponent = i32::try_from(random.below(4)).unwrap();
            (Expr::power(x, n(exponent.into())), p.pow(exponent).unwrap())
        }
        _ => {
            let (k, copies) = (random.below(4), 1 + random.below(3));
            let parts = [(x, 1), (y, copies)];
            let works: Vec<Rational> =
                [p].into_iter().chain((0..copies).map(|_| q.clone())).collect();
            (Expr::at_least_of(k, parts), by_enumeration(k, &works))
        }
    }
}

/// Adds up the chances of all `2ⁿ` states with at least k parts working.
fn by_enumeration(k: u64, parts: &[Rational]) -> Rational {
    let mut total = Rational::zero();
    for state in 0..1u32 << parts.len() {
        if u64::from(state.count_ones()) >= k {
            total += parts
                .iter()
                .enumerate()
                .map(|(i, p)| if state >> i & 1 == 1 { p.clone() } else { p.complement() })
                .product::<Rational>();
        }
    }
    total
}

#[test]
fn constructors_keep_the_value() {
    let mut random = Random(7);
    for _ in 0..3000 {
        let values: [Rational; 4] = std::array::from_fn(|_| random.chance());
        let (expr, expected) = random_pair(&mut random, &values, 4);
        let assignment: Vec<_> = NAMES.into_iter().zip(values).collect();
        let known = |e: &Expr| value(e, &assignment).unwrap();
        assert_eq!(known(&expr), expected, "{expr:?}");
        assert_eq!(known(&expr.complement()), expected.complement(), "{expr:?}");
        assert_eq!(expr.complement().complement(), expr, "of {expr:?}");
        let numbers =
            assignment.iter().map(|(name, p)| ((*name).into(), p.clone().into())).collect();
        assert_eq!(value(&expr.substitute(&numbers), &[]).unwrap(), expected, "{expr:?}");
    }
}

#[test]
fn rebuilding_changes_nothing() {
    let mut random = Random(11);
    for _ in 0..2000 {
        let values = std::array::from_fn(|_| Rational::one());
        let (expr, _) = random_pair(&mut random, &values, 4);
        let swap = |from: &str, to: &str| BTreeMap::from([(Symbol::from(from), s(to))]);
        let renamed = expr.substitute(&swap("a", "z"));
        assert_eq!(renamed.substitute(&swap("z", "a")), expr, "{renamed:?}");
    }
}

#[test]
fn the_same_structure_is_the_same_expression() {
    let [a, b, c] = ["a", "b", "c"].map(s);
    // Nested and flat series; repeated factors; nested and flat alternatives.
    let nested = Expr::product([a.clone(), Expr::product([b.clone(), a.clone()])]);
    assert_eq!(nested, Expr::product([Expr::power(a.clone(), n(2)), b.clone()]));
    assert_eq!(any([a.clone(), any([b.clone(), c.clone()])]), any([a.clone(), b.clone(), c]));
    // `1 of` and `any of`, `all of` and a power, by threshold.
    let group = |k: Expr| Expr::at_least(k, s("n"), a.clone());
    assert_eq!(group(n(1)), Expr::any_of([(a.clone(), s("n"))]));
    assert_eq!(group(s("n")), Expr::power(a.clone(), s("n")));
    assert_eq!(
        Expr::at_least_of(2, [(a.clone(), 1), (b.clone(), 1)]),
        Expr::product([a.clone(), b])
    );
    assert_eq!(
        Expr::at_least_of(2, [(a.clone(), 1), (a.clone(), 2)]),
        Expr::at_least(n(2), n(3), a)
    );
}

#[test]
fn thresholds_out_of_range_decide() {
    let group = |k, size| Expr::at_least(n(k), n(size), s("a"));
    assert_eq!([group(0, 3), group(4, 3), group(-1, 3)], [n(1), n(0), n(1)]);
    assert_eq!(Expr::at_least_of(3, [(s("a"), 1), (s("b"), 1)]), n(0));
    assert_eq!(Expr::at_least_of(2, [(s("a"), 1), (n(1), 1), (s("b"), 1)]), any([s("a"), s("b")]));
}

#[test]
fn numbers_fold() {
    let tenth = |k: i64| Expr::number(fraction(k, 10));
    assert_eq!(tenth(9).complement(), tenth(1));
    assert_eq!(any([tenth(9), tenth(9)]), Expr::number(fraction(99, 100)));
    assert_eq!(Expr::sum([s("n"), n(1), n(-1)]), s("n"));
    assert_eq!(Expr::product([n(0), s("x")]), n(0));
    assert_eq!(Expr::power(s("x"), n(0)), n(1));
    assert_eq!(Expr::power(n(1), s("n")), n(1));
    assert_eq!(Expr::quotient(s("x"), s("x")), n(1));
    assert_eq!(Expr::sum([s("x").complement(), s("x")]), n(1));
}

#[test]
fn the_complement_of_a_voted_sum_leads_with_one() {
    let sum = Expr::sum([s("n"), n(-1)]);
    assert_eq!(sum.complement().complement(), sum);
    let other = Expr::sum([s("f"), n(1)]);
    assert_eq!(other.complement().complement(), other);
    assert_eq!(Expr::difference(n(1), s("x")), s("x").complement());
    assert!(matches!(Expr::difference(n(1), s("x")).view(), View::Complement(_)));
}

#[test]
fn a_zero_divisor_is_kept_and_reported() {
    let broken = Expr::product([n(0), Expr::quotient(s("x"), n(0))]);
    assert_eq!(value(&broken, &[("x", Rational::one())]), Err(EvaluateError::DivisionByZero));
    let quotient = Expr::quotient(n(1), s("x"));
    assert_eq!(value(&quotient, &[("x", Rational::zero())]), Err(EvaluateError::DivisionByZero));
}

#[test]
fn what_is_not_rational_or_too_large_says_so() {
    assert_eq!(value(&s("x"), &[]), Err(EvaluateError::Open("x".into())));
    let exp = Expr::function(Function::Exp, [s("x")]);
    assert_eq!(value(&exp, &[("x", fraction(1, 2))]), Err(EvaluateError::NotRational));
    assert_eq!(value(&exp, &[("x", Rational::zero())]), Ok(Rational::one()));
    let tower = Expr::power(n(2), Expr::power(n(2), s("x")));
    assert_eq!(value(&tower, &[("x", fraction(62, 1))]), Err(EvaluateError::TooLarge));
    let vote = Expr::at_least(s("k"), s("n"), s("x"));
    let half = fraction(1, 2);
    let ask = |k: Rational, size: i64| {
        value(&vote, &[("k", k), ("n", fraction(size, 1)), ("x", half.clone())])
    };
    assert_eq!(ask(half.clone(), 3), Err(EvaluateError::NotWhole));
    assert_eq!(ask(fraction(2, 1), 3), Ok(half.clone()));
    assert_eq!(ask(fraction(5, 1), 3), Ok(Rational::zero()));
    assert_eq!(ask(fraction(500_000, 1), 1_000_000), Err(EvaluateError::TooLarge));
    let wrong = Expr::function(Function::Floor, []);
    assert_eq!(value(&wrong, &[]), Err(EvaluateError::WrongArguments(Function::Floor)));
    let endless = Expr::sum_over("i", n(1), s("n"), s("i"));
    assert_eq!(value(&endless, &[("n", fraction(1 << 40, 1))]), Err(EvaluateError::TooLarge));
}

#[test]
fn votes_agree_with_enumeration() {
    for p in [fraction(0, 1), fraction(1, 3), fraction(9, 10), fraction(1, 1)] {
        for size in 0..7u64 {
            for k in 0..=size + 1 {
                let vote = Expr::at_least(s("k"), s("n"), s("p"));
                let whole = |count: u64| Rational::from(Integer::from(count));
                let got = value(&vote, &[("k", whole(k)), ("n", whole(size)), ("p", p.clone())]);
                let parts = vec![p.clone(); usize::try_from(size).unwrap()];
                assert_eq!(got, Ok(by_enumeration(k, &parts)), "{k} of {size}");
            }
        }
    }
}

#[test]
fn ranges_bind_their_index() {
    let failures = Expr::indexed("R_M", s("i")).complement();
    let every = Expr::every("i", n(1), s("n"), failures);
    let names = |e: &Expr| e.symbols().iter().map(|s| s.name().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&every), ["R_M", "n"]);
    // A replacement that mentions the index's name does not fall under its rule.
    let moved = every.substitute(&BTreeMap::from([("n".into(), s("i"))]));
    assert_eq!(names(&moved), ["R_M", "i"]);
    let two = every.substitute(&BTreeMap::from([("n".into(), n(2))]));
    let values = [("R_M[1]", fraction(9, 10)), ("R_M[2]", fraction(8, 10))];
    assert_eq!(value(&two, &values), Ok(fraction(2, 100)));
    assert_eq!(value(&two.complement(), &values), Ok(fraction(98, 100)));
    assert_eq!(Expr::every("i", n(2), n(1), s("i")), n(1));
    assert_eq!(Expr::every("i", n(3), n(3), Expr::indexed("R", s("i"))), Expr::indexed("R", n(3)));
    assert_eq!(Expr::every("i", n(1), s("n"), s("x")), Expr::power(s("x"), s("n")));
    assert_eq!(Expr::sum_over("i", n(1), n(4), s("i").clone()).substitute(&BTreeMap::new()), {
        Expr::sum_over("i", n(1), n(4), s("i"))
    });
}

#[test]
fn nested_indices_are_told_apart_after_renaming() {
    // Σ over i, i' of i·10 + i' + x, with x replaced by i + i'.
    let inner = Expr::sum([Expr::product([n(10), s("i")]), s("i'"), s("x")]);
    let nested = Expr::sum_over("i", n(1), n(2), Expr::sum_over("i'", n(1), n(2), inner));
    let replaced = nested.substitute(&BTreeMap::from([("x".into(), Expr::sum([s("i"), s("i'")]))]));
    let outside = [("i", fraction(100, 1)), ("i'", fraction(1000, 1))];
    assert_eq!(value(&replaced, &outside), Ok(fraction(11 + 12 + 21 + 22 + 4 * 1100, 1)));
}

#[test]
fn an_element_is_replaced_once_its_index_is_known() {
    let element = Expr::indexed("R_M", s("i"));
    let both = BTreeMap::from([("i".into(), n(2)), ("R_M[2]".into(), s("x"))]);
    assert_eq!(element.substitute(&both), s("x"));
}

#[test]
fn equal_functions_have_equal_polynomials() {
    let variables = ["a", "b", "c", "d", "e", "R_M[1]", "R_M[2]"];
    let variable = |symbol: &Symbol| {
        let place = variables.iter().position(|name| *name == symbol.name()).unwrap();
        Variable(u32::try_from(place).unwrap())
    };
    let polynomial = |expr: &Expr| expr.to_polynomial(&variable, 1000);
    let [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map(s);
    // The bridge, by its tie and by its path from a.
    let series = |parts: [&Expr; 2]| Expr::product(parts.into_iter().cloned());
    let by_tie = Expr::pivot(
        e.clone(),
        Expr::product([any([a.clone(), b.clone()]), any([c.clone(), d.clone()])]),
        any([series([&a, &c]), series([&b, &d])]),
    );
    let with_a = any([c.clone(), Expr::product([d.clone(), any([b.clone(), e.clone()])])]);
    let without_a = Expr::product([b, any([d, series([&c, &e])])]);
    let by_a = Expr::pivot(a.clone(), with_a, without_a);
    assert_ne!(by_tie, by_a);
    assert_eq!(polynomial(&by_tie), polynomial(&by_a));
    // Votes and ranges.
    let vote = Expr::at_least(n(2), n(3), a.clone());
    let terms = Expr::at_least_of(2, [(a.clone(), 2), (Expr::product([a.clone(), n(1)]), 1)]);
    assert_eq!(polynomial(&vote), polynomial(&terms));
    let range = Expr::any_indexed("i", n(1), n(2), Expr::indexed("R_M", s("i")));
    assert_eq!(polynomial(&range), polynomial(&any([s("R_M[1]"), s("R_M[2]")])));
    assert_eq!(polynomial(&Expr::quotient(a.clone(), c)), Err(ExpandError::NotPolynomial));
    let sums = (0..20).map(|_| Expr::sum([a.clone(), s("b"), s("c"), s("d")]));
    let large = Expr::product(sums);
    assert!(matches!(polynomial(&large), Err(ExpandError::TooLarge(_))));
}

#[test]
fn polynomials_keep_the_value() {
    let mut random = Random(23);
    for _ in 0..500 {
        let values: [Rational; 4] = std::array::from_fn(|_| random.chance());
        let (expr, expected) = random_pair(&mut random, &values, 3);
        let place = |symbol: &Symbol| NAMES.iter().position(|name| *name == symbol.name());
        let variable = |symbol: &Symbol| Variable(u32::try_from(place(symbol).unwrap()).unwrap());
        let polynomial = expr.to_polynomial(&variable, 100_000).unwrap();
        let found = polynomial.evaluate(|variable| values[variable.0 as usize].clone());
        assert_eq!(found, Ok(expected), "{expr:?}");
    }
}

#[test]
fn deep_and_shared_expressions_are_walked_once() {
    // Each level uses the one below three times: 3^5000 paths.
    let build = || {
        (0..5000).fold(s("x"), |below, _| Expr::pivot(below.clone(), s("a"), any([below, s("b")])))
    };
    let (one, other) = (build(), build());
    assert_eq!(one, other);
    assert_eq!(one.symbols().len(), 3);
    let half = fraction(1, 2);
    let zero = Rational::zero();
    assert_eq!(
        value(&one, &[("x", Rational::one()), ("a", Rational::one()), ("b", zero)]),
        Ok(Rational::one())
    );
    let replaced = one.substitute(&BTreeMap::from([("a".into(), s("c"))]));
    assert!(replaced.postorder().len() <= one.postorder().len());
    assert!(value(&one, &[("x", half.clone()), ("a", half.clone()), ("b", half)]).is_err());
    assert!(format!("{one:?}").len() < 5000);
}
