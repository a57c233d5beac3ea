//! Families of sets agree with enumeration: cut and path sets, counts, prime implicants, order.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod common;

use std::collections::BTreeSet;

use common::{Random, bit, minimal_true, random_formula};
use kofn_boolean::{
    Formulas, Limits, Literal, SetFamily, Variable, compile, minimal_cuts, minimal_paths,
    prime_implicants,
};

const VARIABLES: u32 = 6;

fn listed(family: &SetFamily) -> Vec<Vec<Literal>> {
    family.by_size().collect()
}

fn agrees_with(family: &SetFamily, sets: &[BTreeSet<Variable>]) {
    let wanted: Vec<Vec<Literal>> =
        sets.iter().map(|set| set.iter().copied().map(Literal::of).collect()).collect();
    assert_eq!(listed(family), wanted);
    assert_eq!(family.count(0, 1, |a, b| a + b), sets.len());
    let limits = Limits::default();
    let counts = family.count_by_size(0, 1, |a, b| a + b, &limits).unwrap();
    for (size, count) in counts.iter().enumerate() {
        assert_eq!(*count, sets.iter().filter(|set| set.len() == size).count());
    }
    assert_eq!(counts.iter().sum::<usize>(), sets.len());
    for size in 0..4 {
        let small = family.at_most(size, &limits).unwrap();
        let few: Vec<_> = wanted.iter().filter(|set| set.len() <= size as usize).cloned().collect();
        assert_eq!(listed(&small), few);
    }
    for variable in (0..VARIABLES).map(Variable) {
        let rest = family.with_member(Literal::of(variable), &limits).unwrap();
        let mut with: Vec<Vec<Literal>> = wanted
            .iter()
            .filter(|set| set.contains(&Literal::of(variable)))
            .map(|set| set.iter().copied().filter(|one| one.variable != variable).collect())
            .collect();
        with.sort_by_key(|set: &Vec<Literal>| (set.len(), set.clone()));
        assert_eq!(listed(&rest), with);
    }
}

#[test]
fn cut_and_path_sets_agree_with_enumeration() {
    let mut random = Random(11);
    let limits = Limits::default();
    for _ in 0..300 {
        let mut formulas = Formulas::new();
        let root = random_formula(&mut random, &mut formulas, VARIABLES, false);
        let diagram = compile(&formulas, root, &limits).unwrap();
        let value = |state: u32| diagram.evaluate(|variable| bit(state, variable));
        let paths = minimal_true(VARIABLES, value);
        let cuts = minimal_true(VARIABLES, |failed| !value(!failed));
        agrees_with(&minimal_paths(&diagram, &limits).unwrap(), &paths);
        agrees_with(&minimal_cuts(&diagram, &limits).unwrap(), &cuts);
        // The cut sets are the path sets of the dual.
        let dual = minimal_paths(&diagram.dual(), &limits).unwrap();
        assert_eq!(listed(&dual), listed(&minimal_cuts(&diagram, &limits).unwrap()));
    }
}

#[test]
fn prime_implicants_agree_with_enumeration() {
    let mut random = Random(12);
    let limits = Limits::default();
    for _ in 0..200 {
        let mut formulas = Formulas::new();
        let root = random_formula(&mut random, &mut formulas, 5, true);
        let diagram = compile(&formulas, root, &limits).unwrap();
        let value = |state: u32| diagram.evaluate(|variable| bit(state, variable));
        // A term fixes some variables: each is free, true or false.
        let term = |number: u32| -> Vec<Option<bool>> {
            (0..5)
                .map(|v| [None, Some(true), Some(false)][(number / 3u32.pow(v) % 3) as usize])
                .collect()
        };
        let implies = |term: &[Option<bool>]| {
            (0..32u32).all(|state| {
                let inside = term.iter().enumerate().all(|(v, fixed)| {
                    fixed.is_none_or(|fixed| bit(state, Variable(v as u32)) == fixed)
                });
                !inside || value(state)
            })
        };
        let mut wanted: Vec<Vec<Literal>> = (0..3u32.pow(5))
            .map(term)
            .filter(|fixed| {
                implies(fixed)
                    && (0..5).all(|v| {
                        let mut weaker = fixed.clone();
                        weaker[v] = None;
                        fixed[v].is_none() || !implies(&weaker)
                    })
            })
            .map(|fixed| {
                let literal = |(v, fixed): (usize, Option<bool>)| {
                    fixed.map(|works| Literal { variable: Variable(v as u32), negated: !works })
                };
                fixed.into_iter().enumerate().filter_map(literal).collect()
            })
            .collect();
        wanted.sort_by_key(|set: &Vec<Literal>| (set.len(), set.clone()));
        let family = prime_implicants(&diagram, &limits).unwrap();
        assert_eq!(listed(&family), wanted);
        // Together they are the function again.
        let union = family.any(&limits).unwrap();
        for state in 0..32 {
            assert_eq!(union.evaluate(|variable| bit(state, variable)), value(state));
        }
    }
}

#[test]
fn sets_by_weight_come_in_order() {
    let mut random = Random(13);
    let limits = Limits::default();
    for _ in 0..100 {
        let mut formulas = Formulas::new();
        let root = random_formula(&mut random, &mut formulas, VARIABLES, false);
        let diagram = compile(&formulas, root, &limits).unwrap();
        let family = minimal_cuts(&diagram, &limits).unwrap();
        let weights: Vec<u64> = (0..VARIABLES).map(|_| 1 + random.below(4) as u64).collect();
        let cost = |literal: Literal| weights[literal.variable.0 as usize];
        let found: Vec<(Vec<Literal>, u64)> = family.best_first(0, cost, |a, b| a + b).collect();
        let mut wanted: Vec<(Vec<Literal>, u64)> = listed(&family)
            .into_iter()
            .map(|set| {
                let sum = set.iter().map(|one| cost(*one)).sum();
                (set, sum)
            })
            .collect();
        wanted.sort_by_key(|(set, sum)| (*sum, set.len(), set.clone()));
        assert_eq!(found, wanted);
    }
}
