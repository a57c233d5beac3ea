//! The ways through a small network.

use super::Refused;
use kofn_structure::{Graph, Net, NetQuestion, NodeId};
use std::collections::BTreeSet;

/// Ways of one network, at most: more make a fault tree that nobody wants to read or compute.
const MOST_WAYS: usize = 2_000;

/// Steps of the search, at most.
const MOST_STEPS: usize = 1_000_000;

/// For every pair of nodes that must reach each other, the minimal ways: what works on each.
pub(super) fn ways(net: &Net) -> Result<Vec<Vec<Vec<NodeId>>>, Refused> {
    let pairs: Vec<(usize, usize)> = match &net.question {
        NetQuestion::Path(from, to) => vec![(*from, *to)],
        NetQuestion::Connected(all) => {
            let Some((first, others)) = all.split_first() else { return Ok(Vec::new()) };
            let one_way = net.edges.iter().any(|(_, _, one_way, _)| *one_way);
            let there = others.iter().map(|other| (*first, *other));
            let back = others.iter().filter(|_| one_way).map(|other| (*other, *first));
            there.chain(back).collect()
        }
    };
    pairs.into_iter().map(|(from, to)| between(net, from, to)).collect()
}

/// The ways that visit no node twice, without those that need more than another.
fn between(net: &Net, from: usize, to: usize) -> Result<Vec<Vec<NodeId>>, Refused> {
    let mut next: Vec<Vec<(usize, NodeId)>> = vec![Vec::new(); net.vertices.len()];
    for (a, b, one_way, works) in &net.edges {
        next[*a].push((*b, *works));
        if !one_way {
            next[*b].push((*a, *works));
        }
    }
    let mut found: BTreeSet<BTreeSet<NodeId>> = BTreeSet::new();
    let mut on_the_way = vec![false; net.vertices.len()];
    on_the_way[from] = true;
    // A node, the edge that led to it, and the number of its next edge.
    let mut way: Vec<(usize, NodeId, usize)> = vec![(from, Graph::TRUE, 0)];
    let mut steps = 0usize;
    while let Some((at, _, number)) = way.last_mut() {
        steps += 1;
        if steps > MOST_STEPS {
            return Err(too_many());
        }
        let at = *at;
        let onward = if at == to { None } else { next[at].get(*number).copied() };
        *number += 1;
        match onward {
            None => {
                if at == to {
                    found.insert(
                        way.iter()
                            .flat_map(|(vertex, edge, _)| [net.vertices[*vertex], *edge])
                            .filter(|id| *id != Graph::TRUE)
                            .collect(),
                    );
                    if found.len() > MOST_WAYS {
                        return Err(too_many());
                    }
                }
                on_the_way[at] = false;
                way.pop();
            }
            Some((to, edge)) if !on_the_way[to] && edge != Graph::FALSE => {
                on_the_way[to] = true;
                way.push((to, edge, 0));
            }
            Some(_) => {}
        }
    }
    let minimal = found.iter().filter(|way| {
        !way.contains(&Graph::FALSE)
            && !found.iter().any(|other| other.len() < way.len() && other.is_subset(way))
    });
    Ok(minimal.map(|way| way.iter().copied().collect()).collect())
}

fn too_many() -> Refused {
    Refused(format!(
        "it has a network with more than {MOST_WAYS} ways through it, and a fault tree lists them"
    ))
}
