//! Our own kernels by themselves: `cargo bench -p kofn-benches --bench kernels`.
//!
//! Criterion compares a run with the one before. `--once NAME` runs one kernel a single time, for
//! programs that count instructions: `benches/instructions.sh`.

use criterion::Criterion;
use kofn_algebra::{Chance, ExactRing, Rational, Scaled};
use kofn_benches::formulas;
use kofn_boolean::{
    Diagram, FormulaId, Formulas, Limits, Network, Weights, compile, evaluate_network, split,
};
use kofn_measures::StateSums;
use std::hint::black_box;

/// A name, and what prepares the kernel.
const KERNELS: &[(&str, Prepare)] = &[
    ("compile_500_of_1000", compile_threshold),
    ("exact_500_of_1000", exact_threshold),
    ("floating_500_of_1000", floating_threshold),
    ("compile_random", compile_random),
    ("frontier_8x8", frontier),
    ("split_random", split_random),
];

/// A piece of work that says how much came out of it, so that none of it is left out.
type Kernel = Box<dyn FnMut() -> u64>;

type Prepare = fn() -> Kernel;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, name, ..] = arguments.as_slice()
        && word == "--once"
    {
        for (_, prepare) in KERNELS.iter().filter(|(own, _)| own == name) {
            black_box(measured_kernel(&mut prepare()));
        }
        return;
    }
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    for (name, prepare) in KERNELS {
        let mut kernel = prepare();
        criterion.bench_function(name, |bencher| bencher.iter(&mut kernel));
    }
    criterion.final_summary();
}

/// Named, so that instructions can be counted inside of it alone.
#[inline(never)]
fn measured_kernel(kernel: &mut Kernel) -> u64 {
    kernel()
}

fn diagram((formulas, root): &(Formulas, FormulaId)) -> Diagram {
    match compile(formulas, *root, &Limits::default()) {
        Ok(diagram) => diagram,
        Err(limit) => panic!("{limit}"),
    }
}

fn compiled(formula: (Formulas, FormulaId)) -> Kernel {
    Box::new(move || diagram(&formula).node_count() as u64)
}

fn compile_threshold() -> Kernel {
    compiled(formulas::threshold(500, 1_000))
}

fn compile_random() -> Kernel {
    compiled(formulas::random(1, 150))
}

/// Unlike modules, with probabilities of three digits.
fn exact_threshold() -> Kernel {
    let diagram = diagram(&formulas::threshold(500, 1_000));
    let digits = |module: i64| Rational::new((900 + module % 97).into(), 1_000.into());
    let works: Vec<Rational> = (0..1_000).filter_map(digits).collect();
    Box::new(move || {
        let ring = ExactRing::for_probabilities(works.iter());
        let atoms: Vec<Chance<Scaled>> =
            works.iter().filter_map(|works| ring.chance(works)).collect();
        let chance = ring.over_diagram(&diagram, &atoms);
        u64::from(chance.is_ok_and(|chance| ring.value(&chance.works).is_ok()))
    })
}

fn floating_threshold() -> Kernel {
    let diagram = diagram(&formulas::threshold(500, 1_000));
    Box::new(move || {
        let chance = diagram.fold(0.0f64, 1.0, |variable, works, fails| {
            let p = 0.9 + f64::from(variable.0 % 97) / 1_000.0;
            p * works + (1.0 - p) * fails
        });
        chance.to_bits()
    })
}

fn split_random() -> Kernel {
    let (formulas, root) = formulas::random(3, 3_000);
    Box::new(move || split(&formulas, root).len() as u64)
}

fn frontier() -> Kernel {
    let network: Network<usize> = formulas::grid_network(8);
    Box::new(move || {
        let outcome = evaluate_network(&network, &NineTenths, &Limits::default());
        outcome.map_or(0, |outcome| outcome.states)
    })
}

/// Every link works with the probability 9/10.
struct NineTenths;

impl Weights<usize> for NineTenths {
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

    fn works(&self, _: &usize, value: &f64) -> f64 {
        0.9 * value
    }

    fn fails(&self, _: &usize, value: &f64) -> f64 {
        0.1 * value
    }

    fn either(&self, _: &usize, value: &f64) -> f64 {
        *value
    }
}
