//! Large inputs: what must stay linear, and what must stop at its limit.

mod common;

use common::{Count, Probability};
use kofn_boolean::{
    Edge, FormulaId, Formulas, Interrupt, Likelihood, LimitReached, Limits, Network, NoPathSets,
    Question, Resource, Side, Variable, compile, compile_bound, decompose, evaluate_network,
    minimal_cut_sets, minimal_path_sets,
};

const DEEP: u32 = 100_000;

/// x₀ ∧ (x₁ ∨ (x₂ ∧ …)), made from the innermost variable outwards if `inside_out`.
fn alternating_chain(formulas: &mut Formulas, inside_out: bool) -> FormulaId {
    let mut chain = formulas.variable(Variable(0));
    for step in 1..DEEP {
        let variable = if inside_out { DEEP - step } else { step };
        let next = formulas.variable(Variable(variable));
        let operands = vec![chain, next];
        chain = if step % 2 == 0 { formulas.and(operands) } else { formulas.or(operands) };
    }
    chain
}

#[test]
fn a_deep_chain_has_one_node_for_each_variable() {
    for inside_out in [true, false] {
        let mut formulas = Formulas::new();
        let chain = alternating_chain(&mut formulas, inside_out);
        assert_eq!(formulas.support(chain).len(), DEEP as usize);
        assert!(formulas.evaluate(chain, |_| true));
        let diagram = compile(&formulas, chain, &Limits::default()).expect("linear");
        assert_eq!(diagram.node_count(), DEEP as usize);
        assert_eq!(diagram.is_monotone(&Limits::default()), Ok(true));
        assert!(diagram.evaluate(|_| true));
        assert_eq!(decompose(&diagram, |_| 1, &kofn_boolean::Budget::default()), None);
        let limit_reached = |result| matches!(result, Err(NoPathSets::LimitReached(_)));
        assert!(limit_reached(minimal_path_sets(&diagram, &Limits::default())));
        assert!(limit_reached(minimal_cut_sets(&diagram, &Limits::default())));
    }
}

#[test]
fn a_chain_of_conjunctions_is_one_path_set() {
    // Each conjunction has the one before it as an operand, as a host on a host on a host does.
    let mut formulas = Formulas::new();
    let mut chain = formulas.variable(Variable(0));
    for variable in 1..DEEP {
        let next = formulas.variable(Variable(variable));
        chain = formulas.and(vec![next, chain]);
    }
    let diagram = compile(&formulas, chain, &Limits::default()).expect("linear");
    assert_eq!(diagram.node_count(), DEEP as usize);
    let paths = minimal_path_sets(&diagram, &Limits::default()).expect("one path set");
    assert_eq!(paths.iter().map(|path| path.len()).collect::<Vec<_>>(), [DEEP as usize]);
    let cuts = minimal_cut_sets(&diagram, &Limits::default()).expect("single cuts");
    assert_eq!(cuts.len(), DEEP as usize);
}

#[test]
fn voting_needs_one_node_for_each_open_count() {
    let mut formulas = Formulas::new();
    let all: Vec<FormulaId> = (0..1000).map(|v| formulas.variable(Variable(v))).collect();
    let majority = formulas.at_least(500, all);
    let diagram = compile(&formulas, majority, &Limits::default()).expect("k · (n − k + 1)");
    assert_eq!(diagram.node_count(), 500 * 501);
    assert_eq!(diagram.is_monotone(&Limits::default()), Ok(true));
    // The share of assignments with 500 or more true, exactly but modulo a prime: from the diagram,
    // and as the last row of Pascal's triangle, halved a thousand times.
    const PRIME: u64 = (1 << 61) - 1;
    let half = |sum: u64| if sum.is_multiple_of(2) { sum / 2 } else { (sum + PRIME) / 2 };
    let share = diagram.fold(0, 1, |_, works, fails| half((works + fails) % PRIME));
    let mut row = vec![1u64];
    for _ in 0..1000 {
        let sums = row.windows(2).map(|pair| half((pair[0] + pair[1]) % PRIME));
        row = [half(row[0])].into_iter().chain(sums).chain([half(row[row.len() - 1])]).collect();
    }
    assert_eq!(share, row[500..].iter().fold(0, |sum, term| (sum + term) % PRIME));
    let paths = minimal_path_sets(&diagram, &Limits::default());
    let Err(NoPathSets::LimitReached(LimitReached { what, .. })) = paths else {
        panic!("1000 choose 500 path sets cannot be listed");
    };
    assert_eq!(what, Resource::PathSets);
}

#[test]
fn a_long_line_is_one_state_wide() {
    let edge = |vertex: usize| Edge::undirected(vertex, vertex + 1, Some(vertex));
    let directed = |vertex: usize| Edge::directed(vertex, vertex + 1, Some(vertex));
    let length = DEEP as usize;
    for edges in [(0..length).map(edge).collect(), (0..length).map(directed).collect::<Vec<_>>()] {
        let question = Question::Path { from: 0, to: length };
        let line = Network::new(vec![None; length + 1], edges, question).expect("a line");
        let half = Probability(0.5);
        let outcome = evaluate_network(&line, &half, &Limits::default()).expect("narrow");
        assert_eq!(outcome.fails, 1.0);
        assert_eq!(outcome.states, length as u64);
        let mut formulas = Formulas::new();
        let variables: Vec<FormulaId> =
            (0..length as u32).map(|v| formulas.variable(Variable(v))).collect();
        let root = formulas.network(line.map(|&edge| variables[edge]));
        let diagram = compile(&formulas, root, &Limits::default()).expect("narrow");
        assert_eq!(diagram.node_count(), length);
    }
}

fn complete(vertices: usize) -> Network<()> {
    let pairs = (0..vertices).flat_map(|from| (0..from).map(move |to| (from, to)));
    let edges = pairs.map(|(from, to)| Edge::undirected(from, to, Some(()))).collect();
    let question = Question::Path { from: 0, to: vertices - 1 };
    Network::new(vec![None; vertices], edges, question).expect("a network")
}

#[test]
fn limits_end_the_work() {
    let few = Limits { states: 1000, ..Limits::default() };
    let reached = evaluate_network(&complete(8), &Count, &few).expect_err("more states");
    assert_eq!((reached.what, reached.limit), (Resource::States, 1000));
    // The frontier of a complete network is all of it.
    let wide = evaluate_network(&complete(200), &Count, &Limits::default());
    assert!(matches!(
        wide,
        Err(LimitReached { what: Resource::States | Resource::FrontierWidth, .. })
    ));

    let mut formulas = Formulas::new();
    let all: Vec<FormulaId> = (0..100).map(|v| formulas.variable(Variable(v))).collect();
    let vote = formulas.at_least(50, all);
    let few = Limits { nodes: 1000, ..Limits::default() };
    let reached = compile(&formulas, vote, &few).expect_err("more nodes");
    assert_eq!(reached, LimitReached { what: Resource::Nodes, limit: 1000, reached: 1001 });
}

#[test]
fn equal_input_gives_equal_output() {
    let diagram = || {
        let mut formulas = Formulas::new();
        let chain = alternating_chain(&mut formulas, true);
        compile(&formulas, chain, &Limits::default()).expect("linear")
    };
    assert_eq!(diagram(), diagram());
}

/// Whatever goes on after a limit ends when it is interrupted.
#[test]
fn what_is_interrupted_says_so() {
    let mut formulas = Formulas::new();
    let all = (0..30).map(|number| formulas.variable(Variable(number))).collect();
    let majority = formulas.at_least(15, all);
    let interrupt = Interrupt::new();
    let limits = Limits { interrupt: interrupt.clone(), ..Limits::default() };
    let diagram = compile(&formulas, majority, &limits).expect("nobody interrupts");
    let likely = vec![Likelihood { works: 0.5, fails: 0.5 }; 30];
    let bound = compile_bound(&formulas, majority, Side::Below, &likely, &limits);
    assert!(matches!(bound, Ok(Some(_))));
    assert!(diagram.is_monotone(&limits).is_ok());
    interrupt.raise();
    assert!(interrupt.is_raised() && limits.interrupt.is_raised());
    let compiled = compile(&formulas, majority, &limits).expect_err("interrupted");
    assert!(compiled.is_interrupted());
    assert_eq!(compiled.to_string(), "the computation was interrupted");
    let bound = compile_bound(&formulas, majority, Side::Below, &likely, &limits);
    assert_eq!(bound.expect_err("interrupted"), compiled);
    assert_eq!(diagram.is_monotone(&limits).expect_err("interrupted"), compiled);
    let paths = minimal_path_sets(&diagram, &limits).expect_err("interrupted");
    assert_eq!(paths, NoPathSets::LimitReached(compiled));
    let network = evaluate_network(&complete(5), &Count, &limits).err();
    assert_eq!(network, Some(compiled));
    // Who waits says nothing of how much work is allowed.
    assert_eq!(limits, Limits::default());
    assert!(!Interrupt::never().is_raised());
}
