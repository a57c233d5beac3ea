//! Boolean formulas, decision diagrams, minimal path sets and network connectivity.
//!
//! Everything here speaks of variables that are true or false; a reader who knows reliability
//! takes *true* for *works*. Nothing here knows probabilities: [`Diagram::fold`] and
//! [`evaluate_network`] carry whatever values the caller can add and multiply.
//!
//! - [`Formulas`] holds formulas with `and`, `or`, `not`, `at least k` and [`Network`] gates.
//! - [`split`] simplifies a formula and tells its independent parts apart.
//! - [`compile`] turns a formula into a [`Diagram`], one linear sweep away from any answer.
//! - [`compile_bound`] gives functions on both sides of one whose diagram would be too large.
//! - [`evaluate_network`] sums over the states of a network without building a diagram;
//!   [`sweep_network`] tells the states and branches to whoever sums by other means.
//! - [`minimal_path_sets`] and [`minimal_cut_sets`] list what must work, and what must fail.
//! - [`minimal_paths`], [`minimal_cuts`] and [`prime_implicants`] give them as a [`SetFamily`], which
//!   is counted without being listed, and listed best first.
//! - [`decompose`] writes a small monotone function as a tree a person can read.
//!
//! Results depend on the input alone: the same calls give the same bytes on every machine.
//! Work is bounded by [`Limits`]; what exceeds them ends in [`LimitReached`], not in a guess.
//!
//! ```
//! use kofn_boolean::{Formulas, LimitReached, Limits, Variable, compile, minimal_cut_sets};
//!
//! let mut formulas = Formulas::new();
//! let [a, b, c] = [0, 1, 2].map(|number| formulas.variable(Variable(number)));
//! let vote = formulas.at_least(2, vec![a, b, c]);
//! let diagram = compile(&formulas, vote, &Limits::default())?;
//! // Ways to work out of the eight states: each level halves them.
//! assert_eq!(diagram.fold(0, 8, |_, works, fails| (works + fails) / 2), 4);
//! assert_eq!(minimal_cut_sets(&diagram, &Limits::default()).map(|cuts| cuts.len()), Ok(3));
//! # Ok::<(), LimitReached>(())
//! ```

mod bdd;
mod bounding;
mod compile;
mod compiler;
mod counting;
mod cutting;
mod decomposition;
mod diagram;
mod difference;
mod formula;
mod frontier;
mod influence;
mod interrupt;
mod known_results;
mod limits;
mod listing;
mod negation;
mod network;
mod numbering;
mod ordering;
mod paths;
mod prime_implicants;
mod pulling;
mod reduction;
mod set_family;
mod sifting;
mod split;
mod union;
mod zdd;

pub use bounding::compile_bound;
pub use compile::{Effort, compile, compile_with_effort};
pub use cutting::{Likelihood, Side};
pub use decomposition::{Budget, Tree, decompose};
pub use diagram::{Diagram, Link, Node};
pub use formula::{FormulaId, Formulas, Gate, Variable};
pub use frontier::{
    Branch, Extent, Outcome, Target, Visit, Weights, evaluate_network, network_extent,
    sweep_network,
};
pub use interrupt::Interrupt;
pub use limits::{INTERRUPTED, LimitReached, Limits, Resource};
pub use listing::BestFirst;
pub use network::{Edge, Network, Question, UnknownVertex};
pub use paths::{NoPathSets, minimal_cut_sets, minimal_cuts, minimal_path_sets, minimal_paths};
pub use prime_implicants::prime_implicants;
pub use reduction::{Pieces, pieces};
pub use set_family::{Choice, Literal, SetBuilder, SetFamily};
pub use split::{IndependentPart, Operand, split};
pub use zdd::Family;
