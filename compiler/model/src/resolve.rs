//! The phase: from the trees of a compilation to its model.

use crate::code;
use crate::cycles::{cyclic_numbers, cyclic_systems};
use crate::declare::Pending;
use crate::mentions::{Mention, Named, Role};
use crate::model::{
    Binding, Extent, Model, ModuleId, Owner, ParamId, ParamKind, Query, Spec, SystemId,
};
use crate::scope::{Entity, Entry, Place, Resolver, Scope, Scopes};
use crate::term::{Domain, Element, NumKind};
use crate::uses::{name_files, prefixes};
use kofn_diagnostics::{Diagnostic, Span, nearest};
use kofn_syntax::SyntaxTree;
use kofn_syntax::tree::{self, Expr, ExprKind, Item, ItemKind, Name};
use std::collections::{BTreeMap, BTreeSet};

/// A file of the compilation with what its `use` items name.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its tree.
    pub tree: SyntaxTree,
    /// For each `use` in order, the unit it names; `None` where that could not be read, which has
    /// been reported.
    pub uses: Vec<Option<usize>>,
    /// Whether it belongs to the standard library.
    pub library: bool,
}

/// A model with the names that later questions may use.
pub struct Resolution {
    /// The model.
    pub model: Model,
    pub(crate) scopes: Scopes,
    pub(crate) junction_names: BTreeMap<SystemId, BTreeSet<String>>,
    /// Sorted, and each once.
    pub(crate) mentions: Vec<Mention>,
}

/// Binds names, checks kinds and makes numbers exact; the first unit is the main file.
///
/// The model is the best there is: where there are errors, items they concern are placeholders,
/// and the model must not be computed.
pub fn resolve(units: &[Unit]) -> (Resolution, Vec<Diagnostic>) {
    let mut resolver = Resolver {
        model: Model::default(),
        scopes: Scopes::default(),
        diagnostics: Vec::new(),
        needed: BTreeSet::new(),
        junctions: Vec::new(),
        mentions: BTreeMap::new(),
        junction_names: BTreeMap::new(),
        mentioned: BTreeSet::new(),
        noted: Vec::new(),
        copies: BTreeMap::new(),
    };
    resolver.scopes.files = vec![Scope::default(); units.len()];
    resolver.scopes.prefixes = prefixes(units);
    resolver.model.doc = units.first().and_then(|unit| unit.tree.doc.clone());
    let mut pending = Pending::default();
    for (file, unit) in units.iter().enumerate() {
        resolver.declare_file(number(file), &unit.tree.items, &mut pending);
    }
    resolver.uses(units);
    resolver.check_shadowing();
    resolver.read(pending, units);
    let findings = cyclic_systems(&resolver.model);
    resolver.diagnostics.extend(findings);
    let findings = cyclic_numbers(&resolver.model);
    resolver.diagnostics.extend(findings);
    let Resolver { mut model, scopes, diagnostics, junction_names, noted: mut mentions, .. } =
        resolver;
    name_files(&mut model, &scopes);
    mentions.sort_unstable();
    mentions.dedup();
    (Resolution { model, scopes, junction_names, mentions }, diagnostics)
}

/// Reads one query against a model that has been resolved without errors.
pub fn resolve_query(resolution: &mut Resolution, item: &Item) -> (Option<Query>, Vec<Diagnostic>) {
    let mut resolver = resolution.resume();
    let query = match &item.kind {
        ItemKind::Query(query) => resolver.query(item.span, query),
        _ => None,
    };
    let diagnostics = std::mem::take(&mut resolver.diagnostics);
    resolution.take_back(resolver);
    (query, diagnostics)
}

impl Resolution {
    fn resume(&mut self) -> Resolver {
        Resolver {
            model: std::mem::take(&mut self.model),
            scopes: std::mem::take(&mut self.scopes),
            junction_names: std::mem::take(&mut self.junction_names),
            diagnostics: Vec::new(),
            needed: BTreeSet::new(),
            junctions: Vec::new(),
            mentions: BTreeMap::new(),
            mentioned: BTreeSet::new(),
            noted: Vec::new(),
            copies: BTreeMap::new(),
        }
    }

    fn take_back(&mut self, resolver: Resolver) {
        self.model = resolver.model;
        self.scopes = resolver.scopes;
        self.junction_names = resolver.junction_names;
    }

    /// The parameter that `P` or `SYSTEM.P` names, with an expression for it: `-D P=EXPR`, given
    /// as the item `P given P = EXPR`.
    pub fn definition(
        &mut self,
        item: &Item,
    ) -> (Option<(ParamId, Vec<crate::term::Num>)>, Vec<Diagnostic>) {
        let mut resolver = self.resume();
        let place = Place::of(Owner::File(0), 0);
        let found = match &item.kind {
            ItemKind::Query(query) => match query.given.as_slice() {
                [tree::Binding::Value(path, value)] => {
                    let id = resolver.settable(path, None, &place);
                    id.and_then(|id| Some((id, resolver.numbers(id, value, &place)?)))
                }
                _ => None,
            },
            _ => None,
        };
        let diagnostics = std::mem::take(&mut resolver.diagnostics);
        self.take_back(resolver);
        (found, diagnostics)
    }

    /// The system of the main file with this name; a prefix names one of a used file.
    pub fn system(&self, name: &str) -> Result<SystemId, Option<String>> {
        let mut file = 0;
        let mut segments = name.split('.').peekable();
        while let Some(segment) = segments.next() {
            match self.scopes.files[file].names.get(segment).map(|entry| entry.entity) {
                Some(Entity::System(system)) if segments.peek().is_none() => return Ok(system),
                Some(Entity::Namespace(next)) => file = next as usize,
                _ => break,
            }
        }
        let known: Vec<&str> =
            self.model.reported.iter().map(|id| self.model.system(*id).name.as_str()).collect();
        Err(nearest(name, known).map(|meant| format!("did you mean `{meant}`?")))
    }
}

pub(crate) fn number(length: usize) -> u32 {
    crate::declare::next(length)
}

impl Resolver {
    fn read(&mut self, pending: Pending<'_>, units: &[Unit]) {
        for (id, param, index) in &pending.params {
            self.read_extents(*id, param, *index);
        }
        for (id, module, index) in &pending.modules {
            self.read_module_head(*id, module, *index);
        }
        for (id, design) in &pending.variants {
            self.read_variant_head(*id, design);
        }
        for (id, param, _) in &pending.params {
            self.read_param(*id, param);
        }
        for (id, value) in &pending.lets {
            let place = self.place_of(self.model.param(*id).owner, self.file_of(*id));
            if let Some(value) = self.number(value, &place) {
                self.model.params[id.index()].value = Some(vec![value]);
            }
        }
        // Which names are junctions must be known before one is named from outside its instance.
        for (_, owner, file, link) in &pending.links {
            self.note_junctions(link, *owner, *file);
        }
        for (_, owner, file, link) in &pending.links {
            let span = link.nodes.first().zip(link.nodes.last());
            let Some((first, last)) = span else { continue };
            if let Some(read) = self.link(link, first.span.to(last.span), *owner, *file)
                && let Owner::System(system) = owner
            {
                let id = crate::links::link_id(self.model.links.len());
                self.model.links.push(read);
                self.model.systems[system.index()].links.push(id);
            }
            if let Owner::System(system) = owner {
                let mentions = std::mem::take(&mut self.junctions);
                self.mentions.entry(*system).or_default().extend(mentions);
            }
        }
        for (id, module, index) in &pending.modules {
            self.read_module(*id, module, *index);
            self.keep_mentions(self.model.module(*id).owner);
        }
        for (id, structure) in &pending.blocks {
            let owner = self.model.block(*id).owner;
            let place = self.place_of(owner, self.file_of_owner(owner));
            if let Some(structure) = self.structure(structure, &place) {
                self.model.blocks[id.index()].structure = structure;
            }
            self.keep_mentions(owner);
        }
        for (id, structure) in &pending.works_when {
            let owner = Owner::System(*id);
            let place = self.place_of(owner, self.model.system(*id).file);
            if let Some(structure) = self.structure(structure, &place) {
                self.model.systems[id.index()].works_when = Some(structure);
            } else {
                // Said, but wrongly: the finding stands, and nobody is told it is missing.
                let span = structure.span;
                self.model.systems[id.index()].works_when = Some(crate::term::Structure {
                    span,
                    kind: crate::term::StructureKind::Truth(true),
                });
            }
            self.keep_mentions(owner);
        }
        let whole = !units.iter().any(|unit| unit.tree.items.iter().any(is_broken));
        for index in 0..self.model.systems.len() {
            let id = SystemId(number(index));
            self.junctions = self.mentions.remove(&id).unwrap_or_default();
            let file = self.model.systems[index].file;
            self.check_junctions(Owner::System(id), file, whole);
        }
        for (id, design) in &pending.variants {
            self.read_variant(*id, design);
        }
        for (span, query) in &pending.queries {
            if let Some(query) = self.query(*span, query) {
                self.model.queries.push(query);
            }
        }
        self.check_unused(units);
    }

    fn keep_mentions(&mut self, owner: Owner) {
        let mentions = std::mem::take(&mut self.junctions);
        if let Owner::System(system) = owner {
            self.mentions.entry(system).or_default().extend(mentions);
        }
    }

    fn place_of(&self, owner: Owner, file: u32) -> Place {
        Place::of(owner, file)
    }

    fn file_of(&self, id: ParamId) -> u32 {
        self.file_of_owner(self.model.param(id).owner)
    }

    fn file_of_owner(&self, owner: Owner) -> u32 {
        match owner {
            Owner::File(file) => file,
            Owner::System(system) => self.model.system(system).file,
        }
    }

    fn read_extents(&mut self, id: ParamId, param: &tree::Param, index: usize) {
        let owner = self.model.param(id).owner;
        let place = self.place_of(owner, self.file_of_owner(owner));
        let mut extents = Vec::new();
        for extent in &param.declared[index].extents {
            // `param R_M[i]` for a family over a symbolic size: the index is only a placeholder.
            if let tree::Extent::Size(size) = extent
                && let Some(name) = size.as_path().and_then(tree::Path::as_name)
                && self.find(&name.text, &place).is_none()
            {
                let slot = self.new_slot();
                self.note(size.span, Named::Index(slot), Role::Declares);
                extents.push(Extent {
                    binder: Some((slot, name.text.clone())),
                    domain: Domain::Values(Vec::new()),
                    span: size.span,
                });
                continue;
            }
            extents.extend(self.extent(extent, &place));
        }
        self.model.params[id.index()].extents = extents;
    }

    fn extent(&mut self, extent: &tree::Extent, place: &Place) -> Option<Extent> {
        match extent {
            tree::Extent::Size(size) => {
                let span = size.span;
                let size = self.number(size, place)?;
                Some(Extent { binder: None, domain: Domain::up_to(size), span })
            }
            tree::Extent::Index(binder) => {
                let domain = self.domain(&binder.domain, place)?;
                let slot = self.new_slot();
                self.note(binder.name.span, Named::Index(slot), Role::Declares);
                if let Some(entry) = self.find(&binder.name.text, place) {
                    self.report(crate::declare::duplicate(&binder.name, entry.span));
                }
                let binder_of = Some((slot, binder.name.text.clone()));
                Some(Extent { binder: binder_of, domain, span: binder.name.span })
            }
        }
    }

    fn read_param(&mut self, id: ParamId, param: &tree::Param) {
        let owner = self.model.param(id).owner;
        let place = self.place_of(owner, self.file_of_owner(owner));
        let kind = self.model.param(id).kind;
        if let Some(domain) = &param.domain
            && let Some(domain) = self.domain(domain, &place)
        {
            self.model.params[id.index()].domain = Some(domain);
        }
        let Some(value) = &param.value else { return };
        if kind == ParamKind::Module {
            self.report(
                Diagnostic::error(
                    code::WRONG_ARGUMENTS,
                    "a thing from outside is always given by an argument",
                )
                .at(value.span, "not here")
                .help("give it where the instance is made: `Rack(feed = utility)`"),
            );
            return;
        }
        let values = self.numbers(id, value, &place);
        self.model.params[id.index()].value = values;
    }

    /// Extents, and the template of an instance, before any reference is read.
    fn read_module_head(&mut self, id: ModuleId, module: &tree::Module, index: usize) {
        let owner = self.model.module(id).owner;
        let place = self.place_of(owner, self.file_of_owner(owner));
        let extents: Vec<Extent> = module.declared[index]
            .extents
            .iter()
            .filter_map(|extent| self.extent(extent, &place))
            .collect();
        self.model.modules[id.index()].extents = extents;
        if let Some(spec) = &module.spec
            && let Some(system) = self.template_of(spec, &place)
        {
            self.model.modules[id.index()].spec = Spec::Instance { system, arguments: Vec::new() };
        }
    }

    fn template_of(&mut self, spec: &Expr, place: &Place) -> Option<SystemId> {
        let path = match &spec.kind {
            ExprKind::Path(path) => path,
            ExprKind::Call { callee: tree::Callee::Named(path), .. } => path,
            _ => return None,
        };
        let mut file = None;
        for (at, step) in path.steps.iter().enumerate() {
            let place = match file {
                None => place.clone(),
                Some(file) => Place::of(Owner::File(file), file),
            };
            let entity = self.find(&step.name.text, &place)?.entity;
            self.note_use(step.name.span, entity, place.file);
            match entity {
                Entity::Namespace(next) if !step.name.text.starts_with('_') => file = Some(next),
                Entity::System(system) if at + 1 == path.steps.len() => {
                    let passed_on = file.is_some_and(|file| self.model.system(system).file != file);
                    return (!passed_on).then_some(system);
                }
                _ => return None,
            }
        }
        None
    }

    fn read_module(&mut self, id: ModuleId, module: &tree::Module, index: usize) {
        let owner = self.model.module(id).owner;
        let file = self.file_of_owner(owner);
        let mut place = self.place_of(owner, file);
        for extent in &self.model.module(id).extents {
            if let Some((slot, name)) = &extent.binder {
                place.locals.push((name.clone(), *slot));
            }
        }
        let declared = &module.declared[index];
        if let Some(finding) = size_used_as_index(declared, module) {
            self.report(finding);
            return;
        }
        let hosts = self.hosts(&module.hosts, &place);
        self.model.modules[id.index()].hosts = hosts;
        let span = declared.name.span;
        let Some(spec) = &module.spec else {
            let value = self.implicit_param(id, owner, file, &declared.name);
            self.model.modules[id.index()].spec = Spec::Chance {
                value: crate::term::Num { span, kind: NumKind::Param(value, Vec::new()) },
                symbol: None,
            };
            return;
        };
        if let Spec::Instance { system, .. } = &self.model.module(id).spec {
            let system = *system;
            let arguments = self.instance_arguments(system, spec, &place);
            self.model.modules[id.index()].spec = Spec::Instance { system, arguments };
            return;
        }
        let Some(value) = self.number(spec, &place) else { return };
        let symbol = is_literal(&value).then(|| {
            let tail = self.undeclared(&declared.name.text, &place);
            self.new_symbol(owner, file, &format!("R_{tail}"), &tail)
        });
        self.model.modules[id.index()].spec = Spec::Chance { value, symbol };
    }

    /// A module without a number has the symbol `R_NAME`, a parameter of its scope, shared by an
    /// array's elements and by all instances. Where a parameter of that name is declared, it is
    /// that one.
    fn implicit_param(&mut self, id: ModuleId, owner: Owner, file: u32, name: &Name) -> ParamId {
        let mut text = format!("R_{}", name.text);
        let place = Place::of(owner, file);
        if let Some(Entry { entity: Entity::Param(param), .. }) = self.find(&text, &place)
            && self.model.param(param).kind != ParamKind::Module
            && self.model.param(param).extents.is_empty()
        {
            self.note(name.span, Named::Param(param), Role::Implies);
            return param;
        }
        let tail = self.undeclared(&name.text, &place);
        text = format!("R_{tail}");
        let named = Name { text: text.clone(), span: name.span };
        let doc = self.model.module(id).doc.clone();
        let param = self.add_param(owner, file, &named, ParamKind::Probability, doc);
        self.note(name.span, Named::Param(param), Role::Implies);
        // The symbol is qualified as the module is: `R_native.machine`.
        let made = self.model.param(param).symbol.clone();
        self.model.symbols.remove(&made);
        let symbol = self.new_symbol(owner, file, &text, &tail);
        self.model.params[param.index()].symbol = symbol;
        if self.find(&text, &place).is_none() {
            self.enter(owner, file, &named, Entity::Param(param));
        }
        param
    }

    /// `name`, or with as many primes behind it that `R_NAME` is no name from a declaration: it
    /// would be read as what was declared.
    fn undeclared(&self, name: &str, place: &Place) -> String {
        let mut name = name.to_owned();
        while self.find(&format!("R_{name}"), place).is_some() {
            name.push('\'');
        }
        name
    }

    fn instance_arguments(
        &mut self,
        system: SystemId,
        spec: &Expr,
        place: &Place,
    ) -> Vec<(ParamId, Binding)> {
        let ExprKind::Call { arguments, .. } = &spec.kind else { return Vec::new() };
        let mut all = Vec::new();
        for (place_in_call, argument) in arguments.iter().enumerate() {
            let Some(path) = &argument.name else {
                self.positional(system, place_in_call, argument.value.span);
                continue;
            };
            let Some(name) = path.as_name() else { continue };
            let own = self.find_in_system(&name.text, system).map(|entry| entry.entity);
            let Some(Entity::Param(id)) = own else {
                if let Some(Entry { entity: Entity::Param(_), span }) = self.find(&name.text, place)
                {
                    self.report(
                        Diagnostic::error(
                            code::FILE_PARAMETER_IN_INSTANCE,
                            format!(
                                "`{}` belongs to the whole file; one instance cannot set it",
                                name.text
                            ),
                        )
                        .at(path.span, "set for one instance here")
                        .at(span, "declared for the whole file")
                        .help(format!(
                            "declare `param {}` inside the system to give each instance its own",
                            name.text
                        )),
                    );
                } else {
                    self.require_in_system(name, system);
                }
                continue;
            };
            self.note(name.span, Named::Param(id), Role::Uses);
            if self.set_once(&all, id, path.span).is_none() {
                continue;
            }
            let binding = if self.model.param(id).kind == ParamKind::Module {
                self.things(argument, place).map(Binding::Things)
            } else {
                self.numbers(id, &argument.value, place).map(Binding::Numbers)
            };
            all.extend(binding.map(|binding| (id, binding)));
        }
        all
    }

    /// What an argument gives for a `module` parameter: one thing, an array, or a list.
    fn things(&mut self, argument: &tree::Argument, place: &Place) -> Option<Vec<Element>> {
        match &argument.value.kind {
            ExprKind::List(arguments) => self.list(arguments, argument.value.span, place),
            _ => {
                let one = tree::Argument {
                    name: None,
                    value: argument.value.clone(),
                    binders: argument.binders.clone(),
                };
                self.list(std::slice::from_ref(&one), argument.value.span, place)
            }
        }
    }

    fn read_variant_head(&mut self, id: SystemId, design: &Expr) {
        let place = Place::of(Owner::File(self.model.system(id).file), self.model.system(id).file);
        match self.template_of(design, &place) {
            Some(system) => {
                self.model.systems[id.index()].variant = Some(crate::term::SystemCall {
                    span: design.span,
                    system,
                    arguments: Vec::new(),
                    part: None,
                    module: None,
                });
                // A circle of variants would make every later look-up endless.
                if self.variant_circle(id) {
                    self.model.systems[id.index()].variant = None;
                    let name = self.model.system(id).name.clone();
                    self.report(
                        Diagnostic::error(
                            code::CYCLIC_SYSTEMS,
                            format!("system `{name}` is a variant of itself"),
                        )
                        .at(design.span, "leads back here")
                        .help("a variant names another system: `system NAME = OTHER(n = 3)`"),
                    );
                }
            }
            None => {
                let mut place = place;
                place.in_query = true;
                if self.number(design, &place).is_some() {
                    self.report(
                        Diagnostic::error(
                            code::ARITHMETIC_WITH_SYSTEM,
                            "a design variant is one system with arguments",
                        )
                        .at(design.span, "not a system")
                        .help("write `system NAME = OTHER(n = 3)`"),
                    );
                }
            }
        }
    }

    fn variant_circle(&self, id: SystemId) -> bool {
        let mut at = id;
        for _ in 0..=self.model.systems.len() {
            match &self.model.system(at).variant {
                Some(variant) => at = variant.system,
                None => return false,
            }
        }
        true
    }

    fn read_variant(&mut self, id: SystemId, design: &Expr) {
        let Some(variant) = self.model.system(id).variant.clone() else { return };
        let file = self.model.system(id).file;
        let mut place = Place::of(Owner::File(file), file);
        place.in_query = true;
        if let Some(number) = self.number(design, &place)
            && let NumKind::Measure(_, call) = number.kind
        {
            // All its words, arguments too, not only the name.
            let variant = crate::term::SystemCall { span: design.span, ..*call };
            self.model.systems[id.index()].variant = Some(variant);
        } else {
            self.model.systems[id.index()].variant = Some(variant);
        }
    }

    /// Modules that nothing needs, in the main file.
    fn check_unused(&mut self, units: &[Unit]) {
        // What needs it may stand in an item that could not be read.
        let wrong = self.diagnostics.iter().any(Diagnostic::is_error);
        if wrong || units.iter().any(|unit| unit.tree.items.iter().any(is_broken)) {
            return;
        }
        let has_systems = !self.model.reported.is_empty();
        let mut findings = Vec::new();
        for (index, module) in self.model.modules.iter().enumerate() {
            let counts = match module.owner {
                Owner::File(file) => file == 0 && has_systems && units.len() == 1,
                Owner::System(system) => {
                    let system = self.model.system(system);
                    system.file == 0 && system.works_when.is_some()
                }
            };
            if counts && !self.needed.contains(&ModuleId(number(index))) {
                findings.push(
                    Diagnostic::warning(
                        code::UNUSED_MODULE,
                        format!("nothing needs `{}`", module.name),
                    )
                    .at(module.span, "not part of any structure")
                    .help("name it in `works when`, or put what needs it `on` it"),
                );
            }
        }
        self.diagnostics.extend(findings);
    }
}

fn is_broken(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Broken { .. } => true,
        ItemKind::System { items, .. } => items.iter().any(is_broken),
        _ => false,
    }
}

/// A number written out, without any name in it.
fn is_literal(number: &crate::term::Num) -> bool {
    match &number.kind {
        NumKind::Literal(_) => true,
        NumKind::Sum(all) | NumKind::Product(all) => all.iter().all(|(_, part)| is_literal(part)),
        NumKind::Power(a, b) => is_literal(a) && is_literal(b),
        NumKind::Function(_, all) => all.iter().all(is_literal),
        _ => false,
    }
}

/// `vm[3] = 0.9 on host[3]`: the size repeated as an index is almost always meant as "each".
fn size_used_as_index(declared: &tree::Declared, module: &tree::Module) -> Option<Diagnostic> {
    let mut exprs: Vec<&Expr> = module.hosts.iter().collect();
    exprs.extend(&module.spec);
    for extent in &declared.extents {
        let tree::Extent::Size(size) = extent else { continue };
        for expr in &exprs {
            if let Some(span) = index_equal_to(expr, size) {
                let name = &declared.name.text;
                return Some(
                    Diagnostic::error(
                        code::SIZE_USED_AS_INDEX,
                        format!("in `{name}[…]` the number says how many, and here the same number says which"),
                    )
                    .at(span, "the same one for every element")
                    .at(size.span, "how many there are")
                    .help(format!("to pair them write `{name}[i in 1..…] = … on HOST[i]`")),
                );
            }
        }
    }
    None
}

/// An index inside `expr` that is written like `size`.
fn index_equal_to(expr: &Expr, size: &Expr) -> Option<Span> {
    let in_path = |path: &tree::Path| {
        path.steps
            .iter()
            .flat_map(|step| &step.indices)
            .find(|index| index.hi.is_none() && same_words(&index.lo, size))
            .map(|index| index.lo.span)
    };
    match &expr.kind {
        ExprKind::Path(path) => in_path(path),
        ExprKind::Call { callee, arguments } => {
            let own = match callee {
                tree::Callee::Named(path) => in_path(path),
                _ => None,
            };
            // Inside a list that an argument gives, elements are named one by one on purpose.
            own.or_else(|| {
                arguments
                    .iter()
                    .filter(|argument| !matches!(argument.value.kind, ExprKind::List(_)))
                    .find_map(|argument| index_equal_to(&argument.value, size))
            })
        }
        ExprKind::List(arguments) => {
            arguments.iter().find_map(|argument| index_equal_to(&argument.value, size))
        }
        ExprKind::Of(_, operand) => index_equal_to(operand, size),
        _ => None,
    }
}

fn same_words(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Number { text: a, suffix: x }, ExprKind::Number { text: b, suffix: y }) => {
            a == b && x == y
        }
        (ExprKind::Path(a), ExprKind::Path(b)) => {
            matches!((a.as_name(), b.as_name()), (Some(a), Some(b)) if a.text == b.text)
        }
        _ => false,
    }
}
