//! The three forms of undirected states must tell the same story, state by state.

use super::packed::Packed;
use super::partition::Partition;
use super::plan::{Plan, Shape};
use super::rows::Rows;
use super::sweep::{Branch, Target, Visit, run};
use crate::limits::{LimitReached, Limits};
use crate::network::{Edge, Network, Question};

/// All branches, layer by layer.
#[derive(Debug, Default, PartialEq, Eq)]
struct Story(Vec<Vec<Branch>>);

impl Visit<()> for Story {
    type Stop = LimitReached;

    fn start(&mut self, _: Target) -> Result<(), LimitReached> {
        Ok(())
    }

    fn layer(&mut self, (): &(), branches: &[Branch], next: usize) -> Result<(), LimitReached> {
        let targets = branches.iter().flat_map(|branch| [branch.works, branch.fails]);
        let most = targets.filter_map(Target::state).max();
        assert_eq!(most.map_or(0, |most| most + 1), next, "states are numbered without gaps");
        self.0.push(branches.to_vec());
        Ok(())
    }

    fn irrelevant(&mut self, (): &()) -> Result<(), LimitReached> {
        Ok(())
    }
}

/// A network of `vertices` in a ring with random chords; about half of the vertices can fail.
fn ring(vertices: usize, seed: &mut u64) -> Network<()> {
    let mut random = |bound: usize| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((*seed >> 33) % bound as u64) as usize
    };
    let mut edges: Vec<Edge<()>> = (0..vertices)
        .map(|vertex| Edge::undirected(vertex, (vertex + 1) % vertices, Some(())))
        .collect();
    for _ in 0..vertices {
        let (from, to) = (random(vertices), random(vertices));
        edges.push(Edge::undirected(from, to, (random(4) > 0).then_some(())));
    }
    let elements = (0..vertices).map(|_| (random(2) > 0).then_some(())).collect();
    let question = match random(2) {
        0 => Question::Path { from: 0, to: random(vertices) },
        _ => Question::Connected { terminals: (0..4).map(|_| random(vertices)).collect() },
    };
    Network::new(elements, edges, question).expect("vertices exist")
}

#[test]
fn packed_states_and_rows_lead_to_the_same_states() {
    let mut seed = 7;
    let limits = Limits::default();
    let mut largest = 0;
    for round in 0..120 {
        let network = ring(4 + round % 10, &mut seed);
        let plan = Plan::new(&network).expect("narrow");
        let Shape::Undirected { slots } = *plan.shape() else { continue };
        let mut stories = [Story::default(), Story::default(), Story::default()];
        let [short, long, rows] = &mut stories;
        let states = run(&plan, Packed::<u64>::new(slots), &limits, short).expect("few");
        assert_eq!(run(&plan, Packed::<u128>::new(slots), &limits, long), Ok(states));
        assert_eq!(run(&plan, Rows::new(Partition::new(slots)), &limits, rows), Ok(states));
        assert_eq!(stories[0], stories[1]);
        assert_eq!(stories[0], stories[2]);
        largest = largest.max(states);
    }
    assert!(largest > 500, "some networks have many states: {largest}");
}
