//! Likeness: whether two designs work in exactly the same states of their things.
//!
//! Things are the same where they have the same name. Both conditions are written in one graph, whose
//! nodes are canonical, so most changes of mere wording end in one and the same node. What is left is
//! decided by one decision diagram of "one works and the other does not".

use crate::build::Built;
use crate::graph::{Graph, Group, GroupIndex, Leaf, LeafId, Net, NetQuestion, Node, NodeId};
use crate::moving::{Moving, moved};
use crate::shared::formula;
use kofn_algebra::Expr;
use kofn_boolean::{FormulaId, Formulas, LimitReached, Limits, compile};
use kofn_diagnostics::{FileId, Span};
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is known of two designs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likened {
    /// They work in the same states.
    Same,
    /// In some state one works and the other does not.
    Different,
    /// Something is counted at open size, and that is not counted alike in both.
    Counted,
}

/// Two designs as conditions on the same things.
pub struct Likeness {
    graph: Graph,
    old: NodeId,
    new: NodeId,
    /// Whether things of one name are counted together with others in one design than in the other.
    unlike: bool,
}

/// A design with what its things are called.
type Named<'d> = (&'d Built, &'d BTreeMap<LeafId, String>);

impl Likeness {
    /// The two designs, things of one name taken for one. `renamed` says what the parameters of the
    /// old design, in the sizes of groups, are called in the new one.
    pub fn new(
        (old, old_names): Named<'_>,
        (new, new_names): Named<'_>,
        renamed: &dyn Fn(&Expr) -> Expr,
    ) -> Likeness {
        let mut graph = Graph::default();
        let mut known: BTreeMap<&str, (LeafId, NodeId)> = BTreeMap::new();
        let mut new_leaves = HashMap::default();
        for id in new.graph.leaves_of(new.root) {
            let node = graph.add_leaf(new.graph.leaf(id).clone());
            known.insert(&new_names[&id], (id, node));
            new_leaves.insert(id, node);
        }
        let pairs: Vec<(LeafId, Option<(LeafId, NodeId)>)> = old
            .graph
            .leaves_of(old.root)
            .into_iter()
            .map(|id| (id, known.get(old_names[&id].as_str()).copied()))
            .collect();
        let mut indices = Indices::default();
        for (id, same) in &pairs {
            let there = same.map(|(there, _)| new.graph.leaf(there).groups.as_slice());
            if let Some(there) = there {
                indices.pair(&old.graph.leaf(*id).groups, there);
            }
        }
        let old_leaves: HashMap<LeafId, NodeId> = pairs
            .into_iter()
            .map(|(id, same)| {
                let own = || {
                    let leaf = old.graph.leaf(id).clone();
                    let groups = leaf.groups.iter().map(|index| indices.of(*index)).collect();
                    Leaf { groups, ..leaf }
                };
                let node = match same {
                    Some((_, node)) => node,
                    None => graph.add_leaf(own()),
                };
                (id, node)
            })
            .collect();
        let plain = |group: Group| Group { span: nowhere(), ..group };
        let matched = |group: Group| Group {
            index: indices.of(group.index),
            k: renamed(&group.k),
            n: renamed(&group.n),
            ..plain(group)
        };
        let moving = Moving { leaves: &new_leaves, group: &plain, net: &in_order };
        let new = moved(&mut graph, new, &moving);
        let moving = Moving { leaves: &old_leaves, group: &matched, net: &in_order };
        let old = moved(&mut graph, old, &moving);
        Likeness { graph, old, new, unlike: indices.unlike }
    }

    /// Whether both are one condition as they are written; then they are the same.
    pub fn is_same_by_form(&self) -> bool {
        !self.unlike && self.old == self.new
    }

    /// Whether they are the same, by a decision diagram.
    pub fn decided(&self, limits: &Limits) -> Result<Likened, LimitReached> {
        if self.is_same_by_form() {
            return Ok(Likened::Same);
        }
        let mut atoms = Vec::new();
        let mut counted = self.unlike;
        for root in [self.old, self.new] {
            self.graph.visit(root, |id, node| match node {
                Node::Leaf(_) => atoms.push(id),
                // Taken for a thing by itself: where that suffices, what it counts does not matter.
                Node::Group(_) => {
                    counted = true;
                    atoms.push(id);
                }
                _ => {}
            });
        }
        atoms.sort_unstable();
        atoms.dedup();
        let mut formulas = Formulas::new();
        let [old, new] =
            [self.old, self.new].map(|root| formula(&self.graph, root, &atoms, &mut formulas));
        // Most differences show without any diagram.
        let left = MOST_STEPS / (2 * self.graph.len().max(1));
        let mut spotting =
            Spotting { formulas: &formulas, both: [old, new], things: atoms.len(), left };
        if !counted && spotting.differ() {
            return Ok(Likened::Different);
        }
        let [not_old, not_new] = [old, new].map(|one| formulas.not(one));
        let gained = formulas.and(vec![new, not_old]);
        let lost = formulas.and(vec![old, not_new]);
        let either = formulas.or(vec![gained, lost]);
        Ok(match compile(&formulas, either, limits)?.as_constant() {
            Some(false) if !self.unlike => Likened::Same,
            _ if counted => Likened::Counted,
            _ => Likened::Different,
        })
    }
}

/// Which groups of the old design are which of the new one: things of one name are counted in them.
#[derive(Default)]
struct Indices {
    forth: HashMap<GroupIndex, GroupIndex>,
    back: HashMap<GroupIndex, GroupIndex>,
    unlike: bool,
}

impl Indices {
    fn pair(&mut self, old: &[GroupIndex], new: &[GroupIndex]) {
        self.unlike |= old.len() != new.len();
        for (old, new) in old.iter().zip(new) {
            self.unlike |= *self.forth.entry(*old).or_insert(*new) != *new;
            self.unlike |= *self.back.entry(*new).or_insert(*old) != *old;
        }
    }

    /// A group that has no like there keeps a number that none has there.
    fn of(&self, old: GroupIndex) -> GroupIndex {
        self.forth.get(&old).copied().unwrap_or(GroupIndex(!old.0))
    }
}

/// Steps that looking at single states may take.
const MOST_STEPS: usize = 20_000_000;

/// In so many orders things fail one after the other.
const ORDERS: usize = 200;

/// Two conditions in states that are looked at one by one. A state in which they differ tells all;
/// that none was found tells nothing.
struct Spotting<'f> {
    formulas: &'f Formulas,
    both: [FormulaId; 2],
    /// How many things there are.
    things: usize,
    /// States that may still be looked at.
    left: usize,
}

impl Spotting<'_> {
    /// Whether the two differ in a state that is looked at.
    fn differ(&mut self) -> bool {
        self.differ_by_one() || self.differ_on_the_edge()
    }

    /// Whether the first works in a state, where both are the same there.
    fn common(&mut self, works: impl Fn(usize) -> bool) -> Option<bool> {
        self.left = self.left.saturating_sub(1);
        let [old, new] =
            self.both.map(|root| self.formulas.evaluate(root, |at| works(at.0 as usize)));
        (old == new).then_some(old)
    }

    /// All things work but one, or none does but one.
    fn differ_by_one(&mut self) -> bool {
        if self.things.saturating_mul(2) > self.left {
            return false;
        }
        (0..self.things).any(|one| {
            [true, false].into_iter().any(|works| self.common(|at| (at == one) == works).is_none())
        })
    }

    /// Things fail one after the other, in many orders: next to where a system goes down, and not in
    /// states of any kind, the other one is likely to be another.
    fn differ_on_the_edge(&mut self) -> bool {
        let mut seed = 0u64;
        for _ in 0..ORDERS {
            let mut order: Vec<(u64, usize)> =
                (0..self.things).map(|at| (mixed(&mut seed), at)).collect();
            order.sort_unstable();
            let mut turn = vec![0; self.things];
            for (place, (_, at)) in order.iter().enumerate() {
                turn[*at] = place;
            }
            // So many have failed: with `up` the first one works, with `down` it does not.
            let (mut up, mut down) = (0, self.things);
            while up + 1 < down {
                if self.left == 0 {
                    return false;
                }
                let failed = up + (down - up) / 2;
                match self.common(|at| turn[at] >= failed) {
                    None => return true,
                    Some(true) => up = failed,
                    Some(false) => down = failed,
                }
            }
        }
        false
    }
}

/// The next of a sequence of numbers without pattern (SplitMix64, Steele, Lea & Flood 2014).
fn mixed(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A place for what is written nowhere.
fn nowhere() -> Span {
    Span { file: FileId(0), start: 0, end: 0 }
}

/// A network with its vertices in the order of their names and its edges in the order of theirs, so
/// that the order of declarations does not matter.
fn in_order(net: Net) -> Net {
    if net.names.len() != net.vertices.len() {
        return net;
    }
    let mut order: Vec<usize> = (0..net.vertices.len()).collect();
    order.sort_by_key(|at| &net.names[*at]);
    let mut places = vec![0; order.len()];
    for (place, at) in order.iter().enumerate() {
        places[*at] = place;
    }
    let mut edges: Vec<_> = net
        .edges
        .iter()
        .map(|(from, to, directed, works)| {
            let (from, to) = (places[*from], places[*to]);
            let turned = !directed && from > to;
            let (from, to) = if turned { (to, from) } else { (from, to) };
            (from, to, *directed, *works)
        })
        .collect();
    edges.sort_unstable();
    let question = match net.question {
        NetQuestion::Path(from, to) => NetQuestion::Path(places[from], places[to]),
        NetQuestion::Connected(all) => {
            let mut all: Vec<usize> = all.into_iter().map(|at| places[at]).collect();
            all.sort_unstable();
            all.dedup();
            NetQuestion::Connected(all)
        }
    };
    let names: Vec<String> = order.iter().map(|at| net.names[*at].clone()).collect();
    Net {
        vertices: order.iter().map(|at| net.vertices[*at]).collect(),
        edges,
        question,
        names: Rc::from(names),
    }
}
