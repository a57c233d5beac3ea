//! A design's condition written down in another graph, over things that stand for its own.

use crate::build::Built;
use crate::graph::{Graph, Group, LeafId, Net, Node, NodeId};
use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

/// What stands for what.
pub(crate) struct Moving<'m> {
    /// A condition for each thing.
    pub leaves: &'m HashMap<LeafId, NodeId>,
    /// How a group is written there; its element is there already.
    pub group: &'m dyn Fn(Group) -> Group,
    /// How a network is written there; its elements are there already.
    pub net: &'m dyn Fn(Net) -> Net,
}

/// The condition in another graph.
pub(crate) fn moved(graph: &mut Graph, built: &Built, moving: &Moving<'_>) -> NodeId {
    let mut order = Vec::new();
    built.graph.visit(built.root, |id, _| order.push(id));
    // Operands have smaller ids.
    order.sort_unstable();
    let mut done: HashMap<NodeId, NodeId> = HashMap::default();
    for id in order {
        let all = |ids: &[NodeId]| ids.iter().map(|id| done[id]).collect::<Vec<_>>();
        let new = match built.graph.node(id) {
            Node::False => Graph::FALSE,
            Node::True => Graph::TRUE,
            Node::Leaf(leaf) => moving.leaves[leaf],
            Node::Not(inner) => {
                let inner = done[inner];
                graph.not(inner)
            }
            Node::And(of) => graph.and(all(of)),
            Node::Or(of) => graph.or(all(of)),
            Node::AtLeast(k, of) => graph.at_least(*k, all(of)),
            Node::Group(group) => graph
                .group((moving.group)(Group { element: done[&group.element], ..group.clone() })),
            Node::Network(net) => graph.network((moving.net)(Net {
                vertices: all(&net.vertices),
                edges: net.edges.iter().map(|(a, b, way, id)| (*a, *b, *way, done[id])).collect(),
                question: net.question.clone(),
                names: Rc::clone(&net.names),
            })),
        };
        done.insert(id, new);
    }
    done[&built.root]
}
