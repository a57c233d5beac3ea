//! Certificates: a query's structure with its parts by name, and what is to be proven about it.

use crate::answer::{Reducing, Set};
use crate::asking::{renamed, see_symbols};
use crate::naming::{Names, symbols_of};
use crate::obstacle::Obstacle;
use crate::setting::{Setting, condition_of};
use crate::settings::Settings;
use crate::words::laid_out;
use kofn_algebra::{Expr, Rational, Symbol, View as ExprView};
use kofn_decide::{
    Certificate, Condition, NotCertified, Question, certify_assertion, certify_regions,
    certify_solution, certify_value,
};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_measures::{Trouble, expression_over};
use kofn_model::{self as model, Asked, Axis, Given, Measure, Num, ParamId, Query, SystemCall};
use kofn_structure::{Part, Slots, View};
use std::collections::{BTreeMap, BTreeSet};

/// Modules that a part of a structure may share.
const MOST_SHARED: usize = 22;

/// A certificate, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certification {
    /// The text of the certificate, in JSON.
    Certificate(String),
    /// There is none: why.
    NotCertified(String),
}

/// Expressions over parts by name, with the values of those that have one.
struct Structure<'r, 'm> {
    reducing: &'r Reducing<'m>,
    setting: &'r Setting,
    settings: &'r Settings,
    values: BTreeMap<Symbol, Rational>,
    /// Symbols that are open somewhere.
    open: BTreeSet<Symbol>,
    /// Whether parts with a value are that number, and have no name.
    by_value: bool,
    /// The words of the query for a side.
    words: Vec<(Expr, String)>,
    /// Why the structure cannot be written.
    too_large: Option<String>,
}

impl Structure<'_, '_> {
    /// A number of a query, over named parts.
    fn side(
        &mut self,
        number: &Num,
        words: &dyn Fn(Span) -> String,
    ) -> Result<Expr, Vec<Diagnostic>> {
        let (reducing, around, settings) = (self.reducing, &self.setting.around, self.settings);
        // What is open outside of systems, with something in their places.
        let mut place = |_: Measure, _: &SystemCall, _: View, _: &Slots| Ok(Expr::symbol("_"));
        let outside = reducing.composed_of(number, around, settings, View::Value, &mut place)?;
        self.open.extend(symbols_of(&outside));
        let side = reducing.composed_of(
            number,
            around,
            settings,
            View::Value,
            &mut |measure, call, _, slots| {
                self.measured(measure, call, slots, around).map_err(Obstacle::from)
            },
        )?;
        if side.as_number().is_none() {
            self.words.push((side.clone(), laid_out(&words(number.span))));
        }
        Ok(side)
    }

    fn measured(
        &mut self,
        measure: Measure,
        call: &SystemCall,
        slots: &Slots,
        around: &Set,
    ) -> Result<Expr, Vec<Diagnostic>> {
        if matches!(measure, Measure::SmallestCut | Measure::Importance(_)) {
            // The checker's claims are about reliabilities.
            let why = "cut sets and importance have no certificates".to_owned();
            self.too_large = Some(why.clone());
            return Err(Obstacle::too_large(call.span, &Trouble::Undefined(why)).into());
        }
        let design = self.reducing.design_at(call, around, slots)?;
        let whole = self.reducing.whole(&design, self.settings)?;
        let reduced = whole.reduced.map_err(|trouble| {
            self.too_large = Some(trouble.to_string());
            Obstacle::too_large(call.span, &trouble)
        })?;
        // What a diagram says of many modules nobody could compare with the model.
        let shares = |part: &Part| match part {
            Part::Diagram { atoms, .. } => atoms.len() > MOST_SHARED,
            _ => false,
        };
        let name = |shown: &Expr, value: &Expr| self.named(shown, value);
        let works = match expression_over(&reduced.parts, reduced.root, name) {
            Some(works) if !reduced.parts.iter().any(shares) => works,
            _ => {
                let why = format!("more than {MOST_SHARED} modules share too much for a formula");
                self.too_large = Some(why.clone());
                return Err(Obstacle::too_large(call.span, &Trouble::Undefined(why)).into());
            }
        };
        Ok(if measure == Measure::Unreliability { works.complement() } else { works })
    }

    /// A part under its name, where the name stands for one number everywhere, or else its value.
    fn named(&mut self, shown: &Expr, value: &Expr) -> Expr {
        let Ok(number) = value.evaluate(&|_| None) else {
            self.open.extend(symbols_of(value));
            return value.clone();
        };
        if number.is_zero() || number.is_one() {
            return Expr::number(number);
        }
        let known = |values: &mut BTreeMap<Symbol, Rational>, symbol: &Symbol| {
            *values.entry(symbol.clone()).or_insert_with(|| number.clone()) == number
        };
        match shown.view() {
            ExprView::Symbol(symbol) if !self.by_value && known(&mut self.values, symbol) => {
                shown.clone()
            }
            // A number under its own name is not computed with others before it is written.
            _ => {
                let own = Symbol::new(number.to_string());
                known(&mut self.values, &own);
                Expr::symbol(own)
            }
        }
    }
}

impl Reducing<'_> {
    /// The certificate of a query's answer.
    pub fn certified(
        &self,
        query: &Query,
        words: &dyn Fn(Span) -> String,
        settings: &Settings,
    ) -> Result<Certification, Vec<Diagnostic>> {
        let given = query.given.as_slice();
        let setting = match &query.asked {
            Asked::Value(_) => self.setting_of_value(given, settings)?,
            Asked::Solve { parameter, .. } => {
                self.setting(given, &[*parameter], &Setting::default(), settings)?
            }
            Asked::Compare { over, .. } => {
                let mut all = given.to_vec();
                all.extend(over.iter().map(|Axis { parameter, domain, .. }| {
                    Given::Domain(*parameter, domain.clone())
                }));
                self.setting(&all, &[], &Setting::default(), settings)?
            }
            Asked::Assert(_) | Asked::Table { .. } | Asked::Plot => {
                self.setting(given, &[], &Setting::default(), settings)?
            }
        };
        let mut structure = Structure {
            reducing: self,
            setting: &setting,
            settings,
            values: BTreeMap::new(),
            open: BTreeSet::new(),
            by_value: false,
            words: Vec::new(),
            too_large: None,
        };
        let mut found = structure.certificates(query, words);
        // A parameter may have a value in one system and be open in another.
        if structure.values.keys().any(|symbol| structure.open.contains(symbol)) {
            structure.by_value = true;
            structure.values.clear();
            structure.words.clear();
            found = structure.certificates(query, words);
        }
        if let Some(why) = structure.too_large {
            return Ok(refused(&NotCertified::TooLarge(why)));
        }
        let (found, names) = found?;
        let text = found.and_then(|all| kofn_emit::certificate::text(&all, &names));
        Ok(match text {
            Ok(text) => Certification::Certificate(text),
            Err(why) => refused(&why),
        })
    }
}

fn refused(why: &NotCertified) -> Certification {
    Certification::NotCertified(why.to_string())
}

/// The certificates, and what the sides in them are called.
type Found = (Result<Vec<Certificate>, NotCertified>, Vec<(Expr, String)>);

impl Structure<'_, '_> {
    fn certificates(
        &mut self,
        query: &Query,
        words: &dyn Fn(Span) -> String,
    ) -> Result<Found, Vec<Diagnostic>> {
        match &query.asked {
            Asked::Value(number) => {
                let of = self.side(number, words)?;
                let mut symbols = symbols_of(&of);
                let (names, question) = self.question(&mut symbols, None)?;
                Ok((certify_value(&names.apply(&of), &question), self.named_words(&names)))
            }
            Asked::Assert(condition) => {
                let (claim, given, mut symbols) = self.conditions(condition, words)?;
                let (names, question) = self.question(&mut symbols, None)?;
                let claim = renamed(&claim, &names);
                let given: Vec<Condition> = given.iter().map(|one| renamed(one, &names)).collect();
                Ok((certify_assertion(&claim, &given, &question), self.named_words(&names)))
            }
            Asked::Solve { parameter, condition } => {
                let (claim, given, mut symbols) = self.conditions(condition, words)?;
                let (names, question) = self.question(&mut symbols, Some(*parameter))?;
                let symbol = names.of(&self.reducing.model.param(*parameter).symbol);
                let claim = renamed(&claim, &names);
                let given: Vec<Condition> = given.iter().map(|one| renamed(one, &names)).collect();
                let found = certify_solution(&claim, &symbol, &given, &question);
                Ok((found, self.named_words(&names)))
            }
            Asked::Compare { a, b, .. } => {
                let (a, b) = (self.side(a, words)?, self.side(b, words)?);
                let mut symbols = symbols_of(&a);
                symbols.extend(symbols_of(&b));
                let given = self.given(words, &mut symbols)?;
                let (names, question) = self.question(&mut symbols, None)?;
                let given: Vec<Condition> = given.iter().map(|one| renamed(one, &names)).collect();
                let found = certify_regions(&names.apply(&a), &names.apply(&b), &given, &question);
                Ok((found, self.named_words(&names)))
            }
            Asked::Table { .. } => Ok((Err(NotCertified::Kind("a table")), Vec::new())),
            Asked::Plot => Ok((Err(NotCertified::Kind("a plot")), Vec::new())),
        }
    }

    /// A condition and what is given, with their symbols.
    fn conditions(
        &mut self,
        condition: &model::Condition,
        words: &dyn Fn(Span) -> String,
    ) -> Result<(Condition, Vec<Condition>, BTreeSet<Symbol>), Vec<Diagnostic>> {
        let claim = condition_of(condition, &mut |side| self.side(side, words))?;
        let mut symbols = BTreeSet::new();
        see_symbols(&claim, &mut symbols);
        let given = self.given(words, &mut symbols)?;
        Ok((claim, given, symbols))
    }

    fn given(
        &mut self,
        words: &dyn Fn(Span) -> String,
        symbols: &mut BTreeSet<Symbol>,
    ) -> Result<Vec<Condition>, Vec<Diagnostic>> {
        let mut given = Vec::new();
        for one in &self.setting.conditions {
            let one = condition_of(one, &mut |side| self.side(side, words))?;
            see_symbols(&one, symbols);
            given.push(one);
        }
        Ok(given)
    }

    /// The names of symbols, and what they range over.
    fn question(
        &self,
        symbols: &mut BTreeSet<Symbol>,
        parameter: Option<ParamId>,
    ) -> Result<(Names, Question), Vec<Diagnostic>> {
        let model = self.reducing.model;
        symbols.extend(parameter.map(|id| model.param(id).symbol.clone()));
        let names = Names::new(symbols, &model.symbols);
        let open: BTreeSet<Symbol> =
            symbols.iter().filter(|one| !self.values.contains_key(*one)).cloned().collect();
        let parameters = self.reducing.parameters(&open, &names, self.setting, self.settings)?;
        let values = self.values.iter();
        let values = values
            .filter(|(symbol, _)| symbols.contains(*symbol))
            .map(|(symbol, value)| (names.of(symbol), value.clone()))
            .collect();
        Ok((names, Question { parameters, values, steps: BTreeMap::new() }))
    }

    fn named_words(&self, names: &Names) -> Vec<(Expr, String)> {
        self.words.iter().map(|(side, words)| (names.apply(side), words.clone())).collect()
    }
}
