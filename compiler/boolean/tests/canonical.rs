//! The laws that constructors apply.

use kofn_boolean::{Edge, FormulaId, Formulas, Gate, Network, Question, UnknownVertex, Variable};

fn variables<const N: usize>(formulas: &mut Formulas) -> [FormulaId; N] {
    std::array::from_fn(|variable| formulas.variable(Variable(variable as u32)))
}

#[test]
fn nesting_order_and_repetition_do_not_matter() {
    let mut f = Formulas::new();
    let [a, b, c] = variables(&mut f);
    let flat = f.and(vec![a, b, c]);
    let inner = f.and(vec![c, b]);
    assert_eq!(f.and(vec![inner, a, b]), flat);
    assert_eq!(f.gate(flat), &Gate::And(vec![a, b, c]));
    let flat = f.or(vec![a, b, c]);
    let inner = f.or(vec![c, b]);
    assert_eq!(f.or(vec![inner, a, b]), flat);
    assert_eq!(f.and(vec![a]), a);
}

#[test]
fn constants_and_complements_vanish() {
    let mut f = Formulas::new();
    let [a, b] = variables(&mut f);
    let (no, yes) = (f.constant(false), f.constant(true));
    let not_a = f.not(a);
    assert_eq!(f.not(not_a), a);
    assert_eq!(f.not(yes), no);
    assert_eq!(f.and(vec![]), yes);
    assert_eq!(f.or(vec![]), no);
    assert_eq!(f.and(vec![a, yes]), a);
    assert_eq!(f.and(vec![a, no]), no);
    assert_eq!(f.or(vec![a, yes]), yes);
    assert_eq!(f.and(vec![a, b, not_a]), no);
    assert_eq!(f.or(vec![not_a, b, a]), yes);
}

#[test]
fn at_least_counts_repetitions_and_dissolves_its_extremes() {
    let mut f = Formulas::new();
    let [a, b, c] = variables(&mut f);
    let (no, yes) = (f.constant(false), f.constant(true));
    let not_a = f.not(a);
    let all = f.and(vec![a, b, c]);
    let some = f.or(vec![a, b, c]);
    assert_eq!(f.at_least(0, vec![]), yes);
    assert_eq!(f.at_least(4, vec![a, b, c]), no);
    assert_eq!(f.at_least(3, vec![a, b, c]), all);
    assert_eq!(f.at_least(1, vec![a, b, c]), some);
    assert_eq!(f.at_least(2, vec![a, b, c, yes, no]), some);
    assert_eq!(f.at_least(2, vec![a, a, a]), a);
    // One of a and its negation is true.
    assert_eq!(f.at_least(2, vec![a, not_a, b, c]), f.or(vec![b, c]));
    let twice = f.at_least(2, vec![a, b, a]);
    assert_eq!(f.gate(twice), &Gate::AtLeast { k: 2, of: vec![a, a, b] });
}

#[test]
fn networks_lose_what_cannot_matter() {
    let mut f = Formulas::new();
    let [a, b, c] = variables(&mut f);
    let (no, yes) = (f.constant(false), f.constant(true));
    let question = Question::Path { from: 0, to: 2 };
    let mut line = |elements: [FormulaId; 3], dangling| {
        let [first, second, middle] = elements;
        let edges = vec![
            Edge::undirected(0, 1, Some(first)),
            Edge::undirected(1, 2, Some(second)),
            Edge::undirected(2, 3, Some(dangling)),
        ];
        let vertices = vec![None, Some(middle), None, None];
        f.network(Network::new(vertices, edges, question.clone()).expect("a network"))
    };
    assert_eq!(line([a, b, yes], no), line([a, b, yes], c));
    assert_eq!(line([a, no, b], c), no);
    assert_eq!(line([a, b, no], c), no);
    assert_eq!(line([yes, yes, yes], c), yes);
}

#[test]
fn equal_ends_ask_for_the_vertex_alone() {
    let mut f = Formulas::new();
    let [a, b] = variables(&mut f);
    for question in
        [Question::Path { from: 1, to: 1 }, Question::Connected { terminals: vec![1, 1] }]
    {
        let edges = vec![Edge::undirected(0, 1, Some(b)), Edge::directed(1, 1, Some(b))];
        let network = Network::new(vec![Some(b), Some(a)], edges, question).expect("a network");
        assert_eq!(f.network(network), a);
    }
    let none = Question::Connected { terminals: vec![] };
    let network = Network::new(vec![Some(a)], vec![], none).expect("a network");
    assert_eq!(f.network(network), f.constant(true));
}

#[test]
fn a_network_has_the_vertices_it_names() {
    let question = Question::Path { from: 0, to: 2 };
    let unknown = Network::<()>::new(vec![None; 2], vec![], question);
    assert_eq!(unknown, Err(UnknownVertex { vertex: 2, vertices: 2 }));
    let question = Question::Connected { terminals: vec![] };
    let edges = vec![Edge::undirected(0, 7, Some(()))];
    let unknown = Network::new(vec![None; 2], edges, question);
    assert_eq!(unknown, Err(UnknownVertex { vertex: 7, vertices: 2 }));
}
