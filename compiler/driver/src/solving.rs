//! `solve`: from a query to what is solved, and back to what is told.

use crate::answer::{Reducing, Set};
use crate::asking::{renamed, see_symbols};
use crate::code;
use crate::naming::Names;
use crate::obstacle::Obstacle;
use crate::setting::Setting;
use crate::settings::Settings;
use kofn_algebra::{
    Bound, Expr, Function, Integer, Rational, RealRoot, RealSet, Symbol, View, certified_decimal,
    decimal, log_ratio,
};
use kofn_decide::{
    Condition, CountRange, CountSet, Counts, Parameters, Range, Reach, RealReach, Solution,
    Unsolved, holds, solve,
};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_emit::report::{
    Algebraic, CountBound, End, Found, Infeasible, Interval, SolutionSet, Solved, Witness,
};
use kofn_measures::{Exactness, Trouble, Value, certified, of_rational};
use kofn_model::{self as model, Given, ParamId, Solve, SolveEnd};
use std::collections::{BTreeMap, BTreeSet};

/// A `solve` with its sides evaluated; what a table sweeps may still be open in them.
pub(crate) struct PreparedSolve {
    condition: Condition,
    given: Vec<Condition>,
    symbol: Symbol,
    parameters: Parameters,
    end: Option<SolveEnd>,
}

/// The end of a solution set.
pub(crate) enum SolvedEnd {
    /// A number, perhaps with logarithms and roots.
    Number(Expr),
    /// A root of a polynomial.
    Algebraic(RealRoot),
}

/// Why a solution set does not have the end that is asked for.
enum NoEnd {
    /// There is none, or more than one, or it is at infinity.
    Gap(&'static str),
    /// It was not found.
    Unsolved(Unsolved),
    /// Other parameters are open.
    Open,
}

impl PreparedSolve {
    /// The end where these parameters have these values; `None` where there is none, or more than
    /// one.
    pub fn at(&self, values: &BTreeMap<Symbol, Expr>) -> Result<Option<SolvedEnd>, Trouble> {
        match self.solved_at(values) {
            Ok(end) => Ok(Some(end)),
            Err(NoEnd::Gap(_)) => Ok(None),
            Err(NoEnd::Open) => {
                Err(Trouble::Undefined("other parameters of a `solve` are open".to_owned()))
            }
            Err(NoEnd::Unsolved(why)) => Err(Trouble::Limit { what: unsolved(&why).1, limit: 0 }),
        }
    }

    fn solved_at(&self, values: &BTreeMap<Symbol, Expr>) -> Result<SolvedEnd, NoEnd> {
        let condition = self.condition.substitute(values);
        let given: Vec<Condition> = self.given.iter().map(|one| one.substitute(values)).collect();
        self.end_of(&solve(&condition, &self.symbol, &self.parameters, &given))
    }

    fn end_of(&self, solution: &Solution) -> Result<SolvedEnd, NoEnd> {
        match solution {
            // What cancels does not matter, as long as it is not 0.
            Solution::Where { solution, .. } => self.end_of(solution),
            Solution::Counts(counts) => self.end_of_counts(counts),
            Solution::Reals { set, .. } => self.end_of_reals(set),
            Solution::Formula(_) => Err(NoEnd::Open),
            Solution::Unsolved(why) => Err(NoEnd::Unsolved(why.clone())),
        }
    }

    fn end_of_counts(&self, counts: &Counts) -> Result<SolvedEnd, NoEnd> {
        if counts.set.is_empty() {
            return Err(NoEnd::Gap("there is no solution"));
        }
        match self.end {
            Some(SolveEnd::Min) => {
                let least = counts.set.least().ok_or(NoEnd::Gap("there is no solution"))?;
                Ok(SolvedEnd::Number(Expr::number(least)))
            }
            Some(SolveEnd::Max) => {
                let largest =
                    counts.set.largest().ok_or(NoEnd::Gap("the solutions have no largest one"))?;
                Ok(SolvedEnd::Number(Expr::number(largest)))
            }
            None => match &counts.bound {
                Some(bound) => Ok(SolvedEnd::Number(
                    quotient_of_logarithms(&bound.formula)
                        .map_or_else(|| bound.formula.clone(), Expr::number),
                )),
                None => Err(NoEnd::Gap("the bound has no closed form; `solve(min …)` is whole")),
            },
        }
    }

    fn end_of_reals(&self, set: &RealSet) -> Result<SolvedEnd, NoEnd> {
        let pieces = set.pieces();
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return Err(NoEnd::Gap("there is no solution"));
        };
        let known = |root: Option<&RealRoot>| match root {
            Some(RealRoot::Rational(number)) => Ok(SolvedEnd::Number(Expr::number(number.clone()))),
            Some(root) => Ok(SolvedEnd::Algebraic(root.clone())),
            None => Err(NoEnd::Gap("the solutions have no end on this side")),
        };
        match self.end {
            Some(SolveEnd::Min) => known(first.lo.number()),
            Some(SolveEnd::Max) => known(last.hi.number()),
            None => {
                let (lo, hi) = match self.parameters.get(&self.symbol) {
                    Some(Range::Real { lo, hi }) => (lo.clone(), hi.clone()),
                    _ => (None, None),
                };
                let at_end = |root: &RealRoot| match root {
                    RealRoot::Rational(number) => {
                        lo.as_ref() == Some(number) || hi.as_ref() == Some(number)
                    }
                    RealRoot::Algebraic(_) => false,
                };
                let mut inside: Vec<&RealRoot> = pieces
                    .iter()
                    .flat_map(|piece| [piece.lo.number(), piece.hi.number()])
                    .flatten()
                    .filter(|root| !at_end(root))
                    .collect();
                inside.dedup();
                match inside.as_slice() {
                    [only] => known(Some(*only)),
                    // A single point has no other end, wherever it is.
                    [] if pieces.len() == 1 && first.as_point().is_some() => {
                        known(first.as_point())
                    }
                    [] => Err(NoEnd::Gap("all of the range satisfies the condition")),
                    _ => Err(NoEnd::Gap("the solutions have several ends")),
                }
            }
        }
    }
}

impl Reducing<'_> {
    /// Evaluates the sides of a `solve`.
    pub fn prepare_solve(
        &self,
        asked: &Solve,
        outer: &Setting,
        settings: &Settings,
    ) -> Result<PreparedSolve, Obstacle> {
        let setting = self.setting(&asked.given, &[asked.parameter], outer, settings)?;
        self.prepared_solve(asked.parameter, &asked.condition, asked.end, &setting, settings)
    }

    pub fn prepared_solve(
        &self,
        parameter: ParamId,
        condition: &model::Condition,
        end: Option<SolveEnd>,
        setting: &Setting,
        settings: &Settings,
    ) -> Result<PreparedSolve, Obstacle> {
        let evaluated = self.condition(condition, &setting.around, settings)?;
        let symbol = self.model.param(parameter).symbol.clone();
        let mut symbols = BTreeSet::new();
        see_symbols(&evaluated, &mut symbols);
        let given: Vec<Condition> = setting
            .conditions
            .iter()
            .map(|one| self.condition(one, &setting.around, settings))
            .collect::<Result<_, _>>()?;
        given.iter().for_each(|one| see_symbols(one, &mut symbols));
        symbols.insert(symbol.clone());
        let same = Names::new(&BTreeSet::new(), &self.model.symbols);
        let parameters = self.parameters(&symbols, &same, setting, settings)?;
        Ok(PreparedSolve { condition: evaluated, given, symbol, parameters, end })
    }

    /// `solve(…)` as a number among others.
    pub fn solved_number(
        &self,
        asked: &Solve,
        around: &Set,
        settings: &Settings,
    ) -> Result<Expr, Obstacle> {
        let outer = Setting { around: around.clone(), ..Setting::default() };
        let prepared = self.prepare_solve(asked, &outer, settings)?;
        let name = &self.model.param(asked.parameter).name;
        let why = match prepared.solved_at(&BTreeMap::new()) {
            Ok(SolvedEnd::Number(number)) => return Ok(number),
            Ok(SolvedEnd::Algebraic(root)) => match radical(&root) {
                Some(radical) => return Ok(radical),
                None => "it is a root of a polynomial, which has no formula; ask for it alone"
                    .to_owned(),
            },
            Err(NoEnd::Gap(why)) => why.to_owned(),
            Err(NoEnd::Open) => format!(
                "other parameters are open: set them with `given`, or ask `solve {name} where …`"
            ),
            Err(NoEnd::Unsolved(why)) => unsolved(&why).1,
        };
        Err(Obstacle::Wrong(vec![
            Diagnostic::error(
                code::NO_SINGLE_SOLUTION,
                format!("this `solve` is no number: {why}"),
            )
            .maybe_at(span_of(&asked.condition), "this condition"),
        ]))
    }

    /// A count of a structure that has to be built for each of its values, of which there are few.
    fn one_by_one(
        &self,
        parameter: ParamId,
        condition: &model::Condition,
        setting: &Setting,
        settings: &Settings,
    ) -> Option<Solved> {
        /// Values at most.
        const MOST: u64 = 200;
        let Range::Count { lo, hi: Some(hi) } = self.range(parameter, setting, settings).ok()?
        else {
            return None;
        };
        let count = (&hi - &lo).to_u64().filter(|count| *count < MOST)?;
        let mut ranges = Vec::new();
        let mut values: BTreeMap<Integer, Option<Value>> = BTreeMap::new();
        for step in 0..=count {
            let at = &lo + &Integer::from(step);
            let mut around = setting.around.clone();
            around.insert(parameter, vec![Expr::number(at.clone())]);
            let found = self.condition(condition, &around, settings).ok()?;
            let mut all = vec![found.clone()];
            for given in &setting.conditions {
                all.push(self.condition(given, &around, settings).ok()?);
            }
            let all = Condition::All(all);
            if !all.symbols().is_empty() {
                return None;
            }
            if holds(&all).ok()? {
                ranges.push(CountRange {
                    from: at.clone(),
                    to: Some(at.clone()),
                    step: Integer::one(),
                });
            }
            let value = first_side(&found)
                .and_then(|side| certified(side, settings.exactness, settings.digits).ok());
            values.insert(at, value);
        }
        let set = CountSet::new(lo, Some(hi), &ranges).ok()?;
        let witness = witnesses(&set).into_iter().filter_map(|at| {
            let value = values.get(&at)?.clone()?;
            Some(Witness { holds: set.contains(&at), at, value })
        });
        let solutions = SolutionSet {
            solutions: count_intervals(&set, settings.digits),
            conditions: Vec::new(),
            otherwise: Vec::new(),
            witness: witness.collect(),
            bound: None,
            infeasible: None,
            without_range: None,
        };
        let symbol = self.model.param(parameter).symbol.clone();
        let names = Names::new(&BTreeSet::from([symbol.clone()]), &self.model.symbols);
        Some(Solved {
            parameter: Expr::symbol(names.of(&symbol)),
            is_count: true,
            independent: false,
            found: Found::Set(solutions),
        })
    }

    /// The answer to a `solve`.
    pub fn solved(
        &self,
        parameter: ParamId,
        condition: &model::Condition,
        given: &[Given],
        settings: &Settings,
    ) -> Result<Solved, Vec<Diagnostic>> {
        let setting = self.setting(given, &[parameter], &Setting::default(), settings)?;
        let is_count = self.model.param(parameter).kind == model::ParamKind::Count;
        let prepared = match self.prepared_solve(parameter, condition, None, &setting, settings) {
            Ok(prepared) => prepared,
            Err(Obstacle::Wrong(findings)) => {
                let one_by_one = self.one_by_one(parameter, condition, &setting, settings);
                return one_by_one.ok_or(findings);
            }
            Err(Obstacle::TooLarge { why, .. }) => {
                let symbol = self.model.param(parameter).symbol.clone();
                let names = Names::new(&BTreeSet::from([symbol.clone()]), &self.model.symbols);
                return Ok(Solved {
                    parameter: Expr::symbol(names.of(&symbol)),
                    is_count,
                    independent: false,
                    found: Found::Unsolved { reason: "limit", why },
                });
            }
        };
        let mut symbols: BTreeSet<Symbol> = prepared.parameters.keys().cloned().collect();
        see_symbols(&prepared.condition, &mut symbols);
        let names = Names::new(&symbols, &self.model.symbols);
        let parameters: Parameters = prepared
            .parameters
            .into_iter()
            .map(|(symbol, range)| (names.of(&symbol), range))
            .collect();
        let symbol = names.of(&prepared.symbol);
        let condition = renamed(&prepared.condition, &names);
        let given: Vec<Condition> = prepared.given.iter().map(|one| renamed(one, &names)).collect();
        let asked = Told { condition: &condition, symbol: &symbol, parameters: &parameters };
        let found = asked.told(solve(&condition, &symbol, &parameters, &given), settings);
        let independent = !condition.symbols().contains(&symbol);
        Ok(Solved { parameter: Expr::symbol(symbol), is_count, independent, found })
    }
}

/// What was asked, for telling the answer.
struct Told<'a> {
    condition: &'a Condition,
    symbol: &'a Symbol,
    parameters: &'a Parameters,
}

impl Told<'_> {
    fn told(&self, solution: Solution, settings: &Settings) -> Found {
        match solution {
            Solution::Counts(counts) => {
                Found::Set(count_solutions(self.condition, self.symbol, &counts, settings))
            }
            Solution::Reals { set, reach } => {
                let digits = settings.digits;
                Found::Set(SolutionSet {
                    solutions: intervals(&set, digits),
                    conditions: Vec::new(),
                    otherwise: Vec::new(),
                    witness: Vec::new(),
                    bound: None,
                    infeasible: reach.map(|reach| real_reach(&reach, digits)),
                    without_range: self.outside(&set).map(|set| intervals(&set, digits)),
                })
            }
            Solution::Where { conditions, otherwise, solution } => {
                match self.told(*solution, settings) {
                    Found::Set(set) => Found::Set(SolutionSet { conditions, otherwise, ..set }),
                    found @ (Found::Formula(_) | Found::Unsolved { .. }) => found,
                }
            }
            Solution::Formula(answer) => Found::Formula(answer),
            Solution::Unsolved(why) => {
                let (reason, why) = unsolved(&why);
                Found::Unsolved { reason, why }
            }
        }
    }

    /// Where nothing in the range satisfies the condition: what does outside.
    fn outside(&self, set: &RealSet) -> Option<RealSet> {
        match self.parameters.get(self.symbol) {
            Some(Range::Real { lo, hi }) if set.is_empty() && (lo.is_some() || hi.is_some()) => {
                let mut wide = self.parameters.clone();
                wide.insert(self.symbol.clone(), Range::Real { lo: None, hi: None });
                match solve(self.condition, self.symbol, &wide, &[]) {
                    Solution::Reals { set, .. } => Some(set),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// Where a condition stands; nowhere where it is only a word.
pub(crate) fn span_of(condition: &model::Condition) -> Option<Span> {
    match condition {
        model::Condition::Compare(left, _, right) => Some(left.span.to(right.span)),
        model::Condition::All(all) | model::Condition::Any(all) => {
            all.iter().filter_map(span_of).reduce(Span::to)
        }
    }
}

/// A word for programs, and words for people.
fn unsolved(why: &Unsolved) -> (&'static str, String) {
    match why {
        Unsolved::NoStoppingRule { why, scanned: (from, to), holds } => {
            let ranges: Vec<String> = holds.iter().map(|(lo, hi)| format!("{lo}..{hi}")).collect();
            let holds = if ranges.is_empty() { "nowhere".to_owned() } else { ranges.join(", ") };
            (
                "no-stopping-rule",
                format!("{why}; from {from} to {to} it holds {holds}, which proves nothing beyond"),
            )
        }
        Unsolved::Limit(which) => ("limit", which.clone()),
        Unsolved::NoProcedure(why) => ("no-procedure", why.clone()),
    }
}

fn count_solutions(
    condition: &Condition,
    symbol: &Symbol,
    counts: &Counts,
    settings: &Settings,
) -> SolutionSet {
    let digits = settings.digits;
    let bound = counts.bound.as_ref().and_then(|bound| {
        let value = match quotient_of_logarithms(&bound.formula) {
            Some(exact) => of_rational(exact, digits),
            None => certified(&bound.formula, Exactness::Auto, digits).ok()?,
        };
        let (relation, formula) = (bound.relation, bound.formula.clone());
        Some(CountBound { relation, formula, value })
    });
    // What cancels is still open in a side, which then has no value.
    let side = side_with(condition, symbol).filter(|side| side.symbols().len() == 1);
    let witness_with = |digits: usize| -> Vec<Witness> {
        let Some(side) = side else { return Vec::new() };
        witnesses(&counts.set)
            .into_iter()
            .filter_map(|at| {
                let values = BTreeMap::from([(symbol.clone(), Expr::number(at.clone()))]);
                let is_solution = counts.set.contains(&at);
                // A count that only what is given excludes is no witness against the condition.
                if !is_solution && holds(&condition.substitute(&values)).unwrap_or(false) {
                    return None;
                }
                let value = certified(&side.substitute(&values), settings.exactness, digits);
                Some(Witness { holds: is_solution, at, value: value.ok()? })
            })
            .collect()
    };
    let mut witness = witness_with(digits);
    // Values on both sides of an end must be told apart.
    for more in [20, 40, 80, 160] {
        match witness.as_slice() {
            [a, b] if a.value.decimal == b.value.decimal && a.value.exact != b.value.exact => {
                witness = witness_with(digits + more);
            }
            _ => break,
        }
    }
    let infeasible = counts.reach.as_ref().and_then(|reach| {
        let mut infeasible = count_reach(reach, digits)?;
        if let Some((_, Some(without))) = &counts.without_end {
            infeasible.without_range = count_reach(without, digits).map(Box::new);
        }
        Some(infeasible)
    });
    SolutionSet {
        solutions: count_intervals(&counts.set, digits),
        conditions: Vec::new(),
        otherwise: Vec::new(),
        witness,
        bound,
        infeasible,
        without_range: counts.without_end.as_ref().map(|(set, _)| count_intervals(set, digits)),
    }
}

/// `log(a)/log(b)` where it is rational.
fn quotient_of_logarithms(formula: &Expr) -> Option<Rational> {
    let View::Product(powers) = formula.view() else { return None };
    let argument = |base: &Expr| match base.view() {
        View::Function { name: Function::Log, args } => args.first()?.as_number().cloned(),
        _ => None,
    };
    let [(first, one), (second, other)] = powers.as_slice() else { return None };
    let (first, second) = (argument(first)?, argument(second)?);
    let is_inverse = |exponent: &Expr| exponent.as_number() == Some(&Rational::from(-1));
    match (one.is_one(), is_inverse(one), other.is_one(), is_inverse(other)) {
        (true, _, _, true) => log_ratio(&first, &second),
        (_, true, true, _) => log_ratio(&second, &first),
        _ => None,
    }
}

/// A count at an end of the set, and its neighbour on the other side of the end: the first one
/// where the set does not begin with the range.
fn witnesses(set: &CountSet) -> Vec<Integer> {
    let one = Integer::one();
    let (lo, hi) = set.ends();
    let Some(least) = set.least() else { return Vec::new() };
    if least > *lo {
        let before = &least - &one;
        return vec![least, before];
    }
    // The first count that does not satisfy the condition ends the first stretch.
    let Some(first) = set.ranges().first() else { return vec![least] };
    match &first.to {
        Some(to) if first.step.is_one() && hi.is_none_or(|hi| to < hi) => {
            vec![to.clone(), to + &one]
        }
        _ if !first.step.is_one() => vec![least.clone(), &least + &one],
        _ => vec![least],
    }
}

/// The left side of the first comparison.
fn first_side(condition: &Condition) -> Option<&Expr> {
    match condition {
        Condition::Compare(one) => Some(&one.left),
        Condition::All(all) | Condition::Any(all) => all.iter().find_map(first_side),
    }
}

/// The side of the first comparison that depends on the parameter.
fn side_with<'c>(condition: &'c Condition, symbol: &Symbol) -> Option<&'c Expr> {
    match condition {
        Condition::Compare(one) => {
            [&one.left, &one.right].into_iter().find(|side| side.symbols().contains(symbol))
        }
        Condition::All(all) | Condition::Any(all) => {
            all.iter().find_map(|one| side_with(one, symbol))
        }
    }
}

fn count_reach(reach: &Reach, digits: usize) -> Option<Infeasible> {
    let attained_at = reach.extremum.attained_at.as_ref();
    Some(Infeasible {
        reach: end_of_number(&reach.extremum.value, digits)?,
        is_supremum: reach.is_supremum,
        attained_at: attained_at.map(|at| end_of_rational(&at.clone().into(), digits)),
        without_range: None,
    })
}

fn real_reach(reach: &RealReach, digits: usize) -> Infeasible {
    Infeasible {
        reach: end_of_rational(&reach.value, digits),
        is_supremum: reach.is_supremum,
        attained_at: Some(end_of_rational(&reach.at, digits)),
        without_range: None,
    }
}

/// A set of real numbers as it is told.
pub(crate) fn intervals(set: &RealSet, digits: usize) -> Vec<Interval> {
    let end = |bound: &Bound| match bound {
        Bound::Unbounded => infinite(),
        Bound::Open(root) => end_of_root(root, true, digits),
        Bound::Closed(root) => end_of_root(root, false, digits),
    };
    set.pieces()
        .iter()
        .map(|piece| Interval { lo: end(&piece.lo), hi: end(&piece.hi), step: None })
        .collect()
}

/// A set of counts as it is told.
pub(crate) fn count_intervals(set: &CountSet, digits: usize) -> Vec<Interval> {
    set.ranges()
        .iter()
        .map(|range| Interval {
            lo: end_of_rational(&range.from.clone().into(), digits),
            hi: match &range.to {
                Some(to) => end_of_rational(&to.clone().into(), digits),
                None => infinite(),
            },
            step: Some(range.step.clone()),
        })
        .collect()
}

/// No end.
fn infinite() -> End {
    End { exact: None, decimal: None, open: true, algebraic: None, closed_form: None }
}

/// A rational number as an end.
fn end_of_rational(number: &Rational, digits: usize) -> End {
    End {
        exact: Some(number.clone()),
        decimal: Some(decimal(number, digits)),
        open: false,
        algebraic: None,
        closed_form: None,
    }
}

/// A root as an end.
pub(crate) fn end_of_root(root: &RealRoot, open: bool, digits: usize) -> End {
    match root {
        RealRoot::Rational(number) => End { open, ..end_of_rational(number, digits) },
        RealRoot::Algebraic(algebraic) => End {
            exact: None,
            decimal: Some(root.decimal(digits)),
            open,
            algebraic: Some(Algebraic {
                polynomial: algebraic.polynomial().coefficients(),
                interval: algebraic.interval(),
                radical: radical(root),
            }),
            closed_form: None,
        },
    }
}

/// A number that may not be rational as an end; `None` where it has no value.
pub(crate) fn end_of_number(number: &Expr, digits: usize) -> Option<End> {
    if let Ok(exact) = number.evaluate(&|_| None) {
        return Some(end_of_rational(&exact, digits));
    }
    let decimal = certified_decimal(number, &|_| None, digits).ok()?;
    Some(End {
        exact: None,
        decimal: Some(decimal),
        open: false,
        algebraic: None,
        closed_form: Some(number.clone()),
    })
}

/// A root of degree 2 with its square root: `(21 + √41)/28`.
fn radical(root: &RealRoot) -> Option<Expr> {
    let radical = root.radical()?;
    let half = Rational::new(1.into(), 2.into())?;
    let square_root = Expr::power(Expr::number(radical.d.clone()), Expr::number(half));
    let (a, b) = (radical.r.denominator(), radical.s.denominator());
    let common = (&a * &b).div_floor(&a.gcd(&b))?;
    let whole = |part: &Rational| Expr::number(part * &Rational::from(common.clone()));
    let sum = Expr::sum([whole(&radical.r), Expr::product([whole(&radical.s), square_root])]);
    Some(Expr::quotient(sum, Expr::number(common)))
}

/// A root as a value of a table.
pub(crate) fn value_of_root(root: &RealRoot, digits: usize) -> Value {
    match root {
        RealRoot::Rational(number) => of_rational(number.clone(), digits),
        RealRoot::Algebraic(_) => Value {
            exact: None,
            rational: false,
            omitted_digits: None,
            decimal: root.decimal(digits),
            complement: None,
            enclosure: None,
            nines: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::{Compilation, Settings, SingleFile};
    use kofn_emit::report::{AnswerKind, Found};

    /// The counts at which an answer tells the reliability, and whether they are solutions.
    fn witnesses(query: &str) -> Vec<(String, bool)> {
        let model = "param p\nparam n: count\n\
             system vote { module replica[n] = p works when majority of replica }";
        let world = SingleFile::new("model.rbd", model);
        let mut compilation = Compilation::new(&world, "model.rbd");
        let answer = compilation.ask(query, &Settings::default()).unwrap();
        match answer.kind {
            AnswerKind::Solve(solved) => {
                let Found::Set(set) = solved.found else { panic!("no set") };
                set.witness.iter().map(|one| (one.at.to_string(), one.holds)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_only_the_given_excludes_is_no_witness_against_the_condition() {
        let holds = |at: &str, holds| (at.to_owned(), holds);
        // 0.9 for one replica, 0.81 for two, 0.972 for three.
        let given = "solve n where vote >= 0.81 given p = 0.9, n > 1";
        assert_eq!(witnesses(given), [holds("2", true)]);
        let fails = "solve n where vote >= 0.85 given p = 0.9, n >= 2";
        assert_eq!(witnesses(fails), [holds("3", true), holds("2", false)]);
    }
}
