//! Families against plain lists of sets.

use super::*;
use crate::{Formulas, compile, minimal_cuts, minimal_paths};

fn vote(k: usize, n: u32) -> Diagram {
    let mut formulas = Formulas::new();
    let all = (0..n).map(|v| formulas.variable(Variable(v))).collect();
    let root = formulas.at_least(k, all);
    compile(&formulas, root, &Limits::default()).unwrap()
}

fn count(family: &SetFamily) -> u64 {
    family.count(0, 1, |a, b| a + b)
}

#[test]
fn sets_of_a_vote_come_in_order() {
    let family = minimal_cuts(&vote(2, 3), &Limits::default()).unwrap();
    let sets: Vec<Vec<u32>> =
        family.by_size().map(|set| set.iter().map(|one| one.variable.0).collect()).collect();
    assert_eq!(sets, [[0, 1], [0, 2], [1, 2]]);
    assert_eq!(family.count_by_size(0, 1, |a, b| a + b, &Limits::default()), Ok(vec![0, 0, 3]));
}

#[test]
fn families_without_a_set_and_with_the_empty_one() {
    let limits = Limits::default();
    for (works, cuts) in [(true, 0), (false, 1)] {
        let formulas = Formulas::new();
        let root = formulas.constant(works);
        let diagram = compile(&formulas, root, &limits).unwrap();
        let family = minimal_cuts(&diagram, &limits).unwrap();
        assert_eq!(count(&family), cuts);
        assert_eq!(family.by_size().count() as u64, cuts);
        assert_eq!(family.sizes(), (cuts == 1).then_some((0, 0)));
        assert_eq!(family.any(&limits).unwrap().as_constant(), Some(cuts == 1));
    }
}

#[test]
fn millions_of_millions_are_counted_and_the_first_are_listed() {
    // 20 of 40: 137,846,528,820 path sets.
    let family = minimal_paths(&vote(20, 40), &Limits::default()).unwrap();
    assert_eq!(count(&family), 137_846_528_820);
    let first: Vec<Vec<Literal>> = family.by_size().take(2).collect();
    assert_eq!(first[0], (0..20).map(|v| Literal::of(Variable(v))).collect::<Vec<_>>());
    assert_eq!(first[1][19].variable, Variable(20));
}

#[test]
fn what_is_too_large_reaches_a_limit() {
    let limits = Limits { set_members: 20, ..Limits::default() };
    let mut formulas = Formulas::new();
    // Parallels of 1, 2, …, 8 in series: cut sets of many sizes.
    let mut next = 0;
    let alternatives = (1..9)
        .map(|size| {
            let all = (0..size)
                .map(|_| {
                    next += 1;
                    formulas.variable(Variable(next))
                })
                .collect();
            formulas.or(all)
        })
        .collect();
    let root = formulas.and(alternatives);
    let diagram = compile(&formulas, root, &limits).unwrap();
    let family = minimal_cuts(&diagram, &limits).unwrap();
    assert!(family.count_by_size(0u32, 1, |a, b| a + b, &limits).is_err());
    let steps = Limits { operations: 3, ..Limits::default() };
    assert!(family.at_most(2, &steps).is_err());
    assert_eq!(count(&family.at_most(2, &Limits::default()).unwrap()), 2);
}
