//! `assert` and `compare`: from a query to what is decided, and back to what is told.

use crate::answer::Reducing;
use crate::large::{Around, Claim};
use crate::naming::{Names, symbols_of};
use crate::obstacle::Obstacle;
use crate::setting::Setting;
use crate::settings::Settings;
use crate::solving::{end_of_number, end_of_root, intervals};
use kofn_algebra::{Expr, Rational, RealRoot, Relation, Symbol};
use kofn_decide::{
    Comparison, Condition, Dominance, Parameters, Point, Regions, Undecided, Verdict,
};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_emit::report::{self, Assertion, Compared, SideValues, Sides};
use kofn_model::{self as model, Axis, Given, Num};
use kofn_structure::View;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Conditions with their symbols under the names they are printed by, and what they range over.
pub(crate) struct Asked {
    pub conditions: Vec<Condition>,
    pub given: Vec<Condition>,
    pub parameters: Parameters,
}

impl Reducing<'_> {
    /// Evaluates conditions in a setting, and says what their open parameters range over.
    pub fn asked(
        &self,
        conditions: &[&model::Condition],
        setting: &Setting,
        settings: &Settings,
    ) -> Result<Asked, Obstacle> {
        let evaluate =
            |condition: &model::Condition| self.condition(condition, &setting.around, settings);
        let conditions: Vec<Condition> =
            conditions.iter().map(|one| evaluate(one)).collect::<Result<_, _>>()?;
        let given: Vec<Condition> =
            setting.conditions.iter().map(evaluate).collect::<Result<_, _>>()?;
        let mut symbols = BTreeSet::new();
        for one in conditions.iter().chain(&given) {
            see_symbols(one, &mut symbols);
        }
        let names = Names::new(&symbols, &self.model.symbols);
        let parameters = self.parameters(&symbols, &names, setting, settings)?;
        let printed = |all: Vec<Condition>| -> Vec<Condition> {
            all.iter().map(|one| renamed(one, &names)).collect()
        };
        Ok(Asked { conditions: printed(conditions), given: printed(given), parameters })
    }

    /// What open symbols range over, under the names they are printed by.
    pub fn parameters(
        &self,
        symbols: &BTreeSet<Symbol>,
        names: &Names,
        setting: &Setting,
        settings: &Settings,
    ) -> Result<Parameters, Vec<Diagnostic>> {
        let mut parameters = Parameters::new();
        for symbol in symbols {
            if let Some(id) = self.parameter_of(symbol) {
                parameters.insert(names.of(symbol), self.range(id, setting, settings)?);
            }
        }
        Ok(parameters)
    }

    /// The answer to an `assert`.
    pub fn assertion(
        &self,
        condition: &model::Condition,
        given: &[Given],
        words: &dyn Fn(Span) -> String,
        settings: &Settings,
    ) -> Result<Assertion, Vec<Diagnostic>> {
        let setting = self.setting(given, &[], &Setting::default(), settings)?;
        let around = Around { setting: &setting, settings, words };
        Ok(Assertion { verdict: self.decided(condition, around)? })
    }

    /// Whether a condition holds, by whatever decides it first.
    fn decided(
        &self,
        condition: &model::Condition,
        around: Around<'_>,
    ) -> Result<report::Verdict, Vec<Diagnostic>> {
        let mut hopeless = None;
        let mut decide = |claim: Claim<'_>| self.before_formulas(claim, around, &mut hopeless);
        if let Some(verdict) = each(condition, &mut decide) {
            return Ok(verdict);
        }
        let found = match hopeless {
            Some(why) => Ok(report::Verdict::Undecided { reason: "limit", why }),
            None => self.by_formulas(condition, around),
        };
        let open = match found {
            Ok(report::Verdict::Undecided { reason, why }) => (reason, why),
            Ok(verdict) => return Ok(verdict),
            Err(Obstacle::TooLarge { why, .. }) => ("limit", why),
            Err(Obstacle::Wrong(findings)) => return Err(findings),
        };
        let mut undecided = None;
        match condition {
            model::Condition::Compare(left, relation, right) => {
                let claim = Claim { left, relation: *relation, right };
                return Ok(self.without_formulas(claim, around, open));
            }
            model::Condition::All(all) => {
                let mut methods: Vec<String> = Vec::new();
                for one in all {
                    match self.decided(one, around)? {
                        report::Verdict::Proven { method } if methods.contains(&method) => {}
                        report::Verdict::Proven { method } => methods.push(method),
                        refuted @ report::Verdict::Refuted { .. } => return Ok(refuted),
                        open => undecided = undecided.or(Some(open)),
                    }
                }
                if undecided.is_none() {
                    return Ok(report::Verdict::Proven { method: methods.join(", ") });
                }
            }
            model::Condition::Any(any) => {
                for one in any {
                    let verdict = self.decided(one, around)?;
                    if matches!(verdict, report::Verdict::Proven { .. }) {
                        return Ok(verdict);
                    }
                }
            }
        }
        let (reason, why) = open;
        Ok(undecided.unwrap_or(report::Verdict::Undecided { reason, why }))
    }

    /// Whether a condition holds, from the formulas of its sides.
    fn by_formulas(
        &self,
        condition: &model::Condition,
        around: Around<'_>,
    ) -> Result<report::Verdict, Obstacle> {
        let Around { setting, settings, words } = around;
        let asked = self.asked(&[condition], setting, settings)?;
        let Some(claim) = asked.conditions.first() else {
            unreachable!("one condition was asked about")
        };
        Ok(match kofn_decide::assert(claim, &asked.given, &asked.parameters) {
            Verdict::Proven { method } => report::Verdict::Proven { method },
            Verdict::Refuted(refutation) => {
                let mut sides = Vec::new();
                let mut comparisons = Vec::new();
                flat(condition, claim, &mut comparisons);
                for (written, comparison) in comparisons {
                    let (model::Condition::Compare(left, relation, right), true) =
                        (written, fails(comparison, &refutation.point))
                    else {
                        continue;
                    };
                    sides.push(Sides {
                        left: crate::words::laid_out(&words(left.span)),
                        relation: *relation,
                        right: crate::words::laid_out(&words(right.span)),
                        values: values_at(comparison, &refutation.point, settings),
                    });
                }
                let point = refutation
                    .point
                    .iter()
                    .map(|(symbol, root)| {
                        (Expr::symbol(symbol.clone()), end_of_root(root, false, settings.digits))
                    })
                    .collect();
                let face = |face: Vec<(Symbol, Rational)>| {
                    face.into_iter().map(|(symbol, end)| (Expr::symbol(symbol), end)).collect()
                };
                let except = refutation.except.into_iter().map(face).collect();
                report::Verdict::Refuted { point, sides, except }
            }
            Verdict::Undecided(why) => {
                let (reason, why) = undecided(&why);
                report::Verdict::Undecided { reason, why }
            }
        })
    }

    /// The answer to a `compare`.
    pub fn compared(
        &self,
        (a, b): (&Num, &Num),
        over: &[Axis],
        given: &[Given],
        words: &dyn Fn(Span) -> String,
        settings: &Settings,
    ) -> Result<Compared, Vec<Diagnostic>> {
        let mut all = given.to_vec();
        all.extend(over.iter().map(|axis| Given::Domain(axis.parameter, axis.domain.clone())));
        let setting = self.setting(&all, &[], &Setting::default(), settings)?;
        let side = |num: &Num| self.composed(num, &setting.around, settings, View::Value);
        let pair = match (side(a), side(b)) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(Obstacle::TooLarge { why, .. }), _) | (_, Err(Obstacle::TooLarge { why, .. })) => {
                return self.compared_by_structure(
                    (a, b),
                    why,
                    Around { setting: &setting, settings, words },
                );
            }
            (Err(Obstacle::Wrong(findings)), _) | (_, Err(Obstacle::Wrong(findings))) => {
                return Err(findings);
            }
        };
        let given: Vec<Condition> = setting
            .conditions
            .iter()
            .map(|one| self.condition(one, &setting.around, settings))
            .collect::<Result<_, _>>()?;
        let mut symbols = symbols_of(&pair.0);
        symbols.extend(symbols_of(&pair.1));
        given.iter().for_each(|one| see_symbols(one, &mut symbols));
        let swept: Vec<Symbol> =
            over.iter().map(|axis| self.model.param(axis.parameter).symbol.clone()).collect();
        symbols.extend(swept.iter().cloned());
        let names = Names::new(&symbols, &self.model.symbols);
        let parameters = self.parameters(&symbols, &names, &setting, settings)?;
        let pair = (names.apply(&pair.0), names.apply(&pair.1));
        let given: Vec<Condition> = given.iter().map(|one| renamed(one, &names)).collect();
        let swept: Vec<Symbol> = swept.iter().map(|symbol| names.of(symbol)).collect();
        let words = |num: &Num| crate::words::laid_out(&words(num.span));
        Ok(told((words(a), words(b)), &pair, &swept, &parameters, &given, settings))
    }

    /// The answer to a `compare` where there are no formulas: regions have none then.
    fn compared_by_structure(
        &self,
        (a, b): (&Num, &Num),
        why: String,
        around: Around<'_>,
    ) -> Result<Compared, Vec<Diagnostic>> {
        let claim = |relation| {
            let condition = model::Condition::Compare(a.clone(), relation, b.clone());
            self.decided(&condition, around)
        };
        use report::Verdict::{Proven, Refuted};
        let dominates = match (claim(Relation::AtLeast)?, claim(Relation::AtMost)?) {
            (Proven { .. }, Proven { .. }) => Some(report::Dominance::Equal),
            (Proven { .. }, Refuted { .. }) => Some(report::Dominance::A),
            (Refuted { .. }, Proven { .. }) => Some(report::Dominance::B),
            _ => None,
        };
        let words = |num: &Num| crate::words::laid_out(&(around.words)(num.span));
        let regions = report::Regions::Unknown;
        Ok(Compared { a: words(a), b: words(b), regions, dominates, undecided: Some(why) })
    }
}

/// Where which of two formulas is more reliable, and whether one dominates; `a` and `b` are words for
/// them.
pub(crate) fn told(
    (a_words, b_words): (String, String),
    pair: &(Expr, Expr),
    swept: &[Symbol],
    parameters: &Parameters,
    given: &[Condition],
    settings: &Settings,
) -> Compared {
    let found = kofn_decide::regions(&pair.0, &pair.1, swept, parameters, given);
    let mut undecided_why = None;
    let printed = |symbol: Symbol| Expr::symbol(symbol);
    let regions = match found {
        Regions::Line { parameter, a, b, equal } => report::Regions::Line {
            parameter: printed(parameter),
            a: intervals(&a, settings.digits),
            b: intervals(&b, settings.digits),
            equal: intervals(&equal, settings.digits),
        },
        Regions::Counts { parameter, a, b, equal } => report::Regions::Line {
            parameter: printed(parameter),
            a: crate::solving::count_intervals(&a, settings.digits),
            b: crate::solving::count_intervals(&b, settings.digits),
            equal: crate::solving::count_intervals(&equal, settings.digits),
        },
        Regions::Known(order) => {
            let dominates = match order {
                Ordering::Greater => report::Dominance::A,
                Ordering::Less => report::Dominance::B,
                Ordering::Equal => report::Dominance::Equal,
            };
            return Compared {
                a: a_words,
                b: b_words,
                regions: report::Regions::Known,
                dominates: Some(dominates),
                undecided: None,
            };
        }
        Regions::Formula { parameter, a } => {
            report::Regions::Formula { parameter: printed(parameter), a }
        }
        Regions::Unknown(why) => {
            undecided_why = Some(why);
            report::Regions::Unknown
        }
    };
    let dominates = match kofn_decide::dominance(&pair.0, &pair.1, parameters, given) {
        Dominance::A => Some(report::Dominance::A),
        Dominance::B => Some(report::Dominance::B),
        Dominance::Equal => Some(report::Dominance::Equal),
        Dominance::Neither => None,
        Dominance::Unknown(why) => {
            undecided_why = undecided_why.or(Some(undecided(&why).1));
            None
        }
    };
    Compared { a: a_words, b: b_words, regions, dominates, undecided: undecided_why }
}

/// What is found out about a condition from what `decide` finds out about its comparisons.
fn each<'q>(
    condition: &'q model::Condition,
    decide: &mut dyn FnMut(Claim<'q>) -> Option<report::Verdict>,
) -> Option<report::Verdict> {
    match condition {
        model::Condition::Compare(left, relation, right) => {
            decide(Claim { left, relation: *relation, right })
        }
        model::Condition::All(all) => {
            let mut methods: Vec<String> = Vec::new();
            let mut open = false;
            for one in all {
                match each(one, decide) {
                    Some(report::Verdict::Proven { method }) if methods.contains(&method) => {}
                    Some(report::Verdict::Proven { method }) => methods.push(method),
                    Some(refuted @ report::Verdict::Refuted { .. }) => return Some(refuted),
                    Some(report::Verdict::Undecided { .. }) | None => open = true,
                }
            }
            (!open).then(|| report::Verdict::Proven { method: methods.join(", ") })
        }
        model::Condition::Any(any) => any.iter().find_map(|one| {
            each(one, decide).filter(|found| matches!(found, report::Verdict::Proven { .. }))
        }),
    }
}

/// The comparisons of a condition, as they are written and as they are evaluated.
fn flat<'c>(
    written: &'c model::Condition,
    evaluated: &'c Condition,
    found: &mut Vec<(&'c model::Condition, &'c Comparison)>,
) {
    match (written, evaluated) {
        (model::Condition::Compare(..), Condition::Compare(comparison)) => {
            found.push((written, comparison));
        }
        (
            model::Condition::All(written) | model::Condition::Any(written),
            Condition::All(evaluated) | Condition::Any(evaluated),
        ) => {
            for (written, evaluated) in written.iter().zip(evaluated) {
                flat(written, evaluated, found);
            }
        }
        _ => {}
    }
}

/// Whether a comparison does not hold at a point, as far as that can be seen there.
fn fails(comparison: &Comparison, point: &Point) -> bool {
    let Some(values) = rational(point) else {
        let equal = kofn_decide::is_equal_at(comparison, point);
        return equal.is_none_or(|equal| !equal || comparison.relation.is_strict());
    };
    let (left, right) = (comparison.left.substitute(&values), comparison.right.substitute(&values));
    match kofn_decide::compare_numbers(&left, &right) {
        Ok(order) => !comparison.relation.holds(order),
        Err(_) => true,
    }
}

fn rational(point: &Point) -> Option<BTreeMap<Symbol, Expr>> {
    point
        .iter()
        .map(|(symbol, root)| match root {
            RealRoot::Rational(value) => Some((symbol.clone(), Expr::number(value.clone()))),
            RealRoot::Algebraic(_) => None,
        })
        .collect()
}

fn values_at(comparison: &Comparison, point: &Point, settings: &Settings) -> SideValues {
    if let Some(values) = rational(point) {
        let value = |side: &Expr| end_of_number(&side.substitute(&values), settings.digits);
        return SideValues::Known(value(&comparison.left), value(&comparison.right));
    }
    match kofn_decide::is_equal_at(comparison, point) {
        Some(true) => SideValues::Equal,
        Some(false) | None => SideValues::NotShown,
    }
}

/// A word for programs, and words for people.
pub(crate) fn undecided(why: &Undecided) -> (&'static str, String) {
    match why {
        Undecided::Limit(which) => ("limit", which.clone()),
        Undecided::CountUnbounded { tried } => (
            "count-unbounded",
            format!("it holds for the counts that were tried, up to {tried}, and no proof was found for all"),
        ),
        Undecided::Transcendental => (
            "transcendental",
            "open parameters in exponents, roots, or functions such as log and min: there is no \
             procedure for them"
                .to_owned(),
        ),
        Undecided::Touching => (
            "touching",
            "the weak claim (`>=` for `>`) is proven; whether both sides are ever equal is not known"
                .to_owned(),
        ),
        Undecided::Unbounded(symbol) => {
            ("unbounded", format!("{symbol} has no bounds; give it some: `given {symbol} in 0..1`"))
        }
    }
}

pub(crate) fn renamed(condition: &Condition, names: &Names) -> Condition {
    match condition {
        Condition::Compare(Comparison { left, relation, right }) => {
            Condition::Compare(Comparison {
                left: names.apply(left),
                relation: *relation,
                right: names.apply(right),
            })
        }
        Condition::All(all) => Condition::All(all.iter().map(|one| renamed(one, names)).collect()),
        Condition::Any(any) => Condition::Any(any.iter().map(|one| renamed(one, names)).collect()),
    }
}

pub(crate) fn see_symbols(condition: &Condition, symbols: &mut BTreeSet<Symbol>) {
    match condition {
        Condition::Compare(comparison) => {
            symbols.extend(symbols_of(&comparison.left));
            symbols.extend(symbols_of(&comparison.right));
        }
        Condition::All(all) | Condition::Any(all) => {
            all.iter().for_each(|one| see_symbols(one, symbols));
        }
    }
}
