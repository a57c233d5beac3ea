//! From a design to what is told about it.

use crate::apart::Said;
use crate::compilation::Wanted;
use crate::explaining::Laps;
use crate::naming::{Names, symbols_of};
use crate::obstacle::Obstacle;
use crate::settings::Settings;
use kofn_algebra::{Expr, Integer, Monomial, Rational, Symbol};
use kofn_diagnostics::Diagnostic;
use kofn_emit::methods::{Computation, Times};
use kofn_emit::report::{
    AnswerKind, Expanded, Formula, Outcome, Quantity, SymbolKind, SystemReport,
};
use kofn_measures::{
    Exactness, Trouble, certified, expanded, expression, reliability, reliability_told, standing,
};
use kofn_model::{Measure, Model, Num, NumKind, ParamId, ParamKind, SystemCall, SystemId};
use kofn_structure::{
    Answer, Arguments, Built, Defaults, Design, Graph, Node, NumberContext, Question, Reduced,
    Reported, Slots, View, build, build_as_declared, check, evaluate, reduce,
};
use std::collections::{BTreeMap, BTreeSet};

/// A formula of more parts is not built: nobody would read it.
const MOST_PARTS: usize = 20_000;

/// Reduces designs of one model.
#[derive(Clone, Copy)]
pub(crate) struct Reducing<'m> {
    pub model: &'m Model,
    pub defaults: &'m Defaults,
}

/// A design as parts, with what building it told.
pub(crate) struct Whole {
    pub reduced: Result<Reduced, Trouble>,
    origin: Origin,
    given: BTreeMap<Symbol, Rational>,
    warnings: Vec<Diagnostic>,
}

/// What is needed to tell how a result came about.
#[derive(Default)]
pub(crate) struct Origin {
    /// What names the things, where somebody asks.
    graph: Option<Graph>,
    times: Times,
}

/// Parameters that are set, by their ids.
pub(crate) type Set = BTreeMap<ParamId, Vec<Expr>>;

impl<'m> Reducing<'m> {
    pub fn new(model: &'m Model, defaults: &'m Defaults) -> Self {
        Reducing { model, defaults }
    }

    /// The values of a definition.
    pub fn defined(&mut self, id: ParamId, values: &[Num]) -> Result<Vec<Expr>, Vec<Diagnostic>> {
        self.numbers(id, values, &Set::new(), &Slots::new())
    }

    fn numbers(
        &self,
        id: ParamId,
        values: &[Num],
        set: &Set,
        slots: &Slots,
    ) -> Result<Vec<Expr>, Vec<Diagnostic>> {
        let mut context = NumberContext::new(self.model, set.clone(), self.defaults.clone());
        let mut all = Vec::with_capacity(values.len());
        for value in values {
            let number = evaluate(
                &mut context,
                value,
                &Arguments::new(),
                slots,
                View::Value,
                &mut |_, _, _| Err(Reported),
            );
            let checked = number.and_then(|number| {
                let no_measure: Answer<'_> = &mut |_, _, _| Err(Reported);
                check(&mut context, id, &number, value.span, &Arguments::new(), no_measure)?;
                Ok(number)
            });
            match checked {
                Ok(number) => all.push(number),
                Err(Reported) => return Err(context.diagnostics),
            }
        }
        Ok(all)
    }

    /// The design that a call describes.
    pub fn design(&self, call: &SystemCall, around: &Set) -> Result<Design, Vec<Diagnostic>> {
        self.design_at(call, around, &Slots::new())
    }

    /// As [`Self::design`], inside a sum or product over an index.
    pub fn design_at(
        &self,
        call: &SystemCall,
        around: &Set,
        slots: &Slots,
    ) -> Result<Design, Vec<Diagnostic>> {
        let (system, calls) = self.model.design(call.system);
        let mut settings = around.clone();
        for call in calls.into_iter().chain([call]) {
            let mut more = Set::new();
            for (id, values) in &call.arguments {
                more.insert(*id, self.numbers(*id, values, around, slots)?);
            }
            settings.extend(more);
        }
        Ok(Design { system, settings, part: call.part.clone() })
    }

    pub fn whole_system(&self, id: SystemId) -> Result<Design, Vec<Diagnostic>> {
        let span = self.model.system(id).span;
        self.design(
            &SystemCall { span, system: id, arguments: Vec::new(), part: None, module: None },
            &Set::new(),
        )
    }

    /// Why a system is not a thing by itself.
    pub fn template(&self, id: SystemId) -> Option<String> {
        let (base, _) = self.model.design(id);
        let system = self.model.system(base);
        if system.works_when.is_none() {
            return Some("holds things and does not say when it works".to_owned());
        }
        let things: Vec<&str> = system
            .params
            .iter()
            .map(|id| self.model.param(*id))
            .filter(|param| param.kind == ParamKind::Module)
            .map(|param| param.name.as_str())
            .collect();
        if things.is_empty() {
            return None;
        }
        Some(format!("a template; an instance is given {}", things.join(", ")))
    }

    /// What building a system finds.
    pub fn check(&self, id: SystemId, settings: &Settings) -> Vec<Diagnostic> {
        if self.template(id).is_some() {
            return Vec::new();
        }
        self.whole_system(id)
            .and_then(|design| self.checked(&design, settings))
            .unwrap_or_else(|findings| findings)
    }

    /// Warnings of a design. What is counted at open size may be refused only when it is reduced.
    pub fn checked(
        &self,
        design: &Design,
        settings: &Settings,
    ) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let built = build(self.model, design, self.defaults, false)?;
        let mut counted = false;
        built.graph.visit(built.root, |_, node| counted |= matches!(node, Node::Group(_)));
        if counted {
            return Ok(self.whole(design, settings)?.warnings);
        }
        Ok(built.warnings)
    }

    /// Checks a number that a query gives to a parameter.
    pub fn check_number(&self, id: ParamId, value: &Expr, at: &Num) -> Result<(), Vec<Diagnostic>> {
        let mut context = NumberContext::new(self.model, Set::new(), self.defaults.clone());
        let no_measure: Answer<'_> = &mut |_, _, _| Err(Reported);
        check(&mut context, id, value, at.span, &Arguments::new(), no_measure)
            .map_err(|Reported| context.diagnostics)
    }

    /// A design as it is computed with.
    pub fn built(&self, call: &SystemCall, around: &Set) -> Result<Built, Vec<Diagnostic>> {
        build(self.model, &self.design(call, around)?, self.defaults, false)
    }

    /// A system with every element of its arrays by itself.
    pub fn element_by_element(&self, id: SystemId) -> Result<Built, Vec<Diagnostic>> {
        build(self.model, &self.whole_system(id)?, self.defaults, true)
    }

    /// A design with everything in it that can be recognised in another one.
    pub fn as_declared(&self, call: &SystemCall, around: &Set) -> Result<Built, Vec<Diagnostic>> {
        build_as_declared(self.model, &self.design(call, around)?, self.defaults)
    }

    /// The independent parts of a design; trouble where a limit is in the way.
    pub fn parts(
        &self,
        call: &SystemCall,
        around: &Set,
        settings: &Settings,
    ) -> Result<Result<Reduced, Trouble>, Vec<Diagnostic>> {
        Ok(self.whole(&self.design(call, around)?, settings)?.reduced)
    }

    /// Builds a design and reduces it to parts.
    pub fn whole(&self, design: &Design, settings: &Settings) -> Result<Whole, Vec<Diagnostic>> {
        let mut laps = Laps::start(settings);
        let built = build(self.model, design, self.defaults, false)?;
        let grouped = built.grouped;
        let building = laps.lap();
        let mut whole = match whole(built, settings) {
            Ok(whole) => whole,
            Err(_) if grouped => {
                let built = build(self.model, design, self.defaults, true)?;
                whole(built, settings).map_err(|finding| vec![*finding])?
            }
            Err(finding) => return Err(vec![*finding]),
        };
        whole.origin.times = Times { building, reducing: laps.lap(), ..Times::default() };
        Ok(whole)
    }

    /// What is told about a system.
    pub fn system(
        &self,
        id: SystemId,
        settings: &Settings,
        wanted: Wanted,
    ) -> Result<(SystemReport, Vec<Diagnostic>), Vec<Diagnostic>> {
        let system = self.model.system(id);
        let mut report = SystemReport {
            name: system.name.clone(),
            doc: system.doc.clone(),
            formula: Formula::TooLong(String::new()),
            value: Outcome::Open,
            open: Vec::new(),
            kinds: BTreeMap::new(),
            given: Vec::new(),
            legend: Vec::new(),
            expanded: None,
            computation: None,
        };
        if let Some(why) = self.template(id) {
            report.formula = Formula::Template(why.clone());
            report.value = Outcome::Undefined(why);
            return Ok((report, Vec::new()));
        }
        let design = self.whole_system(id)?;
        let whole = self.whole(&design, settings)?;
        let reduced = match &whole.reduced {
            Ok(reduced) => reduced,
            Err(trouble) => {
                report.formula = Formula::TooLong(trouble.to_string());
                report.computation = self.untold(&whole.origin, settings);
                report.value = outcome(Err(trouble.clone()));
                return Ok((report, whole.warnings));
            }
        };
        let open = standing(&reduced.parts, reduced.root);
        let readable = reduced.parts.len() <= MOST_PARTS;
        let formula = if readable { expression(&reduced.parts, reduced.root, false) } else { None };
        let mut symbols = open.clone();
        if let Some(formula) = &formula {
            symbols.extend(symbols_of(formula));
        }
        let names = Names::new(&symbols, &self.model.symbols);
        report.open = self.in_order(&open, &names);
        if let Some(formula) = &formula {
            let mut seen = BTreeSet::new();
            report.given = symbols_in_order(formula)
                .filter(|symbol| seen.insert((*symbol).clone()))
                .filter_map(|symbol| {
                    let value = whole.given.get(symbol)?;
                    Some((Expr::symbol(names.of(symbol)), value.clone()))
                })
                .collect();
        }
        report.legend = self.legend(&symbols, &names);
        report.kinds = self.kinds(&symbols, &names);
        report.formula = match formula {
            Some(formula) => Formula::Closed(names.apply(&formula)),
            None if !readable => {
                Formula::TooLong(format!("it has {} different parts", reduced.parts.len()))
            }
            None => Formula::TooLong(
                "its parts share too much for a formula of readable length".to_owned(),
            ),
        };
        let (value, computation) = self.told(&whole.origin, reduced, settings);
        report.value = outcome(value);
        report.computation = computation;
        if let Some(terms) = wanted.expanded {
            report.expanded = self.expanded(reduced, terms, settings);
        }
        Ok((report, whole.warnings))
    }

    /// The reliability of a whole, and how it was computed where that shall be told.
    fn told(
        &self,
        origin: &Origin,
        reduced: &Reduced,
        settings: &Settings,
    ) -> (Result<kofn_measures::Value, Trouble>, Option<Box<Computation>>) {
        let mut laps = Laps::start(settings);
        let told = reliability_told(
            &reduced.parts,
            reduced.root,
            settings.exactness,
            settings.digits,
            &settings.limits,
        );
        let times = Times { computing: laps.lap(), ..origin.times };
        let known = told.as_ref().ok().map(|(value, arithmetic)| (value, arithmetic.clone()));
        let computation = origin
            .graph
            .as_ref()
            .and_then(|graph| self.computation(graph, Some(reduced), known, times, settings));
        (told.map(|(value, _)| value), computation)
    }

    /// What is told of a whole that could not be reduced: how long that took.
    fn untold(&self, origin: &Origin, settings: &Settings) -> Option<Box<Computation>> {
        self.computation(origin.graph.as_ref()?, None, None, origin.times, settings)
    }

    /// A reliability that is too shared for a formula, as a sum of powers of what is open in it, or
    /// as a number, however long.
    fn in_powers(&self, reduced: &Reduced, settings: &Settings) -> Option<Expr> {
        /// Terms of the sum.
        const MOST: u64 = 20_000;
        if standing(&reduced.parts, reduced.root).is_empty() {
            let exactness = Exactness::Always;
            let value =
                reliability(&reduced.parts, reduced.root, exactness, 1, &settings.limits).ok()?;
            return value.exact.map(Expr::number);
        }
        let found =
            expanded(&reduced.parts, reduced.root, View::Value, MOST, &settings.limits).ok()?;
        let term = |(monomial, factor): (Monomial, Rational)| {
            let powers = monomial.powers().iter().map(|(variable, exponent)| {
                let symbol = found.symbols[variable.0 as usize].clone();
                (Expr::symbol(symbol), Expr::number(Integer::from(*exponent)))
            });
            Expr::product([Expr::number(factor), Expr::product_of_powers(powers)])
        };
        Some(Expr::sum(found.polynomial.terms().into_iter().map(term)))
    }

    fn expanded(&self, reduced: &Reduced, terms: u64, settings: &Settings) -> Option<Expanded> {
        let found =
            expanded(&reduced.parts, reduced.root, View::Shown, terms, &settings.limits).ok()?;
        let symbols: BTreeSet<Symbol> = found.symbols.iter().cloned().collect();
        let names = Names::new(&symbols, &self.model.symbols);
        let names = found.symbols.iter().map(|symbol| names.of(symbol).name().to_owned()).collect();
        Some(Expanded { polynomial: found.polynomial, names })
    }

    /// Names of open parameters in the order of their declaration.
    fn in_order(&self, open: &BTreeSet<Symbol>, names: &Names) -> Vec<String> {
        let family = |symbol: &Symbol| {
            let name = symbol.name();
            name.split('[').next().unwrap_or(name).to_owned()
        };
        let mut ordered: Vec<&Symbol> = open.iter().collect();
        ordered.sort_by_key(|symbol| {
            let family = family(symbol);
            self.model
                .params
                .iter()
                .position(|param| param.symbol.name() == family)
                .unwrap_or(usize::MAX)
        });
        ordered.into_iter().map(|symbol| names.of(symbol).name().to_owned()).collect()
    }

    /// What symbols stand for that are not probabilities.
    fn kinds(&self, symbols: &BTreeSet<Symbol>, names: &Names) -> BTreeMap<Symbol, SymbolKind> {
        let family = |symbol: &Symbol| {
            let name = symbol.name();
            Symbol::from(name.split('[').next().unwrap_or(name))
        };
        symbols
            .iter()
            .filter_map(|symbol| {
                let of = family(symbol);
                let param = self.model.params.iter().find(|param| param.symbol == of)?;
                let kind = match param.kind {
                    ParamKind::Count => SymbolKind::Count,
                    ParamKind::Number => SymbolKind::Number,
                    ParamKind::Probability | ParamKind::Module => return None,
                };
                Some((names.of(symbol), kind))
            })
            .collect()
    }

    fn legend(&self, symbols: &BTreeSet<Symbol>, names: &Names) -> Vec<(Expr, String)> {
        self.model
            .params
            .iter()
            .filter(|param| symbols.contains(&param.symbol))
            .filter_map(|param| {
                let doc = param.doc.as_ref()?;
                Some((Expr::symbol(names.of(&param.symbol)), doc.clone()))
            })
            .collect()
    }

    /// The answer to an expression.
    pub fn value(
        &self,
        value: &Num,
        around: &Set,
        settings: &Settings,
        wanted: Wanted,
    ) -> Result<AnswerKind, Vec<Diagnostic>> {
        if let NumKind::Measure(measure, call) = &value.kind {
            return self.one_measure(*measure, call, around, settings, wanted);
        }
        let shown = self.composed(value, around, settings, View::Shown)?;
        let computed = self.composed(value, around, settings, View::Value)?;
        let names = Names::new(&symbols_of(&shown), &self.model.symbols);
        Ok(AnswerKind::Value {
            formula: Some(names.apply(&shown)),
            value: outcome(certified(&computed, settings.exactness, settings.digits)),
            quantity: Quantity::Number,
            expanded: wanted.expanded.and_then(|terms| polynomial(&names.apply(&shown), terms)),
            computation: None,
        })
    }

    fn one_measure(
        &self,
        measure: Measure,
        call: &SystemCall,
        around: &Set,
        settings: &Settings,
        wanted: Wanted,
    ) -> Result<AnswerKind, Vec<Diagnostic>> {
        if matches!(measure, Measure::SmallestCut | Measure::Importance(_)) {
            return self.one_importance(measure, call, around, settings, wanted);
        }
        let design = self.design(call, around)?;
        let whole = self.whole(&design, settings)?;
        let quantity = match measure {
            Measure::Availability => Quantity::Availability,
            Measure::Reliability => Quantity::Reliability,
            Measure::Unreliability => Quantity::Unreliability,
            Measure::SmallestCut | Measure::Importance(_) => Quantity::Number,
        };
        let mut reduced = match whole.reduced {
            Ok(reduced) => reduced,
            Err(trouble) => {
                let value = outcome(Err(trouble));
                let computation = self.untold(&whole.origin, settings);
                let (formula, expanded) = (None, None);
                return Ok(AnswerKind::Value { formula, value, quantity, expanded, computation });
            }
        };
        if measure == Measure::Unreliability {
            reduced.root = reduced.parts.not(reduced.root);
        }
        let formula = expression(&reduced.parts, reduced.root, false)
            .map(|formula| Names::new(&symbols_of(&formula), &self.model.symbols).apply(&formula));
        let (value, computation) = self.told(&whole.origin, &reduced, settings);
        // Nines count how seldom something fails; of a chance to fail they say nothing.
        let value = value.map(|value| match measure {
            Measure::Unreliability => kofn_measures::Value { nines: None, ..value },
            _ => value,
        });
        // The polynomial stands beside the formula, and alone it is not shown.
        let wanted = wanted.expanded.filter(|_| formula.is_some());
        let expanded = wanted.and_then(|terms| self.expanded(&reduced, terms, settings));
        Ok(AnswerKind::Value { formula, value: outcome(value), quantity, expanded, computation })
    }

    /// What a function of a system's cut sets, or of a module of it, says.
    fn one_importance(
        &self,
        measure: Measure,
        call: &SystemCall,
        around: &Set,
        settings: &Settings,
        wanted: Wanted,
    ) -> Result<AnswerKind, Vec<Diagnostic>> {
        let slots = Slots::new();
        let said = |view| self.said(measure, call, around, (view, &slots), settings);
        let formula = match said(View::Shown)? {
            Ok(Said::Expr(expr)) => Some(self.printed_formula(&expr)),
            Ok(Said::Infinite) | Err(_) => None,
        };
        let value = match said(View::Value)? {
            Ok(Said::Expr(expr)) => outcome(certified(&expr, settings.exactness, settings.digits)),
            Ok(Said::Infinite) => Outcome::Value(kofn_measures::Value {
                exact: None,
                rational: false,
                omitted_digits: None,
                decimal: "infinity".to_owned(),
                complement: None,
                enclosure: None,
                nines: None,
            }),
            Err(trouble) => outcome(Err(trouble)),
        };
        let expanded = match (wanted.expanded, &formula) {
            (Some(terms), Some(formula)) => polynomial(formula, terms),
            _ => None,
        };
        let quantity = Quantity::Number;
        Ok(AnswerKind::Value { formula, value, quantity, expanded, computation: None })
    }

    /// A computation with what systems do. A value is taken exactly where that is possible, else
    /// as its closed form, which is evaluated with the rest.
    pub fn composed(
        &self,
        value: &Num,
        around: &Set,
        settings: &Settings,
        view: View,
    ) -> Result<Expr, Obstacle> {
        self.composed_of(value, around, settings, view, &mut |measure, call, view, slots| {
            self.measured(measure, call, view, slots, around, settings)
        })
    }

    /// A computation with what systems do, each of which is asked for.
    pub fn composed_of(
        &self,
        value: &Num,
        around: &Set,
        settings: &Settings,
        view: View,
        measured: Measured<'_>,
    ) -> Result<Expr, Obstacle> {
        let mut context = NumberContext::new(self.model, around.clone(), self.defaults.clone());
        let mut found = Vec::new();
        let mut limit = None;
        let result = evaluate(
            &mut context,
            value,
            &Arguments::new(),
            &Slots::new(),
            view,
            &mut |question, view, slots| {
                let answer = match question {
                    Question::Measure(measure, call) => measured(measure, call, view, slots),
                    Question::Solve(solve) => self.solved_number(solve, around, settings),
                };
                answer.map_err(|obstacle| {
                    match obstacle {
                        Obstacle::Wrong(findings) => found.extend(findings),
                        Obstacle::TooLarge { .. } => limit = Some(obstacle),
                    }
                    Reported
                })
            },
        );
        found.extend(context.diagnostics.into_iter().filter(Diagnostic::is_error));
        result.map_err(|Reported| match limit {
            Some(limit) if found.is_empty() => limit,
            _ => Obstacle::Wrong(found),
        })
    }

    /// What a measure of a system is, as an expression.
    pub fn measured(
        &self,
        measure: Measure,
        call: &SystemCall,
        view: View,
        slots: &Slots,
        around: &Set,
        settings: &Settings,
    ) -> Result<Expr, Obstacle> {
        if matches!(measure, Measure::SmallestCut | Measure::Importance(_)) {
            return self.said_as_number(measure, call, around, (view, slots), settings);
        }
        let design = self.design_at(call, around, slots)?;
        let whole = self.whole(&design, settings)?;
        let reduced = whole.reduced.map_err(|trouble| Obstacle::too_large(call.span, &trouble))?;
        let works = match view {
            View::Shown => expression(&reduced.parts, reduced.root, false),
            View::Value => {
                let exact = reliability(
                    &reduced.parts,
                    reduced.root,
                    settings.exactness,
                    settings.digits,
                    &settings.limits,
                );
                match exact.map(|value| value.exact) {
                    Ok(Some(number)) => Some(Expr::number(number)),
                    _ => match expression(&reduced.parts, reduced.root, true) {
                        None if let Some(trouble) = self.too_long(&reduced, settings) => {
                            return Err(Obstacle::too_large(call.span, &trouble));
                        }
                        None => self.in_powers(&reduced, settings),
                        formula => formula,
                    },
                }
            }
        };
        let Some(works) = works else {
            let trouble = Trouble::Undefined("its formula is too long to compute with".to_owned());
            return Err(Obstacle::too_large(call.span, &trouble));
        };
        Ok(if measure == Measure::Unreliability { works.complement() } else { works })
    }
}

/// What a measure of a system is, as an expression.
pub(crate) type Measured<'m> =
    &'m mut dyn FnMut(Measure, &SystemCall, View, &Slots) -> Result<Expr, Obstacle>;

fn whole(built: Built, settings: &Settings) -> Result<Whole, Box<Diagnostic>> {
    let Built { mut graph, root, given, warnings, .. } = built;
    let reduced = match reduce(&mut graph, root, &settings.limits) {
        Ok(reduced) => Ok(reduced),
        Err(kofn_structure::Trouble::Limit(limit)) => Err(limit.into()),
        Err(kofn_structure::Trouble::Refused(finding)) => return Err(finding),
    };
    let graph = settings.methods.then_some(graph);
    Ok(Whole { reduced, origin: Origin { graph, times: Times::default() }, given, warnings })
}

/// The symbols of a formula as a reader meets them, each as often as it stands there in the
/// shared form.
fn symbols_in_order(formula: &Expr) -> impl Iterator<Item = &Symbol> {
    formula.postorder().into_iter().filter_map(|part| match part.view() {
        kofn_algebra::View::Symbol(symbol) => Some(symbol),
        _ => None,
    })
}

/// The polynomial of a composed expression in its printed symbols.
fn polynomial(expr: &Expr, terms: u64) -> Option<Expanded> {
    let symbols: Vec<Symbol> = expr.symbols().into_iter().collect();
    let polynomial = kofn_measures::polynomial_of_expression(expr, &symbols, terms)?;
    let names = symbols.iter().map(|symbol| symbol.name().to_owned()).collect();
    Some(Expanded { polynomial, names })
}

fn outcome(value: Result<kofn_measures::Value, Trouble>) -> Outcome {
    match value {
        Ok(value) => Outcome::Value(value),
        Err(Trouble::Open(_)) => Outcome::Open,
        Err(trouble @ (Trouble::Limit { .. } | Trouble::Interrupted)) => {
            Outcome::Limit(trouble.to_string())
        }
        Err(Trouble::Between(bounds)) => Outcome::Between(*bounds),
        Err(Trouble::Undefined(why)) => Outcome::Undefined(why),
    }
}
