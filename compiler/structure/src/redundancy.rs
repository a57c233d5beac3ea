//! Redundancy that is none: alternatives that fall together.

use crate::build::{Builder, ThingOrNode};
use crate::code;
use crate::elements::Item;
use crate::graph::{Node, NodeId};
use crate::things::{EnvironmentId, ThingKey};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{Head, StructureKind};
use std::collections::BTreeSet;

/// Longer lists are not looked at.
const LONGEST: usize = 64;

impl Builder<'_> {
    /// Warns where alternatives that were put on different hosts all stand on one further down,
    /// or where one alternative is already the host of another.
    pub fn check_redundancy(&mut self, items: &[Item], span: Span) {
        if items.len() < 2 || items.len() > LONGEST {
            return;
        }
        let mut alternatives: Vec<&ThingOrNode> = Vec::new();
        for item in items {
            match item {
                Item::One(one) => alternatives.push(one),
                Item::Alike { .. } => return,
            }
        }
        let conjuncts: Vec<BTreeSet<NodeId>> = alternatives
            .iter()
            .map(|one| self.graph.conjuncts(one.placed.0).into_iter().collect())
            .collect();
        if let Some((at, other)) = contained(&conjuncts) {
            let (a, b) = (self.item_name(alternatives[at]), self.item_name(alternatives[other]));
            if let (Some(a), Some(b)) = (a, b)
                && a != b
            {
                self.warn(
                    Diagnostic::warning(code::SHARED_HOST, format!("`{b}` stands on `{a}`, so as an alternative to it it adds nothing"))
                        .at(span, format!("whenever `{b}` works, `{a}` works"))
                        .help(format!("put `{b}` on another host, or require both")),
                );
            }
            return;
        }
        let Some((first, others)) = conjuncts.split_first() else { return };
        let mut common: Vec<NodeId> = first.iter().copied().collect();
        for other in others {
            common.retain(|id| other.contains(id));
        }
        let deepest = common
            .iter()
            .filter_map(|id| match self.graph.node(*id) {
                Node::Leaf(leaf) => Some(*leaf),
                _ => None,
            })
            .max_by_key(|leaf| (self.graph.leaf(*leaf).depth, std::cmp::Reverse(leaf.0)));
        let Some(leaf) = deepest else { return };
        let host = self.graph.leaf(leaf).name.clone();
        let mut direct: Vec<BTreeSet<(EnvironmentId, String)>> = Vec::new();
        for one in &alternatives {
            let Some(key) = &one.thing else { return };
            direct.push(self.direct_hosts(key));
        }
        let spread = direct.iter().any(|hosts| *hosts != direct[0]);
        let named = direct.iter().any(|hosts| hosts.iter().any(|(_, name)| *name == host));
        if spread && !named {
            self.warn(
                Diagnostic::warning(code::SHARED_HOST, format!("these alternatives stand on different hosts, and all of those on `{host}`"))
                    .at(span, format!("when `{host}` fails, they all fail"))
                    .help(format!("put the hosts on different things, or say that `{host}` is meant to be shared by making it a host of the system's alternatives directly")),
            );
        }
    }

    fn item_name(&self, item: &ThingOrNode) -> Option<String> {
        item.thing.as_ref().map(|key| self.thing_name(key))
    }

    /// What a thing is put on where it is declared.
    fn direct_hosts(&self, key: &ThingKey) -> BTreeSet<(EnvironmentId, String)> {
        let mut hosts = BTreeSet::new();
        for host in &self.model.module(key.module).hosts {
            if let StructureKind::Reference(reference) = &host.kind
                && let Some(step) = reference.steps.last()
                && let Head::Module(id) = step.head
            {
                let mut name = self.model.module(id).name.clone();
                if !step.indices.is_empty() {
                    let indices: Vec<String> = key
                        .indices
                        .iter()
                        .map(|index| match index {
                            crate::things::ThingIndex::Number(number) => number.to_string(),
                            crate::things::ThingIndex::Any(_) => "i".to_owned(),
                        })
                        .collect();
                    name = format!("{name}[{}]", indices.join(","));
                }
                hosts.insert((key.environment, name));
            }
        }
        hosts
    }
}

/// Two alternatives of which the second needs all that the first needs, and more.
fn contained(conjuncts: &[BTreeSet<NodeId>]) -> Option<(usize, usize)> {
    for (at, a) in conjuncts.iter().enumerate() {
        for (other, b) in conjuncts.iter().enumerate() {
            if at != other && a.len() < b.len() && a.is_subset(b) {
                return Some((at, other));
            }
        }
    }
    None
}
