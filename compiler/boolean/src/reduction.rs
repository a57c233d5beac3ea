//! Dropping the parts of a network that cannot matter.
//!
//! Whether a network works depends only on the edges that lie on a simple path between two
//! terminals. An edge qualifies only if it can be reached in its direction, and if its
//! biconnected component lies between terminals in the tree of biconnected components; dangling
//! pieces and pieces behind one cut vertex go.
//!
//! Hopcroft & Tarjan, *Efficient algorithms for graph manipulation*, CACM 16 (1973).

use crate::network::{Direction, Edge, Incidence, Network, Question};

/// The edges that can matter, in the order of the network, or nothing if the network fails even
/// with everything working.
pub(crate) fn relevant_edges<T>(network: &Network<T>) -> Option<Vec<usize>> {
    let mut edges: Vec<usize> =
        relevant_blocks(network)?.into_iter().flat_map(|block| block.edges).collect();
    edges.sort_unstable();
    Some(edges)
}

/// A biconnected component that lies between terminals.
struct Block {
    /// Its edges.
    edges: Vec<usize>,
    /// The vertex at which it hangs together with what was searched before it.
    top: usize,
}

/// The biconnected components between terminals, what hangs below a component before it.
fn relevant_blocks<T>(network: &Network<T>) -> Option<Vec<Block>> {
    let terminals = network.terminals();
    let Some(&root) = terminals.first() else { return Some(Vec::new()) };
    let (from, to) = match network.question() {
        Question::Path { from, to } => (*from, *to),
        // All terminals reach each other: whatever helps lies in their strong component.
        Question::Connected { .. } => (root, root),
    };
    let incidence = Incidence::new(network);
    let forward = incidence.reachable(network, from, Direction::Forward, |_| true);
    let backward = incidence.reachable(network, to, Direction::Backward, |_| true);
    if !terminals.iter().all(|&terminal| forward[terminal] && backward[terminal]) {
        return None;
    }
    let path = from != to;
    let kept: Vec<bool> = network
        .edges()
        .iter()
        .map(|edge| {
            let ends = [edge.from, edge.to];
            let returns = path && edge.directed && (edge.to == from || edge.from == to);
            edge.from != edge.to && ends.iter().all(|&v| forward[v] && backward[v]) && !returns
        })
        .collect();
    Some(between_terminals(network, &incidence, &kept, &terminals))
}

/// A network in pieces: it works when all of them do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pieces<T> {
    /// Networks that have only terminals in common, and those cannot fail in them.
    pub networks: Vec<Network<T>>,
    /// The elements of those vertices, of which each must work.
    pub vertices: Vec<T>,
}

/// Cuts a network at the vertices that every connection passes, and drops what cannot matter;
/// nothing if it fails even with everything working.
///
/// What is connected in a piece are its terminals and the vertices at which it was cut.
pub fn pieces<T: Clone>(network: &Network<T>) -> Option<Pieces<T>> {
    let blocks = relevant_blocks(network)?;
    let mut is_terminal = vec![false; network.vertices().len()];
    let cuts = blocks.iter().map(|block| block.top);
    for vertex in network.terminals().into_iter().chain(cuts) {
        is_terminal[vertex] = true;
    }
    let vertices = (0..is_terminal.len())
        .filter(|&vertex| is_terminal[vertex])
        .filter_map(|vertex| network.vertices()[vertex].clone())
        .collect();
    let mut renamed = vec![usize::MAX; is_terminal.len()];
    let mut networks = Vec::with_capacity(blocks.len());
    for Block { mut edges, top } in blocks {
        edges.sort_unstable();
        let mut inside: Vec<usize> = edges
            .iter()
            .flat_map(|&edge| [network.edges()[edge].from, network.edges()[edge].to])
            .collect();
        inside.sort_unstable();
        inside.dedup();
        for (number, &vertex) in inside.iter().enumerate() {
            renamed[vertex] = number;
        }
        let ends: Vec<usize> =
            inside.iter().copied().filter(|&vertex| is_terminal[vertex]).collect();
        let question = match (network.question(), ends.as_slice()) {
            // The search begins at the source, so a piece is entered at its top.
            (Question::Path { .. }, [a, b]) => {
                Question::Path { from: renamed[top], to: renamed[if *a == top { *b } else { *a }] }
            }
            _ => Question::Connected { terminals: ends.iter().map(|&v| renamed[v]).collect() },
        };
        let elements = inside
            .iter()
            .map(|&vertex| network.vertices()[vertex].clone().filter(|_| !is_terminal[vertex]));
        let edges = edges.iter().map(|&edge| {
            let edge = network.edges()[edge].clone();
            Edge { from: renamed[edge.from], to: renamed[edge.to], ..edge }
        });
        match Network::new(elements.collect(), edges.collect(), question) {
            Ok(piece) => networks.push(piece),
            Err(_) => unreachable!("a piece has the ends of its edges"),
        }
    }
    Some(Pieces { networks, vertices })
}

/// The network without what cannot matter, its vertices numbered afresh in the same order, or
/// nothing if it fails even with everything working.
pub(crate) fn reduced<T: Clone>(network: &Network<T>) -> Option<Network<T>> {
    let edges = relevant_edges(network)?;
    let mut used = vec![false; network.vertices().len()];
    for terminal in network.terminals() {
        used[terminal] = true;
    }
    for &edge in &edges {
        used[network.edges()[edge].from] = true;
        used[network.edges()[edge].to] = true;
    }
    let mut vertices = Vec::new();
    let mut renamed = vec![0; used.len()];
    for vertex in (0..used.len()).filter(|&vertex| used[vertex]) {
        renamed[vertex] = vertices.len();
        vertices.push(network.vertices()[vertex].clone());
    }
    let edges = edges.iter().map(|&edge| {
        let edge = network.edges()[edge].clone();
        Edge { from: renamed[edge.from], to: renamed[edge.to], ..edge }
    });
    let question = match network.question() {
        Question::Path { from, to } => Question::Path { from: renamed[*from], to: renamed[*to] },
        Question::Connected { terminals } => {
            Question::Connected { terminals: terminals.iter().map(|&t| renamed[t]).collect() }
        }
    };
    Network::new(vertices, edges.collect(), question).ok()
}

/// The components of the kept edges that lie between terminals.
///
/// A depth-first search from one terminal closes each component at its topmost vertex; the
/// component matters exactly if some terminal lies below that vertex.
fn between_terminals<T>(
    network: &Network<T>,
    incidence: &Incidence,
    kept: &[bool],
    terminals: &[usize],
) -> Vec<Block> {
    const UNSEEN: usize = usize::MAX;
    struct Visit {
        vertex: usize,
        /// The tree edge that led here; `UNSEEN` at the root.
        entered_by: usize,
        /// How many of the incident edges were looked at.
        position: usize,
        /// How many edges waited for their component when the tree edge was followed.
        waiting_before: usize,
    }
    let vertices = network.vertices().len();
    let mut found_at = vec![UNSEEN; vertices];
    let mut low = vec![UNSEEN; vertices];
    let mut terminal_below = vec![false; vertices];
    for &terminal in terminals {
        terminal_below[terminal] = true;
    }
    let mut waiting: Vec<usize> = Vec::new();
    let mut relevant = Vec::new();
    let root = terminals[0];
    found_at[root] = 0;
    low[root] = 0;
    let mut found = 1;
    let mut visits =
        vec![Visit { vertex: root, entered_by: UNSEEN, position: 0, waiting_before: 0 }];
    while let Some(visit) = visits.last_mut() {
        let vertex = visit.vertex;
        let Some(&index) = incidence.edges(vertex).get(visit.position) else {
            let waiting_before = visit.waiting_before;
            visits.pop();
            let Some(parent) = visits.last().map(|visit| visit.vertex) else { break };
            low[parent] = low[parent].min(low[vertex]);
            if low[vertex] >= found_at[parent] {
                let component = waiting.drain(waiting_before..);
                if terminal_below[vertex] {
                    relevant.push(Block { edges: component.collect(), top: parent });
                }
            }
            terminal_below[parent] |= terminal_below[vertex];
            continue;
        };
        visit.position += 1;
        if !kept[index] || index == visit.entered_by {
            continue;
        }
        let edge = &network.edges()[index];
        let other = if edge.from == vertex { edge.to } else { edge.from };
        if found_at[other] == UNSEEN {
            found_at[other] = found;
            low[other] = found;
            found += 1;
            let waiting_before = waiting.len();
            waiting.push(index);
            visits.push(Visit { vertex: other, entered_by: index, position: 0, waiting_before });
        } else if found_at[other] < found_at[vertex] {
            waiting.push(index);
            low[vertex] = low[vertex].min(found_at[other]);
        }
    }
    relevant
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relevant(vertices: usize, edges: &[(usize, usize)], question: Question) -> Vec<usize> {
        let edges = edges.iter().map(|&(from, to)| Edge::undirected(from, to, Some(()))).collect();
        let network = Network::new(vec![None; vertices], edges, question).expect("a network");
        relevant_edges(&network).expect("a network that can work")
    }

    #[test]
    fn dangling_pieces_and_loops_are_dropped() {
        // 0 – 1 – 2 with a triangle hanging on 1, a loop at 2 and a dead end at 2.
        let edges = [(0, 1), (1, 3), (3, 4), (4, 1), (1, 2), (2, 2), (2, 5)];
        assert_eq!(relevant(6, &edges, Question::Path { from: 0, to: 2 }), [0, 4]);
        let terminals = vec![0, 3];
        assert_eq!(relevant(6, &edges, Question::Connected { terminals }), [0, 1, 2, 3]);
    }

    #[test]
    fn parallel_edges_and_cycles_between_terminals_stay() {
        let edges = [(0, 1), (0, 1), (1, 2), (2, 0)];
        assert_eq!(relevant(3, &edges, Question::Path { from: 0, to: 1 }), [0, 1, 2, 3]);
    }

    #[test]
    fn edges_against_the_direction_are_dropped() {
        let edges = vec![
            Edge::directed(0, 1, Some(0)),
            Edge::directed(1, 0, Some(1)),
            Edge::directed(2, 1, Some(2)),
        ];
        let question = Question::Path { from: 0, to: 1 };
        let network = Network::new(vec![None; 3], edges, question).expect("a network");
        assert_eq!(relevant_edges(&network), Some(vec![0]));
    }
}
