//! Diagrams are those that two other libraries build: OxiDD and biodivine-lib-bdd, with the order of
//! variables that ours has.
//!
//! Reduced ordered diagrams are canonical, so the number of nodes must be the same as well.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::RandomState;

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use common::{Random, bit, larger_formula};
use kofn_boolean::{
    Diagram, FormulaId, Formulas, Gate, Limits, Network, Question, Variable, compile,
};
use oxidd::bdd::{BDDFunction, BDDManagerRef};
use oxidd::util::SatCountCache;
use oxidd::{BooleanFunction, Function, Manager, ManagerRef};

/// Functions as another library has them; variables are called by their levels.
trait Library {
    type Function: Clone;

    fn constant(&self, value: bool) -> Self::Function;
    fn variable(&self, level: u32) -> Self::Function;
    fn not(&self, of: &Self::Function) -> Self::Function;
    fn and(&self, a: &Self::Function, b: &Self::Function) -> Self::Function;
    fn or(&self, a: &Self::Function, b: &Self::Function) -> Self::Function;

    /// The function of a formula, gate by gate.
    fn function(
        &self,
        formulas: &Formulas,
        root: FormulaId,
        level: &BTreeMap<Variable, u32>,
    ) -> Self::Function {
        let mut done: BTreeMap<FormulaId, Self::Function> = BTreeMap::new();
        for formula in occurring(formulas, root) {
            let function = match formulas.gate(formula) {
                Gate::False => self.constant(false),
                Gate::True => self.constant(true),
                Gate::Variable(variable) => self.variable(level[variable]),
                Gate::Not(of) => self.not(&done[of]),
                Gate::And(of) => {
                    of.iter().fold(self.constant(true), |all, one| self.and(&all, &done[one]))
                }
                Gate::Or(of) => {
                    of.iter().fold(self.constant(false), |any, one| self.or(&any, &done[one]))
                }
                Gate::AtLeast { k, of } => {
                    // By and/or alone: "at least j of those so far", for every j.
                    let mut counts = vec![self.constant(false); k + 1];
                    counts[0] = self.constant(true);
                    for one in of {
                        for j in (1..=*k).rev() {
                            let more = self.and(&done[one], &counts[j - 1]);
                            counts[j] = self.or(&counts[j], &more);
                        }
                    }
                    counts[*k].clone()
                }
                Gate::Network(network) => self.connection(network, &done),
            };
            done.insert(formula, function);
        }
        done[&root].clone()
    }

    /// Which vertices can be reached, step by step: once for each vertex.
    fn connection(
        &self,
        network: &Network<FormulaId>,
        done: &BTreeMap<FormulaId, Self::Function>,
    ) -> Self::Function {
        let element = |element: &Option<FormulaId>| match element {
            Some(formula) => done[formula].clone(),
            None => self.constant(true),
        };
        let up: Vec<Self::Function> = network.vertices().iter().map(element).collect();
        let reached = |from: usize| {
            let mut reached = vec![self.constant(false); up.len()];
            reached[from] = up[from].clone();
            for _ in 1..up.len() {
                for edge in network.edges() {
                    let ways = [(edge.from, edge.to), (edge.to, edge.from)];
                    for &(from, to) in &ways[..if edge.directed { 1 } else { 2 }] {
                        let step = self.and(&reached[from], &element(&edge.element));
                        let step = self.and(&step, &up[to]);
                        reached[to] = self.or(&reached[to], &step);
                    }
                }
            }
            reached
        };
        match network.question() {
            Question::Path { from, to } => reached(*from)[*to].clone(),
            Question::Connected { terminals } => {
                let mut all = self.constant(true);
                for &from in terminals {
                    let reached = reached(from);
                    for &to in terminals {
                        all = self.and(&all, &reached[to]);
                    }
                }
                all
            }
        }
    }
}

/// A formula and all that it is made of, operands first: they have smaller ids.
fn occurring(formulas: &Formulas, root: FormulaId) -> BTreeSet<FormulaId> {
    let mut found = BTreeSet::from([root]);
    let mut pending = vec![root];
    while let Some(formula) = pending.pop() {
        for operand in formulas.gate(formula).operands() {
            if found.insert(operand) {
                pending.push(operand);
            }
        }
    }
    found
}

struct OxiDd(BDDManagerRef);

impl OxiDd {
    fn new(variables: u32) -> Self {
        let manager = oxidd::bdd::new_manager(1 << 16, 1 << 14, 1);
        manager.with_manager_exclusive(|manager| manager.add_vars(variables));
        OxiDd(manager)
    }
}

impl Library for OxiDd {
    type Function = BDDFunction;

    fn constant(&self, value: bool) -> BDDFunction {
        let constant = if value { BDDFunction::t } else { BDDFunction::f };
        self.0.with_manager_shared(constant)
    }

    fn variable(&self, level: u32) -> BDDFunction {
        self.0.with_manager_shared(|manager| BDDFunction::var(manager, level)).unwrap()
    }

    fn not(&self, of: &BDDFunction) -> BDDFunction {
        of.not().unwrap()
    }

    fn and(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        a.and(b).unwrap()
    }

    fn or(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        a.or(b).unwrap()
    }
}

struct Biodivine(BddVariableSet);

impl Library for Biodivine {
    type Function = Bdd;

    fn constant(&self, value: bool) -> Bdd {
        if value { self.0.mk_true() } else { self.0.mk_false() }
    }

    fn variable(&self, level: u32) -> Bdd {
        self.0.mk_var(BddVariable::from_index(level as usize))
    }

    fn not(&self, of: &Bdd) -> Bdd {
        of.not()
    }

    fn and(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.and(b)
    }

    fn or(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.or(b)
    }
}

/// The level of each variable: the diagram's order, then what the function does not depend on.
fn levels(diagram: &Diagram, variables: u32) -> BTreeMap<Variable, u32> {
    let order = diagram.order();
    let rest = (0..variables).map(Variable).filter(|variable| !order.contains(variable));
    let all: Vec<Variable> = order.iter().copied().chain(rest).collect();
    all.into_iter().zip(0..).collect()
}

/// Compares the diagram of a formula with those of the two libraries, and says how many nodes it has.
fn compared(formulas: &Formulas, root: FormulaId, variables: u32, random: &mut Random) -> usize {
    let diagram = compile(formulas, root, &Limits::default()).unwrap();
    let level = levels(&diagram, variables);
    let all = 1u128 << variables;
    let models = diagram.fold(0, all, |_, works, fails| (works + fails) / 2);

    let library = OxiDd::new(variables);
    let theirs = library.function(formulas, root, &level);
    let mut cache = SatCountCache::<u128, RandomState>::default();
    assert_eq!(theirs.sat_count(variables, &mut cache), models, "models by OxiDD");
    let constants = if diagram.as_constant().is_some() { 1 } else { 2 };
    assert_eq!(theirs.node_count(), diagram.node_count() + constants, "nodes by OxiDD");
    for _ in 0..8 {
        let assignment = random.below(1 << 30) as u32;
        let values = level.iter().map(|(&variable, &level)| (level, bit(assignment, variable)));
        let ours = diagram.evaluate(|variable| bit(assignment, variable));
        assert_eq!(theirs.eval(values), ours, "a value by OxiDD");
        assert_eq!(formulas.evaluate(root, |variable| bit(assignment, variable)), ours);
    }

    let library = Biodivine(BddVariableSet::new_anonymous(variables as u16));
    let theirs = library.function(formulas, root, &level);
    let count = theirs.exact_cardinality();
    assert_eq!(count.to_string(), models.to_string(), "models by biodivine-lib-bdd");
    if diagram.as_constant().is_none() {
        assert_eq!(theirs.size(), diagram.node_count() + 2, "nodes by biodivine-lib-bdd");
    }
    diagram.node_count()
}

#[test]
fn gates_agree_with_other_libraries() {
    let mut random = Random(21);
    let mut large = 0;
    for _ in 0..800 {
        let mut formulas = Formulas::new();
        let variables = 10 + random.below(21) as u32;
        let root = larger_formula(&mut random, &mut formulas, variables, false);
        let nodes = compared(&formulas, root, variables, &mut random);
        large += usize::from(nodes > 50);
    }
    assert!(large > 100, "{large} of 800 have more than 50 nodes");
}

#[test]
fn networks_agree_with_other_libraries() {
    let mut random = Random(22);
    for _ in 0..400 {
        let mut formulas = Formulas::new();
        let variables = 10 + random.below(11) as u32;
        let root = larger_formula(&mut random, &mut formulas, variables, true);
        compared(&formulas, root, variables, &mut random);
    }
}

#[test]
fn thresholds_agree_with_other_libraries() {
    let mut random = Random(23);
    for variables in [10, 17, 30] {
        for k in [1, 2, variables / 2, variables - 1, variables] {
            let mut formulas = Formulas::new();
            let all = (0..variables).map(|variable| formulas.variable(Variable(variable)));
            let all = all.collect();
            let root = formulas.at_least(k as usize, all);
            compared(&formulas, root, variables, &mut random);
        }
    }
}
