//! Redundancy that is none: alternatives that fall together.

use crate::build::{Builder, ThingOrNode};
use crate::code;
use crate::elements::Item;
use crate::graph::{Node, NodeId};
use kofn_diagnostics::{Diagnostic, Span};
use std::collections::BTreeSet;

/// Longer lists are not looked at.
const LONGEST: usize = 64;

impl Builder<'_> {
    /// Warns where alternatives that are declared apart all stand on one host, or where one
    /// alternative is already the host of another.
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
                    Diagnostic::warning(
                        code::SHARED_HOST,
                        format!(
                            "`{b}` stands on `{a}`, so as an alternative to it it adds nothing"
                        ),
                    )
                    .at(span, format!("whenever `{b}` works, `{a}` works"))
                    .help(format!("put `{b}` on another host, or require both")),
                );
            }
            return;
        }
        // Elements of one array share its hosts by declaration; that is no oversight.
        let Some(keys) =
            alternatives.iter().map(|one| one.thing.as_ref()).collect::<Option<Vec<_>>>()
        else {
            return;
        };
        if keys.iter().all(|key| key.module == keys[0].module) {
            return;
        }
        let Some((first, others)) = conjuncts.split_first() else { return };
        let mut common: Vec<NodeId> = first.iter().copied().collect();
        for other in others {
            common.retain(|id| other.contains(id));
        }
        let highest = common
            .iter()
            .filter_map(|id| match self.graph.node(*id) {
                Node::Leaf(leaf) => Some(*leaf),
                _ => None,
            })
            .max_by_key(|leaf| (self.graph.leaf(*leaf).depth, std::cmp::Reverse(leaf.0)));
        let Some(leaf) = highest else { return };
        let host = self.graph.leaf(leaf).name.clone();
        let names: Vec<String> =
            keys.iter().map(|key| format!("`{}`", self.thing_name(key))).collect();
        let names = match names.as_slice() {
            [a, b] => format!("{a} and {b} both"),
            [first, .., last] => format!("{first} to {last} all"),
            _ => return,
        };
        self.warn(
            Diagnostic::warning(
                code::SHARED_HOST,
                format!("{names} stand on `{host}`: against its failure they are no redundancy"),
            )
            .at(span, format!("when `{host}` fails, all of these fail"))
            .help(format!(
                "put one of them on another host, or leave it if `{host}` is meant to be shared"
            )),
        );
    }

    fn item_name(&self, item: &ThingOrNode) -> Option<String> {
        item.thing.as_ref().map(|key| self.thing_name(key))
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
