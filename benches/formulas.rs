//! Formulas of known kinds, of any size.

use crate::blocks::Random;
use kofn_boolean::{Edge, FormulaId, Formulas, Network, Question, Variable};

/// At least `k` of `n` variables.
pub fn threshold(k: usize, n: u32) -> (Formulas, FormulaId) {
    let mut formulas = Formulas::new();
    let all = (0..n).map(|variable| formulas.variable(Variable(variable))).collect();
    let root = formulas.at_least(k, all);
    (formulas, root)
}

/// Gates over what no gate has taken up yet, with formulas in between that another gate has as well:
/// the shape of a generated fault tree.
///
/// Every one of the variables occurs. What is shared was made a short while before, as in models,
/// where what is close is what depends on each other.
pub fn random(seed: u64, variables: u32) -> (Formulas, FormulaId) {
    let mut random = Random::new(seed);
    let mut formulas = Formulas::new();
    let mut row: Vec<FormulaId> =
        (0..variables).map(|variable| formulas.variable(Variable(variable))).collect();
    while row.len() > 1 {
        let mut next = Vec::new();
        let mut at = 0;
        while at < row.len() {
            let several = 2 + random.below(3) as usize;
            let mut operands: Vec<FormulaId> = row[at..(at + several).min(row.len())].to_vec();
            if row.len() > 4 && random.below(2) == 0 {
                let near = random.below(6) as usize;
                operands.push(row[at.saturating_sub(near)]);
            }
            if random.below(6) == 0 {
                operands[0] = formulas.not(operands[0]);
            }
            let k = match random.below(3) {
                0 => 1,
                1 => operands.len(),
                _ => operands.len().div_ceil(2),
            };
            next.push(formulas.at_least(k, operands));
            at += several;
        }
        row = next;
    }
    (formulas, row[0])
}

/// A queen in each row of a square board, none of which attacks another.
pub fn queens(n: u32) -> (Formulas, FormulaId) {
    let mut formulas = Formulas::new();
    let squares: Vec<(u32, u32)> = (0..n * n).map(|at| (at / n, at % n)).collect();
    let mut all = Vec::new();
    for &(row, column) in &squares {
        let queen = formulas.variable(Variable(row * n + column));
        let mut free = Vec::new();
        for &(other_row, other_column) in &squares {
            let attacks = row == other_row
                || column == other_column
                || row.abs_diff(other_row) == column.abs_diff(other_column);
            if attacks && (row, column) != (other_row, other_column) {
                let other = formulas.variable(Variable(other_row * n + other_column));
                free.push(formulas.not(other));
            }
        }
        free.sort_unstable();
        let free = formulas.and(free);
        let none = formulas.not(queen);
        all.push(formulas.or(vec![none, free]));
    }
    for row in 0..n {
        let queens = (0..n).map(|column| formulas.variable(Variable(row * n + column))).collect();
        all.push(formulas.or(queens));
    }
    let root = formulas.and(all);
    (formulas, root)
}

/// Three numbers of so many bits each, of which the third is the sum of the others: all bits of the
/// first number are variables before those of the second.
pub fn adder(bits: u32) -> (Formulas, FormulaId) {
    let mut formulas = Formulas::new();
    let mut all = Vec::new();
    let mut carry = formulas.constant(false);
    for bit in 0..bits {
        let [a, b, sum] = [0, 1, 2].map(|number| formulas.variable(Variable(number * bits + bit)));
        let half = differ(&mut formulas, a, b);
        let whole = differ(&mut formulas, half, carry);
        let wrong = differ(&mut formulas, whole, sum);
        all.push(formulas.not(wrong));
        carry = formulas.at_least(2, vec![a, b, carry]);
    }
    let root = formulas.and(all);
    (formulas, root)
}

/// One of two is true, and not both.
fn differ(formulas: &mut Formulas, a: FormulaId, b: FormulaId) -> FormulaId {
    let (not_a, not_b) = (formulas.not(a), formulas.not(b));
    let (left, right) = (formulas.and(vec![a, not_b]), formulas.and(vec![not_a, b]));
    formulas.or(vec![left, right])
}

/// A square grid of links from one corner to the opposite one; the elements are the links' numbers.
pub fn grid_network(side: usize) -> Network<usize> {
    let mut edges = Vec::new();
    for vertex in 0..side * side {
        for (inside, next) in
            [(vertex % side + 1 < side, vertex + 1), (vertex / side + 1 < side, vertex + side)]
        {
            if inside {
                edges.push(Edge::undirected(vertex, next, Some(edges.len())));
            }
        }
    }
    let question = Question::Path { from: 0, to: side * side - 1 };
    match Network::new(vec![None; side * side], edges, question) {
        Ok(network) => network,
        Err(unknown) => unreachable!("the grid names its own vertices: {unknown}"),
    }
}
