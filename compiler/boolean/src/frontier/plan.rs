//! The order of work on a network: what to examine when, and which vertices are then between.

use super::edge_order::edge_order;
use crate::limits::{LimitReached, Resource};
use crate::network::{Network, Question};
use crate::reduction;

/// One step on the frontier. Vertices on it are known by their slot.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// A working vertex joins the frontier.
    Enter {
        slot: usize,
        terminal: bool,
        /// Whether all terminals have entered now.
        complete: bool,
    },
    /// A working edge connects two slots, if their vertices work.
    Join {
        from: usize,
        to: usize,
        directed: bool,
        /// Whether all terminals have entered.
        complete: bool,
        /// The slots that edges may still leave, this one included, in a directed network.
        open_out: u64,
        /// The slots that edges may still enter, likewise.
        open_in: u64,
    },
    /// No further edge leaves the vertex; edges may still leave the slots in `open`.
    CloseOut { slot: usize, open: u64 },
    /// No further edge enters the vertex; edges may still enter the slots in `open`.
    CloseIn { slot: usize, open: u64 },
    /// No further edge touches the vertex, and its slot becomes vacant.
    Leave { slot: usize },
}

/// A decision on one element and what follows from it in any case.
#[derive(Clone, Debug)]
pub(crate) struct Step<'n, T> {
    pub(crate) element: &'n T,
    /// What happens if the element works; if it fails, nothing does.
    pub(crate) op: Op,
    /// Whether the network fails with the element.
    pub(crate) fatal: bool,
    pub(crate) after: Vec<Op>,
    /// The slots of whose vertices one edge is still to be examined then, in an undirected
    /// network.
    pub(crate) last: u128,
}

/// What a state must remember.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// Nothing: the outcome is certain.
    Constant(bool),
    /// Which slots are connected.
    Undirected { slots: usize },
    /// Which slots reach which. All `sources` must reach all `sinks`; these slots never have
    /// another vertex.
    Directed { slots: usize, sources: Vec<usize>, sinks: Vec<usize> },
}

/// The order of work on a network.
///
/// Invariant: every element of the network occurs exactly once, in `steps` or in `irrelevant`.
/// After the last step the outcome is certain.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'n, T> {
    shape: Shape,
    start: Vec<Op>,
    steps: Vec<Step<'n, T>>,
    irrelevant: Vec<&'n T>,
}

/// Slots of an undirected network: a label of seven bits for each.
const UNDIRECTED_SLOTS: usize = 127;
/// Slots of a directed network: a bit in a word for each.
const DIRECTED_SLOTS: usize = 64;

impl<'n, T> Plan<'n, T> {
    /// A plan whose frontier is as narrow as a few simple orders make it.
    pub(crate) fn new(network: &'n Network<T>) -> Result<Self, LimitReached> {
        let constant = |works| Self {
            shape: Shape::Constant(works),
            start: Vec::new(),
            steps: Vec::new(),
            irrelevant: network.elements().collect(),
        };
        let terminals = network.terminals();
        if terminals.is_empty() {
            return Ok(constant(true));
        }
        let Some(edges) = reduction::relevant_edges(network) else { return Ok(constant(false)) };
        let ends: Vec<_> = edges
            .iter()
            .map(|&edge| (network.edges()[edge].from, network.edges()[edge].to))
            .collect();
        let order = edge_order(network.vertices().len(), &ends, &terminals);
        let order: Vec<usize> = order.into_iter().map(|position| edges[position]).collect();
        Planner::new(network, &order, terminals).plan(&order)
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    /// What happens before the first decision.
    pub(crate) fn start(&self) -> &[Op] {
        &self.start
    }

    /// The decisions in their order.
    pub(crate) fn steps(&self) -> &[Step<'n, T>] {
        &self.steps
    }

    /// The elements on which nothing depends.
    pub(crate) fn irrelevant(&self) -> &[&'n T] {
        &self.irrelevant
    }
}

/// A plan in the making.
struct Planner<'n, T> {
    network: &'n Network<T>,
    terminals: Vec<usize>,
    is_terminal: Vec<bool>,
    terminals_to_enter: usize,
    directed: bool,
    /// For each vertex the examined edges still to come that may leave it, and that may enter it.
    leaving: Vec<usize>,
    entering: Vec<usize>,
    slot_of: Vec<Option<usize>>,
    vacant: Vec<usize>,
    slots: usize,
    /// Slots that edges may still leave, and enter; kept for directed networks.
    open_out: u64,
    open_in: u64,
    /// Slots of whose vertices one edge is left; kept for undirected networks.
    last: u128,
    start: Vec<Op>,
    steps: Vec<Step<'n, T>>,
}

impl<'n, T> Planner<'n, T> {
    fn new(network: &'n Network<T>, order: &[usize], terminals: Vec<usize>) -> Self {
        let vertices = network.vertices().len();
        let mut is_terminal = vec![false; vertices];
        for &terminal in &terminals {
            is_terminal[terminal] = true;
        }
        let mut leaving = vec![0; vertices];
        let mut entering = vec![0; vertices];
        for &edge in order {
            let edge = &network.edges()[edge];
            leaving[edge.from] += 1;
            entering[edge.to] += 1;
            if !edge.directed {
                leaving[edge.to] += 1;
                entering[edge.from] += 1;
            }
        }
        Self {
            network,
            terminals_to_enter: terminals.len(),
            terminals,
            is_terminal,
            directed: order.iter().any(|&edge| network.edges()[edge].directed),
            leaving,
            entering,
            slot_of: vec![None; vertices],
            vacant: Vec::new(),
            slots: 0,
            open_out: 0,
            open_in: 0,
            last: 0,
            start: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn plan(mut self, order: &[usize]) -> Result<Plan<'n, T>, LimitReached> {
        let mut examined = vec![false; self.network.edges().len()];
        for &index in order {
            examined[index] = true;
            let edge = &self.network.edges()[index];
            let from = self.enter(edge.from)?;
            let to = self.enter(edge.to)?;
            let complete = self.terminals_to_enter == 0;
            let (directed, open_out, open_in) = (edge.directed, self.open_out, self.open_in);
            let join = Op::Join { from, to, directed, complete, open_out, open_in };
            self.push(edge.element.as_ref(), join, false);
            self.leaving[edge.from] -= 1;
            self.entering[edge.to] -= 1;
            if !edge.directed {
                self.leaving[edge.to] -= 1;
                self.entering[edge.from] -= 1;
            }
            self.close(edge.from, from);
            self.close(edge.to, to);
        }
        if let &[only] = self.terminals.as_slice() {
            self.enter(only)?;
        }
        let elements = self.network.edges().iter().zip(&examined);
        let edges = elements.filter(|(_, examined)| !**examined);
        let vertices = self.network.vertices().iter().zip(&self.slot_of);
        let irrelevant = vertices
            .filter(|(_, slot)| slot.is_none())
            .filter_map(|(element, _)| element.as_ref())
            .chain(edges.filter_map(|(edge, _)| edge.element.as_ref()))
            .collect();
        let shape = if self.directed {
            let slots_of = |vertices: &[usize]| -> Vec<usize> {
                vertices.iter().filter_map(|&vertex| self.slot_of[vertex]).collect()
            };
            let (sources, sinks) = match self.network.question() {
                Question::Path { from, to } => (slots_of(&[*from]), slots_of(&[*to])),
                Question::Connected { .. } => {
                    (slots_of(&self.terminals), slots_of(&self.terminals))
                }
            };
            Shape::Directed { slots: self.slots, sources, sinks }
        } else {
            Shape::Undirected { slots: self.slots }
        };
        Ok(Plan { shape, start: self.start, steps: self.steps, irrelevant })
    }

    /// The slot of a vertex, which enters the frontier if this is its first edge.
    fn enter(&mut self, vertex: usize) -> Result<usize, LimitReached> {
        if let Some(slot) = self.slot_of[vertex] {
            return Ok(slot);
        }
        let terminal = self.is_terminal[vertex];
        let reused = if self.directed && terminal { None } else { self.vacant.pop() };
        let slot = match reused {
            Some(slot) => slot,
            None => {
                self.slots += 1;
                let limit = if self.directed { DIRECTED_SLOTS } else { UNDIRECTED_SLOTS };
                Resource::FrontierWidth.check(self.slots as u64, limit as u64)?;
                self.slots - 1
            }
        };
        self.slot_of[vertex] = Some(slot);
        self.note_remaining(vertex, slot);
        if terminal {
            self.terminals_to_enter -= 1;
        }
        if self.directed {
            self.open_out |= u64::from(self.leaving[vertex] > 0) << slot;
            self.open_in |= u64::from(self.entering[vertex] > 0) << slot;
        }
        let enter = Op::Enter { slot, terminal, complete: self.terminals_to_enter == 0 };
        self.push(self.network.vertices()[vertex].as_ref(), enter, terminal);
        Ok(slot)
    }

    /// Notes whether one edge is left of a vertex; an edge to come is counted in both ways.
    fn note_remaining(&mut self, vertex: usize, slot: usize) {
        if !self.directed {
            let one = self.leaving[vertex] == 1;
            self.last = self.last & !(1 << slot) | u128::from(one) << slot;
        }
    }

    /// Notes what can no longer happen to a vertex after one of its edges.
    fn close(&mut self, vertex: usize, slot: usize) {
        let (out, into) = (self.leaving[vertex] == 0, self.entering[vertex] == 0);
        self.note_remaining(vertex, slot);
        if self.directed {
            if out && self.open_out >> slot & 1 == 1 {
                self.open_out &= !(1 << slot);
                self.follow(Op::CloseOut { slot, open: self.open_out });
            }
            if into && self.open_in >> slot & 1 == 1 {
                self.open_in &= !(1 << slot);
                self.follow(Op::CloseIn { slot, open: self.open_in });
            }
        }
        // Of a terminal in a directed network it matters to the end what it reaches.
        if out && into && !(self.directed && self.is_terminal[vertex]) {
            self.vacant.push(slot);
            self.follow(Op::Leave { slot });
        }
    }

    /// An event if there is an element, something that happens in any case if not.
    fn push(&mut self, element: Option<&'n T>, op: Op, fatal: bool) {
        match element {
            Some(element) => {
                // What one step closed is open to the next only as far as edges are left.
                self.note_last();
                self.steps.push(Step { element, op, fatal, after: Vec::new(), last: 0 });
            }
            None => self.follow(op),
        }
    }

    /// Notes for the last step of which vertices one edge is left.
    fn note_last(&mut self) {
        if let Some(step) = self.steps.last_mut() {
            step.last = self.last;
        }
    }

    fn follow(&mut self, op: Op) {
        match self.steps.last_mut() {
            Some(step) => step.after.push(op),
            None => self.start.push(op),
        }
    }
}
