//! Counts of operands that share things only in clusters: replicas on hosts.
//!
//! Clusters that have nothing in common are counted one after another. Inside a cluster the thing
//! that most operands need is decided first, and each case is counted by itself; a host and its
//! replicas are two cases, however many hosts there are. A decision diagram of the whole would
//! have to know the count and the hosts at once.

use crate::graph::{LeafId, Node, NodeId};
use crate::part::PartId;
use crate::reduce::{Reducer, Trouble};
use rustc_hash::FxHashMap as HashMap;

/// How many of some operands work, as something that can be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tally {
    /// One operand.
    One(PartId),
    /// So many that work and so many that fail in any case.
    Fixed {
        /// How many work.
        works: u64,
        /// How many fail.
        fails: u64,
    },
    /// Operands that are independent of each other.
    Sum(Vec<Tally>),
    /// Two cases: whether `on` works. Both count equally many operands.
    Cases {
        /// What is decided.
        on: PartId,
        /// The count where it works.
        works: Box<Tally>,
        /// The count where it fails.
        fails: Box<Tally>,
    },
}

/// Fewer operands are left to formulas and diagrams, which can be read.
const FEWEST: usize = 64;

/// Cases within cases.
const DEEPEST: usize = 32;

/// For each operand so many are looked at again in cases.
const WORK: usize = 64;

impl Tally {
    /// How many operands are counted.
    pub fn operands(&self) -> u64 {
        match self {
            Tally::One(_) => 1,
            Tally::Fixed { works, fails } => works + fails,
            Tally::Sum(all) => all.iter().map(Tally::operands).sum(),
            Tally::Cases { works, .. } => works.operands(),
        }
    }

    /// Calls with every part that is counted or decided.
    pub fn for_parts(&self, see: &mut dyn FnMut(PartId)) {
        match self {
            Tally::One(part) => see(*part),
            Tally::Fixed { .. } => {}
            Tally::Sum(all) => all.iter().for_each(|tally| tally.for_parts(see)),
            Tally::Cases { on, works, fails } => {
                see(*on);
                works.for_parts(see);
                fails.for_parts(see);
            }
        }
    }
}

impl Reducer<'_> {
    /// The count of many operands that share things, unless they share too much.
    pub fn tally(&mut self, operands: &[NodeId]) -> Result<Option<Tally>, Trouble> {
        let grouped = |id: &NodeId| {
            let mut found = false;
            self.graph.visit(*id, |_, node| found |= matches!(node, Node::Group(_)));
            found
        };
        if operands.len() < FEWEST || operands.iter().any(grouped) {
            return Ok(None);
        }
        let mut work = WORK * operands.len();
        self.counted(operands.to_vec(), DEEPEST, &mut work)
    }

    fn counted(
        &mut self,
        operands: Vec<NodeId>,
        levels: usize,
        work: &mut usize,
    ) -> Result<Option<Tally>, Trouble> {
        let (mut works, mut fails) = (0, 0);
        let mut open = Vec::with_capacity(operands.len());
        for id in operands {
            match self.graph.node(id) {
                Node::True => works += 1,
                Node::False => fails += 1,
                _ => open.push(id),
            }
        }
        let mut all = Vec::new();
        if works + fails > 0 {
            all.push(Tally::Fixed { works, fails });
        }
        let open = self.sorted(open);
        for cluster in self.clusters(&open) {
            if let [only] = cluster.as_slice() {
                all.push(Tally::One(self.part(*only)?));
                continue;
            }
            if levels == 0 || *work < cluster.len() {
                return Ok(None);
            }
            *work -= cluster.len();
            let Some(leaf) = self.most_needed(&cluster, work) else { return Ok(None) };
            let leaf = self.graph.leaf_node(leaf);
            let mut cases = Vec::with_capacity(2);
            for value in [true, false] {
                let fixed = HashMap::from_iter([(leaf, value)]);
                let rest = cluster.iter().map(|id| self.graph.restrict(*id, &fixed)).collect();
                match self.counted(rest, levels - 1, work)? {
                    Some(tally) => cases.push(Box::new(tally)),
                    None => return Ok(None),
                }
            }
            let on = self.part(leaf)?;
            if let (Some(fails), Some(works)) = (cases.pop(), cases.pop()) {
                all.push(Tally::Cases { on, works, fails });
            }
        }
        Ok(Some(match all.pop() {
            Some(only) if all.is_empty() => only,
            last => {
                all.extend(last);
                Tally::Sum(all)
            }
        }))
    }

    /// The thing on which most operands depend, the first of equals.
    fn most_needed(&self, operands: &[NodeId], work: &mut usize) -> Option<LeafId> {
        let mut needed: HashMap<LeafId, usize> = HashMap::default();
        for id in operands {
            let leaves = self.graph.leaves_of(*id);
            *work = work.checked_sub(leaves.len())?;
            for leaf in leaves {
                *needed.entry(leaf).or_default() += 1;
            }
        }
        let most =
            needed.into_iter().max_by_key(|(leaf, times)| (*times, std::cmp::Reverse(*leaf)));
        most.map(|(leaf, _)| leaf)
    }
}
