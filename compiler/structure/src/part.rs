//! Independent parts: a structure's success without any sharing left, but where it is truly
//! needed.
//!
//! Whatever stands side by side in a part shares nothing, so probabilities multiply. Parts of
//! equal shape and equal chances are one part, however many different things they describe: a
//! thousand alike racks are computed once.

use crate::account::{Account, Atom, Compiled};
use crate::tally::Tally;
use crate::uncompiled::Uncompiled;
use kofn_algebra::{Expr, Symbol};
use kofn_boolean::{Diagram, Network};
use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

/// A part of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(u32);

impl PartId {
    /// The place among the parts; what a part consists of stands before it.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a part works.
#[derive(Clone, Debug)]
pub enum Part {
    /// Always, or never.
    Constant(bool),
    /// With this probability: as formulas show it, and with values for parameters that have one.
    Leaf {
        /// As formulas show it.
        shown: Expr,
        /// As it is computed.
        value: Expr,
    },
    /// When the other fails.
    Not(PartId),
    /// When all work, each taken as often as its exponent says.
    Series(Vec<(PartId, Expr)>),
    /// When any works, each taken as often as its exponent says.
    Parallel(Vec<(PartId, Expr)>),
    /// When at least `k` of `n` alike ones work.
    AtLeast {
        /// How many must work.
        k: Expr,
        /// How many there are.
        n: Expr,
        /// Each of them.
        of: PartId,
    },
    /// When at least `k` of unlike ones work, each listed with how often it is there.
    AtLeastOf {
        /// How many must work.
        k: u64,
        /// What is counted.
        of: Vec<(PartId, u64)>,
    },
    /// When at least `k` of operands work that share things in clusters.
    Count {
        /// How many must work.
        k: u64,
        /// What is counted.
        of: Rc<Tally>,
    },
    /// When all elements of a family `1..n` work, or any; the chance depends on the index.
    Family {
        /// The index.
        index: Symbol,
        /// How many there are.
        n: Expr,
        /// The element.
        of: PartId,
        /// All of them, or any.
        all: bool,
    },
    /// Two cases: whether `on` works.
    Pivot {
        /// What is decided.
        on: PartId,
        /// The rest, where it works.
        works: PartId,
        /// The rest, where it fails.
        fails: PartId,
    },
    /// Cases by how many of one group work: thresholds from the least on, and the rest for each
    /// class, from "fewer than the least" on.
    Classes {
        /// At least so many work.
        thresholds: Vec<PartId>,
        /// One more than thresholds.
        cases: Vec<PartId>,
    },
    /// A decision diagram whose variables are independent parts.
    Diagram {
        /// The diagram.
        diagram: Rc<Diagram>,
        /// Variable `v` is the part `atoms[v]`.
        atoms: Vec<PartId>,
    },
    /// A network whose elements are independent parts.
    Network {
        /// Elements are places in `atoms`.
        network: Rc<Network<usize>>,
        /// The parts.
        atoms: Vec<PartId>,
    },
    /// A formula over independent parts whose diagram would have been too large.
    Uncompiled {
        /// The formula.
        formula: Rc<Uncompiled>,
        /// Variable `v` is the part `atoms[v]`.
        atoms: Vec<PartId>,
    },
}

/// The parts of a structure. Invariant: a part consists of parts before it, and equal parts are
/// one, counts, diagrams and networks apart.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    all: Vec<Part>,
    ids: HashMap<Key, PartId>,
    account: Account,
}

/// What makes parts equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Constant(bool),
    Leaf(Expr, Expr),
    Not(PartId),
    Series(Vec<(PartId, Expr)>),
    Parallel(Vec<(PartId, Expr)>),
    AtLeast(Expr, Expr, PartId),
    AtLeastOf(u64, Vec<(PartId, u64)>),
    Family(Symbol, Expr, PartId, bool),
    Pivot(PartId, PartId, PartId),
    Classes(Vec<PartId>, Vec<PartId>),
}

impl Parts {
    /// The part with this id.
    pub fn part(&self, id: PartId) -> &Part {
        &self.all[id.index()]
    }

    /// All parts, what they consist of first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Part> + ExactSizeIterator {
        self.all.iter()
    }

    /// The ids of all parts, in the same order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = PartId> + ExactSizeIterator + use<> {
        (0..u32::try_from(self.all.len()).unwrap_or(u32::MAX)).map(PartId)
    }

    /// The number of parts.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are no parts.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The thing that a part is, or the first of those it consists of; of equal parts, of the first.
    pub fn atom(&self, id: PartId) -> Option<Atom> {
        self.account.atom(id.index())
    }

    /// What is decided by a part of two cases.
    pub fn decided(&self, id: PartId) -> Option<Atom> {
        self.account.decided(id.index())
    }

    /// The decision diagrams that were made on the way to these parts.
    pub fn compiled(&self) -> &[Compiled] {
        self.account.compiled()
    }

    pub(crate) fn account(&mut self) -> &mut Account {
        &mut self.account
    }

    fn add(&mut self, part: Part) -> PartId {
        let key = key(&part);
        if let Some(key) = &key
            && let Some(id) = self.ids.get(key)
        {
            return *id;
        }
        let id = PartId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(part);
        if let Some(key) = key {
            self.ids.insert(key, id);
        }
        id
    }

    /// Always, or never.
    pub fn constant(&mut self, works: bool) -> PartId {
        self.add(Part::Constant(works))
    }

    /// A thing's own part.
    pub fn leaf(&mut self, shown: Expr, value: Expr) -> PartId {
        self.add(Part::Leaf { shown, value })
    }

    /// When the other fails.
    pub fn not(&mut self, id: PartId) -> PartId {
        match self.part(id) {
            Part::Constant(works) => {
                let works = !works;
                self.constant(works)
            }
            Part::Not(inner) => *inner,
            _ => self.add(Part::Not(id)),
        }
    }

    /// When all work.
    pub fn series(&mut self, all: Vec<(PartId, Expr)>) -> PartId {
        self.gathered(all, true)
    }

    /// When any works.
    pub fn parallel(&mut self, any: Vec<(PartId, Expr)>) -> PartId {
        self.gathered(any, false)
    }

    /// Flattens, gathers equal parts into exponents and drops what changes nothing.
    fn gathered(&mut self, parts: Vec<(PartId, Expr)>, series: bool) -> PartId {
        let mut flat: Vec<(PartId, Expr)> = Vec::with_capacity(parts.len());
        let mut places: HashMap<PartId, usize> = HashMap::default();
        let mut pending: Vec<(PartId, Expr)> = parts.into_iter().rev().collect();
        while let Some((id, exponent)) = pending.pop() {
            match (self.part(id), series) {
                (Part::Constant(works), _) if *works == series => continue,
                (Part::Constant(works), _) => {
                    let works = *works;
                    return self.constant(works);
                }
                (Part::Series(inner), true) | (Part::Parallel(inner), false) => {
                    let inner = inner
                        .iter()
                        .rev()
                        .map(|(part, e)| (*part, Expr::product([e.clone(), exponent.clone()])));
                    pending.extend(inner);
                    continue;
                }
                _ => {}
            }
            match places.get(&id) {
                Some(at) => {
                    let before = flat[*at].1.clone();
                    // `n + 1`, as people write it: the number last.
                    let sum = if before.as_number().is_some() {
                        [exponent, before]
                    } else {
                        [before, exponent]
                    };
                    flat[*at].1 = Expr::sum(sum);
                }
                None => {
                    places.insert(id, flat.len());
                    flat.push((id, exponent));
                }
            }
        }
        match flat.as_slice() {
            [] => self.constant(series),
            [(only, exponent)] if exponent.is_one() => *only,
            _ if series => self.add(Part::Series(flat)),
            _ => self.add(Part::Parallel(flat)),
        }
    }

    /// When at least `k` of `n` alike ones work.
    pub fn at_least(&mut self, k: Expr, n: Expr, of: PartId) -> PartId {
        if k.is_one() {
            return self.parallel(vec![(of, n)]);
        }
        if k == n {
            return self.series(vec![(of, n)]);
        }
        if let Part::Constant(works) = self.part(of) {
            let works = *works;
            if k.as_number().is_some() && n.as_number().is_some() {
                return self.constant(works);
            }
        }
        self.add(Part::AtLeast { k, n, of })
    }

    /// When at least `k` of these work.
    pub fn at_least_of(&mut self, k: u64, all: Vec<PartId>) -> PartId {
        let mut of: Vec<(PartId, u64)> = Vec::new();
        let mut places: HashMap<PartId, usize> = HashMap::default();
        for id in all {
            match places.get(&id) {
                Some(at) => of[*at].1 += 1,
                None => {
                    places.insert(id, of.len());
                    of.push((id, 1));
                }
            }
        }
        if let [(only, n)] = of.as_slice() {
            let (only, n) = (*only, *n);
            return self.at_least(number(k), number(n), only);
        }
        self.add(Part::AtLeastOf { k, of })
    }

    /// When at least `k` of what is tallied work.
    pub fn count(&mut self, k: u64, of: Tally) -> PartId {
        self.add(Part::Count { k, of: Rc::new(of) })
    }

    /// All or any of a family.
    pub fn family(&mut self, index: Symbol, n: Expr, of: PartId, all: bool) -> PartId {
        self.add(Part::Family { index, n, of, all })
    }

    /// Two cases.
    pub fn pivot(&mut self, on: PartId, works: PartId, fails: PartId) -> PartId {
        if works == fails {
            return works;
        }
        match (self.part(on), self.part(works), self.part(fails)) {
            (Part::Constant(true), ..) => works,
            (Part::Constant(false), ..) => fails,
            (_, Part::Constant(true), Part::Constant(false)) => on,
            (_, _, Part::Constant(false)) => {
                self.series(vec![(on, Expr::one()), (works, Expr::one())])
            }
            (_, Part::Constant(true), _) => {
                self.parallel(vec![(on, Expr::one()), (fails, Expr::one())])
            }
            _ => self.add(Part::Pivot { on, works, fails }),
        }
    }

    /// Cases by how many of one group work.
    pub fn classes(&mut self, thresholds: Vec<PartId>, cases: Vec<PartId>) -> PartId {
        self.add(Part::Classes { thresholds, cases })
    }

    /// A decision diagram over independent parts.
    pub fn diagram(&mut self, diagram: Diagram, atoms: Vec<PartId>) -> PartId {
        self.add(Part::Diagram { diagram: Rc::new(diagram), atoms })
    }

    /// A formula over independent parts that has no diagram.
    pub(crate) fn uncompiled(&mut self, formula: Uncompiled, atoms: Vec<PartId>) -> PartId {
        self.add(Part::Uncompiled { formula: Rc::new(formula), atoms })
    }

    /// A network of independent parts.
    pub fn network(&mut self, network: Network<usize>, atoms: Vec<PartId>) -> PartId {
        self.add(Part::Network { network: Rc::new(network), atoms })
    }
}

pub(crate) fn number(count: u64) -> Expr {
    Expr::number(kofn_algebra::Integer::from(count))
}

fn key(part: &Part) -> Option<Key> {
    Some(match part {
        Part::Constant(works) => Key::Constant(*works),
        Part::Leaf { shown, value } => Key::Leaf(shown.clone(), value.clone()),
        Part::Not(inner) => Key::Not(*inner),
        Part::Series(all) => Key::Series(all.clone()),
        Part::Parallel(any) => Key::Parallel(any.clone()),
        Part::AtLeast { k, n, of } => Key::AtLeast(k.clone(), n.clone(), *of),
        Part::AtLeastOf { k, of } => Key::AtLeastOf(*k, of.clone()),
        Part::Family { index, n, of, all } => Key::Family(index.clone(), n.clone(), *of, *all),
        Part::Pivot { on, works, fails } => Key::Pivot(*on, *works, *fails),
        Part::Classes { thresholds, cases } => Key::Classes(thresholds.clone(), cases.clone()),
        Part::Count { .. }
        | Part::Diagram { .. }
        | Part::Network { .. }
        | Part::Uncompiled { .. } => return None,
    })
}
