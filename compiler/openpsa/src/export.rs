//! A structure as a fault tree: the complement of when it works.

use crate::names::{Names, identifier};
use kofn_algebra::{Expr, Rational, certified_decimal, decimal};
use kofn_structure::{Graph, LeafId, Node, NodeId};
use rustc_hash::FxHashMap as HashMap;
use std::fmt::Write;
use std::rc::Rc;

mod paths;

/// Why a structure cannot be written, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

/// Digits of a probability that does not end. Readers keep floats of about 17 digits.
const DIGITS: usize = 20;

/// Digits of a probability that ends, at most.
const MOST_DIGITS: usize = 60;

/// Gates, at most: votes with weights and networks are written out.
const MOST_GATES: usize = 1_000_000;

/// The fault tree of a system: its top gate is named after the system, and occurs when the system
/// does not work.
///
/// Probabilities are written as decimals. They are exact where they end within 60 digits; who reads
/// them will most likely keep them as binary floating point, which is the format's own notion.
pub fn export(name: &str, graph: &Graph, root: NodeId) -> Result<String, Refused> {
    let mut names = Names::default();
    let top = names.near(&identifier(name));
    let mut writer = Writer {
        graph,
        names,
        leaves: HashMap::default(),
        ids: HashMap::default(),
        weights: HashMap::default(),
        gates: Vec::new(),
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n");
    let tree = writer.names.near(&format!("{top}_tree"));
    let _ = writeln!(out, "  <define-fault-tree name=\"{tree}\">");
    let mut events = String::new();
    for leaf in graph.leaves_of(root) {
        writer.event(leaf, &mut events)?;
    }
    writer.gates.push((top, Gate::Node(root)));
    let mut at = 0;
    while let Some((name, gate)) = writer.gates.get(at).cloned() {
        at += 1;
        if writer.gates.len() > MOST_GATES {
            return Err(Refused(format!("its fault tree has more than {MOST_GATES} gates")));
        }
        let formula = match gate {
            Gate::Node(node) => writer.node(node)?,
            Gate::Votes(node, from, need) => writer.votes(node, from, need),
            Gate::Path(elements) => writer.joined("or", &elements)?,
        };
        let _ = writeln!(out, "    <define-gate name=\"{name}\">");
        let _ = writeln!(out, "      {formula}");
        let _ = writeln!(out, "    </define-gate>");
    }
    out.push_str(&events);
    out.push_str("  </define-fault-tree>\n</opsa-mef>\n");
    Ok(out)
}

/// What a gate of the fault tree stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Gate {
    /// A node does not work.
    Node(NodeId),
    /// At least so many votes of a node's operands are lost, counted from one of its parts on.
    Votes(NodeId, usize, u64),
    /// One of these does not work.
    Path(Vec<NodeId>),
}

struct Writer<'g> {
    graph: &'g Graph,
    names: Names,
    leaves: HashMap<LeafId, String>,
    ids: HashMap<Gate, String>,
    /// Of votes that were met.
    weights: HashMap<NodeId, Rc<[(NodeId, u64)]>>,
    /// Those that are named, written in this order.
    gates: Vec<(String, Gate)>,
}

impl Writer<'_> {
    fn event(&mut self, leaf: LeafId, out: &mut String) -> Result<(), Refused> {
        let thing = self.graph.leaf(leaf);
        let name = self.names.near(&identifier(&thing.name));
        let label = if name == thing.name {
            String::new()
        } else {
            format!("\n      <label>{}</label>", escaped(&thing.name))
        };
        let value = failure(&thing.name, &thing.value)?;
        let _ = writeln!(out, "    <define-basic-event name=\"{name}\">{label}");
        let _ = writeln!(out, "      <float value=\"{value}\"/>");
        let _ = writeln!(out, "    </define-basic-event>");
        self.leaves.insert(leaf, name);
        Ok(())
    }

    /// A reference to the failure of a node.
    fn reference(&mut self, id: NodeId) -> String {
        match self.graph.node(id) {
            Node::Leaf(leaf) => {
                let name = self.leaves.get(leaf).map_or("", String::as_str);
                format!("<basic-event name=\"{name}\"/>")
            }
            Node::Not(inner) if matches!(self.graph.node(*inner), Node::Leaf(_)) => {
                format!("<not>{}</not>", self.reference(*inner))
            }
            Node::True => "<constant value=\"false\"/>".to_owned(),
            Node::False => "<constant value=\"true\"/>".to_owned(),
            _ => self.gate(Gate::Node(id)),
        }
    }

    fn gate(&mut self, gate: Gate) -> String {
        let name = match self.ids.get(&gate) {
            Some(name) => name.clone(),
            None => {
                let name = self.names.near(&format!("gate_{}", self.gates.len()));
                self.ids.insert(gate.clone(), name.clone());
                self.gates.push((name.clone(), gate));
                name
            }
        };
        format!("<gate name=\"{name}\"/>")
    }

    /// The failures of some nodes, joined. One stands for itself.
    fn joined(&mut self, word: &str, all: &[NodeId]) -> Result<String, Refused> {
        let all: Vec<String> = all.iter().map(|id| self.reference(*id)).collect();
        Ok(element(word, &all))
    }

    /// When a node does not work.
    fn node(&mut self, id: NodeId) -> Result<String, Refused> {
        match self.graph.node(id).clone() {
            Node::False | Node::True | Node::Leaf(_) => Ok(self.reference(id)),
            Node::Not(inner) => Ok(format!("<not>{}</not>", self.reference(inner))),
            Node::And(all) => self.joined("or", &all),
            Node::Or(any) => self.joined("and", &any),
            Node::AtLeast(k, of) => {
                let weights = self.weights(id, &of);
                // n − k + 1 votes lost are too many.
                let need = of.len() as u64 + 1 - k;
                if weights.len() < of.len() {
                    return Ok(self.votes(id, 0, need));
                }
                let all: Vec<String> = of.iter().map(|id| self.reference(*id)).collect();
                Ok(element(&format!("atleast min=\"{need}\""), &all))
            }
            Node::Group(group) => Err(Refused(format!(
                "it counts arrays whose size is open (`{}`), and a fault tree lists every event",
                match group.n.as_number() {
                    Some(number) => number.to_string(),
                    None => group
                        .n
                        .symbols()
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(", "),
                }
            ))),
            // A network fails when each of its ways does.
            Node::Network(net) => {
                let mut all = Vec::new();
                for ways in paths::ways(&net)? {
                    let each: Vec<String> = ways
                        .into_iter()
                        .map(|way| match way.as_slice() {
                            [] => self.reference(Graph::TRUE),
                            [only] => self.reference(*only),
                            _ => self.gate(Gate::Path(way)),
                        })
                        .collect();
                    all.push(if each.is_empty() {
                        self.reference(Graph::FALSE)
                    } else {
                        element("and", &each)
                    });
                }
                Ok(element("or", &all))
            }
        }
    }

    /// The operands of a vote, each with how often it counts.
    fn weights(&mut self, id: NodeId, of: &[NodeId]) -> Rc<[(NodeId, u64)]> {
        let weights = self.weights.entry(id).or_insert_with(|| {
            let mut weights: Vec<(NodeId, u64)> = Vec::new();
            for id in of {
                match weights.last_mut() {
                    Some((last, weight)) if last == id => *weight += 1,
                    _ => weights.push((*id, 1)),
                }
            }
            weights.into()
        });
        weights.clone()
    }

    /// At least `need` votes are lost, from one part on. The format counts each operand once, so
    /// votes with weights are decided part by part.
    fn votes(&mut self, id: NodeId, from: usize, need: u64) -> String {
        let weights = self.weights.get(&id).cloned().unwrap_or_default();
        if need == 0 {
            return self.reference(Graph::FALSE);
        }
        let Some((first, weight)) = weights.get(from) else { return self.reference(Graph::TRUE) };
        let left: u64 = weights[from + 1..].iter().map(|(_, weight)| weight).sum();
        if need > left + weight {
            return self.reference(Graph::TRUE);
        }
        let lost = self.reference(*first);
        let with = if need <= *weight {
            lost
        } else {
            let more = self.gate(Gate::Votes(id, from + 1, need - weight));
            element("and", &[lost, more])
        };
        if need > left {
            return with;
        }
        let without = self.gate(Gate::Votes(id, from + 1, need));
        element("or", &[with, without])
    }
}

/// An element with these inside; a gate needs two, and one stands for itself.
fn element(opening: &str, inside: &[String]) -> String {
    match inside {
        [only] => only.clone(),
        _ => {
            let word = opening.split(' ').next().unwrap_or(opening);
            format!("<{opening}>{}</{word}>", inside.concat())
        }
    }
}

/// The probability that a thing's own part fails.
fn failure(name: &str, value: &Expr) -> Result<String, Refused> {
    if let Some(number) = value.as_number() {
        return Ok(decimals(&number.complement()));
    }
    let open: Vec<String> = value.symbols().iter().map(ToString::to_string).collect();
    if !open.is_empty() {
        return Err(Refused(format!(
            "the probability of `{name}` is open: {} has no value",
            open.join(", ")
        )));
    }
    let failure = value.complement();
    certified_decimal(&failure, &|_| None, DIGITS)
        .map_err(|_| Refused(format!("the probability of `{name}` has no certain digits")))
}

fn decimals(number: &Rational) -> String {
    let long = decimal(number, MOST_DIGITS);
    let exact = long.parse::<Rational>().or_else(|_| Rational::parse_decimal(&long));
    if exact.is_ok_and(|read| read == *number) { long } else { decimal(number, DIGITS) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
