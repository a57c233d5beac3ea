//! The order in which edges are examined; it decides how wide the frontier gets.
//!
//! Finding the narrowest order is hard, so a few simple ones are compared by an estimate of their
//! states. Each starts at some vertex and repeatedly finishes a vertex of the frontier, which
//! draws the unseen neighbours of that vertex in.

use std::collections::BTreeSet;

use super::vertex_order::sweeping_orders;
use crate::network::Incidence;

/// Which vertex of the frontier is finished next, when several draw in equally few others.
#[derive(Clone, Copy)]
enum Preference {
    /// The one longest on the frontier.
    Oldest,
    /// The one that joined last.
    Newest,
    /// The one longest on the frontier, however many it draws in: breadth-first.
    OldestAlways,
}

/// Up to this many vertices times edges, every vertex is tried as a start.
const SMALL: usize = 20_000;

/// The positions in `ends` in the best order found. Isolated vertices do not matter.
pub(crate) fn edge_order(
    vertices: usize,
    ends: &[(usize, usize)],
    terminals: &[usize],
) -> Vec<usize> {
    let graph = Graph { ends, incidence: Incidence::of_ends(vertices, ends.iter().copied()) };
    let touched = |vertex: &usize| !graph.incidence.edges(*vertex).is_empty();
    let mut starts: Vec<usize> = terminals.iter().copied().filter(touched).collect();
    starts.truncate(4);
    if vertices.saturating_mul(ends.len()) <= SMALL {
        starts.extend((0..vertices).filter(touched).filter(|vertex| !terminals.contains(vertex)));
    }
    let preferences = [Preference::Oldest, Preference::Newest, Preference::OldestAlways];
    let candidates = starts
        .iter()
        .flat_map(|&start| preferences.into_iter().map(move |preference| (start, preference)));
    let orders = candidates.map(|(start, preference)| graph.order(start, preference));
    // The first of equally good orders wins, so that sources are preferred as starts.
    let grown = orders.map(|order| (graph.estimated_states(&order), order));
    let Some((states, grown)) = grown.min_by_key(|(states, _)| *states) else {
        return Vec::new();
    };
    if states <= NARROW * ends.len() as u128 {
        return grown;
    }
    let sweeps = sweeping_orders(&graph.incidence, ends, starts[0]);
    let sweeps = sweeps.iter().flat_map(|vertices| {
        let backward: Vec<usize> = vertices.iter().rev().copied().collect();
        [
            graph.by_entering(vertices),
            graph.by_leaving(vertices),
            graph.by_entering(&backward),
            graph.by_leaving(&backward),
        ]
    });
    let sweeps = sweeps.map(|order| (graph.estimated_states(&order), order));
    let best = sweeps.min_by_key(|(states, _)| *states);
    best.filter(|(swept, _)| *swept < states).map_or(grown, |(_, order)| order)
}

/// An order with so few states for each edge is good enough.
const NARROW: u128 = 200;

struct Graph<'e> {
    ends: &'e [(usize, usize)],
    incidence: Incidence,
}

impl Graph<'_> {
    fn other_end(&self, edge: usize, vertex: usize) -> usize {
        let (from, to) = self.ends[edge];
        if from == vertex { to } else { from }
    }

    fn order(&self, start: usize, preference: Preference) -> Vec<usize> {
        let vertices = self.incidence.vertices();
        let mut frontier = Frontier {
            preference,
            entered: vec![None; vertices],
            unseen: (0..vertices).map(|vertex| self.incidence.edges(vertex).len()).collect(),
            entries: 0,
            queue: BTreeSet::new(),
        };
        let mut examined = vec![false; self.ends.len()];
        let mut order = Vec::with_capacity(self.ends.len());
        self.admit(&mut frontier, start);
        while let Some((_, _, vertex)) = frontier.queue.pop_first() {
            // Edges within the frontier first: they never widen it.
            for within in [true, false] {
                for &edge in self.incidence.edges(vertex) {
                    let other = self.other_end(edge, vertex);
                    let new = frontier.entered[other].is_none();
                    if examined[edge] || within && new {
                        continue;
                    }
                    examined[edge] = true;
                    order.push(edge);
                    if new {
                        self.admit(&mut frontier, other);
                    }
                }
            }
        }
        order
    }

    /// Edges as soon as both ends have entered, vertices in the given order.
    fn by_entering(&self, vertices: &[usize]) -> Vec<usize> {
        let place = self.places(vertices);
        let mut order: Vec<usize> = (0..self.ends.len()).collect();
        order.sort_by_key(|&edge| {
            let (from, to) = self.ends[edge];
            (place[from].max(place[to]), place[from].min(place[to]), edge)
        });
        order
    }

    /// Edges so that the vertices leave in the given order.
    fn by_leaving(&self, vertices: &[usize]) -> Vec<usize> {
        let place = self.places(vertices);
        let mut order: Vec<usize> = (0..self.ends.len()).collect();
        order.sort_by_key(|&edge| {
            let (from, to) = self.ends[edge];
            (place[from].min(place[to]), place[from].max(place[to]), edge)
        });
        order
    }

    fn places(&self, vertices: &[usize]) -> Vec<usize> {
        let mut places = vec![0; self.incidence.vertices()];
        for (place, &vertex) in vertices.iter().enumerate() {
            places[vertex] = place;
        }
        places
    }

    fn admit(&self, frontier: &mut Frontier, vertex: usize) {
        for &edge in self.incidence.edges(vertex) {
            frontier.saw(self.other_end(edge, vertex));
        }
        frontier.enter(vertex);
    }

    /// About how many states the order leads to, in all layers: three to the power of the width
    /// for each edge, as connected frontiers of planar networks multiply. Wide orders are all
    /// equally hopeless.
    fn estimated_states(&self, order: &[usize]) -> u128 {
        let vertices = self.incidence.vertices();
        let mut left: Vec<usize> =
            (0..vertices).map(|vertex| self.incidence.edges(vertex).len()).collect();
        let mut seen = vec![false; vertices];
        let mut width = 0u32;
        let mut states = 0;
        for &edge in order {
            let (from, to) = self.ends[edge];
            for end in [from, to] {
                width += u32::from(!std::mem::replace(&mut seen[end], true));
                left[end] -= 1;
            }
            states += 3u128.pow(width.min(40));
            width -= u32::from(left[from] == 0) + u32::from(left[to] == 0);
        }
        states
    }
}

/// The vertices that have entered and are not finished.
///
/// Invariant: `queue` holds the unfinished vertices that have entered, under their `rank`.
struct Frontier {
    preference: Preference,
    /// When each vertex entered.
    entered: Vec<Option<usize>>,
    /// For each vertex the edges that lead to vertices that have not entered.
    unseen: Vec<usize>,
    entries: usize,
    queue: BTreeSet<(usize, usize, usize)>,
}

impl Frontier {
    fn rank(&self, vertex: usize, entry: usize) -> (usize, usize, usize) {
        match self.preference {
            Preference::Oldest => (self.unseen[vertex], entry, vertex),
            Preference::Newest => (self.unseen[vertex], usize::MAX - entry, vertex),
            Preference::OldestAlways => (0, entry, vertex),
        }
    }

    fn enter(&mut self, vertex: usize) {
        self.entered[vertex] = Some(self.entries);
        self.queue.insert(self.rank(vertex, self.entries));
        self.entries += 1;
    }

    /// A neighbour of `vertex` enters.
    fn saw(&mut self, vertex: usize) {
        match self.entered[vertex] {
            Some(entry) => {
                let waits = self.queue.remove(&self.rank(vertex, entry));
                self.unseen[vertex] -= 1;
                if waits {
                    self.queue.insert(self.rank(vertex, entry));
                }
            }
            None => self.unseen[vertex] -= 1,
        }
    }
}
