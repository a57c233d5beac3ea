//! Decision diagrams as OxiDD and biodivine-lib-bdd build them.

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use kofn_boolean::{FormulaId, Formulas, Gate, Variable};
use oxidd::bdd::{BDDFunction, BDDManagerRef};
use oxidd::util::num::Natural;
use oxidd::util::{FxHasher, Ref, SatCountCache};
use oxidd::{
    BooleanFunction, Function, HasLevel, InnerNode, LevelNo, Manager, ManagerRef, Node, NodeID,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

/// Functions as a library has them; variables are called by their levels.
pub trait Library {
    type Function: Clone;

    fn new(variables: u32) -> Self;
    fn constant(&self, value: bool) -> Self::Function;
    fn variable(&self, level: u32) -> Self::Function;
    fn not(&self, of: &Self::Function) -> Self::Function;
    fn and(&self, a: &Self::Function, b: &Self::Function) -> Self::Function;
    fn or(&self, a: &Self::Function, b: &Self::Function) -> Self::Function;
    fn ite(&self, a: &Self::Function, b: &Self::Function, c: &Self::Function) -> Self::Function;
    /// Inner nodes.
    fn nodes(&self, of: &Self::Function) -> usize;
    /// How many assignments make it true.
    fn models(&self, of: &Self::Function) -> String;
    /// The probability that it is true, given those of the levels.
    fn probability(&self, of: &Self::Function, levels: &[f64]) -> f64;

    /// The function of a formula, gate by gate, in the way in which ours does it: operands from
    /// the bottom of the order to its top, "at least k" count by count.
    fn function(
        &self,
        formulas: &Formulas,
        root: FormulaId,
        level: &BTreeMap<Variable, u32>,
    ) -> Self::Function {
        let mut done: BTreeMap<FormulaId, (u32, Self::Function)> = BTreeMap::new();
        let sequence = occurring(formulas, root);
        let mut last_use = BTreeMap::new();
        for &formula in &sequence {
            for operand in formulas.gate(formula).operands() {
                last_use.insert(operand, formula);
            }
        }
        for &formula in &sequence {
            let mut operands = formulas.gate(formula).operands();
            operands.sort_by_key(|operand| Reverse(done[operand].0));
            let top = operands.last().map_or(u32::MAX, |operand| done[operand].0);
            let made = match formulas.gate(formula) {
                Gate::False => (top, self.constant(false)),
                Gate::True => (top, self.constant(true)),
                Gate::Variable(variable) => (level[variable], self.variable(level[variable])),
                Gate::Not(of) => (top, self.not(&done[of].1)),
                Gate::And(_) => {
                    let all = |all, one| self.and(&done[one].1, &all);
                    (top, operands.iter().fold(self.constant(true), all))
                }
                Gate::Or(_) => {
                    let any = |any, one| self.or(&done[one].1, &any);
                    (top, operands.iter().fold(self.constant(false), any))
                }
                Gate::AtLeast { k, .. } => {
                    let mut counts = vec![self.constant(false); k + 1];
                    counts[0] = self.constant(true);
                    for (counted, one) in operands.iter().enumerate() {
                        let fewest = k.saturating_sub(operands.len() - counted - 1).max(1);
                        for j in (fewest..=(counted + 1).min(*k)).rev() {
                            counts[j] = self.ite(&done[one].1, &counts[j - 1], &counts[j]);
                        }
                    }
                    (top, counts[*k].clone())
                }
                Gate::Network(_) => unreachable!("these formulas have no networks"),
            };
            for operand in operands {
                if last_use[&operand] == formula {
                    done.remove(&operand);
                }
            }
            done.insert(formula, made);
        }
        done[&root].1.clone()
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

/// OxiDD with one thread, and room for 16 million nodes.
pub struct OxiDd {
    manager: BDDManagerRef,
    variables: u32,
}

impl Library for OxiDd {
    type Function = BDDFunction;

    fn new(variables: u32) -> Self {
        let manager = oxidd::bdd::new_manager(1 << 24, 1 << 20, 1);
        manager.with_manager_exclusive(|manager| manager.add_vars(variables));
        OxiDd { manager, variables }
    }

    fn constant(&self, value: bool) -> BDDFunction {
        let constant = if value { BDDFunction::t } else { BDDFunction::f };
        self.manager.with_manager_shared(constant)
    }

    fn variable(&self, level: u32) -> BDDFunction {
        self.manager.with_manager_shared(|manager| BDDFunction::var(manager, level)).unwrap()
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

    fn ite(&self, a: &BDDFunction, b: &BDDFunction, c: &BDDFunction) -> BDDFunction {
        a.ite(b, c).unwrap()
    }

    fn nodes(&self, of: &BDDFunction) -> usize {
        of.node_count() - 2
    }

    fn models(&self, of: &BDDFunction) -> String {
        let mut cache = SatCountCache::<Natural, BuildHasherDefault<FxHasher>>::default();
        of.sat_count(self.variables, &mut cache).to_string()
    }

    fn probability(&self, of: &BDDFunction, levels: &[f64]) -> f64 {
        of.with_manager_shared(|manager, root| {
            let truth = BDDFunction::t(manager);
            let truth = truth.as_edge(manager).node_id();
            chance(manager, root, truth, levels, &mut HashMap::default())
        })
    }
}

/// As OxiDD itself counts models: recursion, and values remembered by the nodes' numbers.
fn chance<M: Manager>(
    manager: &M,
    edge: Ref<'_, M::Edge>,
    truth: NodeID,
    levels: &[f64],
    known: &mut HashMap<NodeID, f64, BuildHasherDefault<FxHasher>>,
) -> f64
where
    M::InnerNode: HasLevel,
{
    let id = edge.node_id();
    let Node::Inner(node) = manager.get_node(edge) else {
        return if id == truth { 1.0 } else { 0.0 };
    };
    if let Some(&chance) = known.get(&id) {
        return chance;
    }
    let level: LevelNo = node.level();
    let p = levels[level as usize];
    let works = chance(manager, node.child(0), truth, levels, known);
    let fails = chance(manager, node.child(1), truth, levels, known);
    let chance = p * works + (1.0 - p) * fails;
    known.insert(id, chance);
    chance
}

/// biodivine-lib-bdd: every function is an array of its own.
pub struct Biodivine(BddVariableSet);

impl Library for Biodivine {
    type Function = Bdd;

    fn new(variables: u32) -> Self {
        Biodivine(BddVariableSet::new_anonymous(u16::try_from(variables).unwrap()))
    }

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

    fn ite(&self, a: &Bdd, b: &Bdd, c: &Bdd) -> Bdd {
        Bdd::if_then_else(a, b, c)
    }

    fn nodes(&self, of: &Bdd) -> usize {
        of.size() - 2
    }

    fn models(&self, of: &Bdd) -> String {
        of.exact_cardinality().to_string()
    }

    /// Nodes stand behind those they lead to, so one pass over the array is enough.
    fn probability(&self, of: &Bdd, levels: &[f64]) -> f64 {
        let mut chances = vec![0.0, 1.0];
        for pointer in of.pointers().skip(2) {
            let p = levels[of.var_of(pointer).to_index()];
            let at = |link| chances[biodivine_lib_bdd::BddPointer::to_index(link)];
            let chance = p * at(of.high_link_of(pointer)) + (1.0 - p) * at(of.low_link_of(pointer));
            chances.push(chance);
        }
        chances[of.root_pointer().to_index()]
    }
}
