//! Every method is checked by another: enumeration, diagrams, path sets, trees and the frontier
//! method must agree on random structures.

mod common;

use common::{
    Count, Edges, Probability, Random, bit, minimal_true, random_formula, random_network,
};
use kofn_boolean::{
    Budget, Formulas, Limits, Network, NoPathSets, Variable, compile, decompose, evaluate_network,
    minimal_cut_sets, minimal_path_sets, pieces,
};

const VARIABLES: u32 = 7;

#[test]
fn diagrams_agree_with_enumeration() {
    let mut random = Random(1);
    for _ in 0..3000 {
        let mut formulas = Formulas::new();
        let root = random_formula(&mut random, &mut formulas, VARIABLES, true);
        let diagram = compile(&formulas, root, &Limits::default()).expect("small");
        let mut count = 0u64;
        for assignment in 0..1 << VARIABLES {
            let expected = formulas.evaluate(root, |variable| bit(assignment, variable));
            assert_eq!(diagram.evaluate(|variable| bit(assignment, variable)), expected);
            count += u64::from(expected);
        }
        let folded = diagram.fold(0, 1 << VARIABLES, |_, works, fails| (works + fails) / 2);
        assert_eq!(folded, count);
        let depends = diagram.variables().all(|variable| {
            (0..1 << VARIABLES).any(|assignment: u32| {
                let flipped = assignment ^ 1 << variable.0;
                diagram.evaluate(|v| bit(assignment, v)) != diagram.evaluate(|v| bit(flipped, v))
            })
        });
        assert!(depends, "a diagram names only variables that matter");
        assert!(diagram.variables().all(|v| formulas.support(root).contains(&v)));
    }
}

#[test]
fn monotonicity_agrees_with_enumeration() {
    let mut random = Random(2);
    let mut found = [0, 0];
    for _ in 0..2000 {
        let mut formulas = Formulas::new();
        let root = random_formula(&mut random, &mut formulas, VARIABLES, true);
        let diagram = compile(&formulas, root, &Limits::default()).expect("small");
        let value = |assignment| diagram.evaluate(|variable| bit(assignment, variable));
        let monotone = (0..1 << VARIABLES)
            .all(|low| (0..VARIABLES).all(|v| !value(low) || value(low | 1 << v)));
        assert_eq!(diagram.is_monotone(&Limits::default()), Ok(monotone));
        found[usize::from(monotone)] += 1;
        if !monotone {
            let refused = minimal_path_sets(&diagram, &Limits::default());
            assert_eq!(refused, Err(NoPathSets::NotMonotone));
            assert_eq!(decompose(&diagram, |_| 1, &Budget::default()), None);
        }
    }
    assert!(found.iter().all(|&count| count > 200), "both kinds occur: {found:?}");
}

#[test]
fn path_sets_cut_sets_and_trees_agree_with_enumeration() {
    let mut random = Random(3);
    for _ in 0..2000 {
        let mut formulas = Formulas::new();
        let root = random_formula(&mut random, &mut formulas, VARIABLES, false);
        let diagram = compile(&formulas, root, &Limits::default()).expect("small");
        let value = |assignment: u32| formulas.evaluate(root, |variable| bit(assignment, variable));
        let all = (1 << VARIABLES) - 1;
        let paths = minimal_path_sets(&diagram, &Limits::default()).expect("monotone");
        assert_eq!(paths, minimal_true(VARIABLES, value));
        let cuts = minimal_cut_sets(&diagram, &Limits::default()).expect("monotone");
        assert_eq!(cuts, minimal_true(VARIABLES, |failed| !value(all & !failed)));
        let tree = decompose(&diagram, |_| 1, &Budget::default()).expect("small");
        for assignment in 0..=all {
            assert_eq!(tree.evaluate(&|variable| bit(assignment, variable)), value(assignment));
        }
    }
}

#[test]
fn trees_do_not_depend_on_the_spelling() {
    let mut random = Random(4);
    for _ in 0..1000 {
        let mut formulas = Formulas::new();
        let root = random_formula(&mut random, &mut formulas, VARIABLES, false);
        let diagram = compile(&formulas, root, &Limits::default()).expect("small");
        let tree = decompose(&diagram, |_| 1, &Budget::default()).expect("small");

        // The same function again, from its minimal cut sets and in the opposite order.
        let cuts = minimal_cut_sets(&diagram, &Limits::default()).expect("monotone");
        let mut respelled = Formulas::new();
        let mut clauses = Vec::new();
        for cut in cuts.iter().rev() {
            let members = cut.iter().rev().map(|&member| respelled.variable(member)).collect();
            clauses.push(respelled.or(members));
        }
        let respelled_root = respelled.and(clauses);
        let again = compile(&respelled, respelled_root, &Limits::default()).expect("small");
        assert_eq!(decompose(&again, |_| 1, &Budget::default()), Some(tree));
    }
}

/// How many of the assignments to `elements` elements make the network work.
fn works_by_enumeration(network: &Network<usize>, elements: usize) -> u64 {
    let works = |assignment: &u32| network.works(|&element| assignment >> element & 1 == 1);
    (0..1u32 << elements).filter(works).count() as u64
}

fn frontier_agrees_with_enumeration(kind: Edges, seed: u64) {
    let mut random = Random(seed);
    for _ in 0..1500 {
        let network = random_network(&mut random, kind, 9);
        let elements = network.elements().count();
        let outcome = evaluate_network(&network, &Count, &Limits::default()).expect("small");
        let expected = works_by_enumeration(&network, elements);
        let all = 1u64 << elements;
        assert_eq!((outcome.works, outcome.fails), (expected, all - expected), "{network:?}");

        let mut formulas = Formulas::new();
        let variables: Vec<_> =
            (0..elements as u32).map(|element| formulas.variable(Variable(element))).collect();
        let gate = network.map(|&element| variables[element]);
        let root = formulas.network(gate);
        let diagram = compile(&formulas, root, &Limits::default()).expect("small");
        assert_eq!(diagram.fold(0, all, |_, works, fails| (works + fails) / 2), expected);

        // Weights that sum to one need not count the elements that no longer matter.
        let likely =
            evaluate_network(&network, &Probability(0.5), &Limits::default()).expect("small");
        assert_eq!(likely.works, expected as f64 / all as f64);
        assert_eq!(likely.fails, (all - expected) as f64 / all as f64);
    }
}

#[test]
fn undirected_frontiers_agree_with_enumeration() {
    frontier_agrees_with_enumeration(Edges::Undirected, 5);
}

#[test]
fn directed_frontiers_agree_with_enumeration() {
    frontier_agrees_with_enumeration(Edges::Directed, 6);
}

#[test]
fn mixed_frontiers_agree_with_enumeration() {
    frontier_agrees_with_enumeration(Edges::Mixed, 7);
}

#[test]
fn pieces_work_together_as_the_network_does() {
    let mut random = Random(8);
    let mut cut = 0;
    for round in 0..2000 {
        let kind = [Edges::Undirected, Edges::Directed, Edges::Mixed][round % 3];
        let network = random_network(&mut random, kind, 9);
        let elements = network.elements().count();
        let pieces = pieces(&network);
        cut += usize::from(pieces.as_ref().is_some_and(|pieces| pieces.networks.len() > 1));
        for assignment in 0..1u32 << elements {
            let up = |element: &usize| assignment >> element & 1 == 1;
            let together = pieces.as_ref().is_some_and(|pieces| {
                pieces.vertices.iter().all(up)
                    && pieces.networks.iter().all(|piece| piece.works(|element| up(element)))
            });
            assert_eq!(together, network.works(|element| up(element)), "{network:?}");
        }
    }
    assert!(cut > 50, "some networks come in pieces: {cut}");
}
