//! The success graph: the condition under which a system works, over its things' own parts.
//!
//! Constructors keep a canonical form. Series and parallel are flat and list each operand once;
//! what all alternatives need (a common host) is pulled out in front of them:
//! `(a ∧ h) ∨ (b ∧ h) = h ∧ (a ∨ b)`. Equal nodes are one node.

use kofn_algebra::{Expr, Symbol};
use kofn_boolean::{Edge, Network, Question};
use kofn_diagnostics::Span;
use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

/// A node of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// A thing's own part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafId(pub u32);

/// The elements of one array of symbolic size, or of one comprehension, are alike up to this index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupIndex(pub u32);

impl LeafId {
    /// What stands for the thing's own chance where every thing is told apart. No name of a model
    /// begins like this.
    pub fn symbol(self) -> Symbol {
        Symbol::new(format!("#{}", self.0))
    }

    /// The thing that a symbol stands for.
    pub fn of_symbol(symbol: &Symbol) -> Option<LeafId> {
        symbol.name().strip_prefix('#')?.parse().ok().map(LeafId)
    }
}

impl NodeId {
    /// The place in the graph; operands stand before what they are operands of.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A thing's own part: it works or fails by itself, whatever its hosts do.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// What people call it: `rack[2].vm[1]`.
    pub name: String,
    /// The probability that it works, as expressions show it.
    pub shown: Expr,
    /// The same with every parameter that has a value replaced by it.
    pub value: Expr,
    /// Hosts below it.
    pub depth: u32,
    /// The groups whose elements contain it, outermost first.
    pub groups: Vec<GroupIndex>,
    /// The groups of whose index its probability depends, with the symbol of that index.
    pub unlike: Vec<(GroupIndex, Symbol)>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// Never.
    False,
    /// Always.
    True,
    /// A thing's own part works.
    Leaf(LeafId),
    /// Not.
    Not(NodeId),
    /// All of two or more.
    And(Rc<[NodeId]>),
    /// Any of two or more.
    Or(Rc<[NodeId]>),
    /// At least `k` of these; an operand may occur several times and counts as often.
    AtLeast(u64, Rc<[NodeId]>),
    /// At least `k` of `n` copies of an element.
    Group(Group),
    /// Nodes of a network can reach each other.
    Network(Rc<Net>),
}

/// At least `k` of `n` alike elements.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// The element; leaves of the group's index are its own, all others are shared.
    pub element: NodeId,
    /// Which elements. The group binds its index: a group of the same index inside the element
    /// counts anew, and is shared by all copies.
    pub index: GroupIndex,
    /// How many must work.
    pub k: Expr,
    /// How many there are.
    pub n: Expr,
    /// Where the structure counts them.
    pub span: Span,
}

/// A network. Where it was simplified its ends cannot fail: their failing is said in front of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Net {
    /// When each vertex works.
    pub vertices: Vec<NodeId>,
    /// `(from, to, one way, when it works)`
    pub edges: Vec<(usize, usize, bool, NodeId)>,
    /// From, to; or all of these.
    pub question: NetQuestion,
    /// What the vertices are called, where the network is as it was declared; empty where it was
    /// simplified.
    pub names: Rc<[String]>,
}

impl Net {
    /// The network in the words of mathematics; what always works has no element.
    pub(crate) fn to_network(&self) -> Network<NodeId> {
        let element = |id: &NodeId| Some(*id).filter(|id| *id != Graph::TRUE);
        let edges = self.edges.iter().map(|(from, to, directed, works)| Edge {
            from: *from,
            to: *to,
            directed: *directed,
            element: element(works),
        });
        let vertices = self.vertices.iter().map(element).collect();
        match Network::new(vertices, edges.collect(), self.question.to_question()) {
            Ok(network) => network,
            Err(_) => unreachable!("every edge of a network joins two of its vertices"),
        }
    }

    /// The same back again; edges are in order of their conditions.
    pub(crate) fn of_network(network: &Network<NodeId>) -> Net {
        let works = |element: &Option<NodeId>| element.unwrap_or(Graph::TRUE);
        let mut edges: Vec<_> = network
            .edges()
            .iter()
            .map(|edge| (edge.from, edge.to, edge.directed, works(&edge.element)))
            .collect();
        edges.sort_by_key(|(.., works)| *works);
        let question = match network.question() {
            Question::Path { from, to } => NetQuestion::Path(*from, *to),
            Question::Connected { terminals } => NetQuestion::Connected(terminals.clone()),
        };
        let vertices = network.vertices().iter().map(works).collect();
        Net { vertices, edges, question, names: Rc::default() }
    }
}

/// What is asked of a network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NetQuestion {
    /// The second can be reached from the first.
    Path(usize, usize),
    /// All can reach each other.
    Connected(Vec<usize>),
}

impl NetQuestion {
    /// The same in the words of mathematics.
    pub fn to_question(&self) -> Question {
        match self {
            NetQuestion::Path(from, to) => Question::Path { from: *from, to: *to },
            NetQuestion::Connected(terminals) => {
                Question::Connected { terminals: terminals.clone() }
            }
        }
    }

    /// The vertices it names.
    pub fn terminals(&self) -> Vec<usize> {
        match self {
            NetQuestion::Path(from, to) => vec![*from, *to],
            NetQuestion::Connected(terminals) => terminals.clone(),
        }
    }
}

/// Conditions over things' own parts.
///
/// Invariant: nodes are canonical as the constructors make them, equal nodes have equal ids, and
/// operands have smaller ids.
#[derive(Clone, Debug)]
pub struct Graph {
    nodes: Vec<Node>,
    /// For each node how many gates stand on each other below it, itself included.
    depths: Vec<u32>,
    ids: HashMap<Node, NodeId>,
    leaves: Vec<Leaf>,
}

impl Default for Graph {
    fn default() -> Self {
        let mut graph = Graph {
            nodes: Vec::new(),
            depths: Vec::new(),
            ids: HashMap::default(),
            leaves: Vec::new(),
        };
        graph.intern(Node::False);
        graph.intern(Node::True);
        graph
    }
}

/// Beyond this many operands of alternatives, what they have in common is not looked for: the
/// search is linear in all their conjuncts, and such lists come from generators.
const MOST_CONJUNCTS: usize = 1 << 22;

impl Graph {
    /// Never.
    pub const FALSE: NodeId = NodeId(0);
    /// Always.
    pub const TRUE: NodeId = NodeId(1);

    /// The node with this id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The node at a place.
    pub(crate) fn node_at(&self, index: usize) -> &Node {
        &self.nodes[index]
    }

    /// The node that says a thing's own part works.
    pub(crate) fn leaf_node(&mut self, leaf: LeafId) -> NodeId {
        self.intern(Node::Leaf(leaf))
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no nodes but the constants.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 2
    }

    /// A thing's own part.
    pub fn leaf(&self, id: LeafId) -> &Leaf {
        &self.leaves[id.0 as usize]
    }

    /// All things' own parts, in the order in which the structure mentions them.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// How many gates stand on each other below a node, itself included.
    pub(crate) fn depth(&self, id: NodeId) -> u32 {
        self.depths[id.index()]
    }

    fn intern(&mut self, node: Node) -> NodeId {
        if let Some(id) = self.ids.get(&node) {
            return *id;
        }
        // Elaboration is bounded far below 2³² things.
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let mut below = None;
        for_operands(&node, |operand| below = below.max(Some(self.depths[operand.index()])));
        self.depths.push(below.map_or(0, |below| below + 1));
        self.nodes.push(node.clone());
        self.ids.insert(node, id);
        id
    }

    /// A constant.
    pub fn constant(works: bool) -> NodeId {
        if works { Self::TRUE } else { Self::FALSE }
    }

    /// A new thing's own part.
    pub fn add_leaf(&mut self, leaf: Leaf) -> NodeId {
        let id = LeafId(u32::try_from(self.leaves.len()).unwrap_or(u32::MAX));
        self.leaves.push(leaf);
        self.intern(Node::Leaf(id))
    }

    /// Not.
    pub fn not(&mut self, id: NodeId) -> NodeId {
        match self.node(id) {
            Node::False => Self::TRUE,
            Node::True => Self::FALSE,
            Node::Not(inner) => *inner,
            _ => self.intern(Node::Not(id)),
        }
    }

    /// All of these work: a series.
    pub fn and(&mut self, all: Vec<NodeId>) -> NodeId {
        let mut flat = Vec::with_capacity(all.len());
        for id in all {
            match self.node(id) {
                Node::True => {}
                Node::False => return Self::FALSE,
                Node::And(inner) => flat.extend_from_slice(inner),
                _ => flat.push(id),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        self.merge_thresholds(&mut flat, true);
        match flat.as_slice() {
            [] => Self::TRUE,
            [only] => *only,
            _ => self.intern(Node::And(flat.into())),
        }
    }

    /// Any of these works: a parallel. What all of them need is pulled out in front.
    pub fn or(&mut self, any: Vec<NodeId>) -> NodeId {
        let mut flat = Vec::with_capacity(any.len());
        for id in any {
            match self.node(id) {
                Node::False => {}
                Node::True => return Self::TRUE,
                Node::Or(inner) => flat.extend_from_slice(inner),
                _ => flat.push(id),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        self.merge_thresholds(&mut flat, false);
        match flat.as_slice() {
            [] => return Self::FALSE,
            [only] => return *only,
            _ => {}
        }
        let common = self.common_conjuncts(&flat);
        if !common.is_empty() {
            let rest = flat.iter().map(|id| self.without(*id, &common)).collect();
            let mut all = common;
            all.push(self.or(rest));
            return self.and(all);
        }
        self.intern(Node::Or(flat.into()))
    }

    /// At least `k` of these work, each counted as often as it is listed.
    pub fn at_least(&mut self, k: u64, of: Vec<NodeId>) -> NodeId {
        let mut k = k;
        let mut rest = Vec::with_capacity(of.len());
        for id in of {
            match id {
                Self::FALSE => {}
                Self::TRUE => k = k.saturating_sub(1),
                _ => rest.push(id),
            }
        }
        let n = rest.len() as u64;
        match k {
            0 => return Self::TRUE,
            _ if k > n => return Self::FALSE,
            1 => return self.or(rest),
            _ if k == n => return self.and(rest),
            _ => {}
        }
        rest.sort_unstable();
        let common = self.common_conjuncts(&rest);
        if !common.is_empty() {
            let inner = rest.iter().map(|id| self.without(*id, &common)).collect();
            let mut all = common;
            all.push(self.at_least(k, inner));
            return self.and(all);
        }
        self.intern(Node::AtLeast(k, rest.into()))
    }

    /// At least `k` of `n` copies of an element. What every copy shares is pulled out in front.
    pub fn group(&mut self, group: Group) -> NodeId {
        match (group.element, group.k.as_number(), group.n.as_number()) {
            (_, Some(k), _) if k.is_zero() || k.is_negative() => return Self::TRUE,
            (_, Some(k), Some(n)) if k > n => return Self::FALSE,
            (Self::FALSE, ..) => return Self::FALSE,
            (Self::TRUE, ..) if group.k.is_one() || group.k == group.n => return Self::TRUE,
            (Self::TRUE, Some(_), Some(_)) => return Self::TRUE,
            _ => {}
        }
        let shared: Vec<NodeId> = self
            .conjuncts(group.element)
            .iter()
            .copied()
            .filter(|id| !self.differs_by(*id, group.index))
            .collect();
        if shared.is_empty() {
            return self.intern(Node::Group(group));
        }
        let element = self.without(group.element, &shared);
        let mut all = shared;
        all.push(self.group(Group { element, ..group }));
        self.and(all)
    }

    /// A network, ends that fail said in front of it.
    pub fn network(&mut self, net: Net) -> NodeId {
        self.intern(Node::Network(Rc::new(net)))
    }

    /// The operands of a series, or the node itself.
    pub fn conjuncts(&self, id: NodeId) -> Vec<NodeId> {
        match self.node(id) {
            Node::And(all) => all.to_vec(),
            _ => vec![id],
        }
    }

    fn common_conjuncts(&self, alternatives: &[NodeId]) -> Vec<NodeId> {
        let Some((first, others)) = alternatives.split_first() else { return Vec::new() };
        let mut common = self.conjuncts(*first);
        let mut seen = 0usize;
        for id in others {
            match self.node(*id) {
                Node::And(all) => {
                    seen += all.len();
                    common.retain(|conjunct| all.binary_search(conjunct).is_ok());
                }
                _ => common.retain(|conjunct| conjunct == id),
            }
            if common.is_empty() || seen > MOST_CONJUNCTS {
                return Vec::new();
            }
        }
        common
    }

    fn without(&mut self, id: NodeId, common: &[NodeId]) -> NodeId {
        let rest = self.conjuncts(id).into_iter().filter(|part| !common.contains(part)).collect();
        self.and(rest)
    }

    /// Of thresholds of one group the larger implies the smaller: in a series it alone counts, in
    /// a parallel the smaller alone.
    fn merge_thresholds(&mut self, operands: &mut Vec<NodeId>, all: bool) {
        let groups: Vec<(NodeId, Group)> = operands
            .iter()
            .filter_map(|id| match self.node(*id) {
                Node::Group(group) => Some((*id, group.clone())),
                _ => None,
            })
            .collect();
        if groups.len() < 2 {
            return;
        }
        operands.retain(|id| {
            let Some((_, group)) = groups.iter().find(|(other, _)| other == id) else {
                return true;
            };
            !groups.iter().any(|(other, by)| {
                let same =
                    by.element == group.element && by.n == group.n && by.index == group.index;
                let order = stronger(&by.k, &group.k, &group.n);
                other != id && same && by.k != group.k && order == Some(all)
            })
        });
    }

    /// The leaves that a node depends on, in order.
    pub fn leaves_of(&self, root: NodeId) -> Vec<LeafId> {
        let mut found = Vec::new();
        self.visit(root, |_, node| {
            if let Node::Leaf(leaf) = node {
                found.push(*leaf);
            }
        });
        found.sort_unstable();
        found
    }

    /// Every node below a root, once, operands of the graph's order not implied.
    pub fn visit(&self, root: NodeId, mut see: impl FnMut(NodeId, &Node)) {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if seen.insert(id) {
                let node = self.node(id);
                see(id, node);
                for_operands(node, |operand| stack.push(operand));
            }
        }
    }

    /// Whether a node is another thing for each element of a group. What a group of the same index
    /// counts is bound there: `any of host` is one and the same for every `vm[i]`.
    pub(crate) fn differs_by(&self, root: NodeId, index: GroupIndex) -> bool {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.node(id) {
                Node::Leaf(leaf) if self.leaf(*leaf).groups.contains(&index) => return true,
                Node::Group(group) if group.index == index => {}
                node => for_operands(node, |operand| stack.push(operand)),
            }
        }
        false
    }

    /// The node with some nodes replaced by constants, everywhere below it.
    pub fn restrict(&mut self, root: NodeId, fixed: &HashMap<NodeId, bool>) -> NodeId {
        let mut done: HashMap<NodeId, NodeId> =
            fixed.iter().map(|(id, works)| (*id, Self::constant(*works))).collect();
        let mut order = Vec::new();
        self.visit(root, |id, _| order.push(id));
        // Operands have smaller ids.
        order.sort_unstable();
        for id in order {
            if done.contains_key(&id) {
                continue;
            }
            let node = self.node(id).clone();
            let of = |id: &NodeId| done.get(id).copied().unwrap_or(*id);
            let new = match node {
                Node::False | Node::True | Node::Leaf(_) => id,
                Node::Not(inner) => {
                    let inner = of(&inner);
                    self.not(inner)
                }
                Node::And(all) => {
                    let all = all.iter().map(of).collect();
                    self.and(all)
                }
                Node::Or(any) => {
                    let any = any.iter().map(of).collect();
                    self.or(any)
                }
                Node::AtLeast(k, all) => {
                    let all = all.iter().map(of).collect();
                    self.at_least(k, all)
                }
                Node::Group(group) => {
                    let element = of(&group.element);
                    self.group(Group { element, ..group })
                }
                Node::Network(net) => {
                    let net = Net {
                        vertices: net.vertices.iter().map(of).collect(),
                        edges: net
                            .edges
                            .iter()
                            .map(|(a, b, way, id)| (*a, *b, *way, of(id)))
                            .collect(),
                        question: net.question.clone(),
                        names: Rc::default(),
                    };
                    crate::simplifier::simplified(self, net)
                }
            };
            done.insert(id, new);
        }
        done.get(&root).copied().unwrap_or(root)
    }
}

/// Whether needing `a` implies needing `b`, of `n`: `Some(true)` if `a` is at least as much.
fn stronger(a: &Expr, b: &Expr, n: &Expr) -> Option<bool> {
    if a == b || a == n || b.is_one() {
        return Some(true);
    }
    if b == n || a.is_one() {
        return Some(false);
    }
    match (a.as_number(), b.as_number()) {
        (Some(a), Some(b)) => Some(a >= b),
        _ => None,
    }
}

/// Calls with every operand of a node.
pub(crate) fn for_operands(node: &Node, mut see: impl FnMut(NodeId)) {
    match node {
        Node::False | Node::True | Node::Leaf(_) => {}
        Node::Not(inner) => see(*inner),
        Node::And(all) | Node::Or(all) | Node::AtLeast(_, all) => all.iter().copied().for_each(see),
        Node::Group(group) => see(group.element),
        Node::Network(net) => {
            net.vertices.iter().copied().for_each(&mut see);
            net.edges.iter().for_each(|(.., id)| see(*id));
        }
    }
}
