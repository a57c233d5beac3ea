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
    Ok(ring.chance_of_weights(sweep.row(root), &levels)?)
}

struct Sweep<'d> {
    nodes: &'d [Node],
    levels: &'d [Weights],
    level_of: Vec<u32>,
    /// The nodes of each level.
    members: Vec<Vec<u32>>,
    /// The products of the totals from each level down; the last is 1.
    below: Vec<Vec<u64>>,
    /// For each node, how many branches will still ask for its value, and in which row that is.
    asked: Vec<u32>,
    place: Vec<u32>,
    rows: Vec<Vec<u64>>,
    /// The rows that are not needed any more, to be filled anew.
    spare: Vec<u32>,
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
        let place = vec![0; nodes.len()];
        let (rows, spare) = (Vec::new(), Vec::new());
        Ok(Self { nodes, levels, level_of, members, below, asked, place, rows, spare })
    }

    fn run(&mut self, ring: &ExactRing) -> Result<(), Trouble> {
        for level in (0..self.levels.len()).rev() {
            let weights = &self.levels[level];
            let mut factors = vec![Factors::new(vec![1], weights)];
            for number in std::mem::take(&mut self.members[level]) {
                let node = self.nodes[number as usize];
                let place = self.spare.pop().unwrap_or_else(|| {
                    self.rows.push(Vec::new());
                    self.rows.len() as u32 - 1
                });
                // Out of its place, since the rows of the branches are read meanwhile.
                let mut row = std::mem::take(&mut self.rows[place as usize]);
                row.clear();
                row.resize(self.below[level].len(), 0);
                for (branch, link) in [node.works, node.fails].into_iter().enumerate() {
                    match link {
                        Link::False => {}
                        Link::True => {
                            let weight = &factors[0].branches[branch];
                            add_product(&mut row, &self.below[level + 1], weight);
                        }
                        Link::Node(child) => {
                            let skips = self.level_of[child as usize] as usize - level - 1;
                            while factors.len() <= skips {
                                let next = &self.levels[level + factors.len()].total;
                                let skipped = product(&factors[factors.len() - 1].skipped, next);
                                factors.push(Factors::new(skipped, weights));
                            }
                            self.add(ring, &mut row, child, &factors[skips].branches[branch])?;
                        }
                    }
                }
                self.rows[place as usize] = row;
                self.place[number as usize] = place;
            }
        }
        Ok(())
    }

    /// Adds a child's value times a factor; a value that was asked for by all is given up.
    fn add(
        &mut self,
        ring: &ExactRing,
        sum: &mut [u64],
        child: u32,
        factor: &[u64],
    ) -> Result<(), Trouble> {
        let value = trimmed(self.row(child));
        if factor.len() > 1 {
            ring.spend_on_rows((value.len() * (factor.len() - 1)) as u64)?;
        }
        add_product(sum, value, factor);
        let asked = &mut self.asked[child as usize];
        *asked -= 1;
        if *asked == 0 {
            self.spare.push(self.place[child as usize]);
        }
        Ok(())
    }

    fn row(&self, node: u32) -> &[u64] {
        &self.rows[self.place[node as usize] as usize]
    }
}

/// What brings the value of a node, seen by a branch that skips levels, to the denominator of the
/// level of its parent, and weighs the branch.
struct Factors {
    /// The product of the totals of the levels that are skipped.
    skipped: Vec<u64>,
    /// The same times the weight of the branch: works, fails.
    branches: [Vec<u64>; 2],
}

impl Factors {
    fn new(skipped: Vec<u64>, weights: &Weights) -> Self {
        let branches = [&weights.works, &weights.fails].map(|of| product(&skipped, of));
        Self { skipped, branches }
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
