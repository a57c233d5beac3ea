//! What truly shares things: bridges, networks, repeated modules.
//!
//! The part is written over independent sub-parts, found in linear time (Dutuit & Rauzy, "A
//! linear-time algorithm to find modules of fault trees", IEEE Trans. Reliability 45, 1996), and
//! compiled into a decision diagram. A small monotone one is written again as a tree that a
//! person can read; the same function gives the same tree however it was spelt.

use crate::account::{Atom, Compiled};
use crate::code;
use crate::graph::{Graph, Group, GroupIndex, LeafId, Net, Node, NodeId, for_operands};
use crate::part::PartId;
use crate::reduce::{Reducer, Trouble};
use crate::uncompiled::Uncompiled;
use kofn_algebra::Expr;
use kofn_boolean::{
    Budget, FormulaId, Formulas, Gate, IndependentPart, Network, Operand, Tree, Variable,
    compile_with_effort, decompose, split,
};
use kofn_diagnostics::Diagnostic;
use rustc_hash::FxHashMap as HashMap;
use rustc_hash::FxHashSet as HashSet;
use std::collections::BTreeSet;

/// A network with more elements is summed over directly; its formula would fill pages.
const READABLE_NETWORK: usize = 24;

/// A diagram over more variables is not written as a tree.
const READABLE_VARIABLES: usize = 24;

/// A network and the parts that its elements are.
type OverParts = (Network<usize>, Vec<PartId>);
/// A part, and what it consists of in the words of an account.
type Named = (PartId, Atom);

/// What one copy of a group's element consists of.
struct Copies {
    /// Things that every copy has for itself.
    own: BTreeSet<LeafId>,
    /// The first thing that all copies share.
    shared: Option<LeafId>,
    /// Counts inside the element that are one and the same for all copies.
    nested: Vec<(NodeId, Group)>,
}

fn two_levels(counted: &Group, also: &Group) -> Trouble {
    Trouble::Refused(Box::new(
        Diagnostic::error(
            code::GROUP_TWO_LEVELS,
            "an array and the hosts under it are both counted, at open size",
        )
        .at(counted.span, "counted here")
        .at(also.span, "and counted here, with things in common")
        .help("give the size a value; then the elements are told apart"),
    ))
}

impl Reducer<'_> {
    /// A part whose operands share things.
    pub fn shared(&mut self, id: NodeId) -> Result<PartId, Trouble> {
        if let Some(part) = self.counted_groups(id)? {
            return Ok(part);
        }
        if self.apart {
            return self.diagram(id);
        }
        let Node::Network(net) = self.graph.node(id) else { return self.diagram(id) };
        let Some((network, atoms)) = self.independent_network(&net.clone())? else {
            return self.diagram(id);
        };
        // Networks that look the same over equal parts are one: a chain of alike bridges is one
        // bridge.
        let alike = network.map(|at| atoms[*at]);
        if let Some(part) = self.networks.get(&alike) {
            return Ok(*part);
        }
        let part = match atoms.len() > READABLE_NETWORK {
            true => self.parts.network(network, atoms),
            false => self.diagram(id)?,
        };
        self.networks.insert(alike, part);
        Ok(part)
    }

    /// What shares things, as a diagram over its independent parts or a tree.
    fn diagram(&mut self, id: NodeId) -> Result<PartId, Trouble> {
        let atoms = self.atoms(id);
        let mut formulas = Formulas::new();
        let formula = formula(self.graph, id, &atoms, &mut formulas);
        let mut parts = Vec::with_capacity(atoms.len());
        for atom in &atoms {
            parts.push((self.part(*atom)?, self.atom(*atom)));
        }
        if atoms.len() <= READABLE_VARIABLES {
            return self.compiled(&formulas, formula, &parts);
        }
        let mut done: Vec<Named> = Vec::new();
        for part in split(&formulas, formula) {
            let operands: Vec<Named> = part
                .operands
                .iter()
                .map(|operand| match operand {
                    Operand::Variable(variable) => parts[variable.0 as usize],
                    Operand::Part(place) => done[*place],
                })
                .collect();
            let whole = self.independent(&part, &operands)?;
            let first = operands.iter().map(|(_, atom)| atom.first).min();
            let first = first.unwrap_or(LeafId(u32::MAX));
            done.push((whole, Atom { first, alone: false }));
        }
        match done.pop() {
            Some((whole, _)) => Ok(whole),
            None => unreachable!("a formula has one part at least"),
        }
    }

    /// A part over parts that share nothing: as gates, where it has each of them once.
    fn independent(
        &mut self,
        part: &IndependentPart,
        operands: &[Named],
    ) -> Result<PartId, Trouble> {
        let gate = part.formulas.gate(part.root);
        let all: Option<Vec<PartId>> = gate
            .operands()
            .iter()
            .map(|operand| match part.formulas.gate(*operand) {
                Gate::Variable(variable) => Some(operands[variable.0 as usize].0),
                _ => None,
            })
            .collect();
        let once = |all: Vec<PartId>| all.into_iter().map(|part| (part, Expr::one())).collect();
        Ok(match (gate, all) {
            (Gate::And(_), Some(all)) => self.parts.series(once(all)),
            (Gate::Or(_), Some(any)) => self.parts.parallel(once(any)),
            (Gate::AtLeast { k, of }, Some(all)) if of.len() == operands.len() => {
                self.parts.at_least_of(*k as u64, all)
            }
            _ => return self.compiled(&part.formulas, part.root, operands),
        })
    }

    /// A formula over parts that share nothing, as a tree if it is small and monotone.
    fn compiled(
        &mut self,
        formulas: &Formulas,
        formula: FormulaId,
        operands: &[Named],
    ) -> Result<PartId, Trouble> {
        let (diagram, effort) = match compile_with_effort(formulas, formula, &self.limits) {
            Ok(compiled) => compiled,
            Err(limit) if self.apart || limit.is_interrupted() => return Err(limit.into()),
            Err(limit) => {
                let atoms = operands.iter().map(|(part, _)| *part).collect();
                let formula = Uncompiled::new(formulas.clone(), formula, limit);
                return Ok(self.parts.uncompiled(formula, atoms));
            }
        };
        if let Some(works) = diagram.as_constant() {
            return Ok(self.parts.constant(works));
        }
        let tree = match !self.apart && diagram.variables().count() <= READABLE_VARIABLES {
            true => decompose(&diagram, |_| 1, &Budget::default()),
            false => None,
        };
        let order = diagram.order().iter().map(|asked| operands[asked.0 as usize].1).collect();
        let (nodes, place) = (diagram.node_count(), self.parts.len());
        let compiled = Compiled { place, order, nodes, effort, tree: tree.is_some(), times: 1 };
        self.parts.account().note_compiled(compiled);
        Ok(match tree {
            Some(tree) => self.tree(&tree, operands),
            None => self.parts.diagram(diagram, operands.iter().map(|(part, _)| *part).collect()),
        })
    }

    fn tree(&mut self, tree: &Tree, atoms: &[Named]) -> PartId {
        match tree {
            Tree::Constant(works) => self.parts.constant(*works),
            Tree::Variable(variable) => atoms[variable.0 as usize].0,
            Tree::And(all) => {
                let all = all.iter().map(|part| (self.tree(part, atoms), Expr::one())).collect();
                self.parts.series(all)
            }
            Tree::Or(any) => {
                let any = any.iter().map(|part| (self.tree(part, atoms), Expr::one())).collect();
                self.parts.parallel(any)
            }
            Tree::AtLeast { k, of } => {
                let of = of.iter().map(|part| self.tree(part, atoms)).collect();
                self.parts.at_least_of(*k as u64, of)
            }
            Tree::Pivot { on, works, fails } => {
                let (on, decided) = atoms[on.0 as usize];
                let works = self.tree(works, atoms);
                let fails = self.tree(fails, atoms);
                let cases = self.parts.pivot(on, works, fails);
                self.parts.account().note_decided(cases.index(), decided);
                cases
            }
        }
    }

    /// Groups inside a part: what their elements share with each other and with the rest is
    /// decided first, and several thresholds of one group are classes of one count.
    pub fn counted_groups(&mut self, id: NodeId) -> Result<Option<PartId>, Trouble> {
        let mut groups: Vec<(NodeId, Group, BTreeSet<LeafId>)> = Vec::new();
        let mut inner: Vec<NodeId> = Vec::new();
        let mut pending = self.groups_in(id);
        let mut at = 0;
        while let Some((node, group)) = pending.get(at).cloned() {
            at += 1;
            let copies = self.copies(&group)?;
            if let Some(leaf) = copies.shared {
                let leaf = self.graph.leaf_node(leaf);
                return self.two_cases(id, leaf).map(Some);
            }
            for (node, nested) in copies.nested {
                if !inner.contains(&node) {
                    inner.push(node);
                    pending.push((node, nested));
                }
            }
            if !groups.iter().any(|(known, ..)| *known == node) {
                groups.push((node, group, copies.own));
            }
        }
        groups.sort_by_key(|(node, ..)| *node);
        let all: Vec<(NodeId, Group)> =
            groups.iter().map(|(node, group, _)| (*node, group.clone())).collect();
        for (at, (_, group, mine)) in groups.iter().enumerate() {
            for (_, other, theirs) in &groups[at + 1..] {
                let same = group.element == other.element && group.n == other.n;
                if same && group.k != other.k {
                    return self.classes(id, group, &all).map(Some);
                }
                if !same && theirs.iter().any(|leaf| mine.contains(leaf)) {
                    return Err(two_levels(other, group));
                }
            }
        }
        // Now nothing depends on what is counted inside elements but through this count.
        match inner.into_iter().min() {
            Some(node) => self.two_cases(id, node).map(Some),
            None => Ok(None),
        }
    }

    /// What one copy of a group's element consists of.
    fn copies(&self, group: &Group) -> Result<Copies, Trouble> {
        let mut copies = Copies { own: BTreeSet::new(), shared: None, nested: Vec::new() };
        let mut seen = HashSet::default();
        // With the groups that are entered on the way.
        let mut stack = vec![(group.element, Vec::<GroupIndex>::new())];
        while let Some((id, inside)) = stack.pop() {
            if !seen.insert((id, inside.clone())) {
                continue;
            }
            let counted_twice = |graph: &Graph| {
                inside.iter().any(|index| *index != group.index && graph.differs_by(id, *index))
            };
            match self.graph.node(id) {
                Node::Leaf(leaf) if self.graph.leaf(*leaf).groups.contains(&group.index) => {
                    copies.own.insert(*leaf);
                }
                Node::Leaf(_) if counted_twice(self.graph) => return Err(two_levels(group, group)),
                Node::Leaf(leaf) => {
                    copies.shared = Some(copies.shared.map_or(*leaf, |known| known.min(*leaf)));
                }
                Node::Group(nested) if !self.graph.differs_by(id, group.index) => {
                    if counted_twice(self.graph) {
                        return Err(two_levels(nested, group));
                    }
                    copies.nested.push((id, nested.clone()));
                }
                Node::Group(nested) => {
                    let mut inside = inside.clone();
                    inside.push(nested.index);
                    stack.push((nested.element, inside));
                }
                node => for_operands(node, |operand| {
                    if operand.index() > 1 {
                        stack.push((operand, inside.clone()));
                    }
                }),
            }
        }
        Ok(copies)
    }

    /// The groups below a node, those inside of their elements left out.
    fn groups_in(&self, id: NodeId) -> Vec<(NodeId, Group)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.graph.node(id) {
                Node::Group(group) => found.push((id, group.clone())),
                node => for_operands(node, |operand| stack.push(operand)),
            }
        }
        found.sort_by_key(|(id, _)| *id);
        found
    }

    /// Cases by how many of one group work.
    fn classes(
        &mut self,
        id: NodeId,
        group: &Group,
        groups: &[(NodeId, Group)],
    ) -> Result<PartId, Trouble> {
        let mut thresholds: Vec<(NodeId, Expr)> = groups
            .iter()
            .filter(|(_, other)| other.element == group.element && other.n == group.n)
            .map(|(node, other)| (*node, other.k.clone()))
            .collect();
        let known = thresholds.iter().all(|(_, k)| k.as_number().is_some() || *k == group.n);
        if !known || group.n.as_number().is_some() {
            return Err(Trouble::Refused(Box::new(
                Diagnostic::error(
                    code::GROUP_THRESHOLDS,
                    "one group is counted to several numbers whose order is not known",
                )
                .at(group.span, "counted here")
                .help("give the size, or how many must work, a value"),
            )));
        }
        thresholds.sort_by(|(_, a), (_, b)| match (a.as_number(), b.as_number()) {
            (Some(a), Some(b)) => a.cmp(b),
            // All of them is the most.
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        let mut cases = Vec::with_capacity(thresholds.len() + 1);
        for class in 0..=thresholds.len() {
            let fixed: HashMap<NodeId, bool> =
                thresholds.iter().enumerate().map(|(at, (node, _))| (*node, at < class)).collect();
            let rest = self.graph.restrict(id, &fixed);
            cases.push(self.part(rest)?);
        }
        let mut parts = Vec::with_capacity(thresholds.len());
        for (node, _) in thresholds {
            parts.push(self.part(node)?);
        }
        Ok(self.parts.classes(parts, cases))
    }

    /// A network over the parts that its elements are, if these are independent.
    fn independent_network(&mut self, net: &Net) -> Result<Option<OverParts>, Trouble> {
        let network = net.to_network();
        let elements: Vec<NodeId> = network.elements().copied().collect();
        if self.clusters(&elements).len() < elements.len() {
            return Ok(None);
        }
        let mut atoms = Vec::with_capacity(elements.len());
        for id in &elements {
            atoms.push(self.part(*id)?);
        }
        let mut place = 0..;
        let network = network.map(|_| place.next().unwrap_or(usize::MAX));
        Ok(Some((network, atoms)))
    }

    /// Leaves, groups and independent gates below a node, in the order of formulas.
    fn atoms(&mut self, root: NodeId) -> Vec<NodeId> {
        let independent = self.independent_gates(root);
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            let node = self.graph.node(id);
            let atom = matches!(node, Node::Leaf(_) | Node::Group(_));
            if atom || (id != root && independent.contains(&id)) {
                found.push(id);
                continue;
            }
            for_operands(node, |operand| {
                if operand.index() > 1 {
                    stack.push(operand);
                }
            });
        }
        self.sorted(found)
    }

    /// Gates below `root` that share nothing with the rest: every visit to anything below them
    /// happens while they are being visited for the first time.
    fn independent_gates(&self, root: NodeId) -> BTreeSet<NodeId> {
        #[derive(Clone, Copy)]
        struct Dates {
            first: u64,
            second: u64,
            last: u64,
        }
        let mut dates: HashMap<NodeId, Dates> = HashMap::default();
        let mut clock = 0u64;
        let mut stack = vec![(root, false)];
        let mut order = Vec::new();
        while let Some((id, leaving)) = stack.pop() {
            clock += 1;
            if leaving {
                if let Some(date) = dates.get_mut(&id) {
                    date.second = clock;
                    date.last = clock;
                }
                order.push(id);
                continue;
            }
            if let Some(date) = dates.get_mut(&id) {
                date.last = clock;
                continue;
            }
            dates.insert(id, Dates { first: clock, second: clock, last: clock });
            stack.push((id, true));
            if !matches!(self.graph.node(id), Node::Group(_)) {
                for_operands(self.graph.node(id), |operand| {
                    if operand.index() > 1 {
                        stack.push((operand, false));
                    }
                });
            }
        }
        // (earliest first visit, latest last visit) of what stands below.
        let mut below: HashMap<NodeId, (u64, u64)> = HashMap::default();
        let mut found = BTreeSet::new();
        for id in order {
            let mut span = (u64::MAX, 0);
            if !matches!(self.graph.node(id), Node::Group(_)) {
                for_operands(self.graph.node(id), |operand| {
                    if let (Some(date), Some((first, last))) =
                        (dates.get(&operand), below.get(&operand))
                    {
                        span.0 = span.0.min(date.first).min(*first);
                        span.1 = span.1.max(date.last).max(*last);
                    }
                });
            }
            below.insert(id, span);
            let date = dates[&id];
            if span.1 > 0 && date.first < span.0 && span.1 < date.second {
                found.insert(id);
            }
        }
        found
    }
}

/// A node as a formula; variable `v` is `atoms[v]`, and every leaf and group stands below an atom.
pub(crate) fn formula(
    graph: &Graph,
    root: NodeId,
    atoms: &[NodeId],
    formulas: &mut Formulas,
) -> FormulaId {
    let mut done: HashMap<NodeId, FormulaId> = HashMap::default();
    for (at, atom) in atoms.iter().enumerate() {
        let variable = Variable(u32::try_from(at).unwrap_or(u32::MAX));
        done.insert(*atom, formulas.variable(variable));
    }
    // Operands have smaller numbers than what they are operands of.
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        if done.contains_key(&id) || !seen.insert(id) {
            continue;
        }
        order.push(id);
        for_operands(graph.node(id), |operand| stack.push(operand));
    }
    order.sort_unstable();
    for id in order {
        let of = |ids: &[NodeId]| -> Vec<FormulaId> { ids.iter().map(|id| done[id]).collect() };
        let formula = match graph.node(id) {
            Node::False => formulas.constant(false),
            Node::True => formulas.constant(true),
            Node::Leaf(_) | Node::Group(_) => unreachable!("leaves and groups are atoms"),
            Node::Not(inner) => formulas.not(done[inner]),
            Node::And(all) => formulas.and(of(all)),
            Node::Or(any) => formulas.or(of(any)),
            Node::AtLeast(k, all) => {
                formulas.at_least(usize::try_from(*k).unwrap_or(usize::MAX), of(all))
            }
            Node::Network(net) => formulas.network(net.to_network().map(|id| done[id])),
        };
        done.insert(id, formula);
    }
    done[&root]
}
