//! Diagrams cut to a size, where being wrong matters least.
//!
//! Where a diagram is cut, its function becomes constant: false throughout, and it implies what it
//! was; true throughout, and it is implied. All gates but `not` are monotone, so a formula made
//! from cut functions stays on the same side of the true one (`bounding`). How likely things are
//! is only a guide to where to cut.

use crate::bdd::{Bdd, Ref};
use crate::formula::{FormulaId, Variable};
use crate::limits::{LimitReached, Limits};

/// On which side of a function another one lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It is false wherever the function is.
    Below,
    /// It is true wherever the function is.
    Above,
}

/// About how likely something is true, and false: a guide to what matters, never a result.
#[derive(Clone, Copy, Debug)]
pub struct Likelihood {
    /// From 0 to 1.
    pub works: f64,
    /// From 0 to 1.
    pub fails: f64,
}

impl Likelihood {
    pub(crate) fn certainly(works: bool) -> Self {
        match works {
            true => Self { works: 1.0, fails: 0.0 },
            false => Self { works: 0.0, fails: 1.0 },
        }
    }

    pub(crate) fn opposite(self) -> Self {
        Self { works: self.fails, fails: self.works }
    }
}

/// Where functions are cut.
pub(crate) struct Cutting<'c> {
    pub(crate) side: Side,
    /// By the numbers of the variables.
    pub(crate) likelihoods: &'c [Likelihood],
    /// How much the chance of a formula bears on that of the whole, by the index of its id.
    pub(crate) influences: &'c [f64],
}

impl Cutting<'_> {
    pub(crate) fn influence(&self, formula: FormulaId) -> f64 {
        self.influences[formula.index()]
    }

    /// The functions, each with its influence, with at most so many nodes in all, each on this side
    /// of what it was. `order` names the variable of each level.
    ///
    /// Of each node it is known how likely functions get there, and how likely the constant is
    /// wrong from there on; those go whose product is least.
    pub(crate) fn cut(
        &self,
        bdd: &Bdd,
        functions: &[(Ref, f64)],
        order: &[Variable],
        most: usize,
        limits: &Limits,
    ) -> Result<(Bdd, Vec<Ref>), LimitReached> {
        let levels: Vec<Likelihood> =
            order.iter().map(|variable| self.likelihoods[variable.0 as usize]).collect();
        let nodes = functions.iter().map(|(root, _)| root.index() + 1).max().unwrap_or(0).max(2);
        let wrong = self.chances_to_be_wrong(bdd, nodes, &levels);
        let reached = chances_to_be_reached(bdd, functions, nodes, &levels);
        let losses: Vec<f64> = reached.iter().zip(&wrong).map(|(r, w)| r * w).collect();
        let least = least_kept(&losses[2..], most);
        let mut made = Bdd::new(limits);
        let constant = match self.side {
            Side::Below => Ref::FALSE,
            Side::Above => Ref::TRUE,
        };
        let mut map = vec![constant; nodes];
        map[0] = Ref::FALSE;
        map[1] = Ref::TRUE;
        for index in (2..nodes).filter(|&index| losses[index] > 0.0 && losses[index] >= least) {
            let node = bdd.node(Ref::of_index(index));
            let (works, fails) = (map[node.works.index()], map[node.fails.index()]);
            map[index] = made.make(node.level, works, fails)?;
        }
        Ok((made, functions.iter().map(|(root, _)| map[root.index()]).collect()))
    }

    /// For each node the chance that this side's constant is wrong.
    fn chances_to_be_wrong(&self, bdd: &Bdd, nodes: usize, levels: &[Likelihood]) -> Vec<f64> {
        let mut wrong = vec![0.0; nodes];
        wrong[usize::from(self.side == Side::Below)] = 1.0;
        for index in 2..nodes {
            let node = bdd.node(Ref::of_index(index));
            let level = levels[node.level as usize];
            wrong[index] =
                level.works * wrong[node.works.index()] + level.fails * wrong[node.fails.index()];
        }
        wrong
    }
}

/// For each node the chance that a function gets there, times its influence, summed over all.
fn chances_to_be_reached(
    bdd: &Bdd,
    functions: &[(Ref, f64)],
    nodes: usize,
    levels: &[Likelihood],
) -> Vec<f64> {
    let mut reached = vec![0.0; nodes];
    for (root, influence) in functions {
        reached[root.index()] += influence;
    }
    for index in (2..nodes).rev() {
        let node = bdd.node(Ref::of_index(index));
        let level = levels[node.level as usize];
        let here: f64 = reached[index];
        reached[node.works.index()] += here * level.works;
        reached[node.fails.index()] += here * level.fails;
    }
    reached
}

/// What a node must cost at least to be one of the `most` that are kept.
fn least_kept(losses: &[f64], most: usize) -> f64 {
    let mut losses: Vec<f64> = losses.iter().copied().filter(|loss| *loss > 0.0).collect();
    match losses.len().checked_sub(most) {
        Some(dropped) if dropped > 0 && dropped < losses.len() => {
            // Those that cost the same are all kept or all dropped: dropped, not to be too many.
            let (_, least, above) = losses.select_nth_unstable_by(dropped - 1, f64::total_cmp);
            let least = *least;
            above.iter().copied().filter(|loss| *loss > least).fold(f64::INFINITY, f64::min)
        }
        Some(dropped) if dropped > 0 => f64::INFINITY,
        _ => 0.0,
    }
}
