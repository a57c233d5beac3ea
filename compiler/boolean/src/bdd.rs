//! Reduced ordered binary decision diagrams under construction.
//!
//! Bryant, *Graph-based algorithms for Boolean function manipulation*, IEEE Trans. Computers 35
//! (1986); Brace, Rudell & Bryant, *Efficient implementation of a BDD package*, DAC 1990.
//!
//! Walks keep their own stack, since a diagram is as deep as it has variables.

use std::hash::{Hash, Hasher};

use crate::known_results::KnownResults;
use crate::limits::{LimitReached, Limits, Resource};
use crate::numbering::Numbering;

/// A function held by a [`Bdd`]: a constant or a node. Equal references are equal functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ref(u32);

impl Ref {
    pub(crate) const FALSE: Self = Self(0);
    pub(crate) const TRUE: Self = Self(1);

    /// Constants first, then nodes in the order they were made.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The reference with an index that a reference has.
    pub(crate) fn of_index(index: usize) -> Self {
        Self(index as u32)
    }
}

/// The function `works` where the variable at `level` is true, `fails` where it is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BddNode {
    pub(crate) level: u32,
    pub(crate) works: Ref,
    pub(crate) fails: Ref,
}

impl Hash for BddNode {
    /// One word: a unique table is asked more often than anything else.
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let branches = u64::from(self.works.0) << 32 | u64::from(self.fails.0);
        hasher.write_u64(branches ^ u64::from(self.level).wrapping_mul(LEVELS_APART));
    }
}

/// The golden ratio's fraction, as in Knuth's multiplicative hashing.
const LEVELS_APART: u64 = 0x9e37_79b9_7f4a_7c15;

/// The level of the constants, below every variable.
pub(crate) const BOTTOM: u32 = u32::MAX;

/// Nodes over the levels of a variable order, level 0 on top.
///
/// Invariant: the constants come first, as nodes that lead to themselves. No two nodes are equal,
/// no other node has equal branches, and branches lead to nodes made earlier and at greater
/// levels. Hence equal functions have equal references.
pub(crate) struct Bdd {
    nodes: Numbering<BddNode>,
    /// Conjunctions by their operands, the older first; disjunctions, the younger first.
    junctions: KnownResults<2>,
    choices: KnownResults<3>,
    /// The junctions that are being made, from the outermost to the innermost.
    frames: Vec<Frame>,
    operations: u64,
    limits: Limits,
}

/// How two functions are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Junction {
    And,
    Or,
}

/// A junction of two functions whose branches are being made.
struct Frame {
    key: [Ref; 2],
    level: u32,
    /// The branch that comes first, once it is made.
    works: Option<Ref>,
    /// What the other branch joins.
    fails: [Ref; 2],
}

/// What is left to do for an `ite`.
enum Task {
    /// Find the result for three functions.
    Choose(Ref, Ref, Ref),
    /// Join the results of both branches at the level, and remember them for the three functions.
    Join(u32, [Ref; 3]),
}

impl Bdd {
    pub(crate) fn new(limits: &Limits) -> Self {
        let mut nodes = Numbering::new();
        for constant in [Ref::FALSE, Ref::TRUE] {
            nodes.number(BddNode { level: BOTTOM, works: constant, fails: constant });
        }
        Self {
            nodes,
            junctions: KnownResults::new(),
            choices: KnownResults::new(),
            frames: Vec::new(),
            operations: 0,
            limits: limits.clone(),
        }
    }

    /// From now on so many nodes may be made.
    pub(crate) fn set_node_limit(&mut self, nodes: u64) {
        self.limits.nodes = nodes;
    }

    /// How many nodes were made.
    pub(crate) fn node_count(&self) -> u64 {
        self.nodes.items().len() as u64 - 2
    }

    /// The node of a reference; a constant leads to itself.
    pub(crate) fn node(&self, reference: Ref) -> BddNode {
        self.nodes.items()[reference.index()]
    }

    /// The level of the topmost variable that the function depends on.
    pub(crate) fn level(&self, reference: Ref) -> u32 {
        self.node(reference).level
    }

    /// The function `works` where the variable at `level` is true, `fails` where it is false;
    /// both lie below the level.
    pub(crate) fn make(&mut self, level: u32, works: Ref, fails: Ref) -> Result<Ref, LimitReached> {
        if works == fails {
            return Ok(works);
        }
        let number = self.nodes.number(BddNode { level, works, fails });
        Resource::Nodes.check(self.node_count(), self.limits.nodes)?;
        self.limits.interrupt.check()?;
        Ok(Ref(number))
    }

    pub(crate) fn not(&mut self, f: Ref) -> Result<Ref, LimitReached> {
        self.ite(f, Ref::FALSE, Ref::TRUE)
    }

    pub(crate) fn and(&mut self, f: Ref, g: Ref) -> Result<Ref, LimitReached> {
        self.junction(Junction::And, f, g)
    }

    pub(crate) fn or(&mut self, f: Ref, g: Ref) -> Result<Ref, LimitReached> {
        self.junction(Junction::Or, f, g)
    }

    fn junction(&mut self, junction: Junction, f: Ref, g: Ref) -> Result<Ref, LimitReached> {
        self.frames.clear();
        let mut operands = [f, g];
        loop {
            let mut made = match junction.at_once(operands) {
                Some(made) => made,
                None => match self.begin(junction, operands)? {
                    Begun::Made(made) => made,
                    Begun::Branch(branch) => {
                        operands = branch;
                        continue;
                    }
                },
            };
            // Back to the innermost junction of which a branch is missing.
            loop {
                let Some(frame) = self.frames.last_mut() else { return Ok(made) };
                match frame.works {
                    None => {
                        frame.works = Some(made);
                        operands = frame.fails;
                        break;
                    }
                    Some(works) => {
                        let (key, level) = (frame.key, frame.level);
                        self.frames.pop();
                        made = self.make(level, works, made)?;
                        self.junctions.remember(key, made, self.nodes.items().len());
                    }
                }
            }
        }
    }

    /// A junction that takes a walk: found again, made at once of its branches, or its first
    /// branch, after which the other follows.
    fn begin(&mut self, junction: Junction, [f, g]: [Ref; 2]) -> Result<Begun, LimitReached> {
        let (of_f, of_g) = (self.node(f), self.node(g));
        let level = of_f.level.min(of_g.level);
        let [f1, f0] = if of_f.level == level { [of_f.works, of_f.fails] } else { [f, f] };
        let [g1, g0] = if of_g.level == level { [of_g.works, of_g.fails] } else { [g, g] };
        let (works, fails) = (junction.at_once([f1, g1]), junction.at_once([f0, g0]));
        if let (Some(works), Some(fails)) = (works, fails) {
            return self.make(level, works, fails).map(Begun::Made);
        }
        let key = match junction {
            Junction::And => [f.min(g), f.max(g)],
            Junction::Or => [f.max(g), f.min(g)],
        };
        if let Some(known) = self.junctions.find(key) {
            return Ok(Begun::Made(known));
        }
        self.operations += 1;
        self.limits.operated(self.operations)?;
        self.frames.push(Frame { key, level, works, fails: [f0, g0] });
        Ok(Begun::Branch(if works.is_none() { [f1, g1] } else { [f0, g0] }))
    }

    /// The function that is `g` where `f` is true and `h` where `f` is false.
    pub(crate) fn ite(&mut self, f: Ref, g: Ref, h: Ref) -> Result<Ref, LimitReached> {
        let mut tasks = vec![Task::Choose(f, g, h)];
        let mut results = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Choose(f, g, h) => {
                    if let Some(result) = self.without_choice(f, g, h)? {
                        results.push(result);
                        continue;
                    }
                    if let Some(result) = self.choices.find([f, g, h]) {
                        results.push(result);
                        continue;
                    }
                    self.operations += 1;
                    self.limits.operated(self.operations)?;
                    let level = self.level(f).min(self.level(g)).min(self.level(h));
                    let (f1, f0) = self.branches(f, level);
                    let (g1, g0) = self.branches(g, level);
                    let (h1, h0) = self.branches(h, level);
                    tasks.push(Task::Join(level, [f, g, h]));
                    tasks.push(Task::Choose(f0, g0, h0));
                    tasks.push(Task::Choose(f1, g1, h1));
                }
                Task::Join(level, key) => {
                    let (Some(fails), Some(works)) = (results.pop(), results.pop()) else {
                        unreachable!("each branch has left its result");
                    };
                    let result = self.make(level, works, fails)?;
                    self.choices.remember(key, result, self.nodes.items().len());
                    results.push(result);
                }
            }
        }
        let Some(result) = results.pop() else { unreachable!("the first task leaves a result") };
        Ok(result)
    }

    /// The two cofactors with respect to a level that is not below the function's own.
    fn branches(&self, f: Ref, level: u32) -> (Ref, Ref) {
        let node = self.node(f);
        if node.level == level { (node.works, node.fails) } else { (f, f) }
    }

    /// The result of an `ite` that is a constant, one of the functions, a junction of two of them,
    /// or a node on top of two of them.
    fn without_choice(&mut self, f: Ref, g: Ref, h: Ref) -> Result<Option<Ref>, LimitReached> {
        let result = match (f, g, h) {
            (Ref::TRUE, result, _) | (Ref::FALSE, _, result) => result,
            (f, Ref::TRUE, Ref::FALSE) => f,
            (_, g, h) if g == h => g,
            (f, g, h) if h == Ref::FALSE || h == f => self.and(f, g)?,
            (f, g, h) if g == Ref::TRUE || g == f => self.or(f, h)?,
            _ => {
                // A variable above both results: the common case, and often a long row of them.
                let node = self.node(f);
                if node.level >= self.level(g).min(self.level(h)) {
                    return Ok(None);
                }
                match (node.works, node.fails) {
                    (Ref::TRUE, Ref::FALSE) => self.make(node.level, g, h)?,
                    (Ref::FALSE, Ref::TRUE) => self.make(node.level, h, g)?,
                    _ => return Ok(None),
                }
            }
        };
        Ok(Some(result))
    }
}

/// How far a junction got without its branches.
enum Begun {
    Made(Ref),
    /// The operands of the branch that has to be made next.
    Branch([Ref; 2]),
}

impl Junction {
    /// The result where an operand is constant or both are the same.
    #[inline]
    fn at_once(self, [f, g]: [Ref; 2]) -> Option<Ref> {
        let (neutral, dominant) = match self {
            Self::And => (Ref::TRUE, Ref::FALSE),
            Self::Or => (Ref::FALSE, Ref::TRUE),
        };
        if f == g || g == neutral || f == dominant {
            Some(f)
        } else if f == neutral || g == dominant {
            Some(g)
        } else {
            None
        }
    }
}
