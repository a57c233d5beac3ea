//! Links, nodes and junctions.

use crate::code;
use crate::mentions::{Named, Role};
use crate::model::{Link, LinkId, Owner, ParamKind};
use crate::scope::{Entity, Place, Resolver};
use crate::term::{Junction, Node, Structure, StructureKind};
use kofn_algebra::Symbol;
use kofn_diagnostics::{Diagnostic, Span, nearest};
use kofn_syntax::tree::{self, Argument, Expr};
use std::collections::{BTreeMap, BTreeSet};

impl Resolver {
    /// Reads a link item.
    pub fn link(&mut self, link: &tree::Link, span: Span, owner: Owner, file: u32) -> Option<Link> {
        let mut place = Place::of(owner, file);
        let binders = self.binders(&link.binders, &mut place)?;
        self.mentioned.clear();
        let nodes: Vec<_> = link.nodes.iter().map(|path| self.node(path, &place)).collect();
        let hosts = self.hosts(&link.hosts, &place);
        let spec = match &link.spec {
            Some(spec) => Some((self.number(spec, &place)?, None::<Symbol>)),
            None => None,
        };
        let nodes = nodes.into_iter().collect::<Option<Vec<_>>>()?;
        let unmentioned: Vec<&str> = binders
            .iter()
            .filter(|binder| !self.mentioned.contains(&binder.slot))
            .map(|binder| binder.name.as_str())
            .collect();
        if let Some(name) = unmentioned.first() {
            self.report(
                Diagnostic::error(
                    code::REPEATED_LINK,
                    format!("this arrow is made once for each `{name}` and does not mention it"),
                )
                .at(span, "the same arrow several times")
                .help(format!("use `{name}` in a node or a host, or leave the `for` out")),
            );
            return None;
        }
        Some(Link { span, owner, nodes, directed: link.directed.clone(), spec, hosts, binders })
    }

    /// A node: a module, an instance, or else a junction, which is not declared.
    pub fn node(&mut self, path: &tree::Path, place: &Place) -> Option<Node> {
        let first = &path.steps.first()?.name;
        if place.locals.iter().any(|(local, _)| *local == first.text) {
            self.report(
                Diagnostic::error(
                    code::NOT_A_STRUCTURE,
                    format!("`{}` is an index, a number", first.text),
                )
                .at(path.span, "a node must stand here"),
            );
            return None;
        }
        let Some(entry) = self.find(&first.text, place) else {
            if path.steps.len() > 1 {
                self.require(first, place);
                return None;
            }
            return self.junction(path, None, place);
        };
        match entry.entity {
            Entity::Poisoned => return None,
            Entity::Block(_) => {
                self.report(
                    Diagnostic::error(
                        code::NOT_A_STRUCTURE,
                        format!("`{}` is a block, a part of the structure, not a node", first.text),
                    )
                    .at(path.span, "a module, an instance or a junction must stand here")
                    .at(entry.span, "declared here"),
                );
                return None;
            }
            Entity::Param(id) if self.model.param(id).kind != ParamKind::Module => {
                self.report(
                    Diagnostic::error(
                        code::NOT_A_STRUCTURE,
                        format!("`{}` is a number, not a node", first.text),
                    )
                    .at(path.span, "a module, an instance or a junction must stand here")
                    .at(entry.span, "declared here"),
                );
                return None;
            }
            _ => {}
        }
        // `rack.uplink`, where `uplink` is a junction of the instance `rack`.
        if let (Entity::Module(id), Some((last, before))) = (entry.entity, path.steps.split_last())
            && before.len() == 1
            && let Some(system) = self.template(id)
            && self.find_in_system(&last.name.text, system).is_none()
        {
            let of = tree::Path { span: path.span, steps: before.to_vec() };
            self.note_use(first.span, entry.entity, place.file);
            let of = self.reference(&of, entry.entity, 1, place)?;
            let (base, _) = self.model.design(system);
            let known = self.junctions_of(base);
            if !known.contains(&last.name.text) {
                let meant = nearest(&last.name.text, known.iter().map(String::as_str));
                let name = self.model.system(system).name.clone();
                self.report(
                    Diagnostic::error(
                        code::UNKNOWN_NAME,
                        format!("system `{name}` has no node `{}`", last.name.text),
                    )
                    .at(last.name.span, "not a module or junction of that system")
                    .did_you_mean(last.name.span, meant),
                );
                return None;
            }
            let named = Named::Junction(Owner::System(base), last.name.text.clone());
            self.note(last.name.span, named, Role::Uses);
            return self.junction(path, Some(of), place);
        }
        let start = self.start(path, place)?;
        let reference = self.reference(path, start.entity, start.used, place)?;
        if self.is_many(&reference) {
            self.report(
                Diagnostic::error(code::BARE_ARRAY, "an array is not one node")
                    .at(path.span, "an index is missing")
                    .help(format!("write `{}[i]` with `for i in 1..n`", first.text)),
            );
            return None;
        }
        Some(Node::Thing(reference))
    }

    fn junction(
        &mut self,
        path: &tree::Path,
        of: Option<crate::term::Reference>,
        place: &Place,
    ) -> Option<Node> {
        let step = path.steps.last()?;
        let before = self.mentioned.len();
        let mut indices = Vec::new();
        for index in &step.indices {
            indices.push(self.number(&index.lo, place)?);
            if index.hi.is_some() {
                self.report(
                    Diagnostic::error(code::BARE_ARRAY, "a slice is not one node")
                        .at(path.span, "several nodes"),
                );
                return None;
            }
        }
        let repeated = self.mentioned.len() > before || !step.indices.is_empty();
        if of.is_none() {
            let named = Named::Junction(place.owner, step.name.text.clone());
            self.note(step.name.span, named, Role::Uses);
            self.junctions.push((step.name.text.clone(), step.name.span, repeated));
        }
        Some(Node::Junction(Junction {
            span: path.span,
            of,
            name: step.name.text.clone(),
            indices,
        }))
    }

    /// Notes the names in a link that are not declared.
    pub fn note_junctions(&mut self, link: &tree::Link, owner: Owner, file: u32) {
        let Owner::System(system) = owner else { return };
        let place = Place::of(owner, file);
        for path in &link.nodes {
            if let [step] = path.steps.as_slice()
                && self.find(&step.name.text, &place).is_none()
            {
                self.junction_names.entry(system).or_default().insert(step.name.text.clone());
            }
        }
    }

    /// Names of the junctions that a system's own links mention.
    fn junctions_of(&self, system: crate::model::SystemId) -> BTreeSet<String> {
        self.junction_names.get(&system).cloned().unwrap_or_default()
    }

    /// `path(A, B)`
    pub fn path_structure(
        &mut self,
        arguments: &[Argument],
        span: Span,
        place: &Place,
    ) -> Option<Structure> {
        let nodes: Vec<_> =
            arguments.iter().map(|argument| self.node_argument(argument, place)).collect();
        let mut nodes = nodes.into_iter().collect::<Option<Vec<_>>>()?;
        match (nodes.pop(), nodes.pop(), nodes.pop()) {
            (Some((to, to_binders)), Some((from, from_binders)), None)
                if to_binders.is_empty() && from_binders.is_empty() =>
            {
                Some(Structure { span, kind: StructureKind::Path(from, to) })
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        code::WRONG_ARGUMENTS,
                        "`path` leads from one node to one other",
                    )
                    .at(span, format!("{} given", arguments.len()))
                    .help("write `path(source, sink)`; for several nodes `connected(a, b, c)`"),
                );
                None
            }
        }
    }

    /// `connected(NODES)`
    pub fn connected_structure(
        &mut self,
        arguments: &[Argument],
        span: Span,
        place: &Place,
    ) -> Option<Structure> {
        if arguments.is_empty() {
            self.report(
                Diagnostic::error(code::EMPTY_LIST, "no nodes are named")
                    .at(span, "nothing stands in it")
                    .help("write `connected(a, b, c)`"),
            );
            return None;
        }
        let nodes: Vec<_> =
            arguments.iter().map(|argument| self.node_argument(argument, place)).collect();
        let nodes = nodes.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Structure { span, kind: StructureKind::Connected(nodes) })
    }

    fn node_argument(
        &mut self,
        argument: &Argument,
        place: &Place,
    ) -> Option<(Node, Vec<crate::term::Binder>)> {
        let mut inner = place.clone();
        let binders = self.binders(&argument.binders, &mut inner)?;
        let Expr { span, .. } = &argument.value;
        match (argument.value.as_path(), &argument.name) {
            (Some(path), None) => Some((self.node_or_nodes(path, &inner)?, binders)),
            _ => {
                self.report(
                    Diagnostic::error(code::NOT_A_STRUCTURE, "a node must stand here")
                        .at(*span, "not a node")
                        .help("a node is a module, an instance or a junction of the links"),
                );
                None
            }
        }
    }

    /// In `connected`, an array of modules stands for its elements.
    fn node_or_nodes(&mut self, path: &tree::Path, place: &Place) -> Option<Node> {
        if let Some(name) = path.as_name()
            && let Some(entry) = self.find(&name.text, place)
            && let Entity::Module(_) = entry.entity
        {
            self.note_use(name.span, entry.entity, place.file);
            let reference = self.reference(path, entry.entity, 1, place)?;
            return Some(Node::Thing(reference));
        }
        self.node(path, place)
    }

    /// A junction mentioned once is probably a typing mistake, and must not become a node that
    /// never fails. Unless the text was read `whole`, its other mention may stand in an item that
    /// could not be read.
    pub fn check_junctions(&mut self, owner: Owner, file: u32, whole: bool) {
        let mentions = std::mem::take(&mut self.junctions);
        let mut by_name: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
        for (name, span, repeated) in &mentions {
            let entry = by_name.entry(name).or_insert((*span, 0));
            entry.1 += if *repeated { 2 } else { 1 };
        }
        if let Owner::System(system) = owner {
            let names = by_name.keys().map(|name| (*name).to_owned()).collect();
            self.junction_names.insert(system, names);
        }
        // Most systems have no junctions, and the names to compare with are many.
        if !whole || by_name.is_empty() {
            return;
        }
        let wrong = self.diagnostics.iter().any(Diagnostic::is_error);
        let place = Place::of(owner, file);
        let mut declared: Vec<String> =
            self.scopes.files[file as usize].names.keys().cloned().collect();
        if let Owner::System(system) = owner {
            declared.extend(self.scopes.systems[system.index()].names.keys().cloned());
        }
        let declared: Vec<&str> = declared
            .iter()
            .map(String::as_str)
            .filter(|name| {
                self.find(name, &place)
                    .is_some_and(|entry| matches!(entry.entity, Entity::Module(_)))
            })
            .collect();
        let mut lone: Vec<(&str, Span)> = by_name
            .iter()
            .filter(|(_, (_, count))| *count == 1)
            .map(|(name, (span, _))| (*name, *span))
            .collect();
        lone.sort_by_key(|(_, span)| *span);
        /// Names compared with names, at most: no person writes more, and the work is quadratic.
        const MOST_COMPARED: usize = 1_000_000;
        let each = declared.len() + by_name.len();
        let mut findings = Vec::new();
        for (at, (name, span)) in lone.into_iter().enumerate() {
            let compared = if at.saturating_mul(each) < MOST_COMPARED { usize::MAX } else { 0 };
            let others = by_name.keys().copied().filter(|other| *other != name);
            findings.extend(match nearest(name, declared.iter().copied().take(compared)) {
                Some(meant) => Some(
                    Diagnostic::error(
                        code::LONE_JUNCTION,
                        format!(
                            "`{name}` is mentioned only here, and would be a node that never fails"
                        ),
                    )
                    .at(span, "not declared")
                    .did_you_mean(span, Some(meant)),
                ),
                None if wrong => None,
                None => Some(
                    Diagnostic::warning(
                        code::LONE_JUNCTION,
                        format!("the junction `{name}` is mentioned only once"),
                    )
                    .at(span, "a node that never fails, and leads nowhere else")
                    .did_you_mean(span, nearest(name, others.take(compared))),
                ),
            });
        }
        self.diagnostics.extend(findings);
    }
}

/// The place of a link in its table.
pub(crate) fn link_id(length: usize) -> LinkId {
    LinkId(crate::declare::next(length))
}
