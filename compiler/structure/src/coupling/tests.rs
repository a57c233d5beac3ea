//! Pairings and implications of small graphs that are built by hand.
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use super::*;
use crate::graph::Leaf;
use kofn_algebra::{Expr, Symbol};
use std::collections::BTreeMap;

fn design(names: &[(&str, &str)], works: impl Fn(&mut Graph, &[NodeId]) -> NodeId) -> Built {
    let mut graph = Graph::default();
    let leaves: Vec<NodeId> = names
        .iter()
        .map(|(name, chance)| {
            let value = Expr::symbol(Symbol::new(*chance));
            graph.add_leaf(Leaf {
                name: (*name).to_owned(),
                shown: value.clone(),
                value,
                depth: 0,
                groups: Vec::new(),
                unlike: Vec::new(),
            })
        })
        .collect();
    let root = works(&mut graph, &leaves);
    let (given, warnings) = (BTreeMap::new(), Vec::new());
    Built { graph, root, given, warnings, grouped: false }
}

fn covers(a: &Built, b: &Built, better: &[(&str, &str)]) -> bool {
    let mut at_least = |above: &Expr, below: &Expr| {
        let known = |(p, q): &(&str, &str)| {
            *above == Expr::symbol(Symbol::new(*p)) && *below == Expr::symbol(Symbol::new(*q))
        };
        better.iter().any(known)
    };
    let mut coupling = Coupling::new(a, b, &mut at_least).unwrap();
    let by_form = coupling.covers_by_form();
    let by_diagrams = coupling.covers_by_diagrams(&Limits::default()) == Coupled::Covers;
    assert!(!by_form || by_diagrams);
    by_diagrams
}

#[test]
fn equal_chances_are_matched_whatever_things_are_called() {
    let series = |graph: &mut Graph, all: &[NodeId]| graph.and(all.to_vec());
    let parallel = |graph: &mut Graph, all: &[NodeId]| graph.or(all.to_vec());
    let needed = design(&[("a", "p"), ("b", "q")], series);
    let spare = design(&[("x", "q"), ("y", "p")], parallel);
    assert!(covers(&spare, &needed, &[]));
    assert!(!covers(&needed, &spare, &[]));
}

#[test]
fn better_things_stand_for_worse_ones_in_monotone_structures_only() {
    let one = |_: &mut Graph, all: &[NodeId]| all[0];
    let never = |graph: &mut Graph, all: &[NodeId]| graph.not(all[0]);
    let better = [("good", "bad")];
    let (good, bad) = (design(&[("a", "good")], one), design(&[("a", "bad")], one));
    assert!(covers(&good, &bad, &better));
    assert!(!covers(&bad, &good, &better));
    // 1 − good is less than 1 − bad.
    let (good, bad) = (design(&[("a", "good")], never), design(&[("a", "bad")], never));
    assert!(!covers(&good, &bad, &better));
}

#[test]
fn fewer_of_more_are_covered() {
    let vote = |k: u64| move |graph: &mut Graph, all: &[NodeId]| graph.at_least(k, all.to_vec());
    let of = |n: usize| vec![("unit", "p"); n];
    assert!(covers(&design(&of(7), vote(3)), &design(&of(6), vote(3)), &[]));
    assert!(covers(&design(&of(5), vote(2)), &design(&of(6), vote(3)), &[]));
    assert!(!covers(&design(&of(4), vote(2)), &design(&of(6), vote(3)), &[]));
}
