//! Networks: links, nodes, and what of them matters between given nodes.

use crate::build::{Builder, Placed};
use crate::code;
use crate::elements::Item;
use crate::graph::{Graph, Net, NetQuestion, NodeId};
use crate::numbers::{DomainValues, Reported, SlotValue, Slots, View, whole};
use crate::things::{EnvironmentId, ThingKey};
use kofn_boolean::pieces;
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{Binder, Junction, Link, Node, Owner, Spec, SystemId};
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::stable_graph::StableDiGraph;
use petgraph::visit::{Dfs, EdgeRef, IntoEdgeReferences, Reversed};
use rustc_hash::FxHashMap as HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Nodes and links that are looked at, once for each question about a network, at most: seconds.
const MOST_FOLLOWED: usize = 20_000_000;

/// A node of a network before it has a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Vertex {
    Thing(ThingKey),
    /// A thing given from outside that is not a module of its own.
    Junction(EnvironmentId, String, Vec<i64>),
}

/// The links of a system and of the instances in it: one network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    vertices: HashMap<Vertex, usize>,
    works: Vec<NodeId>,
    names: Vec<String>,
    /// `(from, to, one way, when it works)`
    edges: Vec<(usize, usize, bool, NodeId)>,
    depth: u32,
}

impl Builder<'_> {
    /// `path(A, B)`
    pub fn path(
        &mut self,
        from: &Node,
        to: &Node,
        span: Span,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Placed, Reported> {
        let (from_vertex, from_works) = self.vertex(from, environment, slots)?;
        let (to_vertex, to_works) = self.vertex(to, environment, slots)?;
        let links = self.links(environment, span)?;
        let mut all = vec![from_works.0, to_works.0];
        let depth = from_works.1.max(to_works.1).max(links.depth);
        if from_vertex != to_vertex {
            let ends = links.vertices.get(&from_vertex).zip(links.vertices.get(&to_vertex));
            let node = match ends {
                Some((from, to)) => self.connection(&links, NetQuestion::Path(*from, *to), span)?,
                None => Graph::FALSE,
            };
            if node == Graph::FALSE && from_works.0 != Graph::FALSE && to_works.0 != Graph::FALSE {
                self.warn(unreachable_node(span));
            }
            all.push(node);
        }
        Ok((self.graph.and(all), depth))
    }

    /// `connected(NODES)`
    pub fn connected(
        &mut self,
        nodes: &[(Node, Vec<Binder>)],
        span: Span,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Placed, Reported> {
        let mut found: Vec<(Vertex, Placed)> = Vec::new();
        for (node, binders) in nodes {
            self.repeated_nodes(node, binders, environment, slots, &mut found)?;
        }
        let links = self.links(environment, span)?;
        let mut all = Vec::new();
        let mut depth = links.depth;
        let mut terminals = BTreeSet::new();
        let mut missing = false;
        let distinct = found.iter().any(|(vertex, _)| *vertex != found[0].0);
        for (vertex, placed) in &found {
            all.push(placed.0);
            depth = depth.max(placed.1);
            match links.vertices.get(vertex) {
                Some(number) => {
                    terminals.insert(*number);
                }
                None => missing = true,
            }
        }
        if distinct {
            let node = if missing {
                Graph::FALSE
            } else {
                let question = NetQuestion::Connected(terminals.into_iter().collect());
                self.connection(&links, question, span)?
            };
            if node == Graph::FALSE {
                self.warn(unreachable_node(span));
            }
            all.push(node);
        }
        Ok((self.graph.and(all), depth))
    }

    /// The condition that a network states, simplified where nothing else is wanted.
    fn connection(
        &mut self,
        links: &Links,
        question: NetQuestion,
        span: Span,
    ) -> Result<NodeId, Reported> {
        // Each question looks at the whole network.
        self.followed = self.followed.saturating_add(links.works.len() + links.edges.len());
        if self.followed > MOST_FOLLOWED {
            return self.report(
                Diagnostic::error(
                    code::TOO_LARGE,
                    format!("more than {MOST_FOLLOWED} nodes and links to be looked at, all questions about networks taken together"),
                )
                .at(span, "too many here")
                .help("ask fewer questions about a large network: `connected` takes many nodes at once; a part of it with its own questions can be a system of its own"),
            );
        }
        let node = simplified(&mut self.graph, links.net(question.clone()));
        if self.as_declared && node != Graph::FALSE && node != Graph::TRUE {
            let names = links.names.as_slice().into();
            return Ok(self.graph.network(Net { names, ..links.net(question) }));
        }
        Ok(node)
    }

    fn repeated_nodes(
        &mut self,
        node: &Node,
        binders: &[Binder],
        environment: EnvironmentId,
        slots: &Slots,
        found: &mut Vec<(Vertex, Placed)>,
    ) -> Result<(), Reported> {
        if let Some((binder, rest)) = binders.split_first() {
            for value in self.known_values(binder, environment, slots)? {
                let mut inner = slots.clone();
                inner.push((binder.slot, SlotValue::Number(value)));
                self.repeated_nodes(node, rest, environment, &inner, found)?;
            }
            return Ok(());
        }
        if let Node::Thing(reference) = node {
            for item in self.reference(reference, environment, slots)? {
                let (vertex, placed) = self.item_vertex(item, reference.span)?;
                found.push((vertex, placed));
            }
            return Ok(());
        }
        found.push(self.vertex(node, environment, slots)?);
        Ok(())
    }

    fn known_values(
        &mut self,
        binder: &Binder,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Vec<i64>, Reported> {
        match self.domain(&binder.domain, environment, slots)? {
            DomainValues::Numbers(all) => Ok(all),
            DomainValues::UpTo { .. } => {
                let span = match &binder.domain {
                    kofn_model::Domain::Range { hi, .. } => hi.span,
                    kofn_model::Domain::Values(all) => match all.first() {
                        Some(first) => first.span,
                        None => return Ok(Vec::new()),
                    },
                };
                self.report(
                    Diagnostic::error(
                        code::GROUP_NETWORK,
                        "a network needs to know how many nodes and links it has",
                    )
                    .at(span, "still open")
                    .help("give the parameter a value"),
                )
            }
        }
    }

    fn vertex(
        &mut self,
        node: &Node,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<(Vertex, Placed), Reported> {
        match node {
            Node::Thing(reference) => {
                let mut items = self.reference(reference, environment, slots)?;
                match (items.pop(), items.is_empty()) {
                    (Some(item), true) => self.item_vertex(item, reference.span),
                    _ => self.report(
                        Diagnostic::error(
                            kofn_model::code::BARE_ARRAY,
                            "several things are not one node",
                        )
                        .at(reference.span, "an index is missing"),
                    ),
                }
            }
            Node::Junction(junction) => {
                let vertex = self.junction(junction, environment, slots)?;
                Ok((vertex, (Graph::TRUE, 0)))
            }
        }
    }

    fn item_vertex(&mut self, item: Item, span: Span) -> Result<(Vertex, Placed), Reported> {
        match item {
            Item::One(one) => match one.thing {
                Some(key) => Ok((Vertex::Thing(key), one.placed)),
                None => self.report(
                    Diagnostic::error(
                        kofn_model::code::NOT_A_STRUCTURE,
                        "only a module, an instance or a junction is a node",
                    )
                    .at(span, "a part of the structure"),
                ),
            },
            Item::Alike { .. } => self.report(
                Diagnostic::error(
                    code::GROUP_NETWORK,
                    "a network over an array of open size cannot be computed",
                )
                .at(span, "its elements cannot be told apart")
                .help("give the size a value"),
            ),
        }
    }

    fn junction(
        &mut self,
        junction: &Junction,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Vertex, Reported> {
        let mut indices = Vec::with_capacity(junction.indices.len());
        for index in &junction.indices {
            let value = self.number(index, environment, slots, View::Value)?;
            indices.push(whole(&mut self.context, &value, index.span, "an index")?);
        }
        let inside = match &junction.of {
            None => environment,
            Some(reference) => {
                let (Vertex::Thing(key), _) =
                    self.vertex(&Node::Thing(reference.clone()), environment, slots)?
                else {
                    unreachable!("a member belongs to an instance")
                };
                self.instance(&key, reference.span)?
            }
        };
        Ok(Vertex::Junction(inside, junction.name.clone(), indices))
    }

    fn vertex_name(&self, vertex: &Vertex) -> String {
        match vertex {
            Vertex::Thing(key) => self.thing_name(key),
            Vertex::Junction(environment, name, indices) => {
                let prefix = &self.environments[environment.index()].prefix;
                let indices: Vec<String> = indices.iter().map(i64::to_string).collect();
                match indices.is_empty() {
                    true => format!("{prefix}{name}"),
                    false => format!("{prefix}{name}[{}]", indices.join(",")),
                }
            }
        }
    }

    /// The network of an environment.
    fn links(&mut self, environment: EnvironmentId, span: Span) -> Result<Rc<Links>, Reported> {
        if let Some(links) = self.networks.get(&environment) {
            return Ok(links.clone());
        }
        let mut links = Links::default();
        self.add_links(environment, span, &mut links)?;
        let links = Rc::new(links);
        self.networks.insert(environment, links.clone());
        Ok(links)
    }

    fn add_links(
        &mut self,
        environment: EnvironmentId,
        span: Span,
        links: &mut Links,
    ) -> Result<(), Reported> {
        let model = self.model;
        let Some(system) = self.environments[environment.index()].system else { return Ok(()) };
        self.deeper(span)?;
        for id in &model.system(system).links {
            let link = model.link(*id);
            self.add_link(link, &link.binders, environment, &Slots::new(), links)?;
        }
        for id in &model.system(system).modules {
            let Spec::Instance { system: template, .. } = &model.module(*id).spec else { continue };
            if !self.has_links(*template) {
                continue;
            }
            let sizes = self.sizes(*id, environment)?;
            if sizes.iter().any(|size| matches!(size, crate::things::Size::Group(_))) {
                let declared = model.module(*id);
                return self.report(
                    Diagnostic::error(
                        code::GROUP_NETWORK,
                        format!(
                            "`{}` has links, and its size is open or very large",
                            declared.name
                        ),
                    )
                    .at(declared.span, "its links are part of this network")
                    .help("give the size a value"),
                );
            }
            for key in self.product_keys(*id, environment, &sizes) {
                let inner = self.instance(&key, model.module(*id).span)?;
                self.add_links(inner, span, links)?;
            }
        }
        self.nesting -= 1;
        Ok(())
    }

    fn has_links(&mut self, system: SystemId) -> bool {
        if let Some(known) = self.linked.get(&system) {
            return *known;
        }
        let model = self.model;
        let (base, _) = model.design(system);
        // Systems do not contain each other in a circle, so this ends.
        let own = !model.system(base).links.is_empty();
        let found = own
            || model.system(base).modules.iter().any(|id| match &model.module(*id).spec {
                Spec::Instance { system, .. } => self.has_links(*system),
                Spec::Chance { .. } => false,
            });
        self.linked.insert(system, found);
        found
    }

    fn add_link(
        &mut self,
        link: &Link,
        binders: &[Binder],
        environment: EnvironmentId,
        slots: &Slots,
        links: &mut Links,
    ) -> Result<(), Reported> {
        if let Some((binder, rest)) = binders.split_first() {
            for value in self.known_values(binder, environment, slots)? {
                let mut inner = slots.clone();
                inner.push((binder.slot, SlotValue::Number(value)));
                self.add_link(link, rest, environment, &inner, links)?;
            }
            return Ok(());
        }
        debug_assert!(matches!(link.owner, Owner::System(_)), "links stand in systems");
        let mut ends = Vec::with_capacity(link.nodes.len());
        for node in &link.nodes {
            let (vertex, placed) = self.vertex(node, environment, slots)?;
            let name = self.vertex_name(&vertex);
            ends.push(links.add(vertex, placed, name));
        }
        for (arrow, directed) in link.directed.iter().enumerate() {
            self.make(1, link.span)?;
            let (mut node, mut depth) = self.environments[environment.index()].hosts;
            let mut hosted = node != Graph::TRUE;
            for host in &link.hosts {
                let placed = self.structure(host, environment, slots)?;
                node = self.graph.and(vec![node, placed.0]);
                depth = depth.max(placed.1);
                hosted = true;
            }
            if let Some((value, symbol)) = &link.spec {
                let depth = if hosted { depth + 1 } else { 0 };
                let arrow_name = if *directed { "->" } else { "--" };
                let (from, to) = (&links.names[ends[arrow]], &links.names[ends[arrow + 1]]);
                let name = format!("{from}{arrow_name}{to}");
                let own =
                    self.leaf(value, symbol.clone(), environment, slots, name, "this link", depth)?;
                node = self.graph.and(vec![node, own]);
                links.depth = links.depth.max(depth);
            }
            links.edges.push((ends[arrow], ends[arrow + 1], *directed, node));
        }
        Ok(())
    }
}

fn unreachable_node(span: Span) -> Diagnostic {
    Diagnostic::warning(code::UNREACHABLE, "no chain of links leads there, so this never works")
        .at(span, "cannot be reached")
        .help("a `->` leads one way only; a name that no link mentions is not part of the network")
}

impl Links {
    fn add(&mut self, vertex: Vertex, placed: Placed, name: String) -> usize {
        let next = self.works.len();
        let number = *self.vertices.entry(vertex).or_insert(next);
        if number == next {
            self.works.push(placed.0);
            self.names.push(name);
            self.depth = self.depth.max(placed.1);
        }
        number
    }

    fn net(&self, question: NetQuestion) -> Net {
        let (vertices, edges) = (self.works.clone(), self.edges.clone());
        Net { vertices, edges, question, names: Rc::default() }
    }
}

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
