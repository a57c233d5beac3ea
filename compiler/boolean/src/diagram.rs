//! Finished decision diagrams: an array that is read once from end to end.

use std::collections::{BTreeMap, BTreeSet};

use crate::bdd::{BOTTOM, Bdd, Ref};
use crate::formula::Variable;
use crate::limits::{LimitReached, Limits};
use crate::numbering::Numbering;

/// Where a branch of a [`Node`] leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// The function is false from here.
    False,
    /// The function is true from here.
    True,
    /// The node at this position in [`Diagram::nodes`].
    Node(u32),
}

/// A question for one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// The variable asked for.
    pub variable: Variable,
    /// What follows if it is true.
    pub works: Link,
    /// What follows if it is false.
    pub fails: Link,
}

/// A Boolean function as a reduced ordered decision diagram.
///
/// Invariant: nodes are pairwise different, have different branches, follow the nodes they lead
/// to, and all are reached from the root. Every path asks in the order of `levels`. Positions
/// are those of a depth-first walk, so among diagrams with one order of the variables they
/// depend on, equal functions have equal diagrams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    nodes: Vec<Node>,
    root: Link,
    levels: BTreeMap<Variable, u32>,
}

impl Diagram {
    /// The part of a [`Bdd`] that a function needs; `order` names the variable of each level.
    pub(crate) fn extract(bdd: &Bdd, root: Ref, order: Vec<Variable>) -> Self {
        Self::walk(root.index(), order.clone(), |index| {
            let node = bdd.node(Ref::of_index(index));
            (order[node.level as usize], node.works.index(), node.fails.index())
        })
    }

    /// The diagram seen from `root` by looking at one node after another. Nodes are called by
    /// numbers from 2 on; 0 is false and 1 is true.
    fn walk(
        root: usize,
        order: Vec<Variable>,
        look: impl Fn(usize) -> (Variable, usize, usize),
    ) -> Self {
        let mut links = vec![Some(Link::False), Some(Link::True)];
        links.resize(root.max(1) + 1, None);
        let mut nodes: Vec<Node> = Vec::new();
        let mut pending = vec![root];
        while let Some(&index) = pending.last() {
            if links[index].is_some() {
                pending.pop();
                continue;
            }
            let (variable, works, fails) = look(index);
            if let (Some(works), Some(fails)) = (links[works], links[fails]) {
                links[index] = Some(Link::Node(nodes.len() as u32));
                nodes.push(Node { variable, works, fails });
            } else {
                pending.extend([fails, works]);
            }
        }
        let root = match nodes.len() {
            0 if root == 0 => Link::False,
            0 => Link::True,
            count => Link::Node(count as u32 - 1),
        };
        let variables: BTreeSet<Variable> = nodes.iter().map(|node| node.variable).collect();
        let asked = order.into_iter().filter(|variable| variables.contains(variable));
        Self { nodes, root, levels: asked.zip(0..).collect() }
    }

    /// The nodes, each after those it leads to.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Where to begin: the last node, or a constant.
    pub fn root(&self) -> Link {
        self.root
    }

    /// How many nodes there are, the constants not counted.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The variables that the function depends on.
    pub fn variables(&self) -> impl Iterator<Item = Variable> {
        self.levels.keys().copied()
    }

    /// The constant that the function is, if it is one.
    pub fn as_constant(&self) -> Option<bool> {
        match self.root {
            Link::False => Some(false),
            Link::True => Some(true),
            Link::Node(_) => None,
        }
    }

    /// The value of the function when each variable has the given `value`.
    pub fn evaluate(&self, mut value: impl FnMut(Variable) -> bool) -> bool {
        let mut link = self.root;
        loop {
            match link {
                Link::False => return false,
                Link::True => return true,
                Link::Node(position) => {
                    let node = &self.nodes[position as usize];
                    link = if value(node.variable) { node.works } else { node.fails };
                }
            }
        }
    }

    /// One sweep from the constants to the root, each node once.
    ///
    /// `join` gets a variable with the values of what follows if it is true, and if it is false.
    /// Variables that a path does not ask for are left out of it: a value for "either" must not
    /// depend on them.
    pub fn fold<V: Clone>(
        &self,
        zero: V,
        one: V,
        mut join: impl FnMut(Variable, &V, &V) -> V,
    ) -> V {
        let joined = self.try_fold(zero, one, |variable, works, fails| {
            Ok::<V, std::convert::Infallible>(join(variable, works, fails))
        });
        match joined {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// The same, up to the first value that cannot be had: every node is needed for the root.
    pub fn try_fold<V: Clone, E>(
        &self,
        zero: V,
        one: V,
        mut join: impl FnMut(Variable, &V, &V) -> Result<V, E>,
    ) -> Result<V, E> {
        let mut values: Vec<V> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let value = |link| Self::at(link, &values, &zero, &one);
            let joined = join(node.variable, value(node.works), value(node.fails))?;
            values.push(joined);
        }
        Ok(Self::at(self.root, &values, &zero, &one).clone())
    }

    /// The value that belongs to a link, given those of the nodes and of the two constants.
    pub(crate) fn at<'v, V>(link: Link, nodes: &'v [V], zero: &'v V, one: &'v V) -> &'v V {
        match link {
            Link::False => zero,
            Link::True => one,
            Link::Node(position) => &nodes[position as usize],
        }
    }

    /// Whether no variable can make the function false by becoming true.
    ///
    /// Compares the branches of every node, each pair of functions once.
    pub fn is_monotone(&self, limits: &Limits) -> Result<bool, LimitReached> {
        // Pairs of which the first must imply the second. The list grows while it is read.
        let mut pairs: Numbering<(Link, Link)> = Numbering::new();
        for node in &self.nodes {
            pairs.number((node.fails, node.works));
        }
        let mut examined = 0;
        while let Some(&(weaker, stronger)) = pairs.items().get(examined) {
            examined += 1;
            limits.operated(examined as u64)?;
            match (weaker, stronger) {
                (Link::False, _) | (_, Link::True) => continue,
                (a, b) if a == b => continue,
                (Link::True, _) | (_, Link::False) => return Ok(false),
                _ => {}
            }
            let level = self.level(weaker).min(self.level(stronger));
            let (weaker_works, weaker_fails) = self.branches(weaker, level);
            let (stronger_works, stronger_fails) = self.branches(stronger, level);
            pairs.number((weaker_works, stronger_works));
            pairs.number((weaker_fails, stronger_fails));
        }
        Ok(true)
    }

    /// The dual function: false exactly where the function is true of the opposite values. In it,
    /// true means failing.
    pub fn dual(&self) -> Self {
        let opposite = |link| match link {
            Link::False => 1,
            Link::True => 0,
            Link::Node(position) => position as usize + 2,
        };
        Self::walk(opposite(self.root), self.order(), |index| {
            let node = &self.nodes[index - 2];
            (node.variable, opposite(node.fails), opposite(node.works))
        })
    }

    /// How deep the variable of a node stands in the order; constants stand below all.
    pub(crate) fn level(&self, link: Link) -> u32 {
        match link {
            Link::Node(position) => self.levels[&self.nodes[position as usize].variable],
            Link::False | Link::True => BOTTOM,
        }
    }

    /// For each node the place of its variable in the [`order`](Self::order).
    pub fn levels_of_nodes(&self) -> Vec<u32> {
        let last = self.levels.keys().next_back().map_or(0, |variable| variable.0 as usize + 1);
        let mut levels = vec![BOTTOM; last];
        self.levels.iter().for_each(|(variable, &level)| levels[variable.0 as usize] = level);
        self.nodes.iter().map(|node| levels[node.variable.0 as usize]).collect()
    }

    /// The variables that the function depends on in their order, the topmost first.
    pub fn order(&self) -> Vec<Variable> {
        let mut order: Vec<(u32, Variable)> =
            self.levels.iter().map(|(&variable, &level)| (level, variable)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, variable)| variable).collect()
    }

    fn branches(&self, link: Link, level: u32) -> (Link, Link) {
        match link {
            Link::Node(position) if self.level(link) == level => {
                let node = &self.nodes[position as usize];
                (node.works, node.fails)
            }
            _ => (link, link),
        }
    }
}
