//! Single points of failure: things whose failing alone is enough, found without any cut set.

use crate::graph::{Graph, Group, LeafId, Net, Node, NodeId};
use kofn_algebra::{Expr, Function, Rational, View};
use kofn_boolean::{LimitReached, Limits};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// A condition while everything works, and the things whose failing alone makes it another.
#[derive(Clone)]
struct Seen {
    holds: bool,
    /// In order.
    turns: Rc<[LeafId]>,
}

/// Things whose failing alone is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinglePoints {
    /// In order.
    pub things: Vec<LeafId>,
    /// Whether there are no others at any size; else the elements of an array whose size is open may
    /// be some where it is small.
    pub every_size: bool,
}

impl Graph {
    /// The things whose failing makes `root` fail while all else works, in order; where sizes are
    /// open those that do it whatever the sizes are. `None` where a count is open that may be none.
    ///
    /// # Errors
    ///
    /// Where this takes more steps than `limits` allow operations.
    pub fn single_points(
        &self,
        root: NodeId,
        limits: &Limits,
    ) -> Result<Option<SinglePoints>, LimitReached> {
        let mut below = Vec::new();
        self.visit(root, |id, _| below.push(id));
        // Operands stand before what they are operands of.
        below.sort_unstable();
        let done = HashMap::new();
        let mut looking = Looking { graph: self, done, every_size: true, steps: 0, limits };
        for id in below {
            let Some(seen) = looking.at(id)? else { return Ok(None) };
            looking.done.insert(id, seen);
        }
        let Seen { holds, turns } = &looking.done[&root];
        let things = if *holds { turns.to_vec() } else { Vec::new() };
        Ok(Some(SinglePoints { things, every_size: looking.every_size }))
    }
}

struct Looking<'g> {
    graph: &'g Graph,
    done: HashMap<NodeId, Seen>,
    every_size: bool,
    steps: u64,
    limits: &'g Limits,
}

impl Looking<'_> {
    fn at(&mut self, id: NodeId) -> Result<Option<Seen>, LimitReached> {
        Ok(Some(match self.graph.node(id) {
            Node::False => Seen { holds: false, turns: Rc::default() },
            Node::True => Seen { holds: true, turns: Rc::default() },
            Node::Leaf(leaf) => Seen { holds: true, turns: Rc::new([*leaf]) },
            Node::Not(inner) => {
                let Seen { holds, turns } = self.done[inner].clone();
                Seen { holds: !holds, turns }
            }
            Node::And(all) => self.at_least(all.len(), all)?,
            Node::Or(any) => self.at_least(1, any)?,
            Node::AtLeast(k, all) => {
                self.at_least(usize::try_from(*k).unwrap_or(usize::MAX), all)?
            }
            Node::Group(group) => return self.group(group),
            Node::Network(net) => self.network(net)?,
        }))
    }

    fn count(&mut self, steps: usize) -> Result<(), LimitReached> {
        self.steps = self.steps.saturating_add(steps as u64);
        self.limits.operated(self.steps)
    }

    fn at_least(&mut self, k: usize, of: &[NodeId]) -> Result<Seen, LimitReached> {
        let holding = of.iter().filter(|operand| self.done[operand].holds).count();
        // How many operands fewer hold, and how many more, when a thing fails.
        let mut changes: BTreeMap<LeafId, (usize, usize)> = BTreeMap::new();
        for operand in of {
            let Seen { holds, turns } = self.done[operand].clone();
            self.count(turns.len())?;
            for thing in turns.iter() {
                let (fewer, more) = changes.entry(*thing).or_default();
                *(if holds { fewer } else { more }) += 1;
            }
        }
        let holds = holding >= k;
        let turns = changes
            .into_iter()
            .filter(|(_, (fewer, more))| (holding + more - fewer >= k) != holds)
            .map(|(thing, _)| thing)
            .collect();
        Ok(Seen { holds, turns })
    }

    fn group(&mut self, group: &Group) -> Result<Option<Seen>, LimitReached> {
        // Of two groups of one index inside each other it would not be clear whose a thing is.
        let mut nested = false;
        self.graph.visit(group.element, |_, node| {
            nested |= matches!(node, Node::Group(inner) if inner.index == group.index);
        });
        let all = group.k == group.n;
        if nested || !(all || is_positive(&group.k, &group.n)) {
            return Ok(None);
        }
        let Seen { holds, turns } = self.done[&group.element].clone();
        self.count(turns.len())?;
        let own = |leaf: &LeafId| self.graph.leaf(*leaf).groups.contains(&group.index);
        // What turns one copy of many may be what is missing of the k.
        if !holds && turns.iter().any(own) {
            return Ok(None);
        }
        // One copy's own thing leaves the others: only where all are needed that is enough.
        self.every_size &= all || !turns.iter().any(own);
        let turns = turns.iter().filter(|leaf| all || !own(leaf)).copied().collect();
        Ok(Some(Seen { holds, turns }))
    }

    fn network(&mut self, net: &Net) -> Result<Seen, LimitReached> {
        let network = net.to_network();
        let elements: BTreeSet<NodeId> = network.elements().copied().collect();
        let holds = |id: &NodeId| self.done[id].holds;
        // While enough for a connection works, nothing that is up can matter by failing.
        let enough: Vec<NodeId> = match network.witness(holds) {
            Some(enough) => enough.into_iter().copied().collect(),
            None => elements.iter().filter(|id| !holds(id)).copied().collect(),
        };
        let connected = network.works(holds);
        let things: BTreeSet<LeafId> =
            enough.iter().flat_map(|id| self.done[id].turns.iter().copied()).collect();
        let size = network.vertices().len() + network.edges().len();
        let mut turns = Vec::new();
        for thing in things {
            self.count(size)?;
            let works = |id: &NodeId| {
                let Seen { holds, turns } = &self.done[id];
                *holds != turns.binary_search(&thing).is_ok()
            };
            if network.works(works) != connected {
                turns.push(thing);
            }
        }
        Ok(Seen { holds: connected, turns: turns.into() })
    }
}

/// Whether a count is at least 1 for all sizes of a group of `n`, as far as its form shows it.
fn is_positive(count: &Expr, n: &Expr) -> bool {
    match count.view() {
        View::Number(number) => *number >= Rational::one(),
        View::Sum(terms) => {
            terms.iter().all(|term| is_not_negative(term, n))
                && terms.iter().any(|term| is_positive(term, n))
        }
        _ => false,
    }
}

/// Of parameters only those of the size are known to be counts.
fn is_not_negative(count: &Expr, n: &Expr) -> bool {
    match count.view() {
        View::Number(number) => *number >= Rational::zero(),
        View::Symbol(_) => count == n,
        View::Sum(terms) => terms.iter().all(|term| is_not_negative(term, n)),
        View::Product(factors) => factors.iter().all(|(base, _)| is_not_negative(base, n)),
        View::Function { name: Function::Floor | Function::Ceil, args } => {
            args.iter().all(|one| is_not_negative(one, n))
        }
        _ => false,
    }
}
