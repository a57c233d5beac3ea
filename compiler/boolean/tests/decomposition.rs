//! Trees whose shape is known.

mod common;

use kofn_boolean::Tree::{And, AtLeast, Or, Pivot};
use kofn_boolean::{
    Budget, Edge, FormulaId, Formulas, Limits, Network, Question, Tree, Variable, compile,
    decompose,
};

fn x(variable: u32) -> Tree {
    Tree::Variable(Variable(variable))
}

fn tree(formulas: &Formulas, root: FormulaId) -> Option<Tree> {
    let diagram = compile(formulas, root, &Limits::default()).expect("small");
    decompose(&diagram, |_| 1, &Budget::default())
}

fn variables(formulas: &mut Formulas, count: u32) -> Vec<FormulaId> {
    (0..count).map(|variable| formulas.variable(Variable(variable))).collect()
}

fn sets(formulas: &mut Formulas, sets: &[&[u32]], conjunctions: bool) -> FormulaId {
    let mut terms = Vec::new();
    for set in sets {
        let members = set.iter().map(|&member| formulas.variable(Variable(member))).collect();
        terms.push(if conjunctions { formulas.and(members) } else { formulas.or(members) });
    }
    if conjunctions { formulas.or(terms) } else { formulas.and(terms) }
}

const A: u32 = 0;
const B: u32 = 1;
const C: u32 = 2;
const D: u32 = 3;
const E: u32 = 4;

/// a–d and b–e with the tie c: c · (a ∪ b)(d ∪ e) + (1 − c) · (ad ∪ be).
fn bridge_tree() -> Tree {
    Pivot {
        on: Variable(C),
        works: Box::new(And(vec![Or(vec![x(A), x(B)]), Or(vec![x(D), x(E)])])),
        fails: Box::new(Or(vec![And(vec![x(A), x(D)]), And(vec![x(B), x(E)])])),
    }
}

#[test]
fn bridge_is_one_tree_however_it_is_spelled() {
    let mut formulas = Formulas::new();
    let paths = sets(&mut formulas, &[&[A, D], &[B, E], &[A, C, E], &[B, C, D]], true);
    assert_eq!(tree(&formulas, paths), Some(bridge_tree()));
    let cuts = sets(&mut formulas, &[&[A, B], &[D, E], &[A, C, E], &[B, C, D]], false);
    assert_eq!(tree(&formulas, cuts), Some(bridge_tree()));

    let v = variables(&mut formulas, 5);
    let question = Question::Path { from: 0, to: 3 };
    let edge = |from, to, variable| Edge::undirected(from, to, Some(v[variable as usize]));
    let edges = vec![edge(0, 1, A), edge(0, 2, B), edge(1, 2, C), edge(1, 3, D), edge(2, 3, E)];
    let network = Network::new(vec![None; 4], edges, question.clone()).expect("a network");
    let network = formulas.network(network);
    assert_eq!(tree(&formulas, network), Some(bridge_tree()));

    // Modules as vertices: source, a, b, c, d, e, sink; flow passes the tie either way.
    let elements = (0..7).map(|vertex| (1..6).contains(&vertex).then(|| v[vertex - 1])).collect();
    let arrows = [(0, 1), (0, 2), (1, 4), (2, 5), (1, 3), (2, 3), (3, 4), (3, 5), (4, 6), (5, 6)];
    let edges = arrows.iter().map(|&(from, to)| Edge::directed(from, to, None)).collect();
    let directed = Network::new(elements, edges, Question::Path { from: 0, to: 6 });
    let directed = formulas.network(directed.expect("a network"));
    assert_eq!(tree(&formulas, directed), Some(bridge_tree()));
}

#[test]
fn read_once_functions_need_no_pivot() {
    let mut formulas = Formulas::new();
    let v = variables(&mut formulas, 6);
    // Hosts 0 and 1 with two machines each: (0 ∧ 2) ∨ (0 ∧ 3) ∨ (1 ∧ 4) ∨ (1 ∧ 5).
    let pairs = [[v[0], v[2]], [v[0], v[3]], [v[1], v[4]], [v[1], v[5]]];
    let pairs = pairs.map(|pair| formulas.and(pair.to_vec()));
    let root = formulas.or(pairs.to_vec());
    let host = |host, a, b| And(vec![x(host), Or(vec![x(a), x(b)])]);
    assert_eq!(tree(&formulas, root), Some(Or(vec![host(0, 2, 3), host(1, 4, 5)])));
}

#[test]
fn at_least_is_found_over_variables_and_over_parts() {
    let mut formulas = Formulas::new();
    let v = variables(&mut formulas, 7);
    let plain = formulas.at_least(3, v[..5].to_vec());
    let of = (0..5).map(x).collect();
    assert_eq!(tree(&formulas, plain), Some(AtLeast { k: 3, of }));

    // Two of three machines on hosts of their own, and a common supply.
    let parts = [[v[0], v[3]], [v[1], v[4]], [v[2], v[5]]];
    let parts = parts.map(|part| formulas.and(part.to_vec()));
    let hosted = formulas.at_least(2, parts.to_vec());
    let supplied = formulas.and(vec![hosted, v[6]]);
    let of = (0..3).map(|host| And(vec![x(host), x(host + 3)])).collect();
    assert_eq!(tree(&formulas, supplied), Some(And(vec![AtLeast { k: 2, of }, x(6)])));
}

#[test]
fn at_least_within_a_bridge_is_found_behind_the_pivot() {
    let mut formulas = Formulas::new();
    let v = variables(&mut formulas, 7);
    // The bridge with a replaced by two of 0, 5 and 6.
    let a = formulas.at_least(2, vec![v[0], v[5], v[6]]);
    let [b, c, d, e] = [v[1], v[2], v[3], v[4]];
    let paths = [vec![a, d], vec![b, e], vec![a, c, e], vec![b, c, d]];
    let paths = paths.map(|path| formulas.and(path));
    let root = formulas.or(paths.to_vec());
    let a = AtLeast { k: 2, of: vec![x(0), x(5), x(6)] };
    let expected = Pivot {
        on: Variable(C),
        works: Box::new(And(vec![Or(vec![a.clone(), x(B)]), Or(vec![x(D), x(E)])])),
        fails: Box::new(Or(vec![And(vec![a, x(D)]), And(vec![x(B), x(E)])])),
    };
    assert_eq!(tree(&formulas, root), Some(expected));
}

#[test]
fn constants_and_variables_are_themselves() {
    let mut formulas = Formulas::new();
    let only = formulas.variable(Variable(9));
    assert_eq!(tree(&formulas, only), Some(x(9)));
    assert_eq!(tree(&formulas, formulas.constant(true)), Some(Tree::Constant(true)));
    assert_eq!(tree(&formulas, formulas.constant(false)), Some(Tree::Constant(false)));
}

#[test]
fn wide_read_once_functions_are_not_multiplied_out_too_soon() {
    let mut formulas = Formulas::new();
    let v = variables(&mut formulas, 30);
    // Ten alternatives of three in series: 10 path sets, 59,049 cut sets.
    let rows = v.chunks(3).map(|row| formulas.and(row.to_vec())).collect::<Vec<_>>();
    let root = formulas.or(rows);
    let row = |i: u32| And((3 * i..3 * i + 3).map(x).collect());
    assert_eq!(tree(&formulas, root), Some(Or((0..10).map(row).collect())));
}

#[test]
fn too_much_for_a_reader_gives_no_tree() {
    let mut formulas = Formulas::new();
    let v = variables(&mut formulas, 33);
    let root = formulas.and(v);
    assert_eq!(tree(&formulas, root), None);
}

#[test]
fn the_pivot_leaves_the_fewest_atoms() {
    // Two neighbours of five in a row: the middle one leaves 1 ∪ 3 and (0 1) ∪ (3 4), 6 atoms;
    // its neighbours leave 7, and the ends leave a function that needs another pivot.
    let mut formulas = Formulas::new();
    let root = sets(&mut formulas, &[&[0, 1], &[1, 2], &[2, 3], &[3, 4]], true);
    let expected = Pivot {
        on: Variable(2),
        works: Box::new(Or(vec![x(1), x(3)])),
        fails: Box::new(Or(vec![And(vec![x(0), x(1)]), And(vec![x(3), x(4)])])),
    };
    assert_eq!(tree(&formulas, root), Some(expected));
}

/// Corner to corner over edges, `side` vertices a side.
fn grid(formulas: &mut Formulas, side: usize) -> FormulaId {
    let mut edges = Vec::new();
    for vertex in 0..side * side {
        for (inside, next) in
            [(vertex % side + 1 < side, vertex + 1), (vertex / side + 1 < side, vertex + side)]
        {
            if inside {
                let element = formulas.variable(Variable(edges.len() as u32));
                edges.push(Edge::undirected(vertex, next, Some(element)));
            }
        }
    }
    let question = Question::Path { from: 0, to: side * side - 1 };
    formulas.network(Network::new(vec![None; side * side], edges, question).expect("a network"))
}

#[test]
fn a_grid_of_nine_has_a_tree() {
    let mut formulas = Formulas::new();
    let root = grid(&mut formulas, 3);
    let tree = tree(&formulas, root).expect("within the budget");
    for assignment in 0..1 << 12 {
        let expected = formulas.evaluate(root, |variable| common::bit(assignment, variable));
        assert_eq!(tree.evaluate(&|variable| common::bit(assignment, variable)), expected);
    }
}
