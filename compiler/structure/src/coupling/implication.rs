//! Implication by form: a condition implies another because its operands do, rule by rule.
//!
//! Every rule is sound; where none applies nothing is said. Equal nodes are one node, so what two
//! structures have in common costs nothing.

use crate::graph::{Graph, Net, NetQuestion, Node, NodeId};
use rustc_hash::FxHashMap as HashMap;

/// Pairs of conditions and operands that are looked at, at most.
const MOST_WORK: usize = 1_000_000;

/// Conditions nested deeper are left to other methods.
const DEEPEST: usize = 150;

pub(super) struct Implication<'g> {
    graph: &'g mut Graph,
    known: HashMap<(NodeId, NodeId), bool>,
    work: usize,
}

impl<'g> Implication<'g> {
    pub fn new(graph: &'g mut Graph) -> Self {
        Implication { graph, known: HashMap::default(), work: 0 }
    }

    /// Whether `below` is seen to imply `above`.
    pub fn holds(&mut self, below: NodeId, above: NodeId) -> bool {
        self.implies(below, above, 0)
    }

    fn implies(&mut self, below: NodeId, above: NodeId, depth: usize) -> bool {
        if below == above || below == Graph::FALSE || above == Graph::TRUE {
            return true;
        }
        self.work += 1;
        if depth > DEEPEST || self.work > MOST_WORK {
            return false;
        }
        if let Some(known) = self.known.get(&(below, above)) {
            return *known;
        }
        let implies = self.by_rule(below, above, depth + 1);
        self.known.insert((below, above), implies);
        implies
    }

    fn by_rule(&mut self, below: NodeId, above: NodeId, depth: usize) -> bool {
        let nodes = (self.graph.node(below).clone(), self.graph.node(above).clone());
        match &nodes {
            (Node::Not(below), Node::Not(above)) => return self.implies(*above, *below, depth),
            // What is common to both lists is left out; the rest is mostly in the same order.
            (Node::And(all), Node::And(needed)) => {
                let missing = without(needed, all);
                let rest = without(all, needed);
                let aligned = missing.len() == rest.len();
                return missing.iter().enumerate().all(|(at, above)| {
                    (aligned && self.implies(rest[at], *above, depth))
                        || self.implies(below, *above, depth)
                });
            }
            (Node::Or(any), Node::Or(of)) => {
                let extra = without(any, of);
                let rest = without(of, any);
                let aligned = extra.len() == rest.len();
                return extra.iter().enumerate().all(|(at, below)| {
                    (aligned && self.implies(*below, rest[at], depth))
                        || self.implies(*below, above, depth)
                });
            }
            (_, Node::And(needed)) => {
                return needed.iter().all(|above| self.implies(below, *above, depth));
            }
            (Node::Or(any), _) => {
                return any.iter().all(|below| self.implies(*below, above, depth));
            }
            (Node::Network(below), Node::Network(above)) => {
                return self.network(below, above, depth);
            }
            (Node::AtLeast(k, of), Node::AtLeast(needed, from))
                if self.counts(*k, of, *needed, from, depth) =>
            {
                return true;
            }
            _ => {}
        }
        self.by_operand(below, above, &nodes, depth)
    }

    /// One operand is enough, or some of those that are counted.
    fn by_operand(
        &mut self,
        below: NodeId,
        above: NodeId,
        (form, goal): &(Node, Node),
        depth: usize,
    ) -> bool {
        match form {
            Node::And(all) => {
                self.work += all.len();
                if all.binary_search(&above).is_ok()
                    || all.iter().any(|part| self.implies(*part, above, depth))
                {
                    return true;
                }
            }
            Node::AtLeast(k, of) => {
                let enough = of.len() as u64 - k + 1;
                let mut found = 0;
                if of.iter().any(|part| {
                    found += u64::from(self.implies(*part, above, depth));
                    found >= enough
                }) {
                    return true;
                }
            }
            _ => {}
        }
        match goal {
            Node::Or(any) => {
                self.work += any.len();
                if any.binary_search(&below).is_ok()
                    || any.iter().any(|part| self.implies(below, *part, depth))
                {
                    return true;
                }
            }
            Node::AtLeast(k, of) => {
                let mut found = 0;
                if of.iter().any(|part| {
                    found += u64::from(self.implies(below, *part, depth));
                    found >= *k
                }) {
                    return true;
                }
            }
            _ => {}
        }
        // The cases of an alternative among what is needed.
        if let (Node::And(all), Node::Or(_) | Node::AtLeast(..)) = (form, goal) {
            let alternative = all.iter().copied().find_map(|part| match self.graph.node(part) {
                Node::Or(any) => Some((part, any.clone())),
                _ => None,
            });
            if let Some((part, any)) = alternative {
                let rest: Vec<NodeId> = all.iter().copied().filter(|one| *one != part).collect();
                return any.iter().all(|case| {
                    self.work += rest.len();
                    if self.work > MOST_WORK {
                        return false;
                    }
                    let case = self.graph.and(rest.iter().copied().chain([*case]).collect());
                    self.implies(case, above, depth)
                });
            }
        }
        false
    }

    /// Whether `k` of some imply `needed` of others: those that imply one of the others each, all
    /// different, pass on all but the missing ones.
    fn counts(
        &mut self,
        k: u64,
        of: &[NodeId],
        needed: u64,
        from: &[NodeId],
        depth: usize,
    ) -> bool {
        let (own, mut free) = difference(of, from);
        let mut unmatched = 0;
        let aligned = own.len() == free.len();
        if aligned
            && own.iter().zip(&free).all(|(below, above)| self.implies(*below, *above, depth))
        {
            return k >= needed;
        }
        for below in own {
            if self.work > MOST_WORK {
                return false;
            }
            match free.iter().position(|above| self.implies(below, *above, depth)) {
                Some(at) => {
                    free.remove(at);
                }
                None => unmatched += 1,
            }
        }
        k >= needed + unmatched
    }

    /// Whether one network implies another: its vertices and links are found again in the other,
    /// where they work at least then, and what it connects is all that the other shall connect.
    fn network(&mut self, below: &Net, above: &Net, depth: usize) -> bool {
        self.work += below.edges.len() + above.edges.len() + above.vertices.len();
        if below.names.len() != below.vertices.len() || above.names.len() != above.vertices.len() {
            return false;
        }
        let place = places(below, above);
        let mut links: HashMap<(usize, usize), Vec<NodeId>> = HashMap::default();
        for (from, to, directed, works) in &above.edges {
            links.entry((*from, *to)).or_default().push(*works);
            if !directed {
                links.entry((*to, *from)).or_default().push(*works);
            }
        }
        for (from, to, directed, works) in &below.edges {
            let ends = [below.vertices[*from], below.vertices[*to]];
            if from == to || *works == Graph::FALSE || ends.contains(&Graph::FALSE) {
                continue;
            }
            let (Some(a), Some(b)) = (place[*from], place[*to]) else { return false };
            if !self.implies(ends[0], above.vertices[a], depth)
                || !self.implies(ends[1], above.vertices[b], depth)
            {
                return false;
            }
            let ways: &[(usize, usize)] = if *directed { &[(a, b)] } else { &[(a, b), (b, a)] };
            for way in ways {
                let Some(found) = links.get(way) else { return false };
                if found.contains(works) {
                    continue;
                }
                // A link is used only where its ends work.
                let used = self.graph.and(vec![*works, ends[0], ends[1]]);
                if !found.iter().any(|link| self.implies(used, *link, depth)) {
                    return false;
                }
            }
        }
        let ends: Option<Vec<usize>> =
            below.question.terminals().into_iter().map(|terminal| place[terminal]).collect();
        let Some(ends) = ends else { return false };
        for (terminal, end) in below.question.terminals().into_iter().zip(&ends) {
            if !self.implies(below.vertices[terminal], above.vertices[*end], depth) {
                return false;
            }
        }
        // Both ways between all ends, or from the first to the second alone.
        let both_ways = matches!(below.question, NetQuestion::Connected(_))
            || below.edges.iter().all(|(_, _, directed, _)| !directed);
        match &above.question {
            NetQuestion::Path(from, to) if !both_ways => ends == [*from, *to],
            NetQuestion::Path(from, to) => [from, to].iter().all(|end| ends.contains(end)),
            NetQuestion::Connected(all) => both_ways && all.iter().all(|end| ends.contains(end)),
        }
    }
}

/// Where the vertices of a network stand in another: by name, else by what makes them work.
fn places(below: &Net, above: &Net) -> Vec<Option<usize>> {
    let mut by_name: HashMap<&str, Option<usize>> = HashMap::default();
    let mut by_condition: HashMap<NodeId, Option<usize>> = HashMap::default();
    for (at, (name, works)) in above.names.iter().zip(&above.vertices).enumerate() {
        // What occurs twice tells nothing.
        by_name.entry(name).and_modify(|place| *place = None).or_insert(Some(at));
        by_condition.entry(*works).and_modify(|place| *place = None).or_insert(Some(at));
    }
    let mut taken = vec![false; above.vertices.len()];
    let mut place: Vec<Option<usize>> = below
        .names
        .iter()
        .map(|name| by_name.get(name.as_str()).copied().flatten())
        .map(|at| at.filter(|at| !std::mem::replace(&mut taken[*at], true)))
        .collect();
    for (place, works) in place.iter_mut().zip(&below.vertices) {
        if place.is_none() {
            let at = by_condition.get(works).copied().flatten();
            *place = at.filter(|at| !std::mem::replace(&mut taken[*at], true));
        }
    }
    place
}

/// Operands of one sorted list that are not in another.
fn without(list: &[NodeId], other: &[NodeId]) -> Vec<NodeId> {
    list.iter().copied().filter(|id| other.binary_search(id).is_err()).collect()
}

/// What is left of two sorted lists after what they have in common, each as often as it occurs.
fn difference(one: &[NodeId], other: &[NodeId]) -> (Vec<NodeId>, Vec<NodeId>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    loop {
        match (one.get(i), other.get(j)) {
            (Some(a), Some(b)) if a == b => (i, j) = (i + 1, j + 1),
            (Some(a), Some(b)) if a < b => {
                left.push(*a);
                i += 1;
            }
            (Some(_), Some(b)) => {
                right.push(*b);
                j += 1;
            }
            (Some(a), None) => {
                left.push(*a);
                i += 1;
            }
            (None, Some(b)) => {
                right.push(*b);
                j += 1;
            }
            (None, None) => return (left, right),
        }
    }
}
