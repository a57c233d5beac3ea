//! Networks: links, nodes, and what of them matters between given nodes.

use crate::build::{Builder, Placed};
use crate::code;
use crate::elements::Item;
use crate::graph::{Graph, Net, NetQuestion, NodeId};
use crate::numbers::{DomainValues, Reported, SlotValue, Slots, View, whole};
use crate::simplifier::simplified;
use crate::things::{EnvironmentId, ThingKey};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{Binder, Junction, Link, Node, Owner, Spec, SystemId};
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeSet;
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
