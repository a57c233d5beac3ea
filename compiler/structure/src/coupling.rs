//! Coupling: one design is at least as reliable as another because what makes the other work makes
//! it work too, thing by thing.
//!
//! The things of two designs are different things, so as Boolean functions neither implies the
//! other. But a probability depends on nothing than how likely each thing works by itself: things
//! that are equally likely to work can be taken for one and the same, in any pairing, without
//! changing either reliability. If then `B ⇒ A` in every state of all things, `A` is at least as
//! reliable as `B`. A thing may also stand for a less likely one of `B` where a structure is
//! monotone: whenever the less likely one works the other one can be assumed to work.
//!
//! This needs no formula and no polynomial, so size hardly matters. It stands in this crate because
//! it speaks of nothing but structure: whether one probability is at least another is told by the
//! caller.
//!
//! Lindvall, *Lectures on the Coupling Method*, ch. IV (ordered couplings of independent things).

mod implication;
mod matching;

use crate::build::Built;
use crate::graph::{Graph, LeafId, Node, NodeId};
use crate::moving::{Moving, moved};
use crate::shared::formula;
use implication::Implication;
use kofn_boolean::{Formulas, LimitReached, Limits, compile};
use matching::{Matching, matchings};
use rustc_hash::FxHashMap as HashMap;

/// What coupling tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coupled {
    /// The first design is at least as reliable as the second.
    Covers,
    /// No pairing that was tried shows it. It may still be so.
    Unknown,
    /// The diagrams became too large.
    Limit(LimitReached),
}

/// Two designs as conditions on the things of both, for each pairing that is tried.
pub struct Coupling {
    joint: Vec<Joint>,
}

/// Both designs over one set of things.
struct Joint {
    graph: Graph,
    above: NodeId,
    below: NodeId,
}

impl Coupling {
    /// Pairs the things of two designs to see whether `a` is at least as reliable as `b`.
    ///
    /// `at_least` tells whether the first of two probabilities is proven to be at least the second;
    /// equal expressions are not asked about. Every [value](Built::leaves) of both designs must be a
    /// probability, whatever the open parameters are. Networks are recognised where they were
    /// [built as declared](crate::build_as_declared). `None` where something is counted at open
    /// size: there, formulas compare what is counted.
    pub fn new(
        a: &Built,
        b: &Built,
        at_least: &mut dyn FnMut(&kofn_algebra::Expr, &kofn_algebra::Expr) -> bool,
    ) -> Option<Coupling> {
        let has = |built: &Built, wanted: fn(&Node) -> bool| {
            let mut found = false;
            built.graph.visit(built.root, |_, node| found |= wanted(node));
            found
        };
        let counted = |node: &Node| matches!(node, Node::Group(_));
        if has(a, counted) || has(b, counted) {
            return None;
        }
        let negated = |node: &Node| matches!(node, Node::Not(_));
        let mut unequal = |above: &_, below: &_| at_least(above, below);
        let mut never = |_: &_, _: &_| false;
        // Monotone in what is paired: one of the two is enough.
        let monotone = !has(a, negated) || !has(b, negated);
        let matchings = matchings(a, b, if monotone { &mut unequal } else { &mut never });
        Some(Coupling { joint: matchings.iter().map(|pairs| Joint::new(a, b, pairs)).collect() })
    }

    /// Whether the implication is seen by the form of the two structures, operand by operand; the
    /// work is about linear in their size where they resemble each other.
    pub fn covers_by_form(&mut self) -> bool {
        self.joint.iter_mut().any(|joint| {
            let (below, above) = (joint.below, joint.above);
            Implication::new(&mut joint.graph).holds(below, above)
        })
    }

    /// Whether the implication is seen by decision diagrams, which decide it for each pairing.
    pub fn covers_by_diagrams(&mut self, limits: &Limits) -> Coupled {
        let mut limit = None;
        for joint in &mut self.joint {
            match joint.implied(limits) {
                Ok(true) => return Coupled::Covers,
                Ok(false) => {}
                Err(reached) if reached.is_interrupted() => return Coupled::Limit(reached),
                Err(reached) => limit = limit.or(Some(reached)),
            }
        }
        limit.map_or(Coupled::Unknown, Coupled::Limit)
    }
}

impl Joint {
    fn new(a: &Built, b: &Built, matching: &Matching) -> Joint {
        let mut graph = Graph::default();
        let mut own = |built: &Built, paired: &HashMap<LeafId, NodeId>| {
            let mut nodes = HashMap::default();
            for id in built.graph.leaves_of(built.root) {
                let leaf = built.graph.leaf(id);
                let node = match (paired.get(&id), leaf.value.as_number()) {
                    // What always works, or never, is no question of pairing.
                    (_, Some(number)) if number.is_one() => Graph::TRUE,
                    (_, Some(number)) if number.is_zero() => Graph::FALSE,
                    (Some(node), _) => *node,
                    (None, _) => graph.add_leaf(leaf.clone()),
                };
                nodes.insert(id, node);
            }
            nodes
        };
        let below = own(b, &HashMap::default());
        let paired = matching.iter().map(|(above, other)| (*above, below[other])).collect();
        let above = own(a, &paired);
        let counted = |_| unreachable!("what is counted at open size is not coupled");
        let moving = |leaves| Moving { leaves, group: &counted, net: &|net| net };
        let below = moved(&mut graph, b, &moving(&below));
        let above = moved(&mut graph, a, &moving(&above));
        Joint { graph, above, below }
    }

    fn implied(&mut self, limits: &Limits) -> Result<bool, LimitReached> {
        let mut goals = vec![(self.below, self.above)];
        let mut at = 0;
        // Alternatives below and requirements above are questions of their own.
        while let Some((below, above)) = goals.get(at).copied() {
            match (self.graph.node(below), self.graph.node(above)) {
                (_, Node::And(all)) if goals.len() + all.len() <= MOST_GOALS => {
                    goals.extend(all.iter().map(|above| (below, *above)));
                    goals.swap_remove(at);
                }
                (Node::Or(any), _) if goals.len() + any.len() <= MOST_GOALS => {
                    goals.extend(any.iter().map(|below| (*below, above)));
                    goals.swap_remove(at);
                }
                _ => at += 1,
            }
        }
        let mut implication = Implication::new(&mut self.graph);
        goals.retain(|(below, above)| !implication.holds(*below, *above));
        for (below, above) in goals {
            if !self.implies(below, above, limits)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn implies(&self, below: NodeId, above: NodeId, limits: &Limits) -> Result<bool, LimitReached> {
        let mut atoms = Vec::new();
        for root in [below, above] {
            self.graph.visit(root, |id, node| {
                if matches!(node, Node::Leaf(_)) {
                    atoms.push(id);
                }
            });
        }
        atoms.sort_unstable();
        atoms.dedup();
        let mut formulas = Formulas::new();
        let below = formula(&self.graph, below, &atoms, &mut formulas);
        let above = formula(&self.graph, above, &atoms, &mut formulas);
        let fails = formulas.not(above);
        let both = formulas.and(vec![below, fails]);
        Ok(compile(&formulas, both, limits)?.as_constant() == Some(false))
    }
}

/// Questions that one implication is split into, at most.
const MOST_GOALS: usize = 256;

#[cfg(test)]
mod tests;
