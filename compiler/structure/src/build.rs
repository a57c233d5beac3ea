//! Elaboration: from a design to its success graph.

use crate::code;
use crate::design::{Defaults, Design};
use crate::elements::Item;
use crate::graph::{Graph, GroupIndex, Leaf, LeafId, NodeId};
use crate::numbers::{NumberContext, Reported, SlotValue, Slots, View, evaluate};
use crate::things::{Environment, EnvironmentId, Thing, ThingKey};
use kofn_algebra::{Expr, Rational, Symbol};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{BlockId, Head, Model, ModuleId, Num, ParamId, Reference, SystemId};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The success graph of a design.
#[derive(Clone, Debug)]
pub struct Built {
    /// The graph.
    pub graph: Graph,
    /// When the design works.
    pub root: NodeId,
    /// Values of the symbols that formulas show.
    pub given: BTreeMap<Symbol, Rational>,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
    /// Whether a large array was taken for a replica group; if that leads nowhere, its elements can
    /// still be handled one by one.
    pub grouped: bool,
}

/// Arrays up to this size are handled element by element, which everything is possible with.
pub(crate) const EXPANDED: i64 = 1_024;

/// Things of one design, at most.
pub(crate) const MOST_THINGS: usize = 2_000_000;

/// The depth of a chain of hosts, instances, blocks and brackets, at most: walks are recursive.
const DEEPEST: usize = 300;

/// Builds the success graph of a design. With `one_by_one`, arrays of known size are never taken
/// for groups; without, they are where they are large and that leads somewhere.
///
/// Fails with all findings that were made; warnings are part of what is built.
pub fn build(
    model: &Model,
    design: &Design,
    defaults: &Defaults,
    one_by_one: bool,
) -> Result<Built, Vec<Diagnostic>> {
    built(model, design, defaults, one_by_one, false)
}

/// As [`build`], with arrays of known size one by one and networks with all of their nodes and
/// links: what is compared with another design keeps what can be recognised there.
pub fn build_as_declared(
    model: &Model,
    design: &Design,
    defaults: &Defaults,
) -> Result<Built, Vec<Diagnostic>> {
    built(model, design, defaults, true, true)
}

fn built(
    model: &Model,
    design: &Design,
    defaults: &Defaults,
    one_by_one: bool,
    as_declared: bool,
) -> Result<Built, Vec<Diagnostic>> {
    built_with(model, design, defaults, (one_by_one, as_declared), None).map(|(built, _)| built)
}

/// As [`build`] one by one, with the own parts of the modules that a reference names: all elements
/// of an array of known size, and one for all of open size.
pub fn build_with_modules(
    model: &Model,
    design: &Design,
    defaults: &Defaults,
    modules: &Reference,
) -> Result<(Built, Vec<LeafId>), Vec<Diagnostic>> {
    built_with(model, design, defaults, (true, false), Some(modules))
}

fn built_with(
    model: &Model,
    design: &Design,
    defaults: &Defaults,
    (one_by_one, as_declared): (bool, bool),
    modules: Option<&Reference>,
) -> Result<(Built, Vec<LeafId>), Vec<Diagnostic>> {
    let mut builder = Builder {
        model,
        context: NumberContext::new(model, design.settings.clone(), defaults.clone()),
        graph: Graph::default(),
        environments: vec![Environment::file()],
        things: HashMap::default(),
        own: HashMap::default(),
        instances: HashMap::default(),
        blocks: HashMap::default(),
        open: Vec::new(),
        group_indices: HashMap::default(),
        index_symbols: HashMap::default(),
        counted: HashSet::default(),
        networks: HashMap::default(),
        linked: HashMap::default(),
        warned: BTreeSet::new(),
        nesting: 0,
        made: 0,
        followed: 0,
        one_by_one,
        as_declared,
        grouped: false,
    };
    let root = builder.design(design).and_then(|root| {
        let modules = match modules {
            Some(modules) => builder.own_parts(modules)?,
            None => Vec::new(),
        };
        Ok((root, modules))
    });
    let grouped = builder.grouped;
    gather(&mut builder.context.diagnostics);
    let (mut findings, warnings): (Vec<_>, Vec<_>) =
        builder.context.diagnostics.into_iter().partition(Diagnostic::is_error);
    match root {
        Ok((root, modules)) if findings.is_empty() => Ok((
            Built { graph: builder.graph, root, given: builder.context.given, warnings, grouped },
            modules,
        )),
        _ if grouped => built_with(model, design, defaults, (true, as_declared), modules),
        _ => {
            findings.extend(warnings);
            Err(findings)
        }
    }
}

/// More places with `not` than this become one warning: whoever writes so many, or imports a fault
/// tree with them, means it.
const MOST_NOTS: usize = 3;

fn gather(findings: &mut Vec<Diagnostic>) {
    let nots = findings.iter().filter(|finding| finding.code == code::NON_COHERENT).count();
    if nots <= MOST_NOTS {
        return;
    }
    let mut met = 0;
    findings.retain_mut(|finding| {
        if finding.code != code::NON_COHERENT {
            return true;
        }
        met += 1;
        if met == 1 {
            let others = nots - 1;
            finding.message = format!("{} (here and in {others} more places)", finding.message);
        }
        met == 1
    });
}

impl Built {
    /// The things' own parts that it depends on.
    pub fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.graph.leaves_of(self.root).into_iter().map(|id| self.graph.leaf(id))
    }
}

/// What is being built at the moment, to show circles along their whole path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Open {
    Thing(ThingKey),
    Block(EnvironmentId, BlockId),
}

pub(crate) struct Builder<'m> {
    pub model: &'m Model,
    pub context: NumberContext<'m>,
    pub graph: Graph,
    pub environments: Vec<Environment>,
    pub things: HashMap<ThingKey, Thing>,
    /// The own parts of the things that have one.
    pub own: HashMap<ThingKey, LeafId>,
    pub instances: HashMap<ThingKey, EnvironmentId>,
    pub blocks: HashMap<(EnvironmentId, BlockId), Placed>,
    /// The way to what is being built: a name and the place that needs it.
    pub open: Vec<(Open, String, Span)>,
    /// Arrays of one size in the same surroundings are counted by one index, so that `vm[i]` can
    /// stand on `host[i]`.
    pub group_indices: HashMap<(Vec<GroupIndex>, Expr), GroupIndex>,
    /// What the index of a group is called in formulas: as in the first declaration that names it.
    pub index_symbols: HashMap<GroupIndex, Symbol>,
    /// Arrays of known size that are counted to an open number: they exist only as groups.
    pub counted: HashSet<(EnvironmentId, ModuleId)>,
    pub networks: HashMap<EnvironmentId, std::rc::Rc<crate::networks::Links>>,
    /// Whether a system, or an instance inside it, has links.
    pub linked: HashMap<SystemId, bool>,
    pub warned: BTreeSet<(&'static str, Span)>,
    pub nesting: usize,
    /// Things, edges and list elements made so far.
    pub made: usize,
    /// Nodes and links of networks looked at so far.
    pub followed: usize,
    pub one_by_one: bool,
    /// Whether networks stay as they are declared.
    pub as_declared: bool,
    pub grouped: bool,
}

/// A condition, and the most hosts below any thing in it.
pub(crate) type Placed = (NodeId, u32);

impl<'m> Builder<'m> {
    pub fn report<T>(&mut self, diagnostic: Diagnostic) -> Result<T, Reported> {
        self.context.report(diagnostic)
    }

    /// Makes a warning once for each place.
    pub fn warn(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.labels.first().map(|label| label.span);
        if place.is_none_or(|span| self.warned.insert((diagnostic.code.0, span))) {
            self.context.diagnostics.push(diagnostic);
        }
    }

    fn design(&mut self, design: &Design) -> Result<NodeId, Reported> {
        let environment = self.root_environment(design.system)?;
        match &design.part {
            Some(part) => {
                let (node, _) = self.single(part, environment, &Slots::new())?;
                Ok(node)
            }
            None => {
                let (node, _) =
                    self.works_when(environment, self.model.system(design.system).span)?;
                Ok(node)
            }
        }
    }

    /// The own parts of the modules that a reference names, seen from the system that was built.
    fn own_parts(&mut self, modules: &Reference) -> Result<Vec<LeafId>, Reported> {
        // The first environment behind that of the file is the root's.
        let environment = EnvironmentId::new(1);
        let mut found = Vec::new();
        for item in self.reference(modules, environment, &Slots::new())? {
            let own = match item {
                Item::One(ThingOrNode { thing: Some(key), .. }) => self.own.get(&key).copied(),
                Item::One(ThingOrNode { thing: None, .. }) => None,
                Item::Alike { element, index, .. } => {
                    let Some(Head::Module(id)) = modules.steps.last().map(|step| step.head) else {
                        continue;
                    };
                    let inside = self.graph.leaves_of(element.0);
                    let own = self.own.iter().filter(|(key, leaf)| {
                        let groups = &self.graph.leaf(**leaf).groups;
                        key.module == id
                            && groups.contains(&index)
                            && inside.binary_search(leaf).is_ok()
                    });
                    own.map(|(_, leaf)| *leaf).min()
                }
            };
            match own {
                Some(leaf) => found.push(leaf),
                None => {
                    return self.report(
                        Diagnostic::error(
                            kofn_model::code::WRONG_ARGUMENTS,
                            "this is not one module: it has several parts of its own",
                        )
                        .at(modules.span, "several modules")
                        .help("name a module in it"),
                    );
                }
            }
        }
        Ok(found)
    }

    fn root_environment(&mut self, system: SystemId) -> Result<EnvironmentId, Reported> {
        let id = EnvironmentId::new(self.environments.len());
        self.environments.push(Environment::root(system));
        Ok(id)
    }

    /// One level deeper in the walk.
    pub fn deeper(&mut self, span: Span) -> Result<(), Reported> {
        self.nesting += 1;
        if self.nesting > DEEPEST {
            self.nesting -= 1;
            return self.report(
                Diagnostic::error(
                    code::NESTED_TOO_DEEPLY,
                    format!("hosts, instances and blocks nested deeper than {DEEPEST} levels"),
                )
                .at(span, "one level too many"),
            );
        }
        Ok(())
    }

    /// Counts what is made, so that no input runs without a limit.
    pub fn make(&mut self, count: usize, span: Span) -> Result<(), Reported> {
        self.made = self.made.saturating_add(count);
        if self.made > MOST_THINGS {
            return self.report(
                Diagnostic::error(code::TOO_LARGE, format!("more than {MOST_THINGS} things to be handled one by one"))
                    .at(span, "too many here")
                    .help("alike things that are only counted (`any of x`, `2 of x`) may be any number; give up elements, slices and comprehensions over them"),
            );
        }
        Ok(())
    }

    /// The value of a number in an environment.
    pub fn number(
        &mut self,
        number: &Num,
        environment: EnvironmentId,
        slots: &Slots,
        view: View,
    ) -> Result<Expr, Reported> {
        let arguments = &self.environments[environment.index()].arguments;
        evaluate(&mut self.context, number, arguments, slots, view, &mut no_measures)
    }

    /// What an index runs over, in an environment.
    pub fn domain(
        &mut self,
        domain: &kofn_model::Domain,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<crate::numbers::DomainValues, Reported> {
        let arguments = &self.environments[environment.index()].arguments;
        crate::numbers::domain(&mut self.context, domain, arguments, slots, &mut no_measures)
    }

    /// The index that stands for any element of arrays of this size in this environment.
    pub fn group_index(&mut self, environment: EnvironmentId, size: &Expr) -> GroupIndex {
        let next = GroupIndex(u32::try_from(self.group_indices.len()).unwrap_or(u32::MAX));
        let around = self.environments[environment.index()].groups.clone();
        *self.group_indices.entry((around, size.clone())).or_insert(next)
    }

    /// An index variable that stands for any element.
    pub fn any_element(
        &mut self,
        environment: EnvironmentId,
        size: &Expr,
        name: &str,
    ) -> SlotValue {
        let group = self.group_index(environment, size);
        let symbol = match self.index_symbols.get(&group) {
            Some(symbol) => symbol.clone(),
            None => {
                let named = Symbol::new(name).fresh(|symbol| {
                    self.index_symbols.values().any(|taken| taken == symbol)
                        || self.model.params.iter().any(|param| param.symbol == *symbol)
                });
                self.index_symbols.insert(group, named.clone());
                named
            }
        };
        SlotValue::Any { symbol, group, size: size.clone() }
    }

    /// A size, or how many must work, that depends on an index of open range shapes every element
    /// differently.
    pub fn same_for_all(&mut self, count: &Expr, span: Span) -> Result<(), Reported> {
        if count.as_number().is_some() {
            return Ok(());
        }
        let mentioned = count.symbols();
        if !self.index_symbols.values().any(|index| mentioned.contains(index)) {
            return Ok(());
        }
        self.report(
            Diagnostic::error(
                code::GROUP_UNLIKE,
                "this count depends on an index whose range is open",
            )
            .at(span, "another number for each element")
            .help("give the size a value"),
        )
    }

    /// A parameter's things, for a `module` parameter of the environment's system.
    pub fn given_things(&self, environment: EnvironmentId, id: ParamId) -> Option<&[ThingOrNode]> {
        self.environments[environment.index()].things.get(&id).map(Vec::as_slice)
    }
}

/// What an argument for a `module` parameter gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ThingOrNode {
    /// When it works.
    pub placed: Placed,
    /// Which thing it is, where it is one.
    pub thing: Option<ThingKey>,
}

/// Numbers of the model never ask what a system does: the resolver refuses it.
pub(crate) fn no_measures(_: crate::Question<'_>, _: View, _: &Slots) -> Result<Expr, Reported> {
    Err(Reported)
}
