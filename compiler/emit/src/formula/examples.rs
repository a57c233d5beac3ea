//! The formulas engineers would write for well-known structures, in all three spellings.

use std::collections::BTreeMap;

use kofn_algebra::{Expr, Function, Integer, Rational, Symbol};

use super::{Style, latex, latex_name, source, text, text_name};

fn s(name: &str) -> Expr {
    Expr::symbol(name)
}

fn n(number: i64) -> Expr {
    Expr::from(number)
}

fn decimal(text: &str) -> Expr {
    Expr::number(Rational::parse_decimal(text).unwrap())
}

fn series(parts: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::product(parts)
}

fn parallel(parts: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::any_of(parts.into_iter().map(|part| (part, Expr::one())))
}

fn any(count: Expr, of: Expr) -> Expr {
    Expr::any_of([(of, count)])
}

/// Compares an expression with its text and its LaTeX, both on one line.
#[track_caller]
fn prints(expr: &Expr, as_text: &str, as_latex: &str) {
    assert_eq!(text(expr, &Style::default()).to_string(), as_text);
    assert_eq!(latex(expr).to_string(), as_latex);
}

#[track_caller]
fn reads(expr: &Expr, as_source: &str) {
    assert_eq!(source(expr).as_deref(), Some(as_source));
}

#[test]
fn machine_on_hardware() {
    let expr = series([s("R_H"), s("R_M")]);
    prints(&expr, "R_H R_M", "R_{H} R_{M}");
    reads(&expr, "R_H*R_M");
}

#[test]
fn any_of_a_group_on_a_hypervisor() {
    let expr = series([s("R_H"), s("R_V"), any(s("n"), s("R_M"))]);
    prints(
        &expr,
        "R_H R_V [1 − (1 − R_M)ⁿ]",
        r"R_{H} R_{V} \left[1-\left(1-R_{M}\right)^{n}\right]",
    );
    reads(&expr, "R_H*R_V*(1 - (1 - R_M)^n)");
}

#[test]
fn any_of_three_unlike() {
    let expr = series([s("R_H"), s("R_V"), parallel([s("R_1"), s("R_2"), s("R_3")])]);
    prints(
        &expr,
        "R_H R_V [1 − (1 − R_1) (1 − R_2) (1 − R_3)]",
        r"R_{H} R_{V} \left[1-\left(1-R_{1}\right)\left(1-R_{2}\right)\left(1-R_{3}\right)\right]",
    );
    reads(&expr, "R_H*R_V*(1 - (1 - R_1)*(1 - R_2)*(1 - R_3))");
}

fn c1() -> Expr {
    series([s("R_H"), s("R_V"), any(s("n"), series([s("R_f"), s("R_M'")]))])
}

fn c2() -> Expr {
    series([s("R_H"), s("R_V"), s("R_F"), any(s("n"), s("R_M'"))])
}

#[test]
fn functionality_in_each_machine_or_in_the_hypervisor() {
    prints(
        &c1(),
        "R_H R_V [1 − (1 − R_f R_M')ⁿ]",
        r"R_{H} R_{V} \left[1-\left(1-R_{f} R_{M'}\right)^{n}\right]",
    );
    reads(&c1(), "R_H*R_V*(1 - (1 - R_f*R_M')^n)");
    prints(
        &c2(),
        "R_H R_V R_F [1 − (1 − R_M')ⁿ]",
        r"R_{H} R_{V} R_{F} \left[1-\left(1-R_{M'}\right)^{n}\right]",
    );
}

#[test]
fn two_of_three() {
    let expr = series([s("R_H"), s("R_V"), Expr::at_least(n(2), n(3), s("R_M"))]);
    prints(
        &expr,
        "R_H R_V [R_M³ + 3 R_M² (1 − R_M)]",
        r"R_{H} R_{V} \left[R_{M}^{3}+3 R_{M}^{2} \left(1-R_{M}\right)\right]",
    );
    reads(&expr, "R_H*R_V*(R_M^3 + 3*R_M^2*(1 - R_M))");
}

#[test]
fn two_of_a_group() {
    let expr = series([s("R_V"), Expr::at_least(n(2), s("n"), s("R_M"))]);
    prints(
        &expr,
        "R_V [1 − (1 − R_M)ⁿ − n R_M (1 − R_M)ⁿ⁻¹]",
        r"R_{V} \left[1-\left(1-R_{M}\right)^{n}-n R_{M} \left(1-R_{M}\right)^{n-1}\right]",
    );
    reads(&expr, "R_V*(1 - (1 - R_M)^n - n*R_M*(1 - R_M)^(n - 1))");
}

#[test]
fn k_of_a_group() {
    let expr = series([s("R_V"), Expr::at_least(s("k"), s("n"), s("R_M"))]);
    prints(
        &expr,
        "R_V Σ_{i=k}^{n} C(n,i) R_Mⁱ (1 − R_M)ⁿ⁻ⁱ",
        r"R_{V} \sum_{i=k}^{n}\binom{n}{i} R_{M}^{i} \left(1-R_{M}\right)^{n-i}",
    );
    reads(&expr, "R_V*sum(binomial(n, i)*R_M^i*(1 - R_M)^(n - i) for i in k..n)");
}

#[test]
fn majority_of_a_group() {
    let half = Expr::function(Function::Floor, [Expr::quotient(s("n"), n(2))]);
    let vote = Expr::at_least(Expr::sum([half, n(1)]), s("n"), s("R_M"));
    prints(
        &series([s("R_V"), vote.clone()]),
        "R_V Σ_{i=⌊n/2⌋+1}^{n} C(n,i) R_Mⁱ (1 − R_M)ⁿ⁻ⁱ",
        concat!(
            r"R_{V} \sum_{i=\lfloor n/2\rfloor+1}^{n}",
            r"\binom{n}{i} R_{M}^{i} \left(1-R_{M}\right)^{n-i}"
        ),
    );
    reads(&vote, "sum(binomial(n, i)*R_M^i*(1 - R_M)^(n - i) for i in floor(n/2) + 1..n)");
}

#[test]
fn all_of_a_group() {
    let expr = series([s("R_H"), Expr::at_least(s("n"), s("n"), s("R_M"))]);
    prints(&expr, "R_H R_Mⁿ", "R_{H} R_{M}^{n}");
}

#[test]
fn racks_of_machines() {
    let rack = series([s("R_rack"), any(s("m"), s("R_vm"))]);
    prints(
        &any(s("n"), rack),
        "1 − {1 − R_rack [1 − (1 − R_vm)ᵐ]}ⁿ",
        concat!(
            r"1-\left\{1-R_{\mathrm{rack}} ",
            r"\left[1-\left(1-R_{\mathrm{vm}}\right)^{m}\right]\right\}^{n}"
        ),
    );
}

#[test]
fn two_of_three_hosts() {
    let host = series([s("R_H"), s("R_V"), any(n(4), s("R_M"))]);
    let expr = Expr::at_least(n(2), n(3), host);
    let formula = text(&expr, &Style::default());
    assert_eq!(formula.body(), "A³ + 3 A² (1 − A)");
    assert_eq!(formula.names(), [("A".into(), "R_H R_V [1 − (1 − R_M)⁴]".into())]);
    assert_eq!(formula.to_string(), "A³ + 3 A² (1 − A) where A = R_H R_V [1 − (1 − R_M)⁴]");
    assert_eq!(latex(&expr).body(), r"A^{3}+3 A^{2}\left(1-A\right)");
    // An author's A is not taken for another thing.
    let renamed = expr.substitute(&BTreeMap::from([("R_H".into(), s("A"))]));
    assert_eq!(text(&renamed, &Style::default()).body(), "B³ + 3 B² (1 − B)");
    reads(
        &expr,
        "sum(binomial(3, i)*(R_H*R_V*(1 - (1 - R_M)^4))^i\
         *(1 - R_H*R_V*(1 - (1 - R_M)^4))^(3 - i) for i in 2..3)",
    );
}

#[test]
fn bridge() {
    let [a, b, c, d, e] = ["R_a", "R_b", "R_c", "R_d", "R_e"].map(s);
    let works = series([parallel([a.clone(), b.clone()]), parallel([c.clone(), d.clone()])]);
    let fails = parallel([series([a, c]), series([b, d])]);
    let expr = Expr::pivot(e, works, fails);
    prints(
        &expr,
        "R_e [1 − (1 − R_a) (1 − R_b)] [1 − (1 − R_c) (1 − R_d)] \
         + (1 − R_e) [1 − (1 − R_a R_c) (1 − R_b R_d)]",
        concat!(
            r"R_{e} \left[1-\left(1-R_{a}\right)\left(1-R_{b}\right)\right]",
            r"\left[1-\left(1-R_{c}\right)\left(1-R_{d}\right)\right]",
            r"+\left(1-R_{e}\right)",
            r"\left[1-\left(1-R_{a} R_{c}\right)\left(1-R_{b} R_{d}\right)\right]",
        ),
    );
}

#[test]
fn physical_beside_a_virtual_pair() {
    let physical = series([s("R_Hp"), s("R_M")]);
    let virtual_pair = series([s("R_Hv"), s("R_V"), any(n(2), s("R_M"))]);
    prints(
        &parallel([physical, virtual_pair]),
        "1 − (1 − R_Hp R_M) {1 − R_Hv R_V [1 − (1 − R_M)²]}",
        concat!(
            r"1-\left(1-R_{\mathrm{Hp}} R_{M}\right)",
            r"\left\{1-R_{\mathrm{Hv}} R_{V} \left[1-\left(1-R_{M}\right)^{2}\right]\right\}",
        ),
    );
}

#[test]
fn controller_feeds_and_mirror() {
    let expr =
        series([s("R_ctl"), parallel([decimal("0.99"), s("R_ups")]), any(n(2), s("R_disk"))]);
    prints(
        &expr,
        "R_ctl [1 − 0.01 (1 − R_ups)] [1 − (1 − R_disk)²]",
        concat!(
            r"R_{\mathrm{ctl}} \left[1-0.01 \left(1-R_{\mathrm{ups}}\right)\right]",
            r"\left[1-\left(1-R_{\mathrm{disk}}\right)^{2}\right]",
        ),
    );
    reads(&expr, "R_ctl*(1 - 0.01*(1 - R_ups))*(1 - (1 - R_disk)^2)");
}

#[test]
fn the_papers_unlike_machines() {
    let one = Expr::any_indexed("i", n(1), s("n"), Expr::indexed("R_M", s("i")));
    prints(&one, "1 − ∏_{i=1}^{n} (1 − R_{M_i})", r"1-\prod_{i=1}^{n}\left(1-R_{M_i}\right)");
    reads(&one, "1 - product(1 - R_M[i] for i in 1..n)");
    prints(
        &series([s("R_H"), s("R_V"), one.clone()]),
        "R_H R_V [1 − ∏_{i=1}^{n} (1 − R_{M_i})]",
        r"R_{H} R_{V} \left[1-\prod_{i=1}^{n}\left(1-R_{M_i}\right)\right]",
    );
    prints(
        &Expr::quotient(s("R_M"), one),
        "R_M / [1 − ∏_{i=1}^{n} (1 − R_{M_i})]",
        r"\frac{R_{M}}{1-\prod_{i=1}^{n}\left(1-R_{M_i}\right)}",
    );
}

#[test]
fn the_papers_bounds() {
    // (1), solved for R_V
    prints(
        &Expr::quotient(s("R_M"), any(s("n"), s("R_M"))),
        "R_M / [1 − (1 − R_M)ⁿ]",
        r"\frac{R_{M}}{1-\left(1-R_{M}\right)^{n}}",
    );
    // (2)
    let log = |of: Expr| Expr::function(Function::Log, [of]);
    let failing = Expr::quotient(s("R"), s("R_V")).complement();
    let bound = Expr::quotient(log(failing), log(s("R_M").complement()));
    prints(
        &bound,
        "log(1 − R/R_V) / log(1 − R_M)",
        r"\frac{\log\left(1-\frac{R}{R_{V}}\right)}{\log\left(1-R_{M}\right)}",
    );
    reads(&bound, "log(1 - R/R_V)/log(1 - R_M)");
    // (3)
    prints(
        &Expr::quotient(any(s("n"), series([s("R_f"), s("R_M'")])), any(s("n"), s("R_M'"))),
        "[1 − (1 − R_f R_M')ⁿ] / [1 − (1 − R_M')ⁿ]",
        r"\frac{1-\left(1-R_{f} R_{M'}\right)^{n}}{1-\left(1-R_{M'}\right)^{n}}",
    );
    // (4)
    let voted = Expr::sum([series([n(3), s("R_M")]), series([n(-2), Expr::power(s("R_M"), n(2))])]);
    let four = Expr::quotient(n(1), voted);
    prints(&four, "1 / (3 R_M − 2 R_M²)", r"\frac{1}{3 R_{M}-2 R_{M}^{2}}");
    reads(&four, "1/(3*R_M - 2*R_M^2)");
}

#[test]
fn the_papers_other_solutions() {
    // S1 for three machines, cancelled
    let square = Expr::power(s("R_M"), n(2));
    let cancelled = Expr::sum([square, series([n(-3), s("R_M")]), n(3)]);
    prints(
        &Expr::quotient(n(1), cancelled),
        "1 / (R_M² − 3 R_M + 3)",
        r"\frac{1}{R_{M}^{2}-3 R_{M}+3}",
    );
    // S4: two machines; and a target
    prints(
        &Expr::difference(n(2), Expr::quotient(n(1), s("R_V"))),
        "2 − 1/R_V",
        r"2-\frac{1}{R_{V}}",
    );
    let target = Expr::quotient(s("R"), series([s("R_H"), s("R_V")])).complement();
    let root = Expr::power(target, Expr::quotient(n(1), s("n"))).complement();
    prints(&root, "1 − [1 − R / (R_H R_V)]^(1/n)", r"1-\left(1-\frac{R}{R_{H} R_{V}}\right)^{1/n}");
    reads(&root, "1 - (1 - R/(R_H*R_V))^(1/n)");
    // S6: the ends of the range for voting
    let half = Expr::quotient(n(1), n(2));
    let under = Expr::difference(n(9), Expr::quotient(n(8), s("R_V")));
    let end = Expr::quotient(Expr::difference(n(3), Expr::power(under, half)), n(4));
    prints(&end, "[3 − √(9 − 8/R_V)] / 4", r"\frac{3-\sqrt{9-\frac{8}{R_{V}}}}{4}");
    // S7: a majority of 2f + 1
    let group = Expr::sum([series([n(2), s("f")]), n(1)]);
    let vote = Expr::at_least(Expr::sum([s("f"), n(1)]), group, s("R_M"));
    prints(
        &Expr::quotient(s("R_M"), vote),
        "R_M / [Σ_{i=f+1}^{2f+1} C(2f+1,i) R_Mⁱ (1 − R_M)²ᶠ⁺¹⁻ⁱ]",
        concat!(
            r"\frac{R_{M}}{\sum_{i=f+1}^{2f+1}\binom{2f+1}{i} ",
            r"R_{M}^{i} \left(1-R_{M}\right)^{2f+1-i}}"
        ),
    );
    // S8: a mission with exponential modules, and a mean time
    let rates = Expr::sum([s("lambda_H"), s("lambda_V")]);
    let exponent = series([n(-1), s("time"), rates.clone()]);
    prints(
        &Expr::function(Function::Exp, [exponent]),
        "e^(−t (λ_H+λ_V))",
        r"e^{-t\left(\lambda_{H}+\lambda_{V}\right)}",
    );
    let mean = Expr::quotient(n(3), Expr::sum([rates, series([n(2), s("lambda_M")])]));
    prints(&mean, "3 / (λ_H + λ_V + 2 λ_M)", r"\frac{3}{\lambda_{H}+\lambda_{V}+2 \lambda_{M}}");
}

#[test]
fn few_spare_and_few_needed_are_written_out() {
    let vote = |k: Expr, size: Expr| Expr::at_least(k, size, s("p"));
    let plain = |expr: &Expr| text(expr, &Style::default()).to_string();
    assert_eq!(plain(&vote(Expr::difference(s("n"), n(1)), s("n"))), "pⁿ + n pⁿ⁻¹ (1 − p)");
    assert_eq!(plain(&vote(n(3), s("n"))), "1 − (1 − p)ⁿ − n p (1 − p)ⁿ⁻¹ − C(n,2) p² (1 − p)ⁿ⁻²");
    assert_eq!(plain(&vote(n(2), n(10))), "1 − (1 − p)¹⁰ − 10 p (1 − p)⁹");
    assert_eq!(plain(&vote(n(5), n(10))), "Σ_{i=5}^{10} C(10,i) pⁱ (1 − p)¹⁰⁻ⁱ");
    assert_eq!(
        plain(&series([vote(s("k"), s("n")), vote(n(5), s("n"))])),
        "[Σ_{i=k}^{n} C(n,i) pⁱ (1 − p)ⁿ⁻ⁱ] Σ_{i=5}^{n} C(n,i) pⁱ (1 − p)ⁿ⁻ⁱ"
    );
    assert_eq!(plain(&vote(s("i"), s("n"))), "Σ_{j=i}^{n} C(n,j) pʲ (1 − p)ⁿ⁻ʲ");
    assert_eq!(plain(&vote(n(2), s("n")).complement()), "(1 − p)ⁿ + n p (1 − p)ⁿ⁻¹");
}

#[test]
fn unlike_parts_vote_by_inclusion_and_exclusion_or_by_name() {
    let parts = |names: &[&str]| names.iter().map(|name| (s(name), 1)).collect::<Vec<_>>();
    let three = Expr::at_least_of(2, parts(&["a", "b", "c"]));
    prints(&three, "a b + a c + b c − 2 a b c", "a b+a c+b c-2 a b c");
    let four = series([s("x"), Expr::at_least_of(2, parts(&["a", "b", "c", "d"]))]);
    let formula = text(&four, &Style::default());
    assert_eq!(formula.body(), "x P(≥ 2 of a, b, c, d)");
    assert!(formula.legend().unwrap().starts_with("P(≥ k of x₁, …, xₙ) = Σ"));
    let formula = latex(&four);
    assert_eq!(formula.body(), r"x \operatorname{P}\left(\ge 2\text{ of }a, b, c, d\right)");
    assert!(formula.legend().unwrap().contains(r"S\subseteq\{1,\dots,n\}"));
    let twice = Expr::at_least_of(3, [(s("a"), 2), (s("b"), 2), (any(n(2), s("c")), 1)]);
    assert_eq!(text(&twice, &Style::default()).body(), "P(≥ 3 of a ×2, b ×2, 1 − (1 − c)²)");
    assert_eq!(text(&three, &Style::default()).legend(), None);
}

#[test]
fn numbers_are_decimals_while_they_end() {
    let plain = |number: Rational| text(&Expr::number(number), &Style::default()).to_string();
    let ratio = |a: i64, b: i64| Rational::new(Integer::from(a), Integer::from(b)).unwrap();
    assert_eq!(plain(ratio(1, 8)), "0.125");
    assert_eq!(plain(ratio(1, 3)), "1/3");
    assert_eq!(plain(ratio(-5, 2)), "−2.5");
    assert_eq!(plain(ratio(1, 1_000_000_000)), "10⁻⁹");
    assert_eq!(plain(ratio(3, 1_000_000_000)), "3·10⁻⁹");
    let small = Expr::number(ratio(3, 1_000_000_000));
    assert_eq!(latex(&small).body(), r"3\cdot 10^{-9}");
    reads(&small, "3e-9");
    prints(&series([Expr::number(ratio(1, 3)), s("x")]), "x/3", r"\frac{x}{3}");
    assert_eq!(text(&series([s("x"), small]), &Style::default()).body(), "3·10⁻⁹ x");
    prints(&Expr::power(decimal("0.9"), s("n")), "0.9ⁿ", "0.9^{n}");
    let two = series([decimal("0.5"), Expr::power(decimal("0.9"), s("n"))]);
    prints(&two, "0.5 · 0.9ⁿ", r"0.5 \cdot 0.9^{n}");
}

#[test]
fn names_are_set_as_their_letters() {
    let both = |name: &str| [text_name(&Symbol::from(name)), latex_name(&Symbol::from(name))];
    assert_eq!(both("lambda_V"), ["λ_V", r"\lambda_{V}"]);
    assert_eq!(both("λ"), ["λ", r"\lambda"]);
    assert_eq!(both("\u{b5}"), ["\u{b5}", r"\mu"]);
    assert_eq!(both("hypervisor"), ["hypervisor", r"\mathrm{hypervisor}"]);
    assert_eq!(both("R_rack_a"), ["R_rack_a", r"R_{\mathrm{rack\_a}}"]);
    assert_eq!(both("R_vm'"), ["R_vm'", r"R_{\mathrm{vm}'}"]);
    assert_eq!(both("R_12"), ["R_12", "R_{12}"]);
    assert_eq!(both("R_native.machine"), ["R_native.machine", r"R_{\mathrm{native.machine}}"]);
    assert_eq!(both("web.R_M"), ["web.R_M", r"\mathrm{web}.R_{M}"]);
    assert_eq!(both("R_M[3]"), ["R_{M_3}", "R_{M_3}"]);
    assert_eq!(both("R[12]"), ["R_12", "R_{12}"]);
    assert_eq!(both("hôte"), ["hôte", r"\mathrm{h}\text{ô}\mathrm{te}"]);
    assert_eq!(both("R_λmax"), ["R_λmax", r"R_{{\lambda}\mathrm{max}}"]);
}

#[test]
fn exponents_without_raised_letters_are_bracketed() {
    let plain =
        |exponent: Expr| text(&Expr::power(s("p"), exponent), &Style::default()).to_string();
    assert_eq!(plain(s("replicas")), "p^(replicas)");
    assert_eq!(plain(series([n(2), s("n")])), "p²ⁿ");
    assert_eq!(plain(series([s("n"), s("m")])), "p^(n m)");
    assert_eq!(plain(Expr::quotient(s("n"), n(2))), "p^(n/2)");
    let negative = Expr::power(s("p").negate(), n(3));
    assert_eq!(text(&negative, &Style::default()).to_string(), "−p³");
}

#[test]
fn a_sum_begins_with_what_is_added() {
    let plain = |expr: &Expr| text(expr, &Style::default()).to_string();
    assert_eq!(plain(&Expr::sum([s("R_M").negate(), n(2)])), "2 − R_M");
    assert_eq!(plain(&Expr::sum([s("a").negate(), s("b").negate()])), "−a − b");
    let inner = Expr::sum([s("c"), s("d")]);
    assert_eq!(plain(&Expr::sum([s("a"), series([n(2), inner])])), "a + 2 (c + d)");
    let product = series([s("a"), Expr::sum([s("b"), n(1)])]);
    assert_eq!(plain(&product.complement()), "1 − a (b + 1)");
}

#[test]
fn long_parts_are_named_and_too_many_are_counted() {
    let row = |from: i64| series((from..from + 40).map(|i| s(&format!("R_{i}"))));
    let expr = parallel([row(100), row(200)]);
    let formula = text(&expr, &Style::default());
    assert_eq!(formula.body(), "1 − (1 − A) (1 − B)");
    assert!(formula.names()[0].1.starts_with("R_100 R_101"));
    // A chain of votes: each level is named, and mentioned several times.
    let chain = (0..1000).fold(s("x"), |below, level| {
        Expr::at_least(n(2), n(3), series([s(&format!("R_{level}")), below]))
    });
    let formula = text(&chain, &Style::default());
    assert_eq!(formula.body(), "… (1000 named parts; see --to expanded or --to json)");
    assert!(formula.names().is_empty());
    assert!(latex(&chain).body().contains("1000 named parts"));
    assert_eq!(source(&chain), None);
    let style = Style { most_names: 1000, ..Style::default() };
    let all = text(&chain, &style);
    assert_eq!(all.names().len(), 1000);
    let names: Vec<&str> = all.names().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..4], ["A", "B", "D", "E"]);
    assert_eq!(names[24], "A1");
}

#[test]
fn what_two_cases_share_is_named() {
    let shared = parallel([s("R_alpha1"), s("R_beta1"), s("R_gamma1")]);
    let expr = Expr::pivot(
        s("R_e"),
        parallel([shared.clone(), s("x")]),
        series([s("y"), Expr::power(shared.clone(), n(2))]),
    );
    let formula = text(&Expr::pivot(s("R_d"), expr, shared), &Style::default());
    assert_eq!(formula.names().len(), 1, "{formula}");
}

#[test]
fn what_depends_on_an_index_is_not_named_apart_from_it() {
    // Deep, wide, and without a part that could be printed on its own.
    let deep = (0..5000)
        .fold(Expr::indexed("R", s("i")), |below, _| parallel([series([below, s("a")]), s("b")]));
    let formula = text(&Expr::every("i", n(1), s("n"), deep), &Style::default());
    assert_eq!(formula.body(), "… (too long to print; see --to expanded or --to json)");
    // A product over an index that is complete may be named.
    let any = Expr::any_indexed("i", n(1), s("n"), Expr::indexed("R_M", s("i")));
    let formula = text(&Expr::at_least(n(2), n(3), any), &Style::default());
    assert_eq!(formula.to_string(), "A³ + 3 A² (1 − A) where A = 1 − ∏_{i=1}^{n} (1 − R_{M_i})");
}
