//! Random structures that are the same on every run, and the simplest judge of all: enumeration.

#![allow(dead_code, reason = "each test program uses a part")]

use std::collections::BTreeSet;

use kofn_boolean::{Edge, FormulaId, Formulas, Network, Question, Variable, Weights};

/// Knuth's linear congruential generator; its high bits serve as random numbers.
pub struct Random(pub u64);

impl Random {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Which edges a random network has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edges {
    Undirected,
    Directed,
    Mixed,
}

/// A network on which at most `elements` vertices and edges can fail; elements count from 0.
pub fn random_network(random: &mut Random, kind: Edges, elements: usize) -> Network<usize> {
    let vertices = 1 + random.below(6);
    let mut used = 0;
    let mut element = |random: &mut Random, often: usize| {
        let fallible = used < elements && random.below(8) < often;
        used += usize::from(fallible);
        fallible.then_some(used - usize::from(fallible))
    };
    let fallible_vertices = random.once_in(2);
    let edges: Vec<Edge<usize>> = (0..random.below(11))
        .map(|_| Edge {
            from: random.below(vertices),
            to: random.below(vertices),
            directed: match kind {
                Edges::Undirected => false,
                Edges::Directed => true,
                Edges::Mixed => random.once_in(2),
            },
            element: element(random, 7),
        })
        .collect();
    let often = if fallible_vertices { 5 } else { 0 };
    let elements = (0..vertices).map(|_| element(random, often)).collect();
    let question = if random.once_in(2) {
        Question::Path { from: random.below(vertices), to: random.below(vertices) }
    } else {
        let count = random.below(4);
        Question::Connected { terminals: (0..count).map(|_| random.below(vertices)).collect() }
    };
    Network::new(elements, edges, question).expect("vertices exist")
}

/// A formula over `variables` variables, monotone unless `negations` are allowed.
pub fn random_formula(
    random: &mut Random,
    formulas: &mut Formulas,
    variables: u32,
    negations: bool,
) -> FormulaId {
    let mut pool: Vec<FormulaId> =
        (0..variables).map(|variable| formulas.variable(Variable(variable))).collect();
    pool.push(formulas.constant(false));
    pool.push(formulas.constant(true));
    for _ in 0..2 + random.below(8) {
        // Recent formulas rather than old ones, so that the last contains most of the others.
        let pick = |random: &mut Random, pool: &[FormulaId]| {
            let recent = pool.len().min(4);
            let old = random.once_in(2);
            pool[if old { random.below(pool.len()) } else { pool.len() - 1 - random.below(recent) }]
        };
        let operands: Vec<FormulaId> =
            (0..1 + random.below(5)).map(|_| pick(random, &pool)).collect();
        let made = match random.below(if negations { 6 } else { 5 }) {
            0 => formulas.and(operands),
            1 => formulas.or(operands),
            2 | 3 => formulas.at_least(random.below(operands.len() + 2), operands),
            4 => {
                let kind = [Edges::Undirected, Edges::Directed, Edges::Mixed][random.below(3)];
                let shape = random_network(random, kind, 8);
                let elements: Vec<FormulaId> = (0..8).map(|_| pick(random, &pool)).collect();
                formulas.network(shape.map(|&element| elements[element]))
            }
            _ => formulas.not(operands[0]),
        };
        pool.push(made);
    }
    pool[pool.len() - 1]
}

/// A formula in which every one of `variables` variables occurs: gates over what no gate has taken
/// up yet, now and then over a formula that another gate has as well, an operand twice, or the
/// negation of one.
pub fn larger_formula(
    random: &mut Random,
    formulas: &mut Formulas,
    variables: u32,
    networks: bool,
) -> FormulaId {
    let mut open: Vec<FormulaId> =
        (0..variables).map(|variable| formulas.variable(Variable(variable))).collect();
    let mut made = open.clone();
    while open.len() > 1 {
        let several = (2 + random.below(3)).min(open.len());
        let mut operands: Vec<FormulaId> =
            (0..several).map(|_| open.swap_remove(random.below(open.len()))).collect();
        operands.extend((0..random.below(3)).map(|_| made[random.below(made.len())]));
        if random.once_in(4) {
            operands.push(operands[random.below(operands.len())]);
        }
        if random.once_in(3) {
            let at = random.below(operands.len());
            operands[at] = formulas.not(operands[at]);
        }
        let gate = match random.below(if networks { 5 } else { 4 }) {
            0 => formulas.and(operands),
            1 => formulas.or(operands),
            2 | 3 => formulas.at_least(operands.len().div_ceil(2), operands),
            _ => {
                let kind = [Edges::Undirected, Edges::Directed, Edges::Mixed][random.below(3)];
                let shape = random_network(random, kind, operands.len());
                formulas.network(shape.map(|&element| operands[element]))
            }
        };
        open.push(gate);
        made.push(gate);
    }
    open[0]
}

/// Whether the variable is true in the assignment with the number `assignment`.
pub fn bit(assignment: u32, variable: Variable) -> bool {
    assignment >> variable.0 & 1 == 1
}

/// The minimal assignments that make a monotone function true, in canonical order.
pub fn minimal_true(variables: u32, value: impl Fn(u32) -> bool) -> Vec<BTreeSet<Variable>> {
    let minimal = (0..1u32 << variables).filter(|&assignment| {
        value(assignment)
            && (0..variables).all(|v| assignment >> v & 1 == 0 || !value(assignment & !(1 << v)))
    });
    let mut sets: Vec<BTreeSet<Variable>> = minimal
        .map(|assignment| (0..variables).map(Variable).filter(|&v| bit(assignment, v)).collect())
        .collect();
    sets.sort_by_key(|set| (set.len(), set.clone()));
    sets
}

/// Counts assignments.
pub struct Count;

impl<T> Weights<T> for Count {
    type Value = u64;

    fn zero(&self) -> u64 {
        0
    }

    fn one(&self) -> u64 {
        1
    }

    fn add(&self, left: &u64, right: &u64) -> u64 {
        left + right
    }

    fn works(&self, _: &T, value: &u64) -> u64 {
        *value
    }

    fn fails(&self, _: &T, value: &u64) -> u64 {
        *value
    }
}

/// Sums probabilities in floating point, the same for all elements.
pub struct Probability(pub f64);

impl<T> Weights<T> for Probability {
    type Value = f64;

    fn zero(&self) -> f64 {
        0.0
    }

    fn one(&self) -> f64 {
        1.0
    }

    fn add(&self, left: &f64, right: &f64) -> f64 {
        left + right
    }

    fn works(&self, _: &T, value: &f64) -> f64 {
        self.0 * value
    }

    fn fails(&self, _: &T, value: &f64) -> f64 {
        (1.0 - self.0) * value
    }

    fn either(&self, _: &T, value: &f64) -> f64 {
        *value
    }
}
