//! Networks without what does not matter: dead ends dropped, series and parallel links joined.

use crate::graph::{Graph, Net, NetQuestion, NodeId};
use kofn_boolean::pieces;
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::stable_graph::StableDiGraph;
use petgraph::visit::{Dfs, EdgeRef, IntoEdgeReferences, Reversed};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The condition that a network states, after what does not matter is dropped and series and
/// parallel links are joined. The ends' own failing is not part of it.
pub(crate) fn simplified(graph: &mut Graph, net: Net) -> NodeId {
    let mut network = Simplifier::new(&net);
    if !network.connects() {
        return Graph::FALSE;
    }
    loop {
        network.drop_dead_ends();
        if !network.join(graph) {
            break;
        }
    }
    network.finish(graph, &net.question)
}

/// A network on its way to its irreducible part. An undirected link is a pair of arrows that
/// share their condition, marked as such.
struct Simplifier {
    net: StableDiGraph<NodeId, Arrow>,
    terminals: Vec<NodeIndex>,
    path: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Arrow {
    works: NodeId,
    directed: bool,
}

/// A link as it is seen from one of its ends.
struct Way {
    edge: EdgeIndex,
    to: NodeIndex,
    works: NodeId,
    /// Whether it leads away from that end, and back to it.
    outward: bool,
    inward: bool,
}

/// Links in a row, up to and without the vertex at the end.
struct Walk {
    edges: Vec<EdgeIndex>,
    vertices: Vec<NodeIndex>,
    works: Vec<NodeId>,
    end: NodeIndex,
    outward: bool,
    inward: bool,
}

impl Simplifier {
    fn new(given: &Net) -> Self {
        let mut net = StableDiGraph::with_capacity(given.vertices.len(), given.edges.len());
        let ends = given.question.terminals();
        let vertices: Vec<NodeIndex> = given
            .vertices
            .iter()
            .enumerate()
            .map(|(at, works)| net.add_node(if ends.contains(&at) { Graph::TRUE } else { *works }))
            .collect();
        for (from, to, directed, works) in &given.edges {
            let passable = |at: usize| ends.contains(&at) || given.vertices[at] != Graph::FALSE;
            if from != to && *works != Graph::FALSE && passable(*from) && passable(*to) {
                net.add_edge(
                    vertices[*from],
                    vertices[*to],
                    Arrow { works: *works, directed: *directed },
                );
            }
        }
        let terminals = ends.iter().map(|at| vertices[*at]).collect();
        Simplifier { net, terminals, path: matches!(given.question, NetQuestion::Path(..)) }
    }

    /// The network with every undirected link as two arrows, for walks.
    fn both_ways(&self) -> StableDiGraph<(), ()> {
        let mut walk = self.net.map(|_, _| (), |_, _| ());
        for edge in (&self.net).edge_references() {
            if !edge.weight().directed {
                walk.add_edge(edge.target(), edge.source(), ());
            }
        }
        walk
    }

    /// Whether everything working connects the terminals.
    fn connects(&self) -> bool {
        let walk = self.both_ways();
        let reached = reached_from(&walk, self.terminals[0]);
        if self.path {
            return reached.contains(&self.terminals[1]);
        }
        let back = reaching(&walk, self.terminals[0]);
        self.terminals.iter().all(|terminal| reached.contains(terminal) && back.contains(terminal))
    }

    /// Drops vertices that lie on no way between terminals.
    fn drop_dead_ends(&mut self) {
        let walk = self.both_ways();
        let reached = reached_from(&walk, self.terminals[0]);
        let back = reaching(&walk, self.terminals[if self.path { 1 } else { 0 }]);
        let mut doomed: Vec<NodeIndex> = self.net.node_indices().collect();
        doomed.retain(|vertex| {
            let useless = !reached.contains(vertex)
                || !back.contains(vertex)
                || self.net[*vertex] == Graph::FALSE;
            self.is_end(*vertex) || (useless && !self.terminals.contains(vertex))
        });
        // What hung on a dead end may be one itself, and so on along whole chains.
        while let Some(vertex) = doomed.pop() {
            let neighbours: BTreeSet<NodeIndex> = self.net.neighbors_undirected(vertex).collect();
            self.net.remove_node(vertex);
            doomed.extend(neighbours.into_iter().filter(|neighbour| self.is_end(*neighbour)));
        }
        if self.path {
            let (from, to) = (self.terminals[0], self.terminals[1]);
            let useless: Vec<EdgeIndex> = (&self.net)
                .edge_references()
                .filter(|edge| {
                    edge.weight().directed && (edge.target() == from || edge.source() == to)
                })
                .map(|edge| edge.id())
                .collect();
            for edge in useless {
                self.net.remove_edge(edge);
            }
        }
    }

    /// Whether a vertex has one neighbour at most, and is no terminal.
    fn is_end(&self, vertex: NodeIndex) -> bool {
        let mut neighbours = self.net.neighbors_undirected(vertex);
        let first = neighbours.next();
        !self.terminals.contains(&vertex) && neighbours.all(|other| Some(other) == first)
    }

    /// Joins parallel links and chains; says whether anything changed.
    fn join(&mut self, graph: &mut Graph) -> bool {
        let parallel = self.join_parallel(graph);
        let chains = self.join_chains(graph);
        parallel || chains
    }

    fn join_parallel(&mut self, graph: &mut Graph) -> bool {
        let mut between: BTreeMap<(NodeIndex, NodeIndex, bool), Vec<EdgeIndex>> = BTreeMap::new();
        for edge in (&self.net).edge_references() {
            let (mut from, mut to) = (edge.source(), edge.target());
            if !edge.weight().directed && from > to {
                (from, to) = (to, from);
            }
            between.entry((from, to, edge.weight().directed)).or_default().push(edge.id());
        }
        let mut changed = false;
        for ((from, to, directed), edges) in between {
            if edges.len() < 2 {
                continue;
            }
            let any = edges.iter().map(|edge| self.net[*edge].works).collect();
            for edge in edges {
                self.net.remove_edge(edge);
            }
            self.net.add_edge(from, to, Arrow { works: graph.or(any), directed });
            changed = true;
        }
        changed
    }

    /// A chain of vertices that only link two others is one link, which needs all of them; each
    /// chain is walked to both ends at once, since joining it link by link would be quadratic.
    fn join_chains(&mut self, graph: &mut Graph) -> bool {
        let mut changed = false;
        let vertices: Vec<NodeIndex> = self.net.node_indices().collect();
        for vertex in vertices {
            let Some([one, two]) = self.passage(vertex) else { continue };
            let (back, ahead) = (self.walk(vertex, one), self.walk(vertex, two));
            // A circle that nothing else touches is dropped as a dead end.
            if back.end == vertex {
                continue;
            }
            let mut all = vec![self.net[vertex]];
            all.extend(back.works.iter().chain(&ahead.works));
            for edge in back.edges.iter().chain(&ahead.edges) {
                self.net.remove_edge(*edge);
            }
            for inner in back.vertices.iter().chain(&ahead.vertices).chain([&vertex]) {
                self.net.remove_node(*inner);
            }
            changed = true;
            let (forth, return_way) = (back.inward && ahead.outward, ahead.inward && back.outward);
            if back.end != ahead.end && (forth || return_way) {
                let works = graph.and(all);
                let (from, to) = if forth { (back.end, ahead.end) } else { (ahead.end, back.end) };
                self.net.add_edge(from, to, Arrow { works, directed: !(forth && return_way) });
            }
        }
        changed
    }

    /// The two ways out of a vertex that only links two others.
    fn passage(&self, vertex: NodeIndex) -> Option<[Way; 2]> {
        if !self.net.contains_node(vertex) || self.terminals.contains(&vertex) {
            return None;
        }
        let mut ways = self
            .net
            .edges_directed(vertex, Direction::Outgoing)
            .chain(self.net.edges_directed(vertex, Direction::Incoming))
            .map(|edge| {
                let arrow = *edge.weight();
                let away = edge.source() == vertex;
                Way {
                    edge: edge.id(),
                    to: if away { edge.target() } else { edge.source() },
                    works: arrow.works,
                    outward: away || !arrow.directed,
                    inward: !away || !arrow.directed,
                }
            });
        match (ways.next(), ways.next(), ways.next()) {
            (Some(one), Some(two), None) if one.edge != two.edge => Some([one, two]),
            _ => None,
        }
    }

    /// From a vertex on through passages to the first vertex that is none.
    fn walk(&self, start: NodeIndex, first: Way) -> Walk {
        let mut walk = Walk {
            edges: vec![first.edge],
            vertices: Vec::new(),
            works: vec![first.works],
            end: first.to,
            outward: first.outward,
            inward: first.inward,
        };
        let mut last = first.edge;
        while walk.end != start
            && let Some([one, two]) = self.passage(walk.end)
        {
            let next = if one.edge == last { two } else { one };
            walk.vertices.push(walk.end);
            walk.works.extend([self.net[walk.end], next.works]);
            walk.edges.push(next.edge);
            walk.outward &= next.outward;
            walk.inward &= next.inward;
            walk.end = next.to;
            last = next.edge;
        }
        walk
    }

    fn finish(self, graph: &mut Graph, question: &NetQuestion) -> NodeId {
        let mut edges: Vec<_> = (&self.net).edge_references().collect();
        edges.sort_by_key(|edge| edge.weight().works);
        if let [edge] = edges.as_slice()
            && self.terminals.len() == 2
        {
            return edge.weight().works;
        }
        let number: BTreeMap<NodeIndex, usize> =
            self.net.node_indices().enumerate().map(|(at, vertex)| (vertex, at)).collect();
        let vertices = self.net.node_indices().map(|vertex| self.net[vertex]).collect();
        let edges = edges
            .iter()
            .map(|edge| {
                (
                    number[&edge.source()],
                    number[&edge.target()],
                    edge.weight().directed,
                    edge.weight().works,
                )
            })
            .collect();
        let ends: Vec<usize> = self.terminals.iter().map(|terminal| number[terminal]).collect();
        let question = match question {
            NetQuestion::Path(..) => NetQuestion::Path(ends[0], ends[1]),
            NetQuestion::Connected(_) => NetQuestion::Connected(ends),
        };
        let net = Net { vertices, edges, question, names: Rc::default() };
        let Some(pieces) = pieces(&net.to_network()) else { return Graph::FALSE };
        let mut all = pieces.vertices;
        for piece in &pieces.networks {
            let node = match (piece.edges(), piece.vertices()) {
                ([only], [_, _]) => only.element.unwrap_or(Graph::TRUE),
                _ => graph.network(Net::of_network(piece)),
            };
            all.push(node);
        }
        graph.and(all)
    }
}

fn reached_from(walk: &StableDiGraph<(), ()>, start: NodeIndex) -> BTreeSet<NodeIndex> {
    let mut dfs = Dfs::new(walk, start);
    let mut found = BTreeSet::new();
    while let Some(vertex) = dfs.next(walk) {
        found.insert(vertex);
    }
    found
}

fn reaching(walk: &StableDiGraph<(), ()>, end: NodeIndex) -> BTreeSet<NodeIndex> {
    let back = Reversed(walk);
    let mut dfs = Dfs::new(back, end);
    let mut found = BTreeSet::new();
    while let Some(vertex) = dfs.next(back) {
        found.insert(vertex);
    }
    found
}
