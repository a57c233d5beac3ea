//! A compilation: the files of a model, what was found in them, and what they mean.

use crate::answer::Reducing;
use crate::certifying::Certification;
use crate::code;
use crate::hands::{Hands, OneHand};
use crate::load::prompt;
use crate::reading::Reading;
use crate::reports::{ImportanceWanted, SetsWanted};
use crate::settings::Settings;
use crate::tables;
use crate::world::World;
use kofn_diagnostics::{Diagnostic, Sources};
use kofn_emit::importance::ImportanceReport;
use kofn_emit::report::{Answer, AnswerKind, Report, SystemReport};
use kofn_emit::sets::SetsReport;
use kofn_model::{Asked, Model, Query, Resolution, SystemId, resolve_query};
use kofn_structure::Defaults;
use kofn_syntax::parse_query;
use std::collections::HashSet;

/// The files of a model, what was found in them, and what they mean.
pub struct Compilation {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// `None` where errors keep the model from having a meaning.
    resolution: Option<Resolution>,
    defaults: Defaults,
    file: String,
}

/// What a report shall contain beyond formulas and values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Polynomials multiplied out, up to this many terms.
    pub expanded: Option<u64>,
}

impl Compilation {
    /// Reads and checks a model. What is wrong is in [`Compilation::diagnostics`].
    pub fn new(world: &dyn World, main: &str) -> Self {
        let Reading { sources, resolution, diagnostics, .. } = Reading::new(world, main);
        let sound = !diagnostics.iter().any(Diagnostic::is_error);
        let mut compilation = Compilation {
            sources,
            diagnostics: Vec::new(),
            resolution: sound.then_some(resolution),
            defaults: Defaults::new(),
            file: main.to_owned(),
        };
        compilation.add_findings(diagnostics);
        compilation
    }

    /// What reduces the designs of the model, with the systems of these names.
    #[cfg(test)]
    pub(crate) fn reducing(&self, names: [&str; 2]) -> Option<(Reducing<'_>, [SystemId; 2])> {
        let resolution = self.resolution.as_ref()?;
        let [one, other] = names.map(|name| resolution.system(name).ok());
        Some((Reducing::new(&resolution.model, &self.defaults), [one?, other?]))
    }

    /// The model with the values that were set, where errors leave it a meaning.
    pub(crate) fn meaning(&self) -> Option<(&Model, &Defaults)> {
        let resolution = self.resolution.as_ref()?;
        Some((&resolution.model, &self.defaults))
    }

    /// The system with this name, or the name that may be meant.
    pub(crate) fn system_named(&self, name: &str) -> Result<SystemId, Option<String>> {
        self.resolution.as_ref().map_or(Err(None), |resolution| resolution.system(name))
    }

    /// The name of the main file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The texts, for showing diagnostics.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What was found so far, in the order of the text; building systems may find more.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether something keeps the model from having a meaning.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Sets a parameter: `-D n=3`, `-D zone.web=3`.
    pub fn define(&mut self, name: &str, value: &str) -> Result<(), Vec<Diagnostic>> {
        let Some(resolution) = &mut self.resolution else { return Ok(()) };
        let text = format!("0 given {name} = {value}");
        let file = prompt(&mut self.sources, &text);
        let (item, mut findings) = parse_query(file, &text);
        let definition = item.and_then(|item| {
            let (definition, more) = resolution.definition(&item);
            findings.extend(more);
            definition
        });
        let Some((id, values)) = definition else {
            if findings.is_empty() {
                findings.push(
                    Diagnostic::error(
                        code::BAD_DEFINITION,
                        format!("`{name}={value}` does not set a parameter"),
                    )
                    .help("write one `-D NAME=EXPR` for each parameter"),
                );
            }
            return Err(findings);
        };
        let model = &resolution.model;
        let mut reducing = Reducing::new(model, &self.defaults);
        let values = reducing.defined(id, &values)?;
        self.defaults.insert(id, values);
        Ok(())
    }

    /// Whether something in the main file has this name, as `-D` writes it.
    pub fn knows(&mut self, name: &str) -> bool {
        let Some(resolution) = &mut self.resolution else { return false };
        let text = format!("0 given {name} = 0");
        let (item, mut findings) = parse_query(prompt(&mut self.sources, &text), &text);
        if let Some(item) = item {
            findings.extend(resolution.definition(&item).1);
        }
        !findings.iter().any(|finding| finding.code == kofn_model::code::UNKNOWN_NAME)
    }

    /// Builds every system of the main file, to find what only building finds. Afterwards
    /// [`Compilation::diagnostics`] are all there are.
    pub fn check(&mut self) {
        self.check_within(&Settings::default());
    }

    /// As [`Compilation::check`], with other limits. What is interrupted may have found less than
    /// there is.
    pub fn check_within(&mut self, settings: &Settings) {
        let Some(resolution) = &self.resolution else { return };
        let model = &resolution.model;
        let mut found = Vec::new();
        for id in &model.reported {
            found.extend(Reducing::new(model, &self.defaults).check(*id, settings));
        }
        for query in &model.queries {
            found.extend(Reducing::new(model, &self.defaults).check_query(query, settings));
        }
        self.add_findings(found);
    }

    /// One mistake is one finding, although `module a, b = R_x` reads its mistake twice.
    pub(crate) fn add_findings(&mut self, found: Vec<Diagnostic>) {
        self.diagnostics.extend(found);
        let mut seen = HashSet::new();
        let first: Vec<bool> =
            self.diagnostics.iter().map(|finding| seen.insert(finding)).collect();
        let mut first = first.into_iter();
        self.diagnostics.retain(|_| first.next().unwrap_or(true));
        self.diagnostics.sort_by_key(|finding| {
            finding.labels.first().map(|label| (label.span.file, label.span.start, label.span.end))
        });
    }

    /// Every system's formula and value, and every query of the file with its answer; of some
    /// systems only, where names are given.
    ///
    /// Fails where the model has errors; they are in [`Compilation::diagnostics`].
    pub fn report(&mut self, settings: &Settings, systems: &[String]) -> Option<Report> {
        self.report_with(settings, systems, Wanted::default(), &OneHand, &mut |_, _| {})
    }

    /// As [`Compilation::report`], with more in it, and with hands to share long work; `progress`
    /// is told how many of how many
    /// systems and queries are done.
    pub fn report_with(
        &mut self,
        settings: &Settings,
        systems: &[String],
        wanted: Wanted,
        hands: &dyn Hands,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Option<Report> {
        if self.has_errors() {
            return None;
        }
        let nothing = self
            .resolution
            .as_ref()
            .is_some_and(|known| known.model.reported.is_empty() && known.model.queries.is_empty());
        if nothing && systems.is_empty() {
            self.add_findings(vec![no_system(&self.file)]);
            return None;
        }
        let chosen = self.chosen(systems)?;
        let resolution = self.resolution.as_ref()?;
        let model = &resolution.model;
        let queries: &[Query] = if systems.is_empty() { &model.queries } else { &[] };
        let total = chosen.len() + queries.len();
        let mut found = Vec::new();
        let mut reports: Vec<SystemReport> = Vec::new();
        for id in chosen {
            progress(reports.len(), total);
            match Reducing::new(model, &self.defaults).system(id, settings, wanted) {
                Ok((report, warnings)) => {
                    reports.push(report);
                    found.extend(warnings);
                }
                Err(findings) => found.extend(findings),
            }
        }
        let mut answers = Vec::new();
        for query in queries {
            progress(reports.len() + answers.len(), total);
            let text = self.sources.slice(query.span).to_owned();
            let answering = Answering {
                model,
                defaults: &self.defaults,
                sources: &self.sources,
                settings,
                wanted,
                hands,
            };
            match answering.answer(query, text) {
                Ok(answer) => answers.push(answer),
                Err(findings) => found.extend(findings),
            }
        }
        let report =
            Report { file: self.file.clone(), doc: model.doc.clone(), systems: reports, answers };
        self.add_findings(found);
        if self.has_errors() { None } else { Some(report) }
    }

    /// The minimal cut or path sets of every system, or of some.
    ///
    /// Fails where the model has errors; they are in [`Compilation::diagnostics`].
    pub fn sets(
        &mut self,
        settings: &Settings,
        systems: &[String],
        wanted: &SetsWanted,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Option<Vec<SetsReport>> {
        self.each_system(systems, progress, &|reducing, id| reducing.sets(id, wanted, settings))
    }

    /// The importance of the modules of every system, or of some.
    ///
    /// Fails where the model has errors; they are in [`Compilation::diagnostics`].
    pub fn importance(
        &mut self,
        settings: &Settings,
        systems: &[String],
        wanted: &ImportanceWanted,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Option<Vec<ImportanceReport>> {
        self.each_system(systems, progress, &|reducing, id| {
            reducing.importance(id, wanted, settings)
        })
    }

    fn each_system<T>(
        &mut self,
        systems: &[String],
        progress: &mut dyn FnMut(usize, usize),
        tell: Tell<'_, T>,
    ) -> Option<Vec<T>> {
        if self.has_errors() {
            return None;
        }
        let chosen = self.chosen(systems)?;
        if chosen.is_empty() {
            self.add_findings(vec![no_system(&self.file)]);
            return None;
        }
        let resolution = self.resolution.as_ref()?;
        let mut found = Vec::new();
        let mut told = Vec::new();
        let total = chosen.len();
        for id in chosen {
            progress(told.len(), total);
            match tell(Reducing::new(&resolution.model, &self.defaults), id) {
                Ok((report, warnings)) => {
                    told.push(report);
                    found.extend(warnings);
                }
                Err(findings) => found.extend(findings),
            }
        }
        self.add_findings(found);
        if self.has_errors() { None } else { Some(told) }
    }

    pub(crate) fn chosen(&mut self, names: &[String]) -> Option<Vec<SystemId>> {
        let resolution = self.resolution.as_ref()?;
        if names.is_empty() {
            return Some(resolution.model.reported.clone());
        }
        let mut chosen = Vec::new();
        let mut found = Vec::new();
        for name in names {
            match resolution.system(name) {
                Ok(id) => chosen.push(id),
                Err(help) => found.push(
                    Diagnostic::error(
                        code::UNKNOWN_SYSTEM,
                        format!("there is no system `{name}` in this file"),
                    )
                    .maybe_help(help),
                ),
            }
        }
        if found.is_empty() {
            return Some(chosen);
        }
        self.add_findings(found);
        None
    }

    /// The answer to an expression or query, against this model.
    ///
    /// Fails with what is wrong in the query; a model with errors answers nothing.
    pub fn ask(&mut self, text: &str, settings: &Settings) -> Result<Answer, Vec<Diagnostic>> {
        self.ask_with(text, settings, Wanted::default(), &OneHand)
    }

    /// As [`Compilation::ask`], with more in the answer, and with hands to share long work.
    pub fn ask_with(
        &mut self,
        text: &str,
        settings: &Settings,
        wanted: Wanted,
        hands: &dyn Hands,
    ) -> Result<Answer, Vec<Diagnostic>> {
        let query = self.query(text)?;
        let Some(resolution) = &self.resolution else { return Err(self.diagnostics.clone()) };
        let answering = Answering {
            model: &resolution.model,
            defaults: &self.defaults,
            sources: &self.sources,
            settings,
            wanted,
            hands,
        };
        answering.answer(&query, text.trim().to_owned())
    }

    /// The certificate of the answer to an expression or query, for `kofn-verify` and others.
    ///
    /// The proofs are looked for again, in a form that is short to check: an answer by itself does
    /// not pay for its certificate.
    pub fn certificate(
        &mut self,
        text: &str,
        settings: &Settings,
    ) -> Result<Certification, Vec<Diagnostic>> {
        let query = self.query(text)?;
        let Some(resolution) = &self.resolution else { return Err(self.diagnostics.clone()) };
        let reducing = Reducing::new(&resolution.model, &self.defaults);
        let words = |span| self.sources.slice(span).to_owned();
        reducing.certified(&query, &words, settings)
    }

    /// A query that is not in the file.
    fn query(&mut self, text: &str) -> Result<Query, Vec<Diagnostic>> {
        let Some(resolution) = &mut self.resolution else {
            return Err(self.diagnostics.clone());
        };
        let file = prompt(&mut self.sources, text);
        let (item, mut findings) = parse_query(file, text);
        let query = item.and_then(|item| {
            let (query, more) = resolve_query(resolution, &item);
            findings.extend(more);
            query
        });
        match query {
            Some(query) if findings.is_empty() => Ok(query),
            _ => Err(findings),
        }
    }
}

/// Tells something about a system, with warnings; or finds what is wrong.
type Tell<'t, T> = &'t dyn Fn(Reducing<'_>, SystemId) -> Told<T>;

/// What was told, with warnings; or what is wrong.
type Told<T> = Result<(T, Vec<Diagnostic>), Vec<Diagnostic>>;

fn no_system(file: &str) -> Diagnostic {
    Diagnostic::error(
        code::NO_SYSTEM,
        format!("`{file}` has no system, so there is nothing to compute"),
    )
    .help("say what must work: `system NAME { works when … }`")
}

/// What answering needs besides the query.
struct Answering<'a> {
    model: &'a Model,
    defaults: &'a Defaults,
    sources: &'a Sources,
    settings: &'a Settings,
    wanted: Wanted,
    hands: &'a dyn Hands,
}

impl Answering<'_> {
    fn answer(&self, query: &Query, text: String) -> Result<Answer, Vec<Diagnostic>> {
        let reducing = Reducing::new(self.model, self.defaults);
        let words = |span| self.sources.slice(span).to_owned();
        let (given, settings) = (query.given.as_slice(), self.settings);
        let kind = match &query.asked {
            Asked::Value(value) => {
                let setting = reducing.setting_of_value(given, settings)?;
                reducing.value(value, &setting.around, settings, self.wanted)?
            }
            Asked::Assert(condition) => {
                AnswerKind::Assert(reducing.assertion(condition, given, &words, settings)?)
            }
            Asked::Solve { parameter, condition } => {
                AnswerKind::Solve(reducing.solved(*parameter, condition, given, settings)?)
            }
            Asked::Compare { a, b, over } => {
                AnswerKind::Compare(reducing.compared((a, b), over, given, &words, settings)?)
            }
            Asked::Table { columns, over, curves } => {
                let asked = tables::Asked { columns, over, curves, given, words: &words };
                AnswerKind::Table(reducing.table(&asked, settings, self.hands)?)
            }
            Asked::Plot => AnswerKind::NotAnswered("plot"),
        };
        let words = crate::words::laid_out(&text);
        Ok(Answer { query: text, words, name: query.name.clone(), kind })
    }
}
