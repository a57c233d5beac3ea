//! Reduction: from the success graph to independent parts.
//!
//! Operands of a gate that share no thing are independent, and each is reduced by itself. Those
//! that do share are freed of what they share where that is possible by rewriting (a thing that
//! must work anyway, a common factor); only what remains goes to [`shared`](crate::shared).

use crate::account::Atom;
use crate::code;
use crate::graph::{Graph, Group, LeafId, Node, NodeId, for_operands};
use crate::part::{PartId, Parts};
use kofn_algebra::Expr;
use kofn_boolean::{LimitReached, Limits, Network};
use kofn_diagnostics::Diagnostic;
use rustc_hash::FxHashMap as HashMap;

/// A structure as independent parts.
#[derive(Clone, Debug)]
pub struct Reduced {
    /// The parts.
    pub parts: Parts,
    /// The part that is the whole.
    pub root: PartId,
}

/// Why a structure could not be reduced.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// A group of open size is used in a way that cannot be computed.
    Refused(Box<Diagnostic>),
    /// The part that shares things is too large.
    Limit(LimitReached),
}

impl From<LimitReached> for Trouble {
    fn from(limit: LimitReached) -> Self {
        Trouble::Limit(limit)
    }
}

/// Reduces a graph to independent parts.
pub fn reduce(graph: &mut Graph, root: NodeId, limits: &Limits) -> Result<Reduced, Trouble> {
    reduced(graph, root, limits, false)
}

/// As [`reduce`], with every thing told apart: the chance of its leaf is [`LeafId::symbol`], so
/// equal things are not one part, and each stands in one leaf only.
///
/// What truly shares things is a decision diagram over independent parts, networks too. Without
/// groups the parts are a tree.
pub fn reduce_apart(graph: &mut Graph, root: NodeId, limits: &Limits) -> Result<Reduced, Trouble> {
    reduced(graph, root, limits, true)
}

fn reduced(
    graph: &mut Graph,
    root: NodeId,
    limits: &Limits,
    apart: bool,
) -> Result<Reduced, Trouble> {
    let mut reducer = Reducer {
        graph,
        parts: Parts::default(),
        done: HashMap::default(),
        networks: HashMap::default(),
        keys: Vec::new(),
        limits: limits.clone(),
        cases: 0,
        apart,
    };
    let root = reducer.part(root)?;
    Ok(Reduced { parts: reducer.parts, root })
}

pub(crate) struct Reducer<'g> {
    pub graph: &'g mut Graph,
    pub parts: Parts,
    done: HashMap<NodeId, PartId>,
    /// The parts that networks over parts are.
    pub networks: HashMap<Network<PartId>, PartId>,
    /// For each node the least (hosts below, mention) of its leaves: hosts come before what they
    /// host, then first mentioned first.
    keys: Vec<(u32, u32)>,
    pub limits: Limits,
    /// Cases distinguished so far by hand.
    pub cases: usize,
    /// Whether every thing is told apart.
    pub apart: bool,
}

impl Reducer<'_> {
    /// The part that a node is.
    pub fn part(&mut self, id: NodeId) -> Result<PartId, Trouble> {
        if let Some(part) = self.done.get(&id) {
            return Ok(*part);
        }
        let node = self.graph.node(id).clone();
        let part = match node {
            Node::False => self.parts.constant(false),
            Node::True => self.parts.constant(true),
            Node::Leaf(leaf) => self.leaf(leaf),
            Node::Not(inner) => {
                let inner = self.part(inner)?;
                self.parts.not(inner)
            }
            Node::And(all) => self.gate(id, &all, true)?,
            Node::Or(any) => self.gate(id, &any, false)?,
            Node::AtLeast(k, all) => {
                let clusters = self.clusters(&all);
                if clusters.len() < all.len() {
                    // With things told apart every one of them is wanted, not how many work.
                    let tally = if self.apart { None } else { self.tally(&all)? };
                    match tally {
                        Some(tally) => self.parts.count(k, tally),
                        None => self.shared(id)?,
                    }
                } else {
                    let mut of = Vec::with_capacity(all.len());
                    for operand in self.sorted(all.to_vec()) {
                        of.push(self.part(operand)?);
                    }
                    self.parts.at_least_of(k, of)
                }
            }
            Node::Group(group) => self.group(id, &group)?,
            Node::Network(_) => self.shared(id)?,
        };
        self.done.insert(id, part);
        let atom = self.atom(id);
        self.parts.account().note_atom(part.index(), atom);
        Ok(part)
    }

    /// What a node consists of, in the words of an account.
    pub fn atom(&mut self, id: NodeId) -> Atom {
        Atom { first: LeafId(self.key(id).1), alone: matches!(self.graph.node(id), Node::Leaf(_)) }
    }

    fn leaf(&mut self, leaf: LeafId) -> PartId {
        if self.apart {
            let chance = Expr::symbol(leaf.symbol());
            return self.parts.leaf(chance.clone(), chance);
        }
        let leaf = self.graph.leaf(leaf);
        let (shown, value) = (leaf.shown.clone(), leaf.value.clone());
        match value.as_number() {
            Some(number) if number.is_one() && shown.as_number().is_some() => {
                self.parts.constant(true)
            }
            _ => self.parts.leaf(shown, value),
        }
    }

    /// A series (`all`) or parallel gate.
    fn gate(&mut self, id: NodeId, operands: &[NodeId], all: bool) -> Result<PartId, Trouble> {
        let clusters = self.clusters(operands);
        if clusters.len() == 1 {
            return match self.rewritten(operands, all) {
                Some(simpler) => self.part(simpler),
                None => self.shared(id),
            };
        }
        let mut joined: Vec<NodeId> = Vec::with_capacity(clusters.len());
        for cluster in clusters {
            let node = match cluster.as_slice() {
                [only] => *only,
                _ if all => self.graph.and(cluster),
                _ => self.graph.or(cluster),
            };
            joined.push(node);
        }
        let mut parts = Vec::with_capacity(joined.len());
        for node in self.sorted(joined) {
            parts.push((self.part(node)?, Expr::one()));
        }
        Ok(if all { self.parts.series(parts) } else { self.parts.parallel(parts) })
    }

    /// Operands in the order in which formulas show them.
    pub fn sorted(&mut self, mut operands: Vec<NodeId>) -> Vec<NodeId> {
        operands.sort_by_cached_key(|id| (self.key(*id), *id));
        operands
    }

    pub fn key(&mut self, id: NodeId) -> (u32, u32) {
        while self.keys.len() <= id.index() {
            // Operands stand before what they are operands of.
            let at = self.keys.len();
            let mut least = (u32::MAX, u32::MAX);
            let node = self.graph.node_at(at);
            if let Node::Leaf(leaf) = node {
                least = (self.graph.leaf(*leaf).depth, leaf.0);
            }
            for_operands(node, |operand| least = least.min(self.keys[operand.index()]));
            self.keys.push(least);
        }
        self.keys[id.index()]
    }

    /// Operands grouped so that different groups share no thing; in order of their first operand.
    pub fn clusters(&self, operands: &[NodeId]) -> Vec<Vec<NodeId>> {
        let mut leader: Vec<usize> = (0..operands.len()).collect();
        let mut seen: HashMap<NodeId, usize> = HashMap::default();
        let mut stack = Vec::new();
        for (at, operand) in operands.iter().enumerate() {
            stack.push(*operand);
            while let Some(id) = stack.pop() {
                match seen.get(&id) {
                    Some(other) => {
                        let (a, b) = (find(&mut leader, *other), find(&mut leader, at));
                        leader[a.max(b)] = a.min(b);
                    }
                    None => {
                        seen.insert(id, at);
                        for_operands(self.graph.node(id), |operand| {
                            if operand.index() > 1 {
                                stack.push(operand);
                            }
                        });
                    }
                }
            }
        }
        let mut clusters: Vec<Vec<NodeId>> = Vec::new();
        let mut place: HashMap<usize, usize> = HashMap::default();
        for (at, operand) in operands.iter().enumerate() {
            let leader = find(&mut leader, at);
            let next = clusters.len();
            let at = *place.entry(leader).or_insert(next);
            if at == next {
                clusters.push(Vec::new());
            }
            clusters[at].push(*operand);
        }
        clusters
    }

    /// The gate after a thing that decides it is put in everywhere else, or a common factor is
    /// pulled out; `None` where neither changes anything.
    fn rewritten(&mut self, operands: &[NodeId], all: bool) -> Option<NodeId> {
        let (simple, complex): (Vec<NodeId>, Vec<NodeId>) = operands
            .iter()
            .copied()
            .partition(|id| matches!(self.graph.node(*id), Node::Leaf(_) | Node::Group(_)));
        if !simple.is_empty() && !complex.is_empty() {
            // In a series the others matter only while this works; in a parallel, only while not.
            let fixed: HashMap<NodeId, bool> = simple.iter().map(|id| (*id, all)).collect();
            let mut next = simple;
            let mut changed = false;
            for id in complex {
                let new = self.graph.restrict(id, &fixed);
                changed |= new != id;
                next.push(new);
            }
            if changed {
                return Some(if all { self.graph.and(next) } else { self.graph.or(next) });
            }
        }
        if !all {
            // Common conjuncts of alternatives are pulled out when the graph is built.
            return None;
        }
        let mut common: Option<Vec<NodeId>> = None;
        for id in operands {
            let Node::Or(any) = self.graph.node(*id) else { return None };
            common = Some(match common {
                None => any.to_vec(),
                Some(known) => known.into_iter().filter(|id| any.contains(id)).collect(),
            });
        }
        let common = common.filter(|common| !common.is_empty())?;
        let mut rests = Vec::with_capacity(operands.len());
        for id in operands {
            let Node::Or(any) = self.graph.node(*id) else { return None };
            let rest = any.iter().copied().filter(|id| !common.contains(id)).collect();
            rests.push(self.graph.or(rest));
        }
        let mut next = common;
        next.push(self.graph.and(rests));
        Some(self.graph.or(next))
    }

    /// Alike elements that are counted.
    fn group(&mut self, id: NodeId, group: &Group) -> Result<PartId, Trouble> {
        // What the copies share is decided first.
        if let Some(part) = self.counted_groups(id)? {
            return Ok(part);
        }
        let element = self.part(group.element)?;
        let unlike = self.graph.leaves_of(group.element).iter().find_map(|leaf| {
            let unlike = &self.graph.leaf(*leaf).unlike;
            unlike.iter().find(|(index, _)| *index == group.index).map(|(_, symbol)| symbol.clone())
        });
        let Some(index) = unlike else {
            return Ok(self.parts.at_least(group.k.clone(), group.n.clone(), element));
        };
        let (any, all) = (group.k.is_one(), group.k == group.n);
        // Of a known number of elements each is told apart in the end.
        if !any && !all || group.n.as_number().is_some() {
            return Err(Trouble::Refused(Box::new(
                Diagnostic::error(
                    code::GROUP_UNLIKE,
                    "elements that differ can be counted at open size only by `any` and `all`",
                )
                .at(group.span, "counts elements whose probability depends on the index")
                .help("give the size a value"),
            )));
        }
        Ok(self.parts.family(index, group.n.clone(), element, all))
    }

    /// The two cases of a thing, or of counted things, that work or fail.
    pub fn two_cases(&mut self, id: NodeId, node: NodeId) -> Result<PartId, Trouble> {
        self.cases += 1;
        if self.cases > MOST_CASES {
            return Err(Trouble::Limit(LimitReached {
                what: kofn_boolean::Resource::Operations,
                limit: MOST_CASES as u64,
                reached: self.cases as u64,
            }));
        }
        let works = self.graph.restrict(id, &HashMap::from_iter([(node, true)]));
        let fails = self.graph.restrict(id, &HashMap::from_iter([(node, false)]));
        let on = self.part(node)?;
        let works = self.part(works)?;
        let fails = self.part(fails)?;
        let cases = self.parts.pivot(on, works, fails);
        let decided = self.atom(node);
        self.parts.account().note_decided(cases.index(), decided);
        Ok(cases)
    }
}

/// Cases distinguished one by one for what groups share, at most.
const MOST_CASES: usize = 2_000;

fn find(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}
