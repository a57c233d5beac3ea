//! Slopes: how much the reliability changes with the chance of each part, all in one backward pass.
//!
//! The chances of all parts are computed once, from the leaves to the root. Then the slope of the
//! root, 1, is handed down: what a part has reaches its operands times what the others do. A part
//! that stands in several places gets the sum.
//!
//! With things told apart (`kofn_structure::reduce_apart`) the reliability is linear in the chance
//! of each leaf, and its slope is the Birnbaum importance `R(works) − R(fails)`.
//!
//! Griewank & Walther, *Evaluating Derivatives*, ch. 3 (reverse mode).

use crate::Trouble;
use crate::chance::{LeafChance, chances, count};
use crate::others::others;
use crate::state_sums::StateSums;
use kofn_algebra::{Chance, ExactRing, Integer, RealEnclosure, RealRing, Ring, Scaled};
use kofn_boolean::{Diagram, Limits, Link};
use kofn_structure::{Part, PartId, Parts};

/// A ring with differences: slopes are negative where working does harm.
pub trait Differences: StateSums {
    /// The difference of two elements.
    fn difference(&self, a: &Self::Element, b: &Self::Element) -> Self::Element;
}

impl Differences for ExactRing {
    fn difference(&self, a: &Scaled, b: &Scaled) -> Scaled {
        self.sub(a, b)
    }
}

impl Differences for RealRing {
    fn difference(&self, a: &RealEnclosure, b: &RealEnclosure) -> RealEnclosure {
        self.sub(a, b)
    }
}

/// Chances and slopes of the parts, by place. Parts that the root does not consist of have none.
pub struct Gradient<E> {
    /// The chances.
    pub chances: Vec<Option<Chance<E>>>,
    /// The slopes. Of alike copies that one part stands for, the slope of one of them.
    pub slopes: Vec<Option<E>>,
}

/// The chances of all parts, and the slope of the root's chance to work in each of them.
pub fn gradient<R: Differences>(
    ring: &R,
    parts: &Parts,
    root: PartId,
    limits: &Limits,
    leaf: LeafChance<'_, R::Element>,
) -> Result<Gradient<R::Element>, Trouble> {
    let chances = chances(ring, parts, root, limits, leaf)?;
    let mut pass = Backward { ring, chances: &chances, slopes: vec![None; parts.len()] };
    pass.credit(root, ring.one());
    for (at, part) in parts.iter().enumerate().take(root.index() + 1).rev() {
        if let Some(slope) = pass.slopes[at].clone() {
            pass.hand_down(part, &slope)?;
        }
    }
    let slopes = pass.slopes;
    Ok(Gradient { chances, slopes })
}

struct Backward<'r, R: Ring> {
    ring: &'r R,
    chances: &'r [Option<Chance<R::Element>>],
    slopes: Vec<Option<R::Element>>,
}

impl<R: Differences> Backward<'_, R> {
    fn of(&self, id: PartId) -> &Chance<R::Element> {
        match &self.chances[id.index()] {
            Some(chance) => chance,
            None => unreachable!("a part that the root consists of has a chance"),
        }
    }

    fn credit(&mut self, id: PartId, slope: R::Element) {
        let sum = &mut self.slopes[id.index()];
        *sum = Some(match sum {
            Some(sum) => self.ring.add(sum, &slope),
            None => slope,
        });
    }

    fn hand_down(&mut self, part: &Part, slope: &R::Element) -> Result<(), Trouble> {
        let ring = self.ring;
        match part {
            Part::Constant(_) | Part::Leaf { .. } => {}
            Part::Not(inner) => self.credit(*inner, ring.difference(&ring.zero(), slope)),
            Part::Series(all) => self.gate(all, slope, |chance| &chance.works)?,
            Part::Parallel(any) => self.gate(any, slope, |chance| &chance.fails)?,
            Part::AtLeast { k, n, of } => {
                let (k, n) = (count(k)?, count(n)?);
                let (Some(k), Some(n)) = (k.to_u64(), n.to_u64()) else {
                    let what = "elements to count".to_owned();
                    return Err(Trouble::Limit { what, limit: u64::MAX });
                };
                if k == 0 || k > n {
                    return Ok(());
                }
                // This one decides where exactly k − 1 of the other n − 1 work.
                let one = self.of(*of);
                let enough = ring.at_least_alike(k - 1, n - 1, one)?;
                let without = ring.at_least_alike(k, n - 1, one)?;
                let decides = ring.difference(&enough.works, &without.works);
                self.credit(*of, ring.mul(slope, &decides));
            }
            Part::AtLeastOf { k, of } => {
                let mut ids = Vec::new();
                let mut chances = Vec::new();
                for (id, times) in of {
                    for _ in 0..*times {
                        ids.push(*id);
                        chances.push(self.of(*id).clone());
                    }
                }
                let (k, n) = (usize::try_from(*k).unwrap_or(usize::MAX), ids.len());
                if k == 0 || k > n {
                    return Ok(());
                }
                // Exactly k − 1 of the others work: exactly n − k of them fail.
                let few = if k - 1 <= n - k {
                    others(ring, &chances, k - 1)?
                } else {
                    let fails: Vec<_> = chances.into_iter().map(Chance::complement).collect();
                    others(ring, &fails, n - k)?
                };
                for (id, (exactly, _)) in ids.into_iter().zip(few) {
                    self.credit(id, ring.mul(slope, &exactly));
                }
            }
            Part::Pivot { on, works, fails } => {
                let gain = ring.difference(&self.of(*works).works, &self.of(*fails).works);
                self.credit(*on, ring.mul(slope, &gain));
                let (up, down) = (self.of(*on).works.clone(), self.of(*on).fails.clone());
                self.credit(*works, ring.mul(slope, &up));
                self.credit(*fails, ring.mul(slope, &down));
            }
            Part::Diagram { diagram, atoms } => self.diagram(diagram, atoms, slope),
            Part::Family { .. }
            | Part::Classes { .. }
            | Part::Count { .. }
            | Part::Network { .. }
            | Part::Uncompiled { .. } => {
                return Err(Trouble::Undefined("its parts are not told apart".to_owned()));
            }
        }
        Ok(())
    }

    /// Each operand times what all the others do, with the products before and behind it.
    fn gate(
        &mut self,
        operands: &[(PartId, kofn_algebra::Expr)],
        slope: &R::Element,
        side: impl Fn(&Chance<R::Element>) -> &R::Element,
    ) -> Result<(), Trouble> {
        let ring = self.ring;
        let mut blocks = Vec::with_capacity(operands.len());
        for (id, exponent) in operands {
            blocks.push((side(self.of(*id)).clone(), count(exponent)?));
        }
        let mut behind = vec![ring.one()];
        for (one, copies) in blocks.iter().rev() {
            let last = behind.len() - 1;
            behind.push(ring.mul(&behind[last], &ring.power(one, copies)));
        }
        let mut before = slope.clone();
        for (at, (one, copies)) in blocks.iter().enumerate() {
            let rest = &behind[blocks.len() - 1 - at];
            let alike = ring.power(one, &(copies - &Integer::one()));
            let share = ring.mul(&ring.mul(&before, &alike), rest);
            self.credit(operands[at].0, share);
            before = ring.mul(&before, &ring.power(one, copies));
        }
        Ok(())
    }

    /// From the root of a diagram down: a vertex passes on with what chance it is reached.
    fn diagram(&mut self, diagram: &Diagram, atoms: &[PartId], slope: &R::Element) {
        let ring = self.ring;
        let (zero, one) = (ring.zero(), ring.one());
        let mut works: Vec<R::Element> = Vec::with_capacity(diagram.node_count());
        let value = |link: Link, works: &[R::Element]| match link {
            Link::False => zero.clone(),
            Link::True => one.clone(),
            Link::Node(at) => works[at as usize].clone(),
        };
        for node in diagram.nodes() {
            let atom = self.of(atoms[node.variable.0 as usize]);
            let up = ring.mul(&atom.works, &value(node.works, &works));
            let down = ring.mul(&atom.fails, &value(node.fails, &works));
            works.push(ring.add(&up, &down));
        }
        let mut reached: Vec<Option<R::Element>> = vec![None; works.len()];
        if let Link::Node(root) = diagram.root() {
            reached[root as usize] = Some(slope.clone());
        }
        for (at, node) in diagram.nodes().iter().enumerate().rev() {
            let Some(here) = reached[at].take() else { continue };
            let id = atoms[node.variable.0 as usize];
            let gain = ring.difference(&value(node.works, &works), &value(node.fails, &works));
            self.credit(id, ring.mul(&here, &gain));
            let atom = self.of(id);
            for (link, chance) in [(node.works, &atom.works), (node.fails, &atom.fails)] {
                if let Link::Node(next) = link {
                    let share = ring.mul(&here, chance);
                    let sum = &mut reached[next as usize];
                    *sum = Some(match sum {
                        Some(sum) => ring.add(sum, &share),
                        None => share,
                    });
                }
            }
        }
    }
}
