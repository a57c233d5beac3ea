use super::*;
use kofn_algebra::Symbol;

fn symbol(name: &str) -> Expr {
    Expr::symbol(Symbol::new(name))
}

fn parameters() -> Parameters {
    let counts = ["n", "m"].map(|name| (name, Range::Count { lo: 1.into(), hi: None }));
    let chances = ["p", "q", "r"].map(|name| (name, Range::probability()));
    counts.into_iter().chain(chances).map(|(name, range)| (Symbol::new(name), range)).collect()
}

fn covers(a: &Expr, b: &Expr) -> bool {
    at_least_by_coupling(a, b, &parameters())
}

#[test]
fn more_replicas_are_at_least_as_reliable() {
    let any = |n: Expr| Expr::any_of([(symbol("p"), n)]);
    let next = Expr::sum([symbol("n"), Expr::one()]);
    assert!(covers(&any(next.clone()), &any(symbol("n"))));
    assert!(!covers(&any(symbol("n")), &any(next.clone())));
    let vote = |k: i64, n: Expr| Expr::at_least(Expr::number(k), n, symbol("p"));
    assert!(covers(&vote(2, next.clone()), &vote(2, symbol("n"))));
    assert!(covers(&vote(2, next.clone()), &vote(3, next.clone())));
    assert!(!covers(&vote(3, next.clone()), &vote(2, next)));
}

#[test]
fn parts_are_matched_whatever_their_order() {
    let series = |all: &[&str]| Expr::product(all.iter().map(|name| symbol(name)));
    assert!(covers(&series(&["p"]), &series(&["q", "p"])));
    assert!(!covers(&series(&["p", "q"]), &series(&["p", "r"])));
    let one_of = |all: &[Expr]| Expr::any_of(all.iter().map(|part| (part.clone(), Expr::one())));
    let (p, q, r) = (symbol("p"), symbol("q"), symbol("r"));
    let pq = Expr::product([p.clone(), q.clone()]);
    assert!(covers(&one_of(&[p.clone(), r.clone()]), &one_of(&[r, pq])));
    assert!(!covers(&one_of(&[p.clone(), q.clone()]), &one_of(&[p, symbol("r"), q])));
}

#[test]
fn what_is_no_probability_is_left_alone() {
    let double = Expr::product([Expr::number(2), symbol("p")]);
    assert!(!covers(&double, &symbol("p")));
    assert!(!covers(&symbol("n"), &symbol("p")));
}

#[test]
fn a_row_gives_its_column_up_for_another_one() {
    assert!(is_matched(&[vec![0, 1], vec![0], vec![1, 2]], 3));
    assert!(!is_matched(&[vec![0], vec![0]], 3));
}
