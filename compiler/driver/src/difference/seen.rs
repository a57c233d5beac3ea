//! A system of one of two models.

use super::sets;
use crate::answer::Reducing;
use crate::compilation::Compilation;
use crate::explaining::thing_names;
use crate::naming::Names;
use crate::settings::Settings;
use crate::single_points::negates;
use crate::testing::beside;
use kofn_algebra::{Expr, Symbol};
use kofn_diagnostics::{Sources, Span};
use kofn_emit::changes::Side;
use kofn_emit::report::{Formula, SystemReport};
use kofn_model::{SystemCall, SystemId};
use kofn_structure::{Built, LeafId, Node};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// A system of one of two models.
pub(crate) struct Seen<'m> {
    pub reducing: Reducing<'m>,
    pub id: SystemId,
    pub report: SystemReport,
    compilation: &'m Compilation,
    things: OnceCell<Result<NamedThings, String>>,
}

/// A system with its things one by one, and what they are called.
pub(crate) struct NamedThings {
    pub built: Built,
    pub names: BTreeMap<LeafId, String>,
}

impl NamedThings {
    pub fn new(built: Built) -> NamedThings {
        let names = thing_names(&built.graph);
        NamedThings { built, names }
    }

    /// The things that the system depends on by its wording, as it mentions them.
    pub fn mentioned(&self) -> Vec<LeafId> {
        self.built.graph.leaves_of(self.built.root)
    }
}

impl<'m> Seen<'m> {
    pub fn new(
        reducing: Reducing<'m>,
        compilation: &'m Compilation,
        id: SystemId,
        report: &SystemReport,
    ) -> Seen<'m> {
        let report = report.clone();
        Seen { reducing, id, report, compilation, things: OnceCell::new() }
    }

    pub fn name(&self) -> &str {
        &self.report.name
    }

    pub fn span(&self) -> Span {
        self.reducing.model.system(self.id).span
    }

    /// The words that declare it, without comments.
    pub fn words(&self) -> String {
        let span = self.span();
        let sources = self.compilation.sources();
        let (tree, _) = kofn_syntax::parse(span.file, sources.get(span.file).text());
        let around = |item: &&kofn_syntax::tree::Item| {
            item.span.start <= span.start && span.end <= item.span.end
        };
        let item = tree.items.iter().find(around).map_or(span, |item| item.span);
        crate::words::on_one_line(&crate::words::without_comments(sources.slice(item)))
    }

    pub fn sources(&self) -> &Sources {
        self.compilation.sources()
    }

    pub fn is_template(&self) -> bool {
        matches!(self.report.formula, Formula::Template(_))
    }

    pub fn call(&self) -> SystemCall {
        SystemCall {
            span: self.span(),
            system: self.id,
            arguments: Vec::new(),
            part: None,
            module: None,
        }
    }

    /// Its things, or why they cannot be told.
    pub fn things(&self) -> Result<&NamedThings, String> {
        let things = self.things.get_or_init(|| {
            let built = self.reducing.element_by_element(self.id);
            built.map(NamedThings::new).map_err(|findings| said(&findings))
        });
        things.as_ref().map_err(Clone::clone)
    }

    /// What is open in it: in the chances of its things and in what it counts.
    pub fn open(&self) -> BTreeSet<Symbol> {
        let Ok(things) = self.things() else { return BTreeSet::new() };
        let graph = &things.built.graph;
        let mut open: BTreeSet<Symbol> =
            things.mentioned().iter().flat_map(|id| graph.leaf(*id).value.symbols()).collect();
        graph.visit(things.built.root, |_, node| {
            if let Node::Group(group) = node {
                open.extend(group.k.symbols());
                open.extend(group.n.symbols());
            }
        });
        open.retain(|symbol| self.reducing.parameter_of(symbol).is_some());
        open
    }

    /// What is told of it alone.
    pub fn side(&self, settings: &Settings) -> Side {
        let settings = Settings { limits: beside(&settings.limits), ..settings.clone() };
        let cuts = sets::Cuts::of(self, &BTreeMap::new(), &settings).ok();
        self.side_with(cuts.as_ref(), &settings)
    }

    /// What its report tells of it.
    pub fn told(&self) -> Side {
        Side { report: self.report.clone(), cuts: None, singles: None }
    }

    /// As [`Seen::side`], with cut sets that are known or cannot be.
    pub fn side_with(&self, cuts: Option<&sets::Cuts>, settings: &Settings) -> Side {
        Side {
            report: self.report.clone(),
            cuts: cuts.map(sets::Cuts::count),
            singles: self.single_points(cuts.is_some_and(sets::Cuts::is_coherent), settings),
        }
    }

    fn single_points(
        &self,
        is_coherent: bool,
        settings: &Settings,
    ) -> Option<kofn_emit::changes::SinglePoints> {
        let NamedThings { built, names } = self.things().ok().filter(|_| !self.is_template())?;
        if negates(built) && !is_coherent {
            return None;
        }
        let points = self.reducing.single_point_things(self.id, (built, names), settings)?;
        let names = points.things.iter().map(|thing| names[thing].clone()).collect();
        Some(kofn_emit::changes::SinglePoints { names, every_size: points.every_size })
    }

    /// What its own symbols are called in a system that it became.
    pub fn renaming(&self, new: &Seen<'_>) -> Names {
        let (old, new) = (self.name(), new.name());
        if old == new {
            return Names::renaming([]);
        }
        let known = self.reducing.model.symbols.keys();
        Names::renaming(known.filter_map(|symbol| {
            let name = symbol.name();
            let (before, own) = match name.strip_prefix("R_") {
                Some(own) => ("R_", own),
                None => ("", name),
            };
            let rest = own.strip_prefix(old)?.strip_prefix('.')?;
            Some((symbol.clone(), Symbol::new(format!("{before}{new}.{rest}"))))
        }))
    }
}

/// What is wrong, in the words of the first finding.
pub(crate) fn said(findings: &[kofn_diagnostics::Diagnostic]) -> String {
    findings.first().map(|finding| finding.message.clone()).unwrap_or_default()
}

/// More terms than this are not multiplied out to see whether two formulas are one function.
const MOST_TERMS: u64 = 20_000;

/// Whether two expressions are the same function of their symbols; `None` where that is not known.
pub(crate) fn are_equal(one: &Expr, other: &Expr) -> Option<bool> {
    if one == other {
        return Some(true);
    }
    let symbols: BTreeSet<Symbol> = one.symbols().into_iter().chain(other.symbols()).collect();
    let symbols: Vec<Symbol> = symbols.into_iter().collect();
    let [one, other] = [one, other]
        .map(|expr| kofn_measures::polynomial_of_expression(expr, &symbols, MOST_TERMS));
    Some(one? == other?)
}
