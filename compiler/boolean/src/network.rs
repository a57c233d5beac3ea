//! Networks: vertices and edges that may fail, and the connection that is asked for.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;

/// A connection between two vertices; `from` and `to` may be equal, and edges may repeat.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edge<T> {
    /// Where the edge starts.
    pub from: usize,
    /// Where the edge ends.
    pub to: usize,
    /// Whether the edge can be followed only from `from` to `to`.
    pub directed: bool,
    /// What makes the edge work; an edge without it never fails.
    pub element: Option<T>,
}

impl<T> Edge<T> {
    /// An edge that is followed only from `from` to `to`.
    pub fn directed(from: usize, to: usize, element: Option<T>) -> Self {
        Self { from, to, directed: true, element }
    }

    /// An edge that is followed both ways.
    pub fn undirected(from: usize, to: usize, element: Option<T>) -> Self {
        Self { from, to, directed: false, element }
    }
}

impl<T> Edge<T> {
    /// Where it leads to from one of its ends, or for a search backwards where it comes from.
    fn followed(&self, vertex: usize, direction: Direction) -> Option<usize> {
        let (tail, head) = match direction {
            Direction::Forward => (self.from, self.to),
            Direction::Backward => (self.to, self.from),
        };
        match (tail == vertex, self.directed) {
            (true, _) => Some(head),
            (false, false) => Some(tail),
            (false, true) => None,
        }
    }
}

/// Which connection makes the network work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// `to` can be reached from `from` along working vertices and edges, both ends included.
    Path {
        /// The source.
        from: usize,
        /// The sink.
        to: usize,
    },
    /// All terminals work and each can be reached from each other. One terminal must only work;
    /// without any the question is answered by yes.
    Connected {
        /// The vertices to be connected.
        terminals: Vec<usize>,
    },
}

/// An edge or the question names a vertex that the network does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownVertex {
    /// The vertex named.
    pub vertex: usize,
    /// How many vertices there are, numbered from zero.
    pub vertices: usize,
}

impl fmt::Display for UnknownVertex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "vertex {} of a network with {} vertices", self.vertex, self.vertices)
    }
}

impl Error for UnknownVertex {}

/// A network whose vertices and edges work or fail with an element of type `T`.
///
/// Invariant: every vertex named by an edge or by the question exists; terminals are sorted and
/// without repetition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Network<T> {
    vertices: Vec<Option<T>>,
    edges: Vec<Edge<T>>,
    question: Question,
}

impl<T> Network<T> {
    /// A network; a vertex without an element never fails.
    pub fn new(
        vertices: Vec<Option<T>>,
        edges: Vec<Edge<T>>,
        mut question: Question,
    ) -> Result<Self, UnknownVertex> {
        let named = edges.iter().flat_map(|edge| [edge.from, edge.to]);
        let asked = match &mut question {
            Question::Path { from, to } => vec![*from, *to],
            Question::Connected { terminals } => {
                terminals.sort_unstable();
                terminals.dedup();
                terminals.clone()
            }
        };
        match named.chain(asked).find(|&vertex| vertex >= vertices.len()) {
            Some(vertex) => Err(UnknownVertex { vertex, vertices: vertices.len() }),
            None => Ok(Self { vertices, edges, question }),
        }
    }

    /// The element of each vertex.
    pub fn vertices(&self) -> &[Option<T>] {
        &self.vertices
    }

    /// The edges in the order they were given.
    pub fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// Which connection makes the network work.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The vertices that the question names, without repetition.
    pub fn terminals(&self) -> Vec<usize> {
        match &self.question {
            Question::Path { from, to } if from == to => vec![*from],
            Question::Path { from, to } => vec![*from, *to],
            Question::Connected { terminals } => terminals.clone(),
        }
    }

    /// The elements of all vertices, then those of all edges.
    pub fn elements(&self) -> impl Iterator<Item = &T> {
        let vertices = self.vertices.iter().flatten();
        vertices.chain(self.edges.iter().filter_map(|edge| edge.element.as_ref()))
    }

    /// The same network with other elements, each made from the one in its place.
    pub fn map<U>(&self, mut of: impl FnMut(&T) -> U) -> Network<U> {
        let vertices = self.vertices.iter().map(|element| element.as_ref().map(&mut of)).collect();
        let edges = self.edges.iter().map(|edge| Edge {
            from: edge.from,
            to: edge.to,
            directed: edge.directed,
            element: edge.element.as_ref().map(&mut of),
        });
        Network { vertices, edges: edges.collect(), question: self.question.clone() }
    }

    /// Which vertices work, and which edges do together with their ends.
    fn up(&self, mut works: impl FnMut(&T) -> bool) -> (Vec<bool>, impl Fn(usize) -> bool) {
        let mut up = |element: &Option<T>| element.as_ref().is_none_or(&mut works);
        let vertices: Vec<bool> = self.vertices.iter().map(&mut up).collect();
        let usable: Vec<bool> = self
            .edges
            .iter()
            .map(|edge| vertices[edge.from] && vertices[edge.to] && up(&edge.element))
            .collect();
        (vertices, move |edge: usize| usable[edge])
    }

    /// Whether the connection holds when exactly the elements with `works` work.
    pub fn works(&self, works: impl FnMut(&T) -> bool) -> bool {
        let (vertex_up, usable) = self.up(works);
        let terminals = self.terminals();
        let (from, to) = match (&self.question, terminals.first()) {
            (Question::Path { from, to }, _) => (*from, *to),
            (_, Some(&first)) => (first, first),
            (_, None) => return true,
        };
        let incidence = Incidence::new(self);
        let forward = incidence.reachable(self, from, Direction::Forward, &usable);
        let backward = incidence.reachable(self, to, Direction::Backward, &usable);
        terminals.iter().all(|&t| vertex_up[t] && (forward[t] || t == from))
            && terminals.iter().all(|&t| backward[t] || t == to)
    }

    /// Elements that are enough: where they work the connection holds, whatever becomes of all
    /// others. Those of shortest routes over what `may_work`; `None` where nothing is enough.
    pub fn witness(&self, may_work: impl FnMut(&T) -> bool) -> Option<Vec<&T>> {
        let (vertex_up, usable) = self.up(may_work);
        let terminals = self.terminals();
        let (routes, goals) = match (&self.question, terminals.first()) {
            (Question::Path { from, to }, _) => (vec![(*from, Direction::Forward)], vec![*to]),
            (_, Some(&first)) => {
                (vec![(first, Direction::Forward), (first, Direction::Backward)], terminals.clone())
            }
            (_, None) => return Some(Vec::new()),
        };
        if !terminals.iter().all(|&terminal| vertex_up[terminal]) {
            return None;
        }
        let incidence = Incidence::new(self);
        let mut on_route = vec![false; self.vertices.len()];
        let mut followed = vec![false; self.edges.len()];
        for (start, direction) in routes {
            let steps = incidence.steps(self, start, direction, &usable);
            on_route[start] = true;
            for &goal in &goals {
                let mut vertex = goal;
                while vertex != start {
                    let (edge, before) = steps[vertex]?;
                    on_route[vertex] = true;
                    followed[edge] = true;
                    vertex = before;
                }
            }
        }
        let vertices = self.vertices.iter().zip(&on_route);
        let edges = self.edges.iter().map(|edge| &edge.element).zip(&followed);
        let elements = vertices.chain(edges).filter(|(_, taken)| **taken);
        Some(elements.filter_map(|(element, _)| element.as_ref()).collect())
    }
}

/// Which way a search follows directed edges.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    Backward,
}

/// For each vertex its edges, in the order of the network; a loop is listed twice.
///
/// Invariant: the edges of vertex `v` are `edges[starts[v]..starts[v + 1]]`.
pub(crate) struct Incidence {
    starts: Vec<usize>,
    edges: Vec<usize>,
}

impl Incidence {
    pub(crate) fn new<T>(network: &Network<T>) -> Self {
        let ends = network.edges.iter().map(|edge| (edge.from, edge.to));
        Self::of_ends(network.vertices.len(), ends)
    }

    /// Incidence for edges known by their two ends alone.
    pub(crate) fn of_ends(
        vertices: usize,
        ends: impl Iterator<Item = (usize, usize)> + Clone,
    ) -> Self {
        let mut starts = vec![0; vertices + 1];
        for (from, to) in ends.clone() {
            starts[from + 1] += 1;
            starts[to + 1] += 1;
        }
        for vertex in 0..vertices {
            starts[vertex + 1] += starts[vertex];
        }
        let mut next = starts.clone();
        let mut edges = vec![0; starts[vertices]];
        for (edge, (from, to)) in ends.enumerate() {
            for end in [from, to] {
                edges[next[end]] = edge;
                next[end] += 1;
            }
        }
        Self { starts, edges }
    }

    pub(crate) fn vertices(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn edges(&self, vertex: usize) -> &[usize] {
        &self.edges[self.starts[vertex]..self.starts[vertex + 1]]
    }

    /// For each vertex but `start` the edge and the vertex before it on a shortest way from
    /// there, or to there, along `usable` edges.
    fn steps<T>(
        &self,
        network: &Network<T>,
        start: usize,
        direction: Direction,
        usable: impl Fn(usize) -> bool,
    ) -> Vec<Option<(usize, usize)>> {
        let mut steps = vec![None; network.vertices.len()];
        let mut pending = VecDeque::from([start]);
        while let Some(vertex) = pending.pop_front() {
            for &index in self.edges(vertex).iter().filter(|&&edge| usable(edge)) {
                let Some(other) = network.edges[index].followed(vertex, direction) else {
                    continue;
                };
                if other != start && steps[other].is_none() {
                    steps[other] = Some((index, vertex));
                    pending.push_back(other);
                }
            }
        }
        steps
    }

    /// The vertices that `start` can reach, or that can reach it, along `usable` edges.
    pub(crate) fn reachable<T>(
        &self,
        network: &Network<T>,
        start: usize,
        direction: Direction,
        usable: impl Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut reached = vec![false; network.vertices.len()];
        reached[start] = true;
        let mut pending = vec![start];
        while let Some(vertex) = pending.pop() {
            for &index in self.edges(vertex).iter().filter(|&&edge| usable(edge)) {
                let Some(other) = network.edges[index].followed(vertex, direction) else {
                    continue;
                };
                if !reached[other] {
                    reached[other] = true;
                    pending.push(other);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_witness_is_enough_and_is_found_where_there_is_one() {
        let mut seed = 5u64;
        let mut below = |end: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
            (seed >> 33) as usize % end
        };
        let (mut found, mut none) = (0, 0);
        for round in 0..3_000 {
            let vertices = 2 + below(5);
            let mut element = 0..;
            let mut own = |sure: usize| element.next().filter(|_| sure > 0);
            let works = (0..vertices).map(|_| own(below(4))).collect();
            let edges = (0..below(9))
                .map(|_| Edge {
                    from: below(vertices),
                    to: below(vertices),
                    directed: below(2) == 0,
                    element: own(below(4)),
                })
                .collect();
            let question = match round % 2 {
                0 => Question::Path { from: below(vertices), to: below(vertices) },
                _ => Question::Connected {
                    terminals: (0..below(4)).map(|_| below(vertices)).collect(),
                },
            };
            let network: Network<usize> =
                Network::new(works, edges, question).expect("known vertices");
            let up: Vec<bool> = (0..20).map(|_| below(3) > 0).collect();
            match network.witness(|one| up[*one]) {
                Some(witness) => {
                    found += 1;
                    assert!(witness.iter().all(|one| up[**one]), "{network:?} {up:?}");
                    assert!(network.works(|one| witness.contains(&one)), "{network:?} {up:?}");
                }
                None => {
                    none += 1;
                    assert!(!network.works(|one| up[*one]), "{network:?} {up:?}");
                }
            }
        }
        assert!(found > 800 && none > 800, "{found} {none}");
    }
}
