//! Claims about structures that are too large for formulas.
//!
//! Where both sides of a comparison are what systems do, the structures themselves are compared:
//! things of equal chances are matched, and then one structure implies the other
//! ([`Coupling`]). Where all values are known, certified enclosures tell the order long before
//! the exact values do. With parameters open, enclosures at some points refute.

use crate::answer::Reducing;
use crate::asking::undecided;
use crate::checking::measures;
use crate::naming::Names;
use crate::setting::Setting;
use crate::settings::{Settings, modest};
use crate::solving::end_of_number;
use kofn_algebra::{Expr, Rational, RealEnclosure, Relation, Symbol, enclose};
use kofn_boolean::Limits;
use kofn_decide::{
    Comparison, Condition, Parameters, Range, Undecided, at_least_by_coupling, compare_numbers,
};
use kofn_diagnostics::Span;
use kofn_emit::report::{End, SideValues, Sides, Verdict};
use kofn_measures::{Exactness, Trouble, enclosure, exact_takes_long, polynomial_work};
use kofn_model::{Measure, Num, NumKind, SystemCall};
use kofn_structure::{Built, Coupled, Coupling, Reduced, View};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Structures of fewer things have formulas and polynomials that are soon computed.
const SMALL: usize = 24;

/// Steps of an evaluation times terms of the polynomial, at most, where a formula is tried.
const MOST_TERMS: u64 = 1_000_000_000;

/// How a claim about two structures was proven.
const COUPLING: &str = "coupling: the modules of one matched with those of the other";

/// One comparison of a query.
#[derive(Clone, Copy)]
pub(crate) struct Claim<'q> {
    pub left: &'q Num,
    pub relation: Relation,
    pub right: &'q Num,
}

/// What answering a claim needs around it.
#[derive(Clone, Copy)]
pub(crate) struct Around<'q> {
    pub setting: &'q Setting,
    pub settings: &'q Settings,
    pub words: &'q dyn Fn(Span) -> String,
}

/// A side that can be enclosed.
enum Side {
    /// The chance that a structure works, or that it fails.
    Structure(Reduced, Measure),
    /// Something in which no system occurs.
    Number(Expr),
}

impl Reducing<'_> {
    /// What is found out about a comparison of large structures before formulas are tried. `None`
    /// also where formulas are likely to be quick; `hopeless` says why they cannot be computed.
    pub fn before_formulas(
        &self,
        claim: Claim<'_>,
        around: Around<'_>,
        hopeless: &mut Option<String>,
    ) -> Option<Verdict> {
        let calls: Vec<&SystemCall> = [claim.left, claim.right]
            .into_iter()
            .filter_map(|num| plain(num))
            .map(|(_, call)| call)
            .collect();
        let mut large = false;
        let mut open = false;
        for call in &calls {
            // What is counted in groups has short formulas.
            let built = self.built(call, &around.setting.around).ok()?;
            large |= !built.grouped && built.leaves().count() > SMALL;
            open |= built.leaves().any(|leaf| leaf.value.as_number().is_none());
        }
        if !large {
            return None;
        }
        if open {
            if !claim.relation.is_strict()
                && self.coupling(claim, around).is_some_and(|mut coupling| coupling.by_form())
            {
                return Some(proven(COUPLING));
            }
            *hopeless = calls.iter().find_map(|call| self.too_many_terms(call, around));
            return None;
        }
        let sides = self.sides(claim, around)?;
        let long = sides.iter().any(|side| match side {
            Side::Structure(reduced, _) => exact_takes_long(&reduced.parts, reduced.root),
            Side::Number(_) => false,
        });
        if !long {
            return None;
        }
        if let Some(mut coupling) = self.coupling(claim, around)
            && !claim.relation.is_strict()
            && coupling.by_form()
        {
            return Some(proven(COUPLING));
        }
        if around.settings.exactness == Exactness::Always {
            return None;
        }
        let limits = &around.settings.limits;
        let order = match compared(&sides, &BTreeMap::new(), around.settings, limits) {
            Ok(order) => order?,
            Err(trouble) => {
                // Exact values take the same steps.
                if matches!(trouble, Trouble::Limit { .. } | Trouble::Interrupted) {
                    *hopeless = Some(format!("this cannot be computed with: {trouble}"));
                }
                return None;
            }
        };
        match claim.relation.holds(order.order) {
            true => Some(proven("certified enclosures")),
            // Perhaps nothing satisfies what is given.
            false if !around.setting.conditions.is_empty() => None,
            false => Some(refuted(claim, &BTreeMap::new(), order, around)),
        }
    }

    /// Why the polynomial of a structure with open parameters is not tried.
    fn too_many_terms(&self, call: &SystemCall, around: Around<'_>) -> Option<String> {
        let Around { setting, settings, .. } = around;
        let why = |what: &str| Some(format!("this cannot be computed with: {what}"));
        let reduced = match self.parts(call, &setting.around, settings).ok()? {
            Ok(reduced) => reduced,
            Err(trouble) => return why(&trouble.to_string()),
        };
        self.too_long(&reduced, settings)
            .map(|trouble| format!("this cannot be computed with: {trouble}"))
    }

    /// Why the polynomial of a structure is not begun.
    pub fn too_long(&self, reduced: &Reduced, settings: &Settings) -> Option<Trouble> {
        match polynomial_work(&reduced.parts, reduced.root, &settings.limits) {
            Ok(work) if work <= MOST_TERMS => None,
            Ok(_) => Some(Trouble::Undefined("its polynomial has too many terms".to_owned())),
            Err(trouble @ (Trouble::Limit { .. } | Trouble::Interrupted)) => Some(trouble),
            Err(_) => None,
        }
    }

    /// What is found out about a comparison for which formulas do not suffice, `why` they do not.
    pub fn without_formulas(
        &self,
        claim: Claim<'_>,
        around: Around<'_>,
        (reason, why): (&'static str, String),
    ) -> Verdict {
        let mut weak = false;
        let mut diagrams = None;
        if let Some(mut coupling) = self.coupling(claim, around) {
            match coupling.by_diagrams(&around.settings.limits) {
                Coupled::Covers if !claim.relation.is_strict() => return proven(COUPLING),
                Coupled::Covers => weak = true,
                Coupled::Unknown => {}
                Coupled::Limit(limit) => diagrams = Some(limit),
            }
        }
        if let Some(refutation) = self.refuted_at_points(claim, around) {
            return refutation;
        }
        if weak {
            let (reason, why) = undecided(&Undecided::Touching);
            return Verdict::Undecided { reason, why };
        }
        let why = match diagrams {
            Some(limit) => format!("{why}; matching the modules of both sides {limit}"),
            None => why,
        };
        Verdict::Undecided { reason, why }
    }

    /// The structures of both sides with their things matched, for each direction that the relation
    /// claims. `None` where a side is something else, and where it is not proven that each thing's
    /// chance to work is a probability.
    fn coupling(&self, claim: Claim<'_>, around: Around<'_>) -> Option<Directions> {
        let (left, right) = (plain(claim.left)?, plain(claim.right)?);
        let failing = |measure| measure == Measure::Unreliability;
        if failing(left.0) != failing(right.0) || claim.relation == Relation::Unequal {
            return None;
        }
        let relation = if failing(left.0) { claim.relation.swapped() } else { claim.relation };
        let left = self.as_declared(left.1, &around.setting.around).ok()?;
        let right = self.as_declared(right.1, &around.setting.around).ok()?;
        let mut proofs = self.proofs([&left, &right], around)?;
        let leaves = || left.leaves().chain(right.leaves());
        if !leaves().all(|leaf| proofs.is_probability(&leaf.value)) {
            return None;
        }
        let mut covers = |above: &Built, below: &Built| {
            Coupling::new(above, below, &mut |above, below| proofs.at_least(above, below))
        };
        let all = match relation {
            Relation::AtLeast | Relation::More => vec![covers(&left, &right)?],
            Relation::AtMost | Relation::Less => vec![covers(&right, &left)?],
            Relation::Equal | Relation::Unequal => {
                vec![covers(&left, &right)?, covers(&right, &left)?]
            }
        };
        Some(Directions(all))
    }

    fn proofs(&self, sides: [&Built; 2], around: Around<'_>) -> Option<Proofs> {
        let Around { setting, settings, .. } = around;
        let mut symbols: BTreeSet<Symbol> = sides
            .iter()
            .flat_map(|built| built.leaves())
            .flat_map(|leaf| leaf.value.symbols())
            .collect();
        // Without what is given, what is proven is proven for more.
        let given: Vec<Condition> = setting
            .conditions
            .iter()
            .filter_map(|one| self.condition(one, &setting.around, settings).ok())
            .collect();
        symbols.extend(given.iter().flat_map(Condition::symbols));
        let same = Names::new(&BTreeSet::new(), &self.model.symbols);
        let parameters = self.parameters(&symbols, &same, setting, settings).ok()?;
        Some(Proofs { parameters, given, known: HashMap::new(), asked: 0 })
    }

    fn sides(&self, claim: Claim<'_>, around: Around<'_>) -> Option<[Side; 2]> {
        Some([self.side(claim.left, around)?, self.side(claim.right, around)?])
    }

    fn side(&self, num: &Num, around: Around<'_>) -> Option<Side> {
        let Around { setting, settings, .. } = around;
        if let Some((measure, call)) = plain(num) {
            let reduced = self.parts(call, &setting.around, settings).ok()?.ok()?;
            return Some(Side::Structure(reduced, measure));
        }
        let mut has_systems = false;
        measures(num, &mut |_| has_systems = true);
        if has_systems {
            return None;
        }
        self.composed(num, &setting.around, settings, View::Value).ok().map(Side::Number)
    }

    /// A point at which the comparison is certain not to hold, of a few that are tried.
    fn refuted_at_points(&self, claim: Claim<'_>, around: Around<'_>) -> Option<Verdict> {
        let Around { setting, settings, .. } = around;
        let sides = self.sides(claim, around)?;
        let mut given = Vec::with_capacity(setting.conditions.len());
        for one in &setting.conditions {
            given.push(self.condition(one, &setting.around, settings).ok()?);
        }
        let mut symbols: BTreeSet<Symbol> = given.iter().flat_map(Condition::symbols).collect();
        for side in &sides {
            symbols.extend(side.symbols());
        }
        let same = Names::new(&BTreeSet::new(), &self.model.symbols);
        let parameters = self.parameters(&symbols, &same, setting, settings).ok()?;
        for number in 0..POINTS {
            let point = point(&symbols, &parameters, number)?;
            let values: BTreeMap<Symbol, Expr> = point
                .iter()
                .map(|(symbol, value)| (symbol.clone(), Expr::number(value.clone())))
                .collect();
            if given.iter().all(|one| holds(&one.substitute(&values))) {
                let order = compared(&sides, &values, settings, &settings.limits).ok()??;
                if !claim.relation.holds(order.order) {
                    return Some(refuted(claim, &self.printed(point), order, around));
                }
            }
            if symbols.is_empty() {
                break;
            }
        }
        None
    }

    /// A point under the names by which its symbols are printed.
    fn printed(&self, point: BTreeMap<Symbol, Rational>) -> BTreeMap<Symbol, Rational> {
        let symbols: BTreeSet<Symbol> = point.keys().cloned().collect();
        let names = Names::new(&symbols, &self.model.symbols);
        point.into_iter().map(|(symbol, value)| (names.of(&symbol), value)).collect()
    }
}

impl Side {
    fn symbols(&self) -> BTreeSet<Symbol> {
        match self {
            Side::Number(number) => number.symbols(),
            Side::Structure(reduced, _) => kofn_measures::standing(&reduced.parts, reduced.root),
        }
    }

    fn enclosed(
        &self,
        values: &BTreeMap<Symbol, Expr>,
        bits: u32,
        limits: &Limits,
    ) -> Result<RealEnclosure, Trouble> {
        match self {
            Side::Number(number) => enclose(&number.substitute(values), &|_| None, bits)
                .map_err(|why| Trouble::Undefined(why.to_string())),
            Side::Structure(reduced, measure) => {
                let chance = enclosure(&reduced.parts, reduced.root, values, bits, limits)?;
                Ok(match measure {
                    Measure::Unreliability => chance.fails.into(),
                    Measure::Reliability
                    | Measure::Availability
                    | Measure::SmallestCut
                    | Measure::Importance(_) => chance.works.into(),
                })
            }
        }
    }
}

/// What a relation claims: one direction, or both.
struct Directions(Vec<Coupling>);

impl Directions {
    fn by_form(&mut self) -> bool {
        self.0.iter_mut().all(Coupling::covers_by_form)
    }

    fn by_diagrams(&mut self, limits: &Limits) -> Coupled {
        let limits = modest(limits);
        let found = self.0.iter_mut().map(|one| one.covers_by_diagrams(&limits));
        found.into_iter().find(|one| *one != Coupled::Covers).unwrap_or(Coupled::Covers)
    }
}

/// How probabilities compare, whatever the open parameters are.
struct Proofs {
    parameters: Parameters,
    given: Vec<Condition>,
    known: HashMap<(Expr, Expr), bool>,
    asked: usize,
}

/// Claims about single probabilities that are proven one by one for one assertion, at most.
const MOST_CLAIMS: usize = 32;

impl Proofs {
    fn is_probability(&mut self, value: &Expr) -> bool {
        match value.as_number() {
            Some(number) => number.is_probability(),
            None => {
                at_least_by_coupling(value, value, &self.parameters)
                    || (self.at_least(&Expr::one(), value) && self.at_least(value, &Expr::zero()))
            }
        }
    }

    fn at_least(&mut self, above: &Expr, below: &Expr) -> bool {
        if let (Some(above), Some(below)) = (above.as_number(), below.as_number()) {
            return above >= below;
        }
        let pair = (above.clone(), below.clone());
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        let is = at_least_by_coupling(above, below, &self.parameters) || self.proves(above, below);
        self.known.insert(pair, is);
        is
    }

    fn proves(&mut self, above: &Expr, below: &Expr) -> bool {
        self.asked += 1;
        let (left, right) = (above.clone(), below.clone());
        let claim = Condition::Compare(Comparison { left, relation: Relation::AtLeast, right });
        self.asked <= MOST_CLAIMS
            && matches!(
                kofn_decide::assert(&claim, &self.given, &self.parameters),
                kofn_decide::Verdict::Proven { .. }
            )
    }
}

/// What a system does, and nothing else.
fn plain(num: &Num) -> Option<(Measure, &SystemCall)> {
    match &num.kind {
        NumKind::Measure(Measure::SmallestCut | Measure::Importance(_), _) => None,
        NumKind::Measure(measure, call) => Some((*measure, call)),
        _ => None,
    }
}

/// Two sides whose order is certain.
struct Ordered {
    order: Ordering,
    sides: [RealEnclosure; 2],
}

/// The order of two sides where these bits tell it.
fn compared(
    sides: &[Side; 2],
    values: &BTreeMap<Symbol, Expr>,
    settings: &Settings,
    limits: &Limits,
) -> Result<Option<Ordered>, Trouble> {
    let printed = 64 + u32::try_from(settings.digits.min(1_000)).unwrap_or(0) * 4;
    for bits in [printed.max(128), printed.max(1_024)] {
        let [left, right] =
            [sides[0].enclosed(values, bits, limits)?, sides[1].enclosed(values, bits, limits)?];
        let above = |a: &RealEnclosure, b: &RealEnclosure| {
            a.lo().zip(b.hi()).is_some_and(|(lo, hi)| lo > hi)
        };
        let order = match (above(&left, &right), above(&right, &left)) {
            (true, _) => Ordering::Greater,
            (_, true) => Ordering::Less,
            _ => continue,
        };
        return Ok(Some(Ordered { order, sides: [left, right] }));
    }
    Ok(None)
}

/// Points at which a claim is tried.
const POINTS: usize = 4;

/// A point of the ranges; `None` where a range is open or has only whole numbers, which structures
/// may depend on.
fn point(
    symbols: &BTreeSet<Symbol>,
    parameters: &Parameters,
    number: usize,
) -> Option<BTreeMap<Symbol, Rational>> {
    let mut point = BTreeMap::new();
    for (at, symbol) in symbols.iter().enumerate() {
        // All in the middle, near one end, near the other; then mixed.
        let tenths = match number {
            0 => 5,
            1 => 9,
            2 => 1,
            _ => [1, 9, 5, 7, 3][(at * (number - 1) + number) % 5],
        };
        let value = match parameters.get(symbol)? {
            Range::Real { lo: Some(lo), hi: Some(hi) } => {
                lo + (hi - lo) * Rational::new(tenths.into(), 10.into())?
            }
            Range::Values(values) => values.get((at + number) % values.len().max(1))?.clone(),
            Range::Real { .. } | Range::Count { .. } => return None,
        };
        point.insert(symbol.clone(), value);
    }
    Some(point)
}

/// Whether a condition between numbers is seen to hold.
fn holds(condition: &Condition) -> bool {
    match condition {
        Condition::Compare(Comparison { left, relation, right }) => {
            compare_numbers(left, right).is_ok_and(|order| relation.holds(order))
        }
        Condition::All(all) => all.iter().all(holds),
        Condition::Any(any) => any.iter().any(holds),
    }
}

fn proven(method: &str) -> Verdict {
    Verdict::Proven { method: method.to_owned() }
}

fn refuted(
    claim: Claim<'_>,
    point: &BTreeMap<Symbol, Rational>,
    ordered: Ordered,
    around: Around<'_>,
) -> Verdict {
    let digits = around.settings.digits;
    let end = |side: &RealEnclosure| {
        // Not a single digit may be certain, and what has none is not shown.
        let decimal = (1..=digits).rev().find_map(|digits| side.decimal(digits))?;
        Some(End {
            exact: None,
            decimal: Some(decimal),
            open: false,
            algebraic: None,
            closed_form: None,
        })
    };
    let [left, right] = &ordered.sides;
    let words = |span| crate::words::laid_out(&(around.words)(span));
    Verdict::Refuted {
        point: point
            .iter()
            .filter_map(|(symbol, value)| {
                let value = end_of_number(&Expr::number(value.clone()), digits)?;
                Some((Expr::symbol(symbol.clone()), value))
            })
            .collect(),
        sides: vec![Sides {
            left: words(claim.left.span),
            relation: claim.relation,
            right: words(claim.right.span),
            values: match (end(left), end(right)) {
                (Some(left), Some(right)) => SideValues::Known(Some(left), Some(right)),
                _ => SideValues::NotShown,
            },
        }],
        except: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
