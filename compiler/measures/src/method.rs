//! How parts are computed, as data: for readers who ask why a number can be trusted, and what it
//! cost. Counters are of work, never of time, so they are the same on every machine.

use crate::Trouble;
use crate::chance::needed;
use kofn_algebra::Expr;
use kofn_boolean::{Extent, Limits, network_extent};
use kofn_structure::{Atom, Part, PartId, Parts};
use std::collections::BTreeSet;

/// How a part is computed. A thing, or a part by its first thing, is an `N`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method<N> {
    /// At least `k` of `n` alike ones: the tail of a binomial distribution.
    Binomial {
        /// How many must work.
        k: Expr,
        /// How many there are.
        n: Expr,
        /// The first of them.
        of: Option<N>,
    },
    /// At least `k` of unlike ones: the distribution of how many work, one after another.
    Count {
        /// How many must work.
        k: u64,
        /// How many there are.
        n: u64,
        /// The first of each kind.
        kinds: Vec<Option<N>>,
    },
    /// All of a family of open size, or any: a product over the index.
    Family {
        /// How many there are.
        n: Expr,
        /// The element.
        of: Option<N>,
        /// All of them, or any.
        all: bool,
    },
    /// Two cases, a part works or fails; as often as there are such distinctions.
    Cases {
        /// How often.
        times: u64,
        /// Those parts, each once; alike ones are one.
        on: Vec<N>,
    },
    /// Cases by how many of one group work, told apart by so many thresholds.
    Classes {
        /// Thresholds.
        thresholds: usize,
        /// The first of what is counted.
        of: Option<N>,
    },
    /// A decision diagram.
    Diagram {
        /// What is asked, in this order.
        order: Vec<N>,
        /// Its nodes.
        nodes: usize,
        /// Nodes made on the way, in all orders that were tried.
        made: u64,
        /// Orders that were tried.
        orders: usize,
        /// How often the order was changed by sifting while the diagram grew.
        improvements: u32,
        /// Whether it was written as a formula, which is computed with instead.
        written: bool,
        /// How many diagrams like this one were made, for other things.
        times: u64,
    },
    /// The frontier method on a network.
    Frontier {
        /// Vertices.
        vertices: usize,
        /// Edges.
        edges: usize,
        /// Vertices and edges that can fail.
        elements: usize,
        /// How far it went; `None` where a limit was reached.
        extent: Option<Extent>,
    },
    /// All that is put together by products: chances of parts that share nothing multiply.
    Products {
        /// Series connections.
        series: u64,
        /// Parallel connections.
        parallel: u64,
        /// Parts of which the complement is taken.
        complements: u64,
        /// Chances that are put in: things of one chance are one.
        chances: u64,
    },
}

/// How every part that `root` consists of is computed: what is put together stands behind what it
/// is made of.
pub fn methods(parts: &Parts, root: PartId, limits: &Limits) -> Vec<Method<Atom>> {
    let needed = needed(parts, root);
    let mut told = Vec::new();
    let (mut series, mut parallel, mut complements, mut chances) = (0, 0, 0, 0);
    let (mut cases, mut on) = (0, Vec::new());
    let mut seen = BTreeSet::new();
    let mut compiled = parts.compiled().iter().peekable();
    for (id, part) in parts.ids().zip(parts.iter()) {
        // Parts may be put together from what a diagram was written as, so diagrams are told in
        // the order in which they were made, whatever became of them.
        while let Some(diagram) = compiled.next_if(|diagram| diagram.place() <= id.index()) {
            told.push(Method::Diagram {
                order: diagram.order.clone(),
                nodes: diagram.nodes,
                made: diagram.effort.nodes,
                orders: diagram.effort.orders,
                improvements: diagram.effort.improvements,
                written: diagram.tree,
                times: diagram.times,
            });
        }
        if !needed[id.index()] {
            continue;
        }
        match part {
            Part::Constant(_) | Part::Diagram { .. } => {}
            Part::Leaf { .. } => chances += 1,
            Part::Not(_) => complements += 1,
            Part::Series(_) => series += 1,
            Part::Parallel(_) => parallel += 1,
            Part::AtLeast { k, n, of } => {
                told.push(Method::Binomial { k: k.clone(), n: n.clone(), of: parts.atom(*of) });
            }
            Part::AtLeastOf { k, of } => told.push(Method::Count {
                k: *k,
                n: of.iter().map(|(_, times)| *times).sum(),
                kinds: of.iter().map(|(part, _)| parts.atom(*part)).collect(),
            }),
            Part::Count { k, of } => {
                let mut kinds = BTreeSet::new();
                of.for_parts(&mut |part| {
                    kinds.insert(part);
                });
                let kinds = kinds.into_iter().map(|part| parts.atom(part)).collect();
                told.push(Method::Count { k: *k, n: of.operands(), kinds });
            }
            Part::Family { n, of, all, .. } => {
                told.push(Method::Family { n: n.clone(), of: parts.atom(*of), all: *all });
            }
            Part::Pivot { .. } => {
                cases += 1;
                on.extend(parts.decided(id).filter(|atom| seen.insert(*atom)));
            }
            Part::Classes { thresholds, .. } => told.push(Method::Classes {
                thresholds: thresholds.len(),
                of: thresholds.first().and_then(|part| parts.atom(*part)),
            }),
            Part::Uncompiled { .. } => {}
            Part::Network { network, atoms } => told.push(Method::Frontier {
                vertices: network.vertices().len(),
                edges: network.edges().len(),
                elements: atoms.len(),
                extent: network_extent(network, limits).ok(),
            }),
        }
    }
    if cases > 0 {
        told.push(Method::Cases { times: cases, on });
    }
    if series + parallel + complements > 0 || told.is_empty() {
        told.push(Method::Products { series, parallel, complements, chances });
    }
    told
}

impl<N> Method<N> {
    /// The same with other names and other numbers of elements.
    pub fn map<M>(
        self,
        mut name: impl FnMut(N) -> M,
        mut number: impl FnMut(Expr) -> Expr,
    ) -> Method<M> {
        match self {
            Method::Binomial { k, n, of } => {
                Method::Binomial { k: number(k), n: number(n), of: of.map(name) }
            }
            Method::Count { k, n, kinds } => {
                let kinds = kinds.into_iter().map(|kind| kind.map(&mut name)).collect();
                Method::Count { k, n, kinds }
            }
            Method::Family { n, of, all } => Method::Family { n: number(n), of: of.map(name), all },
            Method::Cases { times, on } => {
                Method::Cases { times, on: on.into_iter().map(name).collect() }
            }
            Method::Classes { thresholds, of } => Method::Classes { thresholds, of: of.map(name) },
            Method::Diagram { order, nodes, made, orders, improvements, written, times } => {
                let order = order.into_iter().map(name).collect();
                Method::Diagram { order, nodes, made, orders, improvements, written, times }
            }
            Method::Frontier { vertices, edges, elements, extent } => {
                Method::Frontier { vertices, edges, elements, extent }
            }
            Method::Products { series, parallel, complements, chances } => {
                Method::Products { series, parallel, complements, chances }
            }
        }
    }
}

/// In which numbers a value was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// In whole numbers over a common denominator; the value is exact.
    Exact,
    /// In enclosures on numbers of so many binary digits; the digits printed are certain.
    Enclosed {
        /// Binary digits.
        bits: u32,
        /// Why not exactly.
        why: NotExact,
    },
}

/// Why a value was not computed exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotExact {
    /// It is not rational.
    Irrational,
    /// Nobody wanted it to be.
    NotWanted,
    /// About so many digits are more than is computed without being demanded.
    TooLong {
        /// Digits of the denominator.
        digits: u64,
        /// Digits that are computed.
        most: u64,
    },
    /// The work, or a limit, was in the way.
    Stopped(Trouble),
}
