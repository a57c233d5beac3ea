//! The Birnbaum importance of one thing as a formula.
//!
//! Along the parts that contain the thing, the slope is that of the operand times what the others
//! must do for it to decide. A group of open size has alike elements, and the slope is that of
//! any one of them: `k of n` is decided by one where exactly k − 1 of the other n − 1 work.

use crate::Trouble;
use crate::chance::{needed, operands};
use crate::cut_shares::cut_share_formula;
use crate::expression::expressions_over;
use kofn_algebra::Expr;
use kofn_boolean::Limits;
use kofn_structure::{LeafId, Part, PartId, Parts};

/// The formulas of a structure around one of its things.
pub struct ThingFormulas<'p> {
    parts: &'p Parts,
    root: PartId,
    formulas: Vec<Option<Expr>>,
    inside: Vec<bool>,
}

impl<'p> ThingFormulas<'p> {
    /// From parts with things told apart; `chance` gives the formula of a thing's own part. `None`
    /// where the structure has no formula of readable length.
    pub fn new(
        parts: &'p Parts,
        root: PartId,
        thing: LeafId,
        mut chance: impl FnMut(LeafId) -> Expr,
    ) -> Option<Self> {
        let formulas = expressions_over(parts, root, |shown, _| {
            leaf(shown).map_or_else(|| shown.clone(), &mut chance)
        })?;
        let needed = needed(parts, root);
        let mut inside = vec![false; parts.len()];
        for (at, part) in parts.iter().enumerate().filter(|(at, _)| needed[*at]) {
            let mut found = matches!(part, Part::Leaf { shown, .. } if leaf(shown) == Some(thing));
            operands(part, |operand| found |= inside[operand.index()]);
            inside[at] = found;
        }
        Some(ThingFormulas { parts, root, formulas, inside })
    }

    /// The reliability.
    pub fn reliability(&self) -> Expr {
        self.of(self.root)
    }

    /// The chance that some minimal cut set with the thing in it has failed.
    pub fn cut_share(&self, limits: &Limits) -> Result<Expr, Trouble> {
        if !self.inside[self.root.index()] {
            return Ok(Expr::zero());
        }
        cut_share_formula(self.parts, self.root, &self.formulas, &self.inside, limits)
    }

    /// The slope of the reliability in the chance of the thing.
    pub fn slope(&self) -> Result<Expr, Trouble> {
        let mut slopes: Vec<Expr> = vec![Expr::zero(); self.parts.len()];
        for (at, part) in self.parts.iter().enumerate().filter(|(at, _)| self.inside[*at]) {
            slopes[at] = self.slope_of(part, &slopes)?;
        }
        Ok(slopes.swap_remove(self.root.index()))
    }

    fn slope_of(&self, part: &Part, slopes: &[Expr]) -> Result<Expr, Trouble> {
        let d = |id: &PartId| slopes[id.index()].clone();
        let of = |id: &PartId| self.of(*id);
        let within = |id: &PartId| self.inside[id.index()];
        let sum_of_gate = |all: &[(PartId, Expr)], side: &dyn Fn(&PartId) -> Expr| {
            // Independent operands: only one of them contains the thing.
            let mut factors: Vec<(Expr, Expr)> = Vec::with_capacity(all.len());
            let mut slope = Expr::zero();
            for (id, copies) in all {
                if within(id) {
                    slope = d(id);
                    let others = Expr::difference(copies.clone(), Expr::one());
                    factors.push((side(id), others));
                } else {
                    factors.push((side(id), copies.clone()));
                }
            }
            Expr::product([Expr::product_of_powers(factors), slope])
        };
        Ok(match part {
            Part::Leaf { .. } => Expr::one(),
            Part::Constant(_) => Expr::zero(),
            Part::Not(inner) => d(inner).negate(),
            Part::Series(all) => sum_of_gate(all, &of),
            Part::Parallel(any) => sum_of_gate(any, &|id| of(id).complement()),
            Part::AtLeast { k, n, of: one } => {
                let less = |count: &Expr| Expr::difference(count.clone(), Expr::one());
                let decides = exactly(less(k), less(n), of(one));
                Expr::product([decides, d(one)])
            }
            Part::AtLeastOf { k, of: all } => {
                let mut rest = Vec::with_capacity(all.len());
                let mut slope = Expr::zero();
                for (id, times) in all {
                    if within(id) {
                        slope = d(id);
                        rest.push((of(id), times - 1));
                    } else {
                        rest.push((of(id), *times));
                    }
                }
                let enough = Expr::at_least_of(k.saturating_sub(1), rest.clone());
                let decides = Expr::difference(enough, Expr::at_least_of(*k, rest));
                Expr::product([decides, slope])
            }
            Part::Pivot { on, works, fails } => Expr::sum([
                Expr::product([d(on), Expr::difference(of(works), of(fails))]),
                Expr::product([of(on), d(works)]),
                Expr::product([of(on).complement(), d(fails)]),
            ]),
            Part::Classes { thresholds, cases } => {
                let mut terms = vec![d(&cases[0])];
                for (at, threshold) in thresholds.iter().enumerate() {
                    let (more, fewer) = (&cases[at + 1], &cases[at]);
                    let gain = Expr::difference(of(more), of(fewer));
                    terms.push(Expr::product([d(threshold), gain]));
                    let change = Expr::difference(d(more), d(fewer));
                    terms.push(Expr::product([of(threshold), change]));
                }
                Expr::sum(terms)
            }
            Part::Diagram { diagram, atoms } => {
                let case = |works: bool| {
                    diagram.fold(Expr::zero(), Expr::one(), |variable, up, down| {
                        let atom = &atoms[variable.0 as usize];
                        match within(atom) {
                            true if works => up.clone(),
                            true => down.clone(),
                            false => Expr::pivot(of(atom), up.clone(), down.clone()),
                        }
                    })
                };
                let slope = atoms.iter().find(|atom| within(atom)).map_or_else(Expr::zero, d);
                Expr::product([Expr::difference(case(true), case(false)), slope])
            }
            Part::Family { .. } => {
                let why = "the elements of a family of open size differ: give its size a value";
                return Err(Trouble::Undefined(why.to_owned()));
            }
            Part::Count { .. } | Part::Network { .. } | Part::Uncompiled { .. } => {
                return Err(Trouble::Undefined("its parts are not told apart".to_owned()));
            }
        })
    }

    fn of(&self, id: PartId) -> Expr {
        match &self.formulas[id.index()] {
            Some(formula) => formula.clone(),
            None => unreachable!("a part that the root consists of has a formula"),
        }
    }
}

/// Exactly `k` of `n` alike ones work.
fn exactly(k: Expr, n: Expr, one: Expr) -> Expr {
    let failing = Expr::difference(n.clone(), k.clone());
    let ways = Expr::binomial(n, k.clone());
    let powers = Expr::product_of_powers([(one.clone(), k), (one.complement(), failing)]);
    Expr::product([ways, powers])
}

/// The thing that a leaf is.
pub(crate) fn leaf(shown: &Expr) -> Option<LeafId> {
    match shown.view() {
        kofn_algebra::View::Symbol(symbol) => LeafId::of_symbol(symbol),
        _ => None,
    }
}
