//! The exact chance that a decision diagram is true.
//!
//! Level by level from the constants up: a node's value is a whole number over the product of the
//! totals of its level and all below. A row is dropped as soon as nothing above asks for it.

use crate::Trouble;
use kofn_algebra::limbs::{add_product, trimmed};
use kofn_algebra::{Chance, ExactRing, Scaled, Weights};
use kofn_boolean::{Diagram, Link, Node};

/// The chance that the diagram is true, its variable `v` being true with the chance `atoms[v]`.
pub(crate) fn over_diagram(
    ring: &ExactRing,
    diagram: &Diagram,
    atoms: &[Chance<Scaled>],
) -> Result<Chance<Scaled>, Trouble> {
    let Link::Node(root) = diagram.root() else {
        return Ok(match diagram.root() {
            Link::True => Chance::certain(ring),
            _ => Chance::impossible(ring),
        });
    };
    let levels: Vec<Weights> = diagram
        .order()
        .iter()
        .map(|variable| ring.weights(&atoms[variable.0 as usize]))
        .collect::<Result<_, _>>()?;
    let mut sweep = Sweep::new(ring, diagram, &levels)?;
    sweep.run(ring)?;
    let works = sweep.rows[root as usize].take().unwrap_or_default();
    Ok(ring.chance_of_weights(&works, &levels)?)
}

struct Sweep<'d> {
    nodes: &'d [Node],
    levels: &'d [Weights],
    level_of: Vec<u32>,
    /// The nodes of each level.
    members: Vec<Vec<u32>>,
    /// The products of the totals from each level down; the last is 1.
    below: Vec<Vec<u64>>,
    /// The value of a node, while it is needed, and how many branches will still ask for it.
    rows: Vec<Option<Box<[u64]>>>,
    asked: Vec<u32>,
}

impl<'d> Sweep<'d> {
    fn new(ring: &ExactRing, diagram: &'d Diagram, levels: &'d [Weights]) -> Result<Self, Trouble> {
        let nodes = diagram.nodes();
        let level_of = diagram.levels_of_nodes();
        let mut members = vec![Vec::new(); levels.len()];
        let mut asked = vec![0; nodes.len()];
        for (number, node) in nodes.iter().enumerate() {
            members[level_of[number] as usize].push(number as u32);
            for link in [node.works, node.fails] {
                if let Link::Node(child) = link {
                    asked[child as usize] += 1;
                }
            }
        }
        let mut below = vec![vec![1]];
        for level in levels.iter().rev() {
            let last = &below[below.len() - 1];
            ring.check_limbs((last.len() + level.total.len()) as u64)?;
            ring.spend_on_rows((last.len() * level.total.len()) as u64)?;
            below.push(product(last, &level.total));
        }
        below.reverse();
        // Two products for each node, at least, by one limb each.
        let length = |number: usize| below[level_of[number] as usize].len() as u64;
        ring.spend_on_rows((0..nodes.len()).map(|number| 2 * length(number)).sum())?;
        Ok(Self { nodes, levels, level_of, members, below, rows: vec![None; nodes.len()], asked })
    }

    fn run(&mut self, ring: &ExactRing) -> Result<(), Trouble> {
        for level in (0..self.levels.len()).rev() {
            // The products of the totals of the levels that a branch skips, by how many.
            let mut skipped = vec![vec![1]];
            for number in std::mem::take(&mut self.members[level]) {
                let node = self.nodes[number as usize];
                let mut row = vec![0; self.below[level].len()].into_boxed_slice();
                let weights = &self.levels[level];
                for (link, weight) in [(node.works, &weights.works), (node.fails, &weights.fails)] {
                    match link {
                        Link::False => {}
                        Link::True => add_product(&mut row, &self.below[level + 1], weight),
                        Link::Node(child) => {
                            let skips = self.level_of[child as usize] as usize - level - 1;
                            while skipped.len() <= skips {
                                let next = &self.levels[level + skipped.len()].total;
                                skipped.push(product(&skipped[skipped.len() - 1], next));
                            }
                            self.add(ring, &mut row, child, &skipped[skips], weight)?;
                        }
                    }
                }
                self.rows[number as usize] = Some(row);
            }
        }
        Ok(())
    }

    /// Adds a child's value, brought to the denominator of the level below the parent's, times
    /// the weight of the branch.
    fn add(
        &mut self,
        ring: &ExactRing,
        sum: &mut [u64],
        child: u32,
        skipped: &[u64],
        weight: &[u64],
    ) -> Result<(), Trouble> {
        let child = child as usize;
        self.asked[child] -= 1;
        let taken = if self.asked[child] == 0 { self.rows[child].take() } else { None };
        let value = taken.as_deref().or(self.rows[child].as_deref()).unwrap_or_default();
        let value = trimmed(value);
        if let [1] = skipped {
            add_product(sum, value, weight);
        } else {
            let factor = product(skipped, weight);
            if factor.len() > 1 {
                ring.spend_on_rows((value.len() * (factor.len() - 1)) as u64)?;
            }
            add_product(sum, value, &factor);
        }
        Ok(())
    }
}

fn product(row: &[u64], factor: &[u64]) -> Vec<u64> {
    let mut product = vec![0; row.len() + factor.len()];
    add_product(&mut product, row, factor);
    let length = trimmed(&product).len();
    product.truncate(length);
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use kofn_algebra::{Rational, pivot};
    use kofn_boolean::{FormulaId, Formulas, Limits, Variable, compile};

    #[test]
    fn rows_agree_with_the_sweep_in_fractions() {
        let mut seed = 3u64;
        let mut below = |bound: u64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) % bound
        };
        for _ in 0..40 {
            let mut formulas = Formulas::new();
            let mut known: Vec<FormulaId> =
                (0..14).map(|number| formulas.variable(Variable(number))).collect();
            for _ in 0..14 {
                let of = (0..3).map(|_| known[below(known.len() as u64) as usize]).collect();
                let new = match below(4) {
                    0 => formulas.and(of),
                    1 => formulas.or(of),
                    2 => formulas.at_least(2, of),
                    _ => formulas.not(of[0]),
                };
                known.push(new);
            }
            let root = known[known.len() - 1];
            let diagram = compile(&formulas, root, &Limits::default()).expect("within limits");
            // Short and long denominators, sure and impossible things.
            let chances: Vec<Rational> = (0..14)
                .map(|_| {
                    let denominator = [1, 2, 1000, 97, u64::MAX - 58][below(5) as usize];
                    let numerator = below(denominator.min(1 << 31) + 1);
                    Rational::new(numerator.into(), denominator.into()).expect("not over 0")
                })
                .collect();
            let ring = ExactRing::for_probabilities(chances.iter());
            let atoms: Vec<_> =
                chances.iter().map(|chance| ring.chance(chance).expect("in the ring")).collect();
            let (impossible, certain) = (Chance::impossible(&ring), Chance::certain(&ring));
            let plain = diagram.fold(impossible, certain, |variable, works, fails| {
                pivot(&ring, &atoms[variable.0 as usize], works, fails)
            });
            let rows = over_diagram(&ring, &diagram, &atoms).expect("within limits");
            let value = |scaled| ring.value(scaled).expect("within limits");
            assert_eq!(value(&rows.works), value(&plain.works));
            assert_eq!(value(&rows.fails), value(&plain.fails));
        }
    }
}
