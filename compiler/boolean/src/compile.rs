//! From formulas to decision diagrams, gate by gate.

use std::collections::BTreeMap;

use crate::bdd::{Bdd, Ref};
use crate::diagram::Diagram;
use crate::formula::{FormulaId, Formulas, Gate, Variable};
use crate::frontier::{Branch, Target, Visit, sweep_network};
use crate::limits::{LimitReached, Limits};
use crate::network::Network;
use crate::ordering::variable_order;

/// The decision diagram of a formula.
pub fn compile(
    formulas: &Formulas,
    root: FormulaId,
    limits: &Limits,
) -> Result<Diagram, LimitReached> {
    let order = variable_order(formulas, root)?;
    let levels: BTreeMap<Variable, u32> = order.iter().copied().zip(0..).collect();
    let mut compiler = Compiler {
        bdd: Bdd::new(limits),
        compiled: vec![Ref::FALSE; root.index() + 1],
        limits: limits.clone(),
    };
    for formula in formulas.occurring_in_order(root) {
        let function = match formulas.gate(formula) {
            Gate::False => Ref::FALSE,
            Gate::True => Ref::TRUE,
            Gate::Variable(variable) => {
                compiler.bdd.make(levels[variable], Ref::TRUE, Ref::FALSE)?
            }
            Gate::Not(operand) => {
                let operand = compiler.compiled[operand.index()];
                compiler.bdd.not(operand)?
            }
            Gate::And(of) => compiler.junction(of, Ref::TRUE, Bdd::and)?,
            Gate::Or(of) => compiler.junction(of, Ref::FALSE, Bdd::or)?,
            Gate::AtLeast { k, of } => compiler.at_least(*k, of)?,
            Gate::Network(network) => compiler.network(network)?,
        };
        compiler.compiled[formula.index()] = function;
    }
    Ok(Diagram::extract(&compiler.bdd, compiler.compiled[root.index()], order))
}

/// Invariant: `compiled` holds the functions of all formulas before the current one that occur
/// in the root.
struct Compiler {
    bdd: Bdd,
    compiled: Vec<Ref>,
    limits: Limits,
}

impl Compiler {
    /// The operands' functions, the one with the topmost variable last: built in this order,
    /// every result lies below what is added next.
    fn bottom_first(&self, operands: &[FormulaId]) -> Vec<Ref> {
        let mut functions: Vec<Ref> =
            operands.iter().map(|operand| self.compiled[operand.index()]).collect();
        functions.sort_by_key(|&function| std::cmp::Reverse(self.bdd.level(function)));
        functions
    }

    fn junction(
        &mut self,
        operands: &[FormulaId],
        neutral: Ref,
        join: fn(&mut Bdd, Ref, Ref) -> Result<Ref, LimitReached>,
    ) -> Result<Ref, LimitReached> {
        let functions = self.bottom_first(operands);
        functions.into_iter().try_fold(neutral, |all, function| join(&mut self.bdd, function, all))
    }

    /// Counts the operands from the last to the first: `rest[j]` is the function "at least `j` of
    /// the operands counted". An operand in front of them makes it "at least `j - 1` if it is
    /// true, at least `j` if not".
    ///
    /// Only counts are built that the operands in front can leave open.
    fn at_least(&mut self, k: usize, operands: &[FormulaId]) -> Result<Ref, LimitReached> {
        let functions = self.bottom_first(operands);
        let mut rest = vec![Ref::FALSE; k + 1];
        rest[0] = Ref::TRUE;
        for (counted, &function) in functions.iter().enumerate() {
            let in_front = functions.len() - counted - 1;
            let fewest = k.saturating_sub(in_front).max(1);
            let most = k.min(counted + 1);
            for j in (fewest..=most).rev() {
                rest[j] = self.bdd.ite(function, rest[j - 1], rest[j])?;
            }
        }
        Ok(rest[k])
    }

    /// Composes the states of the frontier method, from the last layer to the first, with the
    /// elements' functions.
    fn network(&mut self, network: &Network<FormulaId>) -> Result<Ref, LimitReached> {
        let mut layers = Layers { start: Target::FAILS, layers: Vec::new() };
        sweep_network(network, &self.limits, &mut layers)?;
        let mut following: Vec<Ref> = Vec::new();
        for (element, branches) in layers.layers.into_iter().rev() {
            let function = self.compiled[element.index()];
            let mut states = Vec::with_capacity(branches.len());
            for Branch { works, fails } in branches {
                let (works, fails) = (reference(works, &following), reference(fails, &following));
                states.push(self.bdd.ite(function, works, fails)?);
            }
            following = states;
        }
        Ok(reference(layers.start, &following))
    }
}

fn reference(target: Target, states: &[Ref]) -> Ref {
    match target.state() {
        Some(number) => states[number],
        None if target == Target::WORKS => Ref::TRUE,
        None => Ref::FALSE,
    }
}

/// All states of a network with their branches.
struct Layers {
    start: Target,
    layers: Vec<(FormulaId, Vec<Branch>)>,
}

impl Visit<FormulaId> for Layers {
    type Stop = LimitReached;

    fn start(&mut self, target: Target) -> Result<(), LimitReached> {
        self.start = target;
        Ok(())
    }

    fn layer(
        &mut self,
        element: &FormulaId,
        branches: &[Branch],
        _: usize,
    ) -> Result<(), LimitReached> {
        self.layers.push((*element, branches.to_vec()));
        Ok(())
    }

    fn irrelevant(&mut self, _: &FormulaId) -> Result<(), LimitReached> {
        Ok(())
    }
}
